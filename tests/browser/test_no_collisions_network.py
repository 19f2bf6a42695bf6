"""In the network's picture no text lies on another, whatever is shown, at every step, on every screen."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from tests.browser.boxes import overlaps, texts
from tests.browser.studio_driver import Studio

Visit = Callable[..., Page]

SCREENS: dict[str, dict[str, object]] = {
    "laptop": {"width": 1440, "height": 900},
    "projector": {"width": 1920, "height": 1080, "present": "1"},
}
MOST_STEPS = 400 if os.environ.get("NEUROVIZ_WALK") else 12
"""Of a longer way, so many steps are looked at, evenly spread."""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_text_of_the_picture_lies_on_another(still_visit: Visit, screen: str, lang: str) -> None:
    wrong = []
    for name, preset in PRESETS.items():
        document = codec.to_link(preset.document)
        studio = Studio(still_visit("studio", lang=lang, doc=document, **SCREENS[screen]), lang)
        last = studio.last_step
        for step in sorted({round(k * last / MOST_STEPS) for k in range(MOST_STEPS + 1)}):
            studio.player("scrub").fill(str(step))
            wrong += [(name, step, pair) for pair in overlaps(texts(studio.page, ".nv-stage"))]
    assert wrong == []
