"""What tests of several rooms share: the graph of the real data, built once a run; the application, once a process."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from graph import build

collect_ignore = ["conftest.py"]
"""Not read for doctests: another folder's module of the same name has been imported by then."""


@pytest.fixture(scope="session")
def tables_folder() -> Path:
    """Return the folder of the real tables."""
    return Path(__file__).parents[1] / "data"


@pytest.fixture(scope="session")
def built(tables_folder: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the graph: the first process that asks for it builds it, the others wait and read."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "entrelacs"
    with out.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build.build(tables_folder, out)
    return out


@pytest.fixture(scope="session")
def application(tables_folder: Path, built: Path) -> Iterator[FastAPI]:
    """Return the application on the real data."""
    made = create_app(Settings(data=tables_folder, out=built))
    made.state.entrelacs.record.read_all()  # as a site in service does beside its first answers
    yield made
    made.state.entrelacs.close()
