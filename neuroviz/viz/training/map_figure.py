"""The map of the data: the points over what the network says everywhere; of a single input, the curve through them.

Of a table with more than two inputs the map is a slice: two inputs run across and up, all others stay at their means or
at those of one row. The points lie where their own two inputs are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import OWN, Training
from neuroviz.nn.datasets import EXTENT, Dataset, Split
from neuroviz.viz.palette import Palette, mix
from neuroviz.viz.style import decimals, still
from neuroviz.viz.training import own_units
from neuroviz.viz.training.own_units import is_own_table

HEIGHT_PX = 380
MAP_CELLS = 44
"""Cells along each side of a map, as in forward.js; a curve has twice as many points."""
MOST_POINTS = 2000
"""Points that are drawn; of more, every second, third ..., evenly."""

MARKS = (
    "circle", "diamond", "square", "triangle-up", "cross", "x", "triangle-down", "star", "triangle-left",
    "triangle-right",
)
"""A class's shape, beside its colour."""
SIGNS = ("●", "◆", "■", "▲", "✚", "✖", "▼", "★", "◀", "▶")
"""The same shapes in writing."""

Array = NDArray[np.float64]
Trace = dict[str, Any]


def class_colors(palette: Palette) -> tuple[str, ...]:
    """Return the colours of up to ten classes; the first two are the signs' pair."""
    return (palette.negative, palette.positive, palette.series[1], palette.series[3], *palette.more)


def drawn(part: Dataset, training: Training) -> Dataset:
    """Return the points that are drawn: all, or of very many every second, third ..."""
    every = -(-training.own_count // MOST_POINTS) if training.dataset == OWN else 1
    return part.rows(slice(None, None, max(1, every)))


def map_of(training: Training, data: Split, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """Return the points over the output's map; for one input, the curve through them. Test points are hollow."""
    (low, high), (bottom, top) = domain_of(training, data)
    flat = training.dimension == 1
    traces: list[Trace] = []
    lines, sticks = 0, None
    colors = class_colors(palette)
    if flat:
        # Of three classes and more each has its curve; of two the one curve says how likely the second is.
        grid = np.linspace(low, high, 2 * MAP_CELLS)
        lines = sticks = training.classes if training.classes > 2 else 1
        traces += [{"type": "scatter", "mode": "lines", "x": grid.round(4).tolist(), "y": [0.0] * len(grid),
                    "hoverinfo": "none", "line": {"color": color, "width": 3, "simplify": False}}
                   for color in (colors[:lines] if lines > 1 else (palette.ink,))]
        traces.append({"type": "scatter", "mode": "lines", "x": [0, None], "y": [0, None], "hoverinfo": "none",
                       "line": {"color": palette.negative, "width": 1.2, "simplify": False}})
    for part, hollow in ((data.train, False), (data.test, True)):
        if hollow and not training.show_test:
            break
        shown = drawn(part, training)
        if training.classes or flat:
            traces += [_points(shown, k, hollow, training, palette) for k in range(max(1, training.classes))]
        else:
            traces += _values(shown, hollow, training, output_range(training, data), palette)
    titled = is_own_table(training) or (flat and bool(training.classes))
    axis = {"fixedrange": True, "zeroline": False, "showgrid": False, "nticks": 5,
            "tickfont": {"size": 11, "color": palette.muted}}
    return {
        "spec": {"data": traces, "layout": still(palette.muted, 12) | {
            "height": HEIGHT_PX, "margin": {"l": 56, "r": 8, "t": 8, "b": 44} if titled else
            {"l": 32, "r": 8, "t": 8, "b": 30},
            "xaxis": {**axis, "range": [low, high], **own_units.own_axis(training, training.axes[0], low, high)},
            "yaxis": {**axis, "range": [bottom, top], **_up(training, bottom, top, words)},
        }},
        # A unit is as long up as across: a circle is round.
        "isometric": not flat,
        "title": words["title_map"], "label": words["label_map"], "lines": lines, "sticks": sticks,
    }


def _up(training: Training, bottom: float, top: float, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the upright axis: the second input, the value that is learnt, or how likely a class is."""
    if training.dimension >= 2:
        return own_units.own_axis(training, training.axes[1], bottom, top)
    if not training.classes:
        return own_units.own_axis(training, -1, bottom, top)
    if training.classes > 2:
        return {"title": {"text": words["probability"], "standoff": 4}}
    name = own_units.short_label(training.own_classes[1])
    return {"title": {"text": words["probability_of"].format(name=name), "standoff": 4}}


def _height(training: Training, data: Dataset) -> Array:
    """Where the points of one input stand: at their value; at what their class's own curve should reach, which of
    three classes and more is 1 for each."""
    return np.ones(len(data)) if training.classes > 2 else data.y


def left_over(training: Training, data: Dataset) -> dict[str, Any]:
    """Return the training points, and which curve a stick joins each to."""
    data = drawn(data, training)
    curve = data.y.astype(int).tolist() if training.classes > 2 else [0] * len(data)
    return {"x": decimals(data.x[:, 0], 4), "y": decimals(_height(training, data), 4), "curve": curve}


def _points(part: Dataset, k: int, hollow: bool, training: Training, palette: Palette) -> Trace:
    """Those of one class, or all of a curve."""
    rows = part.y == k if training.classes else np.ones(len(part), dtype=bool)
    color = class_colors(palette)[k] if training.classes else palette.positive
    across, up = training.axes
    y = _height(training, part)[rows] if training.dimension == 1 else part.x[rows, up]
    return _marks(part.x[rows, across], y, MARKS[k] + ("-open" if hollow else ""), 7, {
        "color": color, "line": {"width": 1.6 if hollow else 1, "color": color if hollow else palette.paper},
    })


def _values(
    part: Dataset, hollow: bool, training: Training, span: tuple[float, float], palette: Palette,
) -> list[Trace]:
    """Points with values, each in the colour that the map has where it says the same: one that fits is hard to see."""
    low, high = span
    share = np.clip((part.y - low) / (high - low), 0.0, 1.0) if high > low else np.full(len(part), 0.5)
    colors = [
        mix(palette.paper, palette.positive_soft, 2 * s - 1) if s > 0.5 else
        mix(palette.negative_soft, palette.paper, 2 * s) for s in share.tolist()
    ] or [palette.paper]
    x, y = (part.x[:, place] for place in training.axes)
    if not hollow:
        return [_marks(x, y, "circle", 9, {"color": colors, "line": {"width": 1.2, "color": palette.ink}})]
    # A ring in its colour, and a thin line around it.
    return [
        _marks(x, y, "circle-open", 10, {"color": palette.ink, "line": {"width": 1, "color": palette.ink}}),
        _marks(x, y, "circle-open", 7, {"color": colors, "line": {"width": 2.5, "color": colors}}),
    ]


def _marks(x: Array, y: Array, symbol: str, size: float, marker: Mapping[str, Any]) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none",
        "x": decimals(x, 4) or [None], "y": decimals(y, 4) or [None],
        "marker": {"size": size, "symbol": symbol, "opacity": 0.95, **marker},
    }


def domain_of(training: Training, data: Split) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return what the square map shows: all points and a rim; where points are clicked, room for more of them."""
    everything = np.vstack((data.train.x, data.test.x))
    if training.dataset == OWN and training.dimension == 2 and np.abs(everything).max() <= EXTENT:
        return (-EXTENT, EXTENT), (-EXTENT, EXTENT)
    everything = everything[:, sorted({*training.axes}, key=training.axes.index)]
    second = np.concatenate((data.train.y, data.test.y)) if everything.shape[1] == 1 else everything[:, 1]
    if everything.shape[1] == 1 and training.classes:
        # Probabilities.
        second = np.array((0.0, 1.0))

    def around(values: Array, least: float) -> tuple[float, float]:
        low, high = float(values.min()), float(values.max())
        half, middle = 0.56 * max(high - low, least) or 1.0, (low + high) / 2
        return round(middle - half, 3), round(middle + half, 3)

    longest = 0.0 if everything.shape[1] == 1 else float(np.ptp(everything, axis=0).max())
    return around(everything[:, 0], longest), around(second, longest)


def output_range(training: Training, data: Split) -> tuple[float, float]:
    """Return the outputs that are coloured fully: 0 and 1 of classes, else as far as the values go."""
    if training.classes:
        return (0.0, 1.0)
    reach = float(np.abs(data.train.y).max()) or 1.0
    return (-reach, reach)
