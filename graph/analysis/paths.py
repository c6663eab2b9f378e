"""How one thing is tied to another: the shortest chains of ties, with every tie that each step stands on."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx

from graph.analysis.nets import require
from graph.errors import BadParameter

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]

MOST = 50


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: its nodes in order, and between each two the keys of the ties that tie them."""

    nodes: tuple[str, ...]
    ties: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.ties)


def chains(
    net: "NetGraph",
    start: str,
    end: str,
    count: int = 5,
    avoiding: Collection[str] = (),
    busiest: int = 0,
) -> list[Chain] | None:
    """Return up to `count` chains, shortest first, none through a node twice; None when nothing ties the ends.

    J. Y. Yen's algorithm (Management Science 17, 1971). `avoiding` are nodes not to pass through; `busiest`, when
    positive, also avoids every node with more neighbours than that. Raises BadParameter for
    an end without ties, ends that are the same or avoided.

    >>> net = nx.MultiGraph([("a", "hub", "f1"), ("hub", "b", "f2"), ("hub", "b", "f3"), ("a", "c", "f4")])
    >>> _ = net.add_edge("c", "b", "f5")
    >>> [chain.nodes for chain in chains(net, "a", "b")]
    [('a', 'c', 'b'), ('a', 'hub', 'b')]
    >>> chains(net, "a", "b", avoiding=["c"])
    [Chain(nodes=('a', 'hub', 'b'), ties=(('f1',), ('f2', 'f3')))]
    >>> chains(net, "a", "b", avoiding=["c", "hub"]) is None
    True
    """
    _check(net, start, end, count, avoiding)
    passed = {id for id in net if busiest and len(net[id]) > busiest} | set(avoiding)
    around = _without(net, passed - {start, end})
    try:
        found = list(islice(nx.shortest_simple_paths(around, start, end), count))
    except nx.NetworkXNoPath:
        return None
    return sorted((_chain(net, nodes) for nodes in found), key=lambda chain: (len(chain), chain.nodes))


def _check(net: "NetGraph", start: str, end: str, count: int, avoiding: Collection[str]) -> None:
    require(net, start, end)
    if start == end:
        raise BadParameter("Un chemin relie deux choses différentes.", "choisissez une autre arrivée")
    if start in avoiding or end in avoiding:
        raise BadParameter("Le départ et l'arrivée ne peuvent pas être évités.", "retirez-les de la liste à éviter")
    if not 1 <= count <= MOST:
        raise BadParameter(f"{count} chemins : ce n'est pas possible.", f"demandez-en de 1 à {MOST}")


def _without(net: "NetGraph", passed: Collection[str]) -> "NetGraph":
    made: NetGraph = nx.Graph()
    made.add_nodes_from(sorted(set(net).difference(passed)))
    made.add_edges_from(sorted((a, b) for a, b in net.edges() if a in made and b in made))
    return made


def _chain(net: "NetGraph", nodes: list[str]) -> Chain:
    return Chain(tuple(nodes), tuple(_keys(net, a, b) for a, b in pairwise(nodes)))


def _keys(net: "NetGraph", left: str, right: str) -> tuple[str, ...]:
    """Return the keys of the parallel ties of a multigraph; nothing for a simple graph, whose ties have none."""
    return tuple(sorted(map(str, net[left][right]))) if net.is_multigraph() else ()
