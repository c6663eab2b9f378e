"""The ready questions: the catalogue, and each one's answer."""

from fastapi import APIRouter, Request, Response

from api.contexts import questions
from api.negotiation import answer
from api.paging import Cursor
from api.parameters import WholeLimit
from api.state import StateDep

router = APIRouter(prefix="/api/questions", tags=["Questions toutes prêtes"])


@router.get("", summary="Le catalogue des questions toutes prêtes")
def catalogue(request: Request, state: StateDep) -> Response:
    """Donne chaque question avec ce qu'elle demande : nom du paramètre, nature, explication, exemple."""
    return answer(request, state, questions.catalogue_of(state), "questions")


@router.get("/{name}", summary="La réponse à une question toute prête")
def one(request: Request, state: StateDep, name: str, limit: WholeLimit, cursor: Cursor = "") -> Response:
    """Donne les lignes de la réponse, les documents cités et le SPARQL posé.

    Les paramètres de la question (`acteur=`, `territoire=` …, voir /api/questions) acceptent un identifiant, un code ou
    un nom. En CSV et XLSX, la réponse entière.
    """
    return answer(request, state, questions.answer(state, name, dict(request.query_params), limit, cursor), name)
