"""A page of a list: its form, the filters that are set, its pages, the files that hold it whole."""

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from api import paging
from api.contexts.lists import Filters
from graph.errors import GraphError
from graph.things import TYPE_LABELS, concept_label
from ontology.namespaces import SchemeName

ADDRESSES = {"actors": "/acteurs", "schemes": "/dispositifs", "territories": "/territoires"}
_LABELS = {
    "q": "Mots du nom",
    "type": "Type",
    "kind": "Nature",
    "territory": "Territoire",
    "sector": "Secteur",
    "stage": "Étape",
    "status": "Statut",
    "offer": "Pour les porteurs de projet",
    "sort": "Trier par",
}
_FIELDS = {
    "actors": ("q", "kind", "territory", "sector", "type", "sort"),
    "schemes": ("q", "stage", "sector", "territory", "kind", "type", "status", "offer", "sort"),
    "territories": ("q", "kind", "territory", "sort"),
}
_ANY = {"type": "tous", "kind": "toutes", "sector": "tous", "stage": "toutes", "status": "tous"}
_ORDERS = {"territories": "nombre de dispositifs"}
_TYPES = {"actors": [("actor", "organisations et services"), ("person", "personnes")]}
"""The types that one may choose where a list has no « all »: persons are never mixed with organisations."""


def view(family: str, filters: Filters, found: dict[str, Any], limit: int, cursor: str) -> dict[str, Any]:
    """Return what a list page shows around its rows."""
    first = paging.start_of(cursor) + 1 if found["total"] else 0
    previous = paging.before(cursor, limit)
    more = found["next_cursor"]
    place = found.get("territory")
    size = {} if limit == 50 else {"limit": str(limit)}
    return {
        "found": found,
        "filters": asdict(filters),
        "fields": fields(family, replace(filters, territory=place["words"]) if place else filters, found["facets"]),
        "chips": chips(family, filters, {**found["facets"], "territory": [place] if place else []}),
        "widen": [(t["label"], address(family, filters, territory=t["id"])) for t in place["inside"]] if place else [],
        "first": first,
        "last": first + len(found["items"]) - 1,
        "previous_url": None if previous is None else address(family, filters, cursor=previous, **size),
        "next_url": address(family, filters, cursor=more, **size) if more else None,
        "downloads": [
            *((form.upper(), _file(family, filters, form)) for form in ("csv", "xlsx")),
            (
                "JSON" if found["total"] <= paging.MOST else f"JSON, {paging.MOST} premiers",
                _file(family, filters, "json"),
            ),
        ],
    }


def refused(family: str, filters: Filters, error: GraphError) -> dict[str, Any]:
    """Return what a list page shows when a filter means nothing or several things."""
    empty = {"items": [], "total": 0, "next_cursor": None, "facets": {}}
    candidates = getattr(error, "candidates", [])
    tries = [(f"{c.label} ({c.kind})", address(family, filters, territory=c.id)) for c in candidates]
    told = {"message": error.message, "hint": "" if tries else error.hint, "tries": tries}
    return {**view(family, filters, empty, 50, ""), "refused": told, "downloads": []}


def address(family: str, filters: Filters, base: str = "", **changed: str) -> str:
    """Return the address of a list with some parameters changed; what is empty or by default is left out.

    >>> address("schemes", Filters(stage="amorcage", offer=True), territory="dep-44")
    '/dispositifs?territory=dep-44&stage=amorcage&offer=true'
    """
    told = {**asdict(filters), **changed}
    told["offer"] = "true" if told["offer"] else ""
    query = urlencode({name: value for name, value in told.items() if value})
    path = base or ADDRESSES[family]
    return f"{path}?{query}" if query else path


def _file(family: str, filters: Filters, form: str) -> str:
    more = {"format": form} if form != "json" else {"limit": str(paging.MOST)}
    return address(family, filters, f"/api/{family}", **more)


def fields(family: str, filters: Filters, facets: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the fields of the form: choices carry how many of the things kept have them."""
    return [_field(family, name, getattr(filters, name), facets.get(name, [])) for name in _FIELDS[family]]


def _field(family: str, name: str, value: Any, facet: list[dict[str, Any]]) -> dict[str, Any]:
    told = {"name": name, "label": _LABELS[name], "value": value}
    match name:
        case "q":
            return {**told, "kind": "text", "hint": "même en partie"}
        case "territory":
            return {**told, "kind": "text", "complete": "territory", "hint": "et tout ce qu’il contient"}
        case "offer":
            return {**told, "kind": "checkbox", "label": "Seulement ce à quoi un porteur de projet peut s’adresser"}
        case "sort":
            options = [("liens", _ORDERS.get(family, "nombre de liens")), ("nom", "nom")]
            return {**told, "kind": "select", "options": options}
        case "type" if family in _TYPES:
            return {**told, "kind": "select", "options": _TYPES[family]}
    options = [(entry["id"], f"{entry['label']} ({entry['count']})") for entry in facet]
    if value and value not in {entry["id"] for entry in facet}:
        options.append((value, name_of(family, name, value)))
    return {**told, "kind": "select", "options": [("", _ANY[name]), *options]}


def name_of(family: str, name: str, value: str) -> str:
    """Return the French name of a value of a filter, or the value itself when no vocabulary has it.

    >>> name_of("schemes", "stage", "amorcage"), name_of("schemes", "q", "fonds")
    ('amorçage', 'fonds')
    """
    kinds: SchemeName = "type-acteur" if family == "actors" else "type-dispositif"
    schemes: dict[str, SchemeName] = {"stage": "etape", "sector": "secteur", "status": "statut", "kind": kinds}
    return concept_label(schemes[name], value) if name in schemes else TYPE_LABELS.get(value, value)


def chips(family: str, filters: Filters, facets: dict[str, list[dict[str, Any]]]) -> list[dict[str, str]]:
    """Return the filters that are set, each with the address of the list without it."""
    made = []
    for name, value in asdict(filters).items():
        unsaid = name == "sort" or (name == "type" and family in _TYPES)
        if value and name in _FIELDS[family] and not unsaid:
            told = facets.get(name, [])
            label = next(
                (e["label"] for e in told if e["id"] == value or name == "territory"), name_of(family, name, value)
            )
            text = _LABELS[name] if name == "offer" else f"{_LABELS[name]} : {label}"
            made.append({"text": text, "url": address(family, filters, **{name: ""})})
    return made
