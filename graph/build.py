"""From the data folder to a graph in service: read, check, write beside the old one, and swap only when all is well."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rdflib import BNode, URIRef

from graph import checks, layout, matching, standings, tables
from graph.bulk import uncollected
from graph.errors import DataError, Severity, StoreUnavailable
from graph.network import Network
from graph.quads import Partition, Quad, quads
from graph.store import EmbeddedStore
from graph.tables import Dataset
from graph.things import Directory
from ontology import files

FORMAT = "8"
"""Changes whenever what the build writes changes, so that an older build is made anew."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Edition:
    """What was built: the version of the data, when, and how many rows of each table."""

    data_version: str
    built: str
    counts: dict[str, int]
    persons: bool


def version(data: Path) -> str:
    """Return the data version: 12 hexadecimal digits over the tables and the ontology."""
    total = hashlib.sha256((FORMAT + tables.fingerprint(data)).encode())
    for path in (files.TERMS, files.REUSE, *files.VOCABULARIES.values()):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def current(out: Path) -> Edition:
    """Return what stands in `out`; raise StoreUnavailable when nothing was built there, or not to the end."""
    try:
        return Edition(**json.loads((out / "edition.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StoreUnavailable(f"Aucun graphe construit dans « {out} ».", "lancez « entrelacs build »") from error


@uncollected()
def build(data: Path, out: Path, progress: Progress = lambda step: None, persons: bool = True) -> Edition:
    """Build `data` into `out`; on any error the last good build stays in place, and DataError carries the findings.

    Raises StoreUnavailable when `out` cannot be written.
    """
    progress("lecture des tables")
    dataset = tables.load(data)
    findings = checks.check(dataset, data)
    if errors := [f for f in findings if f.severity is Severity.ERROR]:
        raise DataError(f"Les données ont {len(errors)} erreur(s) : le graphe n'est pas reconstruit.", errors)
    if not persons:
        dataset = dataset.without_persons()
    edition = Edition(version(data), datetime.now(UTC).isoformat(timespec="seconds"), _counts(dataset), persons)
    fresh = _beside(out)
    try:
        _write(dataset, fresh, progress)
        (fresh / "edition.json").write_text(json.dumps(asdict(edition), indent=1), encoding="utf-8")
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return edition


def _beside(out: Path) -> Path:
    """Return a new folder beside `out`; raise StoreUnavailable when nothing can be written there."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        hint = "donnez-y le droit d'écrire, ou réglez ENTRELACS_OUT ou --out"
        raise StoreUnavailable(f"Impossible d'écrire dans le dossier « {out.parent} ».", hint) from error


@uncollected()
def in_memory(dataset: Dataset) -> EmbeddedStore:
    """Return a store in memory with the ontology and the dataset: what exports and tests read."""
    return EmbeddedStore.in_memory(_everything(dataset))


def _write(dataset: Dataset, folder: Path, progress: Progress) -> None:
    progress("écriture du graphe")
    store = EmbeddedStore.write(folder / "store", _everything(dataset))
    directory = Directory.read(store)
    progress("index de recherche")
    matching.write_index(folder / "search.sqlite", directory)
    progress("positions des graphes dessinés")
    network = Network.read(store, directory)
    layout.write(folder / "layout.json", network)
    progress("rangs des acteurs")
    standings.write(folder / "standings.json", network)


def _everything(dataset: Dataset) -> Iterator[Quad]:
    yield from quads(dataset)
    for rdf in (files.ontology(), files.vocabularies()):
        for subject, predicate, value in sorted(rdf):
            # the cells of RDF lists (the ordered collection of stages) have no name: only files hold them
            if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and not isinstance(value, BNode):
                yield Quad(subject, predicate, value, Partition.ONTOLOGY)


def _counts(dataset: Dataset) -> dict[str, int]:
    return {tables.name_of(table): len(content) for table, content in dataset.tables()}


def _swap(fresh: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)
