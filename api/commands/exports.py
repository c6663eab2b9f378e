"""The command that takes the graph away: export."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import (
    AsOfOption,
    FiliereOption,
    KindOption,
    RoleOption,
    SectorOption,
    SourceOption,
    StatusOption,
    TerritoryOption,
    opened,
    perimeter,
    settings,
)

commands = typer.Typer()


@commands.command(
    help="Écrit le graphe dans un fichier ou un dossier : tables ttl nq jsonld gexf graphml kumu html. "
    "Un périmètre se donne aux formats de réseau."
)
def export(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="tables, ttl, nq, jsonld, gexf, graphml, kumu, html.")
    ],
    target: Annotated[Path, typer.Argument(metavar="DOSSIER_OU_FICHIER")],
    territory: TerritoryOption = "",
    filiere: FiliereOption = "",
    sector: SectorOption = "",
    role: RoleOption = None,
    kind: KindOption = None,
    as_of: AsOfOption = "",
    status: StatusOption = None,
    source: SourceOption = None,
    without_persons: Annotated[bool, typer.Option("--sans-personnes", help="Aucune personne dans le fichier.")] = False,
) -> None:
    from api.contexts.exports import material
    from graph.export import formats

    wanted = formats.named(format)
    with tempfile.TemporaryDirectory(prefix="entrelacs-") as folder:
        state = opened(settings(out=Path(folder) / "out", persons=False) if without_persons else None)
        within = perimeter(state, territory, filiere, sector, role, kind, as_of, status, source)
        for path in formats.write(wanted, material(state, within), target):
            typer.echo(path)
