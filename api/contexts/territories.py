"""A territory's sheet: figures, filières, referents, offers by sector and stage, who is based there, neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from api.bodies import concept_body, thing_body
from api.contexts import analyses, lists, things
from api.contexts.disagreements import disagreements
from api.contexts.documents import issued_label
from api.contexts.things import FAMILIES
from api.state import State
from graph.identifiers import fold
from graph.network import FUNDING
from graph.perimeter import Perimeter
from graph.sentences import period_of, value_of
from graph.statements import Statement
from graph.things import Thing, concept_label
from ontology import files

PILLARS = 10
FRAGILE = 3
"""How many of those whose withdrawal would cut the network a sheet tells; /api/cuts has all of them."""
SHOWN = 12
"""How many organisations of one kind a sheet names; the list of actors has the others."""
INDICATORS = ("habitants", "salaries-ess", "etablissements-ess", "part-emploi-ess", "associations")
GEOGRAPHY = ("communes", "superficie", "densite")
REFERENTS = ("elu", "technique", "professionnel", "structure", "")


def territory(state: State, id: str) -> dict[str, Any]:
    """Return all that is told of a territory and of what lies inside it; raise UnknownThing or AmbiguousName."""
    place = state.matcher.resolve(id, *FAMILIES["territories"])
    said = things.said_of(state, place)
    located = state.directory.located_in(place.id)
    here = [t for t in state.directory if t.type != "territory" and t.id in located]
    return {
        **things.sheet(state, place, said),
        "own_figures": _own_figures(said, place),
        "key_figures": _key_figures(state, said, place),
        "local_figures": [s.id for s in said if s.kind == "figure" and s.subject != place.id],
        "filieres": _filieres(state, here),
        "referents": _referents(said),
        "functions": things.together(s for s in said if s.kind == "mandate" and s.role != "referent"),
        "offers": offers(state, place),
        "kinds": _kinds(here),
        "planned": sum(1 for t in here if t.type in FAMILIES["schemes"] and t.status == "planned"),
        "organisations": _organisations(state, here),
        "pillars": _pillars(state, place),
        "disagreements": disagreements(state, place.id)["total"],
        "contains": _told(state, sorted(state.directory.inside(place.id) - {place.id})),
        "neighbours": _neighbours(state, place),
    }


def _own_figures(said: Iterable[Statement], place: Thing) -> list[str]:
    """Return the figures of a territory itself: people and the ESS first, then the others, its surface last."""

    def order(s: Statement) -> tuple[bool, int, str]:
        known = INDICATORS.index(s.role) if s.role in INDICATORS else len(INDICATORS)
        return s.role in GEOGRAPHY, known, s.role

    return [s.id for s in sorted((s for s in said if s.kind == "figure" and s.subject == place.id), key=order)]


def _key_figures(state: State, said: Sequence[Statement], place: Thing) -> list[dict[str, Any]]:
    """Return the first effective figure of each of the first indicators."""
    own = [s for s in said if s.kind == "figure" and s.subject == place.id and s.status == "actual" and s.bounds]
    found = (next((s for s in own if s.role == role), None) for role in INDICATORS[:4])
    return [
        {**state.bodies.statement(s)["role"], "value": value_of(s), "detail": s.detail, "dated": _dated(state, s)}
        for s in found
        if s
    ]


def _dated(state: State, statement: Statement) -> str:
    """Return the period of a figure, or else when the last document that gives it was published."""
    days = [str(d["issued"]) for d in state.documents if d["id"] in statement.sources and d.get("issued")]
    return period_of(statement) or (f"document de {issued_label(max(days))}" if days else "")


def _filieres(state: State, here: Iterable[Thing]) -> list[dict[str, Any]]:
    """Return the filières and priority sectors of a territory, the most tied first."""
    found = sorted((t for t in here if t.type == "filiere"), key=lambda t: (-lists.ties_of(state, t.id), fold(t.label)))
    return [lists.row(state, t) for t in found]


def _referents(said: Iterable[Statement]) -> list[dict[str, Any]]:
    """Return the referents of a territory by kind of mandate: elected, technical, professional, structures."""
    known = [s for s in said if s.kind == "mandate" and s.role == "referent"]
    groups = {kind: things.together(s for s in known if s.mandate_kind == kind) for kind in REFERENTS}
    return [{"id": kind, "mandates": found} for kind, found in groups.items() if found]


# --- what is on offer ---------------------------------------------------------------------------------------------


def offers(state: State, place: Thing) -> dict[str, Any]:
    """Return what project holders may turn to in a territory, counted by sector and stage.

    Only effective offers count. `untold` is the column of offers whose sources say no stage; the row of empty id holds
    those of which they say no sector. An empty cell means that the sources say nothing, not that nothing exists.
    """
    found = lists.offered(state, place.id)
    stages = list(files.concepts("etape"))
    sectors = sorted({s for t in found for s in t.sectors}, key=lambda s: concept_label("secteur", s))
    rows = [
        _offered(state, sector, [t for t in found if sector in (t.sectors or ("",))], stages)
        for sector in ("", *sectors)
    ]
    return {
        "total": len(found),
        "stages": [concept_body("etape", s) for s in stages],
        "rows": [row for row in rows if row["total"]],
        "largest": max((len(cell) for row in rows for cell in row["cells"]), default=0),
    }


def _offered(state: State, sector: str, found: Sequence[Thing], stages: Sequence[str]) -> dict[str, Any]:
    return {
        "sector": concept_body("secteur", sector) if sector else {"id": "", "label": "Secteur non dit"},
        "cells": [state.bodies.things(t.id for t in found if stage in t.stages) for stage in stages],
        "untold": state.bodies.things(t.id for t in found if not t.stages),
        "total": len(found),
    }


def _kinds(here: Iterable[Thing]) -> list[dict[str, Any]]:
    """Return the kinds of schemes of a territory with their number, the most frequent first."""
    counted: defaultdict[tuple[str, str], int] = defaultdict(int)
    for thing in here:
        if thing.type in ("scheme", "place") and thing.status == "actual":
            counted[thing.kind, thing.kind_label] += 1
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0][1]))
    return [{"id": kind, "label": label, "count": count} for (kind, label), count in ranked]


# --- who is there -------------------------------------------------------------------------------------------------


def _organisations(state: State, here: Iterable[Thing]) -> list[dict[str, Any]]:
    """Return the organisations based in a territory by kind, the most tied of each kind first."""
    groups: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in here:
        if thing.type == "actor":
            groups[thing.kind].append(thing)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_of_kind(state, kind, found) for kind, found in ranked]


def _of_kind(state: State, kind: str, found: Sequence[Thing]) -> dict[str, Any]:
    ordered = sorted(found, key=lambda t: (-lists.ties_of(state, t.id), fold(t.label)))
    shown = [thing_body(t) for t in ordered[:SHOWN]]
    return {"id": kind, "label": found[0].kind_label, "total": len(found), "items": shown}


def _pillars(state: State, place: Thing) -> dict[str, Any]:
    """Return who holds the network of a territory, with intervals, and whose withdrawal would cut it."""
    perimeter = Perimeter(territory=place.id)
    ranked = analyses.measure(state, "degree", "partners", perimeter, {}, "0", PILLARS, "")
    cuts = analyses.cuts(state, "partners", perimeter, FRAGILE)
    net = state.network.graph(perimeter)

    def funded(id: str) -> int:
        return sum(1 for other in net[id] if FUNDING in net.edges[id, other]["roles"]) if id in net else 0

    return {
        "items": [{**row, "funded": funded(row["thing"]["id"])} for row in ranked["items"] if row["value"]],
        "count": ranked["defined"],
        "cuts": cuts["items"],
        "cutting": cuts["total"],
    }


def _told(state: State, ids: Iterable[str]) -> list[dict[str, Any]]:
    found = (state.directory[id] for id in ids if id in state.record.told_territories and id in state.directory)
    return [{**thing_body(t), "code": t.code} for t in found if t.type == "territory"]


def _neighbours(state: State, place: Thing) -> list[dict[str, Any]]:
    """Return the other territories of the same kind of which something is told, those of the same region first."""
    around = set(state.directory.around(place.id)) - {"pays-fr"}

    def near(other: Thing) -> bool:
        return bool(around.intersection(state.directory.around(other.id)))

    found = sorted(lists.peers(state, place.id), key=lambda t: (not near(t), fold(t.label)))
    return [{**thing_body(t), "near": near(t), "compare": f"/comparer?left={place.id}&right={t.id}"} for t in found]
