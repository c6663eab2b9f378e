"""Comparisons by their address: territories, actors, schemes, dates, documents; and what cannot be compared."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from api.contexts import analyses, comparisons
from api.contexts.compared import networks
from api.state import State
from graph import statements
from graph.network import ACTORS
from graph.perimeter import WHOLE, Perimeter
from tests.api.asking import NANTES, RENNES, get, refused, table

PRIZE = "prix-innovation-sociale-nantes"


# --- territories, actors, dates -------------------------------------------------------------------------------------


def test_two_territories_are_compared_in_figures_and_by_name(client: TestClient) -> None:
    body = get(client, "/api/compare", left="Nantes Métropole", right=RENNES)
    assert (body["kind"], body["left"]["id"], body["right"]["id"]) == ("territories", NANTES, RENNES)
    inhabitants = next(f for f in body["figures"] if f["indicator"] == "nombre d'habitants")
    assert (inhabitants["left"][0]["low"], inhabitants["right"][0]["low"]) == (639_000, 443_192)
    assert inhabitants["left"][0]["sources"]
    assert [axis["id"] for axis in body["axes"]] == ["stage", "sector", "kind"]
    assert all(row["left"] or row["right"] for axis in body["axes"] for row in axis["rows"])
    line = next(line for line in body["items"] if line["what"]["label"] == "nombre d'habitants")
    assert "639" in line["left"][0] and line["sources"]


def test_what_one_territory_has_and_the_other_not_is_said_first(client: TestClient) -> None:
    axes = {axis["id"]: axis["rows"] for axis in get(client, "/api/compare", left=NANTES, right=RENNES)["axes"]}
    rennes_alone = {row["label"] for row in axes["kind"] if row["right"] and not row["left"]}
    assert "pépinière" in rennes_alone and "fonds d'amorçage" not in rennes_alone
    assert [row["label"] for row in axes["stage"]][:2] == ["émergence", "amorçage"]
    text = client.get("/comparer", params={"left": NANTES, "right": RENNES}).text
    said = text[text.index('id="seulement"') : text.index('id="chiffres"')]
    rennes = said[said.index("Rennes Métropole, et pas Nantes Métropole") :]
    assert "Pépinière de Réso Solidaire" in rennes and "ESS Nantes Factory" not in rennes
    named = {thing["url"] for rows in axes.values() for row in rows for thing in row["left"] + row["right"]}
    assert all(f'href="{url}"' in text for url in named)


def test_two_actors_are_compared_by_roles_and_partners(client: TestClient, state: State) -> None:
    body = get(client, "/api/compare", left="ademe", right="nantes-metropole")
    assert (body["kind"], body["left"]["type"], body["right"]["type"]) == ("actors", "actor", "actor")
    net = analyses.network_of(state, "partners", WHOLE)
    common = {thing["id"] for thing in body["common"]}
    assert common == set(net["ademe"]) & set(net["nantes-metropole"])
    shared = {line["scheme"]["id"]: line for line in body["shared_schemes"]}
    assert "financeur" in shared["ess-nantes-factory"]["left"]
    assert shared["ess-nantes-factory"]["sources"]


def test_two_dates_tell_what_came_and_what_went(client: TestClient, state: State) -> None:
    body = get(client, "/api/compare", left="2020", right="2015")
    assert (body["left"]["date"], body["right"]["date"]) == ("2015-12-31", "2020-12-31")
    before, after = (analyses.network_of(state, "ties", Perimeter(as_of=date(year, 12, 31))) for year in (2015, 2020))
    named = {thing["id"] for group in body["only_right"] for thing in group["items"]}
    assert named == {id for id in set(after) - set(before) if state.directory[id].type != "person"}
    assert body["stayed"] == len(set(before) & set(after))
    assert {group["type"] for group in body["only_right"]} & set(ACTORS) == {"actor"}


def test_two_dates_tell_what_was_true_only_in_between_and_how_much_is_dated(client: TestClient, state: State) -> None:
    body = get(client, "/api/compare", left="2015", right="2020", territory=NANTES)
    within = state.network.select(Perimeter(territory=NANTES))
    dated = [tie for tie in within if state.network.starts[tie] > 1 or state.network.ends[tie] < date.max.toordinal()]
    assert body["dated"] == {"ties": len(within), "dated": len(dated)}
    assert f"{len(within)} énoncés de lien, {len(dated)} ont une date" in body["remark"]
    # the laureates of 2018 were there neither at the end of 2015 nor at the end of 2020
    assert ["Hacoopa", f"{PRIZE}-2018", ["lauréat"], ["2018"]] in [
        [tie["things"][0]["label"], tie["things"][1]["id"], [role["label"] for role in tie["roles"]], tie["periods"]]
        for tie in body["ties_between"]
    ]
    assert all(tie["sources"] for key in ("ties_left", "ties_joined", "ties_between") for tie in body[key])


def test_a_perimeter_without_dates_says_that_two_of_them_show_nothing(client: TestClient) -> None:
    body = get(client, "/api/compare", left="2015", right="2020", territory=NANTES, sector="sport")
    assert (body["dated"]["ties"], body["ties_joined"]) == (0, [])
    assert "aucun lien" in body["remark"]


# --- documents side by side ---------------------------------------------------------------------------------------


def ids_of(groups: list[dict[str, Any]]) -> set[str]:
    """Return the ids of the things that stand under types."""
    return {thing["id"] for group in groups for thing in group["items"]}


def test_a_roadmap_is_compared_with_the_other_sources_on_its_territory(client: TestClient, state: State) -> None:
    body = get(client, "/api/compare", left="004", right="000,001,002", territory="Nantes Métropole")
    assert (body["kind"], body["perimeter"]["parameters"]["territory"]) == ("documents", NANTES)
    assert (body["left"]["label"], body["right"]["label"]) == ("le document 004", "les documents 000, 001, 002")
    sides = {"left": ("004",), "right": ("000", "001", "002")}
    nets = {s: state.network.graph(Perimeter(territory=NANTES, documents=own)) for s, own in sides.items()}
    links = next(count for count in body["counts"] if count["label"] == "Liens")
    assert (links["left"], links["right"]) == tuple(net.number_of_edges() for net in nets.values())
    for side, other in (("left", "right"), ("right", "left")):
        told = {id for id in set(nets[side]) - set(nets[other]) if state.directory[id].type != "person"}
        assert ids_of(body[f"only_{side}"]) | ids_of(body[f"tied_{side}"]) == told
        assert not ids_of(body[f"only_{side}"]) & ids_of(body[f"tied_{side}"])
        assert {p["source"] for tie in body[f"ties_{side}"] for p in tie["sources"]} <= set(sides[side])
        assert all(tie["sources"] for tie in body[f"ties_{side}"])
    assert {thing["id"] for thing in body["common"]} == set(nets["left"]) & set(nets["right"])


def test_what_a_document_names_without_tying_is_not_said_unnamed(client: TestClient, state: State) -> None:
    body = get(client, "/api/compare", left="004", right="000,001,002", territory=NANTES)
    others = {"000", "001", "002"}
    named = {id for other in others for id in statements.read_in(state.store, other)[1]}
    assert ids_of(body["tied_left"])
    assert not ids_of(body["only_left"]) & named
    for id in ids_of(body["tied_left"]) - named:
        assert any(others.intersection(s.sources) for s in state.record.about(id))


def test_ties_of_both_sides_carry_the_roles_and_passages_of_each(client: TestClient) -> None:
    body = get(client, "/api/compare", left="004", right="000,001,002", territory=NANTES)
    ties = {(tie["things"][0]["id"], tie["things"][1]["id"]): tie for tie in body["ties_both"]}
    tie = ties["ademe", "ess-nantes-factory"]
    assert "financeur" in tie["left"] and "financeur" in tie["right"]
    assert {"004"} < {passage["source"] for passage in tie["sources"]}
    assert body["uncounted"]["left"] > 100


def test_the_silence_of_a_document_is_told_apart_from_an_absence(client: TestClient) -> None:
    body = get(client, "/api/compare", left="003", right="004", territory=NANTES)
    assert body["remark"].startswith("Le document 003 ne dit aucun lien dans ce périmètre")
    assert {count["left"] for count in body["counts"]} == {0}
    text = client.get("/api/compare", params={"left": "003", "right": "004", "territory": NANTES}).text
    assert not any(word in text for word in ("Venus", "Partis", "Disparus"))


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("003", "003", "des deux côtés"),
        ("003,004", "004;002", "Le document 004 est des deux côtés"),
        ("003", "999", "« 999 » n'est pas un document"),
        ("003", "2015", "Une date ne se compare qu'à une date"),
        ("003", "ademe", "Un document ne se compare qu'à des documents"),
        (" , ", "003", "Il faut deux termes"),
    ],
)
def test_lists_of_documents_that_cannot_be_compared_are_refused(
    client: TestClient, left: str, right: str, words: str
) -> None:
    assert words in refused(client, 422, "/api/compare", left=left, right=right)


# --- schemes side by side -----------------------------------------------------------------------------------------


def test_two_editions_are_compared_by_who_takes_part_and_for_how_much(client: TestClient) -> None:
    body = get(client, "/api/compare", left=f"{PRIZE}-2018", right=f"{PRIZE}-2019")
    assert (body["kind"], body["left"]["type"], body["right"]["type"]) == ("schemes", "edition", "edition")
    rows = {row["thing"]["id"]: row for row in body["participants"]}
    assert (rows["nantes-metropole"]["group"], rows["terrena"]["group"]) == ("both", "right")
    assert "financeur (2018)" in rows["harmonie-mutuelle"]["left"] and not rows["harmonie-mutuelle"]["right"]
    assert all(row["sources"] for row in rows.values())
    assert {c["label"]: (c["left"], c["right"]) for c in body["counts"]}["Lauréat"] == (2, 1)
    prize = next(row for row in body["amounts"] if row["indicator"] == "montant par projet")
    assert (prize["left"][0]["high"], prize["right"][0]["high"]) == (25_000, 25_000)
    assert [row["label"] for row in body["identity"]][:4] == ["Nature", "Territoire", "Statut", "Début"]
    assert body["whole"]["scheme"]["id"] == PRIZE
    assert any("membre du jury" in row["roles"] for row in body["whole"]["participants"])


def test_what_is_planned_takes_part_in_no_count(client: TestClient) -> None:
    body = get(client, "/api/compare", left=f"{PRIZE}-2019", right=f"{PRIZE}-2023")
    counts = {c["label"]: c["right"] for c in body["counts"]}
    assert (counts["Participants"], counts.get("Accompagnateur", 0)) == (1, 0)
    rows = [row for row in body["participants"] if any("prévu" in role for role in row["right"])]
    assert [role for row in rows for role in row["right"]] == ["accompagnateur (prévu)"]


def test_names_of_schemes_places_and_actors_lead_to_the_right_comparison(client: TestClient) -> None:
    for left, right, kind in (
        ("MEL Makers 2018", "mel makers 2019", "schemes"),
        ("ESS Nantes Factory", "Le Solilab", "schemes"),
        ("Nantes Métropole", "Rennes Métropole", "territories"),
        ("Nantes Métropole", "ADEME", "actors"),
        ("Nantes Métropole (métropole)", "Rennes Métropole", "actors"),
    ):
        assert get(client, "/api/compare", left=left, right=right)["kind"] == kind, (left, right)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (PRIZE, f"{PRIZE}-2019", "l'un fait partie de l'autre"),
        (PRIZE, PRIZE, "ne se compare pas à lui-même"),
        ("ademe", PRIZE, "pas de même nature"),
        ("nantes-alimentation", "ademe", "(filière) ne se compare pas ici"),
    ],
)
def test_things_that_cannot_be_compared_are_refused(client: TestClient, left: str, right: str, words: str) -> None:
    assert words in refused(client, 422, "/api/compare", left=left, right=right)


def test_a_name_that_means_nothing_is_not_compared(client: TestClient) -> None:
    assert "« zzzzzz » est inconnu" in refused(client, 404, "/api/compare", left="zzzzzz", right="ademe")


# --- every comparison ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"left": "2015", "right": "2020", "territory": NANTES},
        {"left": "004", "right": "002", "territory": NANTES},
        {"left": NANTES, "right": RENNES},
        {"left": "ademe", "right": "nantes-metropole"},
        {"left": f"{PRIZE}-2018", "right": f"{PRIZE}-2019"},
    ],
    ids=lambda asked: asked["left"],
)
def test_every_comparison_is_a_table_too(client: TestClient, asked: dict[str, str]) -> None:
    body = get(client, "/api/compare", **asked)
    assert all(body[key] for key in ("counts", "left", "right", "remark", "perimeter", "items"))
    assert {tuple(count) for count in body["counts"]} == {("label", "left", "right", "scale")}
    assert body["total"] == len(body["items"])
    rows = table(client, f"/api/compare?{urlencode(asked)}&format=csv")
    assert [row["what"] for row in rows] == [line["what"]["label"] for line in body["items"]]
    expected = {"section", "what", "what_id", "with", "with_id", "detail", "left", "right", "sources"}
    assert expected <= set(rows[0])
    assert any(re.fullmatch(r"\d{3}:\d+(-\d+)?(\|.*)?", row["sources"]) for row in rows)
    assert client.get("/api/compare", params={**asked, "format": "xlsx"}).content[:2] == b"PK"


def test_a_perimeter_that_does_not_apply_is_said_to_be_left_aside(client: TestClient) -> None:
    body = get(client, "/api/compare", left="ademe", right="nantes-metropole", sector="alimentation")
    assert "laissé de côté" in body["remark"]
    assert body["perimeter"]["label"] == "tout le graphe"


def test_every_example_of_a_comparison_answers(client: TestClient, state: State) -> None:
    groups = comparisons.examples_of(state)
    assert len(groups) == 5
    for address in [item["url"] for group in groups for item in group["items"]]:
        assert client.get(address.replace("/comparer", "/api/compare")).status_code == 200, address


def test_ties_are_gathered_under_what_most_of_them_touch() -> None:
    def tie(left: str, right: str) -> dict[str, Any]:
        return {"things": [{"id": left}, {"id": right}], "roles": []}

    groups = networks.gathered([tie("a", "hub"), tie("hub", "b"), tie("c", "d")])
    assert [(group["thing"]["id"], len(group["with"])) for group in groups] == [("hub", 2), ("d", 1)]


@pytest.mark.parametrize(("left", "right"), [("", "ademe"), ("ademe", "ademe"), ("2015", "2015"), (NANTES, NANTES)])
def test_a_pair_that_cannot_be_compared_is_refused(client: TestClient, left: str, right: str) -> None:
    refused(client, 422, "/api/compare", left=left, right=right)


def test_the_roles_of_two_actors_are_in_french(client: TestClient) -> None:
    found = get(client, "/api/compare?left=les-ecossolies&right=nantes-metropole")
    told = {role for line in found["shared_schemes"] for side in ("left", "right") for role in line[side]}
    assert "référent" in told and "referent" not in told
