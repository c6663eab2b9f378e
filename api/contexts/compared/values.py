"""Figures and amounts side by side: each value with its period and its passages, those of both sides first."""

from collections.abc import Iterable, Mapping, Sequence

from api.bodies import role_body
from api.contexts.compared import lines
from api.contexts.compared.lines import SIDES, Row
from api.state import State
from graph.identifiers import fold
from graph.sentences import period_of, value_of
from graph.statements import Statement
from graph.things import concept_label

_Kept = dict[str, list[Statement]]


def beside(state: State, kind: str, *sides: Iterable[Statement]) -> list[Row]:
    """Return the values of one kind of statement, `figure` or `amount`, that two sets of statements give."""
    told: dict[tuple[str, str, str], _Kept] = {}
    for side, said in zip(SIDES, sides, strict=True):
        for s in said:
            if s.kind == kind and s.bounds:
                key = (role_body(s)["label"], s.detail or concept_label("instrument", s.instrument), s.unit)
                told.setdefault(key, {}).setdefault(side, []).append(s)
    rows = [_row(state, *key, both) for key, both in told.items()]
    return sorted(rows, key=lambda r: (not (r["left"] and r["right"]), fold(r["indicator"]), fold(r["detail"])))


def _row(state: State, indicator: str, detail: str, unit: str, both: Mapping[str, Sequence[Statement]]) -> Row:
    values = {side: [_value(state, s) for s in both.get(side, ())] for side in SIDES}
    return {
        "indicator": indicator,
        "detail": detail,
        "unit": unit,
        **values,
        "scale": max(value["high"] for some in values.values() for value in some),
    }


def _value(state: State, statement: Statement) -> Row:
    low, high = statement.bounds or (0, 0)
    return {
        "label": value_of(statement),
        "low": float(low),
        "high": float(high),
        "period": period_of(statement),
        "status": statement.status,
        "sources": [state.bodies.passage(e) for e in statement.retained],
    }


def value_lines(section: str, rows: Iterable[Row]) -> list[Row]:
    """Return a line for each figure or amount; the passages are those of both sides."""
    made = []
    for row in rows:
        left, right = ([_text(value) for value in row[side]] for side in SIDES)
        sources = [passage for side in SIDES for value in row[side] for passage in value["sources"]]
        made.append(lines.line(section, row["indicator"], left, right, sources, detail=row["detail"]))
    return made


def _text(value: Row) -> str:
    more = [value["period"], concept_label("statut", value["status"]) if value["status"] != "actual" else ""]
    told = ", ".join(part for part in more if part)
    return f"{value['label']} ({told})" if told else str(value["label"])
