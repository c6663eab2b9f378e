"""The open SPARQL endpoint: what it takes and gives, in words for people and as a service description for programs."""

import json
import re
from collections.abc import Mapping
from typing import Any

from rdflib import BNode, Graph, Literal, Namespace, Node, URIRef
from rdflib.namespace import DCTERMS, RDF

from api.addresses import page_of
from api.contexts import examples as taken
from api.contexts import terms
from api.state import State
from graph import catalogue
from graph.catalogue import Parameter, Query
from graph.errors import GraphError, QueryRefused, QueryTooLong
from graph.query_pool import GRAPH_FORMATS, RESULT_FORMATS
from ontology import files
from ontology.namespaces import BASE, SCHEMES, concept_iri, local_name

SHOWN = 500
"""Rows that the page shows; a file gives all of them."""
FIRST_THEME = "Cofinancement"
"""The theme whose shortest query stands in the form when it opens."""
_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_W3C_FORMATS = "http://www.w3.org/ns/formats/"
_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
}


def service(state: State, endpoint: str) -> bytes:
    """Return the SPARQL 1.1 service description of the endpoint, in Turtle."""
    rdf = Graph()
    rdf.bind("sd", _SD)
    about, dataset, default = URIRef(endpoint), BNode("donnees"), BNode("graphe")
    told: list[tuple[Node, Node, Node]] = [
        (about, RDF.type, _SD.Service),
        (about, _SD.endpoint, about),
        (about, _SD.supportedLanguage, _SD.SPARQL11Query),
        (about, _SD.feature, _SD.UnionDefaultGraph),
        (about, DCTERMS.title, Literal("Entrelacs", lang="fr")),
        (about, DCTERMS.license, URIRef("https://www.etalab.gouv.fr/licence-ouverte-open-licence")),
        (about, _SD.defaultDataset, dataset),
        (dataset, RDF.type, _SD.Dataset),
        (dataset, DCTERMS.identifier, Literal(state.edition.data_version)),
        (dataset, DCTERMS.created, Literal(state.edition.built)),
        (dataset, _SD.defaultGraph, default),
        (default, RDF.type, _SD.Graph),
    ]
    offered = (*RESULT_FORMATS, *GRAPH_FORMATS)
    told += [(about, _SD.resultFormat, URIRef(_W3C_FORMATS + _FORMATS[name])) for name in offered]
    for triple in told:
        rdf.add(triple)
    return rdf.serialize(format="turtle", encoding="utf-8")


def asked(state: State, text: str) -> dict[str, Any]:
    """Return what the page shows: bounds, examples and, for a query, its answer or the reason why there is none."""
    settings = state.settings
    answered = result(state, text) if text else {}
    offered = state.cached("sparql examples", lambda: examples(state))
    return {
        "query": text,
        "result": answered,
        "status": answered.get("status", 200),
        "examples": offered,
        "first": min((e["query"] for e in offered if e["theme"] == FIRST_THEME), key=len, default=""),
        "terms": terms.terms(state),
        "bounds": {"seconds": settings.sparql_seconds, "rows": settings.sparql_rows, "shown": SHOWN},
    }


def result(state: State, text: str) -> dict[str, Any]:
    """Return the answer to a query as a table, a yes or no, or triples; or the error in French."""
    try:
        found = state.pool.ask(text, "json")
    except GraphError as error:
        return _refused(error, text)
    if found.is_graph:
        return {"kind": "graph", "turtle": found.body.decode(), "cut": found.cut}
    answer = json.loads(found.body)
    if "boolean" in answer:
        return {"kind": "boolean", "yes": answer["boolean"]}
    names, rows = answer["head"]["vars"], answer["results"]["bindings"]
    shown = [[_cell(state, row[name]) if name in row else None for name in names] for row in rows[:SHOWN]]
    return {"kind": "table", "columns": names, "rows": shown, "total": len(rows), "cut": found.cut}


def _refused(error: GraphError, text: str) -> dict[str, Any]:
    """Return why there is no answer; `line` is the number of the line to mend, 0 where none is known."""
    line = error.line if isinstance(error, QueryRefused) else 0
    read = text.split("\n")[line - 1].strip() if line else ""
    status = 503 if isinstance(error, QueryTooLong) else 400
    return {"kind": "error", "message": error.message, "hint": error.hint, "status": status, "line": line, "read": read}


def _cell(state: State, term: dict[str, str]) -> dict[str, str]:
    """Return a term as a page writes it: a thing or a concept by its label with its page, another IRI shortened."""
    value = term["value"]
    if term["type"] != "uri":
        return {"text": value, "url": "", "iri": ""}
    if value.startswith(f"{BASE}id/"):
        thing = state.directory.get(local_name(value))
        if thing and thing.iri == value:
            return {"text": thing.label, "url": page_of(thing), "iri": value}
    if value.startswith(f"{BASE}voc/"):
        scheme, _, name = value.removeprefix(f"{BASE}voc/").partition("/")
        known = files.concepts(scheme).get(name) if scheme in SCHEMES else None
        if known:
            return {"text": known.label, "url": f"/vocabulaire#{scheme}-{name}", "iri": value}
    return {"text": terms.shortened(value), "url": "", "iri": value}


# --- example queries ----------------------------------------------------------------------------------------------


def examples(state: State) -> list[dict[str, str]]:
    """Return the public questions as queries that can be sent as they are; what they require is a well-tied thing."""
    made = ((question, _filled(state, question)) for question in catalogue.public())
    return [{"name": q.name, "title": q.title, "theme": q.theme, "query": text} for q, text in made if text]


def _filled(state: State, question: Query) -> str:
    required = [parameter for parameter in question.parameters if not parameter.optional]
    values = {p.name: node for p in required if (node := example_node(state, p)) is not None}
    return inlined(question.text, values) if len(values) == len(required) else ""


def example_node(state: State, parameter: Parameter) -> Node | None:
    """Return a thing or concept of the kind that a parameter takes, the most tied or most used; None for a text."""
    if parameter.kind.startswith("voc/"):
        scheme = parameter.kind.removeprefix("voc/")
        name = taken.concept(state, scheme)
        return concept_iri(scheme, name) if name and scheme in SCHEMES else None
    thing = taken.thing(state, "actor" if parameter.kind == "thing" else parameter.kind)
    return URIRef(thing.iri) if thing else None


def inlined(text: str, values: Mapping[str, Node]) -> str:
    """Return a SELECT where terms stand for some of its variables, which it no longer gives.

    Not a VALUES block, which does not reach into the groups of a UNION.

    >>> inlined("SELECT ?a ?b WHERE { ?a ?p ?b } GROUP BY ?a ORDER BY ?b", {"a": URIRef("urn:x")})
    'SELECT ?b WHERE { <urn:x> ?p ?b } ORDER BY ?b'
    """
    head, where, rest = text.partition("WHERE")
    body, brace, tail = rest.rpartition("}")
    for name, node in values.items():
        variable = re.compile(rf"\s?\?{name}\b")
        head, tail = variable.sub("", head), variable.sub("", tail)
        body = re.sub(rf"\?{name}\b", node.n3().replace("\\", r"\\"), body)
    tail = re.sub(r" ?\b(?:GROUP|ORDER) BY(?=\s*(?:$|GROUP|ORDER|HAVING|LIMIT))", "", tail)
    return f"{head}{where}{body}{brace}{tail}"
