"""What the fields of forms offer: sectors, roles, kinds of actor and statuses, those that the data uses first."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, TypedDict

from api.state import State
from graph.errors import GraphError
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.perimeter import role_label
from graph.statements import STATUSES
from graph.things import Thing, concept_label
from ontology import files
from ontology.namespaces import SchemeName


class Choice(TypedDict):
    """A value that a field may take."""

    id: str
    label: str
    count: int


class Group(TypedDict):
    """Choices under one heading."""

    label: str
    choices: list[Choice]


def sectors(known: Collection[str], heading: str) -> list[Group]:
    """Return the sectors: those of `known` under a heading, then the others."""
    every = files.concepts("secteur")
    groups = ((heading, [s for s in every if s in known]), ("Autres secteurs", [s for s in every if s not in known]))
    return [{"label": label, "choices": _named("secteur", ids)} for label, ids in groups if ids]


def network(state: State) -> dict[str, Any]:
    """Return what a perimeter of the network may be narrowed to."""
    return state.cached(("choices", "network"), lambda: _network(state))


def _network(state: State) -> dict[str, Any]:
    things = [state.directory[id] for id in state.network.nodes]
    kinds = Counter(t.kind for t in things if t.type in ("actor", "person") and t.kind)
    return {
        "sectors": sectors({s for t in things for s in t.sectors}, "Secteurs présents dans le réseau"),
        "roles": [
            {"label": "Dans un dispositif, un projet, un lieu", "choices": _roles(state, is_link=False)},
            {"label": "Entre deux acteurs, ou deux dispositifs", "choices": _roles(state, is_link=True)},
        ],
        "kinds": _counted(kinds, lambda kind: concept_label("type-acteur", kind)),
        "statuses": [{"id": s, "label": concept_label("statut", s), "count": 0} for s in STATUSES],
        "filieres": [{"id": t.id, "label": t.label, "count": 0} for t in state.directory.of_type("filiere")],
        "documents": _documents(state),
    }


def _documents(state: State) -> list[Choice]:
    """Return the documents with how many ties, of any status, each states."""
    stated = Counter(document for tie in state.network.documents for document in tie)
    titles = state.directory.documents.items()
    return [{"id": id, "label": f"{id}, {title}", "count": stated[id]} for id, title in titles]


def _roles(state: State, is_link: bool) -> list[Choice]:
    network = state.network
    held = network.role[network.is_link == is_link].tolist()
    return _counted(Counter(network.roles[place] for place in held), role_label)


def written(state: State, text: str, *types: str) -> str:
    """Return, for an id, what a reader knows and a form understands as the same thing: the name, or « name (kind) »."""
    thing = state.directory.get(text.strip())
    if thing is None:
        return text
    names = (thing.label, f"{thing.label} ({thing.kind_label})")
    return next((name for name in names if _means(state, name, thing, types)), text)


def _means(state: State, name: str, thing: Thing, types: Collection[str]) -> bool:
    try:
        return state.matcher.resolve(name, *types) is thing
    except GraphError:
        return False


def chosen(scheme: SchemeName, text: str) -> str:
    """Return the concept that a select shows as chosen for an id or a name; any other text as it is."""
    try:
        return resolve_concept(scheme, text) if text else ""
    except GraphError:
        return text


def _counted(counted: "Counter[str]", label: Any) -> list[Choice]:
    return [{"id": id, "label": label(id), "count": count} for id, count in counted.most_common()]


def _named(scheme: SchemeName, ids: Iterable[str]) -> list[Choice]:
    made: list[Choice] = [{"id": id, "label": concept_label(scheme, id), "count": 0} for id in ids]
    return sorted(made, key=lambda choice: fold(choice["label"]))


def mandates() -> list[Choice]:
    """Return the kinds of mandate."""
    return _named("type-mandat", files.concepts("type-mandat"))
