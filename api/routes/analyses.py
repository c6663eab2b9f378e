"""Analyses: measures, cuts, circles of funders, paths, gaps, suggestions, comparisons."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import analyses, comparisons, gaps, portraits, relations
from api.negotiation import answer
from api.paging import Cursor, Limit
from api.parameters import Busiest, PerimeterDep, RankedLimit, Seed, Transversal
from api.state import StateDep
from api.web import pictures

router = APIRouter(prefix="/api", tags=["Analyses"])

NetworkName = Annotated[str, Query(description="partners : acteurs entre eux ; ties : acteurs et dispositifs.")]


@router.get("/measures", summary="Les mesures du réseau, et ce que chacune dit")
def measures(request: Request, state: StateDep) -> Response:
    """Donne les mesures déclarées, leur explication et leurs paramètres."""
    return answer(request, state, analyses.declared_measures(), "mesures")


@router.get("/measures/{name}", summary="Une mesure sur un périmètre, avec l'intervalle de chaque rang")
def measure(
    request: Request,
    state: StateDep,
    perimeter: PerimeterDep,
    limit: RankedLimit,
    name: str,
    network: NetworkName = "partners",
    seed: Seed = "0",
    cursor: Cursor = "",
) -> Response:
    """Donne valeurs et rangs avec périmètre, calcul, moteur, paramètres, graine et version des données."""
    given = analyses.own_parameters(request.query_params)
    context = analyses.measure(state, name, network, perimeter, given, seed, limit, cursor)
    return answer(request, state, context, f"mesure-{context['measure']['id']}", pictures.RANKS)


@router.get("/cuts", summary="Qui, en se retirant, couperait le réseau")
def cuts(
    request: Request, state: StateDep, perimeter: PerimeterDep, network: NetworkName = "partners", limit: Limit = 50
) -> Response:
    """Donne les acteurs dont le retrait coupe le réseau, en combien de morceaux, et qui serait coupé des autres."""
    return answer(request, state, analyses.cuts(state, network, perimeter, limit), "coupures")


@router.get("/circles", summary="Les cercles de financeurs qui travaillent ensemble")
def circles(request: Request, state: StateDep, perimeter: PerimeterDep, seed: Seed = "0") -> Response:
    """Donne les cercles, leur stabilité d'un tirage à l'autre, et qui finance seul."""
    return answer(request, state, relations.circles(state, perimeter, seed), "cercles")


@router.get("/paths", summary="Comment deux choses sont liées")
def paths(
    request: Request,
    state: StateDep,
    perimeter: PerimeterDep,
    start: Annotated[str, Query(alias="from", description="D'où : identifiant ou nom.")],
    end: Annotated[str, Query(alias="to", description="Jusqu'où : identifiant ou nom.")],
    count: Annotated[int, Query(ge=1, le=50, description="Nombre de chemins.")] = 5,
    avoid: Annotated[list[str] | None, Query(description="Sans passer par ; répétable.")] = None,
    busiest: Busiest = 0,
) -> Response:
    """Donne les plus courtes suites d'énoncés, chaque pas avec ses sources."""
    context = relations.chains(state, start, end, count, avoid or (), busiest, perimeter)
    return answer(request, state, context, "chemins")


@router.get("/gaps", summary="Ce qu'un territoire couvre ou non : secteur, étape, rôle")
def gap_matrix(
    request: Request,
    state: StateDep,
    territory: Annotated[str, Query(description="Territoire : code, identifiant ou nom.")],
    sector: Annotated[str, Query(description="Un seul secteur.")] = "",
    stage: Annotated[str, Query(description="Une seule étape.")] = "",
    role: Annotated[list[str] | None, Query(description="Rôles ; répétable. Par défaut, les quatre besoins.")] = None,
    scope: Annotated[
        str, Query(description="priority : secteurs de ses filières ; told : tous ceux que disent les sources.")
    ] = "priority",
) -> Response:
    """Distingue ce qui est couvert, ce qui ne l'est pas, ce dont les sources ne disent rien ; et qui le fait ailleurs.

    `general` et `untold` donnent, une fois pour toutes, les dispositifs dont ni le secteur ni l'étape ne sont dits.
    """
    context = gaps.gap_matrix(state, territory, sector, stage, role or (), scope)
    return answer(request, state, context, f"manques-{context['territory']['id']}", pictures.GAPS)


@router.get("/suggestions", summary="Des coopérations que le réseau suggère et n'a pas")
def suggestions(
    request: Request,
    state: StateDep,
    filiere: Annotated[str, Query(description="Filière : identifiant ou nom.")] = "",
    territory: Annotated[str, Query(description="Territoire : code, identifiant ou nom.")] = "",
    method: Annotated[str, Query(description="adamic-adar ou resource-allocation.")] = "adamic-adar",
    limit: Limit = 20,
) -> Response:
    """Donne chaque paire avec sa raison en une phrase et les preuves, et ce que valent de telles propositions."""
    return answer(request, state, relations.suggested(state, filiere, territory, method, limit), "suggestions")


@router.get("/filieres/{id}/portrait", summary="Une filière en chiffres, et face au même secteur ailleurs")
def portrait(request: Request, state: StateDep, id: str, transversal: Transversal = False) -> Response:
    """Donne qui travaille avec qui, les intermédiaires, les couples de rôles, les ponts, les étapes.

    `items` met la filière, d'abord, à côté de celles du même secteur ou d'un secteur voisin ailleurs.
    """
    context = portraits.portrait(state, id, transversal)
    return answer(request, state, context, f"portrait-{context['filiere']['id']}")


@router.get("/compare", summary="Deux territoires, acteurs, dispositifs, dates ou listes de documents côte à côte")
def compare(
    request: Request,
    state: StateDep,
    perimeter: PerimeterDep,
    left: Annotated[
        str,
        Query(
            description="Un territoire, un acteur, un dispositif, une édition, une date (AAAA-MM-JJ ou AAAA), "
            "ou des documents (000,002)."
        ),
    ] = "",
    right: Annotated[str, Query(description="L'autre, de même nature.")] = "",
) -> Response:
    """Donne ce qui est commun et ce qui n'est que d'un côté, en noms et en chiffres.

    `items` a une ligne par chose comparée, avec ses sources. Le périmètre vaut entre deux dates ou deux listes de
    documents ; ce qu'un document ne dit pas n'a pas disparu pour autant.
    """
    context = comparisons.compare(state, left, right, perimeter)
    return answer(request, state, context, "comparaison", pictures.COMPARED)
