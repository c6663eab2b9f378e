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
GAP, WIDTH, SCREEN = 1.0, 1.5, 1.7
"""Between two components; of a component's box, by its height; of the whole picture, by its height."""
LARGE = 400
"""Up to this number of nodes, a perimeter has a layout of its own; above it, the places of the whole graph."""


def positions(net: "NetGraph | NetMultiGraph", seed: int = SEED) -> Positions:
    """Return seeded positions, the largest component first and the others in columns beside it, as wide as a screen.

    The engine is rustworkx's Fruchterman-Reingold layout (8 to 13 times faster than networkx's, docs/decisions.md).
    """
    components = sorted(nx.connected_components(net), key=lambda c: (-len(c), min(c)))
    heights = [2 * max(1.0, sqrt(len(component))) for component in components]
    found: Positions = {}
    for component, height, (left, top) in zip(components, heights, _columns(heights), strict=True):
        for id, (x, y) in _spring(net, sorted(component), seed).items():
            found[id] = (round(left + height * WIDTH * x, 4), round(-top - height * y, 4))
    return found


def of_perimeter(net: "NetGraph | NetMultiGraph", whole: Positions | None) -> Positions:
    """Return the places of the whole graph for a large part of it, and a layout of its own for a small one."""
    if whole and len(net) > LARGE and all(id in whole for id in net):
        return whole
    return positions(net)


def _columns(heights: Sequence[float]) -> list[tuple[float, float]]:
    """Return the left and top of boxes, the largest first, put into columns that make a picture wider than high.

    >>> _columns([4.0, 1.5, 1.5])
    [(0.0, 0.0), (7.0, 0.0), (7.0, 2.5)]
    """
    highest = max(heights[0], sqrt(sum(height * height * WIDTH for height in heights) / SCREEN)) if heights else 0.0
    made: list[tuple[float, float]] = []
    left = top = width = 0.0
    for height in heights:
        if top and top + height > highest:
            left, top, width = left + width, 0.0, 0.0
        made.append((left, top))
        top, width = top + height + GAP, max(width, height * WIDTH + GAP)
    return made


def _spring(net: "NetGraph | NetMultiGraph", ids: list[str], seed: int) -> Positions:
    """Return the places of a component in a box of side 1."""
    at = {id: place for place, id in enumerate(ids)}
    pairs = sorted({(min(at[a], at[b]), max(at[a], at[b])) for a, b in net.subgraph(ids).edges() if a != b})
    drawn: rx.PyGraph[str, None] = rx.PyGraph()
    drawn.add_nodes_from(ids)
    drawn.add_edges_from_no_data(pairs)
    placed = rx.spring_layout(drawn, seed=seed, num_iter=300, k=1.6 / max(1.0, len(ids) ** 0.5))
    across, along = (_stretched([placed[place][axis] for place in range(len(ids))]) for axis in (0, 1))
    return {id: (across[place], along[place]) for id, place in at.items()}


def _stretched(values: Sequence[float]) -> list[float]:
    """Return values brought between 0 and 1, so that a picture fills its box.

    >>> _stretched([3, 5, 4]), _stretched([7])
    ([0.0, 1.0, 0.5], [0.5])
    """
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.5 for value in values]


def write(path: Path, network: Network) -> None:
    """Write the positions of the whole graph."""
    path.write_text(json.dumps(positions(network.graph())), encoding="utf-8")


def read(path: Path) -> Positions:
    """Read positions that `write` left."""
    return {id: (x, y) for id, (x, y) in json.loads(path.read_text(encoding="utf-8")).items()}
