"""What the canvas of digits is sent: a figure that Plotly takes, heavy things once, and numbers that are Python's."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.document.settings.digits import Digits
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.digits import unseen
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.recipe import RECIPES, STOPS, parameters_after
from neuroviz.viz.digits.digits_figure import DigitTraces
from neuroviz.viz.digits.digits_view import digits_view, images_pack, weights_pack
from neuroviz.viz.palette import PALETTES


def view(
    digits: Digits | None = None, have: Sequence[str] = (), wanted: Sequence[str] = (), theme: str = "light",
) -> dict[str, Any]:
    t = LANGUAGES["en"]
    return digits_view(
        digits or Digits(), t.under("digits.figure"), t.under("activation"), PALETTES[theme], have, wanted)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("images", FORMATS)
def test_plotly_takes_the_figure_and_every_part_has_its_trace(images: str, theme: str) -> None:
    found = view(Digits(images=images), theme=theme)
    figure = go.Figure(found["spec"])
    sizes = RECIPES[images].sizes
    assert len(figure.data) == DigitTraces.FIRST_LAYER + len(sizes) - 1
    for layer, size in enumerate(sizes[1:]):
        trace = figure.data[DigitTraces.FIRST_LAYER + layer]
        assert len(trace.x) == size
        assert list(trace.y) == sorted(trace.y, reverse=True), "the first neuron is on top"
        assert set(trace.x) == {found["columns"][layer + 1]}
        low, high = figure.layout.yaxis.range
        assert low < min(trace.y)
        assert max(trace.y) < high
    assert list(figure.data[-1].text) == [str(digit) for digit in range(10)]


@pytest.mark.parametrize("images", FORMATS)
def test_packs_are_what_python_has_and_travel_once(images: str) -> None:
    digits = Digits(images=images)
    first = view(digits)
    assert set(first["packs"]) == {weights_pack(digits)}, "the first picture waits for nothing else"
    sent = np.frombuffer(base64.b64decode(first["packs"][weights_pack(digits)]), "<f4").astype(np.float64)
    assert np.array_equal(sent, parameters_after(images, STOPS[-1])), "not a bit is lost on the way"
    again = view(digits, have=[weights_pack(digits)], wanted=[images_pack(digits)])
    assert set(again["packs"]) == {images_pack(digits)}
    raw = zlib.decompress(base64.b64decode(again["packs"][images_pack(digits)]))
    chosen = unseen(images)
    assert raw == chosen.labels.tobytes() + chosen.pixels.tobytes()
    assert view(digits, have=[weights_pack(digits), images_pack(digits)])["packs"] == {}


def test_another_drawing_or_network_is_played_anew() -> None:
    drawn = Digits(strokes=((1, 2, 3, 4),))
    signals = [view(each)["signal"] for each in (Digits(), drawn, Digits(epochs=0), Digits(images="optdigits"))]
    assert len(set(signals)) == len(signals)
    assert view(drawn)["signal"] == view(drawn)["signal"]


def test_numbers_of_learning_are_counted_not_typed() -> None:
    for epoch in STOPS:
        learning = view(Digits(epochs=epoch))["learning"]
        table = np.array(learning["confusion"])
        labels = unseen("mnist").labels
        answers = np.array(list(map(int, learning["answers"])))
        assert table.sum() == learning["count"] == len(labels)
        assert table.trace() == (answers == labels).sum()
        right = 100 * table.trace() / table.sum()
        assert dict(map(tuple, learning["stops"]))[epoch] == pytest.approx(right, abs=0.051)
        assert all(answers[i] != labels[i] for i in learning["wrong"])
