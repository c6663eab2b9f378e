"""Documents: which were read, and what was read in each, line by line."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.bodies import ThingBody
from api.state import State
from graph import statements
from graph.catalogue import query
from graph.contradictions import Contradiction, Side
from graph.errors import BadParameter, UnknownThing, one_of
from graph.identifiers import fold
from graph.quads import THING_CLASSES
from graph.sentences import french_date
from graph.statements import LAST_LINE, Evidence, Statement
from graph.store import Solution
from graph.things import concept_label
from ontology.namespaces import ESS, local_name, thing_iri

KINDS = {
    "participation": ("participation", "participations"),
    "link": ("lien", "liens"),
    "mandate": ("fonction", "fonctions"),
    "amount": ("montant", "montants"),
    "figure": ("chiffre", "chiffres"),
    "name": ("nom", "noms"),
    "contradiction": ("désaccord", "désaccords"),
}
"""What is read in a document, in the order of pages, with its French name in the singular and the plural."""
_CLASSES = {
    str(ESS.Participation): "participation",
    str(ESS.Link): "link",
    str(ESS.Mandate): "mandate",
    str(ESS.Amount): "amount",
    str(ESS.Figure): "figure",
    str(ESS.Contradiction): "contradiction",
    **{str(iri): "name" for iri in THING_CLASSES.values()},
}
_TOLD = (
    "id",
    "subject",
    "role",
    "object",
    "project",
    "filiere",
    "low",
    "high",
    "unit",
    "value_label",
    "amount_kind",
    "instrument",
    "share",
    "function",
    "presence",
    "detail",
    "period",
    "year",
    "sectors",
    "territories",
)
WHOLE = "toutes"
"""What is asked for to read a whole document on one page."""
SHORT = 60
"""Up to so many lines, a page shows all that was read; past it, a hundred lines of the document at a time."""
STATED = ("participation", "link", "mandate", "amount", "figure")
_NUMBER = re.compile(r"\d{1,9}")
"""A number of line as an address writes it, none above LAST_LINE."""
_STATUS_MARK = re.compile(r" \[(?:prévu|passé|exclu)\](?=\.$)")


def sources(state: State) -> dict[str, Any]:
    """Return the documents with the number of statements of each kind that were read in each."""
    counted = state.cached("counts of sources", lambda: _counts(state))
    items = [_document(document, counted.get(document["id"], {})) for document in state.documents]
    return {"items": items, "total": len(items)}


def _counts(state: State) -> dict[str, Counter[str]]:
    """Return how many facts, named things and disagreements each document holds, by kind."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in state.store.select(query("counts-of-sources")):
        if kind := _CLASSES.get(row["class"]):
            found[local_name(row["source"])][kind] += int(row["count"])
    return found


def _document(document: Solution, counted: Mapping[str, int]) -> dict[str, Any]:
    kind = local_name(document["kind"])
    return {
        "id": document["id"],
        "title": document["title"],
        "publisher": document.get("publisher", ""),
        "issued": document.get("issued", ""),
        "issued_label": issued_label(document.get("issued", "")),
        "kind": kind,
        "kind_label": concept_label("type-source", kind),
        "sha256": document.get("sha256", ""),
        "licence": document.get("licence", ""),
        "url": f"/sources/{document['id']}",
        "data": f"/api/sources/{document['id']}",
        "counts": {name: counted.get(name, 0) for name in KINDS},
        "total": sum(counted.get(name, 0) for name in STATED),
    }


def issued_label(day: str) -> str:
    """Return a day of publication in French, never more precise than is sure: a first of January may mean the year.

    >>> issued_label("2019-07-01"), issued_label("2023-01-01"), issued_label("2020-05-14")
    ('juillet 2019', '2023', '14 mai 2020')
    """
    return french_date(day.removesuffix("-01").removesuffix("-01")) if day else "non daté"


# --- one document -------------------------------------------------------------------------------------------------


def source(state: State, id: str, kind: str = "") -> dict[str, Any]:
    """Return a document and what was read in it, in reading order, of one kind or of all.

    Raises UnknownThing for an unknown document, BadParameter for an unknown kind.
    """
    told = _presented(state, id, kind)
    rows = [row for row in _readings(state, id) if kind in ("", row["kind"])]
    return {**told, "items": rows, "total": len(rows)}


def _presented(state: State, id: str, kind: str) -> dict[str, Any]:
    """Return a document, the kind that is asked for and those that it holds; raise as `source` does."""
    document = next((item for item in sources(state)["items"] if item["id"] == id), None)
    if document is None:
        raise UnknownThing(id)
    if kind:
        one_of(kind, KINDS, "une nature d'énoncé")
    counts = document["counts"]
    facets = [{"id": k, "label": plural, "count": counts[k]} for k, (_, plural) in KINDS.items() if counts[k]]
    return {"source": document, "kind": kind, "facets": {"kind": facets}}


def _readings(state: State, id: str, first: int = 1, last: int = LAST_LINE) -> list[dict[str, Any]]:
    """Return what was read in the passages that begin between two lines of a document."""
    return state.cached(("read in", id, first, last), lambda: _read(state, id, first, last))


def _read(state: State, id: str, first: int, last: int) -> list[dict[str, Any]]:
    said, named = statements.read_in(state.store, id, first, last)
    rows = [_said(state, s, e) for s in said for e in s.evidence]
    rows += [_name_row(state, thing, e) for thing, places in named.items() if thing in state.directory for e in places]
    rows += [
        _row(e, "contradiction", side.text) | {"question": {"id": c.id, "label": c.question}}
        for c, side, e in _disputed(state, id)
        if first <= e.first <= last
    ]
    order = list(KINDS)
    return sorted(rows, key=lambda row: (row["first"], row["last"], order.index(row["kind"]), row["sentence"]))


def _disputed(state: State, id: str) -> Iterator[tuple[Contradiction, Side, Evidence]]:
    """Yield each passage of a document that is a side of a contradiction."""
    for contradiction in state.record.contradictions:
        for side in contradiction.sides:
            yield from ((contradiction, side, e) for e in side.evidence if e.source == id)


def _said(state: State, statement: Statement, evidence: Evidence) -> dict[str, Any]:
    """Return what one passage alone says of a fact, whatever other passages say of it and whatever its rank."""
    alone = replace(statement, evidence=(replace(evidence, rank="normal"),))
    body = state.bodies.statement(alone)
    told = {name: body[name] for name in _TOLD}  # type: ignore[literal-required]  # each is a key of StatementBody
    row = _row(evidence, statement.kind, body["sentence"], statement.status)
    return row | {"things": state.bodies.things(statement.things), "statement": told}


def _name_row(state: State, thing: str, evidence: Evidence) -> dict[str, Any]:
    label = state.directory[thing].label
    told = [f"débute {_when(evidence.starts)}"] if evidence.starts else []
    told += [f"s'achève {_when(evidence.ends)}"] if evidence.ends else []
    text = f"{label} {' et '.join(told)}." if told else ""
    return _row(evidence, "name", text) | {"things": [state.bodies.thing(thing)]}


def _when(date: str) -> str:
    return f"{'le' if date.count('-') == 2 else 'en'} {french_date(date)}"


def _row(evidence: Evidence, kind: str, text: str, status: str = "") -> dict[str, Any]:
    return {
        "first": evidence.first,
        "last": evidence.last,
        "locator": evidence.locator,
        "kind": kind,
        "kind_label": KINDS[kind][0],
        "sentence": text,
        "status": status,
        "rank": evidence.rank,
        "reason": evidence.reason,
        "words": evidence.verbatim,
        "note": evidence.note,
        "things": [],
    }


def by_line(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what was read in a document by the first line of each passage: statements, disagreements, other names."""
    lines: dict[int, dict[str, Any]] = {}
    for row in rows:
        line = lines.setdefault(row["first"], {"number": row["first"], "said": [], "named": {}, "disputed": []})
        if row["kind"] == "contradiction":
            line["disputed"].append(row)
        elif row["kind"] == "name" and not row["sentence"]:
            line["named"] |= {thing["id"]: thing for thing in row["things"]}
        else:
            text = _STATUS_MARK.sub("", row["sentence"])  # the page shows the status as a badge
            line["said"].append({**row, "parts": linked(text, row["things"])})
    for line in lines.values():
        linked_above = {part["url"] for row in line["said"] for part in row["parts"]}
        others = [thing for thing in line["named"].values() if thing["url"] not in linked_above]
        line["named"] = sorted(others, key=lambda thing: fold(thing["label"]))
    return [lines[number] for number in sorted(lines)]


def linked(text: str, things: Iterable[ThingBody]) -> list[dict[str, str]]:
    """Return a sentence cut where it names things, so that each name can be a link: parts with `text`, `url` or not.

    >>> [part["text"] for part in linked("A finance B.", [{"label": "A", "url": "/a"}, {"label": "B", "url": "/b"}])]
    ['A', ' finance ', 'B', '.']
    """
    parts = [{"text": text, "url": ""}]
    for thing in sorted(things, key=lambda thing: -len(thing["label"])):
        for place, part in enumerate(parts):
            if not part["url"] and thing["label"] in part["text"]:
                before, after = part["text"].split(thing["label"], 1)
                link = {"text": thing["label"], "url": thing["url"]}
                parts[place : place + 1] = [{"text": before, "url": ""}, link, {"text": after, "url": ""}]
                break
    return [part for part in parts if part["text"]]


def leaf(state: State, id: str, kind: str = "", asked: str = "") -> dict[str, Any]:
    """Return a document and the lines to show at once: the hundred that holds the line asked for, or all when few.

    `asked` is a number of line, « toutes » for the whole document, or nothing for its start; no more is read.
    Raises UnknownThing for an unknown document, BadParameter for an unknown kind or what is no line.
    """
    told = _presented(state, id, kind)
    if asked and asked != WHOLE and not _NUMBER.fullmatch(asked):
        raise BadParameter(f"« {asked} » n'est pas un numéro de ligne.", f"écrivez un nombre, ou {WHOLE}")
    lines = state.cached(("lines", id), lambda: _lines(state, id))
    numbers = sorted({number for number, said in lines if kind in ("", said)})
    parts = hundreds(numbers) if len(numbers) > SHORT else []
    at, bounds = None, (1, LAST_LINE)
    if asked != WHOLE and len(parts) > 1:
        at = max((place for place, part in enumerate(parts) if part["first"] <= int(asked or 1)), default=0)
        bounds = parts[at]["first"], parts[at]["last"]
    rows = [row for row in _readings(state, id, *bounds) if kind in ("", row["kind"])]
    shown = {"lines": by_line(rows), "read": len(numbers), "hundreds": parts, "at": at, "whole": asked == WHOLE}
    return {**told, **shown}


def _lines(state: State, id: str) -> set[tuple[int, str]]:
    """Return each line of a document where something begins to be read, with its kind."""
    rows = state.store.select(query("lines-of-source"), source=thing_iri("source", id))
    found = {(int(row["line"]), _CLASSES[row["class"]]) for row in rows if row["class"] in _CLASSES}
    return found | {(e.first, "contradiction") for _, _, e in _disputed(state, id)}


def hundreds(numbers: Iterable[int]) -> list[dict[str, int]]:
    """Return each hundred lines of a document in which something was read: its bounds and in how many of its lines.

    >>> hundreds([7, 98, 203])
    [{'first': 1, 'last': 100, 'count': 2}, {'first': 201, 'last': 300, 'count': 1}]
    """
    counted = Counter((number - 1) // 100 for number in numbers)
    return [{"first": turn * 100 + 1, "last": (turn + 1) * 100, "count": counted[turn]} for turn in sorted(counted)]
