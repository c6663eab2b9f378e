"""Everyone's place among all partners: measured once by the build, kept with it, so that no reader waits for a rank."""

import json
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter

from graph import measures
from graph.analysis.declared import MeasureResult
from graph.network import Network

MEASURES = ("degree", "betweenness")
"""The measures of which an actor's sheet gives the rank, made with their default parameters."""

_RESULTS = TypeAdapter(dict[str, MeasureResult])


def write(path: Path, network: Network) -> None:
    """Measure the whole network of partners and write the results."""
    net = network.partners()
    path.write_text(json.dumps({name: asdict(measures.compute(name, net)) for name in MEASURES}), encoding="utf-8")


def read(path: Path) -> dict[str, MeasureResult]:
    """Read the results that `write` left, by measure."""
    return _RESULTS.validate_json(path.read_bytes())
