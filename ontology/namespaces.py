"""Every namespace that code may use: ours and the borrowed ones, closed, so that a misspelt term fails at once."""

# ruff: noqa: N815 (terms keep the spelling of their vocabulary)

import re
from typing import Final, Literal, get_args

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, VANN, XSD, DefinedNamespace

__all__ = [
    "BASE", "CV", "DCTERMS", "ELI", "ESS", "FOAF", "IGEO", "OA", "ORG", "OWL", "PREFIXES", "PROV", "RDF", "RDFS",
    "SCHEMES", "SKOS", "THINGS", "VANN", "XSD", "SchemeName", "ThingKind",
    "concept_iri", "local_name", "passage_iri", "scheme_iri", "thing_iri",
]  # fmt: skip

BASE: Final = "https://w3id.org/entrelacs/"

SchemeName = Literal[
    "confiance", "decision", "etape", "forme-juridique", "indicateur", "instrument", "lien", "methode",
    "nature-montant", "precision", "precision-valeur", "presence", "rang", "role", "role-mandat", "secteur", "statut",
    "type-acteur", "type-dispositif", "type-mandat", "type-source", "unite",
]  # fmt: skip
SCHEMES: Final[tuple[SchemeName, ...]] = get_args(SchemeName)

ThingKind = Literal[
    "organisation", "personne", "dispositif", "edition", "lieu", "projet", "instance", "filiere", "territoire",
    "participation", "lien", "mandat", "montant", "chiffre",
    "affirmation", "source", "contradiction", "position", "arbitrage",
]  # fmt: skip
THINGS: Final[tuple[ThingKind, ...]] = get_args(ThingKind)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ESS(DefinedNamespace):
    """Our own terms, defined in terms.ttl."""

    _fail = True
    _NS = Namespace(BASE + "def#")

    # things
    Scheme: URIRef
    SchemeEdition: URIRef
    Place: URIRef
    Body: URIRef
    Filiere: URIRef
    Territory: URIRef

    # facts
    Fact: URIRef
    Participation: URIRef
    Link: URIRef
    Mandate: URIRef
    Amount: URIRef
    Figure: URIRef

    # sources and judgements
    Claim: URIRef
    Passage: URIRef
    SourceDocument: URIRef
    Contradiction: URIRef
    Side: URIRef
    Arbitration: URIRef

    # describing things
    applicationDeadline: URIRef
    cogYear: URIRef
    legalForm: URIRef
    need: URIRef
    probablySame: URIRef
    rna: URIRef
    schemeKind: URIRef
    sector: URIRef
    siren: URIRef
    siret: URIRef
    stage: URIRef

    # common to all facts
    endDate: URIRef
    note: URIRef
    startDate: URIRef
    status: URIRef
    year: URIRef

    # participations and links
    amount: URIRef
    amountKind: URIRef
    amountMax: URIRef
    amountMin: URIRef
    instrument: URIRef
    linkObject: URIRef
    linkSubject: URIRef
    linkType: URIRef
    participationIn: URIRef
    project: URIRef
    share: URIRef

    # mandates
    contact: URIRef
    functionTitle: URIRef
    inFiliere: URIRef
    mandateKind: URIRef
    presence: URIRef

    # amounts and figures
    about: URIRef
    detail: URIRef
    indicator: URIRef
    unit: URIRef
    value: URIRef
    valueMax: URIRef
    valueMin: URIRef
    valuePrecision: URIRef

    # claims, passages and documents
    confidence: URIRef
    lineEnd: URIRef
    lineStart: URIRef
    method: URIRef
    page: URIRef
    precision: URIRef
    rank: URIRef
    rankReason: URIRef
    section: URIRef
    sha256: URIRef
    sourceKind: URIRef
    undated: URIRef
    verbatim: URIRef

    # contradictions and arbitrations
    decision: URIRef
    hasSide: URIRef
    left: URIRef
    question: URIRef
    reason: URIRef
    right: URIRef
    text: URIRef

    # describing concepts
    activePhrase: URIRef
    directProperty: URIRef
    passivePhrase: URIRef
    shortLabel: URIRef

    # derived edges, one for each role or kind of link
    advises: URIRef
    appliesTo: URIRef
    awardsLabel: URIRef
    backs: URIRef
    belongsTo: URIRef
    benefitsFrom: URIRef
    builds: URIRef
    buysFrom: URIRef
    carries: URIRef
    chairs: URIRef
    commissions: URIRef
    contractsWith: URIRef
    contributesTo: URIRef
    coordinates: URIRef
    delegatesTo: URIRef
    delivers: URIRef
    evaluates: URIRef
    extends: URIRef
    facilitates: URIRef
    fitsInto: URIRef
    founds: URIRef
    funds: URIRef
    guarantees: URIRef
    holdsLabel: URIRef
    holdsShares: URIRef
    hosts: URIRef
    initiates: URIRef
    issuesFrom: URIRef
    judges: URIRef
    leadsTo: URIRef
    locatedIn: URIRef
    manages: URIRef
    observes: URIRef
    occupies: URIRef
    operates: URIRef
    organises: URIRef
    owns: URIRef
    partnersIn: URIRef
    partOf: URIRef
    refers: URIRef
    replaces: URIRef
    represents: URIRef
    shelters: URIRef
    signs: URIRef
    speaksAt: URIRef
    steers: URIRef
    structures: URIRef
    studiedIn: URIRef
    succeeds: URIRef
    takesPartIn: URIRef
    uses: URIRef
    wins: URIRef
    worksOn: URIRef
    worksWith: URIRef


class CV(DefinedNamespace):
    """The part of SEMIC's CPSV-AP 3.2.0 and CPOV 2.1.2 that we use."""

    _fail = True
    _NS = Namespace("http://data.europa.eu/m8g/")

    Participation: URIRef
    PublicOrganisation: URIRef
    hasLegalResource: URIRef
    hasParticipant: URIRef
    hasParticipation: URIRef
    role: URIRef


class ELI(DefinedNamespace):
    """The part of the European Legislation Identifier that we use."""

    _fail = True
    _NS = Namespace("http://data.europa.eu/eli/ontology#")

    LegalResource: URIRef


class IGEO(DefinedNamespace):
    """The part of INSEE's geographical ontology (2025-05-15) that we use."""

    _fail = True
    _NS = Namespace("http://rdf.insee.fr/def/geo#")

    Commune: URIRef
    Departement: URIRef
    Intercommunalite: URIRef
    Pays: URIRef
    Region: URIRef
    codeINSEE: URIRef


class OA(DefinedNamespace):
    """The part of W3C's Web Annotation vocabulary that we use."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    SpecificResource: URIRef
    TextQuoteSelector: URIRef
    exact: URIRef
    hasSelector: URIRef
    hasSource: URIRef


PREFIXES: Final[dict[str, str]] = {
    "cv": str(CV), "dcterms": str(DCTERMS), "eli": str(ELI), "ess": str(ESS), "foaf": str(FOAF), "igeo": str(IGEO),
    "oa": str(OA), "org": str(ORG), "owl": str(OWL), "prov": str(PROV), "rdf": str(RDF), "rdfs": str(RDFS),
    "skos": str(SKOS), "vann": str(VANN), "xsd": str(XSD),
}  # fmt: skip


def scheme_iri(scheme: SchemeName) -> URIRef:
    """Return the IRI of one of our concept schemes; KeyError for any other name."""
    if scheme not in SCHEMES:
        raise KeyError(scheme)
    return URIRef(f"{BASE}voc/{scheme}/")


def concept_iri(scheme: SchemeName, name: str) -> URIRef:
    """Return the IRI of a concept by its local name; `files.concepts` says which names exist."""
    return URIRef(scheme_iri(scheme) + _slug(name))


def thing_iri(kind: ThingKind, slug: str) -> URIRef:
    """Return the IRI of a thing by its kind and slug; KeyError for an unknown kind, ValueError for a malformed slug."""
    if kind not in THINGS:
        raise KeyError(kind)
    return URIRef(f"{BASE}id/{kind}/{_slug(slug)}")


def passage_iri(source: str, first: int, last: int) -> URIRef:
    """Return the IRI of lines `first` to `last` (counted from 1, both included) of a source document."""
    return URIRef(f"{thing_iri('source', source)}/L{first}-L{last}")


def local_name(iri: str) -> str:
    """Return what follows the last slash or hash of an IRI: the slug of a thing, the name of a term or concept."""
    return re.split(r"[/#]", iri)[-1]


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(text)
    return text
