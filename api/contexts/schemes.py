"""A scheme's sheet: its tour de table, its editions and laureates in time, similar schemes elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from api.bodies import ThingBody, total_body
from api.contexts import lists, sheets, things
from api.contexts.lists import BENEFITS
from api.contexts.things import FAMILIES
from api.state import State
from graph import answers
from graph.answers import SUMMED, Contribution
from graph.identifiers import fold
from graph.network import FUNDING
from graph.perimeter import role_label
from graph.sentences import french_date, period_of, sum_in_words, value_of
from graph.statements import Evidence, Statement, added
from graph.things import Thing, concept_label
from ontology import files

UNFUNDED = ("commande-publique", "reconnaissance", "loi", "instance", "groupe-travail")
"""Kinds of schemes whose funders nobody looks for; those that sources name are told all the same."""
SIMILAR = 8


def scheme(state: State, id: str, depth: int = 1, day: date | None = None) -> dict[str, Any]:
    """Return all that is told of a scheme, its editions included; raise UnknownThing or AmbiguousName.

    A `day` holds for the surroundings alone.
    """
    thing = state.matcher.resolve(id, *FAMILIES["schemes"])
    said = things.said_of(state, thing)
    editions = [state.directory[part] for part in state.directory.parts.get(thing.id, ())]
    editions = [part for part in editions if part.type == "edition"]
    known = {s.id for s in said}
    of_editions = [s for s in state.record.about(*(part.id for part in editions)) if s.id not in known]
    sheet = things.sheet(state, thing, said)
    return {
        **sheet,
        "statements_of_editions": state.bodies.statements(of_editions),
        **_tour_de_table(state, thing),
        "envelopes": [s.id for s in said if _is_envelope(s, thing)],
        "amounts": [s.id for s in (*said, *of_editions) if s.kind == "amount"],
        "figures": [s.id for s in (*said, *of_editions) if s.kind == "figure"],
        "beneficiaries": _beneficiaries(state, (*said, *of_editions)),
        "timeline": _timeline(state, thing, editions, sheet, (*said, *of_editions)),
        "similar": similar(state, thing),
        "surroundings": sheets.surroundings(state, thing, depth, day),
    }


def _is_envelope(statement: Statement, thing: Thing) -> bool:
    """Tell whether a statement gives what the whole scheme has, and not a ceiling, an average, a price or a part."""
    return statement.kind == "amount" and statement.subject == thing.id and statement.amount_kind in SUMMED


# --- who pays, who takes part -------------------------------------------------------------------------------------


def _tour_de_table(state: State, thing: Thing) -> dict[str, Any]:
    """Return who funds, one entry a statement, and who holds which role; with no funder, those of its whole."""
    found = answers.funders(state.record, state.directory, thing.id)
    paid = [(c, s) for c in found.contributions for s in c.statements if s.role == FUNDING]
    best = {c.actor: max(_weight(s) for other, s in paid if other.actor == c.actor) for c, _ in paid}
    paid.sort(key=lambda p: (best[p[0].actor], p[0].actor, _weight(p[1])), reverse=True)
    unfunded = {kind for broad in UNFUNDED for kind in files.with_narrower("type-dispositif", broad)}
    return {
        "asks_funders": bool(paid) or thing.kind not in unfunded,
        "funding": [{"statement": s.id, "actor": state.bodies.thing(c.actor), "counted": _counted(s)} for c, s in paid],
        "funding_tells": {
            "instrument": any(s.instrument for _, s in paid),
            "share": any(e.share is not None for _, s in paid for e in s.retained),
            "period": any(period_of(s) for _, s in paid),
        },
        "totals": [total_body(total) for total in found.totals],
        "partners": partners(state, found.contributions),
        "contradictions": [state.bodies.contradiction(c) for c in found.contradictions],
        "perhaps_one": _perhaps_one(state, dict.fromkeys(c.actor for c, s in paid if s.status == "actual")),
        "funders_of_whole": [] if paid else _inherited(state, thing),
    }


def _perhaps_one(state: State, ids: Iterable[str]) -> list[ThingBody]:
    """Return those that are perhaps the same as another of them, kept apart for want of certainty."""
    known = [state.directory[id] for id in ids]
    doubted = {
        id for a in known for b in known if a.id in b.probably_same or b.id in a.probably_same for id in (a.id, b.id)
    }
    return state.bodies.things(thing.id for thing in known if thing.id in doubted)


def _weight(statement: Statement) -> tuple[bool, Decimal, int]:
    """Order what a source says of a funder: effective first, then the highest amount, then the most passages."""
    highest = statement.bounds[1] if statement.bounds else Decimal(-1)
    return statement.status == "actual", highest, len(statement.evidence)


def _counted(statement: Statement) -> bool:
    """Tell whether a statement's amount enters the totals."""
    return statement.status == "actual" and statement.amount_kind in SUMMED and statement.bounds is not None


def _inherited(state: State, thing: Thing) -> list[dict[str, Any]]:
    funders = lists.funders_of(state)
    return [
        {"whole": state.bodies.thing(whole), "funders": state.bodies.things(funders[whole])}
        for whole in state.directory.around(thing.id)
        if whole in funders
    ]


def partners(state: State, contributions: Iterable[Contribution]) -> dict[str, Any]:
    """Return a grid of partners by role, funders first, with what sources say that each brings."""
    told: dict[str, list[Statement]] = {}
    for contribution in contributions:
        for s in contribution.statements:
            if s.role not in BENEFITS:
                told.setdefault(contribution.actor, []).append(s)
    rows = [_partner(state, actor, said) for actor, said in told.items()]
    rows.sort(
        key=lambda row: (_STATUSES.index(row["held"].get(FUNDING, "none")), -(row["high"] or 0), -len(row["held"]))
    )
    every = {role for row in rows for role in row["held"]}
    columns = sorted(every, key=lambda r: (r != FUNDING, -sum(1 for row in rows if r in row["held"]), r))
    scale = max((row["high"] for row in rows if row["high"]), default=0)
    return {"roles": [{"id": r, "label": role_label(r)} for r in columns], "rows": rows, "scale": scale}


def _partner(state: State, actor: str, said: Sequence[Statement]) -> dict[str, Any]:
    """Return a partner: the best status by which it holds each role, its money, and the passages that say all this.

    `said`: what it brings and that makes no sum (an amount per project, a ceiling); `uncounted`: what is planned, past.
    """
    held: dict[str, str] = {}
    for s in said:
        held[s.role] = min(s.status, held.get(s.role, s.status), key=_STATUSES.index)
    paid = [s for s in said if s.role == FUNDING]
    valued = [s for s in paid if s.bounds and not _counted(s)]
    current = [s for s in paid if s.status == held[FUNDING]]
    evidence = {e.locator: e for some in (paid, said) for e in _in_order(some)}
    return {
        "actor": state.bodies.thing(actor),
        "held": held,
        **_sum(s for s in paid if _counted(s)),
        "said": list(dict.fromkeys(apart(s) for s in valued if s.status == "actual")),
        "uncounted": list(dict.fromkeys(_uncounted(s) for s in valued if s.status != "actual")),
        "instruments": list(dict.fromkeys(concept_label("instrument", s.instrument) for s in current if s.instrument)),
        "shares": sorted({float(e.share) for s in current for e in s.retained if e.share is not None}),
        "periods": list(dict.fromkeys(period for s in current if (period := period_of(s)))),
        "conflict": any(s.in_conflict for s in paid),
        "sources": [state.bodies.passage(e) for e in evidence.values()],
    }


def _in_order(said: Iterable[Statement]) -> list[Evidence]:
    """Return the passages of some statements, by document and line."""
    return sorted((e for s in said for e in s.evidence), key=lambda e: (e.source, e.first or 0))


def _uncounted(statement: Statement) -> str:
    return f"{apart(statement)}, {concept_label('statut', statement.status)}"


def apart(statement: Statement) -> str:
    """Return an amount with its kind: « 10 000 € (montant par projet) »."""
    kind = concept_label("nature-montant", statement.amount_kind) if statement.amount_kind else ""
    return f"{value_of(statement)} ({kind})" if kind else value_of(statement)


_STATUSES = ("actual", "planned", "past", "excluded", "none")


def _sum(statements: Iterable[Statement]) -> dict[str, Any]:
    total = added(statements)
    if total is None:
        return {"low": None, "high": None, "label": ""}
    return {"low": float(total.low), "high": float(total.high), "label": sum_in_words(total)}


def _beneficiaries(state: State, said: Iterable[Statement]) -> list[dict[str, Any]]:
    """Return those whom a scheme serves, role by role, laureates first; who holds the same project counts once."""
    kept = [s for s in said if s.kind == "participation" and s.role in BENEFITS]
    groups = things.by_role(state, kept, "subject")
    for group in groups:
        held = [s for s in kept if s.role == group["id"] and s.status == "actual"]
        projects = {s.subject: s.project for s in held if s.project}
        served = {projects.get(s.subject, s.subject) for s in held}
        group["count_label"] = things.numbered(len(served), group["label"])
    return sorted(groups, key=lambda group: BENEFITS.index(group["id"]))


# --- in time ------------------------------------------------------------------------------------------------------


def _timeline(
    state: State, thing: Thing, editions: Sequence[Thing], sheet: dict[str, Any], said: Iterable[Statement]
) -> list[dict[str, Any]]:
    """Return what has a date: start, editions with laureates, laureates of a year, deadlines, end; undated last."""
    won = [s for s in said if s.kind == "participation" and s.role in ("laureat", "beneficiaire")]
    dated = ((thing.starts, "Début"), (thing.deadlines, "Date limite de candidature"), (thing.ends, "Fin"))
    items = [_moment(day, label, sheet) for days, label in dated for day in days]
    items += [_edition(state, edition, [s for s in won if s.object == edition.id]) for edition in editions]
    years = sorted({_year(s) for s in won if s.object == thing.id and s.role == "laureat" and _year(s)})
    for year in years:
        laureates = [s for s in won if s.object == thing.id and s.role == "laureat" and _year(s) == year]
        items.append(
            {"day": year, "when": year, "title": "Lauréats", "thing": None, "laureates": [s.id for s in laureates]}
        )
    return sorted(items, key=lambda item: (not item["day"], item["day"], item["title"]))


def _moment(day: str, label: str, sheet: dict[str, Any]) -> dict[str, Any]:
    sources = [e for e in sheet["naming"] if day in (e["starts"], e["ends"])]
    return {
        "day": day,
        "when": french_date(day),
        "title": label,
        "thing": None,
        "laureates": [],
        "sources": sources,
    }


def _edition(state: State, edition: Thing, won: Sequence[Statement]) -> dict[str, Any]:
    start, end = next(iter(edition.starts), ""), next(iter(edition.ends), "")
    when = french_date(start) if start else "Date non dite"
    return {
        "day": start,
        "when": f"{when} – {french_date(end)}" if end and end != start else when,
        "title": edition.label,
        "status": edition.status,
        "thing": state.bodies.thing(edition.id),
        "laureates": [s.id for s in won],
    }


def _year(statement: Statement) -> str:
    return statement.year or next((e.starts[:4] for e in statement.retained if e.starts), "")


# --- elsewhere ----------------------------------------------------------------------------------------------------


def similar(state: State, thing: Thing) -> list[dict[str, Any]]:
    """Return schemes of the same kind in other territories, those with most stages and sectors in common first.

    Where fewer than three are of the very kind, those of the same broad kind that share a stage or a sector follow.
    """
    if thing.type not in ("scheme", "place"):
        return []
    here = state.directory.inside(thing.territories[0]) | {thing.territories[0]} if thing.territories else frozenset()
    apart = {thing.id, *state.directory.around(thing.id)}
    elsewhere = [t for t in state.directory.of_type(thing.type) if t.id not in apart and _is_elsewhere(state, t, here)]
    same = [t for t in elsewhere if t.kind == thing.kind]
    found = _closest(thing, same)
    if len(found) < 3 and (broader := files.concepts("type-dispositif")[thing.kind].broader):
        kinds = files.with_narrower("type-dispositif", broader)
        near = [t for t in elsewhere if t.kind in kinds and t not in same and _in_common(thing, t)]
        found += _closest(thing, near)
    return [_alike(state, thing, other) for other in found[:SIMILAR]]


def _is_elsewhere(state: State, other: Thing, here: frozenset[str]) -> bool:
    places = state.directory.places(other.id)
    return other.status == "actual" and bool(places) and not here.intersection(places)


def _closest(thing: Thing, others: Iterable[Thing]) -> list[Thing]:
    return sorted(others, key=lambda t: (-_in_common(thing, t), fold(t.label)))


def _in_common(thing: Thing, other: Thing) -> int:
    """Return how alike two schemes are: a shared stage counts twice, for fewer of them are told than sectors."""
    return 2 * len(set(thing.stages) & set(other.stages)) + len(set(thing.sectors) & set(other.sectors))


def _alike(state: State, thing: Thing, other: Thing) -> dict[str, Any]:
    return {
        **lists.row(state, other),
        "shared_stages": [concept_label("etape", s) for s in other.stages if s in thing.stages],
        "shared_sectors": [concept_label("secteur", s) for s in other.sectors if s in thing.sectors],
    }
