"""What files that leave are made of: the graph in service, or a perimeter of its network."""

from api.addresses import page_of
from api.state import State
from graph import statements
from graph.export.formats import Material
from graph.perimeter import Perimeter


def material(state: State, perimeter: Perimeter) -> Material:
    """Return what formats are made from."""
    base = state.settings.public_url.rstrip("/")
    said = state.cached("every-statement", lambda: statements.every(state.store))
    return Material(
        store=state.store,
        directory=state.directory,
        statements=said,
        network=state.network,
        data_version=state.edition.data_version,
        date=state.edition.built[:10],
        perimeter=perimeter,
        positions=state.positions,
        url_of=lambda thing: f"{base}{page_of(thing)}",
    )
