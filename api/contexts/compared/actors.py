"""Two actors side by side: their roles, the schemes that they share, their partners."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.contexts.analyses import network_of
from api.contexts.compared import lines
from api.contexts.compared.lines import SIDES, UNSAID, YES, Row
from api.state import State
from graph.analysis import changes
from graph.network import ACTORS
from graph.perimeter import WHOLE, role_label
from graph.statements import Statement
from graph.things import Thing

if TYPE_CHECKING:
    from graph.network import NetGraph


def compare(state: State, left: Thing, right: Thing) -> Row:
    """Return two actors by what each does, by the schemes of both, and by their partners in common or of one alone."""
    net, ties = network_of(state, "partners", WHOLE), network_of(state, "ties", WHOLE)
    beside = _beside(net, left.id, right.id)
    partners = [len(net[thing.id]) if thing.id in net else 0 for thing in (left, right)]
    near = [set(ties[thing.id]) if thing.id in ties else set() for thing in (left, right)]
    shared = [id for id in near[0] & near[1] if state.directory[id].type not in ACTORS]
    told = {
        "counts": [*lines.counts([("Partenaires connus", partners)]), *lines.counts(_roles(state, left, right))],
        "tied": beside.tied,
        "likeness": beside.likeness,
        "shared_schemes": [_held_by_both(state, id, left, right) for id in lines.by_label(state, shared)],
        "common": state.bodies.things(lines.by_label(state, beside.common)),
        "only_left": lines.by_type(state, beside.only_left, _passages(state, net, left.id, beside.only_left)),
        "only_right": lines.by_type(state, beside.only_right, _passages(state, net, right.id, beside.only_right)),
    }
    return {
        "kind": "actors",
        "left": state.bodies.thing(left.id),
        "right": state.bodies.thing(right.id),
        **told,
        "path": f"/chemins?from={left.id}&to={right.id}",
        "remark": "Un acteur dont les documents parlent peu a peu de liens connus, quoi qu'il fasse.",
        "items": _lines(told, left, right),
    }


def _beside(net: "NetGraph", left: str, right: str) -> changes.Beside:
    """Return two actors' partners; an actor without a known tie has none."""
    if left in net and right in net:
        return changes.compare_actors(net, left, right)
    own = [tuple(sorted(net[id])) if id in net else () for id in (left, right)]
    return changes.Beside((), own[0], own[1], False, None)


def _passages(state: State, net: "NetGraph", actor: str, partners: Iterable[str]) -> dict[str, list[object]]:
    """Return the passages that tie an actor to each partner: a link of the two, or both in the same scheme."""
    own = state.record.about(actor)
    found = {}
    for partner in partners:
        theirs = state.record.about(partner)
        shared = {part for scheme in net.edges[actor, partner]["shared"] for part in state.directory.inside(scheme)}
        said = [s for s in own if s.kind == "link" and partner in s.things]
        said += [s for s in (*own, *theirs) if s.kind == "participation" and s.object in shared]
        found[partner] = lines.passages(state, (s for s in said if s.status == "actual"))
    return found


def _roles(state: State, left: Thing, right: Thing) -> list[tuple[str, list[int]]]:
    """Return in how many things each actor effectively holds each role, the most held first."""
    held = [_holdings(state, thing) for thing in (left, right)]
    roles = sorted(held[0].keys() | held[1].keys(), key=lambda r: (-len(held[0][r]) - len(held[1][r]), r))
    return [(role_label(role).capitalize(), [len(held[0][role]), len(held[1][role])]) for role in roles]


def _holdings(state: State, thing: Thing) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for s in state.record.about(thing.id):
        if s.kind == "participation" and s.subject == thing.id and s.status == "actual":
            found[s.role].add(s.object)
    return found


def _held_by_both(state: State, scheme: str, left: Thing, right: Thing) -> Row:
    """Return a scheme in which both take part, with the roles of each and where that is said."""
    said = [s for s in state.record.about(scheme) if s.status == "actual"]
    own = {side: [s for s in said if thing.id in s.things] for side, thing in zip(SIDES, (left, right), strict=True)}
    both: list[Statement] = [s for some in own.values() for s in some]
    return {
        "scheme": state.bodies.thing(scheme),
        **{side: list(dict.fromkeys(role_label(s.role) for s in some)) for side, some in own.items()},
        "sources": lines.passages(state, both),
    }


def _lines(told: Row, left: Thing, right: Thing) -> list[Row]:
    together = (
        lines.line("Ensemble dans", s["scheme"], s["left"], s["right"], s["sources"]) for s in told["shared_schemes"]
    )
    return [
        *lines.counted(told["counts"]),
        *together,
        *lines.listed("Partenaires communs", told["common"], YES, YES),
        *lines.listed(f"Partenaires de {left.label} seulement", lines.flattened(told["only_left"]), YES, UNSAID),
        *lines.listed(f"Partenaires de {right.label} seulement", lines.flattened(told["only_right"]), UNSAID, YES),
    ]
