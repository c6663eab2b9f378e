"""A perimeter: the part of the network that a question is about, the same set of parameters everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import BadParameter, one_of
from graph.matching import Matcher, resolve_concept
from graph.statements import STATUSES
from graph.things import Directory, concept_label
from ontology.namespaces import SchemeName

PARAMETERS = ("territory", "filiere", "sector", "role", "kind", "as_of", "status", "source")
"""The names of what a perimeter is made of, in addresses and commands."""


@dataclass(frozen=True, slots=True)
class Perimeter:
    """What is kept: a territory and all inside it, a filière, a sector and narrower ones, roles, kinds of actor, a day.

    `statuses` is `actual` alone by default: what is planned, past or excluded counts as a tie only when asked for.
    `documents` keeps what one of these states, whoever else states it too.
    """

    territory: str = ""
    filiere: str = ""
    sector: str = ""
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: date | None = None
    statuses: tuple[str, ...] = ("actual",)
    documents: tuple[str, ...] = ()

    def describe(self, directory: Directory) -> str:
        """Return the perimeter in a French phrase, as legends and exports print it."""
        told = []
        if self.filiere:
            told.append(f"filière « {directory[self.filiere].label} »")
        if self.territory:
            told.append(f"territoire « {directory[self.territory].label} »")
        if self.sector:
            told.append(f"secteur « {concept_label('secteur', self.sector)} »")
        if self.roles:
            told.append("rôles : " + ", ".join(role_label(role) for role in self.roles))
        if self.kinds:
            told.append("acteurs : " + ", ".join(concept_label("type-acteur", kind) for kind in self.kinds))
        if self.as_of:
            told.append(f"au {self.as_of:%d/%m/%Y}")
        if self.statuses != ("actual",):
            told.append("statuts : " + ", ".join(concept_label("statut", status) for status in self.statuses))
        if self.documents:
            told.append(f"document{'s' if len(self.documents) > 1 else ''} : {', '.join(self.documents)}")
        return " ; ".join(told) or "tout le graphe"

    def parameters(self) -> dict[str, object]:
        """Return the parameters that are set, by their names in addresses."""
        values = (
            self.territory,
            self.filiere,
            self.sector,
            list(self.roles),
            list(self.kinds),
            self.as_of.isoformat() if self.as_of else "",
            list(self.statuses),
            list(self.documents),
        )
        return {name: value for name, value in zip(PARAMETERS, values, strict=True) if value}


WHOLE = Perimeter()
"""Every effective tie of the graph."""


def role_label(role: str) -> str:
    """Return the French label of a participation role, of a kind of link or of what a mandate makes of its holder.

    >>> role_label("financeur"), role_label("membre-de"), role_label("referent")
    ('financeur', 'membre de', 'référent')
    """
    schemes: tuple[SchemeName, ...] = ("role", "lien", "role-mandat")
    labels = (concept_label(scheme, role) for scheme in schemes)
    return next((label for label in labels if label != role), role)


def read(
    matcher: Matcher,
    territory: str = "",
    filiere: str = "",
    sector: str = "",
    roles: Sequence[str] = (),
    kinds: Sequence[str] = (),
    as_of: str = "",
    statuses: Sequence[str] = (),
    documents: Sequence[str] = (),
) -> Perimeter:
    """Return the perimeter that parameters mean: ids, codes or unambiguous names; blank, they mean nothing.

    What is said twice or in another order means the same perimeter. Raises UnknownThing or AmbiguousName for a name,
    BadParameter for an unknown role, kind, status or document or an impossible day.
    """
    asked = {one_of(status, STATUSES, "un statut") for status in statuses}
    return Perimeter(
        territory=matcher.resolve(territory, "territory").id if territory.strip() else "",
        filiere=matcher.resolve(filiere, "filiere").id if filiere.strip() else "",
        sector=resolve_concept("secteur", sector) if sector.strip() else "",
        roles=tuple(sorted({resolve_role(role) for role in roles})),
        kinds=tuple(sorted({resolve_concept("type-acteur", kind) for kind in kinds})),
        as_of=day_or_none(as_of),
        statuses=tuple(status for status in STATUSES if status in asked) or ("actual",),
        documents=tuple(sorted({matcher.resolve_document(document) for document in documents})),
    )


def resolve_role(text: str) -> str:
    """Return the participation role or kind of link that a name means; raise BadParameter for none."""
    try:
        return resolve_concept("role", text)
    except BadParameter:
        return resolve_concept("lien", text)


def day_or_none(text: str) -> date | None:
    """Return the day written AAAA-MM-JJ, or None for a blank; raise BadParameter for an impossible one."""
    return day(text.strip()) if text.strip() else None


def day(text: str) -> date:
    """Return the day written AAAA-MM-JJ; raise BadParameter for an impossible one."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(f"« {text} » n'est pas une date.", "écrivez AAAA-MM-JJ, par exemple 2018-06-30") from error
