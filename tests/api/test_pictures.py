"""Pictures of charts: each stands alone with its perimeter, legend, date and sources, and says what the JSON says."""

import html
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient

from api.state import State
from api.web import pictures
from api.web.lettering import breadth
from graph.sentences import french_date
from tests.api.asking import NANTES, RENNES, get, page

SVG = "{http://www.w3.org/2000/svg}"
SILENT = "reg-01"
PICTURES = {
    "/api/measures/degree": "Périmètre : tout le graphe.",
    f"/api/measures/betweenness?territory={NANTES}&network=ties": "Périmètre : territoire « Nantes Métropole ».",
    "/api/measures/constraint?filiere=nantes-alimentation&limit=3": "Périmètre : filière « ",
    f"/api/gaps?territory={NANTES}": "Nantes Métropole et ce qu'il contient ; les secteurs de ses filières.",
    f"/api/gaps?territory={RENNES}&role=referent&scope=told": "tous les secteurs que disent les sources.",
    f"/api/compare?left={NANTES}&right={RENNES}": "Périmètre : ",
    "/api/compare?left=ademe&right=nantes-metropole": "Périmètre : ",
    "/api/compare?left=000,001&right=004": "version {version}, documents 000, 001, 004, Licence",
    "/api/schemes/ess-nantes-factory/funders": "Périmètre : ESS Nantes Factory, éditions comprises.",
    "/api/schemes/aap-entreprendre-autrement-mel/funders": "Périmètre : Entreprendre autrement avec la MEL",
    "/api/cofunding": "Périmètre : tout le graphe.",
    f"/api/cofunding?territory={NANTES}&weighting=euros&inferred=true": "Périmètre : territoire « Nantes Métropole ».",
}
EMPTY = {
    f"/api/measures/degree?territory={SILENT}": "Rien à classer dans ce périmètre.",
    f"/api/gaps?territory={SILENT}": "Les sources ne disent aucun secteur pour Guadeloupe",
    f"/api/cofunding?territory={SILENT}": "Aucun couple de financeurs d'un même dispositif n'est connu",
    "/api/cofunding?min_shared=40": "Aucun couple de financeurs ne partage 40 dispositifs dans ce périmètre.",
    "/api/schemes/abc-clause/funders": "Cela ne veut pas dire que personne ne le fait.",
}
PAGES = (
    "/analyses/degree?sector=culture",
    f"/manques?territory={NANTES}",
    f"/comparer?left={NANTES}&right={RENNES}",
    "/dispositifs/ess-nantes-factory",
    "/cofinancements?min_shared=1",
)


def drawn(client: TestClient, address: str) -> Element:
    """Return the picture of an address, which must be one."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format=svg")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert re.fullmatch(r'inline; filename="[\w.-]+\.svg"', answer.headers["content-disposition"])
    return ElementTree.fromstring(answer.content)


def plain(text: str) -> str:
    """Return a text without what typography adds: its apostrophes and spaces as they are typed."""
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def lines(root: Element) -> list[str]:
    """Return the lines that a picture shows, names as they were cut."""
    found = root.iter(f"{SVG}text")
    return [plain("".join(part for part in (text.text, *(child.tail for child in text)) if part)) for text in found]


def written(part: Element) -> list[str]:
    """Return the lines of a picture or of a part of it, the whole of those that were cut."""
    return [plain(text.findtext(f"{SVG}title") or text.text or "") for text in part.iter(f"{SVG}text")]


# --- every picture ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PICTURES, *EMPTY])
def test_it_carries_what_a_reader_needs(client: TestClient, state: State, address: str) -> None:
    root = drawn(client, address)
    said = " ".join(lines(root))
    assert "Périmètre : " in said and PICTURES.get(address, "").format(version=state.edition.data_version) in said
    assert f"données du {french_date(state.edition.built[:10])}, version {state.edition.data_version}, doc" in said
    assert "Licence Ouverte 2.0." in said
    assert re.search(r"00\d : [A-Z]", said), "documents by their titles"
    assert root.get("role") == "img"
    title, description = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert title and description and plain(title) in said and "Licence Ouverte" in description


@pytest.mark.parametrize("address", [*PICTURES, *EMPTY])
def test_it_stands_alone_and_keeps_inside_its_frame(client: TestClient, address: str) -> None:
    root = drawn(client, address)
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "defs", "pattern", "g", "rect", "text", "line", "circle", "path")
    }
    for element in root.iter():
        values = " ".join(element.attrib.values())
        assert "style" not in element.attrib and "href" not in " ".join(element.attrib) and "http" not in values
        assert re.findall(r"url\((?!#)", values) == []
        assert "undefined" not in values.lower() and "none" not in element.attrib.get("x", "").lower()
    for text, line in zip(root.iter(f"{SVG}text"), lines(root), strict=True):
        if not text.get("transform") and text.get("text-anchor") is None:
            assert float(text.get("x", "")) + breadth(line, float(text.get("font-size", ""))) < width, line
        assert 0 <= float(text.get("y", "")) < height


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_answer_says_why_and_draws_nothing(client: TestClient, address: str) -> None:
    root = drawn(client, address)
    assert EMPTY[address] in " ".join(lines(root))
    assert len(list(root.iter(f"{SVG}rect"))) <= 6, "no bar, no cell, no legend"


@pytest.mark.parametrize("picture", ["ranks", "tour"])
def test_no_name_breaks_it(client: TestClient, state: State, picture: str) -> None:
    hostile = 'A & B <i>« d\'"X" »</i> ]]> \x00\x1b{{ 7 * 7 }}'
    if picture == "ranks":
        context = get(client, "/api/measures/degree?limit=2")
        context["items"][0]["thing"]["label"] = context["perimeter"]["label"] = hostile
        root = ElementTree.fromstring(pictures.draw(state, pictures.RANKS, context))
    else:
        context = get(client, "/api/schemes/ess-nantes-factory/funders")
        context["grid"]["rows"][0]["actor"]["label"] = context["scheme"]["label"] = hostile * 4
        root = ElementTree.fromstring(pictures.draw(state, pictures.TOUR, context))
    assert any(name.startswith('A & B <i>« d\'"X" »</i> ]]> {{ 7 * 7 }}') for name in written(root))


def test_a_long_name_is_cut_and_whole_in_its_title(client: TestClient) -> None:
    address = f"/api/measures/constraint?territory={NANTES}&network=ties&limit=40"
    root = drawn(client, address)
    cut = [line for line in lines(root) if line.endswith("…")]
    labels = {plain(row["thing"]["label"]) for row in get(client, address)["items"]}
    assert cut and labels <= set(written(root))


def test_many_documents_are_given_by_their_numbers(client: TestClient, state: State) -> None:
    context = {**get(client, "/api/measures/degree?limit=1"), "sources": [f"{n:03}" for n in range(30)]}
    said = " ".join(lines(ElementTree.fromstring(pictures.draw(state, pictures.RANKS, context))))
    assert "documents 000, 001, " in said and "029, Licence Ouverte 2.0." in said and "000 : " not in said


# --- the same as the JSON -----------------------------------------------------------------------------------------


def test_ranks_are_those_of_the_json(client: TestClient) -> None:
    address = "/api/measures/degree"
    root = drawn(client, address)
    rows = get(client, f"{address}?limit=20")["items"]
    shown = [written(group) for group in bars(root)]
    assert [line[:3] for line in shown] == [
        [str(row["rank"]), plain(row["thing"]["label"]), plain(row["value_label"])] for row in rows
    ]
    assert shown[9][3] == f"{rows[9]['rank']}e, de {rows[9]['rank_low']} à {rows[9]['rank_high']}"
    lengths = [float([*group.iter(f"{SVG}rect")][1].get("width", "")) for group in bars(root)]
    assert lengths == pytest.approx([150 * row["value"] / rows[0]["value"] for row in rows], abs=0.06)


def bars(root: Element) -> list[Element]:
    """Return the rows of a chart of bars."""
    chart = root.find(f"{SVG}g")
    assert chart is not None
    return chart.findall(f"{SVG}g")


def test_a_limit_is_kept_and_twenty_rows_are_shown_without_one(client: TestClient) -> None:
    assert len(bars(drawn(client, "/api/measures/degree"))) == 20
    assert len(bars(drawn(client, "/api/measures/degree?limit=3"))) == 3


def test_gaps_are_those_of_the_json(client: TestClient) -> None:
    address = f"/api/gaps?territory={NANTES}"
    root, context = drawn(client, address), get(client, address)
    cells = [plain(group.findtext(f"{SVG}title") or "") for group in bars(root)]
    words = {
        "covered": " : couvert par",
        "general": "peut-être",
        "uncovered": "rien de propre",
        "unsaid": "les sources",
    }
    assert {mark: sum(word in cell for cell in cells) for mark, word in words.items()} == context["counts"]
    assert {"Financeur", "Accompagnateur", "Hébergeur", "Référent"} <= set(lines(root))
    one = next(item for item in context["items"] if item["mark"] == "covered")
    assert (
        f"{one['role']['label'].capitalize()}, {one['sector']['label']}, {one['stage']['label']} : couvert par "
        f"{', '.join(plain(body['label']) for body in one['covering'])}" in cells
    )


def test_counts_of_a_comparison_are_those_of_the_json(client: TestClient) -> None:
    address = f"/api/compare?left={NANTES}&right={RENNES}"
    root, counts = drawn(client, address), get(client, address)["counts"]
    shown = [[line.replace(" ", "") for line in written(group)[-2:]] for group in bars(root)]
    assert shown == [[str(row["left"]), str(row["right"])] for row in counts]
    assert {row["label"] for row in counts} <= set(written(root))
    assert "Nantes Métropole : première barre." in lines(root)


def test_a_tour_de_table_says_who_in_which_roles_with_how_much(client: TestClient) -> None:
    address = "/api/schemes/aap-entreprendre-autrement-mel/funders"
    root, context = drawn(client, address), get(client, address)
    rows = context["grid"]["rows"]
    assert [written(group)[0] for group in bars(root)] == [plain(row["actor"]["label"]) for row in rows]
    said = " ".join(lines(root))
    assert all(plain(row["label"]) in said for row in rows) and plain(context["totals"][0]["label"]) in said
    assert "financeur (passé), membre du jury" in lines(root)
    assert get(client, "/api/schemes/aap-entreprendre-autrement-mel")["partners"] == context["grid"]


def test_the_matrix_is_that_of_the_page(client: TestClient) -> None:
    root = drawn(client, "/api/cofunding")
    pairs = get(client, "/api/cofunding?limit=500")["items"]
    matrix = pictures.COFUNDERS.more({"items": pairs})["matrix"]
    labels = [plain(funder["label"]) for funder in matrix["funders"]]
    assert set(labels) <= set(written(root))
    inside = [p for p in pairs if {plain(p["left"]["label"]), plain(p["right"]["label"])} <= set(labels)]
    numbers = [int(line) for line in lines(root) if line.isdigit()]
    assert sorted(numbers) == sorted([p["shared"] for p in inside] * 2)


def test_pairs_that_are_inferred_are_left_out_of_the_matrix(client: TestClient) -> None:
    assert lines(drawn(client, "/api/cofunding")) == lines(drawn(client, "/api/cofunding?inferred=true&min_shared=1"))


# --- how it is asked for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("/api/actors?format=svg", "json, csv, xlsx"),
        ("/api/cuts?format=svg", "json, csv, xlsx"),
        ("/api/measures/degree?format=pdf", "json, csv, xlsx, svg"),
        ("/api/cofunding?format=pdf", "json, csv, xlsx, svg"),
        ("/api/schemes/ess-nantes-factory/funders?format=pdf", "json, csv, xlsx, svg"),
    ],
)
def test_another_format_is_refused_with_those_that_are_offered(client: TestClient, address: str, offered: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert answer.json()["hint"].endswith(f"parmi {offered}")


def test_accept_may_ask_for_it(client: TestClient) -> None:
    kinds = {
        accept: client.get(f"/api/gaps?territory={NANTES}", headers={"accept": accept}).headers["content-type"]
        for accept in ("image/svg+xml", "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8", "*/*")
    }
    assert list(kinds.values()) == ["image/svg+xml", "image/svg+xml", "application/json"]


@pytest.mark.parametrize("address", PAGES)
def test_its_page_leads_to_it(client: TestClient, address: str) -> None:
    text = page(client, address)
    (link,) = re.findall(r'<a class="button" href="([^"]+format=svg)" download>Image SVG</a>', text)
    assert f'<button type="button" data-picture="{link}" hidden>Image PNG</button>' in text
    target = urlsplit(html.unescape(link))
    assert lines(drawn(client, f"{target.path}?{target.query.removesuffix('format=svg').rstrip('&')}"))
