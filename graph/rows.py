"""The tables of data/: one frozen class per CSV file, whose fields are the columns, checked cell by cell."""

from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.cells import (
    Day,
    Euros,
    Id,
    Ids,
    Locators,
    Many,
    Names,
    Number,
    OptionalId,
    Percent,
    Siren,
    Text,
    When,
    Whole,
    Words,
    Year,
    concept,
    concepts,
    optional_concept,
    required,
)

SchemeType = Literal["scheme", "edition", "place", "project", "body"]
TerritoryKind = Literal["commune", "epci", "departement", "region", "pays"]
RemovableKind = Literal["organisation", "dispositif", "edition", "lieu", "projet", "instance", "filiere", "territoire"]


class Row(BaseModel):
    """A line of a table; `line` is its 1-based place in the file, not a column."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    file: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    line: int = Field(default=0, exclude=True, repr=False)

    def cells(self) -> list[str]:
        """Return the line as it is written in the file, in canonical form."""
        values = self.model_dump()
        return [str(values[name]) for name in self.columns]


def header(text: str) -> tuple[str, ...]:
    """Return the columns of a file as its first line writes them."""
    return tuple(text.split(","))


_STATED = ",status,source,mention,note"
_PAID = ",amount,amount_min,amount_max,precision,amount_kind,instrument,share"
_DATED = ",year,starts,ends"


class Sourced(Row):
    """A row that states something, with the passages that state it and the words that name the thing there."""

    status: Annotated[str, concept("statut")]
    source: Locators
    mention: Many = ()
    note: Text = ""

    @model_validator(mode="after")
    def _has_source(self) -> Self:
        if not self.source:
            raise ValueError("aucune source ; un fait n'entre que si un document le dit : écrivez document:ligne")
        return self


class Dated(Sourced):
    """A statement with a year or a period."""

    year: When = None
    starts: When = None
    ends: When = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts and self.ends and self.ends.last_day < self.starts.first_day:
            raise ValueError(f"la fin ({self.ends}) précède le début ({self.starts}) ; inversez-les ou corrigez-les")
        return self


class Paid(Dated):
    """A dated statement that may carry money, in euros."""

    amount: Euros = None
    amount_min: Euros = None
    amount_max: Euros = None
    precision: Annotated[str, optional_concept("precision-valeur")] = ""
    amount_kind: Annotated[str, optional_concept("nature-montant")] = ""
    instrument: Annotated[str, optional_concept("instrument")] = ""
    share: Percent = None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.amount_min is not None and self.amount_max is not None and self.amount_max < self.amount_min:
            raise ValueError(
                f"montant maximal ({self.amount_max}) inférieur au minimal ({self.amount_min}) ; inversez-les"
            )
        return self


class Source(Row):
    """A document or register that statements were read in."""

    file = "sources.csv"
    columns = header("id,title,publisher,issued,kind,original,lines,sha256,licence,note")
    id: Id
    title: Words
    publisher: Text
    issued: When
    kind: Annotated[str, concept("type-source")]
    original: Text
    lines: Whole
    sha256: Text
    licence: Text
    note: Text


class Territory(Row):
    """A commune, EPCI, département, région or the country, with its official code."""

    file = "territories.csv"
    columns = header("id,kind,code,label,part_of,siren,population,cog_year")
    id: Id
    kind: TerritoryKind
    code: Words
    label: Words
    part_of: Ids
    siren: Siren
    population: Whole
    cog_year: Year


class Named(Sourced):
    """A thing with an id and names; `variants` are misspellings and OCR forms."""

    id: Id
    label: Words
    aliases: Many
    variants: Many

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name of the thing, the usual one first."""
        return (self.label, *self.aliases, *getattr(self, "former", ()), *self.variants)


class Actor(Named):
    """An organisation, a service inside one, or a person in a public function."""

    file = "actors.csv"
    columns = header("id,kind,label,aliases,former,variants,legal_form,territory,part_of,siren,sectors" + _STATED)
    kind: Annotated[str, concept("type-acteur")]
    former: Many
    legal_form: Annotated[str, optional_concept("forme-juridique")]
    territory: Ids
    part_of: Ids
    siren: Siren
    sectors: Annotated[Names, concepts("secteur")]


class Scheme(Named):
    """A scheme, one of its editions, a place, a project or a body."""

    file = "schemes.csv"
    columns = header("id,type,kind,label,aliases,former,variants,part_of,territory,sectors,stages" + _STATED)
    type: SchemeType
    kind: Annotated[str, concept("type-dispositif")]
    former: Many
    part_of: Ids
    territory: Ids
    sectors: Annotated[Names, concepts("secteur")]
    stages: Annotated[Names, concepts("etape")]


class Filiere(Named):
    """An organised or priority sector chain of a territory."""

    file = "filieres.csv"
    columns = header("id,label,aliases,variants,sector,territory,needs" + _STATED)
    sector: Annotated[Names, concepts("secteur")]
    territory: Ids
    needs: Many


class Participation(Paid):
    """An actor's role in a scheme, edition, place, project, body or filière."""

    file = "participations.csv"
    columns = header("actor,role,object,project" + _PAID + _DATED + _STATED)
    actor: Id
    role: Annotated[str, concept("role")]
    object: Id
    project: OptionalId


class Link(Paid):
    """A tie between two things where no scheme is named."""

    file = "links.csv"
    columns = header("subject,role,object" + _PAID + _DATED + ",sector,territory" + _STATED)
    subject: Id
    role: Annotated[str, concept("lien")]
    object: Id
    sector: Annotated[Names, concepts("secteur")]
    territory: Ids


class Mandate(Dated):
    """A named public function: referent of a sector, elected member in charge …; its holder may be unknown."""

    file = "mandates.csv"
    columns = header(
        "holder,role,kind,function,organisation,sector,filiere,territory,presence,contact" + _DATED + _STATED
    )
    holder: OptionalId
    role: Annotated[str, concept("role-mandat")]
    kind: Annotated[str, concept("type-mandat")]
    function: Text
    organisation: OptionalId
    sector: Annotated[Names, concepts("secteur")]
    filiere: OptionalId
    territory: Ids
    presence: Annotated[str, concept("presence")]
    contact: Text

    @model_validator(mode="after")
    def _holder_agrees(self) -> Self:
        if (self.presence == "named") != (self.holder is not None):
            raise ValueError(
                f"presence « {self.presence} » contredit holder ; « named » si et seulement si holder est rempli"
            )
        return self


class Amount(Dated):
    """Money of a scheme, policy or actor: an envelope, a ceiling, an average …, in euros."""

    file = "amounts.csv"
    columns = header("about,kind,instrument,value,min,max,precision,detail" + _DATED + _STATED)
    about: Id
    kind: Annotated[str, concept("nature-montant")]
    instrument: Annotated[str, optional_concept("instrument")]
    value: Euros
    min: Euros
    max: Euros
    precision: Annotated[str, optional_concept("precision-valeur")]
    detail: Text


class Figure(Dated):
    """An observed or targeted number about a territory or a thing."""

    file = "figures.csv"
    columns = header("about,indicator,value,min,max,unit,precision,detail" + _DATED + ",sector,territory" + _STATED)
    about: Id
    indicator: Annotated[str, concept("indicateur")]
    value: Number
    min: Number
    max: Number
    unit: Annotated[str, concept("unite")]
    precision: Annotated[str, concept("precision-valeur")]
    detail: Text
    sector: Annotated[Names, concepts("secteur")]
    territory: Ids


class DateClaim(Sourced):
    """What passages say of one date of a thing."""

    file = "dates.csv"
    columns = header("about,attribute,value" + _STATED)
    about: Id
    attribute: Literal["debut", "fin", "limite-candidature"]
    value: Day


class ContradictionSide(Row):
    """One side of a disagreement between passages; the sides of one question share its id."""

    file = "contradictions.csv"
    columns = header("id,about,question,side,source,note")
    id: Id
    about: Ids
    question: Words
    side: Words
    source: Locators
    note: Text


FactRow = Participation | Link | Mandate | Amount | Figure


class Arbitration(Row):
    """An editorial decision: two names one thing or two, or the rank of a claim; with its reason."""

    file = "arbitrations.csv"
    columns = header("decision,left,right,source,reason,confidence,author,date")
    decision: Annotated[str, concept("decision")]
    left: Id
    right: Text
    source: Locators
    reason: Words
    confidence: Annotated[str, concept("confiance")]
    author: Words
    date: Day


def _removed_kind(text: str) -> str:
    """Return the kind of a thing as its IRI writes it; a person is refused, for its id would keep its name."""
    if text == "personne":
        raise ValueError(
            "une personne ne s'inscrit pas ici, car son identifiant contient son nom ; effacez seulement ses lignes, "
            "voyez « Données personnelles » dans CONTRIBUTING.md"
        )
    if text not in (known := get_args(RemovableKind)):
        raise ValueError(f"« {text} » n'est pas une nature de chose ; choisissez parmi {', '.join(known)}")
    return text


class Removed(Row):
    """A thing that was published and is no more: its addresses say so, or lead to what replaced it; never a person."""

    file = "removed.csv"
    columns = header("id,kind,date,reason,replaced_by")
    id: Id
    kind: Annotated[RemovableKind, required(_removed_kind)]
    date: Day
    reason: Words
    replaced_by: OptionalId

    @model_validator(mode="after")
    def _on_a_day(self) -> Self:
        if self.date.precision != "jour":
            raise ValueError(f"la date « {self.date} » n'est pas un jour ; écrivez AAAA-MM-JJ")
        return self


TABLES: tuple[type[Row], ...] = (
    Source,
    Territory,
    Actor,
    Scheme,
    Filiere,
    Participation,
    Link,
    Mandate,
    Amount,
    Figure,
    DateClaim,
    ContradictionSide,
    Arbitration,
    Removed,
)
