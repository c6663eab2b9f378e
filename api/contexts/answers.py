"""The answers to « qui cofinance quoi », « quels référents », « quel réseau de filière »."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import networkx as nx

from api import paging
from api.bodies import ListBody, concept_body, total_body
from api.contexts.referents import count_label, functions, wider
from api.contexts.schemes import apart, partners
from api.contexts.things import FAMILIES
from api.state import State
from graph import answers
from graph.answers import Contribution
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.network import FUNDING, FUNDS
from graph.perimeter import Perimeter, role_label
from graph.sentences import period_of, sum_in_words
from graph.things import concept_label


def funders(state: State, scheme: str) -> dict[str, Any]:
    """Return the tour de table of a scheme; raise UnknownThing or AmbiguousName."""
    thing = state.matcher.resolve(scheme, *FAMILIES["schemes"])
    found = answers.funders(state.record, state.directory, thing.id)
    said = (*(s for c in found.contributions for s in c.statements), *found.amounts)
    bodies = state.bodies
    return {
        "scheme": bodies.thing(thing.id),
        "funders": [bodies.contribution(c) for c in found.contributions if c.funds],
        "partners": [bodies.contribution(c) for c in found.contributions if not c.funds],
        "amounts": bodies.statements(found.amounts),
        "totals": [total_body(total) for total in found.totals],
        "contradictions": [bodies.contradiction(c) for c in found.contradictions],
        "grid": partners(state, found.contributions),
        "sources": sorted({source for s in said for source in s.sources}),
        "items": [_line(state, c) for c in found.contributions if c.funds],
    }


def _line(state: State, contribution: Contribution) -> dict[str, Any]:
    """Return a funder in one line: its roles, all that is said of its money, and the passages that say so."""
    paid = [s for s in contribution.statements if s.role == FUNDING and s.status == "actual"]
    return {
        "actor": state.bodies.thing(contribution.actor),
        "roles": [role_label(role) for role in contribution.roles],
        "amounts": [apart(s) for s in paid if s.bounds],
        "instruments": sorted({concept_label("instrument", s.instrument) for s in paid if s.instrument}),
        "periods": sorted({period for s in paid if (period := period_of(s))}),
        "sources": [state.bodies.passage(e) for s in paid for e in s.evidence],
    }


def cofunders(state: State, actor: str, perimeter: Perimeter) -> dict[str, Any]:
    """Return those who fund the same schemes as an actor; raise UnknownThing or AmbiguousName."""
    thing = state.matcher.resolve(actor, *FAMILIES["actors"])
    found = answers.cofunders(state.record, state.network, thing.id, perimeter)
    bodies = state.bodies
    return {
        "actor": bodies.thing(thing.id),
        "perimeter": bodies.perimeter(perimeter),
        "total": len(found),
        "items": [
            {
                "actor": bodies.thing(c.actor),
                "shared": c.shared,
                "schemes": bodies.things(c.schemes),
                "low": float(c.sum.low) if c.sum else None,
                "high": float(c.sum.high) if c.sum else None,
                "amount_label": sum_in_words(c.sum) if c.sum else "",
                "years": list(c.years),
            }
            for c in found
        ],
    }


def cofunding(
    state: State,
    min_shared: int,
    weighting: str,
    perimeter: Perimeter,
    limit: int,
    cursor: str,
    inferred: bool = False,
) -> ListBody:
    """Return the pairs of funders of the same schemes, heaviest first; raise BadParameter for an unknown weighting.

    With `inferred`, also those of a same beneficiary without a common scheme, marked as such, last.
    """
    net = state.network.projection([FUNDING], [FUNDING], perimeter, weighting)
    if inferred:
        net = nx.compose(net, state.network.inferred(perimeter))
    pairs = [(a, b, d) for a, b, d in net.edges(data=True) if len(d["shared"]) >= min_shared]
    pairs.sort(key=lambda p: (bool(p[2].get("inferred")), -p[2]["weight"], -len(p[2]["shared"]), sorted(p[:2])))
    bodies = state.bodies

    def body(pair: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
        left, right = sorted(pair[:2], key=lambda id: fold(state.directory[id].label))
        return {
            "left": bodies.thing(left),
            "right": bodies.thing(right),
            "weight": round(pair[2]["weight"], 4),
            "shared": len(pair[2]["shared"]),
            "edge": f"{min(pair[:2])}~partage~{max(pair[:2])}",
            "schemes": bodies.things(pair[2]["shared"]),
            "inferred": bool(pair[2].get("inferred")),
        }

    told = {
        "weighting": weighting,
        "min_shared": min_shared,
        "perimeter": bodies.perimeter(perimeter),
        "sources": _documents(state, pairs, state.network.facts_of(perimeter)),
    }
    return {**paging.page(pairs, limit, cursor, body), **told}  # type: ignore[typeddict-item]


def _documents(state: State, pairs: Iterable[tuple[str, str, dict[str, Any]]], among: Collection[str]) -> list[str]:
    """Return the documents of the statements, among some, by which the actors of some pairs fund what they share."""
    funders: defaultdict[str, set[str]] = defaultdict(set)
    for left, right, edge in pairs:
        for shared in edge["shared"]:
            for part in (shared, *state.directory.parts.get(shared, ())):
                funders[part].update((left, right))
    said = (s for id, actors in funders.items() for s in state.record.about(id) if s.subject in actors)
    return sorted({source for s in said if s.role in (FUNDING, FUNDS) and s.id in among for source in s.sources})


def referents(state: State, sector: str, territory: str, filiere: str, kind: str) -> dict[str, Any]:
    """Return the referents of a sector, territory or filière, function first; when nobody is known, one level up."""
    sector_id = resolve_concept("secteur", sector) if sector else ""
    territory_id = state.matcher.resolve(territory, "territory").id if territory else ""
    filiere_id = state.matcher.resolve(filiere, "filiere").id if filiere else ""
    kind_id = resolve_concept("type-mandat", kind) if kind else ""
    found = answers.referents(state.record.mandates, state.directory, sector_id, territory_id, filiere_id, kind_id)
    bodies = state.bodies
    return {
        "asked": {
            "sector": concept_body("secteur", sector_id) if sector_id else None,
            "territory": bodies.optional(territory_id),
            "filiere": bodies.optional(filiere_id),
            "kind": kind_id,
        },
        "total": len(found.found),
        "count_label": count_label(found.found),
        "items": bodies.statements(found.found),
        "nearest": bodies.statements(found.nearest),
        "remark": found.remark,
        "wider": [] if found.found else wider(state, territory_id, sector_id, kind_id),
        "functions": functions(state, territory_id, sector_id),
    }
