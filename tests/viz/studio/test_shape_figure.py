"""Matrices as boxes: the numbers, the shapes, and whether a product exists."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.shape_figure import EQUALS, NO_RESULT, PLUS, PRODUCT, block, shape_equation, shape_figure

W = np.array([[1, 2], [3, 4]])
X = np.array([[7, 8]])


def texts(spec) -> list[str]:
    return [text["text"] for text in spec["layout"]["annotations"]]


def boxes(spec) -> list[str]:
    return [box["label"]["text"] for box in spec["layout"]["shapes"]]


@pytest.mark.parametrize("theme", list(PALETTES))
def test_a_product_that_does_not_exist(theme: str) -> None:
    palette = PALETTES[theme]
    spec = shape_figure(shape_equation(block("W", W), PRODUCT, block("x", X), NO_RESULT), palette)
    go.Figure(spec)
    json.dumps(spec, allow_nan=False)
    assert boxes(spec) == ["1", "2", "3", "4", "7", "8"]
    assert "<b>2 ≠ 1</b>" in texts(spec)
    assert f"(2, <b><span style='color:{palette.alarm}'>2</span></b>)" in texts(spec)
    assert f"(<b><span style='color:{palette.alarm}'>1</span></b>, 2)" in texts(spec)
    assert "<b>✗</b>" in texts(spec)


def test_a_product_that_exists() -> None:
    palette = PALETTES["light"]
    spec = shape_figure(shape_equation(block("W", W), PRODUCT, block("x.T", X.T), EQUALS, block("z", W @ X.T)), palette)
    go.Figure(spec)
    assert "<b>2 = 2</b>" in texts(spec)
    assert not any("≠" in text or "✗" in text for text in texts(spec))
    assert boxes(spec)[-2:] == ["23", "53"]
    assert texts(spec)[-1] == "(2, 1)"


def test_a_middle_factor_answers_to_both_sides() -> None:
    palette = PALETTES["light"]
    spec = shape_figure(shape_equation(block("x", X), PRODUCT, block("W", W), PRODUCT, block("y", X)), palette)
    good, bad = palette.positive, palette.alarm
    assert (f"(<b><span style='color:{good}'>2</span></b>, <b><span style='color:{bad}'>2</span></b>)") in texts(spec)
    assert {"<b>2 = 2</b>", "<b>2 ≠ 1</b>"} <= set(texts(spec))


def test_what_broadcasting_imagines_is_dotted_and_not_part_of_the_shape() -> None:
    b = np.array([5, 6])
    spec = shape_figure(shape_equation(block("c", W @ X.T, (2, 2)), PLUS, block("b", b, (2, 2))), PALETTES["dark"])
    go.Figure(spec)
    assert boxes(spec) == ["23", "23", "53", "53", "5", "6", "5", "6"]
    dashes = [box["line"]["dash"] for box in spec["layout"]["shapes"]]
    assert dashes == ["solid", "dot", "solid", "dot", "solid", "solid", "dot", "dot"]
    assert {"(2, 1)", "(2,)"} <= set(texts(spec))


def test_the_boxes_are_squares_side_by_side_that_never_overlap() -> None:
    parts = shape_equation(block("x", X), PRODUCT, block("W", W), EQUALS, block("z", X @ W))
    spec = shape_figure(parts, PALETTES["light"])
    places = {(box["x0"], box["y0"]) for box in spec["layout"]["shapes"]}
    assert len(places) == 8
    for box in spec["layout"]["shapes"]:
        assert box["x1"] - box["x0"] == pytest.approx(1)
        assert box["y1"] - box["y0"] == pytest.approx(1)
    assert spec["layout"]["yaxis"]["scaleanchor"] == "x"
