"""With a public address, networks open in Gephi Lite and exported files link back to the site."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.state import State


def test_gephi_lite_reads_the_public_file(application: FastAPI) -> None:
    state: State = application.state.entrelacs
    settings = Settings(data=state.settings.data, out=state.settings.out, public_url="https://entrelacs.example.org/")
    client = TestClient(create_app(settings))
    page = client.get("/reseau?filiere=nantes-alimentation").text
    assert "gephi-lite/?file=https%3A%2F%2Fentrelacs.example.org%2Fexports%2Fentrelacs.gexf" in page
    assert b"https://entrelacs.example.org/acteurs/" in client.get("/exports/entrelacs.gexf").content


def test_without_one_no_link_leaves_the_site(application: FastAPI) -> None:
    assert "gephi-lite" not in TestClient(application).get("/reseau?filiere=nantes-alimentation").text


def test_head_answers_like_get_without_a_body(application: FastAPI) -> None:
    client = TestClient(application)
    answer = client.head("/exports/tables.zip")
    assert answer.status_code == 200 and answer.content == b"" and "last-modified" in answer.headers
