"""Two neurons on one clock, in a browser: what is shown when, numbers by hand, experiments, and the way here and on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from neuroviz.document import codec
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.run import run
from neuroviz.viz.neuron.comparison_figure import DRAWN_NODES, TRAVEL_MS
from tests.browser.conftest import wait_until_idle
from tests.browser.neuron_driver import PANELS, NeuronDesk
from tests.browser.studio_driver import Studio

Visit = Callable[..., Page]

SLOW_AXON = Neuron(
    inputs=(1.0, 1.0), weights=(0.9, -0.5), bias=0.5, trains="regular", fibres=1, rate_hz=50.0, diameter_um=2.0,
    length_mm=60.0, duration_ms=100.0,
)
"""Spikes come one at a time, and an axon along which they take 5 ms."""


def open_page(visit: Visit, neuron: Neuron | None = None, lang: str = "en", **options: object) -> NeuronDesk:
    """The page with `neuron`, at rest."""
    if neuron is not None:
        options["doc"] = codec.to_link(replace(PRESETS[FIRST].document, neuron=neuron))
    pair = NeuronDesk(visit("neuron", lang=lang, **options), lang)
    pair.quiet()
    return pair


# --- the player ------------------------------------------------------------------------------------

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


# --- numbers by hand -------------------------------------------------------------------------------

def test_numbers_by_hand(still_visit: Visit) -> None:
    pair = open_page(still_visit)
    page, press = pair.page, pair.page.keyboard.press
    left = page.locator(".nv-left .nv-formula")
    expect(left).to_contain_text("z = Σ wx + b = 0.9·1 + 0.6·0.6 − 0.5·0.8 + 0.2 = 1.06")
    pair.mark()
    before = pair.document()

    pair.drag("weight1", up=40)
    expect(page.locator(".nv-left .nv-label")).to_contain_text("1.1")
    expect(pair.field).to_have_value("1.1")
    page.mouse.up()
    expect(left).to_contain_text("0.9·1 + 1.1·0.6 − 0.5·0.8 + 0.2 = 1.36")
    pair.settled()
    assert pair.document() == replace(before, neuron=replace(before.neuron, weights=(0.9, 1.1, -0.5)))
    expect(pair.page.get_by_label("x₂, w")).to_have_value("1.1")
    pair.undo()
    assert pair.document() == before, "one drag, one step"
    assert not pair.history_open("undo")
    pair.redo()

    pair.root.focus()
    for _ in range(3):
        press("ArrowUp")
    pair.changes(lambda: press("Shift+ArrowUp"))
    assert pair.neuron().weights[1] == pytest.approx(1.75)
    pair.root.focus()
    pair.changes(lambda: press("Control+z"))
    assert pair.neuron().weights[1] == pytest.approx(1.1), "keys in one go are one step"

    pair.chip("bias0").click()
    pair.changes(lambda: pair.slider.fill("-0.5"))
    assert pair.neuron().bias == -0.5
    pair.field.fill("1/3")
    pair.changes(lambda: pair.field.press("Enter"))
    assert pair.neuron().bias == 1 / 3
    expect(pair.field).to_have_value(repr(1 / 3))
    zero = pair.t("refusal.number_zero_division", text="1/0")
    for text, said in (("1/0", zero), ("1e9", pair.t("neuron.figure.edit_bias"))):
        pair.field.fill(text)
        pair.field.press("Enter")
        expect(page.get_by_test_id("knob").get_by_role("alert")).to_contain_text(said)
        expect(pair.field).to_have_value(text)
        expect(pair.field).to_have_attribute("aria-invalid", "true")
    assert pair.neuron().bias == 1 / 3
    # What was typed counts also where the next thing is done in the picture.
    pair.field.fill("0.25")
    pair.drag("input0", up=-20)
    page.mouse.up()
    pair.settled()
    assert (pair.neuron().bias, pair.neuron().inputs[0]) == (0.25, 0.75)
    expect(page.get_by_test_id("knob").get_by_role("alert")).to_have_text("")
    pair.expect_marked()

    kept = pair.document()
    page.reload()
    pair.ready()
    assert pair.document() == kept
    expect(left).to_contain_text("0.9·0.75 + 1.1·0.6 − 0.5·0.8 + 0.25 = 1.19")


# --- the panels and the experiments ----------------------------------------------------------------

@pytest.mark.thorough
def test_a_step_too_long_is_said_and_no_curve_is_drawn(still_visit: Visit) -> None:
    pair = open_page(still_visit, Neuron(
        model="hodgkin_huxley", stimulus="step", amplitude=20.0, duration_ms=40.0, inputs=(0.0,), weights=(1.0,),
    ))
    assert pair.drawn_lines() > 8
    pair.panel("cell")
    pair.page.get_by_text(pair.t("neuron.numerics"), exact=True).click()
    pair.settled()
    pair.changes(lambda: pair.choose("neuron.method", pair.t("neuron.method.rk4")))
    problem = pair.page.locator(".nv-problem")
    expect(problem).not_to_be_visible()
    pair.changes(lambda: pair.choose("neuron.dt_ms", "0.1 ms"))
    expect(problem).to_contain_text("The step of 0.1 ms is too long for this membrane: the computation broke at")
    assert pair.drawn_lines() == 0
    expect(pair.page.locator(".nv-dot")).not_to_be_visible()
    pair.player("play").click()
    pair.expect_playing(False)
    pair.undo()
    expect(problem).not_to_be_visible()
    assert pair.drawn_lines() > 8


@pytest.mark.thorough
def test_the_threshold_is_found_and_the_myelin_stripped(still_visit: Visit) -> None:
    pair = open_page(still_visit)
    t, alert = pair.t, pair.box.get_by_test_id("stAlert")
    pair.experiment("threshold")
    expect(alert).to_contain_text(t("neuron.experiment.threshold.none"))
    pair.panel("electrode")
    pair.type_into("neuron.amplitude.text", "2.3")
    expect(alert).to_contain_text(t("neuron.experiment.threshold.between", failed="1", worked="2.3"))
    pair.type_into("neuron.amplitude.text", "2.2")
    expect(alert).to_contain_text(t("neuron.experiment.threshold.done", failed="2.2", worked="2.3"))
    expect(pair.box).to_contain_text(t("neuron.experiments.count", done=1, all=len(EXPERIMENTS)))

    pair.experiment("myelin")
    expect(alert).to_contain_text(t("neuron.experiment.myelin.none", speed="12"))
    pair.panel("axon")
    pair.changes(lambda: pair.keyed("neuron.myelin").locator("label").click())
    expect(alert).to_contain_text("Thicker!")
    pair.type_into("neuron.diameter_um.text", "500")
    expect(alert).to_contain_text(t("neuron.experiment.myelin.done", diameter="500", speed="12.62"))
    expect(pair.box).to_contain_text(t("neuron.experiment.myelin.why"))
    expect(pair.box).to_contain_text(t("neuron.experiments.count", done=2, all=len(EXPERIMENTS)))


@pytest.mark.thorough
def test_inhibition_vetoes_by_hand_and_in_chinese(still_visit: Visit) -> None:
    pair = open_page(still_visit, lang="zh")
    t, alert = pair.t, pair.box.get_by_test_id("stAlert")
    pair.experiment("veto")
    expect(alert).to_contain_text(t("neuron.experiment.veto.none", spikes="13"))
    # A little at first; the box follows when the hand rests.
    pair.drag("input2", up=40)
    pair.page.mouse.up()
    pair.settled()
    expect(alert).to_contain_text(t("neuron.experiment.veto.some", spikes="5"))
    pair.changes(lambda: pair.slider.fill("1.5"))
    expect(alert).to_contain_text(t("neuron.experiment.veto.done", spikes="13"))
    expect(pair.box).to_contain_text(t("neuron.experiment.veto.why"))
    assert pair.neuron().inputs == (1.0, 1.0, 1.5)


@pytest.mark.thorough
def test_every_other_experiment_is_done_by_hand(still_visit: Visit) -> None:
    """Each as its task says, with the page's own widgets; the box sees by itself when it is done."""
    pair = open_page(still_visit)
    t, done = pair.t, pair.box.get_by_test_id("stAlertContentSuccess")
    tops: list[float] = []
    pair.mark()

    def begin(name: str, panel: str = "") -> None:
        pair.experiment(name)
        expect(done).to_have_count(0)
        if panel:
            pair.panel(panel)
        tops.append(top())
        assert max(tops) - min(tops) <= 1, "no experiment's box is taller than another's"

    def top() -> float:
        box, main = pair.root.bounding_box(), pair.page.get_by_test_id("stMain").evaluate("node => node.scrollTop")
        assert box is not None
        return box["y"] + main

    def finished(key: str, **figures: str) -> None:
        expect(done).to_contain_text(t(f"neuron.experiment.{key}.done", **figures))
        assert top() == pytest.approx(tops[-1], abs=1), "what was found out pushes nothing away"

    def slide(key: str, press: str, times: int = 1) -> None:
        pair.keyed(key).get_by_role("slider").focus()
        for _ in range(times):
            pair.page.keyboard.press(press)
        pair.settled()

    def put(part: str, number: str) -> None:
        pair.chip(part).click()
        pair.field.fill(number)
        pair.changes(lambda: pair.field.press("Enter"))

    begin("refractory")
    # The box that comes moves the pictures down, and leaves them what they are.
    pair.expect_marked()
    pair.panel("electrode")
    slide("neuron.gap_ms", "ArrowLeft", 18)
    assert pair.neuron().gap_ms == 11.0
    slide("neuron.gap_ms", "ArrowLeft")
    finished("refractory", worked="11", failed="10.5")

    begin("space")
    for inputs in (("1", "0"), ("0", "1"), ("1", "1")):
        for i, number in enumerate(inputs):
            if pair.neuron().inputs[i] != float(number):
                put(f"input{i}", number)
    finished("space")

    begin("time")
    put("input0", "5")
    finished("time", silent="20", firing="100")

    begin("sodium", "cell")
    slide("neuron.sodium", "Home")
    finished("sodium", percent="0")

    begin("potassium")
    slide("neuron.potassium", "PageDown", 4)
    assert pair.neuron().potassium == 0.6
    finished("potassium", percent="60", spikes="3", width="1.639", before="1.478")

    begin("warm")
    slide("neuron.temperature_c", "PageUp", 2)
    assert pair.neuron().temperature_c == pytest.approx(14.3)
    finished("warm", cold="6.3", wide="1.482", warm="14.3", narrow="0.6351")

    begin("release", "electrode")
    pair.type_into("neuron.amplitude.text", "-2.9")
    expect(done).to_have_count(0)
    pair.type_into("neuron.amplitude.text", "-2.75")
    finished("release", worked="−2.9", failed="−2.75")
    expect(pair.box).to_contain_text(t("neuron.experiments.count", done=7, all=len(EXPERIMENTS)))


# --- the way here and on ---------------------------------------------------------------------------

@pytest.mark.thorough
def test_from_the_studio_and_on_by_a_link_and_back(still_visit: Visit) -> None:
    studio = Studio(still_visit("studio"))
    studio.quiet()
    studio.click_neuron(1, 2)
    layer = PRESETS[FIRST].document.layers[0]
    studio.keyed("studio.compare").get_by_role("button").click()
    expect(studio.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.neuron.heading"))
    pair = NeuronDesk(studio.page)
    pair.quiet()
    neuron = pair.neuron()
    assert (neuron.weights, neuron.bias) == (layer.weights[2], layer.biases[2])
    assert neuron.inputs == PRESETS[FIRST].document.input
    expect(pair.chip("input0")).to_contain_text(neuron.names[0])
    pair.drag("weight0", up=20)
    pair.page.mouse.up()
    pair.settled()
    made = pair.document()
    pair.panel("share")
    link = urlsplit(pair.page.get_by_test_id("stCode").first.inner_text().strip())
    assert link.path == "/neuron"
    other = NeuronDesk(still_visit("neuron", doc=parse_qs(link.query)["doc"][0]))
    assert other.document() == made
    pair.page.go_back()
    expect(pair.page.get_by_role("heading", level=1)).to_have_text(studio.t("page.studio.heading"))
    studio.ready()
    assert studio.document() == made


@pytest.mark.thorough
def test_on_a_telephone(still_visit: Visit) -> None:
    pair = open_page(still_visit, replace(SLOW_AXON, model="hodgkin_huxley"), "zh", width=390, height=844)
    for name in PANELS:
        pair.panel(name)
        assert pair.too_wide() <= 1, name
    boxes = [pair.page.get_by_test_id(name).bounding_box() for name in ("artificial", "biological")]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"], "one under the other"
    pair.chip("weight0").focus()
    pair.expect_named("weight0")


@pytest.mark.thorough
def test_on_the_projector_and_out_by_escape(still_visit: Visit) -> None:
    pair = open_page(still_visit, EXPERIMENTS["veto"].start, width=1280, height=720)
    page = pair.page
    pair.keyed("studio.present").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_count(0)
    pair.ready()
    assert parse_qs(urlsplit(page.url).query)["present"] == ["1"]
    for widget in ("stSelectbox", "stSlider", "stTextInput", "stButtonGroup"):
        expect(page.get_by_test_id(widget)).to_have_count(0)
    spikes = len(run(EXPERIMENTS["veto"].start).result.spikes_ms)
    expect(pair.box.get_by_test_id("stAlert")).to_contain_text(pair.t("neuron.experiment.veto.none", spikes=spikes))
    size = page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.nv-formula')).fontSize)")
    assert size >= 20, "it must be read from the last row"
    assert pair.too_wide() <= 1
    # What is changed there counts too.
    pair.drag("input2", up=120)
    page.mouse.up()
    pair.settled()
    expect(pair.box.get_by_test_id("stAlert")).to_contain_text("Silent.")
    pair.root.focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text(pair.t("page.neuron.heading"))
    pair.ready()
    wait_until_idle(page)
    assert "present" not in parse_qs(urlsplit(page.url).query)
    assert pair.neuron().inputs == (1.0, 1.0, 1.5)
