"""The network of a perimeter, and the statements behind its edges."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import networks
from api.negotiation import answer, json
from api.parameters import PerimeterDep
from api.state import StateDep
from graph import statements
from graph.errors import BadParameter
from graph.perimeter import resolve_role

router = APIRouter(prefix="/api", tags=["Réseau"])


@router.get("/network", summary="Les nœuds et les arêtes d'un périmètre")
def network(
    state: StateDep,
    perimeter: PerimeterDep,
    projection: Annotated[str, Query(description="Couple de rôles « financeur,financeur » : projette sur les acteurs.")] = "",
    around: Annotated[str, Query(description="Une chose : ne garde que ses environs.")] = "",
    depth: Annotated[int, Query(ge=1, le=2, description="Nombre de pas autour d'elle.")] = 1,
) -> Response:
    """Donne le réseau avec ses positions ; une projection lie les acteurs qui tiennent ces rôles dans le même dispositif."""
    if around:
        return json(state, networks.surroundings(state, state.matcher.resolve(around).id, depth, perimeter))
    if projection:
        pair = projection.split(",")
        if len(pair) != 2:
            raise BadParameter(f"projection « {projection} » illisible.", "donnez deux rôles séparés par une virgule")
        return json(state, networks.projection(state, (resolve_role(pair[0]), resolve_role(pair[1])), perimeter))
    return json(state, networks.network(state, perimeter))


@router.get("/statements", summary="Des énoncés, par leurs identifiants")
def some_statements(
    request: Request,
    state: StateDep,
    facts: Annotated[str, Query(description="Identifiants séparés par des virgules, 100 au plus.")] = "",
) -> Response:
    """Donne chaque énoncé en une phrase, avec ses sources ; un identifiant inconnu est ignoré."""
    ids = [id for id in facts.split(",") if id][:100]
    found = [s for id in ids if (s := statements.by_id(state.store, id))]
    return answer(request, state, {"items": state.bodies.statements(found), "total": len(found)}, "enonces")
