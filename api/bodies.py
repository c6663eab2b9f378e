"""Response models: the shape of every JSON answer, and how each is made from what the graph room returns.

They are TypedDicts: mypy checks them, OpenAPI describes them, nothing validates them again at run time.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict

from api.addresses import data_of, identifier_of, page_of, passage_page
from graph.answers import Contribution, Total
from graph.contradictions import Contradiction, Side
from graph.perimeter import Perimeter, role_label
from graph.sentences import period_of, sentence, sum_in_words, value_of
from graph.statements import Evidence, Statement
from graph.things import Directory, Thing, concept_label


class ThingBody(TypedDict):
    """The least that is said of a thing inside any answer."""

    id: str
    type: str
    label: str
    kind: str
    kind_label: str
    url: str


class ConceptBody(TypedDict):
    """A concept of a vocabulary."""

    id: str
    label: str


class PassageBody(TypedDict, total=False):
    """A passage of a source, with the value that it gives, if any."""

    source: str
    title: str
    first: int
    last: int
    locator: str
    url: str
    rank: str
    reason: str
    value: float | None
    low: float | None
    high: float | None
    share: float | None
    starts: str
    ends: str
    precision: str
    verbatim: str
    note: str


class StatementBody(TypedDict):
    """A fact with everything said of it."""

    id: str
    kind: str
    status: str
    sentence: str
    subject: ThingBody | None
    role: ConceptBody
    object: ThingBody | None
    project: ThingBody | None
    filiere: ThingBody | None
    low: float | None
    high: float | None
    unit: str
    value_label: str
    amount_kind: str
    instrument: str
    share: float | None
    function: str
    mandate_kind: str
    presence: str
    contact: str
    detail: str
    period: str
    year: str
    sectors: list[ConceptBody]
    territories: list[ThingBody]
    conflict: bool
    sources: list[PassageBody]


class SideBody(TypedDict):
    """What some passages say, against others."""

    text: str
    note: str
    sources: list[PassageBody]


class ContradictionBody(TypedDict):
    """A question to which sources give different answers."""

    id: str
    question: str
    about: list[ThingBody]
    sides: list[SideBody]


class ListBody(TypedDict, total=False):
    """A page of a list."""

    items: list[Any]
    total: int
    next_cursor: str | None
    facets: dict[str, list[dict[str, Any]]]
    data_version: str


class Bodies:
    """Makes bodies for one edition of the graph."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def thing(self, id: str) -> ThingBody:
        """Return the least body of a thing; an id that the graph does not know stands for itself."""
        thing = self._directory.get(id)
        if thing is None:
            return {"id": id, "type": "", "label": id, "kind": "", "kind_label": "", "url": ""}
        return thing_body(thing)

    def optional(self, id: str) -> ThingBody | None:
        """Return the least body of a thing, or None for the empty id."""
        return self.thing(id) if id else None

    def things(self, ids: Iterable[str]) -> list[ThingBody]:
        """Return the least bodies of several things."""
        return [self.thing(id) for id in ids]

    def full(self, thing: Thing) -> dict[str, Any]:
        """Return all that the directory says of a thing."""
        return {
            **thing_body(thing),
            "iri": thing.iri,
            "identifier": identifier_of(thing),
            "data": data_of(thing),
            "siren": thing.siren,
            "code": thing.code,
            "legal_form": concept_label("forme-juridique", thing.legal_form) if thing.legal_form else "",
            "aliases": list(thing.alternatives),
            "variants": list(thing.variants),
            "note": thing.note,
            "status": thing.status,
            "starts": list(thing.starts),
            "ends": list(thing.ends),
            "deadlines": list(thing.deadlines),
            "territories": self.things(thing.territories),
            "sectors": [concept_body("secteur", s) for s in thing.sectors],
            "stages": [concept_body("etape", s) for s in thing.stages],
            "needs": list(thing.needs),
            "part_of": self.things(thing.part_of),
            "parts": self.things(self._directory.parts.get(thing.id, ())) if thing.type != "territory" else [],
            "probably_same": self.things(thing.probably_same),
        }

    def passage(self, evidence: Evidence) -> PassageBody:
        """Return a passage with the title of its document."""
        return {
            "source": evidence.source,
            "title": self._directory.documents.get(evidence.source, evidence.source),
            "first": evidence.first,
            "last": evidence.last,
            "locator": evidence.locator,
            "url": passage_page(evidence.source, evidence.first),
            "rank": evidence.rank,
            "reason": evidence.reason,
            "value": _float(evidence.value),
            "low": _float(evidence.low),
            "high": _float(evidence.high),
            "share": _float(evidence.share),
            "starts": evidence.starts,
            "ends": evidence.ends,
            "precision": evidence.precision,
            "verbatim": evidence.verbatim,
            "note": evidence.note,
        }

    def statement(self, statement: Statement) -> StatementBody:
        """Return a statement with labels, its sentence and its sources."""
        bounds = statement.bounds
        return {
            "id": statement.id,
            "kind": statement.kind,
            "status": statement.status,
            "sentence": sentence(statement, self._directory),
            "subject": self.optional(statement.subject),
            "role": role_body(statement),
            "object": self.optional(statement.object),
            "project": self.optional(statement.project),
            "filiere": self.optional(statement.filiere),
            "low": _float(bounds[0]) if bounds else None,
            "high": _float(bounds[1]) if bounds else None,
            "unit": statement.unit,
            "value_label": value_of(statement),
            "amount_kind": concept_label("nature-montant", statement.amount_kind) if statement.amount_kind else "",
            "instrument": concept_label("instrument", statement.instrument) if statement.instrument else "",
            "share": next((_float(e.share) for e in statement.retained if e.share is not None), None),
            "function": statement.function,
            "mandate_kind": concept_label("type-mandat", statement.mandate_kind) if statement.mandate_kind else "",
            "presence": statement.presence,
            "contact": statement.contact,
            "detail": statement.detail,
            "period": period_of(statement),
            "year": statement.year,
            "sectors": [concept_body("secteur", s) for s in statement.sectors],
            "territories": self.things(statement.territories),
            "conflict": statement.in_conflict,
            "sources": [self.passage(e) for e in statement.evidence],
        }

    def statements(self, statements: Iterable[Statement]) -> list[StatementBody]:
        """Return several statements."""
        return [self.statement(s) for s in statements]

    def contradiction(self, contradiction: Contradiction) -> ContradictionBody:
        """Return a contradiction with its sides."""
        return {
            "id": contradiction.id,
            "question": contradiction.question,
            "about": self.things(contradiction.about),
            "sides": [self._side(side) for side in contradiction.sides],
        }

    def _side(self, side: Side) -> SideBody:
        return {"text": side.text, "note": side.note, "sources": [self.passage(e) for e in side.evidence]}

    def contribution(self, contribution: Contribution) -> dict[str, Any]:
        """Return a partner of a scheme with its roles and what is said of each."""
        return {
            "actor": self.thing(contribution.actor),
            "object": self.thing(contribution.object),
            "roles": [{"id": role, "label": role_label(role)} for role in contribution.roles],
            "funds": contribution.funds,
            "statements": self.statements(contribution.statements),
        }

    def perimeter(self, perimeter: Perimeter) -> dict[str, Any]:
        """Return a perimeter in words and as parameters."""
        return {"label": perimeter.describe(self._directory), "parameters": perimeter.parameters()}


def thing_body(thing: Thing) -> ThingBody:
    """Return the least body of a thing."""
    return {
        "id": thing.id,
        "type": thing.type,
        "label": thing.label,
        "kind": thing.kind,
        "kind_label": thing.kind_label,
        "url": page_of(thing),
    }


def concept_body(scheme: Any, id: str) -> ConceptBody:
    """Return a concept of a vocabulary with its French label."""
    return {"id": id, "label": concept_label(scheme, id)}


def role_body(statement: Statement) -> ConceptBody:
    """Return the role of a statement, from the vocabulary that its kind takes it from."""
    scheme = {"mandate": "role-mandat", "amount": "nature-montant", "figure": "indicateur"}.get(statement.kind)
    if scheme:
        return concept_body(scheme, statement.role)
    return {"id": statement.role, "label": role_label(statement.role)}


def total_body(total: Total) -> dict[str, Any]:
    """Return a sum of contributions, low and high, in euros."""
    return {
        "kind": total.kind,
        "kind_label": concept_label("nature-montant", total.kind) if total.kind else "montant dit",
        "low": float(total.sum.low),
        "high": float(total.sum.high),
        "label": sum_in_words(total.sum),
        "funders": total.funders,
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
