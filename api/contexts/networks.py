"""Networks as payloads: the whole, a perimeter, a filière, the surroundings of an actor; nodes with positions, edges with sources."""

from typing import TYPE_CHECKING, Any

from api.addresses import page_of
from api.contexts.things import FAMILIES
from api.state import State
from graph import answers, layout
from graph.export import sigma
from graph.perimeter import Perimeter

if TYPE_CHECKING:
    from graph.network import NetMultiGraph


def network(state: State, perimeter: Perimeter) -> dict[str, Any]:
    """Return the nodes and edges of a perimeter; positions are those of the whole, or its own when it is small."""
    return payload(state, state.network.multigraph(perimeter), perimeter)


def projection(state: State, pair: tuple[str, str], perimeter: Perimeter) -> dict[str, Any]:
    """Return the actors tied by a pair of roles in the same schemes."""
    net = state.network.projection([pair[0]], [pair[1]], perimeter)
    return payload(state, sigma.as_multigraph(net), perimeter)


def surroundings(state: State, id: str, depth: int, perimeter: Perimeter) -> dict[str, Any]:
    """Return the network around a thing, one or two steps away."""
    net = state.network.multigraph(perimeter)
    reached = {id} if id in net else set()
    border = reached
    for _ in range(depth):
        border = {other for node in border for other in net[node]} - reached
        reached = reached | border
    return payload(state, net.subgraph(reached).copy(), perimeter)


def filiere(state: State, id: str) -> dict[str, Any]:
    """Return a filière's cooperation network with its lists: members, projects, funders, referents; raise UnknownThing."""
    thing = state.matcher.resolve(id, *FAMILIES["filieres"])
    perimeter = Perimeter(filiere=thing.id, statuses=("actual", "planned", "past"))
    found = answers.filiere_network(state.store, state.network, thing.id)
    bodies = state.bodies
    return {
        "filiere": bodies.full(thing),
        **network(state, perimeter),
        "members": bodies.statements(found.members),
        "structuring": bodies.statements(found.structuring),
        "projects": bodies.statements(found.projects),
        "funders": bodies.statements(found.funders),
        "others": bodies.statements(found.others),
        "referents": bodies.statements(found.referents.found),
        "nearest_referents": bodies.statements(found.referents.nearest),
        "remark": found.referents.remark,
        "contradictions": [bodies.contradiction(c) for c in found.contradictions],
    }


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
    key = ("layout", *sorted(net))
    return state.cached(key, lambda: layout.positions(net))


