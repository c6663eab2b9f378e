"""The network of a perimeter, and the statements behind its edges."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import analyses, measured, networks
from api.negotiation import answer, chosen, kept_json, kept_table
from api.paging import Cursor, Limit
from api.parameters import Brokers, PartDep, Seed, ShownDep, WholeLimit
from api.state import StateDep

router = APIRouter(prefix="/api", tags=["Réseau"])


@router.get("/network", summary="Les nœuds et les arêtes d'un périmètre")
def network(request: Request, state: StateDep, shown: ShownDep, brokers: Brokers = 0) -> Response:
    """Donne le réseau et ses positions ; une projection lie qui tient ces rôles dans un même dispositif."""
    return kept_json(request, state, ("network", shown, brokers), lambda: networks.network(state, shown, brokers))


@router.get("/network/measures/{name}", summary="Une mesure sur le réseau dessiné, nœud par nœud")
def network_measure(
    request: Request,
    state: StateDep,
    shown: ShownDep,
    limit: WholeLimit,
    name: str,
    seed: Seed = "0",
    cursor: Cursor = "",
) -> Response:
    """Donne la valeur, le rang et l'intervalle de chaque nœud, d'après les liens effectifs de ce que montre la vue."""
    given = analyses.own_parameters(request.query_params)
    context = measured.measure(state, shown, name, given, seed, limit, cursor)
    return answer(request, state, context, f"mesure-{context['measure']['id']}")


@router.get("/network/communities", summary="Les communautés du réseau dessiné")
def communities(request: Request, state: StateDep, shown: ShownDep, seed: Seed = "0") -> Response:
    """Donne les groupes plus liés entre eux qu'aux autres, leur stabilité d'un tirage à l'autre, et leurs membres."""
    return answer(request, state, measured.communities(state, shown, seed), "communautes")


@router.get("/ties", summary="Les liens d'un périmètre, en tableau")
def ties(request: Request, state: StateDep, shown: PartDep, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """Donne un énoncé par ligne avec ses sources, comme le graphe ; en CSV et XLSX, toutes les lignes."""
    format = chosen(request, ("json", "csv", "xlsx"), "json")
    if format == "json":
        return answer(request, state, networks.ties(state, shown, limit, cursor), "liens")
    rows = len(state.network)
    return kept_table(
        state, ("ties", shown, cursor), lambda: networks.ties(state, shown, rows, cursor), "liens", format
    )


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
