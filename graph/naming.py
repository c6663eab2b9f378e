"""How what the tables name is named in the graph: ids as IRIs, words of lists as concepts, values as literals."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from rdflib import Literal, Node, URIRef
from rdflib.namespace import DCTERMS, XSD

from graph import rows
from graph.cells import PartialDate
from graph.tables import Dataset
from ontology.namespaces import ESS, SchemeName, ThingKind, concept_iri, thing_iri

THING_KINDS: Final[dict[str, ThingKind]] = {
    "actor": "organisation",
    "person": "personne",
    "scheme": "dispositif",
    "edition": "edition",
    "place": "lieu",
    "project": "projet",
    "body": "instance",
    "filiere": "filiere",
    "territory": "territoire",
}


def type_of(row: rows.Row) -> str:
    """Return the contract's type of a thing's row: actor, person, scheme, edition … filiere, territory."""
    match row:
        case rows.Actor():
            return "person" if row.kind == "personne" else "actor"
        case rows.Scheme():
            return row.type
        case rows.Filiere():
            return "filiere"
        case rows.Territory():
            return "territory"
    raise TypeError(f"{type(row).__name__} is not a thing")


class Names:
    """From ids to IRIs: knows the type of every thing of a dataset."""

    def __init__(self, data: Dataset) -> None:
        self._types = {thing.id: type_of(thing) for thing in data.identified()}

    def __call__(self, thing: str) -> URIRef:
        return thing_iri(THING_KINDS[self._types[thing]], thing)

    def all(self, things: Iterable[str]) -> list[URIRef]:
        """Return the IRIs of several things."""
        return [self(thing) for thing in things]


def decimal(value: Decimal) -> Literal:
    """Return the canonical xsd:decimal of a number, so that equal values are equal terms."""
    text = f"{value.normalize():f}"
    return Literal(text, datatype=XSD.decimal, normalize=False)


def french(text: str) -> Literal:
    """Return a literal in French."""
    return Literal(text, lang="fr")


def located(sectors: Iterable[str], territory: Iterable[str], names: Names) -> list[tuple[URIRef, Node]]:
    """Return the sectors and territories of a row as properties."""
    return concepts(ESS.sector, "secteur", sectors) + [(DCTERMS.spatial, t) for t in names.all(territory)]


def concepts(predicate: URIRef, scheme: SchemeName, values: Iterable[str]) -> list[tuple[URIRef, Node]]:
    """Return one property for each word of a list, as its concept; an empty cell says nothing."""
    return [(predicate, concept_iri(scheme, value)) for value in values if value]


def dated(predicate: URIRef, date: PartialDate) -> tuple[URIRef, Node, str]:
    """Return a date as a property and its precision: an end is the last day that it may be, a start the first."""
    day = date.last_day if predicate in (ESS.endDate, ESS.applicationDeadline) else date.first_day
    return predicate, Literal(day), date.precision
