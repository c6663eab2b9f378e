"""Centrality: published values, a second implementation, every engine, laws, networks too small to measure."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import centrality
from graph.analysis.nets import Values, simple
from graph.errors import BadParameter
from tests.graph.known import karate, named

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]

ig = importlib.import_module("igraph")


FLORENCE: "NetGraph" = named(nx.florentine_families_graph())
KARATE: "NetGraph" = karate()
DAVIS: "NetGraph" = named(nx.davis_southern_women_graph())
BORGATTI: "NetGraph" = nx.Graph()
"""S. P. Borgatti's example (Connections 20, 1997), with the weights of networkx's own test."""
BORGATTI.add_weighted_edges_from(
    [(a, b, float(w)) for a, b, w in zip("AAAAEFBBDG", "BFGEGGGDGC", (2, 3, 5, 2, 8, 3, 4, 1, 3, 10), strict=True)]
)


def in_pieces() -> "NetGraph":
    """Return a network of 300 nodes with hubs, two small pieces, a lone node, weights."""
    net = named(nx.barabasi_albert_graph(290, 2, seed=3))
    net.add_edges_from([("p", "q"), ("q", "r"), ("r", "p"), ("s", "t")])
    net.add_node("lone")
    for place, edge in enumerate(net.edges):
        net.edges[edge]["weight"] = 1 + place % 5
    return net


def known(values: Values) -> dict[str, float]:
    return {id: value for id, value in values.items() if value is not None}


def test_florentine_families_have_their_published_values() -> None:
    assert centrality.betweenness(FLORENCE)["Medici"] == pytest.approx(0.521978, abs=1e-6)
    assert centrality.betweenness(FLORENCE)["Guadagni"] == pytest.approx(0.254579, abs=1e-6)
    assert centrality.betweenness(FLORENCE)["Pazzi"] == 0
    assert centrality.closeness(FLORENCE)["Medici"] == pytest.approx(0.56)
    assert centrality.degree(FLORENCE)["Medici"] == 6
    assert centrality.eigenvector(FLORENCE)["Medici"] == pytest.approx(0.4303, abs=1e-4)


def test_karate_club_has_its_published_values() -> None:
    assert centrality.degree(KARATE)["33"] == 17
    assert centrality.betweenness(KARATE)["0"] == pytest.approx(0.437635, abs=1e-6)
    assert centrality.pagerank(KARATE, weighted=False)["33"] == pytest.approx(0.100919, abs=1e-5)
    assert centrality.eigenvector(KARATE, weighted=False)["33"] == pytest.approx(0.373371, abs=1e-5)
    core = centrality.core(KARATE)
    assert sum(value == 4 for value in core.values()) == 10


def test_davis_southern_women_have_their_published_values() -> None:
    assert centrality.degree(DAVIS)["E8"] == 14
    assert centrality.degree(DAVIS)["Evelyn Jefferson"] == 8
    # S. P. Borgatti and M. Everett, Social Networks 19, 1997: closeness to the 13 + 2 * 17 nearest that two modes allow
    steps = 31 / (centrality.closeness(DAVIS)["Evelyn Jefferson"] or 0)
    assert (14 + 2 * 17) / steps == pytest.approx(0.80, abs=1e-9)


def test_structural_holes_have_their_published_values() -> None:
    free, weighed = centrality.constraint(BORGATTI, weighted=False), centrality.constraint(BORGATTI)
    assert [round(free[id] or 0, 3) for id in "GAC"] == [0.4, 0.595, 1.0]
    assert [round(weighed[id] or 0, 3) for id in "GAC"] == [0.299, 0.795, 1.0]
    assert [round(centrality.effective_size(BORGATTI)[id] or 0, 2) for id in "GAC"] == [4.67, 2.5, 1.0]


@pytest.mark.parametrize("net", [FLORENCE, KARATE, in_pieces()])
def test_igraph_gives_the_same_values(net: "NetGraph") -> None:
    other = ig.Graph.from_networkx(net)
    ids, count = list(net), len(net)
    pairs = (count - 1) * (count - 2) / 2
    weights = "weight" if "weight" in other.es.attributes() else None
    expected: dict[Callable[..., Values], list[float]] = {
        centrality.degree: other.degree(),
        centrality.strength: other.strength(weights=weights),
        centrality.betweenness: [value / pairs for value in other.betweenness()],
        centrality.pagerank: other.pagerank(weights=weights),
        centrality.constraint: other.constraint(weights=weights),
        centrality.core: other.coreness(),
    }
    for function, values in expected.items():
        mine = known(function(net))
        theirs = {id: value for id, value in zip(ids, values, strict=True) if id in mine}
        assert mine == pytest.approx(theirs, abs=1e-6), function.__name__


@pytest.mark.parametrize("net", [KARATE, in_pieces()])
@pytest.mark.parametrize(
    ("function", "engines"),
    [
        (centrality.betweenness, ("networkx", "rustworkx", "scipy")),
        (centrality.closeness, ("networkx", "rustworkx", "scipy")),
        (centrality.constraint, ("networkx", "scipy")),
        (centrality.effective_size, ("networkx", "scipy")),
    ],
)
def test_every_engine_gives_the_same_values(
    net: "NetGraph", function: Callable[..., Values], engines: tuple[str, ...]
) -> None:
    more = {"samples": len(net)} if "scipy" in engines and "rustworkx" in engines else {}
    first, *others = (function(net, engine=engine, **more) for engine in engines)
    for other in others:
        assert known(other) == pytest.approx(known(first), abs=1e-9)
        assert [id for id in first if first[id] is None] == [id for id in other if other[id] is None]


def test_the_eigenvector_is_networkx_s_on_one_piece() -> None:
    expected = nx.eigenvector_centrality_numpy(KARATE, weight="weight")
    assert known(centrality.eigenvector(KARATE)) == pytest.approx(expected, abs=1e-6)


def test_a_sample_finds_the_first_brokers() -> None:
    net = named(nx.barabasi_albert_graph(600, 2, seed=1))
    exact, sampled = centrality.betweenness(net), centrality.betweenness(net, samples=150, engine="scipy", seed=5)

    def top(values: Values) -> set[str]:
        return set(sorted(values, key=lambda id: -(values[id] or 0))[:10])

    assert len(top(exact) & top(sampled)) >= 9
    assert sampled == centrality.betweenness(net, samples=150, engine="scipy", seed=5)
    assert sampled != centrality.betweenness(net, samples=150, engine="scipy", seed=6)


def test_a_sample_of_each_piece_gives_closeness_near_its_value() -> None:
    net = in_pieces()
    exact, sampled = centrality.closeness(net), centrality.closeness(net, samples=120, engine="scipy")
    assert known(sampled) == pytest.approx(known(exact), rel=0.1)


def test_what_is_not_defined_is_none_and_not_zero() -> None:
    net = in_pieces()
    for function in (centrality.closeness, centrality.constraint, centrality.effective_size, centrality.eigenvector):
        assert function(net)["lone"] is None
    assert centrality.degree(net)["lone"] == 0
    assert centrality.betweenness(net)["lone"] == 0
    assert centrality.core(net)["lone"] == 0
    assert centrality.eigenvector(net)["p"] is None


def test_two_largest_pieces_have_no_eigenvector() -> None:
    net: NetGraph = nx.Graph([("a", "b"), ("c", "d")])
    assert set(centrality.eigenvector(net).values()) == {None}


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_networks_without_ties_leak_no_exception(size: int) -> None:
    net = named(nx.empty_graph(size))
    for name in ("degree", "strength", "betweenness", "closeness", "pagerank", "eigenvector", "constraint", "core"):
        assert len(getattr(centrality, name)(net)) == size
    for engine in ("networkx", "scipy"):
        assert set(centrality.effective_size(net, engine=engine).values()) <= {None}
        assert set(centrality.constraint(net, engine=engine).values()) <= {None}
    for engine in ("networkx", "rustworkx", "scipy"):
        assert set(centrality.closeness(net, engine=engine).values()) <= {None}


def test_bad_parameters_are_refused() -> None:
    with pytest.raises(BadParameter, match="amortissement"):
        centrality.pagerank(KARATE, damping=1)
    with pytest.raises(BadParameter, match="moteur"):
        centrality.closeness(KARATE, engine="abacus")


def test_parallel_ties_and_loops_are_merged() -> None:
    net: nx.MultiGraph[str] = nx.MultiGraph()
    net.add_edge("a", "b", documents=("000",))
    net.add_edge("b", "a", documents=("001",), weight=3)
    net.add_edge("a", "a", documents=("002",))
    assert list(simple(net).edges(data=True)) == [("a", "b", {"documents": ("000", "001"), "weight": 4})]
    assert simple(FLORENCE) is FLORENCE


edges = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(edges)
def test_laws(pairs: list[tuple[str, str]]) -> None:
    net: NetGraph = simple(nx.MultiGraph(pairs))
    assert sum(known(centrality.degree(net)).values()) == 2 * net.number_of_edges()
    assert sum(known(centrality.pagerank(net)).values()) == pytest.approx(1 if net.number_of_edges() else 0)
    core, degree = centrality.core(net), centrality.degree(net)
    assert all((core[id] or 0) <= (degree[id] or 0) for id in net)
    assert all(0 <= value <= 1 for value in known(centrality.betweenness(net)).values())
    assert all(1 <= value <= (degree[id] or 0) for id, value in known(centrality.effective_size(net)).items())
    eigen = known(centrality.eigenvector(net)).values()
    assert not eigen or sum(value**2 for value in eigen) == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(edges)
def test_engines_agree_on_any_network(pairs: list[tuple[str, str]]) -> None:
    net: NetGraph = simple(nx.MultiGraph(pairs))
    for function in (centrality.betweenness, centrality.closeness):
        exact = known(function(net, engine="networkx"))
        assert known(function(net, samples=99, engine="scipy")) == pytest.approx(exact)
        assert known(function(net, engine="rustworkx")) == pytest.approx(exact)
    for hole in (centrality.constraint, centrality.effective_size):
        assert known(hole(net, engine="scipy")) == pytest.approx(known(hole(net, engine="networkx")))
