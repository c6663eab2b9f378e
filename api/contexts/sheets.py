"""What the sheets of actors and schemes share: surroundings as a table, on a day or not; the place in the network."""

from concurrent.futures import Future
from datetime import date
from typing import Any

from api.contexts import analyses, networks
from api.state import State
from graph.perimeter import WHOLE, Perimeter
from graph.things import Thing

MEASURES = ("degree", "betweenness")
"""The measures of which an actor's sheet gives the rank, among all partners."""
_EVERY = 1_000_000

Standing = dict[str, Any]


def surroundings(state: State, thing: Thing, depth: int, day: date | None = None) -> dict[str, Any]:
    """Return the effective ties of a thing, then those around it up to one or two steps: what the graph draws.

    With a day, those that were true then or that no source dates.
    """
    perimeter = Perimeter(as_of=day)
    drawn = networks.surroundings(state, thing.id, depth, perimeter)
    said = state.record.several(fact for edge in drawn["edges"] for fact in edge["facts"])
    told = sorted(said, key=lambda s: (thing.id not in (s.subject, s.object), s.role))
    return {
        "depth": depth,
        "as_of": day.isoformat() if day else "",
        "nodes": len(drawn["nodes"]),
        "ties": [networks.tie_body(state, s) for s in told],
        "network": networks.address("/api/network", perimeter, around=thing.id, depth=str(depth)),
    }


def standings(state: State) -> Future[list[Standing]]:
    """Return a promise of every member's place in the whole network of partners, by each measure of the sheets."""
    return state.memo.promise("standings", lambda: [_standing(state, name) for name in MEASURES])


def _standing(state: State, name: str) -> Standing:
    found = analyses.measure(state, name, "partners", WHOLE, {}, "0", _EVERY, "")
    return {**found, "by_id": {row["thing"]["id"]: row for row in found["items"] if row["rank"] is not None}}


def ranks(state: State, thing: Thing) -> list[dict[str, Any]] | None:
    """Return an actor's places in the whole network of partners, each with its interval; empty when it has none.

    None while they are being computed, in the first seconds of a site. A person is never ranked.
    """
    if thing.type != "actor":
        return []
    found = standings(state)
    return [_rank(s, s["by_id"][thing.id]) for s in found.result() if thing.id in s["by_id"]] if found.done() else None


def _rank(standing: Standing, row: dict[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ("value", "value_label", "rank", "rank_low", "rank_high", "reading")}
    return {**told, "measure": standing["measure"], "count": standing["defined"]}
