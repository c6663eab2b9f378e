"""The catalogue of ready questions: headers that hold together, and answers as the documents give them."""

import re
import time
from itertools import groupby

import pytest
from rdflib import XSD, Literal, Node, URIRef

from api.contexts.questions import THEMES, TYPES
from graph import catalogue
from graph.catalogue import Column, Parameter, Query, query
from graph.naming import THING_KINDS
from graph.store import EmbeddedStore, bind
from graph.things import Directory
from ontology import files
from ontology.namespaces import SCHEMES, concept_iri, local_name, thing_iri

PUBLIC = catalogue.public()
Row = dict[str, str]

# Each question, what it is asked, and a row that its answer holds on the real data: ids, or values as they are.
EXPECTED: dict[str, tuple[dict[str, str], Row]] = {
    # 004:107
    "qui-finance": ({"dispositif": "ess-nantes-factory"}, {"financeur": "ademe", "dans": "ess-nantes-factory"}),
    # 002:325
    "cofinanceurs-d-un-acteur": (
        {"acteur": "departement-isere"},
        {"cofinanceur": "fonds-social-europeen", "dispositif": "fines"},
    ),
    # 002:1746
    "apports-d-un-financeur": (
        {"acteur": "metropole-rouen-normandie"},
        {"finance": "dynamique-immobilier-ess"},
    ),
    # 000:61
    "couples-de-financeurs": ({}, {"financeur": "ademe", "cofinanceur": "fondes", "nombre": "1"}),
    # 004:595
    "soutiens-d-un-acteur": ({"acteur": "le-kiosque-paysan"}, {"par": "ess-nantes-factory", "comment": "beneficiaire"}),
    # 001:239
    "financeurs-a-une-date": (
        {"dispositif": "ess-nantes-factory", "jour": "2018-06-30"},
        {"financeur": "credit-municipal-de-nantes", "debut": "2017-01-01"},
    ),
    # 002:483 and 002:485
    "financeurs-membres-du-jury": (
        {},
        {"dispositif": "aap-entreprendre-autrement-mel", "acteur": "caisse-des-depots"},
    ),
    # 004:469
    "referents-d-un-territoire": (
        {"territoire": "epci-244400404"},
        {"organisme": "les-ecossolies", "titulaire": "adt-44", "presence": "named"},
    ),
    # 000:162
    "referents-d-un-secteur": (
        {"secteur": "alimentation"},
        {"territoire": "epci-244400404", "organisme": "les-ecossolies", "presence": "unnamed"},
    ),
    # 004:469
    "referents-des-filieres": ({}, {"filiere": "nantes-services-personne", "titulaire": "adt-44"}),
    # 001:455
    "filieres-sans-referent": ({}, {"filiere": "nantes-culture", "territoire": "epci-244400404"}),
    # 002:940
    "collectivites-sans-referent": ({}, {"collectivite": "metz-metropole", "type": "elu"}),
    # 004:461
    "acteurs-d-une-filiere": (
        {"filiere": "nantes-alimentation"},
        {"acteur": "gab-44", "roles": "membre", "dans": "le-kiosque-paysan"},
    ),
    # 004:468
    "filieres-d-un-territoire": (
        {"territoire": "epci-244400404"},
        {"filiere": "nantes-habitat-construction", "projet": "tiers-lieu-ecoconstruction"},
    ),
    # 002:1162
    "secteur-organise-ailleurs": ({"secteur": "alimentation"}, {"territoire": "reg-53"}),
    # 004:751 and 004:465
    "acteurs-de-plusieurs-filieres": ({}, {"acteur": "envie-44"}),
    # 004:107
    "dispositifs-pour-une-etape": (
        {"etape": "amorcage", "territoire": "dep-44"},
        {"dispositif": "ess-nantes-factory", "type": "fonds-amorcage"},
    ),
    # 001:312
    "dispositifs-d-un-secteur": ({"secteur": "mobilite"}, {"dispositif": "aap-acteurs-de-la-transition"}),
    # 004:287
    "avant-ce-dispositif": (
        {"dispositif": "ess-nantes-factory"},
        {"avant": "incubateur-ecossolies", "comment": "mene-vers"},
    ),
    "apres-ce-dispositif": ({"dispositif": "incubateur-ecossolies"}, {"ensuite": "ess-nantes-factory"}),
    # 004:947
    "laureats": (
        {"dispositif": "prix-innovation-sociale-nantes"},
        {"edition": "prix-innovation-sociale-nantes-2017", "acteur": "bout-a-bout", "titre": "laureat"},
    ),
    # 004:172 and 004:947
    "laureats-de-plusieurs-dispositifs": ({}, {"acteur": "bout-a-bout", "nombre": "2"}),
    "etapes-sans-dispositif": ({"territoire": "epci-244400404"}, {"etape": "changement-echelle", "nombre": "0"}),
    # 004:297
    "ce-qui-est-prevu": ({"territoire": "epci-244400404"}, {"quoi": "accelerateur-de-territoire-nantes"}),
    "dates-d-un-territoire": (
        {"territoire": "epci-244400404"},
        {"moment": "2017", "evenement": "début", "quoi": "ess-nantes-factory"},
    ),
    # 002:735
    "spaser": ({}, {"collectivite": "metropole-nice-cote-azur", "role": "porteur", "etat": "actual"}),
    "plusieurs-roles": ({"dispositif": "ess-nantes-factory"}, {"acteur": "ademe"}),
    "acteurs-de-plusieurs-types-de-dispositifs": ({}, {"acteur": "nantes-metropole"}),
    # 004:107
    "ce-qui-a-change-de-nom": ({}, {"apres": "ess-nantes-factory", "comment": "remplace"}),
    # 000:111
    "lieux-d-un-territoire": ({"territoire": "dep-38"}, {"lieu": "artis", "qui": "isere-amenagement"}),
    # 004:749
    "occupants-d-un-lieu": ({"lieu": "solilab"}, {"qui": "le-relais", "comment": "occupant"}),
    # 004:751
    "membres-d-un-reseau": ({"reseau": "groupe-3r"}, {"membre": "envie-44"}),
    # 004:1107
    "reseaux-d-un-acteur": ({"acteur": "nantes-metropole"}, {"reseau": "rtes"}),
    # 002:1471
    "capital-des-cooperatives": (
        {},
        {"societaire": "clermont-auvergne-metropole", "societe": "scic-socoop", "montant": "10000"},
    ),
    # 002:1593
    "chiffres-d-un-territoire": (
        {"territoire": "epci-244400404"},
        {"indicateur": "habitants", "valeur_basse": "639000"},
    ),
    # 003:78
    "un-indicateur-partout": (
        {"indicateur": "part-emploi-ess"},
        {"territoire": "epci-243500139", "valeur_basse": "12.74", "annee": "2012"},
    ),
    # 000:61
    "montants-d-un-dispositif": (
        {"dispositif": "ess-nantes-factory"},
        {"nature": "par-an", "montant_bas": "900000", "dans": "ess-nantes-factory"},
    ),
    # 002:382
    "desaccords": ({"chose": "ess-nantes-factory"}, {"reponse": "France Active Pays de la Loire"}),
    # 004:287
    "d-ou-vient-l-information": ({"chose": "incubateur-ecossolies"}, {"document": "004", "ligne": "287"}),
    # 002:325
    "un-seul-document": ({"chose": "fines"}, {"document": "002"}),
    "confirme-par-plusieurs-documents": ({}, {"nombre": "3"}),
    "qui-porte-ce-nom": ({"mots": "ecos"}, {"chose": "les-ecossolies", "comment": "graphie d'une source"}),
}


def node(parameter: Parameter, value: str, directory: Directory) -> Node:
    """Return the term that a parameter takes."""
    if parameter.kind.startswith("voc/"):
        scheme = next(s for s in SCHEMES if s == parameter.kind.removeprefix("voc/"))
        return concept_iri(scheme, value)
    if parameter.kind in ("date", "text"):
        return Literal(value, datatype=XSD.date) if parameter.kind == "date" else Literal(value)
    return URIRef(directory[value].iri)


def values_of(question: Query, asked: dict[str, str], directory: Directory) -> dict[str, Node]:
    """Return the terms that a question is asked with."""
    return {p.name: node(p, asked[p.name], directory) for p in question.parameters if p.name in asked}


def short(solution: Row) -> Row:
    """Return a solution with ids in place of IRIs."""
    return {name: local_name(value) if value.startswith("https:") else value for name, value in solution.items()}


@pytest.fixture(params=PUBLIC, ids=lambda q: q.name)
def question(request: pytest.FixtureRequest) -> Query:
    """Return each public question in turn."""
    found: Query = request.param
    return found


# --- headers ------------------------------------------------------------------------------------------------------


def test_a_header_tells_title_theme_parameters_and_columns() -> None:
    roles = query("plusieurs-roles")
    assert roles.theme == "Dispositifs"
    assert roles.parameters == (Parameter("dispositif", "scheme", "un seul dispositif", optional=True),)
    assert roles.column("nombre") == Column("nombre", "number", "rôles")
    assert roles.column("acteur") == Column("acteur", "text", "acteur")
    assert roles.variables == ("dispositif", "acteur", "nombre", "roles", "enonce")


def test_prefixes_are_written_for_what_a_query_names_and_for_nothing_else() -> None:
    text = query("spaser").text
    used = set(re.findall(r"^PREFIX ([a-z-]+):", text, re.MULTILINE))
    assert used == {"cv", "ess", "prov", "type-dispositif"}


def test_a_query_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        query("rien-de-tel")


def test_there_are_enough_questions_and_each_has_its_own_place() -> None:
    assert len(PUBLIC) >= 22
    assert {q.theme for q in PUBLIC} == set(THEMES)
    ordered = sorted(PUBLIC, key=lambda q: THEMES.index(q.theme))
    for _, group in groupby(ordered, key=lambda q: q.theme):
        places = [q.place for q in group]
        assert len(places) == len(set(places))


def test_a_question_is_a_question_and_says_more(question: Query) -> None:
    assert question.title.endswith("\N{NO-BREAK SPACE}?")
    assert question.about.endswith(".")
    assert len({q.title for q in PUBLIC}) == len(PUBLIC)


def test_parameters_are_projected_and_of_a_known_kind(question: Query) -> None:
    for parameter in question.parameters:
        assert parameter.name in question.variables
        assert parameter.label
        scheme = parameter.kind.removeprefix("voc/")
        assert parameter.kind in {*THING_KINDS, *TYPES, "date", "text"} or scheme in SCHEMES


def test_columns_describe_what_the_select_gives(question: Query) -> None:
    for column in question.columns:
        assert column.name in question.variables
        assert column.kind in {"text", "number", "euros", "list"}
        assert column.label


def test_an_answer_says_what_it_rests_on(question: Query) -> None:
    assert {"enonce", "passage"}.intersection(question.variables)


def test_no_concept_is_misspelt(question: Query) -> None:
    named = re.findall(r"(?<![\w:\-?$/])([a-z]+(?:-[a-z]+)*):([a-z0-9-]+)", question.text)
    for scheme, name in named:
        if known := next((s for s in SCHEMES if s == scheme), None):
            assert name in files.concepts(known), f"{scheme}:{name}"


# --- answers on the real data -------------------------------------------------------------------------------------


def test_every_question_has_an_expected_answer() -> None:
    assert {q.name for q in PUBLIC} == set(EXPECTED)


def test_an_answer_holds_what_the_documents_say(
    question: Query, real_store: EmbeddedStore, real_directory: Directory
) -> None:
    asked, expected = EXPECTED[question.name]
    start = time.perf_counter()
    found = [short(row) for row in real_store.select(question, **values_of(question, asked, real_directory))]
    taken = time.perf_counter() - start
    assert any(expected.items() <= row.items() for row in found), found[:20]
    assert taken < 3, f"{taken:.1f} s"


def test_the_text_that_people_may_open_gives_the_same_rows(
    question: Query, real_store: EmbeddedStore, real_directory: Directory
) -> None:
    values = values_of(question, EXPECTED[question.name][0], real_directory)
    bound = Query(question.name, "", "", (), bind(question.text, values))
    assert len(real_store.select(bound)) == len(real_store.select(question, **values))


# --- answers on the small folder ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        (
            "qui-finance",
            {"dispositif": "fonds-test"},
            {
                ("ademe", "fonds-test"),
                ("nantes-metropole", "fonds-test"),
                ("region-pays-de-la-loire", "fonds-test-2017"),
            },
        ),
        (
            "acteurs-d-une-filiere",
            {"filiere": "filiere-alimentation"},
            {("nantes-metropole", "filiere-alimentation"), ("les-ecossolies", "filiere-alimentation")},
        ),
        ("filieres-sans-referent", {}, {("filiere-alimentation", "")}),
    ],
)
def test_planned_ties_do_not_count_and_editions_do(
    store: EmbeddedStore, directory: Directory, name: str, asked: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    question = query(name)
    who = {"qui-finance": "financeur", "acteurs-d-une-filiere": "acteur", "filieres-sans-referent": "filiere"}[name]
    found = [short(row) for row in store.select(question, **values_of(question, asked, directory))]
    assert {(row[who], row.get("dans", "")) for row in found} == expected


def test_amounts_of_two_sources_give_a_range(store: EmbeddedStore, directory: Directory) -> None:
    question = query("qui-finance")
    values = values_of(question, {"dispositif": "fonds-test"}, directory)
    found = [short(row) for row in store.select(question, **values)]
    metropole = next(row for row in found if row["financeur"] == "nantes-metropole")
    assert (metropole["montant_bas"], metropole["montant_haut"]) == ("20000", "25000")


def test_a_day_keeps_what_held_then(store: EmbeddedStore, directory: Directory) -> None:
    question = query("financeurs-a-une-date")

    def funders(day: str) -> set[str]:
        values = values_of(question, {"dispositif": "fonds-test", "jour": day}, directory)
        return {short(row)["financeur"] for row in store.select(question, **values)}

    assert funders("2014-06-30") == set()
    assert funders("2016-06-30") == {"ademe", "nantes-metropole"}
    assert funders("2017-06-30") == {"ademe", "nantes-metropole", "region-pays-de-la-loire"}


def test_a_document_names_what_it_gives_a_name_and_what_it_ties(store: EmbeddedStore) -> None:
    rows = store.select(query("things-named-in"), source=thing_iri("source", "b"))
    assert {local_name(row["thing"]) for row in rows} == {"ademe", "nantes-metropole", "fonds-test"}
