"""The way back: every number on screen is one that `nn.backward` found."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Selection, edits
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.gradient_step import GradientStep, first_target, fitted_target, losses_for
from neuroviz.nn import forward
from neuroviz.nn.backward import Gradients, backward
from neuroviz.viz.descent.backward_equation import LINE, backward_equation
from neuroviz.viz.descent.backward_timeline import BACK, BACK_NEGATIVE, short_text
from neuroviz.viz.descent.backward_view import backward_view
from neuroviz.viz.numbers import compact, fixed, short
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Traces
from tests.examples import examples
from tests.viz.studio.scenes import (
    LARGEST,
    OVERFLOWING,
    PRESET_DOCUMENTS,
    any_document,
    captions,
    change,
    drawn,
    inside,
    played,
    scene,
    words,
)

Frame = dict[str, Any]


def taught(document: Document, *, batch: bool = False, loss: str = "", rate: float = 0.1) -> GradientStep:
    inputs = document.examples if batch else (document.input,)
    loss = loss or losses_for(document.layers[-1].activation)[0]
    targets = tuple(fitted_target(first_target(document, x), loss) for x in inputs)
    return GradientStep(document, inputs, targets, loss, rate)


def shown(now: GradientStep, lang: str = "en", theme: str = "light") -> dict[str, Any]:
    return backward_view(
        now, PALETTES[theme], words(lang), captions(lang), LANGUAGES[lang].under("descent.back"),
    )


def back(view: dict[str, Any]) -> list[Frame]:
    return [frame for frame in view["frames"] if frame.get("book") == "back"]


def gradients(now: GradientStep) -> Gradients:
    network = now.document.network
    return backward(network, forward(network, now.inputs), now.targets, now.loss)


def text(now: GradientStep, layer: int, neuron: int) -> list[str]:
    return "".join(str(piece[0]) for piece in backward_equation(now, layer, neuron)).split(LINE)


STEPS = {
    "partner": taught(PRESET_DOCUMENTS["fruit"]),
    "softmax by squares": taught(PRESET_DOCUMENTS["fruit"], loss="squared_error"),
    "batch": taught(PRESET_DOCUMENTS["fruit"], batch=True),
    "sigmoid": taught(PRESET_DOCUMENTS["single"]),
    "sigmoid by squares": taught(PRESET_DOCUMENTS["single"], loss="squared_error", batch=True),
    "relu": taught(PRESET_DOCUMENTS["dead_relu"]),
    "tanh": taught(PRESET_DOCUMENTS["deep"]),
    "sigmoid by categories": taught(PRESET_DOCUMENTS["single"], loss="categorical_cross_entropy"),
}
each_step = pytest.mark.parametrize("now", STEPS.values(), ids=STEPS)


@each_step
def test_the_way_back_follows_the_way_forward_layer_by_layer(now: GradientStep) -> None:
    view = shown(now)
    own = back(view)
    assert view["frames"][-len(own):] == own
    assert [f["phase"] for f in own if f["phase"] in {"loss", "update"}] == ["loss", "update"]
    last = len(now.document.layers)
    assert [f["layer"] for f in own if f["phase"] == "delta"] == list(range(last, 0, -1))
    assert [f["layer"] for f in own if f["phase"] == "back_travel"] == list(range(last - 1, 0, -1))


@each_step
def test_neurons_show_delta_and_edges_their_gradient(now: GradientStep) -> None:
    view, found = shown(now), gradients(now)
    for frame in back(view):
        layer = frame["layer"]
        change = dict(zip(frame["traces"], frame["data"], strict=True))
        if frame["phase"] == "delta":
            expected = [float(v) for v in found.deltas[layer - 1].mean(axis=0)]
            assert change[Traces.FIRST_LAYER + layer]["text"] == [
                f"<b>{inside(scene(now.document), v)}</b>" for v in expected
            ]
            for value in expected:
                assert any(name.endswith(f"δ {short_text(value)}") for name in change[Traces.NAMES]["text"])
        if frame["phase"] == "gradient":
            labels = change[Traces.EDGE_LABELS]["text"]
            for value in found.weights[layer - 1].ravel().tolist():
                assert f"∂{short_text(value)}" in labels
        if frame["phase"] == "error":
            expected = [float(v) for v in found.upstream[layer - 1].mean(axis=0)]
            assert change[Traces.FIRST_LAYER + layer]["text"] == [
                f"<b>{inside(scene(now.document), v)}</b>" for v in expected
            ]


@each_step
def test_the_update_shows_the_weights_after_the_step(now: GradientStep) -> None:
    view, found = shown(now), gradients(now)
    last = view["frames"][-1]
    labels = change(last, Traces.EDGE_LABELS)["text"]
    expected = [
        short_text(w - now.rate * float(found.weights[at][j, i]))
        for at, part in enumerate(now.document.layers)
        for j, row in enumerate(part.weights) for i, w in enumerate(row)
    ]
    assert labels == [f"→ {value}" for value in expected]
    assert fixed(found.loss) in last["caption"]
    assert fixed(now.loss_after) in last["caption"]


@each_step
def test_the_equations_end_in_the_numbers_of_the_engine(now: GradientStep) -> None:
    found = gradients(now)
    for layer, part in enumerate(now.document.layers, start=1):
        for j, row in enumerate(part.weights):
            lines = text(now, layer, j)
            ends = {line.split(" = ")[0].split(" ← ")[0]: [] for line in lines}
            for line in lines:
                ends[line.split(" = ")[0].split(" ← ")[0]].append(line.rsplit(" = ", 1)[1])
            assert ends["δ"] == [short(float(found.deltas[layer - 1][:, j].mean()))]
            assert ends["∂L/∂b"] == [short(float(found.biases[layer - 1][j]))]
            assert ends["b"] == [short(part.biases[j] - now.rate * float(found.biases[layer - 1][j]))]
            for i, w in enumerate(row[:4]):
                g = float(found.weights[layer - 1][j, i])
                name = "₁₂₃₄"[i]
                assert ends[f"∂L/∂w{name}"] == [short(g)]
                assert ends[f"w{name}"] == [short(w - now.rate * g)]


def test_the_selected_connection_is_the_one_that_is_written_out() -> None:
    document = edits.select(PRESET_DOCUMENTS["wide"], Selection(2, 3, 11))
    lines = text(taught(document), 2, 3)
    assert sum(line.startswith("∂L/∂w") for line in lines) == 1
    assert any(line.startswith("∂L/∂w₁₂ = δ·a₁₂") for line in lines)


def test_pulses_run_from_right_to_left_as_triangles() -> None:
    now = STEPS["partner"]
    view, found = shown(now), gradients(now)
    emit, travel = (next(f for f in back(view) if f["phase"] == phase) for phase in ("back_emit", "back_travel"))
    start, way = emit["data"][0], travel["data"][0]
    assert all(1 < near < first < 2 for near, first in zip(way["x"], start["x"], strict=True))
    carried = [w * d for row, d in zip(now.document.layers[1].weights, found.deltas[1][0], strict=True) for w in row]
    assert start["marker"]["symbol"] == [BACK_NEGATIVE if v < 0 else BACK for v in carried]
    assert [t.lstrip("+") for t in start["text"]] == [compact(v) for v in carried]


def test_played_again_the_figure_is_as_at_first() -> None:
    """What the way back writes at edges and under neurons, the first frame takes away."""
    view = shown(STEPS["partner"])
    first = view["frames"][0]
    touched = {trace for frame in view["frames"] for trace in frame["traces"]}
    assert touched == set(first["traces"])
    for trace in (Traces.EDGE_LABELS, Traces.NAMES):
        assert change(first, trace)["text"] == view["spec"]["data"][trace]["text"]
    assert played(view["frames"])[Traces.PULSES]["marker"]["opacity"] == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", PALETTES)
@each_step
def test_captions_are_whole_and_frames_are_valid(now: GradientStep, lang: str, theme: str) -> None:
    view = shown(now, lang, theme)
    assert not [f["caption"] for f in view["frames"] if re.search(r"[{}]", f["caption"]) or not f["caption"]]
    go.Figure({**view["spec"], "frames": [{k: f[k] for k in ("traces", "data")} for f in view["frames"]]})


@examples(15)
@given(any_document, st.booleans())
def test_any_document_can_be_taught(document: Document, squares: bool) -> None:
    now = taught(document, loss="squared_error" if squares else "")
    view = shown(now)
    json.dumps(orjson.loads(orjson.dumps(view)), allow_nan=False)
    count = len(view["spec"]["data"])
    assert all(0 <= trace < count for frame in view["frames"] for trace in frame["traces"])


def test_overflow_and_size() -> None:
    assert shown(taught(OVERFLOWING))["frames"]
    assert math.isnan(taught(OVERFLOWING).gradients.loss) or taught(OVERFLOWING).gradients.loss >= 0
    assert len(orjson.dumps(shown(taught(LARGEST)))) < 2_500_000
    assert len(orjson.dumps(shown(taught(drawn(4, 8, 8, 2))))) < 90_000
