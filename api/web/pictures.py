"""Charts to take away: SVG made by templates from the contexts of the API, with legend, perimeter, date and sources."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from api.contexts import analyses, cofunding, gaps
from api.state import State
from api.web.templating import templates
from api.web.typography import typeset
from graph.export.colophon import LICENCE, printable
from graph.sentences import french_date

Context = Mapping[str, Any]
COLUMNS = 16
"""How many columns of a heat map stand side by side; the roles that they leave out come below."""
DOCUMENTS = 8
"""How many documents a picture names by their titles; of more, it gives the identifiers alone."""


@dataclass(frozen=True)
class Picture:
    """A picture that an answer has: its template in `templates/pictures`, and what this needs beyond the answer."""

    name: str
    more: Callable[[Context], dict[str, Any]] = lambda context: {}


def draw(state: State, picture: Picture, context: Context) -> bytes:
    """Return an answer as an SVG file that stands alone, whatever signs its names hold."""
    shown = {**context, **picture.more(context)}
    drawn = templates.get_template(f"pictures/{picture.name}.svg").render(shown, **_credits(state, shown))
    return typeset(printable(drawn)).encode()


def _credits(state: State, context: Context) -> dict[str, Any]:
    """Return what the foot says: date, version, licence, and the documents cited, or all where silence counts too."""
    cited = context.get("sources") or [document["id"] for document in state.documents]
    titles = {document["id"]: document["title"] for document in state.documents}
    told = [f"données du {french_date(state.edition.built[:10])}", f"version {state.edition.data_version}"]
    told += [f"document{'s' if len(cited) > 1 else ''} {', '.join(cited)}"] if cited else []
    return {
        "colophon": f"Entrelacs, {', '.join([*told, LICENCE])}.",
        "documents": [f"{id} : {titles.get(id, id)}" for id in cited] if len(cited) <= DOCUMENTS else [],
    }


def _sureness(context: Context) -> dict[str, Any]:
    return {"sureness": analyses.sureness(context)}


def _panels(context: Context) -> dict[str, Any]:
    """Return the cells of gaps as panels, one a role, laid in bands of so many columns at most."""
    panels = [_panel(context, role) for role in context["roles"]] if context["items"] else []
    return {"bands": _bands(panels)}


def _panel(context: Context, role: Mapping[str, str]) -> dict[str, Any]:
    items = [item for item in context["items"] if item["role"]["id"] == role["id"]]
    rows = gaps.grid({**context, "items": items})
    return {"role": role, "rows": rows, "columns": [cell["stage"] for cell in rows[0]["cells"]]}


def _bands(panels: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return panels in the order given, as many side by side as hold in a band.

    >>> [len(band) for band in _bands([{"columns": [""] * 5}] * 4)]
    [3, 1]
    """
    bands: list[list[dict[str, Any]]] = []
    room = 0
    for panel in panels:
        room -= len(panel["columns"])
        if room < 0 or not bands:
            bands.append([])
            room = COLUMNS - len(panel["columns"])
        bands[-1].append(panel)
    return bands


def _groups(context: Context) -> dict[str, Any]:
    """Return the counts of a comparison by runs of a same scale: bars of a group may be compared by eye.

    `sources` are the documents that are compared, when it is documents.
    """
    runs = groupby(context["counts"], key=lambda row: row["scale"])
    read = {document["id"] for side in ("left", "right") for document in context[side].get("documents", ())}
    return {"groups": [{"scale": scale, "rows": list(rows)} for scale, rows in runs], "sources": sorted(read)}


def _matrix(context: Context) -> dict[str, Any]:
    """Return the matrix of the pairs that sources state; those that are inferred are not among them."""
    pairs: Sequence[dict[str, Any]] = [pair for pair in context["items"] if not pair["inferred"]]
    return {"pairs": pairs, "matrix": cofunding.matrix(pairs)}


RANKS = Picture("ranks", _sureness)
GAPS = Picture("gaps", _panels)
COMPARED = Picture("compared", _groups)
TOUR = Picture("tour")
COFUNDERS = Picture("cofunders", _matrix)
