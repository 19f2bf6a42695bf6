"""The studio on a wall, on a telephone, and without a mouse."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.neuron_driver import PANELS as NEURON_PANELS
from tests.browser.neuron_driver import NeuronDesk
from tests.browser.studio_driver import PANELS, STAGE, quiet_studio
from tests.viz.studio.scenes import LARGEST

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


# --- the projector ---------------------------------------------------------------------------------

@each_language
def test_the_projector_shows_graph_equation_and_player_and_nothing_else(still_visit: Visit, lang: str) -> None:
    studio = quiet_studio(still_visit, lang, present="1", width=1280, height=720)
    page = studio.page
    for part in (studio.graph, studio.equation, studio.caption, studio.player("play"), studio.player("scrub")):
        expect(part).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(0)
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    for widget in ("stSelectbox", "stSlider", "stTextInput", "stButtonGroup", "stFileUploader"):
        expect(page.get_by_test_id(widget)).to_have_count(0)
    expect(page.get_by_test_id("stHeader")).not_to_be_visible()
    assert studio.too_wide() <= 1
    studio.player("play").click()
    studio.expect_playing()
    page.wait_for_selector(f"{STAGE}[data-phase=travel]")
    size = studio.equation.evaluate("node => parseFloat(getComputedStyle(node.querySelector('.nv-line')).fontSize)")
    assert size >= 24, "it must be read from the last row"


@each_language
def test_on_the_projector_the_two_neurons_need_no_scrolling(standing_visit: Visit, lang: str) -> None:
    """On either wall; the first one is what the page opens on in one language, the second in the other."""
    walls = [(1280, 720), (1920, 1080)][:: 1 if lang == "en" else -1]
    page = standing_visit("neuron", lang=lang, present="1", width=walls[0][0], height=walls[0][1])
    expect(page.get_by_test_id("player-play")).to_be_visible()
    for width, height in walls:
        page.set_viewport_size({"width": width, "height": height})
        wait_until_idle(page)
        too_tall = page.evaluate("""() => { const main = document.querySelector('[data-testid="stMain"]')
            return main.scrollHeight - main.clientHeight }""")
        assert too_tall <= 1, (width, height)


CUT = """chooser => {
    const names = [...chooser.querySelectorAll('[role=radio]')]
    return names.filter(each => {
        const box = each.getBoundingClientRect(), range = document.createRange()
        range.selectNodeContents(each)
        const words = range.getBoundingClientRect()
        if (words.left < box.left - 1 || words.right > box.right + 1) return true
        for (let around = each.parentElement; around; around = around.parentElement) {
            const b = around.getBoundingClientRect(), {overflowX} = getComputedStyle(around)
            if (overflowX !== 'visible' && (box.left < b.left - 1 || box.right > b.right + 1)) return true
        }
        return box.left < 0 || box.right > innerWidth || box.height < 20
    }).map(each => each.innerText).concat(names.length < 4 ? ['no chooser'] : [])
}"""
CHOOSERS = {"studio": "studio.panel", "training": "training.panel"}


@each_language
@pytest.mark.parametrize("path", CHOOSERS)
def test_every_panel_can_be_chosen_in_a_narrow_window(standing_visit: Visit, path: str, lang: str) -> None:
    page, t = standing_visit(path, lang=lang, width=1024, height=768), LANGUAGES[lang]
    first = page.get_by_role("radio", name=next(iter(t.under(CHOOSERS[path]).values())), exact=True)
    chooser = page.get_by_test_id("stButtonGroup").filter(has=first)
    expect(chooser).to_be_visible()
    assert chooser.evaluate(CUT) == []
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth") <= 0


def test_a_wide_window_is_used_up_to_where_the_eye_would_wander(standing_visit: Visit) -> None:
    page = standing_visit("studio")
    for window, wide in ((1600, 1600), (1920, 1920), (2560, 2200)):
        page.set_viewport_size({"width": window, "height": 1080})
        wait_until_idle(page)
        block = page.get_by_test_id("stMainBlockContainer").bounding_box()
        picture = page.get_by_test_id("network-graph").bounding_box()
        assert block is not None
        assert picture is not None
        assert block["width"] == pytest.approx(wide, abs=20)
        assert block["x"] == pytest.approx((window - block["width"]) / 2, abs=20), "in the middle"
        assert 0.6 < picture["width"] / block["width"] < 0.75, "of it, the picture has most"


@each_language
def test_nothing_of_the_neurons_panels_is_cut_off(still_visit: Visit, lang: str) -> None:
    """What is wider than its column is cut by it, and no scroll bar says so."""
    pair = NeuronDesk(still_visit("neuron", lang=lang, width=1024, height=768), lang)
    pair.quiet()
    for panel, width in itertools.product(NEURON_PANELS, (1024, 1440)):
        if width == 1024:
            pair.panel(panel)
        pair.page.set_viewport_size({"width": width, "height": 768})
        pair.settled()
        cut = pair.page.evaluate("""() => [...document.querySelectorAll(
                '[data-testid="stMain"] :is([data-testid="stTextInput"], [data-testid="stSlider"], button)')]
            .filter(each => !each.closest('.nv-scroll') && each.getBoundingClientRect().width > 1)
            .filter(each => {
                const {left, right} = each.getBoundingClientRect()
                for (let box = each.parentElement; box; box = box.parentElement) {
                    if (getComputedStyle(box).overflowX === 'visible') continue
                    const around = box.getBoundingClientRect()
                    if (right > around.right + 1 || left < around.left - 1) return true
                }
                return false
            })
            .map(each => each.innerText || each.getAttribute('aria-label') || each.className)""")
        assert cut == [], (panel, width)


def test_into_the_projector_and_out_by_the_button(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.drag_edge(1, 0, 0, up=37, share=0.3)
    before = studio.json()
    studio.keyed("studio.present").get_by_role("button").click()
    expect(studio.page.get_by_role("heading", level=1)).to_have_count(0)
    studio.ready()
    assert asked(studio.page)["present"] == ["1"]
    assert asked(studio.page)["lang"] == ["en"]
    studio.page.mouse.move(300, 300)
    studio.page.mouse.move(320, 320)
    studio.page.get_by_test_id("present-leave").click()
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.studio.heading"))
    studio.ready()
    assert "present" not in asked(studio.page)
    assert studio.json() == before
    normal = studio.equation.evaluate("node => parseFloat(getComputedStyle(node.querySelector('.nv-line')).fontSize)")
    assert normal < 24, "the large type belongs to the projector"


def test_out_of_the_projector_by_escape(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit, present="1")
    studio.stage.focus()
    studio.page.keyboard.press("Escape")
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.studio.heading"))
    studio.ready()
    assert "present" not in asked(studio.page)


def test_on_the_projector_the_network_can_be_edited(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit, present="1")
    studio.mark()
    studio.changes(lambda: studio.drag_edge(1, 0, 0, up=40, share=0.3))
    assert studio.document().layers != PRESETS["fruit"].document.layers
    studio.expect_marked()
    studio.undo()
    studio.expect_marked()


def test_a_shared_link_opens_on_the_projector(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit, present="1", doc=codec.to_link(PRESETS["article"].document))
    expect(studio.equation).to_contain_text("tanh(3·7 + 4·8 + 6) = tanh(59) = 1.0000")


# --- the telephone -----------------------------------------------------------------------------------

@each_language
def test_on_a_telephone_no_panel_scrolls_sideways(still_visit: Visit, lang: str) -> None:
    studio = quiet_studio(still_visit, lang, width=390, height=844)
    assert studio.too_wide() <= 1
    for panel in PANELS:
        studio.panel(panel)
        assert studio.too_wide() <= 1, panel
        cut = studio.page.evaluate("""() =>
            [...document.querySelectorAll('[data-testid="stMain"] :is(h1, h2, h3, button, select, input)')]
                .filter(e => !e.closest('.nv-scroll'))
                .map(e => [e.innerText || e.getAttribute('aria-label') || e.tagName, e.getBoundingClientRect()])
                .filter(([, box]) => box.width > 1 && (box.right > innerWidth + 1 || box.left < -1))
                .map(([text]) => text)
        """)
        assert cut == [], panel


def test_on_a_telephone_the_widest_network_fits(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit, width=390, height=844)
    studio.panel("file")
    studio.open_document(LARGEST)
    for panel in PANELS:
        studio.panel(panel)
        assert studio.too_wide() <= 1, panel
    box = studio.graph.bounding_box()
    assert box is not None
    for layer in (0, 9):
        for neuron in (0, 31):
            x, y = studio.neuron(layer, neuron)
            box = studio.graph.bounding_box()
            assert box["x"] <= x <= box["x"] + box["width"]
            assert box["y"] <= y <= box["y"] + box["height"]


def test_on_a_telephone_the_projector_fits(still_visit: Visit) -> None:
    assert quiet_studio(still_visit, present="1", width=390, height=844).too_wide() <= 1


# --- without a mouse -------------------------------------------------------------------------------------

def test_tab_reaches_and_shows_everything_and_keys_change_the_panel(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    page = studio.page
    reached: set[str] = set()
    # Round the whole page: the walk begins in the middle of it.
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("""() => {
            const e = document.activeElement
            if (e.classList.contains('nv-stage')) return 'graph'
            const key = e.closest('[class*="st-key-studio-"]')?.className.match(/st-key-(studio-[a-z_]+)/)?.[1]
            return e.dataset.testid?.startsWith('player-') ? e.dataset.testid : key ?? e.tagName
        }"""))
    controls = {f"player-{name}" for name in ("first", "back", "play", "forward", "last", "loop", "scrub", "speed")}
    assert {"graph", "studio-preset", "studio-panels", "studio-size", "studio-present"} <= reached
    assert {"studio-add"} <= reached, "the panels' own fields too"
    assert controls | {"player-unit", "player-auto"} <= reached
    # What has the focus can be seen.
    studio.player("first").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    studio.stage.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("() => document.activeElement.classList.contains('nv-stage')")
    assert studio.stage.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    # A panel is chosen by keys, too.
    page.get_by_role("radio", name=studio.t("studio.panel.network"), exact=True).focus()
    page.keyboard.press("ArrowRight")
    if studio.panel_shown() != "weights":
        page.keyboard.press("Space")
    studio.settled()
    assert studio.panel_shown() == "weights"
    expect(studio.table()).to_be_visible()
