"""The directory: every thing of the graph with its names, kind, place and parts, read once from the store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from rdflib.namespace import DCTERMS, ORG, SKOS

from graph.bulk import uncollected
from graph.catalogue import query
from graph.errors import Candidate, RemovedThing
from graph.identifiers import fold
from graph.naming import THING_KINDS
from graph.store import Solution, Store
from ontology import files
from ontology.namespaces import ESS, IGEO, SchemeName, local_name, thing_iri

TYPE_OF_KIND: dict[str, str] = {kind: type_ for type_, kind in THING_KINDS.items()}
"""The type of a thing by the word of its IRI."""
TYPE_LABELS = {
    "actor": "acteur",
    "person": "personne",
    "scheme": "dispositif",
    "edition": "édition",
    "place": "lieu",
    "project": "projet",
    "body": "instance",
    "filiere": "filière",
    "territory": "territoire",
}
TERRITORY_LABELS = {
    "commune": "commune",
    "epci": "intercommunalité",
    "departement": "département",
    "region": "région",
    "pays": "pays",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """An actor, scheme, place, filière, territory …: what it is called, what it is, where and in what it stands."""

    id: str
    type: str
    label: str
    kind: str = ""
    kind_label: str = ""
    legal_form: str = ""
    siren: str = ""
    code: str = ""
    note: str = ""
    status: str = "actual"
    alternatives: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    probably_same: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """Return the thing's IRI."""
        return str(thing_iri(THING_KINDS[self.type], self.id))


@dataclass(frozen=True, slots=True)
class Removed:
    """What is left of a thing that was published and is no more: since which day, why, and what replaced it if any."""

    id: str
    type: str
    day: str
    reason: str
    successor: str = ""


@dataclass
class Directory:
    """Every thing by its id, what lies inside what, the titles of documents by their ids, and what was removed."""

    things: dict[str, Thing]
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    removed: dict[str, Removed] = field(default_factory=dict)

    @classmethod
    @uncollected()
    def read(cls, store: Store) -> "Directory":
        """Read the directory from a store."""
        bags: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in store.select(query("things")):
            bags[row["thing"]][row["p"]].append(row["o"])
        dates = _dates(store)
        things = {thing.id: thing for thing in (_thing(iri, bag, dates) for iri, bag in sorted(bags.items()))}
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for thing in things.values():
            for whole in thing.part_of:
                parts[whole].append(thing.id)
        documents = {row["id"]: row["title"] for row in store.select(query("documents"))}
        removed = {gone.id: gone for gone in map(_removed, store.select(query("removed")))}
        return cls(things, {whole: tuple(inside) for whole, inside in parts.items()}, documents, removed)

    def __getitem__(self, id: str) -> Thing:
        return self.things[id]

    def __contains__(self, id: object) -> bool:
        return id in self.things

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.things.values())

    def __len__(self) -> int:
        return len(self.things)

    def get(self, id: str) -> Thing | None:
        """Return a thing, or None."""
        return self.things.get(id)

    def refuse_removed(self, id: str, *types: str) -> None:
        """Raise RemovedThing when this id, of one of these types if any is given, was published and is no more."""
        gone = self.removed.get(id)
        if gone and (not types or gone.type in types):
            heir = self.get(gone.successor)
            known = Candidate(heir.id, heir.type, heir.label, heir.kind_label) if heir else None
            raise RemovedThing(id, gone.day, gone.reason, known)

    def of_type(self, *types: str) -> Iterator[Thing]:
        """Yield the things of some types, by label."""
        return (t for t in self._by_label if t.type in types)

    @cached_property
    def _by_label(self) -> list[Thing]:
        """All things as a French dictionary sorts their labels."""
        return sorted(self, key=lambda t: (fold(t.label), t.id))

    def inside(self, id: str) -> frozenset[str]:
        """Return a thing and all that is part of it, rolled down."""
        found = {id}
        rest = [id]
        while rest:
            new = [part for part in self.parts.get(rest.pop(), ()) if part not in found]
            found.update(new)
            rest.extend(new)
        return frozenset(found)

    def around(self, id: str) -> tuple[str, ...]:
        """Return what a thing is part of, nearest first."""
        found: list[str] = []
        rest = list(self.things[id].part_of) if id in self.things else []
        while rest:
            whole = rest.pop(0)
            if whole not in found and whole in self.things:
                found.append(whole)
                rest.extend(self.things[whole].part_of)
        return tuple(found)

    def places(self, id: str) -> tuple[str, ...]:
        """Return the territories of a thing, or else of the nearest thing that it is part of."""
        if own := self.things[id].territories:
            return own
        wholes = (self.things[whole].territories for whole in self.around(id))
        return next((found for found in wholes if found), ())

    def located_in(self, territory: str) -> frozenset[str]:
        """Return the ids of what lies in a territory, rolled down: the territories inside it, and what stands there.

        >>> things = [Thing("fr", "territory", "France"), Thing("dep-44", "territory", "Loire", part_of=("fr",))]
        >>> things += [Thing("fonds", "scheme", "Fonds", territories=("dep-44",)), Thing("ailleurs", "scheme", "Prix")]
        >>> sorted(Directory({t.id: t for t in things}, {"fr": ("dep-44",)}).located_in("fr"))
        ['dep-44', 'fonds', 'fr']
        """
        inside = self.inside(territory)
        return inside | {id for id in self.things if not inside.isdisjoint(self.places(id))}


def concept_label(scheme: SchemeName, name: str) -> str:
    """Return the French label of a concept, or its name when it is unknown."""
    known = files.concepts(scheme).get(name)
    return known.label if known else name


def _thing(iri: str, bag: dict[str, list[str]], dates: dict[tuple[str, str], tuple[str, ...]]) -> Thing:
    kind_segment, id = iri.rsplit("/", 2)[-2:]
    type_ = TYPE_OF_KIND[kind_segment]
    kind, kind_label, legal_form = _kind(type_, bag, id)

    def one(predicate: object) -> str:
        return next(iter(bag.get(str(predicate), ())), "")

    def many(*predicates: object) -> tuple[str, ...]:
        return tuple(sorted({value for p in predicates for value in bag.get(str(p), ())}))

    def ids(*predicates: object) -> tuple[str, ...]:
        return _local(many(*predicates))

    return Thing(
        id=id,
        type=type_,
        label=one(SKOS.prefLabel) or id,
        kind=kind,
        kind_label=kind_label,
        legal_form=legal_form,
        siren=one(ESS.siren),
        code=one(IGEO.codeINSEE),
        note=" ".join(many(ESS.note)),
        status=local_name(one(ESS.status)) or "actual",
        alternatives=many(SKOS.altLabel),
        variants=many(SKOS.hiddenLabel),
        territories=ids(DCTERMS.spatial),
        sectors=ids(ESS.sector),
        stages=ids(ESS.stage),
        needs=many(ESS.need),
        part_of=ids(DCTERMS.isPartOf, ORG.subOrganizationOf, ORG.memberOf),
        probably_same=ids(ESS.probablySame),
        starts=dates.get((iri, str(ESS.startDate)), ()),
        ends=dates.get((iri, str(ESS.endDate)), ()),
        deadlines=dates.get((iri, str(ESS.applicationDeadline)), ()),
    )


def _removed(row: Solution) -> Removed:
    kind, id = row["thing"].rsplit("/", 2)[-2:]
    return Removed(id, TYPE_OF_KIND[kind], row["day"], row["reason"], local_name(row.get("successor", "")))


def _dates(store: Store) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the dates that sources state, by thing and property; the deprecated ones left out."""
    said: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.select(query("dates")):
        if local_name(row["rank"]) != "deprecie":
            said[row["thing"], row["p"]].add(shortened(row["o"], local_name(row.get("precision", ""))))
    return {key: tuple(sorted(values)) for key, values in said.items()}


def shortened(day: str, precision: str) -> str:
    """Return a day cut to what is known of it.

    >>> shortened("2017-01-01", "annee"), shortened("2017-03-01", "mois")
    ('2017', '2017-03')
    """
    return day[: {"annee": 4, "mois": 7}.get(precision, 10)]


def _local(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(local_name(iri) for iri in iris)


def _kind(type_: str, bag: dict[str, list[str]], id: str) -> tuple[str, str, str]:
    match type_:
        case "actor":
            kind = next(iter(_local(bag.get(str(ORG.classification), ()))), "")
            form = next(iter(_local(bag.get(str(ESS.legalForm), ()))), "")
            return kind, concept_label("type-acteur", kind), form
        case "person":
            return "personne", concept_label("type-acteur", "personne"), ""
        case "territory":
            kind = {"dep": "departement", "reg": "region"}.get(id.split("-")[0], id.split("-")[0])
            return kind, TERRITORY_LABELS[kind], ""
        case "filiere":
            return "filiere", "filière", ""
    kind = next(iter(_local(bag.get(str(ESS.schemeKind), ()))), "")
    return kind, concept_label("type-dispositif", kind), ""
