"""The graph as linked data: /id/… by content negotiation, the open SPARQL endpoint, the supervisors' addresses."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.addresses import data_of, page_of, site_of
from api.contexts import sparql
from api.negotiation import MEDIA, chosen
from api.state import State, StateDep
from api.web import templating
from graph.errors import QueryRefused, UnknownThing
from graph.export import rdf
from graph.query_pool import GRAPH_FORMATS, RESULT_FORMATS
from graph.things import TYPE_OF_KIND

router = APIRouter(tags=["Données liées"])
LONGEST_QUERY = 100_000
"""Bytes of a posted query."""
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string"}},
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
            },
        },
    }
}


@router.get("/id/{kind}/{slug}", summary="Une chose par son identifiant, dans le format demandé")
def identifier(request: Request, state: StateDep, kind: str, slug: str) -> Response:
    """Redirige (303) vers la page ou les données ; rend JSON-LD, Turtle et N-Triples directement."""
    thing = state.directory.get(slug)
    if thing is None or TYPE_OF_KIND.get(kind) != thing.type:
        state.directory.refuse_removed(slug, TYPE_OF_KIND.get(kind, kind))
        raise UnknownThing(f"{kind}/{slug}", state.matcher.search(slug.replace("-", " "), limit=5))
    format = chosen(request, ("html", "json", "jsonld", "ttl", "nt", "csv"), "html")
    if format in ("jsonld", "ttl", "nt"):
        return Response(rdf.describe(state.store, thing.iri, format), media_type=MEDIA[format])
    target = {"html": page_of(thing), "json": data_of(thing), "csv": f"{data_of(thing)}/statements?format=csv"}[format]
    return RedirectResponse(target, 303)


@router.get("/sparql", summary="Interroger le graphe en SPARQL 1.1 (lecture seule)")
def sparql_get(
    request: Request,
    state: StateDep,
    query: Annotated[
        str, Query(description="Un SELECT, ASK, CONSTRUCT ou DESCRIBE ; sans elle, la description du service.")
    ] = "",
) -> Response:
    """Répond en JSON, XML, CSV, TSV ou RDF, ou par une page ; sans requête, donne la description du service."""
    format = chosen(request, ("html", *RESULT_FORMATS, *GRAPH_FORMATS), "json" if query else "ttl")
    if format == "html":
        context = sparql.asked(state, query)
        return templating.page(request, "sparql.html", context, context["status"])
    if not query:
        endpoint = f"{site_of(request, state.settings.public_url)}{request.url.path}"
        return Response(sparql.service(state, endpoint), media_type=MEDIA["ttl"])
    return _sparql(request, state, query)


async def _posted(request: Request) -> str:
    """Return the query of a POST in one of the two forms of the SPARQL 1.1 Protocol; raise QueryRefused for another."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_QUERY:
            raise QueryRefused("Requête trop longue.", f"{LONGEST_QUERY} octets au plus")
    text = body.decode("utf-8", "replace")
    if media == "application/sparql-query":
        return text
    if media == "application/x-www-form-urlencoded":
        return next(iter(parse_qs(text).get("query", ())), "")
    raise QueryRefused("Forme d'envoi non admise.", "envoyez application/sparql-query, ou un formulaire avec « query »")


@router.post("/sparql", summary="Interroger le graphe en SPARQL 1.1 (longue requête)", openapi_extra=_BODY)
def sparql_post(request: Request, state: StateDep, query: Annotated[str, Depends(_posted)]) -> Response:
    """Comme la forme GET, la requête étant dans le corps."""
    if not query:
        raise QueryRefused("Aucune requête.", "envoyez le champ « query » ; ce point d'accès ne fait que lire")
    return _sparql(request, state, query)


def _sparql(request: Request, state: State, query: str) -> Response:
    if {"default-graph-uri", "named-graph-uri"} & request.query_params.keys():
        raise QueryRefused("Le jeu de données ne se choisit pas ici.", "retirez default-graph-uri et named-graph-uri")
    format = chosen(request, (*RESULT_FORMATS, *GRAPH_FORMATS), "json")
    found = state.pool.ask(query, format)
    if found.is_graph:
        media = MEDIA[format if format in GRAPH_FORMATS else "ttl"]
    else:
        media = "application/sparql-results+json" if format == "json" or format not in RESULT_FORMATS else MEDIA[format]
    headers = {"X-Entrelacs-Coupe": f"{state.settings.sparql_rows} lignes au plus"} if found.cut else {}
    return Response(found.body, headers=headers, media_type=media)


@router.get("/healthz", include_in_schema=False)
async def healthz() -> Response:
    """Tell that the process lives, even while every thread computes."""
    return Response("ok\n", media_type="text/plain")


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Response:
    """Tell that the graph is in service, and which."""
    return Response(f"ok {request.app.state.entrelacs.edition.data_version}\n", media_type="text/plain")
