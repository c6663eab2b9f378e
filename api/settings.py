"""Every knob, read from the environment (prefix ENTRELACS_); documented one by one in docs/settings.md."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.refusals import in_french
from graph.errors import BadSetting

_PREFIX = "ENTRELACS_"


def _shaped(pattern: str, expected: str) -> AfterValidator:
    """Return the check of a text that is empty or of one form; `expected` says which, in French."""

    def check(text: str) -> str:
        if text.strip() and not re.fullmatch(pattern, text.strip()):
            raise ValueError(f"{expected} est attendue")
        return text.strip()

    return AfterValidator(check)


_URL = r"https?://[^\s/?#]+\S*"
WebAddress = Annotated[str, _shaped(_URL, "une adresse http:// ou https://")]
SiteAddress = Annotated[WebAddress, AfterValidator(lambda text: text.rstrip("/"))]
Contact = Annotated[
    str,
    _shaped(
        r"https://[^\s/?#]+\S*|[^\s@/:;,<>]+@[^\s@/:;,<>]+\.[^\s@/:;,<>.]+", "une adresse électronique ou https://"
    ),
]


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    data: Path = Field(default=Path("data"), description="dossier des tables")
    out: Path = Field(default=Path(".entrelacs"), description="dossier du graphe construit")
    store: WebAddress = Field(
        default="", description="adresse d'un point d'accès SPARQL 1.1 qui remplace le graphe embarqué"
    )
    host: str = Field(default="127.0.0.1", description="adresse d'écoute")
    port: int = Field(default=8000, ge=1, le=65535, description="port d'écoute")
    public_url: SiteAddress = Field(default="", description="adresse publique du site")
    contact: Contact = Field(default="", description="à qui les lecteurs envoient une correction")
    persons: bool = Field(default=True, description="personnes dans le graphe, ses pages et ses exports")
    sparql_workers: int = Field(default=2, ge=1, le=16, description="processus du point d'accès SPARQL")
    sparql_seconds: float = Field(default=10.0, gt=0, description="durée maximale d'une requête SPARQL, en secondes")
    sparql_rows: int = Field(default=10_000, ge=1, description="nombre maximal de lignes d'une réponse SPARQL")
    sparql_memory_mb: int = Field(default=2048, ge=256, description="mémoire maximale d'un processus SPARQL, en Mio")


def from_environment(**options: Any) -> Settings:
    """Return the settings of the environment, changed by the options given; raise BadSetting for an impossible value.

    An option that is None was not given.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadSetting(" ".join(_refused(told, given) for told in error.errors())) from error


def _refused(told: Any, options: dict[str, Any]) -> str:
    """Return, in French, which variable or option has which value, and what is expected of it."""
    name = str(told["loc"][0])
    said = f"--{name.replace('_', '-')}" if name in options else f"{_PREFIX}{name.upper()}"
    meaning = Settings.model_fields[name].description
    return f"{said} ({meaning}) : « {told['input']} » est refusé : {in_french(told)}."
