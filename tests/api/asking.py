"""How the tests of addresses ask: a page, data or a table that is given, and an address that refuses."""

import csv
import gzip
import io
import re
from typing import Any

from starlette.testclient import TestClient

HTML = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NANTES = "epci-244400404"
RENNES = "epci-243500139"
IDS = re.compile(r'\sid="([^"]+)"')
"""The anchors of a page."""
SOURCE = re.compile(r'<a class="source" href="/sources/\d{3}\?ligne=(\d+)#L\1"')
"""A link to the line where something was read."""


def get(client: TestClient, address: str, **asked: Any) -> Any:
    """Return the JSON of an address that answers."""
    answer = client.get(address, params=asked or None)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.json()


def refused(client: TestClient, status: int, address: str, **asked: Any) -> str:
    """Return why an address refuses."""
    answer = client.get(address, params=asked or None)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


def page(client: TestClient, address: str, status: int = 200) -> str:
    """Return the text of a page that answers with this status."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, (address, answer.text[:300])
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def sound(client: TestClient, address: str) -> str:
    """Return the text of a page that is light, with one title, no inline code, each anchor once and no link to none."""
    text = page(client, address)
    assert len(gzip.compress(text.encode(), 6)) < 100_000
    assert text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", text), "inline code breaks the policy"
    found = IDS.findall(text)
    assert len(found) == len(set(found)), [id for id in found if found.count(id) > 1]
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(found)
    return text


def table(client: TestClient, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV that an address gives."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
