"""What the command line refuses to read, in French: typer says it in English, its help aside."""

from typing import Any, NoReturn

from typer.exceptions import TyperException

from api import printing
from api.refusals import in_french


def refuse(error: TyperException) -> NoReturn:
    """Print why the words of a command mean nothing, and where its help is; exit 2."""
    told: Any = error
    if said := refusal(error):
        printing.say(f"erreur : {said.rstrip('.')}.")
        printing.say(f"conseil : {told.ctx.command_path if told.ctx else 'entrelacs'} --help dit ce qui se demande")
    raise SystemExit(2)


def refusal(error: TyperException) -> str:
    """Return, in a sentence, what was wrong in the words of a command; nothing where its help is already printed."""
    told: Any = error
    match type(error).__name__:
        case "MissingParameter":
            return f"il manque {_name(told)}"
        case "BadParameter":
            return f"{_name(told)} : {_reason(told)}" if told.param else error.message
        case "NoSuchOption":
            near = f", proche de {' ou '.join(sorted(told.possibilities))}" if told.possibilities else ""
            return f"l'option « {told.option_name} » est inconnue{near}"
        case "BadOptionUsage":
            return f"l'option « {told.option_name} » attend une valeur"
    known = {"No such command": "cette commande est inconnue", "Got unexpected extra": "il y a des mots en trop"}
    return next((said for start, said in known.items() if error.message.startswith(start)), error.message)


def _name(error: Any) -> str:
    """Return how a command names a parameter: its option, or the word of its place."""
    names = [name for name in error.param.opts if name.startswith("--")]
    return str(names[0] if names else error.param.metavar or error.param.name)


def _reason(error: Any) -> str:
    """Return what was expected instead of a refused value."""
    cause = error.__cause__
    said = in_french(cause.errors()[0]) if hasattr(cause, "errors") else str(error.message)
    values = said.partition("is not one of ")[2].replace("'", "").rstrip(".")
    return f"choisissez parmi {values}" if values else said
