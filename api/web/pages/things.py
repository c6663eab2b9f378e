"""Pages of things: the first page, search, lists, and the sheets of actors, schemes and territories."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.contexts import actors, lists, overview, schemes, searches, territories, things
from api.contexts.lists import Filters
from api.filters import FiltersDep
from api.paging import Cursor, Limit
from api.parameters import Depth
from api.state import State, StateDep
from api.web import listing
from api.web.templating import page
from graph import perimeter
from graph.errors import AmbiguousName, BadParameter, UnknownThing
from graph.things import TYPE_LABELS

router = APIRouter(include_in_schema=False)
RESULTS = 60


@router.get("/")
def home(request: Request, state: StateDep) -> Response:
    """Show where to begin and what the graph holds."""
    return page(request, "accueil.html", overview.overview(state))


@router.get("/recherche")
def search(request: Request, state: StateDep, q: str = "", type: str = "") -> Response:
    """Show what a name may mean, by type, and the finder of schemes."""
    known = [type] if type in TYPE_LABELS else []
    found = searches.search(state, q.strip(), known, RESULTS)
    finder = overview.overview(state)["finder"]
    return page(request, "recherche.html", {**found, "query": q, "type": type, "finder": finder})


# --- lists --------------------------------------------------------------------------------------------------------


@router.get("/acteurs")
def all_actors(
    request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    """Show the organisations, or the persons when asked for."""
    return _list(request, state, "actors", replace(filters, type=filters.type or "actor"), limit, cursor)


@router.get("/dispositifs")
def all_schemes(
    request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    """Show the schemes that some filters keep, and what else may serve."""
    return _list(request, state, "schemes", filters, limit, cursor)


@router.get("/territoires")
def all_territories(
    request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    """Show the territories of which something is said."""
    return _list(request, state, "territories", filters, limit, cursor)


_TEMPLATES = {"actors": "acteurs.html", "schemes": "dispositifs.html", "territories": "territoires.html"}


def _list(request: Request, state: State, family: str, filters: Filters, limit: int, cursor: str) -> Response:
    """Return a page of a list, the most tied first; a filter that means nothing is told above an empty one."""
    filters = replace(filters, sort=filters.sort or "liens")
    try:
        found = lists.list_of(state, family, filters, limit, cursor)
    except (AmbiguousName, UnknownThing, BadParameter) as error:
        return page(request, _TEMPLATES[family], listing.refused(family, filters, error), 422)
    return page(request, _TEMPLATES[family], listing.view(family, filters, found, limit, cursor))


# --- sheets -------------------------------------------------------------------------------------------------------

AsOf = Annotated[str, Query()]


@router.get("/acteurs/{id}")
def actor(request: Request, state: StateDep, id: str, depth: Depth = 1, as_of: AsOf = "") -> Response:
    """Show an actor; a thing whose page is elsewhere redirects there."""
    day, refused = _day(as_of)
    elsewhere = _elsewhere(request, state, "actors", id)
    return elsewhere or _sheet(request, "acteur.html", actors.actor(state, id, depth, day), refused)


@router.get("/dispositifs/{id}")
def scheme(request: Request, state: StateDep, id: str, depth: Depth = 1, as_of: AsOf = "") -> Response:
    """Show a scheme, an edition, a place, a project or a body."""
    day, refused = _day(as_of)
    elsewhere = _elsewhere(request, state, "schemes", id)
    return elsewhere or _sheet(request, "dispositif.html", schemes.scheme(state, id, depth, day), refused)


@router.get("/territoires/{id}")
def territory(request: Request, state: StateDep, id: str) -> Response:
    """Show a territory."""
    elsewhere = _elsewhere(request, state, "territories", id)
    return elsewhere or _sheet(request, "territoire.html", territories.territory(state, id))


def _day(as_of: str) -> tuple[date | None, BadParameter | None]:
    """Return the day that a field of a sheet holds, or why it means none: the sheet is shown all the same."""
    try:
        return perimeter.day_or_none(as_of), None
    except BadParameter as error:
        return None, error


def _elsewhere(request: Request, state: State, family: str, id: str) -> Response | None:
    """Return a redirection to where a thing has its page when it is not here; raise UnknownThing with near matches."""
    address = things.address(state, family, id)
    return None if address == request.url.path else RedirectResponse(address, 303)


def _sheet(request: Request, template: str, context: dict[str, Any], refused: BadParameter | None = None) -> Response:
    """Return a sheet, with its statements by their ids, and what was refused of its form."""
    told = (*context["statements"], *context.get("statements_of_editions", ()))
    shown = {**context, "said": {s["id"]: s for s in told}, "refused": refused}
    return page(request, template, shown, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)
