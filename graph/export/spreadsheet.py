"""Rows to what spreadsheets open: CSV with a byte-order mark, XLSX with a sheet that tells where the data comes from.

A cell that a spreadsheet would run as a formula is kept as text: XLSX types it so; CSV has no types, so there an
apostrophe is put before it, which `bare` takes away exactly. Numbers are never touched.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl

from graph.export.colophon import printable

Row = Mapping[str, object]
Cell = str | int | float | Decimal

_WIDEST, _NARROWEST = 60, 8
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: title, columns, rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]


def csv_bytes(rows: Sequence[Row]) -> bytes:
    """Return rows as UTF-8 CSV with a byte-order mark, by which Excel and LibreOffice know the encoding."""
    return b"\xef\xbb\xbf" + plain_csv(rows, columns_of(rows))


def plain_csv(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return rows as UTF-8 CSV with `\\n` ends, and these columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if columns:
        writer.writerow(columns)
    writer.writerows([safe(value(row.get(name))) for name in columns] for row in rows)
    return out.getvalue().encode()


def xlsx_bytes(rows: Sequence[Row], about: Mapping[str, str]) -> bytes:
    """Return rows as a workbook: a sheet « données », and a sheet « sources » with what `about` tells of them."""
    return book([Sheet("données", columns_of(rows), rows), about_sheet("sources", about)])


def about_sheet(title: str, about: Mapping[str, str]) -> Sheet:
    """Return a sheet that tells where data comes from, one line a thing told."""
    told = [{"information": name, "valeur": text} for name, text in about.items() if text]
    return Sheet(title, ("information", "valeur"), told)


def book(sheets: Iterable[Sheet]) -> bytes:
    """Return sheets as an XLSX workbook: headers bold and frozen, columns as wide as what they hold."""
    workbook = openpyxl.Workbook(write_only=True)
    workbook.properties.creator = "Entrelacs"
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.title), sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def columns_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the columns of rows, each once, in the order in which they come."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


def value(cell: object) -> Cell:
    """Return what a cell holds: a number, or a text (several values joined by `|`).

    >>> value(["a", "b"]), value(True), value(None), value(12.5)
    ('a|b', 'oui', '', 12.5)
    """
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case int() | float() | Decimal():
            return cell
        case list() | tuple() | set() | frozenset():
            return "|".join(str(value(part)) for part in cell)
    return printable(str(cell))


def safe(cell: Cell) -> str:
    """Return a cell of a CSV file as a text that no spreadsheet runs.

    >>> safe("=1+1"), safe("- prêt"), safe("-12.5"), safe("l'an"), safe("'=")
    ("'=1+1", "'- prêt", '-12.5', "l'an", "''=")
    """
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def bare(cell: str) -> str:
    """Return the text that `safe` was given.

    >>> [bare(safe(text)) for text in ("=1+1", "'=1+1", "l'an", "-3")]
    ['=1+1', "'=1+1", "l'an", '-3']
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _fill(target: Any, sheet: Sheet) -> None:
    cells = [[value(row.get(name)) for name in sheet.columns] for row in sheet.rows]
    for place, name in enumerate(sheet.columns, 1):
        widest = max([len(name), *(len(str(line[place - 1])) for line in cells)])
        letter = openpyxl.utils.get_column_letter(place)
        target.column_dimensions[letter].width = min(max(widest + 2, _NARROWEST), _WIDEST)
    target.freeze_panes = "A2"
    bold = openpyxl.styles.Font(bold=True)
    target.append([_cell(target, name, bold) for name in sheet.columns])
    for line in cells:
        target.append([_cell(target, content) for content in line])


def _cell(target: Any, content: Cell, font: Any = None) -> Any:
    made = openpyxl.cell.WriteOnlyCell(target, content if content != "" else None)
    if isinstance(content, str) and content:
        made.data_type = "s"  # also where openpyxl would guess a formula
    if font:
        made.font = font
    return made
