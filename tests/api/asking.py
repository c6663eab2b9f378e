"""How the tests of addresses ask: an address that answers, and one that refuses."""

from typing import Any

from starlette.testclient import TestClient

NANTES = "epci-244400404"
RENNES = "epci-243500139"


def get(client: TestClient, address: str, **asked: Any) -> Any:
    """Return the JSON of an address that answers."""
    answer = client.get(address, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: TestClient, status: int, address: str, **asked: Any) -> str:
    """Return why an address refuses."""
    answer = client.get(address, params=asked)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])
