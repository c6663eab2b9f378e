"""Networks as payloads and as tables: the whole, a perimeter, a filière, the surroundings of a thing, a projection."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from api import paging
from api.addresses import page_of
from api.bodies import ListBody
from api.contexts.things import FAMILIES
from api.state import State
from graph import answers, layout
from graph.export import sigma
from graph.export.formats import FORMATS
from graph.network import IN_FILIERE
from graph.perimeter import WHOLE, Perimeter
from graph.statements import Statement

if TYPE_CHECKING:
    from graph.network import NetMultiGraph

FILIERE_STATUSES = ("actual", "planned", "past")
"""A filière is drawn with what is planned and past, each in its own line style; only what is actual is counted."""


def network(state: State, perimeter: Perimeter) -> dict[str, Any]:
    """Return the nodes and edges of a perimeter; positions are those of the whole, or its own when it is small."""
    return payload(state, state.network.multigraph(perimeter), perimeter)


def projection(state: State, pair: tuple[str, str], perimeter: Perimeter, min_shared: int = 1) -> dict[str, Any]:
    """Return the actors tied by a pair of roles in at least `min_shared` schemes; edges cite the facts behind them."""
    net = state.network.projection([pair[0]], [pair[1]], perimeter)
    net.remove_edges_from([(a, b) for a, b, edge in net.edges(data=True) if len(edge["shared"]) < min_shared])
    net.remove_nodes_from([id for id in list(net) if not net.degree(id)])
    body = payload(state, sigma.as_multigraph(net), perimeter)
    for edge in body["edges"]:
        held = _held(state, pair, (edge["source"], edge["target"]), edge["shared"])
        edge["facts"] = [s.id for s in held]
        edge["documents"] = sorted({source for s in held for source in s.sources})
    return {**body, "sources": sorted({source for edge in body["edges"] for source in edge["documents"]})}


def _held(state: State, pair: tuple[str, str], actors: Sequence[str], schemes: Sequence[str]) -> list[Statement]:
    """Return the statements by which actors hold the roles of a projection in the schemes that they share."""
    objects = {part for scheme in schemes for part in (scheme, *state.directory.parts.get(scheme, ()))}
    return [
        s
        for s in state.record.about(*actors)
        if s.kind == "participation" and s.subject in actors and s.object in objects and s.role in pair
    ]


def surroundings(state: State, id: str, depth: int, perimeter: Perimeter) -> dict[str, Any]:
    """Return the network around a thing, one or two steps away."""
    net = state.network.multigraph(perimeter)
    reached = {id} if id in net else set()
    border = reached
    for _ in range(depth):
        border = {other for node in border for other in net[node]} - reached
        reached = reached | border
    return payload(state, net.subgraph(reached).copy(), perimeter)


# --- a filière ----------------------------------------------------------------------------------------------------


def filiere(state: State, id: str, transversal: bool = True) -> dict[str, Any]:
    """Return a filière's cooperation network with its lists: members, projects, funders, referents; raise UnknownThing.

    Without the cross-cutting schemes (`transversal`), those that serve several filières stay as nodes, and their own partners
    go, unless they also take part in this filière.
    """
    thing = state.matcher.resolve(id, *FAMILIES["filieres"])
    perimeter = Perimeter(filiere=thing.id, statuses=FILIERE_STATUSES)
    crossing = cross_cutting(state, thing.id)
    net = state.network.multigraph(perimeter)
    if not transversal:
        net = own_part(net, state.network.filiere_objects(thing.id) - crossing.keys())
    drawn = {fact for *_, fact in net.edges(keys=True)}
    found = answers.filiere_network(state.record, state.network, thing.id)
    bodies = state.bodies

    def told(statements: Sequence[Statement]) -> list[Any]:
        return bodies.statements(s for s in statements if transversal or s.id in drawn)

    return {
        "filiere": bodies.full(thing),
        **payload(state, net, perimeter),
        "members": told(found.members),
        "structuring": told(found.structuring),
        "projects": told(found.projects),
        "funders": told(found.funders),
        "others": told(found.others),
        "referents": bodies.statements(found.referents.found),
        "nearest_referents": bodies.statements(found.referents.nearest),
        "remark": found.referents.remark,
        "contradictions": [bodies.contradiction(c) for c in found.contradictions],
        "cross_cutting": [
            {"scheme": bodies.thing(scheme), "filieres": bodies.things(others)} for scheme, others in crossing.items()
        ],
    }


def own_part(net: "NetMultiGraph", objects: set[str]) -> "NetMultiGraph":
    """Return what touches some objects, and the ties between what touches them.

    >>> import networkx as nx
    >>> net = nx.MultiGraph([("member", "filiere"), ("prize", "filiere"), ("member", "prize"), ("jury", "prize")])
    >>> sorted(own_part(net, {"filiere"}))
    ['filiere', 'member', 'prize']
    """
    near = {id for a, b in net.edges() if a in objects or b in objects for id in (a, b)}
    return net.subgraph(near).copy()


def cross_cutting(state: State, filiere: str) -> dict[str, list[str]]:
    """Return the schemes tied to a filière that serve others too, with these; a filière inside this one is not another."""
    family = {id for s in state.record.about(filiere) if s.kind == "link" for id in s.things}
    found = {}
    for id in sorted(state.network.filiere_objects(filiere) - {filiere}):
        if state.directory[id].type in ("scheme", "edition", "place", "body"):
            served = {s.object for s in state.record.about(id) if s.subject == id and s.role in IN_FILIERE}
            others = sorted(o for o in served - family - {filiere} if state.directory[o].type == "filiere")
            if others:
                found[id] = others
    return found


# --- payload and table --------------------------------------------------------------------------------------------


def payload(state: State, net: "NetMultiGraph", perimeter: Perimeter) -> dict[str, Any]:
    """Return a network in the shape that the graph view draws."""
    placed = _positions(state, net)
    body = sigma.payload(net, placed, state.directory, page_of)
    return {
        **body,
        "perimeter": state.bodies.perimeter(perimeter),
        "data_version": state.edition.data_version,
        "date": state.edition.built[:10],
        "sources": sorted({document for edge in body["edges"] for document in edge["documents"]}),
    }


def _positions(state: State, net: "NetMultiGraph") -> layout.Positions:
    """Return the positions of the whole graph for a large part of it, and a layout of its own for a small one."""
    if len(net) > 400 and all(node in state.positions for node in net):
        return state.positions
    key = ("layout", *sorted(net), net.number_of_edges())
    return state.cached(key, lambda: layout.positions(net))


def ties(state: State, perimeter: Perimeter, limit: int, cursor: str) -> ListBody:
    """Return a page of the table that says what the network of a perimeter draws: a statement a row, each with its edge.

    What has most ties comes first, and its ties together, by role.
    """
    selected = state.network.select(perimeter)
    said = [state.record.by_id[state.network.facts[tie]] for tie in selected]
    weight = Counter(s.object for s in said)
    label = {id: state.directory[id].label.lower() for s in said for id in (s.subject, s.object)}
    said.sort(key=lambda s: (-weight[s.object], label[s.object], s.object, s.role, label[s.subject], s.id))
    page = paging.page(said, limit, cursor, lambda s: tie_body(state, s))
    return {**page, "perimeter": state.bodies.perimeter(perimeter)}  # type: ignore[typeddict-unknown-key]


def tie_body(state: State, statement: Statement) -> dict[str, Any]:
    """Return a statement with the id of the line that draws it."""
    return {**state.bodies.statement(statement), "edge": edge_of(statement)}


def edge_of(statement: Statement) -> str:
    """Return the id, in a payload, of the line that draws a statement (graph.export.drawing merges lines of one role)."""
    ends = f"{statement.subject}~{statement.role}~{statement.object}"
    return ends if statement.status == "actual" else f"{ends}~{statement.status}"


def downloads(perimeter: Perimeter, table: str = "/api/ties") -> list[tuple[str, str]]:
    """Return the labels and addresses of the files that hold a perimeter: its table, then each format of its network."""
    files = [(f"Tableau {form.upper()}", address(table, perimeter, format=form)) for form in ("csv", "xlsx")]
    return files + [
        (_SHORT.get(f.id, f.label), address(f"/exports/{f.files[0]}", perimeter))
        for f in FORMATS.values()
        if f.follows_perimeter
    ]


_SHORT = {"gexf": "GEXF (Gephi)", "graphml": "GraphML", "kumu": "Kumu", "html": "Page HTML autonome"}


def address(path: str, perimeter: Perimeter, **more: str) -> str:
    """Return an address with the parameters of a perimeter; the default status is left out.

    >>> address("/reseau", Perimeter(sector="alimentation"), format="csv")
    '/reseau?sector=alimentation&format=csv'
    """
    told = perimeter.parameters()
    if perimeter.statuses == WHOLE.statuses:
        del told["status"]
    query = urlencode({**told, **{name: value for name, value in more.items() if value}}, doseq=True)
    return f"{path}?{query}" if query else path
