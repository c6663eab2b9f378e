"""The two tables of the contract: entities.csv, and statements.csv with one row per claim and source passage.

Every cell is a text. A range is written `10000-15000`, a bound known on one side `>=400000` or `<=2`. What the contract
has no column for (instrument, share, project, contact …) is told in French at the end of `note`. Two additions: the
dates of things, with each passage that states one, are rows of kind `figure`, role `debut`, `fin` or
`limite-candidature`, unit `date`; and the territory of a territory is what it lies in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from graph.export.spreadsheet import plain_csv
from graph.rows import header
from graph.sentences import number
from graph.statements import Evidence, Statement
from graph.store import Solution
from graph.things import Directory, Thing, concept_label, shortened
from ontology.namespaces import ESS, local_name

ENTITY_COLUMNS = header("id,type,kind,label,aliases,territory,siren,starts,ends,sectors,stages")
STATEMENT_COLUMNS = header(
    "id,kind,subject,subject_label,role,object,object_label,value,unit,starts,ends,year,sector,territory,status,rank,"
    "source,line_start,line_end,note"
)
DATE_ROLES = {
    str(ESS.startDate): "debut",
    str(ESS.endDate): "fin",
    str(ESS.applicationDeadline): "limite-candidature",
}

Row = dict[str, str]


def files(directory: Directory, said: Iterable[Statement], dates: Iterable[Solution] = ()) -> dict[str, bytes]:
    """Return the content of the two tables by file name; `dates` are the solutions of the query `dates`."""
    return {
        "entities.csv": plain_csv(entities(directory), ENTITY_COLUMNS),
        "statements.csv": plain_csv(statements(said, directory, dates), STATEMENT_COLUMNS),
    }


def entities(directory: Iterable[Thing]) -> list[Row]:
    """Return one row per thing, by id."""
    return sorted((_entity(thing) for thing in directory), key=lambda row: row["id"])


def statements(said: Iterable[Statement], directory: Directory, dates: Iterable[Solution] = ()) -> list[Row]:
    """Return one row per claim and source passage, by id: that of the fact, `@`, and the locator of the passage.

    Where one passage gives a fact several values, the second and later ones end with `.2`, `.3` …
    """
    rows = [row for statement in said for row in _rows(statement, directory)]
    rows += [_dated(solution, directory) for solution in dates]
    rows.sort(key=lambda row: tuple(row[name] for name in STATEMENT_COLUMNS))
    met: Counter[str] = Counter()
    for row in rows:
        met[row["id"]] += 1
        if (turn := met[row["id"]]) > 1:
            row["id"] += f".{turn}"
    return sorted(rows, key=lambda row: row["id"])


def bounds(evidence: Evidence) -> str:
    """Return the value that a passage gives, or the range.

    >>> bounds(Evidence("004", 1, 1, low=Decimal("10000"), high=Decimal("15000.0")))
    '10000-15000'
    >>> bounds(Evidence("004", 1, 1, low=Decimal("400000"))), bounds(Evidence("004", 1, 1, value=Decimal("2.50")))
    ('>=400000', '2.5')
    """
    if evidence.value is not None:
        return _plain(evidence.value)
    low, high = evidence.low, evidence.high
    if low is None:
        return "" if high is None else f"<={_plain(high)}"
    if high is None:
        return f">={_plain(low)}"
    return _plain(low) if low == high else f"{_plain(low)}-{_plain(high)}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _entity(thing: Thing) -> Row:
    places = thing.part_of if thing.type == "territory" else thing.territories
    return {
        "id": thing.id,
        "type": thing.type,
        "kind": thing.kind,
        "label": thing.label,
        "aliases": _joined((*thing.alternatives, *thing.variants)),
        "territory": _joined(places),
        "siren": thing.siren,
        "starts": _joined(thing.starts),
        "ends": _joined(thing.ends),
        "sectors": _joined(thing.sectors),
        "stages": _joined(thing.stages),
    }


def _rows(statement: Statement, directory: Directory) -> Iterator[Row]:
    common = {
        "kind": statement.kind,
        "subject": statement.subject,
        "subject_label": _label(directory, statement.subject) or statement.function,
        "role": statement.role,
        "object": statement.object,
        "object_label": _label(directory, statement.object),
        "year": statement.year,
        "sector": _joined(statement.sectors),
        "territory": _joined(statement.territories),
        "status": statement.status,
    }
    for evidence in statement.evidence:
        value, unit = _value(statement, evidence)
        yield common | {
            "id": f"{statement.id}@{evidence.locator}",
            "value": value,
            "unit": unit,
            "starts": evidence.starts,
            "ends": evidence.ends,
            "rank": evidence.rank,
            "source": evidence.source,
            "line_start": str(evidence.first),
            "line_end": str(evidence.last),
            "note": " ; ".join(filter(None, (evidence.note, *_details(statement, evidence, directory)))),
        }


def _value(statement: Statement, evidence: Evidence) -> tuple[str, str]:
    """Return value and unit: a mandate's function and kind; else what the passage gives, its share for want of more."""
    if statement.kind == "mandate":
        return statement.function, statement.mandate_kind
    if text := bounds(evidence):
        return text, statement.unit
    return (_plain(evidence.share), "pourcent") if evidence.share is not None else ("", "")


def _details(statement: Statement, evidence: Evidence, directory: Directory) -> Iterator[str]:
    """Yield, named in French, what has no column of its own."""
    if statement.amount_kind and statement.kind != "amount":
        yield f"nature : {concept_label('nature-montant', statement.amount_kind)}"
    if statement.instrument:
        yield f"instrument : {concept_label('instrument', statement.instrument)}"
    if evidence.share is not None and evidence.bounds:
        yield f"part : {number(evidence.share)} %"
    if evidence.value is not None and (evidence.low is not None or evidence.high is not None):
        yield f"fourchette : {bounds(Evidence('', 0, 0, low=evidence.low, high=evidence.high))}"
    if evidence.precision not in ("", "exact"):
        yield f"précision : {concept_label('precision-valeur', evidence.precision)}"
    if statement.detail:
        yield f"détail : {statement.detail}"
    if statement.project:
        yield f"projet : {_label(directory, statement.project)} ({statement.project})"
    if statement.filiere:
        yield f"filière : {_label(directory, statement.filiere)} ({statement.filiere})"
    if statement.presence not in ("", "named"):
        yield f"titulaire : {concept_label('presence', statement.presence)}"
    if statement.contact:
        yield f"contact : {statement.contact}"
    if evidence.reason:
        yield f"motif du rang : {evidence.reason}"


def _dated(solution: Solution, directory: Directory) -> Row:
    """Return the row of one date of a thing in one passage."""
    thing = directory[local_name(solution["thing"])]
    role = DATE_ROLES[solution["p"]]
    source, first, last = local_name(solution["source"]), solution["first"], solution["last"]
    locator = Evidence(source, int(first), int(last)).locator
    blank = dict.fromkeys(STATEMENT_COLUMNS, "")
    return blank | {
        "id": f"date/{thing.id}/{role}@{locator}",
        "kind": "figure",
        "subject": thing.id,
        "subject_label": thing.label,
        "role": role,
        "value": shortened(solution["o"], local_name(solution.get("precision", ""))),
        "unit": "date",
        "status": local_name(solution.get("status", "")) or thing.status,
        "rank": local_name(solution["rank"]),
        "source": source,
        "line_start": first,
        "line_end": last,
        "note": solution.get("note", ""),
    }


def _label(directory: Directory, id: str) -> str:
    thing = directory.get(id)
    return thing.label if thing else id


def _joined(values: Iterable[str]) -> str:
    return "|".join(values)
