"""Plotly.js comes with Streamlit; a page on which it does not appear draws with the copy of the plotly package."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from plotly.offline import get_plotlyjs_version

from tests.browser.conftest import Server, Tabs
from tests.browser.studio_driver import GRAPH, STAGE

pytestmark = pytest.mark.thorough


def withheld(page: Page) -> None:
    """Streamlit's copy does not come at all."""
    page.route(re.compile(r"/PlotlyChart[^/]*\.js"), lambda route: route.abort())


def hidden(page: Page) -> None:
    """It comes, and a Streamlit that builds it otherwise keeps it to itself."""
    page.add_init_script(
        "Object.defineProperty(window, 'Plotly', {configurable: true, get: () => undefined, set: () => {}})"
    )


@pytest.mark.parametrize("lack", [withheld, hidden])
def test_the_canvas_draws_without_streamlits_copy(tabs: Tabs, app: Server, lack: Callable[[Page], None]) -> None:
    page = tabs.new()
    lack(page)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app.url}/studio?lang=en")
    page.wait_for_selector(f"{GRAPH}[data-rev]")
    page.wait_for_selector(f"{STAGE}[data-step]")
    assert page.evaluate("() => window.Plotly.version") == get_plotlyjs_version()
    page.get_by_test_id("player-first").click()
    expect(page.locator(STAGE)).to_have_attribute("data-step", "0")
    page.get_by_test_id("player-forward").click()
    expect(page.locator(STAGE)).to_have_attribute("data-step", "1")
    # One copy is enough for the whole visit; what comes later does not take its place.
    page.evaluate("() => { window.first = window.Plotly; window.Plotly = {} }")
    page.get_by_test_id("stTopNavLink").nth(4).click()
    page.wait_for_selector(".nv-duet [data-rev]")
    assert page.evaluate("() => window.Plotly === window.first")
    page.context.close()
