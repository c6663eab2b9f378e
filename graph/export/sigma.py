"""The payload of the site's graph view (sigma.js): nodes with their places, edges merged by role with their facts."""

from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.export.drawing import Tie, UrlOf, ties
from graph.layout import Positions
from graph.network import node_attributes
from graph.things import Directory, Thing

if TYPE_CHECKING:
    from graph.network import NetGraph, NetMultiGraph

SHARED = ("partage", "dispositifs en commun")
"""Role and label of the edges of a projection: both hold the projected roles in the same schemes."""


def payload(
    net: "NetMultiGraph", positions: Positions, directory: Directory, url_of: UrlOf | None = None
) -> dict[str, Any]:
    """Return `nodes` and `edges` of a network as plain JSON values, in a stable order.

    Nodes: id, type, label, kind, kind_label, url (with `url_of`), x, y. Edges: id, source, target, role, role_label,
    status, weight, facts (ids of statements), documents (ids of sources), in a projection `shared` (ids of schemes).
    """
    nodes = [_node(directory[id], positions.get(id, (0.0, 0.0)), url_of) for id in sorted(net)]
    return {"nodes": nodes, "edges": [_edge(tie) for tie in ties(net)]}


def as_multigraph(net: "NetGraph") -> "NetMultiGraph":
    """Return a projection as the multigraph that payloads and files are made of; its edges are in no direction.

    >>> net = nx.Graph()
    >>> net.add_edge("a", "b", weight=2, shared=["x", "y"])
    >>> list(as_multigraph(net).edges(data="role_label"))
    [('a', 'b', 'dispositifs en commun')]
    """
    made: NetMultiGraph = nx.MultiGraph()
    made.add_nodes_from(net.nodes(data=True))
    role, label = SHARED
    for left, right, edge in net.edges(data=True):
        source, target = sorted((left, right))
        told = {name: edge[name] for name in ("weight", "shared", "facts", "documents") if name in edge}
        made.add_edge(source, target, role, role=role, role_label=label, status="actual", source=source, **told)
    return made


def _node(thing: Thing, place: tuple[float, float], url_of: UrlOf | None) -> dict[str, Any]:
    told = {"id": thing.id, **node_attributes(thing)} | ({"url": url_of(thing)} if url_of else {})
    return told | {"x": place[0], "y": place[1]}


def _edge(tie: Tie) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": tie.id,
        "source": tie.source,
        "target": tie.target,
        "role": tie.role,
        "role_label": tie.role_label,
        "status": tie.status,
        "weight": tie.weight,
        "facts": list(tie.facts),
        "documents": list(tie.documents),
    }
    return told | ({"shared": list(tie.shared)} if tie.shared else {})
