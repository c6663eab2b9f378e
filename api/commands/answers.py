"""Commands that answer the questions: funders, cofunders, pairs of funders, referents, the catalogue of ready ones."""

from typing import Annotated

import typer

from api import printing
from api.commands.options import (
    FiliereOption,
    FormatOption,
    LimitOption,
    NamedArgument,
    ParamOption,
    SectorOption,
    TerritoryOption,
    Within,
    given,
    in_perimeter,
    opened,
)
from api.printing import Form

commands = typer.Typer()


@commands.command(help="Qui finance ce dispositif : chaque partenaire, son rôle, son montant, ses sources.")
def funders(scheme: NamedArgument, form: FormatOption = Form.TABLE) -> None:
    from api.contexts import answers

    printing.funders(answers.funders(opened(), scheme), form)


@commands.command(help="Avec qui cet acteur finance, et quoi.")
def cofunders(actor: NamedArgument, form: FormatOption = Form.TABLE) -> None:
    from api.contexts import answers
    from graph.perimeter import WHOLE

    printing.cofunders(answers.cofunders(opened(), actor, WHOLE), form)


@commands.command(help="Les couples de financeurs des mêmes dispositifs, ceux qui en partagent le plus d'abord.")
@in_perimeter
def cofunding(
    within: Within,
    min_shared: Annotated[int, typer.Option(min=1, help="Dispositifs partagés, au moins.")] = 1,
    weighting: Annotated[str, typer.Option(help="simple, newman ou euros.")] = "simple",
    inferred: Annotated[
        bool, typer.Option("--inferred", help="Avec les couples déduits : même bénéficiaire, aucun dispositif commun.")
    ] = False,
    limit: LimitOption = 50,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import answers

    state = opened()
    printing.pairs(answers.cofunding(state, min_shared, weighting, within(state), limit, "", inferred), form)


@commands.command(help="Les référents d'un secteur, d'un territoire, d'une filière.")
def referents(
    sector: SectorOption = "",
    territory: TerritoryOption = "",
    filiere: FiliereOption = "",
    kind: Annotated[str, typer.Option(help="elu, technique, professionnel ou structure.")] = "",
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import answers

    printing.referents(answers.referents(opened(), sector, territory, filiere, kind), form)


@commands.command(help="Une question toute prête : « entrelacs query --list » les donne avec leurs paramètres.")
def query(
    name: Annotated[str, typer.Argument(help="Nom de la question.")] = "",
    param: ParamOption = None,
    listing: Annotated[bool, typer.Option("--list", help="Le catalogue.")] = False,
    form: FormatOption = Form.TABLE,
) -> None:
    from api.contexts import questions
    from api.contexts.lists import EVERYTHING

    if listing:
        printing.catalogue(questions.catalogue_of(opened()), form)
        return
    if not name:
        raise typer.BadParameter("il manque le nom d'une question ; « entrelacs query --list » les donne.")
    printing.question(questions.answer(opened(), name, given(param), EVERYTHING, ""), form)
