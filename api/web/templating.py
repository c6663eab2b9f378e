"""Jinja2 with the site's filters; fills templates with contexts."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from graph.build import Edition
from graph.sentences import number

FOLDER = Path(__file__).parent
_COUNTED = {
    "actors": "acteurs",
    "schemes": "dispositifs, lieux et projets",
    "participations": "participations",
    "links": "liens",
    "mandates": "mandats",
    "sources": "documents",
}


def _number(value: float | Decimal | int) -> str:
    return number(Decimal(str(value)))


def _euros(value: float | Decimal | int) -> str:
    return f"{_number(value)}\u00a0€"


templates = Jinja2Templates(directory=FOLDER / "templates")
templates.env.filters |= {"nombre": _number, "euros": _euros}
templates.env.trim_blocks = True
templates.env.lstrip_blocks = True


def edition_body(edition: Edition) -> dict[str, Any]:
    """Return what the foot of every page says of the data."""
    counts = {label: edition.counts[name] for name, label in _COUNTED.items()}
    return {"data_version": edition.data_version, "built": edition.built[:10], "counts": counts}


def page(request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """Return a page made of a template and a context."""
    state = request.app.state.entrelacs
    filled = {"edition": edition_body(state.edition), "permalink": str(request.url), **context}
    return templates.TemplateResponse(request, template, filled, status)


def error_page(request: Request, problem: dict[str, Any], status: int) -> Response:
    """Return an error in the site's dress."""
    return page(request, "erreur.html", {"problem": problem}, status)
