"""What a search asks beside names: a referent, an offer; in which sector and where. No sentence is understood here."""

from dataclasses import dataclass

from graph import wording
from graph.identifiers import fold
from graph.matching import LONGEST, Matcher
from ontology import files


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether words ask for a referent or an offer, the sector that they name, and the one territory; "" for none."""

    referent: bool = False
    offer: bool = False
    sector: str = ""
    territory: str = ""


def read(matcher: Matcher, text: str) -> Asked:
    """Return what the words of a search ask for; a place that several territories may be called is left out."""
    asked = fold(text[:LONGEST])
    referent, offer = wording.asks_who(asked), wording.asks_help(asked)
    if not (referent or offer):
        return Asked()
    places = matcher.places(text)
    return Asked(referent, offer, sector_named(asked), places[0] if len(places) == 1 else "")


def sector_named(asked: str) -> str:
    """Return the sector of which folded words hold a name, the longest one; "" when they name none.

    >>> sector_named("qui finance les circuits courts"), sector_named("referent insertion"), sector_named("nantes")
    ('alimentation', 'insertion', '')
    """
    words = _bare(asked)
    names = {_bare(fold(name)): c.id for c in files.concepts("secteur").values() for name in (*c.alt, c.label, c.id)}
    held = [name for name in names if name in words]
    return names[max(held, key=len)] if held else ""


def _bare(folded: str) -> str:
    """Return folded words in the singular, with a space at both ends, so that whole words are compared."""
    return f" {' '.join(map(wording.singular, folded.split()))} "
