"""One error shape (RFC 9457) and one table from error class to status; pages get the same words in the site's dress."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from api.addresses import page_of, path_of, successor
from api.middleware import dress
from api.refusals import in_french
from api.web import templating
from graph.errors import (
    AmbiguousName,
    BadParameter,
    Candidate,
    DataError,
    GraphError,
    QueryRefused,
    QueryTooLong,
    RemovedThing,
    StoreUnavailable,
    UnknownThing,
)

STATUSES: dict[type[GraphError], HTTPStatus] = {
    UnknownThing: HTTPStatus.NOT_FOUND,
    AmbiguousName: HTTPStatus.UNPROCESSABLE_ENTITY,
    BadParameter: HTTPStatus.UNPROCESSABLE_ENTITY,
    QueryRefused: HTTPStatus.BAD_REQUEST,
    QueryTooLong: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    DataError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
TITLES = {
    400: "Demande refusée",
    404: "Introuvable",
    405: "Méthode non permise",
    406: "Format non proposé",
    410: "Retiré",
    422: "Paramètre à corriger",
    500: "Erreur du serveur",
    503: "Momentanément indisponible",
}
MACHINE_PATHS = ("/api/", "/sparql", "/exports", "/healthz", "/readyz")


def status_of(error: GraphError) -> HTTPStatus:
    """Return the status that answers an error."""
    return next((s for kind, s in STATUSES.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def problem(
    request: Request, status: int, detail: str, hint: str = "", candidates: list[Candidate] | None = None
) -> Response:
    """Return an error as problem+json under /api, and as a page elsewhere."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    if hint:
        body["hint"] = hint
    if candidates:
        body["candidates"] = [{**asdict(c), "url": page_of(c)} for c in candidates]
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if request.url.path.startswith(MACHINE_PATHS) or "text/html" not in request.headers.get("accept", ""):
        return Response(orjson.dumps(body), status, headers, "application/problem+json")
    return templating.error_page(request, body, status)


def install(app: FastAPI) -> None:
    """Register the handlers of every error that a request may meet."""
    app.add_exception_handler(GraphError, _graph_error)
    app.add_exception_handler(RemovedThing, _removed)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)


def _graph_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, GraphError)
    return problem(request, status_of(error), error.message, error.hint, getattr(error, "candidates", None))


def _removed(request: Request, error: Exception) -> Response:
    """Answer 410 at the addresses of a removed thing, or lead to those of what replaced it; elsewhere it is unknown."""
    assert isinstance(error, RemovedThing)
    if error.id not in request.path_params.values():
        return _graph_error(request, error)
    if not error.candidates:
        return problem(request, HTTPStatus.GONE, error.message)
    heir = request.app.state.entrelacs.directory[error.candidates[0].id]
    return RedirectResponse(path_of(request.url.replace(path=successor(request.url.path, heir))), 308)


def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = [f"« {e['loc'][-1]} » : {in_french(e)}" for e in error.errors()]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "Paramètre refusé : " + " ; ".join(told) + ".")


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    details = {404: "Cette adresse n'existe pas.", 405: "Cette adresse n'accepte pas cette méthode."}
    return problem(request, error.status_code, details.get(error.status_code, str(error.detail)))


def _unforeseen(request: Request, error: Exception) -> Response:
    """Answer 500; Starlette then raises the error again, for the server's log. No middleware is passed on the way."""
    detail = "Le serveur n'a pas su répondre : l'erreur est de son fait, et notée dans son journal."
    answer = problem(
        request, HTTPStatus.INTERNAL_SERVER_ERROR, detail, "réessayez, ou signalez l'adresse de cette page"
    )
    dress(answer.headers, request.url.path)
    return answer
