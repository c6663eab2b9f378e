"""What pydantic refuses, in French: the parameters of a request and the settings of the process alike."""

from collections.abc import Mapping
from typing import Any


def in_french(error: Mapping[str, Any]) -> str:
    """Return what is expected instead of a refused value, from one of the errors that pydantic lists."""
    limits = error.get("ctx", {})
    words = {
        "missing": "il manque",
        "int_parsing": "un nombre entier est attendu",
        "float_parsing": "un nombre est attendu",
        "bool_parsing": "true ou false est attendu",
        "greater_than": f"plus de {limits.get('gt', 0):g}",
        "greater_than_equal": f"au moins {limits.get('ge')}",
        "less_than_equal": f"au plus {limits.get('le')}",
        "literal_error": f"choisissez parmi {limits.get('expected')}".replace(" or ", " ou "),
        "string_too_short": "trop court",
        "string_too_long": "trop long",
        "value_error": str(limits.get("error")),
    }
    return words.get(error["type"], "valeur refusée")
