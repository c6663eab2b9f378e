"""Rows as programs name them -> rows as people read them: French heads and words, what only programs use at the end."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graph.things import concept_label
from ontology.namespaces import SchemeName

TECHNICAL = ("id", "type", "kind", "url", "iri", "identifier", "data", "edge", "sha256", "page")
"""Columns that a program uses and a reader seldom does; those that end in `_id` are technical too."""

_PREFIXES = ("statement", "counts")
_VOCABULARIES: dict[str, SchemeName] = {"status": "statut", "presence": "presence"}


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "headings.toml").read_text(encoding="utf-8"))


def readable(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with French heads, French words for codes, and the technical columns last.

    >>> readable([{"id": "montant/1", "subject": "ESS Nantes Factory", "status": "actual"}])
    [{'qui': 'ESS Nantes Factory', 'statut': 'effectif', 'identifiant': 'montant/1'}]
    """
    told = list(rows)
    names = sorted(dict.fromkeys(name for row in told for name in row), key=_technical)
    return [{head(name): _word(name, row.get(name)) for name in names} for row in told]


def head(name: str) -> str:
    """Return the French head of a column, or its name, which the columns of ready questions have in French already.

    >>> head("subject_id"), head("statement_low"), head("cofinanceur")
    ('qui (identifiant)', 'énoncé : valeur basse', 'cofinanceur')
    """
    columns: dict[str, str] = _told()["columns"]
    if name in columns:
        return columns[name]
    if name.endswith("_id"):
        return f"{head(name.removesuffix('_id'))} (identifiant)"
    prefix, _, rest = name.partition("_")
    return f"{columns[prefix]} : {head(rest)}" if rest and prefix in _PREFIXES else name


def _technical(name: str) -> bool:
    return name in TECHNICAL or name.endswith("_id")


def _word(name: str, value: Any) -> Any:
    """Return the French word for a code of the API or of a vocabulary, or what the cell holds."""
    bare = name.removeprefix("statement_")
    if not isinstance(value, str):
        return value
    if bare in _VOCABULARIES:
        return concept_label(_VOCABULARIES[bare], value)
    words: dict[str, str] = _told()["values"].get(bare, {})
    return words.get(value, value)
