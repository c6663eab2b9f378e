"""Documents, contradictions and vocabularies."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import disagreements, documents, reference, terms, vocabulary
from api.negotiation import answer, chosen, json, table
from api.state import StateDep

router = APIRouter(prefix="/api", tags=["Sources"])

KindParameter = Annotated[
    str, Query(description="Nature : participation, link, mandate, amount, figure, name ou contradiction.")
]
TerritoryParameter = Annotated[str, Query(description="Territoire et ce qu'il contient : code, identifiant ou nom.")]
SourceParameter = Annotated[str, Query(description="Document : 000 à 004.")]


@router.get("/edition", summary="Les données en service : version, date, comptes")
def edition(state: StateDep) -> Response:
    """Donne la version et la date des données, le nombre de lignes de chaque table et de liens de chaque statut."""
    return json(state, reference.edition(state))


@router.get("/sources", summary="Les documents lus")
def sources(request: Request, state: StateDep) -> Response:
    """Donne les documents, leur éditeur, leur date, leur empreinte et le nombre d'énoncés lus de chaque nature."""
    return answer(request, state, documents.sources(state), "sources")


@router.get("/sources/{id}", summary="Tout ce qui a été lu dans un document")
def source(request: Request, state: StateDep, id: str, kind: KindParameter = "") -> Response:
    """Donne les énoncés lus, les noms et les désaccords, dans l'ordre des lignes du document."""
    return answer(request, state, documents.source(state, id, kind), f"source-{id}")


@router.get("/contradictions", summary="Les sources se contredisent")
def contradictions(
    request: Request, state: StateDep, territory: TerritoryParameter = "", source: SourceParameter = ""
) -> Response:
    """Donne chaque désaccord avec ses côtés et leurs passages, un côté par ligne en tableur ; rien n'est tranché."""
    context = disagreements.disagreements(state, territory, source)
    format = chosen(request, ("json", "csv", "xlsx"), "json")
    if format == "json":
        return json(state, context)
    return table(state, disagreements.by_side(context), "contradictions", format)


@router.get("/vocabularies", summary="Les vocabulaires et leurs définitions")
def vocabularies(request: Request, state: StateDep) -> Response:
    """Donne les rôles, natures, étapes, secteurs … avec leurs définitions."""
    return answer(request, state, vocabulary.vocabularies(), "vocabulaires")


@router.get("/terms", summary="Les classes, propriétés et mots qu'une requête SPARQL peut nommer")
def all_terms(request: Request, state: StateDep) -> Response:
    """Donne les termes employés dans le graphe, leur nom court, leur libellé et leurs emplois, et les préfixes."""
    return answer(request, state, terms.terms(state), "termes")


@router.get("/vocabularies/{id}", summary="Un vocabulaire")
def one_vocabulary(request: Request, state: StateDep, id: str) -> Response:
    """Donne les mots d'un vocabulaire (role, secteur, etape …), avec définition, autres noms et terme plus large."""
    return answer(request, state, vocabulary.vocabulary(id), f"vocabulaire-{id}")
