"""Every knob, read from the environment (prefix ENTRELACS_); documented one by one in docs/settings.md."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(env_prefix="ENTRELACS_", frozen=True)

    data: Path = Field(default=Path("data"), description="dossier des tables")
    out: Path = Field(default=Path(".entrelacs"), description="dossier du graphe construit")
    store: str = Field(default="", description="adresse d'un point d'accès SPARQL 1.1 qui remplace le graphe embarqué")
    host: str = Field(default="127.0.0.1", description="adresse d'écoute")
    port: int = Field(default=8000, ge=1, le=65535, description="port d'écoute")
    public_url: str = Field(default="", description="adresse publique du site, pour les liens vers Gephi Lite")
    persons: bool = Field(default=True, description="non : aucune personne dans le graphe, ses pages et ses exports")
    sparql_workers: int = Field(default=2, ge=1, le=16, description="processus du point d'accès SPARQL")
    sparql_seconds: float = Field(default=10.0, gt=0, description="durée maximale d'une requête SPARQL, en secondes")
    sparql_rows: int = Field(default=10_000, ge=1, description="nombre maximal de lignes d'une réponse SPARQL")
    sparql_memory_mb: int = Field(default=2048, ge=256, description="mémoire maximale d'un processus SPARQL, en Mio")
