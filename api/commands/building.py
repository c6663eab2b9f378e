"""Commands that make the graph and serve it: serve, build, check, tidy, territoires."""

from contextlib import suppress
from errno import EACCES, EADDRINUSE
from pathlib import Path
from socket import AF_INET, AF_INET6, create_server, socket
from typing import Annotated

import typer

from api import printing
from api.commands.options import DataOption, FormatOption, OutOption, settings
from api.printing import Form
from api.settings import Settings
from graph.errors import BadSetting, DataError, Severity

commands = typer.Typer()


@commands.command(help="Construit si besoin, puis sert le site et l'API.")
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse d'écoute.")] = None,
    port: Annotated[int | None, typer.Option(help="Port d'écoute.")] = None,
    store: Annotated[str | None, typer.Option(help="Point d'accès SPARQL 1.1 à la place du graphe embarqué.")] = None,
) -> None:
    import uvicorn

    from api.app import create_app
    from api.state import prepare

    chosen = settings(host=host, port=port, store=store)
    door = _listen(chosen)
    for warning in prepare(chosen, printing.step):
        printing.say(warning)
    application = create_app(chosen)
    printing.say(f"Entrelacs est prêt : http://{chosen.host}:{chosen.port}")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(application, log_level="warning")).run(sockets=[door])


def _listen(chosen: Settings) -> socket:
    """Return the open socket of the site, before anything is built for it; raise BadSetting when it cannot be had."""
    family = AF_INET6 if ":" in chosen.host else AF_INET
    try:
        return create_server((chosen.host, chosen.port), family=family)
    except OSError as error:
        reasons = {EADDRINUSE: "ce port est déjà pris", EACCES: "ce port demande des droits d'administration"}
        told = reasons.get(error.errno or 0, "ce n'est pas une adresse de cette machine")
        hint = "changez ENTRELACS_HOST ou ENTRELACS_PORT, ou les options --host et --port"
        raise BadSetting(f"Impossible d'écouter à {chosen.host}:{chosen.port} : {told}.", hint) from error


@commands.command(
    help="Construit le graphe à partir des tables ; en cas d'erreur, le dernier bon graphe reste en place."
)
def build(data: DataOption = None, out: OutOption = None) -> None:
    from graph import build as builder

    chosen = settings(data, out)
    edition = builder.build(chosen.data, chosen.out, printing.step, chosen.persons)
    printing.say(f"Graphe construit dans « {chosen.out} », version {edition.data_version}.")


@commands.command(
    help="Vérifie les tables, et avec --sources que chaque repère nomme bien la chose ; 1 s'il y a des erreurs."
)
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
        if not sources.is_dir():
            raise BadSetting(
                f"Le dossier de documents « {sources} » n'existe pas.", "donnez à --sources celui des textes"
            )
        findings += checks.check_sources(dataset, sources)
    if shacl and not any(f.severity is Severity.ERROR for f in findings):
        findings += contradictions.check(builder.in_memory(dataset)) + validate(dataset)
    kept = [f for f in findings if everything or f.severity is not Severity.INFO]
    printing.findings(kept, form)
    if any(f.severity is Severity.ERROR for f in findings):
        raise typer.Exit(1)


@commands.command(help="Remet les tables en forme canonique, comme un tableur ne les écrit pas.")
def tidy(
    data: DataOption = None,
    counts: Annotated[bool, typer.Option("--comptes", help="Récrire aussi expected.toml.")] = False,
) -> None:
    from graph import checks, tables

    chosen = settings(data)
    dataset = tables.load(chosen.data)
    if dataset.findings:
        raise DataError("Des lignes sont illisibles : rien n'est récrit.", dataset.findings)
    for table, content in dataset.tables():
        tables.write(chosen.data / table.file, table, content)
    if counts:
        checks.write_expected(dataset, chosen.data / "expected.toml")
        printing.say("expected.toml est récrit : relisez ses différences.")
    printing.say("Tables remises en forme.")


@commands.command(help="Récrit territories.csv d'après le paquet npm @etalab/decoupage-administratif (dossier data).")
def territoires(
    package: Path,
    year: Annotated[str, typer.Option(help="Millésime du COG.")],
    data: DataOption = None,
) -> None:
    from graph.intake import cog

    chosen = settings(data)
    printing.say(f"{cog.rewrite(package, chosen.data, year)} territoires écrits.")
