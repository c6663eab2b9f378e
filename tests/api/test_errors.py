"""Errors that are nobody's mistake: told in French, in the site's dress or as problem+json, whatever else fails."""

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.contexts import overview
from api.state import State
from graph.errors import StoreUnavailable
from tests.api.asking import HTML, page, refused


def test_a_store_that_does_not_answer_is_told_without_it(
    client: TestClient, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise StoreUnavailable("Le graphe distant ne répond pas.", "voyez ENTRELACS_STORE")

    monkeypatch.setattr(overview, "counts", fail)
    monkeypatch.setattr(overview, "overview", fail)
    text = page(client, "/acteurs", 503)
    assert "<h1>Momentanément indisponible</h1>" in text and "Le graphe distant ne répond pas." in text
    assert state.edition.data_version in text
    assert refused(client, 503, "/api/overview") == "Le graphe distant ne répond pas."


def test_what_nobody_foresaw_is_told_in_french(application: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("a secret of the server")

    monkeypatch.setattr(overview, "overview", fail)
    monkeypatch.setattr(overview, "counts", fail)
    client = TestClient(application, raise_server_exceptions=False)
    text = page(client, "/", 500)
    assert "<h1>Erreur du serveur</h1>" in text and "secret" not in text
    assert "l’erreur est de son fait" in text
    assert "frame-ancestors 'self'" in client.get("/", headers=HTML).headers["content-security-policy"]
    assert "de son fait" in refused(client, 500, "/api/overview")
    assert client.get("/api/overview").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("address", "of_page", "lead"),
    [
        ("/api/actors/nantes", "/acteurs/nantes", "/acteurs/"),
        ("/api/schemes/fonds-d-amorcage", "/dispositifs/fonds-d-amorcage", "/dispositifs/"),
        ("/api/questions/financeurs", "/questions/financeurs", "/questions/"),
    ],
)
def test_what_may_have_been_meant_leads_to_its_page(client: TestClient, address: str, of_page: str, lead: str) -> None:
    answer = client.get(address)
    candidates = answer.json()["candidates"]
    assert candidates and all(candidate["url"].startswith(lead) for candidate in candidates)
    assert all({"id", "type", "label", "kind", "url", "score"} == candidate.keys() for candidate in candidates)
    text = page(client, of_page, answer.status_code)
    assert all(f'<a href="{candidate["url"]}">' in text for candidate in candidates)
    assert client.get(candidates[0]["url"]).status_code == 200
