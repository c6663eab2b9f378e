"""One HTML file of a network that draws itself anywhere and asks nothing of the internet.

pyvis makes nodes, edges and options; the page is our own template (pyvis.html), for pyvis's loads Bootstrap from a
public network in every mode. Positions are ours; the physics of vis-network only loosens small pictures.
"""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any, cast

from graph.export.drawing import LOOKS, Drawing, Look, Tie
from graph.things import TYPE_LABELS, concept_label

TEMPLATE = Path(__file__).with_suffix(".html")
MOVING = 100
"""Above so many nodes nothing moves: the layout of the page would take minutes, ours is ready."""
QUADRATIC = 2000
"""Above so many nodes we write what pyvis would: its add_node searches a list at each call (40 s at 20,000 nodes)."""

_DASHES: dict[str, list[int]] = {"actual": [], "planned": [8, 6], "past": [], "excluded": [2, 5]}
_COLORS = {"actual": "#8d97a5", "planned": "#a8761d", "past": "#c4c2bc", "excluded": "#b7475a"}
_SHAPES = {
    "dot": '<circle cx="10" cy="10" r="7"/>',
    "square": '<rect x="3.5" y="3.5" width="13" height="13"/>',
    "triangle": '<path d="M10 3 18 17H2z"/>',
    "triangleDown": '<path d="M10 17 2 3h16z"/>',
    "diamond": '<path d="M10 2 18 10 10 18 2 10z"/>',
    "hexagon": '<path d="M6 3h8l4 7-4 7H6L2 10z"/>',
    "star": '<path d="m10 1 2.6 6 6.4.6-4.9 4.2 1.5 6.3L10 14.8l-5.6 3.3 1.5-6.3L1 7.6 7.4 7z"/>',
}


def dump(drawing: Drawing) -> bytes:
    """Return a drawing as a self-contained HTML page with its legend, its colophon and the same content as a table."""
    nodes, edges = elements(drawing)
    data = {"nodes": nodes, "edges": edges, "options": _options(moving=len(nodes) <= MOVING)}
    ties = drawing.ties
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(_title(drawing)),
        description=escape(str(drawing.colophon)),
        count=f"{len(nodes)} {_plural(len(nodes), 'élément')}, {len(ties)} {_plural(len(ties), 'lien')}",
        node_legend=_node_legend(drawing),
        edge_legend=_edge_legend(ties),
        rows="\n".join(_row(tie, drawing) for tie in ties),
        colophon="".join(
            f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in drawing.colophon.lines().items() if text
        ),
        data=_in_html(data),
        vis_css=_library("vis-network.css"),
        vis_js=_library("vis-network.min.js"),
    )
    return page.encode()


def elements(drawing: Drawing, by_hand: bool | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return nodes and edges as vis-network takes them: made by pyvis, or by hand where that is slow or as asked."""
    nodes = [_node(id, drawing) for id in sorted(drawing.net)]
    edges = [_edge(tie) for tie in drawing.ties]
    if len(nodes) > QUADRATIC if by_hand is None else by_hand:
        return nodes, edges
    from pyvis.network import Network  # here, for it takes a quarter of a second: it imports all of IPython

    made = Network(directed=True)
    for node in nodes:
        made.add_node(node["id"], **{name: value for name, value in node.items() if name != "id"})
    for edge in edges:
        made.add_edge(edge["from"], edge["to"], **{k: v for k, v in edge.items() if k not in ("from", "to")})
    written_nodes, written_edges, *_ = made.get_network_data()
    return cast("list[dict[str, Any]]", written_nodes), cast("list[dict[str, Any]]", written_edges)


def _node(id: str, drawing: Drawing) -> dict[str, Any]:
    thing, look, (x, y) = drawing.directory[id], drawing.look(id), drawing.spread(id)
    return {
        "id": id,
        "label": thing.label,
        "title": thing.kind_label or TYPE_LABELS[thing.type],
        "shape": look.shape,
        "size": drawing.size(id),
        "color": {"background": "#ffffff" if look.hollow else look.color, "border": look.color},
        "borderWidth": 3 if look.hollow else 1,
        "x": x,
        "y": -y,  # a canvas counts downwards
    }


def _edge(tie: Tie) -> dict[str, Any]:
    told = tie.role_label + ("" if tie.status == "actual" else f" ({concept_label('statut', tie.status)})")
    return {
        "id": tie.id,
        "from": tie.source,
        "to": tie.target,
        "title": told,
        "width": round(1 + tie.weight**0.5 / 2, 2),
        "color": {"color": _COLORS[tie.status], "highlight": "#1d2733"},
        "dashes": _DASHES[tie.status] or False,
        "arrows": "" if tie.shared else "to",
    }


def _options(moving: bool) -> dict[str, Any]:
    return {
        "layout": {"randomSeed": 42, "improvedLayout": False},
        "nodes": {
            "font": {"size": 15, "strokeWidth": 4, "strokeColor": "#ffffff"},
            "widthConstraint": {"maximum": 170},
        },
        "edges": {"smooth": {"enabled": moving, "type": "continuous"}, "arrows": {"to": {"scaleFactor": 0.5}}},
        "interaction": {
            "hover": True,
            "navigationButtons": True,
            "keyboard": {"enabled": True, "bindToWindow": False},
            "hideEdgesOnDrag": not moving,
        },
        "physics": {
            "enabled": moving,
            "solver": "forceAtlas2Based",
            "forceAtlas2Based": {"gravitationalConstant": -90, "springLength": 110, "avoidOverlap": 0.6},
            "stabilization": {"iterations": 250},
        },
    }


def _title(drawing: Drawing) -> str:
    return f"Réseau : {drawing.colophon.perimeter}"


def _plural(count: int, word: str) -> str:
    return word if count < 2 else f"{word}s"


def _row(tie: Tie, drawing: Drawing) -> str:
    left, right = drawing.directory[tie.source], drawing.directory[tie.target]
    shared = [drawing.directory[id].label for id in tie.shared if id in drawing.directory]
    role = tie.role_label + (f" : {', '.join(shared)}" if shared else "")
    cells = (left.kind_label, role, right.label, right.kind_label, concept_label("statut", tie.status))
    documents = ", ".join(tie.documents)
    middle = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(left.label)}</th>{middle}<td>{escape(documents)}</td></tr>'


def _node_legend(drawing: Drawing) -> str:
    counts = Counter(drawing.directory[id].type for id in drawing.net)
    entries = ((LOOKS[type_], TYPE_LABELS[type_], counts[type_]) for type_ in LOOKS if counts[type_])
    return "".join(f"<li>{_sign(look)}{escape(label)} ({count})</li>" for look, label, count in entries)


def _sign(look: Look) -> str:
    fill, width = ("#fff", 3) if look.hollow else (look.color, 1)
    paint = f'fill="{fill}" stroke="{look.color}" stroke-width="{width}"'
    return f'<svg viewBox="0 0 20 20" aria-hidden="true" {paint}>{_SHAPES[look.shape]}</svg>'


def _edge_legend(ties: Iterable[Tie]) -> str:
    counts = Counter(tie.status for tie in ties)
    return "".join(
        f'<li><svg class="trait" viewBox="0 0 44 20" aria-hidden="true"><line x1="0" y1="10" x2="44" y2="10"'
        f' stroke="{color}" stroke-width="4" stroke-dasharray="{" ".join(map(str, _DASHES[status]))}"/></svg>'
        f"{escape(concept_label('statut', status))} ({counts[status]})</li>"
        for status, color in _COLORS.items()
        if counts[status]
    )


def _in_html(data: object) -> str:
    """Return JSON that may stand inside a script element whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _library(name: str) -> str:
    """Return a file of the vis-network that pyvis ships, without the address of its source map."""
    spec = find_spec("pyvis")
    assert spec is not None and spec.submodule_search_locations  # a dependency of ours, and a package
    path = Path(spec.submodule_search_locations[0]) / "templates" / "lib" / "vis-9.1.2" / name
    lines = path.read_text(encoding="utf-8").split("\n")  # splitlines would cut at characters inside strings
    return "\n".join(line for line in lines if "sourceMappingURL" not in line)
