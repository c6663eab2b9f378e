"""A SPARQL text that cannot be read: the engine's own complaints, told in French with their place."""

import pickle

import pytest

from graph.errors import QueryRefused
from graph.store import EmbeddedStore
from ontology.namespaces import ESS


def refusal(text: str) -> QueryRefused:
    """Return why the engine refuses a text."""
    with pytest.raises(QueryRefused) as refused:
        EmbeddedStore.in_memory().open_query(text)
    return refused.value


@pytest.mark.parametrize(
    ("text", "place", "reason", "hint"),
    [
        ("SELECT ?a WHERE {\n ?a ess:amount ?b\n}", "ligne 2, colonne 15", "« ess: » n'est pas déclaré", str(ESS)),
        ("SELECT ?a WHERE { ?a nope:b ?c }", "ligne 1", "« nope: » n'est pas déclaré", "PREFIX nope: <adresse>"),
        ("SELECT ?a ?b {\n?a ?p ?b }\nGROUP BY ?a", "ligne 3", "ni groupée ni calculée", "GROUP BY"),
        ("SELECT * { ?a ?p ?b } GROUP BY ?a", "ligne 1", "SELECT * ne va pas", "nommez"),
        ("SELECT (1 AS ?a) { ?a ?p ?c }", "ligne 1", "définie deux fois", "autre nom"),
        ("SELECT * { ?a ?p\n <nantes> }", "ligne 2", "adresse est incomplète", "https://"),
        ("SELECT * {\n ?a ?p ?c", "ligne 2", "s'arrête après « ?c »", "fermez chaque accolade"),
        ("SELECT * { ?a ?p ?c }\n}", "ligne 2", "s'arrête après « } »", "fermée en trop"),
        ('SELECT * { ?a ?p "}}" . FILTER(?a >) }', "ligne 1", "s'arrête après", "les parenthèses"),
        ("", "ligne 1, colonne 1", "rien ne commence ainsi", "vérifiez"),
        ("SELECT * {\r\n ?a ?p ?c ; ; . . }", "ligne 2", "s'arrête après", "vérifiez"),
    ],
)
def test_a_refusal_says_where_what_and_how_to_mend_it(text: str, place: str, reason: str, hint: str) -> None:
    refused = refusal(text)
    assert f"illisible à la {place}" in refused.message and reason in refused.message and hint in refused.hint
    assert f"ligne {refused.line}," in refused.message


def test_a_refusal_keeps_its_line_between_processes() -> None:
    refused = refusal("SELECT *\n{ ?a")
    assert pickle.loads(pickle.dumps(refused)).__dict__ == refused.__dict__ and refused.line == 2
