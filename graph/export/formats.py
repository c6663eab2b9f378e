"""The formats in which the graph leaves, each declared once: for `entrelacs export`, the dumps and download links."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graph import layout
from graph import statements as said
from graph.catalogue import query
from graph.errors import BadParameter
from graph.export import gexf, graphml, kumu, pyvis, rdf, tables
from graph.export.colophon import Colophon
from graph.export.drawing import Drawing, UrlOf
from graph.layout import Positions
from graph.network import Network
from graph.perimeter import WHOLE, Perimeter
from graph.statements import Statement
from graph.store import Store
from graph.things import Directory

if TYPE_CHECKING:
    from graph.network import NetMultiGraph

NAME = "entrelacs"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, eq=False)
class Material:
    """What files are made of: the whole graph, and the network that those of networks hold, described by `perimeter`.

    `positions` are those of the whole graph, which large networks keep.
    """

    store: Store
    directory: Directory
    statements: Sequence[Statement]
    net: "NetMultiGraph"
    perimeter: str
    data_version: str
    date: str
    positions: Positions | None = None
    url_of: UrlOf | None = None

    @classmethod
    def read(cls, store: Store, data_version: str, date: str, perimeter: Perimeter = WHOLE) -> "Material":
        """Read all that is needed from a store; `date` is that of the data, AAAA-MM-JJ."""
        directory = Directory.read(store)
        found = said.every(store)
        net = Network.read(store, directory).multigraph(perimeter)
        return cls(store, directory, found, net, perimeter.describe(directory), data_version, date)

    @cached_property
    def by_id(self) -> Mapping[str, Statement]:
        """The statements by their ids."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def drawing(self) -> Drawing:
        """The network of the perimeter, ready to be drawn."""
        cited = {source for *_, edge in self.net.edges(data=True) for source in edge["documents"]}
        positions = layout.of_perimeter(self.net, self.positions)
        return Drawing(self.net, positions, self.directory, self.colophon(cited), self.url_of)

    def colophon(self, cited: set[str]) -> Colophon:
        """Return what files tell of themselves, with the titles of the documents cited."""
        titles = {row["id"]: row["title"] for row in self.store.select(query("documents"))}
        sources = tuple(f"{id} – {titles[id]}" if id in titles else id for id in sorted(cited))
        return Colophon(self.perimeter, self.data_version, self.date, sources)


Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in commands and addresses, French label, media type, extension, and what writes it.

    `make` gives its `files` with their content; `file` is the one that `pack` makes of them, to be downloaded.
    `follows_perimeter` tells whether it holds a perimeter of the network; the others always hold the whole graph.
    """

    id: str
    label: str
    media_type: str
    extension: str
    files: tuple[str, ...]
    follows_perimeter: bool
    make: Callable[[Material], Files]

    @property
    def file(self) -> str:
        """Return the name of the download."""
        return self.files[0] if len(self.files) == 1 else f"{self.id}.{self.extension}"

    def pack(self, material: Material) -> bytes:
        """Return the download: the file, or a ZIP archive of several, the same bytes for the same data."""
        made = self.make(material)
        return next(iter(made.values())) if len(made) == 1 else _zipped(made)


def _zipped(made: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tables(material: Material) -> Files:
    return tables.files(material.directory, material.statements, material.store.select(query("dates")))


def _graph(id: str, label: str, media_type: str) -> Format:
    name = f"{NAME}.{id}"
    return Format(id, label, media_type, id, (name,), False, lambda m: {name: rdf.dump(m.store, id)})


def _network(id: str, label: str, media_type: str, dump: Callable[[Material], bytes], extension: str = "") -> Format:
    name = f"{NAME}.{extension or id}"
    return Format(id, label, media_type, extension or id, (name,), True, lambda m: {name: dump(m)})


FORMATS: dict[str, Format] = {
    format.id: format
    for format in (
        Format(
            "tables", "Deux tables CSV", "application/zip", "zip", ("entities.csv", "statements.csv"), False, _tables
        ),
        _graph("ttl", "RDF, Turtle", "text/turtle"),
        _graph("nq", "RDF, N-Quads avec les lots", "application/n-quads"),
        _graph("jsonld", "RDF, JSON-LD", "application/ld+json"),
        _network("gexf", "Réseau GEXF, pour Gephi", "application/gexf+xml", lambda m: gexf.dump(m.drawing)),
        _network("graphml", "Réseau GraphML", "application/graphml+xml", lambda m: graphml.dump(m.drawing)),
        _network("kumu", "Classeur pour Kumu", XLSX, lambda m: kumu.dump(m.drawing, m.by_id), "xlsx"),
        _network("html", "Page autonome du réseau", "text/html", lambda m: pyvis.dump(m.drawing)),
    )
}


def named(id: str) -> Format:
    """Return a format by its name; raise BadParameter, which lists them, for another."""
    if id not in FORMATS:
        raise BadParameter(f"format « {id} » inconnu.", f"choisissez parmi {', '.join(FORMATS)}")
    return FORMATS[id]


def of_file(name: str) -> Format | None:
    """Return the format whose download has this name (`tables.zip`, `entrelacs.ttl` …), or None."""
    return next((format for format in FORMATS.values() if format.file == name), None)


def write(format: Format, material: Material, target: Path) -> list[Path]:
    """Write a format to a file, or under its own name into a folder; return what was written.

    A format of several files always takes a folder, made when missing, as is that of a file. Raises BadParameter when a
    perimeter is asked of a format that holds the whole graph.
    """
    if not format.follows_perimeter and material.perimeter != WHOLE.describe(material.directory):
        follow = ", ".join(f.id for f in FORMATS.values() if f.follows_perimeter)
        raise BadParameter(f"Le format {format.id} porte tout le graphe.", f"un périmètre se donne à {follow}")
    made = format.make(material)
    into_folder = len(format.files) > 1 or target.is_dir() or not target.suffix
    paths = [target / name if into_folder else target for name in made]
    for path, content in zip(paths, made.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return paths
