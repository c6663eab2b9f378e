"""What every comparison is made of: counts on one scale, things by type, and the lines of its table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.bodies import PassageBody
from api.contexts.things import functions_of
from api.state import State
from graph.identifiers import fold
from graph.sentences import french_date
from graph.statements import Evidence, Statement
from graph.things import TYPE_LABELS, Thing

SIDES = ("left", "right")
TITLES = {
    "actor": "Acteurs",
    "person": "Personnes",
    "scheme": "Dispositifs",
    "edition": "Éditions",
    "place": "Lieux",
    "project": "Projets",
    "body": "Instances",
    "filiere": "Filières",
    "territory": "Territoires",
}
"""What heads a list of things of each type."""
YES, NO, UNSAID = "oui", "non", "non dit"

Row = dict[str, Any]


def line(
    section: str,
    what: Mapping[str, Any] | str,
    left: Any,
    right: Any,
    sources: Iterable[Any] = (),
    other: Mapping[str, Any] | None = None,
    detail: str = "",
) -> Row:
    """Return a compared line as tables hold it: under which title, what (with what), what each side says, where."""
    nothing = {"id": "", "label": ""}
    return {
        "section": section,
        "what": {**nothing, "label": what} if isinstance(what, str) else what,
        "with": other or nothing,
        "detail": detail,
        "left": left,
        "right": right,
        "sources": list(sources),
    }


def counts(rows: Iterable[tuple[str, Sequence[int]]]) -> list[Row]:
    """Return counts of one kind with the scale that their bars share."""
    told = list(rows)
    scale = max((max(both) for _, both in told), default=0)
    return [{"label": label, "left": both[0], "right": both[1], "scale": scale} for label, both in told]


def counted(rows: Iterable[Row]) -> list[Row]:
    """Return counts as lines."""
    return [line("En chiffres", row["label"], row["left"], row["right"]) for row in rows]


def listed(section: str, things: Iterable[Mapping[str, Any]], left: str, right: str) -> list[Row]:
    """Return a line for each thing, the same being said of all."""
    return [
        line(section, thing, left, right, thing.get("sources", ()), detail=", ".join(thing.get("dates", ())))
        for thing in things
    ]


def by_type(state: State, ids: Iterable[str], sources: Mapping[str, Sequence[Any]] | None = None) -> list[Row]:
    """Return things under their types, actors first, with the dates that sources give; persons by their functions."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for id in ids:
        thing = state.directory[id]
        told = {"dates": _dates(thing), "functions": functions_of(state, thing), "sources": (sources or {}).get(id, [])}
        groups[thing.type].append({**state.bodies.thing(id), **told})
    return [
        {
            "type": type_,
            "label": TYPE_LABELS[type_],
            "title": TITLES[type_],
            "items": sorted(groups[type_], key=lambda b: fold(b["label"])),
        }
        for type_ in TITLES
        if type_ in groups
    ]


def _dates(thing: Thing) -> list[str]:
    """Return when a thing starts and ends; sources that differ give several days."""
    starts, ends = (" ou ".join(map(french_date, days)) for days in (thing.starts, thing.ends))
    until = "jusqu'au" if ends[:1].isdigit() and not ends[:4].isdigit() else "jusqu'en"
    return [f"dès {starts}"] * bool(starts) + [f"{until} {ends}"] * bool(ends)


def flattened(groups: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return the things that stand under types."""
    return [thing for group in groups for thing in group["items"]]


def by_label(state: State, ids: Iterable[str]) -> list[str]:
    """Return ids in the order of their names."""
    return sorted(ids, key=lambda id: fold(state.directory[id].label))


def without_persons(state: State, ids: Iterable[str]) -> list[str]:
    """Return the ids of what is not a person."""
    return [id for id in ids if state.directory[id].type != "person"]


def passages(state: State, said: Iterable[Statement], documents: Sequence[str] = ()) -> list[Any]:
    """Return where statements are said, each passage once, in reading order; only in some documents, when given."""
    found: dict[tuple[str, int, int], Evidence] = {}
    for statement in said:
        kept = (e for e in statement.evidence if not documents or e.source in documents)
        found |= {(e.source, e.first, e.last): e for e in kept}
    return [_where(state.bodies.passage(found[place])) for place in sorted(found)]


def _where(passage: PassageBody) -> PassageBody:
    """Return a passage without what it says: an answer holds thousands."""
    return {
        "source": passage["source"],
        "first": passage["first"],
        "last": passage["last"],
        "locator": passage["locator"],
        "url": passage["url"],
    }
