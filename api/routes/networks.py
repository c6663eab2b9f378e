"""The network of a perimeter, and the statements behind its edges."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import networks
from api.negotiation import answer, chosen, json
from api.paging import Cursor, Limit
from api.parameters import PerimeterDep
from api.state import StateDep
from graph.errors import BadParameter
from graph.perimeter import resolve_role

router = APIRouter(prefix="/api", tags=["Réseau"])

Transversal = Annotated[
    bool, Query(description="D'une filière : avec les partenaires des dispositifs qui servent plusieurs filières.")
]


@router.get("/network", summary="Les nœuds et les arêtes d'un périmètre")
def network(
    state: StateDep,
    perimeter: PerimeterDep,
    projection: Annotated[
        str, Query(description="Couple de rôles « financeur,financeur » : projette sur les acteurs.")
    ] = "",
    around: Annotated[str, Query(description="Une chose : ne garde que ses environs.")] = "",
    depth: Annotated[int, Query(ge=1, le=2, description="Nombre de pas autour d'elle.")] = 1,
    transversal: Transversal = True,
    min_shared: Annotated[
        int, Query(ge=1, description="D'une projection : nombre minimal de dispositifs partagés.")
    ] = 1,
) -> Response:
    """Donne le réseau et ses positions ; une projection lie qui tient ces rôles dans un même dispositif."""
    if around:
        return json(state, networks.surroundings(state, state.matcher.resolve(around).id, depth, perimeter))
    if projection:
        pair = projection.split(",")
        if len(pair) != 2:
            raise BadParameter(f"projection « {projection} » illisible.", "donnez deux rôles séparés par une virgule")
        roles = resolve_role(pair[0]), resolve_role(pair[1])
        return json(state, networks.projection(state, roles, perimeter, min_shared))
    return json(state, networks.network(state, perimeter, transversal))


@router.get("/ties", summary="Les liens d'un périmètre, en tableau")
def ties(
    request: Request,
    state: StateDep,
    perimeter: PerimeterDep,
    transversal: Transversal = True,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Donne un énoncé par ligne avec ses sources, comme le graphe ; en CSV et XLSX, toutes les lignes."""
    is_file = chosen(request, ("json", "csv", "xlsx"), "json") != "json"
    context = networks.ties(state, perimeter, len(state.network) if is_file else limit, cursor, transversal)
    return answer(request, state, context, "liens")


@router.get("/statements", summary="Des énoncés, par leurs identifiants")
def some_statements(
    request: Request,
    state: StateDep,
    facts: Annotated[str, Query(description="Identifiants séparés par des virgules, 100 au plus.")] = "",
) -> Response:
    """Donne chaque énoncé en une phrase, avec ses sources ; un identifiant inconnu est ignoré."""
    ids = [id for id in facts.split(",") if id][:100]
    found = state.record.several(ids)
    return answer(request, state, {"items": state.bodies.statements(found), "total": len(found)}, "enonces")
