"""Every concept can be shown, sorted and found by its words; the vocabularies hang together."""

from collections import Counter

import pytest
from rdflib import Literal
from rdflib.collection import Collection

from ontology import files
from ontology.files import concepts
from ontology.namespaces import DCTERMS, ESS, RDF, SCHEMES, SKOS, SchemeName, concept_iri, scheme_iri

each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def test_each_file_is_a_scheme() -> None:
    assert sorted(path.stem for path in (files.ROOM / "voc").iterdir()) == sorted(SCHEMES)


@each_scheme
def test_scheme_is_described(scheme: SchemeName) -> None:
    rdf = files.vocabulary(scheme)
    assert list(rdf.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme_iri(scheme)]
    titles = rdf.objects(scheme_iri(scheme), DCTERMS.title)
    assert {title.language for title in titles if isinstance(title, Literal)} == {"fr", "en"}
    assert rdf.value(scheme_iri(scheme), DCTERMS.description)


@each_scheme
def test_concepts_are_named_and_defined(scheme: SchemeName) -> None:
    rdf = files.vocabulary(scheme)
    assert set(rdf.subjects(RDF.type, SKOS.Concept)) == {concept.iri for concept in concepts(scheme).values()}
    for concept in concepts(scheme).values():
        assert concept.iri == concept_iri(scheme, concept.id)
        assert concept.label and concept.english
        assert concept.definition[0].isupper() and concept.definition.endswith(".")


@each_scheme
@pytest.mark.parametrize("language", ["label", "english"])
def test_no_label_is_used_twice(scheme: SchemeName, language: str) -> None:
    counted = Counter(str(getattr(concept, language)).casefold() for concept in concepts(scheme).values())
    assert [label for label, count in counted.items() if count > 1] == []


@each_scheme
def test_other_labels_lead_to_one_concept(scheme: SchemeName) -> None:
    words = Counter(word.casefold() for concept in concepts(scheme).values() for word in {concept.label, *concept.alt})
    assert [word for word, count in words.items() if count > 1] == []
    assert all(concept.label not in concept.alt for concept in concepts(scheme).values())


@each_scheme
def test_broader_concepts_exist_and_form_no_cycle(scheme: SchemeName) -> None:
    known = concepts(scheme)
    for concept in known.values():
        seen = {concept.id}
        while concept.broader:
            concept = known[concept.broader]
            assert concept.id not in seen
            seen.add(concept.id)


@each_scheme
def test_notations_number_all_or_none(scheme: SchemeName) -> None:
    notations = [concept.notation for concept in concepts(scheme).values()]
    assert notations == [None] * len(notations) or notations == [str(n + 1) for n in range(len(notations))]


@pytest.mark.parametrize("scheme", ["role", "lien"])
def test_roles_and_links_read_as_sentences(scheme: SchemeName) -> None:
    declared = set(files.ontology().subjects())
    for concept in concepts(scheme).values():
        assert concept.active and concept.passive, concept.id
        assert concept.direct in declared, concept.id


def test_indicators_have_short_labels() -> None:
    assert all(concept.short and len(concept.short) <= 24 for concept in concepts("indicateur").values())


def test_stages_stand_in_order_twice() -> None:
    rdf = files.vocabulary("etape")
    first = rdf.value(concept_iri("etape", "ordre"), SKOS.memberList)
    assert first
    assert list(Collection(rdf, first)) == [concept.iri for concept in concepts("etape").values()]


def test_derived_edges_are_all_used() -> None:
    used = {concept.direct for known in (concepts("role"), concepts("lien")) for concept in known.values()}
    defined = files.ontology().subjects(SKOS.definition)
    edges = {term for term in defined if str(files.ontology().value(term, SKOS.definition)).startswith("Arête dérivée")}
    assert used == edges
    assert ESS.funds in edges
