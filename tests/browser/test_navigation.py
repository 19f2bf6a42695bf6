"""Every page, in every language, on a warm and on a cold server, on a telephone, and for a screen reader."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES, PageEntry
from tests.browser.axe import expect_accessible
from tests.browser.conftest import Server, Tabs, wait_until_idle
from tests.browser.conftest import Visit as Watched
from tests.examples import EVERYTHING

Visit = Callable[..., Page]

LISTED = [entry for entry in PAGES if entry.listed]
each_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def heading(entry: PageEntry, lang: str) -> str:
    return LANGUAGES[lang](f"page.{entry.key}.heading")


def expect_page(page: Page, entry: PageEntry, lang: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading(entry, lang))
    address = urlsplit(page.url)
    assert address.path == f"/{entry.path}"
    assert parse_qs(address.query)["lang"] == [lang]
    expect(page.get_by_test_id("stException")).to_have_count(0)


def switch_language(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()


def expect_sound(page: Page, entry: PageEntry, lang: str) -> None:
    """The page, whole: in its language, with nothing cut off and nothing that scrolls sideways."""
    expect_page(page, entry, lang)
    # The article shows an error of its own: it is what it is about.
    if entry.key != "article":
        expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    text = page.get_by_test_id("stMain").inner_text()
    assert not re.search(r"\{[a-z_]+\}", text), "a placeholder was not filled in"
    sections = {key.split(".")[0] for key in LANGUAGES[lang].words}
    assert not re.search(rf"\b({'|'.join(sections)})\.[a-z_]+\.[a-z_]+", text), "a key was shown as it is"
    # Nothing scrolls sideways.
    wider = page.evaluate("""() =>
        [document.documentElement, document.querySelector('[data-testid="stMain"]')]
            .map(box => box.scrollWidth - box.clientWidth)
    """)
    assert max(wider) <= 1, wider
    # What is cut off by a box that cannot be scrolled is lost as well.
    cut = page.evaluate("""() =>
        // The input of one of Streamlit's sliders is never seen: it lies as wide as the track under the thumb.
        [...document.querySelectorAll('[data-testid="stMain"] :is(h1, h2, h3, button, input)')]
            .filter(e => !e.closest('[data-testid="stSlider"]'))
            .map(e => [e.innerText || e.getAttribute('aria-label') || e.tagName, e.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && box.right > innerWidth + 1)
            .map(([text]) => text)
    """)
    assert cut == []


@each_page
def test_a_page_opens_speaks_both_languages_and_fits_a_telephone(still_visit: Visit, entry: PageEntry) -> None:
    page = still_visit(entry.path, lang="en")
    expect_sound(page, entry, "en")
    switch_language(page, "中文")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading(entry, "zh"))
    wait_until_idle(page)
    expect_sound(page, entry, "zh")
    # A page that opens on a telephone: test_phone.py.
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wait_until_idle(page)
    expect_sound(page, entry, "zh")


@pytest.mark.thorough
@each_page
def test_a_page_is_whole_in_the_dark(standing_visit: Visit, entry: PageEntry) -> None:
    page = standing_visit(entry.path, theme="dark")
    expect_sound(page, entry, "en")
    expect_accessible(page)
    if entry.key in WITH_A_TRACK:
        expect_dark_track(page)


WITH_A_TRACK = {"studio", "neuron", "descent", "training", "overfitting", "digits"}
BRIGHT = 200


def expect_dark_track(page: Page) -> None:
    """What is left of a slider's track is as dark as the page. A browser that finds the accent too dark draws a slider
    as for a white page."""
    page.wait_for_selector("[data-testid=player-scrub]")
    # Where nothing moves, what is learnt is shown at its end.
    page.get_by_test_id("player-scrub").press("Home")
    box = page.get_by_test_id("player-scrub").bounding_box()
    assert box is not None
    right = {"x": box["x"] + 0.6 * box["width"], "y": box["y"], "width": 0.35 * box["width"], "height": box["height"]}
    picture = Image.open(io.BytesIO(page.screenshot(clip=right))).convert("L")
    assert picture.getextrema()[1] < BRIGHT


# What must not be seen in any frame while a page comes.
WATCH = """
  window.nvSeen = new Set()
  const visible = (element) => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && box.right > 1 && element.checkVisibility({visibilityProperty: true, opacityProperty: true})
  }
  const look = () => {
    for (const list of document.querySelectorAll("[data-testid=stSidebarNav], [data-testid=stSidebarNavLink]"))
      if (visible(list)) window.nvSeen.add("a list of files at the side")
    // The chart that makes Plotly load: no room for it, not even before the page's style has come.
    for (const place of document.querySelectorAll("[class*=st-key-neuroviz_hidden]"))
      if (place.getBoundingClientRect().height > 2) window.nvSeen.add("room for a bare axis")
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
"""


@pytest.mark.thorough
@pytest.mark.parametrize("entry", PAGES if EVERYTHING else PAGES[:2], ids=lambda entry: entry.key)
def test_the_first_page_of_a_cold_server_opens_and_shows_nothing_that_is_not_meant(
    tabs: Tabs, cold_app: Callable[[], Server], entry: PageEntry,
) -> None:
    """The first visitor after a restart may come to any page: Streamlit then runs it without app.py."""
    page = tabs.new()
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(WATCH)
    watched = Watched(page, shared=False)
    page.goto(f"{cold_app().url}/{entry.path}?lang=zh")
    wait_until_idle(page)
    expect_page(page, entry, "zh")
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(len(LISTED))
    expect(page.locator("[class*=st-key-neuroviz_plotly]")).to_have_count(1)
    assert page.evaluate("[...window.nvSeen]") == []
    assert watched.errors == []
    page.context.close()


@pytest.mark.thorough
def test_the_language_goes_along_to_the_next_page(still_visit: Visit) -> None:
    page = still_visit("", lang="zh")
    for entry in (*LISTED[1:], LISTED[0]):
        page.get_by_test_id("stTopNavLink").filter(has_text=LANGUAGES["zh"](f"page.{entry.key}")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading(entry, "zh"))
        wait_until_idle(page)
        expect_page(page, entry, "zh")


@pytest.mark.thorough
@pytest.mark.parametrize(("locale", "lang"), [("zh-TW", "zh"), ("de-DE", "en")])
def test_the_browsers_language_is_the_first(still_visit: Visit, locale: str, lang: str) -> None:
    """tests/i18n/test_languages.py tries all kinds of wishes; here the browser is one who has some."""
    expect_page(still_visit("", lang=None, locale=locale), PAGES[0], lang)


def test_an_unknown_language_falls_back(still_visit: Visit) -> None:
    expect_page(still_visit("", lang="xx"), PAGES[0], "en")


@each_language
def test_homes_button_leads_to_the_studio(still_visit: Visit, lang: str) -> None:
    page = still_visit("", lang=lang)
    page.get_by_role("button", name=LANGUAGES[lang]("home.begin")).click()
    studio = next(entry for entry in PAGES if entry.key == "studio")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading(studio, lang))
    wait_until_idle(page)
    expect_page(page, studio, lang)


@pytest.mark.thorough
def test_back_and_forward(still_visit: Visit) -> None:
    page = still_visit("")
    for entry in PAGES[1:3]:
        page.get_by_test_id("stTopNavLink").filter(has_text=LANGUAGES["en"](f"page.{entry.key}")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading(entry, "en"))
        wait_until_idle(page)
    for step, entry in ((page.go_back, PAGES[1]), (page.go_back, PAGES[0]), (page.go_forward, PAGES[1])):
        step()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading(entry, "en"))
        wait_until_idle(page)
        expect_page(page, entry, "en")


@pytest.mark.thorough
@pytest.mark.parametrize("entry", PAGES[1::3], ids=lambda entry: entry.key)
def test_a_page_can_be_embedded(still_visit: Visit, entry: PageEntry) -> None:
    """In a course page's frame, say; the language can be changed there and the page stays embedded."""
    page = still_visit(entry.path, embed="true")
    expect_page(page, entry, "en")
    switch_language(page, "中文")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading(entry, "zh"))
    wait_until_idle(page)
    assert parse_qs(urlsplit(page.url).query) == {"embed": ["true"], "lang": ["zh"]}


class Held:
    """Between a page and its server: from `hold` on, the server's messages wait until `release`."""

    def __init__(self, page: Page) -> None:
        self._page, self._waiting, self._holding, self.runs = page, [], False, 0
        page.route_web_socket("**/_stcore/stream", self._between)

    def _between(self, browser: WebSocketRoute) -> None:
        self._browser, server = browser, browser.connect_to_server()
        server.on_message(self._pass)

    def _pass(self, message: str | bytes) -> None:
        if not self._holding:
            self._browser.send(message)
            return
        self._waiting.append(message)
        said = ForwardMsg.FromString(message) if isinstance(message, bytes) else ForwardMsg()
        self.runs += said.HasField("script_finished") and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def hold(self) -> None:
        self._holding = True

    def wait_for_runs(self, runs: int) -> None:
        """Until so many runs of the whole script, or of a part of it, have ended since `hold`."""
        while self.runs < runs:
            self._page.wait_for_timeout(20)

    def release(self) -> None:
        self._holding = False
        for message in self._waiting:
            self._browser.send(message)


def test_who_leaves_and_comes_back_before_the_answers_arrive_finds_the_page(still_visit: Visit) -> None:
    page = still_visit("studio", fresh=True)
    held = Held(page)
    page.reload()
    wait_until_idle(page)
    held.hold()
    for runs, key in enumerate(("activations", "article", "questions", "studio"), start=1):
        page.get_by_test_id("stTopNavLink").filter(has_text=LANGUAGES["en"](f"page.{key}")).first.click()
        held.wait_for_runs(runs)
    held.release()
    wait_until_idle(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-testid=network-graph][data-rev]")).to_be_visible()
