"""The ways to the two neurons and on, without a browser: links, files, the studio."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, Selection, codec, edits
from neuroviz.document.history import History
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.text import escape_markdown
from tests.app.neuron_visit import PULSES, STAGE, pattern_of, visit
from tests.app.opened import each_language, hand, kept
from tests.app.widgets import Canvas, widget

# --- links and files -------------------------------------------------------------------------------

def link_of(neuron: object) -> str:
    """A link that nobody's app has made: a document with this for its neuron."""
    raw = {**json.loads(codec.to_json(PRESETS["xor"].document)), "neuron": neuron}
    return "1" + base64.urlsafe_b64encode(zlib.compress(json.dumps(raw).encode())).decode().rstrip("=")


@each_language
def test_a_link_with_a_neuron_opens_it(lang: str) -> None:
    document = replace(PRESETS["xor"].document, neuron=replace(PULSES, inputs=(1 / 3,), weights=(-0.1,), names=("甜",)))
    assert hand(visit(lang, doc=codec.to_link(document))) == document


@pytest.mark.parametrize(
    ("half", "code"),
    [
        ({"inputs": [1.0, 2.0]}, "field_length"), ({"model": "brain"}, "field_value"), ({"dt_ms": -1.0}, "field_range"),
        ({"tau_ms": "8"}, "field_number"), ({"spikes": []}, "field_unknown"), ([1.0], "field_value"),
    ],
)
@each_language
def test_a_link_with_half_a_neuron_is_refused_in_words(lang: str, half: object, code: str, canvas: Canvas) -> None:
    t = LANGUAGES[lang]
    at = visit(lang, "cell")
    widget(at, "selectbox", "neuron.model").set_value("adex").run()
    before = hand(at)
    at.query_params["doc"] = link_of(half)
    at.run()
    assert hand(at) == before
    assert [pattern_of(t(f"refusal.{code}"))(error.value) for error in at.error] == [True], [e.value for e in at.error]
    widget(at, "slider", "neuron.duration_ms").set_value(100.0).run()
    assert len(at.error) == 0, "forgotten with the next edit that works"


@each_language
def test_the_share_panel_holds_the_neuron(lang: str) -> None:
    at = visit(lang, "share", PULSES)
    code = at.code[0]
    assert codec.from_link(code.value.partition("doc=")[2].partition("&")[0]).neuron == PULSES
    assert f"lang={lang}" in code.value


# --- from the studio -------------------------------------------------------------------------------

def compared(lang: str, document: Document, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The studio with `document` in the hand, after a click on "Show as a biological neuron"."""
    at = visit(lang, page="pages/studio.py")
    kept(at)["history"] = History(document)
    at.run()
    widget(at, "button", "studio.compare").click().run()
    assert not at.exception
    return at


@pytest.mark.parametrize("selection", [Selection(1, 2), Selection(1, 2, 0), Selection(0, 1), None])
def test_the_studio_shows_its_selected_neuron_as_a_biological_one(
    selection: Selection | None, monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = replace(PRESETS["fruit"].document, selection=selection, neuron=replace(PULSES, experiment="refractory"))
    at = compared("en", start, monkeypatch)
    row = 2 if selection is not None and selection.layer == 1 else 0
    layer = start.layers[0]
    neuron = hand(at).neuron
    assert (neuron.inputs, neuron.weights, neuron.bias) == (start.input, layer.weights[row], layer.biases[row])
    assert neuron.activation == layer.activation
    assert (neuron.stimulus, neuron.experiment) == ("none", "")
    assert neuron.model == "hodgkin_huxley", "the cell stays"
    assert hand(at) == replace(start, neuron=neuron)
    assert [title.value for title in at.title] == [LANGUAGES["en"]("page.neuron.heading")]


@each_language
def test_softmax_is_no_single_neurons_curve(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    t = LANGUAGES[lang]
    start = replace(PRESETS["fruit"].document, selection=Selection(2, 1))
    at = compared(lang, start, monkeypatch)
    assert hand(at) == start
    assert [error.value for error in at.error] == [t("refusal.neuron_softmax")]
    assert [title.value for title in at.title] == [t("page.studio.heading")]


@each_language
def test_a_weight_too_large_for_a_synapse_is_refused_in_words(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    t = LANGUAGES[lang]
    start = edits.set_weight(PRESETS["fruit"].document, 1, 0, 0, 1e9)
    at = compared(lang, start, monkeypatch)
    assert hand(at) == start
    assert [pattern_of(t("refusal.field_range"))(error.value) for error in at.error] == [True]


def test_an_opened_preset_keeps_the_neuron() -> None:
    at = visit(neuron=PULSES)
    at.switch_page("pages/studio.py").run()
    widget(at, "selectbox", "studio.preset").set_value("xor").run()
    assert hand(at).preset == "xor"
    assert hand(at).neuron == PULSES


def test_names_are_shown_as_they_stand(canvas: Canvas) -> None:
    """Names come from files and links: what would be markup is text."""
    at = visit(neuron=Neuron(inputs=(1.0,), weights=(1.0,), names=("<img src=x onerror=a()>",)))
    assert canvas.views["neuron.numbers"]["table"]["rows"] == ["<img src=x onerror=a()>"]
    drawn = json.dumps(canvas.views[STAGE]["left"]["spec"])
    assert "<img" not in drawn
    assert escape_markdown("<b>") not in drawn
    assert not at.exception
