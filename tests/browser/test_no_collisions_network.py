"""In the network's picture no text lies on another, whatever is shown, at every step, on every screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from tests.browser.boxes import Box, overlap, overlaps, texts
from tests.browser.studio_driver import Studio
from tests.examples import EVERYTHING
from tests.viz.studio.scenes import drawn

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"width": 1440, "height": 900}, "wall": {"width": 1920, "height": 1080, "present": "1"},
    "small": {"width": 1024, "height": 768}, "phone": {"width": 390, "height": 844},
}
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SAMPLE = [("fruit", "desk", "en"), ("fruit", "wall", "zh")]
ALL = [(name, screen, lang) for name in PRESETS for screen in SCREENS for lang in ("en", "zh")]
CASES = ALL if EVERYTHING else SAMPLE
MOST_STEPS = 400 if EVERYTHING else 16
"""Of a longer way, so many steps are looked at, evenly spread."""


@pytest.mark.parametrize(("name", "screen", "lang"), CASES)
def test_no_text_of_the_picture_lies_on_another(still_visit: Visit, name: str, screen: str, lang: str) -> None:
    document = codec.to_link(PRESETS[name].document)
    studio = Studio(still_visit("studio", lang=lang, doc=document, **SCREENS[screen]), lang)
    last, wrong = studio.last_step, []
    for step in sorted({round(k * last / MOST_STEPS) for k in range(MOST_STEPS + 1)}):
        studio.player("scrub").fill(str(step))
        if overlaps(texts(studio.page, ".nv-stage")):
            # Part of a step may be drawn in the screen's next frame: what counts is what is seen then.
            studio.page.evaluate(NEXT_FRAME)
            wrong += [(step, pair) for pair in overlaps(texts(studio.page, ".nv-stage"))]
    assert wrong == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_tools_have_a_strip_of_their_own(still_visit: Visit, lang: str) -> None:
    """Beside the picture, in every window: not on the heading of its last layer, where no name keeps them away."""
    document = codec.to_link(drawn(12, *[2] * 8, 12))
    studio = Studio(still_visit("studio", lang=lang, doc=document, **SCREENS["desk"]), lang)
    for width in (1920, 1440, 1024, 700):
        studio.page.set_viewport_size({"width": width, "height": 900})
        studio.page.evaluate(NEXT_FRAME)
        studio.settled()
        studio.stage.hover()
        tools = [
            Box(text="tool", x=box["x"], y=box["y"], w=box["width"], h=box["height"])
            for tool in studio.page.locator(".nv-stage .modebar-btn").all() if (box := tool.bounding_box())
        ]
        assert len(tools) == 3
        shown = texts(studio.page, ".nv-stage")
        assert len(shown) > 10
        assert [box["text"] for box in shown if any(overlap(box, tool, 0) for tool in tools)] == []
        assert max(box["x"] + box["w"] for box in shown) <= min(tool["x"] for tool in tools), width
