"""An actor's sheet: what it is, what it does with whom, its place in the network, and every statement about it."""

from datetime import date
from typing import Any

from api.contexts import answers, sheets, things
from api.contexts.things import FAMILIES
from api.state import State
from graph.perimeter import WHOLE

SHOWN = 10
"""How many co-funders a sheet shows; all of them are at /api/actors/{id}/cofunders."""


def actor(state: State, id: str, depth: int = 1, day: date | None = None) -> dict[str, Any]:
    """Return all that is told of an actor, its first co-funders, its surroundings up to `depth`; raise UnknownThing.

    A `day` holds for the surroundings alone.
    """
    thing = state.matcher.resolve(id, *FAMILIES["actors"])
    said = things.said_of(state, thing)
    together = answers.cofunders(state, thing.id, WHOLE)
    return {
        **things.sheet(state, thing, said),
        "cofunders": {"items": together["items"][:SHOWN], "total": together["total"]},
        "surroundings": sheets.surroundings(state, thing, depth, day),
        "ranks": sheets.ranks(state, thing),
    }
