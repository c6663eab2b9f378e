"""The portrait of a filière: its network in figures, its brokers, its bridges to others, the stages it covers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.centrality import betweenness, constraint
from graph.analysis.changes import Figures, figures
from graph.analysis.nets import simple
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph


@dataclass(frozen=True, slots=True)
class Broker:
    """Who stands between others: the share of shortest paths that pass through it, and Burt's constraint."""

    id: str
    betweenness: float
    constraint: float | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """An actor of a filière that also takes part in others, by their ids."""

    actor: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RolePair:
    """Who works with whom by a pair of roles: how many actors and pairs, and the pairs that share most."""

    left: str
    right: str
    actors: int
    pairs: int
    density: float | None
    strongest: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """Which schemes cover each stage, in the order of stages; and the schemes of which no stage is said."""

    covered: dict[str, tuple[str, ...]]
    unsaid: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the stages that no scheme is said to cover."""
        return tuple(stage for stage, schemes in self.covered.items() if not schemes)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A cooperation network in figures, with its brokers."""

    figures: Figures
    brokers: tuple[Broker, ...]


def portrait(net: "NetGraph", count: int = 5, seed: int = 0) -> Portrait:
    """Return the figures and the first `count` brokers of a network.

    >>> import networkx as nx
    >>> portrait(nx.Graph([("a", "b"), ("b", "c")])).brokers
    (Broker(id='b', betweenness=1.0, constraint=0.5),)
    """
    return Portrait(figures(net), brokers(net, count, seed=seed))


def brokers(
    net: "NetGraph", count: int = 5, candidates: Collection[str] | None = None, seed: int = 0
) -> tuple[Broker, ...]:
    """Return who stands between others most: by betweenness, then by the lowest constraint, then by id.

    Those through whom no shortest path passes are no brokers. `candidates` keeps some nodes only (the actors, say).
    Raises BadParameter for a count under one.
    """
    if count < 1:
        raise BadParameter(f"{count} intermédiaire : il en faut au moins un.", "par exemple 5")
    plain = simple(net)
    between, held = betweenness(plain, seed=seed), constraint(plain)
    wanted = set(plain) if candidates is None else set(candidates)
    found = [Broker(id, value, held[id]) for id, value in between.items() if value and id in wanted]
    return tuple(sorted(found, key=lambda b: (-round(b.betweenness, 12), b.constraint or 0.0, b.id))[:count])


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


def role_pair(left: str, right: str, net: "NetGraph", count: int = 5) -> RolePair:
    """Sum up a projection by a pair of roles (see `Network.projection`: edges carry `weight` and `shared`).

    >>> import networkx as nx
    >>> net = nx.Graph([("a", "b", {"weight": 2, "shared": ["s1", "s2"]}), ("b", "c", {"weight": 1})])
    >>> role_pair("membre", "porteur", net, count=1).strongest
    (('a', 'b', ('s1', 's2')),)
    """
    ranked = sorted(
        (-float(edge.get("weight", 1)), min(a, b), max(a, b), tuple(edge.get("shared", ())))
        for a, b, edge in net.edges(data=True)
    )
    strongest = tuple((a, b, shared) for _, a, b, shared in ranked[:count])
    told = figures(net)
    return RolePair(left, right, told.nodes, told.ties, told.density, strongest)


def stages(schemes: Mapping[str, Collection[str]], order: Sequence[str]) -> Stages:
    """Return which schemes cover each stage of `order`; those of which no stage is said are listed apart.

    Raises BadParameter for a stage outside `order`.

    >>> found = stages({"s1": ["amorcage"], "s2": []}, ["emergence", "amorcage"])
    >>> found.covered, found.missing, found.unsaid
    ({'emergence': (), 'amorcage': ('s1',)}, ('emergence',), ('s2',))
    """
    if unknown := sorted({stage for some in schemes.values() for stage in some} - set(order)):
        raise BadParameter(f"« {unknown[0]} » n'est pas une étape.", f"choisissez parmi {', '.join(order)}")
    covered = {stage: tuple(sorted(id for id, some in schemes.items() if stage in some)) for stage in order}
    return Stages(covered, tuple(sorted(id for id, some in schemes.items() if not some)))


def beside(portraits: Mapping[str, "NetGraph"], count: int = 5, seed: int = 0) -> dict[str, Portrait]:
    """Return the portraits of several networks side by side: one filière and the same sector elsewhere, say."""
    return {id: portrait(net, count, seed=seed) for id, net in sorted(portraits.items())}
