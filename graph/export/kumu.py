"""XLSX that Kumu imports: a sheet `Elements` and a sheet `Connections`, with ids so that a new import updates the old.

Kumu wants `Label` (or `ID`) as first column of elements and `From`, `To` (after `ID`) in connections, which then hold
ids; it splits cells at `|`, and leaves alone a sheet named `… (ignore)`: ours tells where it all comes from.
"""

from collections.abc import Iterable, Mapping

from graph.export.drawing import Drawing, Tie
from graph.export.spreadsheet import Row, Sheet, about_sheet, book
from graph.sentences import sentence
from graph.statements import Statement
from graph.things import TYPE_LABELS, Directory, Thing, concept_label

ELEMENTS = ("ID", "Label", "Type", "Description", "Tags", "Url", "Nature", "Territoire", "Secteurs", "Étapes", "SIREN")
CONNECTIONS = ("ID", "From", "To", "Type", "Label", "Direction", "Description", "Tags", "Strength", "Sources")


def dump(drawing: Drawing, said: Mapping[str, Statement]) -> bytes:
    """Return a drawing as Kumu's workbook; the sentences of the statements `said` (by id) describe its connections."""
    elements = [_element(drawing.directory[id], drawing) for id in sorted(drawing.net)]
    connections = [_connection(tie, drawing, said) for tie in drawing.ties]
    about = about_sheet("sources (ignore)", drawing.colophon.lines())
    return book([Sheet("Elements", ELEMENTS, elements), Sheet("Connections", CONNECTIONS, connections), about])


def _element(thing: Thing, drawing: Drawing) -> Row:
    directory = drawing.directory
    sectors = [concept_label("secteur", sector) for sector in thing.sectors]
    return {
        "ID": thing.id,
        "Label": thing.label,
        "Type": TYPE_LABELS[thing.type],
        "Description": thing.note,
        "Tags": [tag for tag in (thing.kind_label, *sectors) if tag],
        "Url": drawing.url_of(thing) if drawing.url_of else "",
        "Nature": thing.kind_label,
        "Territoire": _labels(directory, thing.territories),
        "Secteurs": sectors,
        "Étapes": [concept_label("etape", stage) for stage in thing.stages],
        "SIREN": thing.siren,
    }


def _connection(tie: Tie, drawing: Drawing, said: Mapping[str, Statement]) -> Row:
    told = [sentence(said[fact], drawing.directory) for fact in tie.facts if fact in said]
    shared = ", ".join(_labels(drawing.directory, tie.shared))
    return {
        "ID": tie.id,
        "From": tie.source,
        "To": tie.target,
        "Type": tie.role_label,
        "Label": tie.role_label,
        "Direction": "undirected" if tie.shared else "directed",
        "Description": "\n\n".join([shared, *told] if shared else told),
        "Tags": [concept_label("statut", tie.status)],
        "Strength": tie.weight,
        "Sources": tie.documents,
    }


def _labels(directory: Directory, ids: Iterable[str]) -> list[str]:
    return [thing.label for id in ids if (thing := directory.get(id))]
