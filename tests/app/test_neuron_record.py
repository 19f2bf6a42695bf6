"""What a visitor has done in the experiments outlives a reload, can be taken away, and is held to what was expected."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import codec, edits
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.ui.pages.neuron.predict import ICON
from tests.app.neuron_visit import STAGE, visit
from tests.app.opened import each_language, hand, kept
from tests.app.widgets import Canvas, widget

Visit = Callable[..., AppTest]


def begun(lang: str = "en", name: str = "threshold") -> AppTest:
    at = visit(lang)
    widget(at, "selectbox", "neuron.experiment").set_value(name).run()
    return at


def tries(at: AppTest, *amplitudes: float) -> None:
    for amplitude in amplitudes:
        kept(at)["history"] = kept(at)["history"].commit(edits.set_neuron(hand(at), amplitude=amplitude), None)
        at.run()
        assert not at.exception


def said(at: AppTest) -> list[str]:
    return [each.value for each in at.markdown]


def tables(at: AppTest) -> list[str]:
    return [each.proto.body for each in at.get("html") if "nv-trials\" role" in each.proto.body]


def ticked(at: AppTest) -> list[str]:
    return [label for label in widget(at, "selectbox", "neuron.experiment").options if label.startswith("✓")]


# --- through a reload ----------------------------------------------------------------------------

def test_ticks_trials_and_what_was_expected_outlive_a_reload(canvas: Canvas) -> None:
    t = LANGUAGES["en"]
    before = begun()
    first = t("neuron.experiment.threshold.choices").split("|")[0]
    widget(before, "radio", "neuron.predict.threshold").set_value(first).run()
    tries(before, 2.3, 2.2)
    browser = canvas.views[STAGE]["keep"]
    assert len(before.success) == 1
    assert len(ticked(before)) == 1 or len(ticked(before.run())) == 1

    after = visit()
    assert ticked(after) == []
    assert canvas.views[STAGE]["keep"]["session"] != browser["session"]
    canvas.act(after, "restore", on=STAGE, document=browser["document"], beside=browser["beside"])
    after.run()
    assert hand(after).neuron == hand(before).neuron
    assert len(ticked(after)) == 1
    assert [each.value for each in after.success] == [each.value for each in before.success]
    assert tables(after) == tables(before) != []
    assert any("You predicted “About a third as high”. It is “Nearly as high”." in each for each in said(after))
    assert canvas.views[STAGE]["keep"]["beside"] == browser["beside"], "kept on, as it was"


def test_ticks_come_back_though_another_link_was_opened(canvas: Canvas) -> None:
    at = visit()
    assert canvas.views[STAGE]["keep"]["beside"] == ""
    document = hand(at)
    canvas.act(at, "restore", on=STAGE, beside='{"done": ["warm", "veto"]}')
    at.run()
    assert len(ticked(at)) == 2
    assert hand(at) == document
    assert canvas.views[STAGE]["keep"]["fresh"]


def test_a_reload_of_another_page_brings_them_back_too(visit: Visit, canvas: Canvas) -> None:
    at = visit("studio")
    canvas.act(at, "restore", document=codec.to_json(hand(at)), beside='{"done": ["warm"]}')
    at.run()
    assert orjson.loads(canvas.views["studio.canvas"]["keep"]["beside"])["done"] == ["warm"]
    at.switch_page("pages/neuron.py").run()
    assert len(ticked(at)) == 1


@pytest.mark.parametrize("beside", [
    "", "{", "[]", 3, None, ["warm"], '{"done": ["<script>alert(1)</script>"]}', '{"done": [["warm"]]}', "[" * 70_000,
    '{"done": ["warm"], "pad": "' + "x" * 70_000 + '"}',
    '{"name": "threshold", "trials": [{"neuron": {"names": ["<img src=x onerror=alert(1)>"]}, "spikes": "<b>"}]}',
], ids=lambda beside: str(beside)[:30])
def test_what_comes_back_broken_is_left_alone(canvas: Canvas, beside: object) -> None:
    at = begun()
    tries(at, 2.3)
    shown = tables(at)
    canvas.act(at, "restore", on=STAGE, beside=beside)
    at.run()
    assert not at.exception
    assert ticked(at) == []
    assert tables(at) == shown
    assert len(at.error) == 0
    # And the visitor goes on as if nothing had been.
    tries(at, 2.2)
    assert len(at.success) == 1


# --- the table -----------------------------------------------------------------------------------

@each_language
def test_what_was_tried_is_a_table_and_a_file_with_the_same_numbers(lang: str) -> None:
    t = LANGUAGES[lang]
    at = begun(lang)
    assert tables(at) == [], "nothing has been tried yet"
    assert [each for each in at.get("download_button") if "neuron.trials" in each.proto.id] == []
    tries(at, 2.3, -4.0)
    (table,) = tables(at)
    strength, first = f"{t('neuron.field.amplitude')} (µA/cm²)", f"{t('neuron.trials.first')} (ms)"
    for head in (t("neuron.trials.spikes"), strength, first):
        assert f'<th scope="col">{head}</th>' in table
    assert table.count("<tr>") == 1 + 3
    assert "<td>2.3</td><td>1</td>" in table
    assert "<td>−4</td>" in table
    assert t("neuron.trials", n=3) in [each.proto.popover.label for each in at.get("popover")]
    (button,) = (each for each in at.get("download_button") if "neuron.trials" in each.proto.id)
    assert button.proto.label == t("neuron.trials.save")


def test_a_name_that_a_visitor_gave_is_no_html() -> None:
    at = begun(name="space")
    named = edits.set_neuron(hand(at), names=("<b>x</b>", "y"), inputs=(1.0, 0.0))
    kept(at)["history"] = kept(at)["history"].commit(named, None)
    at.run()
    assert "<b>" not in tables(at)[0]


# --- what was expected ---------------------------------------------------------------------------

@pytest.mark.parametrize("name", EXPERIMENTS)
@each_language
def test_each_experiment_asks_what_will_come_of_it(lang: str, name: str) -> None:
    t = LANGUAGES[lang]
    radio = widget(begun(lang, name), "radio", f"neuron.predict.{name}")
    assert radio.label == t(f"neuron.experiment.{name}.predict")
    assert radio.options == t(f"neuron.experiment.{name}.choices").split("|")
    assert radio.value is None


@pytest.mark.parametrize("choice", [0, 2])
@each_language
def test_whether_it_came_true_is_said_before_why(lang: str, choice: int) -> None:
    t = LANGUAGES[lang]
    words = t("neuron.experiment.threshold.choices").split("|")
    at = begun(lang)
    widget(at, "radio", "neuron.predict.threshold").set_value(words[choice]).run()
    assert t("neuron.predict.noted") in [each.value for each in at.caption]
    assert widget(at, "radio", "neuron.predict.threshold").value == choice, "nothing has been seen yet"
    tries(at, 2.3)
    # It has been seen by now: what was expected stands there, and can be changed no more.
    assert not [each for each in at.radio if "predict" in (each.key or "")]
    assert f"{t('neuron.experiment.threshold.predict')}\n\n**{words[choice]}**" in said(at)
    tries(at, 2.2)
    verdict = t("neuron.predict.held", right=words[2]) if choice == 2 else t(
        "neuron.predict.missed", chosen=words[choice], right=words[2])
    assert f"{ICON} {verdict}  \n{t('neuron.experiment.threshold.why')}" in said(at)
    assert len(at.radio) == len([each for each in at.radio if "predict" not in (each.key or "")]), "asked no more"
    # Begun anew, it can be expected anew.
    widget(at, "selectbox", "neuron.experiment").set_value("warm").run()
    widget(at, "selectbox", "neuron.experiment").set_value("threshold").run()
    assert widget(at, "radio", "neuron.predict.threshold").value is None


@each_language
def test_nothing_is_asked_or_listed_on_the_wall(lang: str) -> None:
    at = visit(lang, neuron=EXPERIMENTS["threshold"].start, present="1")
    tries(at, 2.3)
    assert [each for each in at.radio if "predict" in (each.key or "")] == []
    assert tables(at) == []
