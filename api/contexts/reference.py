"""The API told to people, made from OpenAPI: every address with an example that answers, dumps, how to cite."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from api.contexts import examples, sparql
from api.state import State
from graph import catalogue
from graph.export.colophon import LICENCE
from graph.export.formats import FORMATS
from graph.measures import MEASURES
from graph.naming import THING_KINDS

FAMILIES = {
    "/api/actors": "actor",
    "/api/schemes": "scheme",
    "/api/filieres": "filiere",
    "/api/territories": "territory",
}
_ANY_QUERY = "ASK { ?sujet ?predicat ?objet }"
_METHODS = ("get", "post")


def edition(state: State) -> dict[str, Any]:
    """Return what is in service: date of the data, what it counts, how many ties are planned, past or excluded."""
    made = state.edition
    return {
        "built": made.built,
        "persons": made.persons,
        "licence": LICENCE,
        "contact": state.settings.contact,
        "counts": made.counts,
        "ties": dict(Counter(state.network.statuses).most_common()),
    }


def reference(state: State, openapi: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Return the addresses of an OpenAPI document by family, with the dumps; `base` is the address of the site."""
    values = state.cached("examples", lambda: _values(state))
    families: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in openapi["paths"].items():
        for method in _METHODS:
            if told := methods.get(method):
                families[told.get("tags", ["Autres"])[0]].append(_route(method, path, told, values))
    return {
        "base": base,
        "families": [{"name": name, "routes": routes} for name, routes in families.items()],
        "dumps": _dumps() if "/exports/{file}" in openapi["paths"] else [],
        "queries": _one_a_theme(state.cached("sparql examples", lambda: sparql.examples(state))),
        "documents": list(state.documents),
        "licence": LICENCE,
    }


def _one_a_theme(queries: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for query in queries:
        found.setdefault(query["theme"], query)
    return list(found.values())


def _route(method: str, path: str, told: Mapping[str, Any], values: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    parameters = [_parameter(parameter) for parameter in told.get("parameters", ())]
    return {
        "method": method.upper(),
        "path": path,
        "summary": told.get("summary", ""),
        "description": told.get("description", ""),
        "parameters": parameters,
        "example": _example(path, parameters, values) if method == "get" else "",
    }


def _parameter(told: Mapping[str, Any]) -> dict[str, Any]:
    schema = told.get("schema", {})
    low, high = schema.get("minimum"), schema.get("maximum")
    return {
        "name": told["name"],
        "place": told["in"],
        "required": told.get("required", False),
        "description": told.get("description", ""),
        "default": schema.get("default", ""),
        "bounds": f"de {low} à {high}" if low is not None and high is not None else "",
    }


def _example(path: str, parameters: list[dict[str, Any]], values: Mapping[str, Mapping[str, str]]) -> str:
    """Return an address that answers, or nothing when a value is missing."""
    known = next((given for start, given in values.items() if path.startswith(start)), {})
    shown = values.get(f"={path}", {})
    for parameter in parameters:
        if parameter["place"] == "path":
            if parameter["name"] not in known:
                return ""
            path = path.replace(f"{{{parameter['name']}}}", quote(known[parameter["name"]]))
        elif parameter["required"] and parameter["name"] not in shown:
            return ""
    return f"{path}?{urlencode(shown)}" if shown else path


def _values(state: State) -> dict[str, dict[str, str]]:
    """Return the values of parameters: of the path by its start, and of the query by the whole path after an `=`."""
    ids = {type: found.id for type in FAMILIES.values() if (found := examples.thing(state, type))}
    second = {type: found.id for type in ("actor", "territory") if (found := examples.thing(state, type, 1))}
    both = (ids.get("actor", ""), second.get("actor", ""))
    queries = state.cached("sparql examples", lambda: sparql.examples(state))
    shortest = min((example["query"] for example in queries), key=len, default=_ANY_QUERY)
    return {
        **{start: {"id": ids[type]} for start, type in FAMILIES.items() if type in ids},
        "/api/sources": {"id": state.documents[-1]["id"]} if state.documents else {},
        "/api/vocabularies": {"id": "role"},
        "/api/measures": {"name": MEASURES[0].id},
        "/api/network/measures": {"name": MEASURES[0].id},
        "/api/questions": {"name": next((q.name for q in catalogue.public() if not q.parameters), "")},
        "/id/": {"kind": THING_KINDS["actor"], "slug": ids.get("actor", "")},
        "/exports/": {"file": next(iter(FORMATS.values())).file},
        "=/api/search": {"q": "ecosolies"},
        "=/api/referents": {"sector": examples.concept(state, "secteur")},
        "=/api/cofunding": {"min_shared": "2"},
        "=/api/network": {"filiere": ids.get("filiere", "")},
        "=/api/statements": {"facts": ",".join(state.network.facts[:2])},
        "=/api/paths": {"from": both[0], "to": both[1]},
        "=/api/gaps": {"territory": ids.get("territory", "")},
        "=/api/suggestions": {"filiere": ids.get("filiere", "")},
        "=/api/compare": {"left": ids.get("territory", ""), "right": second.get("territory", "")},
        "=/sparql": {"query": shortest},
    }


def _dumps() -> list[dict[str, Any]]:
    return [
        {
            "file": format.file,
            "label": format.label,
            "holds": list(format.files) if len(format.files) > 1 else [],
            "perimeter": format.follows_perimeter,
        }
        for format in FORMATS.values()
    ]
