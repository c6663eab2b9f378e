"""Commands that answer the questions: funders, cofunders, referents, and the catalogue of ready ones."""

from typing import Annotated

import typer

from api import printing
from api.commands.options import FiliereOption, FormatOption, SectorOption, TerritoryOption, opened
from api.printing import Form

commands = typer.Typer()


@commands.command(help="Qui finance ce dispositif : chaque partenaire, son rôle, son montant, ses sources.")
def funders(scheme: str, form: FormatOption = Form.TABLE) -> None:
    from api.contexts import answers

    printing.funders(answers.funders(opened(), scheme), form)


@commands.command(help="Avec qui cet acteur finance, et quoi.")
def cofunders(actor: str, form: FormatOption = Form.TABLE) -> None:
    from api.contexts import answers
    from graph.perimeter import WHOLE

    printing.cofunders(answers.cofunders(opened(), actor, WHOLE), form)


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
    param: Annotated[list[str] | None, typer.Option("--param", help="nom=valeur ; répétable.")] = None,
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
    printing.question(questions.answer(opened(), name, _given(param or []), EVERYTHING, ""), form)


def _given(pairs: list[str]) -> dict[str, str]:
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise typer.BadParameter(f"« {wrong[0]} » : écrivez nom=valeur.")
    return dict(pair.split("=", 1) for pair in pairs)
