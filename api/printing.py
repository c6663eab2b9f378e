"""What the command prints: tables for people, json or csv for programs; progress and messages on stderr."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from textwrap import shorten
from typing import IO, Any, NoReturn

from api.negotiation import flat
from graph.errors import Finding, GraphError
from graph.sentences import nobody_named


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
        {"file": f.file, "line": f.line, "severity": str(f.severity), "message": f.message, "hint": f.hint}
        for f in found
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
        print(
            f"\nTotal dit par les sources ({total['kind_label']}) : {total['label']}, {total['funders']} financeur(s)"
        )
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


def pairs(context: Mapping[str, Any], form: Form) -> None:
    """Print pairs of funders with what they share; those that are only inferred say so."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"Qui finance avec qui ({context['perimeter']['label']})\n")
    rows = (
        (
            p["left"]["label"],
            p["right"]["label"],
            str(p["shared"]),
            "" if p["inferred"] else f"{p['weight']:g}",
            ("déduit, même bénéficiaire : " if p["inferred"] else "") + _names(p["schemes"]),
        )
        for p in context["items"]
    )
    table(("Un financeur", "et un autre", "Partagés", "Poids", "Lesquels"), rows)
    print(f"\n{context['total']} couple(s) ; pondération : {context['weighting']}.")


def referents(context: Mapping[str, Any], form: Form) -> None:
    """Print referents, function first; and those one level up when nobody is known."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    heads = ("Fonction", "Organisation", "Titulaire", "Secteurs", "Territoire", "Sources")
    if place := context["asked"]["territory"]:
        print(f"{place['label']} ({place['kind_label']})\n")
    if context["items"] or not context["remark"]:
        table(heads, map(_mandate, context["items"]))
    if context["remark"]:
        print(context["remark"])
    if context["nearest"]:
        table(heads, map(_mandate, context["nearest"]))


def catalogue(context: Mapping[str, Any], form: Form) -> None:
    """Print the ready questions with what each asks for."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    asked = ((q["name"], q["title"], " ".join(_wanted(p) for p in q["parameters"])) for q in context["items"])
    table(("Nom", "Question", "Paramètres"), asked, widest=90)


def _wanted(parameter: Mapping[str, Any]) -> str:
    return f"[{parameter['name']}]" if parameter["optional"] else str(parameter["name"])


def question(context: Mapping[str, Any], form: Form) -> None:
    """Print the answer to a ready question."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    asked = ", ".join(value["label"] for value in context["asked"].values())
    print(context["title"] + (f" ({asked})" if asked else "") + "\n")
    names = [column["name"] for column in context["columns"]]
    header = [column["label"].capitalize() for column in context["columns"]]
    table((*header, "Sources"), ((*(_text(row.get(n)) for n in names), _locators(row)) for row in context["items"]))


def measures(context: Mapping[str, Any], form: Form) -> None:
    """Print the declared measures."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    table(("Nom", "Mesure", "Question"), ((m["id"], m["label"], m["question"]) for m in context["items"]), widest=90)


def measure(context: Mapping[str, Any], form: Form) -> None:
    """Print a measure, each rank with its interval, then what is needed to do it again."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"{context['measure']['question']} ({context['perimeter']['label']})\n")
    rows = ((_rank(row), row["value_label"], row["thing"]["label"]) for row in context["items"])
    table(("Rang (intervalle)", context["measure"]["unit"].capitalize(), "Membre"), rows)
    told = f"{context['nodes']} membres, {context['edges']} liens"
    print(f"\n{context['network']['label'].capitalize()} : {told}. {context['remark']}".rstrip())
    engine = context["engine"]
    print(f"Calcul : {context['algorithm']}, {engine['library']} {engine['version']} ; graine {context['seed']}.")


def _rank(row: Mapping[str, Any]) -> str:
    if row["rank"] is None:
        return "–"
    interval = f" ({row['rank_low']} à {row['rank_high']})" if row["rank_low"] is not None else ""
    return f"{row['rank']}{interval}"


def cuts(context: Mapping[str, Any], form: Form) -> None:
    """Print whose withdrawal cuts the network, a sentence each, and whom it would cut off."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"{context['nodes']} membres, {context['edges']} liens ({context['perimeter']['label']})\n")
    for cut in context["items"]:
        print(f"- {cut['sentence']}")
        if cut["cut_off"]:
            print(f"  Seraient coupés des autres : {_names(cut['cut_off'])}")
    if not context["items"]:
        print("Aucun acteur ne coupe ce réseau en se retirant.")


def circles(context: Mapping[str, Any], form: Form) -> None:
    """Print the circles of funders, how far to trust them, and who funds alone."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"Cercles de financeurs ({context['perimeter']['label']}). {context['reading']}\n")
    rows = (
        (str(place), str(len(circle["members"])), _names(circle["members"], 8), _names(circle["schemes"], 4))
        for place, circle in enumerate(context["items"], 1)
    )
    table(("Cercle", "Financeurs", "Lesquels", "Dispositifs"), rows, widest=120)
    if context["alone"]:
        print(f"\nFinancent seuls, d'après les sources : {_names([one['actor'] for one in context['alone']])}")


def portrait(context: Mapping[str, Any], form: Form) -> None:
    """Print a filière: who works with whom, who stands between, bridges, stages; then the same sector elsewhere."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"{context['filiere']['label']}\n")
    print(" ".join(filter(None, (context["sentence"], context["no_broker"]))))
    for broker in context["brokers"]:
        print(f"- {broker['thing']['label']} : {broker['paths']} entre deux autres, par {_names(broker['through'])}")
    wider = context["with_cross_cutting"]
    if wider and wider["brokers"]:
        print(f"Avec {_names(context['cross_cutting'])} : {_names([b['thing'] for b in wider['brokers']])}")
    for pair in context["pairs"]:
        for side in pair["items"]:
            held = _names([one["thing"] for one in side["lefts"]])
            print(f"{pair['label'].capitalize()} : {side['right']['label']} ({held})")
    for bridge in context["bridges"]:
        print(f"Pont : {bridge['actor']['label']}, aussi dans {_names(bridge['filieres'])}")
    for stage in context["stages"]:
        print(f"Étape {stage['label']} : {_names(stage['schemes']) or 'non dite'}")
    print()
    table(_BESIDE, map(_beside, context["items"]))


_BESIDE = ("Filière", "Acteurs", "Paires", "Projet structurant", "Référent", "Étapes", "Financeurs", "Intermédiaires")


def _beside(line: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a filière as a row beside others; what no source says is told as such."""
    told = (line["actors"], line["figures"]["ties"])
    tied = _names(line["brokers"], 2) or ("personne" if line["figures"]["ties"] else "")
    cells = (*(str(n) if n else "" for n in told), _names(line["structuring"], 2), line["referent"]["label"])
    cells = (*cells, str(len(line["stages"]) or ""), _names(line["funders"], 2), tied)
    return line["filiere"]["label"], *(cell or "non dit" for cell in cells)


def _names(things: Sequence[Mapping[str, Any]], shown: int = 12) -> str:
    """Return things by name, and how many more there are."""
    more = f" et {len(things) - shown} de plus" if len(things) > shown else ""
    return ", ".join(thing["label"] for thing in things[:shown]) + more


def chains(context: Mapping[str, Any], form: Form) -> None:
    """Print chains of statements, a step a line."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    if not context["items"]:
        print(context["remark"])
    for place, chain in enumerate(context["items"], 1):
        print(f"{place}. {' — '.join(thing['label'] for thing in chain['things'])}")
        for step in chain["steps"]:
            for said in step["statements"]:
                print(f"   {said['sentence']} [{_locators(said)}]")


def gaps(context: Mapping[str, Any], form: Form) -> None:
    """Print what a territory offers: a line a sector and role, a mark a stage, then who does it elsewhere."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    print(f"{context['territory']['label']} : ● couvert, ○ peut-être (secteur non dit), ✕ non couvert, ? non dit\n")
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for cell in context["items"]:
        groups.setdefault((cell["role"]["label"], cell["sector"]["label"]), []).append(cell)
    table(("Rôle", "Secteur", "Étapes", "Ici", "Ailleurs"), (_gap_row(*key, cells) for key, cells in groups.items()))
    if context["remark"]:
        print(context["remark"])


def _gap_row(role: str, sector: str, cells: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    here = dict.fromkeys(body["label"] for cell in cells for body in cell["covering"])
    away = dict.fromkeys(e["territory"]["label"] for cell in cells if not cell["covering"] for e in cell["elsewhere"])
    return role, sector, " ".join(_MARKS[cell["mark"]] for cell in cells), ", ".join(here), ", ".join(away)


_MARKS = {"covered": "●", "general": "○", "uncovered": "✕", "unsaid": "?"}


def suggestions(context: Mapping[str, Any], form: Form) -> None:
    """Print suggested cooperations, one sentence each, and what such suggestions are worth."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    for item in context["items"]:
        print(f"- {item['sentence']}")
    print(context["remark"] or f"\n{context['reliability']['sentence']}")


def comparison(context: Mapping[str, Any], form: Form) -> None:
    """Print two things side by side, section by section: names where all are alike, a table where sides differ."""
    if form is not Form.TABLE:
        _answer(context, context["items"], form)
        return
    header = "", context["left"]["label"], context["right"]["label"]
    print(f"{header[1]} / {header[2]} ({context['perimeter']['label']})")
    for section, rows in groupby(context["items"], key=itemgetter("section")):
        _compared(section, list(rows), header)
    print(f"\n{context['remark']}")


def _compared(section: str, rows: Sequence[Mapping[str, Any]], header: Sequence[str]) -> None:
    names = [_compared_name(row) for row in rows]
    if len({(str(row["left"]), str(row["right"])) for row in rows}) == 1 < len(rows):
        print(f"\n{section} ({len(rows)}) : {', '.join(names[:NAMED])}{' …' if len(names) > NAMED else ''}")
        return
    print(f"\n{section}")
    told = [(name, _text(row["left"]), _text(row["right"])) for name, row in zip(names, rows, strict=True)]
    table(header, (tuple(shorten(cell, WIDEST, placeholder=" …") for cell in line) for line in told))


def _compared_name(row: Mapping[str, Any]) -> str:
    ends = " – ".join(part["label"] for part in (row["what"], row["with"]) if part["label"])
    return f"{ends} ({row['detail']})" if row["detail"] else ends


NAMED, WIDEST = 40, 60
"""How many names of a section are printed, and how many characters of a cell."""


def _text(value: Any) -> str:
    """Return a cell as a table prints it."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value["label"] if isinstance(value, Mapping) else "" if value is None else value)


def contradictions(items: Iterable[Mapping[str, Any]]) -> None:
    """Print disagreements, their sides one below the other."""
    for item in items:
        print(f"\nLes sources se contredisent : {item['question']}")
        for side in item["sides"]:
            print(f"  - {side['text']} [{_locators(side)}]")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], widest: int = 60) -> None:
    """Print a table with aligned columns."""
    content = [tuple(map(str, row)) for row in rows]
    if not content:
        print("Aucun résultat.")
        return
    widths = [min(widest, max(len(line[i]) for line in (tuple(header), *content))) for i in range(len(header))]
    for line in (tuple(header), tuple("-" * width for width in widths), *content):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


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
    said = sorted(item["statements"], key=lambda s: (s["status"] != "actual", s["role"]["label"]))
    roles = [s["role"]["label"] + (f" ({_STATUS[s['status']]})" if _STATUS[s["status"]] else "") for s in said]
    amounts = [f"{s['value_label']}, {s['amount_kind']}" for s in said if s["value_label"]]
    sources = sorted({source["locator"] for s in item["statements"] for source in s["sources"]})
    return (
        item["actor"]["label"],
        ", ".join(dict.fromkeys(roles)),
        " / ".join(dict.fromkeys(amounts)),
        " ".join(sources),
    )


_STATUS = {"planned": "prévu", "past": "passé", "excluded": "exclu", "actual": ""}


def _mandate(item: Mapping[str, Any]) -> tuple[str, ...]:
    holder = item["subject"]["label"] if item["subject"] else nobody_named(item["presence"], item["status"])
    where = item["object"]["label"] if item["object"] else ""
    sectors = ", ".join(s["label"] for s in item["sectors"])
    sectors = sectors or (item["filiere"]["label"] if item["filiere"] else "")
    places = ", ".join(t["label"] for t in item["territories"])
    return item["function"] or item["mandate_kind"], where, holder, sectors, places, _locators(item)


def _locators(item: Mapping[str, Any]) -> str:
    return " ".join(source["locator"] for source in item["sources"])
