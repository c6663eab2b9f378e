"""Two schemes, editions, places or projects side by side: what each is, who takes part, with how much."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.contexts.compared import lines, values
from api.contexts.compared.lines import SIDES, UNSAID, Row
from api.contexts.things import functions_of
from api.state import State
from graph import statements
from graph.errors import BadParameter
from graph.identifiers import fold
from graph.perimeter import role_label
from graph.sentences import french_date, period_of, value_of
from graph.statements import Evidence, Statement
from graph.things import Thing, concept_label
from ontology import files

HELD = ("actual", "past")
"""The statuses of what took place: an edition that is over had its partners."""


@dataclass(frozen=True)
class _Side:
    """A scheme with what is said of it and of its editions, and the passages that name it."""

    thing: Thing
    said: list[Statement]
    naming: list[Evidence]
    scope: frozenset[str]


def compare(state: State, left: Thing, right: Thing) -> Row:
    """Return two schemes by what each is, by who holds which role in both or in one alone, by amounts and figures.

    A scheme's editions count with it. `whole`: who is said to take part in the scheme of which both are editions,
    without saying in which. Raises BadParameter for a scheme and its own edition.
    """
    if left.id in right.part_of or right.id in left.part_of:
        raise BadParameter(
            f"« {left.label} » et « {right.label} » : l'un fait partie de l'autre.",
            "comparez deux éditions, ou deux dispositifs",
        )
    sides = _side(state, left), _side(state, right)
    told = _told(state, *sides)
    return {
        "kind": "schemes",
        "left": state.bodies.thing(left.id),
        "right": state.bodies.thing(right.id),
        **told,
        "remark": _REMARK,
        "items": _lines(told, *sides),
    }


_REMARK = "Qu'un document ne nomme pas un partenaire d'un côté ne veut pas dire qu'il n'y était pas."


def _side(state: State, thing: Thing) -> _Side:
    parts = (state.directory[id] for id in state.directory.parts.get(thing.id, ()))
    scope = frozenset({thing.id, *(part.id for part in parts if part.type == "edition")})
    return _Side(thing, state.record.about(*sorted(scope)), statements.naming(state.store, thing.iri), scope)


def _told(state: State, left: _Side, right: _Side) -> Row:
    held = [_held(side, "participation") for side in (left, right)]
    linked = [_held(side, "link") for side in (left, right)]
    rows = _rows(state, *held)
    parted = {key: [row["thing"]["id"] for row in rows if row["group"] == key] for key in _GROUPS}
    return {
        "counts": lines.counts(_counts(*held)),
        "identity": _identity(state, left, right),
        "participants": rows,
        "links": _rows(state, *linked),
        "amounts": values.beside(state, "amount", _about(left), _about(right)),
        "figures": values.beside(state, "figure", _about(left), _about(right)),
        "whole": _whole(state, left, right),
        "common": state.bodies.things(parted["both"]),
        "only_left": lines.by_type(state, parted["left"]),
        "only_right": lines.by_type(state, parted["right"]),
    }


_GROUPS = {
    "both": "Dans les deux",
    "left": "Dans le premier seulement",
    "right": "Dans le second seulement",
}


def _about(side: _Side) -> list[Statement]:
    return [s for s in side.said if s.subject in side.scope]


def _held(side: _Side, kind: str) -> dict[str, list[Statement]]:
    """Return the statements of a kind by the thing at their other end."""
    found: dict[str, list[Statement]] = {}
    for s in side.said:
        other = s.subject if s.object in side.scope else s.object
        if s.kind == kind and other and other not in side.scope and {s.subject, s.object} & side.scope:
            found.setdefault(other, []).append(s)
    return found


def _counts(left: dict[str, list[Statement]], right: dict[str, list[Statement]]) -> list[tuple[str, list[int]]]:
    """Return how many take part, then how many hold each role; what is planned or excluded is not counted."""
    took = [[(id, s.role) for id, said in side.items() for s in said if s.status in HELD] for side in (left, right)]
    by_role = [Counter(role for _, role in set(side)) for side in took]
    roles = sorted(by_role[0] | by_role[1], key=lambda role: (-by_role[0][role] - by_role[1][role], role))
    rows = [(role_label(role).capitalize(), [own[role] for own in by_role]) for role in roles]
    return [("Participants", [len({id for id, _ in side}) for side in took]), *rows]


def _rows(state: State, left: dict[str, list[Statement]], right: dict[str, list[Statement]]) -> list[Row]:
    """Return who stands at the other end, with what each side says of it: of both first, then of one alone."""
    rows = []
    for id in left.keys() | right.keys():
        own = left.get(id, []), right.get(id, [])
        group = "both" if all(own) else "left" if own[0] else "right"
        rows.append(
            {
                "thing": {**state.bodies.thing(id), "functions": functions_of(state, state.directory[id])},
                "group": group,
                "left": _roles(state, own[0]),
                "right": _roles(state, own[1]),
                "sources": lines.passages(state, (*own[0], *own[1])),
            }
        )
    order = list(_GROUPS)
    return sorted(rows, key=lambda row: (order.index(row["group"]), fold(row["thing"]["label"])))


def _roles(state: State, said: Iterable[Statement]) -> list[str]:
    return list(dict.fromkeys(_role(state, s) for s in said))


def _role(state: State, statement: Statement) -> str:
    """Return a role with what is said with it: the project, the sum, the period, a status that is not effective."""
    project = state.directory.get(statement.project)
    more = [
        f"projet « {project.label} »" if project else "",
        value_of(statement),
        period_of(statement),
        "" if statement.status == "actual" else concept_label("statut", statement.status),
    ]
    told = ", ".join(part for part in more if part)
    return f"{role_label(statement.role)} ({told})" if told else role_label(statement.role)


# --- what each is -------------------------------------------------------------------------------------------------


def _identity(state: State, *sides: _Side) -> list[Row]:
    """Return what each is, where, when, at which stages and in which sectors; rows that neither side fills left out."""
    rows = [(label, [values_of(state, side) for side in sides]) for label, values_of in _IDENTITY]
    return [{"label": label, **dict(zip(SIDES, both, strict=True))} for label, both in rows if any(both)]


def _kind(state: State, side: _Side) -> list[Row]:
    return [_value(state, side.thing.kind_label, side.naming)]


def _place(state: State, side: _Side) -> list[Row]:
    return [_value(state, state.directory[id].label) for id in side.thing.territories]


def _status(state: State, side: _Side) -> list[Row]:
    return [_value(state, concept_label("statut", side.thing.status))]


def _starts(state: State, side: _Side) -> list[Row]:
    return [_value(state, french_date(day), _dated(side, day)) for day in side.thing.starts]


def _ends(state: State, side: _Side) -> list[Row]:
    return [_value(state, french_date(day), _dated(side, day)) for day in side.thing.ends]


def _deadlines(state: State, side: _Side) -> list[Row]:
    return [_value(state, french_date(day)) for day in side.thing.deadlines]


def _stages(state: State, side: _Side) -> list[Row]:
    ordered = (stage for stage in files.concepts("etape") if stage in side.thing.stages)
    return [_value(state, concept_label("etape", stage)) for stage in ordered]


def _sectors(state: State, side: _Side) -> list[Row]:
    return [_value(state, concept_label("secteur", sector)) for sector in side.thing.sectors]


_IDENTITY = (
    ("Nature", _kind),
    ("Territoire", _place),
    ("Statut", _status),
    ("Début", _starts),
    ("Fin", _ends),
    ("Date limite de candidature", _deadlines),
    ("Étapes", _stages),
    ("Secteurs", _sectors),
)


def _value(state: State, label: str, passages: Iterable[Evidence] = ()) -> Row:
    return {"label": label, "sources": [state.bodies.passage(e) for e in passages]}


def _dated(side: _Side, day: str) -> list[Evidence]:
    return [e for e in side.naming if day in (e.starts, e.ends)]


def _whole(state: State, left: _Side, right: _Side) -> Row | None:
    """Return who takes part in the scheme of which both are editions, as the sources say it without naming one."""
    shared = [id for id in left.thing.part_of if id in right.thing.part_of and id in state.directory]
    if not shared or left.thing.type != "edition":
        return None
    whole = state.directory[shared[0]]
    said = [s for s in state.record.about(whole.id) if s.kind == "participation" and s.object == whole.id]
    held: dict[str, list[Statement]] = {}
    for s in said:
        held.setdefault(s.subject, []).append(s)
    rows = [
        {
            "thing": state.bodies.thing(id),
            "roles": _roles(state, own),
            "sources": lines.passages(state, own),
        }
        for id, own in sorted(held.items(), key=lambda item: fold(state.directory[item[0]].label))
    ]
    return {"scheme": state.bodies.thing(whole.id), "participants": rows}


# --- in a table ---------------------------------------------------------------------------------------------------


_UNDATED = "Dit du dispositif, sans dire l'édition"


def _lines(told: Row, left: _Side, right: _Side) -> list[Row]:
    made = lines.counted(told["counts"])
    for row in told["identity"]:
        sources = [passage for side in SIDES for value in row[side] for passage in value["sources"]]
        made.append(lines.line("Ce que c'est", row["label"], _labels(row["left"]), _labels(row["right"]), sources))
    for section, key in (("Qui prend part", "participants"), ("Liens", "links")):
        made += [
            lines.line(section, row["thing"], row["left"] or UNSAID, row["right"] or UNSAID, row["sources"])
            for row in told[key]
        ]
    made += values.value_lines("Montants", told["amounts"])
    made += values.value_lines("Chiffres", told["figures"])
    for row in told["whole"]["participants"] if told["whole"] else ():
        roles = ", ".join(row["roles"])
        made.append(lines.line(_UNDATED, row["thing"], UNSAID, UNSAID, row["sources"], detail=roles))
    return made


def _labels(found: Sequence[Row]) -> list[str]:
    return [value["label"] for value in found]
