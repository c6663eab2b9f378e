"""The addresses of what was removed: gone, with since when and why, or leading to what replaced it."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph import build
from tests.api.asking import HTML
from tests.graph import tiny

WHY = "« fausse-ligne » a été retiré le 20/11/2026 : N'a jamais existé : erreur de lecture."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of the small data folder, from which two things were removed."""
    folder = tmp_path_factory.mktemp("removed")
    build.build(tiny.write(folder / "data"), folder / "out")
    yield TestClient(create_app(Settings(data=folder / "data", out=folder / "out")), follow_redirects=False)


@pytest.mark.parametrize(
    "path", ["/acteurs/fausse-ligne", "/id/organisation/fausse-ligne", "/dispositifs/fausse-ligne"]
)
def test_a_reader_is_told_since_when_and_why(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 410
    assert "<h1>Retiré</h1>" in answer.text and "20/11/2026" in answer.text and "erreur de lecture" in answer.text
    assert 'href="/recherche"' in answer.text


@pytest.mark.parametrize("path", ["/api/actors/fausse-ligne", "/api/actors/fausse-ligne/statements"])
def test_a_program_is_told_in_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert answer.json()["detail"].replace("\u00a0", " ") == WHY
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/dispositifs/ancien-fonds?depth=2", "/dispositifs/fonds-test?depth=2"),
        ("/acteurs/ancien-fonds", "/dispositifs/fonds-test"),
        ("/id/dispositif/ancien-fonds", "/id/dispositif/fonds-test"),
        ("/api/schemes/ancien-fonds", "/api/schemes/fonds-test"),
        ("/api/schemes/ancien-fonds/statements?format=csv", "/api/schemes/fonds-test/statements?format=csv"),
    ],
)
def test_what_was_replaced_leads_to_its_successor(client: TestClient, path: str, target: str) -> None:
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (308, target)
    assert client.get(target).status_code in (200, 303)


def test_a_kind_that_it_never_had_is_unknown(client: TestClient) -> None:
    assert client.get("/id/dispositif/fausse-ligne").status_code == 404
    assert client.get("/api/schemes/fausse-ligne").status_code == 404


def test_a_parameter_that_names_it_is_unknown_and_says_why(client: TestClient) -> None:
    answer = client.get("/api/paths?from=ancien-fonds&to=ademe")
    assert answer.status_code == 404 and "retiré le 20/11/2026" in answer.json()["detail"]
    assert [c["id"] for c in answer.json()["candidates"]] == ["fonds-test"]


def test_nothing_finds_or_lists_it(client: TestClient) -> None:
    assert "fausse-ligne" not in str(client.get("/api/search?q=fausse ligne").json()["items"])
    assert "ancien-fonds" not in client.get("/api/schemes?limit=500").text
    assert client.get("/api/edition").json()["counts"]["removed"] == 2
