"""What is said in the same moment is all done and seen: Streamlit makes one message of it, for one part of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.studio_driver import Studio, quiet_studio

Visit = Callable[..., Page]
EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]
FRUIT = PRESETS["fruit"].document

AT_ONCE = """node => {
    const canvas = document.querySelector(".nv-stage")
    canvas.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true}))
    node.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}))
    node.click()
}"""
"""A weight is moved by a key, and something is pressed before the browser has come round to say so."""


def in_the_same_moment(studio: Studio, pressed: Locator) -> None:
    studio.click_edge(1, 0, 0, 0.3)
    studio.stage.focus()
    pressed.evaluate(AT_ONCE)
    studio.settled()


def expect_moved(studio: Studio) -> None:
    studio.ready()
    assert studio.document().layers[0].weights[0][0] == pytest.approx(FRUIT.layers[0].weights[0][0] + 0.1)


def test_the_projector(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    in_the_same_moment(studio, studio.keyed("studio.present").get_by_role("button"))
    expect(studio.page.locator(".nv-canvas.nv-present")).to_have_count(1)
    expect(studio.page.get_by_test_id("stTopNavLink")).to_have_count(0)
    expect_moved(studio)


def test_the_way_to_the_other_neuron(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    page = studio.page
    in_the_same_moment(studio, studio.keyed("studio.compare").get_by_role("button"))
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("page.neuron.heading"))
    wait_until_idle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text=EN("page.studio")).click()
    expect_moved(studio)


def test_another_language(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    page = studio.page
    in_the_same_moment(studio, studio.keyed("shell.language").get_by_role("radio").last)
    expect(page.get_by_role("heading", level=1)).to_have_text(ZH("page.studio.heading"))
    expect(page.get_by_test_id("stTopNavLink").last).to_contain_text(ZH("page.teaching"))
    expect_moved(studio)


def test_another_panel(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    in_the_same_moment(studio, studio.page.get_by_role("radio", name=EN("studio.panel.weights"), exact=True))
    assert studio.panel_shown() == "weights"
    # What the panel shows is what was moved.
    assert float(studio.cell(0, 0).input_value()) == pytest.approx(FRUIT.layers[0].weights[0][0] + 0.1)
    expect_moved(studio)


def test_a_layer_more(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    in_the_same_moment(studio, studio.keyed("studio.add").get_by_role("button"))
    assert len(studio.document().layers) == len(FRUIT.layers) + 1
    assert len(studio.document().sizes) == studio.keyed("studio.layers").get_by_role("radio").count()


def test_the_way_into_the_studio(still_visit: Visit) -> None:
    page = still_visit("")
    page.locator(".nv-canvas").focus()
    page.get_by_role("button", name=EN("home.begin")).evaluate(AT_ONCE)
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("page.studio.heading"))


def test_what_is_typed_and_the_button_that_uses_it(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.panel("weights")
    studio.choose("studio.fill.kind", EN("fill.uniform"))
    field = studio.page.locator("[class*='st-key-studio-fill-scale'] input")
    field.fill("0.25")
    studio.keyed("studio.fill.all").get_by_role("button").evaluate("node => { node.focus(); node.click() }")
    studio.settled()
    assert studio.document().fill.scale == 0.25


STEP_AND_LINK = """(slider, title) => {
    slider.focus()
    slider.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}))
    const links = [...document.querySelectorAll("[data-testid=stTopNavLink]")]
    links.find((link) => link.textContent.includes(title)).click()
}"""


@pytest.mark.parametrize("key", ["activations", "descent", "privacy"])
def test_the_step_of_a_slider_and_the_way_to_another_page(still_visit: Visit, key: str) -> None:
    """The step used to be lost, and home stayed empty: the former page's slider was asked for on it."""
    page = still_visit(key)
    slider = page.get_by_test_id("stSlider").get_by_role("slider").first
    before = str(slider.get_attribute("aria-valuetext"))
    slider.evaluate(STEP_AND_LINK, EN("page.home"))
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("page.home.heading"))
    wait_until_idle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text=EN(f"page.{key}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(EN(f"page.{key}.heading"))
    wait_until_idle(page)
    expect(slider).not_to_have_attribute("aria-valuetext", before)


BOTH = """([first, second]) => {
    const press = (key) => {
        const button = document.querySelector(`[data-testid=player-${key}]`)
        if (button) return button.click()
        const stage = document.querySelector(".nv-stage"), ctrlKey = key.length === 1
        stage.dispatchEvent(new KeyboardEvent("keydown", {key, ctrlKey, bubbles: true, cancelable: true}))
    }
    press(first)
    press(second)
}"""


@pytest.mark.parametrize(("first", "second", "steps"), [
    ("ArrowUp", "z", 1),
    *(pytest.param(*acts, marks=pytest.mark.thorough) for acts in (
        ("ArrowUp", "undo", 1), ("ArrowUp", "reset", 0), ("undo", "undo", 0), ("reset", "undo", 1),
        ("ArrowUp", "play", 2), ("play", "ArrowUp", 2), ("ArrowUp", "ArrowUp", 3),
        # An arrow moves what is seen, and what could not be redone when it was pressed is not redone.
        ("undo", "ArrowUp", 2), ("reset", "ArrowUp", 2), ("undo", "redo", 0),
    )),
])
def test_two_acts_on_the_canvas(still_visit: Visit, first: str, second: str, steps: int) -> None:
    """A weight was moved by a step before; `steps`: so many are there in the end."""
    studio = quiet_studio(still_visit)
    studio.click_edge(1, 0, 0, 0.3)
    studio.stage.press("ArrowUp")
    studio.settled()
    # Keys that follow at once are the same movement: this one is over.
    studio.page.evaluate("() => { [...neuroviz.live].find((each) => each.gestures).gestures.heldAt = -1e9 }")
    studio.page.evaluate(BOTH, [first, second])
    studio.settled()
    moved = FRUIT.layers[0].weights[0][0] + 0.1 * steps
    assert studio.document().layers[0].weights[0][0] == pytest.approx(moved)
