"""What the browser draws of itself, in the dark."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from PIL import Image
from playwright.sync_api import Page

from neuroviz.ui.common.shell import PAGES
from neuroviz.viz.palette import PALETTES
from tests.browser.conftest import wait_until_idle

BRIGHT = 200


@pytest.mark.parametrize("path", ["studio", "neuron", "descent", "training", "overfitting"])
def test_the_rest_of_a_track_is_as_dark_as_the_page(still_visit: Callable[..., Page], path: str) -> None:
    """A browser that finds the accent too dark draws a slider as for a white page."""
    page = still_visit(path, theme="dark")
    page.wait_for_selector("[data-testid=player-scrub]")
    # Where nothing moves, what is learnt is shown at its end.
    page.get_by_test_id("player-scrub").press("Home")
    box = page.get_by_test_id("player-scrub").bounding_box()
    assert box is not None
    right = {"x": box["x"] + 0.6 * box["width"], "y": box["y"], "width": 0.35 * box["width"], "height": box["height"]}
    picture = Image.open(io.BytesIO(page.screenshot(clip=right))).convert("L")
    assert picture.getextrema()[1] < BRIGHT


COLOURS = """() => JSON.stringify([
    ...[...document.querySelectorAll('.js-plotly-plot')].filter(each => each.data && each.offsetWidth > 1)
        .map(({data, layout}) => [data, layout]),
    ...[...document.querySelectorAll('.nv-canvas')].map(each => each.getAttribute('style')),
    ...[...document.querySelectorAll('.nv-thumb')].map(each => each.getAttribute('style')),
])"""
ONLY_ONE = {
    theme: {each for each in json.dumps(asdict(PALETTES[theme])).split('"') if each.startswith("#")}
    for theme in ("light", "dark")
}


@pytest.mark.parametrize("path", [entry.path for entry in PAGES], ids=lambda path: path or "home")
def test_a_page_that_is_open_follows_when_the_system_turns_dark_and_light_again(
    still_visit: Callable[..., Page], path: str,
) -> None:
    page = still_visit(path)
    for theme, other in (("dark", "light"), ("light", "dark")):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_function(
            "theme => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === theme", arg=theme,
        )
        wait_until_idle(page)
        drawn = page.evaluate(COLOURS)
        for colour in ONLY_ONE[other] - ONLY_ONE[theme]:
            assert colour not in drawn
