"""A declared measure, and how one is run: parameters read, engine chosen, ranks with what must be said of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.analysis import engines, robustness
from graph.analysis.nets import Values, simple
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

Value = int | float | bool
INTERVALS_UP_TO = 5_000
"""Above this number of nodes, rank intervals are made only when `rounds` is given."""
_WORDS = {"oui": True, "vrai": True, "true": True, "1": True, "non": False, "faux": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A knob of a measure: its type is that of its default; bounds are included unless `is_open`."""

    name: str
    label: str
    explanation: str
    default: Value
    low: float = 0
    high: float = 1
    is_open: bool = False

    def read(self, given: object) -> Value:
        """Return the value that a parameter means, text included; raise BadParameter for one that means nothing.

        >>> Parameter("rounds", "tirages", "", 20, 0, 50).read("30")
        30
        """
        if isinstance(self.default, bool):
            value: Value | None = given if isinstance(given, bool) else _WORDS.get(str(given).strip().lower())
        else:
            value = _number(given, type(self.default))
        if value is None or not self._holds(value):
            raise BadParameter(f"« {given} » n'est pas possible pour « {self.label} ».", f"choisissez {self.bounds}")
        return value

    def _holds(self, value: Value) -> bool:
        if isinstance(self.default, bool):
            return True
        return self.low < value < self.high if self.is_open else self.low <= value <= self.high

    @property
    def bounds(self) -> str:
        """Return, in French, which values it may have.

        >>> Parameter("rounds", "tirages", "", 20, 0, 50).bounds
        'un nombre entier de 0 à 50'
        """
        if isinstance(self.default, bool):
            return "oui ou non"
        kind = "un nombre entier" if isinstance(self.default, int) else "un nombre"
        return f"{kind} de {self.low:g} à {self.high:g}" + (" exclus" if self.is_open else "")


ROUNDS = Parameter(
    "rounds",
    "tirages",
    "nombre de réseaux amputés au hasard, pour chaque part de liens ou de documents, d'où vient l'intervalle ; "
    "0 : pas d'intervalle",
    20,
    0,
    50,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as pages, commands and documents show it, and the function that computes it.

    `engine`: the library that always runs, or "" where `engines.CHOICES[id]` decides by size. `ascending`: the lowest
    value ranks first. `seeded`: the function draws at random at some size.
    """

    id: str
    label: str
    question: str
    explanation: str
    not_said: str
    example: str
    unit: str
    algorithm: str
    function: Callable[..., Values]
    parameters: tuple[Parameter, ...] = ()
    engine: str = "networkx"
    ascending: bool = False
    seeded: bool = False
    needs_triangles: bool = False

    @property
    def every_parameter(self) -> tuple[Parameter, ...]:
        """Return its own parameters, then the one that all measures have."""
        return (*self.parameters, ROUNDS)

    def read(self, given: Mapping[str, object]) -> dict[str, Value]:
        """Return the value of every parameter, by default its own default; raise BadParameter for a wrong one."""
        known = {parameter.name: parameter for parameter in self.every_parameter}
        if unknown := [name for name in given if name not in known]:
            hint = f"choisissez parmi {', '.join(known)}"
            raise BadParameter(f"« {unknown[0]} » n'est pas un paramètre de « {self.label} ».", hint)
        return {name: parameter.read(given.get(name, parameter.default)) for name, parameter in known.items()}

    def settled(self, given: Mapping[str, object], nodes: int) -> dict[str, Value]:
        """Return the value of every parameter on a network of so many nodes; raise BadParameter as `read` does."""
        unsure = ROUNDS.name not in given and nodes > INTERVALS_UP_TO
        return self.read(given) | ({ROUNDS.name: 0} if unsure else {})


@dataclass(frozen=True, slots=True)
class Row:
    """A node's value and rank, None where not defined, and between which ranks it stays when ties are missing."""

    node: str
    value: float | None
    rank: int | None
    rank_low: int | None = None
    rank_high: int | None = None


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """What was measured and how; the caller adds perimeter, data version and date. Rows by rank, then by id."""

    measure: str
    label: str
    unit: str
    rows: tuple[Row, ...]
    algorithm: str
    engine: engines.Engine
    parameters: dict[str, Value]
    seed: int
    nodes: int
    edges: int
    pieces: int
    remark: str = ""


def run(
    measure: Measure, net: "NetGraph", params: Mapping[str, object] | None = None, seed: object = 0
) -> MeasureResult:
    """Return a measure of every node of a network, ranked, with rank intervals and all that is needed to do it again.

    Parallel ties and loops are merged first. Raises BadParameter for an unknown parameter, an impossible
    value, or a seed that is not a whole number. A network too small to be measured gives None and a remark, no error.

    >>> net = nx.star_graph(["hub", "a", "b", "c"])
    >>> degree = Measure("degree", "", "", "", "", "", "", "", lambda net: {id: float(n) for id, n in net.degree})
    >>> run(degree, net, {"rounds": 5}).rows[0]
    Row(node='hub', value=3.0, rank=1, rank_low=1, rank_high=1)
    """
    drawn = read_seed(seed)
    values_of = measure.settled(params or {}, len(net))
    plain = simple(net)
    engine, function = _function(measure, len(plain), values_of, drawn)
    values = function(plain) if plain.number_of_edges() else dict.fromkeys(plain)
    pieces = nx.number_connected_components(plain)
    return MeasureResult(
        measure=measure.id,
        label=measure.label,
        unit=measure.unit,
        rows=_rows(measure, plain, values, function, int(values_of["rounds"]), drawn),
        algorithm=measure.algorithm,
        engine=engines.describe(engine),
        parameters=values_of,
        seed=drawn,
        nodes=len(plain),
        edges=plain.number_of_edges(),
        pieces=pieces,
        remark=" ".join(_remarks(measure, plain, values, engine, values_of, pieces)),
    )


def read_seed(seed: object) -> int:
    """Return a seed as a whole number from 0 on; raise BadParameter for anything else.

    >>> read_seed("42")
    42
    """
    value = _number(seed, int)
    if value is None or not 0 <= value < 2**32:
        raise BadParameter(f"« {seed} » n'est pas une graine.", "donnez un nombre entier positif, par exemple 42")
    return int(value)


def _number(given: object, kind: type) -> int | float | None:
    if isinstance(given, bool):
        return None
    try:
        value = float(str(given).strip().replace(",", "."))
        return value if kind is float else int(value) if value == int(value) else None
    except (ValueError, OverflowError):
        return None


def _function(
    measure: Measure, nodes: int, params: Mapping[str, Value], seed: int
) -> tuple[str, Callable[["NetGraph"], Values]]:
    """Return the engine that runs, and the measure as a function of the network alone."""
    bound: dict[str, Any] = {name: value for name, value in params.items() if name != ROUNDS.name}
    engine = measure.engine or engines.choose(measure.id, nodes, "scipy" if bound.get("samples") else "")
    if not measure.engine:
        bound["engine"] = engine
    if measure.seeded:
        bound["seed"] = seed
    return engine, partial(measure.function, **bound)


def _rows(
    measure: Measure,
    net: "NetGraph",
    values: Values,
    function: Callable[["NetGraph"], Values],
    rounds: int,
    seed: int,
) -> tuple[Row, ...]:
    ranks = robustness.ranks(values, measure.ascending)
    intervals: dict[str, robustness.RankInterval] = {}
    if rounds and any(rank is not None for rank in ranks.values()):
        intervals = robustness.rank_intervals(net, function, rounds=rounds, ascending=measure.ascending, seed=seed)
    rows = []
    for id, value in values.items():
        found = intervals.get(id)
        rows.append(Row(id, value, ranks[id], found.low if found else None, found.high if found else None))
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.node)))


def _remarks(
    measure: Measure, net: "NetGraph", values: Values, engine: str, params: Mapping[str, Value], pieces: int
) -> Iterator[str]:
    """Yield, in French, what a reader must know to read the result."""
    count = len(net)
    if not net.number_of_edges():
        yield _nothing(count)
        return
    if all(value is None for value in values.values()):
        yield "La mesure n'est définie pour personne dans ce réseau."
        return
    if pieces > 1:
        yield f"Le réseau est en {pieces} morceaux sans lien entre eux."
    if any(value is None for value in values.values()):
        yield "La mesure n'est pas définie pour tous : ceux-là n'ont ni valeur ni rang."
    if measure.needs_triangles and nx.is_bipartite(net):
        yield "Aucun trio n'est lié deux à deux : la mesure ne dit ici rien de plus que le nombre de partenaires."
    if engine == "scipy" and "samples" in params and count > (samples := int(params["samples"]) or engines.SOURCES):
        yield f"Valeurs estimées à partir de {samples} départs tirés au hasard."
    if not params[ROUNDS.name]:
        yield "Intervalle des rangs non calculé."
    elif not any(edge.get("documents") for *_, edge in net.edges(data=True)):
        yield "Les documents de chaque lien ne sont pas connus ici : l'intervalle ne vient que de liens retirés."


def _nothing(count: int) -> str:
    if not count:
        return "Le périmètre est vide : aucun membre, aucun lien."
    if count == 1:
        return "Un seul membre : il n'a de place par rapport à personne."
    return f"{count} membres, mais aucun lien entre eux : la mesure n'est pas définie."
