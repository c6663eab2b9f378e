"""The registry of formats: the contract's names, whole and partial writing, the same bytes for the same data."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from graph import layout
from graph.errors import BadParameter
from graph.export import formats
from graph.export.formats import FORMATS, Material
from graph.perimeter import Perimeter
from graph.store import EmbeddedStore

CONTRACT = ["tables", "ttl", "nq", "jsonld", "gexf", "graphml", "kumu", "html"]


@pytest.fixture(scope="module")
def material(store: EmbeddedStore) -> Material:
    return Material.read(store, "abc123", "2026-11-21")


def test_formats_are_those_of_the_contract() -> None:
    assert list(FORMATS) == CONTRACT
    assert all(format.id == id and format.label and "/" in format.media_type for id, format in FORMATS.items())


def test_downloads_have_distinct_names() -> None:
    assert [format.file for format in FORMATS.values()] == [
        "tables.zip", "entrelacs.ttl", "entrelacs.nq", "entrelacs.jsonld", "entrelacs.gexf", "entrelacs.graphml",
        "entrelacs.xlsx", "entrelacs.html",
    ]  # fmt: skip
    assert all(formats.of_file(format.file) is format for format in FORMATS.values())
    assert formats.of_file("rien.txt") is None


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(BadParameter) as caught:
        formats.named("pdf")
    assert "graphml" in caught.value.hint


@pytest.mark.parametrize("id", CONTRACT)
def test_each_format_writes_into_a_folder(material: Material, id: str, tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder"
    paths = formats.write(FORMATS[id], material, target)
    assert [path.name for path in paths] == list(FORMATS[id].files)
    assert all(path.parent == target and path.stat().st_size > 500 for path in paths)


def test_a_file_is_written_where_it_is_asked(material: Material, tmp_path: Path) -> None:
    target = tmp_path / "new" / "reseau.gexf"
    assert formats.write(FORMATS["gexf"], material, target) == [target]
    assert target.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("id", [id for id in CONTRACT if id != "kumu"])  # a workbook tells when it was written
def test_the_same_data_gives_the_same_bytes(material: Material, store: EmbeddedStore, id: str) -> None:
    again = Material.read(store, "abc123", "2026-11-21")
    assert FORMATS[id].pack(material) == FORMATS[id].pack(again)


def test_tables_are_packed_together(material: Material) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["tables"].pack(material))) as archive:
        assert archive.namelist() == ["entities.csv", "statements.csv"]
        assert b"date/fonds-test/debut" in archive.read("statements.csv")


def test_a_perimeter_is_followed_or_refused(store: EmbeddedStore, tmp_path: Path) -> None:
    part = Material.read(store, "abc123", "2026-11-21", Perimeter(filiere="filiere-alimentation"))
    assert set(part.drawing.net) == {"filiere-alimentation", "kiosque-test", "nantes-metropole", "les-ecossolies"}
    assert "filière" in part.drawing.colophon.perimeter
    (path,) = formats.write(FORMATS["graphml"], part, tmp_path)
    assert b"fonds-test" not in path.read_bytes()
    with pytest.raises(BadParameter, match="tout le graphe"):
        formats.write(FORMATS["ttl"], part, tmp_path)


def test_large_networks_keep_their_places_in_the_whole(
    material: Material, store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = dict.fromkeys(material.drawing.net, (1.0, 2.0))

    def material_at(positions: layout.Positions) -> Material:
        return replace(material, positions=positions)

    own = layout.positions(material.drawing.net)
    assert material_at(placed).drawing.positions == own
    monkeypatch.setattr(layout, "LARGE", 3)
    assert material_at(placed).drawing.positions == placed
    assert material_at({"ademe": (1.0, 2.0)}).drawing.positions == own
