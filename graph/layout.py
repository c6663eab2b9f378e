"""Positions of drawn graphs: seeded and kept with the build, so that a perimeter always looks the same."""

import json
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import rustworkx as rx

from graph.network import Network

if TYPE_CHECKING:
    from graph.network import NetGraph, NetMultiGraph

Positions = dict[str, tuple[float, float]]
SEED = 42
GAP = 0.5
"""The space between two components."""
LARGE = 400
"""Up to this number of nodes, a perimeter has a layout of its own; above it, the places of the whole graph."""


def positions(net: "NetGraph | NetMultiGraph", seed: int = SEED) -> Positions:
    """Return seeded positions, the largest component first and the others in columns beside it, as high as it is.

    The engine is rustworkx's Fruchterman-Reingold layout (8 to 13 times faster than networkx's, docs/decisions.md).
    """
    components = sorted(nx.connected_components(net), key=lambda c: (-len(c), min(c)))
    placed = [_spring(net, sorted(component), seed) for component in components]
    found: Positions = {}
    for component, (left, top) in zip(placed, _columns([_side(len(c)) for c in placed]), strict=True):
        half = _side(len(component)) / 2
        found |= {
            id: (round(left + half * (1 + x), 4), round(half * (y - 1) - top, 4)) for id, (x, y) in component.items()
        }
    return found


def of_perimeter(net: "NetGraph | NetMultiGraph", whole: Positions | None) -> Positions:
    """Return the places of the whole graph for a large part of it, and a layout of its own for a small one."""
    if whole and len(net) > LARGE and all(id in whole for id in net):
        return whole
    return positions(net)


def _side(count: int) -> float:
    """Return the side of the square in which a component of so many nodes is drawn."""
    return 2 * max(1.0, sqrt(count))


def _columns(sides: Sequence[float]) -> list[tuple[float, float]]:
    """Return the left and top of squares, the largest first, put into columns no higher than it.

    >>> _columns([4.0, 2.0, 2.0])
    [(0.0, 0.0), (4.5, 0.0), (7.0, 0.0)]
    """
    made: list[tuple[float, float]] = []
    left = top = width = 0.0
    for side in sides:
        if top and top + side > sides[0]:
            left, top, width = left + width, 0.0, 0.0
        made.append((left, top))
        top, width = top + side + GAP, max(width, side + GAP)
    return made


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
