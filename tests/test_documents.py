"""Documents tell the truth: every setting, address, column and command stands in them, and what they name exists."""

import hashlib
import re
from pathlib import Path

import pytest
import typer
from fastapi import FastAPI
from typer.core import TyperGroup

from api import cli
from api.app import create_app
from api.settings import Settings
from graph import build
from graph.export.tables import ENTITY_COLUMNS, STATEMENT_COLUMNS
from graph.rows import TABLES, Row
from tests.graph import tiny

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
FOLDERS = re.compile(r"(?<![\w./-])/(?:home|root|work|tmp|usr|var|mnt|opt)/")
HOSTS = re.compile(r"(?:pypi|npmjs|files\.pythonhosted)\.\w+|registry\.", re.IGNORECASE)
NAMED = re.compile(r"`((?:api|graph|ontology|data|tests|docs)/[\w./-]+)`")
LINKED = re.compile(r"\]\((?!https?:|#)([^)#]+)")
common = re.compile(r"## Colonnes communes.*?(?=\n## )", re.DOTALL)


def text(name: str) -> str:
    """Return a document of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def makefile() -> set[str]:
    """Return the targets of the Makefile."""
    return set(re.findall(r"^([.\w/-]+):", text("Makefile"), re.MULTILINE))


def commands() -> list[str]:
    """Return the names of the commands of `entrelacs`."""
    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup)
    return sorted(group.commands)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application on the small data folder: its addresses do not depend on the data."""
    folder = tmp_path_factory.mktemp("documents")
    build.build(tiny.write(folder / "data"), folder / "out")
    return create_app(Settings(data=folder / "data", out=folder / "out"))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_documented_with_its_default(name: str) -> None:
    line = next((li for li in text("docs/settings.md").splitlines() if f"`ENTRELACS_{name.upper()}`" in li), "")
    default = Settings.model_fields[name].default
    told = {True: "true", "": "vide"}.get(default, f"{default:g}" if isinstance(default, float) else str(default))
    assert told in line.split("|")[2] if line else False, f"docs/settings.md: ENTRELACS_{name.upper()}, {told}"


def test_each_address_is_documented_and_no_other(served: FastAPI) -> None:
    paths = {f"{method.upper()} {path}" for path, told in served.openapi()["paths"].items() for method in told}
    written = set(re.findall(r"`((?:GET|POST) /[^`?]*)`", text("docs/api.md"))) - {"GET /healthz", "GET /readyz"}
    assert paths - written == set(), "absent from docs/api.md"
    assert written - paths == set(), "in docs/api.md, but not served"


def test_each_parameter_is_documented_and_no_other(served: FastAPI) -> None:
    asked = [
        p for told in served.openapi()["paths"].values() for how in told.values() for p in how.get("parameters", ())
    ]
    names = {parameter["name"] for parameter in asked if parameter["in"] == "query"}
    document = text("docs/api.md")
    assert names - set(re.findall(r"`(\w+)(?:=[^`]*)?`", document)) == set(), "absent from docs/api.md"
    others = document.partition("### Autres paramètres")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", others, re.MULTILINE)) - names == set(), "in docs/api.md, but not served"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_each_column_is_documented(table: type[Row]) -> None:
    readme = text("data/README.md")
    section = re.search(rf"^## {re.escape(table.file)}$.*?(?=^## )", readme, re.DOTALL | re.MULTILINE)
    shared = common.search(readme)
    assert section and shared, f"data/README.md: no section « {table.file} »"
    told = set(re.findall(r"`(\w+)`", section[0])) | set(re.findall(r"`(\w+)`", shared[0]))
    assert set(table.columns) - told == set()


@pytest.mark.parametrize(("file", "columns"), [("entities.csv", ENTITY_COLUMNS), ("statements.csv", STATEMENT_COLUMNS)])
def test_each_exported_column_is_documented_in_order(file: str, columns: tuple[str, ...]) -> None:
    section = text("docs/data.md").partition(f"## {file}")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert tuple(re.findall(r"`(\w+)`", " ".join(cells))) == columns


@pytest.mark.parametrize("name", commands())
def test_each_command_is_documented(name: str) -> None:
    assert re.search(rf"\bentrelacs {name}\b", text("README.md") + text("docs/api.md"))


def test_the_commands_that_documents_show_exist() -> None:
    shown = {c for document in DOCUMENTS for c in re.findall(r"\bentrelacs ([a-z]+)\b", _code(document))}
    assert shown - set(commands()) == set()
    made = {t for document in DOCUMENTS for t in re.findall(r"\bmake ([.\w]+)", _code(document))}
    assert made >= {"run", "test"} and made - makefile() == set()


def _code(document: Path) -> str:
    """Return what a document sets as code, between backticks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(encoding="utf-8"), re.DOTALL))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document: Path) -> None:
    content = document.read_text(encoding="utf-8")
    missing = [name for name in NAMED.findall(content) if not (ROOT / name).exists()]
    missing += [link for link in LINKED.findall(content) if not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_no_machine(document: Path) -> None:
    content = document.read_text(encoding="utf-8")
    assert FOLDERS.findall(content) == [] and HOSTS.findall(content) == []


def test_the_picture_of_the_readme_is_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text("README.md"))
    assert pictures and all((ROOT / picture).stat().st_size < 200_000 for picture in pictures)


def test_vendored_files_are_those_that_were_made() -> None:
    folder = ROOT / "api" / "web" / "static" / "vendor"
    sums = dict(re.findall(r"^\| `([\w.-]+)` \|.*\| `([0-9a-f]{64})` \|$", text(f"{folder}/VENDOR.md"), re.MULTILINE))
    files = [path for path in folder.iterdir() if path.suffix in (".js", ".css")]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == sums
