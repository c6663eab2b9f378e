"""Everything is reached, seen and left by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import FILIERE
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const e = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    return {
        what: `${e.tagName.toLowerCase()}.${e.className}`,
        text: (e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 60),
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
