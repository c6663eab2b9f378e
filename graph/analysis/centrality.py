"""Who counts in a network: measures of each node's position, each a function from a network to values by node id.

A value is None where the measure is not defined for the node: never a number that means nothing. Networks are simple
and undirected (see `nets.simple`).
"""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import rustworkx as rx
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import eigsh

from graph.analysis import engines
from graph.analysis.nets import Arrays, Floats, Ints, Values, dots, fronts, weighted_by
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

_BATCH = 32


def degree(net: "NetGraph") -> Values:
    """Return the number of neighbours of each node (L. C. Freeman, Social Networks 1, 1979).

    >>> degree(nx.Graph([("a", "b"), ("b", "c")]))
    {'a': 1.0, 'b': 2.0, 'c': 1.0}
    """
    return {id: float(count) for id, count in net.degree()}


def strength(net: "NetGraph") -> Values:
    """Return the sum of the weights of each node's ties; a tie without weight counts 1 (A. Barrat, PNAS 101, 2004).

    >>> net = nx.Graph([("a", "b", {"weight": 3}), ("b", "c", {"weight": 0.5})])
    >>> strength(net)
    {'a': 3.0, 'b': 3.5, 'c': 0.5}
    """
    return {id: float(total) for id, total in net.degree(weight="weight")}


def betweenness(net: "NetGraph", samples: int = 0, engine: str = "", seed: int = 0) -> Values:
    """Return the share of shortest paths between two others that pass through each node, from 0 to 1.

    Freeman 1979, by U. Brandes' algorithm (2001). With the engine scipy, shortest paths are followed from `samples`
    sources drawn with `seed` (256 when 0) and the sums scaled up (U. Brandes and C. Pich, Int. J. Bifurc. Chaos 17,
    2007). Not defined under three nodes, for there are no two others.

    >>> betweenness(nx.Graph([("a", "b"), ("b", "c"), ("b", "d")]))
    {'a': 0.0, 'b': 1.0, 'c': 0.0, 'd': 0.0}
    """
    if len(net) < 3:
        return dict.fromkeys(net)
    match engines.choose("betweenness", len(net), engine):
        case "networkx":
            return dict(nx.betweenness_centrality(net))
        case "rustworkx":
            arrays = Arrays.of(net)
            found = rx.betweenness_centrality(arrays.rustworkx())
            return {id: found[place] for place, id in enumerate(arrays.nodes)}
    return _sampled_betweenness(Arrays.of(net), samples or engines.SOURCES, seed)


def _sampled_betweenness(arrays: Arrays, samples: int, seed: int) -> Values:
    count = len(arrays.nodes)
    starts = _draw(np.arange(count, dtype=np.int64), samples, seed)
    total = np.zeros(count)
    for at in range(0, len(starts), _BATCH):
        total += _dependencies(arrays, starts[at : at + _BATCH])
    return arrays.named(total * count / len(starts) / ((count - 1) * (count - 2)))


def _dependencies(arrays: Arrays, starts: Ints) -> Floats:
    """Return Brandes' dependency of all the starts on each node, summed."""
    levels = list(fronts(arrays, starts))
    shape = (len(starts), len(arrays.nodes))
    delta, sigma = np.zeros(shape), np.zeros(shape)
    for level in levels:
        sigma[level.sources, level.reached] = level.paths
    for nearer, level in reversed(list(pairwise(levels))):
        at = (level.sources, level.reached)
        back = sparse.csr_array(((1 + delta[at]) / sigma[at], at), shape=shape) @ arrays.matrix
        step = sparse.coo_array(back)
        pulled = np.zeros(shape)
        pulled[step.row, step.col] = step.data
        here = (nearer.sources, nearer.reached)
        delta[here] = sigma[here] * pulled[here]
    delta[np.arange(len(starts)), starts] = 0.0
    return np.asarray(delta.sum(axis=0))


def closeness(net: "NetGraph", samples: int = 0, engine: str = "", seed: int = 0) -> Values:
    """Return the inverse of the mean number of steps to the others, times the share of the others that can be reached.

    Freeman 1979, with the factor of S. Wasserman and K. Faust (Social Network Analysis, 1994) for several pieces.
    With the engine scipy, steps are counted to `samples` nodes drawn in each piece (256 when 0): D. Eppstein and
    J. Wang, J. Graph Algorithms Appl. 8, 2004. Not defined for a node without ties: it reaches nobody.

    >>> closeness(nx.Graph([("a", "b"), ("b", "c")]))
    {'a': 0.6666666666666666, 'b': 1.0, 'c': 0.6666666666666666}
    """
    match engines.choose("closeness", len(net), engine):
        case "networkx":
            found: Values = dict(nx.closeness_centrality(net))
        case "rustworkx":
            arrays = Arrays.of(net)
            by_place = rx.closeness_centrality(arrays.rustworkx())
            found = {id: by_place[place] for place, id in enumerate(arrays.nodes)}
        case _:
            found = _sampled_closeness(Arrays.of(net), samples or engines.SOURCES, seed)
    return {id: found[id] if net.degree(id) else None for id in net}


def _sampled_closeness(arrays: Arrays, samples: int, seed: int) -> Values:
    """Estimate each piece of more than `samples` nodes from as many of its nodes; the small ones are exact."""
    count = len(arrays.nodes)
    _, piece = csgraph.connected_components(arrays.matrix, directed=False)
    sizes = np.bincount(piece)[piece]
    order = np.argsort(piece, kind="stable").astype(np.int64)
    groups = np.split(order, np.cumsum(np.bincount(piece))[:-1])
    starts = np.concatenate([_draw(group, samples, seed) for group in groups if len(group) > 1] or [np.zeros(0, int)])
    steps, asked = np.zeros(count), np.zeros(count)
    for at in range(0, len(starts), _BATCH):
        for front in list(fronts(arrays, starts[at : at + _BATCH]))[1:]:
            steps += np.bincount(front.reached, minlength=count) * front.distance
            asked += np.bincount(front.reached, minlength=count)
    mean = np.divide(steps, asked, out=np.full(count, np.inf), where=asked > 0)
    return arrays.named((sizes - 1) / max(count - 1, 1) / mean)


def pagerank(net: "NetGraph", damping: float = 0.85, weighted: bool = True) -> Values:
    """Return the share of time that a walker spends on each node, who follows ties by weight and jumps now and then.

    L. Page, S. Brin, R. Motwani and T. Winograd, 1999. The values sum to 1. Not defined in a network without ties.
    Raises BadParameter for a damping outside ]0, 1[.

    >>> {id: round(value, 3) for id, value in pagerank(nx.star_graph(["hub", "a", "b"])).items()}
    {'hub': 0.486, 'a': 0.257, 'b': 0.257}
    """
    if not 0 < damping < 1:
        raise BadParameter(f"L'amortissement {damping} n'est pas possible.", "choisissez un nombre entre 0 et 1 exclus")
    if not net.number_of_edges():
        return dict.fromkeys(net)
    return dict(nx.pagerank(net, alpha=damping, weight=weighted_by(net, weighted), max_iter=1000, tol=1e-10))


def eigenvector(net: "NetGraph", weighted: bool = True) -> Values:
    """Return values such that each node's is proportional to the sum of its neighbours', of Euclidean norm 1.

    P. Bonacich, J. Math. Sociol. 2, 1972. Defined on the largest connected piece only (on several pieces the vector is
    not unique); None elsewhere, and everywhere when two pieces are the largest.

    >>> {id: round(value, 3) for id, value in eigenvector(nx.Graph([("a", "b"), ("b", "c")])).items()}
    {'a': 0.5, 'b': 0.707, 'c': 0.5}
    """
    pieces = sorted(nx.connected_components(net), key=len, reverse=True)
    if not net.number_of_edges() or (len(pieces) > 1 and len(pieces[0]) == len(pieces[1])):
        return dict.fromkeys(net)
    inside = net if len(pieces) == 1 else net.subgraph([id for id in net if id in pieces[0]])
    arrays = Arrays.of(inside, weighted_by(net, weighted))
    _, vectors = eigsh(arrays.matrix, k=1, which="LA", v0=np.ones(len(arrays.nodes)))
    return {**dict.fromkeys(net), **arrays.named(np.abs(vectors[:, 0]))}


def constraint(net: "NetGraph", weighted: bool = True, engine: str = "") -> Values:
    """Return Burt's constraint: how far each node's ties all lead back to one another; low for a broker.

    For i: the sum over its neighbours j of (p_ij + sum_q p_iq p_qj)², p_ij being the share of i's ties that go to j
    (R. S. Burt, Structural Holes, 1992, eq. 2.4). Not defined for a node without ties.

    >>> constraint(nx.Graph([("a", "b"), ("b", "c")]))
    {'a': 1.0, 'b': 0.5, 'c': 1.0}
    """
    weight = weighted_by(net, weighted)
    if not net.number_of_edges():
        return dict.fromkeys(net)
    if engines.choose("constraint", len(net), engine) == "networkx":
        some = net.subgraph([id for id in net if net.degree(id)])
        return {**dict.fromkeys(net), **_defined(nx.constraint(some, weight=weight))}
    arrays = Arrays.of(net, weight)
    totals = np.asarray(arrays.matrix.sum(axis=1)).ravel()
    shares = arrays.matrix.copy()
    shares.data = shares.data / np.repeat(totals, arrays.degrees)
    rows, columns = arrays.rows(), shares.indices.astype(np.int64)
    invested = shares.data + dots(shares, sparse.csr_array(shares.T), rows, columns)
    summed = np.bincount(rows, weights=invested**2, minlength=len(arrays.nodes))
    return arrays.named(np.asarray(summed, dtype=np.float64), arrays.degrees > 0)


def effective_size(net: "NetGraph", engine: str = "") -> Values:
    """Return each node's number of neighbours less their mean number of ties among themselves.

    Burt's effective size as S. P. Borgatti simplified it (Connections 20, 1997): n - 2t/n, t ties among n neighbours.
    Not defined for a node without ties.

    >>> effective_size(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")]))["a"]
    2.3333333333333335
    """
    if engines.choose("effective-size", len(net), engine) == "networkx":
        return _defined(nx.effective_size(net, nodes=list(net)))
    arrays = Arrays.of(net)
    rows, columns = arrays.rows(), arrays.matrix.indices.astype(np.int64)
    shared = np.bincount(rows, weights=dots(arrays.matrix, arrays.matrix, rows, columns), minlength=len(arrays.nodes))
    degrees = arrays.degrees
    return arrays.named(np.asarray(degrees - shared / np.maximum(degrees, 1), dtype=np.float64), degrees > 0)


def core(net: "NetGraph") -> Values:
    """Return for each node the largest k such that it stays in a group whose members all have k ties inside it.

    S. B. Seidman, Social Networks 5, 1983; V. Batagelj and M. Zaveršnik's algorithm (2003). 0 for a node without ties.

    >>> core(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]))
    {'a': 2.0, 'b': 2.0, 'c': 2.0, 'd': 1.0}
    """
    return {id: float(number) for id, number in nx.core_number(net).items()}


def _defined(values: dict[str, float]) -> Values:
    return {id: None if math.isnan(value) else float(value) for id, value in values.items()}


def _draw(places: Ints, samples: int, seed: int) -> Ints:
    if samples >= len(places):
        return places
    return np.sort(np.random.default_rng(seed).choice(places, samples, replace=False))
