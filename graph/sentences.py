"""Statements in French: one sentence each, numbers and periods as a careful writer prints them."""

import re
from collections.abc import Sequence
from decimal import Decimal

from graph.identifiers import fold
from graph.perimeter import role_label
from graph.statements import Statement, Sum, added
from graph.things import Directory, Thing, concept_label
from ontology import files

_CONTRACTED = {"de": {"Les ": "des", "Le ": "du"}, "à": {"Les ": "aux", "Le ": "au"}}
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SEVERAL = re.compile(r"Les |.*\bnon nommée?s\)$")
_GROUP = re.compile(r"\S+[sx]\b")
_IN_PLURAL = {
    "a": "ont", "est": "sont", "fait": "font", "met": "mettent", "détient": "détiennent", "garantit": "garantissent",
    "intervient": "interviennent", "s'inscrit": "s'inscrivent", "soutient": "soutiennent",
}  # fmt: skip
_ATTRIBUTE = re.compile(r"^(sont [^ ']+?)s?(?= |$)")
_VOWEL = ("a", "e", "i", "o", "u", "y", "hab", "harm", "heb", "hist", "hom", "hop", "hor", "hot", "hum", "hyd", "hyp")
"""How the folded names begin before which « de » and « que » lose their vowel; an h is heard in the others."""
_NARROW = "\u202f"
_APPROXIMATELY = {"environ": "environ ", "au-moins": "au moins ", "au-plus": "au plus "}


def number(value: Decimal) -> str:
    """Return a number as French prints it: thin spaces between thousands, a decimal comma.

    >>> number(Decimal("1200000")), number(Decimal("13.50"))
    ('1\\u202f200\\u202f000', '13,5')
    """
    text = f"{value.normalize():,f}"
    return text.replace(",", _NARROW).replace(".", ",")


def measure(low: Decimal, high: Decimal, unit: str) -> str:
    """Return a value or a range with its unit (the unit « nombre » is not written).

    >>> measure(Decimal(20000), Decimal(25000), "euros")
    '20\\u202f000 à 25\\u202f000\\xa0€'
    """
    symbol = {"euros": "€", "pourcent": "%", "nombre": "", "": ""}.get(unit)
    suffix = _unit(unit, high) if symbol is None else symbol
    text = number(low) if low == high else f"{number(low)} à {number(high)}"
    return f"{text}\u00a0{suffix}" if suffix else text


def _unit(unit: str, value: Decimal) -> str:
    """Return the name of a unit, which French puts in the plural from two on only."""
    label = concept_label("unite", unit)
    return label if value >= 2 or unit == "mois" else " ".join(word.removesuffix("s") for word in label.split(" "))


def french_date(text: str) -> str:
    """Return a date, which may be a year or a month, as French writes it.

    >>> french_date("2017"), french_date("2017-03"), french_date("2018-09-01")
    ('2017', 'mars 2017', '1er septembre 2018')
    """
    year, *rest = text.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    day = "" if len(rest) == 1 else "1er " if rest[1] == "01" else f"{int(rest[1])} "
    return f"{day}{month} {year}"


def value_of(statement: Statement) -> str:
    """Return the retained value of a statement with its unit, or the empty string."""
    total = added([statement])
    return sum_in_words(total, statement.unit) if total else ""


def sum_in_words(total: Sum, unit: str = "euros") -> str:
    """Return a sum with its unit, and how exactly it is known.

    >>> sum_in_words(Sum(Decimal(20000), Decimal(20000), "environ"))
    'environ 20\\u202f000\\xa0€'
    """
    return _APPROXIMATELY.get(total.precision, "") + measure(total.low, total.high, unit)


def period_of(statement: Statement) -> str:
    """Return when a statement holds, as its sources tell it, or the empty string."""
    if statement.year:
        return french_date(statement.year)
    starts = sorted({e.starts for e in statement.retained if e.starts})
    return period(starts, sorted({e.ends for e in statement.retained if e.ends}))


def period(starts: Sequence[str], ends: Sequence[str]) -> str:
    """Return from when to when, each as one date or as those that sources give; the empty string for no date.

    >>> period(["2014"], ["2020"]), period(["2014-07-31", "2014-08"], []), period([], ["2019-12-31"])
    ('2014 – 2020', 'depuis le 31 juillet 2014 ou août 2014', "jusqu'au 31 décembre 2019")
    """
    if starts and ends:
        return _either(starts) if starts == ends else f"{_either(starts)} – {_either(ends)}"
    if starts:
        return f"depuis {'le ' if _is_day(starts[0]) else ''}{_either(starts)}"
    return f"jusqu'{'au' if _is_day(ends[0]) else 'en'} {_either(ends)}" if ends else ""


def _either(dates: Sequence[str]) -> str:
    return " ou ".join(map(french_date, dates))


def _is_day(date: str) -> bool:
    return date.count("-") == 2


def sentence(statement: Statement, directory: Directory) -> str:
    """Return what a statement says, in one French sentence without its sources."""
    made = {
        "participation": _tie,
        "link": _tie,
        "mandate": _mandate,
        "amount": _amount,
        "figure": _figure,
    }[statement.kind](statement, directory)
    status = {"planned": " [prévu]", "past": " [passé]", "excluded": " [exclu]"}.get(statement.status, "")
    return f"{made}{status}."


def _label(directory: Directory, id: str) -> str:
    thing = directory.get(id)
    return thing.label if thing else id


def joined(phrase: str, name: str) -> str:
    """Return a phrase and a name, with the contractions and elisions of French.

    >>> joined("siège au jury de", "Entreprendre"), joined("est membre de", "Les Ecossolies")
    ("siège au jury d'Entreprendre", 'est membre des Ecossolies')
    >>> joined("autour de", "Habitat et construction"), joined("autour de", "Hamo nantais")
    ("autour d'Habitat et construction", 'autour de Hamo nantais')
    """
    head, _, last = phrase.rpartition(" ")
    for article, contracted in _CONTRACTED.get(last, {}).items():
        if name.startswith(article):
            return f"{head} {contracted} {name.removeprefix(article)}"
    if last in ("de", "que") and fold(name).startswith(_VOWEL):
        return f"{head} {last[:-1]}'{name}"
    return f"{phrase} {name}"


def is_several(thing: Thing) -> bool:
    """Tell whether a name takes its verb in the plural: after « Les », of a group, or of several left unnamed.

    >>> is_several(Thing("e", "actor", "Les Ecossolies")), is_several(Thing("n", "actor", "Nantes Métropole"))
    (True, False)
    >>> is_several(Thing("c", "actor", "Communes de Niort Agglo", "collectif"))
    True
    """
    group = thing.kind == "collectif" and _GROUP.match(thing.label)
    return bool(group or _SEVERAL.match(thing.label))


def in_plural(phrase: str) -> str:
    """Return what an actor does as several do it.

    >>> in_plural("porte"), in_plural("a lancé"), in_plural("est membre de"), in_plural("est l'objet de")
    ('portent', 'ont lancé', 'sont membres de', "sont l'objet de")
    """
    verb, space, rest = phrase.partition(" ")
    return _ATTRIBUTE.sub(r"\1s", f"{_IN_PLURAL.get(verb, f'{verb}nt')}{space}{rest}")


def does(actor: Thing, phrase: str) -> str:
    """Return what an actor does, with its verb in the number of the actor's name.

    >>> does(Thing("e", "actor", "Les Ecossolies"), "anime")
    'Les Ecossolies animent'
    """
    return f"{actor.label} {in_plural(phrase) if is_several(actor) else phrase}"


def _in_brackets(*parts: str) -> str:
    told = [part for part in parts if part]
    return f" ({', '.join(told)})" if told else ""


def _tie(statement: Statement, directory: Directory) -> str:
    scheme = files.concepts("role" if statement.kind == "participation" else "lien")
    concept = scheme.get(statement.role)
    phrase = (concept.active if concept else None) or f"({role_label(statement.role)})"
    own = statement.project in ("", statement.subject)
    project = "" if own else f", pour « {_label(directory, statement.project)} »"
    share = next((f"{number(e.share)} %" for e in statement.retained if e.share is not None), "")
    instrument = concept_label("instrument", statement.instrument) if statement.instrument else ""
    details = _in_brackets(value_of(statement), share, instrument, period_of(statement))
    subject = directory.get(statement.subject) or Thing(statement.subject, "actor", statement.subject)
    return f"{joined(does(subject, phrase), _label(directory, statement.object))}{project}{details}"


def _mandate(statement: Statement, directory: Directory) -> str:
    where = _label(directory, statement.object) if statement.object else ""
    field = ", ".join(concept_label("secteur", sector) for sector in statement.sectors)
    function = statement.function or role_label_of_mandate(statement)
    named = statement.presence == "named"
    holder = _label(directory, statement.subject) if named else nobody_named(statement.presence, statement.status)
    return f"{function[:1].upper()}{function[1:]}{_in_brackets(where, field)} : {holder}"


def nobody_named(presence: str, status: str = "") -> str:
    """Return why a mandate has no holder.

    >>> nobody_named("unnamed"), nobody_named("none", "planned")
    ('titulaire non nommé par la source', "annoncé ; personne n'est encore nommé")
    """
    if presence == "none":
        return "annoncé ; personne n'est encore nommé" if status == "planned" else "la source dit qu'il n'y en a pas"
    return "titulaire non nommé par la source" if presence == "unnamed" else "la source ne le renseigne pas"


def role_label_of_mandate(statement: Statement) -> str:
    """Return what a mandate without a title is called: « élu », « référent » …"""
    return concept_label("type-mandat", statement.mandate_kind) or concept_label("role-mandat", statement.role)


def _amount(statement: Statement, directory: Directory) -> str:
    kind = concept_label("nature-montant", statement.role)
    instrument = concept_label("instrument", statement.instrument) if statement.instrument else ""
    details = _in_brackets(instrument, statement.detail, period_of(statement))
    return f"{_label(directory, statement.subject)} : {kind} de {value_of(statement)}{details}"


def _figure(statement: Statement, directory: Directory) -> str:
    other = statement.role == "autre" and statement.detail
    indicator = other or concept_label("indicateur", statement.role)
    sectors = ", ".join(concept_label("secteur", sector) for sector in statement.sectors)
    places = ", ".join(_label(directory, place) for place in statement.territories)
    details = _in_brackets("" if other else statement.detail, sectors, places, period_of(statement))
    return f"{_label(directory, statement.subject)} : {indicator}, {value_of(statement)}{details}"
