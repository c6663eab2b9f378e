"""The application on the real data, shared by the tests of addresses and pages."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.state import State


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
