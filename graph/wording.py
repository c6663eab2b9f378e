"""How the words of a search are read: those that tell what is sought, and those that only ask."""

import re

_JOINING = frozenset([
    "a", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "of", "par", "pour",
    "sur", "un", "une",
])  # fmt: skip
_ASKING = frozenset([
    "comment", "j", "je", "m", "ma", "me", "mes", "mon", "nous", "on", "ou", "qu", "que", "quel", "quelle",
    "quelles", "quels", "qui", "quoi", "s", "vos", "votre",
])  # fmt: skip
_GRAMMAR = _JOINING | _ASKING
_REFERENT = re.compile(
    r"\b(?:(?:a |vers )?qui (?:dois je |puis je |peut on )?(?:s |m |me |nous )?"
    r"(?:adresser|appeler|contacter|demander|ecrire|joindre|parler|solliciter|tourner|voir)"
    r"|qui (?:est |sont )?(?:en charge|charge|s occupe|responsable)"
    r"|contact(?:er|s)?|interlocut(?:eur|rice)s?|referente?s?)\b"
)
_OFFER = re.compile(
    r"\bqui (?:peut |pourrait |va )?(?:m |me |nous )?(?P<verb>accompagn|aid|financ|heberg|soutien|souteni|subventionn)"
    r"[a-z]*"
)
_ASIDE = re.compile(r"\b(?:bon marche|pas (?:trop )?cher(?:e|es|s)?|est ce qu?e?)\b")
_SPELLED = re.compile(r"\beconomie sociale (?:et )?solidaire\b")


def asks_who(asked: str) -> bool:
    """Tell whether folded words ask whom to turn to.

    >>> asks_who("a qui s adresser pour l insertion a nantes"), asks_who("insertion nantes")
    (True, False)
    """
    return _REFERENT.search(asked) is not None


def asks_help(asked: str) -> bool:
    """Tell whether folded words ask who finances, accompanies, helps or houses.

    >>> asks_help("qui finance l alimentation"), asks_help("finance solidaire")
    (True, False)
    """
    return _OFFER.search(asked) is not None


def plain(asked: str) -> str:
    """Return folded words without the phrases that only ask or only wish; all of them when nothing else is said.

    >>> plain("a qui s adresser pour l insertion"), plain("local pas cher nantes"), plain("contacts"), plain("cher")
    ('pour l insertion', 'local nantes', 'contacts', 'cher')
    """
    rest = asked
    for phrase in (_REFERENT, _OFFER, _ASIDE):
        rest = phrase.sub(" ", rest)
    return " ".join(rest.split()) if any(word not in _GRAMMAR for word in rest.split()) else asked


def telling(asked: str) -> list[str]:
    """Return the words that tell what is sought, without grammar and questions; every word when none does.

    >>> telling("qui accompagne les porteurs de projet a rennes"), telling("la")
    (['porteurs', 'projet', 'rennes'], ['la'])
    """
    words = plain(asked).split()
    return [word for word in words if word not in _GRAMMAR] or words


def unjoined(name: str) -> list[str]:
    """Return the words of a folded name without those that only join them.

    >>> unjoined("la metropole nantaise"), unjoined("metropole de lyon")
    (['metropole', 'nantaise'], ['metropole', 'lyon'])
    """
    return [word for word in name.split() if word not in _JOINING]


def without_article(asked: str) -> str:
    """Return folded words without the article before them.

    >>> without_article("la mel"), without_article("les")
    ('mel', 'les')
    """
    return re.sub(r"^(?:l|la|le|les) (?=.)", "", asked)


def deeds(asked: str) -> list[str]:
    """Return the beginnings of what is asked for, which things may be called after: « accompagnement », « référents ».

    >>> deeds("qui accompagne et qui finance"), deeds("referent insertion")
    (['accompagn', 'financ'], ['referent'])
    """
    return [found["verb"] for found in _OFFER.finditer(asked)] + re.findall(r"\breferent", asked)


def initials(name: str) -> str:
    """Return the initials of the telling words of a folded name, which its readers may know it by; from three on.

    >>> initials("plans locaux pour l insertion et l emploi"), initials("les ecossolies")
    ('plie', '')
    """
    letters = "".join(word[0] for word in name.split() if word not in _GRAMMAR)
    return letters if len(letters) > 2 else ""


def abridged(asked: str) -> str:
    """Return folded words with the field's own name in its initials, as vocabularies write it.

    >>> abridged("chambre regionale economie sociale solidaire")
    'chambre regionale ess'
    """
    return _SPELLED.sub("ess", asked)


def singular(word: str) -> str:
    """Return a word without the mark of the plural.

    >>> singular("formations"), singular("ess")
    ('formation', 'ess')
    """
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word
