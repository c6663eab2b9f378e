"""Analyses on a perimeter: the declared measures with the interval of each rank, who holds the network."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import networkx as nx

from api import paging
from api.contexts.shown import address as address_of
from api.state import State
from graph import measures
from graph.analysis import declared, robustness
from graph.errors import BadParameter
from graph.perimeter import PARAMETERS, WHOLE, Perimeter
from graph.sentences import number

if TYPE_CHECKING:
    from graph.network import NetGraph

NETWORKS = {
    "partners": "acteurs qui participent au même dispositif, ou qu'une source lie directement",
    "ties": "acteurs et dispositifs, liés par les rôles que disent les sources",
}
CUTS = 12
"""How many withdrawals the page of the measure tells."""
NAMED = 12
"""How many of those whom a withdrawal cuts off are named; their number is always told."""


def network_of(state: State, name: str, perimeter: Perimeter) -> "NetGraph":
    """Return the partners or the ties of a perimeter; raise BadParameter for another network."""
    if name == "partners":
        return state.cached(("partners", perimeter), lambda: state.network.partners(perimeter))
    if name == "ties":
        return state.cached(("ties", perimeter), lambda: state.network.graph(perimeter))
    raise BadParameter(f"« {name} » n'est pas un réseau.", f"choisissez {' ou '.join(NETWORKS)}")


# --- measures -----------------------------------------------------------------------------------------------------


def declared_measures() -> dict[str, Any]:
    """Return the measures with what each says and does not say, and its parameters."""
    items = [described(measure) for measure in measures.MEASURES]
    return {"items": items, "total": len(items), "networks": NETWORKS}


def described(measure: declared.Measure) -> dict[str, Any]:
    """Return what a measure asks, says and does not say, how it is computed, and its addresses."""
    return {
        "id": measure.id,
        "label": measure.label,
        "question": measure.question,
        "explanation": measure.explanation,
        "not_said": measure.not_said,
        "example": measure.example,
        "unit": measure.unit,
        "ascending": measure.ascending,
        "algorithm": measure.algorithm,
        "parameters": [_parameter(p) for p in measure.every_parameter],
        "url": f"/api/measures/{measure.id}",
        "page": f"/analyses/{measure.id}",
    }


def _parameter(parameter: declared.Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": parameter.label,
        "explanation": parameter.explanation,
        "default": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
        "bounds": parameter.bounds,
    }


def measure(
    state: State,
    name: str,
    network: str,
    perimeter: Perimeter,
    given: Mapping[str, str],
    seed: str,
    limit: int,
    cursor: str,
) -> dict[str, Any]:
    """Return a measure of every member of a perimeter, ranked with its interval and all that is needed to do it again.

    Persons count as members, and none is ranked by name. Raises BadParameter for an unknown measure, network or
    parameter, and for a seed that is not a whole number.
    """
    found = measures.find(name)
    net = network_of(state, network, perimeter)
    return {
        **told(state, found, _result(state, found, network, perimeter, given, seed), limit, cursor),
        "network": {"id": network, "label": NETWORKS[network]},
        "sources": sorted({source for *_, edge in net.edges(data=True) for source in edge["documents"]}),
        "perimeter": state.bodies.perimeter(perimeter),
    }


def _result(
    state: State, found: declared.Measure, network: str, perimeter: Perimeter, given: Mapping[str, str], seed: str
) -> declared.MeasureResult:
    """Return a measure of a perimeter: as the build made it where it did, or made once."""
    net = network_of(state, network, perimeter)
    values, drawn = found.settled(given, len(net)), declared.read_seed(seed)
    made = state.standings.get(found.id)
    if made and (network, perimeter, values, drawn) == ("partners", WHOLE, made.parameters, made.seed):
        return made
    key = ("measure", found.id, network, perimeter, tuple(values.items()), drawn)
    return state.cached(key, lambda: measures.compute(found.id, net, values, drawn))


def place(state: State, name: str, id: str) -> dict[str, Any] | None:
    """Return the place of an actor among all partners by a measure that the build made; None where it has no rank."""
    result = state.standings[name]
    rows = state.cached(("standings", name), lambda: {row.node: row for row in result.rows if row.rank is not None})
    if id not in rows:
        return None
    told = _row(state, rows[id], len(rows))
    return {**told, "measure": described(measures.find(name)), "count": len(rows)}


def told(
    state: State, found: declared.Measure, result: declared.MeasureResult, limit: int, cursor: str
) -> dict[str, Any]:
    """Return a result as a page of its ranked rows, with all that is needed to do it again; persons left out."""
    rows = [row for row in result.rows if state.directory[row.node].type != "person"]
    defined = sum(1 for row in result.rows if row.rank is not None)
    return {
        **paging.page(rows, limit, cursor, lambda row: _row(state, row, defined)),
        "measure": described(found),
        "explanation": found.explanation,
        "not_said": found.not_said,
        "algorithm": result.algorithm,
        "engine": asdict(result.engine),
        "parameters": result.parameters,
        "seed": result.seed,
        "nodes": result.nodes,
        "edges": result.edges,
        "pieces": result.pieces,
        "defined": defined,
        "highest": max((row.value for row in rows if row.value is not None), default=None),
        "remark": result.remark,
        "date": state.edition.built[:10],
    }


_VIEW = {"around", "depth", "projection", "min_shared", "transversal", "brokers"}
_SHARED = {*PARAMETERS, *_VIEW, "network", "seed", "limit", "cursor", "format"}


def own_parameters(given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of an address that are a measure's own: not what it is made on, its seed or its page."""
    return {name: value.strip() for name, value in given.items() if name not in _SHARED and value.strip()}


def changed(measure: declared.Measure, given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters given that differ from a measure's default ones; raise BadParameter for a wrong one."""
    read = measure.read(given)
    return {p.name: given[p.name] for p in measure.every_parameter if p.name in given and read[p.name] != p.default}


def _row(state: State, row: declared.Row, count: int) -> dict[str, Any]:
    thing = state.bodies.thing(row.node)
    return {
        "thing": thing,
        "value": row.value,
        "value_label": "pas définie" if row.value is None else rounded(row.value),
        "rank": row.rank,
        "rank_low": row.rank_low,
        "rank_high": row.rank_high,
        "reading": _reading(thing["label"], row, count),
    }


def rounded(value: float) -> str:
    """Return a value as French prints it, to three figures where it is no whole number.

    >>> rounded(87.0), rounded(0.13528), rounded(1234.0)
    ('87', '0,135', '1\\u202f234')
    """
    return number(Decimal(int(value)) if value == int(value) else Decimal(f"{value:.3g}"))


def _reading(label: str, row: declared.Row, count: int) -> str:
    if row.rank is None or row.rank_low is None or row.rank_high is None:
        return ""
    return robustness.interval_sentence(label, row.rank, robustness.RankInterval(row.rank_low, row.rank_high), count)


def view(
    state: State,
    name: str,
    network: str,
    perimeter: Perimeter,
    given: Mapping[str, str],
    seed: str,
    limit: int,
    cursor: str,
) -> dict[str, Any]:
    """Return a measure for reading: with how sure its first ranks are, what it rests on, and how to do it again."""
    context = measure(state, name, network, perimeter, given, seed, limit, cursor)
    address = address_of("", perimeter, network=network, seed=str(context["seed"]), **given)
    return {
        **context,
        "sureness": "" if cursor else sureness(context),
        "address": address,
        "command": f"entrelacs measure {context['measure']['id']}{_options(perimeter, network, context)}",
        "cuts": cuts(state, network, perimeter, CUTS) if context["measure"]["id"] == "cut-off" else None,
    }


def _options(perimeter: Perimeter, network: str, measured: Mapping[str, Any]) -> str:
    """Return the options of a command that mean a perimeter and settings; the default ones are left out."""
    told = [(name, value) for name, value in perimeter.parameters().items() if value != list(WHOLE.statuses)]
    pairs = [(name, one) for name, value in told for one in (value if isinstance(value, list) else [value])]
    pairs += [("network", network)] if network != "partners" else []
    pairs += [("param", f"{name}={_written(value)}") for name, value in _set(measured).items()]
    pairs += [("seed", measured["seed"])] if measured["seed"] else []
    return "".join(f" --{name.replace('_', '-')} {value}" for name, value in pairs)


def _set(measured: Mapping[str, Any]) -> dict[str, declared.Value]:
    """Return the parameters with which a measure was made that are not its default ones."""
    defaults = {parameter["name"]: parameter["default"] for parameter in measured["measure"]["parameters"]}
    return {name: value for name, value in measured["parameters"].items() if value != defaults[name]}


def _written(value: declared.Value) -> str:
    return ("oui" if value else "non") if isinstance(value, bool) else str(value)


def settings(measure: declared.Measure, given: Mapping[str, str], measured: Mapping[str, Any]) -> dict[str, str]:
    """Return what the fields of a measure's settings hold: what was written there, or else what it was made with."""
    made = {name: _written(value) for name, value in measured["parameters"].items()}
    return {parameter.name: given.get(parameter.name) or made[parameter.name] for parameter in measure.every_parameter}


def sureness(context: Mapping[str, Any]) -> str:
    """Return, in a sentence, how far the first ranks of a measure may be told apart; empty without intervals."""
    first = [row for row in context["items"][:10] if row["rank_high"] is not None]
    if len(first) < 2 or context["remark"].startswith("Le périmètre"):
        return ""
    leader, *others = first
    rivals = sum(1 for row in others if row["rank_low"] <= leader["rank_high"])
    if not rivals:
        return f"{leader['thing']['label']} reste devant les suivants, même quand des liens ou un document manquent."
    some = f"{rivals} des {len(others)} suivants" if rivals > 1 else "un des suivants"
    told = f"les {rivals} suivants" if 1 < rivals == len(others) else some
    return (
        f"L'ordre des premiers n'est pas sûr : quand des liens ou un document manquent, {told} "
        f"peu{'vent' if rivals > 1 else 't'} passer devant {leader['thing']['label']}."
    )


# --- who holds the network ----------------------------------------------------------------------------------------


def cuts(state: State, network: str, perimeter: Perimeter, limit: int) -> dict[str, Any]:
    """Return whose withdrawal cuts the network of a perimeter, in a sentence, and whom it would cut off, by name."""
    net = network_of(state, network, perimeter)
    points, bridges = state.cached(("cuts", network, perimeter), lambda: robustness.cuts(net))
    actors = [cut for cut in points if state.directory[cut.nodes[0]].type == "actor"]
    bodies = state.bodies
    return {
        "items": [_cut(state, net, cut) for cut in actors[:limit]],
        "total": len(actors),
        "bridges": [{"things": bodies.things(cut.nodes), "pieces": list(cut.pieces)} for cut in bridges[:limit]],
        "network": {"id": network, "label": NETWORKS[network]},
        "perimeter": bodies.perimeter(perimeter),
        "nodes": len(net),
        "edges": net.number_of_edges(),
    }


def _cut(state: State, net: "NetGraph", cut: robustness.Cut) -> dict[str, Any]:
    actor = cut.nodes[0]
    body = state.bodies.thing(actor)
    around = net.subgraph(nx.node_connected_component(net, actor) - {actor})
    pieces = sorted(nx.connected_components(around), key=lambda piece: (-len(piece), min(piece)))
    lost = [id for piece in pieces[1:] for id in sorted(piece, key=lambda id: (-net.degree[id], id))]
    named = [id for id in lost if state.directory[id].type != "person"]
    return {
        "thing": body,
        "pieces": list(cut.pieces),
        "lost": cut.lost,
        "sentence": robustness.sentence(cut, body["label"]),
        "cut_off": state.bodies.things(named[:NAMED]),
    }
