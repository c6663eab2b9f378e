"""The three questions: who co-funds what, the referents, a filière's network."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contexts import answers, cofunding, filieres, networks
from api.contexts import referents as glance
from api.negotiation import answer, json
from api.paging import Cursor, Limit
from api.parameters import LARGEST, MinShared, PairsLimit, PerimeterDep, Transversal
from api.state import StateDep
from api.web import pictures

router = APIRouter(prefix="/api", tags=["Questions"])


@router.get("/schemes/{id}/funders", summary="Qui finance ce dispositif : le tour de table")
def funders(request: Request, state: StateDep, id: str) -> Response:
    """Donne chaque financeur, avec rôle, montant ou fourchette, instrument, part et sources ; puis les partenaires."""
    context = answers.funders(state, id)
    return answer(request, state, context, f"tour-de-table-{context['scheme']['id']}", pictures.TOUR)


@router.get("/actors/{id}/cofunders", summary="Avec qui cet acteur finance")
def cofunders(request: Request, state: StateDep, perimeter: PerimeterDep, id: str) -> Response:
    """Donne les cofinanceurs classés : dispositifs partagés, sommes dites par les sources, années."""
    context = answers.cofunders(state, id, perimeter)
    return answer(request, state, context, f"cofinanceurs-{context['actor']['id']}")


@router.get("/cofunding", summary="Les couples de financeurs des mêmes dispositifs")
def pairs(
    request: Request,
    state: StateDep,
    perimeter: PerimeterDep,
    limit: PairsLimit,
    min_shared: MinShared = 1,
    weighting: Annotated[
        str,
        Query(
            description="simple : dispositifs partagés ; newman : chacun divisé par n - 1 ; euros : la moindre somme."
        ),
    ] = "simple",
    inferred: Annotated[
        bool,
        Query(description="Ajoute, marqués, ceux qui financent un même bénéficiaire sans dispositif commun connu."),
    ] = False,
    cursor: Cursor = "",
) -> Response:
    """Donne une page des couples, les plus lourds d'abord, avec la pondération employée."""
    context = answers.cofunding(state, min_shared, weighting, perimeter, limit, cursor, inferred)
    return answer(request, state, context, "cofinancements", pictures.COFUNDERS)


@router.get("/cofunding/tours", summary="Les dispositifs que plusieurs financent")
def tours(
    request: Request,
    state: StateDep,
    perimeter: PerimeterDep,
    least: Annotated[int, Query(ge=1, le=LARGEST, description="Nombre minimal de financeurs.")] = 2,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Donne chaque dispositif avec ses financeurs et les sommes que disent les sources, les plus partagés d'abord."""
    return answer(request, state, cofunding.tours(state, perimeter, least, limit, cursor), "tours-de-table")


@router.get("/referents/territories", summary="Les référents de chaque territoire, d'un coup d'œil")
def referents_by_territory(request: Request, state: StateDep) -> Response:
    """Donne, pour chaque territoire, élus, services et autres référents ESS, sans ceux d'une seule filière."""
    return answer(request, state, glance.by_territory(state), "referents-par-territoire")


@router.get("/referents", summary="Les référents d'un secteur, d'un territoire, d'une filière")
def referents(
    request: Request,
    state: StateDep,
    sector: Annotated[str, Query(description="Secteur : identifiant ou libellé.")] = "",
    territory: Annotated[str, Query(description="Territoire : code, identifiant ou nom.")] = "",
    filiere: Annotated[str, Query(description="Filière : identifiant ou nom.")] = "",
    kind: Annotated[str, Query(description="elu, technique, professionnel ou structure.")] = "",
) -> Response:
    """Donne la fonction d'abord, puis le titulaire ; si personne n'est connu, le dit et donne le niveau au-dessus."""
    return answer(request, state, answers.referents(state, sector, territory, filiere, kind), "referents")


@router.get("/filieres-overview", summary="Les filières en chiffres, par territoire")
def filieres_overview(
    request: Request,
    state: StateDep,
    sector: Annotated[str, Query(description="Secteur, avec les plus étroits et le plus large.")] = "",
    territory: Annotated[str, Query(description="Territoire et ce qu'il contient.")] = "",
) -> Response:
    """Donne chaque filière avec secteurs, statut, nombre de membres et d'acteurs, projet structurant."""
    return answer(request, state, filieres.overview(state, sector, territory), "filieres")


@router.get("/filieres/{id}/network", summary="Le réseau de coopération d'une filière")
def filiere_network(state: StateDep, id: str, transversal: Transversal = True) -> Response:
    """Donne nœuds, arêtes, membres, projets structurants, financeurs et référents."""
    return json(state, networks.filiere(state, id, transversal))
