"""The two tables of the contract: columns, one row per claim and passage, stable, nothing that a spreadsheet runs."""

import csv
import io
import re
from collections import Counter
from decimal import Decimal

import pytest

from graph import build, statements
from graph.catalogue import query
from graph.export import tables
from graph.export.tables import ENTITY_COLUMNS, STATEMENT_COLUMNS
from graph.statements import STATUSES, Evidence, Statement
from graph.store import EmbeddedStore
from graph.tables import Dataset
from graph.things import Directory, Thing
from ontology import files

TYPES = {"actor", "person", "scheme", "edition", "place", "project", "body", "filiere", "territory"}
KINDS = {"participation", "link", "mandate", "amount", "figure"}
VALUE = re.compile(r"|-?\d+(\.\d+)?|-?\d+(\.\d+)?--?\d+(\.\d+)?|[<>]=-?\d+(\.\d+)?")

Rows = list[dict[str, str]]


def read(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def made(store: EmbeddedStore, directory: Directory) -> tuple[Rows, Rows]:
    found = tables.files(directory, statements.every(store), store.select(query("dates")))
    return read(found["entities.csv"]), read(found["statements.csv"])


def one(rows: Rows, **wanted: str) -> dict[str, str]:
    (found,) = [row for row in rows if wanted.items() <= row.items()]
    return found


# --- the small folder ---------------------------------------------------------------------------------------------


def test_columns_are_those_of_the_contract(store: EmbeddedStore, directory: Directory) -> None:
    found = tables.files(directory, statements.every(store))
    heads = {name: content.decode().splitlines()[0] for name, content in found.items()}
    assert heads == {
        "entities.csv": "id,type,kind,label,aliases,territory,siren,starts,ends,sectors,stages",
        "statements.csv": "id,kind,subject,subject_label,role,object,object_label,value,unit,starts,ends,year,sector,"
        "territory,status,rank,source,line_start,line_end,note",
    }


def test_an_entity_has_its_names_place_and_dates(store: EmbeddedStore, directory: Directory) -> None:
    entities, _ = made(store, directory)
    thing = directory["les-ecossolies"]
    assert thing.alternatives and thing.variants
    assert one(entities, id="les-ecossolies") == dict.fromkeys(ENTITY_COLUMNS, "") | {
        "id": "les-ecossolies",
        "type": "actor",
        "kind": "tete-de-reseau",
        "label": "Les Écossolies",
        "aliases": "|".join((*thing.alternatives, *thing.variants)),
        "territory": "commune-44109",
    }
    fund = one(entities, id="fonds-test")
    assert (fund["type"], fund["starts"], fund["stages"]) == ("scheme", "2015", "amorcage")
    assert one(entities, id="nantes-metropole")["siren"] == "244400404"
    assert one(entities, id="epci-244400404")["territory"] == "dep-44|reg-52"


def test_each_passage_has_its_row_even_where_sources_disagree(store: EmbeddedStore, directory: Directory) -> None:
    _, said = made(store, directory)
    rows = [row for row in said if (row["subject"], row["object"]) == ("nantes-metropole", "fonds-test")]
    assert [(row["source"], row["line_start"], row["line_end"], row["value"], row["unit"]) for row in rows] == [
        ("a", "12", "12", "20000", "euros"),
        ("b", "12", "12", "25000", "euros"),
    ]
    assert len({row["id"].split("@")[0] for row in rows}) == 1
    assert rows[0]["note"] == "nature : montant par an"
    assert rows[0]["rank"] == "normal"


def test_a_range_is_written_min_max(store: EmbeddedStore, directory: Directory) -> None:
    _, said = made(store, directory)
    row = one(said, subject="region-pays-de-la-loire")
    assert (row["kind"], row["role"], row["value"], row["year"]) == ("participation", "financeur", "5000-8000", "2017")


def test_partial_dates_stay_partial(store: EmbeddedStore, directory: Directory) -> None:
    _, said = made(store, directory)
    row = one(said, subject="les-ecossolies", role="membre")
    assert (row["starts"], row["ends"]) == ("2015", "2016-06")


def test_a_planned_fact_says_so(store: EmbeddedStore, directory: Directory) -> None:
    _, said = made(store, directory)
    assert one(said, subject="les-ecossolies", object="prix-test")["status"] == "planned"


def test_a_mandate_tells_function_kind_and_holder(store: EmbeddedStore, directory: Directory) -> None:
    _, said = made(store, directory)
    named = one(said, subject="jeanne-exemple")
    assert (named["kind"], named["role"], named["object"]) == ("mandate", "referent", "nantes-metropole")
    assert (named["value"][:15], named["unit"]) == ("Vice-présidente", "elu")
    assert named["subject_label"] == "Jeanne Exemple"
    unnamed = one(said, value="Chargé de mission")
    assert (unnamed["subject"], unnamed["subject_label"]) == ("", "Chargé de mission")
    assert (unnamed["sector"], unnamed["territory"]) == ("services-personne", "epci-244400404")
    assert unnamed["note"] == "titulaire : non nommé"


def test_amounts_figures_and_dates_have_their_subject(store: EmbeddedStore, directory: Directory) -> None:
    _, said = made(store, directory)
    amount = one(said, kind="amount")
    assert (amount["subject"], amount["role"], amount["value"], amount["object"]) == (
        "fonds-test",
        "plafond",
        "12000",
        "",
    )
    assert amount["note"] == "détail : par projet"
    figure = one(said, role="emplois-ess")
    assert (figure["kind"], figure["value"], figure["unit"], figure["year"]) == ("figure", "60000", "nombre", "2015")
    assert figure["note"] == "précision : environ"
    date = one(said, unit="date")
    assert (date["kind"], date["subject"], date["role"], date["value"]) == ("figure", "fonds-test", "debut", "2015")
    assert date["id"] == "date/fonds-test/debut@a:28"


def test_two_builds_write_the_same_bytes(tiny: Dataset, store: EmbeddedStore, directory: Directory) -> None:
    again = build.in_memory(tiny)
    found = tables.files(Directory.read(again), reversed(statements.every(again)))
    assert found == tables.files(directory, statements.every(store))


# --- cases that the small folder does not have --------------------------------------------------------------------


def said(*evidence: Evidence, **told: str) -> Rows:
    directory = Directory({"a": Thing("a", "actor", "A"), "b": Thing("b", "scheme", "=B")})
    fact = {"subject": "a", "role": "financeur", "object": "b", "unit": "euros"} | told
    statement = Statement("participation/1", "participation", "actual", **fact, evidence=evidence)  # type: ignore[arg-type]  # only texts
    return tables.statements([statement], directory)


def test_several_values_of_one_passage_keep_distinct_ids() -> None:
    place = ("004", 107, 110)
    rows = said(Evidence(*place, value=Decimal(2)), Evidence(*place, value=Decimal(1)), Evidence("001", 3, 3))
    assert [(row["id"], row["value"]) for row in rows] == [
        ("participation/1@001:3", ""),
        ("participation/1@004:107-110", "1"),
        ("participation/1@004:107-110.2", "2"),
    ]


@pytest.mark.parametrize(
    ("evidence", "value", "unit", "note"),
    [
        (Evidence("004", 1, 1, low=Decimal(400000)), ">=400000", "euros", ""),
        (Evidence("004", 1, 1, high=Decimal(2)), "<=2", "euros", ""),
        (Evidence("004", 1, 1, low=Decimal(-5), high=Decimal(-3)), "-5--3", "euros", ""),
        (Evidence("004", 1, 1, low=Decimal(3), high=Decimal("3.0")), "3", "euros", ""),
        (Evidence("004", 1, 1, share=Decimal("12.5")), "12.5", "pourcent", ""),
        (Evidence("004", 1, 1, value=Decimal(9), share=Decimal("12.5")), "9", "euros", "part : 12,5 %"),
        (Evidence("004", 1, 1, value=Decimal(9), low=Decimal(8)), "9", "euros", "fourchette : >=8"),
        (Evidence("004", 1, 1, note="dit-on", reason="plus récent"), "", "", "dit-on ; motif du rang : plus récent"),
    ],
)
def test_values_of_every_shape(evidence: Evidence, value: str, unit: str, note: str) -> None:
    (row,) = said(evidence)
    assert (row["value"], row["unit"], row["note"]) == (value, unit, note)


def test_rows_hold_texts_as_they_are_and_files_hold_no_formula() -> None:
    directory = Directory({"b": Thing("b", "scheme", '=HYPERLINK("x")', alternatives=("+1", "@B"))})
    (row,) = tables.entities(directory)
    assert row["label"] == '=HYPERLINK("x")'
    (written,) = read(tables.files(directory, [])["entities.csv"])
    assert (written["label"], written["aliases"]) == ('\'=HYPERLINK("x")', "'+1|@B")


# --- the real data ------------------------------------------------------------------------------------------------


def test_the_real_tables_keep_the_contract(real_store: EmbeddedStore, real_directory: Directory) -> None:
    entities, rows = made(real_store, real_directory)
    assert tuple(entities[0]) == ENTITY_COLUMNS and tuple(rows[0]) == STATEMENT_COLUMNS
    ids = [row["id"] for row in entities]
    assert ids == sorted(set(ids)) and {row["type"] for row in entities} == TYPES
    statement_ids = [row["id"] for row in rows]
    assert statement_ids == sorted(set(statement_ids))
    assert {row["kind"] for row in rows} == KINDS
    assert {row["status"] for row in rows} <= set(STATUSES)
    assert {row["rank"] for row in rows} <= set(files.concepts("rang"))
    assert {row["source"] for row in rows} <= {row["id"] for row in real_store.select(query("documents"))}
    known = set(ids)
    assert {row[name] for row in rows for name in ("subject", "object")} <= known | {""}
    assert all(set(row["territory"].split("|")) <= known | {""} for row in (*entities, *rows))
    assert all(0 < int(row["line_start"]) <= int(row["line_end"]) for row in rows)
    assert all(row["subject_label"] for row in rows if row["kind"] != "mandate")
    values = [row["value"] for row in rows if row["kind"] != "mandate" and row["unit"] != "date"]
    assert [value for value in values if not VALUE.fullmatch(value)] == []
    dates = [row["value"] for row in rows if row["unit"] == "date"]
    assert dates and all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date) for date in dates)


def test_no_passage_of_the_real_data_is_lost(real_store: EmbeddedStore, real_directory: Directory) -> None:
    _, rows = made(real_store, real_directory)
    passages = Counter((s.id, e.source, str(e.first)) for s in statements.every(real_store) for e in s.evidence)
    written = Counter((r["id"].split("@")[0], r["source"], r["line_start"]) for r in rows if r["unit"] != "date")
    assert written == passages


def test_a_spreadsheet_finds_nothing_to_run_in_the_real_tables(
    real_store: EmbeddedStore, real_directory: Directory
) -> None:
    for rows in made(real_store, real_directory):
        cells = {cell for row in rows for cell in row.values()}
        assert {cell for cell in cells if cell[:1] in tuple("=+-@") and not VALUE.fullmatch(cell)} == set()
