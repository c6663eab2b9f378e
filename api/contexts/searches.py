"""Search: ranked things, the sectors that the words name, and where questions of who and of what are answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.addresses import offers_page, referents_page
from api.bodies import thing_body
from api.contexts import lists
from api.contexts.lists import Filters
from api.contexts.things import functions_of
from api.state import State
from graph import asking
from graph.asking import Asked
from graph.identifiers import fold
from graph.things import TYPE_LABELS, Thing, concept_label
from ontology import files


def search(state: State, q: str, types: Sequence[str], limit: int) -> dict[str, Any]:
    """Return ranked things with their places, the types found, the sectors that the words name.

    `unheard` has the words that no name or description holds; `links` lead to the referents or the schemes asked for.
    """
    found = state.matcher.search(q, types, limit)
    items = [_candidate(state, state.directory[c.id], c.score) for c in found]
    return {
        "q": q,
        "items": items,
        "total": len(items),
        "types": _types(items),
        "sectors": [] if types else _sectors(q),
        "unheard": state.matcher.unheard(q),
        "links": [] if types else _links(state, q),
    }


def _candidate(state: State, thing: Thing, score: float) -> dict[str, Any]:
    return {
        **thing_body(thing),
        "score": score,
        "territories": state.bodies.things(thing.territories or (thing.part_of if thing.type == "territory" else ())),
        "functions": functions_of(state, thing),
    }


def _types(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the types of the results, that of the best result first."""
    counted = Counter(item["type"] for item in items)
    return [{"id": type_, "label": TYPE_LABELS[type_], "count": count} for type_, count in counted.items()]


def _sectors(q: str) -> list[dict[str, str]]:
    asked = fold(q)
    named = (c for c in files.concepts("secteur").values() if asked and asked in fold(" ".join((c.label, *c.alt))))
    return [{"id": c.id, "label": c.label, "url": f"/reseau?sector={c.id}"} for c in named][:5]


def _links(state: State, q: str) -> list[dict[str, str]]:
    """Return where the words find the referents or the schemes that they ask for, in the sector and place they name."""
    asked = asking.read(state.matcher, q)
    asked = replace(asked, territory=_intercommunal(state, asked.territory))
    if not (asked.sector or asked.territory):
        return []
    where = _where(state, asked)
    links = []
    if asked.referent:
        links.append({"label": f"Voir les référents : {where}", "url": referents_page(asked.sector, asked.territory)})
    filters = Filters(sector=asked.sector, territory=asked.territory, offer=True, status="actual")
    if asked.offer and lists.kept(state, "schemes", filters):
        links.append({"label": f"Voir les dispositifs : {where}", "url": offers_page(asked.sector, asked.territory)})
    return links


def _where(state: State, asked: Asked) -> str:
    place = [state.directory[asked.territory].label] if asked.territory else []
    return ", ".join([concept_label("secteur", asked.sector)] * bool(asked.sector) + place)


def _intercommunal(state: State, territory: str) -> str:
    """Return the intercommunalité of a commune, where referents and schemes are; any other territory is itself."""
    if not territory or state.directory[territory].kind != "commune":
        return territory
    around = (whole for whole in state.directory.around(territory) if state.directory[whole].kind == "epci")
    return next(around, territory)
