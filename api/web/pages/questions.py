"""Pages of questions: filières, referents, co-funding, the network and its frame for other sites."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api import paging
from api.contexts import answers, choices, cofunding, filieres, networks, referents
from api.errors import STATUSES
from api.parameters import MinShared, WrittenDep, understood
from api.state import State, StateDep
from api.web.templating import page
from graph.errors import BadParameter, Candidate, GraphError
from graph.perimeter import WHOLE, Perimeter

router = APIRouter(include_in_schema=False)

_FIELDS = {"territory": "territory", "filiere": "filiere"}
Words = Annotated[str, Query()]


@dataclass(frozen=True)
class Asked:
    """What a form asks for: the perimeter, what was written in each field, and why it could not be understood."""

    perimeter: Perimeter
    fields: dict[str, Any]
    problem: dict[str, Any] | None = None
    status: int = 200


def _asked(request: Request, state: StateDep, written: WrittenDep) -> Asked:
    fields = asdict(written) | written.repeated
    fields["status"] = fields["status"] or list(WHOLE.statuses)
    try:
        perimeter = understood(state, written)
        named = {
            "territory": _label(state, perimeter.territory),
            "filiere": perimeter.filiere,
            "sector": perimeter.sector,
        }
        return Asked(perimeter, fields | named)
    except GraphError as error:
        return Asked(WHOLE, fields, *problem(request, error))


def _label(state: State, id: str) -> str:
    """Return what a field shows of a thing that was understood, by whatever name or code it was asked."""
    return state.directory[id].label if id else ""


AskedDep = Annotated[Asked, Depends(_asked)]


def problem(request: Request, error: GraphError) -> tuple[dict[str, Any], int]:
    """Return what a form says of a name that it did not understand, with the candidates; and the status."""
    status = next((int(s) for kind, s in STATUSES.items() if isinstance(error, kind)), 500)
    found: list[Candidate] = getattr(error, "candidates", [])
    tries = [(f"{c.label} ({c.kind})", _with(request, _FIELDS.get(c.type, "actor"), c.id)) for c in found]
    why = error.hint[:1].upper() + error.hint[1:] if isinstance(error, BadParameter) else ""
    return {"title": error.message, "why": why, "tries": tries or _ADVICE}, status


_ADVICE = [("vérifier l’orthographe, ou écrire le début du nom et choisir dans la liste", "")]


def _with(request: Request, name: str, value: str) -> str:
    """Return the address of this page with one parameter changed."""
    url = request.url.remove_query_params("cursor").include_query_params(**{name: value})
    return f"{url.path}?{url.query}"


# --- filières -----------------------------------------------------------------------------------------------------


@router.get("/filieres")
def filieres_page(request: Request, state: StateDep, asked: AskedDep) -> Response:
    """Show the filières by territory."""
    fields = asked.fields if not asked.problem else {}
    context = filieres.overview(state, fields.get("sector", ""), fields.get("territory", ""))
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
    found, trouble, status = None, None, 200
    try:
        found = answers.referents(state, sector, territory, filiere, kind) if any(fields.values()) else None
    except GraphError as error:
        trouble, status = problem(request, error)
    if found and found["asked"]["territory"]:
        fields["territory"] = found["asked"]["territory"]["label"]
    by_sector = referents.by_sector(state)
    context = {
        "found": found,
        "territories": [] if found or trouble else referents.by_territory(state)["items"],
        "by_sector": by_sector,
        "sectors": choices.sectors({s["id"] for s in by_sector}, "Secteurs où un référent est dit"),
        "kinds": choices.mandates(),
        "fields": fields,
        "problem": trouble,
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
    trouble, status = asked.problem, asked.status
    context: dict[str, Any] = {}
    try:
        context = cofunding.page(state, asked.perimeter, min_shared, weighting or "simple", actor, inferred)
    except GraphError as error:
        context = cofunding.page(state, asked.perimeter, 1, "simple", "")
        trouble, status = problem(request, error)
    if context["cofunders"]:
        actor = context["cofunders"]["actor"]["label"]
    fields = {**asked.fields, "min_shared": min_shared, "weighting": weighting, "actor": actor, "inferred": inferred}
    shown = {**context, "fields": fields, "problem": trouble, "choices": choices.network(state)}
    return page(request, "cofinancements.html", shown, status)


# --- the network --------------------------------------------------------------------------------------------------


@router.get("/reseau")
def network_page(request: Request, state: StateDep, asked: AskedDep, cursor: paging.Cursor = "") -> Response:
    """Show the network of a perimeter: its graph, its table, its files."""
    context = networks.view(state, asked.perimeter, cursor)
    more = {
        "fields": asked.fields,
        "problem": asked.problem,
        "choices": choices.network(state),
        "previous_url": None if context["previous"] is None else _with(request, "cursor", context["previous"]),
        "next_url": _with(request, "cursor", context["table"]["next_cursor"] or "")
        if context["table"]["next_cursor"]
        else None,
    }
    return page(request, "reseau.html", {**context, **more}, asked.status)


@router.get("/reseau/integre")
def embedded_page(request: Request, state: StateDep, asked: AskedDep) -> Response:
    """Show a network inside another site's page: the same parameters as /api/network."""
    context = {
        "perimeter": state.bodies.perimeter(asked.perimeter),
        "payload_url": f"/api/network?{request.url.query}",
        "permalink": networks.address("/reseau", asked.perimeter),
        "problem": asked.problem,
    }
    return page(request, "reseau_integre.html", context, asked.status)
