"""What is computed on the network that a view draws: measures node by node, communities, intermediaries."""

from typing import Any

import networkx as nx
import pytest
from starlette.testclient import TestClient

from api.contexts import networks
from api.contexts.shown import Shown
from api.state import State
from graph import measures
from graph.perimeter import Perimeter
from tests.api.asking import RENNES, get, page, refused, table

FILIERE = "filiere=nantes-habitat-construction&status=actual&status=planned&status=past&transversal=false"


def test_a_measure_is_made_on_what_is_drawn_and_counts_what_is_effective(client: TestClient) -> None:
    drawn = get(client, f"/api/network?{FILIERE}")
    found = get(client, f"/api/network/measures/degree?{FILIERE}&rounds=0")
    near: dict[str, set[str]] = {node["id"]: set() for node in drawn["nodes"]}
    for edge in drawn["edges"]:
        if edge["status"] == "actual":
            near[edge["source"]].add(edge["target"])
            near[edge["target"]].add(edge["source"])
    assert any(edge["status"] == "planned" for edge in drawn["edges"])
    named = {node["id"] for node in drawn["nodes"] if node["type"] != "person"}
    assert {id: told[0] for id, told in found["values"].items()} == {id: len(near[id]) for id in named}
    assert found["perimeter"]["label"] == drawn["perimeter"]["label"]


def test_the_same_measure_has_one_value_wherever_it_is_asked(client: TestClient) -> None:
    for name in ("degree", "strength", "core"):
        drawn = get(client, f"/api/network/measures/{name}?sector=alimentation&rounds=0")
        asked = get(client, f"/api/measures/{name}?network=ties&sector=alimentation&rounds=0&limit=500")
        assert {row["thing"]["id"]: row["value"] for row in asked["items"]} == {
            i: v[0] for i, v in drawn["values"].items()
        }


def test_surroundings_and_projections_are_measured_too(client: TestClient) -> None:
    around = get(client, "/api/network/measures/degree?around=ademe&rounds=0")
    assert "ademe" in around["values"] and around["values"]["ademe"][1] == 1
    together = get(client, "/api/network/measures/strength?projection=financeur,financeur&rounds=0")
    pairs = get(client, "/api/network?projection=financeur,financeur")["edges"]
    weight = sum(edge["weight"] for edge in pairs if "nantes-metropole" in (edge["source"], edge["target"]))
    assert together["values"]["nantes-metropole"][0] == pytest.approx(weight)


def test_communities_cover_every_tied_node_once(client: TestClient) -> None:
    found = get(client, f"/api/network/communities?territory={RENNES}")
    drawn = get(client, f"/api/network?territory={RENNES}")
    members = [thing["id"] for item in found["items"] for thing in item["members"]]
    assert len(members) == len(set(members))
    assert len(members) + found["alone"] == len(drawn["nodes"])
    assert found == get(client, f"/api/network/communities?territory={RENNES}&seed=0")
    assert [item["size"] for item in found["items"]] == sorted((i["size"] for i in found["items"]), reverse=True)


def test_communities_are_a_page_and_a_table(client: TestClient) -> None:
    text = page(client, "/communautes?territory=Rennes+Métropole")
    assert "Autour de Rennes Métropole" in text
    assert f'href="/reseau?territory={RENNES}&amp;couleurs=communautes"' in text
    rows = table(client, f"/api/network/communities?territory={RENNES}&format=csv")
    assert list(rows[0])[:3] == ["number", "label", "size"]
    assert "Aucune communauté" in page(client, "/communautes?territory=reg-01")


@pytest.mark.parametrize("seed", ["abc", "-1", "1.5"])
def test_a_seed_that_is_no_number_is_told(client: TestClient, seed: str) -> None:
    assert "graine" in refused(client, 422, f"/api/network/communities?seed={seed}")
    assert "graine" in page(client, f"/communautes?seed={seed}", 422)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/network/measures/nothing", 422),
        ("/api/network/measures/degree?damping=0.5", 422),
        ("/api/network/measures/degree?around=nobody-at-all", 404),
        ("/api/network/measures/degree?projection=financeur", 422),
        ("/api/network?brokers=-1", 422),
    ],
)
def test_what_means_nothing_is_refused(client: TestClient, address: str, status: int) -> None:
    assert refused(client, status, address)


def test_a_perimeter_without_tie_measures_nothing(client: TestClient) -> None:
    found = get(client, "/api/network/measures/betweenness?territory=reg-01")
    assert (found["values"], found["nodes"], found["highest"]) == ({}, 0, None) and found["remark"]


def test_intermediaries_are_actors_who_join_those_that_do_not_meet(client: TestClient, state: State) -> None:
    marks = get(client, f"/api/network?{FILIERE}&brokers=5")["marks"]
    assert [mark["id"] for mark in marks] == ["macoretz"]
    shown = Shown(Perimeter(filiere="nantes-habitat-construction"), transversal=False)
    partners = networks.partners_of(state, shown)
    between = nx.betweenness_centrality(partners)
    assert max(between, key=lambda id: between[id]) == "macoretz"
    assert "nantes-metropole" in [m["id"] for m in get(client, "/api/network?brokers=5")["marks"]]


def test_where_all_meet_in_one_project_nobody_is_an_intermediary(client: TestClient) -> None:
    assert get(client, "/api/filieres/nantes-alimentation/network?transversal=false")["brokers"] == []
    assert get(client, "/api/network?brokers=0")["marks"] == []


def test_a_network_is_made_and_compressed_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/api/network?{FILIERE}&brokers=3"
    first = client.get(address)
    assert first.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in first.headers["Vary"]
    monkeypatch.setattr(networks, "network", lambda *asked: pytest.fail("the network was made again"))
    again = client.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in again.headers
    assert again.json() == first.json()


def test_the_file_of_a_perimeter_is_written_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {form: client.get(f"/api/ties?{FILIERE}&format={form}") for form in ("csv", "xlsx")}
    monkeypatch.setattr(networks, "ties", lambda *asked: pytest.fail("the table was made again"))
    for form, first in files.items():
        again = client.get(f"/api/ties?{FILIERE}&format={form}")
        assert again.content == first.content and again.headers == first.headers


@pytest.mark.parametrize(
    "address", ["/api/measures/pagerank?territory=dep-35", "/api/network/measures/pagerank?kind=scic"]
)
def test_a_measure_is_computed_once_however_its_settings_are_written(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    made: list[Any] = []
    compute = measures.compute

    def counted(*asked: Any) -> Any:
        made.append(asked[2:])
        return compute(*asked)

    monkeypatch.setattr(measures, "compute", counted)
    usual = get(client, address)
    for same in (
        "seed=00",
        "seed=0.0",
        "rounds=20.0",
        "rounds=20&damping=0,85",
        "weighted=vrai",
        "depth=2&min_shared=9",
    ):
        assert get(client, f"{address}&{same}") == usual
    assert len(made) == 1
    assert get(client, f"{address}&seed=1")["seed"] == 1 and len(made) == 2


def test_surroundings_are_no_projection(client: TestClient) -> None:
    around = get(client, "/api/network?around=ademe")
    assert get(client, "/api/network?around=ademe&projection=financeur,financeur") == around
