"""Suggestions: networkx's scores, French reasons, and whether hidden ties come back more often than by chance."""

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph.analysis.hitrate import hit_rate, hit_rate_of_participations
from graph.analysis.suggestions import Suggestion, by_roles, by_shared_partners, sentence
from graph.errors import BadParameter
from tests.graph.known import karate

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]


@pytest.mark.parametrize(
    ("method", "reference"),
    [("adamic-adar", nx.adamic_adar_index), ("resource-allocation", nx.resource_allocation_index)],
)
def test_scores_are_those_of_networkx(method: str, reference: object) -> None:
    net = karate()
    assert callable(reference)
    expected = {tuple(sorted((a, b))): score for a, b, score in reference(net) if score > 0}
    found = {(s.left, s.right): s.score for s in by_shared_partners(net, method, limit=10_000)}
    assert found == pytest.approx(expected)


def test_suggestions_have_no_tie_yet_and_name_their_evidence() -> None:
    net = karate()
    for suggestion in by_shared_partners(net):
        assert not net.has_edge(suggestion.left, suggestion.right)
        assert set(suggestion.evidence) == set(net[suggestion.left]) & set(net[suggestion.right])
    among = by_shared_partners(net, among=["32", "1", "2"])
    assert {id for s in among for id in (s.left, s.right)} <= {"32", "1", "2"}
    assert by_shared_partners(nx.Graph()) == []


def test_roles_that_complete_each_other_meet_in_a_topic() -> None:
    held = {
        "a": [("sante", "financeur"), ("culture", "financeur")],
        "b": [("sante", "porteur"), ("culture", "porteur")],
    }
    held["c"] = [("sante", "porteur")]
    known: NetGraph = nx.Graph([("a", "c")])
    assert by_roles(known, held) == [Suggestion("a", "b", 2.0, "complementary-roles", ("culture", "sante"))]
    assert by_roles(known, {}) == []


def test_reasons_are_french_and_short() -> None:
    many = Suggestion("a", "b", 1.0, "shared-partners", ("p", "q", "r", "s", "t", "u"))
    assert sentence(many, {}).endswith("ont 6 partenaires en commun : p, q, r, s et 2 autres.")
    one = Suggestion("a", "b", 1.0, "shared-partners", ("p",))
    assert sentence(one, {"p": "Pôle"}) == "a et b n'ont pas de lien connu, mais ont un partenaire en commun : Pôle."
    roles = Suggestion("a", "b", 1.0, "complementary-roles", ("sante",))
    assert sentence(roles, {}) == "a et b n'ont pas de lien connu, mais leurs rôles se complètent ici : sante."


def test_hidden_ties_come_back_more_often_than_by_chance() -> None:
    net: NetGraph = nx.relabel_nodes(nx.planted_partition_graph(8, 15, 0.6, 0.01, seed=2), str)
    found = hit_rate(net, rounds=5)
    assert found.rate and found.chance and found.rate > 5 * found.chance
    assert found.asked == 2 * 5 * round(0.1 * net.number_of_edges())
    assert found == hit_rate(net, rounds=5) != hit_rate(net, rounds=5, seed=1)


def test_in_a_network_at_random_they_do_not() -> None:
    found = hit_rate(nx.relabel_nodes(nx.gnp_random_graph(150, 0.1, seed=1), str), rounds=5)
    assert found.rate == pytest.approx(found.chance or 0, abs=0.03)


def test_participations_are_hidden_before_pairs_are_made() -> None:
    held = [(f"actor{place % 20}", f"scheme{place % 7}") for place in range(60)]
    found = hit_rate_of_participations(held, rounds=3)
    assert found.asked and found.rate is not None and 0 <= found.rate <= 1


def test_nothing_to_hide_gives_no_rate() -> None:
    assert hit_rate(nx.Graph()).rate is None
    assert hit_rate_of_participations([]).chance is None


@pytest.mark.parametrize("bad", [{"share": 0}, {"share": 1}, {"first": 0}, {"rounds": 0}, {"method": "luck"}])
def test_bad_parameters_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(BadParameter):
        hit_rate(karate(), **bad)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(BadParameter):
        by_shared_partners(karate(), limit=0)
