"""Names and numbers of things: slugs, canonical and folded text, SIREN, digests."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SIREN = re.compile(r"[0-9]{9}")

_LIGATURES = str.maketrans(
    {"’": "'", "‘": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "\u00a0": " ", "\u202f": " "}
)


def canonical(text: str) -> str:
    """Return `text` in NFC, trimmed, with straight apostrophes and single plain spaces.

    >>> canonical("  l’e\\u0301conomie   sociale ")
    "l'économie sociale"
    """
    straight = unicodedata.normalize("NFC", text).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(straight.split())


def fold(text: str) -> str:
    """Return `text` without accents, case or punctuation, its words separated by one space.

    >>> fold("Les Écossolies – L'Œuvre")
    'les ecossolies l oeuvre'
    """
    bare = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def slug(text: str) -> str:
    """Return the ASCII slug of `text`.

    >>> slug("Crédit Municipal de Nantes")
    'credit-municipal-de-nantes'
    """
    return fold(text).replace(" ", "-")


def is_slug(text: str) -> bool:
    """Tell whether `text` can be an id: lower-case ASCII words joined by hyphens."""
    return SLUG.fullmatch(text) is not None


def luhn(digits: str) -> bool:
    """Tell whether the check digit of a SIREN or SIRET holds (Luhn's formula, as INSEE applies it).

    >>> luhn("244400404"), luhn("244400405")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def digest(parts: Iterable[str]) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of `parts` joined by `|`."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
