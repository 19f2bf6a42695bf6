"""Tests take turns in one tab, and find nothing of each other there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Tabs

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
