"""The HTML file of a network: whole in itself, the same content drawn and in a table, and no request leaves."""

import json
import re
from typing import Any

import networkx as nx
import pytest

from graph.export import pyvis
from graph.export.colophon import Colophon
from graph.export.drawing import Drawing
from graph.export.formats import Material
from graph.perimeter import Perimeter
from graph.store import EmbeddedStore
from graph.things import Directory, Thing

ALL = Perimeter(statuses=("actual", "planned"))
LOADS = re.compile(
    r"""<(?:script|img|iframe|embed|source|audio|video)[^>]*\ssrc\s*=|<link\b|<base\b|@import|"""
    r"""url\(\s*(?!["']?data:)|(?:src|href|action)\s*=\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def drawing(store: EmbeddedStore) -> Drawing:
    return Material.read(store, "abc123", "2026-11-21", ALL).drawing


@pytest.fixture(scope="module")
def real_drawing(real_store: EmbeddedStore) -> Drawing:
    return Material.read(real_store, "abc123", "2026-11-21").drawing


def data_of(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="reseau">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    data: dict[str, Any] = json.loads(match[1])
    return data


def ring(count: int) -> Drawing:
    """A ring of actors."""
    ids = [f"n{place}" for place in range(count)]
    net: nx.MultiGraph[str] = nx.MultiGraph()
    for left, right in nx.utils.pairwise(ids, cyclic=True):
        net.add_edge(left, right, left, role="r", role_label="r", status="actual", source=left)
    directory = Directory({id: Thing(id, "actor", id) for id in ids})
    return Drawing(net, {}, directory, Colophon("anneau", "v", "2026-11-21"))


def test_the_page_loads_nothing(real_drawing: Drawing) -> None:
    page = pyvis.dump(real_drawing).decode()
    own = page.replace(pyvis._library("vis-network.min.js"), "")
    assert LOADS.findall(own) == []
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page
    assert "bootstrap" not in page.lower()


def test_the_page_says_in_a_table_all_that_it_draws(drawing: Drawing) -> None:
    page = pyvis.dump(drawing).decode()
    data = data_of(page)
    assert {node["id"] for node in data["nodes"]} == set(drawing.net)
    assert len(data["edges"]) == len(drawing.ties) == page.count('<th scope="row">')
    for text in (
        "Légende",
        "Nantes Métropole",
        "prévu",
        "a – Premier document",
        "2026-11-21",
        "abc123",
        "Licence Ouverte",
    ):
        assert text in page
    assert '<html lang="fr">' in page and "$" not in re.sub(
        r"<script.*?</script>|<style.*?</style>", "", page, flags=re.S
    )


def test_places_are_ours_and_large_pictures_stand_still(drawing: Drawing) -> None:
    data = data_of(pyvis.dump(drawing).decode())
    (node,) = [node for node in data["nodes"] if node["id"] == "fonds-test"]
    x, y = drawing.spread("fonds-test")
    assert (node["x"], node["y"]) == (x, -y)
    assert data["options"]["physics"]["enabled"] is True
    assert data_of(pyvis.dump(ring(100)).decode())["options"]["physics"]["enabled"] is True
    assert data_of(pyvis.dump(ring(101)).decode())["options"]["physics"]["enabled"] is False


def test_by_hand_is_what_pyvis_makes(drawing: Drawing) -> None:
    def written(by_hand: bool) -> list[list[dict[str, Any]]]:
        return [json.loads(json.dumps(part)) for part in pyvis.elements(drawing, by_hand)]

    assert written(by_hand=True) == written(by_hand=False)


def test_above_two_thousand_nodes_pyvis_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyvis.network as library

    monkeypatch.setattr(library, "Network", None)
    nodes, edges = pyvis.elements(ring(2001))
    assert len(nodes) == len(edges) == 2001


def test_names_cannot_leave_their_place() -> None:
    bad = "</script><script>alert(1)</script><img src=//x.example/y>"
    directory = Directory({"a": Thing("a", "actor", bad, kind_label=bad), "b": Thing("b", "scheme", "$title ${rows}")})
    net: nx.MultiGraph[str] = nx.MultiGraph()
    net.add_edge("a", "b", "f", role="r", role_label=bad, status="actual", source="a", documents=(bad,))
    page = pyvis.dump(Drawing(net, {}, directory, Colophon(bad, bad, bad, (bad,)))).decode()
    assert "alert(1)</script>" not in page and "<img" not in page
    assert data_of(page)["nodes"][0]["label"] == bad
    assert "$title ${rows}" in page
