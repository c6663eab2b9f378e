"""Every own term is labelled, defined and known to the code; foreign terms are left as they are."""

import pytest
from rdflib import Literal, URIRef

from ontology import files
from ontology.namespaces import BASE, DCTERMS, ESS, OWL, RDF, RDFS, SKOS, VANN, local_name

ONTOLOGY = URIRef(BASE + "def")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
OWN = sorted({term for kind in KINDS for term in files.ontology().subjects(RDF.type, kind) if isinstance(term, URIRef)})


@pytest.mark.parametrize("term", OWN, ids=local_name)
def test_term_is_documented(term: URIRef) -> None:
    rdf = files.ontology()
    labels = [label.language for label in rdf.objects(term, RDFS.label) if isinstance(label, Literal)]
    definitions = [text.language for text in rdf.objects(term, SKOS.definition) if isinstance(text, Literal)]
    assert sorted(str(language) for language in labels) == ["en", "fr"]
    assert definitions == ["fr"]
    assert rdf.value(term, RDFS.isDefinedBy) == ONTOLOGY


def test_code_and_file_know_the_same_terms() -> None:
    assert {local_name(term) for term in OWN} == {name for name in ESS.__annotations__ if not name.startswith("_")}


def test_header_is_complete() -> None:
    rdf = files.ontology()
    for property in (DCTERMS.title, DCTERMS.description):
        languages = {text.language for text in rdf.objects(ONTOLOGY, property) if isinstance(text, Literal)}
        assert languages == {"fr", "en"}
    single = (DCTERMS.license, DCTERMS.creator, DCTERMS.created, DCTERMS.modified, OWL.versionIRI, OWL.versionInfo)
    for property in (*single, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri):
        assert len(list(rdf.objects(ONTOLOGY, property))) == 1, property
    assert str(rdf.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(ESS)


def test_meaning_is_light() -> None:
    used = set(files.ontology().predicates())
    assert not used & {RDFS.domain, RDFS.range, OWL.equivalentClass, OWL.imports}


def test_foreign_terms_get_subclass_axioms_only() -> None:
    foreign = [triple for triple in files.ontology() if not str(triple[0]).startswith(BASE)]
    assert foreign
    assert {predicate for _, predicate, _ in foreign} == {RDFS.subClassOf}
    assert not [parent for _, _, parent in foreign if str(parent).startswith(BASE)]


def test_there_is_no_blank_node() -> None:
    assert {type(node) for triple in files.ontology() for node in triple} == {URIRef, Literal}
