"""The application on the real data, shared by the tests of addresses and pages."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.state import State


@pytest.fixture(scope="session")
def client(application: FastAPI) -> TestClient:
    """Return a client of the application, which is not begun: nothing is prepared beside its first answers."""
    return TestClient(application)


@pytest.fixture(scope="session")
def state(application: FastAPI) -> State:
    """Return what the application serves."""
    held: State = application.state.entrelacs
    return held
