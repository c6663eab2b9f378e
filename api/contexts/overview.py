"""What the graph holds and where to begin: counts, documents, an example of each question, the scheme finder."""

from collections import Counter
from typing import Any

from api.bodies import concept_body, thing_body
from api.contexts import documents, examples, lists, things
from api.contexts.lists import Filters
from api.state import State
from graph.identifiers import fold
from graph.sentences import french_date
from graph.statements import Statement
from graph.things import Thing
from ontology import files

METROPOLES = 8


def overview(state: State) -> dict[str, Any]:
    """Return what stands on the first page."""
    return state.cached("overview", lambda: _overview(state))


def _overview(state: State) -> dict[str, Any]:
    return {
        "counts": counts(state),
        "documents": documents.sources(state)["items"],
        "examples": {"scheme": _scheme(state), "filiere": _filiere(state), "referent": _referent(state)},
        "metropoles": _metropoles(state),
        "finder": finder(state),
        "built": state.edition.built[:10],
        "built_label": french_date(state.edition.built[:10]),
    }


def counts(state: State) -> dict[str, int]:
    """Return how much the graph holds; ties are the effective ones, what is planned or past is counted apart."""
    return state.cached("counts", lambda: _counts(state))


def _counts(state: State) -> dict[str, int]:
    types = Counter(thing.type for thing in state.directory)
    ties = Counter(state.network.statuses)
    return {
        "actors": types["actor"],
        "schemes": sum(types[type_] for type_ in things.FAMILIES["schemes"]),
        "filieres": types["filiere"],
        "territories": len(lists.kept(state, "territories", Filters())),
        "ties": ties["actual"],
        "planned": ties["planned"],
        "past": ties["past"],
        "statements": state.record.size,
        "contradictions": len(state.record.contradictions),
    }


def _scheme(state: State) -> dict[str, Any] | None:
    """Return the scheme with most funders."""
    funders = lists.funders_of(state)
    best = max(funders, key=lambda id: (len(funders[id]), id), default="")
    return {"thing": state.bodies.thing(best), "funders": state.bodies.things(funders[best])} if best else None


def _filiere(state: State) -> dict[str, Any] | None:
    """Return the most tied filière."""
    found = examples.thing(state, "filiere")
    return {"thing": thing_body(found), "ties": lists.ties_of(state, found.id)} if found else None


def _referent(state: State) -> dict[str, Any] | None:
    """Return a referent whose holder, sector and territory are all known, where most is told."""

    def told(mandate: Statement) -> tuple[int, str]:
        return max(len(state.record.placed(place)) for place in mandate.territories), mandate.id

    known = (m for m in state.record.referents if m.presence == "named")
    found = max((m for m in known if m.sectors and m.territories), key=told, default=None)
    if found is None:
        return None
    return {
        "function": things.function_of(state, found),
        "sector": concept_body("secteur", found.sectors[0]),
        "territory": state.bodies.thing(found.territories[0]),
    }


def _metropoles(state: State) -> list[dict[str, Any]]:
    """Return the intercommunalities of which most is told."""
    counted = Counter(place for thing in state.directory for place in state.directory.places(thing.id))
    found = [t for t in state.directory.of_type("territory") if t.kind == "epci" and counted[t.id]]
    found.sort(key=lambda t: (-counted[t.id], t.label))
    return [{**state.bodies.thing(t.id), "count": counted[t.id]} for t in found[:METROPOLES]]


def finder(state: State) -> dict[str, Any]:
    """Return the stages and sectors of the scheme finder, with how many offers each has, alone."""
    found = lists.offered(state)
    stages = Counter(stage for t in found for stage in t.stages)
    return {
        "total": len(found),
        "stages": [{**concept_body("etape", c.id), "count": stages[c.id]} for c in files.concepts("etape").values()],
        "sectors": _sectors(found),
    }


def _sectors(found: list[Thing]) -> list[dict[str, Any]]:
    """Return the sectors that some offer names, or one under it, in alphabetical order."""
    made = []
    for concept in files.concepts("secteur").values():
        inside = files.with_narrower("secteur", concept.id)
        if count := sum(1 for t in found if inside.intersection(t.sectors)):
            made.append({**concept_body("secteur", concept.id), "count": count})
    return sorted(made, key=lambda s: fold(s["label"]))
