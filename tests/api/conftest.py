"""The application built once from the real data, shared by the tests of addresses and pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.state import State
from graph import build

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Return the application on the real data, built in a folder of its own."""
    out = tmp_path_factory.mktemp("entrelacs") / "out"
    build.build(DATA, out)
    return create_app(Settings(data=DATA, out=out))


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """Return a client of the application."""
    with TestClient(application) as opened:
        yield opened


@pytest.fixture(scope="session")
def state(application: FastAPI) -> State:
    """Return what the application serves."""
    held: State = application.state.entrelacs
    return held
