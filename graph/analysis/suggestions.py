"""Cooperations that the network suggests and does not have, each with its reason and its evidence."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
import numpy as np
from scipy import sparse

from graph.analysis.nets import Arrays, Floats
from graph.errors import BadParameter, one_of

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

COMPLEMENTS = (
    ("financeur", "porteur"),
    ("financeur", "laureat"),
    ("hebergeur", "laureat"),
    ("hebergeur", "porteur"),
    ("accompagnateur", "porteur"),
    ("accompagnateur", "laureat"),
)
NAMED = 4
"""How many partners or topics a sentence names; the others are counted."""
Scores: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"
METHODS: dict[str, Callable[[Floats], Floats]] = {
    "adamic-adar": lambda degrees: 1 / np.log(np.maximum(degrees, 2)),
    "resource-allocation": lambda degrees: 1 / np.maximum(degrees, 1),
}
"""What a shared partner is worth by its number of partners: the busier, the less (L. Adamic and E. Adar, Social
Networks 25, 2003; T. Zhou, L. Lü and Y.-C. Zhang, Eur. Phys. J. B 71, 2009)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors with no known tie, why they might work together, and the evidence: ids of partners or topics."""

    left: str
    right: str
    score: float
    reason: str
    evidence: tuple[str, ...]


def by_shared_partners(
    net: "NetGraph", method: str = "adamic-adar", among: Collection[str] | None = None, limit: int = 50
) -> list[Suggestion]:
    """Return the pairs without a tie that share most partners, best first; both ends `among` some when given.

    Raises BadParameter for an unknown method or a limit under one.

    >>> net = nx.Graph([("a", "x"), ("b", "x"), ("a", "y"), ("b", "y"), ("x", "y")])
    >>> [(s.left, s.right, round(s.score, 3), s.evidence) for s in by_shared_partners(net)]
    [('a', 'b', 1.82, ('x', 'y'))]
    """
    if limit < 1:
        raise BadParameter(f"{limit} proposition : il en faut au moins une.", "par exemple 50")
    arrays = Arrays.of(net)
    found = sparse.coo_array(sparse.triu(scores(arrays, method), 1))
    wanted = np.array([among is None or id in among for id in arrays.nodes], dtype=bool)
    kept = wanted[found.row] & wanted[found.col]
    pairs = zip(found.row[kept], found.col[kept], found.data[kept], strict=True)
    named = [(-round(float(score), 12), *sorted((arrays.nodes[a], arrays.nodes[b]))) for a, b, score in pairs]
    return [_shared(net, a, b, -minus) for minus, a, b in sorted(named)[:limit]]


def scores(arrays: Arrays, method: str) -> Scores:
    """Return the score of every pair at two steps that is not tied."""
    matrix = arrays.matrix
    worth = METHODS[one_of(method, METHODS, "une méthode")](arrays.degrees.astype(np.float64))
    found = sparse.csr_array(matrix @ sparse.diags_array(worth) @ matrix)
    known = found.multiply(matrix + sparse.eye_array(len(arrays.nodes)))
    found = sparse.csr_array(found - known)
    found.data[found.data < 1e-12] = 0
    found.eliminate_zeros()
    return found


def _shared(net: "NetGraph", left: str, right: str, score: float) -> Suggestion:
    partners = tuple(sorted(nx.common_neighbors(net, left, right)))
    return Suggestion(left, right, score, "shared-partners", partners)


def by_roles(
    net: "NetGraph",
    roles: Mapping[str, Collection[tuple[str, str]]],
    limit: int = 50,
) -> list[Suggestion]:
    """Return the pairs without a tie that hold complementary roles in the same sector or filière, best first.

    `roles` gives for each actor the (topic, role) that it holds; the score counts the topics where the roles meet, that
    these are the evidence. The rule is ours: a plain reading of who needs whom, listed in `COMPLEMENTS`.

    >>> held = {"a": [("sante", "financeur")], "b": [("sante", "porteur")], "c": [("culture", "porteur")]}
    >>> by_roles(nx.Graph(), held)
    [Suggestion(left='a', right='b', score=1.0, reason='complementary-roles', evidence=('sante',))]
    """
    holders: dict[tuple[str, str], set[str]] = {}
    for actor, some in roles.items():
        for topic_role in some:
            holders.setdefault(topic_role, set()).add(actor)
    topics: dict[tuple[str, str], set[str]] = {}
    for topic, (first, second) in product(sorted({topic for topic, _ in holders}), COMPLEMENTS):
        for a, b in product(holders.get((topic, first), ()), holders.get((topic, second), ())):
            if a != b and not net.has_edge(a, b):
                topics.setdefault((min(a, b), max(a, b)), set()).add(topic)
    found = (Suggestion(a, b, float(len(t)), "complementary-roles", tuple(sorted(t))) for (a, b), t in topics.items())
    return sorted(found, key=lambda s: (-s.score, s.left, s.right))[:limit]


def sentence(suggestion: Suggestion, labels: Mapping[str, str]) -> str:
    """Say the reason of a suggestion in French; ids without a label stand for themselves.

    >>> sentence(Suggestion("a", "b", 1.8, "shared-partners", ("x", "y")), {"a": "Alter", "b": "Bio", "x": "X"})
    "Alter et Bio n'ont pas de lien connu, mais ont 2 partenaires en commun : X et y."
    """
    left, right = labels.get(suggestion.left, suggestion.left), labels.get(suggestion.right, suggestion.right)
    told = _listed([labels.get(id, id) for id in suggestion.evidence])
    count = len(suggestion.evidence)
    if suggestion.reason == "shared-partners":
        partners = f"{count} partenaires" if count > 1 else "un partenaire"
        return f"{left} et {right} n'ont pas de lien connu, mais ont {partners} en commun : {told}."
    return f"{left} et {right} n'ont pas de lien connu, mais leurs rôles se complètent ici : {told}."


def _listed(names: list[str]) -> str:
    shown, more = names[:NAMED], len(names) - NAMED
    if more > 0:
        return f"{', '.join(shown)} et {more} autre{'s' if more > 1 else ''}"
    return f"{', '.join(shown[:-1])} et {shown[-1]}" if len(shown) > 1 else "".join(shown)
