"""The application: `create_app(settings)` puts together state, middleware, error table and routers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import anyio.to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from api import errors
from api.contexts import measured, overview
from api.contexts.documents import WHOLE, leaf
from api.contexts.shown import Shown
from api.middleware import Envelope
from api.routes import analyses, answers, documents, exports, linked_data, networks, questions, things
from api.settings import Settings, from_environment
from api.state import State, load
from api.web.pages import analyses as analysis_pages
from api.web.pages import documents as document_pages
from api.web.pages import questions as question_pages
from api.web.pages import things as thing_pages
from api.web.templating import FOLDER, compile_all
from ontology import files

THREADS = 4
"""Handlers run in few threads: more of them only fight for the interpreter (docs/decisions.md)."""


def _warm(state: State) -> None:
    """Make, beside the first answers, what any page needs, then what takes longest: communities, whole documents."""
    overview.overview(state)
    for scheme in files.VOCABULARIES:
        files.concepts(scheme)
    compile_all()
    if state.record.read_all():
        measured.communities(state, Shown(), "0")
        for document in state.documents:
            for asked in ("", WHOLE):
                leaf(state, document["id"], asked=asked)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application that serves what was built; raise StoreUnavailable when nothing was."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        Thread(target=_warm, args=(app.state.entrelacs,), daemon=True).start()
        yield
        app.state.entrelacs.close()

    app = FastAPI(
        title="Entrelacs",
        summary="Le graphe des acteurs de l'économie sociale et solidaire et de leurs liens",
        description="Chaque énoncé porte sa source ; les sources qui se contredisent sont données côte à côte.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.entrelacs = load(settings or from_environment())
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(Envelope)
    errors.install(app)
    for room in (things, answers, networks, analyses, questions, documents, linked_data, exports):
        app.include_router(room.router)
    for room in (thing_pages, question_pages, analysis_pages, document_pages):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app
