"""One contract for every store: in memory, on disk, and another server's SPARQL endpoint."""

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from graph import build, statements, tables
from graph.catalogue import Query, query
from graph.errors import StoreUnavailable
from graph.naming import Names
from graph.store import EmbeddedStore, RemoteStore, Store, bind, connect
from graph.tables import Dataset
from graph.things import Directory
from ontology.namespaces import PREFIXES
from tests.graph.tiny import TINY, write

HOSTILE = r'Fonds "de" \ l\'avenir } DROP ALL ; { # <x> ?thing'.replace(r"\'", "'")
SKOS = f"PREFIX skos: <{PREFIXES['skos']}>\n"
LABELLED = Query("labelled", "", "", (), SKOS + "SELECT ?thing ?label WHERE { ?thing skos:prefLabel ?label }")
DRAWN = Query(
    "drawn", "", "", (), SKOS + "CONSTRUCT { ?thing skos:prefLabel ?label } WHERE { ?thing skos:prefLabel ?label }"
)
ORPHANS = Query(
    "orphans",
    "",
    "",
    (),
    SKOS + "SELECT ?thing ?note WHERE { ?thing skos:prefLabel ?label OPTIONAL { ?thing skos:note ?note } } LIMIT 3",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small data folder, where a project has a hostile name."""
    quoted = HOSTILE.replace('"', '""')
    changes = {"schemes": TINY["schemes"].replace(",Kiosque test,", f',"{quoted}",')}
    return write(tmp_path_factory.mktemp("hostile"), changes)


@pytest.fixture(scope="module")
def data(hostile: Path) -> Dataset:
    return tables.load(hostile)


@pytest.fixture(scope="module", params=["memory", "disk", "remote"])
def any_store(
    request: pytest.FixtureRequest, hostile: Path, data: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp(request.param)
    made = build.in_memory(data)
    if request.param == "memory":
        yield made
    elif request.param == "disk":
        build.build(hostile, folder / "out")
        yield connect(str(folder / "out/store"))
    else:
        with served(folder, made) as url:
            yield connect(url)


@contextlib.contextmanager
def served(folder: Path, made: EmbeddedStore) -> Iterator[str]:
    """Run a real Oxigraph server on a free loopback port, with the quads of a store."""
    program = str(Path(sys.executable).parent / "oxigraph")
    (folder / "data.nq").write_bytes(made.dump("nq"))
    location = str(folder / "store")
    load = [program, "load", "--location", location, "--file", str(folder / "data.nq")]
    subprocess.run(load, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    serve = [program, "serve", "--location", location, "--bind", address, "--union-default-graph"]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}/query?query=ASK%20%7B%7D", server)
        yield f"http://{address}/query"
    finally:
        server.kill()
        server.wait()


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert server.poll() is None, "oxigraph did not start"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("oxigraph does not answer")


def test_every_store_gives_the_same_things(any_store: Store, data: Dataset) -> None:
    reference = build.in_memory(data)
    assert Directory.read(any_store).things == Directory.read(reference).things
    assert statements.every(any_store) == statements.every(reference)
    for id in ("fonds-test", "nantes-metropole", "filiere-alimentation"):
        iri = str(Names(data)(id))
        assert statements.about(any_store, iri) == statements.about(reference, iri)
        assert statements.naming(any_store, iri) == statements.naming(reference, iri)
    assert statements.mandates(any_store) == statements.mandates(reference)
    assert statements.read_in(any_store, "b") == statements.read_in(reference, "b")


def test_a_bound_value_selects_and_comes_back(any_store: Store, data: Dataset) -> None:
    iri = Names(data)("fonds-test")
    assert any_store.select(LABELLED, thing=iri) == [{"thing": str(iri), "label": "Fonds de test"}]


@pytest.mark.parametrize("lang", ["fr", None])
def test_a_hostile_string_is_only_a_string(any_store: Store, data: Dataset, lang: str | None) -> None:
    found = any_store.select(LABELLED, label=Literal(HOSTILE, lang=lang))
    expected = [{"thing": str(Names(data)("kiosque-test")), "label": HOSTILE}]
    assert found == (expected if lang else [])
    assert len(any_store.select(LABELLED)) > 10


@pytest.mark.parametrize("text", ['"', "'", "}", "\\", "\n", '""" }', "é\u202f€", "?label", "<a>", "} ; DROP ALL #"])
def test_an_unknown_string_finds_nothing_and_breaks_nothing(any_store: Store, text: str) -> None:
    assert any_store.select(LABELLED, label=Literal(text, lang="fr")) == []
    assert any_store.select(LABELLED, label=Literal(text, datatype=XSD.token)) == []


def test_unbound_variables_are_left_out(any_store: Store) -> None:
    assert [set(row) for row in any_store.select(ORPHANS)] == [{"thing"}] * 3


def test_construct_in_every_format(any_store: Store, data: Dataset) -> None:
    iri = Names(data)("kiosque-test")
    triple = ox.Triple(
        ox.NamedNode(iri), ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.Literal(HOSTILE, language="fr")
    )
    for name, format in (("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES)):
        body = any_store.construct(DRAWN, name, thing=iri)
        assert [quad.triple for quad in ox.parse(body, format=format)] == [triple]
    assert json.loads(any_store.construct(DRAWN, "jsonld", thing=iri))


def test_a_select_is_no_construct(store: EmbeddedStore) -> None:
    with pytest.raises(TypeError):
        store.construct(LABELLED, "nt")
    with pytest.raises(TypeError):
        store.select(DRAWN)


def test_a_malformed_iri_is_refused_before_it_is_asked(any_store: Store) -> None:
    with pytest.raises(ValueError, match="IRI"):
        any_store.select(query("facts-about"), thing=URIRef("http://x> } DROP ALL"))


def test_a_value_needs_a_group_to_be_bound_in() -> None:
    with pytest.raises(ValueError, match="WHERE"):
        bind("ASK {}", {"x": Literal("y")})
    assert bind("ASK {}", {}) == "ASK {}"


def test_an_unreachable_endpoint_is_told_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        RemoteStore("http://127.0.0.1:9/query?key=secret", timeout=2).select(query("facts"))
    assert caught.value.message == "Le graphe distant ne répond pas."
    assert "ENTRELACS_STORE" in caught.value.hint
    assert isinstance(caught.value.__cause__, OSError)
    assert "URLError" in caplog.text and "secret" not in caplog.text


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"null", b'{"boolean": true}', b'{"results": {"bindings": [{"s": "x"}]}}', b"\xff"]
)
def test_an_answer_that_is_not_sparql_is_told(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(RemoteStore, "_post", lambda *_: body)
    with pytest.raises(StoreUnavailable, match="illisible"):
        RemoteStore("http://127.0.0.1:9/query").select(LABELLED)


@pytest.mark.parametrize("body", [b"<html>", b"<urn:a> <urn:b>", b"\xff"])
def test_an_answer_that_is_not_n_triples_is_told(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(RemoteStore, "_post", lambda *_: body)
    with pytest.raises(StoreUnavailable, match="illisible"):
        RemoteStore("http://127.0.0.1:9/query").construct(DRAWN, "ttl")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="illisible"):
        connect(str(tmp_path / "nothing"))
