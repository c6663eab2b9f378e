"""Every SPARQL text of the project: one question a file in queries/, with title and parameters in its header.

A header is made of comment lines `# title: …`, `# about: …` and `# param NAME: KIND – explanation`, where KIND is a
contract type (`scheme`, `actor`, …), a vocabulary (`voc/secteur`) or `text`. The public catalogue is what has a title.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ontology.namespaces import PREFIXES

FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"#\s*(title|about|param\s+(\w+)):\s*(.*)")
_PREFIX = re.compile(r"(?<![\w<:/#?])([a-z]+):(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for: its variable, what kind of thing it takes, and how to say so."""

    name: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL text with its name, French title and parameters."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def query(name: str) -> Query:
    """Return the query of `queries/NAME.rq`; KeyError when there is none."""
    path = FOLDER / f"{name}.rq"
    if not path.is_file():
        raise KeyError(name)
    return _parse(name, path.read_text(encoding="utf-8"))


@cache
def public() -> tuple[Query, ...]:
    """Return the questions that have a title, in alphabetical order of their names."""
    every = (query(path.stem) for path in sorted(FOLDER.glob("*.rq")))
    return tuple(q for q in every if q.title)


def _parse(name: str, raw: str) -> Query:
    told = {"title": "", "about": ""}
    parameters = []
    body = []
    for line in raw.splitlines():
        match = _HEADER.fullmatch(line)
        if match is None:
            body.append(line)
        elif match[2]:
            kind, _, label = match[3].partition(" – ")
            parameters.append(Parameter(match[2], kind.strip(), label.strip()))
        else:
            told[match[1]] = match[3]
    text = "\n".join(body).strip()
    return Query(name, told["title"], told["about"], tuple(parameters), f"{_prefixes(text)}\n{text}\n")


def _prefixes(text: str) -> str:
    used = sorted(set(_PREFIX.findall(text)) & PREFIXES.keys())
    return "\n".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used)
