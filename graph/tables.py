"""The data folder in memory: reads every table, gathers findings with file:line, writes tables back in canonical form."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from graph import rows
from graph.errors import DataError, Finding, Severity
from graph.rows import Row

AnyRow = TypeVar("AnyRow", bound=Row)


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
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    def tables(self) -> Iterator[tuple[type[Row], tuple[Row, ...]]]:
        """Yield each table's class with its rows."""
        for table in rows.TABLES:
            yield table, getattr(self, name_of(table))

    def statements(self) -> Iterator[rows.Sourced]:
        """Yield every row that states something with its sources."""
        for _, content in self.tables():
            yield from (row for row in content if isinstance(row, rows.Sourced))

    def things(self) -> Iterator[rows.Named]:
        """Yield the actors, the schemes (of every type) and the filières."""
        yield from (*self.actors, *self.schemes, *self.filieres)

    def without_persons(self) -> "Dataset":
        """Return the same data with no person in it: neither as a thing, nor as a holder, nor by name in a note."""
        persons = {actor.id: actor for actor in self.actors if actor.kind == "personne"}
        names = [name for person in persons.values() for name in person.names]

        def silent(row: AnyRow) -> AnyRow:
            texts = {k: v for k in ("note", "side", "reason") if (v := getattr(row, k, None)) and _names_one(v, names)}
            mention = tuple(m for m in getattr(row, "mention", ()) if not _names_one(m, names))
            update: dict[str, object] = dict.fromkeys(texts, "")
            return row.model_copy(update=update | ({"mention": mention} if hasattr(row, "mention") else {}))

        def keep(row: Row) -> bool:
            cells = (
                getattr(row, name, None) for name in ("id", "actor", "subject", "object", "about", "left", "right")
            )
            return not any(cell in persons for cell in cells)

        def unnamed(row: rows.Mandate) -> rows.Mandate:
            held = row.holder in persons
            return row.model_copy(update={"holder": None, "presence": "unnamed"}) if held else row

        kept = {name_of(table): tuple(silent(row) for row in content if keep(row)) for table, content in self.tables()}
        kept["mandates"] = tuple(silent(unnamed(row)) for row in self.mandates)
        return replace(self, **kept)  # type: ignore[arg-type]  # each table keeps its own row class


def _names_one(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names)


def name_of(table: type[Row]) -> str:
    """Return the name of a table: its file without `.csv`."""
    return table.file.removesuffix(".csv")


def load(folder: Path) -> Dataset:
    """Read every table of `folder`, with the findings of all of them; raise DataError when the folder is missing."""
    if not folder.is_dir():
        raise DataError(f"Le dossier de données « {folder} » n'existe pas : réglez ENTRELACS_DATA ou --data.")
    content: dict[str, tuple[Row, ...]] = {}
    findings: list[Finding] = []
    for table in rows.TABLES:
        content[name_of(table)], found = read(folder / table.file, table)
        findings.extend(found)
    return Dataset(**content, findings=tuple(findings))  # type: ignore[arg-type]  # each table reads its own class


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 (hexadecimal) of the tables of `folder`, in their order."""
    total = hashlib.sha256()
    for table in rows.TABLES:
        path = folder / table.file
        total.update(table.file.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    return total.hexdigest()


def read(path: Path, table: type[AnyRow]) -> tuple[tuple[AnyRow, ...], list[Finding]]:
    """Read one CSV file: its good rows, and one finding for each thing to mend (in French, with its line)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return (), [
            Finding(path.name, 1, Severity.ERROR, "fichier absent", f"créez-le avec l'en-tête {_header(table)}")
        ]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"octet {error.object[error.start]:#04x} qui n'est pas de l'UTF-8"
        return (), [Finding(path.name, line, Severity.ERROR, message, "enregistrez le fichier en UTF-8 (LibreOffice)")]
    return _parse(text, path.name, table)


def _parse(text: str, name: str, table: type[AnyRow]) -> tuple[tuple[AnyRow, ...], list[Finding]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    good: list[AnyRow] = []
    findings: list[Finding] = []
    try:
        heading = tuple(next(reader, ()))
        if heading != table.columns:
            return (), [_bad_header(name, heading, table)]
        for cells in reader:
            line = reader.line_num - sum(cell.count("\n") for cell in cells)
            if len(cells) != len(table.columns):
                findings.append(_bad_length(name, line, cells, table))
                continue
            try:
                good.append(table.model_validate(dict(zip(table.columns, cells, strict=True)) | {"line": line}))
            except ValidationError as error:
                findings.extend(_bad_cells(name, line, error))
    except csv.Error as error:
        findings.append(
            Finding(name, reader.line_num, Severity.ERROR, f"CSV illisible ({error})", "vérifiez les guillemets")
        )
    return tuple(good), findings


def _header(table: type[Row]) -> str:
    return ",".join(table.columns)


def _bad_header(name: str, heading: tuple[str, ...], table: type[Row]) -> Finding:
    missing = [c for c in table.columns if c not in heading]
    extra = [c for c in heading if c not in table.columns]
    told = [f"colonne « {c} » manquante" for c in missing]
    for column in extra:
        near = process.extractOne(column, missing, score_cutoff=60)
        told.append(f"colonne « {column} » inconnue" + (f" ({near[0]} ?)" if near else ""))
    message = "en-tête : " + (", ".join(told) or "colonnes dans un autre ordre")
    return Finding(name, 1, Severity.ERROR, message, f"attendu : {_header(table)}")


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
