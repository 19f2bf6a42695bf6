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
