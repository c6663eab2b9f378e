"""Which network a view shows, and the addresses of all that goes with it: its page, data, files, embedded version."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from api.state import State
from graph.export.formats import FORMATS
from graph.network import FUNDING
from graph.perimeter import WHOLE, Perimeter, role_label

PAIR = (FUNDING, FUNDING)
"""The projection that has a page of its own: who funds with whom."""
_SHORT = {"gexf": "GEXF (Gephi)", "graphml": "GraphML", "kumu": "Kumu", "html": "Page HTML autonome"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which network a graph view shows: a perimeter, or the surroundings of a thing in it, or a projection of it.

    `projection`: two roles, by which actors are tied that hold them in at least `min_shared` same schemes.
    `transversal`: of a filière, with the partners of the schemes that serve several (see `networks.drawn`).
    """

    perimeter: Perimeter = WHOLE
    around: str = ""
    depth: int = 1
    projection: tuple[str, str] | None = None
    min_shared: int = 1
    transversal: bool = True

    def plain(self) -> "Shown":
        """Return the same view without the settings that mean nothing in it, so that it is made once.

        >>> Shown(depth=2, min_shared=3, transversal=False).plain() == Shown()
        True
        """
        pair = None if self.around else self.projection
        whole = bool(self.around or pair) or not self.perimeter.filiere
        return replace(
            self,
            depth=self.depth if self.around else 1,
            projection=pair,
            min_shared=self.min_shared if pair else 1,
            transversal=self.transversal or whole,
        )

    def describe(self, state: State) -> str:
        """Return what is shown in a French phrase, as legends and exports print it."""
        label = self.perimeter.describe(state.directory)
        if self.around:
            steps = "un pas" if self.depth == 1 else "deux pas"
            within = "" if label == WHOLE.describe(state.directory) else f" ; {label}"
            return f"à {steps} de « {state.directory[self.around].label} »{within}"
        if self.projection:
            left, right = (role_label(role) for role in self.projection)
            least = f", au moins {self.min_shared} dispositifs partagés" if self.min_shared > 1 else ""
            return f"{left} – {right} d'un même dispositif{least} ; {label}"
        return label

    def parameters(self) -> dict[str, str]:
        """Return what an address says of a view beside its perimeter; what goes without saying is empty.

        >>> {name: value for name, value in Shown(around="ademe", depth=2).parameters().items() if value}
        {'around': 'ademe', 'depth': '2'}
        """
        return {
            "around": self.around,
            "depth": "" if self.depth == 1 else str(self.depth),
            "projection": ",".join(self.projection or ()),
            "min_shared": "" if self.min_shared == 1 else str(self.min_shared),
            "transversal": "" if self.transversal else "false",
        }

    def address(self, path: str, **more: str) -> str:
        """Return an address with all that says which network a view shows, and some parameters more."""
        return address(path, self.perimeter, **self.parameters(), **more)

    @property
    def page(self) -> str:
        """The address of the page that shows the same network with its table; other projections have only its whole."""
        if self.projection == PAIR:
            return address("/cofinancements", self.perimeter, min_shared=self.parameters()["min_shared"])
        return replace(self, projection=None, min_shared=1).address("/reseau")


def links(state: State, shown: Shown, brokers: int = 0) -> dict[str, object]:
    """Return the addresses that go with a drawn network, the first `brokers` marked on it: data, embedded, files."""
    marked = {"brokers": str(brokers) if brokers else ""}
    return {
        "payload_url": shown.address("/api/network", **marked),
        "embed_url": shown.address("/reseau/integre", **marked),
        "downloads": files(shown),
        "gephi_lite": _gephi_lite(state, shown),
    }


def files(shown: Shown) -> list[tuple[str, str]]:
    """Return the labels and addresses of the files of a view: its table, then each format of its network.

    A projection has no table of statements: its page gives that of its pairs.
    """
    tables = [(f"Tableau {form.upper()}", shown.address("/api/ties", format=form)) for form in ("csv", "xlsx")]
    return ([] if shown.projection else tables) + [
        (_SHORT.get(f.id, f.label), shown.address(f"/exports/{f.files[0]}"))
        for f in FORMATS.values()
        if f.follows_perimeter
    ]


def _gephi_lite(state: State, shown: Shown) -> str:
    """Return the address that opens a view in Gephi Lite; empty when the site has no public address."""
    base = state.settings.public_url
    file = f"{base}{shown.address('/exports/entrelacs.gexf')}"
    return f"https://gephi.org/gephi-lite/?file={quote(file, safe='')}" if base else ""


def address(path: str, perimeter: Perimeter, **more: str) -> str:
    """Return an address with the parameters of a perimeter; the default status is left out.

    >>> address("/reseau", Perimeter(sector="alimentation"), format="csv")
    '/reseau?sector=alimentation&format=csv'
    """
    told = perimeter.parameters()
    if perimeter.statuses == WHOLE.statuses:
        del told["status"]
    query = urlencode({**told, **{name: value for name, value in more.items() if value}}, doseq=True, safe=",")
    return f"{path}?{query}" if query else path
