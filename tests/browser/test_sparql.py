"""The editor of the SPARQL page: it completes, tells what is wrong, sends the query, and lets the keyboard go."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_pages import reproached

pytestmark = pytest.mark.browser
EDITOR = ".sparql .CodeMirror"
EDITED = "document.querySelector('.CodeMirror').CodeMirror"
TEXT = f"{EDITED}.getValue()"


def write(page: Page, text: str) -> None:
    """Put a text in the editor's place of what it holds, as one types, once all that it holds is selected."""
    page.wait_for_load_state("networkidle")  # a new editor still asks for its terms, and may take the focus back
    page.get_by_role("textbox", name="Requête").focus()
    page.keyboard.press("Control+A")
    assert page.evaluate(f"{EDITED}.getSelection() === {EDITED}.getValue()")
    page.keyboard.type(text)


def suggested(page: Page, text: str) -> None:
    """Wait until a list that starts with a text answers the keys: each letter asks anew, and nothing is chosen then."""
    expect(page.get_by_role("option").first).to_contain_text(text)
    for _ in range(150):  # not wait_for_function: it polls by eval, which our policy refuses
        if page.evaluate(f"'Down' in ({EDITED}.state.completionActive?.widget?.keyMap ?? {{}})"):
            return
        page.wait_for_timeout(100)
    pytest.fail("the list takes no key")


def test_a_query_is_completed_in_french_and_answered(visitor: Visitor) -> None:
    page = visitor.open("/sparql")
    expect(page.locator(EDITOR)).to_be_visible()
    expect(page.locator("#f-query")).to_be_hidden()
    write(page, "SELECT ?montant { ?p particip")
    suggested(page, "participation à")
    assert reproached(page) == []
    page.keyboard.press("Enter")
    page.keyboard.type(" <ess nantes fac")
    suggested(page, "ESS Nantes Factory")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.type(" ; ess:amountMi")
    suggested(page, "amountMi")
    page.get_by_role("option").filter(has_text="amountMin").first.click()
    expect(page.get_by_role("option")).to_have_count(0)
    page.get_by_role("textbox", name="Requête").focus()
    page.keyboard.type("|ess:amount ?montant }")
    assert page.evaluate(TEXT).splitlines() == [
        "PREFIX ess: <https://w3id.org/entrelacs/def#>",
        "SELECT ?montant { ?p ess:participationIn <https://w3id.org/entrelacs/id/dispositif/ess-nantes-factory> ; "
        "ess:amountMin|ess:amount ?montant }",
    ]
    expect(page.locator("#f-etat")).to_be_empty()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=*")
    expect(page.locator("table.answer tbody tr").first).to_be_visible()
    expect(page.locator(EDITOR)).to_contain_text("amountMin")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0 and page.context.cookies() == []


def test_what_cannot_be_read_is_told_with_its_line(visitor: Visitor) -> None:
    page = visitor.open("/sparql")
    expect(page.locator(EDITOR)).to_be_visible()
    write(page, "SELECT ?x\n{ ?x a rdfs:Rien . }\n}")
    assert page.evaluate(TEXT).endswith("\nSELECT ?x\n{ ?x a rdfs:Rien . }\n}")
    expect(page.locator("#f-etat")).to_have_text("Ligne 4\u00a0: «\u00a0}\u00a0» ne va pas ici.")
    expect(page.locator(f"{EDITOR} .fault-mark")).to_have_count(1)
    assert reproached(page) == []
    page.keyboard.press("Backspace")
    expect(page.locator("#f-etat")).to_be_empty()


def test_enter_is_a_new_line_even_where_no_frame_is_drawn(visitor: Visitor) -> None:
    page = visitor.open("/sparql")
    expect(page.locator(EDITOR)).to_be_visible()
    visitor.open("/a-propos")  # a page behind another draws no frame, as one that is typed in faster than it draws
    write(page, "SELECT ?x\n{ ?x ?y ?z }")
    assert page.evaluate(TEXT) == "SELECT ?x\n{ ?x ?y ?z }"


def test_the_keyboard_leaves_the_editor_and_may_refuse_it(visitor: Visitor) -> None:
    page = visitor.open("/sparql")
    expect(page.locator(EDITOR)).to_be_visible()
    box, submit = page.get_by_role("textbox", name="Requête"), page.get_by_role("button", name="Interroger")
    for leave in ("Tab", "Escape"):
        box.focus()
        page.keyboard.press(leave)
        expect(submit).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(box).to_be_focused()
    write(page, "ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Champ simple").press("Enter")
    expect(page.locator(EDITOR)).to_be_hidden()
    expect(page.locator("#f-query")).to_have_value("ASK { ?s ?p ?o }")
    page.locator("#f-query").fill("ASK { ?s ?p 'rien' }")
    submit.click()
    expect(page.locator("p.lead")).to_have_text("Non.")


def test_the_form_answers_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("/sparql", java_script_enabled=False)
    page.locator("#f-query").fill("SELECT ?a {\n?a ess:amount ?b }")
    page.get_by_role("button", name="Interroger").click()
    visitor.forgive("400")
    expect(page.get_by_role("alert")).to_contain_text("ligne 2")
    page.locator("#f-query").fill("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Interroger").click()
    expect(page.locator("p.lead")).to_have_text("Oui.")
