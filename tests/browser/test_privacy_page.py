"""Privacy in a real browser: one guesses, sees the truth, pulls a lever; and on a wall nothing scrolls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document.settings.privacy import Privacy
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.privacy_runs import guessing_of, leak_of
from neuroviz.ui.pages.privacy import PARTS
from tests.browser.conftest import PATIENCE_MS, wait_until_idle
from tests.browser.test_wall import faults

Visit = Callable[..., Page]
PRESSED = {"privacy.guess": "privacy.guess.show", "privacy.bill": "privacy.bill.show"}


def test_one_guesses_and_sees_the_truth_and_a_remedy_makes_it_harder(still_visit: Visit) -> None:
    page, t, found = still_visit("privacy"), LANGUAGES["en"], guessing_of(Privacy())
    wait_until_idle(page)
    pills = page.locator("[class*=st-key-privacy-guess-pills] button")
    expect(pills).to_have_count(len(found.was_in))
    truth = [k for k, was_in in enumerate(found.was_in) if was_in]
    for k in truth:
        pills.nth(k).click()
        wait_until_idle(page)
    page.get_by_role("button", name=t("privacy.guess.show")).click()
    said = page.get_by_test_id("stAlert")
    expect(said).to_contain_text(" · ".join(str(k + 1) for k in truth), timeout=PATIENCE_MS)
    expect(said).to_contain_text("12 of 12")
    metric = page.get_by_test_id("stMetricValue")
    expect(metric.nth(2)).to_have_text(f"{100 * leak_of(Privacy()).attack.advantage:.1f}%")
    page.locator("[class*=st-key-privacy-points]").get_by_role("slider").press("ArrowRight")
    harder = leak_of(Privacy(points=80))
    expect(metric.nth(2)).to_have_text(f"{100 * harder.attack.advantage:.1f}%", timeout=PATIENCE_MS)
    expect(said).to_have_count(0, timeout=PATIENCE_MS)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_part_fits_a_wall(still_visit: Visit, lang: str) -> None:
    page = still_visit("privacy", lang=lang, present="1", width=1920, height=1080)
    for k, part in enumerate(PARTS):
        if k:
            # When all is quiet, the bar is away.
            page.evaluate("() => document.querySelector('[data-testid=present-next]').click()")
        expect(page.locator(".nv-presenter, body").first).to_contain_text(LANGUAGES[lang](part), timeout=PATIENCE_MS)
        wait_until_idle(page)
        # With all that can be unfolded there.
        if press := PRESSED.get(part):
            page.get_by_role("button", name=LANGUAGES[lang](press)).click()
            expect(page.locator("[data-testid=stAlert], [data-testid=stMarkdown] table")).to_have_count(1)
            wait_until_idle(page)
        assert faults(page, 1080) == [], part


@pytest.mark.thorough
def test_what_is_pulled_is_undone_redone_reset_and_kept_through_a_reload(still_visit: Visit) -> None:
    page = still_visit("privacy")
    wait_until_idle(page)
    undo, redo, reset = (page.get_by_test_id(f"player-{name}") for name in ("undo", "redo", "reset"))
    points = page.locator("[class*=st-key-privacy-points]").get_by_role("slider")
    metric = page.get_by_test_id("stMetricValue").nth(2)

    def shows(privacy: Privacy) -> None:
        expect(metric).to_have_text(f"{100 * leak_of(privacy).attack.advantage:.1f}%", timeout=PATIENCE_MS)
        expect(points).to_have_value(str(privacy.points))
        wait_until_idle(page)

    expect(undo).to_be_disabled()
    expect(reset).to_be_disabled()
    points.press("ArrowRight")
    shows(Privacy(points=80))
    undo.click()
    shows(Privacy())
    redo.click()
    shows(Privacy(points=80))
    page.keyboard.press("Control+z")
    shows(Privacy())
    page.keyboard.press("Control+y")
    shows(Privacy(points=80))
    page.reload()
    shows(Privacy(points=80))
    reset.click()
    shows(Privacy())
    undo.click()
    shows(Privacy(points=80))
