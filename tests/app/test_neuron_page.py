"""The page of the two neurons without a browser: every panel in both languages, every edit, every experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from neuroviz.document import codec, edits
from neuroviz.document.fields import ranges_of
from neuroviz.document.history import History
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.ui.common import session
from neuroviz.ui.pages.neuron.correspondence import article_html, table_html
from tests.app.neuron_visit import HH, NEURON, PANELS, PULSES, STAGE, boxes, chapter, panel, pattern_of, visit
from tests.app.opened import each_language, hand, kept
from tests.app.widgets import Canvas, Wall, widget
from tests.examples import EVERYTHING

# --- it opens --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("model", "lang"), [
    (model, lang) for i, model in enumerate(PATTERNS) for j, lang in enumerate(LANGUAGES) if EVERYTHING or i % 2 == j
])
def test_every_model_and_pattern_on_every_panel(model: str, lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang)
    for pattern in PATTERNS[model]:
        neuron = replace(Neuron(), model=model, pattern=pattern, duration_ms=40.0)
        kept(at)["history"] = History(replace(hand(at), neuron=neuron))
        panel(at, "cell")
        assert hand(at).neuron == neuron
        assert t(f"neuron.model.{model}.about") in [caption.value for caption in at.caption]
    for name in PANELS:
        panel(at, name)
        assert hand(at).neuron == neuron
        assert len(at.error) == len(at.warning) == 0, "nothing is wrong with it"
        assert widget(at, "segmented_control", "neuron.panels").value == name


@each_language
def test_the_tables_of_what_corresponds_are_shown(lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang)
    assert t("neuron.intro") in [each.value for each in [*at.markdown, *at.caption]]
    chapter(at, "correspondence")
    shown = [each.proto.body for each in at.get("html")]
    assert table_html(t) in shown
    assert article_html(t) in shown


@each_language
def test_one_chapter_at_a_time(lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang)
    headings = {
        "response": "neuron.response", "potentials": "neuron.membrane.heading", "synapse": "neuron.synapse.heading",
        "correspondence": "neuron.correspondence.heading",
    }
    for name in headings:
        chapter(at, name)
        shown = [each.value for each in at.subheader]
        assert [key for key in headings.values() if t(key) in shown] == [headings[name]]
    assert hand(at).neuron == Neuron(), "reading changes nothing"


@each_language
def test_the_match_of_curve_and_activation_is_told(lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang, neuron=Neuron(t_ref_ms=0.0))
    (ranked,) = (each.value for each in at.markdown if each.value.startswith("- "))
    assert ranked.splitlines()[0].startswith(f"- **{t('activation.relu')}"), "without a refractory period: ReLU"
    assert t("neuron.response.lif") in [each.value for each in at.markdown]


@each_language
def test_the_widest_neuron_and_the_wildest_numbers(lang: str) -> None:
    wild = Neuron(
        inputs=(100.0, -100.0) * 16, weights=(-100.0, 100.0) * 16, bias=-100.0, rate_hz=300.0, fibres=20,
        stimulus="train", amplitude=500.0, gap_ms=0.5, width_ms=0.05, names=("<b>x</b> $y$", "**甜**") * 16,
    )
    for model in PATTERNS:
        at = visit(lang, neuron=edits.set_neuron(hand(visit(lang)), **vars_of(wild), model=model).neuron)
        for name in PANELS:
            panel(at, name)
            assert hand(at).neuron.model == model


def vars_of(neuron: Neuron) -> dict[str, Any]:
    """Everything but the model and its pattern."""
    return {name: value for name, value in vars(neuron).items() if name not in {"model", "pattern"}}


@pytest.mark.parametrize("end", [0, 1])
@pytest.mark.parametrize("model", ["lif", "hodgkin_huxley"])
def test_both_ends_of_every_range_can_be_shown(model: str, end: int) -> None:
    """No slider breaks over a value that a file or a link may bring."""
    for stimulus in ("step", "pulses"):
        at = visit(neuron=edits.set_neuron(PRESETS[FIRST].document, **{
            **{name: ends[end] for name, ends in ranges_of(Neuron).items()},
            "model": model, "stimulus": stimulus, "myelin": False,
        }).neuron)
        before = hand(at)
        for each in PANELS[:4]:
            assert hand(panel(at, each)) == before


# --- edits -----------------------------------------------------------------------------------------

EDITS = [
    ("drive", Neuron(), "slider", "neuron.bias.slider", -0.5, {"bias": -0.5}),
    ("drive", Neuron(), "text_input", "neuron.bias.text", "1/3", {"bias": 1 / 3}),
    ("drive", Neuron(), "selectbox", "neuron.activation", "tanh", {"activation": "tanh"}),
    ("drive", Neuron(), "text_input", "neuron.size", "2",
     {"inputs": (1.0, 0.6), "weights": (0.9, 0.6), "names": ("", "")}),
    ("drive", Neuron(), "slider", "neuron.background", 0.5, {"background": 0.5}),
    ("drive", Neuron(), "slider", "neuron.rate_hz", 50.0, {"rate_hz": 50.0}),
    ("drive", Neuron(), "slider", "neuron.fibres", 7, {"fibres": 7}),
    ("drive", Neuron(), "selectbox", "neuron.trains", "regular", {"trains": "regular"}),
    ("drive", Neuron(), "selectbox", "neuron.receptor", "nmda", {"receptor": "nmda"}),
    ("drive", Neuron(), "slider", "neuron.noise", 0.5, {"noise": 0.5}),
    ("drive", Neuron(), "text_input", "neuron.seed", "7", {"seed": 7}),
    ("electrode", Neuron(), "selectbox", "neuron.stimulus", "ramp", {"stimulus": "ramp"}),
    ("electrode", PULSES, "slider", "neuron.amplitude.slider", 12.5, {"amplitude": 12.5}),
    ("electrode", PULSES, "slider", "neuron.onset_ms", 4.0, {"onset_ms": 4.0}),
    ("electrode", PULSES, "slider", "neuron.width_ms", 2.0, {"width_ms": 2.0}),
    ("electrode", PULSES, "slider", "neuron.gap_ms", 6.5, {"gap_ms": 6.5}),
    ("cell", Neuron(), "selectbox", "neuron.model", "adex", {"model": "adex", "pattern": "tonic"}),
    ("cell", Neuron(model="izhikevich", pattern="chattering"), "selectbox", "neuron.pattern", "resonator",
     {"pattern": "resonator"}),
    ("cell", Neuron(), "slider", "neuron.tau_ms", 20.0, {"tau_ms": 20.0}),
    ("cell", Neuron(), "slider", "neuron.r_mohm", 4.0, {"r_mohm": 4.0}),
    ("cell", Neuron(), "slider", "neuron.t_ref_ms", 5.0, {"t_ref_ms": 5.0}),
    ("cell", Neuron(), "slider", "neuron.duration_ms", 100.0, {"duration_ms": 100.0}),
    ("cell", HH, "slider", "neuron.sodium", 50.0, {"sodium": 0.5}),
    ("cell", HH, "slider", "neuron.potassium", 25.0, {"potassium": 0.25}),
    ("cell", HH, "slider", "neuron.temperature_c", 12.0, {"temperature_c": 12.0}),
    ("cell", HH, "slider", "neuron.c_m_uf_cm2", 2.0, {"c_m_uf_cm2": 2.0}),
    ("cell", HH, "selectbox", "neuron.method", "rk4", {"method": "rk4"}),
    ("cell", HH, "selectbox", "neuron.dt_ms", 0.01, {"dt_ms": 0.01}),
    ("axon", Neuron(), "toggle", "neuron.myelin", False, {"myelin": False}),
    ("axon", Neuron(), "text_input", "neuron.diameter_um.text", "2,5", {"diameter_um": 2.5}),
    ("axon", Neuron(), "slider", "neuron.length_mm.slider", 50.0, {"length_mm": 50.0}),
]


@pytest.mark.parametrize(
    ("where", "neuron", "kind", "key", "value", "changes"), EDITS, ids=[f"{edit[0]}-{edit[3]}" for edit in EDITS],
)
def test_a_widget_edits_its_field_of_the_neuron_and_nothing_else(
    where: str, neuron: Neuron, kind: str, key: str, value: object, changes: dict[str, Any], canvas: Canvas,
) -> None:
    at = visit(panel=where, neuron=neuron)
    before = hand(at)
    found = widget(at, kind, key)
    (found.input(value) if kind == "text_input" else found.set_value(value)).run()
    assert hand(at) == replace(before, neuron=replace(neuron, **changes))
    assert kind == "text_input" or widget(at, kind, key).value == value
    canvas.act(at, "undo", on=STAGE)
    assert hand(at) == before
    assert not canvas.can("undo", on=STAGE)
    canvas.act(at, "redo", on=STAGE)
    assert hand(at).neuron == replace(neuron, **changes)


@each_language
def test_numbers_by_hand_and_in_the_table(lang: str, canvas: Canvas) -> None:
    at = visit(lang)
    before = hand(at)
    canvas.act(at, "value", on=STAGE, part="weight", index=1, value=-0.75, gesture="drag-1")
    canvas.act(at, "value", on=STAGE, part="weight", index=1, value=-0.8, gesture="drag-1")
    canvas.act(at, "value", on=STAGE, part="input", index=0, value=0.5, gesture="drag-2")
    canvas.act(at, "typed", on=STAGE, part="bias", index=0, text="1/3")
    canvas.act(at, "cell", on="neuron.numbers", row=2, column=1, text="0,5")
    canvas.act(at, "paste", on="neuron.numbers", row=0, column=0, text="2\t-3\n4\n")
    wanted = replace(before.neuron, inputs=(2.0, 4.0, 0.8), weights=(-3.0, -0.8, 0.5), bias=1 / 3)
    assert hand(at) == replace(before, neuron=wanted)
    assert canvas.views["neuron.numbers"]["table"]["cells"][0] == [["2", "2"], ["−3", "-3"]]
    for steps in range(5):
        assert canvas.can("undo", on=STAGE), steps
        canvas.act(at, "undo", on=STAGE)
    assert hand(at) == before
    assert not canvas.can("undo", on=STAGE), "a drag is one step"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("abc", "number_unreadable"), ("1/0", "number_zero_division"), ("", "number_empty"),
     ("9e999", "number_too_large")],
)
@each_language
def test_what_is_no_number_is_said_beside_its_field(lang: str, typed: str, code: str, canvas: Canvas) -> None:
    at = visit(lang)
    before = hand(at)
    canvas.act(at, "typed", on=STAGE, part="weight", index=2, text=typed)
    assert hand(at) == before
    message = LANGUAGES[lang](f"refusal.{code}", text=typed)
    assert canvas.views[STAGE]["wrong"] == {"name": "weight2", "text": typed, "message": message}
    canvas.act(at, "typed", on=STAGE, part="weight", index=2, text="0.25")
    assert canvas.views[STAGE]["wrong"] is None
    assert hand(at).neuron.weights == (0.9, 0.6, 0.25)


@each_language
def test_a_number_out_of_range_is_said_beside_its_field_too(lang: str, canvas: Canvas) -> None:
    at, t = visit(lang), LANGUAGES[lang]
    before = hand(at)
    canvas.act(at, "typed", on=STAGE, part="weight", index=2, text="1e9")
    assert hand(at) == before
    wrong = canvas.views[STAGE]["wrong"]
    assert (wrong["name"], wrong["text"]) == ("weight2", "1e9")
    assert wrong["message"] == t("refusal.field_range", where="w₃", value="1000000000", low="−100", high="100")
    panel(at, "axon")
    widget(at, "text_input", "neuron.diameter_um.text").input("-1").run()
    assert hand(at) == before
    said = t("refusal.field_range", where=t("neuron.field.diameter_um"), value="−1", low="0.2", high="1000")
    assert [error.value.replace("\\", "") for error in at.error] == [said]


@each_language
def test_what_has_no_counterpart_is_said(lang: str) -> None:
    t = LANGUAGES[lang]
    at = visit(lang, neuron=Neuron(inputs=(-1.0, 1.0, 0.0)))
    assert boxes(at) == [t("neuron.negative")]
    at = visit(lang, neuron=Neuron(inputs=(1.0, 50.0, 0.0)))
    assert boxes(at) == [t("neuron.too_fast", limit="500")]
    at = visit(lang, "axon", Neuron(model="hodgkin_huxley", myelin=False, temperature_c=40.0, duration_ms=40.0))
    assert t("neuron.axon.blocked") in [warning.value for warning in at.warning]


@each_language
def test_a_step_too_long_is_said_and_nothing_is_drawn(lang: str, canvas: Canvas) -> None:
    t = LANGUAGES[lang]
    at = visit(lang, "cell", replace(HH, stimulus="step", amplitude=20.0, method="rk4"))
    assert canvas.views[STAGE]["problem"] == ""
    widget(at, "selectbox", "neuron.dt_ms").set_value(0.1).run()
    view = canvas.views[STAGE]
    assert pattern_of(t("neuron.figure.failed_unstable_method"))(view["problem"]), view["problem"]
    assert {value for index in view["clock"]["lines"].values() for value in view["below"]["spec"]["data"][index]["y"]} \
        == {None}
    canvas.act(at, "undo", on=STAGE)
    assert canvas.views[STAGE]["problem"] == ""


def test_reset_goes_back_to_what_was_opened_and_can_be_undone(canvas: Canvas) -> None:
    at = visit(doc=codec.to_link(replace(PRESETS["xor"].document, neuron=PULSES)), panel="cell")
    assert not canvas.can("reset", on=STAGE)
    widget(at, "slider", "neuron.sodium").set_value(50.0).run()
    canvas.act(at, "reset", on=STAGE)
    assert hand(at).neuron == PULSES
    canvas.act(at, "undo", on=STAGE)
    assert hand(at).neuron.sodium == 0.5
    widget(at, "selectbox", "neuron.experiment").set_value("veto").run()
    canvas.act(at, "value", on=STAGE, part="input", index=2, value=1.0, gesture="drag-1")
    canvas.act(at, "reset", on=STAGE)
    assert hand(at).neuron == EXPERIMENTS["veto"].start, "within an experiment: to its beginning"


def test_another_page_and_back_keeps_the_neuron(canvas: Canvas) -> None:
    at = visit(panel="cell")
    widget(at, "selectbox", "neuron.model").set_value("adex").run()
    before = hand(at)
    at.switch_page("pages/article.py").run()
    assert not at.exception
    at.switch_page(NEURON).run()
    assert hand(at) == before
    assert widget(at, "selectbox", "neuron.model").value == "adex"
    canvas.act(at, "undo", on=STAGE)
    assert hand(at).neuron == Neuron()


@each_language
def test_the_projector_shows_canvas_and_experiment_alone(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Wall(monkeypatch)
    at = visit(lang, neuron=EXPERIMENTS["veto"].start, present="1")
    monkeypatch.setattr(session, "was_routed", lambda: True)
    assert len(at.button) == 0
    assert len(at.selectbox) == len(at.slider) == len(at.text_input) == len(at.title) == 0
    assert len(boxes(at)) == 1
    wall.press(at, "leave")
    assert "present" not in at.query_params
