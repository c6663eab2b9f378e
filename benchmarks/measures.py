"""Times each measure with the engine that we choose against plain networkx, and tells how often suggestions come true.

`python benchmarks/measures.py [--sizes 1000 20000 100000] [--bound 30] [--data DIR]`: networkx runs in a process
of its own that is stopped after `--bound` seconds of processor time. Results are printed; keep them in docs/ only with
machine and date.
"""

import time
from collections.abc import Callable
from functools import partial

import frame  # first: it sets the number of threads, which libraries read at import
import networkx as nx

from graph.analysis import engines
from graph.analysis.communities import communities
from graph.analysis.hitrate import HitRate, hit_rate, hit_rate_of_participations
from graph.measures import MEASURES, compute
from graph.network import Network

PLAIN: dict[str, Callable[["nx.Graph[str]"], object]] = {
    "degree": nx.degree_centrality,
    "strength": lambda net: dict(net.degree(weight="weight")),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "pagerank": nx.pagerank,
    "eigenvector": lambda net: nx.eigenvector_centrality(net, max_iter=1000),
    "constraint": nx.constraint,
    "effective-size": lambda net: nx.effective_size(net, nodes=list(net)),
    "core": nx.core_number,
    "cut-off": lambda net: list(nx.articulation_points(net)),
    "communities": lambda net: nx.community.louvain_communities(net, seed=0),
}


def main() -> None:
    """Print the tables."""
    options = frame.options(__doc__, [1_000, 20_000, 100_000], 30)
    print(frame.place(), end=" · ")
    print(", ".join(f"{name} {engines.describe(name).version}" for name in ("networkx", "rustworkx", "scipy")))
    for size in options.sizes:
        generated(size, options.bound)
    network = frame.our_network(options.data)
    if network is not None:
        ours(network)


def generated(size: int, bound: int) -> None:
    """Time every measure on a generated network: Barabási–Albert, three ties a newcomer, weights 1 to 4."""
    net = nx.relabel_nodes(nx.barabasi_albert_graph(size, 3, seed=1), str)
    for place, (left, right) in enumerate(net.edges):
        net.edges[left, right]["weight"] = 1 + place % 4
    print(f"\n{size:_} nodes, {net.number_of_edges():_} ties{'':12} engine       seconds   networkx, seconds")
    for measure in MEASURES:
        start = time.perf_counter()
        result = compute(measure.id, net, {"rounds": 0})
        _row(measure.id, measure.id, result.engine.library, time.perf_counter() - start, net, bound)
    start = time.perf_counter()
    _, quality = communities(net, runs=1)
    _row("communities (one run)", "communities", quality.engine, time.perf_counter() - start, net, bound)


def _row(title: str, name: str, engine: str, spent: float, net: "nx.Graph[str]", bound: int) -> None:
    plain = frame.bounded(partial(_plain, name, net), bound)
    print(f"  {title:32} {engine:12} {spent:8.3f}   {plain}", flush=True)


def ours(network: Network) -> None:
    """Time every measure on our data with its rank intervals; print the brokers, the circles and the hit rates."""
    for title, net in (("all ties", network.graph()), ("actors by what they share", network.partners())):
        print(f"\nour data, {title}: {len(net)} nodes, {net.number_of_edges()} ties; measures with rank intervals")
        for measure in MEASURES:
            start = time.perf_counter()
            result = compute(measure.id, net)
            print(f"  {measure.id:32} {result.engine.library:12} {time.perf_counter() - start:8.3f}")
            if measure.id == "betweenness":
                first = [f"{row.node} {row.rank} ({row.rank_low}-{row.rank_high})" for row in result.rows[:5]]
        print("  brokers: " + ", ".join(first))
        found, quality = communities(net)
        print(f"  {len(found)} circles, modularity {quality.modularity:.3f}, stability {quality.stability:.3f}")
    matrix = network.incidence(network.roles).matrix.tocoo()
    held = [(network.nodes[a], network.nodes[b]) for a, b in zip(matrix.row, matrix.col, strict=True)]
    print("\nsuggestions: a tenth hidden, hits in the first ten")
    for method in ("adamic-adar", "resource-allocation"):
        print(f"  ties between actors, {method}: {_told(hit_rate(network.partners(), method=method))}")
        print(f"  participations, {method}: {_told(hit_rate_of_participations(held, method=method))}")


def _told(found: HitRate) -> str:
    return f"{found.rate:.1%} of {found.asked} against {found.chance:.1%} by chance"


def _plain(name: str, net: "nx.Graph[str]") -> str:
    """Return how long plain networkx takes."""
    start = time.perf_counter()
    PLAIN[name](net)
    return f"{time.perf_counter() - start:.3f}"


if __name__ == "__main__":
    main()
