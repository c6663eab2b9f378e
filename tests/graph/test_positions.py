"""Positions: the same for the same graph, no two nodes over each other, small components beside the large one."""

import random
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy.spatial import distance

from graph import forces, layout
from graph.forces import Floats
from graph.layout import Positions
from graph.network import Network


def named(net: "nx.Graph[int]") -> "nx.Graph[str]":
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(f"n{node:04}" for node in net)
    made.add_edges_from((f"n{a:04}", f"n{b:04}") for a, b in net.edges())
    return made


@pytest.fixture(scope="module")
def groups() -> "nx.Graph[str]":
    """Return four groups of forty tied by a few bridges, a hub with thirty leaves, pairs and lone nodes."""
    net = nx.random_partition_graph([40] * 4, 0.15, 0.002, seed=1)
    net.add_edges_from([(0, 40), (40, 80), (80, 120)])
    net.add_edges_from((0, 200 + leaf) for leaf in range(30))
    net.add_edges_from((300 + 2 * pair, 301 + 2 * pair) for pair in range(8))
    net.add_nodes_from(range(400, 405))
    return named(nx.Graph(net))


@pytest.fixture(scope="module")
def placed(groups: "nx.Graph[str]") -> Positions:
    return layout.positions(groups)


def at(placed: Positions, nodes: set[str]) -> Floats:
    return np.array([placed[node] for node in sorted(nodes)])


def nearest(places: Floats) -> float:
    return float(distance.pdist(places).min())


def test_places_depend_on_ids_and_ties_only(groups: "nx.Graph[str]", placed: Positions) -> None:
    shuffled: nx.MultiGraph[str] = nx.MultiGraph()
    order = random.Random(3)
    shuffled.add_nodes_from(order.sample(sorted(groups), len(groups)))
    shuffled.add_edges_from((b, a) for a, b in order.sample(sorted(groups.edges()), groups.number_of_edges()))
    shuffled.add_edges_from(order.sample(sorted(groups.edges()), 20))
    shuffled.add_edge("n0000", "n0000")
    assert layout.positions(shuffled) == placed
    assert layout.positions(groups, seed=1) != placed


GRAPHS = {
    "one": nx.empty_graph(1),
    "lone nodes": nx.empty_graph(9),
    "two": nx.path_graph(2),
    "a triangle": nx.cycle_graph(3),
    "a path": nx.path_graph(500),
    "a complete graph": nx.complete_graph(40),
    "tied to the same two": nx.complete_bipartite_graph(2, 350),
    "a large star": nx.star_graph(400),
    "two hubs": nx.Graph([(0, 1), *((leaf % 2, leaf) for leaf in range(2, 40))]),
}


@pytest.mark.parametrize("net", GRAPHS.values(), ids=GRAPHS.keys())
def test_no_two_nodes_stand_at_one_place(net: "nx.Graph[int]") -> None:
    placed = layout.positions(named(net))
    assert placed.keys() == set(named(net))
    places = at(placed, set(placed))
    assert np.isfinite(places).all()
    assert len(net) == 1 or nearest(places) > 0.95


def test_nothing_to_place() -> None:
    assert layout.positions(nx.Graph()) == {}


def test_leaves_stand_around_their_node(placed: Positions) -> None:
    hub, leaves = np.array(placed["n0000"]), at(placed, {f"n{200 + leaf:04}" for leaf in range(30)})
    away = np.linalg.norm(leaves - hub, axis=1)
    assert away.min() > 1
    assert away.max() < 5
    strangers = at(placed, {node for node in placed if not "n0200" <= node < "n0230" and node != "n0000"})
    assert np.linalg.norm(strangers - hub, axis=1).min() > away.max()
    angles = np.sort(np.arctan2(*(leaves - hub)[away < away.min() + 0.1].T))
    assert np.diff(angles) == pytest.approx(np.pi / 3, abs=0.02)


def test_components_keep_apart_and_the_largest_has_its_share(groups: "nx.Graph[str]", placed: Positions) -> None:
    boxes = [
        (*at(placed, component).min(axis=0), *at(placed, component).max(axis=0))
        for component in sorted(nx.connected_components(groups), key=len, reverse=True)
    ]
    for rank, (left, low, right, high) in enumerate(boxes):
        for other in boxes[rank + 1 :]:
            assert left - 0.9 > other[2] or other[0] - 0.9 > right or low - 0.9 > other[3] or other[1] - 0.9 > high
    width, height = np.ptp(at(placed, set(placed)), axis=0)
    assert 1.3 < width / height < 2.2
    left, low, right, high = boxes[0]
    screen = layout.SCREEN * max(width / layout.SCREEN, height) ** 2
    assert (right - left) * (high - low) / screen > 0.85 * 190 / len(groups)


def test_groups_stand_apart(placed: Positions) -> None:
    drawn = [at(placed, {f"n{node:04}" for node in range(40 * group, 40 * group + 40)}) for group in range(4)]
    middles = np.array([group.mean(axis=0) for group in drawn])
    own = np.argmin(distance.cdist(np.concatenate(drawn), middles), axis=1)
    assert (own == np.repeat(range(4), 40)).mean() > 0.9


def test_the_grid_repels_as_pairs_do(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    places, mass = rng.normal(size=(500, 2)) * 100, rng.uniform(1, 5, 500)
    coarse = forces._repulsion(places, mass)
    monkeypatch.setattr(forces, "EXACT", 500)
    exact = forces._repulsion(places, mass)
    apart = np.linalg.norm(coarse - exact, axis=1) / np.linalg.norm(exact, axis=1).mean()
    assert np.median(apart) < 0.05
    assert coarse.sum(axis=0) == pytest.approx([0, 0], abs=1e-3 * np.abs(exact).sum())


def test_discs_part_by_the_smaller() -> None:
    places = forces.separate(np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 9.0]]), np.array([3.0, 1.0, 1.0]))
    assert places[1, 0] - places[0, 0] >= 4 - 1e-3
    assert places[1, 0] - 1 > -places[0, 0] * 5
    assert places[2].tolist() == [9.0, 9.0]


def test_our_network_is_drawn_without_overlap(real_network: Network) -> None:
    placed = layout.positions(real_network.graph())
    assert nearest(at(placed, set(placed))) > 0.95


def test_positions_are_read_as_they_were_written(network: Network, tmp_path: Path) -> None:
    layout.write(tmp_path / "layout.json", network)
    assert layout.read(tmp_path / "layout.json") == layout.positions(network.graph())
