"""Pages of questions: filières, referents, co-funding, the network and its frame for other sites."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api import paging
from api.contexts import answers, choices, cofunding, filieres, networks, referents
from api.contexts.shown import address, links
from api.parameters import Brokers, MinShared, WrittenPartDep, WrittenViewDep
from api.state import StateDep
from api.web.forms import AskedDep, Words, changed, trouble, viewed
from api.web.templating import page
from graph.errors import GraphError
from graph.sentences import joined

router = APIRouter(include_in_schema=False)


# --- filières -----------------------------------------------------------------------------------------------------


@router.get("/filieres")
def filieres_page(request: Request, state: StateDep, asked: AskedDep) -> Response:
    """Show the filières by territory."""
    context = filieres.overview(state, asked.perimeter.sector, asked.perimeter.territory)
    told = {sector for thing in state.directory.of_type("filiere") for sector in thing.sectors}
    return page(
        request,
        "filieres.html",
        {
            **context,
            "groups": filieres.by_territory(context["items"]),
            "fields": asked.fields,
            "problem": asked.problem,
            "sectors": choices.sectors(told, "Secteurs des filières"),
        },
        asked.status,
    )


@router.get("/filieres/{id}")
def filiere_page(request: Request, state: StateDep, id: str, transversal: Words = "") -> Response:
    """Show a filière: what it is, its network by role, who to call, the same sector elsewhere."""
    return page(request, "filiere.html", filieres.one(state, id, transversal == "oui"))


# --- referents ----------------------------------------------------------------------------------------------------


@router.get("/referents")
def referents_page(
    request: Request, state: StateDep, sector: Words = "", territory: Words = "", filiere: Words = "", kind: Words = ""
) -> Response:
    """Show the finder, its answer, and without any filter the referents of every territory."""
    fields = {"sector": choices.chosen("secteur", sector), "territory": territory, "filiere": filiere}
    fields["kind"] = choices.chosen("type-mandat", kind)
    found, problem, status = None, None, 200
    try:
        found = answers.referents(state, sector, territory, filiere, kind) if any(fields.values()) else None
    except GraphError as error:
        problem, status = trouble(request, error)
    if found and found["asked"]["territory"]:
        fields["territory"] = choices.written(state, found["asked"]["territory"]["id"], "territory")
    by_sector = referents.by_sector(state)
    context = {
        "found": found,
        "territories": [] if found or problem else referents.by_territory(state)["items"],
        "by_sector": by_sector,
        "sectors": choices.sectors({s["id"] for s in by_sector}, "Secteurs où un référent est dit"),
        "kinds": choices.mandates(),
        "fields": fields,
        "problem": problem,
    }
    return page(request, "referents.html", context, status)


# --- co-funding ---------------------------------------------------------------------------------------------------


@router.get("/cofinancements")
def cofunding_page(
    request: Request,
    state: StateDep,
    asked: AskedDep,
    min_shared: MinShared = 1,
    weighting: Words = "",
    actor: Words = "",
    inferred: bool = False,
) -> Response:
    """Show who funds with whom: the schemes of several funders, the pairs, and one actor's co-funders."""
    problem, status = asked.problem, asked.status
    context: dict[str, Any] = {}
    try:
        context = cofunding.page(state, asked.perimeter, min_shared, weighting or "simple", actor, inferred)
    except GraphError as error:
        context = cofunding.page(state, asked.perimeter, 1, "simple", "")
        problem, status = trouble(request, error)
    if context["cofunders"]:
        actor = context["cofunders"]["actor"]["label"]
    fields = {**asked.fields, "min_shared": min_shared, "weighting": weighting, "actor": actor, "inferred": inferred}
    shown = {**context, "fields": fields, "problem": problem, "choices": choices.network(state)}
    return page(request, "cofinancements.html", shown, status)


# --- the network --------------------------------------------------------------------------------------------------


@router.get("/reseau")
def network_page(
    request: Request, state: StateDep, asked: AskedDep, part: WrittenPartDep, cursor: paging.Cursor = ""
) -> Response:
    """Show the network of a perimeter, or the part of it around a thing: its graph, its table, its files."""
    asked, shown = viewed(request, state, asked, part)
    context = networks.view(state, shown, cursor, networks.BROKERS)
    center = state.bodies.optional(shown.around)
    following = context["table"]["next_cursor"]
    more = {
        "fields": asked.fields,
        "center": center,
        "name": f"Réseau {joined('autour de', center['label'])}" if center else "Réseau",
        "problem": asked.problem,
        "choices": choices.network(state),
        "communities_url": address("/communautes", shown.perimeter),
        "measure_url": address("/analyses/betweenness", shown.perimeter),
        "previous_url": None if context["previous"] is None else changed(request, "cursor", context["previous"]),
        "next_url": changed(request, "cursor", following) if following else None,
    }
    return page(request, "reseau.html", {**context, **more}, asked.status)


@router.get("/reseau/integre")
def embedded_page(
    request: Request, state: StateDep, asked: AskedDep, view: WrittenViewDep, brokers: Brokers = 0
) -> Response:
    """Show a network inside another site's page: the same parameters as /api/network."""
    asked, shown = viewed(request, state, asked, view)
    context = {
        "perimeter": networks.perimeter_of(state, shown),
        "permalink": shown.page,
        "problem": asked.problem,
        **links(state, shown, brokers),
    }
    return page(request, "reseau_integre.html", context, asked.status)
