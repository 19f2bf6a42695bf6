"""Who goes by keys stays at what they have used, though it is made anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.studio_driver import quiet_studio

Visit = Callable[..., Page]
EN = LANGUAGES["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_that_is_written_in_another_way(still_visit: Visit, lang: str) -> None:
    """The field comes back under another name: z is kept in hundredths."""
    page = still_visit("activations", lang=lang)
    field = page.get_by_role("textbox", name=LANGUAGES[lang]("activations.z_exact"))
    for typed, kept in (("1.2345", "1.23"), ("1/3", "0.33")):
        field.fill(typed)
        page.keyboard.press("Enter")
        wait_until_idle(page)
        expect(field).to_have_value(kept)
        expect(field).to_be_focused()
    # What is typed next goes on where it was.
    page.keyboard.press("Backspace")
    expect(field).to_have_value("0.3")


def test_who_has_gone_elsewhere_is_not_called_back(still_visit: Visit) -> None:
    page = still_visit("activations")
    field = page.get_by_role("textbox", name=EN("activations.z_exact"))
    field.fill("1.2345")
    page.get_by_role("heading", level=1).click()
    wait_until_idle(page)
    expect(field).to_have_value("1.23")
    expect(field).not_to_be_focused()


@pytest.mark.thorough
def test_a_weight_of_a_wide_model_and_the_pages_of_its_terms(still_visit: Visit) -> None:
    page = still_visit("whole")
    card = page.locator(".nv-whole-table")
    weight = card.locator("input").first
    weight.wait_for()
    name = str(weight.get_attribute("aria-label"))
    weight.fill("0.5")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    assert page.evaluate("() => document.activeElement !== document.body"), name
    on, back = page.get_by_test_id("whole-on"), page.get_by_test_id("whole-back")
    on.focus()
    while not on.is_disabled():
        page.keyboard.press("Enter")
    expect(back).to_be_focused()


@pytest.mark.thorough
def test_a_question_is_answered_by_keys_alone(still_visit: Visit) -> None:
    studio = quiet_studio(still_visit)
    studio.page.get_by_test_id("player-predict").focus()
    studio.page.keyboard.press("Enter")
    question = studio.page.get_by_test_id("question")
    question.wait_for()
    expect(question.locator(":focus")).to_have_count(1)


PLACE = """gallery => {
    const buttons = [...document.querySelectorAll(`${gallery} button`)]
    return buttons.indexOf(document.activeElement)
}"""
EXCITING, MISTAKES = ".nv-inside-card .nv-gallery", "[data-testid=digits-gallery]"


@pytest.mark.parametrize("gallery", [EXCITING, MISTAKES], ids=["exciting", "mistakes"])
def test_an_image_of_a_gallery_that_is_drawn_anew(still_visit: Visit, gallery: str) -> None:
    """Another stands in its place: of another neuron, or of a network that is taken back to what it was."""
    page = still_visit("digits")
    page.locator(f"{gallery} button").first.wait_for()
    page.get_by_test_id("stop-1").click()
    wait_until_idle(page)
    mark = "gallery => { window.nvOld = [...document.querySelectorAll(`${gallery} button`)] }"
    for key in ("Control+z", "Control+y"):
        page.evaluate(mark, gallery)
        page.locator(f"{gallery} button").nth(2).focus()
        page.keyboard.press(key)
        wait_until_idle(page)
        assert page.evaluate("() => nvOld.every((button) => !button.isConnected)"), "the gallery was not drawn anew"
        assert page.evaluate(PLACE, gallery) == 2, key


@pytest.mark.thorough
def test_an_image_that_leads_the_eye_to_another_neuron(still_visit: Visit) -> None:
    """Where nothing is selected the gallery is the strongest neuron's: an opened image may change it under the hand."""
    page = still_visit("digits")
    images = page.locator(f"{EXCITING} button")
    images.first.wait_for()
    page.get_by_test_id("stop-0").click()
    wait_until_idle(page)
    drawn_anew = 0
    for place in range(images.count()):
        image = images.nth(place)
        image.evaluate("node => { window.nvOld = node; node.focus() }")
        page.keyboard.press("Enter")
        wait_until_idle(page)
        drawn_anew += page.evaluate("() => !nvOld.isConnected")
        assert page.evaluate(PLACE, EXCITING) == place
    assert drawn_anew


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["digits", "inside"])
def test_whatever_is_pressed_by_key_keeps_the_keys(still_visit: Visit, path: str) -> None:
    """Three of each kind of button, box and slider of the canvas."""
    page = still_visit(path)
    if path == "inside":
        page.get_by_test_id("look-lesion").click()
        wait_until_idle(page)
    canvas = ".nv-canvas :is(input, select, button, [tabindex='0'])"
    reach = """all => {
        const kind = (node) => node.parentElement.className + node.tagName
        const able = (node) => !node.disabled && node.checkVisibility({visibilityProperty: true})
        const next = [...document.querySelectorAll(all)].find((node) => {
            const name = kind(node)
            window.nvTried ??= new Map()
            const tried = window.nvTried.get(name) ?? 0
            if (node.nvTried || tried >= 3 || !able(node)) return false
            window.nvTried.set(name, tried + 1)
            return true
        })
        if (!next) return null
        next.nvTried = true
        next.focus()
        return [next.tagName, next.type ?? "", next.ariaLabel ?? next.textContent]
    }"""
    tried = 0
    while (found := page.evaluate(reach, canvas)) is not None:
        tag, kind, _ = found
        page.keyboard.press("ArrowRight" if kind == "range" else "ArrowDown" if tag == "SELECT" else "Enter")
        wait_until_idle(page)
        assert page.evaluate("() => document.activeElement !== document.body"), found
        tried += 1
    assert tried > 15


def test_undo_that_has_nothing_left_hands_the_keys_to_redo(still_visit: Visit) -> None:
    """A button that is disabled loses the keys: the next one would be pressed at the top of the page."""
    page = still_visit("digits")
    page.get_by_test_id("stop-1").click()
    wait_until_idle(page)
    undo, redo, reset = (page.get_by_test_id(f"player-{name}") for name in ("undo", "redo", "reset"))
    for pressed, then in ((undo, redo), (redo, undo), (reset, undo)):
        pressed.focus()
        page.keyboard.press("Enter")
        wait_until_idle(page)
        expect(pressed).to_be_disabled()
        expect(then).to_be_focused()
