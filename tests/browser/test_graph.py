"""The graph of a page: drawn, opened by mouse and keyboard, filtered with its table, and given back by its address."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.addresses import FILIERE
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
NODE = "le-kiosque-paysan"
NAME = "Le Kiosque Paysan"


def part(page: Page, name: str) -> Locator:
    """Return a part of the page's first graph."""
    return page.locator(f"section[data-graph] [data-part={name}]").first


def explorer(page: Page, code: str, value: Any = None) -> Any:
    """Return what some code says of the first graph: `it` is its explorer."""
    body = f"(value) => {{ const it = document.querySelector('section[data-graph]').explorer; return {code}; }}"
    return page.evaluate(body, value)


def click_node(page: Page, id: str) -> None:
    """Click a node where it is drawn."""
    part(page, "canvas").scroll_into_view_if_needed()
    x, y = explorer(
        page,
        """(() => {
            const at = it.view.sigma.framedGraphToViewport(it.view.sigma.getNodeDisplayData(value));
            const box = it.part('canvas').getBoundingClientRect();
            return [box.left + at.x, box.top + at.y];
        })()""",
        id,
    )
    page.mouse.click(x, y)


def rows(page: Page) -> Locator:
    """Return the rows of the tables under the graph that are shown, once the long ones are unfolded."""
    page.locator("#liens").evaluate("(block) => block.querySelectorAll('details').forEach((it) => (it.open = true))")
    return page.locator("#liens tr[data-edge]:visible")


def test_a_click_opens_the_panel_with_its_sources(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    panel = part(page, "panel")
    expect(panel).to_be_hidden()
    click_node(page, NODE)
    expect(panel.locator("h3")).to_have_text(NAME)
    sources = panel.locator("a.source")
    expect(sources.first).to_be_visible()
    assert (sources.first.get_attribute("href") or "").startswith("/sources/")
    expect(panel.get_by_role("link", name="Ouvrir sa page")).to_have_attribute("href", f"/dispositifs/{NODE}")
    expect(page.locator("#liens tr.selected").first).to_contain_text(NAME)
    panel.get_by_role("button", name="Fermer la fiche").click()
    expect(panel).to_be_hidden()


def test_the_source_of_a_panel_opens_the_document_at_its_line(visitor: Visitor) -> None:
    page = visitor.graph(f"{FILIERE}?noeud={NODE}")
    source = part(page, "panel").locator("a.source[href*='#L']").first
    address = source.get_attribute("href") or ""
    source.click()
    page.wait_for_url(f"**{address}")
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_click_on_a_line_opens_what_ties_its_ends(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    part(page, "canvas").scroll_into_view_if_needed()
    # the line whose middle is farthest from every node is the easiest to hit
    key, x, y = explorer(
        page,
        """(() => {
            const at = (id) => it.view.sigma.framedGraphToViewport(it.view.sigma.getNodeDisplayData(id));
            const nodes = [...it.model.nodes.keys()].map(at);
            const middles = [...it.model.pairs].map(([key, pair]) => {
                const [a, b] = [at(pair.source), at(pair.target)];
                const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
                return { key, x, y, room: Math.min(...nodes.map((n) => Math.hypot(n.x - x, n.y - y))) };
            });
            const best = middles.sort((a, b) => b.room - a.room)[0];
            const box = it.part('canvas').getBoundingClientRect();
            return [best.key, box.left + best.x, box.top + best.y];
        })()""",
    )
    page.mouse.click(x, y)
    labels = explorer(
        page, "['source', 'target'].map((end) => it.model.nodes.get(it.model.pairs.get(value)[end]).label)", key
    )
    expect(part(page, "panel").locator("h3")).to_have_text(f"{labels[0]} et {labels[1]}")
    expect(part(page, "panel").locator("a.source").first).to_be_visible()


def test_the_keyboard_walks_opens_and_comes_back(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    canvas, panel = part(page, "canvas"), part(page, "panel")
    canvas.focus()
    page.keyboard.press("Home")
    first = explorer(page, "it.state.selected.node")
    expect(part(page, "live")).to_contain_text(explorer(page, "it.model.nodes.get(value).label", first))
    page.keyboard.press("ArrowUp")
    second = explorer(page, "it.state.selected.node")
    assert second != first
    page.keyboard.press("Enter")
    label = explorer(page, "it.model.nodes.get(value).label", second)
    expect(panel.locator("h3")).to_have_text(label.replace("'", "’"))
    expect(panel).to_be_focused()
    expect(panel.locator("a.source").first).to_be_visible()
    page.keyboard.press("Tab")
    assert panel.evaluate("(panel) => panel.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(canvas).to_be_focused()


def test_filters_change_graph_and_table_alike(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    told = rows(page).count()
    drawn = explorer(page, "it.view.visible.edges.size")
    page.locator("[data-filter=roles] input[value=membre]").uncheck()
    assert explorer(page, "it.view.visible.edges.size") < drawn
    kept = rows(page)
    assert 0 < kept.count() < told
    expect(page.locator("#liens tr[data-role=membre]:visible")).to_have_count(0)
    expect(part(page, "count")).to_contain_text("le tableau est filtré de même")
    edges = {row.get_attribute("data-edge") for row in kept.all()}
    assert edges & set(explorer(page, "[...it.model.edges.keys()]")) == set(
        explorer(page, "[...it.view.visible.edges]")
    )
    assert all(
        explorer(
            page,
            """[...it.model.pairs.keys()].map(
                (key) => it.view.visible.pairs.has(key) !== it.view.sigma.getEdgeDisplayData(key).hidden
            )""",
        )
    )
    page.locator("[data-filter=types] input[value=actor]").uncheck()
    assert "actor" not in explorer(page, "[...it.view.visible.nodes].map((id) => it.model.nodes.get(id).type)")
    assert rows(page).count() < len(edges)
    page.locator("[data-filter=types]").get_by_role("button", name="tout").click()
    page.locator("[data-filter=roles]").get_by_role("button", name="tout").click()
    assert (rows(page).count(), explorer(page, "it.view.visible.edges.size")) == (told, drawn)


def test_everything_drawn_is_told_in_the_table(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    drawn = set(explorer(page, "[...it.model.edges.keys()]"))
    assert drawn <= {row.get_attribute("data-edge") for row in rows(page).all()}


def test_an_address_gives_the_view_back(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    page.locator("[data-filter=roles] input[value=membre]").uncheck()
    page.locator("[data-filter=types] input[value=edition]").uncheck()
    part(page, "size").select_option("egale")
    part(page, "zoom-in").click()
    page.wait_for_url("**vue=*")
    click_node(page, NODE)
    expect(part(page, "panel").locator("a.source").first).to_be_visible()
    page.wait_for_timeout(600)  # the camera comes to rest and its place is written into the address
    view = """({
        hidden: ['types', 'roles', 'statuses'].map((name) => [...it.state.hidden[name]]),
        selected: it.state.selected, size: it.state.size, seen: it.view.visible.edges.size,
    })"""
    camera = (
        "(({ x, y, ratio }) => [x, y, ratio].map((v) => Math.round(v * 1000)))(it.view.sigma.getCamera().getState())"
    )
    left = (explorer(page, view), explorer(page, camera), rows(page).count())
    again = visitor.graph(page.url)
    assert (explorer(again, view), explorer(again, camera), rows(again).count()) == left
    assert left[0]["selected"] == {"node": NODE}
    expect(part(again, "panel").locator("h3")).to_have_text(NAME)
    expect(again.locator("[data-filter=roles] input[value=membre]")).not_to_be_checked()


def test_a_phone_turns_the_picture_and_shares_its_place(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE, width=390, height=844)
    spread = """((span) => span('x') / span('y'))((axis) => {
        const all = it.model.drawing.mapNodes((id, at) => at[axis]);
        return Math.max(...all) - Math.min(...all);
    })"""
    assert explorer(page, spread) < 1
    explorer(page, "(it.view.camera = { x: 0.2, y: 0.7, ratio: 0.5 })")
    page.wait_for_url("**vue=0.2_0.7_0.5*")
    middle = """((view) => {
        const { width, height } = view.sigma.getDimensions();
        const away = ({ x, y }) => Math.hypot(x - width / 2, y - height / 2);
        const place = (id) => view.sigma.framedGraphToViewport(view.sigma.getNodeDisplayData(id));
        return view.order.map((id) => [away(place(id)), id]).sort(([a], [b]) => a - b)[0][1];
    })(it.view)"""
    desk = visitor.graph(page.url)
    assert explorer(desk, spread) > 1
    assert explorer(desk, middle) == explorer(page, middle)


def test_a_chosen_network_is_seen_without_scrolling(visitor: Visitor) -> None:
    page = visitor.graph("/reseau?territory=epci-244400404")
    box = part(page, "canvas").bounding_box()
    assert box and box["y"] < 700
    page.get_by_text("Changer de périmètre").click()
    expect(page.locator("form.filters").get_by_label("Territoire")).to_have_value("Nantes Métropole")


def test_the_link_of_a_long_page_is_copied_from_its_top(visitor: Visitor) -> None:
    page = visitor.open("/dispositifs/ess-nantes-factory", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".toc").get_by_role("link", name="Le tour de table").click()
    button = page.get_by_role("button", name="Copier le lien").first
    box = button.bounding_box()
    assert box and box["y"] + page.evaluate("scrollY") < 250
    button.click()
    expect(page.locator(".copy-page")).to_contain_text("Lien copié")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/dispositifs/ess-nantes-factory#tour-de-table")


def test_the_link_and_the_frame_are_copied(visitor: Visitor) -> None:
    page = visitor.graph(f"{FILIERE}?noeud={NODE}", permissions=["clipboard-read", "clipboard-write"])
    part(page, "copy").click()
    expect(part(page, "shared")).to_contain_text("Lien copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{visitor.site}{FILIERE}?") and f"noeud={NODE}" in copied
    part(page, "embed").click()
    code = part(page, "embed-code").locator("textarea").input_value()
    assert code.startswith(f'<iframe src="{visitor.site}/reseau/integre?') and "</iframe>" in code
    assert part(page, "embed").get_attribute("aria-expanded") == "true"


def test_the_search_of_the_graph_selects_a_node(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    box = part(page, "search")
    box.fill("kiosque paysan")
    expect(page.locator("[role=option]").first).to_contain_text(NAME)
    box.press("ArrowDown")
    box.press("Enter")
    expect(part(page, "panel").locator("h3")).to_have_text(NAME)
    page.wait_for_url(f"**noeud={NODE}*")


def test_a_way_is_drawn_from_the_address(visitor: Visitor) -> None:
    way = ["min-nantes", "nantes-alimentation", "nantes-metropole"]
    page = visitor.graph(f"{FILIERE}?path={','.join(way)}")
    assert explorer(page, "it.view.pathPairs.size") == 2
    assert explorer(page, "value.map((id) => it.view.sigma.getNodeDisplayData(id).forceLabel)", way) == [True] * 3


def test_a_way_is_found_between_two_names(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    part(page, "way").click()
    for name, words in (("way-from", "scopeli"), ("way-to", "min de nantes")):
        part(page, name).fill(words)
        expect(page.locator("[role=option]:visible").first).to_be_visible()
        part(page, name).press("ArrowDown")
        part(page, name).press("Enter")
    expect(part(page, "way-said")).to_contain_text(
        "2 liens : Scopeli → Circuits courts et alimentation (Nantes) → MIN de Nantes"
    )
    assert explorer(page, "it.view.pathPairs.size") == 2
    page.wait_for_url("**path=scopeli,nantes-alimentation,min-nantes*")
    link = part(page, "way-said").locator("a").get_attribute("href") or ""
    assert page.request.get(link).status == 200
    part(page, "way-clear").click()
    assert explorer(page, "it.state.path") == []


def test_a_measure_gives_sizes_colours_and_ranks(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    before = explorer(page, "[...it.view.sizes.values()]")
    part(page, "size").select_option("degree")
    page.wait_for_url("**taille=degree*")
    expect(part(page, "size")).to_have_attribute("data-intervals", "degree")
    told = page.request.get(f"/api/network/measures/degree?{query_of(page)}").json()
    value, rank, low, high = told["values"][NODE]
    assert explorer(page, "it.model.measured(value)", NODE) == {"value": value, "rank": rank, "low": low, "high": high}
    assert explorer(page, "[...it.view.sizes.values()]") != before
    part(page, "colors").select_option("mesure")
    dark, pale = explorer(page, "[it.view.color(value), it.view.color('min-nantes')]", NODE)
    assert dark != pale
    part(page, "search").fill("kiosque paysan")
    part(page, "search").press("ArrowDown")
    part(page, "search").press("Enter")
    expect(part(page, "panel")).to_contain_text(f"Rang {rank} sur {told['defined']}")
    again = visitor.graph(page.url)
    expect(part(again, "size")).to_have_value("degree")
    expect(part(again, "colors")).to_have_value("mesure")
    part(again, "size").select_option("liens")
    expect(part(again, "colors")).to_have_value("types")


def test_the_last_measure_chosen_is_drawn_whichever_is_answered_last(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    held: list[Route] = []
    page.route("**/api/network/measures/betweenness?*", lambda route: held.append(route))
    page.route("**/api/network/measures/core?*", lambda route: held.append(route))
    part(page, "size").select_option("betweenness")
    part(page, "size").select_option("core")
    part(page, "size").select_option("degree")
    expect(part(page, "size")).to_have_attribute("data-intervals", "degree")
    late, failed = held
    with page.expect_response("**/measures/betweenness?*"):
        late.continue_()
    failed.abort()
    visitor.forgive("ERR_FAILED")
    page.wait_for_timeout(200)
    assert explorer(page, "[it.state.size, it.model.measure.id]") == ["degree", "degree"]
    expect(part(page, "scale")).to_have_text("")


def test_communities_come_from_the_server(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    part(page, "colors").select_option("communautes")
    expect(part(page, "legend")).to_contain_text("1. autour de")
    told = page.request.get(f"/api/network/communities?{query_of(page)}").json()
    first = told["items"][0]
    colours = explorer(page, "value.map((id) => it.view.color(id))", [thing["id"] for thing in first["members"]])
    assert len(set(colours)) == 1
    assert f"{first['number']}. {first['label']}" in part(page, "legend").inner_text()


def query_of(page: Page) -> str:
    """Return the parameters of the network that the first graph draws."""
    return (page.locator("section[data-graph]").first.get_attribute("data-payload") or "").partition("?")[2]


def test_intermediaries_are_ringed_and_named(visitor: Visitor) -> None:
    page = visitor.graph("/reseau")
    marked = explorer(page, "[...it.model.marks.keys()]")
    assert "nantes-metropole" in marked
    assert set(explorer(page, "it.view.names().rings.map((node) => node.id)")) == set(marked)
    expect(part(page, "legend")).to_contain_text("Intermédiaires")


@pytest.mark.parametrize("address", [FILIERE, "/reseau"])
def test_names_are_there_when_a_graph_opens(visitor: Visitor, address: str) -> None:
    page = visitor.graph(address)
    painted = """(() => {
        const { labels } = it.view.sigma.getCanvases();
        return labels.getContext('2d').getImageData(0, 0, labels.width, labels.height).data.some((part) => part > 0);
    })()"""
    for _ in range(50):
        if explorer(page, painted):
            return
        page.wait_for_timeout(100)
    pytest.fail("no name is written")


def test_no_name_is_written_over_another(visitor: Visitor) -> None:
    page = visitor.graph("/reseau")
    over = explorer(
        page,
        """(() => {
            const ruler = document.createElement('canvas').getContext('2d');
            const boxes = it.view.names().names.map(({ x, y, text, weight }) => {
                ruler.font = `${weight} 13px ${it.view.sigma.getSetting('labelFont')}`;
                return { x, y, width: ruler.measureText(text).width, text };
            });
            return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => Math.abs(a.y - b.y) < 10
                && a.x < b.x + b.width && b.x < a.x + a.width).map((b) => `${a.text} / ${b.text}`));
        })()""",
    )
    assert over == []
    assert len(explorer(page, "it.view.names().names")) > 20


def test_nodes_stand_where_the_server_places_them_each_time(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    address = page.locator("section[data-graph]").get_attribute("data-payload") or ""
    drawn = explorer(page, "it.model.drawing.mapNodes((id, node) => [id, node.x, node.y])")
    again = page.request.get(address).json()["nodes"]
    assert sorted(drawn) == sorted([node["id"], node["x"], node["y"]] for node in again)
    assert len({(x, y) for _, x, y in drawn}) == len(drawn), "two nodes stand on one another"


def test_motion_is_spared_to_those_who_ask(visitor: Visitor) -> None:
    page = visitor.graph(FILIERE)
    zoom = "(it.part('zoom-in').click(), it.view.sigma.getCamera().getState().ratio)"
    assert explorer(page, zoom) > 0.95, "the camera glides"
    page.wait_for_url("**vue=*")
    page.emulate_media(reduced_motion="reduce")
    assert explorer(page, zoom) < 0.5, "the camera jumps"
    moving = "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert page.evaluate(f"{moving}.length") == 0
    page.close()  # nobody else asks for less motion


def test_where_webgl_is_missing_a_sentence_says_so(visitor: Visitor) -> None:
    page = visitor.open()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(FILIERE)
    expect(page.locator("section[data-graph]")).to_have_attribute("data-state", "failed")
    expect(part(page, "message")).to_contain_text("tableau ci-dessous")
    assert rows(page).count() > 10
    page.close()  # what it was told to forget stays forgotten
