"""Concepts come out of the files as plain values, and names are closed."""

import pytest
from rdflib import URIRef

from ontology.files import concepts, with_narrower
from ontology.namespaces import BASE, ESS, concept_iri, local_name, passage_iri, scheme_iri, thing_iri


def test_a_concept_carries_its_words() -> None:
    funder = concepts("role")["financeur"]
    assert (funder.label, funder.active, funder.passive) == ("financeur", "finance", "est financé par")
    assert "cofinanceur" in funder.alt
    assert funder.direct == ESS.funds


def test_stages_come_in_order() -> None:
    assert list(concepts("etape")) == [
        "emergence",
        "amorcage",
        "experimentation",
        "developpement",
        "changement-echelle",
    ]


def test_statuses_are_those_of_the_contract() -> None:
    assert list(concepts("statut")) == ["actual", "planned", "past", "excluded"]


def test_narrower_sectors_are_included() -> None:
    assert with_narrower("secteur", "alimentation") == {"alimentation", "agriculture", "restauration"}
    assert with_narrower("secteur", "sport") == {"sport"}


def test_iris_are_built_from_one_base() -> None:
    assert concept_iri("role", "financeur") == URIRef(f"{BASE}voc/role/financeur")
    assert thing_iri("organisation", "les-ecossolies") == URIRef(f"{BASE}id/organisation/les-ecossolies")
    assert passage_iri("004", 107, 110) == URIRef(f"{BASE}id/source/004/L107-L110")
    assert local_name(ESS.Fact) == "Fact"


def test_wrong_names_fail() -> None:
    with pytest.raises(AttributeError):
        ESS.Particpation  # noqa: B018
    with pytest.raises(KeyError):
        scheme_iri("roles")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        concepts("role")["financuer"]
    with pytest.raises(ValueError):
        thing_iri("lieu", "Le Solilab")
