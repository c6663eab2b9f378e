"""What a public address and a contact change: links to Gephi Lite and back to the site, where corrections go."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import app
from api.memo import Memo
from api.settings import Settings
from api.state import State

PUBLIC = "https://entrelacs.example.org/"


def with_settings(application: FastAPI, **changed: str) -> TestClient:
    """Return a client of a site with other settings on the same graph, which is not read again."""
    state: State = application.state.entrelacs
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "load", lambda settings: replace(state, settings=settings, memo=Memo()))
        return TestClient(app.create_app(Settings(**{**state.settings.model_dump(), **changed})))


def test_gephi_lite_reads_the_public_file(application: FastAPI) -> None:
    client = with_settings(application, public_url=PUBLIC)
    page = client.get("/reseau?filiere=nantes-alimentation").text
    assert "gephi-lite/?file=https%3A%2F%2Fentrelacs.example.org%2Fexports%2Fentrelacs.gexf" in page
    assert b"https://entrelacs.example.org/acteurs/" in client.get("/exports/entrelacs.gexf").content


def test_what_is_copied_is_the_public_address(application: FastAPI) -> None:
    """Behind a proxy, a request names the machine that serves, and « Copier le lien » must not."""
    client = with_settings(application, public_url=PUBLIC)
    behind = {"host": "127.0.0.1:8000"}
    page = client.get("/comparer?left=2015&right=2020", headers=behind).text
    assert 'href="https://entrelacs.example.org/comparer?left=2015&amp;right=2020" data-copy-link' in page
    assert "127.0.0.1" not in page
    assert "https://entrelacs.example.org/api/" in client.get("/api", headers=behind).text
    assert "<https://entrelacs.example.org/sparql>" in client.get("/sparql", headers=behind).text


def test_without_a_public_address_the_one_that_was_asked_is_copied(application: FastAPI) -> None:
    page = TestClient(application).get("/comparer?left=2015&right=2020").text
    assert 'href="http://testserver/comparer?left=2015&amp;right=2020" data-copy-link' in page


def test_without_one_no_link_leaves_the_site(application: FastAPI) -> None:
    assert "gephi-lite" not in TestClient(application).get("/reseau?filiere=nantes-alimentation").text


def test_head_answers_like_get_without_a_body(application: FastAPI) -> None:
    client = TestClient(application)
    answer = client.head("/exports/tables.zip")
    assert answer.status_code == 200 and answer.content == b"" and "last-modified" in answer.headers


# --- corrections --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_mail(application: FastAPI) -> TestClient:
    """Return a client of a site whose corrections go to an e-mail address."""
    return with_settings(application, public_url=PUBLIC, contact="ess+donnees@example.org")


def letters(page: str) -> set[str]:
    """Return the addresses of the links of a page that write to somebody."""
    return {html.unescape(found) for found in re.findall(r'href="(mailto:[^"]*)"', page)}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/dispositifs/ess-nantes-factory?depth=2", "/api/schemes/ess-nantes-factory"),
        ("/filieres/nantes-alimentation", "/api/filieres/nantes-alimentation"),
    ],
)
def test_a_correction_by_mail_tells_of_what_it_is(by_mail: TestClient, path: str, data: str) -> None:
    thing = by_mail.get(data).json()
    (letter,) = letters(by_mail.get(path).text)
    told = urlsplit(letter)
    assert told.path == "ess+donnees@example.org" and letter.isascii() and len(letter) < 2000
    fields = parse_qs(told.query, strict_parsing=True)
    assert fields["subject"] == [f"Entrelacs, correction\u00a0: {thing['thing']['label']}"]
    (body,) = fields["body"]
    assert f"https://entrelacs.example.org{path}\r\n" in body
    assert f"{thing['thing']['id']}\r\n" in body and thing["data_version"] in body


def test_a_correction_of_a_page_about_nothing_names_the_page(by_mail: TestClient) -> None:
    (letter,) = letters(by_mail.get("/vocabulaire").text)
    assert "Identifiant" not in unquote(letter) and "https://entrelacs.example.org/vocabulaire\r\n" in unquote(letter)
    assert letters(by_mail.get("/a-propos").text) and "(ess+donnees@example.org)" in by_mail.get("/a-propos").text
    assert letters(by_mail.get("/acteurs/rien-de-tel", headers={"accept": "text/html"}).text)


def test_a_correction_by_a_web_page_is_a_plain_link(application: FastAPI) -> None:
    client = with_settings(application, public_url=PUBLIC, contact="https://formulaire.example.org/?a=1&b=2")
    for path in ("/vocabulaire", "/dispositifs/ess-nantes-factory"):
        assert 'href="https://formulaire.example.org/?a=1&amp;b=2"' in client.get(path).text
    assert client.get("/api/edition").json()["contact"] == "https://formulaire.example.org/?a=1&b=2"


def test_without_a_contact_a_correction_is_explained(application: FastAPI, by_mail: TestClient) -> None:
    client = TestClient(application)
    page = client.get("/dispositifs/ess-nantes-factory").text
    assert page.count('href="/a-propos#corriger"') >= 2 and "mailto:" not in page
    tags = {asked.get("/vocabulaire").headers["etag"] for asked in (client, by_mail)}
    assert len(tags) == 2, "a page kept by the browser would lead to the former contact"
