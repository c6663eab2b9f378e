"""The record: everything that is said in one edition, read once, so that no answer asks the store thing by thing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from graph import contradictions, statements
from graph.contradictions import Contradiction
from graph.statements import Statement
from graph.store import Store


@dataclass(frozen=True, eq=False)
class Record:
    """Every statement and contradiction, and which of them concern a thing; about 1 kB of memory a statement."""

    statements: tuple[Statement, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @classmethod
    def read(cls, store: Store) -> "Record":
        """Read the record from a store."""
        return cls(tuple(statements.every(store)), tuple(contradictions.every(store)))

    def about(self, *ids: str) -> list[Statement]:
        """Return the statements about any of these things, once each, in the order of the record."""
        return [self.statements[place] for place in _places(self._said, ids)]

    def disagreements(self, *ids: str) -> list[Contradiction]:
        """Return the contradictions about any of these things, once each, by question."""
        return [self.contradictions[place] for place in _places(self._disputed, ids)]

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        """Each statement by its id."""
        return {s.id: s for s in self.statements}

    @cached_property
    def mandates(self) -> tuple[Statement, ...]:
        """Every mandate."""
        return tuple(s for s in self.statements if s.kind == "mandate")

    @cached_property
    def _said(self) -> dict[str, list[int]]:
        return _index(s.things for s in self.statements)

    @cached_property
    def _disputed(self) -> dict[str, list[int]]:
        return _index(c.about for c in self.contradictions)


def _index(named: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Return, for each thing, the places where it is named, in order and once each.

    >>> _index([("a", "b"), ("b", "b")])
    {'a': [0], 'b': [0, 1]}
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, ids in enumerate(named):
        for id in dict.fromkeys(ids):
            found[id].append(place)
    return dict(found)


def _places(index: dict[str, list[int]], ids: Iterable[str]) -> list[int]:
    return sorted({place for id in ids for place in index.get(id, ())})
