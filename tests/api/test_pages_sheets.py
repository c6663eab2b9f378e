"""The sheets of actors, schemes and territories; what they show is what the API gives."""

import html
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from api.addresses import page_of
from api.contexts import lists, networks, schemes, sheets, territories, things
from api.state import State
from graph import measures, standings
from graph.answers import SUMMED
from graph.network import FUNDING
from tests.api.asking import HTML, get, page, table

ids = re.compile(r'\sid="([^"]+)"')


# --- the sheet of an actor ----------------------------------------------------------------------------------------


def test_roles_count_effective_ties_only(state: State) -> None:
    thing = state.directory["nantes-metropole"]
    said = {s.id: s for s in things.said_of(state, thing)}
    roles = things.one(state, "actors", thing.id)["roles"]
    assert len(roles) > 3
    for role in roles:
        rows = [[said[id] for id in row] for row in role["rows"]]
        assert {row[0].object for row in rows if row[0].status == "actual"} == {
            thing["id"] for thing in role["objects"]
        }
        named = [{(s.object, s.status) for s in row} for row in rows]
        assert sum(map(len, named)) == len(set.union(*named))  # a thing and status has one row


def test_an_actor_shows_its_first_ten_cofunders_in_the_order_of_the_api(client: TestClient) -> None:
    shown = get(client, "/api/actors/nantes-metropole")["cofunders"]
    every = get(client, "/api/actors/nantes-metropole/cofunders")
    assert shown["items"] == every["items"][:10]
    text = page(client, "/acteurs/nantes-metropole")
    places = [text.index(f'href="{item["actor"]["url"]}"', text.index('id="cofinanceurs"')) for item in shown["items"]]
    assert places == sorted(places)


def test_the_table_under_the_graph_tells_every_line_of_it(client: TestClient) -> None:
    drawn = get(client, "/api/network?around=fondes")
    assert drawn["perimeter"]["label"].startswith("à un pas de « Fondes »")
    text = page(client, "/acteurs/fondes")
    assert 'data-payload="/api/network?around=fondes"' in text
    assert {edge["id"] for edge in drawn["edges"]} == set(re.findall(r'data-edge="([^"]+)"', text))


def test_wide_surroundings_show_their_first_ties_and_lead_to_all(client: TestClient) -> None:
    drawn = get(client, "/api/network?around=nantes-metropole&depth=2")
    text = page(client, "/acteurs/nantes-metropole?depth=2")
    shown = re.findall(r'data-edge="([^"]+)"', text)
    own = ["nantes-metropole" in edge.split("~") for edge in shown]
    assert len(shown) == networks.TABLE_ROWS and own[0] and own == sorted(own, reverse=True)
    assert "/reseau?around=nantes-metropole&amp;depth=2" in text
    whole = page(client, "/reseau?around=nantes-metropole&depth=2")
    assert "<h1>Réseau autour de Nantes Métropole</h1>" in whole and 'value="Nantes Métropole"' in whole
    assert re.findall(r'data-edge="([^"]+)"', whole) == shown
    rows = table(client, "/api/ties?around=nantes-metropole&depth=2&format=csv")
    assert {row["edge"] for row in rows} == {edge["id"] for edge in drawn["edges"]}


@pytest.mark.parametrize(
    "address",
    [
        "/acteurs/nantes-metropole?depth=2",
        "/dispositifs/ess-nantes-factory?as_of=2019-01-01",
        "/filieres/nantes-alimentation",
        "/cofinancements?territory=Nantes+Métropole",
        "/reseau?around=ademe",
    ],
)
def test_the_files_and_the_frame_of_a_graph_hold_what_it_draws(client: TestClient, address: str) -> None:
    text = page(client, address)
    section = html.unescape(text[text.index("data-graph") :])
    drawn = get(client, found(r'data-payload="([^"]+)"', section))
    gexf = ElementTree.fromstring(client.get(found(r'href="(/exports/entrelacs\.gexf[^"]*)"', section)).content)
    lines = {edge.get("id") for edge in gexf.iter("{http://www.gexf.net/1.2draft}edge")}
    assert lines == {edge["id"] for edge in drawn["edges"]}
    told = gexf.findtext(".//{http://www.gexf.net/1.2draft}description") or ""
    assert drawn["perimeter"]["label"] in told and all(source in told for source in drawn["sources"])
    frame = client.get(found(r'data-embed-url="([^"]+)"', section), headers=HTML)
    assert get(client, html.unescape(found(r'data-payload="([^"]+)"', frame.text))) == drawn
    assert client.get(html.unescape(found(r'data-page-url="([^"]+)"', frame.text)), headers=HTML).status_code == 200


def found(pattern: str, text: str) -> str:
    """Return what the group of a pattern holds where it first matches."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


@pytest.mark.parametrize(
    ("path", "family"), [("/acteurs/nantes-metropole", "actors"), ("/dispositifs/ess-nantes-factory", "schemes")]
)
def test_a_day_holds_for_the_graph_and_its_table_alike(client: TestClient, path: str, family: str) -> None:
    id = path.rpartition("/")[2]
    query = "depth=1&as_of=2010-01-01"
    drawn = get(client, f"/api/network?around={id}&{query}")
    told = get(client, f"/api/{family}/{id}?{query}")["surroundings"]
    whole = get(client, f"/api/{family}/{id}")["surroundings"]
    assert 0 < told["table"]["total"] < whole["table"]["total"] and told["as_of"] == "2010-01-01"
    text = page(client, f"{path}?{query}")
    payload = re.search(r'data-payload="([^"]+)"', text)
    assert payload and get(client, html.unescape(payload[1]))["edges"] == drawn["edges"]
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
        if sheets.surroundings(state, t, 1)["table"]["items"]
        and not sheets.surroundings(state, t, 1, date(1900, 1, 1))["table"]["items"]
    )
    text = page(client, f"{page_of(dated)}?as_of=1900-01-01")
    assert "Aucun lien connu à cette date" in text and f'href="{page_of(dated)}?depth=1#environs"' in text


def test_an_actor_has_its_ranks_by_two_measures_and_a_person_none(client: TestClient, state: State) -> None:
    person = next(state.directory.of_type("person"))
    assert get(client, f"/api/actors/{person.id}")["ranks"] == []
    ranks = get(client, "/api/actors/nantes-metropole")["ranks"]
    assert [rank["measure"]["id"] for rank in ranks] == ["degree", "betweenness"]
    for rank in ranks:
        assert rank["rank_low"] <= rank["rank"] <= rank["rank_high"] <= rank["count"]
        row = get(client, f"/api/measures/{rank['measure']['id']}?limit=500")["items"]
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
    assert counted and all(s["status"] == "actual" for s in counted)
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
    assert "ne font peut-être qu’un" in told.partition("<table")[0]
    open_table = re.sub(r"(?s)<details.*?</details>", "", told.partition("<table")[2])
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
    sheets = ((t, schemes.scheme(state, t.id)) for t in state.directory.of_type("scheme"))
    alone = next(t for t, sheet in sheets if not sheet["funding"] and sheet["asks_funders"])
    assert alone.id not in funded
    assert "Les sources lues ne disent pas qui finance" in page(client, f"/dispositifs/{alone.id}")


@pytest.mark.parametrize("id", ["spaser-bordeaux", "loi-ess-2014", "french-impact", "ca-ecossolies"])
def test_of_rules_marks_and_meetings_nobody_asks_who_funds_them(client: TestClient, id: str) -> None:
    text = page(client, f"/dispositifs/{id}")
    assert "qui finance «" not in text and "Financeurs non dits" not in text and "Le tour de table" not in text
    assert "Qui fait quoi" in text


def test_what_a_scheme_is_part_of_is_not_elsewhere(state: State) -> None:
    for thing in state.directory.of_type("scheme"):
        wholes = state.directory.around(thing.id)
        assert not {other["id"] for other in schemes.similar(state, thing)}.intersection(wholes)


def test_editions_stand_in_time_with_their_laureates(client: TestClient) -> None:
    found = get(client, "/api/schemes/prix-innovation-sociale-nantes")["timeline"]
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
    assert all(not here.intersection(state.directory.places(other["id"])) for other in found)


def test_contradictions_stand_side_by_side(client: TestClient, state: State) -> None:
    found = state.record.disagreements("ess-nantes-factory")
    text = page(client, "/dispositifs/ess-nantes-factory")
    assert text.count('class="conflict"') >= len(found) > 0


# --- the sheet of a territory -------------------------------------------------------------------------------------


def test_the_matrix_counts_offers_and_calls_an_empty_cell_untold(client: TestClient, state: State) -> None:
    found = territories.offers(state, state.directory["epci-244400404"])
    stages = [stage["id"] for stage in found["stages"]]
    assert any(cell for line in found["rows"] for cell in line["cells"])
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
        assert get(client, api)["total"] == int(count)


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


def test_a_headline_says_what_its_figure_is_of(client: TestClient) -> None:
    head = page(client, "/territoires/epci-200041317").partition('id="chiffres"')[0]
    assert ">545<" in head and "emplois salariés privés" in head and ">4,5<" not in head


def test_two_holders_of_one_project_are_one_laureate(client: TestClient) -> None:
    sheet = get(client, "/api/schemes/prix-innovation-sociale-nantes-2018")
    won = next(group for group in sheet["beneficiaries"] if group["id"] == "laureat")
    assert (len(won["objects"]), won["count_label"]) == (2, "1\u00a0lauréat")
    assert ", 1\u00a0lauréat" in page(client, "/dispositifs/prix-innovation-sociale-nantes-2018")


def test_a_territory_tells_the_disagreements_on_what_it_holds(client: TestClient) -> None:
    held = get(client, "/api/contradictions?territory=epci-244400404")["total"]
    sheet = get(client, "/api/territories/epci-244400404")
    assert sheet["disagreements"] == held > len(sheet["contradictions"])
    link = f'href="/contradictions?territory=epci-244400404">{held}\u00a0points<'
    assert link in page(client, "/territoires/epci-244400404").replace("&nbsp;", "\u00a0")


def test_what_is_counted_is_named(client: TestClient) -> None:
    roles = get(client, "/api/actors/nantes-metropole")["roles"]
    backed = next(role["count_label"] for role in roles if role["id"] == "soutien")
    assert "filières" in backed and "dispositifs" in backed
    assert all(re.fullmatch(r"\d+\xa0[a-zè, ]+", role["count_label"]) for role in roles if role["objects"])
