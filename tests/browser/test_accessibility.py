"""No violation of WCAG 2.1 A and AA that axe-core can see, and everything is reached, seen and left by keyboard."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import FILIERE, PAGES
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
    const levels = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
    const { violations } = await axe.run(document, { runOnly: levels, resultTypes: ['violations'] });
    return violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`)]);
}"""


def violations(page: Page) -> list[Any]:
    """Return what axe-core reproaches to a page."""
    page.evaluate(AXE)
    found: list[Any] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("address", PAGES)
def test_axe_has_nothing_to_say(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    if page.locator("section[data-graph]").count():
        page.wait_for_selector("section[data-graph][data-state=ready]")
    assert violations(page) == []


def test_axe_has_nothing_to_say_of_an_open_panel_and_suggestions(visitor: Visitor) -> None:
    page = visitor.graph(f"{FILIERE}?noeud=le-kiosque-paysan&couleurs=communautes")
    expect(page.locator("[data-part=panel] a.source").first).to_be_visible()
    page.get_by_role("combobox", name="Rechercher").press_sequentially("nantes")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_axe_has_nothing_to_say_of_a_phone_with_its_menu_open(visitor: Visitor) -> None:
    page = visitor.open("/acteurs", width=390, height=844)
    page.locator(".nav-phone summary").click()
    assert violations(page) == []


FOCUSED = """() => {
    const e = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    return {
        what: `${e.tagName.toLowerCase()}.${e.className}`, text: (e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 60),
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        inTable: Boolean(e.closest('.scroll')), inGraph: Boolean(e.closest('section[data-graph]')),
    };
}"""


def tabs(page: Page, until: str, most: int = 120) -> list[dict[str, Any]]:
    """Press Tab until the focus is in a table or a graph; return every stop."""
    stops: list[dict[str, Any]] = []
    while len(stops) < most:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if stops[-1][until]:
            return stops
    raise AssertionError([stop["what"] for stop in stops])


@pytest.mark.parametrize(
    ("address", "until"),
    [("/acteurs", "inTable"), (FILIERE, "inGraph"), ("/cofinancements", "inTable"), ("/referents", "inTable")],
)
def test_tab_reaches_menu_search_and_table_and_the_focus_is_seen(visitor: Visitor, address: str, until: str) -> None:
    page = visitor.open(address, reduced_motion="reduce")
    stops = tabs(page, until)
    texts = [stop["text"] for stop in stops]
    assert texts[0] == "Aller au contenu"
    assert texts.index("Chercher") < texts.index("Accueil") < texts.index("À propos") < len(stops) - 1
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"])] == []


def test_the_skip_link_leads_to_the_content(visitor: Visitor) -> None:
    page = visitor.open("/acteurs")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_graph_does_not_hold_the_focus(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    canvas = page.locator("[data-part=canvas]")
    canvas.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    expect(canvas).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(canvas).to_be_focused()
    assert page.evaluate(FOCUSED)["ring"]
