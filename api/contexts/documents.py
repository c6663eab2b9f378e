"""Documents and vocabularies: what was read where, where sources disagree, what each word means."""

from typing import Any, get_args

from api.state import State
from graph import contradictions, statements
from graph.errors import UnknownThing
from graph.sentences import sentence
from ontology import files
from ontology.namespaces import SchemeName


def sources(state: State) -> dict[str, Any]:
    """Return the documents with the number of statements read in each."""
    items = [{**document, "url": f"/sources/{document['id']}"} for document in state.documents]
    return {"items": items, "total": len(items)}


def source(state: State, id: str) -> dict[str, Any]:
    """Return a document and what was read in it, in reading order; raise UnknownThing."""
    document = next((d for d in state.documents if d["id"] == id), None)
    if document is None:
        raise UnknownThing(id)
    said, named = statements.read_in(state.store, id)
    bodies = state.bodies
    rows = [
        {"first": e.first, "last": e.last, "kind": s.kind, "sentence": sentence(s, state.directory), "statement": bodies.statement(s)}
        for s in said
        for e in s.evidence
    ]
    rows += [
        {"first": e.first, "last": e.last, "kind": "name", "sentence": "", "thing": bodies.thing(thing)}
        for thing, passages in named.items()
        for e in passages
        if thing in state.directory
    ]
    rows.sort(key=lambda row: (row["first"], row["last"], row["kind"] != "name", row["sentence"]))
    return {"source": document, "items": rows, "total": len(rows)}


def disagreements(state: State) -> dict[str, Any]:
    """Return every contradiction between sources, with its sides."""
    found = contradictions.every(state.store)
    return {"items": [state.bodies.contradiction(c) for c in found], "total": len(found)}


def vocabularies() -> dict[str, Any]:
    """Return every vocabulary with its concepts and their definitions."""
    return {"items": [vocabulary(name) for name in get_args(SchemeName)], "total": len(get_args(SchemeName))}


def vocabulary(name: SchemeName) -> dict[str, Any]:
    """Return one vocabulary."""
    concepts = [
        {
            "id": c.id,
            "iri": str(c.iri),
            "label": c.label,
            "english": c.english,
            "definition": c.definition,
            "broader": c.broader,
            "alternatives": list(c.alt),
        }
        for c in files.concepts(name).values()
    ]
    return {"id": name, "title": files.title(name), "concepts": concepts}
