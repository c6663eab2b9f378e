"""Commands that analyse the network: measure, cuts, circles, filiere, path, gaps, suggestions, compare."""

from typing import Annotated

import typer

from api import printing
from api.commands.options import (
    FiliereOption,
    FormatOption,
    LimitOption,
    ParamOption,
    RoleOption,
    SectorOption,
    SeedOption,
    TerritoryOption,
    Within,
    given,
    in_perimeter,
    opened,
)
from api.printing import Form

commands = typer.Typer()

NetworkOption = Annotated[str, typer.Option(help="partners : acteurs entre eux ; ties : acteurs et dispositifs.")]


@commands.command(
    help="Une mesure du réseau sur un périmètre, chaque rang avec son intervalle ; sans nom, les mesures."
)
@in_perimeter
def measure(
    within: Within,
    name: Annotated[str, typer.Argument(help="degree, betweenness, cut-off … ; vide : la liste.")] = "",
    network: NetworkOption = "partners",
    param: ParamOption = None,
    seed: SeedOption = "0",
    limit: LimitOption = 50,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import analyses

    if not name:
        printing.measures(analyses.declared_measures(), form)
        return
    state = opened()
    printing.measure(analyses.measure(state, name, network, within(state), given(param), seed, limit, ""), form)


@commands.command(help="Qui, en se retirant, couperait le réseau, en combien de morceaux, et qui serait coupé.")
@in_perimeter
def cuts(
    within: Within,
    network: NetworkOption = "partners",
    limit: LimitOption = 20,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import analyses

    state = opened()
    printing.cuts(analyses.cuts(state, network, within(state), limit), form)


@commands.command(help="Les cercles de financeurs qui travaillent ensemble, ce qu'ils valent, et qui finance seul.")
@in_perimeter
def circles(
    within: Within,
    seed: SeedOption = "0",
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import relations

    state = opened()
    printing.circles(relations.circles(state, within(state), seed), form)


@commands.command(help="Le portrait d'une filière : qui travaille avec qui, qui fait le lien, les étapes, et ailleurs.")
def filiere(
    name: Annotated[str, typer.Argument(metavar="FILIÈRE", help="Identifiant ou nom.")],
    transversal: Annotated[
        bool, typer.Option("--transversal", help="Avec les partenaires des dispositifs qui servent plusieurs filières.")
    ] = False,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import portraits

    printing.portrait(portraits.portrait(opened(), name, transversal), form)


@commands.command(help="Comment A est lié à B : les plus courtes suites d'énoncés, chaque pas avec ses sources.")
def path(
    start: Annotated[str, typer.Argument(metavar="A", help="Identifiant ou nom.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Identifiant ou nom.")],
    avoid: Annotated[list[str] | None, typer.Option(help="Sans passer par ; répétable.")] = None,
    count: Annotated[int, typer.Option(min=1, max=50, help="Nombre de chemins.")] = 5,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import relations
    from graph.perimeter import WHOLE

    printing.chains(relations.chains(opened(), start, end, count, avoid or (), 0, WHOLE), form)


@commands.command(help="Ce qu'un territoire couvre ou non, par secteur, étape et rôle, et qui le fait ailleurs.")
def gaps(
    territory: Annotated[str, typer.Argument(help="Code, identifiant ou nom.")],
    sector: SectorOption = "",
    role: RoleOption = None,
    scope: Annotated[str, typer.Option(help="priority : secteurs de ses filières ; told : tous.")] = "priority",
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import gaps as context

    printing.gaps(context.gap_matrix(opened(), territory, sector, "", role or (), scope), form)


@commands.command(help="Des coopérations que le réseau suggère et n'a pas, chacune avec sa raison.")
def suggestions(
    filiere: FiliereOption = "",
    territory: TerritoryOption = "",
    limit: LimitOption = 20,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import relations

    printing.suggestions(relations.suggested(opened(), filiere, territory, "adamic-adar", limit), form)


@commands.command(
    help="Deux choses côte à côte : territoires, acteurs, dispositifs ou éditions, dates (AAAA ou AAAA-MM-JJ), "
    "documents (000,002). Le périmètre vaut entre deux dates ou deux listes de documents."
)
@in_perimeter
def compare(
    within: Within,
    left: Annotated[str, typer.Argument(metavar="A", help="Identifiant, nom, date ou documents.")],
    right: Annotated[str, typer.Argument(metavar="B", help="Un autre, de même nature.")],
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import comparisons

    state = opened()
    printing.comparison(comparisons.compare(state, left, right, within(state)), form)
