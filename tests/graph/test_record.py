"""The record: read at once or thing by thing, it says the same; past its bound it goes on asking the store."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import record, statements
from graph.record import Record
from graph.store import EmbeddedStore, Store, connect
from graph.things import Directory


@pytest.fixture(scope="module")
def real(built: Path) -> Iterator[tuple[Store, Directory]]:
    """Return the store and the directory of the real data."""
    store = connect(str(built / "store"))
    yield store, Directory.read(store)


def test_what_is_read_at_once_is_what_is_asked_of_each_thing(real: tuple[Store, Directory]) -> None:
    once, each = Record(*real), Record(*real)
    assert once.read_all()
    ids = [*[thing.id for thing in real[1]][::31], "nantes-metropole", "ess-nantes-factory", "nobody-at-all"]
    told = {id: once.about(id) for id in ids}
    assert told == {id: each.about(id) for id in ids}
    assert sum(map(bool, told.values())) > 20
    facts = [s.id for id in ids for s in told[id]]
    assert once.several(facts) == each.several(facts)


def test_more_than_is_kept_is_not_read_at_once(
    store: EmbeddedStore, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "KEPT", 3)
    monkeypatch.delattr(statements, "every")
    small = Record(store, directory)
    assert not small.read_all()
    assert small.about("ademe")


@pytest.mark.parametrize("share", [0, 1])
def test_what_is_asked_for_is_given_whatever_is_forgotten_meanwhile(
    store: EmbeddedStore, directory: Directory, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(record, "KEPT", 3)
    monkeypatch.setattr(record, "SHARE", share)
    every = statements.every(store)
    ids = [s.id for s in every]
    small = Record(store, directory)
    assert small.several([*ids, "nobody", ids[0]]) == [*every, every[0]]
    assert [small.get(id) for id in ids] == every and small.get("nobody") is None


def test_threads_forget_without_losing_what_another_reads(
    store: EmbeddedStore, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "KEPT", 2)
    every = {s.id: s for s in statements.every(store)}
    monkeypatch.setattr(statements, "by_id", lambda _, id: every[id])
    small, usual = Record(store, directory), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(small.get, [*every] * 200))
    finally:
        sys.setswitchinterval(usual)
    assert found == [*every.values()] * 200
