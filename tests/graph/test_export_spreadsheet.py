"""Spreadsheets: what they open is what was given, numbers as numbers, texts as texts, and nothing runs."""

import csv
import io
from decimal import Decimal

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from graph.export import spreadsheet
from graph.export.spreadsheet import bare, safe

ROWS: list[dict[str, object]] = [
    {"nom": "Les Écossolies", "siren": "012345678", "montant": 20000, "roles": ["financeur", "membre"]},
    {"nom": "=1+1", "montant": Decimal("12.50"), "conflit": True},
    {"nom": "- sans\x00 nom", "montant": None},
]


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_begins_with_a_mark_and_has_every_column() -> None:
    content = spreadsheet.csv_bytes(ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [
        ["nom", "siren", "montant", "roles", "conflit"],
        ["Les Écossolies", "012345678", "20000", "financeur|membre", ""],
        ["'=1+1", "", "12.50", "", "oui"],
        ["'- sans nom", "", "", "", ""],
    ]


def test_given_columns_stand_even_without_rows() -> None:
    assert spreadsheet.plain_csv([], ("a", "b")) == b"a,b\n"
    assert spreadsheet.csv_bytes([]) == b"\xef\xbb\xbf"


@given(st.text(st.characters(codec="utf-8")))
def test_a_safe_cell_gives_back_its_text(text: str) -> None:
    assert bare(safe(text)) == text


@given(st.text(st.characters(codec="utf-8")))
def test_a_safe_cell_begins_as_no_formula(text: str) -> None:
    cell = safe(text)
    assert cell[:1] not in ("=", "@", "\t", "\r")
    assert cell[:1] not in ("+", "-") or float(cell.replace(",", ".")) is not None


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_is_never_touched(number: Decimal) -> None:
    assert safe(number) == f"{number:f}"


def test_a_workbook_has_data_and_sources() -> None:
    book = opened(spreadsheet.xlsx_bytes(ROWS, {"Périmètre": "tout le graphe", "Licence": "Licence Ouverte 2.0"}))
    assert book.sheetnames == ["données", "sources"]
    data, sources = book.worksheets
    assert [[cell.value for cell in row] for row in data.iter_rows()] == [
        ["nom", "siren", "montant", "roles", "conflit"],
        ["Les Écossolies", "012345678", 20000, "financeur|membre", None],
        ["=1+1", None, 12.5, None, "oui"],
        ["- sans nom", None, None, None, None],
    ]
    assert data.freeze_panes == "A2" and data["A1"].font.bold
    assert data.column_dimensions["A"].width > data.column_dimensions["E"].width
    assert [cell.value for cell in sources["B"]] == ["valeur", "tout le graphe", "Licence Ouverte 2.0"]


def test_a_workbook_runs_nothing() -> None:
    (_, _, formula, _), *_ = opened(spreadsheet.xlsx_bytes(ROWS, {})).worksheets[0].iter_cols()
    assert (formula.value, formula.data_type) == ("=1+1", "s")


def test_an_empty_workbook_opens() -> None:
    assert opened(spreadsheet.xlsx_bytes([], {})).sheetnames == ["données", "sources"]
