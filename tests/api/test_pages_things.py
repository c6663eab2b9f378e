"""Pages of things: first page, search, lists, and what every sheet has; they show what the API gives."""

import html
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.addresses import page_of
from api.contexts import lists, things
from api.contexts.lists import OFFERS, Filters
from api.state import State
from api.web.typography import typeset
from graph.identifiers import fold
from graph.places import GOVERNED
from graph.things import Thing
from ontology import files
from tests.api.asking import HTML, SOURCE, get, page, sound, table

LISTS = ["/acteurs", "/acteurs?type=person", "/dispositifs", "/territoires", "/dispositifs?stage=amorcage&offer=true"]
SHEETS = [
    "/acteurs/nantes-metropole",
    "/acteurs/les-ecossolies",
    "/acteurs/fondes",
    "/dispositifs/ess-nantes-factory",
    "/dispositifs/aap-entreprendre-autrement-mel",
    "/dispositifs/prix-innovation-sociale-nantes",
    "/dispositifs/prix-innovation-sociale-nantes-2018",
    "/dispositifs/solilab",
    "/territoires/epci-244400404",
    "/territoires/reg-53",
    "/territoires/pays-fr",
]
PAGES = ["/", "/recherche", "/recherche?q=nantes", "/recherche?q=zzzqqq", *LISTS, *SHEETS]


@pytest.mark.parametrize("family", ["actors", "schemes", "filieres", "territories"])
def test_a_facet_says_how_many_its_filter_keeps(state: State, family: str) -> None:
    facets = lists.list_of(state, family, Filters(), 1, "")["facets"]
    for name, values in facets.items():
        for value in values:
            kept = lists.kept(state, family, replace(Filters(), **{name: value["id"]}))
            assert len(kept) == value["count"], (name, value["id"])


def test_a_kind_of_actor_is_no_kind_of_scheme(client: TestClient) -> None:
    kinds = {item["kind"] for item in get(client, "/api/actors?kind=autre&limit=500")["items"]}
    assert kinds == {"autre"}
    assert len({item["kind"] for item in get(client, "/api/schemes?kind=autre&limit=500")["items"]}) > 1


@pytest.mark.parametrize(
    "address",
    ["actors?kind=prix", "actors?type=scheme", "schemes?status=fini", "territories?kind=zzz", "actors?sort=z"],
)
def test_a_filter_that_means_nothing_keeps_nothing_silently(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/{address}")
    assert answer.status_code == 422
    assert answer.json()["hint"]


def test_the_foot_of_the_site_counts_as_its_first_page(client: TestClient) -> None:
    counts = get(client, "/api/overview")["counts"]
    foot = html.unescape(page(client, "/sources")).partition("<footer")[2]
    told = [int(re.sub(r"\D", "", number)) for number in re.findall(r"([\d\u202f]+)\xa0", foot)]
    assert [counts[name] for name in ("actors", "schemes", "ties", "statements")] == told[:4]


def test_none_is_no_link(client: TestClient) -> None:
    text = page(client, "/territoires?limit=500")
    assert 'data-label="Acteurs établis">0<' in text and not re.search(r"<a [^>]*>0</a>", text)


# --- every page of the family -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, "/acteurs/nantes-metropole?depth=2"])
def test_a_page_is_sound(client: TestClient, address: str) -> None:
    sound(client, address)


@pytest.mark.parametrize("address", [address for address in SHEETS if "reg-53" not in address])
def test_a_sheet_cites_its_sources_and_gives_its_data(client: TestClient, address: str) -> None:
    text = page(client, address)
    assert SOURCE.search(text)
    assert "/statements?format=csv" in text
    assert "?format=ttl" in text
    assert "/a-propos#corriger" in text


def test_things_of_every_kind_have_a_page(client: TestClient, state: State) -> None:
    kinds = {(t.type, t.kind): page_of(t) for t in state.directory if t.type != "filiere"}
    assert all(client.get(address, headers=HTML).status_code == 200 for address in kinds.values())


# --- first page and search ----------------------------------------------------------------------------------------


def test_the_first_page_leads_to_the_three_questions_with_an_example_each(client: TestClient) -> None:
    text = page(client, "/")
    examples = get(client, "/api/overview")["examples"]
    assert all(f'href="{address}"' in text for address in ("/cofinancements", "/filieres", "/referents"))
    assert f'href="{examples["scheme"]["thing"]["url"]}#tour-de-table"' in text
    assert f'href="{examples["filiere"]["thing"]["url"]}"' in text
    assert "/referents?sector=" in text


def test_what_is_planned_or_past_is_counted_apart(client: TestClient, state: State) -> None:
    counts = get(client, "/api/overview")["counts"]
    assert counts["ties"] == sum(1 for status in state.network.statuses if status == "actual")
    assert counts["planned"] == sum(1 for status in state.network.statuses if status == "planned")


@pytest.mark.parametrize("q", ["ess nantes factory", "ESS NANTES FACTORI", "nantes factory"])
def test_search_forgives(client: TestClient, q: str) -> None:
    assert 'href="/dispositifs/ess-nantes-factory"' in page(client, f"/recherche?q={q}")


def test_search_that_finds_nothing_says_why_and_what_to_try(client: TestClient) -> None:
    text = page(client, "/recherche?q=zzzqqq")
    assert typeset("Aucun résultat pour « zzzqqq »") in text
    assert 'href="/acteurs"' in text


@pytest.mark.parametrize(
    ("q", "label", "address"),
    [
        (
            "à qui s'adresser pour l'insertion à Nantes",
            "Voir les référents : insertion, Nantes Métropole",
            "/referents?sector=insertion&territory=epci-244400404",
        ),
        (
            "qui finance l'alimentation",
            "Voir les dispositifs : alimentation et circuits courts",
            "/dispositifs?sector=alimentation&offer=true&status=actual",
        ),
        (
            "qui finance l'alimentation à Niort Agglo",  # where no scheme in force says that it does
            "Voir les dispositifs : alimentation et circuits courts",
            "/dispositifs?sector=alimentation&offer=true&status=actual",
        ),
    ],
)
def test_a_question_of_who_leads_to_the_page_that_answers_it(
    client: TestClient, q: str, label: str, address: str
) -> None:
    text = page(client, f"/recherche?q={q}")
    assert f'<a href="{address.replace("&", "&amp;")}">{typeset(label)}</a>' in text
    assert client.get(address, headers=HTML).status_code == 200
    assert {"label": label, "url": address} in get(client, f"/api/search?q={q}")["links"]


@pytest.mark.parametrize("q", ["insertion Nantes", "référent", "qui finance"])
def test_words_that_ask_nobody_or_nowhere_lead_to_no_page(client: TestClient, q: str) -> None:
    assert get(client, f"/api/search?q={q}")["links"] == []


@pytest.mark.parametrize(
    ("q", "sheet"), [("MEL", "epci-200093201"), ("Niort Agglo", "epci-200041317"), ("Grand Lyon", "epci-200046977")]
)
def test_a_collectivity_is_shown_with_its_territory(client: TestClient, q: str, sheet: str) -> None:
    assert f'href="/territoires/{sheet}"' in page(client, f"/recherche?q={q}")
    assert get(client, f"/api/schemes?territory={q}")["territory"]["id"] == sheet


def test_a_word_that_no_name_holds_is_told_beside_what_comes_near(client: TestClient) -> None:
    assert typeset("Aucun nom ne contient « monnaie ».") in page(client, "/recherche?q=monnaie locale")
    assert "Aucun nom ne contient" not in page(client, "/recherche?q=fonds d'amorçage nantais")


@pytest.mark.parametrize("commune", ["Vertou", "Bruz", "Cesson-Sévigné"])
def test_a_commune_that_the_tables_lack_leads_to_wider_territories(client: TestClient, commune: str) -> None:
    text = page(client, f"/dispositifs?territory={commune}", 422)
    assert typeset("Essayez la métropole ou le département") in text


def test_search_groups_by_type_and_keeps_one(client: TestClient) -> None:
    found = get(client, "/api/search?q=nantes&limit=60")
    assert sum(entry["count"] for entry in found["types"]) == found["total"]
    only = page(client, "/recherche?q=nantes&type=territory")
    assert "<h2>Territoires</h2>" in only
    assert "<h2>Acteurs</h2>" not in only


def test_what_one_types_is_shown_as_text(client: TestClient) -> None:
    assert "<b>" not in page(client, "/recherche?q=<b>nantes</b>")


# --- lists --------------------------------------------------------------------------------------------------------


def test_a_list_is_narrowed_by_stage_sector_and_territory(state: State) -> None:
    wanted = Filters(stage="amorcage", sector="alimentation", territory="epci-244400404")
    found = lists.kept(state, "schemes", wanted)
    assert found
    for thing in found:
        assert "amorcage" in thing.stages
        assert files.with_narrower("secteur", "alimentation").intersection(thing.sectors)
        assert state.directory.inside("epci-244400404").intersection(state.directory.places(thing.id))


def test_the_territories_of_a_territory_are_itself_and_those_inside_it(client: TestClient) -> None:
    found = {item["id"] for item in get(client, "/api/territories?territory=dep-44&limit=500")["items"]}
    assert {"dep-44", "epci-244400404", "commune-44109"} <= found
    assert not found & {"reg-52", "dep-35"}
    assert 'href="/territoires/epci-244400404"' in page(client, "/territoires?territory=dep-44")


def test_what_else_may_serve_is_never_ruled_out_by_a_source(client: TestClient) -> None:
    found = get(client, "/api/schemes?stage=amorcage&sector=alimentation&territory=epci-244400404")
    others = [item for group in found["wider"] for item in group["items"]]
    assert others
    assert not {item["id"] for item in others} & {item["id"] for item in found["items"]}
    for item in others:
        assert item["status"] == "actual"
        assert not item["stages"] or "amorcage" in {s["id"] for s in item["stages"]}


def test_a_project_of_a_town_finds_what_serves_its_metropole_and_whom_to_call(client: TestClient) -> None:
    """« Nantes » is the commune; sources tell schemes of the métropole, for a sector wider than restauration."""
    asked = "offer=true&status=actual&stage=amorcage&sector=restauration&territory=Nantes"
    first = get(client, f"/api/schemes?{asked}")["wider"][0]
    assert first["label"].startswith("À une échelle plus large")
    assert first["items"][0]["id"] == "ess-nantes-factory"
    text = page(client, f"/dispositifs?{asked}")
    assert text.index("Qui appeler") < text.index("ESS Nantes Factory")
    assert 'href="/referents?sector=restauration&amp;territory=commune-44109"' in text
    near = get(client, "/api/schemes?stage=amorcage&sector=restauration&territory=epci-244400404")["wider"][0]
    assert "alimentation" in near["label"] and "ess-nantes-factory" in {item["id"] for item in near["items"]}


def test_offers_are_what_a_project_may_turn_to(state: State) -> None:
    kinds = {kind for broad in OFFERS for kind in files.with_narrower("type-dispositif", broad)}
    found = lists.kept(state, "schemes", Filters(offer=True))
    assert found
    assert {t.kind for t in found} <= kinds
    assert all(lists.ties_of(state, t.id) for t in found if t.type == "place"), "a place that nobody is said to hold"


def test_what_only_authorities_obtain_is_no_offer(state: State) -> None:
    def kinds_served(thing: Thing) -> set[str]:
        tied = state.graph[thing.id].items() if thing.id in state.graph else ()
        return {state.directory[other].kind for other, tie in tied if set(lists.BENEFITS).intersection(tie["roles"])}

    schemes = list(state.directory.of_type("scheme"))
    offered = {t.id for t in lists.kept(state, "schemes", Filters(offer=True))}
    reserved = {t.id for t in schemes if kinds_served(t) and kinds_served(t) <= GOVERNED.keys()}
    assert reserved
    assert not offered & reserved


def test_pages_of_a_list_follow_each_other_and_keep_the_filters(client: TestClient) -> None:
    first = page(client, "/dispositifs?kind=strategie&limit=20")
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert "kind=strategie" in address
    second = page(client, address)
    names = re.compile(r'<th role="rowheader" scope="row"><a class="thing" href="([^"]+)"')
    assert len(names.findall(first)) == 20
    assert not set(names.findall(first)) & set(names.findall(second))


@pytest.mark.parametrize("family", ["actors", "schemes", "territories"])
def test_a_table_taken_away_is_whole(client: TestClient, family: str) -> None:
    total = get(client, f"/api/{family}")["total"]
    assert len(table(client, f"/api/{family}?format=csv")) == total


def test_persons_are_listed_apart_function_first(client: TestClient, state: State) -> None:
    person = next(t for t in state.directory.of_type("person") if things.functions_of(state, t))
    assert f'href="/acteurs/{person.id}"' not in page(client, "/acteurs?limit=500")
    text = page(client, "/acteurs?type=person&limit=500")
    function = things.functions_of(state, person)[0].replace("'", "’")
    assert text.index(function) < text.index(f">{person.label}</a>")


def test_a_filter_that_means_nothing_is_told_above_an_empty_list(client: TestClient) -> None:
    text = page(client, "/dispositifs?territory=zzzqqq", 422)
    assert "est inconnu" in text
    assert page(client, "/dispositifs?stage=jamais", 422)


def test_names_are_in_the_order_of_a_dictionary(state: State) -> None:
    labels = [row["label"] for row in lists.list_of(state, "actors", Filters(sort="nom"), 500, "")["items"]]
    initials = [fold(label)[0] for label in labels]
    assert initials == sorted(initials) and any(label.startswith("É") for label in labels)


def test_an_empty_list_says_why_and_what_to_try(client: TestClient) -> None:
    text = page(client, "/dispositifs?q=zzzqqq")
    assert "Aucun dispositif ne répond à tous ces filtres" in text
    assert "Retirer tous les filtres" in text


# --- where a page is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/acteurs/ess-nantes-factory", "/dispositifs/ess-nantes-factory"),
        ("/dispositifs/nantes-metropole", "/acteurs/nantes-metropole"),
        ("/acteurs/nantes-alimentation", "/filieres/nantes-alimentation"),
        ("/territoires/244400404", "/territoires/epci-244400404"),
    ],
)
def test_a_thing_whose_page_is_elsewhere_redirects(client: TestClient, asked: str, given: str) -> None:
    answer = client.get(asked, headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, given)


def test_an_unknown_id_proposes_the_nearest(client: TestClient) -> None:
    assert "Nantes Métropole" in page(client, "/acteurs/nantes-metropol", 404)


@pytest.mark.parametrize("family", ["actors", "schemes", "filieres", "territories"])
def test_the_statements_of_a_thing_are_a_table(client: TestClient, state: State, family: str) -> None:
    thing = next(t for t in state.directory.of_type(*things.FAMILIES[family]) if things.said_of(state, t))
    rows = table(client, f"/api/{family}/{thing.id}/statements?format=csv")
    assert len(rows) == len(things.said_of(state, thing))
    assert all(row["sentence"] and row["sources"] for row in rows)
