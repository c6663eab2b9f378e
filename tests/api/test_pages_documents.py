"""Pages of documents, of words and of the project; the SPARQL address in its three uses."""

import json
import re
from functools import cache
from typing import Any

import pytest
from rdflib import Graph, Namespace, URIRef
from starlette.testclient import TestClient

from api.addresses import passage_page
from api.contexts import disagreements, documents, examples, reference, sparql, vocabulary
from api.state import State
from api.web.typography import typeset
from graph import statements
from graph.identifiers import fold
from graph.statements import Evidence, Statement
from ontology import files
from ontology.namespaces import SCHEMES
from tests.api.asking import HTML, IDS, page, refused, sound, table

PAGES = ["/sources", "/contradictions", "/vocabulaire", "/api", "/a-propos", "/sparql"]
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SMALL = "SELECT ?nom WHERE { ?chose <http://www.w3.org/2004/02/skos/core#prefLabel> ?nom } LIMIT 3"


@cache
def read_in(state: State, document: str) -> tuple[list[Statement], dict[str, list[Evidence]]]:
    """Return all that was read in a document, asked once of the store."""
    return statements.read_in(state.store, document)


@cache
def whole(client: TestClient, document: str) -> str:
    """Return the page of a whole document, asked once."""
    return page(client, f"/sources/{document}?ligne=toutes")


@pytest.fixture(params=["000", "001", "002", "003", "004"])
def document(request: pytest.FixtureRequest) -> str:
    """Return each of the documents in turn."""
    id: str = request.param
    return id


# --- every page of the family -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, *(f"/sources/{id}" for id in ("000", "001", "002", "003", "004"))])
def test_a_page_is_sound(client: TestClient, address: str) -> None:
    sound(client, address)


# --- sources ------------------------------------------------------------------------------------------------------


def test_the_list_of_documents_gives_fingerprints_and_counts(client: TestClient, state: State) -> None:
    text = page(client, "/sources")
    for item in documents.sources(state)["items"]:
        assert item["sha256"] in text
        assert typeset(item["title"]) in text
        assert item["total"] == sum(item["counts"][kind] for kind in documents.STATED)


def test_counts_are_those_of_the_statements(state: State, document: str) -> None:
    said, named = read_in(state, document)
    counts = next(item["counts"] for item in documents.sources(state)["items"] if item["id"] == document)
    assert {kind: counts[kind] for kind in documents.STATED} == {
        kind: sum(s.kind == kind for s in said) for kind in documents.STATED
    }
    assert counts["name"] == len(named)


def test_every_passage_of_a_document_has_its_anchor(client: TestClient, state: State, document: str) -> None:
    said, named = read_in(state, document)
    sides = (side for c in state.record.contradictions for side in c.sides)
    cited = [e for s in said for e in s.evidence] + [e for places in named.values() for e in places]
    cited += [e for side in sides for e in side.evidence if e.source == document]
    assert {f"L{e.first}" for e in cited} <= set(IDS.findall(whole(client, document)))


def test_the_address_of_a_passage_shows_its_line_among_a_hundred(
    client: TestClient, state: State, document: str
) -> None:
    lines = documents.leaf(state, document, asked=documents.WHOLE)["lines"]
    every = len(whole(client, document))
    for line in (lines[0], lines[len(lines) // 2], lines[-1]):
        address, _, anchor = passage_page(document, line["number"]).partition("#")
        shown = page(client, address)
        assert f'id="{anchor}"' in shown and len(shown) < 0.8 * every


@pytest.mark.parametrize("kind", ["", "contradiction"])
def test_leaves_of_a_document_make_the_whole(state: State, document: str, kind: str) -> None:
    whole = documents.leaf(state, document, kind, documents.WHOLE)
    assert whole["lines"] == documents.by_line(documents.source(state, document, kind)["items"])
    assert [line["number"] for line in whole["lines"]] == sorted({line["number"] for line in whole["lines"]})
    parts = whole["hundreds"]
    for part in {part["first"]: part for part in (parts[:1] + parts[len(parts) // 2 :][:1] + parts[-1:])}.values():
        leaf = documents.leaf(state, document, kind, str(part["last"]))
        inside = [line for line in whole["lines"] if part["first"] <= line["number"] <= part["last"]]
        assert leaf["lines"] == (inside if len(parts) > 1 else whole["lines"])
        assert len(inside) == part["count"]
    if len(parts) > 1:
        assert documents.leaf(state, document, kind, "999999")["at"] == len(parts) - 1
    assert whole["read"] == len(whole["lines"])


def test_a_line_says_what_its_passage_says_and_not_what_others_say(state: State) -> None:
    partners = [
        row["sentence"]
        for row in documents.source(state, "004", "figure")["items"]
        if row["locator"] == "004:107" and "nombre de partenaires" in row["sentence"]
    ]
    assert partners == ["ESS Nantes Factory : nombre de partenaires, 6."]


def test_a_document_can_be_read_for_one_kind_only(client: TestClient, state: State) -> None:
    mandates = documents.source(state, "004", "mandate")
    assert mandates["total"] and {row["kind"] for row in mandates["items"]} == {"mandate"}
    assert "Rien de cette nature" not in page(client, "/sources/004?kind=mandate")
    empty = page(client, "/sources/003?kind=mandate")
    assert "Rien de cette nature" in empty and 'href="/sources/003"' in empty


def test_a_planned_statement_is_marked_once(client: TestClient) -> None:
    text = whole(client, "003")
    assert "status-planned" in text and "[prévu]" not in text


def test_an_unknown_document_or_kind_is_told(client: TestClient) -> None:
    assert client.get("/sources/999", headers=HTML).status_code == 404
    assert client.get("/sources/004?kind=poeme", headers=HTML).status_code == 422
    for wrong in ("dix", "-1", "1,5", "9" * 5000):
        assert refused(client, 422, "/sources/004", ligne=wrong) == f"« {wrong} » n'est pas un numéro de ligne."


# --- contradictions -----------------------------------------------------------------------------------------------


def test_every_disagreement_stands_on_the_page_with_all_its_sides(client: TestClient, state: State) -> None:
    text = page(client, "/contradictions")
    every = state.record.contradictions
    assert {c.id for c in every} <= set(IDS.findall(text))
    assert text.count('class="side"') == sum(len(c.sides) for c in every)


def test_disagreements_narrow_to_a_territory_and_to_a_document(state: State) -> None:
    whole = disagreements.disagreements(state)
    nantes = disagreements.disagreements(state, territory="Nantes Métropole")
    assert 0 < nantes["total"] < whole["total"]
    assert all("epci-244400404" in {t["id"] for t in item["territories"]} for item in nantes["items"])
    rennes = disagreements.disagreements(state, source="003")
    assert rennes["total"] > 0 and all("003" in item["documents"] for item in rennes["items"])


def test_in_a_spreadsheet_each_side_has_its_row_and_its_passages(client: TestClient, state: State) -> None:
    rows = table(client, "/api/contradictions?format=csv")
    assert len(rows) == sum(len(c.sides) for c in state.record.contradictions)
    assert all(re.match(r"\d{3}:\d+", row["sources"]) for row in rows)


def test_a_filter_of_disagreements_keeps_as_many_as_it_says(state: State) -> None:
    facets = disagreements.disagreements(state)["facets"]
    for name, values in facets.items():
        for value in values:
            assert disagreements.disagreements(state, **{name: value["id"]})["total"] == value["count"]


def test_a_territory_without_disagreement_says_so(client: TestClient) -> None:
    assert "Aucun désaccord relevé ici" in page(client, "/contradictions?territory=reg-01")


# --- vocabulary ---------------------------------------------------------------------------------------------------


def test_every_concept_has_its_anchor(client: TestClient) -> None:
    found = set(IDS.findall(page(client, "/vocabulaire")))
    assert found >= {f"{scheme}-{name}" for scheme in SCHEMES for name in files.concepts(scheme)}
    assert {item["id"] for item in vocabulary.vocabularies()["items"]} == set(SCHEMES)


def test_words_stand_in_their_own_order_or_in_that_of_the_alphabet() -> None:
    roles = [item["label"] for item in vocabulary.vocabulary("role")["items"]]
    assert roles == sorted(roles, key=fold)
    assert [item["id"] for item in vocabulary.vocabulary("etape")["items"]][:2] == ["emergence", "amorcage"]


def test_a_vocabulary_is_a_table(client: TestClient) -> None:
    rows = table(client, "/api/vocabularies/role?format=csv")
    assert list(rows[0])[:3] == ["id", "iri", "label"] and "financeur" in {row["id"] for row in rows}
    assert client.get("/api/vocabularies/inconnu").status_code == 404


# --- the API told to people ---------------------------------------------------------------------------------------


def told(client: TestClient, state: State) -> list[dict[str, Any]]:
    """Return the routes that the page of the API tells."""
    openapi = client.get("/api/openapi.json").json()
    return [r for family in reference.reference(state, openapi, "")["families"] for r in family["routes"]]


def test_every_address_stands_on_the_page_with_an_example_that_answers(client: TestClient, state: State) -> None:
    routes = told(client, state)
    text = page(client, "/api")
    for route in routes:
        assert route["path"] in text and route["summary"] and route["description"]
        if route["method"] == "GET":
            assert route["example"], f"{route['path']} has no example: see api/contexts/reference.py"
            answer = client.get(route["example"], follow_redirects=False)
            assert answer.status_code in (200, 303), (route["example"], answer.text[:300])


def test_every_list_is_also_a_table(client: TestClient, state: State) -> None:
    for route in told(client, state):
        if not route["path"].startswith("/api/") or route["method"] != "GET":
            continue
        answer = client.get(route["example"])
        if answer.headers["content-type"] == "application/json" and "items" in answer.json():
            told_too = client.get(route["example"], params={**answer.request.url.params, "format": "csv"})
            assert told_too.headers["content-type"].startswith("text/csv"), route["path"]


def test_examples_are_well_tied_things(state: State) -> None:
    scheme = examples.thing(state, "scheme")
    assert scheme is not None and state.graph.degree[scheme.id] > 5
    assert examples.thing(state, "scheme", 1) != scheme
    assert examples.concept(state, "role") == "financeur"
    assert examples.concept(state, "couleur") == ""


def test_what_is_in_service_is_told(client: TestClient, state: State) -> None:
    answer = client.get("/api/edition").json()
    assert answer["counts"] == state.edition.counts
    assert sum(answer["ties"].values()) == len(state.network)
    about = page(client, "/a-propos")
    assert 'id="corriger"' in about and 'id="limites"' in about and "ENTRELACS_PERSONS" in about


# --- SPARQL: one address, three uses ------------------------------------------------------------------------------


def test_a_browser_without_query_gets_a_form_with_examples(client: TestClient) -> None:
    text = page(client, "/sparql")
    assert "<textarea" in text and 'action="/sparql"' in text and "/sparql?query=" in text


def test_a_program_without_query_gets_the_service_description(client: TestClient) -> None:
    answer = client.get("/sparql")
    assert answer.headers["content-type"].startswith("text/turtle")
    rdf = Graph().parse(data=answer.text, format="turtle")
    service = URIRef(str(answer.request.url))
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in rdf
    assert (service, SD.feature, SD.UnionDefaultGraph) in rdf


def test_the_protocol_is_followed_by_get_and_both_kinds_of_post(client: TestClient) -> None:
    by_get = client.get("/sparql", params={"query": SMALL})
    by_form = client.post("/sparql", data={"query": SMALL})
    direct = client.post("/sparql", content=SMALL, headers={"content-type": "application/sparql-query"})
    for answer in (by_get, by_form, direct):
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert len(json.loads(answer.text)["results"]["bindings"]) == 3
    assert client.get("/sparql", params={"query": SMALL}, headers={"accept": "text/csv"}).text.startswith("nom")


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ("update=DELETE+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D", "application/x-www-form-urlencoded"),
        ("DELETE WHERE { ?s ?p ?o }", "application/sparql-update"),
        ("DELETE WHERE { ?s ?p ?o }", "application/sparql-query"),
        (f"{SMALL} # {'x' * 120_000}", "application/sparql-query"),
        ("", "application/sparql-query"),
    ],
)
def test_what_is_no_read_is_refused(client: TestClient, content: str, media: str) -> None:
    answer = client.post("/sparql", content=content, headers={"content-type": media})
    assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json"


def test_the_data_set_cannot_be_chosen(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SMALL, "default-graph-uri": "urn:x"})
    assert answer.status_code == 400


def test_a_browser_sees_the_answer_as_a_table_with_things_as_links(client: TestClient, state: State) -> None:
    thing = examples.thing(state, "scheme")
    assert thing is not None
    query = f"SELECT ?chose ?p WHERE {{ VALUES ?chose {{ <{thing.iri}> }} ?chose ?p ?o }} LIMIT 2"
    text = client.get("/sparql", params={"query": query}, headers=HTML).text
    assert f'<a href="/dispositifs/{thing.id}">' in text and "format=csv" in text


def test_a_browser_reads_why_a_query_fails_and_keeps_it(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT nothing"}, headers=HTML)
    assert answer.status_code == 400 and "illisible" in answer.text and "SELECT nothing</textarea>" in answer.text


def test_the_page_shows_a_yes_triples_and_an_empty_answer(state: State) -> None:
    assert sparql.result(state, "ASK { ?s ?p ?o }") == {"kind": "boolean", "yes": True}
    assert sparql.result(state, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1")["kind"] == "graph"
    assert sparql.result(state, "SELECT ?s WHERE { ?s <urn:none> ?o }")["rows"] == []


def test_every_example_query_is_answered(state: State) -> None:
    for example in sparql.examples(state):
        assert sparql.result(state, example["query"])["kind"] == "table", example["name"]
