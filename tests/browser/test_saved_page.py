"""The page that the studio saves: what it opens with, what it leaves out, and what it cannot be made to do."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from neuroviz.document import Document
from neuroviz.document.presets import FIRST, worded
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.network_canvas import saved_page
from neuroviz.viz.palette import PALETTES, rgb
from tests.browser.axe import expect_accessible
from tests.browser.boxes import overlaps, texts
from tests.browser.drawn import differences, drawn
from tests.browser.studio_driver import STAGE, SavedPage, Studio
from tests.viz.studio.scenes import LARGEST

pytestmark = pytest.mark.thorough

Opener = Callable[..., Page]
FRUIT = worded(FIRST, LANGUAGES["en"])

each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_theme = pytest.mark.parametrize("theme", PALETTES)


@pytest.fixture
def saved(open_file: Opener, tmp_path: Path) -> Callable[..., SavedPage]:
    """Opens the page of a document, for a visitor who has asked for little movement."""
    def open_saved(
        document: Document = FRUIT, lang: str = "en", theme: str = "light", **options: object
    ) -> SavedPage:
        file = tmp_path / "neuroviz.html"
        file.write_bytes(saved_page(document, LANGUAGES[lang], theme))
        # What most tests look at is opened once.
        page = SavedPage(open_file(file, reduced_motion="reduce", stays=document is FRUIT, **options), lang)
        page.stage.focus()
        page.page.keyboard.press("Escape")
        return page

    return open_saved


# --- saving ----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("lang", "theme"), [("en", "dark"), ("zh", "light")])
def test_what_is_saved_plays_by_itself_without_the_app(
    visit: Opener, open_file: Opener, tmp_path: Path, lang: str, theme: str
) -> None:
    studio = Studio(visit("studio", lang=lang, theme=theme, reduced_motion="reduce"), lang)
    studio.quiet()
    studio.click_edge(2, 0, 1, 0.2)
    studio.changes(lambda: studio.type_value("1/3"))
    studio.player("last").click()
    shown = studio.equation.inner_text()
    studio.panel("file")
    with studio.page.expect_download() as waiting:
        studio.keyed("studio.export").get_by_role("button").click()
    assert waiting.value.suggested_filename == "neuroviz.html"
    file = tmp_path / "neuroviz.html"
    waiting.value.save_as(file)
    page = SavedPage(open_file(file), lang)
    # It begins by itself, as the app does.
    page.page.wait_for_selector(f"{STAGE}[data-phase=travel]")
    page.quiet()
    assert page.equation.inner_text() == shown
    expect(page.page.get_by_test_id("inspector-value")).to_have_text("= 0.3333333333333333")
    title = page.t("studio.export.title", sizes="3-4-3")
    expect(page.page).to_have_title(title)
    expect(page.page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.page.locator("html")).to_have_attribute("lang", page.t("player.html_lang"))
    ground = page.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb({}, {}, {})".format(*rgb(PALETTES[theme].paper))


# --- looking, and no more --------------------------------------------------------------------------

@each_language
def test_a_click_shows_a_parts_number_and_its_equation(saved: Callable[..., SavedPage], lang: str) -> None:
    page = saved(worded(FIRST, LANGUAGES[lang]), lang)
    page.quiet()
    value = page.page.get_by_test_id("inspector-value")
    inspector = page.page.get_by_test_id("inspector")
    expect(inspector).to_contain_text(page.t("player.nothing"))
    page.click_neuron(1, 2)
    # What could be dragged in the studio can be chosen here.
    here = list(page.neuron(1, 2))
    cursor = page.page.evaluate("([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor", here)
    assert cursor == "pointer"
    expect(value).to_have_text("= 0.2")
    expect(inspector).to_contain_text(page.t("player.bias", name="h₃"))
    expect(page.equation.locator(".nv-who")).to_have_text("h₃")
    assert page.selected() == [(1, page.heights(1)[2])]
    page.click_edge(2, 0, 1, 0.2)
    expect(value).to_have_text("= 2.4")
    # As long as it is selected, also where everything is drawn anew.
    page.page.set_viewport_size({"width": 1000, "height": 900})
    page.page.wait_for_function("() => document.querySelector('.nv-graph')._fullLayout.width < 1000")
    page.settled()
    assert page.selected() == [(1, page.heights(1)[1]), (2, page.heights(2)[0])]
    page.page.mouse.click(*page.place(2.25, page.range()[2] + 0.1))
    expect(inspector).to_contain_text(page.t("player.nothing"))
    assert page.selected() == []


@each_language
def test_on_a_telephone_the_hint_stands_above_the_equation(saved: Callable[..., SavedPage], lang: str) -> None:
    page = saved(lang=lang, width=390, height=844)
    page.player("last").click()
    page.settled()
    written = texts(page.page, ".nv-inspector, .nv-equation")
    assert len(written) > 4
    assert overlaps(written) == []


def test_keys_choose_and_let_go_and_change_nothing(saved: Callable[..., SavedPage]) -> None:
    page = saved()
    page.quiet()
    value, press = page.page.get_by_test_id("inspector-value"), page.page.keyboard.press
    page.stage.focus()
    for key in ("]", "]", "]", "]", "}"):
        press(key)
    expect(value).to_have_text("= 1.5")
    before = page.equation.inner_text()
    for key in ("ArrowUp", "Shift+ArrowDown", "Control+z", "Control+y"):
        press(key)
    page.drag_edge(1, 0, 0, up=40, share=0.3)
    expect(value).to_have_text("= 1.5")
    assert page.equation.inner_text() == before
    assert not page.overlay()["on"]
    press("Escape")
    expect(page.page.get_by_test_id("inspector")).to_contain_text(page.t("player.nothing"))


def test_nothing_is_offered_that_needs_a_server(saved: Callable[..., SavedPage]) -> None:
    page = saved()
    for name in ("undo", "redo", "reset", "auto"):
        expect(page.player(name)).to_have_count(0)
    expect(page.field).to_have_count(0)
    expect(page.slider).to_have_count(0)
    page.click_neuron(1, 2)
    # Nor does anything wait for an answer that nobody gives.
    assert page.page.locator(".nv-canvas").get_attribute("data-pending") in (None, "0")
    words = page.page.locator("main").inner_text()
    for other in ("player.keys", "player.keys_selected"):
        assert page.t(other) not in words


def test_nearer_and_farther(saved: Callable[..., SavedPage]) -> None:
    page = saved()
    whole = page.range()
    page.stage.hover()
    page.page.locator(f'.modebar-btn[data-title="{page.t("player.nearer")}"]').click()
    page.page.wait_for_function(
        "([low]) => document.querySelector('.nv-graph')._fullLayout.xaxis.range[0] > low", arg=whole
    )
    page.page.locator(f'.modebar-btn[data-title="{page.t("player.whole")}"]').click()
    page.page.wait_for_function(
        "([low]) => document.querySelector('.nv-graph')._fullLayout.xaxis.range[0] === low", arg=whole
    )
    with page.page.expect_download() as waiting:
        page.page.locator(f'.modebar-btn[data-title="{page.t("player.picture")}"]').click()
    assert Image.open(waiting.value.path()).size[0] > 600


# --- in another window -------------------------------------------------------------------------------

PARTS = (".nv-stage", ".nv-legend", ".nv-player", ".nv-caption", ".nv-equation", ".nv-curve")


@pytest.mark.thorough
def test_a_window_that_changes_while_it_plays_is_filled_and_the_play_goes_on(
    open_file: Opener, tmp_path: Path,
) -> None:
    file = tmp_path / "neuroviz.html"
    file.write_bytes(saved_page(FRUIT, LANGUAGES["en"], "light"))
    page, sizes = SavedPage(open_file(file, width=1440)), [(900, 700), (1440, 900), (820, 1000)]
    page.player("loop").click()
    for width, height in sizes:
        page.page.wait_for_selector(f"{STAGE}[data-phase=travel]")
        page.page.set_viewport_size({"width": width, "height": height})
        page.page.wait_for_function(
            "() => document.querySelector('.nv-graph')._fullLayout.width === document.querySelector('main').clientWidth"
        )
        page.page.wait_for_selector(f"{STAGE}:not([data-phase=travel])")
        page.expect_playing()
    page.quiet()
    resized = drawn(page.page)
    page.page.reload()
    page.ready()
    page.quiet()
    assert differences(resized, drawn(page.page)) == [], "no edge has come off its neuron"
    assert page.page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1440, 900)])
def test_all_that_belongs_together_is_in_one_window_and_fills_it(
    saved: Callable[..., SavedPage], width: int, height: int,
) -> None:
    page = saved(width=width, height=height)
    page.player("last").click()
    page.settled()
    assert page.page.evaluate("() => document.scrollingElement.scrollTop") == 0
    boxes = {part: page.page.locator(part).first.bounding_box() for part in PARTS}
    lowest = 0.0
    for part, box in boxes.items():
        assert box is not None, part
        assert box["height"] > 0, part
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part
        lowest = max(lowest, box["y"] + box["height"])
    assert 0.8 * height < lowest <= height, boxes


# --- where it is opened ----------------------------------------------------------------------------

@each_language
def test_on_a_telephone_it_fits_and_a_finger_selects(saved: Callable[..., SavedPage], lang: str) -> None:
    page = saved(FRUIT, lang, width=390, touch=True)
    page.quiet()
    assert page.page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth") <= 0
    page.page.touchscreen.tap(*page.neuron(1, 1))
    expect(page.equation.locator(".nv-who")).to_have_text("h₂")
    page.player("first").tap()
    page.expect_step(0)
    page.player("play").tap()
    page.expect_playing()


@each_theme
def test_it_is_there_for_a_screen_reader(saved: Callable[..., SavedPage], theme: str) -> None:
    page = saved(theme=theme)
    page.quiet()
    expect_accessible(page.page)
    page.click_neuron(1, 2)
    expect_accessible(page.page)


def test_the_widest_network_fits(saved: Callable[..., SavedPage]) -> None:
    page = saved(LARGEST, width=390, touch=True)
    assert page.page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth") <= 0


@each_theme
def test_on_paper_there_are_picture_equation_and_no_buttons(saved: Callable[..., SavedPage], theme: str) -> None:
    page = saved(theme=theme)
    page.quiet()
    screen = page.graph.bounding_box()
    page.page.emulate_media(media="print")
    page.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    paper_px = 180 / 25.4 * 96
    page.page.wait_for_function(
        "most => document.querySelector('.nv-graph')._fullLayout.width <= most", arg=round(paper_px) + 1
    )
    for part in (page.graph, page.caption, page.equation, page.page.get_by_test_id("matrix")):
        expect(part).to_be_visible()
        box = part.bounding_box()
        assert box is not None
        assert box["width"] <= paper_px + 1
    expect(page.player("play")).to_be_hidden()
    assert page.page.pdf().startswith(b"%PDF")
    page.page.emulate_media(media="screen")
    page.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.page.wait_for_function("width => document.querySelector('.nv-graph')._fullLayout.width === width",
                                arg=round(screen["width"]) if screen else 0)
    expect(page.player("play")).to_be_visible()


def test_it_plays_where_the_browser_denies_it_storage(open_file: Opener, tmp_path: Path) -> None:
    """In a course page's frame without rights of its own, say."""
    page_file, frame = tmp_path / "neuroviz.html", tmp_path / "frame.html"
    page_file.write_bytes(saved_page(FRUIT, LANGUAGES["en"], "light"))
    frame.write_text(
        "<!DOCTYPE html><title>frame</title><iframe sandbox='allow-scripts' width=1200 height=800></iframe>", "utf-8"
    )
    page = open_file(frame, reduced_motion="reduce")
    page.evaluate(
        "source => { document.querySelector('iframe').srcdoc = source }", page_file.read_text("utf-8")
    )
    inside = page.frame_locator("iframe")
    expect(inside.locator(".nv-graph[data-rev]")).to_be_visible()
    inside.get_by_test_id("player-speed").select_option("4")
    inside.get_by_test_id("player-first").click()
    expect(inside.locator(STAGE)).to_have_attribute("data-step", "0")


# --- what it must not do ---------------------------------------------------------------------------

HOSTILE = (
    "</script><script>w=1</script>", "<!--<script>", "<img src=x onerror=w=1>", "\"'`${w=1}\u2028\u2029\\",
    "<a href='javascript:w=1'>a</a>", "&lt;b&gt;&amp;", "]]></style><b>",
)


@pytest.mark.parametrize("names", [HOSTILE[:3], HOSTILE[3:6], HOSTILE[4:]], ids=["scripts", "attributes", "markup"])
def test_a_name_is_a_name(saved: Callable[..., SavedPage], names: tuple[str, str, str]) -> None:
    first, second, third = (name[:24] for name in names)
    page = saved(replace(FRUIT, input_names=(first, second, third), output_names=(first, second, third)))
    page.quiet()
    assert page.page.evaluate("() => typeof w") == "undefined"
    expect(page.page.locator("main :is(img, a, script, b b)")).to_have_count(0)
    expect(page.page.locator("script")).to_have_count(4)
    for number, name in enumerate((first, second, third)):
        page.click_neuron(2, number)
        expect(page.equation.locator(".nv-who")).to_have_text(name, use_inner_text=False)
        page.click_neuron(0, number)
        expect(page.page.get_by_test_id("inspector")).to_contain_text(page.t("player.input", name=name))


def test_nothing_else_can_run_in_it_or_be_fetched(open_file: Opener, tmp_path: Path) -> None:
    """Also where somebody has written into the file."""
    file = tmp_path / "neuroviz.html"
    whole = saved_page(FRUIT, LANGUAGES["en"], "light").decode()
    foreign = (
        "<script>window.w = 1</script><b id=b onclick='window.w = 2'>b</b>"
        "<img src='https://example.org/a.png'><link rel=stylesheet href='https://example.org/a.css'>"
    )
    assert whole.count("<main>") == 1
    file.write_text(whole.replace("<main>", f"<main>{foreign}"), "utf-8")
    stopped: list[tuple[str, str | None]] = []
    page = open_file(file, reduced_motion="reduce", excuse="Content Security Policy")
    page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
    page.reload()
    SavedPage(page).quiet()
    page.locator("#b").click()
    assert page.evaluate("() => typeof window.w") == "undefined"
    assert sorted(stopped) == [("https://example.org/a.css", "csp"), ("https://example.org/a.png", "csp")]


def test_a_dark_page_is_dark_where_the_browser_draws(saved: Callable[..., SavedPage]) -> None:
    page = saved(theme="dark")
    box = page.player("scrub").bounding_box()
    assert box is not None
    page.player("first").click()
    right = {"x": box["x"] + 0.6 * box["width"], "y": box["y"], "width": 0.35 * box["width"], "height": box["height"]}
    picture = Image.open(io.BytesIO(page.page.screenshot(clip=right))).convert("L")
    assert picture.getextrema()[1] < 200
