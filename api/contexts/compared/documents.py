"""Two sets of documents side by side: whom and what both name and tie, or one alone. A silence is not a departure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api.contexts.analyses import network_of
from api.contexts.compared import lines, networks
from api.contexts.compared.lines import UNSAID, YES, Row
from api.state import State
from graph.analysis import changes
from graph.catalogue import query
from graph.errors import BadParameter
from graph.perimeter import Perimeter, role_label
from graph.statements import STATUSES
from ontology.namespaces import local_name, thing_iri

if TYPE_CHECKING:
    from graph.network import NetGraph

ROLES = 6
"""How many roles are counted: those by which most ties are made."""
_NUMBER = re.compile(r"\d{3}")


@dataclass(frozen=True)
class _Side:
    """What some documents tell in a perimeter (`net`, `said`), and all that they name, in it or not."""

    label: str
    perimeter: Perimeter
    net: "NetGraph"
    said: networks.Said
    named: frozenset[str]

    @property
    def documents(self) -> tuple[str, ...]:
        return self.perimeter.documents


def listed(state: State, text: str) -> tuple[str, ...]:
    """Return the documents that a text lists, such as « 000, 003 »; none when it is no list of documents.

    Raises BadParameter for a number of three figures that is no document's.
    """
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if not parts or not all(_NUMBER.fullmatch(part) or part in state.directory.documents for part in parts):
        return ()
    return tuple(sorted({state.matcher.resolve_document(part) for part in parts}))


def compare(state: State, left: Sequence[str], right: Sequence[str], perimeter: Perimeter) -> Row:
    """Return whom and what two sets of documents name and tie, both or one alone; persons are not named.

    `only_*`: tied by one side, named nowhere by the other; `tied_*`: named by both, tied by one alone. `uncounted`:
    ties that a side states with a status that the perimeter leaves out. Raises BadParameter for a document on both.
    """
    if twice := set(left) & set(right):
        which = f"Le document {min(twice)} est" if len(twice) == 1 else f"Les documents {', '.join(sorted(twice))} sont"
        raise BadParameter(f"{which} des deux côtés.", "laissez chaque document d'un seul côté")
    networks.read_ahead(state, state.network.select(replace(perimeter, documents=(*left, *right))))
    sides = _side(state, left, perimeter), _side(state, right, perimeter)
    told = _told(state, *sides)
    return {
        "kind": "documents",
        "left": _body(state, sides[0]),
        "right": _body(state, sides[1]),
        **told,
        "uncounted": {name: _uncounted(state, side) for name, side in zip(lines.SIDES, sides, strict=True)},
        "perimeter": state.bodies.perimeter(replace(perimeter, documents=())),
        "remark": _remark(sides),
        "items": _lines(told, *sides),
    }


def _side(state: State, own: Sequence[str], perimeter: Perimeter) -> _Side:
    within = replace(perimeter, documents=tuple(own))
    label = f"{'les documents' if len(own) > 1 else 'le document'} {', '.join(own)}"
    said = networks.said_by(state, state.network.select(within))
    named = frozenset().union(*(_named_in(state, document) for document in own))
    return _Side(label, within, network_of(state, "ties", within), said, named)


def _named_in(state: State, document: str) -> frozenset[str]:
    """Return all that a document names, by its name or in what it states."""

    def ask() -> frozenset[str]:
        rows = state.store.select(query("things-named-in"), source=thing_iri("source", document))
        return frozenset(local_name(row["thing"]) for row in rows)

    return state.cached(("named in", document), ask)


def _body(state: State, side: _Side) -> Row:
    titles = state.directory.documents
    told = [{"id": id, "label": titles[id], "url": f"/sources/{id}"} for id in side.documents]
    return {"label": side.label, "documents": told}


def _uncounted(state: State, side: _Side) -> int:
    """Return how many ties a side states with a status that the perimeter leaves out."""
    every = replace(side.perimeter, statuses=STATUSES)
    return len(state.network.select(every)) - len(state.network.select(side.perimeter))


def _told(state: State, left: _Side, right: _Side) -> Row:
    change = changes.compare(left.net, right.net)
    alone = ((set(change.left), left, right), (set(change.joined), right, left))
    only = [networks.things(state, ids - other.named, own.said, own.documents) for ids, own, other in alone]
    tied = [networks.things(state, ids & other.named, own.said, own.documents) for ids, own, other in alone]
    common = lines.by_label(state, lines.without_persons(state, change.stayed))
    return {
        "counts": [*networks.sizes([left.net, right.net]), *lines.counts(_roles(state, left, right))],
        "common": state.bodies.things(common),
        "only_left": only[0],
        "only_right": only[1],
        "tied_left": tied[0],
        "tied_right": tied[1],
        "ties_both": _shared(state, change.ties_stayed, left, right),
        "ties_left": networks.ties(state, change.ties_left, left.said, left.documents),
        "ties_right": networks.ties(state, change.ties_joined, right.said, right.documents),
    }


def _roles(state: State, *sides: _Side) -> list[tuple[str, list[int]]]:
    """Return how many ties each side makes by each role, for the roles that make most."""
    network = state.network
    held = [Counter(network.role[network.select(side.perimeter)].tolist()) for side in sides]
    most = (held[0] + held[1]).most_common(ROLES)
    return [(f"Liens « {role_label(network.roles[role])} »", [own[role] for own in held]) for role, _ in most]


def _shared(state: State, ties: Sequence[changes.Tie], left: _Side, right: _Side) -> list[Row]:
    """Return the ties that both sides state, with the roles that each gives."""
    found = []
    for tie in ties:
        own = left.said[tie], right.said[tie]
        every = {tie: list({s.id: s for s in (*own[0], *own[1])}.values())}
        for body in networks.ties(state, [tie], every, (*left.documents, *right.documents)):
            roles = [list(dict.fromkeys(role_label(s.role) for s in some)) for some in own]
            found.append({**body, "left": roles[0], "right": roles[1]})
    return sorted(found, key=lambda body: [thing["label"] for thing in body["things"]])


def _lines(told: Row, left: _Side, right: _Side) -> list[Row]:
    parts = (
        ("Nommés par {} seulement", ("only_left", "only_right")),
        ("Nommés par les deux, liés par {} seulement", ("tied_left", "tied_right")),
    )
    made = [*lines.counted(told["counts"]), *lines.listed("Liés par les deux", told["common"], YES, YES)]
    answers = ((left, YES, UNSAID), (right, UNSAID, YES))
    for title, keys in parts:
        for key, (side, *both) in zip(keys, answers, strict=True):
            made += lines.listed(title.format(side.label), lines.flattened(told[key]), *both)
    for tie in told["ties_both"]:
        ends = tie["things"]
        made.append(lines.line("Liens dits par les deux", ends[0], tie["left"], tie["right"], tie["sources"], ends[1]))
    for key, (side, *both) in zip(("ties_left", "ties_right"), answers, strict=True):
        made += networks.tie_lines(f"Liens dits par {side.label} seulement", told[key], *both)
    return made


def _remark(sides: Sequence[_Side]) -> str:
    """Return what must be known to read the comparison, first of all which side tells nothing."""
    mute = [side.label for side in sides if not side.net]
    if mute:
        verb = "ne dit" if mute[0].startswith("le ") and len(mute) == 1 else "ne disent"
        told = " et ".join(mute)
        return f"{told[:1].upper()}{told[1:]} {verb} aucun lien dans ce périmètre : ce silence n'est pas une absence."
    return "Ce qu'un document ne dit pas n'a pas disparu : il parle d'autre chose, ou d'un autre moment."
