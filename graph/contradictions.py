"""Where sources disagree: the declared contradictions with their sides, and the check that none goes undeclared."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from graph import statements
from graph.catalogue import query
from graph.errors import Finding, Severity
from graph.statements import Evidence, Statement, place_of
from graph.store import Solution, Store
from ontology.namespaces import local_name


@dataclass(frozen=True, slots=True)
class Side:
    """What some passages say, against others."""

    text: str
    note: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A question to which sources give different answers, side by side; never settled here."""

    id: str
    question: str
    about: tuple[str, ...]
    sides: tuple[Side, ...]


def every(store: Store) -> list[Contradiction]:
    """Return all the contradictions, by question."""
    return _assemble(store.select(query("contradictions")))


def about(store: Store, iri: str) -> list[Contradiction]:
    """Return the contradictions about the thing with this IRI."""
    return _assemble(store.select(query("contradictions-about"), thing=URIRef(iri)))


def undeclared(statements: Iterable[Statement], declared: Iterable[Contradiction]) -> list[Statement]:
    """Return the statements whose retained values differ and that no declared contradiction cites."""
    cited = {(thing, e.source) for c in declared for thing in c.about for side in c.sides for e in side.evidence}
    return [s for s in statements if s.in_conflict and not any((t, e) in cited for t in s.things for e in s.sources)]


def check(store: Store) -> list[Finding]:
    """Return an error for each disagreement on a value that contradictions.csv does not declare."""
    hint = "déclarez-le dans contradictions.csv, un côté par ligne, avec les passages"
    return [
        Finding("graphe", 0, Severity.ERROR, f"{s.id} ({s.subject}) : les sources donnent plusieurs valeurs", hint)
        for s in undeclared(statements.every(store), every(store))
    ]


def _assemble(rows: Iterable[Solution]) -> list[Contradiction]:
    questions: dict[str, str] = {}
    about: defaultdict[str, set[str]] = defaultdict(set)
    sides: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    passages: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        id = local_name(row["contradiction"])
        questions[id] = row["question"]
        about[id].add(local_name(row["about"]))
        sides[id][row["side"]] = (row["text"], row.get("note", ""))
        passages[row["side"]].add(row["passage"])
    made = [
        Contradiction(id, questions[id], tuple(sorted(about[id])), _sides(found, passages))
        for id, found in sides.items()
    ]
    return sorted(made, key=lambda c: c.question)


def _sides(found: dict[str, tuple[str, str]], passages: dict[str, set[str]]) -> tuple[Side, ...]:
    made = (
        Side(text, note, tuple(sorted((Evidence(*place_of(p)) for p in passages[side]), key=lambda e: e.locator)))
        for side, (text, note) in found.items()
    )
    return tuple(sorted(made, key=lambda side: side.evidence[0].locator))
