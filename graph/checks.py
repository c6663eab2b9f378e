"""What must hold of the data: references, duplicates, locators, expected counts, SHACL; all findings of one run.

`check` is what a build asks; `check_sources` opens the documents and verifies that each cited passage names its thing.
"""

import hashlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz import process

from graph import rows, tables
from graph.cells import Locator
from graph.errors import Finding, Severity
from graph.facts import fact_of
from graph.identifiers import fold
from graph.naming import Names, type_of
from graph.quads import RANKS
from graph.tables import Dataset
from ontology.namespaces import local_name

_REFERENCES = (
    "actor",
    "object",
    "project",
    "subject",
    "holder",
    "organisation",
    "filiere",
    "about",
    "part_of",
    "territory",
    "replaced_by",
)
_THINGS = frozenset({"territories", "actors", "schemes", "filieres"})


def check(data: Dataset, folder: Path) -> list[Finding]:
    """Return the findings of the tables themselves, sorted by file and line.

    A fault is told once: what hangs on a row or table that could not be read is not told as unknown or missing too.
    """
    findings = [*data.findings, *_duplicates(data), *_repeated(data), *_expected(data, folder / "expected.toml")]
    if "sources" not in data.unread:
        findings += _locators(data)
    if not data.unread & _THINGS:
        findings += (*_references(data), *_kinds(data), *_arbitrations(data), *_removed(data))
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings += _idle_ranks(data)
    return sorted(findings)


def _error(row: rows.Row, message: str, hint: str) -> Finding:
    return Finding(row.file, row.line, Severity.ERROR, message, hint)


def _duplicates(data: Dataset) -> Iterator[Finding]:
    seen: dict[str, rows.Row] = {}
    things: list[rows.Source | rows.Territory | rows.Named] = [*data.sources, *data.identified()]
    for row in things:
        first = seen.setdefault(row.id, row)
        if first is not row:
            where = f"déjà pris par {first.file}:{first.line}"
            yield _error(row, f"identifiant « {row.id} » en double, {where}", "fusionnez les deux lignes ou renommez")


def _references(data: Dataset) -> Iterator[Finding]:
    known = data.lost | {thing.id for thing in data.identified()}
    removed = {row.id: f"retiré le {row.date}, écrivez {row.replaced_by or 'autre chose'}" for row in data.removed}
    for _, content in data.tables():
        for row in content:
            for column in _REFERENCES:
                for id in _ids(getattr(row, column, None)):
                    if id not in known:
                        hint = removed.get(id) or _nearest(id, known)
                        yield _error(row, f"{column} : identifiant « {id} » inconnu", hint)


def _arbitrations(data: Dataset) -> Iterator[Finding]:
    known = data.lost | {thing.id for thing in data.things()}
    for row in data.arbitrations:
        if row.decision in ("meme", "distincts", "probable") and row.left not in known:
            yield _error(row, f"left : identifiant « {row.left} » inconnu", _nearest(row.left, known))
        if row.decision == "probable" and row.right not in known:
            yield _error(row, f"right : identifiant « {row.right} » inconnu", _nearest(row.right, known))


def _removed(data: Dataset) -> Iterator[Finding]:
    """Yield the removed things that still stand somewhere, are removed twice, or that a person replaces."""
    standing: dict[str, rows.Row] = {thing.id: thing for thing in data.identified()}
    persons = {actor.id for actor in data.actors if actor.kind == "personne"}
    for row in data.removed:
        first = standing.setdefault(row.id, row)
        if first is not row:
            message = f"« {row.id} » est dit retiré, et reste dans {first.file}:{first.line}"
            yield _error(row, message, "effacez l'une des deux lignes")
        if row.replaced_by in persons:
            message = f"replaced_by : « {row.replaced_by} » est une personne, dont rien ne doit rester ici"
            yield _error(row, message, "laissez la cellule vide")


def _idle_ranks(data: Dataset) -> Iterator[Finding]:
    """Yield the arbitrations that would rank a claim, and find none."""
    wanted = [row for row in data.arbitrations if row.decision in RANKS]
    if not wanted:
        return
    names = Names(data)
    claimed = {(thing.id, str(passage)) for thing in data.things() for passage in thing.source}
    claimed |= {(date.about, str(passage)) for date in data.dates for passage in date.source}
    claimed |= {(local_name(fact_of(row, names).iri), str(p)) for row in data.facts() for p in row.source}
    for row in wanted:
        if (row.left, row.right) not in claimed:
            message = f"rang : le passage « {row.right} » n'affirme rien de « {row.left} »"
            yield _error(row, message, "left est l'identifiant d'un fait ou d'une chose, right un de ses repères")


def _ids(cell: object) -> tuple[str, ...]:
    if isinstance(cell, str):
        return (cell,)
    return cell if isinstance(cell, tuple) else ()


def _nearest(id: str, known: Iterable[str]) -> str:
    near = [found for found, *_ in process.extract(id, list(known), limit=3, score_cutoff=70)]
    return f"vouliez-vous dire {' ou '.join(near)} ?" if near else "ajoutez la chose à sa table, avec sa source"


def _kinds(data: Dataset) -> Iterator[Finding]:
    """Yield the references to a thing of a wrong type; those to unknown things are told by `_references`."""
    types = {thing.id: type_of(thing) for thing in data.identified()}
    for row in data.participations:
        if types.get(row.actor) in ("territory", "filiere"):
            message = f"actor : « {row.actor} » est un territoire ou une filière, qui ne tient pas de rôle"
            yield _error(row, message, "nommez l'organisation, le projet ou l'instance que dit la source")
        if types.get(row.object) in ("actor", "person", "territory"):
            hint = "entre deux acteurs, écrivez la ligne dans links.csv"
            yield _error(row, f"object : « {row.object} » n'est ni dispositif, ni lieu, ni projet, ni filière", hint)
    for scheme in data.schemes:
        wholes = [types.get(whole, "scheme") for whole in scheme.part_of]
        if scheme.type == "edition" and wholes != ["scheme"]:
            message = f"part_of : « {'|'.join(scheme.part_of)} » n'est pas le dispositif de l'édition « {scheme.id} »"
            yield _error(scheme, message, "une édition est d'un seul dispositif, de type scheme")
    for placed in (data.actors, data.schemes, data.filieres, data.mandates, data.links, data.figures):
        for located in placed:
            for id in located.territory:
                if types.get(id, "territory") != "territory":
                    message = f"territory : « {id} » n'est pas un territoire"
                    yield _error(located, message, "prenez un identifiant de territories.csv")


def _locators(data: Dataset) -> Iterator[Finding]:
    lengths = {source.id: source.lines for source in data.sources}
    stated: list[rows.Sourced | rows.ContradictionSide | rows.Arbitration]
    stated = [*data.statements(), *data.contradictions, *data.arbitrations]
    for row in stated:
        for locator in row.source:
            length = lengths.get(locator.source)
            if locator.source not in data.lost | lengths.keys():
                yield _error(row, f"source « {locator.source} » inconnue", _nearest(locator.source, lengths))
            elif length is not None and locator.last > length:
                message = f"repère {locator} : le document n'a que {length} lignes"
                yield _error(row, message, "corrigez le numéro de ligne")


def _repeated(data: Dataset) -> Iterator[Finding]:
    """Yield the rows that say the same thing from the same passage as an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    for row in data.statements():
        if isinstance(row, rows.Named):
            continue
        said = row.model_dump(exclude={"source", "mention", "note"})
        for locator in row.source:
            key = (row.file, str(locator), *map(str, said.values()))
            first = seen.setdefault(key, row.line)
            if first != row.line:
                yield _error(
                    row, f"répète la ligne {first} pour le même passage {locator}", "gardez une seule des deux"
                )


def _expected(data: Dataset, path: Path) -> Iterator[Finding]:
    """Compare the counts of rows, in all and by source, with those that expected.toml states; of whole tables only."""
    try:
        expected = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield Finding(
            path.name, 1, Severity.ERROR, "fichier absent", "créez-le : il dit les comptes attendus par table"
        )
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield Finding(path.name, 1, Severity.ERROR, f"TOML illisible ({error})", "corrigez la syntaxe")
        return
    partial = {finding.file.removesuffix(".csv") for finding in data.findings}
    found = counted(data)
    for scope in sorted({*found, *expected}):
        counts, stated = found.get(scope, {}), expected.get(scope, {})
        for table in sorted({*counts, *stated} - partial):
            if counts.get(table, 0) != stated.get(table, 0):
                message = f"[{scope}] {table} : {counts.get(table, 0)} lignes, {stated.get(table, 0)} attendues"
                hint = "si le changement est voulu, lancez « entrelacs tidy --comptes » dans le même commit"
                yield Finding(path.name, 1, Severity.ERROR, message, hint)


def write_expected(data: Dataset, path: Path) -> None:
    """Write the counts of a dataset as those expected from now on."""
    lines = [
        "# Comptes qui doivent tenir : lignes par table, puis lignes qui citent chaque source.",
        "# Un changement voulu des tables met ce fichier à jour dans le même commit (« entrelacs tidy --comptes »).",
    ]
    for scope, counts in sorted(counted(data).items(), key=lambda item: (item[0] != "total", item[0])):
        lines += ["", f"[{scope}]", *(f"{table} = {count}" for table, count in counts.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def counted(data: Dataset) -> dict[str, dict[str, int]]:
    """Return the number of rows by table: under `total`, and under each source the rows that cite it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for table, content in data.tables():
        name = tables.name_of(table)
        counts["total"][name] = len(content)
        for row in content:
            for source in {locator.source for locator in getattr(row, "source", ())}:
                counts[f"source-{source}"][name] += 1
    return {scope: dict(found) for scope, found in sorted(counts.items())}


# --- the documents themselves -------------------------------------------------------------------------------------


def check_sources(data: Dataset, folder: Path) -> list[Finding]:
    """Return a finding for each document that changed and each passage that does not name the thing it is cited for.

    A passage names its thing when its lines hold, accents and case folded, a name of one of the things of the row, or
    one of the words of `mention`.
    """
    findings: list[Finding] = []
    texts: dict[str, list[str]] = {}
    for source in data.sources:
        found = _document(source, folder, findings)
        if found is not None:
            texts[source.id] = found
    names = {thing.id: [fold(name) for name in thing.names] for thing in data.things()}
    names |= {territory.id: [fold(territory.label)] for territory in data.territories}
    for row in data.statements():
        wanted = [name for id in _things_of(row) for name in names.get(id, ())]
        wanted += [fold(word) for word in row.mention]
        wanted += [fold(row.function)] if isinstance(row, rows.Mandate) else []
        findings += (_unnamed(row, locator) for locator in row.source if not _named(locator, wanted, texts))
    return sorted(findings)


def _document(source: rows.Source, folder: Path, findings: list[Finding]) -> list[str] | None:
    path = folder / source.original
    if not source.original or not path.is_file():
        return None
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != source.sha256:
        message = f"« {path.name} » n'est plus le document qui fut lu (empreinte SHA-256 différente)"
        findings.append(
            Finding(source.file, source.line, Severity.ERROR, message, "relisez les repères, puis l'empreinte")
        )
    return raw.decode("utf-8").split("\n")


def _things_of(row: rows.Sourced) -> Iterator[str]:
    for column in ("id", *_REFERENCES):
        if column not in ("part_of", "territory"):
            yield from _ids(getattr(row, column, None))


def _named(locator: Locator, wanted: Iterable[str], texts: dict[str, list[str]]) -> bool:
    if locator.source not in texts:
        return True
    lines = texts[locator.source][locator.first - 1 : locator.last]
    passage = f" {fold(' '.join(lines))} "
    return any(name and f" {name} " in passage for name in wanted)


def _unnamed(row: rows.Sourced, locator: Locator) -> Finding:
    message = f"repère {locator} : les lignes ne nomment pas la chose"
    hint = "corrigez la ligne, ajoutez la graphie dans variants, ou les mots de la source dans mention"
    return _error(row, message, hint)
