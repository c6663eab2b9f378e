"""What an edition in service holds: the workers of SPARQL, started once and stopped with it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from api import state as module
from api.state import State


class Workers:
    """Stands for a pool that takes a while to start."""

    made: list["Workers"]

    def __init__(self, *_: Any) -> None:
        time.sleep(0.05)
        self.made.append(self)
        self.closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def another(state: State, monkeypatch: pytest.MonkeyPatch) -> State:
    """Return an edition that has started no workers yet."""
    monkeypatch.setattr(Workers, "made", [], raising=False)
    monkeypatch.setattr(module, "QueryPool", Workers)
    return replace(state)


def test_threads_that_ask_together_start_the_workers_once_and_they_stop(another: State) -> None:
    start = Barrier(8)

    def ask(_: int) -> Any:
        start.wait()
        return another.pool

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == len(Workers.made) == 1
    another.close()
    assert Workers.made[0].closed


def test_closing_starts_nothing(another: State) -> None:
    another.close()
    assert Workers.made == []
