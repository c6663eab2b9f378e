"""What the sheets of actors and schemes share: surroundings as a table, the place in the network, French dates."""

from collections.abc import Iterable
from typing import Any

from api.contexts import analyses, networks
from api.state import State
from graph.perimeter import WHOLE
from graph.statements import Statement
from graph.things import Thing

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_MEASURE = "degree"
_EVERY = 1_000_000


def surroundings(state: State, thing: Thing, said: Iterable[Statement]) -> dict[str, Any]:
    """Return the effective ties of a thing and between its neighbours: the equivalent table of the drawn graph.

    Passages are given for what is said of the thing itself; for ties between its neighbours, the documents.
    """
    drawn = networks.surroundings(state, thing.id, 1, WHOLE)
    known = {s.id: s for s in said}
    ends = {node["id"]: node for node in drawn["nodes"]}
    ties = [
        {
            "id": edge["id"],
            "subject": ends[edge["source"]],
            "role": {"id": edge["role"], "label": edge["role_label"]},
            "object": ends[edge["target"]],
            "status": edge["status"],
            "sources": _passages(state, edge, known),
        }
        for edge in drawn["edges"]
    ]
    own = [tie for tie in ties if thing.id in (tie["subject"]["id"], tie["object"]["id"])]
    return {"nodes": len(drawn["nodes"]), "ties": own + [tie for tie in ties if tie not in own]}


def _passages(state: State, edge: dict[str, Any], known: dict[str, Statement]) -> list[Any]:
    told = [e for fact in edge["facts"] if fact in known for e in known[fact].evidence]
    return [state.bodies.passage(e) for e in told] or [{"source": document} for document in edge["documents"]]


def rank(state: State, thing: Thing) -> dict[str, Any] | None:
    """Return an actor's place by number of partners in the whole network, with its interval; never that of a person."""
    key = ("every rank", _MEASURE)
    found = state.cached(key, lambda: analyses.measure(state, _MEASURE, "partners", WHOLE, {}, "0", _EVERY, ""))
    row = next((r for r in found["items"] if r["thing"]["id"] == thing.id and r["rank"] is not None), None)
    if row is None or thing.type != "actor":
        return None
    told = {name: row[name] for name in ("value", "rank", "rank_low", "rank_high", "reading")}
    return {**told, "measure": found["measure"], "explanation": found["explanation"], "count": found["defined"]}


def french_date(text: str) -> str:
    """Return a date, which may be a year or a month, as French writes it.

    >>> french_date("2017"), french_date("2017-03"), french_date("2018-09-01")
    ('2017', 'mars 2017', '1er septembre 2018')
    """
    year, *rest = text.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    day = "" if len(rest) == 1 else "1er " if rest[1] == "01" else f"{int(rest[1])} "
    return f"{day}{month} {year}"
