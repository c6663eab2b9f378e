"""The JSON-LD context names declared things only, and two parsers read the same triples with it."""

import json

import pyoxigraph
import pytest
from rdflib import Graph, URIRef

from ontology import files
from ontology import namespaces as ns
from ontology.files import concepts, context

BORROWED = (ns.CV, ns.DCTERMS, ns.FOAF, ns.IGEO, ns.OA, ns.ORG, ns.PROV, ns.RDF, ns.SKOS, ns.XSD)

EXAMPLE = {
    "@context": context(),
    "id": f"{ns.BASE}id/dispositif/exemple",
    "type": "Scheme",
    "name": "Fonds d'exemple",
    "aliases": ["FE", "le fonds"],
    "schemeKind": ["fonds-amorcage", "label"],
    "stages": ["amorcage"],
    "sectors": ["reemploi"],
    "territory": [f"{ns.BASE}id/territoire/epci-244400404"],
    "participations": [
        {
            "id": f"{ns.BASE}id/participation/1",
            "type": "Participation",
            "actor": {"id": f"{ns.BASE}id/organisation/exemple", "type": "FormalOrganization", "siren": "012345678"},
            "role": "financeur",
            "amount": "1000",
            "amountKind": "par-an",
            "starts": "2017-01-01",
            "year": 2017,
            "status": "actual",
        }
    ],
}


def targets() -> list[str]:
    """List what the terms of the context stand for: IRIs, compact or whole, and datatypes."""
    found: list[str] = []
    for term, value in context().items():
        if term == "@version" or term in ns.PREFIXES:
            continue
        entry = value if isinstance(value, dict) else {"@id": value}
        found += [iri for key in ("@id", "@reverse", "@type") if (iri := entry.get(key))]
    return [iri for iri in found if not iri.startswith("@")]


def test_prefixes_are_those_of_the_code() -> None:
    prefixes = {name: value for name, value in context().items() if name in ns.PREFIXES}
    assert prefixes == {name: ns.PREFIXES[name] for name in prefixes}


def test_every_term_is_declared() -> None:
    declared = set(files.ontology().subjects())
    for compact in targets():
        prefix, name = compact.split(":")
        iri = URIRef(ns.PREFIXES[prefix] + name)
        assert iri in declared or any(iri in namespace for namespace in BORROWED), compact


def test_each_vocabulary_is_reachable() -> None:
    entries = [value for value in context().values() if isinstance(value, dict)]
    scopes = [entry["@context"]["@vocab"] for entry in entries if "@context" in entry]
    assert sorted(scopes) == sorted(str(ns.scheme_iri(scheme)) for scheme in ns.SCHEMES)


def test_no_term_hides_a_concept() -> None:
    """A value such as "label" would be read as the term of that name, not as the concept."""
    assert not {name for scheme in ns.SCHEMES for name in concepts(scheme)} & set(context())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_both_parsers_read_the_same() -> None:
    text = json.dumps(EXAMPLE)
    by_rdflib = {tuple(node.n3() for node in triple) for triple in Graph().parse(data=text, format="json-ld")}
    parsed = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    by_pyoxigraph = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed}
    assert by_rdflib == by_pyoxigraph
    assert len(by_rdflib) == 20
    assert ns.concept_iri("type-dispositif", "label").n3() in {value for _, _, value in by_pyoxigraph}
