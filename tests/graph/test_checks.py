"""The documents themselves: each cited passage must name the thing that it is cited for."""

import hashlib
from pathlib import Path

import pyshacl
import pytest
from rdflib.namespace import SH

from graph import checks, shacl, tables
from graph.errors import Severity
from graph.tables import Dataset
from ontology import files
from tests.graph.tiny import TINY, write


def document(*named: tuple[int, str]) -> str:
    lines = [""] * 40
    for line, text in named:
        lines[line - 1] = text
    return "\n".join(lines)


ONTOLOGY = Path(__file__).parents[1] / "ontology"
TEXTS = {
    "a.txt": document(
        (1, "Nantes Métropole"),
        (12, "NANTES  METROPOLE, et d'autres, paient au fonds de test"),
        (20, "les « Écosolies »"),
    ),
}


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """One document, of which three passages are cited; the second names by another word, the third nothing."""
    changes = {
        name: TINY[name].splitlines()[0] + "\n"
        for name in ("schemes", "filieres", "participations", "links", "mandates", "amounts", "figures", "dates")
    } | {name: TINY[name].splitlines()[0] + "\n" for name in ("contradictions", "arbitrations", "removed")}
    actors = TINY["actors"].splitlines()[:2]
    actors[1] = actors[1].replace("a:1,,", "a:1|a:12|a:20|b:3,,")
    digest = hashlib.sha256(TEXTS["a.txt"].encode()).hexdigest()
    sources = TINY["sources"].replace("a.txt,40,", f"a.txt,40,{digest}")
    changes |= {"actors": "\n".join(actors) + "\n", "sources": sources}
    folder = write(tmp_path / "data", changes)
    dataset = tables.load(folder)
    assert checks.check(dataset, folder) == []
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return dataset


def test_a_passage_that_does_not_name_its_thing_is_told(data: Dataset, tmp_path: Path) -> None:
    (found,) = checks.check_sources(data, tmp_path)
    assert (found.file, found.line, found.severity) == ("actors.csv", 2, Severity.ERROR)
    assert "a:20" in found.message and "mention" in found.hint


def test_a_document_that_changed_is_told(data: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(path.read_text(encoding="utf-8") + "x", encoding="utf-8")
    found = checks.check_sources(data, tmp_path)
    assert [f.file for f in found] == ["actors.csv", "sources.csv"]
    assert "empreinte" in found[1].message


def test_documents_that_are_not_there_are_not_read(data: Dataset, tmp_path: Path) -> None:
    assert checks.check_sources(data, tmp_path / "nowhere") == []


def test_the_fast_shapes_tell_what_the_plain_ones_tell() -> None:
    """On data with a fault for nearly every shape."""
    flat = files.ontology() + files.vocabularies()
    for fixture in ("sound.ttl", "faults.ttl"):
        flat.parse(ONTOLOGY / fixture)
    _, results, _ = pyshacl.validate(flat, shacl_graph=files.shapes(), allow_infos=True, allow_warnings=True)
    plain = {
        (str(results.value(result, SH.focusNode)).split("/")[-1], str(results.value(result, SH.resultMessage)))
        for result in results.objects(None, SH.result)
    }
    fast = {tuple(found.message.split("/")[-1].split(" : ", 1)) for found in shacl.report(flat)}
    assert len(plain) > 20
    assert fast == plain


def test_the_small_data_conforms_to_the_shapes(tiny: Dataset) -> None:
    found = shacl.validate(tiny)
    assert [f for f in found if f.severity is Severity.ERROR] == []
    assert any("Plusieurs montants retenus" in f.message for f in found)
