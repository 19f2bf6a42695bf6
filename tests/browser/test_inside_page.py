"""Look inside in a real browser: what is painted is what Python computes, and a hand can lead all of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.look_inside import look_of
from tests.browser.conftest import PATIENCE_MS, wait_until_idle

Visit = Callable[..., Page]
KEPT = "() => JSON.parse(sessionStorage.getItem('neuroviz.document')).document"
PIXELS = """name => {
  const canvas = document.querySelector(`[data-testid=look-${name}] canvas`)
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return [...data]
}"""
OVER = "() => (main => main.scrollHeight - main.clientHeight)(document.querySelector('[data-testid=stMain]'))"


def opened(visit: Visit, **more: object) -> Page:
    page = visit("inside", **more)
    expect(page.locator(".nv-look-row")).to_have_attribute("data-rev", re.compile(r"\d+"), timeout=PATIENCE_MS)
    wait_until_idle(page)
    return page


def inside(page: Page) -> Inside:
    wait_until_idle(page)
    return codec.from_json(page.evaluate(KEPT)).inside


def test_a_map_is_blue_where_the_lens_is_positive_and_orange_where_it_is_negative(still_visit: Visit) -> None:
    page = opened(still_visit)
    for name, shown in (("main", look_of(Digits(), Inside()).main), ("rival", look_of(Digits(), Inside()).rival)):
        red, _, blue, _ = np.array(page.evaluate(PIXELS, name)).reshape(-1, 4).T
        strong = np.abs(shown.values) > 0.2 * np.abs(shown.values).max()
        assert strong.sum() > 10
        assert ((blue > red) == (shown.values > 0))[strong].all()
        assert (red == blue)[shown.values == 0].all(), "paper"


def test_lenses_and_tests_are_chosen_by_hand_and_by_key_and_undone(still_visit: Visit) -> None:
    page = opened(still_visit)
    page.get_by_test_id("look-occlusion").click()
    page.get_by_test_id("look-shuffled").click()
    expect(page.locator(".nv-look")).to_have_attribute("data-test", "shuffled", timeout=PATIENCE_MS)
    assert (inside(page).lens, inside(page).test) == ("occlusion", "shuffled")
    page.get_by_test_id("look-shuffled").press("]")
    expect(page.locator(".nv-look")).to_have_attribute("data-lens", "lesion", timeout=PATIENCE_MS)
    page.keyboard.press("Control+z")
    expect(page.locator(".nv-look")).to_have_attribute("data-lens", "occlusion", timeout=PATIENCE_MS)
    page.get_by_test_id("ask-3").click()
    expect(page.get_by_test_id("ask-3")).to_have_attribute("aria-pressed", "true", timeout=PATIENCE_MS)
    assert inside(page).digit == 3


@pytest.mark.thorough
def test_a_neuron_is_silenced_and_keeps_the_focus(still_visit: Visit) -> None:
    page = opened(still_visit)
    page.get_by_test_id("look-lesion").click()
    tile = page.get_by_test_id("main-1-2")
    expect(tile).to_be_visible(timeout=PATIENCE_MS)
    tile.focus()
    tile.press("Enter")
    expect(tile).to_have_attribute("aria-pressed", "true", timeout=PATIENCE_MS)
    expect(tile).to_be_focused()
    assert inside(page).silent == ((1, 2),)
    page.get_by_test_id("look-mend").click()
    expect(tile).to_have_attribute("aria-pressed", "false", timeout=PATIENCE_MS)


def test_a_dream_plays_by_itself_and_can_be_pulled_back(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_test_id("look-dream").click()
    scrub = page.get_by_test_id("player-scrub")
    expect(scrub).to_be_visible(timeout=PATIENCE_MS)
    last = str(scrub.get_attribute("max"))
    expect(scrub).to_have_js_property("value", last, timeout=PATIENCE_MS)
    at_the_end = page.evaluate(PIXELS, "main")
    scrub.press("Home")
    expect(scrub).to_have_js_property("value", "0")
    assert page.evaluate(PIXELS, "main") != at_the_end
    expect(page.get_by_test_id("look-main")).to_contain_text("z = ")


@pytest.mark.thorough
def test_nothing_scrolls_on_a_wall_and_all_lenses_fit(still_visit: Visit) -> None:
    for lang in LANGUAGES:
        page = opened(still_visit, lang=lang, width=1920, height=1080, present="1")
        for lens in ("saliency", "occlusion", "lesion", "dream"):
            page.get_by_test_id(f"look-{lens}").click()
            expect(page.locator(".nv-look")).to_have_attribute("data-lens", lens, timeout=PATIENCE_MS)
            wait_until_idle(page)
            assert page.evaluate(OVER) <= 1, (lang, lens)
