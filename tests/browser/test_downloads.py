"""What is taken away opens: pictures with all that explains them, networks, tables, and a page that stands alone."""

import base64
import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from graph.sentences import french_date
from tests.browser.addresses import FILIERE
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


def taken(page: Page, name: str) -> tuple[str, bytes]:
    """Return the name and content of the file that a button or link of the graph gives."""
    with page.expect_download() as coming:
        page.locator("section[data-graph] .share").get_by_text(name, exact=True).click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def payload(page: Page) -> dict[str, list[dict[str, str]]]:
    """Return what the graph of a page draws."""
    content: dict[str, list[dict[str, str]]] = page.evaluate(
        "document.querySelector('section[data-graph]').explorer.model.payload"
    )
    return content


def decoded(page: Page, content: bytes) -> tuple[int, int, int]:
    """Return the width, the height and the number of colours of a PNG that the browser decodes."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 5_000
    width, height, colors = page.evaluate(
        """async (text) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
            const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
            pen.drawImage(image, 0, 0);
            const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
            return [image.width, image.height, new Set(pixels).size];
        }""",
        base64.b64encode(content).decode(),
    )
    return width, height, colors


def test_the_png_decodes_and_is_not_blank(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    name, content = taken(page, "Image PNG")
    assert name == "entrelacs-reseau-de-la-filiere.png"
    width, height, colors = decoded(page, content)
    assert (width > 1200, height > 900, colors > 100) == (True, True, True)


def test_a_chart_leaves_as_png_and_without_scripts_as_svg(visitor: Visitor) -> None:
    page = visitor.open("/analyses/degree")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Image PNG").click()
    assert coming.value.suggested_filename == "mesure-degree.png"
    width, height, colors = decoded(page, Path(coming.value.path()).read_bytes())
    assert (width, 1500 < height < 4000, colors > 20) == (1920, True, True)
    alone = visitor.open("/analyses/degree", java_script_enabled=False)
    assert not alone.get_by_role("button", name="Image PNG").is_visible()
    with alone.expect_download() as coming:
        alone.get_by_role("link", name="Image SVG").click()
    assert coming.value.suggested_filename == "mesure-degree.svg"


def test_paper_shows_the_graph_with_its_legend(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    printed = page.locator("[data-part=paper] svg")
    page.wait_for_load_state("networkidle")  # what draws on paper comes after the graph
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("Lien effectif")
    expect(page.locator(".graph-stage")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(printed).to_have_count(0)
    page.close()  # nobody else reads on paper


def test_the_svg_says_all_that_a_reader_needs(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    page.locator("[data-filter=types] input[value=edition]").uncheck()
    name, content = taken(page, "Image SVG")
    assert name == "entrelacs-reseau-de-la-filiere.svg"
    root = ElementTree.fromstring(content)
    said = [text.text or "" for text in root.iter(f"{SVG}text")]
    drawn = payload(page)
    assert "Réseau de la filière" in said
    assert any(str(drawn["perimeter"]["label"])[:60] in line and "sans : Éditions" in line for line in said)  # type: ignore[call-overload]  # the payload's perimeter is an object
    assert {"Acteurs", "Lieux", "Projets", "Filières", "Lien effectif", "Lien prévu"} <= set(said), "the legend"
    assert "Éditions" not in said
    colophon = next(line for line in said if line.startswith("Entrelacs, données du"))
    assert french_date(str(drawn["date"])) in colophon and str(drawn["data_version"]) in colophon
    assert f"Documents : {', '.join(map(str, drawn['sources']))}" in colophon and "Licence Ouverte 2.0" in colophon
    assert any(line.startswith(visitor.site) and "sans_types=edition" in line for line in said), (
        "the address of the view"
    )
    assert len([*root.iter(f"{SVG}circle"), *root.iter(f"{SVG}polygon")]) > 20
    assert len([*root.iter(f"{SVG}line")]) > 20


def test_networks_open_in_networkx(visitor: Visitor) -> None:
    page = visitor.graph(f"{FILIERE}?transversal=oui")
    drawn = payload(page)
    for name, kind, read in (("GEXF (Gephi)", "gexf", nx.read_gexf), ("GraphML", "graphml", nx.read_graphml)):
        file, content = taken(page, name)
        assert file.endswith(f".{kind}")
        net: nx.Graph[str] = read(io.BytesIO(content))
        assert {data["label"] for _, data in net.nodes(data=True)} == {node["label"] for node in drawn["nodes"]}
        assert net.number_of_edges() == len(drawn["edges"])


def test_the_page_apart_draws_alone(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.graph(FILIERE)
    _, content = taken(page, "Page HTML autonome")
    path = tmp_path / "reseau.html"
    path.write_bytes(content)
    visitor.homes = [path.as_uri(), "data:", "blob:"]
    alone = visitor.open(path.as_uri())
    alone.wait_for_selector("#dessin[data-pret=oui] canvas")
    painted = "(c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((value) => value > 0)"
    assert alone.locator("#dessin canvas").evaluate(painted)
    rows = alone.locator("tbody tr").count()
    without_scripts = visitor.open(path.as_uri(), java_script_enabled=False)
    assert without_scripts.locator("tbody tr").count() == rows > 20
    assert without_scripts.locator("noscript").first.is_visible()


def test_tables_open_in_a_spreadsheet(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    _, text = taken(page, "Tableau CSV")
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    _, book = taken(page, "Tableau XLSX")
    sheet, *others = load_workbook(io.BytesIO(book), read_only=True).worksheets
    table = list(sheet.iter_rows(values_only=True))
    assert len(table) == len(lines) + 1 and others
    assert len(lines) >= page.locator("#liens tr[data-edge]").count() > 20


@pytest.mark.parametrize("address", ["/acteurs", "/dispositifs?territory=epci-244400404", "/referents", "/sources"])
def test_every_list_is_taken_away(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    links = {a.inner_text(): a.get_attribute("href") or "" for a in page.locator(".share a").all()}
    text = page.request.get(links["CSV"]).text()
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) > 2 and {len(line) for line in lines} == {len(lines[0])}
    sheet = load_workbook(io.BytesIO(page.request.get(links["XLSX"]).body()), read_only=True).worksheets[0]
    assert len(list(sheet.iter_rows())) == len(lines)
    assert json.loads(page.request.get(links["JSON"]).text())["data_version"]
