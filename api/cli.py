"""The `entrelacs` command: data on stdout, messages on stderr; exit 0 done, 1 failed or findings, 2 usage."""

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before any engine is imported: two thousand times slower otherwise on busy cores

from pathlib import Path
from typing import Annotated, Any

import typer

from api import printing
from api.printing import Form
from api.settings import Settings
from graph.errors import DataError, GraphError, Severity

app = typer.Typer(
    help="Le graphe des acteurs de l'économie sociale et solidaire et de leurs liens.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
FormatOption = Annotated[Form, typer.Option("--format", help="Forme de la réponse.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Dossier des tables (ENTRELACS_DATA).")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Dossier du graphe construit (ENTRELACS_OUT).")]
TerritoryOption = Annotated[str, typer.Option("--territory", help="Territoire : code, identifiant ou nom.")]
SectorOption = Annotated[str, typer.Option("--sector", help="Secteur : identifiant ou libellé.")]



def settings(data: Path | None = None, out: Path | None = None, **others: Any) -> Settings:
    """Return the settings of the environment, changed by the options given."""
    given = {"data": data, "out": out, **others}
    return Settings(**{name: value for name, value in given.items() if value is not None})


@app.command(help="Construit si besoin, puis sert le site et l'API.")
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse d'écoute.")] = None,
    port: Annotated[int | None, typer.Option(help="Port d'écoute.")] = None,
    store: Annotated[str | None, typer.Option(help="Point d'accès SPARQL 1.1 à la place du graphe embarqué.")] = None,
) -> None:
    import uvicorn

    from api.app import create_app
    from api.state import prepare

    chosen = settings(host=host, port=port, store=store)
    for warning in prepare(chosen, printing.step):
        printing.say(warning)
    application = create_app(chosen)
    printing.say(f"Entrelacs est prêt : http://{chosen.host}:{chosen.port}")
    uvicorn.run(application, host=chosen.host, port=chosen.port, log_level="warning")


@app.command(help="Construit le graphe à partir des tables ; en cas d'erreur, le dernier bon graphe reste en place.")
def build(data: DataOption = None, out: OutOption = None) -> None:
    from graph import build as builder

    chosen = settings(data, out)
    edition = builder.build(chosen.data, chosen.out, printing.step, chosen.persons)
    printing.say(f"Graphe construit dans « {chosen.out} », version {edition.data_version}.")


@app.command(help="Vérifie les tables, et avec --sources que chaque repère nomme bien la chose ; 1 s'il y a des erreurs.")
def check(
    data: DataOption = None,
    sources: Annotated[Path | None, typer.Option(help="Dossier des documents lus.")] = None,
    shacl: Annotated[bool, typer.Option(help="Valider aussi le graphe par les formes SHACL.")] = True,
    everything: Annotated[bool, typer.Option("--tout", help="Montrer aussi ce qui reste à compléter.")] = False,
    form: FormatOption = Form.TABLE,
) -> None:
    from graph import build as builder
    from graph import checks, contradictions, tables
    from graph.shacl import validate

    chosen = settings(data)
    dataset = tables.load(chosen.data)
    findings = checks.check(dataset, chosen.data)
    if sources is not None:
        findings += checks.check_sources(dataset, sources)
    if shacl and not any(f.severity is Severity.ERROR for f in findings):
        findings += contradictions.check(builder.in_memory(dataset)) + validate(dataset)
    kept = [f for f in findings if everything or f.severity is not Severity.INFO]
    printing.findings(kept, form)
    if any(f.severity is Severity.ERROR for f in findings):
        raise typer.Exit(1)


@app.command(help="Qui finance ce dispositif : chaque partenaire, son rôle, son montant, ses sources.")
def funders(scheme: str, form: FormatOption = Form.TABLE) -> None:
    from api.contexts import answers

    state = _state()
    printing.funders(answers.funders(state, scheme), form)


@app.command(help="Avec qui cet acteur finance, et quoi.")
def cofunders(actor: str, form: FormatOption = Form.TABLE) -> None:
    from api.contexts import answers
    from graph.perimeter import Perimeter

    state = _state()
    printing.cofunders(answers.cofunders(state, actor, Perimeter()), form)


@app.command(help="Les référents d'un secteur, d'un territoire, d'une filière.")
def referents(
    sector: SectorOption = "",
    territory: TerritoryOption = "",
    filiere: Annotated[str, typer.Option(help="Filière : identifiant ou nom.")] = "",
    kind: Annotated[str, typer.Option(help="elu, technique, professionnel ou structure.")] = "",
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import answers

    state = _state()
    printing.referents(answers.referents(state, sector, territory, filiere, kind), form)


@app.command(help="Récrit territories.csv d'après le paquet npm @etalab/decoupage-administratif (dossier data).")
def territoires(
    package: Path,
    year: Annotated[str, typer.Option(help="Millésime du COG.")],
    data: DataOption = None,
) -> None:
    from graph.intake import cog

    chosen = settings(data)
    printing.say(f"{cog.rewrite(package, chosen.data, year)} territoires écrits.")


def _state() -> Any:
    from api.state import load, prepare

    chosen = settings()
    for warning in prepare(chosen, printing.step):
        printing.say(warning)
    return load(chosen)


def main() -> None:
    """Run the command; print our own errors in one line, and exit 1."""
    try:
        app()
    except DataError as error:
        printing.findings(error.findings, Form.TABLE, sys.stderr)
        printing.fail(error)
    except GraphError as error:
        printing.fail(error)
