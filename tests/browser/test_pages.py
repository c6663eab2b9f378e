"""Every page answers, draws and tells its content: at a desk, on a phone, without JavaScript, and with nothing from elsewhere."""

import re
from html.parser import HTMLParser
from urllib.request import Request, urlopen

import pytest

from tests.browser.addresses import DRAWN, FRAMED, OWN, PAGES
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
KILOBYTES = 100


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


@pytest.mark.parametrize("address", PAGES)
def test_what_the_server_sends(site: str, address: str) -> None:
    asked = Request(site + address, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Set-Cookie" not in answer.headers
        policy = answer.headers["Content-Security-Policy"]
        weight = len(answer.read())
    assert weight < KILOBYTES * 1000, f"{weight} bytes"
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert f"frame-ancestors {'*' if address in FRAMED else chr(39) + 'self' + chr(39)};" in policy
    with urlopen(Request(site + address, headers={"Accept": "text/html"})) as answer:
        inline = Inline()
        inline.feed(answer.read().decode())
    assert inline.found == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_draws_at_a_desk_and_on_a_phone(visitor: Visitor, address: str) -> None:
    page = visitor.open()
    answer = page.goto(address)
    assert answer is not None and answer.status == 200
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert re.fullmatch(r"(.+ · )?Entrelacs.*", page.title())
    assert page.locator("main").count() == 1
    assert page.locator(PAGES[address]).first.is_visible()
    if address not in FRAMED:
        assert page.locator("a.skip").get_attribute("href") == "#contenu"
        assert page.locator("nav[aria-label='Navigation principale']:visible a[href='/referents']").count() == 1
    graphs = page.locator("section[data-graph]")
    if graphs.count():
        page.wait_for_function("document.querySelectorAll('section[data-graph]:not([data-state])').length === 0")
        assert {graph.get_attribute("data-state") for graph in graphs.all()} == {"ready"}
    assert page.context.cookies() == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "the page scrolls sideways on a phone"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_tells_its_content_without_javascript(visitor: Visitor, address: str) -> None:
    page = visitor.open(address, java_script_enabled=False)
    assert page.locator(PAGES[address]).first.is_visible()
    for graph in page.locator("section[data-graph]").all():
        assert graph.locator(".graph-tools").is_hidden(), "tools that do nothing"
        assert "JavaScript" in graph.locator("noscript").inner_text()
    if address in DRAWN:
        assert page.locator("section[data-graph] .graph-table tbody tr").count() > 5


def test_the_menu_of_every_page_leads_somewhere(visitor: Visitor) -> None:
    page = visitor.open("/")
    links = {a.get_attribute("href") or "" for a in page.locator(".nav-wide a, .site-footer a").all()}
    assert len(links) > 12
    for link in sorted(links):
        assert page.request.get(link, headers={"Accept": "text/html"}).status == 200, link


def test_the_menu_serves_on_a_phone(visitor: Visitor) -> None:
    page = visitor.open("/acteurs", width=390, height=844, has_touch=True, is_mobile=True)
    menu, links = page.locator(".nav-phone summary"), page.locator(".nav-phone nav")
    assert page.locator(".nav-wide").is_hidden() and links.is_hidden()
    menu.tap()
    assert links.is_visible()
    page.keyboard.press("Escape")
    assert links.is_hidden()
    menu.tap()
    links.get_by_role("link", name="Référents").tap()
    page.wait_for_url("**/referents")


@pytest.mark.parametrize("address", OWN)
def test_a_page_prints_without_its_tools(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    page.emulate_media(media="print")
    over = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
        .filter((e) => ['fixed', 'sticky'].includes(getComputedStyle(e).position) && e.getClientRects().length)
        .map((e) => `${e.tagName} ${e.className}`)"""
    )
    assert over == [], "these would lie over the text of every sheet"
    for tool in (".nav-wide", ".site-header .search", ".share", ".graph-tools", "form.filters"):
        assert all(place.is_hidden() for place in page.locator(tool).all()), tool
    assert page.locator("h1").is_visible()
