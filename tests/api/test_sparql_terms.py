"""What a query may name: used, labelled in French, shortened so that the query can be sent."""

import re

import pytest
from starlette.testclient import TestClient

from api.contexts import sparql, terms
from api.state import State
from graph import catalogue
from graph.naming import THING_KINDS
from ontology.namespaces import OWL, VANN
from tests.api.asking import HTML, get, page, table

PREFIXES = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in catalogue.ABBREVIATIONS.items())


def test_every_term_of_the_data_has_a_french_label(state: State) -> None:
    used = {row["term"] for row in state.store.select(catalogue.query("terms-in-use"))}
    offered = {term["iri"] for term in terms.terms(state)["items"]}
    assert {iri for iri in used - offered if not iri.startswith((str(OWL), str(VANN)))} == {
        "http://purl.org/dc/terms/created",
        "http://purl.org/dc/terms/creator",
        "http://purl.org/dc/terms/license",
        "http://purl.org/dc/terms/modified",
        "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
    }


def test_what_no_triple_says_is_not_offered_as_a_property(state: State) -> None:
    offered = terms.terms(state)["items"]
    assert all(term["uses"] > 0 for term in offered if term["kind"] != "concept")
    assert "ess:funds" not in {term["name"] for term in offered}


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("ess:amount", "property", "montant"),
        ("skos:prefLabel", "property", "nom"),
        ("org:Organization", "class", "organisation"),
        ("role:financeur", "concept", "financeur"),
    ],
)
def test_a_term_has_a_short_name_a_label_and_its_uses(state: State, name: str, kind: str, label: str) -> None:
    term = next(term for term in terms.terms(state)["items"] if term["name"] == name)
    assert (term["kind"], term["label"]) == (kind, label)
    where = {"class": f"?x a {name}", "property": f"?x {name} ?y", "concept": f"?x ?p {name}"}[kind]
    counted = sparql.result(state, f"{PREFIXES} SELECT (COUNT(*) AS ?n) {{ {where} }}")["rows"][0][0]["text"]
    assert int(counted) == term["uses"] > 0


def test_the_answer_is_json_with_prefixes_or_a_table(client: TestClient) -> None:
    told = get(client, "/api/terms")
    assert told["total"] == len(told["items"]) and told["prefixes"]["role"].endswith("/voc/role/")
    assert told["things"]["scheme"].endswith(f"/id/{THING_KINDS['scheme']}/") and told["data_version"]
    rows = table(client, "/api/terms?format=csv")
    assert [row["name"] for row in rows] == [term["name"] for term in told["items"]]


def test_the_page_lists_terms_and_every_prefix_of_its_examples(client: TestClient, state: State) -> None:
    text = page(client, "/sparql")
    assert "<code>ess:participationIn</code>" in text
    used = {name for example in sparql.examples(state) for name in re.findall(r"PREFIX ([\w-]+):", example["query"])}
    assert {"role", "ess"} <= used and all(f"PREFIX {name}: &lt;" in text for name in used)


def test_the_page_of_a_refused_query_shows_the_line_to_mend(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?a {\n  ?a ess:amount ?b <\n}"}, headers=HTML)
    assert answer.status_code == 400 and 'data-line="2"' in answer.text
    assert '<span class="number">2</span><code>?a ess:amount ?b &lt;</code>' in answer.text
