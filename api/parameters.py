"""Parameters that many addresses share: a perimeter, the limit of a list that may be taken away whole."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.contexts.lists import EVERYTHING
from api.negotiation import chosen
from api.paging import Limit
from api.state import StateDep
from graph import perimeter
from graph.perimeter import Perimeter


def _perimeter(
    state: StateDep,
    territory: Annotated[str, Query(description="Territoire et ce qu'il contient : code, identifiant ou nom.")] = "",
    filiere: Annotated[str, Query(description="Filière : identifiant ou nom.")] = "",
    sector: Annotated[str, Query(description="Secteur, avec les plus étroits.")] = "",
    role: Annotated[list[str] | None, Query(description="Rôle ; répétable.")] = None,
    kind: Annotated[list[str] | None, Query(description="Type d'acteur ; répétable.")] = None,
    as_of: Annotated[str, Query(description="Ce qui était vrai ce jour-là (AAAA-MM-JJ).")] = "",
    status: Annotated[list[str] | None, Query(description="Statut : actual (défaut), planned, past, excluded.")] = None,
) -> Perimeter:
    return perimeter.read(state.matcher, territory, filiere, sector, _many(role), _many(kind), as_of, _many(status))


def _many(values: list[str] | None) -> list[str]:
    return [value for value in values or () if value]


PerimeterDep = Annotated[Perimeter, Depends(_perimeter)]


def _whole(request: Request, limit: Limit = 50) -> int:
    """Return the limit of a list; a table that is taken away is whole."""
    return limit if chosen(request, ("json", "csv", "xlsx"), "json") == "json" else EVERYTHING


WholeLimit = Annotated[int, Depends(_whole)]
