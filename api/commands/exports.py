"""The command that takes the graph away: export."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Within, in_perimeter, opened, settings

commands = typer.Typer()


@commands.command(
    help="Écrit le graphe dans un fichier ou un dossier : tables ttl nq jsonld gexf graphml kumu html. "
    "Un périmètre se donne aux formats de réseau."
)
@in_perimeter
def export(
    within: Within,
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="tables, ttl, nq, jsonld, gexf, graphml, kumu, html.")
    ],
    target: Annotated[Path, typer.Argument(metavar="DOSSIER_OU_FICHIER")],
    without_persons: Annotated[bool, typer.Option("--sans-personnes", help="Aucune personne dans le fichier.")] = False,
) -> None:
    from api.contexts.exports import material
    from api.contexts.shown import Shown
    from graph.export import formats

    wanted = formats.named(format)
    with tempfile.TemporaryDirectory(prefix="entrelacs-") as folder:
        state = opened(settings(out=Path(folder) / "out", persons=False) if without_persons else None)
        for path in formats.write(wanted, material(state, Shown(within(state))), target):
            typer.echo(path)
