"""Every SPARQL text of the project: one question a file in queries/, with title, parameters and columns in its header.

A header is made of comment lines:
`# title: …`, `# theme: …`, `# place: …` (a number: where it stands in its theme), `# about: …`,
`# param NAME: KIND – explanation`, where KIND is a contract type (`scheme`, `actor` …), `thing` (any type), a
vocabulary (`voc/secteur`), `date` or `text`, followed by `?` when the answer without it is the whole list,
`# column NAME: KIND – label`, where KIND is `text`, `number`, `euros` or `list` (IRIs with
spaces between); a column that the header does not name is a text.
The public catalogue is what has a title. A parameter must be one of the variables that the SELECT gives.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ontology.namespaces import PREFIXES, SCHEMES, scheme_iri

FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"#\s*(title|theme|place|about|param\s+(\w+)|column\s+(\w+)):\s*(.*)")
NO_NAMES = re.compile(r"""<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|#[^\n]*""")
_PREFIX = re.compile(r"(?<![\w:\-?$])([a-z]+(?:-[a-z]+)*):(?=[A-Za-z])")
_SELECT = re.compile(r"\bSELECT\s+(?:DISTINCT\s+)?(.*?)\s*WHERE", re.DOTALL)
_EXPRESSION = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?AS\s+\?(\w+)\s*\)")
_FIRST, _LAST = re.compile(r"(?<=«) "), re.compile(r" (?=[?!:;»])")
_VARIABLE = re.compile(r"\?(\w+)")
ABBREVIATIONS: dict[str, str] = {scheme: str(scheme_iri(scheme)) for scheme in SCHEMES} | PREFIXES
"""What a query may abbreviate: the vocabularies that we use, and each of our concept schemes by its own name."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for: its variable, what kind of thing it takes, how to say so, if it may be left out."""

    name: str
    kind: str
    label: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its variable, how its values are written, what heads it."""

    name: str
    kind: str = "text"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL text with its name, French title, parameters and, for the public ones, theme and columns."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str
    theme: str = ""
    place: int = 0
    columns: tuple[Column, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the variables that a SELECT gives, in order; none for another form of query.

        >>> Query("", "", "", (), "SELECT ?a (MIN(?b) AS ?least) WHERE { ?a ?p ?b } GROUP BY ?a").variables
        ('a', 'least')
        """
        head = _SELECT.search(self.text)
        return tuple(_VARIABLE.findall(_EXPRESSION.sub(r"?\1", head[1]))) if head else ()

    def column(self, name: str) -> Column:
        """Return how a column is written; one that the header does not describe is a text called by its variable."""
        found = next((column for column in self.columns if column.name == name), None)
        return found or Column(name, "text", name.replace("_", " "))


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
    told = {"title": "", "theme": "", "place": "0", "about": ""}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    body = []
    for line in raw.splitlines():
        match = _HEADER.fullmatch(line)
        if match is None:
            body.append(line)
            continue
        kind, _, label = (_typeset(part.strip()) for part in match[4].partition(" – "))
        if match[2]:
            parameters.append(Parameter(match[2], kind.removesuffix("?"), label, kind.endswith("?")))
        elif match[3]:
            columns.append(Column(match[3], kind, label))
        else:
            told[match[1]] = _typeset(match[4])
    text = "\n".join(body).strip()
    return Query(
        name=name,
        title=told["title"],
        about=told["about"],
        parameters=tuple(parameters),
        text=f"{_prefixes(text)}\n{text}\n",
        theme=told["theme"],
        place=int(told["place"]),
        columns=tuple(columns),
    )


def _typeset(text: str) -> str:
    """Return a French text with the spaces that no line may break at.

    >>> _typeset("Qui finance « quoi » ?")
    'Qui finance «\xa0quoi\xa0»\xa0?'
    """
    return _LAST.sub("\N{NO-BREAK SPACE}", _FIRST.sub("\N{NO-BREAK SPACE}", text))


def _prefixes(text: str) -> str:
    used = sorted(set(_PREFIX.findall(NO_NAMES.sub(" ", text))) & ABBREVIATIONS.keys())
    return "\n".join(f"PREFIX {prefix}: <{ABBREVIATIONS[prefix]}>" for prefix in used)
