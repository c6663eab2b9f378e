"""What the sheets of actors and schemes share: surroundings as a table, the place in the network, French dates."""

from typing import Any

from api.contexts import analyses, networks
from api.state import State
from graph.perimeter import WHOLE
from graph.things import Thing

_MEASURE = "degree"
_EVERY = 1_000_000


def surroundings(state: State, thing: Thing, depth: int) -> dict[str, Any]:
    """Return the effective ties of a thing, then those around it up to one or two steps: what the graph draws."""
    drawn = networks.surroundings(state, thing.id, depth, WHOLE)
    said = state.record.several(fact for edge in drawn["edges"] for fact in edge["facts"])
    told = sorted(said, key=lambda s: (thing.id not in (s.subject, s.object), s.role))
    return {"depth": depth, "nodes": len(drawn["nodes"]), "ties": [networks.tie_body(state, s) for s in told]}


def ranks(state: State) -> dict[str, Any]:
    """Return every actor's place by number of partners in the whole network, computed once per edition."""
    key = ("every rank", _MEASURE)
    return state.cached(key, lambda: analyses.measure(state, _MEASURE, "partners", WHOLE, {}, "0", _EVERY, ""))


def rank(state: State, thing: Thing) -> dict[str, Any] | None:
    """Return an actor's place by number of partners in the whole network, with its interval; never that of a person."""
    found = ranks(state)
    row = next((r for r in found["items"] if r["thing"]["id"] == thing.id and r["rank"] is not None), None)
    if row is None or thing.type != "actor":
        return None
    told = {name: row[name] for name in ("value", "rank", "rank_low", "rank_high", "reading")}
    return {**told, "measure": found["measure"], "explanation": found["explanation"], "count": found["defined"]}
