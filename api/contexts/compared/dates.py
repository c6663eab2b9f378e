"""Two dates side by side: what came, what left, what was there only in between, and how much has a date at all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from api.contexts.analyses import network_of
from api.contexts.compared import lines, networks
from api.contexts.compared.lines import NO, YES, Row
from api.state import State
from graph.analysis import changes
from graph.errors import BadParameter
from graph.perimeter import Perimeter
from graph.sentences import french_date, number

_THINGS = (
    ("Venus entre les deux", "only_right", NO, YES),
    ("Partis entre les deux", "only_left", YES, NO),
    ("Là seulement entre les deux", "only_between", NO, NO),
)
_TIES = (
    ("Liens nouveaux", "ties_joined", NO, YES),
    ("Liens disparus", "ties_left", YES, NO),
    ("Liens là seulement entre les deux", "ties_between", NO, NO),
)


def day(text: str) -> date | None:
    """Return the day that a text writes; a year alone is its last day."""
    told = text.strip()
    try:
        return date.fromisoformat(f"{int(told):04d}-12-31" if len(told) == 4 else told)
    except ValueError:
        return None


def compare(state: State, one: date, other: date, perimeter: Perimeter) -> Row:
    """Return what a perimeter gained and lost between two days; the many that stayed are only counted.

    Persons are not named. `dated`: how many ties the sources date, out of how many; the others are there at both days.
    Raises BadParameter for twice the same day, and for a third one.
    """
    if one == other:
        raise BadParameter("Les deux dates sont la même.", "choisissez deux dates")
    if perimeter.as_of:
        raise BadParameter("Une troisième date ne veut rien dire ici.", "comparez deux dates sans « à la date du »")
    days = min(one, other), max(one, other)
    told = _change(state, days, perimeter)
    ties = state.network.select(perimeter)
    dated = {"ties": len(ties), "dated": int(state.network.is_dated(ties).sum())}
    return {
        "kind": "dates",
        "left": _side(days[0]),
        "right": _side(days[1]),
        **told,
        "dated": dated,
        "perimeter": state.bodies.perimeter(perimeter),
        "remark": _dating(**dated),
        "items": _lines(told),
    }


def _change(state: State, days: tuple[date, date], within: Perimeter) -> Row:
    nets = [network_of(state, "ties", replace(within, as_of=day)) for day in days]
    change = changes.compare(*nets)
    networks.read_ahead(state, state.network.select(within))
    passing = networks.said_by(state, state.network.between(within, *days))
    passing = {tie: own for tie, own in passing.items() if not any(net.has_edge(*tie) for net in nets)}
    ends = {id for tie in passing for id in tie if not any(id in net for net in nets)}
    changed = {*change.ties_left, *change.ties_joined}
    said = passing | networks.said_by(state, state.network.select(within), changed)
    return {
        "counts": networks.sizes(nets),
        "only_left": networks.things(state, change.left, said),
        "only_right": networks.things(state, change.joined, said),
        "only_between": networks.things(state, ends, said),
        "stayed": len(change.stayed),
        "ties_left": networks.ties(state, change.ties_left, said),
        "ties_joined": networks.ties(state, change.ties_joined, said),
        "ties_between": networks.ties(state, passing, said),
        "ties_stayed": len(change.ties_stayed),
    }


def _side(day: date) -> Row:
    return {"label": f"au {french_date(day.isoformat())}", "date": day.isoformat()}


def _lines(told: Row) -> list[Row]:
    made = lines.counted(told["counts"])
    for section, key, left, right in _THINGS:
        made += lines.listed(section, lines.flattened(told[key]), left, right)
    for section, key, left, right in _TIES:
        made += networks.tie_lines(section, told[key], left, right)
    return made


def _dating(ties: int, dated: int) -> str:
    """Return in a sentence how much of a network has a date."""
    if not ties:
        return "Les documents lus ne disent aucun lien dans ce périmètre."
    if not dated:
        return f"Aucun des {number(Decimal(ties))} énoncés de lien n'a de date : la comparaison ne peut rien montrer."
    share = f"Sur {number(Decimal(ties))} énoncés de lien, {number(Decimal(dated))} ont une date"
    return f"{share} : eux seuls entrent ou sortent. Les autres sont comptés aux deux dates."
