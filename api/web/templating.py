"""Jinja2 with the site's filters; fills templates with contexts."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import select_autoescape

from api.addresses import path_of, site_of
from api.contexts import overview
from api.state import State
from api.web.lettering import shortened, wrapped
from api.web.typography import typeset
from graph.measures import MEASURES
from graph.sentences import french_date, joined, nobody_named, number, period

FOLDER = Path(__file__).parent
_COUNTED = {
    "actors": "organisations et services",
    "schemes": "dispositifs, lieux et projets",
    "ties": "participations et liens effectifs",
    "statements": "énoncés",
    "documents": "documents",
}


def _number(value: float | Decimal | int) -> str:
    return number(Decimal(str(value)))


def _euros(value: float | Decimal | int) -> str:
    return f"{_number(value)}\u00a0€"


templates = Jinja2Templates(directory=FOLDER / "templates")
templates.env.filters |= {
    "nombre": _number,
    "euros": _euros,
    "date": french_date,
    "joined": joined,
    "nobody_named": nobody_named,
    "period": period,
    "shortened": shortened,
    "wrapped": wrapped,
}
templates.env.globals["declared_measures"] = MEASURES
templates.env.autoescape = select_autoescape(("html", "svg"))
templates.env.trim_blocks = True
templates.env.lstrip_blocks = True


def compile_all() -> None:
    """Compile every template, which otherwise the first reader of each page waits for."""
    for name in templates.env.list_templates():
        templates.get_template(name)


def edition_body(state: State) -> dict[str, Any]:
    """Return what the foot of every page says of the data, counted as the first page counts it."""
    held = {**overview.counts(state), "documents": len(state.documents)}
    return {**_version(state), "counts": {label: held[name] for name, label in _COUNTED.items()}}


def _version(state: State) -> dict[str, Any]:
    return {"data_version": state.edition.data_version, "built": state.edition.built[:10]}


def page(request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """Return a page made of a template and a context."""
    return _page(request, template, context, status, edition_body(request.app.state.entrelacs))


def error_page(request: Request, problem: dict[str, Any], status: int) -> Response:
    """Return an error in the site's dress, without the counts of its foot: the store may be what fails."""
    return _page(request, "erreur.html", {"problem": problem}, status, _version(request.app.state.entrelacs))


def _page(request: Request, template: str, context: dict[str, Any], status: int, edition: dict[str, Any]) -> Response:
    state = request.app.state.entrelacs
    about = context.get("thing") or context.get("filiere") or {}
    address = site_of(request, state.settings.public_url) + path_of(request.url)
    told = {"thing": about, "address": address, "version": edition["data_version"]}
    filled = {
        "edition": edition,
        "permalink": address,
        "contact": state.settings.contact,
        "correction": correction(state.settings.contact, told),
        **context,
    }
    filled["request"] = request
    return HTMLResponse(typeset(templates.get_template(template).render(filled)), status)


def correction(contact: str, told: dict[str, Any]) -> str:
    """Return where a correction goes: the contact, with a letter begun when it is an e-mail address; or how to correct.

    `told` is what the letter says of the page: thing (label and id, or nothing), address, version of the data.
    """
    if contact.startswith("https://") or not contact:
        return contact or "/a-propos#corriger"
    subject, _, body = templates.get_template("correction.txt").render(told).partition("\n\n")
    query = urlencode({"subject": subject, "body": body.replace("\n", "\r\n")}, quote_via=quote)
    return f"mailto:{quote(contact, safe='@+')}?{query}"
