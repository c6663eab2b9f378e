"""The data folder in memory: reads every table, gathers findings, writes tables back in canonical form."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from graph import rows
from graph.bulk import uncollected
from graph.errors import DataError, Finding, Severity
from graph.identifiers import slug
from graph.rows import Row

AnyRow = TypeVar("AnyRow", bound=Row)
_SOMEBODY = "(une personne)"


@dataclass(frozen=True)
class Dataset:
    """Every row of the data folder, table by table, in file order."""

    sources: tuple[rows.Source, ...] = ()
    territories: tuple[rows.Territory, ...] = ()
    actors: tuple[rows.Actor, ...] = ()
    schemes: tuple[rows.Scheme, ...] = ()
    filieres: tuple[rows.Filiere, ...] = ()
    participations: tuple[rows.Participation, ...] = ()
    links: tuple[rows.Link, ...] = ()
    mandates: tuple[rows.Mandate, ...] = ()
    amounts: tuple[rows.Amount, ...] = ()
    figures: tuple[rows.Figure, ...] = ()
    dates: tuple[rows.DateClaim, ...] = ()
    contradictions: tuple[rows.ContradictionSide, ...] = ()
    arbitrations: tuple[rows.Arbitration, ...] = ()
    removed: tuple[rows.Removed, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    lost: frozenset[str] = field(default=frozenset(), compare=False)
    unread: frozenset[str] = field(default=frozenset(), compare=False)
    """Ids that stand on rows which could not be read, and names of the tables that could not be read to their end."""

    def tables(self) -> Iterator[tuple[type[Row], tuple[Row, ...]]]:
        """Yield each table's class with its rows."""
        for table in rows.TABLES:
            yield table, getattr(self, name_of(table))

    def statements(self) -> Iterator[rows.Sourced]:
        """Yield every row that states something with its sources."""
        for _, content in self.tables():
            yield from (row for row in content if isinstance(row, rows.Sourced))

    def facts(self) -> Iterator[rows.FactRow]:
        """Yield every row that states a tie, a mandate or a number."""
        yield from self.participations
        yield from self.links
        yield from self.mandates
        yield from self.amounts
        yield from self.figures

    def things(self) -> Iterator[rows.Named]:
        """Yield the actors, the schemes (of every type) and the filières."""
        yield from (*self.actors, *self.schemes, *self.filieres)

    def identified(self) -> Iterator[rows.Territory | rows.Named]:
        """Yield everything that a row may name by its id: the territories and the things."""
        yield from self.territories
        yield from self.things()

    def without_persons(self) -> "Dataset":
        """Return the same data with no person in it: neither as a thing, nor as a holder, nor by name in any text."""
        veil = _Veil(actor for actor in self.actors if actor.kind == "personne")
        kept = {
            name_of(table): tuple(veil(row) for row in content if not veil.hides(row))
            for table, content in self.tables()
        }
        return replace(self, **kept)  # type: ignore[arg-type]  # each table keeps its own row class


class _Veil:
    """Takes persons out of rows."""

    def __init__(self, persons: Iterable[rows.Actor]) -> None:
        known = list(persons)
        self._ids = {person.id for person in known}
        names = sorted({name for person in known for name in person.names}, key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b" if names else r"(?!)", re.IGNORECASE)

    def hides(self, row: Row) -> bool:
        """Tell whether a row has no meaning without a person."""
        cells = [getattr(row, name, None) for name in ("id", "actor", "subject", "object", "about", "left", "right")]
        return any(self._ids.issuperset(cell if isinstance(cell, tuple) else (cell,)) for cell in cells if cell)

    def __call__(self, row: AnyRow) -> AnyRow:
        """Return a row with its holder and its other persons taken out, and their names blotted out of its texts."""
        update: dict[str, object] = {}
        for name in row.columns:
            match getattr(row, name):
                case str(text) if text in self._ids:
                    update[name] = None
                case str(text) if self._names.search(text):
                    update[name] = self._names.sub(_SOMEBODY, text)
                case tuple(values) if any(isinstance(v, str) and self._says(v) for v in values):
                    update[name] = tuple(v for v in values if not self._says(v))
        if "holder" in update:
            update["presence"] = "unnamed"
        return row.model_copy(update=update) if update else row

    def _says(self, text: str) -> bool:
        return text in self._ids or self._names.search(text) is not None


def name_of(table: type[Row]) -> str:
    """Return the name of a table: its file without `.csv`."""
    return table.file.removesuffix(".csv")


@uncollected()
def load(folder: Path) -> Dataset:
    """Read every table of `folder`, with the findings of all of them; raise DataError when the folder is missing."""
    if not folder.is_dir():
        raise DataError(f"Le dossier de données « {folder} » n'existe pas : réglez ENTRELACS_DATA ou --data.")
    reading = {name_of(table): _read(folder / table.file, table) for table in rows.TABLES}
    return Dataset(
        **{name: tuple(found.good) for name, found in reading.items()},  # type: ignore[arg-type]  # each its own class
        findings=tuple(finding for found in reading.values() for finding in found.findings),
        lost=frozenset(id for found in reading.values() for id in found.lost),
        unread=frozenset(name for name, found in reading.items() if not found.whole),
    )


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 (hexadecimal) of the tables of `folder`, in their order."""
    total = hashlib.sha256()
    for table in rows.TABLES:
        path = folder / table.file
        total.update(table.file.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    return total.hexdigest()


def read(path: Path, table: type[AnyRow]) -> tuple[tuple[AnyRow, ...], list[Finding]]:
    """Read one CSV file: its good rows, and one finding for each thing to mend (in French, with its line)."""
    found = _read(path, table)
    return tuple(found.good), found.findings


@dataclass
class _Reading(Generic[AnyRow]):
    """What was read of a file: good rows, findings, the ids of the other rows, and whether its end was reached."""

    good: list[AnyRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    whole: bool = True

    def stop(self, file: str, line: int, message: str, hint: str) -> "_Reading[AnyRow]":
        """Note why the rest of the file cannot be read."""
        self.findings.append(Finding(file, line, Severity.ERROR, message, hint))
        self.whole = False
        return self


def _read(path: Path, table: type[AnyRow]) -> _Reading[AnyRow]:
    found: _Reading[AnyRow] = _Reading()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return found.stop(path.name, 1, "fichier absent", f"créez-le avec l'en-tête {_header(table)}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"octet {error.object[error.start]:#04x} qui n'est pas de l'UTF-8"
        return found.stop(path.name, line, message, "enregistrez le fichier en UTF-8 (LibreOffice)")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = tuple(next(reader, ()))
        if heading != table.columns:
            return found.stop(path.name, 1, _bad_header(heading, table), f"attendu : {_header(table)}")
        for cells in reader:
            _take(found, cells, reader.line_num - sum(cell.count("\n") for cell in cells), table)
    except csv.Error as error:
        return found.stop(path.name, reader.line_num, f"CSV illisible ({error})", "vérifiez les guillemets")
    return found


def _take(found: _Reading[AnyRow], cells: list[str], line: int, table: type[AnyRow]) -> None:
    """Add a line to what was read: a good row, or its findings and its id."""
    if len(cells) != len(table.columns):
        findings = [_bad_length(table.file, line, cells, table)]
    else:
        try:
            found.good.append(table.model_validate(dict(zip(table.columns, cells, strict=True)) | {"line": line}))
            return
        except ValidationError as error:
            findings = list(_bad_cells(table.file, line, error))
    found.findings += findings
    found.lost += [slug(cell) for cell in cells[:1] if table.columns[0] == "id"]


def _header(table: type[Row]) -> str:
    return ",".join(table.columns)


def _bad_header(heading: tuple[str, ...], table: type[Row]) -> str:
    missing = [c for c in table.columns if c not in heading]
    told = [f"colonne « {c} » manquante" for c in missing]
    for column in (c for c in heading if c not in table.columns):
        near = process.extractOne(column, missing, score_cutoff=60)
        told.append(f"colonne « {column} » inconnue" + (f" ({near[0]} ?)" if near else ""))
    return "en-tête : " + (", ".join(told) or "colonnes dans un autre ordre ou en double")


def _bad_length(name: str, line: int, cells: list[str], table: type[Row]) -> Finding:
    short = len(cells) < len(table.columns)
    message = f"{len(cells)} cellules au lieu de {len(table.columns)} : ligne trop {'courte' if short else 'longue'}"
    return Finding(name, line, Severity.ERROR, message, "vérifiez les virgules et les guillemets de la ligne")


def _bad_cells(name: str, line: int, error: ValidationError) -> Iterator[Finding]:
    for item in error.errors():
        column = ".".join(str(part) for part in item["loc"])
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, ValueError):
            message, _, hint = str(cause).partition(" ; ")
        elif item["type"] == "literal_error":
            message, hint = f"« {item['input']} » n'est pas admis", f"choisissez parmi {item['ctx']['expected']}"
        else:
            message, hint = f"valeur « {item['input']} » refusée ({item['msg']})", ""
        yield Finding(name, line, Severity.ERROR, f"{column} : {message}" if column else message, hint)


def write(path: Path, table: type[Row], content: Iterable[Row]) -> None:
    """Write a table in canonical form: header, one line a row, `\\n` ends, UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(row.cells() for row in content)
    path.write_text(out.getvalue(), encoding="utf-8")
