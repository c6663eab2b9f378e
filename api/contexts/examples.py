"""Examples taken from the data in service: well-tied things, much-used concepts; no page shows a dead address."""

from collections import Counter
from collections.abc import Callable

from api.state import State
from graph.things import Thing
from ontology import files
from ontology.namespaces import SCHEMES

TELLING_ROLE = "financeur"


def thing(state: State, type: str, place: int = 0) -> Thing | None:
    """Return the most tied thing of a type, or the one at a place in that order; a territory is an intercommunality."""
    ranked = state.cached(("most tied", type), lambda: _ranked(state, type))
    return ranked[place] if place < len(ranked) else None


def _ranked(state: State, type: str) -> list[Thing]:
    weight = _located(state) if type == "territory" else _degree(state)
    found = [t for t in state.directory.of_type(type) if type != "territory" or t.kind == "epci"]
    return sorted(found, key=lambda thing: (-weight(thing), thing.id))[:10]


def _degree(state: State) -> Callable[[Thing], int]:
    net = state.graph
    return lambda found: int(net.degree[found.id]) if found.id in net else 0


def _located(state: State) -> Callable[[Thing], int]:
    counted = Counter(place for found in state.directory for place in state.directory.places(found.id))
    return lambda found: counted[found.id]


def concept(state: State, scheme: str) -> str:
    """Return the most used concept of a vocabulary of things, or the first one of another; empty for an unknown one."""
    if scheme not in SCHEMES:
        return ""
    if scheme == "role":
        return TELLING_ROLE
    used = {
        "secteur": Counter(sector for found in state.directory for sector in found.sectors),
        "etape": Counter(stage for found in state.directory for stage in found.stages),
    }.get(scheme)
    return used.most_common(1)[0][0] if used else next(iter(files.concepts(scheme)))
