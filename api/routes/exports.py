"""Files to take away: the dumps of the whole graph, and the network of a perimeter in the formats of other tools."""

from datetime import UTC, datetime
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response

from api.contexts.exports import material
from api.contexts.shown import Shown
from api.negotiation import answer
from api.parameters import ShownDep
from api.state import StateDep
from graph.errors import UnknownThing
from graph.export.formats import FORMATS, of_file

router = APIRouter(tags=["Exports"])


@router.get("/api/exports", summary="Les fichiers que l'on peut emporter")
def exports(request: Request, state: StateDep) -> Response:
    """Donne chaque format, son adresse, et s'il suit un périmètre."""
    items = [
        {"id": f.id, "label": f.label, "perimeter": f.follows_perimeter, "url": f"/exports/{f.file}"}
        for f in FORMATS.values()
    ]
    return answer(request, state, {"items": items, "total": len(items)}, "exports")


@router.get(
    "/exports/{file}", summary="Un fichier : tables.zip, ou entrelacs.ttl .nq .jsonld .gexf .graphml .xlsx .html"
)
def export(state: StateDep, shown: ShownDep, file: str) -> Response:
    """Donne un fichier ; les formats de réseau suivent la vue demandée, les autres rendent le graphe entier."""
    format = of_file(file)
    if format is None:
        raise UnknownThing(file)
    asked = shown if format.follows_perimeter else Shown()
    body = state.cached(("export", file, asked), lambda: format.pack(material(state, asked)))
    headers = {
        "Last-Modified": format_datetime(datetime.fromisoformat(state.edition.built).astimezone(UTC), usegmt=True),
        "Content-Disposition": f'attachment; filename="{file}"',
    }
    return Response(body, headers=headers, media_type=format.media_type)
