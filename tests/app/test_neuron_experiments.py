"""The experiments of the page of the two neurons, without a browser: their tasks, and how far they have come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neuroviz.document import edits
from neuroviz.document.settings.neuron import Neuron
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from tests.app.neuron_visit import HH, boxes, panel, pattern_of, visit
from tests.app.opened import each_language, hand, kept
from tests.app.widgets import widget

# --- experiments -----------------------------------------------------------------------------------

RUNS = {
    "threshold": [("amplitude", 0.5, "none"), ("amplitude", 2.3, "between"), ("amplitude", 2.2, "done")],
    "veto": [("inputs", (1.0, 1.0, 0.5), "some"), ("inputs", (1.0, 1.0, 3.0), "done")],
    "myelin": [("myelin", False, "bare"), ("diameter_um", 200.0, "bare"), ("diameter_um", 500.0, "done")],
}
"""What is changed, one after the other, and the sentence that must be shown then."""


@pytest.mark.parametrize("name", EXPERIMENTS)
@each_language
def test_an_experiment_opens_with_its_own_neuron_and_its_task(lang: str, name: str) -> None:
    at, t = visit(lang), LANGUAGES[lang]
    network = hand(at).layers
    widget(at, "selectbox", "neuron.experiment").set_value(name).run()
    assert hand(at).neuron == EXPERIMENTS[name].start
    assert hand(at).layers == network
    said = [each.value for each in at.markdown]
    assert f"**{t(f'neuron.experiment.{name}.title')}**\n\n{t(f'neuron.experiment.{name}.task')}" in said
    assert t(f"neuron.experiment.{name}.why") not in said, "not before it is done"
    assert len(at.success) == 0
    assert len(at.info) == 1
    assert "{" not in at.info[0].value
    assert t("neuron.experiments.count", done=0, all=len(EXPERIMENTS)) in [each.value for each in at.caption]
    widget(at, "selectbox", "neuron.experiment").set_value("").run()
    assert hand(at).neuron == replace(EXPERIMENTS[name].start, experiment="")
    assert boxes(at) == []


@pytest.mark.parametrize("name", RUNS)
@each_language
def test_an_experiment_says_how_far_it_is_and_counts_when_it_is_done(lang: str, name: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang)
    widget(at, "selectbox", "neuron.experiment").set_value(name).run()
    for field, value, stage in RUNS[name]:
        kept(at)["history"] = kept(at)["history"].commit(
            edits.set_neuron(hand(at), **{field: value}), None)
        at.run()
        assert pattern_of(t(f"neuron.experiment.{name}.{stage}"))(boxes(at)[0]), boxes(at)
        assert len(at.success) == (stage == "done")
    assert t(f"neuron.experiment.{name}.why") in [each.value for each in at.markdown]
    counted = t("neuron.experiments.count", done=1, all=len(EXPERIMENTS))
    assert counted in [each.value for each in at.caption]
    ticked = [each for each in widget(at, "selectbox", "neuron.experiment").options if each.startswith("✓")]
    assert ticked == [f"✓ {t(f'neuron.experiment.{name}.title')}"], "in the list as soon as in the box"
    # Another one begins; the one that was done stays counted, and begins anew where it is opened again.
    widget(at, "selectbox", "neuron.experiment").set_value("warm").run()
    assert counted in [each.value for each in at.caption]
    widget(at, "selectbox", "neuron.experiment").set_value(name).run()
    assert len(at.success) == 0
    assert counted in [each.value for each in at.caption]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_opens_its_own_panel_and_offers_the_next_one(name: str) -> None:
    at = visit(panel="share")
    widget(at, "selectbox", "neuron.experiment").set_value(name).run()
    assert kept(at)["neuron.panel"] == EXPERIMENTS[name].panel
    assert [button for button in at.button if button.key == "neuron.experiment.next"] == [], "not before it is done"


def test_what_is_done_leads_on_to_the_next() -> None:
    at = visit()
    widget(at, "selectbox", "neuron.experiment").set_value("threshold").run()
    for amplitude in (2.3, 2.2):
        kept(at)["history"] = kept(at)["history"].commit(
            edits.set_neuron(hand(at), amplitude=amplitude), None)
        at.run()
    widget(at, "button", "neuron.experiment.next").click().run()
    assert hand(at).neuron == EXPERIMENTS["refractory"].start


@pytest.mark.parametrize(("model", "pattern"), [("adex", "delayed"), ("izhikevich", "chattering")])
def test_a_pattern_can_be_shown_with_its_own_current(model: str, pattern: str) -> None:
    at = visit("zh", "cell", edits.set_neuron(hand(visit()), model=model, pattern=pattern).neuron)
    before = hand(at)
    widget(at, "button", "neuron.pattern.show").click().run()
    now = hand(at).neuron
    assert (now.model, now.pattern, now.stimulus, now.background) == (model, pattern, "step", 0.0)
    assert set(now.inputs) == {0.0}
    assert now.weights == before.neuron.weights, "only silent"
    assert widget(at, "button", "neuron.pattern.show").disabled


@each_language
def test_both_thresholds_of_the_cell_in_hand_are_told(lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang, "electrode", HH)
    said = t("neuron.thresholds.two", once="2.24", lasting="6.26", unit=" µA/cm²")
    assert said in [caption.value for caption in at.caption]
    at = visit(lang, "electrode", Neuron())
    assert t("neuron.thresholds.one", lasting="2", unit=" nA") in [caption.value for caption in at.caption]


def test_what_was_seen_in_one_experiment_does_not_count_in_another() -> None:
    at = visit()
    widget(at, "selectbox", "neuron.experiment").set_value("sodium").run()
    panel(at, "cell")
    widget(at, "selectbox", "neuron.experiment").set_value("threshold").run()
    panel(at, "electrode")
    widget(at, "text_input", "neuron.amplitude.text").input("2.3").run()
    assert len(at.success) == 0
    widget(at, "text_input", "neuron.amplitude.text").input("2.2").run()
    assert len(at.success) == 1


@pytest.mark.parametrize(("name", "changes", "stage"), [
    ("sodium", {"sodium": 0.05}, "done"), ("myelin", {"myelin": False}, "bare"),
    ("warm", {"temperature_c": 18.0}, "done"),
    ("threshold", {"amplitude": 5.0}, "between"),
])
@each_language
def test_an_experiment_that_a_link_opens_in_the_middle_knows_how_it_began(
    lang: str, name: str, changes: dict[str, float], stage: str,
) -> None:
    at = visit(lang, neuron=replace(EXPERIMENTS[name].start, **changes))
    (said,) = boxes(at)
    assert pattern_of(LANGUAGES[lang](f"neuron.experiment.{name}.{stage}"))(said), said
    assert " 0 m/s" not in said


@each_language
def test_a_run_that_does_not_count_is_not_spoken_of_as_if_it_did(lang: str) -> None:
    t = LANGUAGES[lang]
    start = EXPERIMENTS["threshold"].start
    at = visit(lang, neuron=replace(start, amplitude=40.0, temperature_c=20.0, inputs=(0.5,), weights=(2.0,)))
    (said,) = boxes(at)
    assert said != t("neuron.experiment.threshold.none"), "there are spikes to be seen"
    for name in ("neuron.field.temperature_c", "neuron.numbers"):
        assert said.count(t(name)) == 1
    kept(at)["history"] = kept(at)["history"].commit(
        edits.put_neuron(hand(at), start), None)
    at.run()
    assert boxes(at) == [t("neuron.experiment.threshold.none")]
