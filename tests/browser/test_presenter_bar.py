"""The projector view's bar, with mouse, keyboard and a clicker."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from tests.browser.conftest import wait_until_idle

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

AWAY = "() => document.querySelector('.nv-presenter').classList.contains('nv-away')"
NAMES = list(PRESETS)


def wall(visit: Visit, path: str = "studio", lang: str = "en", **more: object) -> Page:
    page = visit(path, lang=lang, present="1", **more)
    expect(page.get_by_test_id("presenter")).to_be_visible()
    wait_until_idle(page)
    return page


def press(page: Page, name: str) -> None:
    """Press a button of the bar, as a hand does: moving, which brings it."""
    page.mouse.move(300, 300)
    page.mouse.move(320, 320)
    page.get_by_test_id(f"present-{name}").click()


def title(preset: str, lang: str) -> str:
    return LANGUAGES[lang](f"preset.{preset}.title")


def step(page: Page) -> float:
    return float(page.get_by_test_id("player-scrub").first.input_value())


def test_the_bar_goes_when_all_is_quiet_and_comes_with_mouse_and_key(standing_visit: Visit) -> None:
    page = wall(standing_visit)
    page.wait_for_function(AWAY)
    page.mouse.move(400, 400)
    page.mouse.move(420, 420)
    page.wait_for_function(f"() => !({AWAY})()")
    page.wait_for_function(AWAY)
    page.keyboard.press("+")
    page.wait_for_function(f"() => !({AWAY})()")
    # Under the hand it stays.
    page.mouse.move(500, 300)
    page.get_by_test_id("present-keys").hover()
    page.wait_for_timeout(4000)
    assert not page.evaluate(AWAY)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bar_says_what_is_shown_and_leads_to_the_next_and_back(still_visit: Visit, lang: str) -> None:
    page, t = wall(still_visit, lang=lang), LANGUAGES[lang]
    bar = page.get_by_test_id("presenter")
    expect(bar).to_contain_text(f"{t('page.studio.heading')} · {title(NAMES[0], lang)}")
    expect(page.get_by_test_id("present-previous")).to_be_disabled()
    for name in (NAMES[1], NAMES[2]):
        press(page, "next")
        expect(bar).to_contain_text(title(name, lang))
        wait_until_idle(page)
    press(page, "previous")
    expect(bar).to_contain_text(title(NAMES[1], lang))
    expect(page.get_by_test_id("present-previous")).to_be_enabled()


def test_a_page_without_a_choice_offers_none(standing_visit: Visit) -> None:
    page = wall(standing_visit, "activations")
    expect(page.get_by_test_id("present-next")).to_be_hidden()
    expect(page.get_by_test_id("present-previous")).to_be_hidden()


@pytest.mark.parametrize("path", ["studio", "neuron", "overfitting"])
def test_a_clicker_steps_the_player_wherever_the_focus_is(standing_visit: Visit, path: str) -> None:
    page = wall(standing_visit, path)
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('[data-testid=player-scrub]').value === '0'")
    page.keyboard.press("PageDown")
    page.wait_for_function("() => Number(document.querySelector('[data-testid=player-scrub]').value) > 0")
    first = step(page)
    page.keyboard.press("PageDown")
    page.wait_for_function(f"() => Number(document.querySelector('[data-testid=player-scrub]').value) > {first}")
    page.keyboard.press("PageUp")
    page.wait_for_function(f"() => Number(document.querySelector('[data-testid=player-scrub]').value) <= {first}")


def test_a_clickers_other_keys_neither_load_the_page_anew_nor_leave_it(standing_visit: Visit) -> None:
    page = wall(standing_visit)
    page.evaluate("() => { window.nvMark = true }")
    curtain = page.get_by_test_id("curtain")
    page.keyboard.press(".")
    expect(curtain).to_be_visible()
    before = step(page)
    page.keyboard.press("PageUp")
    expect(curtain).to_be_hidden()
    assert step(page) == before, "what nobody can see does not move"
    page.keyboard.press("b")
    expect(curtain).to_be_visible()
    page.keyboard.press("Escape")
    expect(curtain).to_be_hidden()
    page.keyboard.press("F5")
    wait_until_idle(page)
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    assert page.evaluate("() => window.nvMark")
    assert "present" in parse_qs(urlsplit(page.url).query)


def test_the_spotlight_follows_the_hand_while_s_is_held_or_until_pressed_again(standing_visit: Visit) -> None:
    page = wall(standing_visit)
    light = page.get_by_test_id("spotlight")
    page.mouse.move(300, 200)
    page.keyboard.down("s")
    expect(light).to_be_visible()
    page.mouse.move(500, 350)
    assert light.evaluate("node => node.style.getPropertyValue('--nv-x')") == "500px"
    page.keyboard.up("s")
    expect(light).to_be_hidden()
    button = page.get_by_test_id("present-spotlight")
    press(page, "spotlight")
    expect(light).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    # The first Escape puts the light out, and only the next leaves.
    page.keyboard.press("Escape")
    expect(light).to_be_hidden()
    expect(page.get_by_test_id("presenter")).to_be_visible()


def test_letters_grow_and_stay_so_and_are_as_ever_outside(still_visit: Visit) -> None:
    page = wall(still_visit)
    size = "() => parseFloat(getComputedStyle(document.querySelector('.nv-caption')).fontSize)"
    number = "() => parseFloat(getComputedStyle(document.querySelector('.nv-graph .textpoint text')).fontSize)"
    before, drawn = page.evaluate(size), page.evaluate(number)
    press(page, "larger")
    larger = page.evaluate(size)
    assert larger > before
    page.wait_for_function(f"() => ({number})() > {drawn}")
    press(page, "next")
    expect(page.get_by_test_id("presenter")).to_contain_text(title(NAMES[1], "en"))
    wait_until_idle(page)
    assert page.evaluate(size) == larger
    press(page, "smaller")
    assert page.evaluate(size) == before
    press(page, "larger")
    press(page, "leave")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("presenter")).to_have_count(0)
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "16px"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_names_every_key_and_escape_closes_it_alone(standing_visit: Visit, lang: str) -> None:
    page, t = wall(standing_visit, lang=lang), LANGUAGES[lang]
    sheet = page.get_by_test_id("keys")
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    for name in ("clicker", "spotlight", "black", "full", "leave"):
        expect(sheet).to_contain_text(t(f"key.{name}").partition("|")[2])
    page.keyboard.press("b")
    expect(page.get_by_test_id("curtain")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_test_id("presenter")).to_be_visible()
    press(page, "keys")
    expect(sheet).to_be_visible()
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (390, 844)])
def test_the_bar_fits_its_wall(standing_visit: Visit, width: int, height: int) -> None:
    page = wall(standing_visit, "neuron", width=width, height=height)
    for part in [page.get_by_test_id("presenter"), *page.locator(".nv-presenter-button:visible").all()]:
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["width"] >= 44
        assert box["height"] >= 44
