"""Tabs of the browser that tests use one after the other, as if each had a tab of its own, and pages that stay open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.server import Server

PATIENCE_MS = 60_000
"""How long a page may take on a machine that others use too. Nothing is measured here."""
expect.set_options(timeout=PATIENCE_MS)
Seen = TypeVar("Seen")
REOPEN_MS = 3_000
"""After how long a list that did not stay open is opened once more."""

SETTLED, SLOW_SCREEN = ((Path(__file__).parent / name).read_text("utf-8") for name in ("settled.js", "frames.js"))
# The studio's first steps have been seen: a test that is about something else does not meet them.
EXPERIENCED = "try { localStorage['neuroviz.coach'] ??= 'done' } catch {}"
# What a test would have done before the page's own scripts: see `before_scripts`.
BEFORE = "if (window.name.startsWith('before:')) (0, eval)(window.name.slice(7))\n"
AS_NEW = "() => { sessionStorage.clear(); localStorage.clear(); window.name = '' }"
COARSE = "() => matchMedia('(pointer: coarse)').matches"


def before_scripts(page: Page, script: str) -> None:
    """Have a script run before the page's own in each load from now on, until the tab is given back.

    What Playwright adds to a page stays for good: the tab would be of no use to another test.
    """
    page.evaluate("script => { window.name = `before:${script}` }", script)


def choose(box: Locator, option: str) -> None:
    """Choose in one of Streamlit's select boxes, by the option's words.

    An open list closes where the page scrolls, where something above it grows, and where the box is made anew. Whoever
    sees that opens it again, as here.
    """
    field = box.locator("input").first
    # Of a long list only a part is there, until it is searched.
    wanted = box.page.get_by_role("option", name=option, exact=True)
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            field.scroll_into_view_if_needed(timeout=REOPEN_MS)
            # What stands there already would not be looked for again.
            field.fill("", timeout=REOPEN_MS)
            field.fill(option, timeout=REOPEN_MS)
            wanted.click(timeout=REOPEN_MS)
            break
        except TooLate as error:
            if time.monotonic() > until:
                raise AssertionError(f"the option {option!r} could not be chosen") from error
    # The list is gone when the choice was taken.
    expect(wanted).to_have_count(0)


def expect_rest(page: Page, look: Callable[[], Seen], ms: int) -> Seen:
    """Return what there is to see once it has been the same for so long; fails where it goes on and on.

    What was under way may still arrive, on a busy machine after a while.
    """
    for _ in range(5):
        seen = look()
        page.wait_for_timeout(ms)
        if look() == seen:
            return seen
    raise AssertionError(f"it has not come to rest for {ms} ms")


@dataclass(frozen=True)
class Visitor:
    """Whose tab it is. locale: of the browser; newcomer: who knows nothing of the app; touch: who has a finger only."""

    locale: str = "en-US"
    newcomer: bool = False
    touch: bool = False


ANYBODY = Visitor()


class Tabs:
    """Tabs that tests use one after the other. A tab that has shown the app before has its scripts compiled:
    the next page opens there with a third of the work."""

    def __init__(self, browser: Browser, app: Server) -> None:
        self._browser, self._app = browser, app
        self._free: dict[Visitor, list[Page]] = {}

    def take(self, visitor: Visitor = ANYBODY) -> Page:
        free = self._free.get(visitor)
        return free.pop() if free else self.new(visitor)

    def new(self, visitor: Visitor = ANYBODY) -> Page:
        """A tab in a context of its own, where no page was open before."""
        context = self._browser.new_context(locale=visitor.locale, accept_downloads=True, has_touch=visitor.touch)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(SETTLED + SLOW_SCREEN + BEFORE)
        if not visitor.newcomer:
            context.add_init_script(EXPERIENCED)
        return context.new_page()

    def give_back(self, page: Page, visitor: Visitor = ANYBODY) -> None:
        """As if nobody had been there: what the page has kept is gone, as are its permissions and further tabs."""
        for each in page.context.pages:
            if each != page:
                each.close()
        page.mouse.move(0, 0)
        # A page of the same server on which nothing runs.
        page.goto(f"{self._app.url}/_stcore/health")
        page.evaluate(AS_NEW)
        # What a test says to the browser itself stays with the tab, and is another test's fault.
        assert page.evaluate(COARSE) == visitor.touch, "a tab that is given back with another kind of pointer"
        page.context.clear_cookies()
        page.context.clear_permissions()
        self._free.setdefault(visitor, []).append(page)


class FileTabs:
    """The same for files from the disk, in a browser that has no network. touch: whether it is a telephone's."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Page]] = {True: [], False: []}

    def take(self, touch: bool) -> Page:
        return self._free[touch].pop() if self._free[touch] else self.new(touch)

    def new(self, touch: bool) -> Page:
        context = self._browser.new_context(offline=True, accept_downloads=True, has_touch=touch, is_mobile=touch)
        context.add_init_script(SLOW_SCREEN + BEFORE)
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    def give_back(self, page: Page, touch: bool) -> None:
        page.mouse.move(0, 0)
        page.evaluate(AS_NEW)
        page.goto("about:blank")
        self._free[touch].append(page)


class Standing:
    """Pages that stay open after a test, for the next one that looks at the same address: see `standing_visit`."""

    MOST = 2

    def __init__(self) -> None:
        self._open: dict[str, tuple[Page, Callable[[Page], None]]] = {}

    def take(self, address: str) -> Page | None:
        page, _ = self._open.pop(address, (None, None))
        return page

    def leave(self, address: str, page: Page, give_back: Callable[[Page], None]) -> None:
        """`give_back`: where the page goes when its place is needed."""
        if address in self._open or len(self._open) == self.MOST:
            oldest, to = self._open.pop(address if address in self._open else next(iter(self._open)))
            to(oldest)
        page.mouse.move(0, 0)
        # What plays would take the next test's time.
        page.evaluate("""() => {
            document.querySelector("[data-testid=player-play][aria-pressed=true]")?.click()
            document.activeElement?.blur()
            document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
        }""")
        self._open[address] = page, give_back
