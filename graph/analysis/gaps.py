"""What a territory has and lacks: sector x stage x role; « not covered » is not « the sources say nothing »."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from graph.errors import BadParameter


class State(StrEnum):
    """What the sources allow to say of a cell."""

    COVERED = "covered"
    UNCOVERED = "uncovered"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Offer:
    """A scheme (or mandate) of a territory: its sectors, stages and the roles held in it; empty where nothing is said.

    `absent`: the source says that there is none (« pas de référent »).
    """

    id: str
    territory: str
    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One need: who meets it here, by id of scheme; what may meet it; what meets it elsewhere, by territory.

    `general`: schemes with this stage and role of which no sector is said, open to all or not. `elsewhere` holds the
    comparable territories that cover the cell.
    """

    sector: str
    stage: str
    role: str
    state: State
    covering: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...] = ()


def matrix(
    offers: Iterable[Offer],
    territory: str,
    sectors: Sequence[str],
    stages: Sequence[str],
    roles: Sequence[str],
    comparable: Collection[str] = (),
) -> list[Cell]:
    """Return one cell for each sector, stage and role, in the given order.

    A cell is covered when a scheme of the territory in the sector has the stage and the role. It is uncovered when a
    source says so, or when the sources tell schemes of the sector here, with their stages and roles, and none has both.
    It is unsaid otherwise: no scheme of the sector, or one whose silence on stages or roles could hide what is missing.
    Roll territories up before: an offer counts for the territory that it names. Raises BadParameter for an empty axis.

    >>> offers = [Offer("s1", "nantes", ("sante",), ("amorcage",), ("financeur",)),
    ...           Offer("s2", "rennes", ("sante",), ("amorcage",), ("animateur",))]
    >>> cells = matrix(offers, "nantes", ["sante", "culture"], ["amorcage"], ["financeur", "animateur"], ["rennes"])
    >>> [(cell.sector, cell.role, cell.state.value) for cell in cells[:3]]
    [('sante', 'financeur', 'covered'), ('sante', 'animateur', 'uncovered'), ('culture', 'financeur', 'unsaid')]
    >>> cells[1].elsewhere
    (('rennes', ('s2',)),)
    """
    if not (sectors and stages and roles):
        raise BadParameter("Il faut au moins un secteur, une étape et un rôle.", "élargissez la demande")
    by_place: dict[str, list[Offer]] = {}
    for offer in offers:
        by_place.setdefault(offer.territory, []).append(offer)
    others = {place: by_place.get(place, []) for place in sorted(set(comparable) - {territory})}
    here = by_place.get(territory, [])
    return [_cell(here, others, *need) for need in product(sectors, stages, roles)]


def _cell(here: list[Offer], others: dict[str, list[Offer]], sector: str, stage: str, role: str) -> Cell:
    covering = _meeting(here, sector, stage, role)
    denied = tuple(sorted(o.id for o in here if o.absent and _meets(o, sector, stage, role, open_stage=True)))
    general = tuple(sorted(o.id for o in here if not (o.absent or o.sectors) and stage in o.stages and role in o.roles))
    found = ((place, _meeting(some, sector, stage, role)) for place, some in others.items())
    elsewhere = tuple((place, ids) for place, ids in found if ids)
    state = State.COVERED if covering else _unmet(here, sector, stage, role, bool(denied))
    return Cell(sector, stage, role, state, covering, general, denied, elsewhere)


def _unmet(here: list[Offer], sector: str, stage: str, role: str, denied: bool) -> State:
    told = [offer for offer in here if sector in offer.sectors and not offer.absent]
    silent = [
        o for o in told if (not o.stages and (not o.roles or role in o.roles)) or (stage in o.stages and not o.roles)
    ]
    return State.UNCOVERED if denied or (told and not silent) else State.UNSAID


def _meeting(offers: list[Offer], sector: str, stage: str, role: str) -> tuple[str, ...]:
    return tuple(sorted(o.id for o in offers if not o.absent and _meets(o, sector, stage, role)))


def _meets(offer: Offer, sector: str, stage: str, role: str, open_stage: bool = False) -> bool:
    at_stage = stage in offer.stages or (open_stage and not offer.stages)
    return sector in offer.sectors and at_stage and role in offer.roles
