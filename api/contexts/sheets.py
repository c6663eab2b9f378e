"""What the sheets of actors and schemes share: surroundings as a table, on a day or not; the place in the network."""

from datetime import date
from typing import Any

from api.contexts import analyses, networks
from api.contexts.shown import Shown
from api.state import State
from graph import standings
from graph.perimeter import Perimeter
from graph.things import Thing


def surroundings(state: State, thing: Thing, depth: int, day: date | None = None) -> dict[str, Any]:
    """Return the effective ties of a thing, then those around it up to one or two steps: what the graph draws.

    With a day, those that were true then or that no source dates. The table holds its first ties; `whole` leads to all.
    """
    shown = Shown(Perimeter(as_of=day), around=thing.id, depth=depth)
    return {
        "depth": depth,
        "as_of": day.isoformat() if day else "",
        "whole": shown.page,
        **networks.view(state, shown, ""),
    }


def ranks(state: State, thing: Thing) -> list[dict[str, Any]]:
    """Return an actor's places in the whole network of partners, each with its interval; empty when it has none.

    A person is never ranked.
    """
    if thing.type != "actor":
        return []
    return [place for name in standings.MEASURES if (place := analyses.place(state, name, thing.id))]
