"""Positions of drawn graphs: seeded and kept with the build, so that a perimeter always looks the same."""

import json
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from graph import forces
from graph.forces import Floats, Ints
from graph.network import Network

if TYPE_CHECKING:
    from graph.network import NetGraph, NetMultiGraph

Positions = dict[str, tuple[float, float]]
Box = tuple[float, float]
SEED = 42
SCREEN = 1.7
"""Width of a picture by its height."""
COVER = 0.5
"""Part of a component's ellipse that its discs cover before they are pushed apart."""
CLEAR = 1.5
"""Distance of the nearest two nodes of a loose component, in sums of their radii."""
STRETCH = 1.25
"""At most, of the shorter side of a component, so that its box has the wanted aspect."""
STALK = 0.75
"""From the border of a node to the middle of the leaves of its first ring."""
GAP = 1.0
"""Between two components, in the unit of positions, which is about what a leaf takes."""
LARGE = 400
"""Up to this number of nodes, a perimeter has a layout of its own; above it, the places of the whole graph."""


def positions(net: "NetGraph | NetMultiGraph", seed: int = SEED) -> Positions:
    """Return seeded positions, as wide as a screen: the largest component first, the others in a band under it.

    No two nodes are nearer than about 1, and the leaves of a node stand in rings around it. They depend on ids and ties
    only, not on the order in which the network lists them. Docs/decisions.md says why the forces are our own.
    """
    ids = sorted(net)
    if not ids:
        return {}
    ties = _ties(net, ids)
    degree = np.diff(ties.indptr)
    radii = (1 + np.sqrt(degree / max(1, degree.max()))) / 2
    components = _components(ties)
    order = np.concatenate(components)
    ties, radii = ties[order][:, order], radii[order]
    ends = np.cumsum([len(component) for component in components]).tolist()
    blocks = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    boxes = [_boxed(_connected(ties[block, block], radii[block], SCREEN, seed)) for block in blocks[1:]]
    aspect = _aspect(radii[blocks[0]], [size for _, size in boxes])
    boxes.insert(0, _boxed(_connected(ties[blocks[0], blocks[0]], radii[blocks[0]], aspect, seed)))
    corners = _arranged([size for _, size in boxes])
    places = np.concatenate([corner + places for corner, (places, _) in zip(corners, boxes, strict=True)])
    rounded = (places * [1, -1]).round(2).tolist()
    return {ids[node]: (x, y) for node, (x, y) in sorted(zip(order.tolist(), rounded, strict=True))}


def of_perimeter(net: "NetGraph | NetMultiGraph", whole: Positions | None) -> Positions:
    """Return the places of the whole graph for a large part of it, and a layout of its own for a small one."""
    if whole and len(net) > LARGE and all(id in whole for id in net):
        return whole
    return positions(net)


def _ties(net: "NetGraph | NetMultiGraph", ids: Sequence[str]) -> sparse.csr_array:
    """Return which nodes are tied: a symmetric matrix of ones, without loops."""
    at = {id: place for place, id in enumerate(ids)}
    ends = {(at[a], at[b]) for a, b in net.edges() if a != b}
    pairs = np.array(sorted(ends | {(b, a) for a, b in ends}), dtype=np.int64).reshape(-1, 2)
    return sparse.csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(ids), len(ids)))


def _components(ties: sparse.csr_array) -> list[Ints]:
    """Return the nodes of each component, the largest first, and of two as large, that of the first id."""
    label = csgraph.connected_components(ties, directed=False)[1]
    found = np.split(np.argsort(label, kind="stable"), np.cumsum(np.bincount(label))[:-1])
    return sorted(found, key=lambda nodes: (-len(nodes), nodes[0]))


# --- one component ------------------------------------------------------------------------------------------------


def _connected(ties: sparse.csr_array, radii: Floats, aspect: float, seed: int) -> Floats:
    """Return the places of a connected graph: forces place what has several ties, and leaves go around their node."""
    is_core = np.diff(ties.indptr) > 1
    is_core[0] |= not is_core.any()
    core = np.flatnonzero(is_core)
    inner, degree = ties[core][:, core], np.diff(ties.indptr)[core]
    leaves = degree - np.diff(inner.indptr)
    discs = radii[core] + np.where(leaves > 0, _rings(leaves) + STALK - 0.5, 0)
    places = np.zeros((len(radii), 2))
    places[core] = _core(inner, 1.0 + degree, discs, aspect, seed)
    for hub in core[leaves > 0]:
        tied = ties.indices[ties.indptr[hub] : ties.indptr[hub + 1]]
        inside, outside = tied[is_core[tied]], tied[~is_core[tied]]
        places[outside] = places[hub] + _fan(len(outside), radii[hub], places[inside] - places[hub])
    return places


def _core(ties: sparse.csr_array, mass: Floats, discs: Floats, aspect: float, seed: int) -> Floats:
    """Return the places of discs under forces, the longest axis across, brought near to `aspect`, without overlap."""
    if len(discs) == 1:
        return np.zeros((1, 2))
    rng = np.random.default_rng(seed)
    places = _lying(forces.settle(ties, mass, rng), aspect)
    across, along = places.std(axis=0)
    # an ellipse evenly filled has half axes of twice its deviations; the nearest two need no more than to stand clear
    scale = np.sqrt((discs**2).sum() / COVER / (4 * across * max(along, across / 10)))
    scale = min(scale, CLEAR / max(_nearest(places, discs), 1e-9))
    # those that are tied to the same nodes settled at the same place: shaken, they know which way to part
    places = forces.separate(places * scale + rng.normal(scale=0.1, size=places.shape), discs)
    wide, high = (np.ptp(places, axis=0) + 1).tolist()
    wanted = aspect * high / wide
    return np.asarray(places * np.clip([wanted, 1 / wanted], 1, STRETCH), dtype=np.float64)


def _nearest(places: Floats, discs: Floats) -> float:
    """Return the least distance of a disc to its neighbour, in sums of their radii.

    >>> _nearest(np.array([[0.0, 0], [4, 0], [9, 0]]), np.array([1.0, 1, 1]))
    2.0
    """
    away, found = forces.nearest(places)
    return float((away / (discs + discs[found])).min())


def _lying(places: Floats, aspect: float) -> Floats:
    """Return places turned with their longest axis across, and stretched along it when rounder than `aspect`."""
    centred = places - places.mean(axis=0)
    turned = centred @ np.linalg.eigh(centred.T @ centred)[1][:, ::-1]
    across, along = turned.std(axis=0)
    return np.asarray(turned * [np.clip(aspect * along / across, 1, aspect), 1], dtype=np.float64)


def _rings(leaves: Ints) -> Ints:
    """Return how many rings hold so many leaves, six in the first one, six more in each next.

    >>> _rings(np.array([0, 1, 6, 7, 18, 19])).tolist()
    [0, 1, 1, 2, 2, 3]
    """
    return np.ceil((np.sqrt(9 + 12 * leaves) - 3) / 6 - 1e-9).astype(np.int64)


def _fan(leaves: int, radius: float, neighbours: Floats) -> Floats:
    """Return the places of leaves around a node of this radius; an unfilled ring opens away from the neighbours.

    >>> _fan(1, 0.5, np.array([[3.0, 0.0]])).round(2).tolist()
    [[-1.25, -0.0]]
    """
    pull = (neighbours / np.hypot(*neighbours.T)[:, None]).sum(axis=0) if len(neighbours) else np.array([0.0, -1.0])
    away = np.arctan2(-pull[1], -pull[0])
    found = [np.empty((0, 2))]
    for ring in range(int(_rings(np.array(leaves)))):
        room = 6 * (ring + 1)
        here = min(room, leaves - 3 * ring * (ring + 1))
        turn = 2 * np.pi / (room if len(neighbours) else here)
        angles = away + turn * (np.arange(here) - (here - 1) / 2)
        found.append((radius + STALK + ring) * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return np.concatenate(found)


# --- all components -----------------------------------------------------------------------------------------------


def _boxed(places: Floats) -> tuple[Floats, Box]:
    """Return places from the corner of a box with half a gap around them, and the width and height of the box."""
    width, height = (np.ptp(places, axis=0) + 1 + GAP).tolist()
    return places - places.min(axis=0) + (1 + GAP) / 2, (width, height)


def _aspect(radii: Floats, others: Sequence[Box]) -> float:
    """Return the aspect of the first component that leaves room for the band of the others under it."""
    own = 4 * float(radii @ radii) / COVER
    return SCREEN * min(2.0, 1 + sum(width * height for width, height in others) / own)


def _arranged(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """Return the left and top of boxes, the first at the corner, in the width that shows them largest on a screen."""
    order = [0, *sorted(range(1, len(boxes)), key=lambda at: (-boxes[at][1], -boxes[at][0], at))]
    least, area = max(width for width, _ in boxes), sum(width * height for width, height in boxes)
    widths = [max(least, np.sqrt(SCREEN * area) * part) for part in (0.9, 1.0, 1.1, 1.25, 1.5)]
    tried = [_packed([boxes[at] for at in order], width) for width in dict.fromkeys(widths)]
    best = min(tried, key=lambda corners: _extent([boxes[at] for at in order], corners))
    return [corner for _, corner in sorted(zip(order, best, strict=True))]


def _extent(boxes: Sequence[Box], corners: Sequence[tuple[float, float]]) -> float:
    """Return the height of the smallest screen that shows boxes put at these corners."""
    pairs = list(zip(boxes, corners, strict=True))
    return max(max((left + width) / SCREEN, top + height) for (width, height), (left, top) in pairs)


def _packed(boxes: Sequence[Box], width: float) -> list[tuple[float, float]]:
    """Return the left and top of boxes put one after the other, each as high, then as left, as it can be.

    >>> _packed([(4.0, 3.0), (2.0, 2.0), (2.0, 1.0), (5.0, 1.0)], 6.0)
    [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 3.0)]
    """
    steps = [(0.0, 0.0)]  # the left and the depth of each step of what is filled, from left to right
    made: list[tuple[float, float]] = []
    for across, along in boxes:
        free = [at for at, (left, _) in enumerate(steps) if left + across <= width + 1e-9]
        top, left = min((_depth(steps[at:], steps[at][0] + across), steps[at][0]) for at in free)
        made.append((left, top))
        right = left + across
        under = [(right, depth) for start, depth in steps if start <= right][-1:] if right < width else []
        after = [*under, *(step for step in steps if step[0] > right)]
        steps = [*(step for step in steps if step[0] < left), (left, top + along), *after]
        steps = [step for at, step in enumerate(steps) if not at or step[1] != steps[at - 1][1]]
    return made


def _depth(steps: Sequence[tuple[float, float]], right: float) -> float:
    """Return the depth of the deepest of the first steps, up to what begins at `right`."""
    return max(depth for _, depth in takewhile(lambda step: step[0] < right, steps))


# --- kept with the build ------------------------------------------------------------------------------------------


def write(path: Path, network: Network) -> None:
    """Write the positions of the whole graph."""
    path.write_text(json.dumps(positions(network.graph())), encoding="utf-8")


def read(path: Path) -> Positions:
    """Read positions that `write` left."""
    return {id: (x, y) for id, (x, y) in json.loads(path.read_text(encoding="utf-8")).items()}
