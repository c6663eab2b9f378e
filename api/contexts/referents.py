"""Referents at a glance: who is elected and who is in charge in each territory, and for which sectors."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from api.contexts import things
from api.state import State
from graph import answers
from graph.answers import sectors_of
from graph.identifiers import fold
from graph.statements import Statement
from graph.things import concept_label
from ontology import files

COLUMNS = {"elu": "elected", "technique": "technical"}


def by_territory(state: State) -> dict[str, Any]:
    """Return the general referents (of no sector in particular) of every territory, the intercommunalities first."""
    lines: defaultdict[str, defaultdict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for mandate in state.record.referents:
        if not mandate.filiere:
            for place in mandate.territories:
                lines[place][COLUMNS.get(mandate.mandate_kind, "others")].append(mandate)
    items = [_line(state, place, found) for place, found in lines.items()]
    items.sort(key=lambda line: (line["territory"]["kind"] != "epci", fold(line["territory"]["label"])))
    return {"items": items, "total": len(items)}


def _line(state: State, place: str, found: dict[str, list[Statement]]) -> dict[str, Any]:
    bodies = state.bodies
    columns = ("elected", "technical", "others")
    told = {name: bodies.statements(_known_first(found.get(name, []))) for name in columns}
    return {"territory": bodies.thing(place), **told}


def _known_first(mandates: list[Statement]) -> list[Statement]:
    """Return mandates, named and general ones first; without what a source denies or leaves blank, if another knows."""
    known = [m for m in mandates if m.has_holder]
    return sorted(known or mandates, key=lambda m: (m.presence != "named", len(m.sectors), fold(m.function)))


def by_sector(state: State) -> list[dict[str, Any]]:
    """Return the sectors that a referent is in charge of, with how many functions the answer for each has."""
    told = {sector for mandate in state.record.referents for sector in sectors_of(mandate, state.directory)}
    made = [{"id": s, "label": concept_label("secteur", s), "count": _functions_of(state, s)} for s in told]
    return sorted(made, key=lambda line: fold(str(line["label"])))


def _functions_of(state: State, sector: str) -> int:
    return len(things.together(answers.referents(state.record.mandates, state.directory, sector).found))


def count_label(found: Sequence[Statement]) -> str:
    """Return how many functions there are, those that several lines share counted once, and how many are planned."""
    groups = things.together(found)
    planned = len(things.together(m for m in found if m.status == "planned"))
    told = "1 fonction de référent" if len(groups) == 1 else f"{len(groups)} fonctions de référent"
    told += f", dont {planned} prévue{'s' if planned > 1 else ''}" if planned else ""
    return f"{told} ; une ligne par filière ou secteur, {len(found)} en tout" if len(found) > len(groups) else told


def wider(state: State, territory: str, sector: str, kind: str) -> list[Any]:
    """Return who is in charge of a sector, or of one above it, here or in the nearest territory around, named or not.

    Those of the very sector here are the answer itself, and left out.
    """
    if not (sector and territory):
        return []
    wanted, above = files.with_narrower("secteur", sector), frozenset(files.broader("secteur", sector))
    known = [m for m in state.record.referents if m.has_holder and kind in ("", m.mandate_kind)]
    for place in (territory, *state.directory.around(territory)):
        reach = above if place == territory else wanted | above
        here = [m for m in known if place in m.territories and reach.intersection(sectors_of(m, state.directory))]
        if found := [m for m in here if place != territory or wanted.isdisjoint(sectors_of(m, state.directory))]:
            return state.bodies.statements(_known_first(found))
    return []


def functions(state: State, territory: str, sector: str) -> list[Any]:
    """Return the other functions known in a territory (and a sector), whose holders no source calls referents."""
    if not territory:
        return []
    inside = state.directory.inside(territory)
    found = [
        m
        for m in state.record.mandates
        if m.role == "fonction" and m.status == "actual" and inside.intersection(m.territories)
    ]
    narrowed = [m for m in found if sector in sectors_of(m, state.directory)] if sector else found
    return state.bodies.statements(sorted(narrowed, key=lambda m: (m.presence != "named", fold(m.function))))
