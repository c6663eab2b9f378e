"""Lists, single things and search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.contexts import things
from api.contexts.things import Filters
from api.negotiation import answer, json
from api.paging import Cursor, Limit
from api.state import StateDep

router = APIRouter(prefix="/api", tags=["Choses"])


def _filters(
    q: Annotated[str, Query(description="Mots du nom.")] = "",
    type: Annotated[str, Query(description="Type : actor, person, scheme, edition, place, project, body.")] = "",
    kind: Annotated[str, Query(description="Nature, par exemple « cress » ou « fonds-amorcage ».")] = "",
    territory: Annotated[str, Query(description="Territoire : code, identifiant ou nom.")] = "",
    sector: Annotated[str, Query(description="Secteur, avec les plus étroits.")] = "",
    stage: Annotated[str, Query(description="Étape de vie d'un projet.")] = "",
    status: Annotated[str, Query(description="Statut : actual, planned, past, excluded.")] = "",
) -> Filters:
    return Filters(q, type, kind, territory, sector, stage, status)


FiltersDep = Annotated[Filters, Depends(_filters)]


@router.get("/search", summary="Chercher une chose par son nom ou son code")
def search(
    request: Request,
    state: StateDep,
    q: Annotated[str, Query(description="Le nom, même mal écrit, un sigle, un ancien nom, un SIREN, un code COG.")] = "",
    type: Annotated[list[str] | None, Query(description="Types de choses à garder ; répétable.")] = None,
    limit: Limit = 20,
) -> Response:
    """Donne les choses classées ; accents, casse, fautes de frappe et anciens noms sont pardonnés."""
    return answer(request, state, things.search(state, q, type or (), limit), "recherche")


@router.get("/actors", summary="Les acteurs, avec leurs facettes")
def actors(request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """Donne une page des organisations, services et personnes."""
    return answer(request, state, things.list_of(state, "actors", filters, limit, cursor), "acteurs")


@router.get("/schemes", summary="Les dispositifs, éditions, lieux, projets et instances")
def schemes(request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """Donne une page des dispositifs ; filtrables par étape, secteur et territoire."""
    return answer(request, state, things.list_of(state, "schemes", filters, limit, cursor), "dispositifs")


@router.get("/filieres", summary="Les filières")
def filieres(request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """Donne une page des filières et secteurs prioritaires des territoires."""
    return answer(request, state, things.list_of(state, "filieres", filters, limit, cursor), "filieres")


@router.get("/territories", summary="Les territoires dont parlent les sources")
def territories(
    request: Request, state: StateDep, filters: FiltersDep, limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    """Donne une page des territoires."""
    return answer(request, state, things.list_of(state, "territories", filters, limit, cursor), "territoires")


@router.get("/actors/{id}", summary="Un acteur et tout ce qui en est dit")
def actor(state: StateDep, id: str) -> Response:
    """Donne l'acteur, ses énoncés avec rang, statut et sources, et les contradictions qui le concernent."""
    return json(state, things.one(state, "actors", id))


@router.get("/schemes/{id}", summary="Un dispositif et tout ce qui en est dit")
def scheme(state: StateDep, id: str) -> Response:
    """Donne le dispositif, ses énoncés avec rang, statut et sources, et les contradictions qui le concernent."""
    return json(state, things.one(state, "schemes", id))


@router.get("/filieres/{id}", summary="Une filière et tout ce qui en est dit")
def filiere(state: StateDep, id: str) -> Response:
    """Donne la filière et ses énoncés ; son réseau est à /network."""
    return json(state, things.one(state, "filieres", id))


@router.get("/territories/{id}", summary="Un territoire et tout ce qui en est dit")
def territory(state: StateDep, id: str) -> Response:
    """Donne le territoire : chiffres, mandats, ce qui le contient."""
    return json(state, things.one(state, "territories", id))


@router.get("/actors/{id}/neighbours", summary="Les voisins d'un acteur, à un ou deux pas")
def neighbours(
    request: Request,
    state: StateDep,
    id: str,
    depth: Annotated[int, Query(ge=1, le=2, description="Nombre de pas : 1 ou 2.")] = 1,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Donne une page des voisins, les plus proches et les plus liés d'abord."""
    return answer(request, state, things.neighbours(state, id, depth, limit, cursor), f"voisins-{id}")
