"""On a phone everything that a finger touches is large enough, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from neuroviz.ui.common.shell import PAGES
from tests.browser.conftest import wait_until_idle
from tests.browser.test_navigation import expect_sound

pytestmark = pytest.mark.thorough

LEAST_PX = 44

# A link in a sentence is as tall as the sentence; Streamlit's slider takes the whole track, its help a place around it.
TOUCHED = """least => [...document.querySelectorAll(
    '.stApp :is(button, select, input, textarea, summary, a[href], [role=button], [role=tab])')]
    .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(e => !e.closest('.modebar, [data-testid=stSidebar], [data-testid=stSkipToContent]'))
    .filter(e => !e.closest('[data-testid=stSlider], [data-testid=stTooltipHoverTarget]'))
    .filter(e => !e.matches('a') || e.closest('[data-testid=stPageLink], .st-key-neuroviz_next'))
    .map(e => {
        const whole = e.matches('input[type=checkbox], input[type=radio]') ? e.closest('label')
            : e.closest('[data-testid=stPageLink]') ? e.closest('[class*=st-key-home-card-]') : null
        const {width, height} = (whole ?? e).getBoundingClientRect()
        return [e.ariaLabel || e.innerText || e.dataset.testid || e.className, Math.round(width), Math.round(height)]
    })
    .filter(([, width, height]) => width > 1 && height > 1 && (height < least || width < least))"""


@pytest.mark.parametrize("path", [entry.path for entry in PAGES])
def test_what_a_finger_touches_is_large_enough(standing_visit: Callable[..., Page], path: str) -> None:
    page = standing_visit(path, width=390, height=844)
    expect_sound(page, next(entry for entry in PAGES if entry.path == path), "en")
    assert page.evaluate(TOUCHED, LEAST_PX) == []
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth") <= 1


@pytest.mark.parametrize("path", ["", "studio", "neuron", "descent", "training", "overfitting", "digits", "whole"])
def test_the_player_is_within_reach_of_the_picture(standing_visit: Callable[..., Page], path: str) -> None:
    page = standing_visit(path, width=390, height=844)
    wait_until_idle(page)
    picture, play = page.locator(".nv-graph").first, page.get_by_test_id("player-play").first
    picture.scroll_into_view_if_needed()
    box = play.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("path", ["studio", "digits", "whole"])
def test_the_scrubbers_thumb_lies_on_no_layers_name(still_visit: Callable[..., Page], path: str) -> None:
    page = still_visit(path, width=390, height=844)
    page.wait_for_selector(".nv-tick-name")
    thumb, names = page.evaluate("""() => {
        const track = document.querySelector('.nv-scrub-box > .nv-scrub').getBoundingClientRect()
        return [(track.top + track.bottom) / 2 + 10, [...document.querySelectorAll('.nv-tick-name')]
            .filter(name => name.textContent).map(name => name.getBoundingClientRect().top)] }""")
    assert names
    assert min(names) >= thumb
