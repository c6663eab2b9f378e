"""What holds a network together, and how sure a rank is: cut points, bridges, and ranks when ties are missing."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.nets import Values
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

SHARES = (0.05, 0.10, 0.20)
KINDS = ("ties", "sources")
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Cut:
    """What falls apart when a node (or the tie between two) goes: sizes of the pieces left, largest first."""

    nodes: tuple[str, ...]
    pieces: tuple[int, ...]

    @property
    def lost(self) -> int:
        """Return how many nodes are no longer tied to the largest piece."""
        return sum(self.pieces[1:])


@dataclass(frozen=True, slots=True)
class RankInterval:
    """Between which ranks a node stays when a part of the ties or of the sources is left out."""

    low: int
    high: int


def cuts(net: "NetGraph") -> tuple[list[Cut], list[Cut]]:
    """Return the articulation points and the bridges, with the pieces that each would leave, largest loss first.

    One depth-first search (J. Hopcroft and R. Tarjan, Comm. ACM 16, 1973) that also counts what hangs under each cut.

    >>> import networkx as nx
    >>> points, bridges = cuts(nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("d", "b")]))
    >>> points, bridges
    ([Cut(nodes=('b',), pieces=(2, 1))], [Cut(nodes=('a', 'b'), pieces=(3, 1))])
    """
    points: list[Cut] = []
    bridges: list[Cut] = []
    seen: set[str] = set()
    for root in net:
        if root not in seen:
            hanging, tied, size = _search(net, root, seen)
            points.extend(_point(id, below, size, id == root) for id, below in hanging.items())
            bridges.extend(_bridge(edge, below, size) for edge, below in tied.items())
    found = (cut for cut in points if len(cut.pieces) > 1)
    return _by_loss(found), _by_loss(bridges)


def _search(net: "NetGraph", root: str, seen: set[str]) -> tuple[dict[str, list[int]], dict[tuple[str, str], int], int]:
    """Return what hangs under each node once it goes, how many lie below each bridge, and the size of the piece."""
    order, low, size = {root: 0}, {root: 0}, {root: 1}
    hanging: dict[str, list[int]] = {root: []}
    below: dict[tuple[str, str], int] = {}
    seen.add(root)
    stack: list[tuple[str, str, Iterator[str]]] = [(root, "", iter(net[root]))]
    while stack:
        node, parent, rest = stack[-1]
        for near in rest:
            if near == parent:
                continue
            if near in order:
                low[node] = min(low[node], order[near])
                continue
            order[near] = low[near] = len(order)
            size[near], hanging[near] = 1, []
            seen.add(near)
            stack.append((near, node, iter(net[near])))
            break
        else:
            stack.pop()
            if stack:
                size[parent] += size[node]
                low[parent] = min(low[parent], low[node])
                if low[node] >= order[parent]:
                    hanging[parent].append(size[node])
                if low[node] > order[parent]:
                    below[parent, node] = size[node]
    return hanging, below, size[root]


def _point(id: str, below: list[int], size: int, is_root: bool) -> Cut:
    above = 0 if is_root else size - 1 - sum(below)
    return Cut((id,), tuple(sorted((n for n in (above, *below) if n), reverse=True)))


def _bridge(edge: tuple[str, str], below: int, size: int) -> Cut:
    return Cut((min(edge), max(edge)), tuple(sorted((below, size - below), reverse=True)))


def _by_loss(found: Iterable[Cut]) -> list[Cut]:
    return sorted(found, key=lambda cut: (-cut.lost, cut.nodes))


def cut_off(net: "NetGraph") -> Values:
    """Return how many others would no longer be tied to the largest piece if a node went; 0 when it cuts nothing.

    >>> import networkx as nx
    >>> cut_off(nx.path_graph(["a", "b", "c", "d"]))
    {'a': 0.0, 'b': 1.0, 'c': 1.0, 'd': 0.0}
    """
    lost = {cut.nodes[0]: float(cut.lost) for cut in cuts(net)[0]}
    return {id: lost.get(id, 0.0) for id in net}


def sentence(cut: Cut, label: str) -> str:
    """Say what a withdrawal does, in French.

    >>> sentence(Cut(("b",), (40, 3, 1, 1)), "France Active")
    'Sans France Active, le réseau se coupe en 4 morceaux : un de 40 membres, un de 3 et 2 membres isolés.'
    """
    groups = [size for size in cut.pieces if size > 1]
    lonely = len(cut.pieces) - len(groups)
    told = [f"un de {size}{' membres' if place == 0 else ''}" for place, size in enumerate(groups)]
    told += [f"{lonely} membre{'s' if lonely > 1 else ''} isolé{'s' if lonely > 1 else ''}"] if lonely else []
    listed = " et ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    return f"Sans {label}, le réseau se coupe en {len(cut.pieces)} morceaux : {listed}."


def ranks(values: Values, ascending: bool = False) -> dict[str, int | None]:
    """Return the rank of each node, 1 for the highest (the lowest when `ascending`); equals share the better rank.

    >>> ranks({"a": 3.0, "b": 3.0, "c": 1.0, "d": None})
    {'a': 1, 'b': 1, 'c': 3, 'd': None}
    """
    sign = 1 if ascending else -1
    keys = {id: sign * float(f"{value:.{_DIGITS}g}") for id, value in values.items() if value is not None}
    first: dict[float, int] = {}
    for place, key in enumerate(sorted(keys.values()), start=1):
        first.setdefault(key, place)
    return {id: first[keys[id]] if id in keys else None for id in values}


def rank_intervals(
    net: "NetGraph",
    measure: Callable[["NetGraph"], Values],
    shares: Sequence[float] = SHARES,
    kinds: Sequence[str] = KINDS,
    rounds: int = 20,
    ascending: bool = False,
    seed: int = 0,
) -> dict[str, RankInterval]:
    """Return between which ranks each node stays when ties, or whole documents, are left out at random.

    For each kind and share, `rounds` networks are drawn and measured and the ranks from the 5th to the 95th percentile
    kept; the interval holds all of these and the rank on the whole network. A tie falls with its last `documents`.
    A node whose value is no longer defined counts as last. Nodes without a value on the whole network have no interval.
    After E. Costenbader and T. Valente, Social Networks 25, 2003 (stability of centrality when networks are sampled).

    >>> import networkx as nx
    >>> net = nx.star_graph(["hub", *"abcdefgh"])
    >>> rank_intervals(net, lambda net: {id: float(n) for id, n in net.degree()})["hub"]
    RankInterval(low=1, high=1)
    """
    _check(shares, kinds, rounds)
    whole = ranks(measure(net), ascending)
    known = [id for id, rank in whole.items() if rank is not None]
    low = high = np.array([whole[id] for id in known], dtype=float)
    thinned = net.copy()
    for scenario in _scenarios(net, shares, kinds, rounds, seed):
        found = (_without(thinned, edges, measure) for edges in scenario)
        table = np.array([_places(ranks(values, ascending), known) for values in found])
        low = np.minimum(low, np.percentile(table, 5, axis=0, method="lower"))
        high = np.maximum(high, np.percentile(table, 95, axis=0, method="higher"))
    return {id: RankInterval(int(a), int(b)) for id, a, b in zip(known, low, high, strict=True)}


def _check(shares: Sequence[float], kinds: Sequence[str], rounds: int) -> None:
    if not shares or any(not 0 < share < 1 for share in shares):
        raise BadParameter("La part des liens retirés doit être entre 0 et 1.", "par exemple 0,05 ; 0,1 ; 0,2")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise BadParameter(f"« {unknown[0]} » ne se retire pas.", f"choisissez parmi {', '.join(KINDS)}")
    if rounds < 1:
        raise BadParameter(f"{rounds} tirage : il en faut au moins un.", "par exemple 20")


def _places(found: dict[str, int | None], known: list[str]) -> list[int]:
    last = len(found)
    return [rank if (rank := found.get(id)) is not None else last for id in known]


def _scenarios(
    net: "NetGraph", shares: Sequence[float], kinds: Sequence[str], rounds: int, seed: int
) -> Iterator[list[list[tuple[str, str]]]]:
    """Yield, for each kind and share, the ties that each draw drops."""
    edges = list(net.edges)
    for share in shares if "ties" in kinds and edges else ():
        random = np.random.default_rng([seed, round(share * 1000)])
        drawn = (random.choice(len(edges), max(1, round(share * len(edges))), replace=False) for _ in range(rounds))
        yield [[edges[place] for place in places] for places in drawn]
    told = {(a, b): frozenset(edge["documents"]) for a, b, edge in net.edges(data=True) if edge.get("documents")}
    documents = sorted({id for ids in told.values() for id in ids}) if "sources" in kinds else []
    for size in sorted({max(1, round(share * len(documents))) for share in shares}) if len(documents) > 1 else ():
        dropped = _choices(documents, size, rounds, np.random.default_rng([seed, size]))
        yield [[edge for edge, ids in told.items() if ids <= gone] for gone in dropped]


def _choices(documents: list[str], size: int, rounds: int, random: np.random.Generator) -> list[frozenset[str]]:
    """Return every choice of so many documents where they are few, else as many as `rounds` at random."""
    if math.comb(len(documents), size) <= rounds:
        return [frozenset(ids) for ids in combinations(documents, size)]
    return [frozenset(random.choice(documents, size, replace=False).tolist()) for _ in range(rounds)]


def _without(net: "NetGraph", edges: list[tuple[str, str]], measure: Callable[["NetGraph"], Values]) -> Values:
    """Measure a network without some ties, then give them back: a copy a draw would cost more than most measures."""
    told = [(a, b, net.edges[a, b]) for a, b in edges]
    net.remove_edges_from(edges)
    try:
        return measure(net)
    finally:
        net.add_edges_from(told)


def interval_sentence(label: str, rank: int, interval: RankInterval, count: int) -> str:
    """Say what a rank interval means, in French.

    >>> interval_sentence("Nantes Métropole", 2, RankInterval(1, 4), 30)
    'Nantes Métropole : rang 2 sur 30 (entre 1 et 4 quand une partie des liens ou des documents manque).'
    """
    if interval.low == interval.high:
        return f"{label} : rang {rank} sur {count}, le même quand une partie des liens ou des documents manque."
    between = f"entre {interval.low} et {interval.high} quand une partie des liens ou des documents manque"
    return f"{label} : rang {rank} sur {count} ({between})."
