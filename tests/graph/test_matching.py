"""Names lead to things: accents, case, typos, former names, acronyms and codes; doubt is told with its candidates."""

import pytest

from graph.errors import AmbiguousName, BadParameter, UnknownThing
from graph.matching import Matcher, resolve_concept


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Les Écossolies", "les-ecossolies"),
        ("les ecossolies", "les-ecossolies"),
        ("LES ÉCOSSOLIES", "les-ecossolies"),
        ("les-ecossolies", "les-ecossolies"),
        ("ecossolies", "les-ecossolies"),
        ("écosolies", "les-ecossolies"),
        ("Les Ecosolies", "les-ecossolies"),
        ("maison ess", "les-ecossolies"),
        ("ADEME", "ademe"),
        ("agence transition ecologique", "ademe"),
        ("ademee", "ademe"),
        ("kiosk test", "kiosque-test"),
        ("prix de test", "prix-test"),
        ("région pays de la loire", "region-pays-de-la-loire"),
        ("circuits courts", "filiere-alimentation"),
    ],
)
def test_a_name_is_forgiven(matcher: Matcher, text: str, id: str) -> None:
    assert matcher.search(text)[0].id == id
    assert matcher.resolve(text).id == id


@pytest.mark.parametrize(
    ("text", "type", "id"),
    [
        ("244400404", "actor", "nantes-metropole"),
        ("244 400 404", "actor", "nantes-metropole"),
        ("244400404", "territory", "epci-244400404"),
        ("44109", "territory", "commune-44109"),
        ("44", "territory", "dep-44"),
        ("52", "territory", "reg-52"),
        ("2A", "territory", "dep-2a"),
        ("2a", "territory", "dep-2a"),
        ("Nantes", "territory", "commune-44109"),
        ("nantes metropole", "territory", "epci-244400404"),
    ],
)
def test_codes_and_types_tell_things_apart(matcher: Matcher, text: str, type: str, id: str) -> None:
    assert matcher.resolve(text, type).id == id


@pytest.mark.parametrize(
    ("text", "id"),
    [("Nantes Métropole (métropole)", "nantes-metropole"), ("nantes metropole (Intercommunalite)", "epci-244400404")],
)
def test_a_kind_in_brackets_tells_two_bearers_of_a_name_apart(matcher: Matcher, text: str, id: str) -> None:
    assert matcher.resolve(text).id == id


def test_an_ambiguous_name_lists_what_it_may_mean(matcher: Matcher) -> None:
    with pytest.raises(AmbiguousName) as caught:
        matcher.resolve("Nantes Métropole")
    assert {c.id for c in caught.value.candidates} == {"nantes-metropole", "epci-244400404"}


@pytest.mark.parametrize(
    "text", ["", "  ", "???", "Atlantide", '"', "' OR 1=1", "NOT AND OR", "*", "x" * 3000, "a" * 2]
)
def test_an_unknown_name_is_told_and_breaks_nothing(matcher: Matcher, text: str) -> None:
    with pytest.raises(UnknownThing):
        matcher.resolve(text)


def test_an_unknown_name_has_its_nearest(matcher: Matcher) -> None:
    with pytest.raises(UnknownThing) as caught:
        matcher.resolve("fonds de dotation")
    assert "fonds-test" in {c.id for c in caught.value.candidates}


def test_scores_fall_and_the_number_of_answers_is_bounded(matcher: Matcher) -> None:
    found = matcher.search("test", limit=3)
    assert len(found) == 3
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert matcher.search("test", types=["project"])[0].id == "kiosque-test"


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("alimentation", "alimentation"),
        ("services à la personne", "services-personne"),
        ("Services a la personne", "services-personne"),
        ("services-personne", "services-personne"),
    ],
)
def test_a_concept_is_found_by_its_words(text: str, concept: str) -> None:
    assert resolve_concept("secteur", text) == concept


def test_an_unknown_concept_has_its_nearest() -> None:
    with pytest.raises(BadParameter) as caught:
        resolve_concept("role", "financerie")
    assert "financeur" in caught.value.hint


# --- the real data ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Ecosolies", "les-ecossolies"),
        ("les écossolies", "les-ecossolies"),
        ("ess nantes factori", "ess-nantes-factory"),
        ("ESS Nantes Factory", "ess-nantes-factory"),
        ("ADEME", "ademe"),
        ("cress bretagne", "cress-bretagne"),
    ],
)
def test_a_real_name_is_forgiven(real_matcher: Matcher, text: str, id: str) -> None:
    assert real_matcher.search(text)[0].id == id
    assert real_matcher.resolve(text).id == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("fonds d'amorçage nantais", "ess-nantes-factory"),
        ("fonds amorcage nantes", "ess-nantes-factory"),
        ("incubateur nantais", "incubateur-ecossolies"),
        ("pépinière Rennes", "pepiniere-reso-solidaire"),
    ],
)
def test_what_a_thing_is_and_where_leads_to_it_but_is_not_its_name(real_matcher: Matcher, text: str, id: str) -> None:
    assert real_matcher.search(text)[0].id == id
    with pytest.raises(UnknownThing) as caught:
        real_matcher.resolve(text)
    assert id in {c.id for c in caught.value.candidates}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("bordelais", "Bordeaux"),
        ("lyonnaise", "Lyon"),
        ("niçois", "Nice"),
        ("parisien", "Paris"),
        ("rennais", "Rennes"),
    ],
)
def test_the_word_for_the_inhabitants_leads_to_the_place(real_matcher: Matcher, text: str, label: str) -> None:
    assert real_matcher.search(text)[0].label == label


@pytest.mark.parametrize(
    ("text", "id"), [("Nantes Métropole", "epci-244400404"), ("44109", "commune-44109"), ("Pays de la Loire", "reg-52")]
)
def test_a_real_territory_is_found(real_matcher: Matcher, text: str, id: str) -> None:
    assert real_matcher.resolve(text, "territory").id == id


def test_a_code_of_two_territories_lists_both(real_matcher: Matcher) -> None:
    """44 is the code of Loire-Atlantique among the départements and of Grand Est among the regions."""
    with pytest.raises(AmbiguousName) as caught:
        real_matcher.resolve("44", "territory")
    assert {c.id for c in caught.value.candidates} == {"dep-44", "reg-44"}
