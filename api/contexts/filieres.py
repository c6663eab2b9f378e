"""The pages of filières: the list by territory, and one filière with its portrait, its ties by role, what it lacks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, product, zip_longest
from typing import Any

from api.bodies import concept_body
from api.contexts import gaps, networks, portraits, relations
from api.contexts.shown import Shown, links
from api.state import State
from graph import answers, statements
from graph.identifiers import fold
from graph.matching import resolve_concept
from graph.things import Thing
from ontology import files

OPEN = 8
"""Tables of more ties are folded on a page, under a line that names who is in them; on a long page, looser ties too."""
SUGGESTED = 3
"""How many suggested cooperations a page gives, of as many as `CONSIDERED`."""
CONSIDERED = 12


def overview(state: State, sector: str = "", territory: str = "") -> dict[str, Any]:
    """Return every filière with what sources tell of it, in figures; narrowed to a sector or to a territory."""
    sector_id = resolve_concept("secteur", sector) if sector else ""
    place = state.matcher.resolve(territory, "territory") if territory else None
    wanted = portraits.family((sector_id,)) if sector_id else None
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
            "sector": concept_body("secteur", sector_id) if sector_id else None,
            "territory": state.bodies.optional(place.id if place else ""),
        },
        "items": items,
        "total": len(items),
    }


def _line(state: State, thing: Thing) -> dict[str, Any]:
    """Return a filière in figures, with what sources say of it in a few words."""
    return {
        **portraits.line(state, thing),
        "sectors": [concept_body("secteur", s) for s in thing.sectors],
        "notes": distinct(thing.note.split(" ; ")),
        "sources": [state.bodies.passage(e) for e in statements.naming(state.store, thing.iri)],
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
    """Return a filière for reading: its portrait, its ties by role, gaps, suggestions; raise UnknownThing."""
    network = networks.filiere(state, id, transversal)
    thing = state.directory[network["filiere"]["id"]]
    shown = Shown(networks.filiere_perimeter(thing.id), transversal=transversal)
    portrait = portraits.portrait(state, thing.id, transversal)
    return {
        **{name: network[name] for name in ("filiere", "cross_cutting", "beyond", "contradictions", "remark")},
        "portrait": portrait,
        "bridges": _bridges(portrait["bridges"]),
        "transversal": transversal,
        "groups": _groups(network),
        "figures": _figures(portraits.line(state, thing)),
        "drawn": {"nodes": len(network["nodes"]), "edges": len(network["edges"])},
        "structuring": network["structuring"],
        "referents": network["referents"],
        "nearest_referents": network["nearest_referents"],
        "sector_referents": _of_its_sector(state, thing, network),
        "notes": distinct(thing.note.split(" ; ")),
        "needs": distinct(thing.needs),
        "naming": [state.bodies.passage(e) for e in statements.naming(state.store, thing.iri)],
        "gaps": needs_met(state, thing),
        "suggestions": suggested(state, thing),
        **links(state, shown, networks.BROKERS),
    }


def _of_its_sector(state: State, thing: Thing, network: dict[str, Any]) -> list[Any]:
    """Return the referents of a filière's sectors in its territory, named or not, that the page does not have yet."""
    told = {s["id"] for s in (*network["referents"], *network["nearest_referents"])}
    asked = product(thing.sectors, thing.territories)
    found = (m for ask in asked for m in answers.referents(state.record.mandates, state.directory, *ask).found)
    wanted = {narrow for sector in thing.sectors for narrow in files.with_narrower("secteur", sector)}
    own = (m for m in found if m.status == "actual" and (not m.sectors or wanted.intersection(m.sectors)))
    known = (m for m in own if m.has_holder and m.id not in told)
    return state.bodies.statements(dict.fromkeys(known))


def _groups(network: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the ties of a filière's network in the order in which people look for them; each row knows its line."""
    crossing = [line["scheme"]["id"] for line in network["cross_cutting"]]
    others = [s for s in network["others"] if not _crosses(s, crossing)]
    held = [s for s in others if s["kind"] == "participation"]
    members = [s for s in network["members"] if not _crosses(s, crossing)]
    funders = [s for s in network["funders"] if not _crosses(s, crossing)]
    aside = [s for s in (*network["funders"], *network["others"]) if _crosses(s, crossing)]
    own = network["filiere"]["id"]

    def order(s: dict[str, Any]) -> tuple[str, bool, str, str]:
        return s["role"]["label"], s["object"]["id"] != own, s["object"]["label"], fold(s["subject"]["label"])

    made = [
        ("projets", "Projets et dispositifs", [*network["structuring"], *network["projects"]]),
        ("membres", "Membres", sorted(members, key=order)),
        ("roles", "Porteurs, animateurs, accompagnateurs et autres rôles", sorted(held, key=order)),
        ("financeurs", "Financeurs et soutiens", sorted(funders, key=order)),
        ("autres-liens", "Autres liens", [s for s in others if s["kind"] == "link"]),
        ("transversaux", "Par les dispositifs transversaux", aside),
    ]
    many = sum(len(rows) for *_, rows in made) > OPEN
    return [
        {
            "id": id,
            "label": label,
            "items": rows,
            "names": list(dict.fromkeys(s["subject"]["label"] for s in rows)),
            "folded": len(rows) > OPEN or (many and id == "autres-liens"),
        }
        for id, label, rows in made
        if rows
    ]


def _crosses(statement: dict[str, Any], crossing: Sequence[str]) -> bool:
    return statement["object"]["id"] in crossing or statement["subject"]["id"] in crossing


def _figures(line: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the counts at the head of the page, those above zero: actual ties only, each actor once."""
    made = (
        (line["members"], "membre", "membres"),
        (line["actors"], "acteur engagé", "acteurs engagés"),
        (len(line["structuring"]), "projet structurant", "projets structurants"),
        (len(line["funders"]), "financeur ou soutien", "financeurs ou soutiens"),
        (line["referents"], "fonction de référent", "fonctions de référent"),
    )
    return [{"count": count, "label": many if count > 1 else one} for count, one, many in made if count]


def _bridges(bridges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return bridges with those that reach the same filières together."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for bridge in bridges:
        key = tuple(other["id"] for other in bridge["filieres"])
        groups.setdefault(key, {"actors": [], "filieres": bridge["filieres"]})["actors"].append(bridge["actor"])
    return list(groups.values())


def needs_met(state: State, thing: Thing) -> dict[str, Any] | None:
    """Return what the territory of a filière offers in its sectors, a row a sector and need; None without a sector."""
    if not (thing.sectors and thing.territories):
        return None
    told = [gaps.gap_matrix(state, thing.territories[-1], sector) for sector in thing.sectors]
    return {
        "territory": told[0]["territory"],
        "stages": told[0]["stages"],
        "rows": [
            {"role": role, **row}
            for one in told
            for role in one["roles"]
            for row in gaps.grid(_of_role(one, role["id"]))
        ],
    }


def _of_role(told: dict[str, Any], role: str) -> dict[str, Any]:
    """Return what a gap matrix tells of one role."""
    return {
        **told,
        "items": [item for item in told["items"] if item["role"]["id"] == role],
        "untold": [line for line in told["untold"] if line["role"] == role],
    }


def suggested(state: State, thing: Thing) -> list[dict[str, Any]]:
    """Return the first suggested cooperations, by roles and by shared partners in turn, the same evidence once."""

    def make() -> list[dict[str, Any]]:
        groups = relations.grouped(relations.proposed(state, thing.id, "", "adamic-adar", CONSIDERED)["items"])
        partners = [group for group in groups if group["reason"] == "shared-partners"]
        roles = [group for group in groups if group["reason"] != "shared-partners"]
        return [group for group in chain(*zip_longest(roles, partners)) if group][:SUGGESTED]

    return state.cached(("suggested in filiere", thing.id), make)


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
