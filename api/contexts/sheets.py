"""What the sheets of actors and schemes share: surroundings as a table, on a day or not; the place in the network."""

from datetime import date
from typing import Any

from api.contexts import analyses, networks
from api.state import State
from graph import standings
from graph.perimeter import Perimeter
from graph.things import Thing


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


def ranks(state: State, thing: Thing) -> list[dict[str, Any]]:
    """Return an actor's places in the whole network of partners, each with its interval; empty when it has none.

    A person is never ranked.
    """
    if thing.type != "actor":
        return []
    return [place for name in standings.MEASURES if (place := analyses.place(state, name, thing.id))]
