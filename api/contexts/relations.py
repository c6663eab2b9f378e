"""Relations: the circles of funders, how one thing is tied to another, cooperations that the network suggests."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import product
from typing import TYPE_CHECKING, Any

from api.bodies import ThingBody, concept_body, thing_body
from api.contexts import examples
from api.contexts.analyses import network_of
from api.contexts.things import TIED
from api.state import State
from graph.analysis import cofunding, hitrate, paths, suggestions
from graph.analysis.declared import read_seed
from graph.identifiers import fold
from graph.network import FUNDING
from graph.perimeter import WHOLE, Perimeter, role_label
from graph.sentences import does, joined
from graph.things import Directory, Thing
from ontology import files

if TYPE_CHECKING:
    from graph.network import NetGraph, NetMultiGraph

# --- circles of funders -------------------------------------------------------------------------------------------


def circles(state: State, perimeter: Perimeter, seed: str) -> dict[str, Any]:
    """Return the circles of funders that work together, who funds alone, and how far to trust the division.

    Raises BadParameter for an impossible seed.
    """
    drawn = read_seed(seed)
    net = state.network.projection([FUNDING], [FUNDING], perimeter)
    found, quality = state.cached(("circles", perimeter, drawn), lambda: cofunding.circles(net, seed=drawn))
    funders = state.network.incidence([FUNDING], perimeter).by_scheme()
    items = [_circle(state, members, kept, funders) for members, kept in zip(found, quality.kept, strict=True)]
    bodies = state.bodies
    return {
        "items": items,
        "total": len(items),
        "funders": len(net),
        "pairs": net.number_of_edges(),
        "modularity": quality.modularity,
        "stability": quality.stability,
        "reading": trust(quality.stability),
        "runs": quality.runs,
        "engine": quality.engine,
        "seed": drawn,
        "alone": [
            {"actor": bodies.thing(a.funder), "schemes": bodies.things(a.schemes)} for a in cofunding.alone(funders)
        ],
        "perimeter": bodies.perimeter(perimeter),
        "date": state.edition.built[:10],
    }


def _circle(
    state: State, members: Iterable[str], kept: float | None, funders: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    inside = set(members)
    schemes = [s for s, held in funders.items() if len(inside.intersection(held)) > 1]
    common = cofunding.in_common(schemes, {s: _description(state, s) for s in schemes})
    ranked = sorted(inside, key=lambda id: (-sum(id in funders[s] for s in schemes), fold(state.directory[id].label)))
    return {
        "members": state.bodies.things(ranked),
        "schemes": state.bodies.things(sorted(schemes, key=lambda s: fold(state.directory[s].label))),
        "kept": kept,
        "sectors": [{**concept_body("secteur", s), "count": n} for s, n in common.sectors.items()],
        "territories": [{**state.bodies.thing(t), "count": n} for t, n in common.territories.items()],
    }


def _description(state: State, scheme: str) -> cofunding.Description:
    thing = state.directory[scheme]
    return cofunding.Description(thing.sectors, thing.stages, state.directory.places(scheme))


def trust(stability: float | None, word: str = "cercles") -> str:
    """Return in French how much a division into circles, or into what `word` calls them, deserves trust.

    >>> trust(0.8)
    "Les cercles changent peu d'un essai à l'autre ; leurs bords sont incertains."
    """
    if stability is None:
        return f"Rien n'est lié à autre chose ici : il n'y a pas de {word}."
    if stability > 0.95:
        return f"Les mêmes {word} reviennent à chaque essai : le partage ne doit rien au hasard du calcul."
    if stability > 0.7:
        return f"Les {word} changent peu d'un essai à l'autre ; leurs bords sont incertains."
    return f"Les {word} changent d'un essai à l'autre : ne vous fiez pas à ce partage."


# --- paths --------------------------------------------------------------------------------------------------------

STUDIED = "objet-de"
"""What ties a thing to a study of it: two things of one study have nothing to do with each other."""


def chains(
    state: State, start: str, end: str, count: int, avoiding: Sequence[str], busiest: int, perimeter: Perimeter
) -> dict[str, Any]:
    """Return the shortest chains of statements between two things, the best told first, each step with its sources.

    Empty, with a remark, when nothing ties them. Raises UnknownThing or AmbiguousName for a name, BadParameter when
    both ends are the same or one is to be avoided.
    """
    left, right = state.matcher.resolve(start, *TIED), state.matcher.resolve(end, *TIED)
    passed = [state.matcher.resolve(name, *TIED).id for name in avoiding if name.strip()]
    net = state.cached(("multigraph", perimeter), lambda: state.network.multigraph(perimeter))
    bodies = state.bodies
    told = {
        "start": bodies.thing(left.id),
        "end": bodies.thing(right.id),
        "avoiding": bodies.things(passed),
        "busiest": busiest,
        "perimeter": bodies.perimeter(perimeter),
    }
    steps = _steps(net, {left.id, right.id})
    missing = [thing.label for thing in (left, right) if thing.id not in steps or not steps[thing.id]]
    if missing:
        remark = f"Aucun lien effectif n'est connu pour {' ni pour '.join(missing)} dans ce périmètre."
        return {**told, "items": [], "total": 0, "remark": remark, "through": []}
    found = paths.chains(steps, left.id, right.id, min(paths.MOST, 4 * count), passed, busiest) or []
    best = sorted(found, key=lambda chain: (len(chain), -sum(map(len, chain.ties)), chain.nodes))[:count]
    remark = "" if best else "Les sources ne disent aucune suite de liens entre les deux, ainsi demandée."
    between = dict.fromkeys(id for chain in best for id in chain.nodes[1:-1])
    return {
        **told,
        "items": [_chain(state, chain) for chain in best],
        "total": len(best),
        "through": bodies.things(between),
        "remark": remark,
    }


def _steps(net: "NetMultiGraph", ends: set[str]) -> "NetMultiGraph":
    """Return the ties that a chain may follow: one does not pass through a study of both, unless it ends there."""
    made = net.copy()
    for left, right, fact, edge in net.edges(keys=True, data=True):
        study = right if edge["source"] == left else left
        if edge["role"] == STUDIED and study not in ends:
            made.remove_edge(left, right, fact)
    return made


def examples_of_paths(state: State) -> list[tuple[ThingBody, ThingBody]]:
    """Return pairs of things between which a path is worth looking at, from the data in service."""
    actors = [examples.thing(state, "actor", place) for place in range(8)]
    filiere, scheme = examples.thing(state, "filiere"), examples.thing(state, "scheme")
    pairs = [(actors[0], actors[4]), (actors[2], actors[6]), (actors[5], filiere), (actors[3], scheme)]
    return [(thing_body(a), thing_body(b)) for a, b in pairs if a and b]


def _chain(state: State, chain: paths.Chain) -> dict[str, Any]:
    steps = [state.record.several(facts) for facts in chain.ties]
    return {
        "length": len(chain),
        "things": state.bodies.things(chain.nodes),
        "steps": [{"statements": state.bodies.statements(step)} for step in steps],
    }


# --- suggestions --------------------------------------------------------------------------------------------------

OWN_OBJECTS = ("project", "place")
"""Of what someone is the carrier that needs a funder, a host or support; the carrier of a fund is not."""


def suggested(state: State, filiere: str, territory: str, method: str, limit: int) -> dict[str, Any]:
    """Return the cooperations that the network suggests and does not have, and how often such ones come true.

    Raises BadParameter for an unknown method.
    """
    return {**proposed(state, filiere, territory, method, limit), "reliability": reliability(state, method)}


def proposed(state: State, filiere: str, territory: str, method: str, limit: int) -> dict[str, Any]:
    """Return the cooperations that the network suggests and does not have, each with its reason and its evidence.

    By shared partners, then, within a filière or a territory, by roles that complete each other. Only organisations
    that can be called are suggested, and none beside what it is part of. Raises BadParameter for an unknown method.
    """
    place = state.matcher.resolve(territory, "territory").id if territory else ""
    chain = state.matcher.resolve(filiere, "filiere").id if filiere else ""
    within = Perimeter(territory=place, filiere=chain)
    whole = state.cached("named partners", lambda: _named_partners(state))
    among = {id for id in network_of(state, "partners", within) if id in whole}
    held = _roles_held(state, within, among) if within != WHOLE else {}
    shared = suggestions.by_shared_partners(whole, method, among, 4 * limit) if among else []
    roles = suggestions.by_roles(whole, {a: set(some) for a, some in held.items()}, limit=4 * limit)
    strange = [s for s in (*shared, *roles) if not _same_house(state.directory, s.left, s.right)]
    partners = [_by_partners(state, s) for s in strange if s.reason == "shared-partners"][:limit]
    complements = [_by_roles(state, s, held) for s in strange if s.reason != "shared-partners"][:limit]
    return {
        "items": [*partners, *complements],
        "total": len(partners) + len(complements),
        "method": method,
        "perimeter": state.bodies.perimeter(within),
        "actors": len(among),
        "remark": "" if among else "Aucun acteur nommé n'a de lien connu dans ce périmètre : rien à proposer.",
    }


def _named_partners(state: State) -> "NetGraph":
    whole = network_of(state, "partners", WHOLE)
    return whole.subgraph([id for id in whole if is_named(state.directory[id])]).copy()


def is_named(thing: Thing) -> bool:
    """Tell whether an actor is an organisation to call: no person, no service of one, no group that nobody names."""
    vague = ("non nommé", "sans précision", "(ensemble)")
    organisation = thing.type == "actor" and thing.kind not in ("collectif", "service")
    return organisation and not any(word in thing.label for word in vague)


def _same_house(directory: Directory, left: str, right: str) -> bool:
    return left in directory.around(right) or right in directory.around(left)


Held = dict[str, dict[tuple[str, str], list[str]]]


def _roles_held(state: State, perimeter: Perimeter, among: set[str]) -> Held:
    """Return, for each actor, the (sector, role) that it holds, with the things in which it holds it."""
    held: defaultdict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for left, right, edge in state.network.multigraph(perimeter).edges(data=True):
        holder = edge["source"]
        other = state.directory[right if holder == left else left]
        if holder in among and (edge["role"] != "porteur" or other.type in OWN_OBJECTS):
            for sector in other.sectors:
                held[holder][sector, edge["role"]].append(other.id)
    return held


def _by_partners(state: State, found: suggestions.Suggestion) -> dict[str, Any]:
    labels = {id: state.directory[id].label for id in (found.left, found.right, *found.evidence)}
    return {
        "left": state.bodies.thing(found.left),
        "right": state.bodies.thing(found.right),
        "reason": found.reason,
        "score": round(found.score, 3),
        "sentence": suggestions.sentence(found, labels),
        "evidence": state.bodies.things(found.evidence),
        "sectors": [],
    }


def _by_roles(state: State, found: suggestions.Suggestion, held: Held) -> dict[str, Any]:
    """Return a pair whose roles meet in a sector, the one that gives first, with what each does there."""
    giver, taker, gives, takes = _sides(held, found)
    sectors = [concept_body("secteur", topic) for topic in found.evidence]
    where = ", ".join(sector["label"] for sector in sectors[:3])
    told = [_does(state, id, *side) for id, side in ((giver, gives), (taker, takes))]
    return {
        "left": state.bodies.thing(giver),
        "right": state.bodies.thing(taker),
        "reason": found.reason,
        "score": found.score,
        "sentence": f"{told[0]} ; {told[1]} (secteur : {where}). Aucun lien entre eux n'est connu.",
        "evidence": state.bodies.things(dict.fromkeys((*gives[1], *takes[1]))),
        "sectors": sectors,
    }


Side = tuple[str, list[str]]


def _sides(held: Held, found: suggestions.Suggestion) -> tuple[str, str, Side, Side]:
    """Return who gives and who takes, each with its role and where it holds it, in the first pair that meets."""
    for (first, second), topic in product(suggestions.COMPLEMENTS, found.evidence):
        for giver, taker in ((found.left, found.right), (found.right, found.left)):
            gives, takes = held[giver].get((topic, first)), held[taker].get((topic, second))
            if gives and takes:
                return giver, taker, (first, sorted(set(gives))), (second, sorted(set(takes)))
    raise ValueError(found)


def _does(state: State, actor: str, role: str, objects: Sequence[str]) -> str:
    first, *others = [state.directory[id].label for id in objects]
    more = f" et {len(others)} autre{'s' if len(others) > 1 else ''}" if others else ""
    concept = files.concepts("role").get(role)
    phrase = (concept.active if concept else None) or role_label(role)
    return joined(does(state.directory[actor], phrase), first) + more


def grouped(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return suggestions that rest on the same evidence as one: who, with whom; in the order of the best of each."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault((item["reason"], *(thing["id"] for thing in item["evidence"])), []).append(item)
    return [_group(one) for pairs in groups.values() for one in _by_anchor(pairs)]


def _by_anchor(pairs: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return pairs by the end that comes back most, so that one line may name it once."""
    if pairs[0]["reason"] != "shared-partners":
        return [list(pairs)]
    counted = Counter(pair[side]["id"] for pair in pairs for side in ("left", "right"))
    found: dict[str, list[dict[str, Any]]] = {}
    for pair in pairs:
        first, second = sorted((pair["left"], pair["right"]), key=lambda t: (-counted[t["id"]], t["label"]))
        found.setdefault(first["id"], []).append({**pair, "left": first, "right": second})
    return list(found.values())


def _group(pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    left = {pair["left"]["id"]: pair["left"] for pair in pairs}
    right = {pair["right"]["id"]: pair["right"] for pair in pairs}
    shared = {name: pairs[0][name] for name in ("reason", "evidence", "sectors", "sentence")}
    return {**shared, "left": list(left.values()), "right": list(right.values()), "pairs": len(pairs)}


def reliability(state: State, method: str) -> dict[str, Any]:
    """Return how often such suggestions came true on our data: participations hidden at random, against chance."""
    return state.cached(("hit rate", method), lambda: _reliability(state, method))


def _reliability(state: State, method: str) -> dict[str, Any]:
    found = hitrate.hit_rate_of_participations(_participations(state), method=method, rounds=10)
    sentence = ""
    if found.rate and found.chance:
        back, luck = round(100 * found.rate), f"{100 * found.chance:.1f}".replace(".", ",")
        sentence = (
            f"Essai sur nos données : on cache une participation sur dix ; {back} % des liens ainsi perdus reviennent "
            f"parmi les {found.first} premières propositions, contre {luck} % au hasard."
        )
    return {**asdict(found), "sentence": sentence}


def _participations(state: State) -> list[tuple[str, str]]:
    """Return who takes effective part in what; an edition counts as its scheme."""
    held = state.network.incidence(state.network.roles).by_scheme()
    return [(actor, scheme) for scheme, actors in held.items() for actor in actors if is_named(state.directory[actor])]
