"""What one cell of a table may hold: locators, partial dates, amounts, concepts; each refuses the rest in French.

A refusal is a ValueError whose message is « what is wrong ; how to mend it ».
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from rapidfuzz import process

from graph.identifiers import SIREN, canonical, is_slug, luhn
from ontology import files
from ontology.namespaces import SchemeName

_LOCATOR = re.compile(r"([a-z0-9-]+):([1-9][0-9]*)(?:-([1-9][0-9]*))?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NUMERAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_SHOWN = 12


@dataclass(frozen=True, slots=True, order=True)
class Locator:
    """A passage of a source: its id and its 1-based lines, both included."""

    source: str
    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> "Locator":
        """Read `004:107` or `004:107-110`; raise ValueError (French) for anything else."""
        match = _LOCATOR.fullmatch(text)
        if match is None:
            raise ValueError(f"repère « {text} » illisible ; écrivez source:ligne ou source:première-dernière")
        first, last = int(match[2]), int(match[3] or match[2])
        if last < first:
            raise ValueError(f"repère « {text} » : la dernière ligne précède la première ; inversez-les")
        return cls(match[1], first, last)

    def __str__(self) -> str:
        lines = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.source}:{lines}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day; kept as it was written."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2017`, `2017-03` or `2017-03-02`; raise ValueError (French) for an impossible date."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"date « {text} » illisible ; écrivez AAAA, AAAA-MM ou AAAA-MM-JJ")
        try:
            date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError as error:
            raise ValueError(f"date « {text} » impossible au calendrier ; corrigez le mois ou le jour") from error
        return cls(text)

    @property
    def precision(self) -> str:
        """Return the concept of voc/precision: `annee`, `mois` or `jour`."""
        return {4: "annee", 7: "mois", 10: "jour"}[len(self.text)]

    @property
    def first_day(self) -> date:
        """Return the first day that the date covers."""
        return date.fromisoformat((self.text + "-01-01")[:10])

    @property
    def last_day(self) -> date:
        """Return the last day that the date covers."""
        year, month, day = self.first_day.timetuple()[:3]
        if self.precision == "annee":
            return date(year, 12, 31)
        return date(year, month, monthrange(year, month)[1] if self.precision == "mois" else day)

    def __str__(self) -> str:
        return self.text


def split_cell(text: str) -> tuple[str, ...]:
    """Return the values of a cell, which are separated by `|`."""
    return tuple(part for part in (canonical(p) for p in text.split("|")) if part)


def _each(parse: Callable[[str], Any]) -> BeforeValidator:
    return BeforeValidator(lambda v: tuple(parse(p) for p in split_cell(v)) if isinstance(v, str) else v)


def _optional(parse: Callable[[str], Any]) -> BeforeValidator:
    return BeforeValidator(lambda v: (parse(canonical(v)) if v.strip() else None) if isinstance(v, str) else v)


def required(parse: Callable[[str], Any]) -> BeforeValidator:
    """Return the check of a mandatory cell, read by `parse`."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not value.strip():
            raise ValueError("valeur manquante ; cette colonne est obligatoire")
        return parse(canonical(value))

    return BeforeValidator(check)


def _slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError(
            f"identifiant « {text} » mal formé ; minuscules sans accent, chiffres et traits d'union seulement"
        )
    return text


def _positive(text: str) -> Decimal:
    value = _number(text)
    if value < 0:
        raise ValueError(f"montant négatif « {text} » ; un montant est positif ou nul")
    return value


def _number(text: str) -> Decimal:
    if not _NUMERAL.fullmatch(text):
        raise ValueError(f"« {text} » n'est pas un nombre ; des chiffres, un point décimal, sans espace ni unité")
    return Decimal(text) + 0  # so that -0 is 0


def _whole(text: str) -> Decimal:
    value = _positive(text)
    if value != value.to_integral_value():
        raise ValueError(f"« {text} » n'est pas un compte ; un nombre entier, positif ou nul")
    return value


def _year(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(f"année « {text} » illisible ; écrivez AAAA")
    return text


def _share(text: str) -> Decimal:
    value = _positive(text)
    if value > 100:
        raise ValueError(f"part « {text} » trop grande ; un pourcentage va de 0 à 100")
    return value


def _siren(text: str) -> str:
    if not SIREN.fullmatch(text) or not luhn(text):
        raise ValueError(f"SIREN « {text} » faux ; neuf chiffres dont le dernier vérifie les autres (clé de Luhn)")
    return text


def one_of(scheme: SchemeName) -> Callable[[str], str]:
    """Return a parser of the local names of one vocabulary, which proposes the nearest on error."""

    def parse(text: str) -> str:
        known = files.concepts(scheme)
        if text in known:
            return text
        near = process.extractOne(text, known.keys(), score_cutoff=60)
        few = ", ".join(known) if len(known) <= _SHOWN else f"les concepts de ontology/voc/{scheme}.ttl"
        hint = f"vouliez-vous dire {near[0]} ?" if near else f"choisissez parmi {few}"
        raise ValueError(f"« {text} » n'est pas dans le vocabulaire « {scheme} » ; {hint}")

    return parse


def concept(scheme: SchemeName) -> BeforeValidator:
    """Return the check of a mandatory concept of `scheme`."""
    return required(one_of(scheme))


def optional_concept(scheme: SchemeName) -> BeforeValidator:
    """Return the check of a concept of `scheme` that may be missing (the empty string)."""
    known = one_of(scheme)
    return BeforeValidator(lambda v: known(v.strip()) if v.strip() else "")


def concepts(scheme: SchemeName) -> BeforeValidator:
    """Return the check of several concepts of `scheme`."""
    return _each(one_of(scheme))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


_AS_TEXT = PlainSerializer(lambda v: "" if v is None else str(v), return_type=str)
_JOINED = PlainSerializer(lambda v: "|".join(map(str, v)), return_type=str)
_NUMBER = PlainSerializer(_plain, return_type=str)

Text = Annotated[str, BeforeValidator(canonical)]
Words = Annotated[str, required(canonical)]
Names = Annotated[tuple[str, ...], _JOINED]
Many = Annotated[tuple[str, ...], _each(canonical), _JOINED]
Id = Annotated[str, required(_slug)]
OptionalId = Annotated[str | None, _optional(_slug), _AS_TEXT]
Ids = Annotated[tuple[str, ...], _each(_slug), _JOINED]
Euros = Annotated[Decimal | None, _optional(_positive), _NUMBER]
Number = Annotated[Decimal | None, _optional(_number), _NUMBER]
Whole = Annotated[Decimal | None, _optional(_whole), _NUMBER]
Year = Annotated[str, required(_year)]
Percent = Annotated[Decimal | None, _optional(_share), _NUMBER]
When = Annotated[PartialDate | None, _optional(PartialDate.parse), _AS_TEXT]
Day = Annotated[PartialDate, required(PartialDate.parse), _AS_TEXT]
Siren = Annotated[str | None, _optional(_siren), _AS_TEXT]
Locators = Annotated[tuple[Locator, ...], _each(Locator.parse), _JOINED]
