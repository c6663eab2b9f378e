"""Search: ranked things, the sectors that the words name, and where questions of who and of what are answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.addresses import offers_page, referents_page
from api.bodies import thing_body
from api.contexts import lists
from api.contexts.things import functions_of
from api.state import State
from graph import asking
from graph.asking import Asked
from graph.identifiers import fold
from graph.places import intercommunal
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
    if asked.territory:
        asked = replace(asked, territory=intercommunal(state.directory, asked.territory))
    elif not asked.sector:
        return []
    links = []
    if asked.referent:
        url = referents_page(asked.sector, asked.territory)
        links.append({"label": f"Voir les référents : {_where(state, asked)}", "url": url})
    if asked.offer and (told := _offered(state, asked)):
        url = offers_page(told.sector, told.territory)
        links.append({"label": f"Voir les dispositifs : {_where(state, told)}", "url": url})
    return links


def _offered(state: State, asked: Asked) -> Asked | None:
    """Return what is asked, or else its sector anywhere, when some scheme in force answers; None when none does."""
    for told in (asked, replace(asked, territory="")):
        if (told.sector or told.territory) and lists.offered(state, told.territory, told.sector):
            return told
    return None


def _where(state: State, asked: Asked) -> str:
    sector = concept_label("secteur", asked.sector) if asked.sector else ""
    place = state.directory[asked.territory].label if asked.territory else ""
    return ", ".join(filter(None, (sector, place)))
