"""A real server and a real browser. `visit` opens a page and holds it to making no errors."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, sync_playwright

import run
from tests.browser.server import ROOT, Server, start_server, wait_until_up
from tests.browser.tabs import ANYBODY, PATIENCE_MS, FileTabs, Standing, Tabs, Visitor

if TYPE_CHECKING:
    from tests.browser.studio_driver import Studio

RESULTS = ROOT / "test-results"

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


def wait_until_idle(page: Page) -> None:
    """Until the page has nothing left to say, to hear, to run or to paint: see settled.js."""
    page.wait_for_function("() => window.settled()", timeout=PATIENCE_MS, polling=100)


@pytest.fixture(scope="session")
def tabs(browser: Browser, app: Server) -> Tabs:
    return Tabs(browser, app)


@pytest.fixture(scope="session")
def file_tabs(browser: Browser) -> FileTabs:
    return FileTabs(browser)


@pytest.fixture(scope="session")
def standing() -> Standing:
    return Standing()


@dataclass
class Visit:
    """One open page and what went wrong on it.

    shared    whether its tab goes back to where it comes from
    visitor   whose tab it is
    standing  the address under which it stays open for another test, if it does
    file      what it shows, where that is no page of the app: what it asks for but itself is an error
    touch     whether the file is shown on a telephone
    excuse    an error that says this is meant
    """

    page: Page
    shared: bool
    standing: str | None = None
    visitor: Visitor = ANYBODY
    file: Path | None = None
    touch: bool = False
    excuse: str | None = None
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for event, listener in self._listeners():
            self.page.on(event, listener)

    def stop_listening(self) -> None:
        for event, listener in self._listeners():
            self.page.remove_listener(event, listener)

    def _listeners(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        always = ("console", self._console), ("pageerror", self._uncaught), ("response", self._response)
        if self.file is None:
            return always
        return *always, ("requestfinished", self._request), ("requestfailed", self._request)

    def _uncaught(self, error: Error) -> None:
        self.errors.append(f"uncaught: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        excused = self.excuse is not None and self.excuse in message.text
        if message.type == "error" and not excused and not _not_ours(message.location.get("url", "")):
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not _not_ours(response.url):
            self.errors.append(f"response {response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        """What the page's own policy stops never leaves the browser; the console says so."""
        own = self.file is not None and request.url in {self.file.as_uri(), "about:blank"}
        if not own and not request.url.startswith(("data:", "blob:")) and request.failure != "csp":
            self.errors.append(f"request: {request.url} {request.failure or ''}")


def _not_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.hostname in NOT_OURS or bool(PROBES.fullmatch(parts.path)) or parts.path.endswith("favicon.ico")


@pytest.fixture
def still_visit(visit: Callable[..., Page]) -> Callable[..., Page]:
    """`visit` for a visitor who has asked for little movement: nothing plays by itself, and the machine has rest."""
    return partial(visit, reduced_motion="reduce")


@pytest.fixture
def studio(still_visit: Callable[..., Page]) -> Studio:
    """An English studio in which nothing plays."""
    from tests.browser.studio_driver import quiet_studio  # which knows this module

    return quiet_studio(still_visit)


@pytest.fixture
def standing_visit(visit: Callable[..., Page]) -> Callable[..., Page]:
    """`still_visit` for tests that look at the same page: it is opened once, and each finds it as another has left it,
    in a window of its own size and colours.

    For what changes neither the document nor what the page keeps. Where the player stands, what it is set to, and how
    far the page is scrolled is whatever it was: a test that needs it otherwise brings it there.
    """
    return partial(visit, reduced_motion="reduce", stays=True)


@pytest.fixture
def shared_visit(visit: Callable[..., Page]) -> Callable[..., Page]:
    """`still_visit` for tests that work on the same page: it is opened once, and each finds what another has made.

    Whoever takes it resets the document by the page's own ways first; what can be undone is what others have done.
    """
    return partial(visit, reduced_motion="reduce", stays="worked on")


@pytest.fixture
def visits(
    tabs: Tabs, file_tabs: FileTabs, standing: Standing, request: pytest.FixtureRequest,
) -> Iterator[list[Visit]]:
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
        give_back = (
            partial(tabs.give_back, visitor=each.visitor) if each.file is None
            else partial(file_tabs.give_back, touch=each.touch)
        )
        if failed or not each.shared:
            each.page.context.close()
        elif each.standing is not None:
            standing.leave(each.standing, each.page, give_back)
        else:
            give_back(each.page)
    assert errors == []


@pytest.fixture
def open_file(file_tabs: FileTabs, standing: Standing, visits: list[Visit]) -> Callable[..., Page]:
    """Opens a file from the disk, in a browser that has no network; what it asks for but itself is an error.

    excuse  what an error may say that the test means to make
    stays   see `standing_visit`: a file of the same content may be open already
    """
    def open_page(
        file: Path, *, theme: str = "light", width: int = 1440, height: int = 900, touch: bool = False,
        reduced_motion: str = "no-preference", excuse: str | None = None, stays: bool = False,
    ) -> Page:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        name = f"{content} {reduced_motion} {touch}" if stays else None
        standing_page = standing.take(name) if name is not None else None
        page = standing_page or file_tabs.take(touch)
        visits.append(Visit(page, True, name, file=file, touch=touch, excuse=excuse))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion=reduced_motion)
        if standing_page is None:
            page.goto(file.as_uri())
        return page

    return open_page


@pytest.fixture
def visit(tabs: Tabs, app: Server, standing: Standing, visits: list[Visit]) -> Callable[..., Page]:
    """Opens a page in a tab and a session of its own and waits until it is idle.

    path   as in the address; lang=None leaves the language to the browser's locale
    url    of the server, where it is not the shared one
    newcomer  who meets the studio's first steps
    touch  who has a finger, and no mouse
    stays  see `standing_visit`; pages that are kept for different ends by different words
    query  further parts of the address, such as doc=... or embed="true"
    """
    def open_page(
        path: str = "", *, lang: str | None = "en", theme: str = "light", width: int = 1440, height: int = 900,
        url: str = app.url, locale: str = "en-US", reduced_motion: str = "no-preference", newcomer: bool = False,
        touch: bool = False, stays: bool | str = False, **query: str,
    ) -> Page:
        visitor, shared = Visitor(locale, newcomer, touch), url == app.url
        address = urlencode({**({"lang": lang} if lang else {}), **query})
        address = f"{url}/{path}?{address}" if address else f"{url}/{path}"
        name = f"{address} {visitor} {reduced_motion} {stays}" if stays else None
        standing_page = standing.take(name) if name is not None else None
        page = standing_page or (tabs.take(visitor) if shared else tabs.new(visitor))
        visits.append(Visit(page, shared, name, visitor))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion=reduced_motion)
        if standing_page is None:
            page.goto(address)
        else:
            # It hears of another size in its next frame.
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that look at the same page come one after the other, whichever file they are in: see `standing_visit`."""
    looking = [i for i, item in enumerate(items) if "standing_visit" in getattr(item, "fixturenames", ())]
    ordered = sorted((items[i] for i in looking), key=_looks_at)
    for i, item in zip(looking, ordered, strict=True):
        items[i] = item


def _looks_at(item: pytest.Item) -> tuple[str, ...]:
    call = getattr(item, "callspec", None)
    params = {} if call is None else call.params
    page = getattr(params.get("entry"), "path", params.get("path", ""))
    return *(str(params.get(name, "")) for name in ("present", "dataset")), page, *(
        str(params.get(name, "")) for name in ("lang", "width")), item.path.name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets `visit` see how its test went."""
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
    return report
