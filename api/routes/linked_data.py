"""The graph as linked data: /id/… by content negotiation, the open SPARQL endpoint, the dumps, the supervisors' addresses."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.addresses import data_of, page_of
from api.negotiation import MEDIA, chosen
from api.state import State, StateDep
from graph.errors import BadParameter, UnknownThing
from graph.export import rdf
from graph.quads import THING_KINDS
from graph.query_pool import GRAPH_FORMATS, RESULT_FORMATS

router = APIRouter(tags=["Données liées"])
_TYPES = {kind: type_ for type_, kind in THING_KINDS.items()}


@router.get("/id/{kind}/{slug}", summary="Une chose par son identifiant, dans le format demandé")
def identifier(request: Request, state: StateDep, kind: str, slug: str) -> Response:
    """Redirige (303) vers la page ou les données ; rend JSON-LD, Turtle et N-Triples directement."""
    thing = state.directory.get(slug)
    if thing is None or _TYPES.get(kind) != thing.type:
        raise UnknownThing(f"{kind}/{slug}", state.matcher.search(slug.replace("-", " "), limit=5))
    format = chosen(request, ("html", "json", "jsonld", "ttl", "nt", "csv"), "html")
    if format in ("jsonld", "ttl", "nt"):
        return Response(rdf.describe(state.store, thing.iri, format), media_type=MEDIA[format])
    target = {"html": page_of(thing), "json": data_of(thing), "csv": f"{data_of(thing)}/statements?format=csv"}[format]
    return RedirectResponse(target, 303)


@router.get("/sparql", summary="Interroger le graphe en SPARQL 1.1 (lecture seule)")
def sparql_get(
    request: Request, state: StateDep, query: Annotated[str, Query(description="Un SELECT, ASK, CONSTRUCT ou DESCRIBE.")]
) -> Response:
    """Répond en JSON, XML, CSV ou TSV, ou en RDF pour un CONSTRUCT ; borné en durée, en mémoire et en lignes."""
    return _sparql(request, state, query)


@router.post("/sparql", summary="Interroger le graphe en SPARQL 1.1 (formulaire)")
def sparql_post(request: Request, state: StateDep, query: Annotated[str, Form()] = "") -> Response:
    """Comme la forme GET, pour de longues requêtes."""
    if not query:
        raise BadParameter("Aucune requête.", "envoyez le champ « query »")
    return _sparql(request, state, query)


def _sparql(request: Request, state: State, query: str) -> Response:
    format = chosen(request, (*RESULT_FORMATS, *GRAPH_FORMATS), "json")
    found = state.pool.ask(query, format)
    if found.is_graph:
        media = MEDIA[format if format in GRAPH_FORMATS else "ttl"]
    else:
        media = "application/sparql-results+json" if format == "json" or format not in RESULT_FORMATS else MEDIA[format]
    headers = {"X-Entrelacs-Coupe": f"{state.settings.sparql_rows} lignes au plus"} if found.cut else {}
    return Response(found.body, headers=headers, media_type=media)


@router.get("/healthz", include_in_schema=False)
def healthz() -> Response:
    """Tell that the process lives."""
    return Response("ok\n", media_type="text/plain")


@router.get("/readyz", include_in_schema=False)
def readyz(state: StateDep) -> Response:
    """Tell that the graph is in service, and which."""
    return Response(f"ok {state.edition.data_version}\n", media_type="text/plain")
