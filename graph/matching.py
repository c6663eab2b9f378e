"""A name, an identifier or a description -> scored candidates: SQLite FTS5 on folded words, corrected by rapidfuzz."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from graph.errors import AmbiguousName, BadParameter, Candidate, UnknownThing
from graph.identifiers import fold
from graph.things import Directory, Thing
from ontology import files
from ontology.namespaces import SchemeName

_SCHEMA = """
CREATE VIRTUAL TABLE names USING fts5(name, id UNINDEXED, weight UNINDEXED, tokenize='unicode61', prefix='2 3');
CREATE VIRTUAL TABLE words USING fts5vocab(names, row);
CREATE VIRTUAL TABLE descriptions USING fts5(words, id UNINDEXED, tokenize='unicode61', prefix='2 3');
CREATE TABLE codes (code TEXT, id TEXT);
CREATE INDEX code ON codes (code);
"""
SURE = 0.9
"""From this score on, a single best candidate is taken as meant."""
PLAUSIBLE, MARGIN = 0.8, 0.1
"""From the first score on, so is one that leads all others by the second."""

DESCRIBED = 0.68, 0.77
"""Scores of a thing that the words describe, from the least to the best: above stray words of a name, below a name."""
INHABITED = 0.77, 0.79
"""Scores of a territory whose inhabitants the word calls: above what lies there."""

_DEMONYM = re.compile(r"(?<=...)(?:erain|eois|ois|ais|ain|ien)e?s?$")
_DOUBLED, _OLD_EAU = re.compile(r"(.)\1$"), re.compile(r"el$")
LONGEST = 200
"""Signs of a text that are read: more than any name has, and few enough to be answered at once."""

_OF_KIND = re.compile(r"(?P<name>.+) \((?P<kind>[^()]+)\)")
_GRAMMAR = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "of", "pour", "sur", "un", "une"]
)


def write_index(path: Path, directory: Directory) -> None:
    """Write the search index of a directory."""
    with sqlite3.connect(path) as base:
        base.executescript(_SCHEMA)
        for thing in directory:
            rows = [(fold(name), thing.id, weight) for name, weight in _names(thing)]
            base.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
            base.executemany("INSERT INTO codes VALUES (?, ?)", [(code, thing.id) for code in _codes(thing)])
            if thing.type != "person":
                base.execute("INSERT INTO descriptions VALUES (?, ?)", (_description(thing, directory), thing.id))
    base.close()


def _names(thing: Thing) -> Iterable[tuple[str, float]]:
    yield thing.label, 1.0
    yield from ((name, 0.97) for name in thing.alternatives)
    yield from ((name, 0.95) for name in thing.variants)


def _codes(thing: Thing) -> Iterable[str]:
    return {code.lower() for code in (thing.siren, thing.code, thing.id) if code}


def _description(thing: Thing, directory: Directory) -> str:
    """Return, folded, what a thing is called, its kind, stages and sectors, and where it is; a territory, its name."""
    if thing.type == "territory":
        return fold(thing.label)
    sectors = [files.concepts("secteur")[s] for s in thing.sectors]
    stages = (files.concepts("etape")[s].label for s in thing.stages)
    fields = (name for sector in sectors for name in (sector.label, *sector.alt))
    return fold(" ".join((thing.label, _nature(thing, directory), *stages, *fields)))


def _nature(thing: Thing, directory: Directory) -> str:
    return " ".join((thing.kind_label, *(directory[place].label for place in thing.territories if place in directory)))


class Matcher:
    """Finds things by name; forgives accents, case, typos, former names and OCR forms."""

    def __init__(self, path: Path, directory: Directory) -> None:
        self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._directory = directory

    @cached_property
    def _words(self) -> list[str]:
        return [word for (word,) in self._base.execute("SELECT term FROM words")]

    def search(self, text: str, types: Sequence[str] = (), limit: int = 20, described: bool = True) -> list[Candidate]:
        """Return the best candidates, best first; `types` keeps only some types of things.

        Where no name answers well, `described` adds what all the words describe: « fonds d'amorçage nantais ».
        """
        asked = fold(text[:LONGEST])
        if not asked:
            return []
        found = {id: 1.0 for code in {text.strip().lower(), asked.replace(" ", "")} for id in self._coded(code)}
        for name, id, weight in self._hits(asked.split()):
            found[id] = max(found.get(id, 0.0), _score(asked, name) * weight)
        if described and max(found.values(), default=0.0) < SURE:
            for id, score in self._described(asked.split()):
                found[id] = max(found.get(id, 0.0), score)
        things = (self._directory[id] for id in found if id in self._directory)
        ranked = sorted(
            (thing for thing in things if not types or thing.type in types),
            key=lambda thing: (-found[thing.id], thing.type == "territory", thing.label, thing.id),
        )
        return [Candidate(t.id, t.type, t.label, t.kind_label, round(found[t.id], 3)) for t in ranked[:limit]]

    def resolve(self, text: str, *types: str) -> Thing:
        """Return the one thing that an id, a code, a name or « name (kind) » means.

        Raises AmbiguousName with the candidates when several fit as well, UnknownThing with the nearest when none does,
        RemovedThing for the id of a thing that is no more.
        """
        direct = self._directory.get(text.strip())
        if direct and (not types or direct.type in types):
            return direct
        self._directory.refuse_removed(text.strip(), *types)
        if meant := self._of_kind(text, types):
            return meant
        candidates = self.search(text, types, limit=8, described=False)
        best = [c for c in candidates if c.score >= max(SURE, candidates[0].score - 0.02)]
        close = [c for c in candidates if c.score >= candidates[0].score - MARGIN]
        if len(best) == 1 or (len(close) == 1 and close[0].score >= PLAUSIBLE):
            return self._directory[candidates[0].id]
        if best:
            raise AmbiguousName(text, best)
        raise UnknownThing(text, self.search(text, types, limit=8))

    def _of_kind(self, text: str, types: Sequence[str]) -> Thing | None:
        """Return the one thing that « name (kind) » means, as forms write a name that things of several kinds bear."""
        if (said := _OF_KIND.fullmatch(text.strip())) is None:
            return None
        name, kind = map(fold, said.groups())
        found = self.search(said["name"], types, limit=8, described=False)
        same = [c.id for c in found if (fold(c.label), fold(c.kind)) == (name, kind)]
        return self._directory[same[0]] if len(same) == 1 else None

    def resolve_document(self, text: str) -> str:
        """Return the id of the document that a text gives; raise BadParameter with every document for another."""
        documents = self._directory.documents
        if (id := text.strip()) in documents:
            return id
        known = ", ".join(f"{id} (« {title} »)" for id, title in documents.items())
        raise BadParameter(f"« {id} » n'est pas un document.", f"choisissez parmi {known}")

    def _coded(self, code: str) -> list[str]:
        return [id for (id,) in self._base.execute("SELECT id FROM codes WHERE code = ?", (code,))]

    def _hits(self, words: list[str]) -> list[tuple[str, str, float]]:
        """Return the names that hold all the words (the last one as a prefix), or all the telling ones, or any."""
        groups = [self._variants(word, last=word is words[-1]) for word in words]
        telling = [group for word, group in zip(words, groups, strict=True) if word not in _GRAMMAR] or groups
        for joined in (" AND ".join(groups), " AND ".join(telling), " OR ".join(telling)):
            query = "SELECT name, id, weight FROM names WHERE names MATCH ? ORDER BY rank LIMIT 400"
            if found := self._base.execute(query, (joined,)).fetchall():
                return found
        return []

    def _described(self, words: list[str]) -> Iterator[tuple[str, float]]:
        """Yield the things whose kind, place, sectors, stages and name hold all the telling words, with a score."""
        telling = [word for word in words if word not in _GRAMMAR]
        stems = [_stem(word) for word in telling]
        either = [f'({self._variants(w, last=True)} OR "{s}"*)' for w, s in zip(telling, stems, strict=True)]
        query = "SELECT id FROM descriptions WHERE words MATCH ? ORDER BY rank LIMIT 200"
        for (id,) in self._base.execute(query, (" AND ".join(either),)) if either else ():
            thing = self._directory[id]
            if thing.type != "territory":
                yield id, _between(DESCRIBED, self._closeness(stems, thing))
            elif close := _inhabited(stems[0], fold(thing.label)) if len(stems) == 1 else 0.0:
                yield id, _between(INHABITED, close)

    def _closeness(self, stems: Sequence[str], thing: Thing) -> float:
        close = fuzz.token_set_ratio(" ".join(stems), fold(_nature(thing, self._directory))) / 100
        return close * (1.0 if thing.status == "actual" else 0.7)

    def _variants(self, word: str, last: bool) -> str:
        """Return the FTS5 expression of a word: itself, or the nearest words of the index when it is unknown there."""
        plain = f'"{word}"*' if last or len(word) > 3 else f'"{word}"'
        known = self._base.execute("SELECT 1 FROM names WHERE names MATCH ? LIMIT 1", (f'"{word}"' + "*" * last,))
        if known.fetchone() or len(word) < 3:
            return plain
        cutoff = 1 if len(word) < 6 else 2
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=cutoff, limit=6)
        return "(" + " OR ".join([plain, *(f'"{found}"' for found, *_ in near)]) + ")"


def _stem(word: str) -> str:
    """Return what a word shares with the name of the place whose inhabitants it may call; most words, as they are.

    >>> [_stem(word) for word in ("nantais", "lyonnaise", "bordelais", "strasbourgeois", "fonds")]
    ['nant', 'lyon', 'bordeau', 'strasbourg', 'fonds']
    """
    stem = _DEMONYM.sub("", word)
    return word if stem == word else _OLD_EAU.sub("eau", _DOUBLED.sub(r"\1", stem))


def _inhabited(stem: str, name: str) -> float:
    """Return how well the stem of an inhabitant's word fits the name of a place, 0 when no word of it begins so.

    >>> _inhabited("lyon", "lyon") > _inhabited("lyon", "metropole de lyon") > _inhabited("lyon", "lyons andelle") > 0
    True
    """
    begun = [fuzz.ratio(stem, word) / 100 for word in name.split() if word.startswith(stem)]
    return 0.8 * max(begun) + 0.2 * fuzz.ratio(stem, name) / 100 if begun else 0.0


def _between(ends: tuple[float, float], share: float) -> float:
    least, best = ends
    return least + (best - least) * share


def _score(asked: str, name: str) -> float:
    """Return how well a name answers: 1 when equal; the same words in another order or among others, a little less."""
    if asked == name:
        return 1.0
    whole = fuzz.ratio(asked, name) / 100
    words = fuzz.token_set_ratio(asked, name) / 100
    begins = 0.93 if name.startswith(asked) else 0.0
    return min(0.99, max(whole, 0.6 * words + 0.3 * whole, begins * (0.9 + 0.1 * len(asked) / len(name))))


def resolve_concept(scheme: SchemeName, text: str) -> str:
    """Return the local name of the concept that a name or label means; raise BadParameter with the nearest ones."""
    known = files.concepts(scheme)
    if text in known:
        return text
    asked = fold(text)
    names = {fold(name): c.id for c in known.values() for name in (c.id, *c.alt, c.short or c.label, c.label)}
    if asked in names:
        return names[asked]
    scored = process.extract(asked, names.keys(), scorer=fuzz.token_set_ratio, limit=5)
    best = {names[name] for name, score, _ in scored if score >= 92 and score == scored[0][1]}
    if len(best) == 1:
        return best.pop()
    near = " ou ".join(f"« {known[id].label} » ({id})" for id in dict.fromkeys(names[name] for name, *_ in scored))
    raise BadParameter(f"« {text} » n'est pas dans le vocabulaire « {scheme} ».", f"vouliez-vous dire {near} ?")
