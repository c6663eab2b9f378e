"""Where documents disagree: each question with its sides and their passages; nothing is settled here."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from api.bodies import ThingBody
from api.state import State
from graph.contradictions import Contradiction
from graph.errors import UnknownThing
from graph.identifiers import fold


def disagreements(state: State, territory: str = "", source: str = "") -> dict[str, Any]:
    """Return the contradictions between passages, with their sides: all, or those about a territory or of a document.

    Raises UnknownThing or AmbiguousName for a territory, UnknownThing for a document.
    """
    if source and source not in {document["id"] for document in state.documents}:
        raise UnknownThing(source)
    place = state.matcher.resolve(territory, "territory").id if territory else ""
    inside = state.directory.inside(place) if place else frozenset[str]()
    kept = [
        c
        for c in state.record.contradictions
        if (not place or inside.intersection(_places(state, c))) and (not source or source in _documents(c))
    ]
    items = [_disagreement(state, c) for c in kept]
    return {
        "items": items,
        "total": len(items),
        "asked": {"territory": state.bodies.optional(place), "source": source},
        "facets": _facets(state),
    }


def _disagreement(state: State, contradiction: Contradiction) -> dict[str, Any]:
    return {
        **state.bodies.contradiction(contradiction),
        "territories": state.bodies.things(_places(state, contradiction)),
        "documents": _documents(contradiction),
        "url": f"/contradictions#{contradiction.id}",
    }


def _documents(contradiction: Contradiction) -> list[str]:
    return sorted({evidence.source for side in contradiction.sides for evidence in side.evidence})


def _places(state: State, contradiction: Contradiction) -> list[str]:
    """Return the territories of the things that a contradiction is about."""
    found: dict[str, None] = {}
    for id in contradiction.about:
        if thing := state.directory.get(id):
            found |= dict.fromkeys([id] if thing.type == "territory" else state.directory.places(id))
    return list(found)


def _facets(state: State) -> dict[str, list[dict[str, Any]]]:
    """Count what each filter keeps: a territory those about all that lies in it, as `disagreements` does."""
    places: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    named: set[str] = set()
    for contradiction in state.record.contradictions:
        about = _places(state, contradiction)
        named.update(about)
        places.update({id for place in about for id in (place, *state.directory.around(place))})
        documents.update(_documents(contradiction))
    labels = {place: state.bodies.thing(place)["label"] for place in named}
    titles = {document["id"]: document["title"] for document in state.documents}
    return {
        "territory": [{"id": p, "label": labels[p], "count": places[p]} for p in sorted(named, key=labels.__getitem__)],
        "source": [{"id": d, "label": titles[d], "count": documents[d]} for d in sorted(documents)],
    }


def by_thing(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return disagreements by territory, then by the first thing that they are about, both in alphabetical order."""
    groups: defaultdict[str, defaultdict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    things: dict[str, ThingBody] = {}
    labels: dict[str, str] = {}
    for item in context["items"]:
        thing = item["about"][0]
        place = item["territories"][0] if item["territories"] else {"id": "ailleurs", "label": "Sans territoire"}
        things[thing["id"]] = thing
        labels[place["id"]] = place["label"]
        groups[place["id"]][thing["id"]].append(item)
    return [
        {
            "id": place,
            "label": labels[place],
            "count": sum(map(len, groups[place].values())),
            "things": [
                {"thing": things[thing], "questions": groups[place][thing]}
                for thing in sorted(groups[place], key=lambda id: fold(things[id]["label"]))
            ],
        }
        for place in sorted(groups, key=lambda id: (id == "ailleurs", labels[id]))
    ]


def by_side(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return disagreements as a table: one row for each side, with its passages."""
    rows = [
        {
            "id": item["id"],
            "question": item["question"],
            "about": item["about"],
            "territories": item["territories"],
            "side": side["text"],
            "note": side["note"],
            "sources": side["sources"],
        }
        for item in context["items"]
        for side in item["sides"]
    ]
    return {"items": rows, "total": len(rows)}
