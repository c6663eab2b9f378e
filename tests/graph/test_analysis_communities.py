"""Circles: known divisions, quality, both engines, the index of agreement against its definition."""

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis import engines
from graph.analysis.communities import adjusted_rand, communities
from graph.errors import BadParameter
from tests.graph.known import karate

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


def test_the_karate_club_divides_near_its_known_optimum() -> None:
    net = karate()
    found, quality = communities(net, weighted=False)
    assert (
        0.41 <= (quality.modularity or 0) <= 0.4198
    )  # U. Brandes and others, IEEE TKDE 20, 2008: the optimum is 0.4198
    assert 0.5 < (quality.stability or 0) <= 1
    assert sorted(id for circle in found for id in circle) == sorted(net)
    assert communities(net, weighted=False) == (found, quality)


def test_davis_southern_women_divide_in_two() -> None:
    whole: NetGraph = nx.relabel_nodes(nx.davis_southern_women_graph(), str)
    women = [id for id, node in whole.nodes(data=True) if node["bipartite"] == 0]
    found, _ = communities(nx.bipartite.weighted_projected_graph(whole, women))
    first = next(circle for circle in found if "Evelyn Jefferson" in circle)
    assert {"Laura Mandeville", "Theresa Anderson", "Brenda Rogers"} <= first
    assert {"Nora Fayette", "Sylvia Avondale", "Katherina Rogers"}.isdisjoint(first)


@pytest.mark.skipif(not engines.is_installed("networkit"), reason="networkit is an optional accelerator")
def test_networkit_divides_as_well_as_networkx() -> None:
    net: NetGraph = nx.relabel_nodes(nx.planted_partition_graph(6, 20, 0.5, 0.02, seed=1), str)
    (slow, held), (fast, reached) = (communities(net, runs=3, engine=name) for name in ("networkx", "networkit"))
    assert reached.modularity == pytest.approx(held.modularity, abs=0.01)
    assert {frozenset(circle) for circle in slow} == {frozenset(circle) for circle in fast}
    assert communities(net, runs=3, engine="networkit")[0] == fast


def test_without_ties_nothing_is_said_of_the_quality() -> None:
    net: NetGraph = nx.empty_graph(["a", "b"])
    found, quality = communities(net)
    assert found == [{"a"}, {"b"}]
    assert quality.modularity is None and quality.stability is None
    assert communities(nx.Graph())[0] == []


def test_one_run_has_no_stability() -> None:
    net: NetGraph = nx.Graph([("a", "b")])
    assert communities(net, runs=1)[1].stability is None


@pytest.mark.parametrize("bad", [{"resolution": 0}, {"runs": 0}, {"engine": "abacus"}])
def test_bad_parameters_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(BadParameter):
        communities(nx.Graph([("a", "b")]), **bad)  # type: ignore[arg-type]  # wrong on purpose


@given(labels)
def test_the_adjusted_rand_index_is_that_of_its_definition(pairs: list[tuple[int, int]]) -> None:
    left, right = ({str(i): pair[side] for i, pair in enumerate(pairs)} for side in (0, 1))
    couples = list(combinations(left, 2))
    same = [(left[a] == left[b], right[a] == right[b]) for a, b in couples]
    both, first, second = (sum(map(test, same)) for test in (all, lambda s: s[0], lambda s: s[1]))
    chance, most = first * second / len(couples), (first + second) / 2
    expected = 1.0 if most == chance else (both - chance) / (most - chance)
    assert adjusted_rand(left, right) == pytest.approx(expected)
    assert adjusted_rand(left, right) == pytest.approx(adjusted_rand(right, left))
    assert adjusted_rand(left, left) == 1
