"""How often suggestions come true: a part of the known ties is hidden, and those that come back are counted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from graph.analysis.nets import Arrays
from graph.analysis.suggestions import Scores, scores
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

Participation = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many hidden ties came back among the first suggestions, and how many by chance.

    `asked` counts each hidden tie from both of its ends; `rate` and `chance` are shares of it, None without any.
    """

    hits: int
    asked: int
    rate: float | None
    chance: float | None
    first: int
    rounds: int


def hit_rate(
    net: "NetGraph", share: float = 0.1, first: int = 10, rounds: int = 20, method: str = "adamic-adar", seed: int = 0
) -> HitRate:
    """Hide a share of the ties `rounds` times, and count how many come back among the `first` suggestions.

    D. Liben-Nowell and J. Kleinberg, J. Am. Soc. Inf. Sci. 58, 2007. Chance is `first` out of those to whom the end has
    no tie. Raises BadParameter for a share outside ]0, 1[, or for less than one suggestion or round.
    """
    _check(share, first, rounds)
    ties, nodes = sorted((min(a, b), max(a, b)) for a, b in net.edges()), sorted(net)

    def hide(random: np.random.Generator) -> tuple["NetGraph", list[tuple[str, str]]]:
        hidden = _draw(ties, share, random)
        return _graph(nodes, set(ties).difference(hidden)), hidden

    return _evaluate(hide, first, rounds, method, seed)


def hit_rate_of_participations(
    held: Iterable[Participation],
    share: float = 0.1,
    first: int = 10,
    rounds: int = 20,
    method: str = "adamic-adar",
    seed: int = 0,
) -> HitRate:
    """Hide a share of who takes part in what, and count the pairs of actors thereby untied that come back.

    A stricter test than `hit_rate` on a projection, where the others of a scheme would still betray the hidden tie.
    """
    _check(share, first, rounds)
    every = sorted(set(held))
    nodes = sorted({actor for actor, _ in every})
    ties = _tied(every)

    def hide(random: np.random.Generator) -> tuple["NetGraph", list[tuple[str, str]]]:
        left = _tied(sorted(set(every).difference(_draw(every, share, random))))
        return _graph(nodes, left), sorted(ties - left)

    return _evaluate(hide, first, rounds, method, seed)


def _tied(held: Iterable[Participation]) -> set[tuple[str, str]]:
    """Return the pairs of actors that take part in the same thing."""
    inside: dict[str, list[str]] = {}
    for actor, thing in held:
        inside.setdefault(thing, []).append(actor)
    return {pair for actors in inside.values() for pair in combinations(sorted(actors), 2)}


def _graph(nodes: list[str], ties: Iterable[tuple[str, str]]) -> "NetGraph":
    made: NetGraph = nx.Graph()
    made.add_nodes_from(nodes)
    made.add_edges_from(ties)
    return made


def _check(share: float, first: int, rounds: int) -> None:
    if not 0 < share < 1:
        raise BadParameter(f"On ne peut pas cacher une part {share} des liens.", "choisissez entre 0 et 1 exclus")
    if first < 1 or rounds < 1:
        raise BadParameter("Il faut au moins une proposition et un essai.", "par exemple 10 et 20")


def _draw(every: list[tuple[str, str]], share: float, random: np.random.Generator) -> list[tuple[str, str]]:
    if not every:
        return []
    places = random.choice(len(every), max(1, round(share * len(every))), replace=False)
    return [every[place] for place in sorted(places)]


def _evaluate(
    hide: Callable[[np.random.Generator], tuple["NetGraph", list[tuple[str, str]]]],
    first: int,
    rounds: int,
    method: str,
    seed: int,
) -> HitRate:
    hits, asked, luck = 0, 0, 0.0
    for turn in range(rounds):
        known, hidden = hide(np.random.default_rng([seed, turn]))
        back, chances = _hits(known, hidden, first, method)
        hits, asked, luck = hits + back, asked + 2 * len(hidden), luck + chances
    return HitRate(hits, asked, hits / asked if asked else None, luck / asked if asked else None, first, rounds)


def _hits(known: "NetGraph", hidden: list[tuple[str, str]], first: int, method: str) -> tuple[int, float]:
    arrays = Arrays.of(known)
    found = scores(arrays, method)
    at = {id: place for place, id in enumerate(arrays.nodes)}
    asked = [(at[a], at[b]) for pair in hidden for a, b in (pair, pair[::-1])]
    tops = {place: _top(found, place, first) for place, _ in asked}
    strangers = [len(arrays.nodes) - 1 - int(arrays.degrees[place]) for place, _ in asked]
    return sum(end in tops[place] for place, end in asked), sum(min(1.0, first / n) for n in strangers)


def _top(found: Scores, place: int, first: int) -> set[int]:
    start, end = found.indptr[place], found.indptr[place + 1]
    ranked = sorted(zip(-found.data[start:end].round(12), found.indices[start:end].tolist(), strict=True))
    return {near for _, near in ranked[:first]}
