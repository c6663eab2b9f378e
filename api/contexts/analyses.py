"""Analyses on a perimeter: measures with rank intervals, circles of funders, paths, suggestions, gaps, a filière's portrait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api import paging
from api.contexts.things import FAMILIES
from api.state import State
from graph import measures, statements
from graph.analysis import cofunding, communities, declared, filieres, gaps, paths, robustness, suggestions
from graph.answers import FUNDING
from graph.errors import BadParameter
from graph.matching import resolve_concept
from graph.network import ACTORS, places_of
from graph.perimeter import Perimeter, resolve_role, role_label
from graph.things import concept_label
from ontology import files

if TYPE_CHECKING:
    from graph.network import NetGraph

NETWORKS = {
    "partners": "acteurs qui participent au même dispositif, ou qu'une source lie directement",
    "ties": "acteurs et dispositifs, liés par les rôles que disent les sources",
}


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
    items = [
        {
            "id": m.id,
            "label": m.label,
            "question": m.question,
            "explanation": m.explanation,
            "not_said": m.not_said,
            "example": m.example,
            "unit": m.unit,
            "algorithm": m.algorithm,
            "parameters": [_parameter(p) for p in m.every_parameter],
            "url": f"/api/measures/{m.id}",
        }
        for m in measures.MEASURES
    ]
    return {"items": items, "total": len(items), "networks": NETWORKS}


def _parameter(parameter: declared.Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": parameter.label,
        "explanation": parameter.explanation,
        "default": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
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

    Raises BadParameter for an unknown measure, network or parameter, and for a seed that is not a whole number.
    """
    found = measures.find(name)
    key = ("measure", found.id, network, perimeter, tuple(sorted(given.items())), seed)
    result = state.cached(key, lambda: measures.compute(found.id, network_of(state, network, perimeter), given, seed))
    rows = [row for row in result.rows if row.node in state.directory]
    defined = sum(1 for row in rows if row.rank is not None)

    def body(row: declared.Row) -> dict[str, Any]:
        thing = state.bodies.thing(row.node)
        interval = {"rank": row.rank, "rank_low": row.rank_low, "rank_high": row.rank_high}
        return {"thing": thing, "value": row.value, **interval, "reading": _reading(thing["label"], row, defined)}

    return {
        **paging.page(rows, limit, cursor, body),
        "measure": {"id": found.id, "label": found.label, "question": found.question, "unit": found.unit},
        "explanation": found.explanation,
        "not_said": found.not_said,
        "network": {"id": network, "label": NETWORKS[network]},
        "algorithm": result.algorithm,
        "engine": asdict(result.engine),
        "parameters": result.parameters,
        "seed": result.seed,
        "nodes": result.nodes,
        "edges": result.edges,
        "pieces": result.pieces,
        "defined": defined,
        "remark": result.remark,
        "perimeter": state.bodies.perimeter(perimeter),
        "date": state.edition.built[:10],
    }


def _reading(label: str, row: declared.Row, count: int) -> str:
    if row.rank is None or row.rank_low is None or row.rank_high is None:
        return ""
    return robustness.interval_sentence(label, row.rank, robustness.RankInterval(row.rank_low, row.rank_high), count)


def cuts(state: State, perimeter: Perimeter, limit: int) -> dict[str, Any]:
    """Return whose withdrawal cuts the network of a perimeter, and the ties that alone hold it, each in a sentence."""
    net = network_of(state, "ties", perimeter)
    points, bridges = robustness.cuts(net)
    actors = [cut for cut in points if state.directory[cut.nodes[0]].type in ACTORS]
    bodies = state.bodies
    return {
        "items": [
            {
                "thing": bodies.thing(cut.nodes[0]),
                "pieces": list(cut.pieces),
                "sentence": robustness.sentence(cut, bodies.thing(cut.nodes[0])["label"]),
            }
            for cut in actors[:limit]
        ],
        "total": len(actors),
        "bridges": [{"things": bodies.things(cut.nodes), "pieces": list(cut.pieces)} for cut in bridges[:limit]],
        "perimeter": bodies.perimeter(perimeter),
        "nodes": len(net),
        "edges": net.number_of_edges(),
    }


# --- co-funding ---------------------------------------------------------------------------------------------------


def circles(state: State, perimeter: Perimeter, seed: int) -> dict[str, Any]:
    """Return the circles of funders that work together, who funds alone, and how far the division is to be trusted."""
    net = state.network.projection([FUNDING], [FUNDING], perimeter)
    found, quality = cofunding.circles(net, seed=seed)
    funders = state.network.incidence([FUNDING], perimeter).by_scheme()
    described = {s: _description(state, s) for s in funders}
    alone = cofunding.alone(funders)
    bodies = state.bodies

    def circle(members: Iterable[str], kept: float | None) -> dict[str, Any]:
        inside = sorted(members)
        schemes = sorted({s for s, held in funders.items() if len(set(held) & set(inside)) > 1})
        common = cofunding.in_common(schemes, described)
        return {
            "members": bodies.things(inside),
            "schemes": bodies.things(schemes),
            "kept": kept,
            "sectors": [{"id": s, "label": concept_label("secteur", s), "count": n} for s, n in common.sectors.items()],
        }

    return {
        "items": [circle(members, kept) for members, kept in zip(found, quality.kept, strict=True)],
        "total": len(found),
        "modularity": quality.modularity,
        "stability": quality.stability,
        "runs": quality.runs,
        "engine": quality.engine,
        "seed": seed,
        "alone": [{"actor": bodies.thing(a.funder), "schemes": bodies.things(a.schemes)} for a in alone],
        "perimeter": bodies.perimeter(perimeter),
    }


def _description(state: State, scheme: str) -> cofunding.Description:
    thing = state.directory[scheme]
    return cofunding.Description(thing.sectors, thing.stages, places_of(state.directory, scheme))


def community_of(state: State, net: "NetGraph", seed: int = 0) -> dict[str, int]:
    """Return the circle of each node of a network, largest first from 0."""
    found, _ = communities.communities(net, seed=seed)
    return {id: place for place, circle in enumerate(found) for id in circle}


# --- paths --------------------------------------------------------------------------------------------------------


def chains(
    state: State, start: str, end: str, count: int, avoiding: Sequence[str], busiest: int, perimeter: Perimeter
) -> dict[str, Any]:
    """Return the shortest chains of statements between two things, each step with its sources; empty when nothing ties them."""
    left, right = state.matcher.resolve(start, *_TIED), state.matcher.resolve(end, *_TIED)
    passed = [state.matcher.resolve(name, *_TIED).id for name in avoiding if name]
    net = state.network.multigraph(perimeter)
    bodies = state.bodies
    ends = {"start": bodies.thing(left.id), "end": bodies.thing(right.id), "avoiding": bodies.things(passed)}
    ends["perimeter"] = bodies.perimeter(perimeter)
    missing = [thing.label for thing in (left, right) if thing.id not in net]
    if missing:
        remark = f"Aucun lien effectif n'est connu pour {' ni pour '.join(missing)} dans ce périmètre."
        return {**ends, "items": [], "total": 0, "remark": remark}
    found = paths.chains(net, left.id, right.id, count, passed, busiest) or []
    remark = "" if found else "Les sources ne disent aucune suite de liens entre les deux, ainsi demandée."
    return {**ends, "items": [_chain(state, chain) for chain in found], "total": len(found), "remark": remark}


_TIED = ("actor", "person", "scheme", "edition", "place", "project", "body", "filiere")


def _chain(state: State, chain: paths.Chain) -> dict[str, Any]:
    steps = [[s for fact in facts if (s := statements.by_id(state.store, fact))] for facts in chain.ties]
    return {
        "length": len(chain),
        "things": state.bodies.things(chain.nodes),
        "steps": [{"statements": state.bodies.statements(step)} for step in steps],
    }


# --- filières and suggestions -------------------------------------------------------------------------------------


def portrait(state: State, filiere: str) -> dict[str, Any]:
    """Return a filière's network in figures: brokers, bridges to other filières, role pairs, stages covered."""
    thing = state.matcher.resolve(filiere, *FAMILIES["filieres"])
    perimeter = Perimeter(filiere=thing.id)
    net = network_of(state, "ties", perimeter)
    actors = [id for id in net if state.directory[id].type in ACTORS]
    told = filieres.portrait(net)
    bodies = state.bodies
    members = _actors_of_filieres(state)
    covered = filieres.stages(_stages(state, thing.id), list(files.concepts("etape")))
    return {
        "filiere": bodies.thing(thing.id),
        "figures": asdict(told.figures),
        "brokers": [
            {"thing": bodies.thing(b.id), "betweenness": round(b.betweenness, 4), "constraint": b.constraint}
            for b in filieres.brokers(net, candidates=actors)
        ]
        if actors
        else [],
        "bridges": [
            {"actor": bodies.thing(b.actor), "filieres": bodies.things(b.others)}
            for b in (filieres.bridges(thing.id, members) if thing.id in members else [])
        ],
        "pairs": [_pair(state, *pair, perimeter) for pair in ROLE_PAIRS],
        "stages": [
            {"id": s, "label": concept_label("etape", s), "schemes": bodies.things(ids)}
            for s, ids in covered.covered.items()
        ],
        "elsewhere": bodies.things(_elsewhere(state, thing.id)),
    }


ROLE_PAIRS = (("membre", "porteur"), ("financeur", "porteur"), ("hebergeur", "laureat"))


def _pair(state: State, left: str, right: str, perimeter: Perimeter) -> dict[str, Any]:
    found = filieres.role_pair(left, right, state.network.projection([left], [right], perimeter))
    return {
        "label": f"{role_label(left)} – {role_label(right)}",
        "actors": found.actors,
        "pairs": found.pairs,
        "density": found.density,
        "strongest": [
            {"left": state.bodies.thing(a), "right": state.bodies.thing(b), "shared": state.bodies.things(shared)}
            for a, b, shared in found.strongest
        ],
    }


def _actors_of_filieres(state: State) -> dict[str, set[str]]:
    """Return the actors with an effective tie in each filière or in the projects that sources tie to it."""

    def make() -> dict[str, set[str]]:
        found = {}
        for filiere in state.directory.of_type("filiere"):
            net = network_of(state, "ties", Perimeter(filiere=filiere.id))
            found[filiere.id] = {id for id in net if state.directory[id].type in ACTORS}
        return {id: actors for id, actors in found.items() if actors}

    return state.cached("actors-of-filieres", make)


def _stages(state: State, filiere: str) -> dict[str, tuple[str, ...]]:
    objects = state.network.filiere_objects(filiere) - {filiere}
    return {id: state.directory[id].stages for id in sorted(objects)}


def _elsewhere(state: State, filiere: str) -> list[str]:
    own = set(state.directory[filiere].sectors)
    others = (t for t in state.directory.of_type("filiere") if t.id != filiere and own.intersection(t.sectors))
    return [thing.id for thing in others]
