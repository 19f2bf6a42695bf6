"""A real server and a real browser. `visit` opens a page and holds it to making no errors."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, expect, sync_playwright

import run
from tests.browser.server import ROOT, Server, start_server, wait_until_up

RESULTS = ROOT / "test-results"
PATIENCE_MS = 60_000
"""How long a page may take on a machine that others use too. Nothing is measured here."""
expect.set_options(timeout=PATIENCE_MS)

# Streamlit's own page asks these hosts, the last one for the tab's icon; without a network they do not answer.
NOT_OURS = ("webhooks.fivetran.com", "data.streamlit.io", "fonts.gstatic.com")
# At a deep link Streamlit's page looks for its server below the page's path first, and finds nothing there.
PROBES = re.compile(r"/[^/]+/_stcore/(health|host-config)")

_REPORT = pytest.StashKey[pytest.TestReport]()


# --- the server ----------------------------------------------------------------------------------

@pytest.fixture(scope="session")
def app(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server that the tests share, those of all workers; each test has a session of its own on it."""
    if shared := getattr(request.config, "workerinput", {}).get("app"):
        yield wait_until_up(Server(**shared))
        return
    with tempfile.TemporaryDirectory() as folder:
        server = wait_until_up(start_server(Path(folder)))
        yield server
        server.stop()


@pytest.fixture
def cold_app(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Starts servers that nobody has visited yet."""
    servers: list[Server] = []

    def start() -> Server:
        servers.append(wait_until_up(start_server(tmp_path)))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


# --- the browser ---------------------------------------------------------------------------------

# A page lives for seconds: what V8 would win by optimising its code, and by collecting garbage early, costs more here.
V8 = "--no-opt --no-maglev --single-threaded-gc --no-flush-bytecode --min-semi-space-size=64 --initial-heap-size=1024"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium or Chrome, else Playwright's own. Where there is none, the tests fail."""
    # Root in a container has no sandbox; software rendering is the same on every machine.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    args = ["--disable-gpu", f"--js-flags={V8}", *(["--no-sandbox"] if root else [])]
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=run.find_chromium(), args=args)
        except Error as error:
            pytest.fail(f"no Chromium could be started; `python3 run.py test` sees to one.\n{error}", pytrace=False)
        yield chromium
        chromium.close()


# The studio's first steps have been seen: a test that is about something else does not meet them.
EXPERIENCED = "try { localStorage['neuroviz.coach'] ??= 'done' } catch {}"
SETTLED = (Path(__file__).parent / "settled.js").read_text(encoding="utf-8")


def wait_until_idle(page: Page) -> None:
    """Until the page has nothing left to say, to hear, to run or to paint: see settled.js."""
    page.wait_for_function("() => window.settled()", timeout=PATIENCE_MS, polling=100)


class Tabs:
    """Tabs that tests use one after the other. A tab that has shown the app before has its scripts compiled:
    the next page opens there with a third of the work."""

    def __init__(self, browser: Browser, app: Server) -> None:
        self._browser, self._app = browser, app
        self._free: list[Page] = []

    def take(self) -> Page:
        return self._free.pop() if self._free else self.new()

    def new(self, locale: str = "en-US", *, newcomer: bool = False) -> Page:
        """A tab in a context of its own, where no page was open before; a newcomer's knows nothing of the app."""
        context = self._browser.new_context(locale=locale, accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(SETTLED)
        if not newcomer:
            context.add_init_script(EXPERIENCED)
        return context.new_page()

    def give_back(self, page: Page) -> None:
        """As if nobody had been there: what the page has kept is gone, as are its permissions and further tabs."""
        for each in page.context.pages:
            if each != page:
                each.close()
        page.mouse.move(0, 0)
        # A page of the same server on which nothing runs.
        page.goto(f"{self._app.url}/_stcore/health")
        page.evaluate("() => { sessionStorage.clear(); localStorage.clear() }")
        page.context.clear_cookies()
        page.context.clear_permissions()
        self._free.append(page)


@pytest.fixture(scope="session")
def tabs(browser: Browser, app: Server) -> Tabs:
    return Tabs(browser, app)


@dataclass
class Visit:
    """One open page and what went wrong on it.

    shared  whether its tab goes back to `Tabs`
    excuse  an error that says this is meant
    """

    page: Page
    shared: bool
    excuse: str | None = None
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for event, listener in self._listeners():
            self.page.on(event, listener)

    def stop_listening(self) -> None:
        for event, listener in self._listeners():
            self.page.remove_listener(event, listener)

    def _listeners(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        return ("console", self._console), ("pageerror", self._uncaught), ("response", self._response)

    def _uncaught(self, error: Error) -> None:
        self.errors.append(f"uncaught: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        excused = self.excuse is not None and self.excuse in message.text
        if message.type == "error" and not excused and not _not_ours(message.location.get("url", "")):
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not _not_ours(response.url):
            self.errors.append(f"response {response.status}: {response.url}")


def _not_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.hostname in NOT_OURS or bool(PROBES.fullmatch(parts.path)) or parts.path.endswith("favicon.ico")


@pytest.fixture
def still_visit(visit: Callable[..., Page]) -> Callable[..., Page]:
    """`visit` for a visitor who has asked for little movement: nothing plays by itself, and the machine has rest."""
    return partial(visit, reduced_motion="reduce")


@pytest.fixture
def visits(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[list[Visit]]:
    """The pages that a test has open.

    At the end of the test a page with a console error, an uncaught exception or a failed response
    fails it. A page of a failed test is kept in test-results/.
    """
    opened: list[Visit] = []
    yield opened
    errors = [error for each in opened for error in each.errors]
    report = request.node.stash.get(_REPORT, None)
    failed = bool(errors) or report is None or report.failed
    for number, each in enumerate(opened):
        each.stop_listening()
        if failed:
            _keep(each.page, f"{request.node.name}-{number}")
        if each.shared and not failed:
            tabs.give_back(each.page)
        else:
            each.page.context.close()
    assert errors == []


@pytest.fixture
def open_file(browser: Browser, visits: list[Visit]) -> Callable[..., Page]:
    """Opens a file from the disk, in a browser that has no network; what it asks for but itself is an error.

    excuse  what an error may say that the test means to make
    """
    def open_page(
        file: Path, *, theme: str = "light", width: int = 1440, height: int = 900,
        reduced_motion: str = "no-preference", touch: bool = False, excuse: str | None = None,
    ) -> Page:
        context = browser.new_context(
            offline=True, accept_downloads=True, viewport={"width": width, "height": height}, color_scheme=theme,
            reduced_motion=reduced_motion, has_touch=touch, is_mobile=touch,
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        opened = Visit(page, shared=False, excuse=excuse)
        visits.append(opened)
        for event in ("requestfinished", "requestfailed"):
            page.on(event, lambda request: _expect_own(request, file, opened.errors))
        page.goto(file.as_uri())
        return page

    return open_page


def _expect_own(request: Request, file: Path, errors: list[str]) -> None:
    """What the page's own policy stops never leaves the browser; the console says so."""
    if request.url != file.as_uri() and not request.url.startswith(("data:", "blob:")) and request.failure != "csp":
        errors.append(f"request: {request.url} {request.failure or ''}")


@pytest.fixture
def visit(tabs: Tabs, app: Server, visits: list[Visit]) -> Callable[..., Page]:
    """Opens a page in a tab and a session of its own and waits until it is idle.

    path   as in the address; lang=None leaves the language to the browser's locale
    url    of the server, where it is not the shared one
    newcomer  who meets the studio's first steps
    fresh  in a tab where no page was open before: for a test that leaves more behind than a page keeps
    query  further parts of the address, such as doc=... or embed="true"
    """
    def open_page(
        path: str = "", *, lang: str | None = "en", theme: str = "light", width: int = 1440, height: int = 900,
        url: str = app.url, locale: str = "en-US", reduced_motion: str = "no-preference", fresh: bool = False,
        newcomer: bool = False, **query: str,
    ) -> Page:
        shared = not fresh and not newcomer and url == app.url and locale == "en-US"
        page = tabs.take() if shared else tabs.new(locale, newcomer=newcomer)
        visits.append(Visit(page, shared))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion=reduced_motion)
        address = urlencode({**({"lang": lang} if lang else {}), **query})
        page.goto(f"{url}/{path}?{address}" if address else f"{url}/{path}")
        wait_until_idle(page)
        return page

    return open_page


def _keep(page: Page, name: str) -> None:
    """A picture and the HTML of what the test saw last."""
    RESULTS.mkdir(exist_ok=True)
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
    try:
        page.screenshot(path=RESULTS / f"{stem}.png")
        (RESULTS / f"{stem}.html").write_text(page.content(), encoding="utf-8")
    except Error as error:
        # The test's own failure is what must be read, not that its page can no longer be drawn.
        (RESULTS / f"{stem}.txt").write_text(str(error), encoding="utf-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets `visit` see how its test went."""
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
    return report
