"""Why a SPARQL text cannot be read, in French: from the place and the reason that the engine's parser gives."""

import re

from graph.catalogue import ABBREVIATIONS, NO_NAMES
from graph.errors import QueryRefused

_PLACE = re.compile(r"error at (\d+):(\d+): expected")
_PREFIX = re.compile(r"([\w-]*):[^\s:]*$")
_LAST_WORD = re.compile(r"(\S+)\s*$")
_REASONS = {
    "variable that is unbound": (
        "une variable du SELECT n'est ni groupée ni calculée",
        "ajoutez-la à GROUP BY, ou calculez-la : (COUNT(?x) AS ?nombre)",
    ),
    "not authorized with GROUP BY": ("SELECT * ne va pas avec GROUP BY", "nommez les variables du SELECT"),
    "overrides an existing variable": ("une variable est définie deux fois", "donnez un autre nom à la seconde"),
    "IRI parsing failed": ("une adresse est incomplète", "entre < et >, écrivez-la entière (https://…) et sans espace"),
}
"""Words of the engine: what is wrong, and how to mend it."""


def refusal(text: str, message: str) -> QueryRefused:
    """Return why a text is refused: its line and column, counted from 1, and how to mend it where that is known."""
    place = _PLACE.search(message)
    if place is None:
        return QueryRefused("Requête SPARQL illisible.", "seules les lectures sont permises")
    line, column = int(place[1]), int(place[2])
    before = [*text.split("\n"), ""][line - 1][: column - 1]
    reason, hint = _known(message, before) or _guessed(text, before)
    return QueryRefused(f"Requête SPARQL illisible à la ligne {line}, colonne {column} : {reason}.", hint, line)


def _known(message: str, before: str) -> tuple[str, str] | None:
    prefix = _PREFIX.search(before)
    if "Prefix not found" in message and prefix:
        address = ABBREVIATIONS.get(prefix[1], "adresse")
        return f"le préfixe « {prefix[1]}: » n'est pas déclaré", f"ajoutez en tête : PREFIX {prefix[1]}: <{address}>"
    return next((told for words, told in _REASONS.items() if words in message), None)


def _guessed(text: str, before: str) -> tuple[str, str]:
    word = _LAST_WORD.search(before)
    where = f"la lecture s'arrête après « {word[1]} »" if word else "rien ne commence ainsi"
    bare = NO_NAMES.sub(" ", text)
    if (missing := bare.count("{") - bare.count("}")) != 0:
        return where, "fermez chaque accolade ouverte" if missing > 0 else "une accolade est fermée en trop"
    return where, "vérifiez les mots, les points et les parenthèses juste avant cet endroit"
