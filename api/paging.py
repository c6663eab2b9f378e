"""Pages of lists: a limit, an opaque cursor, the total."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query

from api.bodies import ListBody
from graph.errors import BadParameter

Item = TypeVar("Item")

MOST = 500
Limit = Annotated[int, Query(ge=1, le=MOST, description=f"Nombre de réponses par page, de 1 à {MOST}.")]
Cursor = Annotated[str, Query(description="Le `next_cursor` de la page précédente.")]


def page(items: Sequence[Item], limit: int, cursor: str, body: Callable[[Item], Any]) -> ListBody:
    """Return one page of a list; raise BadParameter for a cursor that we did not give, or past the end."""
    start = start_of(cursor)
    if start and start >= len(items):
        raise BadParameter(f"« {cursor} » va au-delà des {len(items)} réponses.", "reprenez à la première page")
    end = start + limit
    more = _encode(end) if end < len(items) else None
    return {"items": [body(item) for item in items[start:end]], "total": len(items), "next_cursor": more}


def start_of(cursor: str) -> int:
    """Return the 0-based place of the first item of a page."""
    return _decode(cursor) if cursor else 0


def before(cursor: str, limit: int) -> str | None:
    """Return the cursor of the page before, empty for the first one, or None when there is none."""
    start = start_of(cursor)
    if start == 0:
        return None
    return _encode(start - limit) if start > limit else ""


def _encode(place: int) -> str:
    return base64.urlsafe_b64encode(f"p{place}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if not re.fullmatch("p[0-9]+", text):
            raise ValueError(text)
        return int(text[1:])
    except (ValueError, binascii.Error) as error:
        raise BadParameter(f"curseur « {cursor} » illisible.", "reprenez le next_cursor de la page d'avant") from error
