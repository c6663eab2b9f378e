"""What every file that leaves tells of itself: perimeter, date, version of the data, sources, licence."""

import re
from dataclasses import dataclass

LICENCE = "Licence Ouverte 2.0"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Colophon:
    """The foot of a file; `sources` are the titles of the documents that what it shows was read in."""

    perimeter: str
    data_version: str
    date: str
    sources: tuple[str, ...] = ()
    licence: str = LICENCE

    def lines(self) -> dict[str, str]:
        """Return what is told, by its French name, in the order in which it is printed."""
        return {
            "Périmètre": self.perimeter,
            "Date": self.date,
            "Version des données": self.data_version,
            "Sources": " ; ".join(self.sources),
            "Licence": self.licence,
        }

    def __str__(self) -> str:
        return " · ".join(f"{name} : {value}" for name, value in self.lines().items() if value)


def printable(text: str) -> str:
    """Return `text` without the control characters that neither XML nor a spreadsheet can hold.

    >>> printable("Les\\x00 Écossolies")
    'Les Écossolies'
    """
    return _UNPRINTABLE.sub("", text)
