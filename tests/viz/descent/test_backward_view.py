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
from neuroviz.lab.gradient_step import Lesson, first_target, fitted_target, losses_for
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
    drawn,
    inside,
    played,
    scene,
    words,
)

Frame = dict[str, Any]


def taught(document: Document, *, batch: bool = False, loss: str = "", rate: float = 0.1) -> Lesson:
    inputs = document.examples if batch else (document.input,)
    loss = loss or losses_for(document.layers[-1].activation)[0]
    return Lesson(document, inputs, tuple(fitted_target(first_target(document, x), loss) for x in inputs), loss, rate)


def shown(lesson: Lesson, lang: str = "en", theme: str = "light") -> dict[str, Any]:
    return backward_view(
        lesson, PALETTES[theme], words(lang), captions(lang), LANGUAGES[lang].under("descent.back"),
    )


def back(view: dict[str, Any]) -> list[Frame]:
    return [frame for frame in view["frames"] if frame.get("book") == "back"]


def gradients(lesson: Lesson) -> Gradients:
    network = lesson.document.network
    return backward(network, forward(network, lesson.inputs), lesson.targets, lesson.loss)


def text(lesson: Lesson, layer: int, neuron: int) -> list[str]:
    return "".join(str(piece[0]) for piece in backward_equation(lesson, layer, neuron)).split(LINE)


LESSONS = {
    "partner": taught(PRESET_DOCUMENTS["fruit"]),
    "softmax by squares": taught(PRESET_DOCUMENTS["fruit"], loss="squared_error"),
    "batch": taught(PRESET_DOCUMENTS["fruit"], batch=True),
    "sigmoid": taught(PRESET_DOCUMENTS["single"]),
    "sigmoid by squares": taught(PRESET_DOCUMENTS["single"], loss="squared_error", batch=True),
    "relu": taught(PRESET_DOCUMENTS["dead_relu"]),
    "tanh": taught(PRESET_DOCUMENTS["deep"]),
    "sigmoid by categories": taught(PRESET_DOCUMENTS["single"], loss="categorical_cross_entropy"),
}
each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


@each_lesson
def test_the_way_back_follows_the_way_forward_layer_by_layer(lesson: Lesson) -> None:
    view = shown(lesson)
    own = back(view)
    assert view["frames"][-len(own):] == own
    assert [f["phase"] for f in own if f["phase"] in {"loss", "update"}] == ["loss", "update"]
    last = len(lesson.document.layers)
    assert [f["layer"] for f in own if f["phase"] == "delta"] == list(range(last, 0, -1))
    assert [f["layer"] for f in own if f["phase"] == "back_travel"] == list(range(last - 1, 0, -1))


@each_lesson
def test_neurons_show_delta_and_edges_their_gradient(lesson: Lesson) -> None:
    view, found = shown(lesson), gradients(lesson)
    for frame in back(view):
        layer = frame["layer"]
        change = dict(zip(frame["traces"], frame["data"], strict=True))
        if frame["phase"] == "delta":
            expected = [float(v) for v in found.deltas[layer - 1].mean(axis=0)]
            assert change[Traces.FIRST_LAYER + layer]["text"] == [
                f"<b>{inside(scene(lesson.document), v)}</b>" for v in expected
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
                f"<b>{inside(scene(lesson.document), v)}</b>" for v in expected
            ]


@each_lesson
def test_the_update_shows_the_weights_after_the_step(lesson: Lesson) -> None:
    view, found = shown(lesson), gradients(lesson)
    last = view["frames"][-1]
    labels = last["data"][last["traces"].index(Traces.EDGE_LABELS)]["text"]
    expected = [
        short_text(w - lesson.rate * float(found.weights[at][j, i]))
        for at, part in enumerate(lesson.document.layers)
        for j, row in enumerate(part.weights) for i, w in enumerate(row)
    ]
    assert labels == [f"→ {value}" for value in expected]
    assert fixed(found.loss) in last["caption"]
    assert fixed(lesson.loss_after) in last["caption"]


@each_lesson
def test_the_equations_end_in_the_numbers_of_the_engine(lesson: Lesson) -> None:
    found = gradients(lesson)
    for layer, part in enumerate(lesson.document.layers, start=1):
        for j, row in enumerate(part.weights):
            lines = text(lesson, layer, j)
            ends = {line.split(" = ")[0].split(" ← ")[0]: [] for line in lines}
            for line in lines:
                ends[line.split(" = ")[0].split(" ← ")[0]].append(line.rsplit(" = ", 1)[1])
            assert ends["δ"] == [short(float(found.deltas[layer - 1][:, j].mean()))]
            assert ends["∂L/∂b"] == [short(float(found.biases[layer - 1][j]))]
            assert ends["b"] == [short(part.biases[j] - lesson.rate * float(found.biases[layer - 1][j]))]
            for i, w in enumerate(row[:4]):
                g = float(found.weights[layer - 1][j, i])
                name = "₁₂₃₄"[i]
                assert ends[f"∂L/∂w{name}"] == [short(g)]
                assert ends[f"w{name}"] == [short(w - lesson.rate * g)]


def test_the_selected_connection_is_the_one_that_is_written_out() -> None:
    document = edits.select(PRESET_DOCUMENTS["wide"], Selection(2, 3, 11))
    lines = text(taught(document), 2, 3)
    assert sum(line.startswith("∂L/∂w") for line in lines) == 1
    assert any(line.startswith("∂L/∂w₁₂ = δ·a₁₂") for line in lines)


def test_pulses_run_from_right_to_left_as_triangles() -> None:
    lesson = LESSONS["partner"]
    view, found = shown(lesson), gradients(lesson)
    emit, travel = (next(f for f in back(view) if f["phase"] == phase) for phase in ("back_emit", "back_travel"))
    start, way = emit["data"][0], travel["data"][0]
    assert all(1 < near < first < 2 for near, first in zip(way["x"], start["x"], strict=True))
    carried = [w * d for row, d in zip(lesson.document.layers[1].weights, found.deltas[1][0], strict=True) for w in row]
    assert start["marker"]["symbol"] == [BACK_NEGATIVE if v < 0 else BACK for v in carried]
    assert [t.lstrip("+") for t in start["text"]] == [compact(v) for v in carried]


def test_played_again_the_figure_is_as_at_first() -> None:
    """What the way back writes at edges and under neurons, the first frame takes away."""
    view = shown(LESSONS["partner"])
    first = view["frames"][0]
    touched = {trace for frame in view["frames"] for trace in frame["traces"]}
    assert touched == set(first["traces"])
    for trace in (Traces.EDGE_LABELS, Traces.NAMES):
        assert first["data"][first["traces"].index(trace)]["text"] == view["spec"]["data"][trace]["text"]
    assert played(view["frames"])[Traces.PULSES]["marker"]["opacity"] == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", PALETTES)
@each_lesson
def test_captions_are_whole_and_frames_are_valid(lesson: Lesson, lang: str, theme: str) -> None:
    view = shown(lesson, lang, theme)
    assert not [f["caption"] for f in view["frames"] if re.search(r"[{}]", f["caption"]) or not f["caption"]]
    go.Figure({**view["spec"], "frames": [{k: f[k] for k in ("traces", "data")} for f in view["frames"]]})


@examples(15)
@given(any_document, st.booleans())
def test_any_document_can_be_taught(document: Document, squares: bool) -> None:
    lesson = taught(document, loss="squared_error" if squares else "")
    view = shown(lesson)
    json.dumps(orjson.loads(orjson.dumps(view)), allow_nan=False)
    count = len(view["spec"]["data"])
    assert all(0 <= trace < count for frame in view["frames"] for trace in frame["traces"])


def test_overflow_and_size() -> None:
    assert shown(taught(OVERFLOWING))["frames"]
    assert math.isnan(taught(OVERFLOWING).gradients.loss) or taught(OVERFLOWING).gradients.loss >= 0
    assert len(orjson.dumps(shown(taught(LARGEST)))) < 2_500_000
    assert len(orjson.dumps(shown(taught(drawn(4, 8, 8, 2))))) < 90_000
