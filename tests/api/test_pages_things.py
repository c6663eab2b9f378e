"""Pages of things: first page, search, lists and sheets; what they show is what the API gives."""

import csv
import gzip
import html
import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.addresses import page_of
from api.contexts import lists, schemes, sheets, territories, things
from api.contexts.lists import OFFERS, Filters
from api.state import State
from api.web.typography import typeset
from graph import measures, standings
from graph.answers import FUNDING, SUMMED
from graph.network import places_of
from graph.sentences import french_date
from ontology import files

HTML = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
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
SOURCE = re.compile(r'<a class="source" href="/sources/\d{3}\?ligne=(\d+)#L\1"')
ids = re.compile(r'\sid="([^"]+)"')
anchors = re.compile(r'href="#([^"]+)"')


def page(client: TestClient, address: str, status: int = 200) -> str:
    """Return the text of a page that answers."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, (address, answer.text[:300])
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def data(client: TestClient, address: str) -> dict[str, Any]:
    """Return what an address of the API answers."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("family", ["actors", "schemes", "filieres", "territories"])
def test_a_facet_says_how_many_its_filter_keeps(state: State, family: str) -> None:
    facets = lists.list_of(state, family, Filters(), 1, "")["facets"]
    for name, values in facets.items():
        for value in values:
            kept = lists.kept(state, family, replace(Filters(), **{name: value["id"]}))
            assert len(kept) == value["count"], (name, value["id"])


def test_a_kind_of_actor_is_no_kind_of_scheme(client: TestClient) -> None:
    kinds = {item["kind"] for item in data(client, "/api/actors?kind=autre&limit=500")["items"]}
    assert kinds == {"autre"}
    assert len({item["kind"] for item in data(client, "/api/schemes?kind=autre&limit=500")["items"]}) > 1


@pytest.mark.parametrize(
    "address",
    ["actors?kind=prix", "actors?type=scheme", "schemes?status=fini", "territories?kind=zzz", "actors?sort=z"],
)
def test_a_filter_that_means_nothing_keeps_nothing_silently(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/{address}")
    assert answer.status_code == 422
    assert answer.json()["hint"]


def test_the_foot_of_the_site_counts_as_its_first_page(client: TestClient) -> None:
    counts = data(client, "/api/overview")["counts"]
    foot = html.unescape(page(client, "/sources")).partition("<footer")[2]
    told = [int(re.sub(r"\D", "", number)) for number in re.findall(r"([\d\u202f]+)\xa0", foot)]
    assert [counts[name] for name in ("actors", "schemes", "ties", "statements")] == told[:4]


def table(client: TestClient, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV that an address gives."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_none_is_no_link(client: TestClient) -> None:
    text = page(client, "/territoires?limit=500")
    assert 'data-label="Acteurs">0<' in text and not re.search(r"<a [^>]*>0</a>", text)


# --- every page of the family -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_title_no_inline_code_and_anchors_that_resolve(client: TestClient, address: str) -> None:
    text = page(client, address)
    assert text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", text)
    found = ids.findall(text)
    assert len(found) == len(set(found)), "an id stands twice"
    assert set(anchors.findall(text)) <= set(found)


@pytest.mark.parametrize("address", [*PAGES, "/acteurs/nantes-metropole?depth=2"])
def test_a_page_stays_under_a_hundred_kilobytes_compressed(client: TestClient, address: str) -> None:
    assert len(gzip.compress(page(client, address).encode(), 6)) < 100_000


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
    examples = data(client, "/api/overview")["examples"]
    assert all(f'href="{address}"' in text for address in ("/cofinancements", "/filieres", "/referents"))
    assert f'href="{examples["scheme"]["thing"]["url"]}#tour-de-table"' in text
    assert f'href="{examples["filiere"]["thing"]["url"]}"' in text
    assert "/referents?sector=" in text


def test_what_is_planned_or_past_is_counted_apart(client: TestClient, state: State) -> None:
    counts = data(client, "/api/overview")["counts"]
    assert counts["ties"] == sum(1 for status in state.network.statuses if status == "actual")
    assert counts["planned"] == sum(1 for status in state.network.statuses if status == "planned")


@pytest.mark.parametrize("q", ["ess nantes factory", "ESS NANTES FACTORI", "nantes factory"])
def test_search_forgives(client: TestClient, q: str) -> None:
    assert 'href="/dispositifs/ess-nantes-factory"' in page(client, f"/recherche?q={q}")


def test_search_that_finds_nothing_says_why_and_what_to_try(client: TestClient) -> None:
    text = page(client, "/recherche?q=zzzqqq")
    assert typeset("Aucun résultat pour « zzzqqq »") in text
    assert 'href="/acteurs"' in text


def test_search_groups_by_type_and_keeps_one(client: TestClient) -> None:
    found = data(client, "/api/search?q=nantes&limit=60")
    assert sum(entry["count"] for entry in found["types"]) == found["total"]
    only = page(client, "/recherche?q=nantes&type=territory")
    assert "<h2>Territoires</h2>" in only
    assert "<h2>Acteurs</h2>" not in only


def test_what_one_types_is_shown_as_text(client: TestClient) -> None:
    assert "<b>" not in page(client, "/recherche?q=<b>nantes</b>")


# --- lists --------------------------------------------------------------------------------------------------------


def test_a_list_is_narrowed_by_stage_sector_and_territory(state: State) -> None:
    wanted = Filters(stage="amorcage", sector="alimentation", territory="epci-244400404")
    for thing in lists.kept(state, "schemes", wanted):
        assert "amorcage" in thing.stages
        assert files.with_narrower("secteur", "alimentation").intersection(thing.sectors)
        assert state.directory.inside("epci-244400404").intersection(places_of(state.directory, thing.id))


def test_what_else_may_serve_is_never_ruled_out_by_a_source(client: TestClient) -> None:
    found = data(client, "/api/schemes?stage=amorcage&sector=alimentation&territory=epci-244400404")
    others = [item for group in found["wider"] for item in group["items"]]
    assert others
    assert not {item["id"] for item in others} & {item["id"] for item in found["items"]}
    for item in others:
        assert item["status"] == "actual"
        assert not item["stages"] or "amorcage" in {s["id"] for s in item["stages"]}


def test_a_project_of_a_town_finds_what_serves_its_metropole_and_whom_to_call(client: TestClient) -> None:
    """« Nantes » is the commune; sources tell schemes of the métropole, for a sector wider than restauration."""
    asked = "offer=true&status=actual&stage=amorcage&sector=restauration&territory=Nantes"
    first = data(client, f"/api/schemes?{asked}")["wider"][0]
    assert first["label"].startswith("À une échelle plus large")
    assert first["items"][0]["id"] == "ess-nantes-factory"
    text = page(client, f"/dispositifs?{asked}")
    assert text.index("Qui appeler") < text.index("ESS Nantes Factory")
    assert 'href="/referents?sector=restauration&amp;territory=commune-44109"' in text
    near = data(client, "/api/schemes?stage=amorcage&sector=restauration&territory=epci-244400404")["wider"][0]
    assert "alimentation" in near["label"] and "ess-nantes-factory" in {item["id"] for item in near["items"]}


def test_offers_are_what_a_project_may_turn_to(state: State) -> None:
    kinds = {kind for broad in OFFERS for kind in files.with_narrower("type-dispositif", broad)}
    found = lists.kept(state, "schemes", Filters(offer=True))
    assert found
    assert {t.kind for t in found} <= kinds


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
    total = data(client, f"/api/{family}")["total"]
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


# --- the sheet of an actor ----------------------------------------------------------------------------------------


def test_roles_count_effective_ties_only(state: State) -> None:
    thing = state.directory["nantes-metropole"]
    said = {s.id: s for s in things.said_of(state, thing)}
    for role in things.one(state, "actors", thing.id)["roles"]:
        rows = [[said[id] for id in row] for row in role["rows"]]
        assert {row[0].object for row in rows if row[0].status == "actual"} == {
            thing["id"] for thing in role["objects"]
        }
        named = [{(s.object, s.status) for s in row} for row in rows]
        assert sum(map(len, named)) == len(set.union(*named))  # a thing and status has one row


def test_an_actor_shows_its_first_ten_cofunders_in_the_order_of_the_api(client: TestClient) -> None:
    shown = data(client, "/api/actors/nantes-metropole")["cofunders"]
    every = data(client, "/api/actors/nantes-metropole/cofunders")
    assert shown["items"] == every["items"][:10]
    text = page(client, "/acteurs/nantes-metropole")
    places = [text.index(f'href="{item["actor"]["url"]}"', text.index('id="cofinanceurs"')) for item in shown["items"]]
    assert places == sorted(places)


def test_the_table_under_the_graph_tells_every_line_of_it(client: TestClient) -> None:
    drawn = data(client, "/api/network?around=fondes&depth=2")
    assert drawn["perimeter"]["label"].startswith("à deux pas de « Fondes »")
    text = page(client, "/acteurs/fondes?depth=2")
    assert 'data-payload="/api/network?around=fondes&amp;depth=2"' in text
    assert {edge["id"] for edge in drawn["edges"]} == set(re.findall(r'data-edge="([^"]+)"', text))


@pytest.mark.parametrize(
    ("path", "family"), [("/acteurs/nantes-metropole", "actors"), ("/dispositifs/ess-nantes-factory", "schemes")]
)
def test_a_day_holds_for_the_graph_and_its_table_alike(client: TestClient, path: str, family: str) -> None:
    id = path.rpartition("/")[2]
    query = "depth=1&as_of=2010-01-01"
    drawn = data(client, f"/api/network?around={id}&{query}")
    told = data(client, f"/api/{family}/{id}?{query}")["surroundings"]
    whole = data(client, f"/api/{family}/{id}")["surroundings"]
    assert 0 < len(told["ties"]) < len(whole["ties"]) and told["as_of"] == "2010-01-01"
    text = page(client, f"{path}?{query}")
    payload = re.search(r'data-payload="([^"]+)"', text)
    assert payload and data(client, html.unescape(payload[1]))["edges"] == drawn["edges"]
    assert {edge["id"] for edge in drawn["edges"]} == set(re.findall(r'data-edge="([^"]+)"', text))
    assert 'name="as_of" value="2010-01-01"' in text and f'href="{path}?depth=1#environs"' in text


def test_a_day_that_is_none_is_told_in_place(client: TestClient) -> None:
    assert client.get("/api/actors/ademe?as_of=2020-02-31").status_code == 422
    answer = client.get("/acteurs/ademe?depth=2&as_of=hier", headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert re.search(r'role="alert">.{0,80}« hier » n’est pas une date', answer.text.replace("\u00a0", " "), re.S)
    assert 'id="table-environs"' in answer.text and 'id="identite"' in answer.text
    assert answer.text.index("n’est pas une date") > answer.text.index('id="environs"')


def test_a_day_without_ties_says_so_and_leads_back(client: TestClient, state: State) -> None:
    dated = next(
        t
        for t in state.directory.of_type("actor", "scheme")
        if sheets.surroundings(state, t, 1)["ties"] and not sheets.surroundings(state, t, 1, date(1900, 1, 1))["ties"]
    )
    text = page(client, f"{page_of(dated)}?as_of=1900-01-01")
    assert "Aucun lien connu à cette date" in text and f'href="{page_of(dated)}?depth=1#environs"' in text


def test_an_actor_has_its_ranks_by_two_measures_and_a_person_none(client: TestClient, state: State) -> None:
    person = next(state.directory.of_type("person"))
    assert data(client, f"/api/actors/{person.id}")["ranks"] == []
    ranks = data(client, "/api/actors/nantes-metropole")["ranks"]
    assert [rank["measure"]["id"] for rank in ranks] == ["degree", "betweenness"]
    for rank in ranks:
        assert rank["rank_low"] <= rank["rank"] <= rank["rank_high"] <= rank["count"]
        row = data(client, f"/api/measures/{rank['measure']['id']}?limit=500")["items"]
        assert next(r for r in row if r["thing"]["id"] == "nantes-metropole")["rank"] == rank["rank"]
    text = page(client, "/acteurs/nantes-metropole")
    for link in (
        "/analyses/degree",
        "/analyses/betweenness",
        "/comparer?left=nantes-metropole",
        "/chemins?from=nantes-metropole",
    ):
        assert f'href="{link}"' in text


def test_the_ranks_of_the_build_are_those_that_the_measure_gives(state: State) -> None:
    assert sorted(state.standings) == sorted(standings.MEASURES)
    assert state.standings["degree"] == measures.compute("degree", state.network.partners())
    brokers, again = (
        state.standings["betweenness"],
        measures.compute("betweenness", state.network.partners(), {"rounds": 0}),
    )
    assert [(row.node, row.rank) for row in brokers.rows] == [(row.node, row.rank) for row in again.rows]
    assert brokers.rows[0].rank_high is not None


# --- the sheet of a scheme ----------------------------------------------------------------------------------------


def test_the_tour_de_table_has_every_funding_statement_and_counts_the_effective_ones(state: State) -> None:
    found = schemes.scheme(state, "aap-entreprendre-autrement-mel")
    said = {s["id"]: s for s in (*found["statements"], *found["statements_of_editions"])}
    funding = {s["id"] for s in said.values() if s["kind"] == "participation" and s["role"]["id"] == FUNDING}
    assert {f["statement"] for f in found["funding"]} == funding
    counted = [said[f["statement"]] for f in found["funding"] if f["counted"]]
    assert all(s["status"] == "actual" for s in counted)
    assert sum(t["low"] for t in found["totals"]) == sum(s["low"] for s in counted)


def test_past_funders_are_marked_and_not_counted(client: TestClient) -> None:
    text = page(client, "/dispositifs/aap-entreprendre-autrement-mel")
    row = re.search(
        r'<tr role="row" class="past"><th[^>]*><a class="thing" href="/acteurs/region-hauts-de-france">.*?</tr>',
        text,
        re.S,
    )
    assert row is not None
    assert "passé" in row[0]


def test_the_grid_of_partners_gives_the_best_status_of_each_role(state: State) -> None:
    partners = schemes.scheme(state, "ess-nantes-factory")["partners"]
    held = {row["actor"]["id"]: row["held"] for row in partners["rows"]}
    assert held["nantes-metropole"][FUNDING] == "actual"
    assert partners["roles"][0]["id"] == FUNDING
    assert not {"beneficiaire", "laureat"} & {role["id"] for role in partners["roles"]}


def test_a_partner_is_told_once_with_its_money_and_its_passages(client: TestClient, state: State) -> None:
    """The statements of its funding are under it, folded; what is past or planned is said and not added."""
    rows = {row["actor"]["id"]: row for row in schemes.scheme(state, "ess-nantes-factory")["partners"]["rows"]}
    assert rows["nantes-metropole"]["said"] == ["10\u202f000\xa0€ (montant par projet)"]
    assert rows["nantes-metropole"]["instruments"] == ["subvention"]
    assert rows["france-active-pays-de-la-loire"]["instruments"] == ["garantie", "prêt"]
    assert {e["locator"] for e in rows["fondes"]["sources"]} == {"000:61", "000:152", "001:239", "001:447"}
    told = page(client, "/dispositifs/ess-nantes-factory").split('id="tour-de-table"')[1].split('id="identite"')[0]
    open_table = re.sub(r"(?s)<details.*?</details>", "", told)
    assert open_table.count('href="/acteurs/fondes"') == 1


def test_a_sheet_has_no_empty_part_and_repeats_nothing(client: TestClient) -> None:
    person = page(client, "/acteurs/alexandra-veland")
    assert "<h1>Chef de projet" in person and 'id="identite"' not in person
    assert '<a class="thing" href="/acteurs/alexandra-veland">' not in person.split('id="enonces"')[0]
    assert "1&nbsp;énoncé, avec ses passages" in person and 'id="passages"' not in person
    assert 'id="passages"' in page(client, "/dispositifs/ess-nantes-factory"), "named there without more being said"
    assert "None" not in page(client, "/territoires/commune-31149")
    assert "État</a> <span" not in page(client, "/analyses/betweenness")


def test_envelopes_are_sums_of_the_whole_scheme(state: State) -> None:
    found = schemes.scheme(state, "ess-nantes-factory")
    kinds = {s.id: s.amount_kind for s in things.said_of(state, state.directory["ess-nantes-factory"])}
    assert found["envelopes"]
    assert all(kinds[id] in SUMMED for id in found["envelopes"])


def test_a_scheme_without_known_funder_says_so(client: TestClient, state: State) -> None:
    funded = lists.funders_of(state)
    alone = next(t for t in state.directory.of_type("scheme") if not schemes.scheme(state, t.id)["funding"])
    assert alone.id not in funded
    assert "Les sources lues ne disent pas qui finance" in page(client, f"/dispositifs/{alone.id}")


def test_editions_stand_in_time_with_their_laureates(client: TestClient) -> None:
    found = data(client, "/api/schemes/prix-innovation-sociale-nantes")["timeline"]
    days = [moment["day"] for moment in found if moment["day"]]
    assert days == sorted(days)
    editions = [moment for moment in found if moment["thing"]]
    assert len(editions) >= 3
    assert any(moment["laureates"] for moment in editions)
    text = page(client, "/dispositifs/prix-innovation-sociale-nantes")
    assert 'class="timeline"' in text
    pairs = re.findall(r'href="/comparer\?left=([\w-]+)&amp;right=([\w-]+)"', text)
    years = [(left[-4:], right[-4:]) for left, right in pairs]
    assert years == [("2017", "2018"), ("2018", "2019"), ("2019", "2023")]


def test_similar_schemes_are_elsewhere(state: State) -> None:
    thing = state.directory["ess-nantes-factory"]
    here = state.directory.inside(thing.territories[0])
    found = schemes.similar(state, thing)
    assert found
    assert all(not here.intersection(places_of(state.directory, other["id"])) for other in found)


def test_contradictions_stand_side_by_side(client: TestClient, state: State) -> None:
    found = state.record.disagreements("ess-nantes-factory")
    text = page(client, "/dispositifs/ess-nantes-factory")
    assert text.count('class="conflict"') >= len(found) > 0


def test_french_dates() -> None:
    assert french_date("2018-09-21") == "21 septembre 2018"
    assert french_date("2018-09") == "septembre 2018"


# --- the sheet of a territory -------------------------------------------------------------------------------------


def test_the_matrix_counts_offers_and_calls_an_empty_cell_untold(client: TestClient, state: State) -> None:
    found = territories.offers(state, state.directory["epci-244400404"])
    stages = [stage["id"] for stage in found["stages"]]
    for line in found["rows"]:
        for stage, cell in zip(stages, line["cells"], strict=True):
            for offer in cell:
                thing = state.directory[offer["id"]]
                assert stage in thing.stages
                assert line["sector"]["id"] in (thing.sectors or ("",))
    text = page(client, "/territoires/epci-244400404")
    assert "les sources n’en disent rien" in text


def test_a_cell_leads_to_as_many_schemes_as_it_counts(client: TestClient) -> None:
    text = page(client, "/territoires/epci-244400404")
    cells = re.findall(r'<td class="heat-\d"[^>]*><a href="(/dispositifs[^"]+)">(\d+)</a>', text)
    assert cells
    for address, count in cells:
        api = address.replace("&amp;", "&").replace("/dispositifs", "/api/schemes")
        assert data(client, api)["total"] == int(count)


def test_referents_are_given_by_kind_and_one_function_once(state: State) -> None:
    found = territories.territory(state, "epci-244400404")
    said = {s["id"]: s for s in found["statements"]}
    groups = [ids for kind in found["referents"] for ids in kind["mandates"]]
    assert {"elu", "technique"} <= {kind["id"] for kind in found["referents"]}
    assert all(len({said[id]["function"].lower() for id in ids}) == 1 for ids in groups)
    told = [id for ids in groups for id in ids]
    assert len(told) == len(set(told)) == sum(1 for s in found["statements"] if s["role"]["id"] == "referent")


def test_neighbours_of_the_same_region_come_first(state: State) -> None:
    found = territories.territory(state, "commune-44109")["neighbours"]
    near = [n["near"] for n in found]
    assert near == sorted(near, reverse=True)


def test_a_territory_tells_its_pillars_with_intervals_and_where_it_is_fragile(client: TestClient) -> None:
    told = client.get("/api/territories/epci-243500139").json()["pillars"]
    ranked = client.get("/api/measures/degree?territory=epci-243500139&limit=10").json()["items"]
    assert [(p["thing"]["id"], p["rank_low"], p["rank_high"]) for p in told["items"]] == [
        (row["thing"]["id"], row["rank_low"], row["rank_high"]) for row in ranked
    ]
    assert all(p["rank_low"] <= p["rank"] <= p["rank_high"] for p in told["items"])
    text = client.get("/territoires/epci-243500139", headers={"Accept": "text/html"}).text
    assert told["cuts"][0]["thing"]["label"] in text[text.index('id="fragile"') : text.index('id="organisations"')]
