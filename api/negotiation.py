"""Accept or ?format -> the clothes of an answer: json, csv, xlsx for tables, svg for pictures; RDF too for things."""

import gzip
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import orjson
from fastapi import Request, Response

from api.headings import readable
from api.state import State
from api.web import pictures
from api.web.pictures import Picture
from graph.errors import BadParameter
from graph.export import spreadsheet
from graph.export.colophon import LICENCE
from graph.identifiers import slug

MEDIA = {
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
}
_NAMES = ("locator", "sentence", "label", "text")
"""What names a thing, a passage or a statement in one cell, the first that it has."""
_PACKED = 6
"""How hard a kept answer is compressed: 9 takes three times as long for a twentieth less."""
_ALIASES = {
    "application/sparql-results+json": "json",
    "application/rdf+json": "json",
    "application/x-turtle": "ttl",
    "*/*": "",
    "text/*": "",
    "application/*": "",
}


def chosen(request: Request, offered: Iterable[str], default: str) -> str:
    """Return the format that ?format asks for, or else the best that Accept takes, or else the default.

    Raises BadParameter for a ?format that is not offered; an Accept that matches nothing gives the default.
    """
    possible = list(offered)
    if asked := request.query_params.get("format"):
        if asked not in possible:
            raise BadParameter(f"format « {asked} » non proposé ici.", f"choisissez parmi {', '.join(possible)}")
        return asked
    names = {MEDIA[name]: name for name in possible} | _ALIASES
    for media in _by_quality(request.headers.get("accept", "")):
        name = names.get(media)
        if name == "":
            return default
        if name in possible:
            return name
    return default


def _by_quality(accept: str) -> list[str]:
    weighed = []
    for place, part in enumerate(accept.split(",")):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weighed.append((-_number(quality), place, media.lower()))
    return [media for weight, _, media in sorted(weighed) if weight < 0 and media]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def answer(
    request: Request, state: State, context: Mapping[str, Any], name: str, picture: Picture | None = None
) -> Response:
    """Return a context as JSON, the rows of its `items` as CSV or XLSX, or its picture; `name` is that of the file."""
    tables = ("csv", "xlsx") if "items" in context else ()
    format = chosen(request, ("json", *tables, *(("svg",) if picture else ())), "json")
    if format in tables:
        return table(state, context, name, format)
    if picture and format == "svg":
        headers = _saved_as(name, "svg", "inline")
        return Response(pictures.draw(state, picture, context), headers=headers, media_type=MEDIA["svg"])
    return json(state, context)


def json(state: State, context: Mapping[str, Any]) -> Response:
    """Return a context as JSON with the data version."""
    return Response(_dumped(state, context), media_type=MEDIA["json"])


def kept_json(request: Request, state: State, key: Hashable, make: Callable[[], Mapping[str, Any]]) -> Response:
    """Return as JSON what `make` makes, made and compressed once for a key: for answers of megabytes."""
    packed = state.cached(("packed", key), lambda: gzip.compress(_dumped(state, make()), _PACKED, mtime=0))
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), headers={"Vary": "Accept-Encoding"}, media_type=MEDIA["json"])
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(packed, headers=headers, media_type=MEDIA["json"])


def _dumped(state: State, context: Mapping[str, Any]) -> bytes:
    return orjson.dumps({**context, "data_version": state.edition.data_version}, option=orjson.OPT_NON_STR_KEYS)


def table(state: State, context: Mapping[str, Any], name: str, format: str) -> Response:
    """Return the rows of a context's `items` as the file of a table."""
    return _file(_tabled(state, context, format), name, format)


def kept_table(state: State, key: Hashable, make: Callable[[], Mapping[str, Any]], name: str, format: str) -> Response:
    """Return the rows of what `make` makes as the file of a table, written once for a key: for thousands of rows."""
    return _file(state.cached(("table", key, format), lambda: _tabled(state, make(), format)), name, format)


def _file(body: bytes, name: str, format: str) -> Response:
    return Response(body, headers=_saved_as(name, format), media_type=MEDIA[format])


def _tabled(state: State, context: Mapping[str, Any], format: str) -> bytes:
    """Return the rows of a context's `items`: as CSV for programs, or as a workbook for people, with French heads."""
    about = {
        "Périmètre": str((context.get("perimeter") or {}).get("label", "")),
        "Version des données": state.edition.data_version,
        "Date": state.edition.built[:10],
        "Licence": LICENCE,
    }
    rows = [flat(item) for item in context["items"]]
    return spreadsheet.csv_bytes(rows) if format == "csv" else spreadsheet.xlsx_bytes(readable(rows), about)


def _saved_as(name: str, format: str, how: str = "attachment") -> dict[str, str]:
    """Return the header that names a file, in signs that a header and a folder take, whatever an address said."""
    return {"Content-Disposition": f'{how}; filename="{slug(name)}.{format}"'}


def flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested values as one row: labels for things, `|` between several, locators for sources."""
    row: dict[str, Any] = {}
    for key, cell in value.items():
        name = f"{prefix}{key}"
        if isinstance(cell, Mapping):
            if "label" in cell:
                row[name] = cell["label"]
                row[f"{name}_id"] = cell.get("id", "")
            else:
                row |= flat(cell, f"{name}_")
        elif isinstance(cell, (list, tuple)):
            row[name] = "|".join(_one(part) for part in cell)
        else:
            row[name] = cell
    return row


def _one(value: Any) -> str:
    """Return in words one of several values: what names it, or else all that it holds.

    >>> _one({"territory": {"label": "Rennes Métropole"}, "schemes": [{"label": "Rennes Lab"}, {"label": "Eco Motiv"}]})
    'Rennes Métropole : Rennes Lab, Eco Motiv'
    """
    if isinstance(value, Mapping):
        named = next((value[key] for key in _NAMES if value.get(key)), None)
        return str(named) if named is not None else " : ".join(filter(None, map(_one, value.values())))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_one, value))
    return "" if value is None else str(value)
