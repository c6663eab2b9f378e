"""Circles: groups of nodes more tied to one another than chance would have it, and how far to trust the division."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import networkx as nx

from graph.analysis import engines
from graph.analysis.nets import Arrays, weighted_by
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

Division = list[set[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a division is to be trusted.

    `modularity`: the share of weight inside circles beyond chance, under 1 (M. E. J. Newman, Phys. Rev. E 69, 2004);
    None without ties. `stability`: the mean adjusted Rand index of every two of the `runs`, 1 when all agree, about 0
    when they agree as by chance, None with one run. `kept`: for each circle, in order, the share of its pairs that the
    runs keep together (None for a circle of one).
    """

    modularity: float | None
    stability: float | None
    kept: tuple[float | None, ...]
    runs: int
    engine: str


def communities(
    net: "NetGraph", resolution: float = 1.0, runs: int = 10, weighted: bool = True, engine: str = "", seed: int = 0
) -> tuple[Division, Quality]:
    """Return the best of `runs` divisions by the Louvain method, largest circle first, with its quality.

    V. D. Blondel and others, J. Stat. Mech. P10008, 2008; the runs have the seeds `seed`, `seed` + 1 … A higher
    `resolution` makes smaller circles. Raises BadParameter for a resolution or a number of runs that is not positive.

    >>> net = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("d", "f")])
    >>> found, quality = communities(net)
    >>> [sorted(circle) for circle in found], round(quality.modularity, 3), quality.stability
    ([['a', 'b', 'c'], ['d', 'e', 'f']], 0.357, 1.0)
    """
    if resolution <= 0 or runs < 1:
        raise BadParameter("La finesse et le nombre d'essais doivent être positifs.", "par exemple 1 et 10")
    chosen = engines.choose("communities", len(net), engine)
    if not net.number_of_edges():
        alone = [{id} for id in sorted(net)]
        return alone, Quality(None, None, (None,) * len(alone), 0, chosen)
    weight = weighted_by(net, weighted)
    run = _networkit if chosen == "networkit" else _networkx
    made = [run(net, resolution, weight, seed + turn) for turn in range(runs)]
    scores = [modularity(net, division, resolution, weight) for division in made]
    best = made[scores.index(max(scores))]
    return best, Quality(max(scores), stability(made), tuple(_kept(circle, made) for circle in best), runs, chosen)


def _networkx(net: "NetGraph", resolution: float, weight: str | None, seed: int) -> Division:
    return _ordered(nx.community.louvain_communities(net, weight=weight, resolution=resolution, seed=seed))


def _networkit(net: "NetGraph", resolution: float, weight: str | None, seed: int) -> Division:
    """Run the Louvain method of NetworKit (MIT; C. Staudt and H. Meyerhenke, 2016), an optional dependency."""
    nk = import_module("networkit")
    nk.setSeed(seed, False)
    nk.setNumberOfThreads(1)
    arrays = Arrays.of(net, weight)
    upper = nx.to_scipy_sparse_array(net, nodelist=arrays.nodes, weight=weight, format="coo")
    once = upper.row < upper.col
    entries = (upper.data[once].astype(float), (upper.row[once], upper.col[once]))
    made = nk.GraphFromCoo(entries, n=len(net), weighted=True, directed=False)
    found = nk.community.PLM(made, refine=True, gamma=resolution, par="none").run().getPartition()
    circles: dict[int, set[str]] = {}
    for id, circle in zip(arrays.nodes, found.getVector(), strict=True):
        circles.setdefault(circle, set()).add(id)
    return _ordered(circles.values())


def modularity(
    net: "NetGraph", division: Iterable[set[str]], resolution: float = 1.0, weight: str | None = None
) -> float:
    """Return Newman's modularity of a division."""
    return float(nx.community.modularity(net, list(division), weight=weight, resolution=resolution))


def stability(divisions: Sequence[Division]) -> float | None:
    """Return the mean adjusted Rand index of every two divisions, or None for a single one."""
    places = [_places(division) for division in divisions]
    scores = [adjusted_rand(a, b) for a, b in combinations(places, 2)]
    return sum(scores) / len(scores) if scores else None


def adjusted_rand(left: Mapping[str, int], right: Mapping[str, int]) -> float:
    """Return how far two divisions of the same nodes agree beyond chance (L. Hubert, P. Arabie, J. Classif. 2, 1985).

    >>> adjusted_rand({"a": 0, "b": 0, "c": 1}, {"a": 5, "b": 5, "c": 7})
    1.0
    >>> round(adjusted_rand({"a": 0, "b": 0, "c": 1, "d": 1}, {"a": 0, "b": 1, "c": 0, "d": 1}), 3)
    -0.5
    """
    together = _pairs(Counter((left[id], right[id]) for id in left).values())
    in_left, in_right = _pairs(Counter(left.values()).values()), _pairs(Counter(right.values()).values())
    every = comb(len(left), 2)
    chance = in_left * in_right / every if every else 0.0
    most = (in_left + in_right) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def _kept(circle: set[str], divisions: Sequence[Division]) -> float | None:
    if len(circle) < 2:
        return None
    held = sum(_pairs(len(circle & other) for other in division) for division in divisions)
    return held / comb(len(circle), 2) / len(divisions)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def _places(division: Division) -> dict[str, int]:
    return {id: place for place, circle in enumerate(division) for id in circle}


def _ordered(circles: Iterable[Iterable[str]]) -> Division:
    return sorted((set(circle) for circle in circles), key=lambda circle: (-len(circle), min(circle)))
