"""The `entrelacs` command: data on stdout, messages on stderr; exit 0 done, 1 failed or findings, 2 usage."""

import os
import sys

# before any engine is imported: on busy cores they are two thousand times slower otherwise
os.environ.setdefault("OMP_NUM_THREADS", "1")

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from api import printing
from api.commands import analyses, answers, building, exports, usage
from api.printing import Form
from graph.errors import DataError, GraphError

rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"


class Group(TyperGroup):
    """The command itself, whose --help speaks French."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _in_french(super().get_help_option(ctx))


class Command(TyperCommand):
    """A command whose --help speaks French."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _in_french(super().get_help_option(ctx))


def _in_french(option: Any) -> TyperOption | None:
    if option is not None:
        option.help = "Affiche cette aide."
    return option  # type: ignore[no-any-return]  # typer vendors click without types


app = typer.Typer(
    cls=Group,
    help="Le graphe des acteurs de l'économie sociale et solidaire et de leurs liens.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for family in (building, answers, analyses, exports):
    for command in family.commands.registered_commands:
        command.cls = Command
    app.add_typer(family.commands)


def main() -> None:
    """Run the command; print errors in French, and exit 1 for our own, 2 for words that no command reads."""
    try:
        raise SystemExit(app(standalone_mode=False) or 0)
    except TyperException as error:
        usage.refuse(error)
    except DataError as error:
        if error.findings:
            printing.findings(error.findings, Form.TABLE, sys.stderr)
        printing.fail(error)
    except GraphError as error:
        printing.fail(error)
