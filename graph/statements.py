"""What is said: each fact with its values, and beside every value the passages that state it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, RDF

from graph.bulk import uncollected
from graph.catalogue import query
from graph.identifiers import is_slug
from graph.store import Solution, Store
from graph.things import shortened
from ontology.namespaces import BASE, CV, ESS, local_name, thing_iri

KINDS = {
    "participation": "participation",
    "lien": "link",
    "mandat": "mandate",
    "montant": "amount",
    "chiffre": "figure",
}
STATUSES = ("actual", "planned", "past", "excluded")
LAST_LINE = 999_999_999
"""Past the end of any document."""

_NAMES = {
    "status": (str(ESS.status),),
    "subject": tuple(map(str, (CV.hasParticipant, ESS.linkSubject, ORG.heldBy, ESS.about))),
    "role": tuple(map(str, (CV.role, ESS.linkType, ORG.role, ESS.indicator))),
    "object": tuple(map(str, (ESS.participationIn, ESS.linkObject, ORG.postIn))),
    "project": (str(ESS.project),),
    "filiere": (str(ESS.inFiliere),),
    "unit": (str(ESS.unit),),
    "amount_kind": (str(ESS.amountKind),),
    "instrument": (str(ESS.instrument),),
    "mandate_kind": (str(ESS.mandateKind),),
    "presence": (str(ESS.presence),),
}
"""Fields of a statement that name a thing or a term, and the properties that tell it, the first one first."""
_TEXTS = {
    "function": str(ESS.functionTitle),
    "contact": str(ESS.contact),
    "detail": str(ESS.detail),
    "year": str(ESS.year),
}
_LISTS = {"sectors": str(ESS.sector), "territories": str(DCTERMS.spatial)}
# looking a term up in a namespace costs as much as the rest of reading a passage: once is enough
_PREDICATE, _OBJECT, _SUBJECT, _PASSAGE = map(str, (RDF.predicate, RDF.object, RDF.subject, PROV.wasDerivedFrom))
_VALUES = (str(ESS.amount), str(ESS.value))
_LOWS = (str(ESS.amountMin), str(ESS.valueMin))
_HIGHS = (str(ESS.amountMax), str(ESS.valueMax))
_SHARE, _STARTS, _ENDS, _DATE_PRECISION = map(str, (ESS.share, ESS.startDate, ESS.endDate, ESS.precision))
_RANK, _REASON, _PRECISION = map(str, (ESS.rank, ESS.rankReason, ESS.valuePrecision))
_VERBATIM, _NOTE = map(str, (ESS.verbatim, ESS.note))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one passage says of a fact: lines of a source, the value it gives (if any), its rank."""

    source: str
    first: int
    last: int
    rank: str = "normal"
    reason: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    share: Decimal | None = None
    starts: str = ""
    ends: str = ""
    precision: str = ""
    verbatim: str = ""
    note: str = ""

    @property
    def locator(self) -> str:
        """Return `source:first-last`, as the tables write it."""
        return f"{self.source}:{self.first}" + (f"-{self.last}" if self.last != self.first else "")

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """Return the lowest and highest value that the passage allows, or None when it gives no value."""
        known = [v for v in (self.value, self.low, self.high) if v is not None]
        return (min(known), max(known)) if known else None


@dataclass(frozen=True, slots=True)
class Sum:
    """What the values of some statements add up to: low and high where sources give ranges or disagree.

    `precision`: a concept of `precision-valeur`, « environ » where several of them meet; empty where all are exact.
    """

    low: Decimal
    high: Decimal
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact: who or what, in which role, about what, with its evidence. Ids only; the directory has the labels."""

    id: str
    kind: str
    status: str
    subject: str = ""
    role: str = ""
    object: str = ""
    project: str = ""
    filiere: str = ""
    unit: str = ""
    amount_kind: str = ""
    instrument: str = ""
    function: str = ""
    mandate_kind: str = ""
    presence: str = ""
    contact: str = ""
    detail: str = ""
    year: str = ""
    sectors: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    retained: tuple[Evidence, ...] = field(init=False, compare=False, repr=False)
    """The evidence that wins by the best-rank rule: preferred, or else normal."""
    bounds: tuple[Decimal, Decimal] | None = field(init=False, compare=False, repr=False)
    """The lowest and highest retained value, or None when no passage gives one."""

    def __post_init__(self) -> None:
        """Settle once what many answers ask of each statement."""
        preferred = tuple(e for e in self.evidence if e.rank == "prefere")
        retained = preferred or tuple(e for e in self.evidence if e.rank == "normal")
        known = [b for e in retained if (b := e.bounds)]
        object.__setattr__(self, "retained", retained)
        object.__setattr__(self, "bounds", (min(b[0] for b in known), max(b[1] for b in known)) if known else None)

    @property
    def in_conflict(self) -> bool:
        """Tell whether retained passages give different values, shares or dates."""
        said = (
            {e.bounds for e in self.retained if e.bounds},
            {e.share for e in self.retained if e.share is not None},
            {e.starts for e in self.retained if e.starts},
            {e.ends for e in self.retained if e.ends},
        )
        return any(len(values) > 1 for values in said)

    @property
    def has_holder(self) -> bool:
        """Tell whether a source says of a mandate that someone holds it, named or not."""
        return self.presence in ("named", "unnamed")

    @property
    def things(self) -> tuple[str, ...]:
        """Return the ids of all the things that the fact is about."""
        return tuple(t for t in (self.subject, self.object, self.project, self.filiere) if t)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of the documents that state the fact, once each."""
        return tuple(sorted({e.source for e in self.evidence}))


def about(store: Store, iri: str) -> list[Statement]:
    """Return every statement about the thing with this IRI."""
    thing = URIRef(iri)
    facts = store.select(query("facts-about"), thing=thing)
    return _assemble(facts, store.select(query("claims-about"), thing=thing))


@uncollected()
def placed(store: Store, territory: URIRef) -> list[Statement]:
    """Return the mandates and figures that hold in a territory, whatever they are about."""
    facts = store.select(query("facts-placed"), thing=territory)
    return _assemble(facts, store.select(query("claims-placed"), thing=territory))


def every(store: Store) -> list[Statement]:
    """Return every statement of the graph."""
    return _assemble(store.select(query("facts")), store.select(query("claims")))


def mandates(store: Store) -> list[Statement]:
    """Return every mandate of the graph."""
    return _assemble(store.select(query("mandates")), store.select(query("claims-of-mandates")))


def read_in(
    store: Store, source: str, first: int = 1, last: int = LAST_LINE
) -> tuple[list[Statement], dict[str, list[Evidence]]]:
    """Return what was read in a document, or in the passages that begin between two of its lines, both included.

    That is its statements, with the evidence of these passages alone, and the things that it names, with the passages.
    """
    within = {"source": thing_iri("source", source), "from": Literal(first), "to": Literal(last)}
    facts, claims, names = (store.select(query(f"{kind}-of-source"), **within) for kind in ("facts", "claims", "names"))
    named: defaultdict[str, list[Bag]] = defaultdict(list)
    for claim in _bags(names, "claim").values():
        named[local_name(claim[_SUBJECT][0])].append(claim)
    return _assemble(facts, claims), {id: list(_evidence(bags)) for id, bags in named.items()}


def by_id(store: Store, id: str) -> Statement | None:
    """Return the statement with this id (`participation/ab12…`), or None."""
    segment, _, name = id.partition("/")
    if segment not in KINDS or not is_slug(name):
        return None
    fact = URIRef(f"{BASE}id/{id}")
    triples = [{"fact": str(fact)} | row for row in store.select(query("triples-of"), thing=fact)]
    return next(iter(_assemble(triples, store.select(query("claims-on"), thing=fact))), None) if triples else None


def naming(store: Store, iri: str) -> list[Evidence]:
    """Return the passages that name a thing or give one of its dates, in reading order."""
    claims = _bags(store.select(query("claims-on"), thing=URIRef(iri)), "claim")
    return list(_evidence(claims.values()))


Bag = dict[str, list[str]]


def _bags(rows: Iterable[Solution], key: str) -> dict[str, Bag]:
    """Return the values of each property (by IRI) of each node."""
    bags: defaultdict[str, Bag] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        bags[row[key]][row["p"]].append(row["o"])
    return bags


def _assemble(facts: Iterable[Solution], claims: Iterable[Solution]) -> list[Statement]:
    said: defaultdict[str, list[Bag]] = defaultdict(list)
    for claim in _bags(claims, "claim").values():
        said[claim[_SUBJECT][0]].append(claim)
    bags = _bags(facts, "fact")
    made = (_statement(iri, bag, tuple(_evidence(said[iri]))) for iri, bag in bags.items())
    return sorted(made, key=lambda s: (s.kind, s.subject, s.role, s.object, s.id))


def _statement(iri: str, bag: Bag, evidence: tuple[Evidence, ...]) -> Statement:
    segment, id = iri.rsplit("/", 2)[-2:]
    kind = KINDS[segment]
    told = {field: local_name(_first([bag], *predicates)) for field, predicates in _NAMES.items()}
    told |= {field: _first([bag], predicate) for field, predicate in _TEXTS.items()}
    if kind == "amount":
        told["role"] = told["amount_kind"]
    if not told["unit"] and any(e.bounds for e in evidence):
        told["unit"] = "euros"
    lists = {field: tuple(sorted({*map(local_name, bag.get(predicate, ()))})) for field, predicate in _LISTS.items()}
    return Statement(id=f"{segment}/{id}", kind=kind, evidence=evidence, **told, **lists)  # type: ignore[arg-type]  # fields by name


def _evidence(claims: Iterable[Bag]) -> Iterator[Evidence]:
    """Yield one evidence for each passage, or several where a passage gives several values of one property."""
    passages: defaultdict[tuple[str, int, int], defaultdict[str, list[Bag]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        passages[place_of(claim[_PASSAGE][0])][claim[_PREDICATE][0]].append(claim)
    for place, said in sorted(passages.items()):
        for turn in range(max(map(len, said.values()))):
            yield _one(place, {p: bags[min(turn, len(bags) - 1)] for p, bags in said.items()})


def place_of(passage: str) -> tuple[str, int, int]:
    """Return source, first and last line of a passage, which its IRI says (`…/source/004/L107-L110`)."""
    source, lines = passage.rsplit("/", 2)[-2:]
    first, last = lines.split("-")
    return source, int(first[1:]), int(last[1:])


def _one(place: tuple[str, int, int], said: dict[str, Bag]) -> Evidence:
    bags = list(said.values())

    def number(predicates: Iterable[str]) -> Decimal | None:
        return next((Decimal(said[p][_OBJECT][0]) for p in predicates if p in said), None)

    def date(predicate: str) -> str:
        bag = said.get(predicate, {})
        return shortened(bag[_OBJECT][0], local_name(_first([bag], _DATE_PRECISION))) if bag else ""

    ranks = {local_name(_first([bag], _RANK)) for bag in bags}
    return Evidence(
        *place,
        rank=next((rank for rank in ("deprecie", "prefere") if rank in ranks), "normal"),
        reason=_first(bags, _REASON),
        value=number(_VALUES),
        low=number(_LOWS),
        high=number(_HIGHS),
        share=number([_SHARE]),
        starts=date(_STARTS),
        ends=date(_ENDS),
        precision=local_name(_first(bags, _PRECISION)),
        verbatim=_first(bags, _VERBATIM),
        note=_first(bags, _NOTE),
    )


def _first(bags: Iterable[Bag], *predicates: str) -> str:
    return next((value for predicate in predicates for bag in bags for value in bag.get(predicate, ())), "")


def added(statements: Iterable[Statement]) -> Sum | None:
    """Return the sum of the values that sources give, or None when they give none."""
    valued = [(s, s.bounds) for s in statements if s.bounds]
    if not valued:
        return None
    low, high = (sum((bounds[end] for _, bounds in valued), Decimal(0)) for end in (0, 1))
    return Sum(low, high, _common({precision for s, _ in valued if (precision := _precision(s))}))


def _precision(statement: Statement) -> str:
    """Return how exactly sources give a value: empty as soon as one of them gives it without reserve."""
    told = {e.precision for e in statement.retained if e.bounds}
    return "" if told & {"", "exact"} else _common(told)


def _common(precisions: Collection[str]) -> str:
    return next(iter(precisions), "") if len(precisions) < 2 else "environ"
