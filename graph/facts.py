"""From a row of facts to its node: what its key fixes, and what its passages state."""

from dataclasses import dataclass, field

from rdflib import Literal, Node, URIRef
from rdflib.namespace import ORG

from graph import rows
from graph.identifiers import digest
from graph.naming import Names, concepts, dated, decimal, french, located
from ontology.namespaces import CV, ESS, ThingKind, concept_iri, thing_iri

Claimed = list[tuple[URIRef, Node, str]]
"""A property, its value, and the precision of a date."""


@dataclass
class Fact:
    """A fact node: what it is by its key, and the values that passages state of it."""

    iri: URIRef
    type: URIRef
    fixed: list[tuple[URIRef, Node]]
    claimed: Claimed = field(default_factory=list)
    value_precision: str = ""


def fact_of(row: rows.FactRow, names: Names) -> Fact:
    """Return the fact that a row states; rows with the same key give the same node, whatever their values."""
    fact = _fact_of(row, names)
    fact.fixed += concepts(ESS.status, "statut", [row.status])
    fact.fixed += [(ESS.year, Literal(row.year.first_day.year))] if row.year else []
    fact.claimed += [dated(p, d) for p, d in ((ESS.startDate, row.starts), (ESS.endDate, row.ends)) if d]
    return fact


def _fact_of(row: rows.FactRow, names: Names) -> Fact:
    match row:
        case rows.Participation():
            return _participation(row, names)
        case rows.Link():
            return _link(row, names)
        case rows.Mandate():
            return _mandate(row, names)
        case rows.Amount():
            return _amount(row, names)
    return _figure(row, names)


def _node(kind: ThingKind, row: rows.Dated, *key: object) -> URIRef:
    return thing_iri(kind, digest(str(part or "") for part in (*key, row.year, row.status)))


def _participation(row: rows.Participation, names: Names) -> Fact:
    actor = names(row.actor)
    key = (row.actor, row.object, row.role, row.project, row.amount_kind, row.instrument)
    fixed = [(ESS.participationIn, names(row.object)), *concepts(CV.role, "role", [row.role]), *_money_kind(row)]
    fixed += [(ESS.project, names(row.project))] if row.project else []
    claimed = [(CV.hasParticipant, actor, ""), *_money(row)]
    return Fact(_node("participation", row, *key), ESS.Participation, fixed, claimed, row.precision)


def _link(row: rows.Link, names: Names) -> Fact:
    key = (row.subject, row.role, row.object, row.amount_kind, row.instrument, *row.sector, *row.territory)
    fixed = [(ESS.linkSubject, names(row.subject)), *concepts(ESS.linkType, "lien", [row.role]), *_money_kind(row)]
    fixed += located(row.sector, row.territory, names)
    claimed = [(ESS.linkObject, names(row.object), ""), *_money(row)]
    return Fact(_node("lien", row, *key), ESS.Link, fixed, claimed, row.precision)


def _mandate(row: rows.Mandate, names: Names) -> Fact:
    key = (
        row.holder,
        row.role,
        row.kind,
        row.function,
        row.organisation,
        *row.sector,
        row.filiere,
        *row.territory,
        row.presence,
    )
    fixed = concepts(ORG.role, "role-mandat", [row.role]) + concepts(ESS.presence, "presence", [row.presence])
    fixed += located(row.sector, row.territory, names)
    fixed += [(ORG.postIn, names(row.organisation))] if row.organisation else []
    fixed += [(ORG.heldBy, names(row.holder))] if row.holder else []
    fixed += [(ESS.inFiliere, names(row.filiere))] if row.filiere else []
    fixed += [(ESS.functionTitle, french(row.function))] if row.function else []
    fixed += [(ESS.contact, french(row.contact))] if row.contact else []
    fact = Fact(_node("mandat", row, *key), ESS.Mandate, fixed)
    fact.claimed = [(ESS.mandateKind, concept_iri("type-mandat", row.kind), "")]
    return fact


def _amount(row: rows.Amount, names: Names) -> Fact:
    key = (row.about, row.kind, row.instrument, row.detail, row.starts, row.ends)
    fixed: list[tuple[URIRef, Node]] = [(ESS.about, names(row.about))]
    fixed += concepts(ESS.amountKind, "nature-montant", [row.kind])
    fixed += concepts(ESS.instrument, "instrument", [row.instrument])
    fixed += [(ESS.unit, concept_iri("unite", "euros"))] + ([(ESS.detail, french(row.detail))] if row.detail else [])
    return Fact(_node("montant", row, *key), ESS.Amount, fixed, _values(row), row.precision)


def _figure(row: rows.Figure, names: Names) -> Fact:
    key = (row.about, row.indicator, row.unit, row.detail, row.starts, row.ends, *row.sector, *row.territory)
    fixed: list[tuple[URIRef, Node]] = [(ESS.about, names(row.about))]
    fixed += concepts(ESS.indicator, "indicateur", [row.indicator]) + concepts(ESS.unit, "unite", [row.unit])
    fixed += located(row.sector, row.territory, names) + ([(ESS.detail, french(row.detail))] if row.detail else [])
    return Fact(_node("chiffre", row, *key), ESS.Figure, fixed, _values(row), row.precision)


def _values(row: rows.Amount | rows.Figure) -> Claimed:
    pairs = ((ESS.value, row.value), (ESS.valueMin, row.min), (ESS.valueMax, row.max))
    return [(p, decimal(v), "") for p, v in pairs if v is not None]


def _money(row: rows.Paid) -> Claimed:
    pairs = ((ESS.amount, row.amount), (ESS.amountMin, row.amount_min), (ESS.amountMax, row.amount_max))
    return [(p, decimal(v), "") for p, v in (*pairs, (ESS.share, row.share)) if v is not None]


def _money_kind(row: rows.Paid) -> list[tuple[URIRef, Node]]:
    kinds = concepts(ESS.amountKind, "nature-montant", [row.amount_kind])
    return kinds + concepts(ESS.instrument, "instrument", [row.instrument])
