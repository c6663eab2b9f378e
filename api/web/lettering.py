"""How wide a text is once drawn, by estimate: SVG neither wraps a line nor cuts a name by itself."""

import re
from collections.abc import Iterable, Iterator

_NARROW = frozenset(" \u00a0\u202f.,:;!|'’ijlIÎÏîï()[]/·-")
_WIDE = frozenset("mwMWŒœÆ%@—…")
_EMS = {"narrow": 0.4, "wide": 0.98, "capital": 0.72, "other": 0.62}
"""Widths in parts of the size of the letters, those of DejaVu Sans: other common sans-serifs are narrower."""
_BREAK = re.compile(r"(?<!«) (?![:;?!»])")
"""Where a line may end: French keeps these signs with the word beside them."""


def breadth(text: str, size: float) -> float:
    """Return about how many pixels a text takes at a size of letters; in most fonts it takes a little less.

    >>> round(breadth("Métropole", 10)), breadth("", 10)
    (57, 0.0)
    """
    return sum(map(_em, text), 0.0) * size


def _em(letter: str) -> float:
    if letter in _NARROW:
        return _EMS["narrow"]
    if letter in _WIDE:
        return _EMS["wide"]
    return _EMS["capital" if letter.isupper() else "other"]


def shortened(text: str, width: float, size: float) -> str:
    """Return a text, or as much of its start as `width` pixels hold, with an ellipsis.

    >>> shortened("Nantes Métropole", 200, 10), shortened("Nantes Métropole", 70, 10)
    ('Nantes Métropole', 'Nantes Mé…')
    """
    if breadth(text, size) <= width:
        return text
    room = width - breadth("…", size)
    end = next(end for end in range(len(text), -1, -1) if end == 0 or breadth(text[:end], size) <= room)
    return text[:end].rstrip() + "…"


def wrapped(text: str | Iterable[str], width: float, size: float) -> list[str]:
    """Return a text as lines of `width` pixels at most, several texts one under the other; empty ones take no line.

    >>> wrapped(["Nantes Métropole et Rennes : 2015", "", "Qui ?"], 110, 10)
    ['Nantes Métropole', 'et Rennes : 2015', 'Qui ?']
    >>> wrapped("Nantes et Rennes : 2015", 100, 10)
    ['Nantes et', 'Rennes : 2015']
    """
    texts = [text] if isinstance(text, str) else text
    return [line for one in texts for line in _lines(_BREAK.split(one), width, size) if line]


def _lines(words: Iterable[str], width: float, size: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and breadth(longer, size) > width:
            yield shortened(line, width, size)
            line = word
        else:
            line = longer
    yield shortened(line, width, size)
