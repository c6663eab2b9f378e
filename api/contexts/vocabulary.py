"""Vocabularies: what each word of the graph means."""

from typing import Any

from rdflib.namespace import DCTERMS

from graph.errors import UnknownThing
from graph.identifiers import fold
from ontology import files
from ontology.files import Concept
from ontology.namespaces import SCHEMES, SchemeName, scheme_iri

ORDER: tuple[SchemeName, ...] = (
    "role",
    "lien",
    "type-acteur",
    "forme-juridique",
    "type-dispositif",
    "etape",
    "secteur",
    "instrument",
    "nature-montant",
    "indicateur",
    "unite",
    "type-mandat",
    "role-mandat",
    "presence",
    "statut",
    "rang",
    "confiance",
    "decision",
    "precision",
    "precision-valeur",
    "methode",
    "type-source",
)
"""The vocabularies in the order in which readers look for them."""


def vocabularies() -> dict[str, Any]:
    """Return every vocabulary with its concepts and their definitions."""
    names = sorted(SCHEMES, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    items = [{**_heading(name), "concepts": vocabulary(name)["items"]} for name in names]
    return {"items": items, "total": len(items)}


def vocabulary(name: str) -> dict[str, Any]:
    """Return one vocabulary, its concepts as items, numbered or in alphabetical order; raise UnknownThing."""
    if name not in SCHEMES:
        raise UnknownThing(name)
    ordered = sorted(files.concepts(name).values(), key=lambda c: (int(c.notation or 0), fold(c.label)))
    items = [_concept(name, concept) for concept in ordered]
    return {"vocabulary": _heading(name), "items": items, "total": len(items)}


def _heading(name: SchemeName) -> dict[str, str]:
    told = files.vocabulary(name).value(scheme_iri(name), DCTERMS.description)
    return {
        "id": name,
        "iri": str(scheme_iri(name)),
        "title": files.title(name),
        "description": str(told or ""),
        "url": f"/vocabulaire#{name}",
    }


def _concept(scheme: SchemeName, concept: Concept) -> dict[str, Any]:
    broader = files.concepts(scheme).get(concept.broader or "")
    return {
        "id": concept.id,
        "iri": str(concept.iri),
        "label": concept.label,
        "english": concept.english,
        "definition": concept.definition,
        "broader": concept.broader or "",
        "broader_label": broader.label if broader else "",
        "alternatives": list(concept.alt),
        "phrase": concept.active or "",
        "url": f"/vocabulaire#{scheme}-{concept.id}",
    }
