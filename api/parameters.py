"""Parameters that many addresses and pages share: a perimeter, a view of it, the limit of a list taken away whole."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from api.contexts.lists import EVERYTHING
from api.contexts.shown import Shown
from api.contexts.things import TIED
from api.negotiation import chosen
from api.paging import Limit
from api.state import State, StateDep
from graph import perimeter
from graph.errors import BadParameter
from graph.perimeter import Perimeter, resolve_role


@dataclass(frozen=True)
class Written:
    """A perimeter as an address writes it, not yet understood."""

    territory: Annotated[str, Query(description="Territoire et ce qu'il contient : code, identifiant ou nom.")] = ""
    filiere: Annotated[str, Query(description="Filière : identifiant ou nom.")] = ""
    sector: Annotated[str, Query(description="Secteur, avec les plus étroits.")] = ""
    role: Annotated[list[str] | None, Query(description="Rôle ; répétable.")] = None
    kind: Annotated[list[str] | None, Query(description="Type d'acteur ; répétable.")] = None
    as_of: Annotated[str, Query(description="Ce qui était vrai ce jour-là (AAAA-MM-JJ).")] = ""
    status: Annotated[list[str] | None, Query(description="Statut : actual (défaut), planned, past, excluded.")] = None
    source: Annotated[list[str] | None, Query(description="Document qui le dit, par exemple 004 ; répétable.")] = None

    @property
    def repeated(self) -> dict[str, list[str]]:
        """Return the values of the repeatable parameters, without the empty ones that a form sends."""
        many = {"role": self.role, "kind": self.kind, "status": self.status, "source": self.source}
        return {name: [value for value in values or () if value] for name, values in many.items()}


WrittenDep = Annotated[Written, Depends(Written)]


def understood(state: State, written: Written) -> Perimeter:
    """Return the perimeter that is written; raise what `graph.perimeter.read` raises."""
    many = written.repeated
    return perimeter.read(
        state.matcher,
        written.territory,
        written.filiere,
        written.sector,
        many["role"],
        many["kind"],
        written.as_of,
        many["status"],
        many["source"],
    )


def _perimeter(state: StateDep, written: WrittenDep) -> Perimeter:
    return understood(state, written)


PerimeterDep = Annotated[Perimeter, Depends(_perimeter)]


def _day(as_of: Annotated[str, Query(description="Ce qui était vrai ce jour-là (AAAA-MM-JJ).")] = "") -> date | None:
    return perimeter.day_or_none(as_of)


DayDep = Annotated[date | None, Depends(_day)]


@dataclass(frozen=True)
class Rows:
    """The limit of a list by the form that it is taken in: a table is whole, a picture shows `drawn` rows (0: none)."""

    drawn: int = 0

    def __call__(self, request: Request, limit: Limit = 50) -> int:
        """Return how many rows are asked for."""
        match chosen(request, ("json", "csv", "xlsx", *(("svg",) if self.drawn else ())), "json"):
            case "json":
                return limit
            case "svg" if "limit" not in request.query_params:
                return self.drawn
            case "svg":
                return limit
        return EVERYTHING


WholeLimit = Annotated[int, Depends(Rows())]
RankedLimit = Annotated[int, Depends(Rows(drawn=20))]
PairsLimit = Annotated[int, Depends(Rows(drawn=EVERYTHING))]


def _empty(default: int | str) -> BeforeValidator:
    """Return what reads an empty field, which a form sends all the same, as the default of a parameter."""
    return BeforeValidator(lambda given: given if str(given).strip() else default)


LARGEST = 1_000_000
"""The most that a number of things is asked to be: far above any count, and inside what JSON holds."""
Depth = Annotated[int, Query(ge=1, le=2, description="Nombre de pas autour : 1 ou 2.")]
MinShared = Annotated[int, _empty(1), Query(ge=1, le=LARGEST, description="Nombre minimal de dispositifs partagés.")]
Busiest = Annotated[
    int, _empty(0), Query(ge=0, le=LARGEST, description="Évite ce qui a plus de voisins que cela ; 0 : rien.")
]
Transversal = Annotated[
    bool, Query(description="D'une filière : avec les partenaires des dispositifs qui servent plusieurs filières.")
]
Brokers = Annotated[int, Query(ge=0, le=50, description="Nombre d'intermédiaires à marquer ; 0 : aucun.")]
Seed = Annotated[str, _empty("0"), Query(description="Graine du hasard : un nombre entier.")]


# --- what a view shows --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WrittenPart:
    """The part of the network of a perimeter that a view shows, as an address writes it, not yet understood."""

    around: Annotated[str, Query(description="Une chose : ne garde que ses environs.")] = ""
    depth: Depth = 1
    transversal: Transversal = True

    def understood(self, state: State, perimeter: Perimeter) -> Shown:
        """Return what is shown; raise UnknownThing or AmbiguousName for a name."""
        center = state.matcher.resolve(self.around, *TIED).id if self.around.strip() else ""
        return Shown(perimeter, center, self.depth, transversal=self.transversal).plain()


@dataclass(frozen=True)
class WrittenView(WrittenPart):
    """The same, or a projection of it."""

    projection: Annotated[
        str, Query(description="Couple de rôles « financeur,financeur » : projette sur les acteurs.")
    ] = ""
    min_shared: MinShared = 1

    def understood(self, state: State, perimeter: Perimeter) -> Shown:
        """Return what is shown; raise UnknownThing or AmbiguousName for a name, BadParameter for an odd pair."""
        pair = self.projection.split(",") if self.projection else None
        if pair is not None and len(pair) != 2:
            raise BadParameter(
                f"projection « {self.projection} » illisible.", "donnez deux rôles séparés par une virgule"
            )
        roles = (resolve_role(pair[0]), resolve_role(pair[1])) if pair else None
        shown = super().understood(state, perimeter)
        return replace(shown, projection=roles, min_shared=self.min_shared).plain()


WrittenPartDep = Annotated[WrittenPart, Depends(WrittenPart)]
WrittenViewDep = Annotated[WrittenView, Depends(WrittenView)]


def _part(state: StateDep, perimeter: PerimeterDep, written: WrittenPartDep) -> Shown:
    return written.understood(state, perimeter)


def _shown(state: StateDep, perimeter: PerimeterDep, written: WrittenViewDep) -> Shown:
    return written.understood(state, perimeter)


PartDep = Annotated[Shown, Depends(_part)]
ShownDep = Annotated[Shown, Depends(_shown)]
