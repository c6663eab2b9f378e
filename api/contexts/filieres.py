"""The pages of filières: the list by territory, and one filière with its network sorted for reading."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from api.contexts import networks
from api.state import State
from graph import answers, statements
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.network import places_of
from graph.things import Thing, concept_label
from ontology import files

SCHEMES = ("scheme", "place", "project", "body")


def overview(state: State, sector: str = "", territory: str = "") -> dict[str, Any]:
    """Return every filière with what sources tell of it, in figures; narrowed to a sector or to a territory."""
    sector_id = resolve_concept("secteur", sector) if sector else ""
    place = state.matcher.resolve(territory, "territory") if territory else None
    wanted = family((sector_id,)) if sector_id else None
    inside = state.directory.inside(place.id) if place else None
    kept = [
        thing
        for thing in state.directory.of_type("filiere")
        if (wanted is None or wanted.intersection(thing.sectors))
        and (inside is None or inside.intersection(thing.territories))
    ]
    items = [_line(state, thing) for thing in kept]
    return {
        "asked": {
            "sector": {"id": sector_id, "label": concept_label("secteur", sector_id)} if sector_id else None,
            "territory": state.bodies.optional(place.id if place else ""),
        },
        "items": items,
        "total": len(items),
    }


def _line(state: State, thing: Thing) -> dict[str, Any]:
    """Return a filière in figures: what is actual, in the filière itself and the projects that are its own."""
    found = answers.filiere_network(state.record, state.network, thing.id)
    crossing = networks.cross_cutting(state, thing.id)
    own = [s for s in (*found.members, *found.funders, *found.others) if s.object not in crossing]
    actors = {s.subject for s in own if s.kind == "participation" and s.status == "actual"}
    structuring = list(dict.fromkeys(s.subject for s in found.structuring))
    bodies = state.bodies
    return {
        "filiere": bodies.thing(thing.id),
        "territories": bodies.things(thing.territories),
        "sectors": [{"id": s, "label": concept_label("secteur", s)} for s in thing.sectors],
        "status": thing.status,
        "members": len({s.subject for s in found.members if s.status == "actual" and s.object not in crossing}),
        "actors": len(actors),
        "structuring": bodies.things(structuring),
        "referents": len([s for s in found.referents.found if s.presence in ("named", "unnamed")]),
        "notes": distinct(thing.note.split(" ; ")),
        "sources": [bodies.passage(e) for e in statements.naming(state.store, thing.iri)],
    }


def by_territory(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of the overview by territory, the territory that has most to tell first."""
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    named = {}
    for item in items:
        place = item["territories"][-1] if item["territories"] else {"id": "", "label": "Territoire non dit", "url": ""}
        named[place["id"]] = place
        groups[place["id"]].append(item)
    made = [{"territory": named[id], "items": sorted(found, key=_told_most)} for id, found in groups.items()]
    return sorted(made, key=lambda group: (-sum(i["actors"] for i in group["items"]), -len(group["items"])))


def _told_most(item: dict[str, Any]) -> tuple[bool, int, str]:
    return item["status"] != "actual", -item["actors"], fold(item["filiere"]["label"])


# --- one filière --------------------------------------------------------------------------------------------------


def one(state: State, id: str, transversal: bool = False) -> dict[str, Any]:
    """Return a filière for reading: what it is, its network by role, the same sector elsewhere; raise UnknownThing."""
    network = networks.filiere(state, id, transversal)
    thing = state.directory[network["filiere"]["id"]]
    perimeter = networks.filiere_perimeter(thing.id)
    crossing = [line["scheme"]["id"] for line in network["cross_cutting"]]
    groups = _groups(network, crossing)
    return {
        **{name: network[name] for name in ("filiere", "cross_cutting", "beyond", "contradictions", "remark")},
        "transversal": transversal,
        "groups": groups,
        "figures": _figures(groups, network),
        "drawn": {"nodes": len(network["nodes"]), "edges": len(network["edges"])},
        "structuring": network["structuring"],
        "nested": _nested(state, thing),
        "referents": network["referents"],
        "nearest_referents": network["nearest_referents"],
        "notes": distinct(thing.note.split(" ; ")),
        "needs": distinct(thing.needs),
        "naming": [state.bodies.passage(e) for e in statements.naming(state.store, thing.iri)],
        "elsewhere": elsewhere(state, thing),
        "downloads": networks.downloads(perimeter),
        "gephi_lite": networks.gephi_lite(state, perimeter),
    }


def _groups(network: dict[str, Any], crossing: Sequence[str]) -> list[dict[str, Any]]:
    """Return the ties of a filière's network in the order in which people look for them; each row knows its line."""
    others = [s for s in network["others"] if not _crosses(s, crossing)]
    held = [s for s in others if s["kind"] == "participation"]
    members = [s for s in network["members"] if not _crosses(s, crossing)]
    funders = [s for s in network["funders"] if not _crosses(s, crossing)]
    aside = [s for s in (*network["funders"], *network["others"]) if _crosses(s, crossing)]
    own = network["filiere"]["id"]

    def order(s: dict[str, Any]) -> tuple[str, bool, str, str]:
        return s["role"]["label"], s["object"]["id"] != own, s["object"]["label"], fold(s["subject"]["label"])

    made = [
        ("structurants", "Projets structurants", network["structuring"]),
        ("membres", "Membres", sorted(members, key=order)),
        ("roles", "Porteurs, animateurs, accompagnateurs et autres rôles", sorted(held, key=order)),
        ("financeurs", "Financeurs et soutiens", sorted(funders, key=order)),
        ("projets", "Projets et dispositifs qui s’y rattachent", network["projects"]),
        ("autres-liens", "Autres liens", [s for s in others if s["kind"] == "link"]),
        ("transversaux", "Par les dispositifs transversaux", aside),
    ]
    return [{"id": id, "label": label, "items": rows} for id, label, rows in made if rows]


def _crosses(statement: dict[str, Any], crossing: Sequence[str]) -> bool:
    return statement["object"]["id"] in crossing or statement["subject"]["id"] in crossing


def _figures(groups: Sequence[dict[str, Any]], network: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the counts at the head of the page, those above zero: actual ties only, each actor once."""
    rows = {group["id"]: [s for s in group["items"] if s["status"] == "actual"] for group in groups}

    def actors(*names: str) -> int:
        return len({s["subject"]["id"] for name in names for s in rows.get(name, ()) if s["kind"] == "participation"})

    known = [s for s in network["referents"] if s["presence"] in ("named", "unnamed")]
    made = (
        (actors("membres"), "membre", "membres"),
        (actors("membres", "roles", "financeurs"), "acteur engagé", "acteurs engagés"),
        (len({s["subject"]["id"] for s in rows.get("structurants", ())}), "projet structurant", "projets structurants"),
        (actors("financeurs"), "financeur ou soutien", "financeurs ou soutiens"),
        (len(known), "fonction de référent", "fonctions de référent"),
    )
    return [{"count": count, "label": many if count > 1 else one} for count, one, many in made if count]


def _nested(state: State, thing: Thing) -> dict[str, Any]:
    """Return the filières that this one is a branch of, and its own branches."""
    links = [s for s in state.record.about(thing.id) if s.kind == "link" and s.role == "s-inscrit-dans"]
    both = [s for s in links if {state.directory[id].type for id in (s.subject, s.object)} == {"filiere"}]
    return {
        "wider": state.bodies.things(s.object for s in both if s.subject == thing.id),
        "branches": state.bodies.things(s.subject for s in both if s.object == thing.id),
    }


def elsewhere(state: State, thing: Thing) -> list[dict[str, Any]]:
    """Return the filières and schemes of the same sectors in other territories, by territory."""
    wanted, own = family(thing.sectors), set(thing.territories)
    groups: defaultdict[str, dict[str, list[Thing]]] = defaultdict(lambda: {"filieres": [], "schemes": []})
    for other in state.directory.of_type("filiere", *SCHEMES):
        places = places_of(state.directory, other.id)
        if wanted.intersection(other.sectors) and places and not _near(state, places, own):
            groups[places[0]]["filieres" if other.type == "filiere" else "schemes"].append(other)
    made = [
        {
            "territory": state.bodies.thing(place),
            "filieres": state.bodies.things(t.id for t in found["filieres"]),
            "schemes": state.bodies.things(t.id for t in found["schemes"]),
        }
        for place, found in groups.items()
    ]
    return sorted(made, key=lambda g: (not g["filieres"], -len(g["schemes"]), fold(g["territory"]["label"])))


def _near(state: State, places: Iterable[str], own: set[str]) -> bool:
    """Tell whether one of these places is one of a filière's own, or lies inside one."""
    return any(place in own or own.intersection(state.directory.around(place)) for place in places)


def family(sectors: Iterable[str]) -> frozenset[str]:
    """Return sectors with the narrower and the broader ones, by which neighbours of a subject are found.

    >>> sorted(family(["agriculture"]))
    ['agriculture', 'alimentation']
    """
    found: set[str] = set()
    for sector in sectors:
        found |= files.with_narrower("secteur", sector)
        concept = files.concepts("secteur").get(sector)
        if concept and concept.broader:
            found.add(concept.broader)
    return frozenset(found)


def distinct(texts: Iterable[str]) -> list[str]:
    """Return texts without those that another says as well, whatever the case; in their order.

    >>> distinct(["filière à construire", "Filière à construire selon la feuille de route", "visibilité"])
    ['Filière à construire selon la feuille de route', 'visibilité']
    """
    kept = [text.strip() for text in texts if text.strip()]
    folded = [fold(text) for text in kept]
    return [
        text
        for place, text in enumerate(kept)
        if folded[place] not in folded[:place]
        and not any(folded[place] in other and folded[place] != other for other in folded)
    ]
