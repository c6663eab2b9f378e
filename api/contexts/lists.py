"""Lists of things with filters, facets and what a reader compares: ties, funders, functions."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api import paging
from api.bodies import thing_body
from api.contexts.things import FAMILIES, around, full
from api.state import State
from graph.errors import AmbiguousName, one_of
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.network import FUNDING
from graph.perimeter import Perimeter
from graph.places import GOVERNED
from graph.statements import STATUSES
from graph.things import TYPE_LABELS, Thing, concept_label
from ontology import files
from ontology.namespaces import SchemeName

OFFERS = ("financement", "accompagnement", "lieu", "selection")
"""The broad kinds of schemes that a project may turn to; strategies, labels of places and public buying are not."""
BENEFITS = ("laureat", "beneficiaire", "candidat", "labellise", "occupant", "usager")
"""Roles of those whom a scheme serves, apart from those who make it."""
KINDS: dict[str, SchemeName] = {"actors": "type-acteur", "schemes": "type-dispositif"}
"""The vocabulary of the kinds of each family that has one."""
ORDERS = ("nom", "liens")
EVERYTHING = 1_000_000
"""The limit of a list that is taken away as a table: a table is always whole."""
WIDER = 12
"""How many things of each sort are shown of those that strict filters leave out."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list may be narrowed to; empty means all. `offer` keeps what project holders may turn to."""

    q: str = ""
    type: str = ""
    kind: str = ""
    territory: str = ""
    sector: str = ""
    stage: str = ""
    status: str = ""
    offer: bool = False
    sort: str = ""


def list_of(state: State, family: str, filters: Filters, limit: int, cursor: str) -> dict[str, Any]:
    """Return a page of the things of a family, with facets counted on what the filters keep.

    Sorted by label, or with `sort="liens"` by the number of effective ties (of schemes, for territories). The first
    page of a narrowed list of schemes has in `wider` what else may serve. Raises UnknownThing or AmbiguousName for a
    territory, BadParameter for a type, kind, sector, stage, status or order that means nothing there.
    """
    found = kept(state, family, filters)
    body = {
        **paging.page(found, limit, cursor, lambda t: row(state, t)),
        "facets": _facets(family, found),
        "territory": _asked(state, filters.territory),
    }
    if family == "schemes" and not cursor:
        body["wider"] = wider_offers(state, filters)
    return body


def _asked(state: State, territory: str) -> dict[str, Any] | None:
    """Return the territory of a list, the words that mean it and nothing else, and the wider ones around it."""
    if not territory:
        return None
    place = state.matcher.resolve(territory, "territory")
    try:
        alone = state.matcher.resolve(place.label, "territory").id == place.id
    except AmbiguousName:
        alone = False
    wider = state.bodies.things(around(state, place.id))
    return {**thing_body(place), "words": place.label if alone else place.id, "inside": wider}


def kept(state: State, family: str, filters: Filters) -> list[Thing]:
    """Return the things of a family that pass all the filters, in the order asked for."""
    found = _narrow(state, family, filters)
    if filters.sort and one_of(filters.sort, ORDERS, "un ordre") == "liens":
        found.sort(
            key=lambda t: -(held_by(state, t.id)["schemes"] if family == "territories" else ties_of(state, t.id))
        )
    return found


def offered(state: State, territory: str = "", sector: str = "") -> list[Thing]:
    """Return the schemes in force that a project holder may turn to, in a territory and a sector or anywhere."""
    return kept(state, "schemes", Filters(territory=territory, sector=sector, status="actual", offer=True))


def row(state: State, thing: Thing) -> dict[str, Any]:
    """Return a line of a list: the thing, its effective ties, its funders, a person's functions, what a place holds."""
    told = {
        **full(state, thing),
        "ties": ties_of(state, thing.id),
        "funders": state.bodies.things(funders_of(state).get(thing.id, ())),
    }
    if thing.type != "territory":
        return told
    return {**told, **held_by(state, thing.id)}


def held_by(state: State, territory: str) -> dict[str, int]:
    """Return how many actors, schemes and filières a territory holds, with all that lies inside it."""
    held = state.cached("held by territories", lambda: _held(state))
    return {family: held[territory, family] for family in ("actors", "schemes", "filieres")}


def _held(state: State) -> Counter[tuple[str, str]]:
    """Return how many things of each family a territory holds, and all that lies inside it."""
    found: Counter[tuple[str, str]] = Counter()
    for family in ("actors", "schemes", "filieres"):
        for thing in state.directory.of_type(*FAMILIES[family]):
            places = state.directory.places(thing.id)
            found.update({(id, family) for place in places for id in (place, *state.directory.around(place))})
    return found


def ties_of(state: State, id: str) -> int:
    """Return with how many things a thing has an effective tie."""
    return int(state.graph.degree[id]) if id in state.graph else 0


def funders_of(state: State) -> dict[str, tuple[str, ...]]:
    """Return the effective funders of each scheme by label; those of an edition are also those of its scheme."""

    def make() -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for left, right, edge in state.network.multigraph(Perimeter(roles=(FUNDING,))).edges(data=True):
            scheme = state.directory[right if edge["source"] == left else left]
            for id in (scheme.id, *(scheme.part_of if scheme.type == "edition" else ())):
                found.setdefault(id, set()).add(edge["source"])
        return {id: tuple(sorted(who, key=lambda a: fold(state.directory[a].label))) for id, who in found.items()}

    return state.cached("funders of schemes", make)


def wider_offers(state: State, filters: Filters) -> list[dict[str, Any]]:
    """Return what strict filters leave out and may serve: of a wider sector or territory, of untold sector or stage.

    Sources often do not say which sector or stage a scheme serves; such schemes are given apart, never mixed in.
    """
    sector = resolve_concept("secteur", filters.sector) if filters.sector else ""
    sectors = files.with_narrower("secteur", sector) if sector else frozenset()
    broader = files.broader("secteur", sector) if sector else ()
    stages = frozenset({resolve_concept("etape", filters.stage)}) if filters.stage else frozenset()
    loose = replace(filters, sector="", stage="", offer=True, status="actual")

    def some(territory: str) -> list[Thing]:
        found = _narrow(state, "schemes", replace(loose, territory=territory))
        return [t for t in found if _may_suit(t.sectors, sectors.union(broader)) and _may_suit(t.stages, stages)]

    here = some(filters.territory)
    right = [t for t in here if not sectors or sectors.intersection(t.sectors)]
    groups = [
        (_of_sectors(broader), [t for t in here if t.sectors and t not in right]),
        *_beyond(state, filters.territory, some, (sectors.union(broader), stages)),
        ("Les sources n'en disent pas le secteur", [t for t in here if not t.sectors and t not in right]),
        ("Les sources n'en disent pas l'étape", [t for t in right if stages and not t.stages]),
    ]
    return [
        {"label": label, "total": len(left), "items": [row(state, t) for t in left[:WIDER]]}
        for label, left in groups
        if left
    ]


def _of_sectors(broader: Sequence[str]) -> str:
    names = " ou ".join(f"« {concept_label('secteur', s)} »" for s in broader)
    return f"Pour un secteur plus large : {names}"


def _beyond(
    state: State,
    territory: str,
    some: Callable[[str], list[Thing]],
    wanted: tuple[frozenset[str], frozenset[str]],
) -> Iterator[tuple[str, list[Thing]]]:
    """Yield what the territories around one offer to the wanted sectors and stages, or to one of these, or to all."""
    if territory:
        place = state.matcher.resolve(territory, "territory")
        outside = frozenset(around(state, place.id))
        found = [t for t in some("") if outside.intersection(state.directory.places(t.id))]
        sectors, stages = wanted
        met = {t.id: bool(sectors.intersection(t.sectors)) + bool(stages.intersection(t.stages)) for t in found}
        best = sorted((t for t in found if met[t.id] or not any(wanted)), key=lambda t: -met[t.id])
        yield f"À une échelle plus large que {place.label}", best


def _may_suit(told: Sequence[str], wanted: frozenset[str]) -> bool:
    """Tell whether what sources tell of a scheme does not rule it out."""
    return not wanted or not told or bool(wanted.intersection(told))


def _family(state: State, family: str) -> list[Thing]:
    """Return the things of a family; of territories, those of which something is said, not the whole COG."""
    found = state.directory.of_type(*FAMILIES[family])
    return [t for t in found if family != "territories" or t.id in state.record.told_territories]


def peers(state: State, territory: str) -> list[Thing]:
    """Return the other territories of the same kind of which something is said: what a territory may be compared to."""
    kind = state.directory[territory].kind
    return [t for t in _family(state, "territories") if t.kind == kind and t.id != territory]


def _narrow(state: State, family: str, filters: Filters) -> list[Thing]:
    tests = _tests(state, family, filters)
    return [t for t in _family(state, family) if all(keeps(t) for keeps in tests)]


def _tests(state: State, family: str, filters: Filters) -> list[Callable[[Thing], bool]]:
    """Return one test for each filter that is set; raise for one that means nothing in this family."""
    tests: list[Callable[[Thing], bool]] = []
    if words := fold(filters.q).split():
        tests.append(lambda t: all(w in fold(" ".join((t.label, *t.alternatives, *t.variants))) for w in words))
    if filters.type:
        type_ = one_of(filters.type, FAMILIES[family], "un type d'ici")
        tests.append(lambda t: t.type == type_)
    if filters.kind:
        kinds = _kinds(state, family, filters.kind)
        tests.append(lambda t: t.kind in kinds)
    if filters.offer:
        offers = state.cached("what is on offer", lambda: frozenset(t.id for t in _offers(state)))
        tests.append(lambda t: t.id in offers)
    if filters.status:
        status = one_of(filters.status, STATUSES, "un statut")
        tests.append(lambda t: t.status == status)
    if filters.territory:
        here = state.directory.located_in(state.matcher.resolve(filters.territory, "territory").id)
        tests.append(lambda t: t.id in here)
    if filters.sector:
        wanted = files.with_narrower("secteur", resolve_concept("secteur", filters.sector))
        tests.append(lambda t: bool(wanted.intersection(t.sectors)))
    if filters.stage:
        stage = resolve_concept("etape", filters.stage)
        tests.append(lambda t: stage in t.stages)
    return tests


def _offers(state: State) -> Iterator[Thing]:
    """Yield what a project may turn to: not places that sources tie to nothing, nor what authorities alone obtain."""
    kinds = frozenset(kind for broad in OFFERS for kind in files.with_narrower("type-dispositif", broad))
    for thing in state.directory.of_type("scheme", "place"):
        idle = thing.type == "place" and not ties_of(state, thing.id)
        if thing.kind in kinds and not idle and not _for_authorities(state, thing):
            yield thing


def _for_authorities(state: State, thing: Thing) -> bool:
    """Tell whether those whom sources say served by a scheme or its parts are all local authorities."""
    net = state.graph
    objects = [id for id in (thing.id, *state.directory.parts.get(thing.id, ())) if id in net]
    served = {other for id in objects for other in net[id] if set(BENEFITS).intersection(net.edges[id, other]["roles"])}
    return bool(served) and all(state.directory[other].kind in GOVERNED for other in served)


def _kinds(state: State, family: str, kind: str) -> frozenset[str]:
    """Return a kind with the narrower ones: the same word means other things of actors and of schemes."""
    if scheme := KINDS.get(family):
        return files.with_narrower(scheme, resolve_concept(scheme, kind))
    return frozenset({one_of(kind, sorted({t.kind for t in _family(state, family)}), "une nature d'ici")})


def _facets(family: str, found: Sequence[Thing]) -> dict[str, list[dict[str, Any]]]:
    """Return the values that things have, with how many a filter by each would keep: the narrower ones included."""
    kinds = {t.kind: t.kind_label for t in found}
    wider_kinds = _wider(KINDS.get(family), kinds)
    wider_sectors = _wider("secteur", {s for t in found for s in t.sectors})
    facets = {
        "type": _count((t.type for t in found), TYPE_LABELS.__getitem__),
        "kind": _count((kind for t in found for kind in wider_kinds[t.kind]), kinds.__getitem__),
        "sector": _count(
            (s for t in found for s in set[str]().union(*(wider_sectors[own] for own in t.sectors))),
            lambda s: concept_label("secteur", s),
        ),
        "stage": _count((s for t in found for s in t.stages), lambda s: concept_label("etape", s)),
        "status": _count((t.status for t in found), lambda s: concept_label("statut", s)),
    }
    return {name: counts for name, counts in facets.items() if counts and not (name == "type" and len(counts) == 1)}


def _wider(scheme: SchemeName | None, present: Collection[str]) -> dict[str, set[str]]:
    """Return, for each value that is present, itself and the wider concepts that are."""
    found = {value: {value} for value in present}
    for value in present if scheme else ():
        for narrower in files.with_narrower(scheme, value).intersection(present):
            found[narrower].add(value)
    return found


def _count(values: Iterable[str], label: Callable[[str], str]) -> list[dict[str, Any]]:
    counted = Counter(v for v in values if v).most_common()
    return [{"id": value, "label": label(value), "count": count} for value, count in counted]
