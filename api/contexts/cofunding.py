"""Who funds with whom: tours de table, pairs of funders, their matrix, and the co-funders of one of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from api import paging
from api.addresses import data_of
from api.bodies import ListBody, total_body
from api.contexts import answers
from api.contexts.shown import PAIR, Shown, address, files, links
from api.state import State
from graph.answers import funders
from graph.identifiers import fold
from graph.network import FUNDING
from graph.perimeter import Perimeter

_FORMS = ("csv", "xlsx")
SHOWN = 12
"""How many funders the matrix holds: more of them cannot be read on a screen."""


def page(
    state: State, perimeter: Perimeter, min_shared: int, weighting: str, actor: str, inferred: bool = False
) -> dict[str, Any]:
    """Return what the page of co-funding shows; raise UnknownThing, AmbiguousName or BadParameter.

    With `inferred`, the pairs of a same beneficiary stand in the list too, marked, and nowhere else.
    """
    pairs = answers.cofunding(state, min_shared, weighting, perimeter, paging.MOST, "", inferred)
    stated = [pair for pair in pairs["items"] if not pair["inferred"]]
    more = {"min_shared": str(min_shared), "weighting": weighting, "inferred": "true" if inferred else ""}
    tables = [(f"Tableau {f.upper()}", address("/api/cofunding", perimeter, **more, format=f)) for f in _FORMS]
    shown = Shown(perimeter, projection=PAIR, min_shared=min_shared)
    return {
        "perimeter": state.bodies.perimeter(perimeter),
        "tours": tours(state, perimeter, 2, paging.MOST, ""),
        "pairs": pairs,
        "shared_once": answers.cofunding(state, 1, weighting, perimeter, 1, "")["total"],
        "stated": len(stated),
        "matrix": matrix(stated),
        **_together(state, actor, perimeter),
        **links(state, shown),
        "picture": address("/api/cofunding", perimeter, min_shared=str(min_shared), weighting=weighting, format="svg"),
        "downloads": [*tables, *files(shown)],
    }


def _together(state: State, actor: str, perimeter: Perimeter) -> dict[str, Any]:
    """Return the co-funders of an actor, None when none is asked for, and the files of their table."""
    if not actor:
        return {"cofunders": None}
    found = answers.cofunders(state, actor, perimeter)
    data = f"{data_of(state.directory[found['actor']['id']])}/cofunders"
    return {
        "cofunders": found,
        "cofunders_files": [(form.upper(), address(data, perimeter, format=form)) for form in _FORMS],
    }


def tours(state: State, perimeter: Perimeter, least: int, limit: int, cursor: str) -> ListBody:
    """Return the schemes that at least `least` actors fund, with their funders and the sums that sources say."""
    held = state.network.incidence([FUNDING], perimeter)
    crowds = Counter(int(place) for place in held.matrix.indices)
    found = [held.nodes[place] for place, crowd in crowds.items() if crowd >= least]
    weight = {held.nodes[place]: crowd for place, crowd in crowds.items()}
    found.sort(key=lambda id: (-weight[id], fold(state.directory[id].label)))
    among = state.network.facts_of(perimeter)
    page = paging.page(found, limit, cursor, lambda id: _tour(state, id, among))
    return {**page, "perimeter": state.bodies.perimeter(perimeter)}  # type: ignore[typeddict-unknown-key]


def _tour(state: State, scheme: str, among: Collection[str]) -> dict[str, Any]:
    """Return who funds a scheme, what it comes to and where that is read, by some statements alone."""
    found = funders(state.record, state.directory, scheme, among)
    paid = [s for c in found.contributions for s in c.statements if s.role == FUNDING]
    paying = {s.subject for s in paid}
    bodies = state.bodies
    passages = {e.locator: e for s in paid for e in s.evidence}
    return {
        "scheme": bodies.thing(scheme),
        "territories": bodies.things(state.directory[scheme].territories),
        "count": len(paying),
        "funders": bodies.things(sorted(paying, key=lambda id: fold(state.directory[id].label))),
        "totals": [total_body(total) for total in found.totals],
        "sources": [bodies.passage(passages[locator]) for locator in sorted(passages)],
    }


def matrix(pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the pairs as a square table of the funders that share most, a cell the schemes that two of them share."""
    things = {end["id"]: end for pair in pairs for end in (pair["left"], pair["right"])}
    shared = {frozenset((p["left"]["id"], p["right"]["id"])): p for p in pairs}
    weight: Counter[str] = Counter()
    for pair in pairs:
        weight.update({pair["left"]["id"]: pair["shared"], pair["right"]["id"]: pair["shared"]})
    shown = sorted(things, key=lambda id: (-weight[id], fold(things[id]["label"])))[:SHOWN]
    top = max((p["shared"] for p in pairs), default=1)
    return {
        "funders": [things[id] for id in shown],
        "rows": [
            {"funder": things[a], "cells": [_cell(shared.get(frozenset((a, b))), a == b, top) for b in shown]}
            for a in shown
        ],
        "left_out": len(things) - len(shown),
    }


def _cell(pair: dict[str, Any] | None, diagonal: bool, top: int) -> dict[str, Any]:
    """Return a cell: how many schemes, which ones, and how dark (0 to 5)."""
    count = pair["shared"] if pair else 0
    titles = ", ".join(scheme["label"] for scheme in pair["schemes"]) if pair else ""
    level = 0 if not count else 2 if top == 1 else 1 + round(4 * (count - 1) / (top - 1))
    return {"count": count, "title": titles, "level": level, "diagonal": diagonal}
