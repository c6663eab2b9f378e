"""The questions that officers ask, written from the documents, are answered with the passage that says it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

SPECS = Path(__file__).parents[1] / "specs" / "questions.toml"
QUESTIONS: list[dict[str, Any]] = tomllib.loads(SPECS.read_text(encoding="utf-8"))["question"]
KINDS = {"cofinancement", "référent", "filière", "dispositif", "lieu", "chemin", "comparaison", "chiffre"}
STEP = re.compile(r"([^.\[\]]+)?(\[[^\]]*\])?")


def found(value: Any, path: str) -> Iterator[str]:
    """Yield, as texts, what a path leads to: keys, `*` for any, `[]` for all items, `[key=value]` for some."""
    head, _, rest = _split(path)
    name, chosen = STEP.fullmatch(head).groups() if head else (None, None)  # type: ignore[union-attr]
    for one in _members(value, name):
        for item in _items(one, chosen):
            if rest:
                yield from found(item, rest)
            elif isinstance(item, str | int | float):
                yield _text(item)


def _split(path: str) -> tuple[str, str, str]:
    """Return the first step of a path, which may hold dots between brackets, and the rest.

    >>> _split("items[role.id=jury].actor.id")
    ('items[role.id=jury]', '.', 'actor.id')
    """
    depth = 0
    for place, letter in enumerate(path):
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "." and not depth:
            return path[:place], ".", path[place + 1 :]
    return path, "", ""


def _members(value: Any, name: str | None) -> list[Any]:
    if name is None or not isinstance(value, dict):
        return [value] if name is None else []
    return list(value.values()) if name == "*" else [value[name]] if name in value else []


def _items(value: Any, chosen: str | None) -> list[Any]:
    if chosen is None:
        return [value]
    items = value if isinstance(value, list) else []
    key, _, wanted = chosen[1:-1].partition("=")
    return [item for item in items if not key or wanted in list(found(item, key))]


def _text(value: str | int | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def passages(value: Any) -> Iterator[tuple[str, int, int]]:
    """Yield every passage that an answer cites: source, first and last line."""
    if isinstance(value, dict):
        if {"source", "first", "last"} <= value.keys():
            yield value["source"], value["first"], value["last"]
        for part in value.values():
            yield from passages(part)
    if isinstance(value, list):
        for part in value:
            yield from passages(part)


def test_there_are_forty_questions_of_every_kind() -> None:
    assert len(QUESTIONS) >= 40
    assert {question["kind"] for question in QUESTIONS} == KINDS
    assert len({question["text"] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["text"]))
def test_a_question_is_answered_with_its_source(client: TestClient, question: dict[str, Any]) -> None:
    answer = client.get(question["ask"])
    assert answer.status_code == 200, answer.text
    body = answer.json()
    said = set(found(body, question["where"]))
    missing = set(question["answer"]) - said
    assert not missing, f"{sorted(missing)} not in {sorted(said)[:60]}"
    if question.get("cited", True):
        source, line = question["source"].split(":")
        cited = [p for p in passages(body) if p[0] == source and p[1] <= int(line) <= p[2]]
        assert cited, f"{question['source']} is not cited: {sorted(set(passages(body)))[:40]}"
