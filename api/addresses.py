"""Where each thing has its page and its data: the only place that knows the site's addresses."""

from urllib.parse import urlencode

from starlette.datastructures import URL
from starlette.requests import Request

from graph.errors import Candidate
from graph.naming import THING_KINDS
from graph.things import Thing

PAGES = {
    "actor": "/acteurs",
    "person": "/acteurs",
    "scheme": "/dispositifs",
    "edition": "/dispositifs",
    "place": "/dispositifs",
    "project": "/dispositifs",
    "body": "/dispositifs",
    "filiere": "/filieres",
    "territory": "/territoires",
    "question": "/questions",
}
DATA = {
    "/acteurs": "/api/actors",
    "/dispositifs": "/api/schemes",
    "/filieres": "/api/filieres",
    "/territoires": "/api/territories",
}


def site_of(request: Request, public_url: str) -> str:
    """Return the address of the site as the outside knows it: the public one, or else the one that was asked."""
    return public_url or str(request.base_url).rstrip("/")


def path_of(url: URL) -> str:
    """Return an address without the name of the site.

    >>> path_of(URL("https://entrelacs.example.org/reseau?sector=sante"))
    '/reseau?sector=sante'
    """
    return f"{url.path}?{url.query}" if url.query else url.path


def page_of(thing: Thing | Candidate) -> str:
    """Return the address of the page of a thing, or of what a name may mean: a ready question too.

    >>> page_of(Thing("fonds", "scheme", "Fonds")), page_of(Candidate("qui-finance", "question", "Qui finance ?"))
    ('/dispositifs/fonds', '/questions/qui-finance')
    """
    return f"{PAGES[thing.type]}/{thing.id}"


def data_of(thing: Thing) -> str:
    """Return the address of a thing's JSON."""
    return f"{DATA[PAGES[thing.type]]}/{thing.id}"


def identifier_of(thing: Thing) -> str:
    """Return the path that stands for the thing itself, which redirects by content negotiation."""
    return f"/id/{THING_KINDS[thing.type]}/{thing.id}"


def passage_page(source: str, line: int) -> str:
    """Return the address of the place, on the leaf of a source's page that holds it, where a line was read."""
    return f"/sources/{source}?ligne={line}#L{line}"


def referents_page(sector: str, territory: str) -> str:
    """Return the address of the referents of a sector or a territory, or of both.

    >>> referents_page("insertion", "epci-244400404")
    '/referents?sector=insertion&territory=epci-244400404'
    """
    return f"/referents?{_told(sector=sector, territory=territory)}"


def offers_page(sector: str, territory: str) -> str:
    """Return the address of the schemes in force that a project may turn to, in a sector or a territory, or in both.

    >>> offers_page("alimentation", "")
    '/dispositifs?sector=alimentation&offer=true&status=actual'
    """
    return f"/dispositifs?{_told(sector=sector, territory=territory, offer='true', status='actual')}"


def _told(**parameters: str) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def successor(path: str, heir: Thing) -> str:
    """Return the address that takes the place of one of a removed thing: of the same sort, of what replaced it.

    >>> heir = Thing("fonds", "scheme", "Fonds")
    >>> successor("/api/actors/ancien/statements", heir), successor("/id/organisation/ancien", heir)
    ('/api/schemes/fonds/statements', '/id/dispositif/fonds')
    """
    room, *segments = path.split("/")[1:]
    address = {"id": identifier_of, "api": data_of}.get(room, page_of)
    rest = segments[1:] if address is page_of else segments[2:]
    return "/".join((address(heir), *rest))
