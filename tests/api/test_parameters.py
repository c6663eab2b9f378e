"""What an address may be asked and means nothing: refused in French, whatever its length, size or signs."""

import base64
import html
import re
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import process_time
from typing import Any
from unittest.mock import ANY
from urllib.parse import parse_qsl, quote

import pytest
from starlette.testclient import TestClient

from api.app import THREADS
from api.memo import Memo
from api.state import State
from graph import perimeter

HUGE = 10**30


@pytest.mark.parametrize(
    "address",
    [
        f"/api/cofunding?min_shared={HUGE}",
        f"/api/cofunding/tours?least={HUGE}",
        f"/api/circles?seed={HUGE}",
        f"/api/paths?from=les-ecossolies&to=nantes-metropole&busiest={HUGE}",
        f"/api/network?projection=financeur,financeur&min_shared={HUGE}",
    ],
)
def test_a_number_that_no_count_reaches_is_refused(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(HUGE) in answer.json()["detail"] or "au plus" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "empty"),
    [
        ("/chemins?from=nantes-metropole&to=france-active", "avoid=&busiest="),
        ("/cofinancements?weighting=newman", "min_shared="),
        ("/analyses/degree?territory=dep-44", "rounds=&seed="),
        ("/cercles?territory=dep-44", "seed="),
        ("/communautes?territory=dep-44", "seed=+"),
        ("/api/cofunding?limit=3", "min_shared=+"),
        ("/api/paths?from=nantes-metropole&to=france-active", "busiest="),
        ("/api/circles?territory=dep-44", "seed="),
        ("/api/measures/degree?territory=dep-44", "rounds=&seed="),
        ("/api/network?projection=financeur,financeur", "min_shared="),
    ],
)
def test_an_empty_number_of_a_form_is_the_default_one(client: TestClient, address: str, empty: str) -> None:
    answer = client.get(f"{address}&{empty}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    if address.startswith("/api/"):
        assert answer.json() == client.get(address).json()


def test_a_page_with_an_impossible_seed_says_so_and_shows_the_usual_one(client: TestClient) -> None:
    answer = client.get("/cercles?seed=-1", headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert "« -1 » n’est pas une graine." in answer.text.replace("\u00a0", " ")
    assert 'href="/api/circles?format=csv"' in answer.text
    assert 'href="/api/circles?seed=7&amp;format=csv"' in client.get("/cercles?seed=7").text


@pytest.mark.parametrize("written", ["les écossolies", "les e\u0301cossolies", "les-ecossolies\r\nX-Evil: 1"])
def test_a_file_is_named_in_signs_that_a_header_takes(client: TestClient, written: str) -> None:
    answer = client.get(f"/api/actors/{quote(written)}/cofunders?format=csv")
    assert answer.status_code == 200 and "x-evil" not in answer.headers
    assert answer.headers["content-disposition"].endswith('filename="cofinanceurs-les-ecossolies.csv"')


def test_a_text_longer_than_any_name_is_answered_at_once(client: TestClient, state: State) -> None:
    assert max(len(thing.label) for thing in state.directory) < 200
    begun = process_time()
    answer = client.get("/api/actors/" + quote("mot " * 2000))
    assert answer.status_code == 404
    assert process_time() - begun < 1


@pytest.mark.parametrize("place", ["p99999999999", "p-5", "p1_0", "p" + "9" * 5000, "5"])
@pytest.mark.parametrize(
    "address", ["/api/actors", "/acteurs", "/reseau", "/analyses/degree", "/questions/filieres-sans-referent"]
)
def test_a_cursor_past_the_end_or_that_we_did_not_give_is_refused(client: TestClient, address: str, place: str) -> None:
    cursor = base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
    answer = client.get(f"{address}?cursor={cursor}", headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert "premi" in answer.text or "next_cursor" in answer.text


def test_a_perimeter_is_the_same_however_it_is_written(state: State) -> None:
    written = perimeter.read(
        state.matcher, " ", roles=["porteur", "financeur", "porteur"], as_of=" ", statuses=["planned", "actual"]
    )
    same = perimeter.read(state.matcher, roles=["financeur", "porteur"], statuses=["actual", "planned", "actual"])
    assert written == same
    assert perimeter.read(state.matcher, statuses=["actual", "actual"]) == perimeter.WHOLE


def test_an_answer_varies_with_what_was_accepted(client: TestClient) -> None:
    said = client.get("/api/network?territory=dep-44", headers={"accept-encoding": "gzip"}).headers
    assert said["content-encoding"] == "gzip"
    assert {"Accept", "Accept-Encoding"} <= set(said["vary"].split(", "))


@pytest.mark.parametrize("address", ["/cofinancements?actor=nantes", "/reseau?territory=saint&kind=association"])
def test_a_form_offers_the_same_page_with_each_candidate(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code in (404, 422)
    path, _, query = address.partition("?")
    name = query.partition("=")[0]
    rest = query.partition("&")[2]
    offered = re.findall(rf'href="{path}\?([^"]+)">[^<]+ \([^<]+\)</a>', answer.text)
    assert offered
    for link in offered:
        assert dict(parse_qsl(html.unescape(link))) == {name: ANY, **dict(parse_qsl(rest))}


def test_a_form_without_a_candidate_says_what_to_try(client: TestClient) -> None:
    answer = client.get("/cofinancements?actor=zzzqqq", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "vérifier l’orthographe" in answer.text


def test_supervisors_are_answered_while_every_thread_waits(
    client: TestClient, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, waiting = Event(), Barrier(THREADS + 1)
    get = Memo.get

    def held(memo: Memo, key: Hashable, make: Callable[[], Any]) -> Any:
        waiting.wait(10)
        assert go.wait(10)
        return get(memo, key, make)

    monkeypatch.setattr(Memo, "get", held)
    with ThreadPoolExecutor(THREADS + 1) as pool:
        slow = [pool.submit(client.get, f"/api/circles?seed={n}") for n in range(THREADS)]
        waiting.wait(10)
        monkeypatch.setattr(Memo, "get", get)
        answered = [pool.submit(client.get, address).result(5) for address in ("/healthz", "/readyz")]
        assert not any(answer.done() for answer in slow)
        go.set()
    assert [answer.text for answer in answered] == ["ok\n", f"ok {state.edition.data_version}\n"]
    assert {answer.result().status_code for answer in slow} == {200}
