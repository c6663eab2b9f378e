"""Two things side by side: two territories, two actors, two dates; who is in both, who in one only, in figures and by name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from api.contexts.analyses import network_of
from api.state import State
from graph import statements
from graph.analysis import changes
from graph.errors import BadParameter, UnknownThing
from graph.network import ACTORS, places_of
from graph.perimeter import Perimeter
from graph.sentences import measure, period_of
from graph.things import Thing, concept_label


def compare(state: State, left: str, right: str, perimeter: Perimeter) -> dict[str, Any]:
    """Return two territories, two actors or two days (AAAA-MM-JJ) side by side; raise BadParameter for a mixed pair."""
    if not left or not right:
        raise BadParameter(
            "Il faut deux termes à comparer.", "donnez left et right : deux territoires, acteurs ou dates"
        )
    days = _day(left), _day(right)
    if days[0] and days[1]:
        return _dates(state, days[0], days[1], perimeter)
    if days[0] or days[1]:
        raise BadParameter("Une date ne se compare qu'à une date.", "donnez deux dates, ou deux noms")
    first, second = _same_type(state, left, right)
    return _territories(state, first, second) if first.type == "territory" else _actors(state, first, second)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) > 4 else f"{int(text):04d}-12-31")
    except ValueError:
        return None


def _same_type(state: State, left: str, right: str) -> tuple[Thing, Thing]:
    """Return two territories when both names are ones, or else two actors."""
    try:
        return state.matcher.resolve(left, "territory"), state.matcher.resolve(right, "territory")
    except UnknownThing:
        return state.matcher.resolve(left, *ACTORS), state.matcher.resolve(right, *ACTORS)


def _dates(state: State, before: date, after: date, perimeter: Perimeter) -> dict[str, Any]:
    nets = [network_of(state, "ties", _at(perimeter, day)) for day in (before, after)]
    change = changes.compare(*nets)
    return {
        "kind": "dates",
        "left": {"label": f"au {before:%d/%m/%Y}", "figures": asdict(change.before)},
        "right": {"label": f"au {after:%d/%m/%Y}", "figures": asdict(change.after)},
        "only_left": state.bodies.things(change.left),
        "only_right": state.bodies.things(change.joined),
        "common": state.bodies.things(change.stayed),
        "ties_left": [state.bodies.things(tie) for tie in change.ties_left],
        "ties_joined": [state.bodies.things(tie) for tie in change.ties_joined],
        "perimeter": state.bodies.perimeter(perimeter),
        "remark": "Une date que les sources ne disent pas ne retranche rien : seul ce qui est daté entre ou sort.",
    }


def _at(perimeter: Perimeter, day: date) -> Perimeter:
    return Perimeter(
        perimeter.territory,
        perimeter.filiere,
        perimeter.sector,
        perimeter.roles,
        perimeter.kinds,
        day,
        perimeter.statuses,
    )


def _actors(state: State, left: Thing, right: Thing) -> dict[str, Any]:
    net = network_of(state, "partners", Perimeter())
    ties = network_of(state, "ties", Perimeter())
    beside = _beside(net, left.id, right.id)
    shared = sorted(set(ties[left.id] if left.id in ties else ()) & set(ties[right.id] if right.id in ties else ()))
    return {
        "kind": "actors",
        "left": {**state.bodies.thing(left.id), "figures": {"partners": len(net[left.id]) if left.id in net else 0}},
        "right": {
            **state.bodies.thing(right.id),
            "figures": {"partners": len(net[right.id]) if right.id in net else 0},
        },
        "common": state.bodies.things(beside.common),
        "only_left": state.bodies.things(beside.only_left),
        "only_right": state.bodies.things(beside.only_right),
        "shared_schemes": state.bodies.things(id for id in shared if state.directory[id].type not in ACTORS),
        "tied": beside.tied,
        "likeness": beside.likeness,
        "remark": "",
    }


def _beside(net: Any, left: str, right: str) -> changes.Beside:
    """Return two actors' partners; an actor without a known tie has none."""
    if left in net and right in net:
        return changes.compare_actors(net, left, right)
    own = [tuple(sorted(net[id])) if id in net else () for id in (left, right)]
    return changes.Beside((), own[0], own[1], False, None)


def _territories(state: State, left: Thing, right: Thing) -> dict[str, Any]:
    sides = [_side(state, thing) for thing in (left, right)]
    inventories = [_inventory(state, thing) for thing in (left, right)]
    both = sorted(set(sides[0]["actors"]) & set(sides[1]["actors"]))
    return {
        "kind": "territories",
        "left": {**sides[0], "actors": len(sides[0]["actors"])},
        "right": {**sides[1], "actors": len(sides[1]["actors"])},
        "rows": [_row(axis, label, *inventories) for axis, label in _axes(inventories)],
        "common": state.bodies.things(both),
        "figures": _figures(state, left, right),
        "remark": "Les sources ne disent pas tout : une case vide n'est pas une absence.",
    }


Inventory = dict[tuple[str, str], list[Any]]


def _side(state: State, thing: Thing) -> dict[str, Any]:
    net = network_of(state, "ties", Perimeter(territory=thing.id))
    figures = changes.figures(net)
    actors = [id for id in net if state.directory[id].type in ACTORS]
    return {**state.bodies.thing(thing.id), "figures": asdict(figures), "actors": actors}


def _inventory(state: State, territory: Thing) -> Inventory:
    """Return the schemes of a territory by kind, sector and stage."""
    inside = state.directory.inside(territory.id)
    found: Inventory = {}
    for thing in state.directory.of_type("scheme", "place", "body", "filiere"):
        if thing.status != "actual" or not inside.intersection(places_of(state.directory, thing.id)):
            continue
        body = state.bodies.thing(thing.id)
        places = [("kind", thing.kind_label), *(("sector", concept_label("secteur", s)) for s in thing.sectors)]
        places += [("stage", concept_label("etape", s)) for s in thing.stages]
        for place in places:
            found.setdefault(place, []).append(body)
    return found


def _axes(inventories: Iterable[Inventory]) -> list[tuple[str, str]]:
    counts = Counter(place for inventory in inventories for place in inventory)
    order = {"kind": 0, "sector": 1, "stage": 2}
    return sorted(counts, key=lambda place: (order[place[0]], place[1]))


def _row(axis: str, label: str, left: Inventory, right: Inventory) -> dict[str, Any]:
    return {"axis": axis, "label": label, "left": left.get((axis, label), []), "right": right.get((axis, label), [])}


def _figures(state: State, left: Thing, right: Thing) -> list[dict[str, Any]]:
    """Return the figures that sources give of both territories, indicator by indicator, with their years."""
    told: dict[tuple[str, str], dict[str, list[str]]] = {}
    for side, thing in (("left", left), ("right", right)):
        for s in statements.about(state.store, thing.iri):
            if s.kind == "figure" and s.subject == thing.id and s.bounds:
                value = measure(*s.bounds, s.unit) + (f" ({period})" if (period := period_of(s)) else "")
                told.setdefault((s.role, s.detail), {}).setdefault(side, []).append(value)
    return [
        {
            "indicator": concept_label("indicateur", role),
            "detail": detail,
            **{k: both.get(k, []) for k in ("left", "right")},
        }
        for (role, detail), both in sorted(told.items())
    ]
