"""Which library computes what, by the size of the network: networkx first, a faster one where it pays."""

from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec

from graph.errors import BadParameter

EXACT_UP_TO = 5_000
"""Above this number of nodes, shortest paths are followed from a sample of sources only."""
SOURCES = 256

CHOICES: dict[str, tuple[tuple[int, str], ...]] = {
    "betweenness": ((0, "networkx"), (100, "rustworkx"), (EXACT_UP_TO, "scipy")),
    "closeness": ((0, "networkx"), (100, "rustworkx"), (EXACT_UP_TO, "scipy")),
    "constraint": ((0, "networkx"), (2_000, "scipy")),
    "effective-size": ((0, "networkx"), (100, "scipy")),
    "communities": ((0, "networkx"), (2_000, "networkit")),
}
"""For each task, the engine from each number of nodes on (more nodes than the number)."""
OPTIONAL = ("networkit",)


@dataclass(frozen=True, slots=True)
class Engine:
    """The library that ran, and its version."""

    library: str
    version: str


def choose(task: str, nodes: int, wanted: str = "") -> str:
    """Return the engine for a task on so many nodes, or the wanted one; raise BadParameter for one that is not offered.

    >>> choose("closeness", 30), choose("closeness", 30_000), choose("closeness", 30, "rustworkx")
    ('networkx', 'scipy', 'rustworkx')
    """
    known = [name for _, name in CHOICES[task] if is_installed(name)]
    if wanted and wanted not in known:
        raise BadParameter(f"« {wanted} » n'est pas un moteur de ce calcul.", f"choisissez parmi {', '.join(known)}")
    fitting = [name for least, name in CHOICES[task] if (nodes > least or least == 0) and name in known]
    return wanted or fitting[-1]


def is_installed(library: str) -> bool:
    """Tell whether a library can be imported; those that we depend on always can."""
    return library not in OPTIONAL or find_spec(library) is not None


def describe(library: str) -> Engine:
    """Return the library with its installed version; Entrelacs itself where the code is our own."""
    return Engine(library, metadata.version(library) if library != "entrelacs" else "")
