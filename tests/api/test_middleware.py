"""What every answer carries: a tag that changes with all that an answer is made of, and what other sites may ask."""

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.middleware import software


@pytest.mark.parametrize("file", ["api/web/static/site.css", "graph/queries/facts.rq", "ontology/terms.ttl"])
def test_answers_are_asked_again_when_a_file_of_any_room_changes(tmp_path: Path, file: str) -> None:
    for name in ("api/web/static/site.css", "graph/queries/facts.rq", "ontology/terms.ttl", "graph/store.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before", encoding="utf-8")
    before = software(tmp_path)
    assert software(tmp_path) == before
    os.utime(tmp_path / file, ns=(1, 1))
    assert software(tmp_path) != before


def test_a_compiled_file_changes_no_answer(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api/app.py").write_text("", encoding="utf-8")
    before = software(tmp_path)
    (tmp_path / "api/__pycache__").mkdir()
    (tmp_path / "api/__pycache__/app.pyc").write_text("", encoding="utf-8")
    assert software(tmp_path) == before


def test_the_three_rooms_are_read() -> None:
    house = Path(__file__).parents[2]
    assert software() == software(house)
    assert all((house / file).is_file() for file in ("graph/queries/facts.rq", "ontology/terms.ttl"))


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/api/actors", "GET, HEAD, OPTIONS"),
        ("/exports/entrelacs.ttl", "GET, HEAD, OPTIONS"),
        ("/id/organisation/ademe", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_site_may_ask_before_it_asks(client: TestClient, address: str, methods: str) -> None:
    asked = {"Origin": "https://ailleurs.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(address, headers={**asked, "Access-Control-Request-Headers": "content-type"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == methods
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()


def test_a_page_takes_no_preflight(client: TestClient) -> None:
    assert client.options("/acteurs").status_code == 405
