"""The ready questions: their list by theme, what each asks for, and the answer to one of them with its sources."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode

from rdflib import XSD, Literal, Node, URIRef

from api import paging
from api.bodies import PassageBody, concept_body
from api.contexts import choices, examples
from api.contexts.things import FAMILIES
from api.state import State
from graph import catalogue
from graph.catalogue import Parameter, Query
from graph.errors import BadParameter, Candidate, UnknownThing
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.perimeter import day
from graph.statements import KINDS, Evidence, Statement, place_of
from graph.store import Solution, bind
from graph.things import TYPE_OF_KIND, concept_label
from ontology import files
from ontology.namespaces import BASE, SCHEMES, SchemeName, concept_iri

EVIDENCE = ("enonce", "passage")
"""Columns that hold what an answer rests on: statements, and passages of a source."""
THEMES = (
    "Cofinancement",
    "Référents",
    "Filières",
    "Dispositifs",
    "Lieux",
    "Réseaux et capital",
    "Chiffres",
    "Sources et preuves",
)
TYPES = {
    "actor": FAMILIES["actors"],
    "scheme": FAMILIES["schemes"],
    "thing": (),
}
"""The types that a kind of parameter takes, when they are not the one of its name."""


# --- the list -----------------------------------------------------------------------------------------------------


def catalogue_of(state: State) -> dict[str, Any]:
    """Return the ready questions with their parameters, in the order of their themes, then of their places in these."""
    found = sorted(catalogue.public(), key=lambda q: (THEMES.index(q.theme), q.place, q.name))
    return {"items": [_described(state, q) for q in found], "total": len(found)}


def by_theme(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the questions under their themes."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(item["theme"], []).append(item)
    return [
        {"label": theme, "id": fold(theme).replace(" ", "-"), "questions": found} for theme, found in groups.items()
    ]


def _described(state: State, question: Query) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "about": question.about,
        "theme": question.theme,
        "parameters": [_parameter(state, p) for p in question.parameters],
        "url": f"/questions/{question.name}",
        "data": f"/api/questions/{question.name}",
    }


def _parameter(state: State, parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "label": parameter.label,
        "optional": parameter.optional,
        "example": state.cached(("example", parameter.kind), lambda: _example(state, parameter.kind)),
    }


def _example(state: State, kind: str) -> dict[str, str]:
    """Return a value that a parameter of a kind takes, from the data in service: the most tied thing, a concept."""
    if kind.startswith("voc/"):
        scheme = _scheme(kind)
        name = examples.concept(state, scheme)
        return {"id": name, "label": concept_label(scheme, name)}
    if kind in ("date", "text"):
        return {"date": {"id": "2018-06-30", "label": "2018-06-30"}, "text": {"id": "ecos", "label": "ecos"}}[kind]
    thing = examples.thing(state, "actor" if kind == "thing" else kind)
    return {"id": thing.id, "label": thing.label} if thing else {"id": "", "label": ""}


def _scheme(kind: str) -> SchemeName:
    """Return the vocabulary that a kind names."""
    return next(scheme for scheme in SCHEMES if scheme == kind.removeprefix("voc/"))


def find(name: str) -> Query:
    """Return the ready question of this name; raise UnknownThing with the nearest ones."""
    asked = set(fold(name.replace("-", " ")).split())

    def common(question: Query) -> int:
        return len(asked.intersection(fold(f"{question.title} {question.name.replace('-', ' ')}").split()))

    every = sorted(catalogue.public(), key=lambda q: (-common(q), q.name))
    found = next((q for q in every if q.name == name), None)
    if found is None:
        raise UnknownThing(name, [Candidate(q.name, "question", q.title) for q in every[:5] if common(q)])
    return found


# --- the form -----------------------------------------------------------------------------------------------------


def form(state: State, name: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return a question with its fields as they were filled, what they may take, and an example; raise UnknownThing."""
    question = find(name)
    fields = [
        {**_parameter(state, p), "value": _written(state, p, given.get(p.name, "")), "choices": _choices(p)}
        for p in question.parameters
    ]
    sample = urlencode({f["name"]: f["example"]["id"] for f in fields})
    return {
        **_described(state, question),
        "fields": fields,
        "ready": not missing(question, given),
        "example": {"url": f"/questions/{name}?{sample}", "label": ", ".join(f["example"]["label"] for f in fields)},
        "sparql": question.text,
    }


def _written(state: State, parameter: Parameter, text: str) -> str:
    if parameter.kind.startswith("voc/"):
        return choices.chosen(_scheme(parameter.kind), text)
    if parameter.kind in ("date", "text"):
        return text
    return choices.written(state, text, *_types(parameter))


def _choices(parameter: Parameter) -> list[dict[str, str]]:
    if not parameter.kind.startswith("voc/"):
        return []
    known = files.concepts(_scheme(parameter.kind)).values()
    ordered = known if any(c.notation for c in known) else sorted(known, key=lambda c: fold(c.label))
    return [{"id": c.id, "label": c.label} for c in ordered]


def missing(question: Query, given: Mapping[str, str]) -> list[Parameter]:
    """Return the parameters that a question needs and that were not given."""
    return [p for p in question.parameters if not p.optional and not given.get(p.name, "").strip()]


# --- the answer ---------------------------------------------------------------------------------------------------


def answer(state: State, name: str, given: Mapping[str, str], limit: int, cursor: str) -> dict[str, Any]:
    """Return a page of the answer to a ready question, its sources and its SPARQL text with the values in place.

    Rows that only differ in what they rest on are one row. Raises BadParameter for a value that is missing or
    impossible, UnknownThing or AmbiguousName for a name, UnknownThing for an unknown question.
    """
    question = find(name)
    if lacking := missing(question, given):
        told = " et ".join(f"« {p.name} » ({p.label})" for p in lacking)
        raise BadParameter(f"Il manque {told}.", f"/questions/{name} montre ce que la question demande")
    asked = {p.name: given[p.name].strip() for p in question.parameters if given.get(p.name, "").strip()}
    values = {p.name: _node(state, p, asked[p.name]) for p in question.parameters if p.name in asked}
    rows = state.cached(("question", name, *sorted(values.items())), lambda: _rows(state, question, values))
    text = bind(question.text, values)
    return {
        **paging.page(rows, limit, cursor, lambda row: row),
        **_described(state, question),
        "asked": {p.name: _said(state, values[p.name]) for p in question.parameters if p.name in values},
        "columns": _columns(question, rows, values),
        "documents": _documents(state, rows),
        "sparql": text,
        "sparql_url": f"/sparql?query={quote(text)}",
    }


def _node(state: State, parameter: Parameter, text: str) -> Node:
    """Return the term that a value means: a thing or a concept by id, code or name, a day, or the text itself."""
    if parameter.kind.startswith("voc/"):
        scheme = _scheme(parameter.kind)
        return concept_iri(scheme, resolve_concept(scheme, text))
    if parameter.kind == "date":
        return Literal(day(text).isoformat(), datatype=XSD.date)
    if parameter.kind == "text":
        return Literal(text)
    return URIRef(state.matcher.resolve(text, *_types(parameter)).iri)


def _types(parameter: Parameter) -> tuple[str, ...]:
    return TYPES.get(parameter.kind, (parameter.kind,))


def _said(state: State, value: Node) -> Any:
    return _cell(state, str(value)) if isinstance(value, URIRef) else {"id": str(value), "label": str(value)}


def _rows(state: State, question: Query, values: Mapping[str, Node]) -> list[dict[str, Any]]:
    """Return the answer's rows, those that differ in their evidence alone put together, in the order of the question.

    A question that says no order has its rows by what they show, from left to right.
    """
    merged: dict[tuple[tuple[str, str], ...], dict[str, list[str]]] = {}
    for solution in state.store.select(question, **values):
        shown = tuple((n, v) for n, v in solution.items() if n not in (*EVIDENCE, *values))
        proof = merged.setdefault(shown, {name: [] for name in EVIDENCE})
        for name in EVIDENCE:
            proof[name] += [iri for iri in solution.get(name, "").split() if iri not in proof[name]]
    rows = [_row(state, question, dict(shown), proof) for shown, proof in merged.items()]
    if "ORDER BY" not in question.text:
        names = _named(question, values)
        rows.sort(key=lambda row: [_key(row.get(name)) for name in names])
    return rows


def _row(state: State, question: Query, solution: Solution, proof: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    found = {name: _value(state, question, name, text) for name, text in solution.items() if text}
    said = state.record.several(filter(None, map(_fact, proof["enonce"])))
    passages = {e.locator: state.bodies.passage(e) for s in said for e in s.evidence}
    passages |= {p["locator"]: p for p in (_passage(state, iri) for iri in proof["passage"])}
    return {
        **found,
        "statements": [_statement(state, s) for s in said],
        "sources": [passages[locator] for locator in sorted(passages)],
    }


def _statement(state: State, statement: Statement) -> dict[str, Any]:
    body = state.bodies.statement(statement)
    return {"id": body["id"], "sentence": body["sentence"], "status": body["status"], "period": body["period"]}


def _value(state: State, question: Query, name: str, text: str) -> Any:
    match question.column(name).kind:
        case "number" | "euros":
            return int(float(text)) if float(text).is_integer() else float(text)
        case "list":
            return sorted((_cell(state, iri) for iri in text.split()), key=lambda cell: fold(cell["label"]))
    return _cell(state, text)


def _cell(state: State, text: str) -> Any:
    """Return a thing, concept or document by its label and page, another value as it is."""
    if not text.startswith(BASE):
        return text
    room, *rest = text.removeprefix(BASE).split("/")
    if room == "voc" and rest[0] in SCHEMES:
        return concept_body(rest[0], rest[-1])
    if room == "id" and rest[0] == "source":
        title = next((d["title"] for d in state.documents if d["id"] == rest[1]), rest[1])
        return {"id": rest[1], "label": f"{rest[1]} – {title}", "url": f"/sources/{rest[1]}"}
    if room == "id" and rest[0] in TYPE_OF_KIND:
        return state.bodies.thing(rest[1])
    if (fact := _fact(text)) and (said := state.record.get(fact)):
        return {"id": said.id, "label": state.bodies.statement(said)["sentence"]}
    return text


def _fact(iri: str) -> str:
    """Return the id of the statement with an IRI.

    >>> _fact("https://w3id.org/entrelacs/id/lien/ab12")
    'lien/ab12'
    """
    kind, _, id = iri.removeprefix(f"{BASE}id/").partition("/")
    return f"{kind}/{id}" if kind in KINDS else ""


def _passage(state: State, iri: str) -> PassageBody:
    return state.bodies.passage(Evidence(*place_of(iri)))


def _key(value: Any) -> tuple[bool, bool, Any]:
    """Return what a cell is sorted by: numbers by size, labels without accents, nothing last."""
    if isinstance(value, int | float):
        return False, False, value
    text = value.get("label", "") if isinstance(value, Mapping) else "" if isinstance(value, list) else value
    return not text, True, fold(text or "")


def _named(question: Query, values: Mapping[str, Node]) -> list[str]:
    """Return the columns that a question shows, in the order of its SELECT; what was asked is not repeated."""
    return [name for name in question.variables if name not in (*EVIDENCE, *values)]


def _columns(question: Query, rows: Sequence[dict[str, Any]], values: Mapping[str, Node]) -> list[dict[str, str]]:
    """Return the columns that hold something, with their headings.

    Those that only repeat what was asked, and an upper bound that never differs from the lower one, are left out.
    """
    asked = {str(value).rsplit("/", 1)[-1] for value in values.values() if isinstance(value, URIRef)}
    empty: set[str | None] = {None, "", *asked}
    kept = [name for name in _named(question, values) if any(_id(row.get(name)) not in empty for row in rows)]
    numbers = [name for name in kept if question.column(name).kind != "text"]
    same = {b for a, b in pairwise(numbers) if all(row.get(a) == row.get(b) for row in rows)}
    kept = [name for name in kept if name not in same]
    return [{"name": c.name, "kind": c.kind, "label": c.label} for c in map(question.column, kept)]


def _id(value: Any) -> Any:
    return value["id"] if isinstance(value, Mapping) else "several" if isinstance(value, list) else value


def _documents(state: State, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents that an answer rests on, with the number of rows that cite each."""
    cited = Counter(source for row in rows for source in {passage["source"] for passage in row["sources"]})
    return [
        {"id": d["id"], "title": d["title"], "url": f"/sources/{d['id']}", "rows": cited[d["id"]]}
        for d in state.documents
        if cited[d["id"]]
    ]
