"""Whatever plays, its bar and its keys are the same: on the network, the two neurons, the descent, the three trainings
and the one, the digit on its way, the dream, and the whole model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.inside import Inside
from tests.browser.conftest import wait_until_idle
from tests.browser.tabs import expect_rest

Visit = Callable[..., Page]

PAGES = ("studio", "neuron", "descent", "training", "overfitting", "digits", "inside", "whole")
SELECTS = {"studio": "speed", "neuron": "rate", "descent": "speed", "training": "pace", "overfitting": "speed",
           "digits": "speed", "inside": "speed", "whole": "speed"}
# Of a page with several pictures, the one that plays. A dream is short: on a busy machine one meets it at its slowest.
OPENED = {"inside": {"doc": codec.to_link(replace(PRESETS["fruit"].document, inside=Inside(lens="dream")))}}
SLOW = {"inside": "0.25"}


class Bar:
    """A page's player, at its beginning."""

    def __init__(self, visit: Visit, path: str, **options: object) -> None:
        self.page = visit(path, **OPENED.get(path, {}), **options)
        self.page.wait_for_selector("[data-testid=player-play]")
        wait_until_idle(self.page)
        self.scrub = self.part("scrub")
        self.caption = self.page.get_by_test_id("caption")
        if self.part("play").get_attribute("aria-pressed") == "true":
            self.part("play").click()
        if path != "training":
            self.part("first").click()
        if path in SLOW:
            self.part(SELECTS[path]).select_option(SLOW[path])
        self.playing(False)

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(f"player-{name}")

    def playing(self, playing: bool = True) -> None:
        expect(self.part("play")).to_have_attribute("aria-pressed", "true" if playing else "false")
        # While it plays, nobody could listen to every sentence.
        expect(self.caption).to_have_attribute("aria-live", "off" if playing else "polite")

    def at(self) -> float:
        return float(self.scrub.input_value())

    def press(self, key: str, on: Locator) -> None:
        on.focus()
        self.page.keyboard.press(key)


@pytest.mark.parametrize("path", PAGES)
def test_space_plays_and_pauses_once_wherever_the_focus_is(standing_visit: Visit, path: str) -> None:
    bar = Bar(standing_visit, path)
    for part in ("play", "scrub", "play"):
        bar.press(" ", bar.part(part))
        bar.playing()
        bar.press(" ", bar.part(part))
        bar.playing(False)
    # Another button is pressed by it, and nothing else.
    bar.press(" ", bar.part("forward"))
    bar.playing(False)


@pytest.mark.parametrize("path", PAGES)
def test_arrows_step_from_a_button_and_stay_with_a_field(standing_visit: Visit, path: str) -> None:
    bar = Bar(standing_visit, path)
    bar.press("Home", bar.part("play"))
    assert bar.at() == 0
    bar.press("ArrowRight", bar.part("play"))
    bar.page.wait_for_function("() => Number(document.querySelector('[data-testid=player-scrub]').value) > 0")
    wait_until_idle(bar.page)
    there = bar.at()
    select = bar.part(SELECTS[path])
    chosen = select.input_value()
    for key in ("Home", "ArrowLeft"):
        bar.press(key, select)
        assert bar.at() == pytest.approx(there), "the choice has the key"
    bar.press("ArrowLeft", bar.part("back"))
    assert bar.at() < there
    select.select_option(chosen)


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_a_hand_on_the_track_goes_there(standing_visit: Visit, path: str) -> None:
    bar = Bar(standing_visit, path)
    bar.part("forward").click()
    wait_until_idle(bar.page)
    bar.press("Home", bar.scrub)
    wait_until_idle(bar.page)
    assert bar.at() == 0
    bar.scrub.scroll_into_view_if_needed()
    box = bar.scrub.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    bar.page.mouse.move(box["x"] + 8, y)
    bar.page.mouse.down()
    bar.page.mouse.move(box["x"] + box["width"] / 2, y)
    bar.page.mouse.up()
    bar.page.wait_for_function("() => Number(document.querySelector('[data-testid=player-scrub]').value) > 0")
    wait_until_idle(bar.page)


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_the_scrubber_says_in_words_where_it_is(standing_visit: Visit, path: str) -> None:
    bar = Bar(standing_visit, path)
    said = set()
    for _ in range(2):
        text = str(bar.scrub.get_attribute("aria-valuetext"))
        beside = bar.page.locator(".nv-player output")
        assert text == (beside.inner_text() if beside.count() else bar.caption.inner_text())
        said.add(text)
        bar.part("forward").click()
        wait_until_idle(bar.page)
    assert len(said) == 2


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_a_hidden_tab_waits_and_goes_on_when_it_is_seen_again(standing_visit: Visit, path: str) -> None:
    bar = Bar(standing_visit, path)
    moves = "from => Number(document.querySelector('[data-testid=player-scrub]').value) !== from"
    bar.part("play").click()
    bar.page.wait_for_function(moves, arg=bar.at())
    bar.page.evaluate("() => Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    # What was asked for before is still shown, or not.
    there = expect_rest(bar.page, bar.at, 1000)
    bar.playing()
    bar.page.evaluate("() => delete document.hidden")
    bar.page.wait_for_function(moves, arg=there)
    bar.part("play").click()
    bar.playing(False)


@pytest.mark.thorough
@pytest.mark.parametrize("path", [path for path in PAGES if path != "training"])
def test_a_wish_for_stillness_stops_what_plays_and_what_would(visit: Visit, path: str) -> None:
    bar = Bar(visit, path)
    expect(bar.part("auto")).to_be_checked()
    bar.part("play").click()
    bar.playing()
    # Another choice is none about this.
    bar.part(SELECTS[path]).select_option(index=2)
    bar.page.emulate_media(reduced_motion="reduce")
    bar.playing(False)
    expect(bar.part("auto")).not_to_be_checked()
    bar.page.reload()
    bar.page.wait_for_selector("[data-testid=player-play]")
    wait_until_idle(bar.page)
    expect(bar.part("auto")).not_to_be_checked()
    bar.playing(False)
