"""The network: every tie as integer arrays, made once per data version; perimeters, networkx graphs and projections of it.

A tie is a participation (actor -> scheme, project, place, body, filière) or a link (thing -> thing). Mandates are not ties.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.cells import PartialDate
from graph.errors import BadParameter
from graph.perimeter import Perimeter, role_label
from graph.statements import Statement
from graph.things import Directory, Thing
from ontology import files

if TYPE_CHECKING:
    NetGraph = nx.Graph[str]
    NetMultiGraph = nx.MultiGraph[str]

ACTORS = ("actor", "person")
IN_FILIERE = ("projet-structurant", "s-inscrit-dans", "travaille-sur")
_ALWAYS = (date.min.toordinal(), date.max.toordinal())

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Network:
    """Every tie of the graph: parallel arrays, one entry a tie; things and roles by their place in `nodes` and `roles`."""

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
    source_count: Ints

    @classmethod
    def read(cls, statements: Iterable[Statement], directory: Directory) -> "Network":
        """Make the arrays from statements; those of other kinds than participation and link are left out."""
        ties = [s for s in statements if s.kind in ("participation", "link") and s.subject and s.object and s.retained]
        nodes = tuple(sorted({id for tie in ties for id in (tie.subject, tie.object)}))
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
            source_count=_ints(len(tie.sources) for tie in ties),
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
        if perimeter.filiere:
            inside = self._is_in(self.filiere_objects(perimeter.filiere))
            keep &= inside[self.right] | (self.is_link & inside[self.left])
        if perimeter.sector:
            keep &= self._touches(self._is_in(self._of_sector(perimeter.sector)))
        if perimeter.territory:
            keep &= self._located(perimeter.territory)
        if perimeter.kinds:
            kind = self._is_in({t.id for t in self.directory.of_type(*ACTORS) if t.kind in perimeter.kinds})
            actor = self._is_in({t.id for t in self.directory.of_type(*ACTORS)})
            keep &= (kind | ~actor)[self.left] & (kind | ~actor)[self.right]
        return np.flatnonzero(keep)

    def filiere_objects(self, filiere: str) -> set[str]:
        """Return a filière with the projects and schemes that sources tie to it."""
        place = self.nodes.index(filiere) if filiere in self.nodes else -1
        roles = [self.roles.index(role) for role in IN_FILIERE if role in self.roles]
        tied = self.is_link & (self.right == place) & np.isin(self.role, roles)
        return {filiere} | {self.nodes[i] for i in self.left[tied] if self.directory[self.nodes[i]].type != "actor"}

    def multigraph(self, perimeter: Perimeter = Perimeter()) -> "NetMultiGraph":
        """Return the ties of a perimeter as a networkx multigraph.

        Nodes carry `label`, `type`, `kind`, `kind_label`; edges carry `role`, `role_label`, `status`, `fact`, `sources`, and
        are keyed by their fact.
        """
        net: NetMultiGraph = nx.MultiGraph()
        for tie in self.select(perimeter):
            left, right = self.nodes[self.left[tie]], self.nodes[self.right[tie]]
            for id in (left, right):
                if id not in net:
                    net.add_node(id, **node_attributes(self.directory[id]))
            role = self.roles[self.role[tie]]
            attributes = {"role": role, "role_label": role_label(role), "status": self.statuses[tie]}
            net.add_edge(left, right, self.facts[tie], **attributes, source=left, sources=int(self.source_count[tie]))
        return net

    def graph(self, perimeter: Perimeter = Perimeter()) -> "NetGraph":
        """Return the ties of a perimeter as a simple graph whose `weight` counts the roles that tie two things."""
        net: NetGraph = nx.Graph()
        ties = self.select(perimeter)
        for tie in ties:
            left, right = self.nodes[self.left[tie]], self.nodes[self.right[tie]]
            if left == right:
                continue
            held = net.edges[left, right]["roles"] if net.has_edge(left, right) else set()
            net.add_edge(left, right, roles=held | {self.roles[self.role[tie]]})
        for id in net:
            net.nodes[id].update(node_attributes(self.directory[id]))
        for *_, attributes in net.edges(data=True):
            attributes["roles"] = sorted(attributes["roles"])
            attributes["weight"] = len(attributes["roles"])
        return net

    def incidence(self, roles: Sequence[str], perimeter: Perimeter = Perimeter()) -> "Incidence":
        """Return the matrix actors x schemes of those who hold one of `roles`; an edition counts as its scheme."""
        ties = self.select(perimeter)
        wanted = [self.roles.index(role) for role in roles if role in self.roles]
        ties = ties[~self.is_link[ties] & np.isin(self.role[ties], wanted)]
        whole = self._wholes[self.right[ties]]
        pairs = np.unique(np.stack([self.left[ties], whole]), axis=1) if len(ties) else np.empty((2, 0), dtype=np.int64)
        shape = (len(self.nodes), len(self.nodes))
        return Incidence(self.nodes, sparse.csr_array((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape=shape))

    def projection(
        self, left: Sequence[str], right: Sequence[str], perimeter: Perimeter = Perimeter(), weighting: str = "simple"
    ) -> "NetGraph":
        """Return the actors tied by a pair of roles in the same scheme, as a weighted networkx graph.

        `weighting` is `simple` (number of shared schemes) or `newman` (each shared scheme counts 1/(n-1) for its n holders of
        these roles: M. E. J. Newman, Phys. Rev. E 64, 016132, 2001). Edges carry `weight`, `shared` (ids of schemes).
        Raises BadParameter for another weighting.
        """
        if weighting not in ("simple", "newman"):
            raise BadParameter(f"« {weighting} » n'est pas une pondération.", "choisissez simple ou newman")
        first, second = self.incidence(left, perimeter), self.incidence(right, perimeter)
        net: NetGraph = nx.Graph()
        for a, b, shared in first.pairs(second):
            crowd = [max(first.size(place) if left == right else first.union(second, place), 2) for place in shared]
            weight = float(len(shared)) if weighting == "simple" else sum(1 / (n - 1) for n in crowd)
            net.add_edge(self.nodes[a], self.nodes[b], weight=weight, shared=[self.nodes[s] for s in shared])
        for id in net:
            net.nodes[id].update(node_attributes(self.directory[id]))
        return net

    @property
    def _wholes(self) -> Ints:
        """The scheme of each edition, and each other thing itself."""
        at = {id: place for place, id in enumerate(self.nodes)}

        def whole(thing: Thing) -> str:
            return (
                thing.part_of[0] if thing.type == "edition" and thing.part_of and thing.part_of[0] in at else thing.id
            )

        return _ints(at[whole(self.directory[id])] for id in self.nodes)

    def _is_in(self, ids: Iterable[str]) -> Mask:
        wanted = set(ids)
        return np.array([id in wanted for id in self.nodes], dtype=bool)

    def _touches(self, inside: Mask) -> Mask:
        return inside[self.right] | (self.is_link & inside[self.left])

    def _of_sector(self, sector: str) -> set[str]:
        wanted = files.with_narrower("secteur", sector)
        return {thing.id for thing in self.directory if wanted.intersection(thing.sectors)}

    def _located(self, territory: str) -> Mask:
        """A tie lies where its object lies; where its actor lies when nothing says it of the object; a link, at either end."""
        wanted = self.directory.inside(territory)
        places = [places_of(self.directory, id) for id in self.nodes]
        inside = np.array([bool(wanted.intersection(found)) for found in places], dtype=bool)
        nowhere = np.array([not found for found in places], dtype=bool)
        return inside[self.right] | (nowhere[self.right] & inside[self.left]) | (self.is_link & inside[self.left])


@dataclass(frozen=True, eq=False)
class Incidence:
    """Who holds a role in which scheme: a binary CSR matrix over the places of `nodes`, twice."""

    nodes: tuple[str, ...]
    matrix: sparse.csr_array

    def pairs(self, other: "Incidence") -> list[tuple[int, int, list[int]]]:
        """Return (actor, actor, shared schemes) for the pairs that share at least one, each pair once."""
        product = sparse.coo_array(self.matrix @ other.matrix.T)
        found: dict[tuple[int, int], list[int]] = {}
        for a, b in zip(product.row, product.col, strict=True):
            key = (int(min(a, b)), int(max(a, b)))
            if a != b and key not in found:
                shared = {*self._common(a, other, b), *self._common(b, other, a)}
                found[key] = sorted(int(place) for place in shared)
        return [(a, b, shared) for (a, b), shared in sorted(found.items())]

    def size(self, scheme: int) -> int:
        """Return how many actors hold the role in a scheme."""
        return int(self.matrix[:, [scheme]].sum())

    def union(self, other: "Incidence", scheme: int) -> int:
        """Return how many actors hold this role or the other's in a scheme."""
        return int(((self.matrix[:, [scheme]] + other.matrix[:, [scheme]]) > 0).sum())

    def _common(self, a: int, other: "Incidence", b: int) -> Ints:
        return np.intersect1d(self._schemes(a), other._schemes(b))

    def _schemes(self, actor: int) -> Ints:
        start, end = self.matrix.indptr[actor], self.matrix.indptr[actor + 1]
        return np.asarray(self.matrix.indices[start:end], dtype=np.int64)


def node_attributes(thing: Thing) -> dict[str, str]:
    """Return what drawn and exported nodes carry."""
    return {"label": thing.label, "type": thing.type, "kind": thing.kind, "kind_label": thing.kind_label}


def places_of(directory: Directory, id: str) -> tuple[str, ...]:
    """Return the territories of a thing, or else of the nearest thing that it is part of."""
    thing = directory[id]
    if thing.territories:
        return thing.territories
    return next((directory[w].territories for w in directory.around(id) if directory[w].territories), ())


def _period(tie: Statement, directory: Directory) -> tuple[int, int]:
    """Return the first and last day of a tie, from its own dates and those of its object, as ordinals."""
    start, end = _ALWAYS
    thing = directory.get(tie.object)
    starts = [e.starts for e in tie.retained if e.starts] or [tie.year] * bool(tie.year)
    starts = starts or list(thing.starts if thing else ())
    ends = [e.ends for e in tie.retained if e.ends] or list(thing.ends if thing else ())
    if starts:
        start = min(PartialDate(text).first_day.toordinal() for text in starts)
    if ends:
        end = max(PartialDate(text).last_day.toordinal() for text in ends)
    return start, end


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
