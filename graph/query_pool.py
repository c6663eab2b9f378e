"""The open SPARQL endpoint's workers: processes that hold the store read only, and are killed at the deadline.

pyoxigraph has no timeout and cannot be interrupted (docs/decisions.md), so only a process that can be killed bounds a
query in time; each also has a limit of memory, and the number of rows of an answer is limited.
"""

import json
import multiprocessing
import re
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, Queue
from types import ModuleType

import pyoxigraph as ox

from graph.errors import GraphError, QueryRefused, QueryTooLong, StoreUnavailable
from graph.store import EmbeddedStore

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}

_START_SECONDS = 60.0
_STOPPED = "restreignez-la ou simplifiez-la : elle demande sans doute trop de mémoire, ou elle est trop longue"
_LITERALS = re.compile(
    r'"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|<[^<>\s]*>|#[^\n]*'
)
_DEEPEST = 200
"""How many groups a query may hold inside one another: the engine's parser dies of some thousands (stack overflow)."""
_STEPS = dict.fromkeys("{([", 1) | dict.fromkeys("})]", -1)
_FORBIDDEN = re.compile(
    r"(?<![\w:?$@-])(SERVICE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)(?![\w:-])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a query may use: seconds, bytes of memory for its process, rows (or triples) of answer."""

    seconds: float = 10.0
    memory: int = 2 * 1024**3
    rows: int = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The serialised answer of a query; `cut` tells that it stops at the bound of rows."""

    body: bytes
    is_graph: bool
    cut: bool


def refuse(text: str) -> None:
    """Raise QueryRefused for an update, a call to another server, or groups too deep inside one another.

    What stands in strings, IRIs and comments does not count.
    """
    bare = _LITERALS.sub(" ", text)
    if found := _FORBIDDEN.search(bare):
        word = found[1].upper()
        reason = "appelle un autre serveur" if word == "SERVICE" else "modifie le graphe"
        raise QueryRefused(f"{word} {reason} : ce point d'accès ne fait que lire.", "posez un SELECT, ASK ou CONSTRUCT")
    if max(accumulate(_STEPS.get(sign, 0) for sign in bare), default=0) > _DEEPEST:
        message = f"Requête SPARQL trop emboîtée : plus de {_DEEPEST} accolades ou parenthèses l'une dans l'autre."
        raise QueryRefused(message, "mettez les groupes à la suite plutôt que les uns dans les autres")


class QueryPool:
    """A few worker processes on one store; a query waits for a free one, and its worker dies if it is too long."""

    def __init__(self, store: Path, workers: int = 2, bounds: Bounds = Bounds()) -> None:
        self._store = store
        self._bounds = bounds
        self._context = multiprocessing.get_context("spawn")
        self._free: Queue[_Worker] = Queue()
        self._closed = threading.Event()
        for _ in range(workers):
            self._free.put(self._spawn())

    def ask(self, text: str, format: str) -> Answer:
        """Answer a query in a format of RESULT_FORMATS or GRAPH_FORMATS (the other family falls back to json or ttl).

        Raises QueryRefused for a text that is no read-only SPARQL 1.1 query, QueryTooLong past the bounds.
        """
        refuse(text)
        with self._worker() as worker:
            answer = worker.ask(text, format, self._bounds.seconds)
        if isinstance(answer, GraphError):
            raise answer
        return answer

    def close(self) -> None:
        """Stop every worker."""
        self._closed.set()
        while True:
            try:
                self._free.get_nowait().stop()
            except Empty:
                return

    @contextmanager
    def _worker(self) -> Iterator["_Worker"]:
        try:
            worker = self._free.get(timeout=self._bounds.seconds)
        except Empty as error:
            raise QueryTooLong("Trop de requêtes à la fois.", "recommencez dans quelques secondes") from error
        try:
            yield worker
        except BaseException:
            worker.stop()
            worker = self._spawn()
            raise
        finally:
            if self._closed.is_set():
                worker.stop()
            else:
                self._free.put(worker)

    def _spawn(self) -> "_Worker":
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, str(self._store), self._bounds), daemon=True)
        with _alone():
            process.start()
        theirs.close()
        return _Worker(process, ours)


_starting = threading.Lock()


@contextmanager
def _alone() -> Iterator[None]:
    """Start a worker without the program that serves: `spawn` would import it again, seconds that a query waits for."""
    with _starting:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = program


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False

    def ask(self, text: str, format: str, seconds: float) -> Answer | GraphError:
        """Return the worker's answer; the seconds run from when it has started and opened the store."""
        self._start()
        try:
            self.pipe.send((text, format))
            if self.pipe.poll(seconds):
                return self.pipe.recv()  # type: ignore[no-any-return]  # a pipe is untyped
        except (EOFError, OSError) as error:
            raise QueryTooLong("Requête arrêtée avant d'avoir répondu.", _STOPPED) from error
        raise QueryTooLong(f"Requête arrêtée après {seconds:g} secondes.", "restreignez-la, ou ajoutez LIMIT")

    def _start(self) -> None:
        try:
            self.ready = self.ready or (self.pipe.poll(_START_SECONDS) and bool(self.pipe.recv()))
        except (EOFError, OSError):
            self.ready = False
        if not self.ready:
            hint = "voyez la limite de mémoire (ENTRELACS_SPARQL_MEMORY_MB) et le dossier du graphe"
            raise StoreUnavailable("Le point d'accès SPARQL n'a pas pu démarrer.", hint)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, store: str, bounds: Bounds) -> None:
    """Answer queries until the pipe closes; runs in the worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server stops its workers itself
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    opened = EmbeddedStore.open(Path(store))
    pipe.send(True)
    while True:
        try:
            text, format = pipe.recv()
        except EOFError:
            return
        try:
            told: Answer | GraphError = _answer(opened, text, format, bounds.rows)
        except GraphError as error:
            told = error
        except MemoryError:
            return  # the pipe closes: that tells it
        pipe.send(told)


def _answer(store: EmbeddedStore, text: str, format: str, rows: int) -> Answer:
    found = store.open_query(text)
    try:
        return _written(found, format, rows)
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:  # what the engine raises past its parser
        hint = "demandez un autre format, par exemple Turtle, et des termes de RDF 1.1"
        raise QueryRefused("La réponse ne peut pas être écrite dans ce format.", hint) from error


def _written(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, format: str, rows: int) -> Answer:
    if isinstance(found, ox.QueryTriples):
        triples = list(islice(found, rows + 1))
        serialised = ox.serialize(triples[:rows], format=GRAPH_FORMATS.get(format, ox.RdfFormat.TURTLE))
        return Answer(serialised or b"", True, len(triples) > rows)
    result = RESULT_FORMATS.get(format, ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Answer(found.serialize(format=result) or b"", False, False)
    return _rows(found, result, rows)


def _rows(found: ox.QuerySolutions, format: ox.QueryResultsFormat, rows: int) -> Answer:
    names = [variable.value for variable in found.variables]
    kept = list(islice(found, rows + 1))
    bindings = [{name: _term(term) for name in names if (term := row[name]) is not None} for row in kept[:rows]]
    document = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}})
    limited = ox.parse_query_results(document, format=ox.QueryResultsFormat.JSON)
    return Answer(limited.serialize(format=format) or b"", False, len(kept) > rows)


def _term(term: object) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON Format writes it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value} | kind
    raise QueryRefused("Les triplets cités (RDF 1.2) ne sont pas rendus ici.", "rendez leurs parties")
