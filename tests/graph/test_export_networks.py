"""Networks for other tools: every node and tie arrives, can be read again, and tells where it comes from."""

import io
from collections.abc import Callable
from xml.etree import ElementTree as ET

import networkx as nx
import openpyxl
import pytest

from graph import layout
from graph.export import gexf, graphml, kumu, sigma
from graph.export.colophon import Colophon
from graph.export.drawing import LOOKS, Drawing
from graph.export.formats import Material
from graph.network import Network
from graph.perimeter import Perimeter
from graph.store import EmbeddedStore
from graph.things import TYPE_LABELS, Directory, Thing

ALL = Perimeter(statuses=("actual", "planned"))
DATE = "2026-11-21"


@pytest.fixture(scope="module")
def material(store: EmbeddedStore) -> Material:
    return Material.read(store, "abc123", DATE, ALL)


@pytest.fixture(scope="module")
def real_drawing(real_store: EmbeddedStore) -> Drawing:
    return Material.read(real_store, "abc123", DATE).drawing


def spoilt() -> Drawing:
    """Two things whose names are hard to write."""
    hard = Thing("b", "scheme", '=<&"\x00]]>', note="=1")
    directory = Directory({"a": Thing("a", "actor", "A\u2028A"), "b": hard})
    net: nx.MultiGraph[str] = nx.MultiGraph()
    net.add_edge("a", "b", "f", role="r", role_label="<r>", status="actual", source="a", documents=("004",))
    return Drawing(net, {}, directory, Colophon("<tout>", "v", DATE, ("004 – <b>",)))


# --- what is drawn ------------------------------------------------------------------------------------------------


def test_each_type_has_its_look() -> None:
    assert LOOKS.keys() == TYPE_LABELS.keys()
    assert len({(look.shape, look.hollow) for look in LOOKS.values()}) == len(LOOKS)


def test_ties_merge_facts_of_one_role_and_keep_directions(material: Material) -> None:
    ties = {tie.id: tie for tie in material.drawing.ties}
    told = ties["nantes-metropole~financeur~fonds-test"]
    assert (told.source, told.target, told.role, told.documents) == (
        "nantes-metropole", "fonds-test", "financeur", ("a", "b")
    )  # fmt: skip
    assert "les-ecossolies~financeur~prix-test~planned" in ties
    assert sum(tie.weight for tie in ties.values()) == material.drawing.net.number_of_edges()


def test_the_colophon_tells_the_documents_cited(material: Material) -> None:
    assert material.drawing.colophon.lines() == {
        "Périmètre": "statuts : effectif, prévu",
        "Date": DATE,
        "Version des données": "abc123",
        "Sources": "a – Premier document ; b – Second document",
        "Licence": "Licence Ouverte 2.0",
    }


# --- the site's view ----------------------------------------------------------------------------------------------


def test_payload_has_nodes_edges_and_addresses(network: Network, directory: Directory) -> None:
    net = network.multigraph(ALL)
    placed = layout.positions(net)
    body = sigma.payload(net, placed, directory, lambda thing: f"/{thing.type}/{thing.id}")
    nodes = {node["id"]: node for node in body["nodes"]}
    assert nodes.keys() == set(net)
    x, y = placed["fonds-test"]
    assert nodes["fonds-test"] == {
        "id": "fonds-test", "type": "scheme", "label": "Fonds de test", "kind": "fonds-amorcage",
        "kind_label": directory["fonds-test"].kind_label, "url": "/scheme/fonds-test", "x": x, "y": y,
    }  # fmt: skip
    (edge,) = [e for e in body["edges"] if (e["source"], e["target"]) == ("nantes-metropole", "fonds-test")]
    assert edge["facts"] == ["participation/" + edge["facts"][0].split("/")[1]]
    assert (edge["role"], edge["status"], edge["weight"], edge["documents"]) == ("financeur", "actual", 1.0, ["a", "b"])


def test_a_node_without_address_has_no_url(network: Network, directory: Directory) -> None:
    assert all("url" not in node for node in sigma.payload(network.multigraph(), {}, directory)["nodes"])


def test_a_projection_becomes_edges_with_shared_schemes(network: Network, directory: Directory) -> None:
    net = sigma.as_multigraph(network.projection(["financeur"], ["financeur"]))
    body = sigma.payload(net, {}, directory)
    (edge,) = [e for e in body["edges"] if (e["source"], e["target"]) == ("ademe", "nantes-metropole")]
    assert edge["shared"] == ["fonds-test", "prix-test"]
    assert (edge["weight"], edge["facts"], edge["role"]) == (2.0, [], "partage")


# --- Gephi and others ---------------------------------------------------------------------------------------------


def read_gexf(content: bytes) -> "nx.MultiDiGraph[str]":
    return nx.read_gexf(io.BytesIO(content))  # type: ignore[return-value]  # directed, with parallel edges


def read_graphml(content: bytes) -> "nx.MultiDiGraph[str]":
    return nx.read_graphml(io.BytesIO(content), force_multigraph=True)  # type: ignore[return-value]


FORMATS = [(gexf.dump, read_gexf), (graphml.dump, read_graphml)]
Dump = Callable[[Drawing], bytes]
Read = Callable[[bytes], "nx.MultiDiGraph[str]"]


@pytest.mark.parametrize(("dump", "read"), FORMATS)
def test_every_node_and_tie_is_read_again(real_drawing: Drawing, dump: Dump, read: Read) -> None:
    net = read(dump(real_drawing))
    assert net.is_directed()
    assert set(net) == set(real_drawing.net)
    assert net.number_of_edges() == len(real_drawing.ties)
    expected = {(tie.source, tie.target, tie.role, tie.status) for tie in real_drawing.ties}
    assert {(s, t, edge["role"], edge["status"]) for s, t, edge in net.edges(data=True)} == expected
    for id, node in net.nodes(data=True):
        thing = real_drawing.directory[id]
        assert (node["label"], node["type"], node["kind"]) == (thing.label, thing.type, thing.kind)


@pytest.mark.parametrize(("dump", "read"), FORMATS)
def test_hard_names_are_written_without_harm(dump: Dump, read: Read) -> None:
    net = read(dump(spoilt()))
    assert net.nodes["b"]["label"] == '=<&"]]>'


def test_gexf_carries_places_colours_and_its_origin(material: Material) -> None:
    drawing = material.drawing
    content = gexf.dump(drawing)
    node = read_gexf(content).nodes["fonds-test"]["viz"]
    assert (node["position"]["x"], node["position"]["y"]) == drawing.spread("fonds-test")
    assert tuple(node["color"][c] for c in "rgb") == LOOKS["scheme"].rgb
    names = {"g": "http://www.gexf.net/1.2draft"}
    root = ET.fromstring(content)
    meta = root.find("g:meta", names)
    assert meta is not None and meta.get("lastmodifieddate") == DATE and root.get("version") == "1.2"
    description = meta.findtext("g:description", "", names)
    assert all(text in description for text in ("statuts : effectif", DATE, "abc123", "Premier document", "Licence"))
    assert b"networkx" not in content.lower()


def test_graphml_carries_places_colours_and_its_origin(material: Material) -> None:
    net = read_graphml(graphml.dump(material.drawing))
    node = net.nodes["fonds-test"]
    assert (node["x"], node["y"]) == material.drawing.spread("fonds-test")
    assert (node["r"], node["g"], node["b"]) == LOOKS["scheme"].rgb
    assert net.graph["Version des données"] == "abc123" and "Premier document" in net.graph["Sources"]


@pytest.mark.parametrize(("dump", "read"), FORMATS)
def test_ties_of_a_projection_have_no_direction(network: Network, directory: Directory, dump: Dump, read: Read) -> None:
    net = sigma.as_multigraph(network.projection(["financeur"], ["financeur"]))
    told = read(dump(Drawing(net, {}, directory, Colophon("", "", ""))))
    assert not told.is_directed()
    assert "fonds-test|prix-test" in {edge["shared"] for *_, edge in told.edges(data=True)}


# --- Kumu ---------------------------------------------------------------------------------------------------------


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def test_kumu_finds_its_columns_where_it_wants_them(material: Material) -> None:
    found = sheets(kumu.dump(material.drawing, material.by_id))
    assert list(found) == ["Elements", "Connections", "sources (ignore)"]
    assert found["Elements"][0][:5] == ["ID", "Label", "Type", "Description", "Tags"]
    assert found["Connections"][0][:4] == ["ID", "From", "To", "Type"]
    ids = {row[0] for row in found["Elements"][1:]}
    assert ids == set(material.drawing.net)
    assert {end for row in found["Connections"][1:] for end in row[1:3]} <= ids


def test_a_connection_of_kumu_says_its_facts(material: Material) -> None:
    head, *rows = sheets(kumu.dump(material.drawing, material.by_id))["Connections"]
    (row,) = [dict(zip(head, row, strict=True)) for row in rows if row[0] == "nantes-metropole~financeur~fonds-test"]
    assert (row["Direction"], row["Sources"], row["Tags"]) == ("directed", "a|b", "effectif")
    assert str(row["Description"]).startswith("Nantes Métropole finance")


def test_kumu_takes_hard_names_and_projections(network: Network, directory: Directory) -> None:
    elements = sheets(kumu.dump(spoilt(), {}))["Elements"]
    assert [row[1] for row in elements] == ["Label", "A\u2028A", '=<&"]]>']
    net = sigma.as_multigraph(network.projection(["financeur"], ["financeur"]))
    head, first, *_ = sheets(kumu.dump(Drawing(net, {}, directory, Colophon("", "", "")), {}))["Connections"]
    row = dict(zip(head, first, strict=True))
    assert (row["Direction"], row["Description"]) == ("undirected", "Fonds de test, Prix de test")


def test_the_whole_real_network_fits_kumu(real_drawing: Drawing) -> None:
    found = sheets(kumu.dump(real_drawing, {}))
    assert len(found["Elements"]) == len(real_drawing.net) + 1
    assert len(found["Connections"]) == len(real_drawing.ties) + 1
