"""The network: every tie as integer arrays, made once per data version; perimeters, networkx graphs and projections.

A tie is a participation (actor -> scheme, project, place, body, filière) or a link (thing -> thing). A mandate is none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.cells import PartialDate
from graph.errors import one_of
from graph.perimeter import WHOLE, Perimeter, role_label
from graph.store import Store
from graph.things import Directory, Thing
from graph.ties import Tie, scan
from ontology import files

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]
    NetMultiGraph = nx.MultiGraph[str]

ACTORS = ("actor", "person")
FUNDING, FUNDS = "financeur", "finance"
CHAIN = "chaine"
"""The kind of a scheme whose members are named for what each does for projects, by its own means."""
WEIGHTINGS = ("simple", "newman", "euros")
IN_FILIERE = ("projet-structurant", "s-inscrit-dans", "travaille-sur")

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Network:
    """Every tie of the graph: parallel arrays, one entry a tie; things and roles by place in `nodes` and `roles`."""

    directory: Directory
    nodes: tuple[str, ...]
    roles: tuple[str, ...]
    facts: tuple[str, ...]
    statuses: tuple[str, ...]
    left: Ints
    right: Ints
    role: Ints
    is_link: Mask
    starts: Ints
    ends: Ints
    documents: tuple[tuple[str, ...], ...]
    amounts: Floats

    @classmethod
    def read(cls, store: Store, directory: Directory) -> "Network":
        """Make the arrays from a store, read once."""
        ties = scan(store)
        tied = {id for tie in ties for id in (tie.subject, tie.object)}
        nodes = tuple(sorted(tied | {_whole(directory, id) for id in tied}))
        roles = tuple(sorted({tie.role for tie in ties}))
        at = {id: place for place, id in enumerate(nodes)}
        role_at = {role: place for place, role in enumerate(roles)}
        periods = [_period(tie, directory) for tie in ties]
        return cls(
            directory=directory,
            nodes=nodes,
            roles=roles,
            facts=tuple(tie.id for tie in ties),
            statuses=tuple(tie.status for tie in ties),
            left=_ints(at[tie.subject] for tie in ties),
            right=_ints(at[tie.object] for tie in ties),
            role=_ints(role_at[tie.role] for tie in ties),
            is_link=np.array([tie.kind == "link" for tie in ties], dtype=bool),
            starts=_ints(start for start, _ in periods),
            ends=_ints(end for _, end in periods),
            documents=tuple(tie.documents for tie in ties),
            amounts=np.array([np.nan if tie.amount is None else tie.amount for tie in ties], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.facts)

    def select(self, perimeter: Perimeter) -> Ints:
        """Return the places of the ties of a perimeter, in order."""
        keep = np.isin(np.array(self.statuses, dtype=object), perimeter.statuses)
        if perimeter.roles:
            keep &= np.isin(self.role, [place for place, role in enumerate(self.roles) if role in perimeter.roles])
        if perimeter.as_of:
            day = perimeter.as_of.toordinal()
            keep &= (self.starts <= day) & (day <= self.ends)
        if perimeter.documents:
            keep &= np.array([not stated.isdisjoint(perimeter.documents) for stated in map(set, self.documents)], bool)
        if perimeter.filiere:
            inside = self._is_in(self.filiere_objects(perimeter.filiere))
            keep &= inside[self.right] | (self.is_link & inside[self.left])
        if perimeter.sector:
            keep &= self._touches(self._is_in(self._of_sector(perimeter.sector)))
        if perimeter.territory:
            keep &= self._located(perimeter.territory)
        if perimeter.kinds:
            kind = self._is_in({t.id for t in self.directory.of_type(*ACTORS) if t.kind in perimeter.kinds})
            actor = self._is_actor
            keep &= (kind | ~actor)[self.left] & (kind | ~actor)[self.right]
        return np.flatnonzero(keep)

    def facts_of(self, perimeter: Perimeter) -> frozenset[str]:
        """Return the ids of the statements that are the ties of a perimeter."""
        return frozenset(self.facts[tie] for tie in self.select(perimeter))

    def is_dated(self, ties: Ints) -> Mask:
        """Tell which ties have a day, a year or an object with a date, by their places."""
        dated: Mask = (self.starts[ties] > date.min.toordinal()) | (self.ends[ties] < date.max.toordinal())
        return dated

    def between(self, perimeter: Perimeter, first: date, last: date) -> Ints:
        """Return the places of the ties of a perimeter that began after a day and ended before another."""
        ties = self.select(perimeter)
        return ties[(self.starts[ties] > first.toordinal()) & (self.ends[ties] < last.toordinal())]

    def filiere_objects(self, filiere: str) -> set[str]:
        """Return a filière with the projects and schemes that sources tie to it."""
        place = self.nodes.index(filiere) if filiere in self.nodes else -1
        roles = [self.roles.index(role) for role in IN_FILIERE if role in self.roles]
        tied = self.is_link & (self.right == place) & np.isin(self.role, roles)
        return {filiere} | {self.nodes[i] for i in self.left[tied] if self.directory[self.nodes[i]].type != "actor"}

    def multigraph(self, perimeter: Perimeter = WHOLE) -> "NetMultiGraph":
        """Return the ties of a perimeter as a networkx multigraph.

        Nodes carry `label`, `type`, `kind`, `kind_label`; edges carry `role`, `role_label`, `status`, `source` (who
        holds the role), `documents` (ids of those that state it), and are keyed by their fact.
        """
        net: NetMultiGraph = nx.MultiGraph()
        for tie in self.select(perimeter):
            left, right = self.nodes[self.left[tie]], self.nodes[self.right[tie]]
            for id in (left, right):
                if id not in net:
                    net.add_node(id, **node_attributes(self.directory[id]))
            role = self.roles[self.role[tie]]
            attributes = {"role": role, "role_label": role_label(role), "status": self.statuses[tie]}
            net.add_edge(left, right, self.facts[tie], **attributes, source=left, documents=self.documents[tie])
        return net

    def graph(self, perimeter: Perimeter = WHOLE) -> "NetGraph":
        """Return the ties of a perimeter as a simple graph whose `weight` counts the roles that tie two things.

        Edges carry `roles` and `documents` (ids of those that state one of them).
        """
        net: NetGraph = nx.Graph()
        for tie in self.select(perimeter):
            left, right = self.nodes[self.left[tie]], self.nodes[self.right[tie]]
            if left != right:
                _tie(net, left, right, {self.roles[self.role[tie]]}, set(self.documents[tie]))
        return self._finished(net)

    def partners(self, perimeter: Perimeter = WHOLE, without: Collection[str] = ()) -> "NetGraph":
        """Return the actors of a perimeter, tied when they take part in the same scheme or when a source links them.

        Edges carry `weight` (schemes and links that tie the two), `shared` (ids of the schemes), `roles`, `documents`.
        Ties to the things of `without` do not count, and who has no other is not there.
        """
        inside: defaultdict[int, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        wholes, aside = self._wholes, self._is_in(without)
        net: NetGraph = nx.Graph()
        for tie in self.select(perimeter):
            if aside[self.right[tie]]:
                continue
            if not self.is_link[tie]:
                inside[int(wholes[self.right[tie]])][int(self.left[tie])].update(self.documents[tie])
            elif (
                self._is_actor[self.left[tie]] and self._is_actor[self.right[tie]] and self.left[tie] != self.right[tie]
            ):
                left, right = self.nodes[self.left[tie]], self.nodes[self.right[tie]]
                _tie(net, left, right, {self.roles[self.role[tie]]}, set(self.documents[tie]))
        for scheme, held in sorted(inside.items()):
            present = sorted(actor for actor in held if self._is_actor[actor])
            net.add_nodes_from(self.nodes[actor] for actor in present)
            for first, second in combinations(present, 2):
                _tie(
                    net,
                    self.nodes[first],
                    self.nodes[second],
                    set(),
                    _common(held[first], held[second]),
                    self.nodes[scheme],
                )
        return self._finished(net)

    def _finished(self, net: "NetGraph") -> "NetGraph":
        for id in net:
            net.nodes[id].update(node_attributes(self.directory[id]))
        for *_, edge in net.edges(data=True):
            edge["weight"] = len(edge["roles"]) + len(edge["shared"])
            edge |= {name: tuple(sorted(edge[name])) for name in ("roles", "documents", "shared")}
        return net

    def incidence(self, roles: Sequence[str], perimeter: Perimeter = WHOLE) -> "Incidence":
        """Return the matrix actors x schemes of those who hold one of `roles`; an edition counts as its scheme.

        Who funds projects in a chain of support does so by its own means: it is no funder of the chain.
        """
        ties = self.select(perimeter)
        wanted = [self.roles.index(role) for role in roles if role in self.roles]
        ties = ties[~self.is_link[ties] & np.isin(self.role[ties], wanted)]
        if FUNDING in roles and FUNDING in self.roles:
            own = self._is_in({thing.id for thing in self.directory if thing.kind == CHAIN})
            ties = ties[~(own[self.right[ties]] & (self.role[ties] == self.roles.index(FUNDING)))]
        whole = self._wholes[self.right[ties]]
        pairs = np.unique(np.stack([self.left[ties], whole]), axis=1) if len(ties) else np.empty((2, 0), dtype=np.int64)
        shape = (len(self.nodes), len(self.nodes))
        return Incidence(self.nodes, sparse.csr_array((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape=shape))

    def projection(
        self, left: Sequence[str], right: Sequence[str], perimeter: Perimeter = WHOLE, weighting: str = "simple"
    ) -> "NetGraph":
        """Return the actors tied by a pair of roles in the same scheme, as a weighted networkx graph.

        `weighting` is `simple` (number of shared schemes) or `newman` (each shared scheme counts 1/(n-1) for its n
        holders of these roles: M. E. J. Newman, Phys. Rev. E 64, 016132, 2001). Edges carry `weight`, `shared` (ids of
        schemes). `euros`: the least that the two are said to bring to each shared scheme, summed; pairs of which no
        source says what both bring have no weight, and are left out. Raises BadParameter for another weighting.
        """
        one_of(weighting, WEIGHTINGS, "une pondération")
        first, second = self.incidence(left, perimeter), self.incidence(right, perimeter)
        # two who share a scheme are at least two there, even where one of them holds both roles
        worth = 1 / np.maximum(first.holders(second) - 1, 1) if weighting == "newman" else np.ones(len(self.nodes))
        brought = self._brought((*left, *right), perimeter) if weighting == "euros" else {}
        net: NetGraph = nx.Graph()
        for a, b, shared in first.pairs(second):
            if weighting == "euros":
                both = [min(brought[a, s], brought[b, s]) for s in shared if (a, s) in brought and (b, s) in brought]
                if not both:
                    continue
                weight = sum(both)
            else:
                weight = float(worth[shared].sum())
            net.add_edge(self.nodes[a], self.nodes[b], weight=weight, shared=[self.nodes[s] for s in shared])
        for id in net:
            net.nodes[id].update(node_attributes(self.directory[id]))
        return net

    def inferred(self, perimeter: Perimeter = WHOLE) -> "NetGraph":
        """Return the funders of a same beneficiary, where no source says that they fund a same scheme.

        A beneficiary is what two actors fund by a link, no scheme being named. Edges carry `weight`, `shared` (ids of
        the beneficiaries) and `inferred`; pairs that a source ties by a scheme are not among them.
        """
        stated = self.projection([FUNDING], [FUNDING], perimeter)
        funded: defaultdict[int, set[int]] = defaultdict(set)
        for tie in self.select(perimeter):
            if self.is_link[tie] and self.roles[self.role[tie]] == FUNDS and self._is_actor[self.left[tie]]:
                funded[int(self.right[tie])].add(int(self.left[tie]))
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for beneficiary, funders in sorted(funded.items()):
            for a, b in combinations(sorted(self.nodes[place] for place in funders), 2):
                if not stated.has_edge(a, b):
                    found[a, b].append(self.nodes[beneficiary])
        net: NetGraph = nx.Graph()
        for (a, b), shared in found.items():
            net.add_edge(a, b, weight=float(len(shared)), shared=shared, inferred=True)
        for id in net:
            net.nodes[id].update(node_attributes(self.directory[id]))
        return net

    def _brought(self, roles: Sequence[str], perimeter: Perimeter) -> dict[tuple[int, int], float]:
        """Return the least euros that each actor is said to bring to each scheme in these roles, where it is said."""
        wanted = [self.roles.index(role) for role in roles if role in self.roles]
        found: defaultdict[tuple[int, int], float] = defaultdict(float)
        for tie in self.select(perimeter):
            if self.role[tie] in wanted and not self.is_link[tie] and not np.isnan(self.amounts[tie]):
                found[int(self.left[tie]), int(self._wholes[self.right[tie]])] += float(self.amounts[tie])
        return dict(found)

    @cached_property
    def _is_actor(self) -> Mask:
        return self._is_in({thing.id for thing in self.directory.of_type(*ACTORS)})

    @cached_property
    def _wholes(self) -> Ints:
        """The scheme of each edition, and each other thing itself."""
        at = {id: place for place, id in enumerate(self.nodes)}
        return _ints(at[_whole(self.directory, id)] for id in self.nodes)

    def _is_in(self, ids: Iterable[str]) -> Mask:
        wanted = set(ids)
        return np.array([id in wanted for id in self.nodes], dtype=bool)

    def _touches(self, inside: Mask) -> Mask:
        return inside[self.right] | (self.is_link & inside[self.left])

    def _of_sector(self, sector: str) -> set[str]:
        wanted = files.with_narrower("secteur", sector)
        return {thing.id for thing in self.directory if wanted.intersection(thing.sectors)}

    def _located(self, territory: str) -> Mask:
        """A tie lies where its object does, or else, when nothing says that, its actor; a link, at either end."""
        wanted = self.directory.inside(territory)
        places = [self.directory.places(id) for id in self.nodes]
        inside: Mask = np.array([bool(wanted.intersection(found)) for found in places], dtype=bool)
        nowhere: Mask = np.array([not found for found in places], dtype=bool)
        located: Mask = inside[self.right] | ((nowhere[self.right] | self.is_link) & inside[self.left])
        return located


@dataclass(frozen=True, eq=False)
class Incidence:
    """Who holds a role in which scheme: a binary CSR matrix over the places of `nodes`, twice."""

    nodes: tuple[str, ...]
    matrix: sparse.csr_array

    def pairs(self, other: "Incidence") -> list[tuple[int, int, list[int]]]:
        """Return (actor, actor, shared schemes) for the pairs that share at least one, each pair once."""
        here, there = sparse.csc_array(self.matrix), sparse.csc_array(other.matrix)
        parts = [np.empty((3, 0), dtype=np.int64)]
        for scheme in np.flatnonzero(np.diff(here.indptr) * np.diff(there.indptr)).tolist():
            first, second = _column(here, scheme), _column(there, scheme)
            left, right = np.repeat(first, len(second)), np.tile(second, len(first))
            part = np.stack([np.minimum(left, right), np.maximum(left, right), np.full(len(left), scheme)])
            parts.append(part[:, left != right])
        found = np.unique(np.concatenate(parts, axis=1), axis=1)
        starts = np.flatnonzero(np.any(np.diff(found[:2], axis=1, prepend=-1), axis=0))
        shared = np.split(found[2], starts[1:])
        return [(a, b, held.tolist()) for (a, b), held in zip(found[:2, starts].T.tolist(), shared, strict=False)]

    def by_scheme(self) -> dict[str, tuple[str, ...]]:
        """Return the actors that hold the role in each scheme, by ids."""
        columns = sparse.csc_array(self.matrix)
        held = ((place, _column(columns, place)) for place in np.flatnonzero(np.diff(columns.indptr)).tolist())
        return {self.nodes[place]: tuple(self.nodes[actor] for actor in sorted(actors)) for place, actors in held}

    def holders(self, other: "Incidence") -> Ints:
        """Return how many actors hold this role or the other's, scheme by scheme."""
        return np.asarray((self.matrix + other.matrix > 0).sum(axis=0), dtype=np.int64)


def _column(matrix: sparse.csc_array, place: int) -> Ints:
    return np.asarray(matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]], dtype=np.int64)


def _common(first: set[str], second: set[str]) -> set[str]:
    """Return the documents that say both of a tie through a scheme; all of them when none says both."""
    return first & second or first | second


def _tie(net: "NetGraph", left: str, right: str, roles: set[str], documents: set[str], scheme: str = "") -> None:
    """Add to what ties two things."""
    if not net.has_edge(left, right):
        net.add_edge(left, right, roles=set(), documents=set(), shared=set())
    edge = net.edges[left, right]
    edge["roles"] |= roles
    edge["documents"] |= documents
    edge["shared"] |= {scheme} if scheme else set()


def node_attributes(thing: Thing) -> dict[str, str]:
    """Return what drawn and exported nodes carry."""
    return {"label": thing.label, "type": thing.type, "kind": thing.kind, "kind_label": thing.kind_label}


def _whole(directory: Directory, id: str) -> str:
    """Return the scheme of an edition; any other thing is itself."""
    thing = directory[id]
    wholes = [w for w in thing.part_of if w in directory and directory[w].type == "scheme"]
    return wholes[0] if thing.type == "edition" and wholes else id


def _period(tie: Tie, directory: Directory) -> tuple[int, int]:
    """Return the first and last day of a tie, as ordinals: by its own dates, or its year, or its object's dates."""
    own = list(tie.starts), list(tie.ends)
    starts, ends = own if any(own) or not tie.year else ([tie.year], [tie.year])
    if thing := directory.get(tie.object):
        starts, ends = starts or list(thing.starts), ends or list(thing.ends)
    first = min((PartialDate(text).first_day for text in starts), default=date.min)
    last = max((PartialDate(text).last_day for text in ends), default=date.max)
    return first.toordinal(), last.toordinal()


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
