"""What a SPARQL query may name: classes, properties and words of the vocabularies, each with its French label."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.state import State
from graph import catalogue
from graph.naming import THING_KINDS
from ontology import files
from ontology.namespaces import BASE, SCHEMES

_GROUPS = {"class": "classe", "property": "propriété"}


def terms(state: State) -> dict[str, Any]:
    """Return the terms that an answer can hold, the most used first, with the prefixes and the starts of identifiers.

    A property that no triple of the graph in service has is left out: a query that names it finds nothing.
    """
    return state.cached("terms", lambda: _terms(state))


def _terms(state: State) -> dict[str, Any]:
    found = state.store.select(catalogue.query("terms-in-use"))
    uses = {(row["kind"], row["term"]): int(row["uses"]) for row in found}
    items = [*_named(uses), *_concepts(uses)]
    items.sort(key=lambda item: (-item["uses"], item["name"]))
    return {
        "items": items,
        "total": len(items),
        "prefixes": catalogue.ABBREVIATIONS,
        "things": {type: f"{BASE}id/{kind}/" for type, kind in THING_KINDS.items()},
    }


def _named(uses: Mapping[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    labels, definitions = files.labels(), files.definitions()
    for (kind, iri), count in uses.items():
        if iri in labels and kind in _GROUPS:
            yield _term(kind, iri, labels[iri], _GROUPS[kind], definitions.get(iri, ""), count)


def _concepts(uses: Mapping[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    for scheme in SCHEMES:
        for concept in files.concepts(scheme).values():
            count = uses.get(("concept", str(concept.iri)), 0)
            yield _term("concept", str(concept.iri), concept.label, files.title(scheme), concept.definition, count)


def _term(kind: str, iri: str, label: str, group: str, definition: str, uses: int) -> dict[str, Any]:
    told = {"name": shortened(iri), "iri": iri, "label": label, "kind": kind}
    return {**told, "group": group, "definition": definition, "uses": uses}


def shortened(iri: str) -> str:
    """Return an IRI with its prefix where there is one.

    >>> shortened("http://www.w3.org/2004/02/skos/core#prefLabel"), shortened("urn:x")
    ('skos:prefLabel', 'urn:x')
    """
    known = catalogue.ABBREVIATIONS.items()
    found = next(((name, base) for name, base in known if iri.startswith(base)), None)
    return f"{found[0]}:{iri.removeprefix(found[1])}" if found else iri
