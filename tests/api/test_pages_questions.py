"""Pages of questions: filières, referents, co-funding and the network; what they show is what the API gives."""

import html
import re

import pytest
from starlette.testclient import TestClient

from api.contexts import choices, cofunding, filieres, networks, portraits, referents
from api.contexts.shown import Shown
from api.state import State
from api.web.typography import typeset
from graph.network import FUNDING, IN_FILIERE
from graph.perimeter import WHOLE, Perimeter
from tests.api.asking import HTML, SOURCE, get, page, sound, table

PAGES = [
    "/filieres",
    "/filieres?sector=alimentation",
    "/filieres/nantes-alimentation",
    "/filieres/nantes-alimentation?transversal=oui",
    "/filieres/rennes-habitat",
    "/filieres/nantes-habitat-construction",
    "/referents",
    "/referents?sector=alimentation&territory=nantes",
    "/referents?kind=elu",
    "/cofinancements",
    "/cofinancements?actor=nantes-metropole",
    "/cofinancements?min_shared=40",
    "/cofinancements?weighting=newman",
    "/cofinancements?inferred=true&weighting=euros",
    "/reseau",
    "/reseau?sector=alimentation&status=actual&status=planned",
    "/reseau?territory=rennes-metropole&as_of=2018-06-30&role=financeur&kind=association",
    "/reseau/integre?filiere=nantes-alimentation&transversal=false",
]
edges = re.compile(r'data-edge="([^"]+)"')


# --- every page of the family -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_whole(client: TestClient, address: str) -> None:
    text = sound(client, address)
    assert not re.search(r"<p(?:\s[^>]*)?>(?:(?!</p>).)*<(?:ul|div|table)[ >]", text, re.DOTALL)


@pytest.mark.parametrize("address", [p for p in PAGES if not re.search("integre|rennes-metropole|min_shared=40", p)])
def test_pages_cite_their_sources(client: TestClient, address: str) -> None:
    assert SOURCE.search(page(client, address))


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/filieres?territory=zzzzzz", 404, "est inconnu"),
        ("/filieres/zzzzzz", 404, "est inconnu"),
        ("/referents?territory=zzzzzz", 404, "est inconnu"),
        ("/referents?sector=zzzzzz", 422, "vocabulaire"),
        ("/cofinancements?actor=zzzzzz", 404, "est inconnu"),
        ("/cofinancements?min_shared=0", 422, "au moins 1"),
        ("/reseau?as_of=2018", 422, "AAAA-MM-JJ"),
        ("/reseau?role=zzzzzz", 422, "vocabulaire"),
        ("/reseau?source=999", 422, "Choisissez parmi 000"),
        ("/reseau?cursor=zzzzzz", 422, "curseur"),
    ],
)
def test_what_is_not_understood_is_told_in_french(client: TestClient, address: str, status: int, told: str) -> None:
    assert told in page(client, address, status)


def test_a_network_that_is_not_understood_is_told_before_its_form_and_counts_nothing(client: TestClient) -> None:
    text = page(client, "/reseau?around=zzzzzz", 404)
    assert text.index("est inconnu") < text.index('action="/reseau"') and "énoncés sourcés" not in text
    assert "énoncés sourcés" in page(client, "/reseau?around=ademe")


def test_candidates_lead_back_to_the_same_form(client: TestClient) -> None:
    text = page(client, "/cofinancements?actor=caisse&min_shared=2", 404)
    assert re.search(r'href="/cofinancements\?min_shared=2&amp;actor=caisse-[a-z-]+"', text)


def test_nothing_found_says_why_and_what_to_try(client: TestClient) -> None:
    for address in ("/filieres?sector=sport", "/reseau?sector=sport&role=financeur", "/cofinancements?sector=sport"):
        text = page(client, address)
        assert "notice-title" in text and "Vous pouvez essayer" in text


# --- filières -----------------------------------------------------------------------------------------------------


def test_every_filiere_is_listed_once_under_its_territory(client: TestClient, state: State) -> None:
    items = filieres.overview(state)["items"]
    grouped = [line["filiere"]["id"] for group in filieres.by_territory(items) for line in group["items"]]
    assert sorted(grouped) == sorted(t.id for t in state.directory.of_type("filiere"))
    text = page(client, "/filieres")
    assert all(f'href="/filieres/{id}"' in text for id in grouped)
    assert get(client, "/api/filieres-overview")["total"] == len(grouped)


def test_the_overview_narrows_to_neighbouring_sectors_and_to_a_territory(state: State) -> None:
    found = filieres.overview(state, "agriculture", "")["items"]
    assert {"montpellier-agro-ecologie", "nantes-alimentation"} <= {line["filiere"]["id"] for line in found}
    inside = filieres.overview(state, "", "reg-53")["items"]
    assert {place["label"] for line in inside for place in line["territories"]} == {"Bretagne", "Rennes Métropole"}


@pytest.mark.parametrize("transversal", ["", "?transversal=oui"])
def test_the_tables_of_a_filiere_say_what_its_graph_draws(client: TestClient, transversal: str) -> None:
    text = page(client, f"/filieres/nantes-alimentation{transversal}")
    address = re.search(r'data-payload="([^"]+)"', text)
    assert address
    payload = get(client, address[1].replace("&amp;", "&"))
    assert set(edges.findall(text)) == {edge["id"] for edge in payload["edges"]}


def test_every_filiere_has_a_whole_page(client: TestClient, state: State) -> None:
    for thing in state.directory.of_type("filiere"):
        text = page(client, f"/filieres/{thing.id}")
        told = networks.filiere(state, thing.id, transversal=False)
        assert ("data-graph" in text) == bool(told["edges"])
        assert ("sans dire qui y prend part" in text) == (not told["edges"])
        assert "À qui s’adresser" in text and SOURCE.search(text)


def test_cross_cutting_schemes_do_not_flood_a_filiere(state: State) -> None:
    crossing = networks.cross_cutting(state, "nantes-alimentation")
    assert "nantes-numerique" in crossing["ess-nantes-factory"]
    assert "le-kiosque-paysan" not in crossing
    whole = networks.filiere(state, "nantes-alimentation")
    own = networks.filiere(state, "nantes-alimentation", transversal=False)
    nodes = {node["id"] for node in own["nodes"]}
    assert nodes < {node["id"] for node in whole["nodes"]}
    assert {"nantes-alimentation", "le-kiosque-paysan", "ess-nantes-factory"} <= nodes
    drawn = {fact for edge in own["edges"] for fact in edge["facts"]}
    assert {s["id"] for s in own["members"]} <= drawn


def test_what_its_projects_obtain_elsewhere_is_told(state: State) -> None:
    told = filieres.one(state, "nantes-alimentation")
    assert {s["subject"]["id"] for s in told["beyond"]} == {"le-kiosque-paysan"}


def test_a_filiere_counts_only_what_is_actual(state: State) -> None:
    for thing in state.directory.of_type("filiere"):
        told = filieres.one(state, thing.id)
        members = [s for g in told["groups"] if g["id"] == "membres" for s in g["items"]]
        actual = {s["subject"]["id"] for s in members if s["status"] == "actual"}
        counts = {figure["label"].rstrip("s"): figure["count"] for figure in told["figures"]}
        assert counts.get("membre", 0) == len(actual)


def test_the_same_sector_elsewhere_is_elsewhere(state: State) -> None:
    thing = state.directory["nantes-alimentation"]
    places = [group["territory"]["id"] for group in portraits.elsewhere(state, thing)]
    assert places and "epci-244400404" not in places and "commune-44109" not in places
    items = portraits.portrait(state, thing.id)["items"]
    assert items[0]["filiere"]["id"] == thing.id
    found = {line["filiere"]["id"] for line in items[1:]}
    assert "niort-alimentation-durable" in found and not any(id.startswith("nantes-") for id in found)


def test_filiere_files_follow_the_perimeter(client: TestClient) -> None:
    text = page(client, "/filieres/nantes-alimentation")
    for name in ("gexf", "graphml", "xlsx", "html"):
        assert re.search(rf"/exports/entrelacs\.{name}\?filiere=nantes-alimentation[^\"]*&amp;transversal=false", text)
    rows = table(client, "/api/ties?filiere=nantes-alimentation&transversal=false&format=csv")
    drawn = edges.findall(page(client, "/filieres/nantes-alimentation?transversal=oui"))
    assert rows and {row["edge"] for row in rows} <= set(drawn)


# --- referents ----------------------------------------------------------------------------------------------------


def test_the_glance_holds_the_twenty_two_metropoles(client: TestClient) -> None:
    items = get(client, "/api/referents/territories")["items"]
    metropoles = [line for line in items if line["territory"]["kind"] == "epci"]
    assert len(metropoles) == 22
    assert all(line["elected"] and line["technical"] for line in metropoles)
    text = page(client, "/referents")
    assert all(typeset(line["territory"]["label"]) in text for line in items)


def test_function_comes_before_the_person(client: TestClient) -> None:
    text = page(client, "/referents?sector=dechets-ressources&territory=epci-244400404")
    assert text.index("Vice-Présidente en charge des déchets") < text.index("Mahel Coppey")


def test_an_unnamed_function_of_the_wider_territory_is_not_lost(client: TestClient) -> None:
    found = get(client, "/api/referents?sector=alimentation&territory=commune-44109")
    assert not found["items"]
    assert [s["function"] for s in found["wider"]] == ["référents sectoriels"]
    assert found["nearest"] and found["remark"]
    text = page(client, "/referents?sector=alimentation&territory=commune-44109")
    assert "Référents sectoriels" in text and "Direction de l’Emploi" in text


def test_where_a_sector_has_no_referent_a_wider_sector_may(client: TestClient) -> None:
    found = get(client, "/api/referents?sector=restauration&territory=epci-244400404")
    assert not found["items"]
    assert {s["filiere"]["id"] for s in found["wider"] if s["filiere"]} == {"nantes-alimentation"}
    assert get(client, "/api/referents?sector=alimentation&territory=epci-244400404")["wider"] == []


def test_only_a_referent_of_no_sector_is_of_the_ess_in_general(client: TestClient) -> None:
    text = page(client, "/referents?territory=epci-244400404")
    referents, functions = text.split('id="fonctions"')
    assert "l’ESS en général" in referents and "l’ESS en général" not in functions


def test_nobody_known_is_told(client: TestClient) -> None:
    text = page(client, "/referents?territory=reg-84&sector=sport&kind=structure")
    assert "Aucun référent connu" in text


def test_sectors_with_a_referent_answer(client: TestClient, state: State) -> None:
    for sector in referents.by_sector(state):
        found = get(client, f"/api/referents?sector={sector['id']}")
        assert found["total"] > 0
        assert found["count_label"].startswith(f"{sector['count']} fonction")


def test_functions_are_counted_alike_wherever_they_are(client: TestClient) -> None:
    place, other = "epci-244400404", "epci-243500139"
    label = get(client, f"/api/referents?territory={place}")["count_label"]
    told = re.match(r"(\d+) fonctions de référent, dont (\d+) prévue", label)
    assert told
    compared = get(client, f"/api/compare?left={place}&right={other}")["counts"]
    known = next(line for line in compared if line["label"] == "Fonctions de référent")
    assert known["left"] == int(told[1]) - int(told[2])


# --- co-funding ---------------------------------------------------------------------------------------------------


def test_tours_de_table_agree_with_each_scheme(client: TestClient, state: State) -> None:
    tours = get(client, "/api/cofunding/tours?limit=500")
    assert tours["total"] == len(tours["items"])
    for tour in tours["items"]:
        funders = get(client, f"/api/schemes/{tour['scheme']['id']}/funders")["funders"]
        assert {f["id"] for f in tour["funders"]} == {line["actor"]["id"] for line in funders}
        assert tour["count"] >= 2 and tour["sources"]


def test_pairs_are_the_lines_of_their_graph(client: TestClient) -> None:
    text = page(client, "/cofinancements")
    payload = get(client, f"/api/network?projection={FUNDING},{FUNDING}")
    assert set(edges.findall(text)) == {edge["id"] for edge in payload["edges"]}
    assert all(edge["facts"] and edge["documents"] and edge["shared"] for edge in payload["edges"])


def test_inferred_pairs_are_shown_when_asked_for_and_marked(client: TestClient, state: State) -> None:
    assert 'badge">déduit' not in page(client, "/cofinancements")
    text = page(client, "/cofinancements?inferred=true")
    pairs = get(client, "/api/cofunding?inferred=true&limit=500")["items"]
    drawn = {edge["id"] for edge in get(client, f"/api/network?projection={FUNDING},{FUNDING}")["edges"]}
    assert {pair["edge"] for pair in pairs if not pair["inferred"]} == drawn
    inferred = [pair for pair in pairs if pair["inferred"]]
    assert inferred and text.count('badge">déduit') == len(inferred) and pairs[-len(inferred) :] == inferred
    assert re.search(r'name="inferred" value="true" checked', text)
    matrix = cofunding.page(state, WHOLE, 1, "simple", "")["matrix"]
    assert cofunding.page(state, WHOLE, 1, "simple", "", inferred=True)["matrix"] == matrix


@pytest.mark.parametrize("asked", ["", "weighting=newman&inferred=true", "weighting=euros"])
def test_the_files_of_pairs_hold_the_table_of_the_page(client: TestClient, asked: str) -> None:
    text = page(client, f"/cofinancements?{asked}")
    link = re.search(r'href="(/api/cofunding[^"]*format=csv)"', text)
    if link:
        rows = table(client, html.unescape(link[1]))
        shown = get(client, f"/api/cofunding?limit=500&{asked}")["items"]
        assert [(row["edge"], float(row["weight"])) for row in rows] == [(p["edge"], p["weight"]) for p in shown]
    assert bool(link) == ('id="couples"' in text)


def test_a_threshold_that_leaves_no_pair_says_what_remains(client: TestClient) -> None:
    text = page(client, "/cofinancements?min_shared=40")
    assert "Aucun couple ne partage 40 dispositifs ou plus" in text and "data-graph" not in text


def test_the_matrix_is_symmetric() -> None:
    a, b, c = ({"id": id, "label": id, "url": f"/acteurs/{id}"} for id in "abc")
    scheme = {"label": "s"}
    pairs = [
        {"left": a, "right": b, "shared": 3, "schemes": [scheme] * 3},
        {"left": b, "right": c, "shared": 1, "schemes": [scheme]},
    ]
    made = cofunding.matrix(pairs)
    assert [f["id"] for f in made["funders"]] == ["b", "a", "c"]
    counts = [[cell["count"] for cell in row["cells"]] for row in made["rows"]]
    assert counts == [[0, 3, 1], [3, 0, 0], [1, 0, 0]]
    assert [cell["level"] for cell in made["rows"][0]["cells"]] == [0, 5, 1]
    assert cofunding.matrix([])["rows"] == []


def test_the_cofunders_of_an_actor(client: TestClient) -> None:
    found = get(client, "/api/actors/nantes-metropole/cofunders?territory=epci-244400404")
    text = page(client, "/cofinancements?actor=Nantes+Métropole&territory=epci-244400404")
    assert "/api/actors/nantes-metropole/cofunders?territory=epci-244400404&amp;format=csv" in text
    section = text[text.index('id="acteur"') : text.index('id="tours"')]
    assert found["total"] and all(f'href="{line["actor"]["url"]}"' in section for line in found["items"])


# --- the network --------------------------------------------------------------------------------------------------


def test_the_pages_of_the_table_hold_the_whole_network(state: State) -> None:
    payload = networks.network(state, Shown())
    seen: list[str] = []
    cursor = ""
    while True:
        view = networks.view(state, Shown(), cursor)
        seen += [row["edge"] for row in view["table"]["items"]]
        cursor = view["table"]["next_cursor"] or ""
        if not cursor:
            break
    assert set(seen) == {edge["id"] for edge in payload["edges"]}
    assert len(seen) == view["counts"]["statements"]
    assert len(payload["edges"]) == view["counts"]["ties"]
    assert view["counts"]["nodes"] == len(payload["nodes"])


def test_planned_past_and_excluded_ties_are_left_out_unless_asked(state: State) -> None:
    assert {edge["status"] for edge in networks.network(state, Shown())["edges"]} == {"actual"}
    every = Perimeter(statuses=("actual", "planned", "past", "excluded"))
    assert {edge["status"] for edge in networks.network(state, Shown(every))["edges"]} == set(every.statuses)


def test_documents_narrow_a_network_and_all_that_is_made_of_it(client: TestClient) -> None:
    asked = "territory=epci-244400404&source=000&source=002"
    payload = get(client, f"/api/network?{asked}")
    assert payload["perimeter"]["parameters"]["source"] == ["000", "002"]
    assert all({"000", "002"}.intersection(edge["documents"]) for edge in payload["edges"])
    text = page(client, f"/reseau?{asked}")
    assert set(edges.findall(text)) < {edge["id"] for edge in payload["edges"]}
    assert re.findall(r'name="source" value="(\w+)" checked', text) == ["000", "002"]
    assert "/reseau/integre?territory=epci-244400404&amp;source=000&amp;source=002" in text


def test_the_form_keeps_what_was_asked(client: TestClient) -> None:
    text = page(client, "/reseau?territory=epci-243500139&sector=alimentation&status=planned&role=financeur")
    assert 'value="Rennes Métropole"' in text
    assert re.search(r'<option value="alimentation" selected>', text)
    assert re.search(r'name="status" value="planned" checked', text)
    assert not re.search(r'name="status" value="actual" checked', text)
    assert re.search(r'name="role" value="financeur" checked', text)


def test_choices_are_those_of_the_data(state: State) -> None:
    offered = choices.network(state)
    roles = {c["id"]: c["count"] for group in offered["roles"] for c in group["choices"]}
    assert set(roles) == set(state.network.roles) and set(IN_FILIERE) <= set(roles)
    assert all(c["count"] for c in offered["kinds"])


def test_the_embedded_network_asks_for_the_same_payload(client: TestClient) -> None:
    answer = client.get("/reseau/integre?projection=financeur,financeur&min_shared=2", headers=HTML)
    assert 'data-payload="/api/network?projection=financeur,financeur&amp;min_shared=2"' in answer.text
    assert 'data-page-url="/cofinancements?min_shared=2"' in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in client.get("/reseau", headers=HTML).headers["content-security-policy"]


def test_statements_behind_lines_are_told(client: TestClient) -> None:
    row = get(client, "/api/ties?limit=1")["items"][0]
    told = get(client, f"/api/statements?facts={row['id']},lien/zzz")["items"]
    assert [s["id"] for s in told] == [row["id"]] and told[0]["sources"]


def test_the_referent_of_the_ess_answers_for_a_sector_without_one(client: TestClient) -> None:
    """Her function names the ESS beside a sector of its own, social innovation."""
    found = get(client, "/api/referents?sector=insertion&territory=epci-244400404")
    assert "laurence-parc" in {(s["subject"] or {}).get("id") for s in found["nearest"]}
