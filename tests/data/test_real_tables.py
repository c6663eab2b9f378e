"""The tables of data/ are sound: they load, stand in canonical form, and hold no personal contact."""

import re
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import checks, contradictions, rows, shacl, statements, tables
from graph.build import in_memory
from graph.errors import Finding, Severity
from graph.quads import quads
from graph.tables import Dataset

DATA = Path(__file__).parents[2] / "data"
SOURCES = Path(__file__).parents[3] / "shared/sources"
CONTACT = re.compile(r"\S+@\S+\.\w|(?<![\d-])0[1-9](?:[ .-]?\d{2}){4}(?!\d)|\+33[ .]?[1-9](?:[ .-]?\d{2}){4}")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return tables.load(DATA)


def test_the_tables_load_without_finding(data: Dataset) -> None:
    assert [str(finding) for finding in checks.check(data, DATA)] == []


@pytest.mark.parametrize("table", rows.TABLES, ids=lambda table: table.file)
def test_a_table_is_canonical(table: type[rows.Row], tmp_path: Path) -> None:
    """Written back, a table is the same to the byte: `entrelacs` and an editor never fight over form."""
    content, _ = tables.read(DATA / table.file, table)
    tables.write(tmp_path / table.file, table, content)
    written, kept = (folder / table.file for folder in (tmp_path, DATA))
    assert written.read_text(encoding="utf-8").splitlines() == kept.read_text(encoding="utf-8").splitlines()
    assert written.read_bytes() == kept.read_bytes()


def test_no_cell_holds_a_personal_contact(data: Dataset) -> None:
    cells = [
        (table.file, row.line, cell) for table, content in data.tables() for row in content for cell in row.cells()
    ]
    assert [cell for cell in cells if CONTACT.search(cell[2])] == []


def test_every_person_is_there_for_a_function(data: Dataset) -> None:
    """A person stands in actors.csv only for a mandate held, a role taken or a link that a source states."""
    needed = {m.holder for m in data.mandates} | {p.actor for p in data.participations}
    needed |= {end for link in data.links for end in (link.subject, link.object)}
    assert [a.id for a in data.actors if a.kind == "personne" and a.id not in needed] == []


def test_without_persons_no_name_is_left(data: Dataset) -> None:
    persons = [actor for actor in data.actors if actor.kind == "personne"]
    veiled = "\n".join(f"{q.subject} {q.object}" for q in quads(data.without_persons())).casefold()
    names = {name.casefold() for person in persons for name in person.names}
    assert [name for name in names if name in veiled and re.search(rf"\b{re.escape(name)}\b", veiled)] == []
    assert [person.id for person in persons if f"/personne/{person.id}" in veiled] == []


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes in this thread: others leave applications warming up."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def test_the_graph_conforms_to_the_shapes_and_soon(data: Dataset) -> None:
    """Ten seconds where the statements are made in one, as on a machine at rest; at most twice that elsewhere."""
    pace = _seconds(lambda: deque(quads(data), maxlen=0))
    found: list[Finding] = []
    assert _seconds(lambda: found.extend(shacl.validate(data))) < 10 * min(2.0, max(1.0, pace))
    assert [str(f) for f in found if f.severity is Severity.ERROR] == []


def test_every_disagreement_is_declared(data: Dataset) -> None:
    store = in_memory(data)
    found = contradictions.undeclared(statements.every(store), contradictions.every(store))
    assert [(s.id, s.subject, s.role, s.object, [e.locator for e in s.retained]) for s in found] == []


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the documents are not published with the code")
def test_each_cited_passage_names_its_thing(data: Dataset) -> None:
    assert [str(finding) for finding in checks.check_sources(data, SOURCES)] == []
