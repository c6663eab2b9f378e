"""The three questions on the small data: funders, co-funders and filière, referents; and where sources disagree."""

from decimal import Decimal

import pytest

from graph import answers, contradictions, statements
from graph.network import Network
from graph.record import Record
from graph.sentences import sum_in_words
from graph.statements import Sum
from graph.store import EmbeddedStore
from graph.things import Directory
from ontology.namespaces import thing_iri


def test_funders_come_first_with_their_ranges(record: Record, directory: Directory) -> None:
    table = answers.funders(record, directory, "fonds-test")
    told = [(c.actor, c.object, c.roles, c.funds) for c in table.contributions]
    assert told == [
        ("ademe", "fonds-test", ("financeur",), True),
        ("nantes-metropole", "fonds-test", ("financeur",), True),
        ("region-pays-de-la-loire", "fonds-test-2017", ("financeur",), True),
        ("les-ecossolies", "fonds-test", ("accompagnateur",), False),
    ]
    disputed = table.contributions[1].statements[0]
    assert disputed.bounds == (Decimal(20000), Decimal(25000)) and disputed.in_conflict
    assert [e.locator for e in disputed.evidence] == ["a:12", "b:12"]
    assert [c.id for c in table.contradictions] == ["fonds-annuel"]
    assert [s.role for s in table.amounts] == ["plafond"]


def test_totals_are_low_and_high_and_leave_ceilings_out(record: Record, directory: Directory) -> None:
    """20 000 to 25 000 by Nantes Métropole and 5 000 to 8 000 by the region; ADEME's 90 000 are a ceiling."""
    (total,) = answers.funders(record, directory, "fonds-test").totals
    assert total == answers.Total("par-an", Sum(Decimal(25000), Decimal(33000)), 2)


def test_a_plan_to_fund_is_no_funding(record: Record, directory: Directory) -> None:
    table = answers.funders(record, directory, "prix-test")
    assert {c.actor: c.funds for c in table.contributions} == {
        "ademe": True,
        "nantes-metropole": True,
        "les-ecossolies": False,
    }
    (total,) = table.totals
    assert (total.kind, total.sum) == ("realise", Sum(Decimal("1000.5"), Decimal("1000.5"), "environ"))
    assert sum_in_words(total.sum) == "environ 1\u202f000,5\xa0€"


def test_cofunders_are_ranked_by_what_they_share(record: Record, network: Network) -> None:
    first, second = answers.cofunders(record, network, "nantes-metropole")
    assert (first.actor, first.schemes) == ("ademe", ("fonds-test", "prix-test"))
    assert first.sum and first.sum.low == Decimal("1000.5")
    assert (second.actor, second.shared) == ("region-pays-de-la-loire", 1)
    assert second.sum == Sum(Decimal(5000), Decimal(8000))
    assert second.years == ("2017",)
    assert answers.cofunders(record, network, "les-ecossolies") == []


def functions(found: tuple[statements.Statement, ...]) -> list[str]:
    return [s.function for s in found]


def test_named_referents_answer(record: Record, directory: Directory) -> None:
    answer = answers.referents(record.mandates, directory, territory="dep-44")
    assert functions(answer.found) == ["Vice-présidente", "Chargé de mission", "Animation"]
    assert answer.found[0].subject == "jeanne-exemple"
    assert (answer.nearest, answer.remark) == ((), "")
    assert functions(answers.referents(record.mandates, directory, kind="technique", territory="dep-44").found) == [
        "Chargé de mission",
        "Animation",
    ]


def test_an_unnamed_referent_is_told_with_the_nearest_named_one(record: Record, directory: Directory) -> None:
    """Nobody is named for services à la personne: the elected referent for all of the ESS is the next level."""
    answer = answers.referents(record.mandates, directory, sector="services-personne", territory="epci-244400404")
    assert functions(answer.found) == ["Chargé de mission"]
    assert [s.presence for s in answer.found] == ["unnamed"]
    assert functions(answer.nearest) == ["Vice-présidente"]
    assert answer.remark == "Aucun titulaire connu pour ce secteur ; voici les référents ESS de Nantes Métropole."


@pytest.mark.parametrize(
    ("sector", "territory", "nearest"),
    [
        ("handicap", "commune-44109", ["Vice-présidente"]),  # a commune inside Nantes Métropole
        ("handicap", "dep-49", []),  # the neighbours' referents are not those of the region
        ("sport", "", ["Vice-présidente"]),
    ],
)
def test_the_nearest_level_up(
    record: Record, directory: Directory, sector: str, territory: str, nearest: list[str]
) -> None:
    answer = answers.referents(record.mandates, directory, sector=sector, territory=territory)
    assert answer.found == ()
    assert functions(answer.nearest) == nearest
    assert answer.remark


def test_the_referents_of_a_filiere(record: Record, directory: Directory) -> None:
    answer = answers.referents(record.mandates, directory, filiere="filiere-alimentation")
    assert functions(answer.found) == ["Animation"]
    assert functions(answer.nearest) == ["Vice-présidente"]


def test_the_network_of_a_filiere(record: Record, network: Network) -> None:
    found = answers.filiere_network(record, network, "filiere-alimentation")
    assert {s.subject for s in found.members} == {"nantes-metropole", "les-ecossolies"}
    assert [s.subject for s in found.structuring] == ["kiosque-test"]
    assert (found.projects, found.funders, found.others) == ((), (), ())
    assert functions(found.referents.found) == ["Animation"]


def test_contradictions_stand_side_by_side(store: EmbeddedStore) -> None:
    (told,) = contradictions.every(store)
    assert [(side.text, side.evidence[0].locator) for side in told.sides] == [
        ("20 000 €", "a:12"),
        ("25 000 €", "b:12"),
    ]
    assert contradictions.about(store, thing_iri("dispositif", "fonds-test")) == [told]
    assert contradictions.about(store, thing_iri("dispositif", "prix-test")) == []


def test_a_disagreement_that_nobody_declared_is_found(store: EmbeddedStore) -> None:
    said = statements.every(store)
    assert contradictions.undeclared(said, contradictions.every(store)) == []
    (found,) = contradictions.undeclared(said, [])
    assert (found.subject, found.object) == ("nantes-metropole", "fonds-test")
