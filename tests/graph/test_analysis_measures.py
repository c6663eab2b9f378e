"""Declared measures: each runs, says what it did, is documented, and answers plainly on nothing."""

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph import measures
from graph.analysis import engines
from graph.analysis.declared import Measure
from graph.errors import BadParameter
from graph.measures import MEASURES, compute
from tests.graph.known import karate

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]

IDS = [measure.id for measure in MEASURES]


@pytest.mark.parametrize("id", IDS)
def test_each_measure_ranks_every_node_and_says_how(id: str) -> None:
    result = compute(id, karate(), {"rounds": 2}, seed=7)
    assert (result.nodes, result.edges, result.pieces, result.seed, len(result.rows)) == (34, 78, 1, 7, 34)
    assert result.rows[0].rank == 1
    assert all((row.rank_low or 99) <= (row.rank or 0) <= (row.rank_high or 0) for row in result.rows)
    assert result.engine.library == "entrelacs" or result.engine.version
    assert result == compute(id, karate(), {"rounds": 2}, seed="7")


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize(("size", "told"), [(0, "vide"), (1, "Un seul membre"), (3, "aucun lien")])
def test_a_network_without_ties_gives_a_remark_and_no_number(id: str, size: int, told: str) -> None:
    result = compute(id, nx.relabel_nodes(nx.empty_graph(size), str))
    assert told in result.remark
    assert [(row.value, row.rank, row.rank_low) for row in result.rows] == [(None, None, None)] * size


@pytest.mark.parametrize("id", IDS)
def test_a_network_in_pieces_is_measured_and_says_so(id: str) -> None:
    net: NetGraph = nx.Graph([("a", "b"), ("b", "c"), ("d", "e")])
    net.add_node("lone")
    result = compute(id, net, {"rounds": 2})
    assert result.pieces == 3 and "3 morceaux" in result.remark
    assert all((row.value is None) == (row.rank is None) for row in result.rows)


@pytest.mark.parametrize("id", IDS)
def test_two_nodes_and_one_tie_leak_no_exception(id: str) -> None:
    result = compute(id, nx.Graph([("a", "b")]), {"rounds": 2})
    assert len(result.rows) == 2


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_each_declaration_is_whole(measure: Measure) -> None:
    texts = (measure.label, measure.question, measure.explanation, measure.not_said, measure.example, measure.unit)
    assert all(text.strip() for text in (*texts, measure.algorithm))
    accepted = set(inspect.signature(measure.function).parameters)
    assert {parameter.name for parameter in measure.parameters} <= accepted
    assert measure.seeded == ("seed" in accepted)
    assert bool(measure.engine) != (measure.id in engines.CHOICES) and bool(measure.engine) != ("engine" in accepted)
    jargon = ("betweenness", "broker", "cluster", "node", "edge", "hub", "score", "bootstrap")
    assert not [word for word in jargon for text in texts if word in text.lower()]


def test_the_document_is_made_from_the_declarations() -> None:
    path = Path(__file__).parents[2] / "docs" / "measures.md"
    assert path.read_text(encoding="utf-8") == measures.document(), (
        "lancez : python -m graph.measures > docs/measures.md"
    )


def test_the_lowest_constraint_ranks_first() -> None:
    rows = compute("constraint", karate(), {"rounds": 0}).rows
    assert rows[0].value is not None and rows[-1].value is not None and rows[0].value < rows[-1].value
    assert rows[0].rank_low is None


def test_what_a_mode_two_network_cannot_say_is_said() -> None:
    result = compute("constraint", nx.davis_southern_women_graph(), {"rounds": 1})
    assert "rien de plus que le nombre de partenaires" in result.remark


def test_the_engine_that_ran_is_told() -> None:
    net: NetGraph = nx.relabel_nodes(nx.barabasi_albert_graph(150, 2, seed=1), str)
    assert compute("betweenness", karate(), {"rounds": 0}).engine.library == "networkx"
    assert compute("betweenness", net, {"rounds": 0}).engine.library == "rustworkx"
    sampled = compute("betweenness", net, {"rounds": 0, "samples": 50}, seed=3)
    assert sampled.engine.library == "scipy" and "50 départs" in sampled.remark


def test_a_large_network_has_no_interval_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.analysis.declared.INTERVALS_UP_TO", 30)
    result = compute("degree", karate())
    assert result.parameters["rounds"] == 0 and "non calculé" in result.remark
    assert compute("degree", karate(), {"rounds": 1}).rows[0].rank_low is not None


def test_documents_make_the_interval_when_they_are_known() -> None:
    net = karate()
    assert "ne vient que de liens retirés" in compute("degree", net, {"rounds": 1}).remark
    nx.set_edge_attributes(net, {edge: {"documents": (str(place % 5),)} for place, edge in enumerate(net.edges)})
    assert compute("degree", net, {"rounds": 1}).remark == ""


def test_parameters_are_read_from_text_too() -> None:
    result = compute("pagerank", karate(), {"damping": "0,5", "weighted": "non", "rounds": "0"})
    assert result.parameters == {"damping": 0.5, "weighted": False, "rounds": 0}


@pytest.mark.parametrize(
    ("id", "params", "seed"),
    [
        ("luck", {}, 0),
        ("degree", {"damping": 0.5}, 0),
        ("degree", {"rounds": "beaucoup"}, 0),
        ("degree", {"rounds": -1}, 0),
        ("degree", {"rounds": 1.5}, 0),
        ("degree", {"rounds": True}, 0),
        ("degree", {"rounds": "inf"}, 0),
        ("degree", {"rounds": "nan"}, 0),
        ("pagerank", {"damping": 1}, 0),
        ("pagerank", {"damping": "nan"}, 0),
        ("pagerank", {"weighted": "peut-être"}, 0),
        ("degree", {}, "dé"),
        ("degree", {}, -1),
        ("degree", {}, 1.5),
        ("degree", {}, None),
    ],
)
def test_bad_input_has_a_french_answer_and_a_hint(id: str, params: dict[str, object], seed: object) -> None:
    with pytest.raises(BadParameter) as caught:
        compute(id, karate(), params, seed)
    assert "«" in caught.value.message and caught.value.hint


def test_a_measure_is_found_by_its_label() -> None:
    assert measures.find("Nombre de partenaires").id == measures.find(" DEGREE ").id == "degree"
