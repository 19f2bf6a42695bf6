"""Tests take turns in one tab, and find nothing of each other there."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

from playwright.sync_api import Page

from tests.browser.conftest import Standing, Tabs

WHAT_IS_THERE = """async () => ({
    session: Object.keys(sessionStorage).filter(key => key.startsWith('left')),
    local: Object.keys(localStorage).filter(key => key.startsWith('left')),
    cookie: document.cookie.includes('left'),
    clipboard: (await navigator.permissions.query({name: 'clipboard-read'})).state,
    variable: window.left ?? null,
})"""


def test_a_tab_that_comes_back_is_as_new(still_visit: Callable[..., Page], tabs: Tabs) -> None:
    page = still_visit("")
    fresh = page.evaluate(WHAT_IS_THERE)
    assert (fresh["session"], fresh["local"], fresh["cookie"], fresh["variable"]) == ([], [], False, None)
    page.context.grant_permissions(["clipboard-read"])
    page.evaluate(
        "() => { sessionStorage.left = localStorage.left = window.left = 'x'; document.cookie = 'left=x' }"
    )
    page.context.new_page()
    assert page.evaluate(WHAT_IS_THERE) != fresh
    tabs.give_back(page)
    again = tabs.take()
    assert again == page
    assert again.context.pages == [again]
    again.goto(again.url.replace("_stcore/health", ""))
    assert again.evaluate(WHAT_IS_THERE) == fresh


def test_a_page_that_stays_is_found_once_and_goes_back_when_its_place_is_needed() -> None:
    standing, back = Standing(), []
    pages = {f"address {i}": Mock() for i in range(Standing.MOST + 1)}
    first, second, *_, last = pages
    for address, page in pages.items():
        standing.leave(address, page, back.append)
    assert back == [pages[first]]
    assert standing.take(first) is None
    assert standing.take(second) is pages[second]
    assert standing.take(second) is None, "it is in use"
    # Two tests had the same page open: one of them is enough.
    again = Mock()
    standing.leave(last, again, back.append)
    assert back == [pages[first], pages[last]]
    assert standing.take(last) is again


FRAMES = """async () => {
    const seen = [], start = performance.now()
    cancelAnimationFrame(requestAnimationFrame(() => seen.push('cancelled')))
    const next = () => new Promise((done) => requestAnimationFrame((at) => { seen.push(at); done() }))
    while (performance.now() - start < 1000) await next()
    return {seen, took: performance.now() - start}
}"""


def test_a_slow_screen_paints_what_moves_twenty_times_a_second(tabs: Tabs) -> None:
    page = tabs.take()
    page.goto("about:blank")
    found = page.evaluate(FRAMES)
    tabs.give_back(page)
    assert "cancelled" not in found["seen"]
    assert found["seen"] == sorted(set(found["seen"])), "time goes on from frame to frame"
    assert 1 <= len(found["seen"]) <= 8 + 1 + found["took"] / 50
