"""Files to take away: the dumps of the whole graph, and the network of a perimeter in the formats of other tools."""

from datetime import UTC, datetime
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response

from api.export_context import context_of
from api.parameters import PerimeterDep
from api.state import StateDep
from graph.errors import UnknownThing
from graph.export.formats import FORMATS

router = APIRouter(prefix="/exports", tags=["Exports"])


@router.get("/{file}", summary="Un export : entrelacs.ttl, .nq, .jsonld, .gexf, .graphml, .xlsx (Kumu), .html, tables.zip")
def export(request: Request, state: StateDep, perimeter: PerimeterDep, file: str) -> Response:
    """Donne un fichier ; les formats de réseau acceptent un périmètre, les autres rendent le graphe entier."""
    format = next((f for f in FORMATS.values() if f.file == file), None)
    if format is None:
        raise UnknownThing(file)
    body = state.cached(("export", file, perimeter), lambda: format.make(context_of(state, perimeter)))
    built = datetime.fromisoformat(state.edition.built).astimezone(UTC)
    headers = {
        "Last-Modified": format_datetime(built, usegmt=True),
        "Content-Disposition": f'attachment; filename="{file}"',
    }
    return Response(body, headers=headers, media_type=format.media_type)
