"""A name, an identifier or a description -> scored candidates: SQLite FTS5 on folded words, corrected by rapidfuzz."""

import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from graph import places, wording
from graph.errors import AmbiguousName, BadParameter, Candidate, UnknownThing
from graph.identifiers import fold
from graph.places import HERE, Surroundings
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
PLACED = 0.5, 0.79
"""Scores of a thing that lies in the place that the words name, by how many of the other words tell it."""

_DEMONYM = re.compile(r"(?<=...)(?:erain|eois|ois|ais|ain|ien)e?s?$")
_DOUBLED, _OLD_EAU = re.compile(r"(.)\1$"), re.compile(r"el$")
LONGEST = 200
"""Signs of a text that are read: more than any name has, and few enough to be answered at once."""

_OF_KIND = re.compile(r"(?P<name>.+) \((?P<kind>[^()]+)\)")
_GLUED = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_GUESSED = PLAUSIBLE - 0.01
_LONGEST_PLACE = 8
"""Words of a territory's name that are looked for among those of a search."""


def write_index(path: Path, directory: Directory) -> None:
    """Write the search index of a directory."""
    with sqlite3.connect(path) as base:
        base.executescript(_SCHEMA)
        for thing in directory:
            rows = [(_read(name), thing.id, weight) for name, weight in _names(thing)]
            base.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
            base.executemany("INSERT INTO codes VALUES (?, ?)", [(code, thing.id) for code in _codes(thing)])
            if thing.type != "person":
                base.execute("INSERT INTO descriptions VALUES (?, ?)", (_description(thing, directory), thing.id))
        borrowed = ((_read(name), id, weight) for name, id, weight in places.names(directory))
        base.executemany("INSERT INTO names VALUES (?, ?, ?)", borrowed)
    base.close()


def _read(text: str) -> str:
    """Return a text as names are compared: folded, letters and digits apart.

    >>> _read("TAG35"), _read("Tag 35")
    ('tag 35', 'tag 35')
    """
    return _GLUED.sub(" ", fold(text))


def _names(thing: Thing) -> Iterable[tuple[str, float]]:
    yield thing.label, 1.0
    yield from ((name, 0.97) for name in thing.alternatives)
    yield from ((name, 0.95) for name in thing.variants)


def _codes(thing: Thing) -> Iterable[str]:
    return {code.lower() for code in (thing.siren, thing.code, thing.id) if code}


def _description(thing: Thing, directory: Directory) -> str:
    """Return, folded, what a thing is called, its kind, stages and sectors, and where it is; a territory, its name."""
    if thing.type == "territory":
        return _read(thing.label)
    sectors = [files.concepts("secteur")[s] for s in thing.sectors]
    stages = (files.concepts("etape")[s].label for s in thing.stages)
    fields = (name for sector in sectors for name in (sector.label, *sector.alt))
    called = (thing.label, *thing.alternatives)
    letters = (wording.initials(fold(name.partition(" (")[0])) for name in called)
    told = " ".join((*called, _nature(thing, directory), *_kind_names(thing), *stages, *fields, *letters))
    return wording.abridged(_read(told))


def _nature(thing: Thing, directory: Directory) -> str:
    return " ".join((thing.kind_label, *(directory[place].label for place in thing.territories if place in directory)))


def _kind_names(thing: Thing) -> Iterator[str]:
    """Yield the other names of a thing's kind, and every name of the kinds above it."""
    scheme: SchemeName = "type-acteur" if thing.type == "actor" else "type-dispositif"
    known = files.concepts(scheme)
    if thing.kind in known:
        yield from known[thing.kind].alt
        for above in files.broader(scheme, thing.kind):
            yield from (known[above].label, *known[above].alt)


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
        asked = _read(text[:LONGEST])
        if not asked:
            return []
        found = {id: 1.0 for code in {text.strip().lower(), asked.replace(" ", "")} for id in self._coded(code)}
        for name, id, weight in self._hits(asked):
            if weight <= places.BORROWED and not (described or types):
                continue  # among all things, the name of a public body means the body
            found[id] = max(found.get(id, 0.0), _weighed(asked, name, weight))
        found = self._only(types, found)
        if described and max(found.values(), default=0.0) < SURE:
            found = self._only(types, self._told(asked, found))
        ranked = sorted(
            map(self._directory.__getitem__, found),
            key=lambda thing: (-found[thing.id], thing.type == "territory", thing.label, thing.id),
        )
        return [Candidate(t.id, t.type, t.label, t.kind_label, round(found[t.id], 3)) for t in ranked[:limit]]

    def _only(self, types: Sequence[str], found: dict[str, float]) -> dict[str, float]:
        known = {id: score for id, score in found.items() if id in self._directory}
        return {id: score for id, score in known.items() if not types or self._directory[id].type in types}

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
        raise UnknownThing(text, self.search(text, types, limit=8), types)

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

    def unheard(self, text: str) -> list[str]:
        """Return, as they are written, the telling words of a text that are in no name and in no description."""
        telling = wording.telling(_read(text[:LONGEST]))
        words = dict.fromkeys(re.findall(r"\w+", text[:LONGEST]))
        return [word for word in words if any(w in telling and not self._heard(w) for w in _read(word).split())]

    def _heard(self, word: str) -> bool:
        said = f'"{word}"* OR "{wording.singular(word)}"* OR "{_stem(word)}"*'
        queries = (f"SELECT 1 FROM {t} WHERE {t} MATCH ? LIMIT 1" for t in ("names", "descriptions"))
        return any(self._base.execute(query, (said,)).fetchone() for query in queries)

    def _coded(self, code: str) -> list[str]:
        return [id for (id,) in self._base.execute("SELECT id FROM codes WHERE code = ?", (code,))]

    def _hits(self, asked: str) -> list[tuple[str, str, float]]:
        """Return the names that hold all the words (the last one as a prefix), or all the telling ones, or any."""
        words, telling = wording.without_article(asked).split(), wording.telling(asked)
        every = [self._variants(word, last=word is words[-1]) for word in words]
        groups = [self._variants(word, last=word == words[-1]) for word in telling]
        for joined in (" AND ".join(every), " AND ".join(groups), " OR ".join(groups)):
            query = "SELECT name, id, weight FROM names WHERE names MATCH ? ORDER BY rank LIMIT 400"
            if found := self._base.execute(query, (joined,)).fetchall():
                return found
        return []

    def _told(self, asked: str, found: dict[str, float]) -> dict[str, float]:
        """Return scores with what the words describe; where they name a place, what lies there comes first."""
        told = dict(found)
        for id, score in self._described(asked):
            told[id] = max(told.get(id, 0.0), score)
        named, others = self._places_in(wording.telling(wording.abridged(asked)))
        for id in named:
            told[id] = max(told.get(id, 0.0), INHABITED[1])
        if not named or not others:
            return told
        around = Surroundings.of(self._directory, named)
        shares = self._shares([*others, *wording.deeds(asked)])
        return {id: self._placed(id, told.get(id, 0.0), shares.get(id, 0.0), around) for id in told.keys() | shares}

    def _placed(self, id: str, score: float, share: float, around: Surroundings) -> float:
        """Return the score of a thing for words that name a place; `share` of the other words tell the thing."""
        thing = self._directory[id]
        if score >= PLAUSIBLE:
            return score
        near = around.nearness(thing)
        if near < HERE:
            return near * max(score, _between(PLACED, share) if share else 0.0)
        return _between(PLACED, 0.8 * share + 0.2 * score) - (0.0 if thing.status == "actual" else 0.1)

    def places(self, text: str) -> list[str]:
        """Return the territories that some of the words of a text name; the longest name wins where two overlap."""
        return sorted(self._places_in(wording.telling(_read(text[:LONGEST])))[0])

    def _places_in(self, words: list[str]) -> tuple[set[str], list[str]]:
        """Return the territories that words name, and the words that are left."""
        for length in range(min(len(words), _LONGEST_PLACE), 0, -1):
            for start in range(len(words) - length + 1):
                if named := self._place_names.get(tuple(words[start : start + length])):
                    before, after = self._places_in(words[:start]), self._places_in(words[start + length :])
                    return named | before[0] | after[0], before[1] + after[1]
        return set(), words

    @cached_property
    def _place_names(self) -> dict[tuple[str, ...], set[str]]:
        """The territories by the telling words of their names."""
        found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, id in self._base.execute("SELECT name, id FROM names"):
            words = tuple(wording.telling(name))
            if id in self._directory and self._directory[id].type == "territory" and not "".join(words).isdigit():
                found[words].add(id)
        return found

    def _shares(self, words: Sequence[str]) -> dict[str, float]:
        """Return, by thing, the share of some words that its description holds, the rarer the more they count."""
        total = self._base.execute("SELECT count(*) FROM descriptions").fetchone()[0]
        held = [self._describing(word) for word in words]
        weights = [math.log(1 + total / len(ids)) if ids else 0.0 for ids in held]
        shares: defaultdict[str, float] = defaultdict(float)
        for ids, weight in zip(held, weights, strict=True):
            for id in ids:
                shares[id] += weight / sum(weights)
        return shares

    def _describing(self, word: str) -> set[str]:
        query = "SELECT id FROM descriptions WHERE words MATCH ?"
        return {id for (id,) in self._base.execute(query, (self._either(word),)) if id in self._directory}

    def _either(self, word: str) -> str:
        """Return the expression of a word of a description: itself, its singular, the stem of an inhabitants' word."""
        plain = f'"{word}"* OR "{wording.singular(word)}"* OR "{_stem(word)}"*'
        query = "SELECT 1 FROM descriptions WHERE words MATCH ? LIMIT 1"
        known = self._base.execute(query, (f'"{word}"*',)).fetchone()
        return f"({plain})" if known else f"({self._variants(word, last=True)} OR {plain})"

    def _described(self, asked: str) -> Iterator[tuple[str, float]]:
        """Yield the things whose kind, place, sectors, stages and name hold all the telling words, with a score."""
        telling = wording.telling(wording.abridged(asked))
        stems = [_stem(word) for word in telling]
        for id in self._holding([*telling, *wording.deeds(asked)]) or self._holding(telling):
            thing = self._directory[id]
            if thing.type != "territory":
                yield id, _between(DESCRIBED, self._closeness(stems, thing))
            elif close := _inhabited(stems[0], fold(thing.label)) if len(stems) == 1 else 0.0:
                yield id, _between(INHABITED, close)

    def _holding(self, words: Sequence[str]) -> list[str]:
        """Return the things whose descriptions hold all of some words, the best first."""
        query = "SELECT id FROM descriptions WHERE words MATCH ? ORDER BY rank LIMIT 200"
        return [id for (id,) in self._base.execute(query, (" AND ".join(map(self._either, words)),))]

    def _closeness(self, stems: Sequence[str], thing: Thing) -> float:
        close = fuzz.token_set_ratio(" ".join(stems), fold(_nature(thing, self._directory))) / 100
        return close * (1.0 if thing.status == "actual" else 0.7)

    def _variants(self, word: str, last: bool) -> str:
        """Return the FTS5 expression of a word of a name: itself, or the nearest words of names when none holds it."""
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


def _weighed(asked: str, name: str, weight: float) -> float:
    """Return how well a name of some weight answers; a borrowed one is sure when all its words are there, else a guess.

    Not every territory has its public body here: « Département du Rhin » is near the only one of two that has.

    >>> [_weighed(asked, "mel", places.BORROWED) for asked in ("mel", "la mel", "mell")]
    [0.94, 0.9, 0.79]
    """
    score = _score(asked, name) * weight
    if weight > places.BORROWED or asked == name:
        return score
    return min(weight, SURE) if wording.unjoined(asked) == wording.unjoined(name) else min(score, _GUESSED)


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
