"""The network as analyses take it: simple and undirected; and the same as arrays, for engines that want them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import BadParameter

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Values = dict[str, float | None]
_CHUNK = 2_000_000


def simple(net: "NetGraph") -> "NetGraph":
    """Return an undirected graph without loops nor parallel edges; the given one itself where it is already so.

    Parallel edges become one: its `weight` is the sum of theirs (1 where they have none), its `documents` all theirs.

    >>> net = nx.MultiGraph([("a", "b"), ("a", "b"), ("b", "b"), ("b", "c")])
    >>> sorted(simple(net).edges(data="weight"))
    [('a', 'b', 2), ('b', 'c', 1)]
    """
    if not net.is_multigraph() and not net.is_directed() and not nx.number_of_selfloops(net):
        return net
    made: NetGraph = nx.Graph()
    made.add_nodes_from(net.nodes(data=True))
    for left, right, attributes in net.edges(data=True):
        if left != right:
            made.add_edge(left, right, **_merged(made.get_edge_data(left, right), attributes))
    return made


def _merged(held: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    merged = {**(held or {}), **new, "weight": (held["weight"] if held else 0) + new.get("weight", 1)}
    if held and "documents" in new:
        merged["documents"] = tuple(sorted({*held.get("documents", ()), *new["documents"]}))
    return merged


def require(net: "NetGraph", *ids: str) -> None:
    """Raise BadParameter when a node is not in the network."""
    for id in ids:
        if id not in net:
            raise BadParameter(f"« {id} » n'a aucun lien dans ce périmètre.", "élargissez le périmètre")


def weighted_by(net: "NetGraph", weighted: bool) -> str | None:
    """Return the name of the weight attribute when it is asked for and there, or None: every tie then counts 1."""
    return "weight" if weighted and any("weight" in edge for *_, edge in net.edges(data=True)) else None


@dataclass(frozen=True, eq=False)
class Arrays:
    """The nodes in order, and their symmetric adjacency matrix in CSR form."""

    nodes: tuple[str, ...]
    matrix: "sparse.csr_array[Any, tuple[int, int]]"

    @classmethod
    def of(cls, net: "NetGraph", weight: str | None = None) -> "Arrays":
        """Make the arrays of a simple undirected graph; each tie counts 1 unless `weight` names an attribute."""
        nodes = tuple(net)
        if not nodes:
            return cls((), sparse.csr_array((0, 0)))
        matrix = nx.to_scipy_sparse_array(net, nodelist=nodes, weight=weight, dtype=np.dtype(np.float64), format="csr")
        return cls(nodes, sparse.csr_array(matrix))

    @property
    def degrees(self) -> Ints:
        """Return the number of neighbours of each node."""
        return np.diff(self.matrix.indptr).astype(np.int64)

    def named(self, values: Floats, defined: NDArray[np.bool_] | None = None) -> Values:
        """Return values by node id; None where they are not defined."""
        known = np.ones(len(values), dtype=bool) if defined is None else defined
        return {id: float(v) if ok else None for id, v, ok in zip(self.nodes, values, known, strict=True)}

    def rows(self) -> Ints:
        """Return the row of each entry of the matrix."""
        return np.repeat(np.arange(len(self.nodes), dtype=np.int64), self.degrees)

    def rustworkx(self) -> "rx.PyGraph[int | None, None]":
        """Return the same graph as rustworkx keeps it, nodes by their place."""
        upper = sparse.coo_array(sparse.triu(self.matrix, 1))
        made: rx.PyGraph[int | None, None] = rx.PyGraph(multigraph=False)
        made.add_nodes_from(range(len(self.nodes)))
        made.extend_from_edge_list(list(zip(upper.row.tolist(), upper.col.tolist(), strict=True)))
        return made


def dots(left: "sparse.csr_array[Any, Any]", right: "sparse.csr_array[Any, Any]", rows: Ints, columns: Ints) -> Floats:
    """Return the dot product of row `rows[i]` of `left` with row `columns[i]` of `right`, for each i.

    It is the product left @ right.T at the wanted places only, in bounded memory: the whole fills with hubs' squares.
    """
    cost = np.cumsum(np.diff(left.indptr)[rows] + np.diff(right.indptr)[columns])
    cuts = np.searchsorted(cost, np.arange(_CHUNK, int(cost[-1]) if len(cost) else 0, _CHUNK))
    parts = [
        np.asarray(left[r].multiply(right[c]).sum(axis=1), dtype=np.float64).ravel()
        for r, c in zip(np.split(rows, cuts), np.split(columns, cuts), strict=True)
        if len(r)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


@dataclass(frozen=True, eq=False)
class Front:
    """What a search from many sources reaches at one distance: (source, node) places, and shortest paths to each."""

    distance: int
    sources: Ints
    reached: Ints
    paths: Floats


def fronts(arrays: Arrays, starts: Ints) -> Iterator[Front]:
    """Yield the fronts of a breadth-first search from each of `starts` at once, as sparse matrix products.

    The counting of shortest paths is Brandes' (J. Math. Sociol. 25, 2001), level by level as A. Buluç and J. R. Gilbert
    write it with matrices (Int. J. High Perform. Comput. Appl. 25, 2011).
    """
    size = (len(starts), len(arrays.nodes))
    ones = arrays.matrix.sign()
    seen = np.zeros(size, dtype=bool)
    front = Front(0, np.arange(size[0], dtype=np.int64), starts.astype(np.int64), np.ones(size[0]))
    while len(front.reached):
        seen[front.sources, front.reached] = True
        yield front
        step = sparse.coo_array(sparse.csr_array((front.paths, (front.sources, front.reached)), shape=size) @ ones)
        fresh = ~seen[step.row, step.col]
        row, column = step.row[fresh].astype(np.int64), step.col[fresh].astype(np.int64)
        front = Front(front.distance + 1, row, column, step.data[fresh])
