"""The player of the studio in the app: edits, languages, reloads, and pages that are left and found again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from neuroviz.i18n import LANGUAGES
from neuroviz.viz.numbers import brief
from neuroviz.viz.studio.network_figure import Traces
from tests.browser.anew import drawn_as_if_anew
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Visit
from tests.browser.studio_driver import FRUIT, STAGE, Studio, studio_by_layer
from tests.viz.studio.scenes import OVERFLOWING


@pytest.mark.thorough
def test_what_the_eye_follows_stays_while_pulses_move(visit: Visit) -> None:
    """The other connections recede with a neuron's first pulse, and the next step does not draw them as they were."""
    studio = studio_by_layer(visit)
    studio.player("unit").select_option("neuron")
    studio.player("speed").select_option("4")
    studio.player("first").click()
    for step in range(1, 11):
        studio.player("forward").click()
        studio.expect_step(step)
        studio.page.wait_for_timeout(250)
        shown = drawn_as_if_anew(studio.page, f"step {step}")["network-graph"]["traces"]
        (weights,) = (trace["texts"] for trace in shown if trace["trace"] == Traces.EDGE_LABELS)
        own = [brief(w) for w in FRUIT.layers[0].weights[(step - 1) // 7]]
        shown_weights = [text for text in weights if text.strip()]
        assert set(shown_weights) <= set(own), "of the connections into one neuron"
        # Where pulses fly or wait, a weight makes room for their values.
        assert len(shown_weights) == 3 or studio.phase in {"emit", "travel", "add", "sum"}


@pytest.mark.thorough
def test_an_edit_is_played_unless_switched_off(visit: Visit) -> None:
    studio = studio_by_layer(visit)
    studio.stage.focus()
    studio.page.keyboard.press("]")
    studio.settled()
    studio.changes(lambda: studio.page.keyboard.press("ArrowUp"))
    studio.page.wait_for_timeout(1200)
    studio.expect_playing(False)
    studio.expect_step(studio.last_step)
    studio.player("auto").check()
    studio.stage.focus()
    studio.changes(lambda: studio.page.keyboard.press("ArrowUp"))
    studio.expect_playing()
    studio.page.wait_for_selector(f"{STAGE}[data-phase=travel]")
    studio.player("play").click()
    studio.expect_playing(False)
    # Looking at something else is no edit.
    stopped = studio.step
    studio.stage.focus()
    studio.page.keyboard.press("]")
    studio.settled()
    studio.page.wait_for_timeout(1200)
    studio.expect_playing(False)
    assert studio.step == stopped


@pytest.mark.thorough
def test_that_an_edit_is_not_played_outlives_a_reload(visit: Visit) -> None:
    studio = studio_by_layer(visit)
    studio.page.reload()
    studio.ready()
    expect(studio.player("auto")).not_to_be_checked()
    studio.page.wait_for_timeout(1000)
    studio.expect_playing(False)


@pytest.mark.thorough
def test_a_new_visitors_system_says_whether_an_edit_is_played(still_visit: Visit) -> None:
    expect(Studio(still_visit("studio")).player("auto")).not_to_be_checked()


@pytest.mark.thorough
def test_it_speaks_chinese_too(still_visit: Visit) -> None:
    studio_by_layer(still_visit, "zh").expect_words()


@pytest.mark.thorough
def test_the_player_follows_a_change_of_language(still_visit: Visit) -> None:
    studio = studio_by_layer(still_visit)
    studio.player("first").click()
    studio.page.get_by_test_id("stButtonGroup").get_by_text("中文", exact=True).click()
    t = LANGUAGES["zh"]
    expect(studio.caption).to_contain_text(t("caption.start", layer=t("graph.input")))
    for name in ("first", "back", "play", "forward", "last", "loop", "scrub", "speed", "unit"):
        expect(studio.player(name)).to_have_attribute("aria-label", t(f"player.{name}"))
    expect(studio.player("unit").locator("option").first).to_have_text(t("player.by_layer"))
    expect(studio.page.get_by_text(t("player.auto"))).to_be_visible()


def test_what_overflows_is_said(still_visit: Visit) -> None:
    studio = studio_by_layer(still_visit)
    studio.open_document(OVERFLOWING)
    expect(studio.page.get_by_text(studio.t("studio.not_finite"))).to_be_visible()


@pytest.mark.thorough
def test_the_player_stays_when_the_page_is_left_and_found_again(visit: Visit) -> None:
    studio = studio_by_layer(visit)
    links = studio.page.get_by_test_id("stTopNavLink")
    links.filter(has_text=studio.t("page.activations")).click()
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.activations.heading"))
    wait_until_idle(studio.page)
    links.filter(has_text=studio.t("page.studio")).click()
    studio.ready()
    expect(studio.player("auto")).not_to_be_checked()
    studio.player("play").click()
    studio.expect_playing()
    studio.page.wait_for_selector(f"{STAGE}[data-phase=travel]")


@pytest.mark.thorough
def test_what_is_opened_begins_at_its_beginning(visit: Visit) -> None:
    """The last frame is the answer: it is not shown before the way there."""
    studio = Studio(visit("studio"))
    # What opened with the page plays too: it has come to rest before anything is written down.
    studio.player("last").click()
    studio.expect_playing(False)
    before = studio.last_step
    studio.expect_step(before)
    studio.record()
    studio.preset("playground")
    assert studio.last_step != before
    # The first that is written down may be what stood there.
    shown = [step for step, _ in studio.recorded()]
    assert shown[shown[0] == before] == 0
    studio.quiet()
