"""Who works with whom in a filière, in figures and in words: brokers, pairs of roles, bridges to other filières."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.contexts import networks
from api.contexts.networks import BROKERS
from api.contexts.relations import is_named
from api.contexts.shown import Shown
from api.contexts.things import FAMILIES
from api.state import State
from graph.analysis import filieres
from graph.analysis.changes import Figures, figures
from graph.analysis.filieres import Broker
from graph.identifiers import fold
from graph.network import ACTORS
from graph.perimeter import role_label
from graph.statements import Statement
from graph.things import Directory

if TYPE_CHECKING:
    from graph.network import NetGraph

PROJECT_PAIRS = {
    "membre-projet": ("membres ou porteurs, et leurs projets", ("membre", "porteur")),
    "financeur-projet": ("financeurs ou soutiens, et ce qu'ils soutiennent", ("financeur", "finance", "soutien")),
}
"""Who holds one of these roles in a project, or in what else a filière holds."""
HOST_PAIR = "hebergeur-laureat"
"""Who hosts and who is laureate in a same place, scheme or project."""

FAINT, STRONG = 0.3, 0.5
"""Under the first, a constraint is told as low; from the second on, as high."""


# --- what a filière holds -----------------------------------------------------------------------------------------


def own_objects(state: State, filiere: str, transversal: bool = False) -> set[str]:
    """Return a filière with what is its own; with `transversal`, what serves other filières too."""
    objects = state.network.filiere_objects(filiere)
    return objects if transversal else objects - networks.cross_cutting(state, filiere).keys()


def own_ties(state: State, filiere: str, transversal: bool = False) -> list[Statement]:
    """Return the effective roles and links of others in a filière and in what is its own."""
    objects = own_objects(state, filiere, transversal)
    said = state.record.about(*sorted(objects))
    return [s for s in said if s.kind in ("participation", "link") and s.status == "actual" and s.object in objects]


def actors_of(state: State, filiere: str) -> set[str]:
    """Return the actors with an effective role or link in a filière or in what is its own."""
    return {s.subject for s in own_ties(state, filiere) if state.directory[s.subject].type in ACTORS}


# --- the network --------------------------------------------------------------------------------------------------


def cooperation(state: State, filiere: str, transversal: bool) -> dict[str, Any]:
    """Return who works with whom in a filière in figures and in a sentence, with the brokers or why there is none.

    Effective ties alone: a project in common, or a link that a source states; to be of the filière is no tie by itself.
    """
    shown = Shown(networks.filiere_perimeter(filiere), transversal=transversal)
    net = networks.partners_of(state, shown)
    told = figures(net)
    found = networks.brokers_of(state, shown, BROKERS)
    return {
        "figures": {
            "nodes": told.nodes,
            "ties": told.ties,
            "possible": told.nodes * (told.nodes - 1) // 2,
            "density": None if told.density is None else round(told.density, 4),
            "pieces": list(told.pieces),
        },
        "sentence": in_words(told),
        "brokers": [_broker(state, net, broker) for broker in found],
        "no_broker": "" if found else without_broker(net, state.directory),
    }


def _broker(state: State, net: "NetGraph", broker: Broker) -> dict[str, Any]:
    """Return a broker with what it rests on: paths, constraint, what is left without it, the projects it works in."""
    through = {scheme for *_, edge in net.edges(broker.id, data=True) for scheme in edge["shared"]}
    return {
        "thing": state.bodies.thing(broker.id),
        "betweenness": round(broker.betweenness, 4),
        "constraint": None if broker.constraint is None else round(broker.constraint, 4),
        "paths": one_in(broker.betweenness, "un chemin", "tous les chemins"),
        "constraint_label": _constraint_label(broker.constraint),
        "partners": broker.partners,
        "pieces": list(broker.pieces),
        "through": _sorted(state, through),
    }


def _constraint_label(value: float | None) -> str:
    if value is None:
        return ""
    return "faible" if value < FAINT else "moyenne" if value < STRONG else "forte"


def in_words(told: Figures) -> str:
    """Say a network of partners in French: how many, what share of the possible pairs, in how many groups.

    >>> in_words(Figures(3, 3, 1.0, (3,)))
    '3 acteurs, 3 paires qui travaillent ensemble : toutes les paires possibles.'
    >>> in_words(Figures(4, 2, 1 / 3, (2, 2))).partition(" : ")[2]
    'une paire possible sur trois. Ils forment 2 groupes sans lien entre eux : 2 et 2 acteurs.'
    """
    if not told.nodes:
        return "Les sources ne disent pas qui travaille avec qui : ni projet en commun, ni lien entre deux acteurs."
    if not told.ties:
        count = "Un seul acteur prend" if told.nodes == 1 else f"{told.nodes} acteurs prennent"
        return f"{count} part à un projet de la filière, et les sources ne disent pas avec qui."
    pairs = f"{told.ties} paire{'s' if told.ties > 1 else ''} qui travaille{'nt' if told.ties > 1 else ''} ensemble"
    share = one_in(told.density or 0.0, "une paire possible", "toutes les paires possibles")
    return f"{told.nodes} acteurs, {pairs} : {share}. {_groups(told)}".rstrip()


def _groups(told: Figures) -> str:
    sizes = [str(size) for size in told.pieces if size > 1]
    alone = len(told.pieces) - len(sizes)
    said = []
    if len(sizes) > 1:
        said.append(f"Ils forment {len(sizes)} groupes sans lien entre eux : {' et '.join(sizes)} acteurs.")
    elif not alone and told.density != 1:
        said.append("De proche en proche, tous se rejoignent.")
    if alone:
        who = "Un acteur n'y a" if alone == 1 else f"{alone} acteurs n'y ont"
        said.append(f"{who} pas de partenaire connu.")
    return " ".join(said)


def one_in(share: float, one: str, every: str) -> str:
    """Say a share in words, of what may be counted: « un chemin », « tous les chemins ».

    >>> [one_in(share, "un pas", "tous les pas") for share in (1.0, 0.54, 0.5, 0.19, 0.001)]
    ['tous les pas', "plus d'un pas sur deux", 'un pas sur deux', 'environ un pas sur cinq', "moins d'un pas sur cent"]
    """
    if share == 1:
        return every
    if share >= 0.5:
        return f"{one} sur deux" if share == 0.5 else f"plus d'{one} sur deux"
    if share < 0.01:
        return f"moins d'{one} sur cent"
    ratio = round(1 / share, 3)
    about = "" if ratio == round(ratio) else "près d'" if ratio < 2.5 else "environ "
    return f"{about}{one} sur {_LETTERS.get(round(ratio), str(round(ratio)))}"


_LETTERS = dict(enumerate(("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"), 2))


def without_broker(net: "NetGraph", directory: Directory) -> str:
    """Say in French why nobody stands between others in a network."""
    told = figures(net)
    if not told.ties:
        return "Personne n'est lié à un autre : il n'y a pas d'intermédiaire à chercher."
    if told.nodes == 2:
        return "Deux acteurs seulement sont liés : il en faut trois pour que l'un soit entre les autres."
    if shared := filieres.all_together(net):
        names = " et ".join(f"« {directory[id].label} »" for id in sorted(shared))
        return f"Tous se rencontrent dans {names} : personne n'est un passage obligé."
    if told.ties == sum(size * (size - 1) // 2 for size in told.pieces):
        return "Chacun travaille déjà avec tous ceux de son groupe : personne n'est un passage obligé."
    return "Seules des personnes se trouvent entre d'autres acteurs : elles ne sont pas classées."


# --- pairs of roles -----------------------------------------------------------------------------------------------


def role_pairs(state: State, filiere: str, transversal: bool) -> list[dict[str, Any]]:
    """Return who is tied to which project by which roles, and who hosts which laureate; the empty pairs too."""
    held = [s for s in own_ties(state, filiere, transversal) if state.directory[s.object].type in FAMILIES["schemes"]]
    made = [
        _role_pair(state, id, label, [(s.subject, s.object, s.role) for s in held if s.role in roles])
        for id, (label, roles) in PROJECT_PAIRS.items()
    ]
    hosts, laureates = ([s for s in held if s.role == role] for role in HOST_PAIR.split("-"))
    hosting = [(h.subject, w.subject, h.role) for h in hosts for w in laureates if h.object == w.object]
    return [*made, _role_pair(state, HOST_PAIR, "hébergeurs et lauréats d'un même lieu ou dispositif", hosting)]


def _role_pair(state: State, id: str, label: str, ties: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    told = filieres.role_pair((left, right) for left, right, _ in ties)
    sides: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for left, right, role in ties:
        sides[right][left].append(role_label(role))
    ranked = sorted(sides, key=lambda right: (-len(sides[right]), fold(state.directory[right].label)))
    return {
        "id": id,
        "label": label,
        "lefts": told.lefts,
        "rights": told.rights,
        "pairs": told.pairs,
        "density": told.density,
        "items": [_side(state, right, sides[right]) for right in ranked],
    }


def _side(state: State, right: str, lefts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "right": state.bodies.thing(right),
        "lefts": [{"thing": thing, "roles": lefts[thing["id"]]} for thing in _sorted(state, lefts)],
    }


def _sorted(state: State, ids: Iterable[str]) -> list[Any]:
    return state.bodies.things(sorted(ids, key=lambda id: fold(state.directory[id].label)))


# --- bridges ------------------------------------------------------------------------------------------------------


def bridges(state: State, filiere: str) -> list[dict[str, Any]]:
    """Return the actors of a filière that also take part in others, with these; its own branches are no others.

    A scheme that serves several filières makes no bridge of those who take part in it.
    """
    members = state.cached("actors of filieres", lambda: _actors_of_filieres(state))
    family = {id for s in state.record.about(filiere) if s.kind == "link" for id in s.things} - {filiere}
    others = {id: actors for id, actors in members.items() if id not in family}
    return [
        {"actor": state.bodies.thing(bridge.actor), "filieres": _sorted(state, bridge.others)}
        for bridge in filieres.bridges(filiere, others)
    ]


def _actors_of_filieres(state: State) -> dict[str, set[str]]:
    """Return the organisations of each filière that can be called."""
    return {
        filiere.id: {id for id in actors_of(state, filiere.id) if is_named(state.directory[id])}
        for filiere in state.directory.of_type("filiere")
    }
