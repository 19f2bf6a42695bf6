"""Whoever goes by keys sees where they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.studio_driver import Studio

BARE = """() => {
    const node = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(node)
    return node.tagName === 'A' && (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) ? node.innerText : ''
}"""


@pytest.mark.thorough
def test_every_link_that_keys_come_to_has_a_ring(standing_visit: Callable[..., Page]) -> None:
    page = standing_visit("")
    links = bare = 0
    for _ in range(3 * len(PAGES)):
        page.keyboard.press("Tab")
        links += page.evaluate("() => document.activeElement.tagName === 'A'")
        bare += bool(page.evaluate(BARE))
    # Those above and the cards.
    assert links >= sum(entry.listed for entry in PAGES) + len(PAGES) - 1
    assert bare == 0


RINGLESS = """() => {
    const node = document.activeElement, {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(node)
    if (!["A", "BUTTON"].includes(node.tagName) || boxShadow !== "none") return ""
    return outlineStyle === "none" || parseFloat(outlineWidth) < 1 ? node.innerText || node.className : ""
}"""


@pytest.mark.thorough
@pytest.mark.parametrize(("path", "query"), [("studio", {}), ("neuron", {}), ("questions", {"present": "1"})])
def test_every_button_and_link_has_one_on_the_wall_too(
    standing_visit: Callable[..., Page], path: str, query: dict[str, str],
) -> None:
    page = standing_visit(path, **query)
    page.evaluate("() => document.activeElement.blur()")
    bare, buttons = [], 0
    for _ in range(70):
        page.keyboard.press("Tab")
        here = page.evaluate("() => document.activeElement.tagName")
        if here == "BODY":
            break
        buttons += here in {"A", "BUTTON"}
        bare.append(page.evaluate(RINGLESS))
    assert buttons > 5
    assert [each for each in bare if each] == []


@pytest.mark.thorough
def test_a_button_that_is_drawn_anew_keeps_the_keys(still_visit: Callable[..., Page]) -> None:
    studio = Studio(still_visit("studio"))
    studio.quiet()
    page = studio.page
    nearer = page.get_by_role("button", name=LANGUAGES["en"]("player.nearer"), exact=True)
    nearer.focus()
    for _ in range(2):
        before = studio.range()
        page.keyboard.press("Enter")
        page.wait_for_selector(".nv-canvas:not([data-working])")
        assert studio.range() != before
        expect(nearer).to_be_focused()
    page.get_by_test_id("stTopNavLink").filter(has_text=LANGUAGES["en"]("page.digits")).click()
    page.wait_for_selector("[data-testid=stop-1]")
    wait_until_idle(page)
    stop = page.get_by_test_id("stop-1")
    stop.focus()
    page.keyboard.press("Enter")
    expect(stop).to_have_attribute("aria-pressed", "true")
    wait_until_idle(page)
    expect(stop).to_be_focused()
