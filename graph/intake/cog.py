"""The Code officiel géographique -> territories.csv: regions, départements, EPCI, and the communes that the data names.

Reads the data folder of the npm package `@etalab/decoupage-administratif` (MIT):
`npm pack @etalab/decoupage-administratif`, unpack it, then `entrelacs territoires package/data`.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph import tables
from graph.errors import DataError
from graph.rows import Territory
from graph.tables import Dataset

COUNTRY = "pays-fr"
LYON = "200046977"
"""The Métropole de Lyon is no EPCI but a collectivity with special status, outside the département du Rhône: it belongs
to its region alone, and its communes to it alone, although the COG still files them under département 69."""


def territories(package: Path, named: Iterable[str], year: str) -> tuple[Territory, ...]:
    """Return the territories of a package folder, in file order; `named` are the ids of communes to keep.

    Raises DataError when the folder is not the package's, or when a named commune is not in it.
    """
    try:
        regions, departements, epci, communes = (
            json.loads((package / f"{name}.json").read_text(encoding="utf-8"))
            for name in ("regions", "departements", "epci", "communes")
        )
    except (OSError, ValueError) as error:
        raise DataError(
            f"« {package} » n'est pas le dossier data du paquet @etalab/decoupage-administratif : {error}"
        ) from error
    current = {c["code"]: c for c in communes if c["type"] == "commune-actuelle"}
    wanted = {id for id in named if id.startswith("commune-")}
    if unknown := wanted - {_id("commune", code) for code in current}:
        raise DataError(f"Communes inconnues du COG {year} : {', '.join(sorted(unknown))}.")
    home = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    found = [Territory.model_validate(_cells(COUNTRY, "pays", "99100", "France", [], "", "", year))]
    found += (_region(r, year) for r in regions)
    found += (_departement(d, year) for d in departements)
    found += (_epci(group, current, year) for group in epci)
    found += (_commune(c, home, year) for c in current.values() if _id("commune", c["code"]) in wanted)
    return tuple(found)


def named_communes(data: Dataset) -> set[str]:
    """Return the ids of the communes that some row names."""
    cells = (
        getattr(row, column, ()) for _, content in data.tables() for row in content for column in ("territory", "about")
    )
    ids: Iterator[str] = (id for cell in cells for id in ((cell,) if isinstance(cell, str) else cell))
    return {id for id in ids if id.startswith("commune-")}


def rewrite(package: Path, folder: Path, year: str) -> int:
    """Rewrite territories.csv of a data folder; return the number of rows."""
    found = territories(package, named_communes(tables.load(folder)), year)
    tables.write(folder / Territory.file, Territory, found)
    return len(found)


def _id(kind: str, code: str) -> str:
    return f"{kind}-{code.lower()}"


def _cells(
    id: str, kind: str, code: str, label: str, part_of: list[str], siren: str, population: str, year: str
) -> dict[str, str]:
    values = (id, kind, code, label, "|".join(part_of), siren, population, year)
    return dict(zip(Territory.columns, values, strict=True))


def _region(r: dict[str, Any], year: str) -> Territory:
    return Territory.model_validate(
        _cells(_id("reg", r["code"]), "region", r["code"], r["nom"], [COUNTRY], "", "", year)
    )


def _departement(d: dict[str, Any], year: str) -> Territory:
    part_of = [_id("reg", d["region"])]
    return Territory.model_validate(
        _cells(_id("dep", d["code"]), "departement", d["code"], d["nom"], part_of, "", "", year)
    )


def _epci(group: dict[str, Any], communes: dict[str, dict[str, Any]], year: str) -> Territory:
    """Return an EPCI as part of its only département, or else of its only region, or else of each of its regions."""
    members = [communes[m["code"]] for m in group["membres"] if m["code"] in communes]
    departements = sorted({c["departement"] for c in members})
    regions = sorted({c["region"] for c in members})
    alone = len(departements) == 1 and group["code"] != LYON
    part_of = [_id("dep", departements[0])] if alone else [_id("reg", region) for region in regions]
    code, people = group["code"], str(group["populationMunicipale"])
    return Territory.model_validate(_cells(_id("epci", code), "epci", code, group["nom"], part_of, code, people, year))


def _commune(c: dict[str, Any], home: dict[str, str], year: str) -> Territory:
    group = home.get(c["code"], "")
    part_of = [_id("epci", group)] * bool(group) + [_id("dep", c["departement"])] * (group != LYON)
    people = str(c.get("population", ""))
    cells = _cells(_id("commune", c["code"]), "commune", c["code"], c["nom"], part_of, c.get("siren", ""), people, year)
    return Territory.model_validate(cells)
