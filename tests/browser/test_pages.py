"""Every page answers, draws and tells its content: at a desk, on a phone, on paper, and without JavaScript."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import DRAWN, FRAMED, HEAVY, PAGES
from tests.browser.conftest import Profiles, Visitor

pytestmark = pytest.mark.browser
KILOBYTES = 100
PHONE = {"width": 390, "height": 844}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RUN_AXE = """async () => {
    const levels = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
    const { violations } = await axe.run(document, { runOnly: levels, resultTypes: ['violations'] });
    return violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`)]);
}"""


def reproached(page: Page) -> object:
    """Return what axe-core reproaches to a page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN_AXE)


# --- what the server sends ----------------------------------------------------------------------------------------


class Inline(HTMLParser):
    """Finds what a strict policy refuses: code and style written into the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.found += [f"{tag} {value}" for value in given.values() if (value or "").startswith("javascript:")]


@pytest.mark.parametrize("address", [*PAGES, *HEAVY])
def test_a_page_is_light_and_sent_under_a_strict_policy(site: str, address: str) -> None:
    with urlopen(Request(site + address, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})) as answer:
        content = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Set-Cookie" not in answer.headers
        policy = answer.headers["Content-Security-Policy"]
    assert len(content) < KILOBYTES * 1000, f"{len(content)} bytes"
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert f"frame-ancestors {'*' if address in FRAMED else chr(39) + 'self' + chr(39)};" in policy
    inline = Inline()
    inline.feed(gzip.decompress(content).decode())
    assert inline.found == []


# --- what a visitor sees ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=PAGES)
def visited(request: pytest.FixtureRequest, site: str, profiles: Profiles) -> Iterator[tuple[str, Page]]:
    """Open each page once for the tests below; a complaint of its console or a request elsewhere is an error here."""
    visitor = Visitor(site, profiles)
    page = visitor.open()
    answer = page.goto(request.param)
    assert answer is not None and answer.status == 200
    expect(page.locator("section[data-graph]:not([data-state])")).to_have_count(0)
    yield request.param, page
    assert page.context.cookies() == []
    visitor.leave()


def test_a_page_draws(visited: tuple[str, Page]) -> None:
    address, page = visited
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert re.fullmatch(r"(.+ · )?Entrelacs.*", page.title())
    assert page.locator("main").count() == 1
    expect(page.locator(PAGES[address]).first).to_be_visible()
    graphs = page.locator("section[data-graph]").all()
    assert {graph.get_attribute("data-state") for graph in graphs} <= {"ready"}
    assert len(graphs) > 0 or address not in DRAWN
    if graphs:
        took = page.evaluate("performance.getEntriesByName('graph-ready')[0].startTime")
        assert took < 15_000, (
            f"{took:.0f} ms"
        )  # wide, for a busy machine: at rest the whole network takes about a second
    if address not in FRAMED:
        assert page.locator("a.skip").get_attribute("href") == "#contenu"
        assert page.locator("nav[aria-label='Navigation principale']:visible a[href='/referents']").count() == 1


def test_axe_has_nothing_to_reproach(visited: tuple[str, Page]) -> None:
    assert reproached(visited[1]) == []


def test_a_page_prints_without_its_tools(visited: tuple[str, Page]) -> None:
    page = visited[1]
    page.emulate_media(media="print")
    over = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
        .filter((e) => ['fixed', 'sticky'].includes(getComputedStyle(e).position) && e.getClientRects().length)
        .map((e) => `${e.tagName} ${e.className}`)"""
    )
    tools = ".nav-wide, .site-header .search, .share, .graph-tools, form.filters"
    shown = page.evaluate(
        "(tools) => [...document.querySelectorAll(tools)].filter((e) => e.offsetParent).length", tools
    )
    title = page.locator("h1").is_visible()
    page.emulate_media(media="screen")
    assert over == [], "these would lie over the text of every sheet"
    assert (shown, title) == (0, True)


def test_a_page_fits_a_phone(visited: tuple[str, Page]) -> None:
    address, page = visited
    desk = page.viewport_size
    assert desk is not None
    page.set_viewport_size({"width": 390, "height": 844})
    width = page.evaluate("document.documentElement.scrollWidth")
    menu = page.locator(".nav-phone summary").is_visible()
    page.set_viewport_size(desk)
    assert width <= 390, "the page scrolls sideways"
    assert menu or address in FRAMED


@pytest.mark.parametrize("address", PAGES)
def test_a_page_tells_its_content_without_javascript(visitor: Visitor, address: str) -> None:
    page = visitor.open(address, java_script_enabled=False)
    expect(page.locator(PAGES[address]).first).to_be_visible()
    for graph in page.locator("section[data-graph]").all():
        assert graph.locator(".graph-tools").is_hidden(), "tools that do nothing"
        assert "JavaScript" in graph.locator("noscript").inner_text()
    if address in DRAWN:
        assert page.locator("section[data-graph] .graph-table tbody tr").count() > 5


# --- the frame of every page --------------------------------------------------------------------------------------


def test_the_menu_leads_somewhere(visitor: Visitor) -> None:
    page = visitor.open("/")
    links = {a.get_attribute("href") or "" for a in page.locator(".nav-wide a, .site-footer a, main a").all()}
    assert len(links) > 30
    broken = {link: page.request.get(link, headers={"Accept": "text/html"}).status for link in sorted(links)}
    assert {link: status for link, status in broken.items() if status != 200} == {}


def test_the_menu_serves_on_a_phone(visitor: Visitor) -> None:
    page = visitor.open("/acteurs", **PHONE, has_touch=True, is_mobile=True)
    menu, links = page.locator(".nav-phone summary"), page.locator(".nav-phone nav")
    assert page.locator(".nav-wide").is_hidden() and links.is_hidden()
    menu.tap()
    assert links.is_visible()
    assert reproached(page) == []
    page.keyboard.press("Escape")
    assert links.is_hidden()
    menu.tap()
    links.get_by_role("link", name="Référents").tap()
    page.wait_for_url("**/referents")


def test_a_form_is_folded_on_a_phone_and_open_at_a_desk(visitor: Visitor) -> None:
    desk = visitor.open("/acteurs", java_script_enabled=False)
    expect(desk.get_by_label("Mots du nom")).to_be_visible()
    page = visitor.open("/acteurs", **PHONE, has_touch=True, is_mobile=True)
    field, first = page.get_by_label("Mots du nom"), page.locator("table tbody tr").first
    expect(field).to_be_hidden()
    expect(first).to_be_in_viewport()
    page.locator("details.folded > summary").tap()
    field.fill("ecos")
    field.press("Enter")
    expect(page.locator("table tbody")).to_contain_text("Les Ecossolies")


@pytest.mark.parametrize(
    "address",
    [
        "/dispositifs?offer=true&status=actual&stage=amorcage&sector=alimentation&territory=Nantes+M%C3%A9tropole",
        "/comparer?left=epci-244400404&right=epci-243500139",
        "/manques?territory=epci-244400404",
    ],
)
def test_an_answer_is_on_the_first_screen_of_a_desk(visitor: Visitor, address: str) -> None:
    page = visitor.open(address, java_script_enabled=False)
    expect(page.locator("main table tbody tr").first).to_be_in_viewport()
    page.locator("details.folded > summary").click()
    expect(page.locator("form.filters").get_by_role("textbox").first).to_be_visible()


def test_a_caption_is_no_wider_than_a_phone(visitor: Visitor) -> None:
    page = visitor.open("/manques?territory=epci-244400404", **PHONE, has_touch=True, is_mobile=True)
    wide = "(c) => c.scrollWidth - c.closest('.scroll').clientWidth"
    over = page.locator(".scroll > table > caption").evaluate_all(f"(all) => all.map({wide})")
    assert over and max(over) <= 0


def test_what_a_link_points_to_is_unfolded(visitor: Visitor) -> None:
    page = visitor.open("/vocabulaire#statut-planned")
    expect(page.locator("#statut-planned")).to_be_in_viewport()
    page = visitor.open("/sources/004#L609")
    page.wait_for_url("**/sources/004?ligne=609#L609")
    expect(page.locator("#L609")).to_be_in_viewport()


def test_axe_has_nothing_to_reproach_to_what_opens(visitor: Visitor) -> None:
    page = visitor.graph("/filieres/nantes-alimentation?noeud=le-kiosque-paysan")
    expect(page.locator("[data-part=panel] a.source").first).to_be_visible()
    page.get_by_role("combobox", name="Rechercher").fill("nantes")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert reproached(page) == []


def test_a_table_sorted_either_way_keeps_its_blanks_last(visitor: Visitor) -> None:
    page = visitor.open("/dispositifs/ess-nantes-factory")
    head = page.locator("table.partners").get_by_role("button", name="Apport dit")
    cells = page.locator("table.partners tbody tr > td.brought")
    for _ in range(2):
        head.click()
        keys = [cell.get_attribute("data-sort") or "" for cell in cells.all()]
        assert keys == sorted(keys, key=lambda key: key == "")
