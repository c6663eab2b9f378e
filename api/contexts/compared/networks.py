"""What two networks tell when they are laid side by side: sizes, things and ties, each with the passages behind it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.contexts.compared import lines
from api.contexts.compared.lines import Row
from api.state import State
from graph.analysis.changes import Tie
from graph.identifiers import fold
from graph.network import ACTORS, Ints
from graph.perimeter import role_label
from graph.sentences import period_of
from graph.statements import Statement

if TYPE_CHECKING:
    from graph.network import NetGraph

Said = dict[Tie, list[Statement]]
"""The statements that tie two things, by the ids of the two in order."""

_SIZES = (
    ("Acteurs", lambda net: sum(1 for _, kind in net.nodes(data="type") if kind in ACTORS)),
    ("Dispositifs, lieux et projets", lambda net: sum(1 for _, kind in net.nodes(data="type") if kind not in ACTORS)),
    ("Liens", lambda net: net.number_of_edges()),
)


def sizes(nets: Sequence["NetGraph"]) -> list[Row]:
    """Return how many actors, other things and ties each network has."""
    return lines.counts((label, [count(net) for net in nets]) for label, count in _SIZES)


def said_by(state: State, places: Ints, wanted: Collection[Tie] | None = None) -> Said:
    """Return the statements behind the ties at these places of the network, or only behind those that are wanted."""
    network = state.network
    facts: dict[str, Tie] = {}
    for place in places:
        ends = network.nodes[network.left[place]], network.nodes[network.right[place]]
        tie = min(ends), max(ends)
        if ends[0] != ends[1] and (wanted is None or tie in wanted):
            facts[network.facts[place]] = tie
    found: defaultdict[Tie, list[Statement]] = defaultdict(list)
    for statement in state.record.several(facts):
        found[facts[statement.id]].append(statement)
    return dict(found)


def read_ahead(state: State, places: Ints) -> None:
    """Read the statements behind ties in one pass of the store, which then keeps them for `said_by`."""
    state.record.several(state.network.facts[place] for place in places)


def things(state: State, ids: Iterable[str], said: Said, documents: Sequence[str] = ()) -> list[Row]:
    """Return things under their types with the passages of their ties; persons are left out."""
    kept = set(lines.without_persons(state, ids))
    own: defaultdict[str, list[Statement]] = defaultdict(list)
    for tie, statements in said.items():
        for id in kept.intersection(tie):
            own[id] += statements
    return lines.by_type(state, kept, {id: lines.passages(state, found, documents) for id, found in own.items()})


def ties(state: State, wanted: Iterable[Tie], said: Said, documents: Sequence[str] = ()) -> list[Row]:
    """Return ties with the roles that make them, their periods and passages; those of persons are left out."""
    made = [_tie(state, said[tie], documents) for tie in wanted if len(lines.without_persons(state, tie)) == len(tie)]
    return sorted(made, key=lambda tie: [fold(thing["label"]) for thing in tie["things"]])


def _tie(state: State, said: Sequence[Statement], documents: Sequence[str]) -> Row:
    roles = dict.fromkeys(s.role for s in said)
    return {
        "things": state.bodies.things((said[0].subject, said[0].object)),
        "roles": [{"id": role, "label": role_label(role)} for role in roles],
        "periods": list(dict.fromkeys(period for s in said if (period := period_of(s)))),
        "sources": lines.passages(state, said, documents),
    }


def tie_lines(section: str, found: Iterable[Row], left: str, right: str) -> list[Row]:
    """Return a line for each tie, the same being said of all."""
    return [
        lines.line(section, tie["things"][0], left, right, tie["sources"], tie["things"][1], _detail(tie))
        for tie in found
    ]


def _detail(tie: Mapping[str, Any]) -> str:
    roles = ", ".join(role["label"] for role in tie["roles"])
    return f"{roles} ({', '.join(tie['periods'])})" if tie["periods"] else roles


def gathered(found: Iterable[Row]) -> list[Row]:
    """Return ties under the thing that most of them touch, so that a list of them can be read."""
    left = list(found)
    counted = Counter(thing["id"] for tie in left for thing in tie["things"])
    groups = []
    while left:
        hub = max(counted, key=lambda id: (counted[id], id))
        inside = [tie for tie in left if _touches(tie, hub)]
        left = [tie for tie in left if not _touches(tie, hub)]
        counted.subtract(thing["id"] for tie in inside for thing in tie["things"])
        groups.append({"thing": _end(inside[0], hub, True), "with": [_around(tie, hub) for tie in inside]})
    return groups


def _touches(tie: Row, hub: str) -> bool:
    return any(thing["id"] == hub for thing in tie["things"])


def _around(tie: Row, hub: str) -> Row:
    return {**{name: value for name, value in tie.items() if name != "things"}, "thing": _end(tie, hub, False)}


def _end(tie: Row, hub: str, wanted: bool) -> Any:
    return next(thing for thing in tie["things"] if (thing["id"] == hub) is wanted)
