"""Networks of which published studies give the values."""

from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]


def named(net: "nx.Graph[Any]") -> "NetGraph":
    """Return a network whose nodes are called by texts, as ours are."""
    return nx.relabel_nodes(net, str)


def karate() -> "NetGraph":
    """Return W. W. Zachary's karate club (J. Anthropol. Res. 33, 1977), to change at will."""
    return named(nx.karate_club_graph())
