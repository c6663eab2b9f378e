"""From rows to quads: things, facts with what each passage says of them, and decisions, each in its graph.

A row of facts becomes a fact node with its fixed properties, and one claim for each value and each passage that states
it; the retained values are the claims that win by Wikidata's best-rank rule. Every triple stands in exactly one graph,
so that the union of all graphs never counts it twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rdflib import Literal, Node, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, SKOS, XSD

from graph import rows
from graph.cells import Locator
from graph.facts import Claimed, fact_of
from graph.identifiers import digest
from graph.naming import Names, concepts, dated, french, located, type_of
from graph.tables import Dataset
from ontology.namespaces import BASE, CV, ESS, IGEO, OA, concept_iri, passage_iri, thing_iri


class Partition:
    """The graphs that the build writes; no meaning hangs on them, they are lots of one delivery."""

    ONTOLOGY: Final = URIRef(BASE + "graphe/ontologie")
    REFERENCE: Final = URIRef(BASE + "graphe/reference")
    THINGS: Final = URIRef(BASE + "graphe/choses")
    FACTS: Final = URIRef(BASE + "graphe/faits")
    CLAIMS: Final = URIRef(BASE + "graphe/affirmations")
    RETAINED: Final = URIRef(BASE + "graphe/valeurs-retenues")
    DECISIONS: Final = URIRef(BASE + "graphe/decisions")


class Quad(NamedTuple):
    """A statement and the lot it belongs to."""

    subject: URIRef
    predicate: URIRef
    object: Node
    graph: URIRef


class Claim(NamedTuple):
    """What one passage says of one property of one node."""

    subject: URIRef
    predicate: URIRef
    object: Node
    passage: Locator
    mention: str
    note: str
    precision: str
    about_value: str
    status: str


THING_CLASSES: Final[dict[str, URIRef]] = {
    "actor": ORG.Organization,
    "person": FOAF.Person,
    "scheme": ESS.Scheme,
    "edition": ESS.SchemeEdition,
    "place": ESS.Place,
    "project": FOAF.Project,
    "body": ESS.Body,
    "filiere": ESS.Filiere,
    "territory": ESS.Territory,
}
TERRITORY_CLASSES: Final = {
    "commune": IGEO.Commune,
    "epci": IGEO.Intercommunalite,
    "departement": IGEO.Departement,
    "region": IGEO.Region,
    "pays": IGEO.Pays,
}
PUBLIC_KINDS: Final = frozenset(
    [
        "commune",
        "epci",
        "metropole",
        "departement",
        "region",
        "etat",
        "operateur-etat",
        "europe",
        "etablissement-public",
    ]
)
DATES: Final = {"debut": ESS.startDate, "fin": ESS.endDate, "limite-candidature": ESS.applicationDeadline}


def quads(data: Dataset) -> Iterator[Quad]:
    """Yield every quad of a dataset, each triple once; the order is that of the tables."""
    seen: set[tuple[URIRef, URIRef, Node]] = set()
    for quad in _all(data):
        if quad[:3] not in seen:
            seen.add(quad[:3])
            yield quad


def _all(data: Dataset) -> Iterator[Quad]:
    names = Names(data)
    for source in data.sources:
        yield from _document(source)
    for territory in data.territories:
        yield from _territory(territory, names)
    claims: list[Claim] = []
    for thing in data.things():
        yield from _thing(thing, names)
        claims.extend(_claims(names(thing.id), thing, [(SKOS.prefLabel, french(thing.label), "")], ""))
    for date in data.dates:
        claims.extend(_claims(names(date.about), date, [dated(DATES[date.attribute], date.value)], ""))
    for row in data.facts():
        fact = fact_of(row, names)
        yield Quad(fact.iri, RDF.type, fact.type, Partition.FACTS)
        yield from (Quad(fact.iri, p, o, Partition.FACTS) for p, o in fact.fixed)
        claims.extend(_claims(fact.iri, row, fact.claimed, fact.value_precision))
    ranks = Ranks(data.arbitrations)
    for claim in claims:
        yield from _claim(claim, ranks(claim))
    cited = (*(claim.passage for claim in claims), *(p for side in data.contradictions for p in side.source))
    for passage in dict.fromkeys(cited):
        yield from _passage(passage)
    yield from _retained(claims, ranks)
    yield from _decisions(data, names)


# --- things -------------------------------------------------------------------------------------------------------


def _document(row: rows.Source) -> Iterator[Quad]:
    iri = thing_iri("source", row.id)
    facts: list[tuple[URIRef, Node]] = [
        (RDF.type, ESS.SourceDocument),
        (DCTERMS.identifier, Literal(row.id)),
        (DCTERMS.title, french(row.title)),
        (ESS.sourceKind, concept_iri("type-source", row.kind)),
    ]
    if row.publisher:
        facts.append((DCTERMS.publisher, french(row.publisher)))
    if row.issued:
        facts.append((DCTERMS.issued, Literal(row.issued.first_day)))
    else:
        facts.append((ESS.undated, Literal(True)))
    if row.sha256:
        facts.append((ESS.sha256, Literal(row.sha256)))
    if row.licence:
        facts.append((DCTERMS.license, french(row.licence)))
    yield from (Quad(iri, p, o, Partition.REFERENCE) for p, o in facts)


def _territory(row: rows.Territory, names: Names) -> Iterator[Quad]:
    iri = names(row.id)
    yield Quad(iri, RDF.type, ESS.Territory, Partition.REFERENCE)
    yield Quad(iri, RDF.type, TERRITORY_CLASSES[row.kind], Partition.REFERENCE)
    yield Quad(iri, IGEO.codeINSEE, Literal(row.code, datatype=XSD.token), Partition.REFERENCE)
    yield Quad(iri, SKOS.prefLabel, french(row.label), Partition.REFERENCE)
    yield Quad(iri, ESS.cogYear, Literal(int(row.cog_year)), Partition.REFERENCE)
    yield from (Quad(iri, DCTERMS.isPartOf, part, Partition.REFERENCE) for part in names.all(row.part_of))
    if row.siren:
        yield Quad(iri, ESS.siren, Literal(row.siren), Partition.REFERENCE)


def _thing(row: rows.Named, names: Names) -> Iterator[Quad]:
    facts: list[tuple[URIRef, Node]] = [
        (RDF.type, THING_CLASSES[type_of(row)]),
        (SKOS.prefLabel, french(row.label)),
        (ESS.status, concept_iri("statut", row.status)),
    ]
    former = getattr(row, "former", ())
    facts += [(SKOS.altLabel, french(name)) for name in (*row.aliases, *former)]
    facts += [(SKOS.hiddenLabel, french(name)) for name in row.variants]
    facts += [(PROV.wasDerivedFrom, passage_iri(p.source, p.first, p.last)) for p in row.source]
    facts += [(ESS.note, french(row.note))] if row.note else []
    match row:
        case rows.Actor():
            facts += _actor(row, names)
        case rows.Scheme():
            facts += [(ESS.schemeKind, concept_iri("type-dispositif", row.kind))]
            facts += [(DCTERMS.isPartOf, part) for part in names.all(row.part_of)]
            facts += concepts(ESS.stage, "etape", row.stages) + located(row.sectors, row.territory, names)
        case rows.Filiere():
            facts += located(row.sector, row.territory, names)
            facts += [(ESS.need, french(need)) for need in row.needs]
    iri = names(row.id)
    yield from (Quad(iri, p, o, Partition.THINGS) for p, o in facts)


def _actor(row: rows.Actor, names: Names) -> Iterator[tuple[URIRef, Node]]:
    if row.kind == "personne":
        yield from ((ORG.memberOf, part) for part in names.all(row.part_of))
        return
    if row.kind == "service":
        yield RDF.type, ORG.OrganizationalUnit
    if row.kind in PUBLIC_KINDS:
        yield RDF.type, CV.PublicOrganisation
    if row.legal_form:
        yield RDF.type, ORG.FormalOrganization
        yield ESS.legalForm, concept_iri("forme-juridique", row.legal_form)
    if row.siren:
        yield ESS.siren, Literal(row.siren)
    yield ORG.classification, concept_iri("type-acteur", row.kind)
    yield from ((ORG.subOrganizationOf, part) for part in names.all(row.part_of))
    yield from located(row.sectors, row.territory, names)


# --- claims -------------------------------------------------------------------------------------------------------


def _claims(subject: URIRef, row: rows.Sourced, claimed: Claimed, value_precision: str) -> Iterator[Claim]:
    mention = " | ".join(row.mention)
    for passage in row.source:
        for predicate, value, precision in claimed:
            yield Claim(subject, predicate, value, passage, mention, row.note, precision, value_precision, row.status)


RANKS: Final = ("prefere", "deprecie")
"""Decisions of an arbitration that set the rank of a claim."""


class Ranks:
    """The rank of each claim: normal unless an arbitration says otherwise of its subject and passage."""

    def __init__(self, arbitrations: Iterable[rows.Arbitration]) -> None:
        self._ranks = {(a.left, a.right): a for a in arbitrations if a.decision in RANKS}

    def __call__(self, claim: Claim) -> tuple[str, str]:
        """Return the concept of voc/rang and the reason (empty for the normal rank)."""
        found = self._ranks.get((claim.subject.rsplit("/", 1)[-1], str(claim.passage)))
        return (found.decision, found.reason) if found else ("normal", "")


def _claim(claim: Claim, rank: tuple[str, str]) -> Iterator[Quad]:
    passage = passage_iri(claim.passage.source, claim.passage.first, claim.passage.last)
    iri = thing_iri("affirmation", digest((*map(str, claim[:3]), str(passage))))
    facts: list[tuple[URIRef, Node]] = [
        (RDF.type, ESS.Claim),
        (RDF.subject, claim.subject),
        (RDF.predicate, claim.predicate),
        (RDF.object, claim.object),
        (ESS.rank, concept_iri("rang", rank[0])),
        (PROV.wasDerivedFrom, passage),
        (ESS.method, concept_iri("methode", "manuelle")),
    ]
    facts += [(ESS.rankReason, french(rank[1]))] if rank[1] else []
    facts += [(ESS.verbatim, french(claim.mention))] if claim.mention else []
    facts += [(ESS.note, french(claim.note))] if claim.note else []
    facts += concepts(ESS.precision, "precision", [claim.precision])
    facts += concepts(ESS.valuePrecision, "precision-valeur", [claim.about_value])
    facts += concepts(ESS.status, "statut", [claim.status])
    yield from (Quad(iri, p, o, Partition.CLAIMS) for p, o in facts)


def _passage(locator: Locator) -> Iterator[Quad]:
    iri = passage_iri(locator.source, locator.first, locator.last)
    yield Quad(iri, RDF.type, ESS.Passage, Partition.CLAIMS)
    yield Quad(iri, OA.hasSource, thing_iri("source", locator.source), Partition.CLAIMS)
    yield Quad(iri, ESS.lineStart, Literal(locator.first), Partition.CLAIMS)
    yield Quad(iri, ESS.lineEnd, Literal(locator.last), Partition.CLAIMS)


def _retained(claims: Iterable[Claim], ranks: Ranks) -> Iterator[Quad]:
    """Yield the claims that win: the preferred ones of each property of a node, or else the normal ones."""
    said: defaultdict[tuple[URIRef, URIRef], dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        said[claim.subject, claim.predicate][ranks(claim)[0]].append(claim.object)
    for (subject, predicate), by_rank in said.items():
        winners = by_rank.get("prefere") or by_rank.get("normal", [])
        yield from (Quad(subject, predicate, value, Partition.RETAINED) for value in winners)


# --- decisions ----------------------------------------------------------------------------------------------------


def _decisions(data: Dataset, names: Names) -> Iterator[Quad]:
    for row in data.contradictions:
        iri = thing_iri("contradiction", row.id)
        side = thing_iri("position", digest((row.id, row.side)))
        facts: list[tuple[URIRef, URIRef, Node]] = [
            (iri, RDF.type, ESS.Contradiction),
            (iri, ESS.question, french(row.question)),
            (iri, ESS.hasSide, side),
            (side, RDF.type, ESS.Side),
            (side, ESS.text, french(row.side)),
        ]
        facts += [(iri, ESS.about, thing) for thing in names.all(row.about)]
        facts += [(side, ESS.note, french(row.note))] if row.note else []
        for locator in row.source:
            facts.append((side, PROV.wasDerivedFrom, passage_iri(locator.source, locator.first, locator.last)))
        yield from (Quad(s, p, o, Partition.DECISIONS) for s, p, o in facts)
    for decision in data.arbitrations:
        yield from _arbitration(decision, names)
    for gone in data.removed:
        yield from _removed(gone, names)


def _arbitration(row: rows.Arbitration, names: Names) -> Iterator[Quad]:
    iri = thing_iri("arbitrage", digest((row.decision, row.left, row.right)))
    facts: list[tuple[URIRef, URIRef, Node]] = [
        (iri, RDF.type, ESS.Arbitration),
        (iri, ESS.decision, concept_iri("decision", row.decision)),
        (iri, ESS.left, Literal(row.left)),
        (iri, ESS.right, Literal(row.right)),
        (iri, ESS.reason, french(row.reason)),
        (iri, ESS.confidence, concept_iri("confiance", row.confidence)),
        (iri, PROV.wasAttributedTo, Literal(row.author)),
        (iri, DCTERMS.date, Literal(row.date.first_day)),
    ]
    if row.decision == "probable":
        facts.append((names(row.left), ESS.probablySame, names(row.right)))
    yield from (Quad(s, p, o, Partition.DECISIONS) for s, p, o in facts)


def _removed(row: rows.Removed, names: Names) -> Iterator[Quad]:
    """Yield what is left of a removed thing: that it is, since when, why, and what replaces it; no class, no name."""
    facts: list[tuple[URIRef, Node]] = [
        (OWL.deprecated, Literal(True)),
        (DCTERMS.date, Literal(row.date.first_day)),
        (ESS.reason, french(row.reason)),
    ]
    facts += [(DCTERMS.isReplacedBy, names(row.replaced_by))] if row.replaced_by else []
    iri = thing_iri(row.kind, row.id)
    yield from (Quad(iri, p, o, Partition.DECISIONS) for p, o in facts)
