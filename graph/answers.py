"""The questions that the project exists for: who co-funds what, who cooperates in a filière, who is referent."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.contradictions import Contradiction
from graph.identifiers import fold
from graph.network import FUNDING, FUNDS, Network
from graph.perimeter import WHOLE, Perimeter
from graph.record import Record
from graph.statements import Statement, Sum, added
from graph.things import Directory
from ontology import files

SUMMED = ("", "total", "par-an", "realise", "dotation-initiale", "budget")
"""Kinds of amounts that may be added up; ceilings, averages, amounts per project and prices may not."""


# --- who co-funds what --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contribution:
    """A partner of a scheme with its roles in it and what sources say of its money."""

    actor: str
    roles: tuple[str, ...]
    statements: tuple[Statement, ...]
    object: str

    @property
    def funds(self) -> bool:
        """Tell whether a source says that the partner funds, today, and not only plans to."""
        return any(s.role == FUNDING and s.status == "actual" for s in self.statements)


@dataclass(frozen=True, slots=True)
class Total:
    """What funders bring, of one kind of amount, and how many they are."""

    kind: str
    sum: Sum
    funders: int


@dataclass(frozen=True, slots=True)
class TourDeTable:
    """Who pays for a scheme and who else takes part, what it amounts to, and where sources disagree."""

    scheme: str
    contributions: tuple[Contribution, ...]
    amounts: tuple[Statement, ...]
    totals: tuple[Total, ...]
    contradictions: tuple[Contradiction, ...]


def funders(record: Record, directory: Directory, scheme: str, among: Collection[str] | None = None) -> TourDeTable:
    """Return the tour de table of a scheme: funders first, then the other partners; its editions' partners included.

    `among`: the only participations that count, by id, whatever their status.
    """
    objects = [scheme, *(p for p in directory.parts.get(scheme, ()) if directory[p].type == "edition")]
    said = record.about(*objects)
    by_actor: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in said:
        kept = statement.kind == "participation" and (among is None or statement.id in among)
        if kept and statement.object in objects:
            by_actor[statement.object, statement.subject].append(statement)
    made = [
        Contribution(actor, tuple(sorted({s.role for s in found})), tuple(found), object)
        for (object, actor), found in by_actor.items()
    ]
    made.sort(key=lambda c: (not c.funds, objects.index(c.object), fold(directory[c.actor].label)))
    amounts = tuple(s for s in said if s.kind == "amount" and s.subject in objects)
    return TourDeTable(scheme, tuple(made), amounts, tuple(_totals(made, among)), tuple(record.disagreements(*objects)))


def _totals(contributions: Iterable[Contribution], among: Collection[str] | None) -> list[Total]:
    """Add up what funders bring, kind of amount by kind of amount; statements without a value bring nothing."""
    brought: defaultdict[str, list[Statement]] = defaultdict(list)
    for contribution in contributions:
        for s in contribution.statements:
            counts = s.role == FUNDING and (s.status == "actual" if among is None else s.id in among)
            if counts and s.amount_kind in SUMMED:
                brought[s.amount_kind].append(s)
    sums = {kind: added(said) for kind, said in sorted(brought.items())}
    return [
        Total(kind, total, len({s.subject for s in brought[kind] if s.bounds})) for kind, total in sums.items() if total
    ]


@dataclass(frozen=True, slots=True)
class CoFunder:
    """An actor that funds the same schemes as another one: which, over which years, with how much if a source says."""

    actor: str
    schemes: tuple[str, ...]
    sum: Sum | None = None
    years: tuple[str, ...] = ()

    @property
    def shared(self) -> int:
        """Return how many schemes both fund."""
        return len(self.schemes)


def cofunders(record: Record, network: Network, actor: str, perimeter: Perimeter = WHOLE) -> list[CoFunder]:
    """Return those who fund the same schemes as an actor, most shared schemes first; an edition counts as its scheme.

    Sums are of what sources say, in the perimeter, the co-funder brings to the shared schemes.
    """
    net = network.projection([FUNDING], [FUNDING], perimeter)
    if actor not in net:
        return []
    among = network.facts_of(perimeter)
    found = [_cofunder(record, network, other, net.edges[actor, other]["shared"], among) for other in net[actor]]
    return sorted(
        found, key=lambda c: (-c.shared, -(c.sum.high if c.sum else 0), fold(network.directory[c.actor].label))
    )


def _cofunder(record: Record, network: Network, actor: str, schemes: Sequence[str], among: Collection[str]) -> CoFunder:
    directory = network.directory
    inside = {id for scheme in schemes for id in (scheme, *directory.parts.get(scheme, ()))}
    paid = [
        s
        for s in record.about(actor)
        if s.role == FUNDING and s.subject == actor and s.object in inside and s.id in among
    ]
    years = sorted({s.year for s in paid if s.year} | {e.starts[:4] for s in paid for e in s.retained if e.starts})
    return CoFunder(actor, tuple(schemes), added(s for s in paid if s.amount_kind in SUMMED), tuple(years))


# --- the referents of a sector ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Referents:
    """The mandates that answer, and when nobody is known, those one level up, with the reason in French."""

    found: tuple[Statement, ...]
    nearest: tuple[Statement, ...] = ()
    remark: str = ""


def referents(
    mandates: Iterable[Statement],
    directory: Directory,
    sector: str = "",
    territory: str = "",
    filiere: str = "",
    kind: str = "",
) -> Referents:
    """Return the referents of a sector, territory or filière, named or not.

    Where no holder is known, `nearest` gives the referents of the wider sector, then of all sectors, then of the wider
    territory.
    """
    known = [s for s in mandates if s.role == "referent" and s.status != "excluded"]
    if kind:
        known = [s for s in known if s.mandate_kind == kind]
    found = [s for s in known if _answers(s, directory, sector, territory, filiere)]
    if any(s.presence == "named" for s in found) or not (sector or territory or filiere):
        return Referents(tuple(_by_presence(found)))
    nearest, remark = _level_up([s for s in known if s.presence == "named"], directory, sector, territory, filiere)
    return Referents(tuple(_by_presence(found)), tuple(nearest), remark)


def _answers(mandate: Statement, directory: Directory, sector: str, territory: str, filiere: str) -> bool:
    if filiere and mandate.filiere != filiere:
        return False
    if sector and not files.with_narrower("secteur", sector).intersection(sectors_of(mandate, directory)):
        return False
    return not territory or bool(directory.inside(territory).intersection(mandate.territories))


def sectors_of(mandate: Statement, directory: Directory) -> set[str]:
    """Return the sectors of a mandate, those of its filière included."""
    own = set(mandate.sectors)
    return own | set(directory[mandate.filiere].sectors) if mandate.filiere else own


def _by_presence(found: Iterable[Statement]) -> list[Statement]:
    order = ("named", "unnamed", "none", "unstated")

    def key(s: Statement) -> tuple[int, bool, str]:
        general = not (s.sectors or s.filiere)
        return order.index(s.presence or "unstated"), general, s.function.lower()

    return sorted(found, key=key)


def _level_up(
    named: Sequence[Statement], directory: Directory, sector: str, territory: str, filiere: str
) -> tuple[list[Statement], str]:
    sectors = directory[filiere].sectors if filiere else (sector,)
    for place, reach in _levels(directory, territory, filiere):
        here = [s for s in named if not reach or reach.intersection(s.territories)]
        where = f" de {directory[place].label}" if place else ""
        for wanted in filter(None, dict.fromkeys((*sectors, *map(_broader, sectors)))):
            if near := [s for s in here if _answers(s, directory, wanted, "", "")]:
                label = files.concepts("secteur")[wanted].label
                return near, f"Aucun titulaire connu ; le plus proche : secteur « {label} »{where}."
        if near := [s for s in here if _is_general(s)]:
            asked = "pour ce secteur" if any(sectors) else "à cette échelle"
            return near, f"Aucun titulaire connu {asked} ; voici les référents ESS{where}."
    return [], "Les sources ne nomment aucun référent ici, ni au niveau supérieur."


def _is_general(mandate: Statement) -> bool:
    """Tell whether a mandate is for the whole of the ESS: it names no sector, or its function names the ESS itself."""
    return not (mandate.sectors or mandate.filiere) or bool(_ESS.search(mandate.function))


_ESS = re.compile(r"\bESS\b|économie sociale", re.IGNORECASE)


def _levels(directory: Directory, territory: str, filiere: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the places to look at, nearest first: what was asked with all inside it, then each wider one by itself.

    The referents of a neighbour are not those of the wider territory that holds both.
    """
    asked = (territory,) if territory else directory[filiere].territories if filiere else ()
    if not asked:
        yield "", frozenset()
    for place in asked:
        yield place, directory.inside(place)
    for wider in dict.fromkeys(whole for place in asked for whole in directory.around(place)):
        yield wider, frozenset({wider})


def _broader(sector: str) -> str:
    concept = files.concepts("secteur").get(sector)
    return (concept.broader if concept else None) or ""


# --- a filière's cooperation network ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FiliereNetwork:
    """Who cooperates in a filière: its statements by role, its structuring projects, its referents."""

    filiere: str
    members: tuple[Statement, ...]
    structuring: tuple[Statement, ...]
    projects: tuple[Statement, ...]
    funders: tuple[Statement, ...]
    others: tuple[Statement, ...]
    referents: Referents
    contradictions: tuple[Contradiction, ...] = field(default=())


def filiere_network(record: Record, network: Network, filiere: str) -> FiliereNetwork:
    """Return the cooperation network of a filière: itself and the projects and schemes that sources tie to it."""
    directory = network.directory
    objects = network.filiere_objects(filiere)
    ties = [
        s
        for s in record.about(*objects)
        if s.kind in ("participation", "link") and (s.object in objects or s.subject in objects)
    ]
    structuring = [s for s in ties if s.role == "projet-structurant" and s.object == filiere]
    projects = [s for s in ties if s.kind == "link" and s.object == filiere and s not in structuring]
    members = [s for s in ties if s.kind == "participation" and s.role == "membre" and s.object in objects]
    paid = [s for s in ties if s.role in (FUNDING, FUNDS, "soutien") and s.object in objects]
    told = {s.id for s in (*structuring, *projects, *members, *paid)}
    return FiliereNetwork(
        filiere,
        tuple(members),
        tuple(structuring),
        tuple(projects),
        tuple(paid),
        tuple(s for s in ties if s.id not in told),
        referents(record.mandates, directory, filiere=filiere),
        tuple(record.disagreements(filiere)),
    )
