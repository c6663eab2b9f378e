"""Quads: the same each time, each triple once, nothing nameless; every value that a source gives is kept."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Literal
from rdflib.namespace import RDF, SKOS

from graph import build, checks, statements, tables
from graph.catalogue import Query, query
from graph.facts import fact_of
from graph.naming import Names
from graph.quads import Partition, Quad, quads
from graph.store import EmbeddedStore
from graph.tables import Dataset
from ontology.namespaces import CV, ESS, PREFIXES, local_name
from tests.graph.tiny import TINY, write

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def made(tiny: Dataset) -> list[Quad]:
    return list(quads(tiny))


def ranked(tmp_path: Path, *decisions: str) -> tuple[Dataset, EmbeddedStore]:
    """The small data with arbitrations between what a:12 and b:12 say of what Nantes Métropole pays to the fund."""
    fact = fund_of(tables.load(write(tmp_path)))
    lines = [f"{d.split()[0]},{fact},{d.split()[1]},a:1,pour l'essai,forte,Essai,2026-11-21\n" for d in decisions]
    data = write(tmp_path, {"arbitrations": TINY["arbitrations"] + "".join(lines)})
    dataset = tables.load(data)
    assert checks.check(dataset, data) == []
    return dataset, build.in_memory(dataset)


def fund_of(data: Dataset) -> str:
    return local_name(fact_of(data.participations[0], Names(data)).iri)


def test_the_same_data_gives_the_same_quads_in_the_same_order(made: list[Quad], tiny_folder: Path) -> None:
    assert list(quads(tables.load(tiny_folder))) == made


def test_each_triple_stands_once(made: list[Quad]) -> None:
    assert max(Counter(quad[:3] for quad in made).values()) == 1


def test_nothing_is_nameless(made: list[Quad]) -> None:
    assert not [node for quad in made for node in quad if isinstance(node, BNode)]


def test_conflicting_values_are_both_kept(made: list[Quad], tiny: Dataset) -> None:
    """a:12 says 20 000, b:12 says 25 000: one fact, two claims, two retained values."""
    first, second, *_ = (fact_of(row, Names(tiny)).iri for row in tiny.participations)
    assert first == second
    retained = {str(q.object) for q in made if q.subject == first and q.predicate == ESS.amount}
    assert retained == {"20000", "25000"}
    claims = {q.subject for q in made if q.predicate == RDF.subject and q.object == first}
    assert len(claims) == 4  # who and how much, by two passages


def test_a_fact_with_other_words_about_it_is_another_fact(tiny: Dataset) -> None:
    names = Names(tiny)
    iris = [fact_of(row, names).iri for row in tiny.facts()]
    assert len(set(iris)) == len(iris) - 1


def test_claims_keep_their_iris_when_rows_move_or_their_words_change(tiny: Dataset, tmp_path: Path) -> None:
    head, *lines = TINY["participations"].splitlines()
    moved = "\n".join([head, *reversed(lines)]).replace("a:15,,", "a:15,des mots,une note") + "\n"
    again = tables.load(write(tmp_path, {"participations": moved}))

    def claims(data: Dataset) -> set[str]:
        return {str(q.subject) for q in quads(data) if q.predicate == RDF.type and q.object == ESS.Claim}

    assert claims(again) == claims(tiny)


def test_a_preferred_claim_is_retained_alone(tmp_path: Path) -> None:
    data, store = ranked(tmp_path, "prefere b:12")
    statement = statements.by_id(store, f"participation/{fund_of(data)}")
    assert statement is not None
    assert [str(bound) for bound in statement.bounds or ()] == ["25000", "25000"]
    assert not statement.in_conflict
    assert {e.locator: (e.rank, e.reason) for e in statement.evidence} == {
        "a:12": ("normal", ""),
        "b:12": ("prefere", "pour l'essai"),
    }


def test_a_deprecated_claim_is_not_retained_but_told(tmp_path: Path) -> None:
    data, store = ranked(tmp_path, "deprecie a:12")
    statement = statements.by_id(store, f"participation/{fund_of(data)}")
    assert statement is not None
    assert [str(bound) for bound in statement.bounds or ()] == ["25000", "25000"]
    assert len(statement.evidence) == 2


def test_a_fact_whose_claims_are_all_deprecated_states_nothing(tmp_path: Path) -> None:
    data, store = ranked(tmp_path, "deprecie a:12", "deprecie b:12")
    retained = [q for q in quads(data) if q.graph == Partition.RETAINED and fund_of(data) in q.subject]
    assert retained == []
    statement = statements.by_id(store, f"participation/{fund_of(data)}")
    assert statement is not None and statement.retained == () and statement.bounds is None


def test_a_rank_for_nothing_is_told(tmp_path: Path) -> None:
    line = "prefere,fonds-test,a:39,a:1,pour l'essai,forte,Essai,2026-11-21\n"
    data = write(tmp_path, {"arbitrations": TINY["arbitrations"] + line})
    (found,) = checks.check(tables.load(data), data)
    assert (found.file, found.line) == ("arbitrations.csv", 3)
    assert "« a:39 » n'affirme rien de « fonds-test »" in found.message


@pytest.mark.parametrize("decisions", [(), ("prefere b:12",), ("deprecie a:12",), ("deprecie a:12", "prefere a:12")])
def test_the_retained_layer_is_the_best_rank_rule(decisions: tuple[str, ...], tmp_path: Path) -> None:
    _, store = ranked(tmp_path, *decisions)
    assert_best_rank(store)


def test_the_retained_layer_is_the_best_rank_rule_on_real_data(real_store: EmbeddedStore) -> None:
    assert_best_rank(real_store)


def assert_best_rank(store: EmbeddedStore) -> None:
    """The values of each claimed property of each node are those that the CONSTRUCT of the ontology's §1.5 gives."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    rule = Query("best-rank", "", "", (), prefixes + (HERE / "best-rank.rq").read_text(encoding="utf-8"))
    every = Query(
        "all", "", "", (), f"{prefixes}SELECT ?s ?p ?o WHERE {{ ?c rdf:subject ?s ; rdf:predicate ?p . ?s ?p ?o }}"
    )
    won = {(row["s"], row["p"], row["o"]) for row in store.select(rule)}
    kept = {(row["s"], row["p"], row["o"]) for row in store.select(every)}
    assert won == kept


def test_no_graph_is_counted_twice(tiny: Dataset) -> None:
    store = build.in_memory(tiny)
    parsed = list(ox.parse(store.dump("nq"), format=ox.RdfFormat.N_QUADS))
    assert len({q.triple for q in parsed}) == len(parsed)


def test_things_have_their_names_and_roles_their_participants(made: list[Quad]) -> None:
    triples = {(local_name(q.subject), q.predicate, q.object) for q in made}
    assert ("les-ecossolies", SKOS.hiddenLabel, Literal("Les Ecosolies", lang="fr")) in triples
    assert len([q for q in made if q.predicate == CV.hasParticipant and q.graph == Partition.RETAINED]) == 9


def test_every_statement_is_in_the_graph(store: EmbeddedStore, tiny: Dataset) -> None:
    assert len(statements.every(store)) == len(list(tiny.facts())) - 1
    assert len(store.select(query("facts-about"), thing=Names(tiny)("fonds-test"))) > 0


@pytest.mark.parametrize(
    "id", ["participation/nothing", "participation/x> } DROP ALL", "rien/x", "x", "", "lieu/ailleurs"]
)
def test_no_statement_has_a_strange_id(store: EmbeddedStore, id: str) -> None:
    assert statements.by_id(store, id) is None
