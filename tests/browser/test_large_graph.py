"""A graph of thousands of nodes: drawn by slices, its page answers all the while."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_graph import click_node, explorer, part

pytestmark = pytest.mark.browser
LARGE = 4_000
"""Nodes of a graph that is drawn by slices: some more than api/web/static/network/look.js bounds."""
FROZEN = 2_000
"""Milliseconds of one task that nobody would call smooth, on a machine without graphics card that does other things."""


def generated(size: int) -> str:
    """Return the payload of a network on a grid: each node tied to the next and to one farther on."""
    nodes = [
        {"id": f"n{i}", "type": "actor", "label": f"Acteur {i}", "kind": "", "url": f"/acteurs/n{i}"}
        | {"x": i % 100, "y": i // 100}
        for i in range(size)
    ]
    ends = [(i, (i + step) % size) for i in range(size) for step in (1, 37)]
    edges = [
        {"id": f"n{a}~financeur~n{b}", "source": f"n{a}", "target": f"n{b}", "role": "financeur", "weight": 1}
        | {"role_label": "financeur", "status": "actual", "facts": [], "documents": []}
        for a, b in ends
    ]
    told = {
        "perimeter": {"label": "essai"},
        "data_version": "essai",
        "date": "2026-11-28",
        "sources": [],
        "documents": [],
    }
    return json.dumps({"nodes": nodes, "edges": edges, "marks": [], **told})


def test_a_large_graph_never_freezes_its_page(visitor: Visitor) -> None:
    page = visitor.open()
    page.route("**/api/network?*", lambda route: route.fulfill(body=generated(LARGE), content_type="application/json"))
    page.add_init_script(
        "window.tasks = [];"
        "new PerformanceObserver((list) => list.getEntries().forEach((it) => tasks.push(it.duration)))"
        ".observe({type: 'longtask', buffered: true})"
    )
    page.goto("/reseau")
    page.wait_for_selector("section[data-graph][data-state=ready]")
    whole = "[it.view.sigma.nodePrograms.shape, it.view.sigma.edgePrograms.dash].every((program) => program.whole)"
    settle(page, whole)
    part(page, "canvas").scroll_into_view_if_needed()
    box = part(page, "canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 80, box["y"] + box["height"] / 2 + 40, steps=8)
    page.mouse.up()
    page.wait_for_timeout(500)  # it glides, then is drawn again
    settle(page, whole)
    assert max(page.evaluate("tasks"), default=0) < FROZEN
    click_node(page, f"n{LARGE - 1}")  # the last drawn: none covers it
    expect(part(page, "panel").locator("h3")).to_have_text(f"Acteur {LARGE - 1}")
    page.close()  # nobody else counts its tasks


def settle(page: Page, code: str) -> None:
    """Wait until some code says true of the first graph."""
    for _ in range(150):
        if explorer(page, code):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {code}")
