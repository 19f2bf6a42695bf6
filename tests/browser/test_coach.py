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
LEAST_SEEN = 0.7
"""How much of the picture is seen at least while a step asks for a hand in it."""


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


def covered(page: Page) -> list[str]:
    """What on the page the card lies on: texts, pictures, whatever can be pressed."""
    found: list[str] = page.evaluate(
        """() => { const card = document.querySelector('.nv-coach'), c = card.getBoundingClientRect()
            return [...document.querySelectorAll(
                'h1, p, label, button, input, select, a, summary, [role=radio], .nv-stage, .nv-legend, .nv-player, ' +
                '.nv-caption, .nv-explain, [data-testid=equation], [data-testid=stHeader]')]
                .filter(node => !card.contains(node) && node.checkVisibility({visibilityProperty: true}))
                .filter(node => { const b = node.getBoundingClientRect()
                    return b.width > 1 && Math.min(b.right, c.right) - Math.max(b.left, c.left) > 0
                        && Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top) > 0 })
                .map(node => node.className + ' ' + node.textContent.slice(0, 40)) }""",
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
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1440, 900), (1024, 768), (768, 1024), (390, 844)])
def test_it_covers_nothing_and_what_it_talks_about_is_seen(
    visit: Visit, lang: str, width: int, height: int,
) -> None:
    studio = newcomer(visit, lang, width=width, height=height)
    page, t = studio.page, LANGUAGES[lang]
    about = {
        "pull": ".nv-stage", "neuron": ".nv-stage", "play": "[data-testid=player-play]",
        "scrub": ".nv-scrub-box", "undo": "[data-testid=player-undo]",
    }
    for number, name in enumerate(STEPS, 1):
        expect_step(page, name)
        expect(coach(page)).to_contain_text(t(f"player.coach_{name}"))
        expect(coach(page)).to_contain_text(f"{number}/5")
        card, ring, stage, player = (box(page, f".nv-{part}") for part in ("coach", "coach-ring", "stage", "player"))
        assert covered(page) == [], name
        assert not overlap(card, ring, 0), name
        assert ring["y"] + ring["h"] <= height + 8, name
        if about[name] == ".nv-stage":
            assert not overlap(ring, player), name
            foot = min(stage["y"] + stage["h"], player["y"], height)
            assert foot - max(stage["y"], 0) >= LEAST_SEEN * stage["h"], name
        assert card["x"] >= 0
        assert card["x"] + card["w"] <= width
        assert card["y"] >= box(page, "[data-testid=stHeader]")["h"]
        assert card["y"] + card["h"] <= height
        assert overlap(ring, box(page, about[name]))
        for button in page.locator(".nv-coach-button:visible").all():
            size = button.bounding_box()
            assert size is not None
            assert size["height"] >= 44
        page.get_by_test_id("coach-next").click()
    expect(coach(page)).to_have_count(0)
    assert studio.too_wide() <= 0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_it_covers_nothing_either_wherever_one_has_scrolled(visit: Visit, width: int, height: int) -> None:
    studio = newcomer(visit, width=width, height=height)
    page = studio.page
    for part in (".nv-explain", ".st-key-neuroviz_next"):
        page.locator(part).evaluate("(node) => node.scrollIntoView({block: 'end'})")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        hidden = covered(page)
        # Below the panels it stays in the window, above the picture it goes with the page, under the strip.
        assert hidden == [] or (width < 400 and box(page, ".nv-coach")["y"] < 0), hidden
        if part == ".nv-explain":
            assert (box(page, ".nv-coach")["y"] > 0) == (width > 400)


def test_it_makes_way_for_a_panel_that_is_longer(visit: Visit) -> None:
    studio = newcomer(visit)
    page = studio.page
    foot = box(page, ".nv-coach")["y"]
    page.locator(".st-key-studio-panels").get_by_text(studio.t("studio.panel.weights"), exact=True).click()
    studio.settled()
    expect(page.locator(".nv-coach")).not_to_have_css("position", "fixed")
    assert covered(page) == []
    assert box(page, ".nv-coach")["y"] < foot


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_a_small_frame_it_has_its_own_row_too(visit: Visit, lang: str) -> None:
    page = newcomer(visit, lang, width=390, height=844, embed="true").page
    assert box(page, ".nv-coach")["y"] >= 0
    assert covered(page) == []


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
