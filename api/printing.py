"""What the command prints: tables for people, json or csv for programs; progress and messages on stderr."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import IO, Any, NoReturn

from api.negotiation import flat
from graph.errors import Finding, GraphError


class Form(StrEnum):
    """The forms of an answer."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def say(message: str) -> None:
    """Print a message on stderr."""
    print(message, file=sys.stderr)


def step(name: str) -> None:
    """Print a step of a build on stderr."""
    say(f"… {name}")


def fail(error: GraphError) -> NoReturn:
    """Print an error in one line, with how to mend it, and exit 1."""
    say(f"erreur : {error.message}")
    if error.hint:
        say(f"conseil : {error.hint}")
    raise SystemExit(1)


def findings(found: Sequence[Finding], form: Form, out: IO[str] | None = None) -> None:
    """Print findings with file:line, severity, message and repair."""
    stream = out or sys.stdout
    rows = [
        {"file": f.file, "line": f.line, "severity": str(f.severity), "message": f.message, "hint": f.hint} for f in found
    ]
    if form is not Form.TABLE:
        _data(rows, form)
        return
    for finding in found:
        print(finding, file=stream)
    say(f"{len(found)} constat(s)." if found else "Rien à signaler.")


def funders(context: Mapping[str, Any], form: Form) -> None:
    """Print a tour de table."""
    if form is not Form.TABLE:
        _answer(context, [*context["funders"], *context["partners"]], form)
        return
    print(f"{context['scheme']['label']} : qui finance, qui participe\n")
    table(("Acteur", "Rôles", "Montant", "Sources"), map(_contribution, (*context["funders"], *context["partners"])))
    for total in context["totals"]:
        print(f"\nTotal dit par les sources ({total['kind_label']}) : {total['label']}, {total['funders']} financeur(s)")
    for amount in context["amounts"]:
        print(f"{amount['sentence']} [{_locators(amount)}]")
    contradictions(context["contradictions"])


def cofunders(context: Mapping[str, Any], form: Form) -> None:
    """Print the co-funders of an actor."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"Avec qui {context['actor']['label']} finance\n")
    rows = (
        (c["actor"]["label"], str(c["shared"]), ", ".join(s["label"] for s in c["schemes"]), c["amount_label"])
        for c in context["items"]
    )
    table(("Cofinanceur", "Partagés", "Dispositifs", "Somme dite"), rows)


def referents(context: Mapping[str, Any], form: Form) -> None:
    """Print referents, function first; and those one level up when nobody is known."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    table(("Fonction", "Organisation", "Titulaire", "Secteurs", "Territoire", "Sources"), map(_mandate, context["items"]))
    if context["remark"]:
        print(f"\n{context['remark']}")
    if context["nearest"]:
        table(
            ("Fonction", "Organisation", "Titulaire", "Secteurs", "Territoire", "Sources"),
            map(_mandate, context["nearest"]),
        )


def contradictions(items: Iterable[Mapping[str, Any]]) -> None:
    """Print disagreements, their sides one below the other."""
    for item in items:
        print(f"\nLes sources se contredisent : {item['question']}")
        for side in item["sides"]:
            print(f"  - {side['text']} [{_locators(side)}]")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table with aligned columns."""
    content = [tuple(map(str, row)) for row in rows]
    if not content:
        print("Aucun résultat.")
        return
    widths = [min(60, max(len(line[i]) for line in (tuple(header), *content))) for i in range(len(header))]
    for line in (tuple(header), tuple("-" * width for width in widths), *content):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def answer(context: Mapping[str, Any], form: Form) -> None:
    """Print any context with `items`."""
    if form is Form.TABLE:
        rows = [flat(item) for item in context["items"]]
        header = [name for name in (rows[0] if rows else {}) if not name.endswith(("_id", "url", "_type", "_kind"))]
        table(header, ([str(row.get(name, "")) for name in header] for row in rows))
        return
    _answer(context, context["items"], form)


def _answer(context: Mapping[str, Any], items: Sequence[Mapping[str, Any]], form: Form) -> None:
    if form is Form.JSON:
        json.dump(context, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    _data([flat(item) for item in items], form)


def _data(rows: Sequence[Mapping[str, Any]], form: Form) -> None:
    if form is Form.JSON:
        json.dump(list(rows), sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    header = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(sys.stdout, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _contribution(item: Mapping[str, Any]) -> tuple[str, str, str, str]:
    amounts = [s["value_label"] for s in item["statements"] if s["value_label"]]
    roles = [role["label"] for role in item["roles"]]
    roles += [f"({_STATUS[s['status']]})" for s in item["statements"] if s["status"] != "actual"]
    sources = sorted({source["locator"] for s in item["statements"] for source in s["sources"]})
    return item["actor"]["label"], ", ".join(dict.fromkeys(roles)), " / ".join(dict.fromkeys(amounts)), " ".join(sources)


_STATUS = {"planned": "prévu", "past": "passé", "excluded": "exclu", "actual": ""}
_PRESENCE = {"unnamed": "non nommé", "none": "la source dit : aucun", "unstated": "non renseigné"}


def _mandate(item: Mapping[str, Any]) -> tuple[str, ...]:
    holder = item["subject"]["label"] if item["subject"] else _PRESENCE.get(item["presence"], "")
    where = item["object"]["label"] if item["object"] else ""
    sectors = ", ".join(s["label"] for s in item["sectors"])
    sectors = sectors or (item["filiere"]["label"] if item["filiere"] else "")
    places = ", ".join(t["label"] for t in item["territories"])
    return item["function"] or item["mandate_kind"], where, holder, sectors, places, _locators(item)


def _locators(item: Mapping[str, Any]) -> str:
    return " ".join(source["locator"] for source in item["sources"])
