"""The search box completes by keyboard, forgives, and works without JavaScript; so do the other forms."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("typed", "found", "address"),
    [
        ("ess nantes fact", "ESS Nantes Factory", "/dispositifs/ess-nantes-factory"),
        ("kiosque paisan", "Le Kiosque Paysan", "/dispositifs/le-kiosque-paysan"),
        ("ademe", "ADEME", "/acteurs/ademe"),
        ("circuits courts nantes", "Circuits courts et alimentation (Nantes)", "/filieres/nantes-alimentation"),
        ("244400404", "Nantes Métropole", "/territoires/epci-244400404"),
    ],
)
def test_arrows_and_enter_open_what_is_suggested(visitor: Visitor, typed: str, found: str, address: str) -> None:
    page = visitor.open("/")
    box = page.locator("main").get_by_role("combobox", name="Rechercher")
    box.fill(typed)  # one event, so that no later answer replaces the list
    options = page.locator("[role=option]")
    expect(options.first).to_be_visible()
    labels = [text.split("\n")[0] for text in options.all_inner_texts()]
    assert found in labels
    for _ in range(labels.index(found) + 1):
        box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_contain_text(found)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("Enter")
    page.wait_for_url(f"**{address}")
    expect(page.locator("h1")).to_have_text(found)


def test_escape_closes_the_suggestions_and_keeps_the_words(visitor: Visitor) -> None:
    page = visitor.open("/acteurs")
    box = page.get_by_role("combobox", name="Rechercher")
    box.fill("nantes")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("nantes", "false")


def test_enter_alone_searches(visitor: Visitor) -> None:
    page = visitor.open("/acteurs")
    box = page.get_by_role("combobox", name="Rechercher")
    box.fill("kiosque paisan")
    box.press("Enter")
    page.wait_for_url("**/recherche?q=kiosque+paisan")
    expect(page.get_by_role("link", name="Le Kiosque Paysan", exact=True)).to_be_visible()


def test_a_search_that_finds_nothing_says_what_to_try(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=zzyzx+qwrtp")
    expect(page.locator(".notice-title")).to_contain_text("Aucun résultat")
    assert page.locator(".notice a").count() >= 3


def test_the_search_box_works_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("/filieres", java_script_enabled=False)
    page.locator("header input[name=q]").fill("kiosque paisan")
    page.locator("header").get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Le Kiosque Paysan", exact=True).click()
    assert page.url.endswith("/dispositifs/le-kiosque-paysan")


@pytest.mark.parametrize("javascript", [True, False])
def test_referents_are_found_by_sector_and_territory(visitor: Visitor, javascript: bool) -> None:
    page = visitor.open("/referents", java_script_enabled=javascript)
    form = page.locator("form.filters")
    form.get_by_label("Secteur").select_option(
        label=_option(form.get_by_label("Secteur").inner_text(), "Services à la personne")
    )
    place = form.get_by_label("Territoire")
    if javascript:
        place.fill("nantes métr")
        page.locator("[role=option]", has_text="Nantes Métropole").first.click()
    else:
        place.fill("Nantes Métropole")
    form.get_by_role("button", name="Trouver").click()
    page.wait_for_url("**/referents?**")
    expect(page.locator("#reponse")).to_contain_text("Nantes Métropole")
    expect(page.locator("table tbody tr").filter(has_text="ADT 44")).to_have_count(1)
    again = page.locator("form.filters")
    assert again.get_by_label("Territoire").input_value() == "Nantes Métropole"
    assert again.get_by_label("Secteur").input_value()


def _option(options: str, words: str) -> str:
    """Return the whole text of the option that holds some words, whatever their case."""
    return next(line.strip() for line in options.splitlines() if words.lower() in line.lower())


def test_schemes_are_filtered_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("/dispositifs", java_script_enabled=False)
    everything = _total(page.locator("main").inner_text())
    form = page.locator("form.filters")
    form.get_by_label("Territoire").fill("Nantes Métropole")
    form.get_by_role("button", name="Filtrer").click()
    nantes = _total(page.locator("main").inner_text())
    assert 0 < nantes < everything
    assert page.locator("form.filters").get_by_label("Territoire").input_value() == "Nantes Métropole"


def _total(text: str) -> int:
    match = re.search(r"([\d\s]+)résultats", text)
    assert match is not None
    return int(re.sub(r"\s", "", match[1]))


def test_a_perimeter_is_chosen_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("/reseau", java_script_enabled=False)
    page.get_by_text("Choisir un périmètre").click()
    form = page.locator("form.filters")
    form.get_by_label("Territoire").fill("Rennes Métropole")
    form.get_by_role("button", name="Afficher ce périmètre").click()
    assert "territory=Rennes" in page.url
    assert "Rennes Métropole" in page.locator(".page-head").inner_text()
    assert page.locator("#liens tbody tr").count() > 5


def test_columns_are_sorted_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/acteurs")
    table = page.locator("table[data-sortable]").first
    head = table.get_by_role("columnheader", name="Liens")
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    counts = [int(text) for text in table.locator("tbody tr > :last-child").all_inner_texts()]
    assert counts == sorted(counts) and len(set(counts)) > 1
