"""Documents, contradictions and vocabularies."""

from fastapi import APIRouter, Request, Response

from api.contexts import documents
from api.negotiation import answer, json
from api.state import StateDep

router = APIRouter(prefix="/api", tags=["Sources"])


@router.get("/sources", summary="Les documents lus")
def sources(request: Request, state: StateDep) -> Response:
    """Donne les documents, leur éditeur, leur date et leur empreinte."""
    return answer(request, state, documents.sources(state), "sources")


@router.get("/sources/{id}", summary="Tout ce qui a été lu dans un document")
def source(request: Request, state: StateDep, id: str) -> Response:
    """Donne les énoncés lus, dans l'ordre des lignes du document."""
    return answer(request, state, documents.source(state, id), f"source-{id}")


@router.get("/contradictions", summary="Les sources se contredisent")
def contradictions(request: Request, state: StateDep) -> Response:
    """Donne chaque désaccord avec ses côtés et leurs passages ; rien n'y est tranché."""
    return answer(request, state, documents.disagreements(state), "contradictions")


@router.get("/vocabularies", summary="Les vocabulaires et leurs définitions")
def vocabularies(state: StateDep) -> Response:
    """Donne les rôles, natures, étapes, secteurs … avec leurs définitions."""
    return json(state, documents.vocabularies())
