"""Filters of lists, the same parameters for an address and for its page, as one named dependency."""

from typing import Annotated

from fastapi import Depends, Query

from api.contexts.lists import Filters


def _filters(
    q: Annotated[str, Query(description="Mots du nom.")] = "",
    type: Annotated[str, Query(description="Type : actor, person, scheme, edition, place, project, body.")] = "",
    kind: Annotated[str, Query(description="Nature, par exemple « cress » ou « fonds », avec les plus étroites.")] = "",
    territory: Annotated[str, Query(description="Territoire : code, identifiant ou nom.")] = "",
    sector: Annotated[str, Query(description="Secteur, avec les plus étroits.")] = "",
    stage: Annotated[str, Query(description="Étape de vie d'un projet.")] = "",
    status: Annotated[str, Query(description="Statut : actual, planned, past, excluded.")] = "",
    offer: Annotated[bool, Query(description="Seulement ce à quoi un porteur de projet peut s'adresser.")] = False,
    sort: Annotated[str, Query(description="nom (défaut), ou liens : les plus liés d'abord.")] = "",
) -> Filters:
    return Filters(q, type, kind, territory, sector, stage, status, offer, sort)


FiltersDep = Annotated[Filters, Depends(_filters)]
