"""The record: what is said of a thing, asked of the store when it is asked for, and kept for those asked last."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from threading import Lock

from rdflib import URIRef

from graph import contradictions, statements
from graph.catalogue import query
from graph.contradictions import Contradiction
from graph.statements import Statement
from graph.store import Store
from graph.things import Directory
from ontology.namespaces import local_name, thing_iri

KEPT = 4096
"""How many things and statements are kept; a statement with its evidence takes about 1 kB."""
SHARE = 0.2
"""Above this share of all the statements, one pass of the store is quicker than asking for each (about 1 ms) alone."""


class Record:
    """Every statement and contradiction of one edition, by thing, by territory or by its own id."""

    def __init__(self, store: Store, directory: Directory) -> None:
        self._store = store
        self._directory = directory
        self._about: Callable[[str], list[Statement]] = lru_cache(KEPT)(self._ask_about)
        self._placed: Callable[[str], list[Statement]] = lru_cache(KEPT)(self._ask_placed)
        self._kept: dict[str, Statement] = {}
        self._lock = Lock()
        self._read: dict[str, list[Statement]] | None = None

    def read_all(self) -> bool:
        """Read every statement at once, if there are no more than are kept: none is asked of the store alone then.

        Return whether they were read.
        """
        if self.size > KEPT:
            return False
        by_thing: defaultdict[str, list[Statement]] = defaultdict(list)
        every = statements.every(self._store)
        for statement in every:
            for id in dict.fromkeys(statement.things):
                by_thing[id].append(statement)
        self._keep(every)
        self._read = dict(by_thing)
        return True

    def about(self, *ids: str) -> list[Statement]:
        """Return the statements about any of these things, once each, by kind, subject, role and object."""
        if len(ids) == 1:
            return list(self._about(ids[0]))
        found = {s.id: s for id in ids for s in self._about(id)}
        return sorted(found.values(), key=lambda s: (s.kind, s.subject, s.role, s.object, s.id))

    def placed(self, territory: str) -> list[Statement]:
        """Return the mandates and figures that hold in a territory, whatever they are about."""
        return list(self._placed(territory))

    def disagreements(self, *ids: str) -> list[Contradiction]:
        """Return the contradictions about any of these things, once each, by question."""
        wanted = set(ids)
        return [c for c in self.contradictions if wanted.intersection(c.about)]

    def get(self, id: str) -> Statement | None:
        """Return the statement with this id, or None."""
        if kept := self._kept.get(id):
            return kept
        found = statements.by_id(self._store, id)
        self._keep([found] if found else [])
        return found

    def several(self, ids: Iterable[str]) -> list[Statement]:
        """Return the statements with these ids, in order, without the unknown; many are read in one pass."""
        wanted = list(ids)
        held = {id: kept for id in wanted if (kept := self._kept.get(id))}
        missing = set(wanted) - held.keys()
        if len(missing) > SHARE * self.size:
            found = [s for s in statements.every(self._store) if s.id in missing]
            self._keep(found)
        else:
            found = [s for id in missing if (s := self.get(id))]
        held |= {s.id: s for s in found}
        return [held[id] for id in wanted if id in held]

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Every declared contradiction."""
        return tuple(contradictions.every(self._store))

    @cached_property
    def mandates(self) -> tuple[Statement, ...]:
        """Every mandate."""
        return tuple(statements.mandates(self._store))

    @cached_property
    def referents(self) -> tuple[Statement, ...]:
        """Every mandate of referent in force."""
        return tuple(m for m in self.mandates if m.role == "referent" and m.status == "actual")

    @cached_property
    def told_territories(self) -> frozenset[str]:
        """The territories where something stands or of which something is said."""
        return frozenset(local_name(row["territory"]) for row in self._store.select(query("told-territories")))

    @cached_property
    def size(self) -> int:
        """How many statements there are."""
        return int(self._store.select(query("count-facts"))[0]["n"])

    def _keep(self, found: Iterable[Statement]) -> None:
        """Keep some statements, and forget those that came first past the bound; threads share what is kept."""
        with self._lock:
            self._kept.update((s.id, s) for s in found)
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)))

    def _ask_about(self, id: str) -> list[Statement]:
        if self._read is not None:
            return self._read.get(id, [])
        thing = self._directory.get(id)
        return statements.about(self._store, thing.iri) if thing else []

    def _ask_placed(self, territory: str) -> list[Statement]:
        return statements.placed(self._store, URIRef(thing_iri("territoire", territory)))
