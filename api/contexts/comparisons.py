"""Two things side by side: two territories, two actors, two dates; what both have, what one alone has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from api.contexts import choices, examples
from api.contexts.analyses import network_of
from api.contexts.things import FAMILIES, functions_of
from api.state import State
from graph.analysis import changes
from graph.errors import BadParameter, UnknownThing
from graph.identifiers import fold
from graph.network import ACTORS, places_of
from graph.perimeter import WHOLE, Perimeter, role_label
from graph.sentences import french_date, period_of, value_of
from graph.statements import Statement
from graph.things import TYPE_LABELS, Thing, concept_label

if TYPE_CHECKING:
    from graph.network import NetGraph

SIDES = ("left", "right")
COMPARED = ("scheme", "place", "body", "filiere")
"""The types of things that two territories are compared by."""


def compare(state: State, left: str, right: str, perimeter: Perimeter = WHOLE) -> dict[str, Any]:
    """Return two territories, two actors or two days (AAAA-MM-JJ or a year) side by side.

    Raises BadParameter for a missing, a mixed or a same pair, UnknownThing or AmbiguousName for a name.
    """
    if not left.strip() or not right.strip():
        hint = "donnez left et right : deux territoires, deux acteurs ou deux dates"
        raise BadParameter("Il faut deux termes à comparer.", hint)
    days = _day(left), _day(right)
    if days[0] and days[1]:
        return _dates(state, min(days[0], days[1]), max(days[0], days[1]), perimeter)
    if days[0] or days[1]:
        raise BadParameter("Une date ne se compare qu'à une date.", "donnez deux dates, ou deux noms")
    first, second = _same_type(state, left, right)
    if first.id == second.id:
        raise BadParameter(f"« {first.label} » ne se compare pas à lui-même.", "choisissez-en un autre")
    return _territories(state, first, second) if first.type == "territory" else _actors(state, first, second)


def _day(text: str) -> date | None:
    """Return the day that a text writes; a year alone is its last day."""
    told = text.strip()
    try:
        return date.fromisoformat(f"{int(told):04d}-12-31" if len(told) == 4 else told)
    except ValueError:
        return None


def _same_type(state: State, left: str, right: str) -> tuple[Thing, Thing]:
    """Return two territories when both names are ones and neither is an actor's id, or else two actors."""
    exact = (state.directory.get(text.strip()) for text in (left, right))
    if any(thing and thing.type in ACTORS for thing in exact):
        return state.matcher.resolve(left, *ACTORS), state.matcher.resolve(right, *ACTORS)
    try:
        return state.matcher.resolve(left, "territory"), state.matcher.resolve(right, "territory")
    except UnknownThing:
        return state.matcher.resolve(left, *ACTORS), state.matcher.resolve(right, *ACTORS)


def written(state: State, text: str) -> str:
    """Return the name that may stand in the form for an id, when it would be understood as the same thing."""
    thing = state.directory.get(text.strip())
    return choices.written(state, text, *(("territory",) if thing and thing.type == "territory" else ()))


def _counts(rows: Iterable[tuple[str, Sequence[int]]]) -> list[dict[str, Any]]:
    """Return counts of one kind with the scale that their bars share."""
    told = list(rows)
    scale = max((max(both) for _, both in told), default=0)
    return [{"label": label, "left": both[0], "right": both[1], "scale": scale} for label, both in told]


def examples_of(state: State) -> list[dict[str, str]]:
    """Return comparisons worth looking at, from the data in service."""
    found = []
    for type_ in ("territory", "actor"):
        pairs = ((examples.thing(state, type_, a), examples.thing(state, type_, b)) for a, b in ((0, 1), (0, 2)))
        found += [(a.label, b.label, a.id, b.id) for a, b in pairs if a and b]
    found.append(("2015", "2020", "2015", "2020"))
    return [{"label": f"{a} et {b}", "url": f"/comparer?left={left}&right={right}"} for a, b, left, right in found]


# --- two dates ----------------------------------------------------------------------------------------------------


def _dates(state: State, before: date, after: date, perimeter: Perimeter) -> dict[str, Any]:
    """Return what came and what left between two days; the many that stayed are only counted, persons are not named."""
    if before == after:
        raise BadParameter("Les deux dates sont la même.", "choisissez deux dates")
    nets = [network_of(state, "ties", replace(perimeter, as_of=day)) for day in (before, after)]
    change = changes.compare(*nets)
    return {
        "kind": "dates",
        "left": {"label": f"au {french_date(before.isoformat())}", "date": before.isoformat()},
        "right": {"label": f"au {french_date(after.isoformat())}", "date": after.isoformat()},
        "counts": _counts((label, [count(net) for net in nets]) for label, count in _COUNTED),
        "only_left": _by_type(state, _without_persons(state, change.left)),
        "only_right": _by_type(state, _without_persons(state, change.joined)),
        "stayed": len(change.stayed),
        "ties_left": _ties(state, nets[0], change.ties_left),
        "ties_joined": _ties(state, nets[1], change.ties_joined),
        "ties_stayed": len(change.ties_stayed),
        "perimeter": state.bodies.perimeter(perimeter),
        "remark": "Ce que les sources ne datent pas est compté aux deux dates : seul ce qui est daté entre ou sort.",
    }


_COUNTED = (
    ("Acteurs", lambda net: sum(1 for _, kind in net.nodes(data="type") if kind in ACTORS)),
    ("Dispositifs, lieux et projets", lambda net: sum(1 for _, kind in net.nodes(data="type") if kind not in ACTORS)),
    ("Liens", lambda net: net.number_of_edges()),
)


def _by_type(state: State, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return things under their types, actors first, with the dates that sources give; persons by their functions."""
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for id in ids:
        thing = state.directory[id]
        dates = [f"dès {french_date(day)}" for day in thing.starts]
        dates += [f"jusqu'à {french_date(day)}" for day in thing.ends]
        groups[thing.type].append({**state.bodies.thing(id), "dates": dates, "functions": functions_of(state, thing)})
    return [
        {"type": type_, "label": TYPE_LABELS[type_], "items": sorted(groups[type_], key=lambda b: fold(b["label"]))}
        for type_ in TYPE_LABELS
        if type_ in groups
    ]


def _ties(state: State, net: "NetGraph", ties: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return ties with the roles that make them; those of persons left out."""
    made = [
        {
            "things": state.bodies.things(tie),
            "roles": [{"id": role, "label": role_label(role)} for role in net.edges[tie]["roles"]],
        }
        for tie in ties
        if len(_without_persons(state, tie)) == len(tie)
    ]
    return sorted(made, key=lambda tie: [fold(thing["label"]) for thing in tie["things"]])


def gathered(ties: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ties under the thing that most of them touch, so that a list of them can be read."""
    left = list(ties)
    groups = []
    while left:
        counted = Counter(thing["id"] for tie in left for thing in tie["things"])
        hub = max(counted, key=lambda id: (counted[id], id))
        inside = [tie for tie in left if any(thing["id"] == hub for thing in tie["things"])]
        left = [tie for tie in left if tie not in inside]
        pairs = [(*sorted(tie["things"], key=lambda t: t["id"] != hub), tie["roles"]) for tie in inside]
        groups.append({"thing": pairs[0][0], "with": [{"thing": other, "roles": roles} for _, other, roles in pairs]})
    return groups


def _without_persons(state: State, ids: Iterable[str]) -> list[str]:
    return [id for id in ids if state.directory[id].type != "person"]


# --- two actors ---------------------------------------------------------------------------------------------------


def _actors(state: State, left: Thing, right: Thing) -> dict[str, Any]:
    net, ties = network_of(state, "partners", WHOLE), network_of(state, "ties", WHOLE)
    beside = _beside(net, left.id, right.id)
    partners = [len(net[thing.id]) if thing.id in net else 0 for thing in (left, right)]
    near = [set(ties[thing.id]) if thing.id in ties else set() for thing in (left, right)]
    bodies = state.bodies
    shared = [id for id in near[0] & near[1] if state.directory[id].type not in ACTORS]
    return {
        "kind": "actors",
        "left": bodies.thing(left.id),
        "right": bodies.thing(right.id),
        "counts": [*_counts([("Partenaires connus", partners)]), *_counts(_roles(state, left, right))],
        "tied": beside.tied,
        "likeness": beside.likeness,
        "shared_schemes": [_held_by_both(state, id, left, right) for id in _sorted(state, shared)],
        "common": bodies.things(_sorted(state, beside.common)),
        "only_left": _by_type(state, beside.only_left),
        "only_right": _by_type(state, beside.only_right),
        "path": f"/chemins?from={left.id}&to={right.id}",
        "remark": "Un acteur dont les documents parlent peu a peu de liens connus, quoi qu'il fasse.",
    }


def _beside(net: "NetGraph", left: str, right: str) -> changes.Beside:
    """Return two actors' partners; an actor without a known tie has none."""
    if left in net and right in net:
        return changes.compare_actors(net, left, right)
    own = [tuple(sorted(net[id])) if id in net else () for id in (left, right)]
    return changes.Beside((), own[0], own[1], False, None)


def _roles(state: State, left: Thing, right: Thing) -> list[tuple[str, list[int]]]:
    """Return in how many things each actor effectively holds each role, the most held first."""
    held = [_holdings(state, thing) for thing in (left, right)]
    roles = sorted(held[0].keys() | held[1].keys(), key=lambda r: (-len(held[0][r]) - len(held[1][r]), r))
    return [(role_label(role).capitalize(), [len(held[0][role]), len(held[1][role])]) for role in roles]


def _holdings(state: State, thing: Thing) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for s in state.record.about(thing.id):
        if s.kind == "participation" and s.subject == thing.id and s.status == "actual":
            found[s.role].add(s.object)
    return found


def _held_by_both(state: State, scheme: str, left: Thing, right: Thing) -> dict[str, Any]:
    """Return a scheme in which both take part, with the roles of each and where that is said."""
    said = [s for s in state.record.about(scheme) if s.status == "actual"]
    own = {side: [s for s in said if thing.id in s.things] for side, thing in zip(SIDES, (left, right), strict=True)}
    passages = {e.locator: e for some in own.values() for s in some for e in s.evidence}
    return {
        "scheme": state.bodies.thing(scheme),
        **{side: list(dict.fromkeys(role_label(s.role) for s in some)) for side, some in own.items()},
        "sources": [state.bodies.passage(passages[locator]) for locator in sorted(passages)],
    }


def _sorted(state: State, ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda id: fold(state.directory[id].label))


# --- two territories ----------------------------------------------------------------------------------------------


def _territories(state: State, left: Thing, right: Thing) -> dict[str, Any]:
    sides = (left, right)
    here = [_inside(state, thing) for thing in sides]
    nets = [network_of(state, "ties", Perimeter(territory=thing.id)) for thing in sides]
    actors = [{id for id in net if state.directory[id].type in ACTORS} for net in nets]
    inventories = [_inventory(state, some) for some in here]
    return {
        "kind": "territories",
        "left": {**state.bodies.thing(left.id), "figures": asdict(changes.figures(nets[0]))},
        "right": {**state.bodies.thing(right.id), "figures": asdict(changes.figures(nets[1]))},
        "counts": _counts(
            [
                ("Acteurs dans le réseau", [len(some) for some in actors]),
                *((label, [sum(t.type == type_ for t in some) for some in here]) for label, type_ in _TYPES),
                ("Fonctions de référent", [_referents(state, thing) for thing in sides]),
            ]
        ),
        "figures": _figures(state, left, right),
        "axes": [
            {"id": axis, "label": label, "rows": rows} for axis, label in _AXES if (rows := _rows(axis, inventories))
        ],
        "common": state.bodies.things(_sorted(state, actors[0] & actors[1])),
        "remark": "Les sources ne disent pas tout : une case vide n'est pas une absence.",
    }


_TYPES = (("Dispositifs", "scheme"), ("Lieux", "place"), ("Projets", "project"), ("Filières", "filiere"))
_AXES = (("stage", "Par étape"), ("sector", "Par secteur"), ("kind", "Par type"))
Inventory = dict[tuple[str, str], list[Any]]


def _inside(state: State, territory: Thing) -> list[Thing]:
    """Return the effective schemes, places, bodies, projects and filières of a territory and of what lies inside it."""
    inside = state.directory.inside(territory.id)
    types = (*FAMILIES["schemes"], *FAMILIES["filieres"])
    found = (t for t in state.directory.of_type(*types) if t.status == "actual" and t.type != "edition")
    return [t for t in found if inside.intersection(places_of(state.directory, t.id))]


def _referents(state: State, territory: Thing) -> int:
    inside = state.directory.inside(territory.id)
    known = (s for s in state.record.mandates if s.role == "referent" and s.presence in ("named", "unnamed"))
    return sum(1 for s in known if s.status == "actual" and inside.intersection(s.territories))


def _inventory(state: State, found: Iterable[Thing]) -> Inventory:
    """Return things by kind, sector and stage."""
    made: Inventory = {}
    for thing in (t for t in found if t.type in COMPARED):
        places = [("kind", thing.kind_label), *(("sector", concept_label("secteur", s)) for s in thing.sectors)]
        places += [("stage", concept_label("etape", s)) for s in thing.stages]
        for place in places:
            made.setdefault(place, []).append(state.bodies.thing(thing.id))
    return made


def _rows(axis: str, inventories: Sequence[Inventory]) -> list[dict[str, Any]]:
    """Return the lines of an axis, those that hold most first."""
    counted = Counter({place: sum(len(i.get(place, ())) for i in inventories) for i in inventories for place in i})
    places = sorted((p for p in counted if p[0] == axis), key=lambda place: (-counted[place], fold(place[1])))
    left, right = inventories
    return [{"label": place[1], "left": left.get(place, []), "right": right.get(place, [])} for place in places]


def _figures(state: State, left: Thing, right: Thing) -> list[dict[str, Any]]:
    """Return the figures that sources give of either territory, those of both first, with their years and sources."""
    told: dict[tuple[str, str, str], dict[str, list[Statement]]] = {}
    for side, thing in zip(SIDES, (left, right), strict=True):
        for s in state.record.about(thing.id):
            if s.kind == "figure" and s.subject == thing.id and s.bounds:
                told.setdefault((s.role, s.detail, s.unit), {}).setdefault(side, []).append(s)
    rows = [_figure(state, *key, both) for key, both in told.items()]
    return sorted(rows, key=lambda r: (not (r["left"] and r["right"]), fold(r["indicator"]), fold(r["detail"])))


def _figure(state: State, role: str, detail: str, unit: str, both: Mapping[str, Sequence[Statement]]) -> dict[str, Any]:
    values = {side: [_value(state, s) for s in both.get(side, ())] for side in SIDES}
    return {
        "indicator": concept_label("indicateur", role),
        "detail": detail,
        "unit": unit,
        **values,
        "scale": max(value["high"] for some in values.values() for value in some),
    }


def _value(state: State, statement: Statement) -> dict[str, Any]:
    low, high = statement.bounds or (0, 0)
    return {
        "label": value_of(statement),
        "low": float(low),
        "high": float(high),
        "period": period_of(statement),
        "sources": [state.bodies.passage(e) for e in statement.retained],
    }
