"""On a telephone another page is reached through the list at the side, also in the moment of an edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import PATIENCE_MS, wait_until_idle
from tests.browser.studio_driver import quiet_studio

Visit = Callable[..., Page]
EN = LANGUAGES["en"]
PHONE = {"width": 390, "height": 844, "touch": True}
FRUIT = PRESETS["fruit"].document

STEP = """slider => {
    slider.focus()
    slider.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}))
    document.querySelector("[data-testid=stExpandSidebarButton]").click()
}"""
UP = """canvas => {
    canvas.focus()
    canvas.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true, cancelable: true}))
    document.querySelector("[data-testid=stExpandSidebarButton]").click()
}"""
"""An edit, and in the same moment the list is opened."""


def choose(page: Page, key: str) -> None:
    """Another page, in the list that has been opened, or is being."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=EN(f"page.{key}")).first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(EN(f"page.{key}.heading"), timeout=PATIENCE_MS)
    wait_until_idle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    # The list has gone, and what is touched is the page.
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true", timeout=10_000)
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    assert page.get_by_role("heading", level=1).evaluate("""node => {
        const box = node.getBoundingClientRect()
        return node.contains(document.elementFromPoint(box.left + 5, box.top + box.height / 2))
    }""")


def come_back(page: Page, key: str) -> None:
    page.get_by_test_id("stExpandSidebarButton").tap()
    choose(page, key)


def test_the_list_closes_behind_whoever_leaves_at_leisure(still_visit: Visit) -> None:
    """Streamlit closes it on what calls itself a telephone alone; it lies over the page in every narrow window."""
    page = still_visit("activations", **PHONE)
    page.get_by_test_id("stExpandSidebarButton").evaluate("button => button.click()")
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=EN("page.questions")).first
    # Nobody has touched anything: Streamlit itself asks for the page.
    link.evaluate("link => link.click()")
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("page.questions.heading"), timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    # Nor do the keys stay at a link that nobody sees: a closed list leaves them at the button that opens it.
    page.get_by_test_id("stExpandSidebarButton").evaluate("button => button.click()")
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=EN("page.activations")).first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("page.activations.heading"), timeout=PATIENCE_MS)
    wait_until_idle(page)
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_focused()


SLIDERS = ("activations", "descent", "privacy")


@pytest.mark.parametrize(
    "key", [SLIDERS[0], *(pytest.param(key, marks=pytest.mark.thorough) for key in SLIDERS[1:])]
)
def test_the_step_of_a_slider_is_there_on_the_way_back(still_visit: Visit, key: str) -> None:
    page = still_visit(key, **PHONE)
    slider = page.get_by_test_id("stSlider").get_by_role("slider").first
    before = str(slider.get_attribute("aria-valuetext"))
    slider.evaluate(STEP)
    choose(page, "questions")
    come_back(page, key)
    expect(slider).not_to_have_attribute("aria-valuetext", before)


@pytest.mark.parametrize("by", ["key", pytest.param("finger", marks=pytest.mark.thorough)])
def test_a_weight_is_there_on_the_way_back(still_visit: Visit, by: str) -> None:
    studio = quiet_studio(still_visit, **PHONE)
    page = studio.page
    page.touchscreen.tap(*studio.edge(1, 0, 0, 0.3))
    if by == "key":
        studio.stage.evaluate(UP)
    else:
        # The inspector's slider, as a finger leaves it.
        studio.slider.evaluate("""slider => {
            slider.value = String(Number(slider.value) + 0.1)
            slider.dispatchEvent(new Event("input", {bubbles: true}))
            document.querySelector("[data-testid=stExpandSidebarButton]").click()
        }""")
    choose(page, "questions")
    come_back(page, "studio")
    studio.ready()
    moved = studio.document().layers[0].weights[0][0]
    assert moved != FRUIT.layers[0].weights[0][0]
    if by == "key":
        assert moved == pytest.approx(FRUIT.layers[0].weights[0][0] + 0.1)
