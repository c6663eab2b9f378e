"""The pages: each one fills a template with the context that its JSON address gives."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import answers, documents, networks, things
from api.state import StateDep
from api.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, state: StateDep) -> Response:
    """Show the search box and the three questions."""
    return page(request, "accueil.html", {"section": ""})
