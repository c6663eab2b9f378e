"""Robustness: cut points and bridges against networkx and plain removal; ranks and their intervals."""

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import centrality, robustness
from graph.analysis.nets import simple
from graph.analysis.robustness import Cut, RankInterval
from graph.errors import BadParameter
from tests.graph.known import karate

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]

edges = st.lists(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")), max_size=18)


def pieces_without(net: "NetGraph", node: str) -> tuple[int, ...]:
    piece = net.subgraph(nx.node_connected_component(net, node) - {node})
    return tuple(sorted(map(len, nx.connected_components(piece)), reverse=True))


@settings(max_examples=150, deadline=None)
@given(edges)
def test_cuts_are_those_that_removal_shows(pairs: list[tuple[str, str]]) -> None:
    net: NetGraph = simple(nx.MultiGraph(pairs))
    points, bridges = robustness.cuts(net)
    assert {cut.nodes[0] for cut in points} == set(nx.articulation_points(net))
    assert {cut.nodes for cut in bridges} == {(min(edge), max(edge)) for edge in nx.bridges(net)}
    assert all(cut.pieces == pieces_without(net, cut.nodes[0]) for cut in points)
    for cut in bridges:
        piece = nx.Graph(net.subgraph(nx.node_connected_component(net, cut.nodes[0])))
        piece.remove_edge(*cut.nodes)
        assert cut.pieces == tuple(sorted(map(len, nx.connected_components(piece)), reverse=True))


def test_the_karate_club_falls_apart_without_its_instructor() -> None:
    net = karate()
    points, bridges = robustness.cuts(net)
    assert points == [Cut(("0",), (27, 5, 1))]
    assert bridges == [Cut(("0", "11"), (33, 1))]
    assert robustness.cut_off(net)["0"] == 6


def test_a_long_path_needs_no_recursion() -> None:
    net: NetGraph = nx.relabel_nodes(nx.path_graph(5000), str)
    assert len(robustness.cuts(net)[0]) == 4998


def test_an_equal_value_has_an_equal_rank_whatever_the_engine_rounds() -> None:
    assert robustness.ranks({"a": 0.1 + 0.2, "b": 0.3, "c": 0.0}) == {"a": 1, "b": 1, "c": 3}
    assert robustness.ranks({"a": 2.0, "b": 1.0}, ascending=True) == {"a": 2, "b": 1}


def test_intervals_hold_the_rank_and_come_back_with_the_seed() -> None:
    net = karate()
    ranks = robustness.ranks(centrality.betweenness(net))
    found = robustness.rank_intervals(net, centrality.betweenness, rounds=10, seed=1)
    assert all(found[id].low <= (ranks[id] or 0) <= found[id].high for id in net)
    assert found == robustness.rank_intervals(net, centrality.betweenness, rounds=10, seed=1)
    assert found != robustness.rank_intervals(net, centrality.betweenness, rounds=10, seed=2)


def test_more_missing_ties_never_narrow_an_interval() -> None:
    net = karate()
    few = robustness.rank_intervals(net, centrality.degree, shares=(0.05,), rounds=20)
    more = robustness.rank_intervals(net, centrality.degree, shares=(0.05, 0.2), rounds=20)
    assert all(more[id].low <= few[id].low and few[id].high <= more[id].high for id in net)


def test_a_tie_falls_with_the_last_of_its_documents() -> None:
    net: NetGraph = nx.Graph()
    for leaf in list("abc"):
        net.add_edge("hub", leaf, documents=("000", "001"))
    for leaf in list("pqrs"):
        net.add_edge("other", leaf, documents=("002",))
    found = robustness.rank_intervals(net, centrality.degree, kinds=("sources",))
    assert found["other"] == RankInterval(1, 5)  # without 002 it has no tie, as its leaves: all are fifth
    assert found["hub"] == RankInterval(1, 2)


def test_one_document_or_none_leaves_nothing_to_drop() -> None:
    net: NetGraph = nx.Graph([("a", "b"), ("b", "c")])
    expected = {"a": RankInterval(2, 2), "b": RankInterval(1, 1), "c": RankInterval(2, 2)}
    assert robustness.rank_intervals(net, centrality.degree, kinds=("sources",)) == expected
    nx.set_edge_attributes(net, {edge: {"documents": ("000",)} for edge in net.edges})
    assert robustness.rank_intervals(net, centrality.degree, kinds=("sources",)) == expected


def test_a_value_that_is_no_longer_defined_counts_as_last() -> None:
    net: NetGraph = nx.path_graph(["a", "b", "c", "d"])
    found = robustness.rank_intervals(net, centrality.constraint, shares=(0.3,), kinds=("ties",), ascending=True)
    assert found["a"].high == 4


@pytest.mark.parametrize(
    ("shares", "kinds", "rounds"), [((), ("ties",), 1), ((1.5,), ("ties",), 1), ((0.1,), ("x",), 1), ((0.1,), (), 0)]
)
def test_bad_parameters_are_refused(shares: tuple[float, ...], kinds: tuple[str, ...], rounds: int) -> None:
    net: NetGraph = nx.Graph([("a", "b")])
    with pytest.raises(BadParameter):
        robustness.rank_intervals(net, centrality.degree, shares, kinds, rounds)


def test_sentences_are_french() -> None:
    assert robustness.sentence(Cut(("x",), (3, 2)), "X") == (
        "Sans X, le réseau se coupe en 2 morceaux : un de 3 membres et un de 2."
    )
    assert robustness.sentence(Cut(("x",), (1, 1)), "X").endswith("2 morceaux : 2 membres isolés.")
    assert robustness.sentence(Cut(("x",), (2, 1)), "X").endswith("2 morceaux : un de 2 membres et 1 membre isolé.")
    assert robustness.interval_sentence("X", 1, RankInterval(1, 1), 9).startswith("X : rang 1 sur 9, le même")
