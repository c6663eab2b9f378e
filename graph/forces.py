"""Where the nodes of a connected graph settle under forces, and how discs that overlap are pushed apart.

Tied nodes attract each other by the logarithm of their distance, and all repel each other by the inverse of it and by
their masses (ForceAtlas2 in LinLog mode: Jacomy et al., PLoS ONE 9(6), e98679, 2014; Noack, J. Graph Algorithms Appl.
13(2), 2009); a spring to the middle spreads them evenly. That repulsion is a convolution: masses are laid on a grid and
convolved by FFT, so that a round costs about the number of nodes, not of pairs.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import fft, sparse
from scipy.sparse import csgraph
from scipy.spatial import KDTree, distance

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

GRAVITY = 0.005
"""Of the spring to the middle: the less, the tighter the groups and the emptier what lies between them."""
EXACT = 300
"""Up to this number of nodes every pair repels; above, merged nodes are laid out first."""
FIRST, FINER = 200, 100
"""Rounds of the coarsest graph, and of each finer one, which starts from the places of the coarser."""
ROUNDS, GROWTH = 200, 1.01
"""At most so many rounds of pushing discs apart, the picture growing when the first fifth did not do."""


def settle(ties: sparse.csr_array, mass: Floats, rng: np.random.Generator) -> Floats:
    """Return a place for each node of a connected graph: symmetric weighted ties without loops, a mass a node.

    The graph is merged level by level, each node with the neighbour that it is most tied to, laid out from the coarsest
    to the finest, so that groups find their places before their members do.
    """
    size = len(mass)
    radius = np.sqrt(mass.sum() / GRAVITY)  # of the disc that the spring and the repulsion make together
    if size <= EXACT:
        start = _unfolded(ties) * radius / 2 + rng.normal(scale=radius / 50, size=(size, 2))
        return _moved(ties, mass, start, FIRST)
    group = _merged(ties, mass)
    member = sparse.csr_array((np.ones(size), (np.arange(size), group)))
    coarse = sparse.csr_array(member.T @ ties @ member)
    coarse.setdiag(0)
    coarse.eliminate_zeros()
    heavy: Floats = np.bincount(group, mass).astype(np.float64)
    scatter = 0.3 * np.sqrt(heavy / GRAVITY)[group, None] * rng.normal(size=(size, 2))
    return _moved(ties, mass, settle(coarse, heavy, rng)[group] + scatter, FINER)


def _merged(ties: sparse.csr_array, mass: Floats) -> Ints:
    """Return the group of each node: those that chain each to its strongest, then lightest, then first neighbour.

    >>> path = sparse.csr_array(np.diag([2.0, 1.0, 3.0], 1) + np.diag([2.0, 1.0, 3.0], -1))
    >>> _merged(path, np.ones(4)).tolist()
    [0, 0, 1, 1]
    """
    rows = np.repeat(np.arange(len(mass)), np.diff(ties.indptr))
    order = np.lexsort((ties.indices, -ties.data / mass[ties.indices], rows))
    chosen = ties.indices[order][ties.indptr[:-1]]
    pairs = (np.ones(len(mass)), (np.arange(len(mass)), chosen))
    groups = csgraph.connected_components(sparse.csr_array(pairs, shape=ties.shape), directed=False)[1]
    return np.asarray(groups, dtype=np.int64)


def _unfolded(ties: sparse.csr_array) -> Floats:
    """Return places as far apart as there are steps between nodes (classical scaling), of deviation 1."""
    steps = csgraph.shortest_path(ties, unweighted=True) ** 2
    centred = -(steps - steps.mean(axis=0) - steps.mean(axis=1)[:, None] + steps.mean()) / 2
    values, vectors = np.linalg.eigh(centred)
    axes = vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 0))
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return np.asarray(axes / (axes.std() or 1), dtype=np.float64)


def _moved(ties: sparse.csr_array, mass: Floats, places: Floats, rounds: int) -> Floats:
    """Return places after rounds of moving along the forces, at the adaptive speed of ForceAtlas2.

    The speed of all follows how much the forces persist (traction) rather than turn round (swing); a node that swings
    slows down for itself.
    """
    upper = sparse.triu(ties, 1).tocoo()
    left, right, weight = upper.row, upper.col, upper.data
    size, step = len(mass), np.sqrt(mass.sum() / GRAVITY) / 100
    before, speed = np.zeros_like(places), np.inf
    for _ in range(rounds):
        force = _repulsion(places, mass) - GRAVITY * mass[:, None] * (places - np.average(places, axis=0, weights=mass))
        apart = places[right] - places[left]
        length = _lengths(apart)
        apart *= (weight * np.log1p(length) / length)[:, None]
        force += _summed(left, apart, size) - _summed(right, apart, size)
        swing, traction = _lengths(force - before), _lengths(force + before) / 2
        speed = min(float((mass @ traction) / (mass @ swing)), 1.5 * speed)
        pace = np.minimum(speed / (1 + speed * np.sqrt(swing)), step / _lengths(force))
        places, before = places + force * pace[:, None], force
    return places


def _lengths(vectors: Floats) -> Floats:
    return np.asarray(np.hypot(vectors[:, 0], vectors[:, 1]) + 1e-9, dtype=np.float64)


def _summed(nodes: Ints, vectors: Floats, size: int) -> Floats:
    """Return the sum of the vectors of each node."""
    return np.stack([np.bincount(nodes, vectors[:, axis], size) for axis in (0, 1)], axis=1)


def _repulsion(places: Floats, mass: Floats) -> Floats:
    """Return the force on each node from all others: the product of the masses by the inverse of the distance."""
    if len(mass) > EXACT:
        return _field(128 if len(mass) < 8000 else 256).force(places, mass)
    pull = mass / (distance.cdist(places, places, "sqeuclidean") + 1e-9)
    return np.asarray(mass[:, None] * (pull.sum(axis=1)[:, None] * places - pull @ places), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Field:
    """A square grid on which masses repel each other; `kernels`: the transformed force of one mass, on each axis."""

    side: int
    kernels: tuple[npt.NDArray[np.complex64], npt.NDArray[np.complex64]]

    def force(self, places: Floats, mass: Floats) -> Floats:
        """Return the force on each node; masses are laid on the four points around, and forces read from them."""
        corner, cell = places.min(axis=0), np.ptp(places, axis=0).max() / (self.side - 1.001) or 1.0
        at = (places - corner) / cell
        low = at.astype(np.int64)
        near, far = 1 - (at - low), at - low
        shares = [near[:, 0] * near[:, 1], near[:, 0] * far[:, 1], far[:, 0] * near[:, 1], far[:, 0] * far[:, 1]]
        first = low[:, 0] * self.side + low[:, 1]
        points = [first, first + 1, first + self.side, first + self.side + 1]
        laid = np.bincount(np.concatenate(points), np.concatenate([share * mass for share in shares]), self.side**2)
        twice = (2 * self.side, 2 * self.side)
        spectrum = fft.rfft2(laid.reshape(self.side, self.side).astype(np.float32), twice)
        felt = [fft.irfft2(spectrum * kernel, twice)[: self.side, : self.side].ravel() for kernel in self.kernels]
        read = [sum(one[point] * share for point, share in zip(points, shares, strict=True)) for one in felt]
        return np.asarray(np.stack(read, axis=1) * (mass / cell)[:, None], dtype=np.float64)


@cache
def _field(side: int) -> Field:
    offsets = np.fft.fftfreq(2 * side) * 2 * side
    x, y = np.meshgrid(offsets, offsets, indexing="ij")
    square = np.maximum(x**2 + y**2, 1)
    return Field(side, (fft.rfft2((x / square).astype(np.float32)), fft.rfft2((y / square).astype(np.float32))))


def nearest(places: Floats) -> tuple[Floats, Ints]:
    """Return how far the nearest other place of each is, and which one it is."""
    away, found = KDTree(places).query(places, k=[2])
    return np.asarray(away, dtype=np.float64)[:, 0], np.asarray(found, dtype=np.int64)[:, 0]


def separate(places: Floats, radii: Floats) -> Floats:
    """Return places moved as little as needed for discs of these radii not to overlap; the larger moves the less."""
    size = len(radii)
    for turn in range(ROUNDS):
        left, right = _overlapping(places, radii)
        if not len(left):
            break
        if turn > ROUNDS / 5:
            places = places * GROWTH
        apart = places[right] - places[left]
        length = _lengths(apart)
        apart *= ((np.maximum(radii[left] + radii[right] - length, 0) + 0.02) / length)[:, None]
        yields = (radii[right] ** 2 / (radii[left] ** 2 + radii[right] ** 2))[:, None]
        pushed = _summed(right, apart * (1 - yields), size) - _summed(left, apart * yields, size)
        crowd = np.bincount(np.concatenate([left, right]), minlength=size)
        places = places + pushed / np.sqrt(np.maximum(crowd, 1))[:, None]
    return places


def _overlapping(places: Floats, radii: Floats) -> tuple[Ints, Ints]:
    """Return the pairs of discs that overlap, found class by class: discs of about one size against all smaller ones.

    >>> _overlapping(np.array([[0.0, 0], [3, 0], [9, 0]]), np.array([1.0, 2.5, 1]))
    (array([1]), array([0]))
    """
    size = np.floor(np.log2(radii / radii.min() + 1e-9)).astype(np.int64)
    found = [np.empty((2, 0), dtype=np.int64)]
    for kind in np.unique(size):
        own, below = np.flatnonzero(size == kind), np.flatnonzero(size <= kind)
        near = KDTree(places[own]).sparse_distance_matrix(
            KDTree(places[below]), 2 * radii[own].max(), output_type="ndarray"
        )
        left, right = own[near["i"]], below[near["j"]]
        once = (size[right] < kind) | (left < right)
        overlap = near["v"] < radii[left] + radii[right] - 1e-3
        found.append(np.stack([left, right])[:, once & overlap])
    left, right = np.concatenate(found, axis=1)
    return left, right
