"""What an edition keeps: made once whatever the threads that ask, forgotten when long unasked for."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from api.memo import Memo


def test_threads_that_ask_together_make_a_value_once() -> None:
    memo, made, start = Memo(), [], Barrier(8)

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    def ask(_: int) -> int:
        start.wait()
        return memo.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {1}
    assert made == [1]


def test_a_long_value_keeps_nobody_from_another() -> None:
    memo, begun, go = Memo(), Event(), Event()

    def long() -> str:
        begun.set()
        assert go.wait(5)
        return "long"

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(memo.get, "slow", long)
        assert begun.wait(5)
        assert memo.get("quick", lambda: "quick") == "quick" and not slow.done()
        go.set()
        assert slow.result(5) == "long"


def test_what_is_asked_for_is_kept_longer() -> None:
    memo = Memo(size=2)
    for key in ("kept", "left", "kept", "new"):
        memo.get(key, lambda key=key: [key])  # type: ignore[misc]  # mypy infers no lambda with a default
    made: list[str] = []
    memo.get("kept", lambda: made.append("kept"))
    memo.get("left", lambda: made.append("left"))
    assert made == ["left"]


def test_an_error_is_not_kept() -> None:
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo.get("key", lambda: 1 // 0)
    assert memo.get("key", lambda: 1) == 1
