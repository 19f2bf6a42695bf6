"""What the browser draws of itself, in the dark."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page

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
