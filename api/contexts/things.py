"""Things: lists with facets, one thing with all that is said of it, search."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api import paging
from api.bodies import ListBody, thing_body
from api.state import State
from graph import contradictions, statements
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.network import places_of
from graph.perimeter import role_label
from graph.statements import Statement
from graph.things import TYPE_LABELS, Thing, concept_label
from ontology import files

FAMILIES = {
    "actors": ("actor", "person"),
    "schemes": ("scheme", "edition", "place", "project", "body"),
    "filieres": ("filiere",),
    "territories": ("territory",),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list may be narrowed to; empty means all."""

    q: str = ""
    type: str = ""
    kind: str = ""
    territory: str = ""
    sector: str = ""
    stage: str = ""
    status: str = ""


def list_of(state: State, family: str, filters: Filters, limit: int, cursor: str) -> ListBody:
    """Return a page of the things of a family, by label, with facets counted on what the filters keep."""
    found = [t for t in state.directory.of_type(*FAMILIES[family]) if family != "territories" or _told(state, t)]
    kept = _narrow(state, found, filters)
    body = paging.page(kept, limit, cursor, state.bodies.full)
    body["facets"] = _facets(kept, family)
    return body


def _told(state: State, territory: Thing) -> bool:
    """Tell whether something is said of a territory, so that lists do not drown in the whole COG."""
    return territory.id in state.told_territories


def _narrow(state: State, found: Sequence[Thing], filters: Filters) -> list[Thing]:
    kept = list(found)
    if filters.q:
        words = fold(filters.q).split()
        kept = [t for t in kept if all(w in fold(" ".join((t.label, *t.alternatives, *t.variants))) for w in words)]
    if filters.type:
        kept = [t for t in kept if t.type == filters.type]
    if filters.kind:
        kept = [t for t in kept if t.kind == filters.kind]
    if filters.status:
        kept = [t for t in kept if t.status == filters.status]
    if filters.territory:
        inside = state.directory.inside(state.matcher.resolve(filters.territory, "territory").id)
        kept = [t for t in kept if inside.intersection(places_of(state.directory, t.id))]
    if filters.sector:
        wanted = files.with_narrower("secteur", resolve_concept("secteur", filters.sector))
        kept = [t for t in kept if wanted.intersection(t.sectors)]
    if filters.stage:
        stage = resolve_concept("etape", filters.stage)
        kept = [t for t in kept if stage in t.stages]
    return kept


def _facets(kept: Sequence[Thing], family: str) -> dict[str, list[dict[str, Any]]]:
    facets = {
        "type": _count((t.type for t in kept), TYPE_LABELS.__getitem__),
        "kind": _count((t.kind for t in kept), lambda kind: next(t.kind_label for t in kept if t.kind == kind)),
        "sector": _count((s for t in kept for s in t.sectors), lambda s: concept_label("secteur", s)),
        "stage": _count((s for t in kept for s in t.stages), lambda s: concept_label("etape", s)),
    }
    return {name: counts for name, counts in facets.items() if counts and not (name == "type" and len(counts) == 1)}


def _count(values: Iterable[str], label: Any) -> list[dict[str, Any]]:
    counted = Counter(v for v in values if v).most_common()
    return [{"id": value, "label": label(value), "count": count} for value, count in counted]


def one(state: State, family: str, id: str) -> dict[str, Any]:
    """Return a thing with all its statements, the passages that name it, its contradictions; raise UnknownThing."""
    thing = state.matcher.resolve(id, *FAMILIES[family])
    said = statements.about(state.store, thing.iri)
    if thing.type == "territory":
        said = said + _of_places(state, thing, said)
    bodies = state.bodies
    return {
        "thing": bodies.full(thing),
        "statements": bodies.statements(said),
        "roles": _roles(state, thing, said),
        "naming": [bodies.passage(e) for e in statements.naming(state.store, thing.iri)],
        "contradictions": [bodies.contradiction(c) for c in contradictions.about(state.store, thing.iri)],
        "inside": bodies.things(state.directory.around(thing.id)),
    }


def _of_places(state: State, territory: Thing, said: Sequence[Statement]) -> list[Statement]:
    """Return the mandates and figures that concern a territory without being about it."""
    known = {s.id for s in said}
    return [s for s in state.placed.get(territory.id, ()) if s.id not in known]


def _roles(state: State, thing: Thing, said: Iterable[Statement]) -> list[dict[str, Any]]:
    """Return, for each role that a thing holds, the things that it holds it in; effective ties only."""
    groups: dict[str, list[str]] = {}
    for statement in said:
        if statement.kind in ("participation", "link") and statement.subject == thing.id and statement.status == "actual":
            held = groups.setdefault(statement.role, [])
            if statement.object not in held:
                held.append(statement.object)
    return [
        {"id": role, "label": role_label(role), "objects": state.bodies.things(objects)}
        for role, objects in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def search(state: State, q: str, types: Sequence[str], limit: int) -> dict[str, Any]:
    """Return ranked things, and the sectors of the vocabulary that the words name."""
    found = state.matcher.search(q, types, limit)
    sectors = [] if types else _sectors(q)
    return {"q": q, "items": [state.bodies.candidate(c) for c in found], "total": len(found), "sectors": sectors}


def _sectors(q: str) -> list[dict[str, str]]:
    asked = fold(q)
    named = (c for c in files.concepts("secteur").values() if asked and asked in fold(" ".join((c.label, *c.alt))))
    return [{"id": c.id, "label": c.label, "url": f"/reseau?sector={c.id}"} for c in named][:5]


def neighbours(state: State, id: str, depth: int, limit: int, cursor: str) -> ListBody:
    """Return the things at one or two steps of an actor, nearest and most tied first."""
    thing = state.matcher.resolve(id, *FAMILIES["actors"])
    net = state.graph
    steps: dict[str, int] = {thing.id: 0}
    border = [thing.id] if thing.id in net else []
    for step in range(1, depth + 1):
        border = sorted({n for id in border for n in net[id]} - steps.keys())
        steps |= dict.fromkeys(border, step)
    found = sorted((n for n in steps if n != thing.id), key=lambda n: (steps[n], -net.degree[n], n))

    def body(other: str) -> dict[str, Any]:
        tied = net.has_edge(thing.id, other)
        roles = [role_label(role) for role in net.edges[thing.id, other]["roles"]] if tied else []
        return {**thing_body(state.directory[other]), "distance": steps[other], "roles": roles}

    return paging.page(found, limit, cursor, body)
