"""What a request may use, built once per data version: store, directory, network, index; and how routes ask for it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request

from api.bodies import Bodies
from api.memo import Memo
from api.settings import Settings
from graph import build, layout, standings
from graph.analysis.declared import MeasureResult
from graph.build import Edition, Progress
from graph.catalogue import query
from graph.errors import DataError, GraphError
from graph.matching import Matcher
from graph.network import Network
from graph.query_pool import Bounds, QueryPool
from graph.record import Record
from graph.store import Solution, Store, connect
from graph.things import Directory

if TYPE_CHECKING:
    from graph.network import NetGraph

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class State:
    """One edition of the graph in service."""

    settings: Settings
    edition: Edition
    store: Store
    directory: Directory
    network: Network
    matcher: Matcher
    positions: layout.Positions
    standings: Mapping[str, MeasureResult]
    documents: tuple[Solution, ...]
    record: Record
    memo: Memo = field(default_factory=Memo)
    _starting: Lock = field(default_factory=Lock, init=False)

    @cached_property
    def bodies(self) -> Bodies:
        """Makes the bodies of answers for this edition."""
        return Bodies(self.directory)

    @cached_property
    def graph(self) -> "NetGraph":
        """The simple graph of effective ties, which many answers read."""
        return self.network.graph()

    def cached(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for this key, or make it once; forgotten with the edition, or when long unasked for."""
        return self.memo.get(key, make)

    @property
    def pool(self) -> QueryPool:
        """The workers of the open SPARQL endpoint, started at the first query, once whatever the threads that ask."""
        with self._starting:
            return self._pool

    @cached_property
    def _pool(self) -> QueryPool:
        bounds = Bounds(
            self.settings.sparql_seconds, self.settings.sparql_memory_mb * 1024**2, self.settings.sparql_rows
        )
        return QueryPool(self.settings.out / "store", self.settings.sparql_workers, bounds)

    def close(self) -> None:
        """Stop the workers, if any were started or are starting."""
        with self._starting:
            if "_pool" in self.__dict__:
                self._pool.close()


def prepare(settings: Settings, progress: Progress = lambda step: None) -> list[str]:
    """Build when the data changed since the last build; return French warnings when the last good one is served."""
    try:
        edition = build.current(settings.out)
    except GraphError:
        edition = None
    if edition and edition.persons == settings.persons and edition.data_version == build.version(settings.data):
        return []
    try:
        build.build(settings.data, settings.out, progress, settings.persons)
    except DataError as error:
        if edition is None:
            raise
        return [error.message, *map(str, error.findings), f"Le graphe du {edition.built} reste en service."]
    return []


def load(settings: Settings) -> State:
    """Open what was built; raise StoreUnavailable when nothing was."""
    edition = build.current(settings.out)
    store = connect(settings.store or str(settings.out / "store"))
    directory = Directory.read(store)
    return State(
        settings=settings,
        edition=edition,
        store=store,
        directory=directory,
        network=Network.read(store, directory),
        matcher=Matcher(settings.out / "search.sqlite", directory),
        positions=layout.read(settings.out / "layout.json"),
        standings=standings.read(settings.out / "standings.json"),
        documents=tuple(store.select(query("documents"))),
        record=Record(store, directory),
    )


def _state(request: Request) -> State:
    state: State = request.app.state.entrelacs
    return state


StateDep = Annotated[State, Depends(_state)]
