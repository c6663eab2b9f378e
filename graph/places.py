"""What territories are called, beside their own label, after the bodies that govern them; what lies near them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph.identifiers import fold
from graph.things import Directory, Thing
from graph.wording import unjoined

GOVERNED = {
    "metropole": "epci",
    "epci": "epci",
    "commune": "commune",
    "departement": "departement",
    "region": "region",
}
"""The kind of territory that each kind of public body governs."""
BORROWED, MISREAD = 0.94, 0.89
"""How well the name of a public body names its territory, a little less than its own; how well a name met in texts."""
HERE, WIDER, UNPLACED, ELSEWHERE = 1.0, 0.8, 0.7, 0.6
"""How much a thing answers words that name a place, from where it lies."""


def names(directory: Directory) -> Iterator[tuple[str, str, float]]:
    """Yield names, territories and weights: each territory by the names of the public body that governs it.

    A name that is only a part of what others of its kind are called (« Conseil départemental ») names none of them,
    and one that holds the whole of another's (« la Ville et l'Eurométropole ») does not name one alone.
    """
    bodies = [(body, place) for body in directory if (place := governed(directory, body))]
    words = {(body.id, body.kind, _words(name)) for body, _ in bodies for name, _ in _called(body)}
    labels = {(body.id, _words(body.label)) for body, _ in bodies}
    for body, place in bodies:
        for name, weight in _called(body):
            own = _words(name)
            part = any(id != body.id and kind == body.kind and own < other for id, kind, other in words)
            if not part and not any(id != body.id and other < own for id, other in labels):
                yield name, place, weight


def governed(directory: Directory, body: Thing) -> str:
    """Return the territory that an actor is the public body of, by its SIREN or as its only place; "" for most."""
    kind = GOVERNED.get(body.kind, "") if body.type == "actor" else ""
    near = {f"epci-{body.siren}"} if body.siren else set()
    places = near & directory.things.keys() or set(body.territories)
    place = directory.get(places.pop()) if len(places) == 1 else None
    return place.id if kind and place and place.kind == kind else ""


def _called(body: Thing) -> Iterator[tuple[str, float]]:
    yield from ((name, BORROWED) for name in (body.label, *body.alternatives))
    yield from ((name, MISREAD) for name in body.variants)


def _words(name: str) -> frozenset[str]:
    return frozenset(unjoined(fold(name)))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies in the places that words name: a commune stands for its whole intercommunalité."""

    directory: Directory
    here: frozenset[str]
    wider: frozenset[str]

    @classmethod
    def of(cls, directory: Directory, named: Collection[str]) -> "Surroundings":
        """Return the surroundings of some territories."""
        roots = {whole for id in named for whole in (id, intercommunal(directory, id))}
        here = frozenset().union(*(directory.inside(root) for root in roots))
        wider = frozenset(whole for root in roots for whole in directory.around(root)) - here
        return cls(directory, here, wider)

    def nearness(self, thing: Thing) -> float:
        """Return how near a thing lies, from ELSEWHERE to HERE; the places named are no answer to the other words."""
        if thing.type == "territory":
            return UNPLACED if thing.id in self.here else ELSEWHERE
        places = self.directory.places(thing.id)
        if not places:
            return UNPLACED
        if self.here.intersection(places):
            return HERE
        return WIDER if self.wider.intersection(places) else ELSEWHERE


def intercommunal(directory: Directory, territory: str) -> str:
    """Return the intercommunalité of a commune, where referents and schemes are; any other territory is itself."""
    if directory[territory].kind != "commune":
        return territory
    return next((whole for whole in directory.around(territory) if directory[whole].kind == "epci"), territory)
