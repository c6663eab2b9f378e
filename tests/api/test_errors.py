"""Errors that are nobody's mistake: told in French, in the site's dress or as problem+json, whatever else fails."""

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.contexts import overview
from api.state import State
from graph.errors import StoreUnavailable
from tests.api.asking import page, refused


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
