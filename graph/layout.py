"""Positions of drawn graphs: seeded and kept with the build, so that a perimeter always looks the same."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import rustworkx as rx

from graph.network import Network

if TYPE_CHECKING:
    from graph.network import NetGraph, NetMultiGraph

Positions = dict[str, tuple[float, float]]
SEED = 42


def positions(net: "NetGraph | NetMultiGraph", seed: int = SEED) -> Positions:
    """Return seeded positions in [-1, 1], one component beside the other so that small ones stay legible.

    The engine is rustworkx's Fruchterman-Reingold layout (8 to 13 times faster than networkx's, docs/decisions.md).
    """
    found: Positions = {}
    components = sorted(nx.connected_components(net), key=lambda c: (-len(c), min(c)))
    column = 0.0
    for component in components:
        ids = sorted(component)
        radius = max(1.0, len(ids) ** 0.5)
        for id, (x, y) in _spring(net, ids, seed).items():
            found[id] = (round(column + radius * (1 + x), 4), round(radius * y, 4))
        column += 2 * radius + 1.0
    return found


def _spring(net: "NetGraph | NetMultiGraph", ids: list[str], seed: int) -> Positions:
    at = {id: place for place, id in enumerate(ids)}
    pairs = sorted({(min(at[a], at[b]), max(at[a], at[b])) for a, b in net.subgraph(ids).edges() if a != b})
    drawn: rx.PyGraph[str, None] = rx.PyGraph()
    drawn.add_nodes_from(ids)
    drawn.add_edges_from_no_data(pairs)
    placed = rx.spring_layout(drawn, seed=seed, num_iter=300, k=1.6 / max(1.0, len(ids) ** 0.5))
    return {id: (float(placed[place][0]), float(placed[place][1])) for id, place in at.items()}


def write(path: Path, network: Network) -> None:
    """Write the positions of the whole graph."""
    path.write_text(json.dumps(positions(network.graph())), encoding="utf-8")


def read(path: Path) -> Positions:
    """Read positions that `write` left."""
    return {id: (x, y) for id, (x, y) in json.loads(path.read_text(encoding="utf-8")).items()}
