"""The same quantity, asked at two addresses on one perimeter, is the same."""

from itertools import combinations
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.api.asking import get, table

PERIMETERS = ("", "territory=epci-244400404", "source=002", "as_of=2018-06-30", "status=planned")
Pairs = dict[tuple[str, ...], int]


def asked(client: TestClient, address: str, perimeter: str, **more: str) -> Any:
    """Return the JSON of an address on a perimeter."""
    return get(client, f"{address}?{perimeter}&{urlencode(more)}")


@pytest.fixture(params=PERIMETERS)
def perimeter(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pairs(client: TestClient, perimeter: str) -> Pairs:
    """Return how many schemes each two funders share."""
    items = asked(client, "/api/cofunding", perimeter, limit="500")["items"]
    return {tuple(sorted((pair["left"]["id"], pair["right"]["id"]))): pair["shared"] for pair in items}


def test_pairs_of_funders_are_those_of_circles_of_the_graph_and_of_the_file(
    client: TestClient, perimeter: str, pairs: Pairs
) -> None:
    circles = asked(client, "/api/circles", perimeter)
    drawn = asked(client, "/api/network", perimeter, projection="financeur,financeur")
    rows = table(client, f"/api/cofunding?{perimeter}&format=csv")
    assert circles["pairs"] == len(drawn["edges"]) == len(rows) == len(pairs)
    assert circles["funders"] == len(drawn["nodes"]) == len({id for pair in pairs for id in pair})


def test_tours_de_table_make_the_pairs(client: TestClient, perimeter: str, pairs: Pairs) -> None:
    made: Pairs = {}
    for tour in asked(client, "/api/cofunding/tours", perimeter, limit="500")["items"]:
        assert tour["count"] == len(tour["funders"])
        for pair in combinations(sorted(funder["id"] for funder in tour["funders"]), 2):
            made[pair] = made.get(pair, 0) + 1
    assert made == pairs


def test_the_cofunders_of_an_actor_are_its_pairs(client: TestClient, perimeter: str, pairs: Pairs) -> None:
    for actor in sorted({id for pair in pairs for id in pair})[:3]:
        found = asked(client, f"/api/actors/{actor}/cofunders", perimeter)["items"]
        assert all((c["low"] is None) == (c["high"] is None) == (not c["amount_label"]) for c in found)
        assert {c["actor"]["id"]: c["shared"] for c in found} == {
            next(id for id in pair if id != actor): shared for pair, shared in pairs.items() if actor in pair
        }


def test_a_measure_of_the_view_is_the_measure_of_the_ties(client: TestClient, perimeter: str) -> None:
    drawn = asked(client, "/api/network/measures/degree", perimeter, rounds="0")
    told = table(client, f"/api/measures/degree?{perimeter}&network=ties&rounds=0&format=csv")
    rows = {row["thing_id"]: row for row in told}
    assert {id: str(rank) for id, (_, rank, *_) in drawn["values"].items()} == {
        id: row["rank"] for id, row in rows.items()
    }
    assert len(asked(client, "/api/network", perimeter)["nodes"]) == drawn["nodes"]


def test_the_intermediaries_of_the_view_are_the_first_of_the_measure(client: TestClient, perimeter: str) -> None:
    marked = asked(client, "/api/network", perimeter, brokers="5")["marks"]
    first = asked(client, "/api/measures/betweenness", perimeter, rounds="0", limit="5")["items"]
    assert {mark["id"] for mark in marked} == {row["thing"]["id"] for row in first if row["value"]}


def test_who_cuts_the_network_is_who_the_measure_says(client: TestClient, perimeter: str) -> None:
    cuts = asked(client, "/api/cuts", perimeter, limit="500")["items"]
    measured = asked(client, "/api/measures/cut-off", perimeter, rounds="0", limit="500")["items"]
    assert {cut["thing"]["id"]: cut["lost"] for cut in cuts} == {
        row["thing"]["id"]: row["value"] for row in measured if row["value"]
    }
