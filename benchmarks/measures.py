"""Times each measure with the engine that we choose against plain networkx, and tells how often suggestions come true.

`python benchmarks/measures.py [--sizes 1000 20000 100000] [--bound 30] [--data DIR]`: networkx runs in a
process of its own that is stopped after `--bound` seconds. Results are printed; keep them in docs/ only
with machine and date.
"""

import argparse
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAYON_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import networkx as nx  # after the number of threads, which they read at import

from graph import tables
from graph.analysis import engines
from graph.analysis.communities import communities
from graph.analysis.hitrate import HitRate, hit_rate, hit_rate_of_participations
from graph.build import in_memory
from graph.measures import MEASURES, compute
from graph.network import Network
from graph.things import Directory

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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000, 100_000])
    parser.add_argument("--bound", type=float, default=30.0)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ENTRELACS_DATA", "data")))
    options = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d} · {_processor()} · Python {platform.python_version()}", end=" · ")
    print(", ".join(f"{name} {engines.describe(name).version}" for name in ("networkx", "rustworkx", "scipy")))
    for size in options.sizes:
        generated(size, options.bound)
    if not options.data.is_dir():
        print(f"\nno data in {options.data}: set ENTRELACS_DATA")
        return
    store = in_memory(tables.load(options.data))
    ours(Network.read(store, Directory.read(store)))


def generated(size: int, bound: float) -> None:
    """Time every measure on a generated network: Barabási–Albert, three ties a newcomer, weights 1 to 4."""
    net = nx.relabel_nodes(nx.barabasi_albert_graph(size, 3, seed=1), str)
    for place, (left, right) in enumerate(net.edges):
        net.edges[left, right]["weight"] = 1 + place % 4
    print(f"\n{size:_} nodes, {net.number_of_edges():_} ties{'':12} engine       seconds   networkx, seconds")
    for measure in MEASURES:
        start = time.perf_counter()
        result = compute(measure.id, net, {"rounds": 0})
        spent = time.perf_counter() - start
        print(f"  {measure.id:32} {result.engine.library:12} {spent:8.3f}   {_bounded(measure.id, net, bound)}")
    start = time.perf_counter()
    _, quality = communities(net, runs=1)
    spent = time.perf_counter() - start
    print(f"  {'communities (one run)':32} {quality.engine:12} {spent:8.3f}   {_bounded('communities', net, bound)}")


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


def _bounded(name: str, net: "nx.Graph[str]", bound: float) -> str:
    """Return how long plain networkx takes, in a forked process that is stopped at the bound."""
    queue: multiprocessing.Queue[float] = multiprocessing.get_context("fork").Queue()
    process = multiprocessing.get_context("fork").Process(target=_plain, args=(name, net, queue))
    process.start()
    process.join(bound)
    if process.is_alive():
        process.terminate()
        process.join()
        return f"over {bound:g}"
    return f"{queue.get():.3f}" if process.exitcode == 0 else "failed (memory?)"


def _plain(name: str, net: "nx.Graph[str]", queue: "multiprocessing.Queue[float]") -> None:
    start = time.perf_counter()
    PLAIN[name](net)
    queue.put(time.perf_counter() - start)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
