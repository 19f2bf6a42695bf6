"""The clock of two neurons in a browser: everything shows the same moment, is played and scrubbed, and has its room."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.run import run
from neuroviz.viz.neuron.comparison_figure import DRAWN_NODES, TRAVEL_MS
from tests.browser.desk import Visit
from tests.browser.neuron_driver import SLOW_AXON, NeuronDesk, open_page


def test_it_plays_by_itself_and_everything_shows_the_same_moment(visit: Visit) -> None:
    pair = NeuronDesk(visit("neuron"))
    pair.expect_playing()
    first = pair.ms
    pair.page.wait_for_function(
        "t => Number(document.querySelector('[data-testid=player-scrub]').value) > t + 1", arg=first
    )
    pair.quiet()
    view = pair.view()
    clock, data = view["clock"], view["below"]["spec"]["data"]
    v = data[clock["lines"]["v"]]["y"]
    for ms in (0.0, 7.5, clock["spikes"][2] + 4.0, 200.0):
        pair.go(ms)
        said = max(i for i, (when, _) in enumerate(clock["events"]) if when <= ms)
        expect(pair.caption).to_have_text(clock["sentences"][clock["events"][said][1]])
        line, dot, mv = pair.cursor()
        wanted = float(np.interp(ms, clock["time"], v))
        assert (line, dot) == pytest.approx((ms, ms), abs=0.3)
        assert mv == pytest.approx(wanted, abs=0.5)
        spikes = sum(when <= ms for when in clock["spikes"])
        expect(pair.page.locator(".nv-right .nv-formula")).to_contain_text(f"Spikes so far: {spikes} in ")
        expect(pair.page.locator(".nv-right .nv-formula")).to_contain_text(f"({wanted:.1f} + 70)".replace("-", "−"))
    expect(pair.caption).to_contain_text("Spikes: 17 in 200 ms, or 85 a second. The artificial neuron says a = 1.06")


@pytest.mark.thorough
@pytest.mark.parametrize(("model", "width", "lang"), [
    ("lif", 390, "en"), ("lif", 390, "zh"), ("lif", 1440, "en"), ("hodgkin_huxley", 390, "en"),
    ("hodgkin_huxley", 1024, "zh"),
])
def test_the_rows_names_are_read_whole_at_every_moment(still_visit: Visit, model: str, width: int, lang: str) -> None:
    """They are the legend of what has been as well as of what will be, and a narrow page cuts nothing off."""
    pair = open_page(still_visit, Neuron(model=model), lang, width=width)
    rows = pair.graph.locator(".annotation").all()
    assert len(rows) == {"lif": 3, "hodgkin_huxley": 5}[model]
    pane = pair.graph.bounding_box()
    assert pane is not None

    def seen() -> list[bytes]:
        shown = []
        for row in rows:
            row.scroll_into_view_if_needed()
            box = row.bounding_box()
            assert box is not None
            assert pane["x"] <= box["x"], row.inner_text()
            assert box["x"] + box["width"] <= pane["x"] + pane["width"] + 1, row.inner_text()
            start = box["x"]
            if (width := box["x"] + box["width"] - start) >= 2:
                # The lower line: on a phone the upper one reaches into the row above.
                low = {"y": box["y"] + box["height"] - 12, "height": 11}
                shown.append(pair.page.screenshot(clip={**low, "x": start, "width": width}))
        return shown

    pair.player("first").click()
    all_to_come = seen()
    assert all_to_come
    pair.player("last").click()
    # The ground below a name may be veiled or not, which is a shade; a veiled letter loses more than half its contrast.
    for veiled, clear in zip(all_to_come, seen(), strict=True):
        pictures = [np.asarray(Image.open(BytesIO(shot)).convert("L"), float) for shot in (veiled, clear)]
        assert np.abs(pictures[0] - pictures[1]).max() < 48
        assert np.ptp(pictures[1]) > 100, "there are letters"


@pytest.mark.thorough
def test_keys_scrubbing_speed_and_slow_motion(visit: Visit) -> None:
    pair = open_page(visit, SLOW_AXON)
    page, press, clock = pair.page, pair.page.keyboard.press, pair.view()["clock"]
    events = sorted({when for when, _ in clock["events"]})
    pair.root.focus()
    press("Home")
    pair.expect_ms(0)
    for when in events[1:4]:
        press("ArrowRight")
        pair.expect_ms(when)
    press("ArrowLeft")
    pair.expect_ms(events[2])
    press("End")
    pair.expect_ms(100)
    press("Space")
    pair.expect_playing()
    press("Space")
    pair.expect_playing(False)
    assert pair.ms < 50, "at the end, playing begins anew"
    # Drag over the rows.
    box = pair.graph.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 100)
    page.mouse.down()
    one = pair.ms
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 100, steps=3)
    page.mouse.up()
    assert (one, pair.ms) == (pytest.approx(36, abs=8), pytest.approx(79, abs=8))
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 100)
    assert pair.ms > 60, "the button is up"
    # The rows page along where they show a part of the time.
    pair.player("span").select_option("20")
    shown = pair.graph.evaluate("node => node._fullLayout.xaxis.range")
    assert shown[1] - shown[0] == 20
    assert shown[0] <= pair.ms <= shown[1]
    assert pair.cursor()[0] == pytest.approx(pair.ms, abs=0.1)
    pair.go(3)
    assert pair.graph.evaluate("node => node._fullLayout.xaxis.range") == [0, 20]
    # Slow around the first spike, so that it can be watched.
    spikes = clock["spikes"]

    def speed(slow: str, from_ms: float) -> float:
        pair.player("slow").select_option(slow)
        pair.go(from_ms)
        return pair.advanced(0.6)

    pair.player("rate").select_option("50")
    assert speed("first", spikes[0] - 0.5) < 3
    assert speed("all", spikes[2] - 0.5) < 3
    assert speed("first", spikes[2] - 0.5) > 10
    assert speed("off", spikes[0] - 0.5) > 10
    # Round and round, or once.
    pair.player("rate").select_option("100")
    pair.go(97)
    pair.player("play").click()
    page.wait_for_function("() => Number(document.querySelector('[data-testid=player-scrub]').value) < 60")
    pair.expect_playing()
    pair.player("loop").click()
    pair.go(97)
    pair.player("play").click()
    pair.expect_playing(False)
    pair.expect_ms(100)
    page.reload()
    pair.ready()
    pair.expect_playing(False)
    expect(pair.player("rate")).to_have_value("100")
    expect(pair.player("slow")).to_have_value("off")
    expect(pair.player("span")).to_have_value("20")
    expect(pair.player("loop")).to_have_attribute("aria-pressed", "false")
    expect(pair.player("auto")).not_to_be_checked()


def test_one_clock_for_both_sides(still_visit: Visit) -> None:
    pair = open_page(still_visit, SLOW_AXON)
    view = pair.view()
    n, now = 2, run(SLOW_AXON)
    paths = {side: view[side]["pulses"][0]["paths"] for side in ("left", "right")}
    for i, train in enumerate(view["clock"]["trains"]):
        arrival = train[1]
        pair.go(arrival)
        for side in ("left", "right"):
            path = paths[side][i]
            end = [path[axis][-1] for axis in "xy"]
            assert any(np.hypot(x - end[0], y - end[1]) < 0.02 for x, y in pair.pulses(side, i)), side
            assert pair.lit(side)[n + i] == 1, f"the synapse lights up on the {side}"
        pair.go(arrival - TRAVEL_MS + 0.01)
        for side in ("left", "right"):
            start = (paths[side][i]["x"][0], paths[side][i]["y"][0])
            assert any(np.hypot(x - start[0], y - start[1]) < 0.05 for x, y in pair.pulses(side, i)), side
            assert pair.lit(side)[i] > 0.9, "it sets out"
            assert pair.lit(side)[n + i] < 0.2, "and has not arrived"
    # A spike: first the hillock, then node after node, then the terminals.
    spike, delay = view["clock"]["spikes"][0], now.delay_ms
    assert delay == pytest.approx(5.0)
    terminal = 2 * n + 3 + DRAWN_NODES
    curve, hillock, nodes = 2 * n + 2, 2 * n + 2, slice(2 * n + 3, 2 * n + 3 + DRAWN_NODES)
    pair.go(spike)
    left, right = pair.lit("left"), pair.lit("right")
    assert (left[curve], right[hillock]) == (1, 1)
    assert left[-1] == right[terminal] == 0
    assert right[nodes][-1] == 0
    pair.go(spike + delay / 2)
    right = pair.lit("right")
    assert right[hillock] < 0.3
    assert np.argmax(right[nodes]) == DRAWN_NODES // 2 - 1
    ((x, y),) = pair.pulses("right", 2)
    assert 4.0 < x < 5.6
    assert y == pytest.approx(0, abs=0.01)
    pair.go(spike + delay)
    left, right = pair.lit("left"), pair.lit("right")
    assert (left[-1], right[terminal], right[nodes][-1]) == (pytest.approx(1, abs=0.01),) * 3
    assert left[curve] == right[hillock] < 0.1


@pytest.mark.thorough
def test_what_corresponds_is_named_on_both_sides_and_an_edit_is_played(visit: Visit) -> None:
    pair = open_page(visit)
    for side, part in (("left", "weight1"), ("right", "input2"), ("left", "curve0"), ("right", "output0")):
        pair.page.mouse.move(*pair.place(side, part))
        pair.expect_named(part)
    pair.page.mouse.move(5, 5)
    expect(pair.page.locator(".nv-ring")).to_have_count(0)
    pair.chip("input0").focus()
    for part in ("input0", "input1", "input2", "weight0"):
        expect(pair.chip(part)).to_be_focused()
        pair.expect_named(part)
        pair.page.keyboard.press("Tab")
    pair.chip("sum0").focus()
    pair.expect_named("sum0")
    # A chosen part is changed, and what that does is played from the start.
    pair.player("auto").check()
    pair.go(150)
    pair.chip("bias0").click()
    pair.changes(lambda: pair.slider.fill("1"))
    pair.expect_playing()
    assert pair.ms < 150


@pytest.mark.thorough
def test_without_motion_nothing_moves_by_itself_and_in_chinese_and_dark(visit: Visit) -> None:
    pair = NeuronDesk(visit("neuron", lang="zh", theme="dark", reduced_motion="reduce"), "zh")
    pair.expect_playing(False)
    expect(pair.player("auto")).not_to_be_checked()
    pair.expect_ms(200)
    expect(pair.caption).to_have_text(pair.view()["clock"]["sentences"][-1])
    ink = pair.page.evaluate("() => getComputedStyle(document.querySelector('.nv-formula')).color")
    assert min(int(part) for part in ink[4:-1].split(",")) > 150, "light on dark"
    # The player can still be asked to play.
    pair.player("play").click()
    pair.expect_playing()


@pytest.mark.thorough
@pytest.mark.parametrize(("start", "lang"), [
    (Neuron(), "en"), (Neuron(), "zh"), (Neuron(model="hodgkin_huxley"), "en"), (EXPERIMENTS["veto"].start, "en"),
], ids=["default-en", "default-zh", "hodgkin_huxley", "veto"])
def test_pictures_player_and_potential_share_a_window(still_visit: Visit, start: Neuron, lang: str) -> None:
    pair = open_page(still_visit, start, lang, width=1440, height=900)
    pair.player("last").click()
    bottoms = pair.page.evaluate("""() => {
        const bottom = (node) => node.getBoundingClientRect().bottom
        const [left, right, rows] = ['artificial', 'biological', 'time-graph']
            .map((name) => document.querySelector(`[data-testid=${name}]`))
        const {yaxis} = rows._fullLayout
        return {left: bottom(left), right: bottom(right), player: bottom(document.querySelector('.nv-pair-player')),
            v: rows.getBoundingClientRect().top + yaxis._offset + yaxis._length}
    }""")
    assert max(bottoms.values()) <= 900, bottoms
    parts = [pair.page.get_by_test_id(f"player-{name}").bounding_box() for name in ("first", "rate", "more", "reset")]
    assert len({part["y"] for part in parts if part}) == 1, "the player is one row"
    bar, legend = (pair.page.locator(f".nv-scale {part}").first.bounding_box() for part in ("i", "span"))
    assert bar is not None
    assert legend is not None
    assert legend["y"] < bar["y"] + bar["height"] / 2 < legend["y"] + legend["height"], "a legend beside its colours"
    assert legend["height"] < 30


@pytest.mark.thorough
def test_what_is_chosen_seldom_is_behind_one_button(still_visit: Visit) -> None:
    pair = open_page(still_visit)
    more, slow = pair.page.get_by_test_id("player-more"), pair.page.get_by_test_id("player-slow")
    expect(slow).not_to_be_visible()
    for close in (lambda: pair.page.keyboard.press("Escape"), lambda: pair.caption.click(), lambda: more.click()):
        more.click()
        expect(slow).to_be_visible()
        expect(more).to_have_attribute("aria-expanded", "true")
        close()
        expect(slow).not_to_be_visible()
        expect(more).to_have_attribute("aria-expanded", "false")


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768)])
def test_the_player_keeps_to_its_picture(still_visit: Visit, width: int, height: int) -> None:
    """Nothing of it reaches over what stands beside, and on a phone it is under the thumb from the start."""
    pair = open_page(still_visit, width=width, height=height)
    pair.player("auto")
    root = pair.root.bounding_box()
    assert root is not None
    for node in pair.page.locator(".nv-pair-player").locator("button, select, input[type=range]").all():
        box = node.bounding_box()
        assert box is not None
        assert root["x"] - 1 <= box["x"], node.get_attribute("data-testid")
        assert box["x"] + box["width"] <= root["x"] + root["width"] + 1, node.get_attribute("data-testid")
        if width == 390:
            assert box["y"] + box["height"] <= height
            assert box["height"] >= 36
