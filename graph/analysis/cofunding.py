"""Who funds with whom: circles, who funds alone, what a funder's schemes have in common."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.analysis.communities import Division, Quality, communities

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph


@dataclass(frozen=True, slots=True)
class Alone:
    """A funder that shares no scheme with another known one, and the schemes that it funds."""

    funder: str
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a scheme: sectors, stages and territories, by id; empty where the sources say nothing."""

    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Common:
    """In how many schemes each sector, stage and territory comes back; how many say nothing of it."""

    schemes: int
    sectors: dict[str, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    territories: dict[str, int] = field(default_factory=dict)
    unsaid: dict[str, int] = field(default_factory=dict)


def circles(net: "NetGraph", runs: int = 10, seed: int = 0) -> tuple[Division, Quality]:
    """Return the circles of funders that work together, by the weight of their ties (see `communities`)."""
    return communities(net, runs=runs, seed=seed)


def alone(funders: Mapping[str, Collection[str]]) -> list[Alone]:
    """Return who never funds a scheme with another known funder, from the funders of each scheme; most schemes first.

    « Alone » means that the sources name no other funder, not that there is none.

    >>> alone({"s1": ["a", "b"], "s2": ["a"], "s3": ["c"]})
    [Alone(funder='c', schemes=('s3',))]
    """
    accompanied = {funder for some in funders.values() if len(set(some)) > 1 for funder in some}
    held = schemes_of({scheme: set(some) - accompanied for scheme, some in funders.items()})
    return sorted((Alone(id, schemes) for id, schemes in held.items()), key=lambda a: (-len(a.schemes), a.funder))


def schemes_of(funders: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Return the schemes of each funder from the funders of each scheme.

    >>> schemes_of({"s1": ["a", "b"], "s2": ["a"]})
    {'a': ('s1', 's2'), 'b': ('s1',)}
    """
    found: dict[str, set[str]] = {}
    for scheme, some in funders.items():
        for funder in some:
            found.setdefault(funder, set()).add(scheme)
    return {funder: tuple(sorted(found[funder])) for funder in sorted(found)}


def in_common(schemes: Collection[str], descriptions: Mapping[str, Description]) -> Common:
    """Count the sectors, stages and territories of schemes, most frequent first; the unsaid apart.

    >>> told = {"s1": Description(sectors=("sante",)), "s2": Description(sectors=("sante", "culture"))}
    >>> common = in_common(["s1", "s2", "s3"], told)
    >>> common.schemes, common.sectors, common.unsaid
    (3, {'sante': 2, 'culture': 1}, {'sectors': 1, 'stages': 3, 'territories': 3})
    """
    told = [descriptions.get(scheme, Description()) for scheme in sorted(set(schemes))]
    columns = {
        "sectors": [one.sectors for one in told],
        "stages": [one.stages for one in told],
        "territories": [one.territories for one in told],
    }
    unsaid = {name: sum(not values for values in column) for name, column in columns.items()}
    return Common(len(told), **{name: _counted(column) for name, column in columns.items()}, unsaid=unsaid)


def _counted(column: Collection[tuple[str, ...]]) -> dict[str, int]:
    counts = Counter(value for values in column for value in set(values))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
