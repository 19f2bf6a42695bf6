"""What the canvas is handed: valid, whole, and nothing in it but what the document says."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given

from neuroviz.document import Document, Layer, Selection, edits
from neuroviz.viz.studio.equation import equation, matrix_form
from neuroviz.viz.studio.network_figure import Traces, neuron_name
from tests.viz.studio.scenes import LARGEST, LOOKS, OVERFLOWING, PRESET_DOCUMENTS, any_document, drawn, view

each_preset = pytest.mark.parametrize("document", PRESET_DOCUMENTS.values(), ids=PRESET_DOCUMENTS)
each_look = pytest.mark.parametrize(("theme", "lang"), LOOKS)


@each_look
@each_preset
def test_every_presets_view_is_valid(document: Document, theme: str, lang: str) -> None:
    shown = view(document, theme, lang)
    go.Figure(shown["spec"])
    go.Figure(shown["side"])
    json.dumps(orjson.loads(orjson.dumps(shown)), allow_nan=False)


@given(any_document)
def test_every_documents_view_holds_the_document(document: Document) -> None:
    shown = view(document)
    go.Figure(shown["spec"])
    net = orjson.loads(orjson.dumps(shown))["network"]
    assert [[*map(len, net["z"])], [*map(len, net["a"])]] == [[layer.size for layer in document.layers]] * 2
    assert net["weights"] == [[[*row] for row in layer.weights] for layer in document.layers]
    assert net["biases"] == [[*layer.biases] for layer in document.layers]
    assert net["input"] == [*document.input]
    assert net["names"] == [
        [neuron_name(document, layer, neuron) for neuron in range(size)] for layer, size in enumerate(document.sizes)
    ]
    assert net["traces"] == {
        "pulses": Traces.PULSES, "layer": Traces.FIRST_LAYER, "selected": Traces.SELECTED
    }
    chosen = document.selection
    assert net["selection"] == (
        None if chosen is None else {"layer": chosen.layer, "neuron": chosen.neuron, "source": chosen.source}
    )
    trace = document.trace
    for shown_values, computed in ((net["z"], trace.pre_activations), (net["a"], trace.activations[1:])):
        for row, values in zip(shown_values, computed, strict=True):
            for at, value in zip(row, values.tolist(), strict=True):
                assert (at is None) == (not math.isfinite(value))
                assert at is None or at == pytest.approx(value, rel=1e-5)


@each_preset
def test_equations_and_matrices_are_those_of_each_neuron(document: Document) -> None:
    net = view(document)["network"]
    for layer, part in enumerate(document.layers, start=1):
        for neuron in range(part.size):
            wanted = equation(document, layer, neuron)
            assert net["equations"][layer - 1][neuron] == [wanted.pieces, wanted.partials]
        assert net["matrices"][layer - 1] == matrix_form(document, layer)


def test_the_signal_changes_with_numbers_and_not_with_what_is_looked_at() -> None:
    """The player replays when, and only when, the signal is another one."""
    document = PRESET_DOCUMENTS["fruit"]
    signal = view(document)["signal"]
    assert view(document, "dark", "zh")["signal"] == signal
    assert view(edits.select(document, Selection(1, 2)))["signal"] == signal
    assert view(edits.rename_input(document, 0, "other"))["signal"] == signal
    for edited in (
        edits.set_weight(document, 1, 0, 0, 1.5000001), edits.set_bias(document, 2, 0, 9.0),
        edits.set_input(document, 0, 0.81), edits.set_activation(document, 1, "relu"),
        edits.resize_layer(document, 1, 5),
    ):
        assert view(edited)["signal"] != signal


def test_what_is_no_number_has_no_place_in_a_picture() -> None:
    for activation in ("softmax", "tanh", "relu", "gelu", "step", "elu", "softplus", "sigmoid"):
        last = replace(OVERFLOWING.layers[-1], activation=activation)
        shown = view(replace(OVERFLOWING, layers=(*OVERFLOWING.layers[:-1], last)))
        json.dumps(orjson.loads(orjson.dumps(shown)), allow_nan=False)
        assert None in shown["network"]["z"][1]


def test_the_largest_network_has_a_view() -> None:
    go.Figure(view(LARGEST)["spec"])


@pytest.mark.parametrize(("sizes", "kilobytes"), [((4, 8, 8, 2), 28), ((16,) * 8, 250)])
def test_figure_and_frames_stay_small(sizes: tuple[int, ...], kilobytes: int) -> None:
    shown = view(drawn(*sizes))
    assert len(orjson.dumps([shown["spec"], shown["frames"]])) < kilobytes * 1000


def test_a_view_is_a_plain_value_and_the_same_each_time() -> None:
    document = Document(layers=(Layer(((1.0, -0.5),), (0.1,), "gelu"),), input=(0.3, 0.4))
    assert orjson.dumps(view(document)) == orjson.dumps(view(document))
