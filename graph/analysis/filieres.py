"""What the network of a filière tells: who stands between others, bridges to other filières, role pairs, stages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from graph.analysis.centrality import betweenness, constraint
from graph.analysis.nets import simple
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph


@dataclass(frozen=True, slots=True)
class Broker:
    """Who stands between others: the share of shortest paths that pass through it, and Burt's constraint.

    `partners`: how many it is tied to; `pieces`: the sizes of what its part of the network falls into without it.
    """

    id: str
    betweenness: float
    constraint: float | None
    partners: int
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """An actor of a filière that also takes part in others, by their ids."""

    actor: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RolePair:
    """Who is tied to what by a pair of roles: how many at either end, how many pairs, the share of possible ones."""

    lefts: int
    rights: int
    pairs: int
    density: float | None


@dataclass(frozen=True, slots=True)
class Stages:
    """Which schemes cover each stage, in the order of stages; and the schemes of which no stage is said."""

    covered: dict[str, tuple[str, ...]]
    unsaid: tuple[str, ...]


def brokers(net: "NetGraph", count: int = 5, candidates: Collection[str] | None = None) -> tuple[Broker, ...]:
    """Return who stands between others most: by betweenness, then by the lowest constraint, then by id.

    Those through whom no shortest path passes are no brokers. `candidates` keeps some nodes only (the actors, say).
    Raises BadParameter for a count under one.

    >>> brokers(nx.Graph([("a", "b"), ("b", "c")]))
    (Broker(id='b', betweenness=1.0, constraint=0.5, partners=2, pieces=(1, 1)),)
    """
    if count < 1:
        raise BadParameter(f"{count} intermédiaire : il en faut au moins un.", "par exemple 5")
    plain = simple(net)
    between, held = betweenness(plain), constraint(plain)
    wanted = set(plain) if candidates is None else set(candidates)
    found = [(id, value) for id, value in between.items() if value and id in wanted]
    ranked = sorted(found, key=lambda one: (-round(one[1], 12), held[one[0]] or 0.0, one[0]))
    return tuple(Broker(id, value, held[id], plain.degree(id), _pieces(plain, id)) for id, value in ranked[:count])


def _pieces(net: "NetGraph", node: str) -> tuple[int, ...]:
    """Return the sizes of what is left of a node's part of the network without it, the largest first."""
    around = net.subgraph(nx.node_connected_component(net, node) - {node})
    return tuple(sorted(map(len, nx.connected_components(around)), reverse=True))


def all_together(net: "NetGraph") -> frozenset[str]:
    """Return what ties every pair of a network at once (the ids that all edges share); empty when nothing does.

    >>> all_together(nx.Graph([("a", "b", {"shared": ["s1", "s2"]}), ("b", "c", {"shared": ["s1"]})]))
    frozenset()
    >>> all_together(nx.Graph([("a", "b", {"shared": ["s1", "s2"]})])) == {"s1", "s2"}
    True
    """
    shared = [frozenset(edge.get("shared", ())) for *_, edge in net.edges(data=True)]
    count = len(net)
    return frozenset.intersection(*shared) if shared and len(shared) == count * (count - 1) // 2 else frozenset()


def bridges(filiere: str, members: Mapping[str, Collection[str]]) -> list[Bridge]:
    """Return the actors of a filière that take part in others too, from the actors of every filière; most others first.

    Raises BadParameter for a filière without known actors.

    >>> bridges("culture", {"culture": ["a", "b"], "sante": ["b", "c"], "habitat": ["b"]})
    [Bridge(actor='b', others=('habitat', 'sante'))]
    """
    if filiere not in members:
        raise BadParameter(f"Aucun acteur connu dans la filière « {filiere} ».", "vérifiez son identifiant")
    elsewhere = {
        actor: tuple(sorted(other for other, some in members.items() if other != filiere and actor in set(some)))
        for actor in set(members[filiere])
    }
    found = (Bridge(actor, others) for actor, others in elsewhere.items() if others)
    return sorted(found, key=lambda bridge: (-len(bridge.others), bridge.actor))


def role_pair(pairs: Iterable[tuple[str, str]]) -> RolePair:
    """Sum up who is tied to what by a pair of roles; a pair that comes twice counts once.

    >>> role_pair([("a", "p1"), ("b", "p1"), ("a", "p2"), ("a", "p1")])
    RolePair(lefts=2, rights=2, pairs=3, density=0.75)
    """
    found = set(pairs)
    lefts, rights = len({left for left, _ in found}), len({right for _, right in found})
    return RolePair(lefts, rights, len(found), len(found) / (lefts * rights) if found else None)


def stages(schemes: Mapping[str, Collection[str]], order: Sequence[str]) -> Stages:
    """Return which schemes cover each stage of `order`; those of which no stage is said are listed apart.

    Raises BadParameter for a stage outside `order`.

    >>> found = stages({"s1": ["amorcage"], "s2": []}, ["emergence", "amorcage"])
    >>> found.covered, found.unsaid
    ({'emergence': (), 'amorcage': ('s1',)}, ('s2',))
    """
    if unknown := sorted({stage for some in schemes.values() for stage in some} - set(order)):
        raise BadParameter(f"« {unknown[0]} » n'est pas une étape.", f"choisissez parmi {', '.join(order)}")
    covered = {stage: tuple(sorted(id for id, some in schemes.items() if stage in some)) for stage in order}
    return Stages(covered, tuple(sorted(id for id, some in schemes.items() if not some)))
