"""What commands share: the options, and the graph that they ask."""

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api import printing
from api.printing import Form
from api.settings import Settings, from_environment

if TYPE_CHECKING:
    from api.state import State
    from graph.perimeter import Perimeter

FormatOption = Annotated[Form, typer.Option("--format", help="Forme de la réponse.")]
NamedArgument = Annotated[str, typer.Argument(help="Identifiant ou nom, même approché.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Dossier des tables (ENTRELACS_DATA).")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Dossier du graphe construit (ENTRELACS_OUT).")]
TerritoryOption = Annotated[str, typer.Option("--territory", help="Territoire : code, identifiant ou nom.")]
FiliereOption = Annotated[str, typer.Option("--filiere", help="Filière : identifiant ou nom.")]
SectorOption = Annotated[str, typer.Option("--sector", help="Secteur : identifiant ou libellé.")]
RoleOption = Annotated[list[str] | None, typer.Option("--role", help="Rôle ; répétable.")]
KindOption = Annotated[list[str] | None, typer.Option("--kind", help="Type d'acteur ; répétable.")]
AsOfOption = Annotated[str, typer.Option("--as-of", help="Ce qui était vrai ce jour-là (AAAA-MM-JJ).")]
StatusOption = Annotated[
    list[str] | None, typer.Option("--status", help="Statut : actual (défaut), planned, past, excluded ; répétable.")
]
SourceOption = Annotated[
    list[str] | None, typer.Option("--source", help="Document qui le dit, par exemple 004 ; répétable.")
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="Nombre de lignes.")]
SeedOption = Annotated[str, typer.Option("--seed", help="Graine du hasard.")]
ParamOption = Annotated[list[str] | None, typer.Option("--param", help="nom=valeur ; répétable.")]
Within = Callable[["State"], "Perimeter"]
"""What the options of a perimeter mean in a graph."""


def given(param: list[str] | None) -> dict[str, str]:
    """Return the parameters that are written nom=valeur; a usage error for another form."""
    if wrong := [pair for pair in param or () if "=" not in pair]:
        raise typer.BadParameter(f"« {wrong[0]} » : écrivez nom=valeur.")
    return dict(pair.split("=", 1) for pair in param or ())


def settings(data: Path | None = None, out: Path | None = None, **others: Any) -> Settings:
    """Return the settings of the environment, changed by the options given."""
    return from_environment(data=data, out=out, **others)


def opened(chosen: Settings | None = None) -> "State":
    """Return the graph, built first when the data changed."""
    from api.state import load, prepare

    wanted = chosen or settings()
    for warning in prepare(wanted, printing.step):
        printing.say(warning)
    return load(wanted)


def perimeter(
    state: "State",
    territory: TerritoryOption = "",
    filiere: FiliereOption = "",
    sector: SectorOption = "",
    role: RoleOption = None,
    kind: KindOption = None,
    as_of: AsOfOption = "",
    status: StatusOption = None,
    source: SourceOption = None,
) -> "Perimeter":
    """Return the perimeter that options mean; raise UnknownThing, AmbiguousName or BadParameter."""
    from graph.perimeter import read

    return read(state.matcher, territory, filiere, sector, role or (), kind or (), as_of, status or (), source or ())


def in_perimeter(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a perimeter in place of its `within`, which reads in a graph what they mean."""
    own = list(inspect.signature(command).parameters.values())[1:]
    shared = list(inspect.signature(perimeter).parameters.values())[1:]

    def run(**told: Any) -> None:
        command(partial(perimeter, **{option.name: told.pop(option.name) for option in shared}), **told)

    every = sorted((*shared, *own), key=lambda parameter: parameter.default is not inspect.Parameter.empty)
    run.__name__ = command.__name__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in every}
    vars(run)["__signature__"] = inspect.Signature(every)
    return run
