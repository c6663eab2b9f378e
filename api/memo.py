"""What an edition keeps: values made once per key, and promises of those that take long, in threads of their own."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, RLock, Thread
from typing import Any, TypeVar

Made = TypeVar("Made")


@dataclass
class _Cell:
    """The place of a value: whoever comes first makes it, the others wait for the lock and find it."""

    lock: RLock = field(default_factory=RLock)
    made: bool = False
    value: Any = None


class Memo:
    """Values by key, the one asked for longest ago forgotten first; promises are kept for good."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._lock = Lock()
        self._cells: OrderedDict[Hashable, _Cell] = OrderedDict()
        self._promises: dict[Hashable, Future[Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for this key, or make it: once, whatever the threads that ask; an error is not kept."""
        with self._lock:
            cell = self._cells.setdefault(key, _Cell())
            self._cells.move_to_end(key)
            if len(self._cells) > self._size:
                self._cells.popitem(last=False)
        with cell.lock:
            if not cell.made:
                cell.value, cell.made = make(), True
        return cell.value  # type: ignore[no-any-return]  # each key is always made by the same function

    def promise(self, key: Hashable, make: Callable[[], Made]) -> "Future[Made]":
        """Return a promise of what a thread of its own makes for this key, begun when first asked for."""
        with self._lock:
            if key in self._promises:
                return self._promises[key]
            promise: Future[Made] = Future()
            self._promises[key] = promise
        Thread(target=_keep, args=(promise, make), daemon=True).start()
        return promise

    @property
    def kept(self) -> int:
        """Return how many promises are kept: an answer may differ before and after."""
        return sum(promise.done() for promise in self._promises.values())


def _keep(promise: "Future[Made]", make: Callable[[], Made]) -> None:
    try:
        promise.set_result(make())
    except BaseException as error:
        promise.set_exception(error)
        raise
