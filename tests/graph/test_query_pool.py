"""The open SPARQL endpoint reads only, is bounded in time, memory and rows, and goes on answering meanwhile."""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from graph import build
from graph.errors import QueryRefused, QueryTooLong, StoreUnavailable
from graph.query_pool import Bounds, QueryPool, refuse

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ENDLESS = f"SELECT (COUNT(*) AS ?n) WHERE {{ {PRODUCT} }}"
ROWS = 50


@pytest.fixture(scope="module")
def stored(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store of the small data on disk, which every pool reads."""
    out = tmp_path_factory.mktemp("pool") / "out"
    build.build(tiny_folder, out)
    return out / "store"


@pytest.fixture(scope="module")
def pool(stored: Path) -> Iterator[QueryPool]:
    made = QueryPool(stored, workers=2, bounds=Bounds(seconds=1, memory=1024**3, rows=ROWS))
    yield made
    made.close()


def rows(body: bytes) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <b:b> <c:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "clear default",
        "LOAD <http://example.org/x>",
        "SELECT * WHERE { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?x { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p 'a'SERVICE<http://example.org/>{?s ?p ?o} }",
        "PREFIX x: <http://x/#> SELECT * WHERE { SERVICE x:y { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p '''it's''' . SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?a <b:b> ?c FILTER(?a < 3) SERVICE <http://example.org/> { ?s ?p ?o } FILTER(4 > 3) }",
        "SELECT * { ?a <b:b> ?c FILTER(?a<3)SERVICE\t<http://example.org/>{?s ?p ?o}FILTER(?a>3) }",
        "SELECT * WHERE { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_what_does_not_only_read_here_is_refused(pool: QueryPool, text: str) -> None:
    with pytest.raises(QueryRefused):
        pool.ask(text, "json")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service WHERE { ?service ?drop ?insert } # SERVICE <http://example.org/> {}",
        'SELECT * WHERE { ?s ?p "SERVICE <x> { } ; DROP ALL" }',
        "SELECT * WHERE { ?s ?p '''INSERT \"x\" it's DATA''' }",
        "SELECT * WHERE { ?s <http://example.org/SERVICE/DROP> ?o }",
        "PREFIX load: <http://example.org/> SELECT * WHERE { ?s load:add ?o ; load:service-public ?x }",
        'SELECT * WHERE { ?s ?p "a\\"b" . ?s ?p "DROP" }',
    ],
)
def test_the_words_of_an_update_may_stand_in_strings_comments_and_names(pool: QueryPool, text: str) -> None:
    refuse(text)
    pool.ask(text, "json")


@pytest.mark.parametrize("text", ["", "SELEKT ?x", "SELECT ?x WHERE {", "SELECT * WHERE { ?s nope:x ?o }"])
def test_what_is_no_query_is_refused(pool: QueryPool, text: str) -> None:
    with pytest.raises(QueryRefused, match="illisible"):
        pool.ask(text, "json")


@pytest.mark.parametrize("signs", ["{}", "()", "[]"])
def test_what_would_overflow_the_parser_is_refused(pool: QueryPool, signs: str) -> None:
    before = {worker.process.pid for worker in pool._free.queue}
    with pytest.raises(QueryRefused, match="emboîtée"):
        pool.ask(f"SELECT * WHERE {{ {signs[0] * 3000} {signs[1] * 3000} }}", "json")
    assert {worker.process.pid for worker in pool._free.queue} == before


def test_groups_side_by_side_or_in_a_text_are_not_inside_one_another(pool: QueryPool) -> None:
    assert rows(pool.ask(f"SELECT ?s WHERE {{ ?s a ?o {'{} ' * 300}}} # {'{' * 300}", "json").body)
    pool.ask(f"SELECT * WHERE {{ ?s ?p '{'(' * 300}' }}", "json")
    pool.ask(f"SELECT * WHERE {{ {'{' * 100} ?s ?p ?o {'}' * 100} }}", "json")


def test_answers_in_the_format_asked_for(pool: QueryPool) -> None:
    assert rows(pool.ask(COUNT, "json").body)[0]["n"]["value"].isdigit()
    assert pool.ask(COUNT, "csv").body.startswith(b"n\r\n")
    assert b"<sparql" in pool.ask(COUNT, "xml").body
    assert json.loads(pool.ask("ASK { ?s ?p ?o }", "json").body)["boolean"] is True
    graph = pool.ask("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", "ttl")
    assert (
        graph.is_graph and graph.cut and graph.body.count(b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>") <= ROWS
    )
    assert pool.ask("SELECT ?s WHERE { ?s ?p 'nothing' }", "json").cut is False


def test_a_long_answer_is_cut_at_the_bound(pool: QueryPool) -> None:
    answer = pool.ask(f"SELECT * WHERE {{ {PRODUCT} }}", "json")
    assert answer.cut and len(rows(answer.body)) == ROWS


def test_a_long_query_is_stopped_at_the_deadline(pool: QueryPool) -> None:
    pool.ask(COUNT, "json")
    started = time.monotonic()
    with pytest.raises(QueryTooLong, match="1 seconde"):
        pool.ask(ENDLESS, "json")
    assert time.monotonic() - started < 2.5


def test_others_are_answered_meanwhile_and_the_worker_is_replaced(pool: QueryPool) -> None:
    with ThreadPoolExecutor(2) as threads:
        long = threads.submit(pool.ask, ENDLESS, "json")
        for _ in range(3):
            assert rows(pool.ask(COUNT, "json").body)
        with pytest.raises(QueryTooLong):
            long.result()
    for _ in range(4):
        assert rows(pool.ask(COUNT, "json").body)


def test_a_query_that_eats_memory_is_stopped(stored: Path) -> None:
    pool = QueryPool(stored, workers=1, bounds=Bounds(seconds=30, memory=1024**3))
    try:
        with pytest.raises(QueryTooLong, match="arrêtée avant") as caught:
            pool.ask("SELECT DISTINCT ?a ?d ?g WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", "json")
        assert "mémoire" in caught.value.hint
        assert rows(pool.ask(COUNT, "json").body)
    finally:
        pool.close()


def test_a_format_that_cannot_hold_the_answer_is_told_and_the_worker_goes_on(pool: QueryPool) -> None:
    quoted = "CONSTRUCT { ?s <urn:told> <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }"
    before = {worker.process.pid for worker in pool._free.queue}
    for _ in range(3):
        with pytest.raises(QueryRefused, match="dans ce format"):
            pool.ask(quoted, "jsonld")
    assert pool.ask(quoted, "ttl").body.count(b"<urn:told>") > 0
    assert {worker.process.pid for worker in pool._free.queue} == before


def test_a_query_that_breaks_its_worker_is_told_without_guessing(pool: QueryPool) -> None:
    with pytest.raises(QueryTooLong, match="Requête arrêtée avant d'avoir répondu"):
        pool.ask(f"SELECT * WHERE {{ ?s ?p ?o FILTER({'1 + ' * 20_000} 1 > 0) }}", "json")
    assert rows(pool.ask(COUNT, "json").body)


def test_a_worker_does_not_import_the_program_that_serves(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"open({str(tmp_path / 'imported')!r}, 'w').close()\n", encoding="utf-8")
    main = ModuleType("__main__")
    main.__file__ = str(program)
    monkeypatch.setitem(sys.modules, "__main__", main)
    pool = QueryPool(stored, workers=1)
    try:
        assert rows(pool.ask(COUNT, "json").body)
    finally:
        pool.close()
    assert not (tmp_path / "imported").exists() and sys.modules["__main__"] is main


def test_workers_that_cannot_start_are_told(tmp_path: Path) -> None:
    pool = QueryPool(tmp_path / "nothing", workers=1)
    with pytest.raises(StoreUnavailable, match="démarrer"):
        pool.ask(COUNT, "json")
    pool.close()


def test_waiting_too_long_for_a_worker_is_told(stored: Path) -> None:
    pool = QueryPool(stored, workers=0, bounds=Bounds(seconds=0.1))
    with pytest.raises(QueryTooLong, match="à la fois"):
        pool.ask(COUNT, "json")
    pool.close()
