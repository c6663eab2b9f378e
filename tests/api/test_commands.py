"""The `entrelacs` command: data on stdout, messages on stderr, exit codes 0, 1 and 2."""

import csv
import io
import json
import re
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import cli, state
from api.state import load
from tests.api.asking import NANTES
from tests.graph.tiny import write

PRIZE = "prix-innovation-sociale-nantes"


@dataclass
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str


class Shell:
    """Runs the command on the graph that the tests share."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str) -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["entrelacs", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        told = self._capsys.readouterr()
        return Ran(int(stopped.value.code or 0), told.out, told.err)


@pytest.fixture
def run(application: FastAPI, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return the command, asking the graph built for the tests, which is opened once for all of them."""
    held = application.state.entrelacs
    monkeypatch.setenv("ENTRELACS_DATA", str(held.settings.data))
    monkeypatch.setenv("ENTRELACS_OUT", str(held.settings.out))
    monkeypatch.setattr(state, "load", lambda settings: held if settings.out == held.settings.out else load(settings))
    return Shell(capsys, monkeypatch)


# --- what each prints ---------------------------------------------------------------------------------------------

TABLES = [
    (("funders", "ESS Nantes Factory"), "Crédit Municipal de Nantes"),
    (("cofunders", "ademe"), "Fondes"),
    (("cofunding", "--inferred", "--limit", "200"), "déduit, même bénéficiaire"),
    (("referents", "--territory", "Nantes Métropole", "--sector", "services à la personne"), "ADT 44"),
    (("measure",), "betweenness"),
    (("measure", "degree", "--territory", NANTES), "Les Ecossolies"),
    (("measure", "pagerank", "--territory", NANTES, "--param", "damping=0.5", "--param", "rounds=2"), "Les Ecossolies"),
    (("filiere", "circuits courts (Nantes)"), "Tous se rencontrent dans « Le Kiosque Paysan »"),
    (("circles", "--sector", "politique-ville"), "Financent seuls, d'après les sources : Métropole Rouen Normandie"),
    (("cuts", "--territory", NANTES, "--limit", "3"), "Les Ecossolies"),
    (("path", "Scopeli", "ademe"), "Scopeli — ESS Nantes Factory — ADEME"),
    (("gaps", NANTES, "--role", "financeur"), "ESS Nantes Factory"),
    (("suggestions", "--territory", NANTES), "au hasard"),
    (("compare", NANTES, "epci-243500139"), "nombre d'habitants "),
    (("compare", "2015", "2020"), "Là seulement entre les deux"),
    (("compare", "004", "000,001,002", "--territory", NANTES), "Liens dits par les deux"),
    (("compare", f"{PRIZE}-2018", f"{PRIZE}-2019"), "Hacoopa"),
    (("query", "--list"), "laureats-de-plusieurs-dispositifs"),
    (("query", "laureats", "--param", f"dispositif={PRIZE}"), "Bout à Bout"),
]


@pytest.mark.parametrize(("words", "expected"), TABLES, ids=lambda value: " ".join(value) if value else "")
def test_a_command_answers_on_stdout(run: Shell, words: tuple[str, ...], expected: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.err) == (0, "")
    assert expected in ran.out


@pytest.mark.parametrize("words", [words for words, _ in TABLES], ids=" ".join)
def test_every_table_is_also_json_and_csv(run: Shell, words: tuple[str, ...]) -> None:
    body = run(*words, "--format", "json")
    assert body.code == 0
    assert json.loads(body.out)
    table = run(*words, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table.out)))
    assert rows
    assert all(None not in row for row in rows)


def test_a_command_says_what_the_address_says(run: Shell, client: TestClient) -> None:
    told: dict[str, Any] = client.get(f"/api/measures/degree?territory={NANTES}&limit=5").json()
    said = json.loads(run("measure", "degree", "--territory", NANTES, "--limit", "5", "--format", "json").out)
    assert said["items"] == told["items"]
    assert said["perimeter"] == told["perimeter"]


# --- files --------------------------------------------------------------------------------------------------------


def test_an_export_writes_a_perimeter_and_prints_where(run: Shell, tmp_path: Path) -> None:
    ran = run("export", "gexf", str(tmp_path / "nantes.gexf"), "--territory", NANTES)
    assert ran.code == 0
    assert ran.out.strip() == str(tmp_path / "nantes.gexf")
    assert "Nantes" in (tmp_path / "nantes.gexf").read_text(encoding="utf-8")


def test_what_a_document_does_not_say_stays_out_of_a_file(run: Shell, tmp_path: Path) -> None:
    assert run("export", "gexf", str(tmp_path / "003.gexf"), "--territory", NANTES, "--source", "003").code == 0
    assert "<edge " not in (tmp_path / "003.gexf").read_text(encoding="utf-8")
    assert run("measure", "degree", "--source", "9").err.startswith("erreur : « 9 » n'est pas un document.")


def test_an_export_of_tables_writes_two(run: Shell, tmp_path: Path) -> None:
    ran = run("export", "tables", str(tmp_path / "tables"))
    assert [Path(line).name for line in ran.out.split()] == ["entities.csv", "statements.csv"]


def test_an_export_may_leave_persons_out(run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the small data, where a person holds a mandate: the graph is made again without her."""
    monkeypatch.setenv("ENTRELACS_DATA", str(write(tmp_path / "data")))
    assert run("export", "tables", str(tmp_path), "--sans-personnes").code == 0
    told = [(tmp_path / name).read_text(encoding="utf-8-sig") for name in ("entities.csv", "statements.csv")]
    types = {row["type"] for row in csv.DictReader(io.StringIO(told[0]))}
    assert "actor" in types and "person" not in types
    assert all("Jeanne" not in text for text in told) and "mandate" in told[1]


def test_a_perimeter_is_refused_for_the_whole_graph(run: Shell, tmp_path: Path) -> None:
    ran = run("export", "ttl", str(tmp_path), "--territory", NANTES)
    assert ran.code == 1
    assert "porte tout le graphe" in ran.err


# --- what goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("funders", "xyzzy"), "« xyzzy » est inconnu."),
        (("measure", "beaute"), "« beaute » n'est pas une mesure."),
        (("measure", "degree", "--seed", "douze"), "« douze » n'est pas une graine."),
        (("measure", "pagerank", "--param", "damping=2"), "« 2 » n'est pas possible pour « amortissement »."),
        (("measure", "degree", "--param", "damping=0.9"), "« damping » n'est pas un paramètre de"),
        (("path", "ademe", "ademe"), ""),
        (("compare", "2015", "ademe"), "Une date ne se compare qu'à une date."),
        (("query", "rien-de-tel"), "« rien-de-tel » est inconnu."),
        (("query", "qui-finance"), "Il manque « dispositif »"),
        (("export", "pdf", "x"), "format « pdf » inconnu."),
    ],
)
def test_what_fails_is_said_once_on_stderr(run: Shell, words: tuple[str, ...], message: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"erreur : {message}")
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) <= 2


@pytest.mark.parametrize(
    "words",
    [
        ("funders",),
        ("query",),
        ("query", "laureats", "--param", "x"),
        ("measure", "degree", "--param", "x"),
        ("measure", "degree", "--limit", "0"),
        ("cofunders", "fondes", "--format", "zz"),
        ("cofunding", "--territor", "44"),
        ("cofunding", "--territory"),
        ("path", "a", "b", "c"),
        ("danser",),
    ],
    ids=" ".join,
)
def test_what_is_badly_asked_is_a_usage_error(run: Shell, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert not re.search("Usage|Try|Error|Invalid|Missing|Input|not one of|No such", ran.err)
    assert ran.err.startswith("erreur : ")
    assert "--help" in ran.err


@pytest.mark.parametrize("words", [("check", "--data", "/nulle-part"), ("check", "--sources", "/nulle-part")])
def test_a_folder_that_is_missing_is_said_and_nothing_else(run: Shell, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert "« /nulle-part » n'existe pas" in ran.err
    assert "Rien à signaler" not in ran.err


def test_help_is_in_french_on_every_level(run: Shell) -> None:
    families = [group.typer_instance for group in cli.app.registered_groups if group.typer_instance]
    every = [command.callback for family in families for command in family.registered_commands]
    names = [callback.__name__ for callback in every if callback]
    assert {"serve", "measure", "query", "export"} <= set(names)
    for words in ([], *([name] for name in names)):
        ran = run(*words, "--help")
        assert ran.code == 0
        assert "Show this message" not in ran.out
        assert "Affiche cette aide" in ran.out


def test_data_that_is_not_there_is_said(run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRELACS_DATA", str(tmp_path / "nulle-part"))
    monkeypatch.setenv("ENTRELACS_OUT", str(tmp_path / "rien"))
    ran = run("funders", "ademe")
    assert (ran.code, ran.out) == (1, "")
    assert "erreur" in ran.err


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "abc", "(port d'écoute) : « abc » est refusé : un nombre entier est attendu."),
        ("PORT", "70000", "« 70000 » est refusé : au plus 65535."),
        ("PERSONS", "peut-être", "« peut-être » est refusé : true ou false est attendu."),
        ("SPARQL_SECONDS", "0", "« 0 » est refusé : plus de 0."),
        ("STORE", "ailleurs", "« ailleurs » est refusé : une adresse http:// ou https:// est attendue."),
        ("PUBLIC_URL", "entrelacs.example.org", "une adresse http:// ou https:// est attendue."),
        ("CONTACT", "jeanne chez exemple", "une adresse électronique ou https:// est attendue."),
        ("CONTACT", "http://example.org", "une adresse électronique ou https:// est attendue."),
        ("CONTACT", "ess@example.org?cc=autre@example.org", ""),
    ],
)
def test_an_impossible_setting_stops_the_command_in_one_line(
    run: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(f"ENTRELACS_{name}", value)
    ran = run("serve")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"erreur : ENTRELACS_{name} (") and f"« {value} »" in ran.err and expected in ran.err
    assert len(ran.err.splitlines()) == 1


def test_an_impossible_option_is_named_as_it_was_given(run: Shell) -> None:
    assert run("serve", "--port", "0").err.startswith(
        "erreur : --port (port d'écoute) : « 0 » est refusé : au moins 1."
    )


def test_an_address_that_cannot_be_had_is_said_before_anything_is_built(run: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", str(taken.getsockname()[1]))
    assert ran.code == 1 and "ce port est déjà pris" in ran.err and "--port" in ran.err
    assert "n'est pas une adresse de cette machine" in run("serve", "--host", "nulle.part.invalid").err


def test_a_folder_that_cannot_be_written_is_said(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    ran = run("build", "--out", str(tmp_path / "fichier" / "out"))
    assert ran.code == 1 and "Impossible d'écrire dans le dossier" in ran.err and "ENTRELACS_OUT" in ran.err
