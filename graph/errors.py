"""What can go wrong, said in French: one family of exceptions, and the finding that checks report."""

# ruff: noqa: N818 (the names say what happened; « Error » would add nothing)

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an `error` keeps the data out of service, a `warning` and an `info` do not."""

    ERROR = "erreur"
    WARNING = "avertissement"
    INFO = "information"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend: where (file and 1-based line), what is wrong, and how to repair it."""

    file: str
    line: int
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {self.severity}: {self.message}"
        return f"{text} -> {self.hint}" if self.hint else text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name may mean."""

    id: str
    type: str
    label: str
    kind: str = ""
    score: float = 0.0


class GraphError(Exception):
    """The root of our errors: a French message, and how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DataError(GraphError):
    """The data folder cannot be built: carries every finding of the run, not the first only."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        self.findings = sorted(findings)
        hint = "corrigez les lignes citées, puis relancez « entrelacs check »" if self.findings else ""
        super().__init__(message, hint)


_AMONG_TERRITORIES = " parmi les territoires. Essayez la métropole ou le département"
"""What is said of an unknown territory: few communes are in the tables, every intercommunalité and département is."""


class UnknownThing(GraphError):
    """No thing (of some types, when given) has this id or name; carries the nearest ones."""

    def __init__(self, name: str, candidates: Iterable[Candidate] = (), types: Collection[str] = ()) -> None:
        self.candidates = list(candidates)
        near = ", ".join(f"« {c.label} » ({c.id})" for c in self.candidates[:5])
        known = f"« {name} » est inconnu{_AMONG_TERRITORIES if set(types) == {'territory'} else ''}."
        super().__init__(known, f"Vouliez-vous dire : {near} ?" if near else "")


class RemovedThing(UnknownThing):
    """A thing was published and is no more; carries its id and, when there is one, what replaced it."""

    def __init__(self, id: str, day: str, reason: str, successor: Candidate | None = None) -> None:
        super().__init__(id, [successor] if successor else [])
        self.id = id
        self.message = f"« {id} » a été retiré le {'/'.join(reversed(day.split('-')))} : {reason.rstrip('.')}."
        self.hint = f"voyez « {successor.label} » ({successor.id})" if successor else ""


class AmbiguousName(GraphError):
    """Several things have this name; carries them."""

    def __init__(self, name: str, candidates: Iterable[Candidate]) -> None:
        self.candidates = list(candidates)
        near = ", ".join(f"« {c.label} » ({c.id})" for c in self.candidates[:8])
        super().__init__(f"« {name} » peut désigner plusieurs choses.", f"Précisez par l'identifiant : {near}.")


class BadParameter(GraphError):
    """A parameter has a value that means nothing here."""


def one_of(text: str, possible: Collection[str], what: str) -> str:
    """Return a text that is one of some values; raise BadParameter for another, with `what` it should be, in French.

    >>> one_of("nom", ("nom", "liens"), "un ordre")
    'nom'
    """
    if text not in possible:
        raise BadParameter(f"« {text} » n'est pas {what}.", f"choisissez parmi {', '.join(possible)}")
    return text


class BadSetting(GraphError):
    """A setting has a value that means nothing: a variable of the environment, or the option that replaces it."""


class QueryRefused(GraphError):
    """A SPARQL text that is not allowed (update, SERVICE) or cannot be parsed; `line`, from 1, is 0 where unknown."""

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message, hint)
        self.line = line


class QueryTooLong(GraphError):
    """A SPARQL query that passed its bound of time or memory and was stopped."""


class StoreUnavailable(GraphError):
    """The store is missing, unreadable or unreachable."""
