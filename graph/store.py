"""The store behind one small class: embedded (memory or disk) or any SPARQL 1.1 endpoint; nobody else knows the engine.

Values never enter a SPARQL text by formatting: the embedded engine substitutes terms, and for an endpoint, whose
protocol has no parameters, the engine serialises them into a VALUES block at the head of the first group of the query.
"""

import json
import logging
import re
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterable
from http.client import HTTPException
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, Node, URIRef

from graph import unreadable
from graph.catalogue import Query
from graph.errors import StoreUnavailable
from graph.quads import Quad
from ontology.namespaces import PREFIXES

Solution = dict[str, str]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_log = logging.getLogger(__name__)
_FIRST_GROUP = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)


class Store(ABC):
    """What the rest of the code may ask of a graph; read only. A solution maps variable names to plain strings."""

    @abstractmethod
    def select(self, query: Query, **values: Node) -> list[Solution]:
        """Return the solutions of a SELECT, with some of its variables bound; unbound results are left out."""

    @abstractmethod
    def construct(self, query: Query, format: str, **values: Node) -> bytes:
        """Return the triples of a CONSTRUCT or DESCRIBE, serialised as `ttl`, `nt` or `jsonld`."""


class EmbeddedStore(Store):
    """An Oxigraph store in this process, in memory or on disk."""

    def __init__(self, engine: ox.Store) -> None:
        self._engine = engine

    @classmethod
    def in_memory(cls, quads: Iterable[Quad] = ()) -> "EmbeddedStore":
        """Make a store in memory from quads."""
        engine = ox.Store()
        engine.bulk_extend(_quad(q) for q in quads)
        return cls(engine)

    @classmethod
    def write(cls, folder: Path, quads: Iterable[Quad]) -> "EmbeddedStore":
        """Make a store on disk from quads, and leave it flushed and compacted."""
        engine = ox.Store(str(folder))
        engine.bulk_extend(_quad(q) for q in quads)
        engine.optimize()
        engine.flush()
        return cls(engine)

    @classmethod
    def open(cls, folder: Path) -> "EmbeddedStore":
        """Open a store on disk, read only; raise StoreUnavailable when there is none."""
        try:
            return cls(ox.Store.read_only(str(folder)))
        except OSError as error:
            raise StoreUnavailable(f"Le graphe « {folder} » est illisible.", "relancez « entrelacs build »") from error

    def select(self, query: Query, **values: Node) -> list[Solution]:
        found = self._query(query, values)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(f"{query.name} is not a SELECT")
        names = [variable.value for variable in found.variables]
        # every term of our graph has a value: neither quoted triples nor blank nodes stand in it
        return [{n: term.value for n, term in zip(names, row, strict=True) if term is not None} for row in found]

    def construct(self, query: Query, format: str, **values: Node) -> bytes:
        found = self._query(query, values)
        if not isinstance(found, ox.QueryTriples):
            raise TypeError(f"{query.name} is not a CONSTRUCT")
        return ox.serialize(found, format=FORMATS[format], prefixes=None if format == "nt" else PREFIXES) or b""

    def dump(self, format: str) -> bytes:
        """Return everything: `nq` with its lots, the other formats as one graph."""
        engine_format = FORMATS[format]
        if format == "nq":
            return self._engine.dump(format=engine_format) or b""
        triples = (q.triple for q in self._engine)
        return ox.serialize(triples, format=engine_format, prefixes=PREFIXES) or b""

    def open_query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a text that a stranger wrote: unbounded, so only inside a process that can be killed.

        Raises QueryRefused when it is not a SPARQL 1.1 query (an update is not one).
        """
        try:
            return self._engine.query(text, use_default_graph_as_union=True)
        except (SyntaxError, ValueError) as error:
            raise unreadable.refusal(text, str(error)) from error

    def _query(self, query: Query, values: dict[str, Node]) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        bound: dict[ox.Variable, Term] = {ox.Variable(name): _term(value) for name, value in values.items()}
        return self._engine.query(query.text, use_default_graph_as_union=True, substitutions=bound)


class RemoteStore(Store):
    """A SPARQL 1.1 endpoint whose default graph is the union of its graphs."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self._url = url
        self._timeout = timeout

    def select(self, query: Query, **values: Node) -> list[Solution]:
        body = self._post(query, values, "application/sparql-results+json")
        try:
            rows = json.loads(body)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in rows]
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise _unavailable(_UNREAD, error) from error

    def construct(self, query: Query, format: str, **values: Node) -> bytes:
        body = self._post(query, values, "application/n-triples")
        try:
            triples = list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as error:
            raise _unavailable(_UNREAD, error) from error
        return ox.serialize(triples, format=FORMATS[format], prefixes=None if format == "nt" else PREFIXES) or b""

    def _post(self, query: Query, values: dict[str, Node], accept: str) -> bytes:
        body = urllib.parse.urlencode({"query": bind(query.text, values)}).encode()
        request = urllib.request.Request(self._url, body, {"Accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                return bytes(answer.read())
        except (OSError, HTTPException) as error:
            raise _unavailable("Le graphe distant ne répond pas.", error) from error


_UNREAD = "Le graphe distant a donné une réponse illisible."


def _unavailable(message: str, reason: Exception) -> StoreUnavailable:
    """Return what a reader is told; the reason, in the words of the network, goes to the log, and the address nowhere.

    An endpoint may be reached by an address that holds a password.
    """
    _log.warning("remote store: %s: %s", type(reason).__name__, reason)
    return StoreUnavailable(message, "voyez ENTRELACS_STORE")


def bind(text: str, values: dict[str, Node]) -> str:
    """Return a query with a VALUES block of serialised terms at the head of its first group; ValueError without one."""
    if not values:
        return text
    names = " ".join(f"?{name}" for name in values)
    terms = " ".join(str(_term(value)) for value in values.values())
    made, count = _FIRST_GROUP.subn(lambda m: f"{m[0]} VALUES ({names}) {{ ({terms}) }} ", text, count=1)
    if not count:
        raise ValueError("no WHERE group to bind values in")
    return made


def connect(location: str) -> Store:
    """Open the store at a folder or at the address of a SPARQL endpoint."""
    if location.startswith(("http://", "https://")):
        return RemoteStore(location)
    return EmbeddedStore.open(Path(location))


def _quad(quad: Quad) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(quad.subject), ox.NamedNode(quad.predicate), _term(quad.object), ox.NamedNode(quad.graph)
    )


def _term(node: Node) -> ox.NamedNode | ox.Literal:
    match node:
        case URIRef():
            return ox.NamedNode(node)
        case Literal(language=str() as language):
            return ox.Literal(str(node), language=language)
        case Literal(datatype=None):
            return ox.Literal(str(node))
        case Literal():
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
    raise TypeError(f"{type(node).__name__} is not kept: no blank node stands in our graph")
