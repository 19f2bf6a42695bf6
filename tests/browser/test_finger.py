"""Who has a finger only is told what a finger can do, and that is what it can do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.studio_driver import Studio

Visit = Callable[..., Page]
each_language = pytest.mark.parametrize("lang", LANGUAGES)
PHONE = {"width": 390, "height": 844, "touch": True, "fresh": True}
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


class Finger:
    """A finger on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, x: float, y: float, up: float) -> None:
        self._touch("touchStart", (x, y))
        for k in range(1, 7):
            self._touch("touchMove", (x, y - up * k / 6))
        self._touch("touchEnd")

    def tap(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(x, y)


def weight_of(studio: Studio) -> float:
    """The weight that is dragged, when all is at rest."""
    studio.settled()
    return studio.document().layers[0].weights[0][0]


def first_weight() -> float:
    return PRESETS[FIRST].document.layers[0].weights[0][0]


@each_language
def test_the_first_page_says_to_a_finger_what_it_has_to_do(still_visit: Visit, lang: str) -> None:
    page, t = still_visit("", lang=lang, **PHONE), LANGUAGES[lang]
    prompt, finger, studio = page.get_by_test_id("prompt"), Finger(page), Studio(page, lang)
    expect(prompt).to_have_text(t("home.prompt_touch"))
    # In one line, within the window.
    box = prompt.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["height"] <= 44
    finger.tap(*studio.edge(1, 0, 0, 0.3))
    assert weight_of(studio) == first_weight()
    expect(prompt).to_have_text(t("home.prompt_touch"))
    before = page.evaluate(SCROLLED)
    finger.drag(*studio.edge(1, 0, 0, 0.3), up=40)
    expect(prompt).to_be_hidden()
    assert page.evaluate(SCROLLED) == before
    assert weight_of(studio) > first_weight()


@pytest.mark.thorough
def test_without_a_tap_a_finger_only_scrolls(still_visit: Visit) -> None:
    """Why it is told to tap first."""
    page = still_visit("", **PHONE)
    studio = Studio(page, "en")
    Finger(page).drag(*studio.edge(1, 0, 0, 0.3), up=40)
    assert weight_of(studio) == first_weight()
    expect(page.get_by_test_id("prompt")).to_have_text(LANGUAGES["en"]("home.prompt_touch"))


@pytest.mark.thorough
@each_language
def test_below_the_studios_picture_no_key_is_named(still_visit: Visit, lang: str) -> None:
    page, t = still_visit("studio", lang=lang, **PHONE), LANGUAGES[lang]
    studio, hint, finger = Studio(page, lang), page.get_by_test_id("inspector").locator(".nv-hint"), Finger(page)
    expect(hint).to_have_text(t("player.keys_touch"))
    finger.tap(*studio.neuron(1, 0))
    expect(hint).to_have_text(t("player.keys_selected_touch"))
    # Beside the picture's parts: let go of, as the hint says.
    stage = page.locator(".nv-stage").first.bounding_box()
    assert stage is not None
    finger.tap(stage["x"] + 3, stage["y"] + 3)
    expect(hint).to_have_text(t("player.keys_touch"))
    page.locator(".st-key-neuroviz_help summary").tap()
    expect(page.get_by_text(t("help.hand"))).to_be_visible()
    expect(page.get_by_text(t("help.keys"))).to_be_hidden()


@pytest.mark.thorough
def test_a_mouse_is_told_of_its_keys(still_visit: Visit) -> None:
    page, t = still_visit("studio"), LANGUAGES["en"]
    expect(page.get_by_test_id("inspector").locator(".nv-hint")).to_have_text(t("player.keys"))
    page.locator(".st-key-neuroviz_help summary").click()
    expect(page.get_by_text(t("help.keys"))).to_be_visible()
