"""What stands on a page before its picture has come can be seen, and not pressed; then all of it works."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from neuroviz.document import codec, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.schema import Selection
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Visit
from tests.browser.tabs import before_scripts

# A picture waits for its letters: here they come when the test says so.
HOLD = """
    const letters = new Promise((come) => { window.lettersCome = come })
    Object.defineProperty(document.fonts, "ready", {value: letters})
"""
PATHS = ["studio", "neuron", "descent", "training", "overfitting", "digits", "inside", "whole"]


@pytest.mark.parametrize("path", [
    "overfitting?lang=en&present=1",
    *(pytest.param(f"{path}?lang=en{wall}", marks=pytest.mark.thorough) for path in PATHS for wall in ("", "&present=1")
      if (path, wall) != ("overfitting", "&present=1"))])
def test_a_player_without_a_picture_does_nothing(still_visit: Visit, path: str) -> None:
    """Also on the wall, where keys work wherever one is. Uncaught errors fail the test: `visit` sees to that."""
    page = still_visit("questions")
    before_scripts(page, HOLD)
    page.goto(f"{page.url.split('questions')[0]}{path}")
    canvas = page.locator(".nv-canvas[data-working]").first
    canvas.wait_for(state="attached")
    for button in canvas.locator("button").all():
        box = button.bounding_box()
        if box is not None:
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for key in ("Home", "End", "Space", "ArrowRight", "ArrowLeft", "m"):
        page.keyboard.press(key)
    # Whoever presses something beside it has something to be said, on a canvas that has shown nothing.
    page.mouse.click(5, 300)
    expect(canvas).to_be_attached()
    page.evaluate("() => window.lettersCome()")
    wait_until_idle(page)
    expect(page.locator("[data-rev]").first).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("bias", [-1e308, 1e308, 2e6])
def test_a_sum_beyond_the_curves_axis_has_no_place_on_it(still_visit: Visit, bias: float) -> None:
    """A place of 1e304 pixels is an error of the browser's."""
    document = edits.set_bias(PRESETS["fruit"].document, 1, 0, bias)
    page = still_visit("studio", doc=codec.to_link(edits.select(document, Selection(1, 0))))
    page.get_by_test_id("player-last").click()
    wait_until_idle(page)
    expect(page.get_by_test_id("curve").locator(".scatterlayer .trace .point")).to_have_count(0)
