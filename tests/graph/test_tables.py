"""Tables: rows and cells round the way, and every fault told once with its place, its value and its repair."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import checks, rows, tables
from graph.cells import Locator, PartialDate
from graph.errors import DataError, Finding, Severity
from graph.identifiers import canonical, digest, is_slug, slug
from graph.naming import THING_KINDS, Names, decimal
from graph.tables import Dataset
from ontology import files
from ontology.namespaces import local_name
from tests.graph.tiny import TINY, write

# --- laws ---------------------------------------------------------------------------------------------------------

lines = st.integers(1, 10**6)
sources = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
words = st.text(st.characters(codec="utf-8", exclude_characters="|\0"), max_size=30).map(canonical)
many = st.lists(words.filter(bool), max_size=3).map("|".join)
dates = st.dates().flatmap(lambda d: st.sampled_from([f"{d:%Y}".zfill(4), d.isoformat()[:7], d.isoformat()]))
numbers = st.decimals(0, 10**12, places=2).map(lambda d: f"{d:f}")
locators = st.builds(lambda s, a, more: str(Locator(s, a, a + more)), sources, lines, st.integers(0, 20))


@given(locators)
def test_a_locator_is_written_as_it_is_read(text: str) -> None:
    assert str(Locator.parse(text)) == text


@given(st.text(max_size=12))
def test_a_locator_is_read_only_as_it_is_written(text: str) -> None:
    try:
        assert str(Locator.parse(text)) in (text, text.split("-")[0])
    except ValueError as error:
        assert text in str(error)


@given(dates)
def test_a_partial_date_covers_its_days(text: str) -> None:
    date = PartialDate.parse(text)
    assert str(date) == text
    assert date.first_day.isoformat().startswith(text) and date.last_day.isoformat().startswith(text)
    assert date.first_day <= date.last_day


@given(slugs)
def test_an_id_is_the_end_of_its_iri(id: str) -> None:
    data = Dataset(schemes=(rows.Scheme.model_validate(scheme_cells(id)),))
    iri = Names(data)(id)
    assert local_name(iri) == id
    assert iri.rsplit("/", 2)[-2] == THING_KINDS["scheme"]


@given(st.text(max_size=30))
def test_a_slug_is_a_slug_or_empty(text: str) -> None:
    assert is_slug(slug(text)) or slug(text) == ""
    assert slug(slug(text)) == slug(text)


@given(st.lists(st.text(max_size=5), max_size=4))
def test_a_digest_is_an_id(parts: list[str]) -> None:
    assert is_slug(digest(parts))


@given(st.decimals(-(10**15), 10**15, places=3))
def test_equal_numbers_are_equal_terms(value: Decimal) -> None:
    padded = Decimal(f"{value:f}000")
    assert decimal(value) == decimal(padded)
    assert str(decimal(value)) == str(decimal(padded))
    assert "E" not in str(decimal(value))


@given(
    st.fixed_dictionaries(
        {
            "actor": slugs,
            "role": st.sampled_from(sorted(files.concepts("role"))),
            "object": slugs,
            "project": st.just("") | slugs,
            "amount": st.just("") | numbers,
            "instrument": st.just("") | st.sampled_from(sorted(files.concepts("instrument"))),
            "year": st.just("") | dates.map(lambda d: d[:4]),
            "starts": st.just("") | dates,
            "status": st.sampled_from(sorted(files.concepts("statut"))),
            "source": st.lists(locators, min_size=1, max_size=3).map("|".join),
            "mention": many,
            "note": words,
        }
    )
)
def test_a_row_is_written_as_it_is_read(cells: dict[str, str]) -> None:
    whole = dict.fromkeys(rows.Participation.columns, "") | cells
    row = rows.Participation.model_validate(whole)
    again = rows.Participation.model_validate(dict(zip(rows.Participation.columns, row.cells(), strict=True)))
    assert again == row
    assert again.cells() == row.cells()
    assert dict(zip(row.columns, row.cells(), strict=True)) == whole | {"source": "|".join(map(str, row.source))}


def scheme_cells(id: str) -> dict[str, str]:
    cells = {"id": id, "type": "scheme", "kind": "prix", "label": id, "status": "actual", "source": "a:1"}
    return dict.fromkeys(rows.Scheme.columns, "") | cells


def test_every_table_has_its_columns_as_fields() -> None:
    for table in rows.TABLES:
        assert set(table.columns) == set(table.model_fields) - {"line"}, table.file
        assert len(set(table.columns)) == len(table.columns)
    assert set(Dataset.__dataclass_fields__) >= {tables.name_of(table) for table in rows.TABLES}
    assert set(get_args(rows.SchemeType)) <= set(THING_KINDS)


def test_tables_are_written_as_they_are_read(tiny_folder: Path, tiny: Dataset, tmp_path: Path) -> None:
    for table, content in tiny.tables():
        tables.write(tmp_path / table.file, table, content)
        assert (tmp_path / table.file).read_bytes() == (tiny_folder / table.file).read_bytes()
    assert tables.load(tmp_path) == tiny


# --- faults -------------------------------------------------------------------------------------------------------


def replaced(table: str, old: str, new: str) -> dict[str, str]:
    assert TINY[table].count(old) >= 1, old
    return {table: TINY[table].replace(old, new, 1)}


FAULTS: dict[str, tuple[dict[str, str], str, int, str, str]] = {
    "wrong header": (
        replaced("actors", "siren", "sirene"),
        "actors.csv",
        1,
        "« sirene » inconnue (siren ?)",
        "attendu",
    ),
    "columns swapped": (
        replaced("dates", "about,attribute", "attribute,about"),
        "dates.csv",
        1,
        "autre ordre",
        "attendu",
    ),
    "short row": (
        replaced("schemes", "Kiosque test,,,,,", "Kiosque test,,"),
        "schemes.csv",
        6,
        "12 cellules",
        "virgules",
    ),
    "long row": (replaced("links", "a:21,,", "a:21,,,"), "links.csv", 2, "20 cellules", "virgules"),
    "unknown role": (
        replaced("participations", ",accompagnateur,", ",acompagnateur,"),
        "participations.csv",
        6,
        "« acompagnateur »",
        "accompagnateur ?",
    ),
    "unknown actor": (
        replaced("participations", "les-ecossolies,financeur", "les-ecosolies,financeur"),
        "participations.csv",
        9,
        "« les-ecosolies » inconnu",
        "les-ecossolies",
    ),
    "unknown territory": (replaced("schemes", ",dep-49,", ",dep-94,"), "schemes.csv", 4, "« dep-94 »", "dep-49"),
    "unknown scheme of an edition": (
        replaced("schemes", "2018,,,,prix-test,", "2018,,,,prix-tost,"),
        "schemes.csv",
        5,
        "« prix-tost » inconnu",
        "prix-test",
    ),
    "impossible date": (replaced("dates", ",2015,", ",2015-02-30,"), "dates.csv", 2, "« 2015-02-30 »", "jour"),
    "unreadable date": (replaced("dates", ",2015,", ",printemps,"), "dates.csv", 2, "« printemps »", "AAAA"),
    "negative amount": (replaced("amounts", ",12000,", ",-12000,"), "amounts.csv", 2, "« -12000 »", "positif"),
    "amount in words": (replaced("amounts", ",12000,", ",12 000 €,"), "amounts.csv", 2, "« 12 000 € »", "sans espace"),
    "not a number": (replaced("amounts", ",12000,", ",NaN,"), "amounts.csv", 2, "« NaN »", "chiffres"),
    "bad siren": (replaced("actors", ",244400404,", ",244400405,"), "actors.csv", 2, "« 244400405 »", "Luhn"),
    "bad id": (
        replaced("actors", "jeanne-exemple,", "Jeanne Exemple,"),
        "actors.csv",
        6,
        "« Jeanne Exemple »",
        "minuscules",
    ),
    "line past the end": (replaced("links", "a:21,", "a:41,"), "links.csv", 2, "a:41", "ligne"),
    "unknown document": (replaced("links", "a:21,", "z:21,"), "links.csv", 2, "« z »", "ajoutez"),
    "unreadable locator": (replaced("links", "a:21,", "a.21,"), "links.csv", 2, "« a.21 »", "source:ligne"),
    "no source": (replaced("links", "a:21,", ","), "links.csv", 2, "aucune source", "document:ligne"),
    "duplicate id": (
        {"schemes": TINY["schemes"] + TINY["schemes"].splitlines()[3] + "\n"},
        "schemes.csv",
        7,
        "« prix-test » en double",
        "fusion",
    ),
    "ends before it starts": (
        replaced("participations", "2015,2016-06", "2017,2016-06"),
        "participations.csv",
        11,
        "2017",
        "inversez",
    ),
    "same thing twice": (
        {"links": TINY["links"] + TINY["links"].splitlines()[1] + "\n"},
        "links.csv",
        4,
        "répète la ligne 2",
        "gardez",
    ),
    "actor in an actor": (
        replaced("participations", "les-ecossolies,financeur,prix-test,", "les-ecossolies,financeur,ademe,"),
        "participations.csv",
        9,
        "« ademe »",
        "links.csv",
    ),
    "removed and still there": (
        replaced("removed", "ancien-fonds,", "prix-test,"),
        "removed.csv",
        2,
        "reste dans schemes.csv:4",
        "effacez",
    ),
    "removed person": (
        replaced("removed", ",organisation,", ",personne,"),
        "removed.csv",
        3,
        "contient son nom",
        "Données personnelles",
    ),
    "replaced by a person": (
        replaced("removed", ",fonds-test\n", ",jeanne-exemple\n"),
        "removed.csv",
        2,
        "est une personne",
        "vide",
    ),
    "replaced by nothing known": (
        replaced("removed", ",fonds-test\n", ",fonds-tost\n"),
        "removed.csv",
        2,
        "« fonds-tost » inconnu",
        "fonds-test",
    ),
    "removed in a year": (replaced("removed", "2026-11-20", "2026"), "removed.csv", 2, "n'est pas un jour", "AAAA"),
    "removed without reason": (
        replaced("removed", ",Le même que le fonds de test,", ",,"),
        "removed.csv",
        2,
        "manquante",
        "obligatoire",
    ),
    "removed and still named": (
        replaced(
            "participations", "les-ecossolies,accompagnateur,fonds-test", "les-ecossolies,accompagnateur,ancien-fonds"
        ),
        "participations.csv",
        6,
        "« ancien-fonds » inconnu",
        "retiré le 2026-11-20, écrivez fonds-test",
    ),
    "quote left open": (
        replaced("dates", "actual,a:28,,", 'actual,a:28,"x,'),
        "dates.csv",
        2,
        "CSV illisible",
        "guillemets",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_once(name: str, tmp_path: Path) -> None:
    """Exactly one finding with file, line, value and repair; what hangs on the faulty row is not told as faulty too."""
    changes, file, line, value, hint = FAULTS[name]
    data = write(tmp_path, changes)
    (found,) = checks.check(tables.load(data), data)
    assert (found.file, found.line, found.severity) == (file, line, Severity.ERROR)
    assert value in found.message
    assert hint in found.hint


def test_a_byte_that_is_not_utf8_is_told_with_its_line(folder: Path) -> None:
    path = folder / "actors.csv"
    path.write_bytes(path.read_bytes().replace("Écossolies".encode(), "Écossolies".encode("latin-1")))
    (found,) = checks.check(tables.load(folder), folder)
    assert (found.file, found.line) == ("actors.csv", 5)
    assert "0xc9" in found.message and "UTF-8" in found.hint


def test_a_missing_table_is_told(folder: Path) -> None:
    (folder / "links.csv").unlink()
    (found,) = checks.check(tables.load(folder), folder)
    assert (found.file, found.message) == ("links.csv", "fichier absent")


def test_all_findings_come_in_one_run(tmp_path: Path) -> None:
    faults = ("bad siren", "negative amount", "impossible date", "unknown role", "line past the end")
    changes = {table: text for name in faults for table, text in FAULTS[name][0].items()}
    data = write(tmp_path, changes)
    found = checks.check(tables.load(data), data)
    assert {(f.file, f.line) for f in found} == {FAULTS[name][1:3] for name in faults}
    assert len(found) == len(faults)


def test_several_bad_cells_of_one_row_are_all_told(tmp_path: Path) -> None:
    old = "nantes-metropole,finance,les-ecossolies,50000,,,,par-an"
    data = write(tmp_path, replaced("links", old, "nantes-metropole,paie,les-ecossolies,-5,,,,an"))
    found = checks.check(tables.load(data), data)
    assert [f.line for f in found] == [3, 3, 3]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_files_saved_by_libreoffice_are_accepted(folder: Path, tiny: Dataset, mark: str) -> None:
    """A byte order mark, CRLF ends, and quotes around every cell."""
    for path in folder.glob("*.csv"):
        quoted = "\r\n".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) for line in path.read_text(encoding="utf-8").splitlines()
        )
        path.write_text(mark + quoted + "\r\n", encoding="utf-8", newline="")
    assert tables.load(folder) == tiny
    assert checks.check(tables.load(folder), folder) == []


def test_the_line_of_a_cell_with_line_breaks_is_that_of_its_row(folder: Path) -> None:
    path = folder / "dates.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("a:28,,", 'a:28,,"une\nnote"') + "x,debut,2O15,actual,a:1,,\n"
    )
    found = [f for f in checks.check(tables.load(folder), folder) if f.file == "dates.csv"]
    assert [f.line for f in found] == [4]


def test_counts_that_change_are_told(folder: Path) -> None:
    (folder / "expected.toml").write_text("[total]\nactors = 6\n", encoding="utf-8")
    found = checks.check(tables.load(folder), folder)
    assert any(f.message == "[total] actors : 5 lignes, 6 attendues" for f in found)
    (folder / "expected.toml").write_text("[total\n", encoding="utf-8")
    assert ["TOML illisible" in f.message for f in checks.check(tables.load(folder), folder)] == [True]


def test_a_missing_folder_says_which_setting_to_set(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="ENTRELACS_DATA"):
        tables.load(tmp_path / "nowhere")


def test_a_finding_reads_like_a_compiler_message() -> None:
    found = Finding("actors.csv", 3, Severity.ERROR, "SIREN faux", "corrigez-le")
    assert str(found) == "actors.csv:3: erreur: SIREN faux -> corrigez-le"


# --- persons ------------------------------------------------------------------------------------------------------


def test_without_persons_nobody_is_left(tiny: Dataset) -> None:
    veiled = tiny.without_persons()
    assert len(veiled.actors) == len(tiny.actors) - 1
    assert [row.presence for row in veiled.mandates] == ["unnamed", "unnamed", "none"]
    assert veiled.mandates[0].note == "(une personne)"
    text = "\n".join(cell for _, content in veiled.tables() for row in content for cell in row.cells())
    assert "Jeanne" not in text and "jeanne" not in text
