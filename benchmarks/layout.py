"""Times and judges layouts: ours against other libraries', on our data and on generated networks with communities.

`python benchmarks/layout.py [--sizes 1000 5000 20000] [--bound 120] [--data DIR]`: each candidate runs in a process of
its own that is stopped after `--bound` seconds; those that are not installed are left out. Seconds are of processor
time. Results are printed; keep them in docs/ only with machine and date.

Columns: `edge`, mean length of ties by mean distance of nodes (less is better); `near`, share of a node's neighbours
among as many nearest nodes; `group`, share of the ten nearest nodes in the same community; `over`, share of nodes
nearer to another than three tenths of what each would have in an even picture of the proportions of a screen.
"""

import time
from collections.abc import Callable
from functools import partial

import frame  # first: it sets the number of threads, which libraries read at import
import networkx as nx
import numpy as np
from scipy.spatial import KDTree

from graph import layout
from graph.analysis.communities import communities

Net = "nx.Graph[str]"
Places = np.ndarray


def main() -> None:
    """Print the tables."""
    options = frame.options(__doc__, [1_000, 5_000, 20_000], 120)
    print(frame.place())
    network = frame.our_network(options.data)
    if network is not None:
        judge("our data", plain(network.graph()), options.bound)
    for size in options.sizes:
        judge("generated", generated(size), options.bound)


def plain(net: Net) -> Net:
    """Return a network with its communities as attributes, as generated ones have."""
    made = nx.Graph(net.edges())
    for group, members in enumerate(communities(made, runs=1)[0]):
        nx.set_node_attributes(made, dict.fromkeys(members, group), "community")
    return made


def generated(size: int, seed: int = 1) -> Net:
    """Return planted communities of uneven sizes around hubs, half of the nodes with one tie, and small components.

    A member is tied to one member of its community (or to two to four, of which a tenth elsewhere), early ones being
    likelier; a twelfth of all nodes are alone, in pairs or in stars of up to twelve.
    """
    rng = np.random.default_rng(seed)
    large, groups = int(size * 0.88), max(4, int(size**0.5 / 3))
    share = np.arange(1, groups + 1) ** -0.7
    share /= share.sum()
    group = np.sort(rng.choice(groups, large, p=share))
    members = [np.flatnonzero(group == one) for one in range(groups)]
    net = nx.Graph()
    for node in range(large):
        net.add_node(str(node), community=int(group[node]))
        ties = 1 if rng.random() < 0.55 else int(rng.integers(2, 5))
        for _ in range(ties):
            there = members[rng.choice(groups, p=share) if ties > 1 and rng.random() < 0.1 else group[node]]
            net.add_edge(str(node), str(there[int(len(there) * rng.random() ** 3)]))
    for one in range(1, groups):
        net.add_edge(str(members[one][0]), str(members[int(rng.integers(one))][0]))
    net.remove_edges_from(list(nx.selfloop_edges(net)))
    while (start := len(net)) < size:
        star = range(start, min(size, start + int(rng.choice([1, 2, 2, 2, 3, 4, 6, 12]))))
        net.add_nodes_from(map(str, star), community=start + groups)
        net.add_edges_from((str(start), str(leaf)) for leaf in star[1:])
    nx.set_node_attributes(net, dict.fromkeys(set(net) - set(dict(net.nodes("community"))), -1), "community")
    return net


# --- candidates: from (edges as places of nodes, their number) to places in the plane --------------------------------


def ours(net: Net) -> Places:
    """Lay out with what the project uses."""
    placed = layout.positions(net)
    return np.array([placed[id] for id in net])


def rustworkx_spring(net: Net) -> Places:
    """Fruchterman-Reingold, 300 rounds (Apache-2.0)."""
    import rustworkx as rx

    drawn: rx.PyGraph[str, None] = rx.PyGraph()
    drawn.add_nodes_from(list(net))
    drawn.add_edges_from_no_data(_edges(net))
    placed = rx.spring_layout(drawn, seed=42, num_iter=300, k=1.6 / len(net) ** 0.5)
    return np.array([placed[at] for at in range(len(net))])


def networkit_pivot(net: Net) -> Places:
    """PivotMDS, 50 pivots (MIT)."""
    import networkit as nk

    drawn = _networkit(net)  # named, for the method does not keep it alive
    method = nk.viz.PivotMDS(drawn, 2, min(50, len(net)))
    method.run()
    return np.array(method.getCoordinates())


def networkit_maxent(net: Net) -> Places:
    """Maxent-stress (MIT)."""
    import networkit as nk

    nk.engineering.setSeed(1, False)
    drawn = _networkit(net)
    method = nk.viz.MaxentStress(drawn, 2, 1)
    method.run()
    return np.array(method.getCoordinates())


def igraph_fr(net: Net) -> Places:
    """Fruchterman-Reingold (GPL, for comparison)."""
    import igraph

    return np.array(igraph.Graph(len(net), _edges(net)).layout_fruchterman_reingold().coords)


def igraph_drl(net: Net) -> Places:
    """DrL (GPL, for comparison)."""
    import igraph

    return np.array(igraph.Graph(len(net), _edges(net)).layout_drl().coords)


def scikit_network(net: Net) -> Places:
    """ForceAtlas2 (BSD)."""
    from scipy import sparse
    from sknetwork.embedding import ForceAtlas

    return np.asarray(
        ForceAtlas(n_iter=50).fit_transform(sparse.csr_matrix(nx.to_scipy_sparse_array(net, dtype=float)))
    )


CANDIDATES: dict[str, Callable[[Net], Places]] = {
    "ours": ours,
    "rustworkx spring": rustworkx_spring,
    "networkit PivotMDS": networkit_pivot,
    "networkit MaxentStress": networkit_maxent,
    "scikit-network ForceAtlas": scikit_network,
    "igraph FR": igraph_fr,
    "igraph DrL": igraph_drl,
}


def _edges(net: Net) -> list[tuple[int, int]]:
    at = {id: place for place, id in enumerate(net)}
    return [(at[a], at[b]) for a, b in net.edges()]


def _networkit(net: Net) -> object:
    import networkit as nk

    made = nk.Graph(len(net))
    for a, b in _edges(net):
        made.addEdge(a, b)
    return made


# --- judgement ----------------------------------------------------------------------------------------------------


def judge(title: str, net: Net, bound: int) -> None:
    """Print seconds and quality of each candidate, on all components for ours and on the largest for all."""
    largest = net.subgraph(max(nx.connected_components(net), key=len)).copy()
    head = f"{title}: {len(net):_} nodes, {net.number_of_edges():_} ties"
    print(f"\n{head:50} seconds    edge    near   group    over")
    _row(f"ours, all {nx.number_connected_components(net)} components", "ours", net, bound)
    for name in CANDIDATES:
        _row(f"{name}, the largest of {len(largest):_}", name, largest, bound)


def _row(title: str, name: str, net: Net, bound: int) -> None:
    print(f"  {title:48} {frame.bounded(partial(_timed, name, net), bound)}", flush=True)


def _timed(name: str, net: Net) -> str:
    """Return the values of a candidate's row."""
    start = time.process_time()
    places = CANDIDATES[name](net)
    spent = time.process_time() - start
    return f"{spent:8.2f} " + " ".join(f"{value:7.3f}" for value in quality(net, places))


def quality(net: Net, places: Places) -> tuple[float, float, float, float]:
    """Return the four columns after the seconds."""
    rng = np.random.default_rng(0)
    pairs, edges = rng.integers(len(places), size=(20_000, 2)), np.array(_edges(net))
    lengths = [np.linalg.norm(places[ends[:, 0]] - places[ends[:, 1]], axis=1).mean() for ends in (edges, pairs)]
    most = min(len(places) - 1, 50)
    shaken = places + rng.normal(size=places.shape) * 1e-9 * np.ptp(places)  # for those that stand at one place
    distance, found = KDTree(shaken).query(shaken, k=most + 1)
    ids, kept, asked = list(net), 0, 0
    for id, row in zip(ids, found[:, 1:], strict=True):
        several = min(net.degree(id), most)
        kept += sum(net.has_edge(id, ids[near]) for near in row[:several])
        asked += several
    group = np.array([community for _, community in net.nodes("community")])
    width, height = np.ptp(places, axis=0)
    even = (layout.SCREEN / len(places)) ** 0.5 * max(width / layout.SCREEN, height)
    return (
        lengths[0] / lengths[1],
        kept / asked,
        float((group[found[:, 1:11]] == group[:, None]).mean()),
        float((distance[:, 1] < 0.3 * even).mean()),
    )


if __name__ == "__main__":
    main()
