"""Analyses by their addresses: measures, cuts, circles, paths, gaps, suggestions, ready questions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import networkx as nx
import pytest
from starlette.testclient import TestClient

from api.contexts import analyses, gaps, questions, relations
from api.memo import Memo
from api.state import State
from graph import measures
from graph.perimeter import WHOLE, Perimeter
from tests.api.asking import NANTES, get, refused

# --- measures -----------------------------------------------------------------------------------------------------


def test_every_measure_is_declared_with_what_it_does_not_say(client: TestClient) -> None:
    items = get(client, "/api/measures")["items"]
    assert [item["id"] for item in items] == [measure.id for measure in measures.MEASURES]
    assert all(item["explanation"] and item["not_said"] and item["parameters"] for item in items)


@pytest.mark.parametrize("name", [measure.id for measure in measures.MEASURES])
def test_a_measure_carries_all_that_is_needed_to_do_it_again(client: TestClient, name: str) -> None:
    body = get(client, f"/api/measures/{name}", territory=NANTES, rounds=2, seed=7, limit=500)
    assert body["perimeter"]["parameters"]["territory"] == NANTES
    assert (body["seed"], body["parameters"]["rounds"]) == (7, 2)
    assert body["algorithm"]
    assert body["engine"]["library"]
    assert body["data_version"]
    assert date.fromisoformat(body["date"])
    assert body["edges"] > 0
    ranked = [row for row in body["items"] if row["rank"] is not None]
    assert ranked == sorted(ranked, key=lambda row: row["rank"])
    assert all(row["rank_low"] <= row["rank"] <= row["rank_high"] <= body["nodes"] for row in ranked)
    assert all(row["thing"]["type"] != "person" for row in body["items"])


def test_the_same_measure_twice_is_the_same(state: State) -> None:
    def ranks(asked: State) -> list[tuple[str, str, int, int, int]]:
        within = Perimeter(territory=NANTES)
        items = analyses.measure(asked, "betweenness", "partners", within, {}, "3", 50, "")["items"]
        return [(r["thing"]["id"], r["value_label"], r["rank"], r["rank_low"], r["rank_high"]) for r in items]

    assert ranks(state) == ranks(replace(state, memo=Memo()))


def test_an_empty_perimeter_is_told_apart_from_zero(client: TestClient) -> None:
    body = get(client, "/api/measures/degree", sector="sport", kind="media")
    assert (body["items"], body["nodes"], body["defined"], body["highest"]) == ([], 0, 0, None)
    assert "vide" in body["remark"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"seed": "douze"}, "graine"),
        ({"network": "tout"}, "réseau"),
        ({"rounds": "-1"}, "tirages"),
        ({"couleur": "bleu"}, "paramètre"),
        ({"as_of": "2018-13-01"}, "date"),
        ({"role": "jongleur"}, "vocabulaire"),
    ],
)
def test_a_wrong_parameter_of_a_measure_is_said_in_french(
    client: TestClient, asked: dict[str, str], words: str
) -> None:
    assert words in refused(client, 422, "/api/measures/degree", **asked)


def test_an_unknown_measure_is_refused(client: TestClient) -> None:
    assert "mesure" in refused(client, 422, "/api/measures/beaute")


def test_a_measure_is_leafed_through_and_taken_away_whole(client: TestClient) -> None:
    first = get(client, "/api/measures/degree", limit=10)
    second = get(client, "/api/measures/degree", limit=10, cursor=first["next_cursor"])
    assert not {r["thing"]["id"] for r in first["items"]} & {r["thing"]["id"] for r in second["items"]}
    table = client.get("/api/measures/degree?limit=10&format=csv").text
    assert len(table.splitlines()) == first["total"] + 1


def test_sureness_says_who_may_pass_the_first() -> None:
    def row(label: str, low: int, high: int) -> dict[str, Any]:
        return {"thing": {"label": label}, "rank_low": low, "rank_high": high}

    close = {"items": [row("A", 1, 3), row("B", 2, 4), row("C", 5, 9)], "remark": ""}
    assert "un des suivants peut passer devant A" in analyses.sureness(close)
    clear = {"items": [row("A", 1, 1), row("B", 2, 4)], "remark": ""}
    assert analyses.sureness(clear).startswith("A reste devant")
    assert analyses.sureness({"items": [], "remark": ""}) == ""


# --- cuts and circles ---------------------------------------------------------------------------------------------


def test_a_withdrawal_names_whom_it_cuts_off(client: TestClient, state: State) -> None:
    body = get(client, "/api/cuts", limit=5)
    net = analyses.network_of(state, "partners", WHOLE)
    assert body["nodes"] == len(net)
    assert len(body["items"]) == 5
    for item in body["items"]:
        left = net.copy()
        left.remove_node(item["thing"]["id"])
        assert set(item["pieces"]) <= set(map(len, nx.connected_components(left)))
        assert item["lost"] == sum(item["pieces"][1:]) > 0
        told = f"Sans {item['thing']['label']}, le réseau se coupe en {len(item['pieces'])} morceaux"
        assert item["sentence"].startswith(told)
        assert 0 < len(item["cut_off"]) <= min(item["lost"], analyses.NAMED)
        assert {thing["type"] for thing in item["cut_off"]} <= {"actor"}


def test_circles_share_out_the_funders_and_say_how_far_to_trust_them(client: TestClient) -> None:
    body = get(client, "/api/circles")
    members = [thing["id"] for circle in body["items"] for thing in circle["members"]]
    assert len(members) == len(set(members)) == body["funders"]
    assert all(len(circle["members"]) > 1 and circle["schemes"] for circle in body["items"])
    assert -1 <= body["modularity"] <= 1
    assert body["reading"].endswith(".")
    alone = {line["actor"]["id"] for line in body["alone"]}
    assert alone
    assert not alone & set(members)


def test_circles_of_nothing_are_told(client: TestClient) -> None:
    body = get(client, "/api/circles", sector="sport")
    assert (body["items"], body["modularity"]) == ([], None)
    assert "pas de cercle" in body["reading"]


# --- paths --------------------------------------------------------------------------------------------------------


def test_a_path_is_a_chain_of_statements_with_their_sources(client: TestClient) -> None:
    body = get(client, "/api/paths", **{"from": "Scopeli", "to": "ademe"})
    assert body["items"]
    assert [chain["length"] for chain in body["items"]] == sorted(chain["length"] for chain in body["items"])
    for chain in body["items"]:
        assert (chain["things"][0]["id"], chain["things"][-1]["id"]) == ("scopeli", "ademe")
        for left, right, step in zip(chain["things"], chain["things"][1:], chain["steps"], strict=False):
            assert step["statements"]
            for said in step["statements"]:
                assert {said["subject"]["id"], said["object"]["id"]} == {left["id"], right["id"]}
                assert said["status"] == "actual"
                assert said["sources"]


def test_the_path_that_most_statements_tell_comes_first(client: TestClient) -> None:
    body = get(client, "/api/paths", **{"from": "les-ecossolies", "to": "ademe"})
    assert body["items"][0]["things"][1]["id"] == "ess-nantes-factory"


def test_a_path_goes_round_what_it_is_told_to_avoid(client: TestClient) -> None:
    body = get(client, "/api/paths", **{"from": "scopeli", "to": "ademe", "avoid": "ess-nantes-factory"})
    assert [thing["id"] for thing in body["avoiding"]] == ["ess-nantes-factory"]
    assert body["items"]
    assert all("ess-nantes-factory" not in [t["id"] for t in chain["things"]] for chain in body["items"])


def test_a_study_ties_nobody_but_is_reached(client: TestClient) -> None:
    study = "benchmark-ess-metropoles-2021"
    body = get(client, "/api/paths", **{"from": "nantes-metropole", "to": "caisse-des-depots"})
    assert body["items"] and study not in {thing["id"] for thing in body["through"]}
    assert all(s["role"]["id"] != "objet-de" for i in body["items"] for step in i["steps"] for s in step["statements"])
    reached = get(client, "/api/paths", **{"from": "nantes-metropole", "to": study})
    assert reached["items"][0]["length"] == 1


def test_no_path_is_an_answer(client: TestClient, state: State) -> None:
    lonely = next(t for t in state.directory.of_type("actor") if t.id not in state.graph)
    body = get(client, "/api/paths", **{"from": lonely.id, "to": "ademe"})
    assert body["items"] == []
    assert lonely.label in body["remark"]


def test_a_path_to_itself_or_to_nobody_is_refused(client: TestClient) -> None:
    refused(client, 422, "/api/paths", **{"from": "ademe", "to": "ademe"})
    refused(client, 404, "/api/paths", **{"from": "ademe", "to": "xyzzy"})


# --- gaps ---------------------------------------------------------------------------------------------------------


def test_a_gap_matrix_has_each_cell_once_and_stays_light(client: TestClient) -> None:
    answer = client.get("/api/gaps", params={"territory": NANTES})
    assert len(answer.content) < 150_000
    body = answer.json()
    staged = [role["id"] for role in body["roles"] if role["id"] != "referent"]
    assert body["total"] == len(body["sectors"]) * (len(staged) * len(body["stages"]) + 1)
    keys = [(c["sector"]["id"], c["stage"]["id"], c["role"]["id"]) for c in body["items"]]
    assert len(keys) == len(set(keys)) == sum(body["counts"].values())


def test_a_covered_cell_says_by_whom_and_another_does_not(client: TestClient) -> None:
    cells = get(client, "/api/gaps", territory=NANTES)["items"]
    assert {cell["mark"] for cell in cells} == set(gaps.MARKS)
    for cell in cells:
        assert bool(cell["covering"]) == (cell["state"] == "covered") == (cell["mark"] == "covered")
        assert (cell["mark"] == "general") == (cell["state"] != "covered" and cell["open_to_all"] > 0)
        assert NANTES not in [other["territory"]["id"] for other in cell["elsewhere"]]


def test_seed_money_for_food_in_nantes_is_covered_by_the_factory(client: TestClient) -> None:
    body = get(client, "/api/gaps", territory=NANTES, sector="alimentation", stage="amorcage", role="financeur")
    (cell,) = body["items"]
    assert [scheme["id"] for scheme in cell["covering"]] == ["ess-nantes-factory"]


def test_referents_are_one_cell_a_sector_with_their_function(client: TestClient) -> None:
    body = get(client, "/api/gaps", territory=NANTES, role="referent")
    assert {cell["stage"]["id"] for cell in body["items"]} == {""}
    care = next(cell for cell in body["items"] if cell["sector"]["id"] == "services-personne")
    assert "adt-44" in [holder["id"] for holder in care["covering"]]
    assert all(holder["function"] for holder in care["covering"])


def test_a_place_hosts_and_a_fund_funds_even_when_nobody_is_named(state: State) -> None:
    place = next(t for t in state.directory.of_type("place") if t.status == "actual")
    assert "hebergeur" in gaps._roles(state, place)
    assert "financeur" in gaps._roles(state, state.directory["fonds-nantes-transitions"])


@pytest.mark.parametrize(
    ("id", "funds"), [("cap-kennedy", False), ("premiere-brique", False), ("ess-nantes-factory", True)]
)
def test_who_pays_for_a_place_or_an_incubator_funds_no_project_in_it(state: State, id: str, funds: bool) -> None:
    assert ("financeur" in gaps._roles(state, state.directory[id])) == funds


def test_a_territory_without_a_word_says_so(client: TestClient, state: State) -> None:
    told = state.record.told_territories
    silent = next(t for t in state.directory.of_type("territory") if not told & state.directory.inside(t.id))
    body = get(client, "/api/gaps", territory=silent.id)
    assert body["items"] == []
    assert silent.label in body["remark"]


def test_wrong_words_of_gaps_are_refused(client: TestClient) -> None:
    assert "étendue" in refused(client, 422, "/api/gaps", territory=NANTES, scope="tout")
    refused(client, 422, "/api/gaps", territory=NANTES, role="jongleur")
    refused(client, 422, "/api/gaps")


# --- suggestions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [{}, {"territory": NANTES}, {"filiere": "nantes-habitat-construction"}])
def test_what_is_suggested_is_not_known_yet_and_can_be_called(
    client: TestClient, state: State, asked: dict[str, str]
) -> None:
    body = get(client, "/api/suggestions", **asked)
    net = analyses.network_of(state, "partners", WHOLE)
    assert body["items"]
    for item in body["items"]:
        left, right = item["left"]["id"], item["right"]["id"]
        assert not net.has_edge(left, right)
        assert relations.is_named(state.directory[left])
        assert relations.is_named(state.directory[right])
        assert item["evidence"]
        assert item["left"]["label"] in item["sentence"]
        assert item["right"]["label"] in item["sentence"]


def test_suggestions_come_true_more_often_than_by_chance(state: State) -> None:
    found = relations.reliability(state, "adamic-adar")
    assert found["rate"] > 3 * found["chance"] > 0
    assert "au hasard" in found["sentence"]


def test_roles_only_meet_within_a_filiere_or_a_territory(client: TestClient) -> None:
    assert {i["reason"] for i in get(client, "/api/suggestions")["items"]} == {"shared-partners"}
    reasons = {i["reason"] for i in get(client, "/api/suggestions", territory=NANTES)["items"]}
    assert reasons == {"shared-partners", "complementary-roles"}


def test_suggestions_on_the_same_evidence_are_one_line(state: State) -> None:
    items = relations.suggested(state, "", NANTES, "adamic-adar", 60)["items"]
    groups = relations.grouped(items)
    assert sum(group["pairs"] for group in groups) == len(items)
    assert len(groups) < len(items)


def test_an_unknown_way_of_suggesting_is_refused(client: TestClient) -> None:
    assert "méthode" in refused(client, 422, "/api/suggestions", method="boule de cristal")


# --- ready questions ----------------------------------------------------------------------------------------------


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of an answer."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from walk(part)
    if isinstance(value, list):
        for part in value:
            yield from walk(part)


def test_the_catalogue_says_what_each_question_asks_for(client: TestClient) -> None:
    items = get(client, "/api/questions")["items"]
    assert len(items) >= 22
    assert all(parameter["label"] and parameter["kind"] for item in items for parameter in item["parameters"])


def test_every_question_answers_on_its_own_example(client: TestClient) -> None:
    for item in get(client, "/api/questions")["items"]:
        asked = {p["name"]: p["example"]["id"] for p in item["parameters"] if not p["optional"]}
        body = get(client, item["data"], **asked, limit=500)
        assert body["sparql"].startswith("PREFIX")
        assert set(body["asked"]) == set(asked)
        for row in body["items"]:
            assert row["sources"] or row.get("nombre") == 0, (item["name"], row)
        unknown = [thing for thing in walk(body["items"]) if thing.get("type") == "" and "url" in thing]
        assert not unknown, (item["name"], unknown)


def test_a_question_takes_a_name_a_code_or_an_id(client: TestClient) -> None:
    address = "/api/questions/referents-d-un-territoire"
    by_id = get(client, address, territoire=NANTES)
    assert get(client, address, territoire="244400404")["items"] == by_id["items"]
    assert get(client, address, territoire="Nantes Métropole")["items"] == by_id["items"]


def test_what_a_question_lacks_is_said(client: TestClient) -> None:
    assert "territoire" in refused(client, 422, "/api/questions/referents-d-un-territoire")
    assert "xyzzy" in refused(client, 404, "/api/questions/qui-finance", dispositif="xyzzy")
    assert "date" in refused(client, 422, "/api/questions/financeurs-a-une-date", dispositif="fines", jour="hier")


def test_an_unknown_question_gives_the_nearest(client: TestClient) -> None:
    answer = client.get("/api/questions/financeurs")
    assert answer.status_code == 404
    assert "financeurs-a-une-date" in [candidate["id"] for candidate in answer.json()["candidates"]]


def test_an_optional_parameter_narrows_the_answer(client: TestClient) -> None:
    every = get(client, "/api/questions/plusieurs-roles", limit=500)
    one = get(client, "/api/questions/plusieurs-roles", dispositif="ess-nantes-factory", limit=500)
    assert 0 < one["total"] < every["total"]
    assert [column["name"] for column in one["columns"]] == ["acteur", "nombre", "roles"]


def test_rows_that_differ_in_their_evidence_alone_are_one(state: State) -> None:
    found = questions.answer(state, "cofinanceurs-d-un-acteur", {"acteur": "ademe"}, 500, "")
    pairs = [(row["cofinanceur"]["id"], row["dispositif"]["id"]) for row in found["items"]]
    assert len(pairs) == len(set(pairs))
    assert any(len(row["statements"]) > 1 for row in found["items"])


def test_an_answer_is_taken_away_whole_with_its_sources(client: TestClient) -> None:
    body = get(client, "/api/questions/couples-de-financeurs", limit=5)
    assert body["next_cursor"]
    table = client.get("/api/questions/couples-de-financeurs?limit=5&format=csv").content.decode("utf-8-sig")
    header, *rows = table.splitlines()
    assert {"financeur", "cofinanceur", "nombre", "dispositifs", "sources"} <= set(header.split(","))
    assert len(rows) == body["total"]


def test_the_sparql_of_an_answer_can_be_sent_as_it_is(client: TestClient) -> None:
    body = get(client, "/api/questions/qui-finance", dispositif="fines")
    sent = client.get("/sparql", params={"query": body["sparql"], "format": "json"}).json()
    assert len({row["financeur"]["value"] for row in sent["results"]["bindings"]}) == body["total"]
