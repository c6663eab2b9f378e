"""Two things side by side: which kind of comparison two texts ask for, and what is worth comparing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from api.contexts import choices, examples
from api.contexts.compared import actors, dates, documents, networks, schemes, territories
from api.contexts.things import FAMILIES
from api.state import State
from graph.errors import BadParameter, GraphError
from graph.identifiers import fold
from graph.matching import PLAUSIBLE
from graph.perimeter import WHOLE, Perimeter
from graph.things import TYPE_LABELS, Thing

Compare = Callable[[State, Thing, Thing], dict[str, Any]]
_NATURES: tuple[tuple[tuple[str, ...], Compare], ...] = (
    (FAMILIES["territories"], territories.compare),
    (FAMILIES["actors"], actors.compare),
    (FAMILIES["schemes"], schemes.compare),
)
"""What two things of a same nature are compared by; of two natures that a pair of names fits as well, the first."""
_HINT = "comparez deux territoires, deux acteurs, deux dispositifs, deux dates ou deux listes de documents"


def compare(state: State, left: str, right: str, perimeter: Perimeter = WHOLE) -> dict[str, Any]:
    """Return two things side by side: territories, actors, schemes, days (AAAA-MM-JJ or a year) or lists of documents.

    Every kind has `left`, `right`, `counts`, `remark`, `perimeter`, and `items`: one row a compared line. The perimeter
    narrows dates and documents. Raises BadParameter for a missing, a mixed or a same pair, UnknownThing or
    AmbiguousName for a name.
    """
    if not left.strip(" ,;") or not right.strip(" ,;"):
        raise BadParameter("Il faut deux termes à comparer.", f"donnez left et right : {_HINT}")
    answer = _networks(state, left, right, perimeter) or _things(state, left, right, perimeter)
    return {**answer, "total": len(answer["items"])}


def _networks(state: State, left: str, right: str, perimeter: Perimeter) -> dict[str, Any] | None:
    """Return two days or two lists of documents side by side, or None when neither text is one."""
    days = dates.day(left), dates.day(right)
    if days[0] and days[1]:
        return dates.compare(state, days[0], days[1], perimeter)
    if any(days):
        raise BadParameter("Une date ne se compare qu'à une date.", "donnez deux dates, ou deux noms")
    lists = documents.listed(state, left), documents.listed(state, right)
    if all(lists):
        return documents.compare(state, *lists, perimeter)
    if any(lists):
        hint = "donnez de chaque côté un ou plusieurs numéros de document, ou deux noms"
        raise BadParameter("Un document ne se compare qu'à des documents.", hint)
    return None


def _things(state: State, left: str, right: str, perimeter: Perimeter) -> dict[str, Any]:
    types, side_by_side = _nature(state, left, right)
    first, second = state.matcher.resolve(left, *types), state.matcher.resolve(right, *types)
    if first.id == second.id:
        raise BadParameter(f"« {first.label} » ne se compare pas à lui-même.", "choisissez-en un autre")
    answer = {**side_by_side(state, first, second), "perimeter": state.bodies.perimeter(WHOLE)}
    if perimeter != WHOLE:
        answer["remark"] += " Le périmètre ne vaut qu'entre deux dates ou deux documents : il est laissé de côté ici."
    return answer


def _nature(state: State, left: str, right: str) -> tuple[tuple[str, ...], Compare]:
    """Return the nature that both texts fit best; an id decides. Raises what `_unlike` raises when none fits both."""
    texts = left.strip(), right.strip()
    exact = {text: thing for text in texts if (thing := _exact(state, text))}
    fitting = [nature for nature in _NATURES if all(thing.type in nature[0] for thing in exact.values())]

    def sureness(nature: tuple[tuple[str, ...], Compare]) -> float:
        return min(1.0 if text in exact else _score(state, text, nature[0]) for text in texts)

    best = max(fitting, key=sureness, default=None)
    if best is None or sureness(best) < PLAUSIBLE:
        raise _unlike(state, *texts)
    return best


def _exact(state: State, text: str) -> Thing | None:
    """Return the thing that an id or « name (kind) » means without doubt."""
    if thing := state.directory.get(text):
        return thing
    try:
        found = state.matcher.resolve(text)
    except GraphError:
        return None
    return found if fold(text) == fold(f"{found.label} ({found.kind_label})") else None


def _score(state: State, text: str, types: Iterable[str]) -> float:
    found = state.matcher.search(text, tuple(types), 1)
    return found[0].score if found else 0.0


def _unlike(state: State, *texts: str) -> BadParameter:
    """Return why two names have no nature in common; raise UnknownThing for one that means nothing."""
    every = [type_ for types, _ in _NATURES for type_ in types]
    for text in texts:
        if _score(state, text, every) < PLAUSIBLE:
            thing = state.matcher.resolve(text)
            return BadParameter(f"« {thing.label} » ({TYPE_LABELS[thing.type]}) ne se compare pas ici.", _HINT)
    return BadParameter(f"« {texts[0]} » et « {texts[1]} » ne sont pas de même nature.", _HINT)


def written(state: State, text: str) -> str:
    """Return the name that may stand in the form for an id, when it would be understood as the same thing."""
    thing = state.directory.get(text.strip())
    return choices.written(state, text, *(("territory",) if thing and thing.type == "territory" else ()))


def gathered(answer: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the ties of one side of an answer, by its keys, each list under what most of them touch."""
    keys = ("ties_left", "ties_joined", "ties_between", "ties_right")
    return {key: networks.gathered(answer[key]) for key in keys if key in answer}


# --- what is worth comparing --------------------------------------------------------------------------------------


def examples_of(state: State) -> list[dict[str, Any]]:
    """Return comparisons worth looking at, kind by kind, from the data in service."""
    made = (
        ("Deux territoires", "Un nom ou un code officiel.", _pairs(state, "territory")),
        ("Deux acteurs", "Un nom, un sigle ou un SIREN.", _pairs(state, "actor")),
        ("Deux éditions, deux dispositifs, deux lieux", "Le nom de chacun.", _editions(state)),
        ("Deux dates", "Une année, ou un jour : 2015, 2015-06-30.", _dates(state)),
        ("Deux listes de documents", "Leurs numéros, séparés par des virgules : 000, 002.", _documents(state)),
    )
    groups = [{"label": label, "hint": hint, "items": list(items)} for label, hint, items in made]
    return [group for group in groups if group["items"]]


def _example(label: str, left: str, right: str, territory: str = "") -> dict[str, str]:
    within = f"&territory={territory}" if territory else ""
    return {"label": label, "url": f"/comparer?left={left}&right={right}{within}"}


def _pairs(state: State, type_: str) -> Iterator[dict[str, str]]:
    for place in (1, 2):
        one, other = examples.thing(state, type_), examples.thing(state, type_, place)
        if one and other:
            yield _example(f"{one.label} et {other.label}", one.id, other.id)


def editions_of(state: State, scheme: str) -> list[Thing]:
    """Return the editions of a scheme that have a date, in order of time."""
    parts = (state.directory[id] for id in state.directory.parts.get(scheme, ()))
    return sorted((p for p in parts if p.type == "edition" and p.starts), key=lambda p: (p.starts, p.id))


def _editions(state: State) -> Iterator[dict[str, str]]:
    """Yield two editions in a row of the schemes whose editions are best told."""
    told = [(t, e) for t in state.directory.of_type("scheme") if len(e := editions_of(state, t.id)) > 1]
    told.sort(key=lambda pair: -sum(len(state.record.about(edition.id)) for edition in pair[1]))
    for _, found in told[:2]:
        one, other = max(pairwise(found), key=lambda pair: sum(len(state.record.about(e.id)) for e in pair))
        yield _example(f"{one.label} et {other.label}", one.id, other.id)


def _dates(state: State) -> Iterator[dict[str, str]]:
    """Yield the years of the first and of the last document that was read, for all and for the best told territory."""
    years = sorted({document["issued"][:4] for document in state.documents if document.get("issued")})
    if len(years) > 1:
        yield _example(f"{years[0]} et {years[-1]}", years[0], years[-1])
        if place := examples.thing(state, "territory"):
            yield _example(f"{years[0]} et {years[-1]}, sur {place.label}", years[0], years[-1], place.id)


def _documents(state: State) -> Iterator[dict[str, str]]:
    """Yield, for the territories best told, the document that states most ties there and the others that state some."""
    for place in (0, 1):
        if territory := examples.thing(state, "territory", place):
            ties = state.network.select(Perimeter(territory=territory.id))
            stated = Counter(document for tie in ties for document in state.network.documents[tie])
            first, *others = (document for document, _ in stated.most_common())
            if others:
                title = state.directory.documents[first]
                label = f"« {title} » ({first}) et les autres ({', '.join(sorted(others))}), sur {territory.label}"
                yield _example(label, first, ",".join(sorted(others)), territory.id)
