"""Linked data: every format says the same triples, and the description of a thing is whole and short."""

import json
import warnings
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from graph.catalogue import query
from graph.errors import BadParameter, UnknownThing
from graph.export import rdf
from graph.store import FORMATS, EmbeddedStore, RemoteStore, bind
from graph.things import Directory
from ontology.files import context

Triples = set[tuple[str, str, str]]


def triples(content: bytes, format: str) -> Triples:
    return _texts(ox.parse(content, format=FORMATS[format]))


def _texts(found: Iterable[ox.Quad | ox.Triple]) -> Triples:
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in found}


@pytest.mark.parametrize("format", ["ttl", "nt", "jsonld"])
def test_each_dump_says_what_the_quads_say(store: EmbeddedStore, format: str) -> None:
    assert triples(rdf.dump(store, format), format) == triples(rdf.dump(store, "nq"), "nq")


def test_dumps_by_lines_are_sorted(store: EmbeddedStore) -> None:
    for format in ("nt", "nq"):
        lines = rdf.dump(store, format).splitlines()
        assert lines == sorted(lines) and len(lines) == len(set(lines))


def test_quads_keep_their_lots(store: EmbeddedStore) -> None:
    lots = {str(quad.graph_name) for quad in ox.parse(rdf.dump(store, "nq"), format=ox.RdfFormat.N_QUADS)}
    assert "<https://w3id.org/entrelacs/graphe/affirmations>" in lots


def test_an_unknown_format_or_a_distant_graph_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(BadParameter, match="xml"):
        rdf.dump(store, "xml")
    with pytest.raises(BadParameter, match="nq"):
        rdf.describe(store, "https://w3id.org/entrelacs/id/dispositif/fonds-test", "nq")
    with pytest.raises(BadParameter, match="distant"):
        rdf.dump(RemoteStore("http://127.0.0.1:9/query"), "ttl")


def test_nothing_said_of_a_thing_is_an_error(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownThing):
        rdf.describe(store, "https://w3id.org/entrelacs/id/dispositif/rien", "ttl")


def test_a_description_holds_facts_claims_passages_and_contradictions(
    store: EmbeddedStore, directory: Directory
) -> None:
    found = triples(rdf.describe(store, directory["fonds-test"].iri, "nt"), "nt")
    classes = {o.rsplit("#")[-1].rstrip(">") for _, p, o in found if p.endswith("#type>")}
    assert classes == {"Scheme", "Participation", "Amount", "Claim", "Passage", "Contradiction", "Side"}
    values = {o for _, p, o in found if p.endswith("#object>")}
    assert {f'"{n}"^^<http://www.w3.org/2001/XMLSchema#decimal>' for n in (20000, 25000)} <= values
    names = {o for s, p, o in found if p.endswith("prefLabel>") and "organisation" in s}
    assert names == {'"Les Écossolies"@fr', '"Nantes Métropole"@fr', '"Agence de la transition écologique"@fr'}


def test_an_edition_does_not_bring_its_neighbours_facts(store: EmbeddedStore, directory: Directory) -> None:
    found = rdf.describe(store, directory["kiosque-test"].iri, "nt")
    assert b"/id/lien/" in found and b"/id/participation/" not in found


@pytest.mark.parametrize("id", ["fonds-test", "nantes-metropole", "jeanne-exemple", "epci-244400404"])
def test_each_format_describes_the_same(store: EmbeddedStore, directory: Directory, id: str) -> None:
    said = {format: rdf.describe(store, directory[id].iri, format) for format in rdf.DESCRIPTIONS}
    expected = triples(said["nt"], "nt")
    assert triples(said["ttl"], "ttl") == expected
    assert triples(said["jsonld"], "jsonld") == expected
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
        by_rdflib = Graph().parse(data=said["jsonld"], format="json-ld")
    assert len(by_rdflib) == len(expected)


def test_an_endpoint_describes_the_same(store: EmbeddedStore, directory: Directory) -> None:
    iri = directory["fonds-test"].iri
    found = store.open_query(bind(query("describe").text, {"thing": URIRef(iri)}))
    assert isinstance(found, ox.QueryTriples)
    assert _texts(found) == triples(rdf.describe(store, iri, "nt"), "nt")


def test_json_ld_reads_as_plain_json(store: EmbeddedStore, directory: Directory) -> None:
    body = json.loads(rdf.describe(store, directory["fonds-test"].iri, "jsonld"))
    assert body["@context"] == context()
    assert list(body)[1:4] == ["id", "type", "name"]
    assert (body["id"], body["type"], body["name"]) == (directory["fonds-test"].iri, "Scheme", "Fonds de test")
    assert (body["schemeKind"], body["stages"], body["status"]) == (["fonds-amorcage"], ["amorcage"], "actual")
    inside = {node["id"]: node for node in body["@included"]}
    roles = [node["role"] for node in inside.values() if node.get("type") == "Participation"]
    assert sorted(roles) == ["accompagnateur", "financeur", "financeur"]
    passage = inside["https://w3id.org/entrelacs/id/source/a/L12-L12"]
    assert (passage["lineStart"], passage["source"]) == (12, "https://w3id.org/entrelacs/id/source/a")


def test_the_largest_things_of_the_real_data_are_described(
    real_store: EmbeddedStore, real_directory: Directory
) -> None:
    iri = real_directory["nantes-metropole"].iri
    assert triples(rdf.describe(real_store, iri, "jsonld"), "jsonld") == triples(
        rdf.describe(real_store, iri, "nt"), "nt"
    )
