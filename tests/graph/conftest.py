"""What is made of the small data folder of tiny.py, and of the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import build, tables
from graph.matching import Matcher, write_index
from graph.network import Network
from graph.record import Record
from graph.store import EmbeddedStore
from graph.tables import Dataset
from graph.things import Directory
from tests.graph.tiny import write

REAL = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh copy of the small data folder, to spoil at will."""
    return write(tmp_path / "data")


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("tiny") / "data")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Dataset:
    return tables.load(tiny_folder)


@pytest.fixture(scope="session")
def store(tiny: Dataset) -> EmbeddedStore:
    return build.in_memory(tiny)


@pytest.fixture(scope="session")
def directory(store: EmbeddedStore) -> Directory:
    return Directory.read(store)


@pytest.fixture(scope="session")
def record(store: EmbeddedStore, directory: Directory) -> Record:
    return Record(store, directory)


@pytest.fixture(scope="session")
def network(store: EmbeddedStore, directory: Directory) -> Network:
    return Network.read(store, directory)


@pytest.fixture(scope="session")
def matcher(directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matcher]:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    write_index(path, directory)
    yield Matcher(path, directory)


@pytest.fixture(scope="session")
def real() -> Dataset:
    return tables.load(REAL)


@pytest.fixture(scope="session")
def real_store(real: Dataset) -> EmbeddedStore:
    return build.in_memory(real)


@pytest.fixture(scope="session")
def real_directory(real_store: EmbeddedStore) -> Directory:
    return Directory.read(real_store)


@pytest.fixture(scope="session")
def real_network(real_store: EmbeddedStore, real_directory: Directory) -> Network:
    return Network.read(real_store, real_directory)


@pytest.fixture(scope="session")
def real_matcher(real_directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    path = tmp_path_factory.mktemp("real-index") / "search.sqlite"
    write_index(path, real_directory)
    return Matcher(path, real_directory)
