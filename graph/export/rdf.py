"""The graph as linked data: the whole of it, or one thing with its facts, their claims and passages."""

from rdflib import Graph, URIRef

from graph.catalogue import query
from graph.errors import BadParameter, UnknownThing
from graph.export import jsonld
from graph.store import FORMATS, EmbeddedStore, Store

DESCRIPTIONS = ("ttl", "nt", "jsonld")
_BY_LINES = ("nt", "nq")


def dump(store: Store, format: str) -> bytes:
    """Return everything as `ttl`, `nt`, `jsonld`, or `nq` with its lots; N-Triples and N-Quads are sorted by line.

    Raises BadParameter for another format, or for a store that is not here: an endpoint is asked, not copied.
    """
    if format not in FORMATS:
        raise BadParameter(f"format « {format} » inconnu.", f"choisissez parmi {', '.join(FORMATS)}")
    if not isinstance(store, EmbeddedStore):
        raise BadParameter("Un graphe distant ne s'exporte pas.", "exportez depuis le graphe construit ici")
    content = store.dump(format)
    return _sorted_lines(content) if format in _BY_LINES else content


def describe(store: Store, iri: str, format: str) -> bytes:
    """Return a thing with the facts, claims, passages and contradictions about it, as `ttl`, `nt` or `jsonld`.

    What it is tied to comes with its French label only. Raises UnknownThing when nothing is said of it, BadParameter
    for another format.
    """
    if format not in DESCRIPTIONS:
        raise BadParameter(f"format « {format} » inconnu.", f"choisissez parmi {', '.join(DESCRIPTIONS)}")
    content = store.construct(query("describe"), "ttl" if format == "ttl" else "nt", thing=URIRef(iri))
    if not content.strip():
        raise UnknownThing(iri)
    if format == "jsonld":
        return jsonld.compact(Graph().parse(data=content, format="nt"), iri)
    return content if format == "ttl" else _sorted_lines(content)


def _sorted_lines(content: bytes) -> bytes:
    return b"".join(sorted(content.splitlines(keepends=True)))
