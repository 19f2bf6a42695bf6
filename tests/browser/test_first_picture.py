"""The network is seen before Plotly is there, and Plotly takes over where it stands."""

from __future__ import annotations

import re
import threading

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Tabs
from tests.browser.server import Server

pytestmark = pytest.mark.thorough

FIRST = ".nv-first-picture"
SEEN = """(root) => {
    const box = root.closest('.nv-stage').getBoundingClientRect()
    const seen = (node) => {
        const style = getComputedStyle(node)
        return style.visibility !== 'hidden' && Number(style.opacity) > 0 && node.getBoundingClientRect().width > 1
    }
    const centre = (node) => {
        const at = node.getBoundingClientRect()
        return [at.left + at.width / 2 - box.left, at.top + at.height / 2 - box.top]
    }
    const points = [...root.querySelectorAll('circle, .points path')].filter(seen).map(centre)
    const texts = [...root.querySelectorAll('text')].filter((node) => node.textContent.trim()
        && !node.closest('.modebar, .infolayer')).map((node) => [node.textContent, ...centre(node)])
    return {points, texts, height: root.closest('.nv-stage').clientHeight}
}"""



@pytest.mark.parametrize(("path", "width"), [("studio", 1440), ("studio", 390), ("", 1440), ("studio", 1024)])
def test_plotly_takes_over_without_a_jump(tabs: Tabs, app: Server, path: str, width: int) -> None:
    page: Page = tabs.take()
    held: list[Route] = []
    came = threading.Event()

    def hold(route: Route) -> None:
        held.append(route)
        came.set()

    page.route(re.compile(r"/PlotlyChart\.[^/]*\.js"), hold)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    try:
        page.goto(f"{app.url}/{path}?lang=en")
        first = page.locator(FIRST).first
        expect(first).to_be_visible()
        before = first.evaluate(SEEN)
        assert held, "Plotly was there before"
        assert len(before["points"]) > 5
        for route in held:
            route.continue_()
        held.clear()
        page.wait_for_selector('[data-testid="network-graph"][data-rev]')
        expect(page.locator(FIRST)).to_have_count(0)
        graph = page.locator('[data-testid="network-graph"]').first
        after = graph.evaluate(SEEN)
        assert after["height"] == before["height"]
        # The room that was kept for Plotly is its own now: a lower figure leaves no gap.
        assert page.locator(".nv-stage").first.evaluate("(node) => node.style.minHeight") == ""
        for what, room in (("points", 1.0), ("texts", 1.5)):
            assert len(after[what]) == len(before[what])
            for was in before[what]:
                *words, x, y = was
                near = [words_now for *words_now, at_x, at_y in after[what]
                        if abs(at_x - x) < room and abs(at_y - y) < room]
                assert words in near, was
    finally:
        page.unroute_all()
    tabs.give_back(page)
