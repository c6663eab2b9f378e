"""Two territories side by side: figures, schemes by stage, sector and type, and the actors of both."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from api.contexts.analyses import network_of
from api.contexts.compared import lines, values
from api.contexts.compared.lines import YES, Row
from api.contexts.things import FAMILIES, together
from api.state import State
from graph.analysis import changes
from graph.identifiers import fold
from graph.network import ACTORS
from graph.perimeter import Perimeter
from graph.things import Thing, concept_label
from ontology import files

COMPARED = ("scheme", "place", "body", "filiere")
"""The types of things that two territories are compared by."""
_TYPES = (("Dispositifs", "scheme"), ("Lieux", "place"), ("Projets", "project"), ("Filières", "filiere"))
_AXES = (("stage", "Par étape"), ("sector", "Par secteur"), ("kind", "Par type"))
Inventory = dict[tuple[str, str], list[Any]]


def compare(state: State, left: Thing, right: Thing) -> Row:
    """Return two territories, each with all that lies inside it, in figures and by name."""
    sides = (left, right)
    here = [_inside(state, thing) for thing in sides]
    nets = [network_of(state, "ties", Perimeter(territory=thing.id)) for thing in sides]
    actors = [{id for id in net if state.directory[id].type in ACTORS} for net in nets]
    inventories = [_inventory(state, some) for some in here]
    said = [[s for s in state.record.about(thing.id) if s.subject == thing.id] for thing in sides]
    told = {
        "counts": lines.counts(
            [
                ("Acteurs qui ont un lien ici", [len(some) for some in actors]),
                *((label, [sum(t.type == type_ for t in some) for some in here]) for label, type_ in _TYPES),
                ("Fonctions de référent", [_referents(state, thing) for thing in sides]),
            ]
        ),
        "figures": values.beside(state, "figure", *said),
        "axes": [
            {"id": axis, "label": label, "rows": rows} for axis, label in _AXES if (rows := _rows(axis, inventories))
        ],
        "common": state.bodies.things(lines.by_label(state, actors[0] & actors[1])),
    }
    return {
        "kind": "territories",
        "left": {**state.bodies.thing(left.id), "figures": asdict(changes.figures(nets[0]))},
        "right": {**state.bodies.thing(right.id), "figures": asdict(changes.figures(nets[1]))},
        **told,
        "remark": "Les sources ne disent pas tout : une case vide n'est pas une absence.",
        "items": _lines(told),
    }


def _inside(state: State, territory: Thing) -> list[Thing]:
    """Return the effective schemes, places, bodies, projects and filières of a territory and of what lies inside it."""
    located = state.directory.located_in(territory.id)
    types = (*FAMILIES["schemes"], *FAMILIES["filieres"])
    found = (t for t in state.directory.of_type(*types) if t.status == "actual" and t.type != "edition")
    return [t for t in found if t.id in located]


def _referents(state: State, territory: Thing) -> int:
    """Return how many effective functions of referent a territory has, one for several sectors counted once."""
    inside = state.directory.inside(territory.id)
    return len(together(m for m in state.record.referents if m.has_holder and inside.intersection(m.territories)))


def _inventory(state: State, found: Iterable[Thing]) -> Inventory:
    """Return things by kind, sector and stage."""
    made: Inventory = {}
    for thing in (t for t in found if t.type in COMPARED):
        places = [("kind", thing.kind_label), *(("sector", concept_label("secteur", s)) for s in thing.sectors)]
        places += [("stage", concept_label("etape", s)) for s in thing.stages]
        for place in places:
            made.setdefault(place, []).append(state.bodies.thing(thing.id))
    return made


def _rows(axis: str, inventories: Sequence[Inventory]) -> list[Row]:
    """Return the lines of an axis, those that hold most first; stages in their own order."""
    counted = Counter({place: sum(len(i.get(place, ())) for i in inventories) for i in inventories for place in i})
    places = sorted((p for p in counted if p[0] == axis), key=lambda place: (-counted[place], fold(place[1])))
    if axis == "stage":
        order = [stage.label for stage in files.concepts("etape").values()]
        places.sort(key=lambda place: order.index(place[1]))
    left, right = inventories
    return [{"label": place[1], "left": left.get(place, []), "right": right.get(place, [])} for place in places]


def _lines(told: Row) -> list[Row]:
    made = [*lines.counted(told["counts"]), *values.value_lines("Chiffres des sources", told["figures"])]
    for axis in told["axes"]:
        made += [lines.line(axis["label"], row["label"], row["left"], row["right"]) for row in axis["rows"]]
    return [*made, *lines.listed("Présents dans les deux", told["common"], YES, YES)]
