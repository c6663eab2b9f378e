"""The portrait of a filière: its cooperation, who pays, who to call, the stages it covers; and beside others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from api.bodies import concept_body
from api.contexts import cooperation, networks
from api.contexts.things import FAMILIES
from api.state import State
from graph import answers
from graph.analysis import filieres
from graph.answers import FiliereNetwork
from graph.identifiers import fold
from graph.things import Thing
from ontology import files

PRESENCES = {
    "named": "nommé",
    "unnamed": "non nommé",
    "none": "aucun, dit la source",
    "unstated": "non renseigné",
    "": "non dit",
}
"""What may be known of a filière's referent, the best first."""


def portrait(state: State, filiere: str, transversal: bool = False) -> dict[str, Any]:
    """Return a filière in figures and in words, beside the same sector elsewhere; raise UnknownThing or AmbiguousName.

    Without `transversal`, what its cross-cutting schemes tie is left out, and told in `with_cross_cutting` (None when
    there are none).
    """
    thing = state.matcher.resolve(filiere, *FAMILIES["filieres"])
    return state.cached(("portrait", thing.id, transversal), lambda: _portrait(state, thing, transversal))


def _portrait(state: State, thing: Thing, transversal: bool) -> dict[str, Any]:
    crossing = networks.cross_cutting(state, thing.id)
    found = answers.filiere_network(state.record, state.network, thing.id)
    beside = [line(state, one) for one in (thing, *_same_sector(state, thing))]
    bodies = state.bodies
    return {
        "filiere": bodies.full(thing),
        "transversal": transversal,
        **cooperation.cooperation(state, thing.id, transversal),
        "with_cross_cutting": cooperation.cooperation(state, thing.id, True) if crossing and not transversal else None,
        "cross_cutting": bodies.things(crossing),
        "pairs": cooperation.role_pairs(state, thing.id, transversal),
        "bridges": cooperation.bridges(state, thing.id),
        "structuring": bodies.statements(found.structuring),
        "referents": bodies.statements(found.referents.found),
        "nearest_referents": bodies.statements(found.referents.nearest),
        "remark": found.referents.remark,
        "funders": beside[0]["funders"],
        **_stages(state, thing.id),
        "nested": nested(state, thing),
        "elsewhere": elsewhere(state, thing),
        "items": beside,
        "total": len(beside),
    }


def _stages(state: State, filiere: str) -> dict[str, Any]:
    """Return which schemes and projects each stage of a project's life has in a filière, and those that say none."""
    covered = filieres.stages(_stages_of(state, filiere), list(files.concepts("etape")))
    bodies = state.bodies
    return {
        "stages": [{**concept_body("etape", s), "schemes": bodies.things(ids)} for s, ids in covered.covered.items()],
        "stages_unsaid": bodies.things(covered.unsaid),
    }


def _stages_of(state: State, filiere: str) -> dict[str, tuple[str, ...]]:
    """Return the stages of what effective ties put in a filière, cross-cutting schemes included."""
    objects = state.network.filiere_objects(filiere)
    tied = {s.subject for s in state.record.about(filiere) if s.object == filiere and s.status == "actual"}
    things = (state.directory[id] for id in sorted(objects & tied))
    return {thing.id: thing.stages for thing in things if thing.type in FAMILIES["schemes"]}


# --- one line -----------------------------------------------------------------------------------------------------


def line(state: State, thing: Thing) -> dict[str, Any]:
    """Return a filière in figures: what is effective, in the filière itself and in what is its own."""
    return state.cached(("filiere in figures", thing.id), lambda: _line(state, thing))


def _line(state: State, thing: Thing) -> dict[str, Any]:
    found = answers.filiere_network(state.record, state.network, thing.id)
    told = cooperation.cooperation(state, thing.id, False)
    objects = cooperation.own_objects(state, thing.id)
    functions = [s for s in found.referents.found if s.has_holder]
    stages = {stage for some in _stages_of(state, thing.id).values() for stage in some}
    bodies = state.bodies
    actors = cooperation.actors_of(state, thing.id)
    return {
        "filiere": bodies.thing(thing.id),
        "told": bool(actors or functions or stages or found.structuring),
        "territories": bodies.things(thing.territories),
        "status": thing.status,
        "members": len({s.subject for s in found.members if s.status == "actual" and s.object in objects}),
        "actors": len(actors),
        "figures": told["figures"],
        "brokers": [broker["thing"] for broker in told["brokers"]],
        "structuring": bodies.things(dict.fromkeys(s.subject for s in found.structuring)),
        "referents": len(functions),
        "referent": _known(found),
        "stages": [concept_body("etape", s) for s in files.concepts("etape") if s in stages],
        "funders": _funders(state, found, objects),
    }


def _known(found: FiliereNetwork) -> dict[str, str]:
    """Return the best that is known of the referents of a filière: a name, a function, an absence, nothing."""
    presences = {s.presence or "unstated" for s in found.referents.found}
    best = next((presence for presence in PRESENCES if presence in presences), "")
    return {"id": best, "label": PRESENCES[best]}


def _funders(state: State, found: FiliereNetwork, objects: set[str]) -> list[Any]:
    """Return who effectively funds or supports a filière or what is its own, in alphabetical order."""
    paying = {s.subject for s in found.funders if s.status == "actual" and s.object in objects}
    return state.bodies.things(sorted(paying, key=lambda id: fold(state.directory[id].label)))


# --- beside others ------------------------------------------------------------------------------------------------


def nested(state: State, thing: Thing) -> dict[str, Any]:
    """Return the filières that this one is a branch of, and its own branches."""
    links = [s for s in state.record.about(thing.id) if s.kind == "link" and s.role == "s-inscrit-dans"]
    both = [s for s in links if {state.directory[id].type for id in (s.subject, s.object)} == {"filiere"}]
    return {
        "wider": state.bodies.things(s.object for s in both if s.subject == thing.id),
        "branches": state.bodies.things(s.subject for s in both if s.object == thing.id),
    }


def _same_sector(state: State, thing: Thing) -> list[Thing]:
    """Return the filières of the same or a neighbouring sector in other territories, the same sector first."""
    wanted, own = family(thing.sectors), set(thing.territories)
    found = [
        other
        for other in state.directory.of_type("filiere")
        if wanted.intersection(other.sectors) and not _near(state, other.territories, own)
    ]
    return sorted(found, key=lambda t: (not set(t.sectors).intersection(thing.sectors), fold(t.label)))


def elsewhere(state: State, thing: Thing) -> list[dict[str, Any]]:
    """Return the schemes, places and projects of the same or a neighbouring sector in other territories, by these."""
    wanted, own = family(thing.sectors), set(thing.territories)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for other in state.directory.of_type(*FAMILIES["schemes"]):
        places = state.directory.places(other.id)
        if other.type != "edition" and wanted.intersection(other.sectors) and places and not _near(state, places, own):
            groups[places[0]].append(other.id)
    made = [{"territory": state.bodies.thing(id), "schemes": state.bodies.things(ids)} for id, ids in groups.items()]
    return sorted(made, key=lambda group: (-len(group["schemes"]), fold(group["territory"]["label"])))


def _near(state: State, places: Iterable[str], own: set[str]) -> bool:
    """Tell whether one of these places is one of a filière's own, or lies inside one."""
    return any(place in own or own.intersection(state.directory.around(place)) for place in places)


def family(sectors: Iterable[str]) -> frozenset[str]:
    """Return sectors with the narrower and the broader ones, by which neighbours of a subject are found.

    >>> sorted(family(["agriculture"]))
    ['agriculture', 'alimentation']
    """
    found: set[str] = set()
    for sector in sectors:
        found |= files.with_narrower("secteur", sector)
        concept = files.concepts("secteur").get(sector)
        if concept and concept.broader:
            found.add(concept.broader)
    return frozenset(found)
