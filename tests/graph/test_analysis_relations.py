"""Co-funding, filières, gaps, paths and comparisons, on networks small enough to check by hand."""

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from graph.analysis import changes, cofunding, filieres, gaps, paths
from graph.analysis.gaps import Offer, State
from graph.errors import BadParameter

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]


def funders() -> "NetGraph":
    """Return two circles of three funders tied by one scheme."""
    net: NetGraph = nx.Graph()
    for circle in (["a", "b", "c"], ["d", "e", "f"]):
        for left, right in zip(circle, circle[1:] + circle[:1], strict=True):
            net.add_edge(left, right, weight=2.0, shared=["s1", "s2"])
    net.add_edge("c", "d", weight=1.0, shared=["s3"])
    return net


def test_circles_of_funders() -> None:
    found, quality = cofunding.circles(funders())
    assert found == [{"a", "b", "c"}, {"d", "e", "f"}]
    assert quality.stability == 1 and quality.kept == (1, 1)


def test_who_funds_alone_never_funds_with_another() -> None:
    schemes = {"s1": ["a", "b"], "s2": ["b"], "s3": ["c"], "s4": ["c"], "s5": ["d"], "s6": []}
    assert [(one.funder, one.schemes) for one in cofunding.alone(schemes)] == [("c", ("s3", "s4")), ("d", ("s5",))]
    assert cofunding.alone({}) == []


def test_nothing_in_common_is_said_of_no_scheme() -> None:
    assert cofunding.in_common([], {}).schemes == 0


def test_brokers_are_actors_through_whom_paths_pass() -> None:
    net: NetGraph = nx.Graph([("a", "x"), ("x", "b"), ("b", "y"), ("y", "c")])
    assert [broker.id for broker in filieres.brokers(net)] == ["b", "x", "y"]
    assert [broker.id for broker in filieres.brokers(net, candidates=["a", "b", "c"])] == ["b"]
    assert filieres.brokers(nx.Graph()) == ()
    with pytest.raises(BadParameter):
        filieres.brokers(net, 0)


def test_the_medici_are_the_brokers_of_florence() -> None:
    first = filieres.brokers(nx.florentine_families_graph())[0]
    assert (first.id, first.partners, first.pieces) == ("Medici", 6, (11, 2, 1))


def test_a_network_where_all_meet_has_no_broker() -> None:
    net: NetGraph = nx.Graph([("a", "b", {"shared": ["s1"]})])
    net.add_edges_from([("b", "c"), ("a", "c")], shared=["s1", "s2"])
    assert filieres.brokers(net) == () and filieres.all_together(net) == {"s1"}
    net.edges["a", "b"]["shared"] = ["s3"]
    assert filieres.all_together(net) == frozenset()
    assert filieres.all_together(nx.Graph()) == frozenset()


def test_a_pair_of_roles_without_ties_has_no_density() -> None:
    assert filieres.role_pair([]) == filieres.RolePair(0, 0, 0, None)


def test_bridges_need_a_known_filiere() -> None:
    with pytest.raises(BadParameter, match="culture"):
        filieres.bridges("culture", {})
    assert filieres.bridges("culture", {"culture": ["a"], "sante": ["b"]}) == []


def test_a_stage_of_another_world_is_refused() -> None:
    with pytest.raises(BadParameter, match="étape"):
        filieres.stages({"s1": ["retraite"]}, ["amorcage"])


SECTORS, STAGES, ROLES = ["sante"], ["amorcage", "developpement"], ["financeur", "animateur"]


def state(*offers: Offer, stage: str = "amorcage", role: str = "financeur") -> State:
    cells = gaps.matrix(offers, "nantes", SECTORS, STAGES, ROLES)
    return next(cell.state for cell in cells if (cell.stage, cell.role) == (stage, role))


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ((), State.UNSAID),  # no scheme of the sector
        ((Offer("s", "nantes", ("sante",), ("amorcage",), ("financeur",)),), State.COVERED),
        ((Offer("s", "nantes", ("sante",), ("developpement",), ("financeur",)),), State.UNCOVERED),
        ((Offer("s", "nantes", ("sante",), ("amorcage",), ("animateur",)),), State.UNCOVERED),
        ((Offer("s", "nantes", ("sante",), (), ("financeur",)),), State.UNSAID),  # its stage is not said
        ((Offer("s", "nantes", ("sante",), (), ("animateur",)),), State.UNCOVERED),  # no such role at any stage
        ((Offer("s", "nantes", ("sante",), ("amorcage",), ()),), State.UNSAID),  # its roles are not said
        ((Offer("s", "nantes", ("sante",), (), ("financeur",), absent=True),), State.UNCOVERED),  # « il n'y en a pas »
        ((Offer("s", "rennes", ("sante",), ("amorcage",), ("financeur",)),), State.UNSAID),  # elsewhere
    ],
)
def test_not_covered_is_told_apart_from_nothing_said(offers: tuple[Offer, ...], expected: State) -> None:
    assert state(*offers) is expected


def test_general_schemes_and_other_territories_are_named() -> None:
    offers = [
        Offer("g", "nantes", (), ("amorcage",), ("financeur",)),
        Offer("r", "rennes", ("sante",), ("amorcage",), ("financeur",)),
        Offer("l", "lille", ("sante",), ("amorcage",), ("financeur",)),
    ]
    cell = gaps.matrix(offers, "nantes", SECTORS, STAGES, ROLES, comparable=["rennes", "nantes"])[0]
    assert cell.state is State.UNSAID and cell.general == ("g",) and cell.elsewhere == (("rennes", ("r",)),)


def test_an_axis_without_values_is_refused() -> None:
    with pytest.raises(BadParameter):
        gaps.matrix([], "nantes", [], STAGES, ROLES)


def town() -> "NetGraph":
    net: nx.MultiGraph[str] = nx.MultiGraph()
    for left, right, key in [
        ("a", "metropole", "f1"),
        ("metropole", "b", "f2"),
        ("metropole", "b", "f3"),
        ("a", "x", "f4"),
        ("x", "y", "f5"),
        ("y", "b", "f6"),
        ("metropole", "p", "f7"),
        ("metropole", "q", "f8"),
        ("lone", "pair", "f9"),
    ]:
        net.add_edge(left, right, key)
    return net


def test_chains_are_shortest_first_and_name_their_ties() -> None:
    found = paths.chains(town(), "a", "b") or []
    assert [chain.nodes for chain in found] == [("a", "metropole", "b"), ("a", "x", "y", "b")]
    assert found[0].ties == (("f1",), ("f2", "f3")) and len(found[1]) == 3


def test_hubs_are_avoided_by_name_or_by_number_of_partners() -> None:
    for found in (paths.chains(town(), "a", "b", avoiding=["metropole"]), paths.chains(town(), "a", "b", busiest=3)):
        assert found and [chain.nodes for chain in found] == [("a", "x", "y", "b")]
    assert paths.chains(town(), "metropole", "b", busiest=1, count=1)  # an end is never avoided


def test_no_chain_is_none() -> None:
    assert paths.chains(town(), "a", "lone") is None
    assert paths.chains(town(), "a", "b", avoiding=["metropole", "x"]) is None


@pytest.mark.parametrize(
    ("start", "end", "count", "avoiding"),
    [("a", "nobody", 5, ()), ("a", "a", 5, ()), ("a", "b", 0, ()), ("a", "b", 51, ()), ("a", "b", 5, ("b",))],
)
def test_impossible_paths_are_refused(start: str, end: str, count: int, avoiding: tuple[str, ...]) -> None:
    with pytest.raises(BadParameter):
        paths.chains(town(), start, end, count, avoiding)


def test_a_simple_network_has_chains_without_keys() -> None:
    assert paths.chains(nx.Graph([("a", "b")]), "a", "b") == [paths.Chain(("a", "b"), ((),))]


def test_what_changed_adds_up() -> None:
    before: NetGraph = nx.Graph([("a", "b"), ("b", "c")])
    after: NetGraph = nx.Graph([("b", "a"), ("b", "d"), ("d", "a")])
    change = changes.compare(before, after)
    assert set(change.joined) | set(change.stayed) == set(after)
    assert len(change.ties_joined) + len(change.ties_stayed) == changes.figures(after).ties == 3


def test_a_density_is_a_share_of_the_pairs() -> None:
    assert changes.figures(nx.Graph([("a", "b"), ("b", "c")])).density == pytest.approx(2 / 3)
    assert changes.figures(nx.Graph([("b", "a"), ("b", "d"), ("d", "a")])).density == 1
    empty = changes.figures(nx.Graph())
    assert empty.density is None and empty.pieces == ()


def test_two_actors_side_by_side() -> None:
    net: NetGraph = nx.Graph([("a", "b"), ("c", "d")])
    beside = changes.compare_actors(net, "a", "b")
    assert beside.tied and beside.common == () and beside.likeness is None
    assert changes.compare_actors(net, "a", "c").likeness == 0
    for left, right in (("a", "a"), ("a", "nobody")):
        with pytest.raises(BadParameter):
            changes.compare_actors(net, left, right)
