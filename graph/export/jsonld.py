"""Triples as compact JSON-LD by our context: one thing on top, all else that is said `@included` under it.

rdflib's serializer does not know term-scoped vocabularies, by which our context writes a role as `financeur`; this
does, and knows only what our context uses: `@type`, `@language`, `@container: @set` and scoped `@vocab`.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from rdflib import Graph, Literal, Node, URIRef
from rdflib.namespace import RDF, XSD

from ontology.files import context
from ontology.namespaces import PREFIXES


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the context: what it stands for, and which values it writes without ceremony."""

    name: str
    type: str
    language: str
    is_set: bool
    vocabulary: str

    @property
    def is_bare(self) -> bool:
        """Tell whether the term says nothing of its values, so that a whole value may stand under it."""
        return not (self.type or self.language)


def compact(rdf: Graph, iri: str) -> bytes:
    """Return a graph as JSON-LD with our context in it, the thing of this IRI on top."""
    nodes = [_node(rdf, subject) for subject in sorted(set(rdf.subjects()), key=str)]
    nodes.sort(key=lambda node: node["id"] != iri)
    head = {"@context": context()}
    body = head | nodes[0] | ({"@included": nodes[1:]} if nodes[1:] else {})
    return orjson.dumps(body, option=orjson.OPT_INDENT_2) + b"\n"


def _node(rdf: Graph, subject: Node) -> dict[str, Any]:
    written: defaultdict[str, list[Any]] = defaultdict(list)
    sets: set[str] = set()
    for predicate, value in sorted(rdf.predicate_objects(subject), key=lambda pair: (str(pair[0]), str(pair[1]))):
        if predicate == RDF.type:
            written["type"].append(_name(str(value)))
            continue
        terms = _terms().get(str(predicate), ())
        term = next((t for t in terms if _writes(t, value)), None)
        name = term.name if term else next((t.name for t in terms if t.is_bare), _prefixed(str(predicate)))
        written[name].append(_brief(term, value) if term else _whole(value))
        if term and term.is_set:
            sets.add(name)
    names = sorted(written, key=lambda name: (name != "type", name != "name", name))
    told = {name: written[name] if name in sets or len(written[name]) > 1 else written[name][0] for name in names}
    return {"id": str(subject)} | told


def _writes(term: Term, value: Node) -> bool:
    """Tell whether a term can write a value so that reading it gives the same value."""
    if isinstance(value, Literal):
        if value.language or term.language:
            return value.language == term.language
        return str(value.datatype or XSD.string) == (term.type or str(XSD.string))
    return term.type in ("@id", "@vocab")


def _brief(term: Term, value: Node) -> Any:
    if isinstance(value, Literal):
        return value.toPython() if value.datatype in (XSD.integer, XSD.boolean) else str(value)
    return str(value).removeprefix(term.vocabulary) if term.vocabulary else str(value)


def _whole(value: Node) -> dict[str, str]:
    match value:
        case Literal(language=str() as language):
            return {"@value": str(value), "@language": language}
        case Literal(datatype=URIRef() as datatype):
            return {"@value": str(value), "@type": _prefixed(str(datatype))}
        case Literal():
            return {"@value": str(value)}
    return {"id": str(value)}


@cache
def _terms() -> dict[str, tuple[Term, ...]]:
    """Return the terms of each property, as declared; those that read backwards are left out."""
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for name, entry in context().items():
        declared = {"@id": entry} if isinstance(entry, str) else entry
        if name in PREFIXES or not isinstance(declared, dict) or "@id" not in declared:
            continue
        type_ = declared.get("@type", "")
        found[_expanded(declared["@id"])].append(
            Term(
                name=name,
                type=type_ if type_.startswith("@") else _expanded(type_),
                language=declared.get("@language", ""),
                is_set=declared.get("@container") == "@set",
                vocabulary=declared.get("@context", {}).get("@vocab", ""),
            )
        )
    return {iri: tuple(terms) for iri, terms in found.items()}


@cache
def _classes() -> dict[str, str]:
    named = {name: entry for name, entry in context().items() if isinstance(entry, str) and name not in PREFIXES}
    return {_expanded(entry): name for name, entry in named.items()}


def _name(iri: str) -> str:
    return _classes().get(iri, _prefixed(iri))


def _prefixed(iri: str) -> str:
    """Return an IRI shortened by a prefix that the context declares."""
    declared = (prefix for prefix in PREFIXES if prefix in context())
    prefix = next((prefix for prefix in declared if iri.startswith(PREFIXES[prefix])), None)
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}" if prefix else iri


def _expanded(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return PREFIXES[prefix] + rest if prefix in PREFIXES else name
