"""What an edition keeps: values made once per key."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, TypeVar

Made = TypeVar("Made")


@dataclass
class _Cell:
    """The place of a value: whoever comes first makes it, the others wait for the lock and find it."""

    lock: RLock = field(default_factory=RLock)
    made: bool = False
    value: Any = None


class Memo:
    """Values by key, the one asked for longest ago forgotten first."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._lock = Lock()
        self._cells: OrderedDict[Hashable, _Cell] = OrderedDict()

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
