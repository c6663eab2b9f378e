"""Sentences agree: a verb with the number of its actor's name, a sum with how exactly its sources give it."""

from decimal import Decimal

import pytest

from graph.sentences import does, in_plural, is_several, sum_in_words
from graph.statements import Evidence, Statement, added
from graph.things import Thing
from ontology import files
from ontology.namespaces import SchemeName


@pytest.mark.parametrize(
    ("label", "kind", "several"),
    [
        ("Les Scop de l'Ouest", "reseau", True),
        ("Conseils régionaux (sans précision)", "collectif", True),
        ("Structures de l'insertion (Rennes, non nommées)", "siae", True),
        ("Réseau d'accompagnement (Toulouse, non nommé)", "collectif", False),
        ("Collectif des associations citoyennes", "collectif", False),
        ("Bordeaux Métropole", "metropole", False),
        ("Lesneven", "commune", False),
    ],
)
def test_a_name_tells_its_number(label: str, kind: str, several: bool) -> None:
    assert is_several(Thing("x", "actor", label, kind)) is several


@pytest.mark.parametrize("scheme", ["role", "lien"])
def test_every_phrase_has_a_plural(scheme: SchemeName) -> None:
    for concept in files.concepts(scheme).values():
        verb = (concept.active or "").split(" ")[0]
        assert verb.endswith("e") or not in_plural(verb).startswith(verb + "nt"), f"say {verb} in the plural"


def test_an_attribute_agrees_too() -> None:
    actors = Thing("a", "actor", "Les Ecossolies")
    assert does(actors, "est lauréat de") == "Les Ecossolies sont lauréats de"
    assert does(actors, "participe au capital de") == "Les Ecossolies participent au capital de"


def told(*values: tuple[int, str]) -> Statement:
    """Return a statement whose passages give these values, each with its precision."""
    evidence = [
        Evidence("004", line, line, value=Decimal(value), precision=p) for line, (value, p) in enumerate(values)
    ]
    return Statement("s", "amount", "actual", evidence=tuple(evidence))


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ([told((36, "au-moins"), (36, "exact"))], "36\xa0€"),
        ([told((14, "environ"), (14, "au-moins"))], "environ 14\xa0€"),
        ([told((5, "environ")), told((3, ""))], "environ 8\xa0€"),
        ([told((5, "au-moins")), told((3, "au-moins"), (4, "au-moins"))], "au moins 8 à 9\xa0€"),
        ([told((5, "au-moins")), told((3, "au-plus"))], "environ 8\xa0€"),
        ([told(), told((3, "exact"))], "3\xa0€"),
    ],
)
def test_a_sum_is_as_exact_as_its_sources(statements: list[Statement], words: str) -> None:
    total = added(statements)
    assert total and sum_in_words(total) == words
    assert added([told()]) is None
