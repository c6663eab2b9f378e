"""Pages of documents, of words and of the project itself."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.addresses import site_of
from api.contexts import disagreements, documents, reference, vocabulary
from api.state import StateDep
from api.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/sources")
def sources(request: Request, state: StateDep) -> Response:
    """Show the documents that were read."""
    return page(request, "sources.html", {**documents.sources(state), "kinds": documents.KINDS})


@router.get("/sources/{id}")
def source(request: Request, state: StateDep, id: str, kind: str = "", ligne: str = "") -> Response:
    """Show what was read in a document, line by line, around the line asked for."""
    return page(request, "source.html", documents.leaf(state, id, kind, ligne))


@router.get("/contradictions")
def contradictions(request: Request, state: StateDep, territory: str = "", source: str = "") -> Response:
    """Show where documents disagree, by territory and thing."""
    context = disagreements.disagreements(state, territory, source)
    return page(request, "contradictions.html", {**context, "groups": disagreements.by_thing(context)})


@router.get("/vocabulaire")
def vocabularies(request: Request) -> Response:
    """Show every word of the graph with its definition."""
    return page(request, "vocabulaire.html", vocabulary.vocabularies())


@router.get("/api")
def interface(request: Request, state: StateDep) -> Response:
    """Show what programs may ask for."""
    openapi: dict[str, Any] = request.app.openapi()
    base = site_of(request, state.settings.public_url)
    return page(request, "api.html", {**reference.reference(state, openapi, base), "about": reference.edition(state)})


@router.get("/a-propos")
def about(request: Request, state: StateDep) -> Response:
    """Show the method, its limits, the licences and how to correct."""
    told = {"about": reference.edition(state), "documents": documents.sources(state)["items"]}
    return page(request, "a_propos.html", {**told, "disputed": len(state.record.contradictions)})
