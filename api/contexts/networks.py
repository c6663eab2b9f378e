"""Networks as payloads and as tables: the whole, a perimeter, a filière, the surroundings of a thing, a projection."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx as nx

from api import paging
from api.addresses import page_of
from api.bodies import ListBody
from api.contexts.shown import Shown, links
from api.contexts.things import FAMILIES
from api.state import State
from graph import answers, layout
from graph.analysis.engines import EXACT_UP_TO
from graph.analysis.filieres import Broker, brokers
from graph.export import drawing, sigma
from graph.identifiers import fold
from graph.network import IN_FILIERE
from graph.perimeter import Perimeter
from graph.statements import Statement

if TYPE_CHECKING:
    from graph.network import NetGraph, NetMultiGraph


TABLE_ROWS = 100
ACTUAL = "actual"
BROKERS = 5
"""How many intermediaries a page marks on its graph."""


def network(state: State, shown: Shown, brokers: int = 0) -> dict[str, Any]:
    """Return the nodes and edges of what a view shows, in the shape that it draws, the first `brokers` marked."""
    net = net_of(state, shown)
    body = payload(state, net, shown)
    found = brokers_of(state, shown, brokers) if brokers else ()
    return {**body, "marks": [{"id": b.id, "label": "intermédiaire"} for b in found]}


def net_of(state: State, shown: Shown) -> "NetMultiGraph":
    """Return the ties that a view draws."""
    return state.cached(("shown", shown), lambda: _net_of(state, shown))


def _net_of(state: State, shown: Shown) -> "NetMultiGraph":
    if shown.around:
        return _around(state.network.multigraph(shown.perimeter), shown.around, shown.depth)
    if shown.projection:
        return _projection(state, shown.projection, shown.perimeter, shown.min_shared)
    return drawn(state, shown.perimeter, shown.transversal)


def drawn(state: State, perimeter: Perimeter, transversal: bool = True) -> "NetMultiGraph":
    """Return the network of a perimeter; without `transversal`, that of a filière without its cross-cutting schemes.

    Those that serve several filières stay as nodes, and their own partners go, unless they also take part in this one.
    """
    net = state.network.multigraph(perimeter)
    if transversal or not perimeter.filiere:
        return net
    objects = state.network.filiere_objects(perimeter.filiere)
    return own_part(net, objects - cross_cutting(state, perimeter.filiere).keys())


def counted(state: State, shown: Shown) -> "NetGraph":
    """Return what measures are made on: the effective ties of a view, those between two nodes as one.

    What is planned or past is drawn and counts for nothing, unless a view shows nothing else.
    """
    return state.cached(("counted", shown), lambda: _counted(net_of(state, shown), ACTUAL in shown.perimeter.statuses))


def _counted(net: "NetMultiGraph", only_actual: bool) -> "NetGraph":
    """Return a simple graph whose `weight` counts the roles that tie two things, or is that of a projection."""
    made: NetGraph = nx.Graph()
    made.add_nodes_from(net.nodes(data=True))
    for left, right, edge in net.edges(data=True):
        if left != right and (edge["status"] == ACTUAL or not only_actual):
            if not made.has_edge(left, right):
                made.add_edge(left, right, roles=set(), documents=set(), weight=0)
            held = made.edges[left, right]
            held["documents"].update(edge.get("documents", ()))
            held["weight"] += edge.get("weight", int(edge["role"] not in held["roles"]))
            held["roles"].add(edge["role"])
    return made


def brokers_of(state: State, shown: Shown, count: int) -> tuple[Broker, ...]:
    """Return the actors that stand between others most among the partners of a view; never persons.

    None in a view too large for exact shortest paths: a ring is no place for an estimate.
    """

    def make() -> tuple[Broker, ...]:
        net = partners_of(state, shown) if len(net_of(state, shown)) <= EXACT_UP_TO else nx.Graph()
        return brokers(net, count, [id for id in net if state.directory[id].type == "actor"])

    return state.cached(("brokers", shown, count), make)


def partners_of(state: State, shown: Shown) -> "NetGraph":
    """Return the actors of a view, tied by what they take part in together, effectively.

    In a filière, belonging to it is no cooperation by itself, nor is taking part in a scheme that serves several
    (unless `transversal` asks for it): its own projects are, and the links that sources state between two actors.
    """
    if shown.projection or shown.around:
        return counted(state, shown)
    counts = (ACTUAL,) if ACTUAL in shown.perimeter.statuses else shown.perimeter.statuses
    perimeter = replace(shown.perimeter, statuses=counts)
    key = ("partners", perimeter, shown.transversal)
    return state.cached(key, lambda: _partners(state, perimeter, shown.transversal))


def _partners(state: State, perimeter: Perimeter, transversal: bool) -> "NetGraph":
    if not perimeter.filiere:
        return state.network.partners(perimeter)
    crossing = () if transversal else cross_cutting(state, perimeter.filiere)
    return state.network.partners(perimeter, {perimeter.filiere, *crossing})


def view(state: State, shown: Shown, cursor: str, brokers: int = 0) -> dict[str, Any]:
    """Return what a page says of a network beside its graph: its size, a page of its table, its addresses."""
    table = ties(state, shown, TABLE_ROWS, cursor)
    net = net_of(state, shown)
    lines = state.cached(("lines", shown), lambda: drawing.count(net))
    return {
        "perimeter": perimeter_of(state, shown),
        "table": table,
        "first": paging.start_of(cursor) + 1,
        "previous": paging.before(cursor, TABLE_ROWS),
        "counts": {"nodes": len(net), "ties": lines, "statements": table["total"]},
        **links(state, shown, brokers),
    }


def _projection(state: State, pair: tuple[str, str], perimeter: Perimeter, min_shared: int) -> "NetMultiGraph":
    """Return the actors tied by a pair of roles in at least `min_shared` schemes, with the facts behind each tie."""
    net = state.network.projection([pair[0]], [pair[1]], perimeter)
    net.remove_edges_from([(a, b) for a, b, edge in net.edges(data=True) if len(edge["shared"]) < min_shared])
    net.remove_nodes_from([id for id in list(net) if not net.degree(id)])
    among = state.network.facts_of(perimeter)
    for left, right, edge in net.edges(data=True):
        held = _held(state, pair, (left, right), edge["shared"], among)
        edge["facts"] = [s.id for s in held]
        edge["documents"] = sorted({source for s in held for source in s.sources})
    return sigma.as_multigraph(net)


def _cited(state: State, edges: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the documents that state some edges: their ids in `sources`, their titles in `documents`."""
    cited = sorted({source for edge in edges for source in edge["documents"]})
    titles = state.directory.documents
    return {"sources": cited, "documents": [{"id": id, "title": titles.get(id, id)} for id in cited]}


def _held(
    state: State, pair: tuple[str, str], actors: Sequence[str], schemes: Sequence[str], among: frozenset[str]
) -> list[Statement]:
    """Return the statements, among some, by which actors hold the roles of a projection in what they share."""
    objects = {part for scheme in schemes for part in (scheme, *state.directory.parts.get(scheme, ()))}
    return [
        s
        for s in state.record.about(*actors)
        if s.id in among and s.subject in actors and s.object in objects and s.role in pair
    ]


def _around(net: "NetMultiGraph", id: str, depth: int) -> "NetMultiGraph":
    reached = {id} if id in net else set()
    border = reached
    for _ in range(depth):
        border = {other for node in border for other in net[node]} - reached
        reached = reached | border
    return net.subgraph(reached).copy()


# --- a filière ----------------------------------------------------------------------------------------------------


def filiere(state: State, id: str, transversal: bool = True) -> dict[str, Any]:
    """Return a filière's cooperation network with its lists: members, projects, funders, referents; raise UnknownThing.

    Without `transversal`, the partners of its cross-cutting schemes are left out (see `drawn`). `beyond` is what its
    own projects take part in elsewhere, which its network does not draw.
    """
    thing = state.matcher.resolve(id, *FAMILIES["filieres"])
    perimeter = filiere_perimeter(thing.id)
    crossing = cross_cutting(state, thing.id)
    shown = Shown(perimeter, transversal=transversal)
    net = net_of(state, shown)
    kept = {fact for *_, fact in net.edges(keys=True)}
    found = answers.filiere_network(state.record, state.network, thing.id)
    own = state.network.filiere_objects(thing.id) - crossing.keys()
    bodies = state.bodies

    def told(statements: Sequence[Statement]) -> list[Any]:
        return [tie_body(state, s) for s in statements if s.id in kept]

    return {
        "filiere": bodies.full(thing),
        **network(state, shown, BROKERS),
        "brokers": [_broker(state, b) for b in brokers_of(state, shown, BROKERS)],
        "members": told(found.members),
        "structuring": told(found.structuring),
        "projects": told(found.projects),
        "funders": told(found.funders),
        "others": told(found.others),
        "beyond": bodies.statements(s for s in found.others if s.kind == "participation" and s.subject in own),
        "referents": bodies.statements(found.referents.found),
        "nearest_referents": bodies.statements(found.referents.nearest),
        "remark": found.referents.remark,
        "contradictions": [bodies.contradiction(c) for c in found.contradictions],
        "cross_cutting": [
            {"scheme": bodies.thing(scheme), "filieres": bodies.things(others)} for scheme, others in crossing.items()
        ],
    }


def _broker(state: State, broker: Broker) -> dict[str, Any]:
    return {
        "thing": state.bodies.thing(broker.id),
        "betweenness": round(broker.betweenness, 4),
        "constraint": None if broker.constraint is None else round(broker.constraint, 4),
    }


def filiere_perimeter(id: str) -> Perimeter:
    """Return the perimeter of a filière: what is planned and past is drawn too, each in its own line style."""
    return Perimeter(filiere=id, statuses=("actual", "planned", "past"))


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
    """Return the schemes tied to a filière that serve others too, with these; one inside this one is not another."""
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


def payload(state: State, net: "NetMultiGraph", shown: Shown) -> dict[str, Any]:
    """Return a network in the shape that the graph view draws."""
    body = sigma.payload(net, _positions(state, net, shown), state.directory, page_of)
    return {
        **body,
        "perimeter": perimeter_of(state, shown),
        "data_version": state.edition.data_version,
        "date": state.edition.built[:10],
        **_cited(state, body["edges"]),
    }


def perimeter_of(state: State, shown: Shown) -> dict[str, Any]:
    """Return the perimeter of a view, its label being what the view shows of it."""
    return {**state.bodies.perimeter(shown.perimeter), "label": shown.describe(state)}


def _positions(state: State, net: "NetMultiGraph", shown: Shown) -> layout.Positions:
    """Return where the nodes of a view are drawn, kept for each view."""
    return state.cached(("layout", shown), lambda: layout.of_perimeter(net, state.positions))


def ties(state: State, shown: Shown, limit: int, cursor: str) -> ListBody:
    """Return a page of the table that says what a view draws, which is no projection: a statement a row, with its edge.

    What has most ties comes first, and its ties together, by role; before all, those of the thing that it is around.
    """
    facts = state.cached(("in order", shown), lambda: _in_order(state, net_of(state, shown), shown.around))
    page = paging.page(facts, limit, cursor, str)
    page["items"] = [tie_body(state, s) for s in state.record.several(page["items"])]
    return {**page, "perimeter": perimeter_of(state, shown)}  # type: ignore[typeddict-unknown-key]


def _in_order(state: State, net: "NetMultiGraph", center: str) -> list[str]:
    """Return the facts that a network draws, in the order of its table."""
    edges = list(net.edges(keys=True, data=True))
    ends = {fact: (edge["source"], right if edge["source"] == left else left) for left, right, fact, edge in edges}
    weight = Counter(object for _, object in ends.values())
    label = {id: fold(state.directory[id].label) for pair in ends.values() for id in pair}

    def place(edge: tuple[str, str, str, dict[str, Any]]) -> tuple[bool, int, str, str, str, str, str]:
        subject, object = ends[edge[2]]
        far = bool(center) and center not in (subject, object)
        return far, -weight[object], label[object], object, edge[3]["role"], label[subject], edge[2]

    return [fact for _, _, fact, _ in sorted(edges, key=place)]


def tie_body(state: State, statement: Statement) -> dict[str, Any]:
    """Return a statement with the id of the line that draws it."""
    return {**state.bodies.statement(statement), "edge": edge_of(statement)}


def edge_of(statement: Statement) -> str:
    """Return the id, in a payload, of the line that draws a statement: graph.export.drawing makes one line a role."""
    ends = f"{statement.subject}~{statement.role}~{statement.object}"
    return ends if statement.status == "actual" else f"{ends}~{statement.status}"
