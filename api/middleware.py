"""What every answer carries: an ETag on data and settings, security headers; a matching ETag is answered 304."""

import hashlib
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}; worker-src 'self' blob:"
)
ROOMS = ("api", "graph", "ontology")
EMBEDDED = ("/reseau/integre",)
OPEN = ("/api", "/sparql", "/exports", "/id/")
"""Where the programs of other sites may ask from a browser (CORS)."""


def software(house: Path = Path(__file__).parents[1]) -> str:
    """Return a short hash of the files of the three rooms, queries and vocabularies too: answers change with them."""
    files = (path for room in ROOMS for path in sorted((house / room).rglob("*")) if path.is_file())
    read = (path for path in files if path.parent.name != "__pycache__")
    stamps = (f"{path.relative_to(house)}:{path.stat().st_mtime_ns}\n" for path in read)
    return hashlib.sha256("".join(stamps).encode()).hexdigest()[:8]


class Envelope:
    """ASGI middleware: conditional requests and headers of GET answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._software = software()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and scope["path"].startswith(OPEN):
            await _preflight(scope["path"])(scope, receive, send)
            return
        tag = self._tag(scope)
        if tag and tag in Headers(scope=scope).get("if-none-match", ""):
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return

        bodiless = scope["method"] == "HEAD"
        asked = {**scope, "method": "GET"} if bodiless else scope

        async def dressed(message: Message) -> None:
            if bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                dress(MutableHeaders(scope=message), scope["path"], tag if message["status"] == 200 else "")
            await send(message)

        await self._app(asked, receive, dressed)

    def _tag(self, scope: Scope) -> str:
        """Return the ETag of a GET: one address, format, edition and settings give one answer."""
        path = scope["path"]
        if scope["method"] not in ("GET", "HEAD") or path.startswith(("/static", "/healthz", "/readyz", "/sparql")):
            return ""
        state = scope["app"].state.entrelacs
        version = state.edition.data_version
        made_by = (self._software, state.settings.model_dump_json())
        key = (path, scope["query_string"].decode(), Headers(scope=scope).get("accept", ""), *made_by)
        return f'"{version}-{hashlib.sha256("|".join(key).encode()).hexdigest()[:10]}"'


def _preflight(path: str) -> Response:
    """Return what a browser waits for before another site's program may ask at an open path."""
    methods = "GET, HEAD, POST, OPTIONS" if path.startswith("/sparql") else "GET, HEAD, OPTIONS"
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    answer = Response(status_code=204, headers=headers)
    dress(answer.headers, path)
    return answer


def dress(headers: MutableHeaders, path: str, tag: str = "") -> None:
    """Put on an answer at this path what every answer carries, and its ETag."""
    embedded = path.startswith(EMBEDDED)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    if headers.get("content-type", "").startswith("text/html"):
        headers["Content-Security-Policy"] = _POLICY.format(ancestors="*" if embedded else "'self'")
    if path.startswith(OPEN):
        headers["Access-Control-Allow-Origin"] = "*"
        headers.add_vary_header("Accept")
    if tag:
        headers["ETag"] = tag
        headers["Cache-Control"] = "no-cache"
