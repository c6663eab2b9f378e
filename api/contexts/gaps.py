"""Gaps: what a territory offers by sector, stage and role, what it lacks, what nobody says, who does it elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.bodies import concept_body
from api.contexts import lists
from api.contexts.things import function_of
from api.state import State
from graph.analysis import gaps
from graph.errors import one_of
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.network import CHAIN, FUNDING
from graph.perimeter import resolve_role, role_label
from graph.sentences import role_label_of_mandate
from graph.statements import Statement
from graph.things import Thing, concept_label
from ontology import files

REFERENT = "referent"
ROLES = ("financeur", "accompagnateur", "hebergeur", REFERENT)
"""What a project needs of others, and that a territory may lack."""
IMPLIED = {"financement": "financeur", "accompagnement": "accompagnateur", "lieu": "hebergeur"}
"""The role that a broad kind of scheme meets by itself, whoever holds it: a fund funds, an incubator accompanies."""
SCOPES = ("priority", "told")
MARKS = ("covered", "general", "uncovered", "unsaid")


def gap_matrix(
    state: State, territory: str, sector: str = "", stage: str = "", roles: Sequence[str] = (), scope: str = "priority"
) -> dict[str, Any]:
    """Return sector x stage x role for a territory: covered, not covered, unsaid; by whom, and who does it elsewhere.

    `scope`: the sectors of its filières (all that sources tell when it has none), or with `told` all that they tell.
    A referent serves every stage: one cell a sector. Raises BadParameter for an unknown sector, stage, role or scope.
    """
    place = state.matcher.resolve(territory, "territory")
    sectors = [resolve_concept("secteur", sector)] if sector else _sectors(state, place.id, scope)
    stages = [resolve_concept("etape", stage)] if stage else list(files.concepts("etape"))
    wanted = [role if role == REFERENT else resolve_role(role) for role in roles] or list(ROLES)
    peers = [peer.id for peer in lists.peers(state, place.id)]
    cells = _cells(state, place.id, sectors, stages, wanted, peers) if sectors else []
    items = [_body(state, cell) for cell in cells]
    told = "" if items else f"Les sources ne disent aucun secteur pour {place.label} : ni filière, ni dispositif."
    return {
        "territory": state.bodies.thing(place.id),
        "comparable": state.bodies.things(peers),
        "scope": scope,
        "sectors": [concept_body("secteur", s) for s in sectors],
        "stages": [concept_body("etape", s) for s in stages],
        "roles": [{"id": role, "label": role_label(role)} for role in wanted],
        "items": items,
        "total": len(items),
        "counts": {mark: sum(1 for item in items if item["mark"] == mark) for mark in MARKS},
        "general": _general(state, cells),
        "untold": _untold(state, place.id, sectors, wanted),
        "remark": told,
    }


def _cells(
    state: State, place: str, sectors: Sequence[str], stages: Sequence[str], roles: Sequence[str], peers: Sequence[str]
) -> list[gaps.Cell]:
    """Return the cells of the roles held at a stage, then those of referents, one a sector."""
    offers = state.cached(("offers", place, *peers), lambda: [o for t in (place, *peers) for o in _offers(state, t)])
    staged = [role for role in roles if role != REFERENT]
    found = gaps.matrix(offers, place, sectors, stages, staged, peers) if staged else []
    if REFERENT in roles:
        found += gaps.matrix(offers, place, sectors, [""], [REFERENT], peers)
    return found


def _body(state: State, cell: gaps.Cell) -> dict[str, Any]:
    return {
        "sector": concept_body("secteur", cell.sector),
        "stage": concept_body("etape", cell.stage) if cell.stage else {"id": "", "label": "toutes les étapes"},
        "role": {"id": cell.role, "label": role_label(cell.role)},
        "state": str(cell.state),
        "mark": mark_of(cell),
        "covering": _named(state, cell.covering),
        "denied": _named(state, cell.denied),
        "open_to_all": len(cell.general),
        "elsewhere": [
            {"territory": state.bodies.thing(where), "schemes": _named(state, ids)} for where, ids in cell.elsewhere
        ],
    }


def mark_of(cell: gaps.Cell) -> str:
    """Return the state of a cell, and `general` where only schemes of which no sector is said may meet the need."""
    return "general" if cell.state is not gaps.State.COVERED and cell.general else str(cell.state)


def _general(state: State, cells: Iterable[gaps.Cell]) -> list[dict[str, Any]]:
    """Return, once for each stage and role, the schemes of which no sector is said, in the order of the cells."""
    found = {(cell.stage, cell.role): cell.general for cell in cells if cell.general}
    return [{"stage": stage, "role": role, "schemes": _named(state, ids)} for (stage, role), ids in found.items()]


def _untold(state: State, place: str, sectors: Sequence[str], roles: Sequence[str]) -> list[dict[str, Any]]:
    """Return, by sector and role, the schemes of which no stage is said: they may meet any of the row's needs."""
    found: dict[tuple[str, str], list[str]] = {}
    for offer in _offers(state, place):
        for sector in (s for s in sectors if s in offer.sectors and not offer.stages):
            for role in (r for r in roles if r in offer.roles):
                found.setdefault((sector, role), []).append(offer.id)
    return [{"sector": sector, "role": role, "schemes": _named(state, ids)} for (sector, role), ids in found.items()]


def _named(state: State, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return schemes, and for mandates their holder or else their organisation, with the function."""
    mandates = {m.id: m for m in state.record.mandates}
    made = [_holder(state, mandates[id]) if id in mandates else {**state.bodies.thing(id)} for id in ids]
    return sorted(made, key=lambda body: fold(str(body["label"])))


def _holder(state: State, mandate: Statement) -> dict[str, Any]:
    """Return the holder of a mandate with the function and its organisation, or the organisation with the function."""
    if mandate.subject:
        return {**state.bodies.thing(mandate.subject), "function": function_of(state, mandate)}
    function = mandate.function or role_label_of_mandate(mandate)
    return {**state.bodies.thing(mandate.object or mandate.filiere), "function": function}


# --- what is on offer ---------------------------------------------------------------------------------------------


def _sectors(state: State, territory: str, scope: str) -> list[str]:
    """Return the sectors of a territory's filières, or all that sources name for it, in alphabetical order."""
    one_of(scope, SCOPES, "une étendue")
    located = state.directory.located_in(territory)
    here = [t for t in state.directory if t.type != "territory" and t.id in located]
    chains = {s for t in here if t.type == "filiere" for s in t.sectors}
    told = {s for t in here for s in t.sectors}
    return sorted(chains if chains and scope == "priority" else told, key=lambda s: fold(concept_label("secteur", s)))


def _offers(state: State, territory: str) -> Iterator[gaps.Offer]:
    """Yield what project holders may turn to in a territory, then its referents.

    Places serve every stage; what serves a sector serves those within it.
    """
    every_stage = tuple(files.concepts("etape"))
    for thing in lists.offered(state, territory):
        stages = thing.stages or (every_stage if _broad(thing) == "lieu" else ())
        served = {narrow for sector in thing.sectors for narrow in files.with_narrower("secteur", sector)}
        yield gaps.Offer(thing.id, territory, tuple(sorted(served)), stages, _roles(state, thing))
    inside = state.directory.inside(territory)
    for mandate in state.record.referents:
        if inside.intersection(mandate.territories):
            sectors = mandate.sectors or (state.directory[mandate.filiere].sectors if mandate.filiere else ())
            absent = mandate.presence == "none"
            if absent or mandate.has_holder:
                yield gaps.Offer(mandate.id, territory, sectors, ("",), (REFERENT,), absent)


def _broad(thing: Thing) -> str:
    """Return the broad kind of a scheme."""
    kind = files.concepts("type-dispositif").get(thing.kind)
    return (kind.broader or kind.id) if kind else ""


def _roles(state: State, thing: Thing) -> tuple[str, ...]:
    """Return the effective roles in a scheme and its editions, and the one that its kind meets by itself.

    Who funds a place or an incubator pays for it, not for its projects; a chain of support is what its members do.
    """
    net = state.graph
    objects = (thing.id, *state.directory.parts.get(thing.id, ()))
    held = {role for id in objects if id in net for other in net[id] for role in net.edges[id, other]["roles"]}
    broad = _broad(thing)
    if broad in ("lieu", "accompagnement") and thing.kind != CHAIN:
        held.discard(FUNDING)
    implied = IMPLIED.get(broad)
    return tuple(sorted(held | ({implied} if implied else set())))


# --- for the page -------------------------------------------------------------------------------------------------


def grid(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of one role as rows of a heat map, a row a sector, with what each row comes to by name."""
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in context["items"]:
        rows[item["sector"]["id"]].append(item)
    untold = {line["sector"]: line["schemes"] for line in context["untold"]}
    known = [sector["id"] for sector in context["sectors"] if sector["id"] in rows]
    return [_line(rows[id], untold.get(id, [])) for id in known]


def _line(cells: Sequence[dict[str, Any]], untold: Sequence[dict[str, Any]]) -> dict[str, Any]:
    missing = [cell for cell in cells if cell["mark"] != "covered"]
    elsewhere: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for cell in missing:
        for other in cell["elsewhere"]:
            place = elsewhere[other["territory"]["id"]]
            place["territory"] = other["territory"]
            place.setdefault("schemes", {}).update({scheme["id"]: scheme for scheme in other["schemes"]})
    return {
        "sector": cells[0]["sector"],
        "cells": cells,
        "covered": _together(cell for cell in cells if cell["mark"] == "covered"),
        "missing": missing,
        "untold": untold,
        "denied": [body for cell in cells for body in cell["denied"]],
        "elsewhere": [
            {"territory": place["territory"], "schemes": list(place["schemes"].values())}
            for place in elsewhere.values()
        ],
    }


def _together(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return covered cells by what covers them: the stages that the same schemes serve stand together."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for cell in cells:
        key = tuple(body["id"] for body in cell["covering"])
        group = groups.setdefault(key, {"stages": [], "covering": cell["covering"]})
        group["stages"].append(cell["stage"])
    return list(groups.values())


def territories(state: State) -> list[dict[str, Any]]:
    """Return the territories that have most offers told, the richest first: where to begin."""

    def make() -> list[dict[str, Any]]:
        told = state.record.told_territories
        found = [t for t in state.directory.of_type("territory") if t.kind == "epci" and t.id in told]
        counted = [(len(lists.offered(state, t.id)), t.id) for t in found]
        return [{**state.bodies.thing(id), "offers": count} for count, id in sorted(counted, reverse=True) if count]

    return state.cached("territories by offers", make)
