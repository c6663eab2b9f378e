"""Sentences agree: a verb with the number of its actor's name."""

import pytest

from graph.sentences import does, in_plural, is_several
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
