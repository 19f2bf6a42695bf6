"""Whoever goes by keys sees where they are."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from neuroviz.ui.common.shell import PAGES

BARE = """() => {
    const node = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(node)
    return node.tagName === 'A' && (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) ? node.innerText : ''
}"""


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
