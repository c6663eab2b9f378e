"""What is computed on the network that a view draws: a measure node by node, communities."""

from collections.abc import Mapping
from typing import Any

from api.contexts import analyses, networks
from api.contexts.relations import trust
from api.contexts.shown import Shown
from api.state import State
from graph import measures
from graph.analysis.communities import Division, Quality
from graph.analysis.communities import communities as divide
from graph.analysis.declared import read_seed
from graph.identifiers import fold
from graph.sentences import joined


def measure(
    state: State, shown: Shown, name: str, given: Mapping[str, str], seed: str, limit: int, cursor: str
) -> dict[str, Any]:
    """Return a measure on the effective ties of a view, ranked, and in `values` what each node is drawn by.

    `values` holds for every node its value, rank and the two ends of the rank's interval, each None where not defined;
    persons are not in it. Raises BadParameter for an unknown measure or parameter and for an impossible seed.
    """
    found = measures.find(name)
    net = networks.counted(state, shown)
    values, drawn = found.settled(given, len(net)), read_seed(seed)
    key = ("measure shown", found.id, shown, tuple(values.items()), drawn)
    result = state.cached(key, lambda: measures.compute(found.id, net, values, drawn))
    named = (row for row in result.rows if state.directory[row.node].type != "person")
    return {
        **analyses.told(state, found, result, limit, cursor),
        "values": {row.node: (row.value, row.rank, row.rank_low, row.rank_high) for row in named},
        "perimeter": networks.perimeter_of(state, shown),
    }


def communities(state: State, shown: Shown, seed: str) -> dict[str, Any]:
    """Return the communities of the effective ties of a view, largest first, and how far to trust the division.

    Those of one node are only counted. Raises BadParameter for an impossible seed.
    """
    drawn = read_seed(seed)
    net = networks.counted(state, shown)
    found, quality = state.cached(("communities", shown, drawn), lambda: divide(net, seed=drawn))
    items = [_community(state, shown, place, found, quality) for place, one in enumerate(found) if len(one) > 1]
    return {
        "items": items,
        "total": len(items),
        "alone": len(found) - len(items),
        "nodes": len(net),
        "edges": net.number_of_edges(),
        "modularity": quality.modularity,
        "stability": quality.stability,
        "reading": trust(quality.stability, "communautés"),
        "runs": quality.runs,
        "engine": quality.engine,
        "seed": drawn,
        "perimeter": networks.perimeter_of(state, shown),
        "date": state.edition.built[:10],
    }


def _community(state: State, shown: Shown, place: int, found: Division, quality: Quality) -> dict[str, Any]:
    """Return a community, named after its most tied member that is no person, with its members the most tied first."""
    net = networks.counted(state, shown)
    ranked = sorted(found[place], key=lambda id: (-net.degree[id], fold(state.directory[id].label)))
    named = [id for id in ranked if state.directory[id].type != "person"]
    return {
        "number": place + 1,
        "label": joined("autour de", state.directory[named[0] if named else ranked[0]].label),
        "size": len(ranked),
        "kept": quality.kept[place],
        "members": state.bodies.things(ranked),
    }
