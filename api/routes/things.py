"""Lists, single things with their statements as tables, and search."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import actors, lists, overview, schemes, searches, territories, things
from api.filters import FiltersDep
from api.negotiation import answer, json
from api.paging import Cursor, Limit
from api.parameters import DayDep, Depth, WholeLimit
from api.state import StateDep

router = APIRouter(prefix="/api", tags=["Choses"])


@router.get("/overview", summary="Ce que contient le graphe, et par où commencer")
def whole(state: StateDep) -> Response:
    """Donne les nombres, les documents, un exemple de chaque question, les étapes et secteurs des dispositifs."""
    return json(state, overview.overview(state))


@router.get("/search", summary="Chercher une chose par son nom ou son code")
def search(
    request: Request,
    state: StateDep,
    q: Annotated[
        str, Query(description="Le nom, même mal écrit, un sigle, un ancien nom, un SIREN, un code COG.")
    ] = "",
    type: Annotated[list[str] | None, Query(description="Types de choses à garder ; répétable.")] = None,
    limit: Limit = 20,
) -> Response:
    """Donne les choses classées ; accents, casse, fautes de frappe et anciens noms sont pardonnés.

    `unheard` : les mots qu'aucun nom ne contient ; `links` : les référents ou les dispositifs que demande la question.
    """
    return answer(request, state, searches.search(state, q, type or (), limit), "recherche")


@router.get("/actors", summary="Les acteurs, avec leurs facettes")
def all_actors(
    request: Request, state: StateDep, filters: FiltersDep, limit: WholeLimit, cursor: Cursor = ""
) -> Response:
    """Donne une page des organisations, services et personnes ; en CSV et XLSX, la liste entière.

    `type=actor` laisse les personnes, comme le font les comptes des pages ; `type=person` ne garde qu'elles.
    """
    return answer(request, state, lists.list_of(state, "actors", filters, limit, cursor), "acteurs")


@router.get("/schemes", summary="Les dispositifs, éditions, lieux, projets et instances")
def all_schemes(
    request: Request, state: StateDep, filters: FiltersDep, limit: WholeLimit, cursor: Cursor = ""
) -> Response:
    """Donne une page des dispositifs et, dans `wider`, ce que les filtres écartent et qui peut servir."""
    return answer(request, state, lists.list_of(state, "schemes", filters, limit, cursor), "dispositifs")


@router.get("/filieres", summary="Les filières")
def all_filieres(
    request: Request, state: StateDep, filters: FiltersDep, limit: WholeLimit, cursor: Cursor = ""
) -> Response:
    """Donne une page des filières et secteurs prioritaires des territoires."""
    return answer(request, state, lists.list_of(state, "filieres", filters, limit, cursor), "filieres")


@router.get("/territories", summary="Les territoires dont parlent les sources")
def all_territories(
    request: Request, state: StateDep, filters: FiltersDep, limit: WholeLimit, cursor: Cursor = ""
) -> Response:
    """Donne une page des territoires."""
    return answer(request, state, lists.list_of(state, "territories", filters, limit, cursor), "territoires")


@router.get("/actors/{id}", summary="Un acteur et tout ce qui en est dit")
def actor(state: StateDep, id: str, day: DayDep, depth: Depth = 1) -> Response:
    """Donne l'acteur, ses énoncés, ses rôles, ses premiers cofinanceurs, ses environs, sa place dans le réseau.

    `depth` et `as_of` ne valent que pour les environs. `ranks` est vide pour qui n'a pas de rang.
    """
    return json(state, actors.actor(state, id, depth, day))


@router.get("/schemes/{id}", summary="Un dispositif et tout ce qui en est dit")
def scheme(state: StateDep, id: str, day: DayDep, depth: Depth = 1) -> Response:
    """Donne le dispositif, ses énoncés, son tour de table, ses éditions, ses bénéficiaires, ses semblables ailleurs.

    `depth` et `as_of` ne valent que pour les environs.
    """
    return json(state, schemes.scheme(state, id, depth, day))


@router.get("/filieres/{id}", summary="Une filière et tout ce qui en est dit")
def filiere(state: StateDep, id: str) -> Response:
    """Donne la filière et ses énoncés ; son réseau est à /network."""
    return json(state, things.one(state, "filieres", id))


@router.get("/territories/{id}", summary="Un territoire et tout ce qui en est dit")
def territory(state: StateDep, id: str) -> Response:
    """Donne le territoire : chiffres, filières, référents, dispositifs par étape et secteur, organisations, voisins."""
    return json(state, territories.territory(state, id))


@router.get("/actors/{id}/neighbours", summary="Les voisins d'un acteur, à un ou deux pas")
def neighbours(
    request: Request,
    state: StateDep,
    id: str,
    limit: WholeLimit,
    depth: Depth = 1,
    cursor: Cursor = "",
) -> Response:
    """Donne une page des voisins, les plus proches et les plus liés d'abord."""
    return answer(request, state, things.neighbours(state, id, depth, limit, cursor), "voisins")


@router.get("/actors/{id}/statements", summary="Les énoncés sur un acteur, en tableau")
def actor_statements(request: Request, state: StateDep, id: str) -> Response:
    """Donne une ligne par énoncé, avec statut et passages cités."""
    context = things.statements_of(state, "actors", id)
    return answer(request, state, context, f"enonces-{context['thing']['id']}")


@router.get("/schemes/{id}/statements", summary="Les énoncés sur un dispositif, en tableau")
def scheme_statements(request: Request, state: StateDep, id: str) -> Response:
    """Donne une ligne par énoncé, avec statut et passages cités."""
    context = things.statements_of(state, "schemes", id)
    return answer(request, state, context, f"enonces-{context['thing']['id']}")


@router.get("/filieres/{id}/statements", summary="Les énoncés sur une filière, en tableau")
def filiere_statements(request: Request, state: StateDep, id: str) -> Response:
    """Donne une ligne par énoncé, avec statut et passages cités."""
    context = things.statements_of(state, "filieres", id)
    return answer(request, state, context, f"enonces-{context['thing']['id']}")


@router.get("/territories/{id}/statements", summary="Les énoncés sur un territoire, en tableau")
def territory_statements(request: Request, state: StateDep, id: str) -> Response:
    """Donne une ligne par énoncé, avec statut et passages cités."""
    context = things.statements_of(state, "territories", id)
    return answer(request, state, context, f"enonces-{context['thing']['id']}")
