"""The activations page's pictures say what `ACTIVATIONS` says."""

from __future__ import annotations

import json
import math

import numpy as np
import plotly.graph_objects as go
import pytest

from neuroviz.nn import ACTIVATIONS
from neuroviz.viz import numbers
from neuroviz.viz.activations import activation_figure as figure
from neuroviz.viz.palette import PALETTES

NAMES = list(ACTIVATIONS)
WORDS = {"derivative": "slope of {name}", "point": "{name}({z}) = {value}", "slope": "slope {slope}"}
CURVE, DERIVATIVE, TANGENT, POINTS = range(4)


def draw(*names: str, z: float = 0.7, neighbours: tuple[float, ...] = (0.5, -1.0), theme: str = "light"):
    points = [figure.point(name, z, neighbours) for name in names]
    return points, figure.curve_figure(points, [name.upper() for name in names], WORDS, PALETTES[theme])


def softmax_share(z, neighbours):
    """Written out from its definition, not with the code under test."""
    others = sum(math.exp(other) for other in neighbours)
    return np.exp(z) / (np.exp(z) + others)


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("other", ["", *NAMES])
@pytest.mark.parametrize("name", NAMES)
def test_every_pair_is_a_valid_figure_of_plain_numbers(name: str, other: str, theme: str) -> None:
    _, spec = draw(*filter(None, (name, other)), theme=theme)
    go.Figure(spec)
    assert "NaN" not in json.dumps(spec)  # json refuses arrays, and writes NaN and Infinity as no JSON has them
    assert "Infinity" not in json.dumps(spec)
    assert all(spec["layout"][axis]["range"][0] < spec["layout"][axis]["range"][1] for axis in ("xaxis", "yaxis"))
    assert spec["layout"]["paper_bgcolor"] == spec["layout"]["plot_bgcolor"] == "rgba(0,0,0,0)"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "softmax"])
def test_curves_are_f_and_df(name: str) -> None:
    _, spec = draw(name)
    record = ACTIVATIONS[name]
    for trace, function in ((spec["data"][CURVE], record.f), (spec["data"][DERIVATIVE], record.df)):
        drawn = [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if x is not None and x not in record.kinks]
        x, y = np.array(drawn).T
        assert len(x) > 200
        assert x[0] == figure.Z_MIN
        assert x[-1] == figure.Z_MAX
        np.testing.assert_allclose(y, function(x), rtol=1e-4, atol=1e-12)


def test_the_softmax_curve_is_one_share_against_fixed_neighbours() -> None:
    neighbours = (0.5, -1.0)
    _, spec = draw("softmax", neighbours=neighbours)
    x, y = np.array(spec["data"][CURVE]["x"]), np.array(spec["data"][CURVE]["y"])
    share = softmax_share(x, neighbours)
    np.testing.assert_allclose(y, share, rtol=1e-4)
    np.testing.assert_allclose(spec["data"][DERIVATIVE]["y"], share * (1 - share), rtol=1e-4)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("z", [-6.0, -0.75, 0.0, 0.31, 6.0])
def test_the_tangent_has_the_slope_of_the_derivative_and_touches_the_curve(name: str, z: float) -> None:
    (at,), spec = draw(name, z=z)
    (x0, x1), (y0, y1) = spec["data"][TANGENT]["x"], spec["data"][TANGENT]["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(at.slope, abs=1e-14)
    assert (y0 + y1) / 2 == pytest.approx(at.value, abs=1e-14)
    if ACTIVATIONS[name].elementwise:
        assert at.value == float(ACTIVATIONS[name].f(np.array([z]))[0])
        assert at.slope == float(ACTIVATIONS[name].df(np.array([z]))[0])
    assert spec["data"][POINTS]["x"] == [z, z]
    assert spec["data"][POINTS]["y"] == [at.value, at.slope]


@pytest.mark.parametrize("name", NAMES)
def test_the_label_shows_the_computed_numbers(name: str) -> None:
    (at,), spec = draw(name, z=-1.25)
    (label,) = spec["layout"]["annotations"]
    assert label["text"] == f"{name.upper()}(−1.25) = {numbers.fixed(at.value)}<br>slope {numbers.fixed(at.slope)}"


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_drawn_fits_the_frame_and_the_frame_does_not_move_with_z(name: str) -> None:
    ranges = []
    for z in (-6.0, 0.0, 6.0):
        _, spec = draw(name, z=z)
        low, high = spec["layout"]["yaxis"]["range"]
        ranges.append((low, high))
        drawn = [y for trace in spec["data"] if trace is not spec["data"][TANGENT] for y in trace["y"] if y is not None]
        assert low < min(drawn)
        assert max(drawn) < high
    assert len(set(ranges)) == 1


def test_a_jump_is_drawn_as_a_gap_not_as_a_wall() -> None:
    _, spec = draw("step")
    trace = spec["data"][CURVE]
    gap = trace["y"].index(None)
    assert (trace["x"][gap - 1], trace["y"][gap - 1]) == (0.0, 0.0)
    assert (trace["x"][gap + 1], trace["y"][gap + 1]) == (0.0, 1.0)


def test_two_functions_differ_by_more_than_colour() -> None:
    _, spec = draw("sigmoid", "tanh")
    first, second = spec["data"][:4], spec["data"][4:]
    assert first[CURVE]["line"]["color"] != second[CURVE]["line"]["color"]
    assert (first[CURVE]["mode"], second[CURVE]["mode"]) == ("lines", "lines+markers")
    assert first[DERIVATIVE]["line"]["dash"] != second[DERIVATIVE]["line"]["dash"]
    assert first[POINTS]["marker"]["symbol"] != second[POINTS]["marker"]["symbol"]
    assert len({trace["name"] for trace in spec["data"] if trace.get("showlegend", True)}) == 4


def test_two_labels_stand_apart_even_where_the_values_agree() -> None:
    _, spec = draw("relu", "linear", z=3.0)
    one, other = spec["layout"]["annotations"]
    low, high = spec["layout"]["yaxis"]["range"]
    assert abs(one["ay"] - other["ay"]) > (high - low) / 2


@pytest.mark.parametrize("plot_px", [340, 760])
@pytest.mark.parametrize("other", ["", "relu", "tanh"])
@pytest.mark.parametrize("name", NAMES)
def test_no_label_lies_on_a_curve_or_leaves_the_picture_on_a_telephone_either(
    name: str, other: str, plot_px: int,
) -> None:
    for z in (-6.0, -2.3, -0.4, 0.0, 0.7, 1.0, 3.1, 6.0):
        _, spec = draw(*filter(None, (name, other)), z=z)
        layout = spec["layout"]
        (low, high), margin = layout["yaxis"]["range"], layout["margin"]
        unit_x = plot_px / (figure.Z_MAX - figure.Z_MIN)
        unit_y = (layout["height"] - margin["t"] - margin["b"]) / (high - low)
        for label in layout["annotations"]:
            assert (label["axref"], label["ayref"]) == ("x", "y")
            lines = label["text"].split("<br>")
            # No letter of such words is wider than 0.6 of its size.
            width, height = 0.6 * 13 * max(map(len, lines)) + 10, 1.3 * 13 * len(lines) + 10
            left, right = (unit_x * label["ax"] + side * width / 2 for side in (-1, 1))
            assert left > unit_x * figure.Z_MIN - margin["l"]
            assert right < unit_x * figure.Z_MAX + margin["r"]
            bottom, top = (label["ay"] + side * height / 2 / unit_y for side in (-1, 1))
            assert low < bottom
            assert top < high
            curves = [trace for trace in spec["data"] if len(trace["x"]) > 3]
            assert curves
            for trace in curves:
                assert not [y for y in trace["y"] if y is not None and bottom < y < top]


def test_where_the_slope_is_small_and_where_it_is_zero() -> None:
    assert figure.flat_spans("relu") == [(-6.0, 0.0, True)]
    assert figure.flat_spans("step") == [(-6.0, 6.0, True)]
    assert figure.flat_spans("linear") == []
    assert figure.flat_spans("leaky_relu") == [(-6.0, 0.0, False)]
    (left, right) = figure.flat_spans("sigmoid")
    # sigmoid' = 0.05 where a (1 - a) = 0.05, so z = ln(a / (1 - a)) with a = (1 - sqrt(0.8)) / 2.
    edge = math.log((1 + math.sqrt(0.8)) / (1 - math.sqrt(0.8)))
    assert left == (-6.0, pytest.approx(-edge, abs=0.011), False)
    assert right == (pytest.approx(edge, abs=0.011), 6.0, False)


def test_bars_mark_the_flat_spans_of_their_own_function() -> None:
    _, spec = draw("relu", "linear", z=3.0)
    (bar,) = spec["layout"]["shapes"]
    assert (bar["x0"], bar["x1"], bar["opacity"]) == (-6.0, 0.0, 1.0)
    assert bar["fillcolor"] == PALETTES["light"].series[0]


@pytest.mark.parametrize("neighbours", [(0.0, 1.0), (-6.0, 6.0), (6.0, 6.0)])
@pytest.mark.parametrize("z", [-6.0, 0.4, 6.0])
def test_the_shares_add_up_to_one(z: float, neighbours: tuple[float, float]) -> None:
    shares = figure.shares(z, neighbours)
    assert sum(shares) == pytest.approx(1.0, abs=1e-15)
    assert shares[0] == pytest.approx(softmax_share(z, neighbours), rel=1e-12)
    spec = figure.shares_figure(z, neighbours, "{i} {z} {share}", PALETTES["dark"])
    go.Figure(spec)
    json.dumps(spec, allow_nan=False)
    assert [trace["x"][0] for trace in spec["data"]] == list(shares)


def test_bars_too_small_for_words_have_none() -> None:
    spec = figure.shares_figure(1.0, (0.0, -6.0), "neuron {i}", PALETTES["light"])
    assert [trace["text"] for trace in spec["data"]] == [["neuron 1"], ["neuron 2"], [""]]


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_the_gallery_draws_each_function_in_the_same_frame(columns: int, theme: str) -> None:
    spec = figure.gallery_figure(NAMES, dict(zip(NAMES, NAMES, strict=True)), columns, PALETTES[theme])
    go.Figure(spec)
    json.dumps(spec, allow_nan=False)
    assert [title["text"] for title in spec["layout"]["annotations"]] == NAMES
    assert len(spec["data"]) == 2 * len(NAMES)
    axes = [spec["layout"][f"{axis}axis{i or ''}"] for axis in "xy" for i in (0, *range(2, len(NAMES) + 1))]
    assert {tuple(axis["range"]) for axis in axes} == {(-4, 4), (-1.3, 2.3)}
    assert all(0 <= low < high <= 1 for low, high in (axis["domain"] for axis in axes))
    tanh = spec["data"][2 * NAMES.index("tanh")]
    np.testing.assert_allclose(tanh["y"], np.tanh(tanh["x"]), rtol=1e-4)
