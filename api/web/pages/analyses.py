"""Pages of analyses: measures, circles, paths, gaps, suggestions, comparisons; and the catalogue of ready questions."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api import paging
from api.addresses import path_of
from api.contexts import analyses, choices, comparisons, gaps, measured, questions, relations
from api.contexts.shown import Shown
from api.contexts.shown import address as address_of
from api.paging import Cursor
from api.parameters import Busiest, Seed
from api.state import State, StateDep
from api.web.forms import Asked, AskedDep, Words, changed, trouble
from api.web.templating import page
from graph import measures
from graph.errors import GraphError
from graph.perimeter import role_label

router = APIRouter(include_in_schema=False)

SHOWN = 100
"""Rows of an answer on a page; files give all of them."""
RANKED = 30
SUGGESTED = 60


def _written(state: State, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form with the territory by its name."""
    return {**fields, "territory": choices.written(state, fields["territory"], "territory")}


def _pages(request: Request, context: dict[str, Any], cursor: str, limit: int) -> dict[str, Any]:
    """Return the numbers and addresses by which a list is leafed through."""
    start, before, after = paging.start_of(cursor), paging.before(cursor, limit), context["next_cursor"]
    bare = request.url.remove_query_params("cursor")
    return {
        "first": start + 1,
        "last": start + len(context["items"]),
        "previous_url": None if before is None else changed(request, "cursor", before) if before else path_of(bare),
        "next_url": changed(request, "cursor", after) if after else None,
    }


# --- ready questions ----------------------------------------------------------------------------------------------


@router.get("/questions")
def catalogue_page(request: Request, state: StateDep) -> Response:
    """Show the ready questions by theme."""
    context = questions.catalogue_of(state)
    return page(request, "questions.html", {**context, "themes": questions.by_theme(context["items"])})


@router.get("/questions/{name}")
def question_page(request: Request, state: StateDep, name: str, cursor: Cursor = "") -> Response:
    """Show a question's form, and its answer once it has what it needs."""
    given = dict(request.query_params)
    context: dict[str, Any] = {"question": questions.form(state, name, given), "query": request.url.query}
    status = 200
    if context["question"]["ready"]:
        try:
            context["answer"] = questions.answer(state, name, given, SHOWN, cursor)
            context["pages"] = _pages(request, context["answer"], cursor, SHOWN)
        except GraphError as error:
            context["problem"], status = trouble(request, error)
    return page(request, "question.html", context, status)


# --- measures -----------------------------------------------------------------------------------------------------


@router.get("/analyses")
def measures_page(request: Request, state: StateDep, measure: Words = "") -> Response:
    """Show what each measure says; a chosen one leads to its page with the form's perimeter and its own settings."""
    if chosen := next((m for m in measures.MEASURES if m.id == measure), None):
        others = analyses.own_parameters(request.query_params).keys() - {p.name for p in chosen.every_parameter}
        target = request.url.replace(path=f"/analyses/{measure}").remove_query_params(["measure", *others])
        return RedirectResponse(path_of(target), 303)
    return page(request, "analyses.html", {**analyses.declared_measures(), "choices": choices.network(state)})


@router.get("/analyses/{name}")
def measure_page(
    request: Request,
    state: StateDep,
    asked: AskedDep,
    name: str,
    network: Words = "partners",
    seed: Words = "",
    cursor: Cursor = "",
) -> Response:
    """Show a measure on a perimeter: ranks with their interval, what they say and do not say, how to do it again."""
    found = measures.find(name)
    problem, status = asked.problem, asked.status
    given = analyses.own_parameters(request.query_params)
    try:
        own = analyses.changed(found, given)
        context = analyses.view(state, name, network, asked.perimeter, own, seed or "0", RANKED, cursor)
    except GraphError as error:
        problem, status = trouble(request, error)
        context = analyses.view(state, name, "partners", asked.perimeter, {}, "0", RANKED, "")
    fields = {**asked.fields, "network": network, "seed": seed}
    fields["settings"] = analyses.settings(found, given, context)
    form = {"fields": fields, "choices": choices.network(state), "problem": problem}
    pages = _pages(request, context, cursor, RANKED)
    return page(request, "mesure.html", {**context, **form, "pages": pages, "every": measures.MEASURES}, status)


# --- relations ----------------------------------------------------------------------------------------------------


@router.get("/cercles")
def circles_page(request: Request, state: StateDep, asked: AskedDep, seed: Seed = "0") -> Response:
    """Show the circles of funders, how stable they are, and who funds alone."""
    context, status = _divided(
        request, state, asked, seed, lambda drawn: relations.circles(state, asked.perimeter, drawn)
    )
    address = address_of("", asked.perimeter, seed=_told(context["seed"]))
    return page(request, "cercles.html", {**context, "address": address}, status)


@router.get("/communautes")
def communities_page(request: Request, state: StateDep, asked: AskedDep, seed: Seed = "0") -> Response:
    """Show the communities of the network of a perimeter, and how far to trust the division."""
    shown = Shown(asked.perimeter)
    context, status = _divided(request, state, asked, seed, lambda drawn: measured.communities(state, shown, drawn))
    addresses = {
        "data_url": address_of("/api/network/communities", asked.perimeter, seed=_told(context["seed"])),
        "drawn_url": address_of("/reseau", asked.perimeter, couleurs="communautes"),
    }
    return page(request, "communautes.html", {**context, **addresses}, status)


def _divided(
    request: Request, state: State, asked: Asked, seed: str, divide: Callable[[str], dict[str, Any]]
) -> tuple[dict[str, Any], int]:
    """Return a division with the form around it, and the status; with a refused seed, that of the seed 0 and why."""
    problem, status = asked.problem, asked.status
    try:
        context = divide(seed)
    except GraphError as error:
        problem, status = trouble(request, error)
        context = divide("0")
    form = {"fields": asked.fields, "choices": choices.network(state), "problem": problem}
    return {**context, **form}, status


def _told(seed: int) -> str:
    """Return a seed as an address says it: not at all when it is the default one."""
    return str(seed) if seed else ""


@router.get("/chemins")
def paths_page(
    request: Request,
    state: StateDep,
    asked: AskedDep,
    start: Annotated[str, Query(alias="from")] = "",
    end: Annotated[str, Query(alias="to")] = "",
    avoid: Annotated[list[str] | None, Query()] = None,
    busiest: Busiest = 0,
) -> Response:
    """Show how one thing is tied to another, statement by statement."""
    passed = [name for name in avoid or () if name.strip()]
    fields = {"from": choices.written(state, start), "to": choices.written(state, end), "busiest": busiest}
    context: dict[str, Any] = {"fields": {**fields, "avoid": [choices.written(state, name) for name in passed]}}
    status = 200
    if start.strip() and end.strip():
        try:
            context["answer"] = relations.chains(state, start, end, 5, passed, busiest, asked.perimeter)
        except GraphError as error:
            context["problem"], status = trouble(request, error)
    context |= {"examples": relations.examples_of_paths(state), "query": request.url.query}
    return page(request, "chemin.html", context, status)


@router.get("/manques")
def gaps_page(
    request: Request,
    state: StateDep,
    territory: Words = "",
    role: Words = gaps.ROLES[0],
    sector: Words = "",
    scope: Words = "priority",
) -> Response:
    """Show what a territory offers by sector and stage for one role, and who does elsewhere what it does not."""
    fields = {"territory": territory, "role": role, "sector": choices.chosen("secteur", sector), "scope": scope}
    context: dict[str, Any] = {"fields": _written(state, fields), "territories": gaps.territories(state)}
    status = 200
    if territory.strip():
        try:
            answer = gaps.gap_matrix(state, territory, sector, "", [role], scope)
            context |= {"answer": answer, "rows": gaps.grid(answer)}
        except GraphError as error:
            context["problem"], status = trouble(request, error)
    context |= {"roles": [(r, role_label(r)) for r in gaps.ROLES], "query": request.url.query}
    return page(request, "manques.html", {**context, "choices": choices.network(state)}, status)


@router.get("/suggestions")
def suggestions_page(request: Request, state: StateDep, filiere: Words = "", territory: Words = "") -> Response:
    """Show cooperations that the network suggests and does not have, by what they rest on."""
    fields = _written(state, {"filiere": filiere, "territory": territory})
    context: dict[str, Any] = {"fields": fields, "query": request.url.query}
    status = 200
    try:
        answer = relations.suggested(state, filiere, territory, "adamic-adar", SUGGESTED)
        fields["filiere"] = state.matcher.resolve(filiere, "filiere").id if filiere else ""
    except GraphError as error:
        context["problem"], status = trouble(request, error)
        answer = relations.suggested(state, "", "", "adamic-adar", SUGGESTED)
    context |= {"answer": answer, "groups": relations.grouped(answer["items"]), "choices": choices.network(state)}
    return page(request, "suggestions.html", context, status)


# --- comparisons --------------------------------------------------------------------------------------------------


@router.get("/comparer")
def compare_page(request: Request, state: StateDep, asked: AskedDep, left: Words = "", right: Words = "") -> Response:
    """Show two things side by side: territories, actors, schemes, dates or documents."""
    named = {"left": comparisons.written(state, left), "right": comparisons.written(state, right)}
    fields = {**asked.fields, **named}
    context: dict[str, Any] = {"fields": fields, "problem": asked.problem}
    status = asked.status
    if left.strip() and right.strip():
        try:
            answer = comparisons.compare(state, left, right, asked.perimeter)
            context |= {"answer": answer, "gathered": comparisons.gathered(answer)}
        except GraphError as error:
            context["problem"], status = trouble(request, error)
    context |= {"examples": comparisons.examples_of(state), "query": request.url.query}
    context |= {"choices": choices.network(state), "documents": state.directory.documents}
    return page(request, "comparer.html", context, status)
