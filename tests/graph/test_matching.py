"""Names lead to things: accents, case, typos, former names, acronyms and codes; doubt is told with its candidates."""

from pathlib import Path

import pytest

from graph.asking import Asked, read
from graph.errors import AmbiguousName, BadParameter, UnknownThing
from graph.matching import Matcher, resolve_concept, write_index
from graph.things import Directory, Thing


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


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("niort agglo", "CA du Niortais"),
        ("Communauté d'agglomération du Niortais", "CA du Niortais"),
        ("MEL", "Métropole Européenne de Lille"),
        ("la MEL", "Métropole Européenne de Lille"),
        ("Lille Métropole Communauté Urbaine", "Métropole Européenne de Lille"),
        ("Grand Lyon", "Métropole de Lyon"),
        ("Métropole de Lyon", "Métropole de Lyon"),
        ("Eurométropole de Strasbourg", "Eurométropole de Strasbourg"),
        ("Ville de Nantes", "Nantes"),
        ("Conseil départemental de l'Isère", "Isère"),
        ("Strasbourg", "Strasbourg"),
    ],
)
def test_a_territory_is_called_after_its_public_body(real_matcher: Matcher, text: str, label: str) -> None:
    assert real_matcher.resolve(text, "territory").label == label
    assert real_matcher.search(text, ["territory"])[0].label == label


@pytest.mark.parametrize(
    "text",
    [
        "Conseil départemental",
        "Département du Rhin",
        "La Ville et l'Eurométropole de Strasbourg",
        "Ville",
        "Métropole",
        "TAG 35",
        "référent Nantes",
    ],
)
def test_what_is_not_quite_the_name_of_a_public_body_is_no_sure_territory(real_matcher: Matcher, text: str) -> None:
    with pytest.raises(UnknownThing):
        real_matcher.resolve(text, "territory")


def test_a_name_of_a_body_still_means_the_body_among_all_things(real_matcher: Matcher) -> None:
    assert real_matcher.resolve("MEL").id == "metropole-europeenne-de-lille"
    assert [c.type for c in real_matcher.search("MEL")[:2]] == ["actor", "territory"]


def test_a_name_that_two_public_bodies_bear_stays_ambiguous(directory: Directory, tmp_path: Path) -> None:
    twins = {
        id: Thing(id, "actor", f"Région {id}", kind="region", alternatives=("La Région unie",), territories=(place,))
        for id, place in (("nord", "dep-44"), ("sud", "reg-52"), ("est", "reg-53"))
    }
    regions = {"reg-53": Thing("reg-53", "territory", "Bretagne", kind="region")}
    write_index(tmp_path / "index", known := Directory({**directory.things, **regions, **twins}))
    with pytest.raises(AmbiguousName) as caught:
        Matcher(tmp_path / "index", known).resolve("Région unie", "territory")
    assert {c.id for c in caught.value.candidates} == {"reg-52", "reg-53"}  # a département is no place of a region


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("tag35", "tag-35"),
        ("TAG 35", "tag-35"),
        ("mel makers2018", "mel-makers-2018"),
        ("PLIE", "plie-aix-marseille-provence"),
        ("plie", "plie-aix-marseille-provence"),
        ("Chambre régionale économie sociale solidaire pays de la loire", "cress-pays-de-la-loire"),
    ],
)
def test_glued_figures_initials_and_kinds_lead_to_the_thing(real_matcher: Matcher, text: str, id: str) -> None:
    assert real_matcher.search(text)[0].id == id


def test_initials_are_not_a_name(real_matcher: Matcher) -> None:
    with pytest.raises(UnknownThing):
        real_matcher.resolve("PLIE")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hébergement ESS Rennes", "epci-243500139"),
        ("formation ESS Nantes", "epci-244400404"),
        ("qui accompagne les porteurs de projet à Rennes", "epci-243500139"),
        ("référent ESS Nantes", "epci-244400404"),
        ("local pas cher Nantes", "epci-244400404"),
    ],
)
def test_what_lies_in_the_place_named_comes_before_what_lies_elsewhere(
    real_matcher: Matcher, real_directory: Directory, text: str, place: str
) -> None:
    inside = real_directory.inside(place)
    found = [c.id for c in real_matcher.search(text, limit=60) if c.type != "territory"]
    here = [bool(inside.intersection(real_directory.places(id))) for id in found]
    around = {id for id in found if set(real_directory.around(place)).intersection(real_directory.places(id))}
    far = [i for i, id in enumerate(found) if not here[i] and id not in around]
    assert all(here[:3])
    assert not far or max(i for i, near in enumerate(here) if near) < min(far)


def test_a_low_price_is_no_departement(real_matcher: Matcher) -> None:
    assert not {"dep-18", "dep-62"} & {c.id for c in real_matcher.search("local pas cher Nantes")}
    assert real_matcher.search("Cher")[0].id == "dep-18"


def test_words_that_nothing_holds_are_told_as_they_are_written(real_matcher: Matcher) -> None:
    assert real_matcher.unheard("Monnaie locale") == ["Monnaie"]
    assert real_matcher.unheard("qui finance les fonds d'amorçage nantais") == []


def test_a_code_of_two_territories_lists_both(real_matcher: Matcher) -> None:
    """44 is the code of Loire-Atlantique among the départements and of Grand Est among the regions."""
    with pytest.raises(AmbiguousName) as caught:
        real_matcher.resolve("44", "territory")
    assert {c.id for c in caught.value.candidates} == {"dep-44", "reg-44"}


# --- what is asked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("référent ESS Nantes", Asked(referent=True, territory="commune-44109")),
        ("à qui s'adresser pour l'insertion à Nantes", Asked(True, False, "insertion", "commune-44109")),
        ("qui finance l'alimentation", Asked(offer=True, sector="alimentation")),
        ("qui appeler pour les mobilités, Grand Lyon", Asked(True, False, "mobilite", "epci-200046977")),
        ("finance solidaire Nantes", Asked()),
        ("Nantes", Asked()),
    ],
)
def test_a_question_of_who_is_read_with_its_sector_and_place(real_matcher: Matcher, text: str, asked: Asked) -> None:
    assert read(real_matcher, text) == asked
