"""What files that leave are made of: the graph in service, or the part of its network that a view shows."""

from api.addresses import page_of
from api.contexts import networks
from api.contexts.shown import Shown
from api.state import State
from graph import statements
from graph.export.formats import Material


def material(state: State, shown: Shown) -> Material:
    """Return what formats are made from, those of networks from what a view shows."""
    base = state.settings.public_url
    said = state.cached("every-statement", lambda: statements.every(state.store))
    return Material(
        store=state.store,
        directory=state.directory,
        statements=said,
        net=networks.net_of(state, shown),
        perimeter=shown.describe(state),
        data_version=state.edition.data_version,
        date=state.edition.built[:10],
        positions=state.positions,
        url_of=lambda thing: f"{base}{page_of(thing)}",
    )
