"""Two neurons, in a browser: numbers by hand, the panels and the experiments, and the way here and on."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.run import run
from tests.browser.conftest import wait_until_idle
from tests.browser.desk import Visit
from tests.browser.neuron_driver import PANELS, SLOW_AXON, NeuronDesk, open_page
from tests.browser.studio_driver import Studio

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


def test_a_reload_keeps_what_was_done_in_the_experiments(still_visit: Visit) -> None:
    """Also where the document is as it begins, so that nothing but the ticks comes back."""
    pair = open_page(still_visit, replace(EXPERIMENTS["warm"].start, temperature_c=18.0))
    page, t = pair.page, pair.t
    done = t("neuron.experiments.count", done=1, all=len(EXPERIMENTS))
    expect(pair.box).to_contain_text(done)
    expect(page.get_by_role("button", name=t("neuron.trials", n=2))).to_be_visible()
    page.reload()
    pair.ready()
    expect(pair.box).to_contain_text(done)
    # Another document, by its link: what was done is the visitor's.
    page.goto(page.url.split("?")[0] + "?lang=en")
    pair.ready()
    page.get_by_role("combobox", name=t("neuron.experiment")).click()
    expect(page.get_by_role("option", name=f"✓ {t('neuron.experiment.warm.title')}")).to_be_visible()


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


SAID = """([verdict, task, why, done]) => {
    const box = document.querySelector('.st-key-neuron_experiment'), heights = []
    const said = box.querySelector('[data-testid=stMarkdownContainer]')
    const state = box.querySelector('[data-testid=stAlert] p')
    const paragraph = text => Object.assign(document.createElement('p'), {innerHTML: text})
    for (const [texts, now] of [[task, done], [[`${verdict}<br>${why}`], done]]) {
        said.replaceChildren(...texts.map(paragraph))
        state.textContent = now
        heights.push(Math.round(box.getBoundingClientRect().height))
    }
    return heights
}"""


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_task_and_why_have_the_same_room_in_every_experiment(still_visit: Visit, lang: str) -> None:
    """However long they are: what stands below stays where it is when one takes the other's place."""
    pair, t = open_page(still_visit, EXPERIMENTS["veto"].start, lang=lang), LANGUAGES[lang]
    for width in (1440, 1024):
        pair.page.set_viewport_size({"width": width, "height": 900})
        pair.settled()
        found = {}
        for name in EXPERIMENTS:
            title, task, why, done = (
                t(f"neuron.experiment.{name}.{part}") for part in ("title", "task", "why", "done"))
            words = t(f"neuron.experiment.{name}.choices").split("|")
            right = words.pop(EXPERIMENTS[name].right)
            verdict = t("neuron.predict.missed", chosen=max(words, key=len), right=right)
            given = [verdict, [f"<strong>{title}</strong>", task], why, re.sub(r"\{\w+\}", "12.62", done)]
            found[name] = pair.page.evaluate(SAID, given)
        assert len({height for heights in found.values() for height in heights}) == 1, (width, found)


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
