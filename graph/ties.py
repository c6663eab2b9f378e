"""Every tie of the graph in a few narrow scans of the store: what the network's arrays are made of."""

from collections import defaultdict
from dataclasses import dataclass
from math import inf

from graph.catalogue import query
from graph.statements import KINDS, place_of
from graph.store import Store
from ontology.namespaces import ESS, local_name


@dataclass(frozen=True, slots=True)
class Tie:
    """A participation or a link, without its evidence.

    It has its retained days, the ids of the documents that state it, and the least euros that they say it brings (None
    when they say nothing, or only a ceiling, an average or an amount per project).
    """

    id: str
    kind: str
    subject: str
    role: str
    object: str
    status: str
    year: str = ""
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    amount: float | None = None


def scan(store: Store) -> list[Tie]:
    """Return every tie that is not deprecated, in a stable order."""
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for row in store.select(query("passages-of-facts")):
        documents[row["fact"]].add(place_of(row["passage"])[0])
    days: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in store.select(query("periods-of-facts")):
        days[row["fact"], row["p"]].append(row["o"])
    amounts: dict[str, float] = {}
    for row in store.select(query("amounts-of-facts")):
        amounts[row["fact"]] = min(float(row["amount"]), amounts.get(row["fact"], inf))
    made = (_tie(row, documents, days, amounts.get(row["fact"])) for row in store.select(query("ties")))
    return sorted(made, key=lambda tie: (tie.kind, tie.subject, tie.role, tie.object, tie.id))


def _tie(
    row: dict[str, str],
    documents: dict[str, set[str]],
    days: dict[tuple[str, str], list[str]],
    amount: float | None,
) -> Tie:
    segment, id = row["fact"].rsplit("/", 2)[-2:]
    return Tie(
        id=f"{segment}/{id}",
        kind=KINDS[segment],
        subject=local_name(row["subject"]),
        role=local_name(row["role"]),
        object=local_name(row["object"]),
        status=local_name(row["status"]),
        year=row.get("year", ""),
        starts=tuple(sorted(days.get((row["fact"], str(ESS.startDate)), ()))),
        ends=tuple(sorted(days.get((row["fact"], str(ESS.endDate)), ()))),
        documents=tuple(sorted(documents.get(row["fact"], ()))),
        amount=amount,
    )
