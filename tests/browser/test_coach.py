"""The studio's first steps: met once, done by doing, skipped, remembered, called again, and never in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.i18n import LANGUAGES
from tests.browser.boxes import Box, overlap
from tests.browser.studio_driver import Studio

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]
STEPS = ("pull", "neuron", "play", "scrub", "undo")


def coach(page: Page) -> Locator:
    return page.get_by_test_id("coach")


def expect_step(page: Page, name: str) -> None:
    expect(coach(page)).to_have_attribute("data-step", name)


def box(page: Page, selector: str) -> Box:
    found: Box = page.evaluate(
        """selector => { const b = document.querySelector(selector).getBoundingClientRect()
            return {text: selector, x: b.left, y: b.top, w: b.width, h: b.height} }""", selector,
    )
    return found


def newcomer(visit: Visit, lang: str = "en", **more: object) -> Studio:
    return Studio(visit("studio", lang=lang, newcomer=True, reduced_motion="reduce", **more), lang)


def test_each_step_is_done_by_doing_it(visit: Visit) -> None:
    studio = newcomer(visit)
    page = studio.page
    expect_step(page, "pull")
    studio.drag_edge(1, 0, 0, 30, share=0.3)
    expect_step(page, "neuron")
    studio.click_neuron(1, 1)
    expect_step(page, "play")
    studio.player("play").click()
    expect_step(page, "scrub")
    studio.player("scrub").fill("3")
    expect_step(page, "undo")
    studio.player("undo").click()
    expect(coach(page)).to_have_count(0)
    page.reload()
    studio.ready()
    expect(coach(page)).to_have_count(0)


def test_what_was_done_before_its_turn_is_not_asked_for(visit: Visit) -> None:
    studio = newcomer(visit)
    studio.click_neuron(1, 0)
    studio.player("scrub").fill("3")
    expect_step(studio.page, "pull")
    studio.page.get_by_test_id("coach-next").click()
    expect_step(studio.page, "play")
    studio.page.get_by_test_id("coach-next").click()
    expect_step(studio.page, "undo")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_never_covers_what_it_talks_about(visit: Visit, lang: str, width: int) -> None:
    studio = newcomer(visit, lang, width=width, height=900 if width > 400 else 844)
    page, t = studio.page, LANGUAGES[lang]
    # On a phone the picture goes on under the player: there it is the place in it that is talked about.
    picture = ".nv-stage" if width > 400 else ".nv-coach-ring"
    about = {
        "pull": picture, "neuron": picture, "play": "[data-testid=player-play]",
        "scrub": ".nv-scrub-box", "undo": "[data-testid=player-undo]",
    }
    for number, name in enumerate(STEPS, 1):
        expect_step(page, name)
        expect(coach(page)).to_contain_text(t(f"player.coach_{name}"))
        expect(coach(page)).to_contain_text(f"{number}/5")
        bubble = box(page, ".nv-coach")
        assert not overlap(bubble, box(page, about[name]), 0), name
        assert not overlap(bubble, box(page, ".nv-player"), 0), name
        assert not overlap(bubble, box(page, ".nv-legend"), 0) or width < 400, name
        assert bubble["x"] >= 0
        assert bubble["x"] + bubble["w"] <= width
        ring, thing = box(page, ".nv-coach-ring"), box(page, about[name])
        assert overlap(ring, thing)
        for button in page.locator(".nv-coach-button:visible").all():
            size = button.bounding_box()
            assert size is not None
            assert size["height"] >= 44
        page.get_by_test_id("coach-next").click()
    expect(coach(page)).to_have_count(0)
    assert studio.too_wide() <= 0


def test_escape_skips_it_for_good_and_help_calls_it_again(visit: Visit) -> None:
    studio = newcomer(visit)
    page = studio.page
    expect(coach(page)).to_have_attribute("role", "dialog")
    expect(coach(page)).to_have_attribute("aria-modal", "false")
    expect(page.locator(".nv-coach-text")).to_have_attribute("aria-live", "polite")
    page.keyboard.press("Escape")
    expect(coach(page)).to_have_count(0)
    page.reload()
    studio.ready()
    expect(coach(page)).to_have_count(0)
    page.locator(".st-key-neuroviz_help summary").click()
    page.get_by_role("button", name=studio.t("help.coach")).click()
    studio.settled()
    expect_step(page, "pull")
    expect(page.locator(".st-key-neuroviz_help details[open]")).to_have_count(0)
    page.get_by_test_id("coach-skip").click()
    expect(coach(page)).to_have_count(0)


@pytest.mark.parametrize(("path", "query"), [("studio", {"present": "1"}), ("", {}), ("descent", {})])
def test_it_is_nowhere_else(visit: Visit, path: str, query: dict[str, str]) -> None:
    page = visit(path, newcomer=True, reduced_motion="reduce", **query)
    page.wait_for_selector(".nv-graph[data-rev]")
    expect(coach(page)).to_have_count(0)
