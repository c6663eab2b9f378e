"""Only the view made for it is framed by other sites; what goes wrong is said in French, with a way out."""

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import FILIERE
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "welcome"), [("/reseau/integre?filiere=nantes-alimentation", True), (FILIERE, False), ("/", False)]
)
def test_only_the_view_made_for_it_is_framed(visitor: Visitor, address: str, welcome: bool) -> None:
    other = visitor.site.replace("127.0.0.1", "localhost")  # another origin, on this machine
    visitor.homes.append(f"{other}/")
    page = visitor.open()
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"{other}/healthz")
    page.set_content(f"<title>Hôte</title><iframe src='{visitor.site}{address}' width=900 height=700></iframe>")
    inside = page.frame_locator("iframe")
    if welcome:
        expect(inside.locator("section[data-graph]")).to_have_attribute("data-state", "ready")
        expect(inside.get_by_role("link", name="voir la page complète")).to_have_attribute("target", "_blank")
        assert inside.locator(".site-header").count() == 0
    else:
        assert inside.locator("main#contenu").count() == 0
        visitor.forgive("frame-ancestors")


@pytest.mark.parametrize(
    ("address", "status", "words", "way"),
    [
        ("/acteurs/ademee", 404, "ademee", "ADEME"),
        ("/dispositifs/ess-nantes-factori", 404, "ess-nantes-factori", "ESS Nantes Factory"),
        ("/filieres/nantes-alimentatio", 404, "nantes-alimentatio", "Circuits courts et alimentation (Nantes)"),
        ("/sources/0044", 404, "0044", ""),
        ("/nulle-part", 404, "Cette adresse n'existe pas", ""),
        ("/acteurs?limit=beaucoup", 422, "un nombre entier est attendu", ""),
    ],
)
def test_an_error_says_what_and_where_to_go(visitor: Visitor, address: str, status: int, words: str, way: str) -> None:
    page = visitor.open()
    answer = page.goto(address)
    assert answer is not None and answer.status == status
    visitor.forgive(f"the server responded with a status of {status}")
    main = page.locator("main")
    assert words in main.inner_text().replace("’", "'")
    assert main.inner_text().count("Vouliez-vous dire") <= 1
    assert page.locator("h1").count() == 1 and page.locator(".nav-wide").is_visible()
    assert page.locator(".nav-wide [aria-current]").count() == 0, "an error is not the first page"
    assert main.get_by_role("link").count() >= 1, "no way out"
    if way:
        main.get_by_role("link", name=way, exact=True).click()
        expect(page.locator("h1")).to_have_text(way)


def test_a_form_keeps_what_it_did_not_understand(visitor: Visitor) -> None:
    page = visitor.open()
    answer = page.goto("/reseau?territory=Qwrtpzk")
    assert answer is not None and answer.status == 404
    visitor.forgive("the server responded with a status of 404")
    expect(page.locator("[role=alert]")).to_contain_text("Qwrtpzk")
    expect(page.locator("form.filters").get_by_label("Territoire")).to_have_value("Qwrtpzk")


def test_a_graph_that_cannot_load_leaves_the_table(visitor: Visitor) -> None:
    page = visitor.open()
    page.route("**/api/network?*", lambda route: route.abort())
    page.goto(FILIERE)
    expect(page.locator("section[data-graph]")).to_have_attribute("data-state", "failed")
    expect(page.locator("[data-part=message]")).to_contain_text("tableau ci-dessous")
    visitor.forgive("net::ERR_FAILED")
