"""A network ready to be drawn: its ties merged by role, its places, its colours and shapes, and where it comes from."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.export.colophon import Colophon, printable
from graph.layout import Positions
from graph.network import node_attributes
from graph.things import Directory, Thing

if TYPE_CHECKING:
    from graph.network import NetMultiGraph

    Drawn = nx.MultiDiGraph[str] | nx.MultiGraph[str]

SPREAD = 90.0
UrlOf = Callable[[Thing], str]


@dataclass(frozen=True, slots=True)
class Look:
    """How a type of node is drawn: a shape of vis-network, a colour, filled or not (colour never stands alone)."""

    shape: str
    color: str
    hollow: bool = False

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Return the colour's red, green and blue, from 0 to 255."""
        return int(self.color[1:3], 16), int(self.color[3:5], 16), int(self.color[5:7], 16)


LOOKS = {
    "actor": Look("dot", "#1663a6"),
    "person": Look("dot", "#505a68", hollow=True),
    "scheme": Look("square", "#b5400d"),
    "edition": Look("square", "#b5400d", hollow=True),
    "place": Look("triangle", "#00735c"),
    "project": Look("diamond", "#8a3d84"),
    "body": Look("star", "#2f3c4f"),
    "filiere": Look("hexagon", "#7a5200"),
    "territory": Look("triangleDown", "#5d6b1f"),
}
"""The colours of the site's graph view, which colour-blind readers tell apart, and its shapes where vis has them."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A drawn line: every fact by which one thing holds one role, with one status, in another."""

    id: str
    source: str
    target: str
    role: str
    role_label: str
    status: str
    weight: float
    facts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Drawing:
    """A network with all that its files need."""

    net: "NetMultiGraph"
    positions: Positions
    directory: Directory
    colophon: Colophon
    url_of: UrlOf | None = None

    @cached_property
    def ties(self) -> list[Tie]:
        """The lines to draw, in a stable order."""
        return ties(self.net)

    def place(self, id: str) -> tuple[float, float]:
        """Return where a node stands, y upwards; the origin when nobody placed it."""
        return self.positions.get(id, (0.0, 0.0))

    def spread(self, id: str) -> tuple[float, float]:
        """Return where a node stands in the unit of sizes, for programs that draw both in one unit."""
        x, y = self.place(id)
        return round(x * SPREAD, 1), round(y * SPREAD, 1)

    def look(self, id: str) -> Look:
        """Return how a node is drawn."""
        return LOOKS[self.directory[id].type]

    def size(self, id: str) -> float:
        """Return the radius of a node: its area grows with its number of ties.

        >>> net = nx.MultiGraph([("a", "b"), ("a", "c"), ("a", "d"), ("a", "e")])
        >>> drawing = Drawing(net, {}, Directory({}), Colophon("", "", ""))
        >>> drawing.size("a"), drawing.size("b")
        (10.0, 7.0)
        """
        return round(4.0 + 3.0 * math.sqrt(self.net.degree(id)), 2)

    def exchanged(self) -> "Drawn":
        """Return the network as exchange formats take it: one edge a tie, texts and numbers only.

        It is directed, unless its ties say that two actors take part in the same schemes.
        """
        made: Drawn = nx.MultiGraph() if any(tie.shared for tie in self.ties) else nx.MultiDiGraph()
        for id in sorted(self.net):
            made.add_node(id, **{name: printable(value) for name, value in self._told(self.directory[id]).items()})
        for tie in self.ties:
            attributes = {"label": tie.role_label, "role": tie.role, "status": tie.status, "weight": tie.weight}
            listed = {"facts": tie.facts, "documents": tie.documents, "shared": tie.shared}
            attributes |= {name: "|".join(values) for name, values in listed.items() if values}
            made.add_edge(tie.source, tie.target, tie.id, **attributes)
        return made

    def _told(self, thing: Thing) -> dict[str, str]:
        return node_attributes(thing) | ({"url": self.url_of(thing)} if self.url_of else {})


def ties(net: "NetMultiGraph") -> list[Tie]:
    """Return the edges of a network, those of the same role, status and direction between two nodes merged into one.

    A tie weighs as many as its facts, or what its edge says (`weight`) in a projection.

    >>> net = nx.MultiGraph()
    >>> told = {"role": "financeur", "role_label": "financeur", "status": "actual", "source": "b"}
    >>> _ = net.add_edge("b", "a", "f/1", documents=("004",), **told)
    >>> _ = net.add_edge("b", "a", "f/2", documents=("001", "004"), **told)
    >>> [(tie.id, tie.weight, tie.facts, tie.documents) for tie in ties(net)]
    [('b~financeur~a', 2.0, ('f/1', 'f/2'), ('001', '004'))]
    >>> count(net)
    1
    """
    merged: defaultdict[tuple[str, str, str, str], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for left, right, key, edge in net.edges(keys=True, data=True):
        merged[_ends(left, right, edge)].append((str(key), edge))
    for edges in merged.values():
        edges.sort(key=lambda pair: pair[0])
    return [_tie(*ends, merged[ends]) for ends in sorted(merged)]


def count(net: "NetMultiGraph") -> int:
    """Return how many ties `ties` makes of a network, without making them."""
    return len({_ends(*edge) for edge in net.edges(data=True)})


def _ends(left: str, right: str, edge: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return what two edges of one tie share: source, target, role, status."""
    source = edge.get("source", left)
    return source, right if source == left else left, edge["role"], edge["status"]


def _tie(source: str, target: str, role: str, status: str, edges: Sequence[tuple[str, dict[str, Any]]]) -> Tie:
    projected = edges[0][1] if "shared" in edges[0][1] else {}
    return Tie(
        id=f"{source}~{role}~{target}" + (f"~{status}" if status != "actual" else ""),
        source=source,
        target=target,
        role=role,
        role_label=edges[0][1]["role_label"],
        status=status,
        weight=round(float(sum(edge.get("weight", 1) for _, edge in edges)), 4),
        facts=tuple(projected.get("facts", ())) if projected else tuple(key for key, _ in edges),
        documents=tuple(sorted({id for _, edge in edges for id in edge.get("documents", ())})),
        shared=tuple(sorted({id for _, edge in edges for id in edge.get("shared", ())})),
    )
