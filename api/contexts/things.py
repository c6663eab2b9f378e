"""Things: one thing with all that is said of it, its neighbours."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from api import paging
from api.addresses import page_of
from api.bodies import ListBody, concept_body, thing_body
from api.state import State
from graph import statements
from graph.errors import UnknownThing
from graph.identifiers import fold
from graph.network import FUNDING
from graph.perimeter import role_label
from graph.sentences import role_label_of_mandate
from graph.statements import Statement
from graph.things import Thing
from ontology import files

FAMILIES = {
    "actors": ("actor", "person"),
    "schemes": ("scheme", "edition", "place", "project", "body"),
    "filieres": ("filiere",),
    "territories": ("territory",),
}
TIED = (*FAMILIES["actors"], *FAMILIES["schemes"], *FAMILIES["filieres"])
"""The types of things that networks tie: territories are where these are, not what they work with."""


# --- one thing ----------------------------------------------------------------------------------------------------


def address(state: State, family: str, id: str) -> str:
    """Return the address of the page that an id, a code or an exact name means; raise UnknownThing with the nearest."""
    if thing := state.directory.get(id):
        return page_of(thing)
    state.directory.refuse_removed(id)
    words = id.replace("-", " ")
    near = state.matcher.search(words, FAMILIES[family], 8) or state.matcher.search(words, limit=8)
    exact = [c for c in near if c.score == 1.0]
    if len(exact) == 1:
        return page_of(state.directory[exact[0].id])
    raise UnknownThing(id, near)


def one(state: State, family: str, id: str) -> dict[str, Any]:
    """Return a thing with all its statements, the passages that name it, its contradictions; raise UnknownThing."""
    thing = state.matcher.resolve(id, *FAMILIES[family])
    return sheet(state, thing, said_of(state, thing))


def sheet(state: State, thing: Thing, said: Sequence[Statement]) -> dict[str, Any]:
    """Return what is told of any thing; `roles` are those that it holds, `received` those that others hold in it."""
    bodies = state.bodies
    ties = [s for s in said if s.kind in ("participation", "link")]
    return {
        "thing": {**full(state, thing), "notes": notes_of(thing)},
        "statements": bodies.statements(said),
        "roles": by_role(state, [s for s in ties if s.subject == thing.id], "object"),
        "received": by_role(state, [s for s in ties if s.object == thing.id], "subject"),
        "mandates": together(m for m in said if m.kind == "mandate"),
        "naming": [bodies.passage(e) for e in statements.naming(state.store, thing.iri)],
        "contradictions": [bodies.contradiction(c) for c in state.record.disagreements(thing.id)],
        "inside": bodies.things(around(state, thing.id)),
        "documents": documents_of(state, said),
    }


def together(mandates: Iterable[Statement]) -> list[list[str]]:
    """Return the ids of mandates, those of one function, place and holder together: one referent of several sectors."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for m in sorted(mandates, key=_by_function):
        key = (m.function.lower(), m.object, m.territories, m.subject, m.presence, m.status, m.mandate_kind, m.contact)
        groups.setdefault(key, []).append(m.id)
    return list(groups.values())


def _by_function(mandate: Statement) -> tuple[bool, bool, bool, str]:
    """Order mandates: effective, referents first, those with a named holder before the others, then by function."""
    return (
        mandate.status != "actual",
        mandate.role != "referent",
        mandate.presence != "named",
        mandate.function.lower(),
    )


def around(state: State, id: str) -> list[str]:
    """Return what a thing is part of, the smallest first."""
    return sorted(state.directory.around(id), key=lambda whole: len(state.directory.inside(whole)))


def full(state: State, thing: Thing) -> dict[str, Any]:
    """Return all that the directory says of a thing, stages in the order of a project's life."""
    order = list(files.concepts("etape"))
    stages = [concept_body("etape", s) for s in sorted(thing.stages, key=order.index)]
    return {**state.bodies.full(thing), "stages": stages, "functions": functions_of(state, thing)}


def said_of(state: State, thing: Thing) -> list[Statement]:
    """Return the statements about a thing; for a territory, with the mandates and figures that concern it."""
    said = state.record.about(thing.id)
    if thing.type != "territory":
        return said
    known = {s.id for s in said}
    return said + [s for s in state.record.placed(thing.id) if s.id not in known]


def notes_of(thing: Thing) -> list[str]:
    """Return the remarks on a thing, once each; tables join them with semicolons, passage after passage."""
    return list(dict.fromkeys(part.strip() for part in thing.note.split(" ; ") if part.strip()))


def functions_of(state: State, thing: Thing) -> list[str]:
    """Return the functions that sources give a person, « Présidente, Nantes Métropole »; none for anything else."""
    if thing.type != "person":
        return []
    held = (m for m in state.record.mandates if m.subject == thing.id)
    return list(dict.fromkeys(function_of(state, m) for m in held))


def function_of(state: State, mandate: Statement) -> str:
    """Return the function of a mandate with its organisation, once: « Présidente, Nantes Métropole »."""
    function = mandate.function or role_label_of_mandate(mandate)
    where = state.directory.get(mandate.object)
    return f"{function}, {where.label}" if where and where.label not in function else function


def documents_of(state: State, said: Iterable[Statement]) -> list[dict[str, Any]]:
    """Return the documents that speak of a thing, with the number of its statements read in each."""
    counted = Counter(source for s in said for source in s.sources)
    return [
        {"id": d["id"], "title": d["title"], "url": f"/sources/{d['id']}", "count": counted[d["id"]]}
        for d in state.documents
        if counted[d["id"]]
    ]


def by_role(state: State, said: Iterable[Statement], side: str) -> list[dict[str, Any]]:
    """Return ties grouped by role, funding first, then by number of effective ties; `side` is the end that varies.

    The rows of a group hold the statements of one thing and status.
    """
    groups: dict[str, list[Statement]] = {}
    for statement in said:
        groups.setdefault(statement.role, []).append(statement)
    made = [_role_group(state, role, held, side) for role, held in groups.items()]
    return sorted(made, key=lambda g: (g["id"] not in (FUNDING, "finance"), -len(g["objects"]), g["label"]))


def _role_group(state: State, role: str, held: Iterable[Statement], side: str) -> dict[str, Any]:
    def told(s: Statement) -> tuple[bool, str, str, str]:
        id = getattr(s, side)
        other = state.directory.get(id)
        return s.status != "actual", fold(other.label if other else ""), id, s.status

    ordered = sorted(held, key=lambda s: (*told(s), s.id))
    effective = dict.fromkeys(getattr(s, side) for s in ordered if s.status == "actual")
    return {
        "id": role,
        "kind": ordered[0].kind,
        "label": role_label(role),
        "phrase": _phrase(role, passive=side == "subject"),
        "objects": state.bodies.things(effective),
        "count_label": _counted(state, effective),
        "rows": [[s.id for s in same] for _, same in groupby(ordered, told)],
    }


def _counted(state: State, ids: Iterable[str]) -> str:
    """Return how many things there are, and of which sorts: « 6 dispositifs », « 3 acteurs et projets »."""
    sorts = Counter(_NOUNS.get(state.directory[id].type, "dispositif") for id in ids)
    return numbered(sorts.total(), *(noun for noun, _ in sorts.most_common()))


def numbered(number: int, *nouns: str) -> str:
    """Return a number with what it counts.

    >>> numbered(1, "lauréat"), numbered(3, "acteur", "projet")
    ('1\\xa0lauréat', '3\\xa0acteurs et projets')
    """
    said = [f"{noun}s" if number > 1 else noun for noun in nouns]
    return f"{number}\u00a0{' et '.join(filter(None, (', '.join(said[:-1]), *said[-1:])))}"


_NOUNS = {"actor": "acteur", "person": "personne", "filiere": "filière", "territory": "territoire", "project": "projet"}


def _phrase(role: str, passive: bool) -> str:
    concept = files.concepts("role").get(role) or files.concepts("lien").get(role)
    if concept is None:
        return role
    return (concept.passive if passive else concept.active) or concept.label


def statements_of(state: State, family: str, id: str) -> dict[str, Any]:
    """Return all the statements of a thing as a table; raise UnknownThing."""
    thing = state.matcher.resolve(id, *FAMILIES[family])
    said = said_of(state, thing)
    return {"thing": thing_body(thing), "items": state.bodies.statements(said), "total": len(said)}


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
