"""The house stands as drawn: rooms import downwards only, and no installed package takes the names of our rooms."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

HOUSE = Path(__file__).parents[1]


def test_imports_go_downwards() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_installed_package_owns_our_names() -> None:
    owners = packages_distributions()
    assert {
        room: owners[room] for room in ("api", "graph", "ontology") if set(owners.get(room, ())) - {"entrelacs"}
    } == {}


def test_packages_hold_one_docstring_and_re_export_nothing() -> None:
    inits = [path for room in ("api", "graph", "ontology") for path in (HOUSE / room).rglob("__init__.py")]
    bodies = {str(path): ast.parse(path.read_text(encoding="utf-8")).body for path in inits}
    assert len(bodies) > 5
    assert [path for path, body in bodies.items() if [type(node) for node in body] != [ast.Expr]] == []
