"""What differs between two networks (two dates, two territories) or two actors: who joined, left, stayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from graph.analysis.nets import require
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

Tie = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """A network in figures. `density`: the share of pairs that are tied, None under two nodes; `pieces`: sizes."""

    nodes: int
    ties: int
    density: float | None
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What joined, left and stayed from one network to another: nodes by id, ties by their ends."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    stayed: tuple[str, ...]
    ties_joined: tuple[Tie, ...]
    ties_left: tuple[Tie, ...]
    ties_stayed: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two actors' partners: in common, of each alone; `likeness` is the share in common (P. Jaccard, 1901)."""

    common: tuple[str, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    tied: bool
    likeness: float | None


def figures(net: "NetGraph") -> Figures:
    """Return a network in figures; parallel ties between two nodes count once.

    >>> figures(nx.Graph([("a", "b"), ("b", "c"), ("d", "e")]))
    Figures(nodes=5, ties=3, density=0.3, pieces=(3, 2))
    """
    count, ties = len(net), len(_ties(net))
    density = ties / (count * (count - 1) / 2) if count > 1 else None
    return Figures(count, ties, density, tuple(sorted(map(len, nx.connected_components(net)), reverse=True)))


def compare(before: "NetGraph", after: "NetGraph") -> Change:
    """Return what joined, left and stayed between two networks.

    >>> change = compare(nx.Graph([("a", "b"), ("b", "c")]), nx.Graph([("b", "a"), ("b", "d")]))
    >>> change.joined, change.left, change.stayed, change.ties_joined, change.ties_left
    (('d',), ('c',), ('a', 'b'), (('b', 'd'),), (('b', 'c'),))
    """
    old, new = set(before), set(after)
    old_ties, new_ties = _ties(before), _ties(after)
    return Change(
        joined=_sorted(new - old),
        left=_sorted(old - new),
        stayed=_sorted(old & new),
        ties_joined=tuple(sorted(new_ties - old_ties)),
        ties_left=tuple(sorted(old_ties - new_ties)),
        ties_stayed=tuple(sorted(old_ties & new_ties)),
    )


def compare_actors(net: "NetGraph", left: str, right: str) -> Beside:
    """Return which partners two actors have in common and which alone, themselves left out.

    Raises BadParameter for an actor without ties here, or twice the same one.

    >>> compare_actors(nx.Graph([("a", "x"), ("b", "x"), ("a", "y"), ("a", "b")]), "a", "b")
    Beside(common=('x',), only_left=('y',), only_right=(), tied=True, likeness=0.5)
    """
    require(net, left, right)
    if left == right:
        raise BadParameter("Un acteur ne se compare pas à lui-même.", "choisissez deux acteurs")
    first, second = set(net[left]) - {left, right}, set(net[right]) - {left, right}
    every, common = first | second, first & second
    likeness = len(common) / len(every) if every else None
    tied = net.has_edge(left, right)
    return Beside(_sorted(common), _sorted(first - second), _sorted(second - first), tied, likeness)


def _ties(net: "NetGraph") -> set[Tie]:
    return {(min(a, b), max(a, b)) for a, b in net.edges() if a != b}


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
