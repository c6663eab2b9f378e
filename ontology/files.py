"""Where the files of this room lie, each read once, and the concepts of a scheme as plain values."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from rdflib import Graph, Literal, URIRef

from ontology.namespaces import DCTERMS, ESS, RDFS, SCHEMES, SKOS, SchemeName, local_name, scheme_iri

ROOM: Final = Path(__file__).parent
TERMS: Final = ROOM / "terms.ttl"
REUSE: Final = ROOM / "reuse.ttl"
BORROWED: Final = ROOM / "borrowed.ttl"
SHAPES: Final = ROOM / "shapes.ttl"
ALIGNMENTS: Final = ROOM / "alignments.ttl"
CONTEXT: Final = ROOM / "context.jsonld"
VOCABULARIES: Final[dict[SchemeName, Path]] = {scheme: ROOM / "voc" / f"{scheme}.ttl" for scheme in SCHEMES}


@dataclass(frozen=True)
class Concept:
    """A concept of one of our schemes, with the words in which pages speak of it (French unless said otherwise)."""

    id: str
    iri: URIRef
    label: str
    english: str
    definition: str
    broader: str | None = None
    notation: str | None = None
    active: str | None = None
    passive: str | None = None
    short: str | None = None
    direct: URIRef | None = None
    alt: tuple[str, ...] = ()


def ontology() -> Graph:
    """Read our terms and the borrowed subclass axioms that SHACL needs."""
    return _read(TERMS, REUSE)


def labels() -> dict[str, str]:
    """Return the French label of every class and property that a query may name, ours and the borrowed ones."""
    return _french(_read(TERMS, BORROWED), RDFS.label)


def definitions() -> dict[str, str]:
    """Return the French definition of each of our own classes and properties."""
    return _french(_read(TERMS), SKOS.definition)


def shapes() -> Graph:
    """Return a copy of the SHACL shapes, for pySHACL adds triples to the graph that it is given."""
    return Graph() + _read(SHAPES)


def alignments() -> Graph:
    """Read the mappings to other vocabularies; never hand them to SHACL."""
    return _read(ALIGNMENTS)


def vocabulary(scheme: SchemeName) -> Graph:
    """Read one concept scheme."""
    return _read(VOCABULARIES[scheme])


def vocabularies() -> Graph:
    """Read all concept schemes into one graph."""
    return _read(*VOCABULARIES.values())


@cache
def context() -> dict[str, Any]:
    """Read the JSON-LD context: the content of its `@context` member."""
    document: dict[str, dict[str, Any]] = json.loads(CONTEXT.read_text(encoding="utf-8"))
    return document["@context"]


@cache
def concepts(scheme: SchemeName) -> dict[str, Concept]:
    """Return the concepts of a scheme by local name, in the order of their notations, else of their names."""
    rdf = vocabulary(scheme)
    found = [_concept(rdf, iri) for iri in rdf.subjects(SKOS.inScheme, scheme_iri(scheme)) if isinstance(iri, URIRef)]
    found.sort(key=lambda concept: (int(concept.notation or 0), concept.id))
    return {concept.id: concept for concept in found}


@cache
def title(scheme: SchemeName) -> str:
    """Return the French title of a scheme."""
    return _text(vocabulary(scheme), scheme_iri(scheme), DCTERMS.title) or scheme


@cache
def with_narrower(scheme: SchemeName, name: str) -> frozenset[str]:
    """Return a concept's name and those of all concepts under it; KeyError for an unknown name."""
    known = concepts(scheme)
    reached = {known[name].id}
    while more := {concept.id for concept in known.values() if concept.broader in reached} - reached:
        reached |= more
    return frozenset(reached)


def broader(scheme: SchemeName, name: str) -> tuple[str, ...]:
    """Return the names of the concepts above one, nearest first; KeyError for an unknown name."""
    known = concepts(scheme)
    found: list[str] = []
    while (above := known[found[-1] if found else name].broader) and above not in found:
        found.append(above)
    return tuple(found)


@cache
def _read(*paths: Path) -> Graph:
    rdf = Graph()
    for path in paths:
        rdf.parse(path, format="turtle")
    return rdf


def _concept(rdf: Graph, iri: URIRef) -> Concept:
    broader = _iri(rdf, iri, SKOS.broader)
    return Concept(
        id=local_name(iri),
        iri=iri,
        label=_texts(rdf, iri, SKOS.prefLabel)[0],
        english=_texts(rdf, iri, SKOS.prefLabel, "en")[0],
        definition=_texts(rdf, iri, SKOS.definition)[0],
        broader=local_name(broader) if broader else None,
        notation=_text(rdf, iri, SKOS.notation, None),
        active=_text(rdf, iri, ESS.activePhrase),
        passive=_text(rdf, iri, ESS.passivePhrase),
        short=_text(rdf, iri, ESS.shortLabel),
        direct=_iri(rdf, iri, ESS.directProperty),
        alt=_texts(rdf, iri, SKOS.altLabel),
    )


def _french(rdf: Graph, predicate: URIRef) -> dict[str, str]:
    told = rdf.subject_objects(predicate)
    return {str(term): str(text) for term, text in told if isinstance(text, Literal) and text.language == "fr"}


def _iri(rdf: Graph, subject: URIRef, predicate: URIRef) -> URIRef | None:
    value = rdf.value(subject, predicate)
    return value if isinstance(value, URIRef) else None


def _text(rdf: Graph, subject: URIRef, predicate: URIRef, language: str | None = "fr") -> str | None:
    return next(iter(_texts(rdf, subject, predicate, language)), None)


def _texts(rdf: Graph, subject: URIRef, predicate: URIRef, language: str | None = "fr") -> tuple[str, ...]:
    values = rdf.objects(subject, predicate)
    return tuple(sorted(str(value) for value in values if isinstance(value, Literal) and value.language == language))
