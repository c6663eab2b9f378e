"""What a form asks for and what it says back: its fields as written, what was not understood, where to go instead."""

from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from api.addresses import path_of
from api.contexts import choices
from api.contexts.shown import Shown
from api.contexts.things import TIED
from api.errors import status_of
from api.parameters import WrittenDep, WrittenPart, understood
from api.state import State, StateDep
from graph.errors import Candidate, GraphError
from graph.perimeter import WHOLE, Perimeter

Words = Annotated[str, Query()]
_ADVICE = [("vérifier l’orthographe, ou écrire le début du nom et choisir dans la liste", "")]


@dataclass(frozen=True)
class Asked:
    """What a form asks for: the perimeter, what was written in each field, and why it could not be understood."""

    perimeter: Perimeter
    fields: dict[str, Any]
    problem: dict[str, Any] | None = None
    status: int = HTTPStatus.OK


def _asked(request: Request, state: StateDep, written: WrittenDep) -> Asked:
    fields = asdict(written) | written.repeated
    fields["status"] = fields["status"] or list(WHOLE.statuses)
    try:
        perimeter = understood(state, written)
        named = {
            "territory": choices.written(state, perimeter.territory, "territory"),
            "filiere": perimeter.filiere,
            "sector": perimeter.sector,
        }
        return Asked(perimeter, fields | named)
    except GraphError as error:
        return Asked(WHOLE, fields, *trouble(request, error))


AskedDep = Annotated[Asked, Depends(_asked)]


def viewed(request: Request, state: State, asked: Asked, written: WrittenPart) -> tuple[Asked, Shown]:
    """Return what a form asks for with the part of its network to show; the whole of it when that means nothing."""
    fields = {**asked.fields, "around": choices.written(state, written.around, *TIED), "depth": written.depth}
    if asked.problem:
        return replace(asked, fields=fields), Shown()
    try:
        return replace(asked, fields=fields), written.understood(state, asked.perimeter)
    except GraphError as error:
        problem, status = trouble(request, error)
        return replace(asked, fields=fields, problem=problem, status=status), Shown()


def trouble(request: Request, error: GraphError) -> tuple[dict[str, Any], int]:
    """Return what a form says of a value that it did not understand, this page with each candidate; the status."""
    found: list[Candidate] = getattr(error, "candidates", [])
    given = [name for name, value in request.query_params.multi_items() if f"« {value} »" in error.message]
    tries = [(f"{c.label} ({c.kind})" if c.kind else c.label, changed(request, given[0], c.id)) for c in found if given]
    why = "" if tries else error.hint[:1].upper() + error.hint[1:]
    return {"title": error.message, "why": why, "tries": tries or ([] if why else _ADVICE)}, status_of(error)


def changed(request: Request, name: str, value: str) -> str:
    """Return the address of this page, from its first row on, with one parameter changed."""
    return path_of(request.url.remove_query_params("cursor").include_query_params(**{name: value}))
