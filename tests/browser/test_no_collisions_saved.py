"""In the page that the studio saves no text of the picture lies on another either, whatever letters the reader has."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from neuroviz.document.presets import PRESETS, worded
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import saved_page
from tests.browser.boxes import overlaps, texts
from tests.browser.studio_driver import SavedPage
from tests.examples import EVERYTHING, spread

Opener = Callable[..., Page]

ALL = [
    (name, lang, width) for name in (PRESETS if EVERYTHING else ("fruit", "deep")) for lang in LANGUAGES
    for width in (390, 1440)
]
USUAL = ("fruit", "en", 390)
MOST_STEPS = 400 if EVERYTHING else 16
"""Of a longer way, so many steps are looked at, evenly spread."""


def collisions(page: SavedPage) -> list[tuple[int, tuple[str, str]]]:
    """Return the pairs of texts of which one lies on the other, with their steps."""
    found = []
    for step in spread(page.last_step + 1, MOST_STEPS):
        page.player("scrub").fill(str(step))
        if overlaps(texts(page.page, ".nv-stage")):
            # Part of a step may be drawn in the screen's next frame: what counts is what is seen then.
            page.settled()
            found += [(step, pair) for pair in overlaps(texts(page.page, ".nv-stage"))]
    return found


@pytest.mark.parametrize(
    ("name", "lang", "width"),
    [case if case == USUAL else pytest.param(*case, marks=pytest.mark.thorough) for case in ALL],
)
def test_no_text_of_a_saved_picture_lies_on_another(
    open_file: Opener, tmp_path: Path, name: str, lang: str, width: int,
) -> None:
    file = tmp_path / "neuroviz.html"
    file.write_bytes(saved_page(worded(name, LANGUAGES[lang]), LANGUAGES[lang], "light"))
    page = SavedPage(open_file(file, reduced_motion="reduce", width=width, height=844), lang)
    assert page.page.evaluate("() => [...document.fonts].map((face) => face.status)") == ["loaded"]
    assert collisions(page) == []


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_without_room_beside_wider_letters_are_not_shown(open_file: Opener, tmp_path: Path, lang: str) -> None:
    """Where a reader forbids pages letters of their own, the system's may be wider than the places."""
    whole = saved_page(worded("fruit", LANGUAGES[lang]), LANGUAGES[lang], "light").decode()
    other, count = re.subn(r"@font-face \{[^}]*\}", "", whole, count=1)
    assert count == 1
    file = tmp_path / "neuroviz.html"
    file.write_text(other, "utf-8")
    page = SavedPage(open_file(file, reduced_motion="reduce", width=390, height=844), lang)
    assert collisions(page) == []
