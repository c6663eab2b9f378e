"""Only the view made for it is framed by other sites; what goes wrong is said in French, in the site's dress, with a way out."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "welcome"),
    [("/reseau/integre?filiere=nantes-alimentation", True), ("/filieres/nantes-alimentation", False)],
)
def test_only_the_view_made_for_it_is_framed(visitor: Visitor, address: str, welcome: bool) -> None:
    other = visitor.site.replace("127.0.0.1", "localhost")  # another origin, on this machine
    visitor.homes.append(f"{other}/")
    page = visitor.open()
    host = f"<!doctype html><html lang=fr><title>Hôte</title><iframe src='{visitor.site}{address}' width=900 height=700></iframe>"
    page.route(f"{other}/hote", lambda route: route.fulfill(body=host, content_type="text/html; charset=utf-8"))
    page.goto(f"{other}/hote")
    inside = page.frame_locator("iframe")
    if welcome:
        expect(inside.locator("section[data-graph]")).to_have_attribute("data-state", "ready")
        expect(inside.get_by_role("link", name="voir la page complète")).to_have_attribute("target", "_blank")
        assert inside.locator(".site-header").count() == 0
    else:
        page.wait_for_timeout(500)
        assert inside.locator("h1").count() == 0
        visitor.forgive("frame-ancestors")


@pytest.mark.parametrize(
    ("address", "status", "words", "way"),
    [
        ("/acteurs/ademee", 404, "ademee", "ADEME"),
        ("/dispositifs/ess-nantes-factori", 404, "ess-nantes-factori", "ESS Nantes Factory"),
        ("/filieres/nantes-alimentatio", 404, "nantes-alimentatio", "Circuits courts et alimentation (Nantes)"),
        ("/sources/0044", 404, "0044", ""),
        ("/nulle-part", 404, "Cette adresse n'existe pas", ""),
        ("/reseau?territory=Nante", 422, "Nante", ""),
        ("/acteurs?limit=beaucoup", 422, "un nombre entier est attendu", ""),
    ],
)
def test_an_error_says_what_and_where_to_go(visitor: Visitor, address: str, status: int, words: str, way: str) -> None:
    page = visitor.open()
    answer = page.goto(address)
    assert answer is not None and answer.status in (status, 404 if status == 422 else status)
    visitor.forgive("the server responded with a status of")
    main = page.locator("main")
    assert words in main.inner_text().replace("’", "'")
    assert page.locator("h1").count() == 1 and page.locator("nav:visible").count() >= 2
    assert main.get_by_role("link").count() >= 1, "no way out"
    assert page.locator(".nav-wide [aria-current]").count() == (1 if status == 422 else 0)
    if way:
        main.get_by_role("link", name=way, exact=True).click()
        page.wait_for_load_state()
        expect(page.locator("h1")).to_have_text(way)


def test_a_graph_that_cannot_load_leaves_the_table(visitor: Visitor) -> None:
    page = visitor.open()
    page.route("**/api/network?*", lambda route: route.abort())
    page.goto("/filieres/nantes-alimentation")
    expect(page.locator("section[data-graph]")).to_have_attribute("data-state", "failed")
    expect(page.locator("[data-part=message]")).to_contain_text("tableau ci-dessous")
    visitor.forgive("net::ERR_FAILED")
