"""An activation function drawn next to its derivative, with the tangent that ties the two together.

The lesson: the slope of the tangent at z is the height of the derivative at z, and it is all that
learning has to go by. Where the derivative is (nearly) 0, a neuron learns (nearly) nothing.

Softmax has no curve of its own: each share depends on every z of its layer. So what is drawn is the
share of one neuron while the z of its neighbours stay where they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn import ACTIVATIONS
from neuroviz.viz import numbers
from neuroviz.viz.palette import Palette
from neuroviz.viz.style import on_page, significant, zero_axis

Array = NDArray[np.float64]
Spec = dict[str, Any]

Z_MIN, Z_MAX, Z_STEP = -6.0, 6.0, 0.1
"""What is drawn of the z axis, and how far one arrow key goes."""

NEIGHBOURS = (0.0, 1.0)
"""z of the other two neurons that softmax compares with, to begin with."""

FLAT = 0.05
"""A slope smaller than this in size is marked as flat: under a fifth of sigmoid's steepest, 0.25."""

HEIGHT = 440
"""Of the large picture, in pixels."""

_TANGENT_REACH = 1.6
_LINE_SAMPLES = 241
_DIGITS = 5  # enough for a line on any screen, and short to send
_ROOM = 0.3  # of the height, kept free above and below the curves for the labels
_FONT = 13
_LABEL_Z = 2.7  # how far from the middle a label may stand: on a telephone it is up to six units wide
_LEGIBLE = 0.2  # the share whose bar still has room for its words on a phone
_SYMBOLS = ("circle", "diamond")
_DERIVATIVE_DASHES = ("dash", "dot")


@dataclass(frozen=True, slots=True)
class Point:
    """Where a function stands at one z: value g(z), slope dg/dz, both exactly as computed."""

    name: str
    z: float
    value: float
    slope: float
    neighbours: tuple[float, ...] = NEIGHBOURS


def activation_curves(name: str, z: Array, neighbours: Sequence[float] = NEIGHBOURS) -> tuple[Array, Array]:
    """Return g(z) and dg/dz for a row of z, (n,). For softmax: the first share, and its slope in its own z."""
    record = ACTIVATIONS[name]
    z = np.asarray(z, dtype=np.float64)
    if record.elementwise:
        return record.f(z), record.df(z)
    layers = np.column_stack([z, np.tile(np.asarray(neighbours, dtype=np.float64), (z.size, 1))])
    return record.f(layers)[:, 0], record.df(layers)[:, 0]


def point(name: str, z: float, neighbours: Sequence[float] = NEIGHBOURS) -> Point:
    """Compute where the function `name` stands at z.

    neighbours  z of the other two neurons; softmax alone depends on them
    """
    value, slope = activation_curves(name, np.array([z]), neighbours)
    return Point(name, z, float(value[0]), float(slope[0]), tuple(neighbours))


def shares(z: float, neighbours: Sequence[float]) -> tuple[float, ...]:
    """Softmax of the whole little layer, the dragged neuron first. They add up to 1."""
    return tuple(ACTIVATIONS["softmax"].f(np.array([z, *neighbours])).tolist())


def flat_spans(
    name: str, neighbours: Sequence[float] = NEIGHBOURS, low: float = Z_MIN, high: float = Z_MAX,
) -> list[tuple[float, float, bool]]:
    """Return where |dg/dz| < FLAT, as (from, to, whether it is exactly 0 there), to within 0.01."""
    z = np.linspace(low, high, round((high - low) * 100) + 1)
    slope = np.abs(activation_curves(name, z, neighbours)[1])
    kind = np.where(slope == 0.0, 2, np.where(slope < FLAT, 1, 0))
    edges = [0, *(np.flatnonzero(np.diff(kind)) + 1).tolist(), len(z)]
    return [
        (round(float(z[start]), 2), round(float(z[stop - 1]), 2), bool(kind[start] == 2))
        for start, stop in zip(edges, edges[1:], strict=False) if kind[start] and stop - start > 1
    ]


def curve_figure(
    points: Sequence[Point], titles: Sequence[str], words: Mapping[str, str], palette: Palette,
) -> Spec:
    """Return the page's picture: one or two functions, each with derivative, point and tangent.

    titles   the functions' names, in the order of `points`
    words    "derivative" (with {name}), "point" (with {name}, {z}, {value}) and "slope" (with {slope})
    """
    low, high = _heights(points)
    data: list[Spec] = []
    for i, (at, title) in enumerate(zip(points, titles, strict=True)):
        data += _function_traces(at, title, words["derivative"].format(name=title), i, palette)
    layout = _frame(palette) | {
        "xaxis": zero_axis(palette) | {"range": [Z_MIN, Z_MAX], "dtick": 2, "ticklabelstandoff": 20,
                                   "title": {"text": "z", "standoff": 4}},
        "yaxis": zero_axis(palette) | {"range": [low, high], "nticks": 7},
        "margin": {"l": 34, "r": 10, "t": 10, "b": 60}, "height": HEIGHT,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False,
                   "itemdoubleclick": False, "font": {"size": _FONT, "color": palette.ink}},
        "showlegend": True,
        "shapes": [shape for i, at in enumerate(points) for shape in _flat_bars(at, i, palette)],
        "annotations": _point_labels(points, titles, words, palette),
    }
    return {"data": data, "layout": layout}


def gallery_figure(names: Sequence[str], titles: Mapping[str, str], columns: int, palette: Palette) -> Spec:
    """Small multiples, all in one frame (z from -4 to 4) so that heights and slopes can be compared."""
    rows = math.ceil(len(names) / columns)
    gap_x, gap_y = 0.04, 0.18 / rows
    width = (1 - gap_x * (columns - 1)) / columns
    data: list[Spec] = []
    layout = _frame(palette) | {
        "margin": {"l": 4, "r": 4, "t": 30, "b": 6}, "height": 170 * rows, "showlegend": False, "annotations": [],
    }
    for i, name in enumerate(names):
        row, column = divmod(i, columns)
        suffix = "" if i == 0 else str(i + 1)
        left, top, bottom = column * (width + gap_x), (rows - row) / rows, (rows - row - 1) / rows
        bare = zero_axis(palette) | {"showticklabels": False, "showgrid": False}
        layout[f"xaxis{suffix}"] = bare | {
            "range": [-4, 4], "domain": [left, min(left + width, 1.0)], "anchor": f"y{suffix}",
        }
        layout[f"yaxis{suffix}"] = bare | {
            "range": [-1.3, 2.3], "domain": [bottom + (gap_y if row < rows - 1 else 0.0), top],
            "anchor": f"x{suffix}",
        }
        for which, dash in ((0, "solid"), (1, "dash")):
            x, y = _samples(name, which, NEIGHBOURS, -4.0, 4.0, 81)
            data.append({
                "type": "scatter", "mode": "lines", "x": x, "y": y, "xaxis": f"x{suffix}", "yaxis": f"y{suffix}",
                "line": {"color": palette.series[0], "width": 2 if which else 3.5, "dash": dash, "simplify": False},
                "hoverinfo": "skip",
            })
        layout["annotations"].append({
            "text": titles[name], "x": left + width / 2, "y": top, "xref": "paper", "yref": "paper",
            "xanchor": "center", "yanchor": "bottom", "showarrow": False, "font": {"size": _FONT, "color": palette.ink},
        })
    return {"data": data, "layout": layout}


def shares_figure(z: float, neighbours: Sequence[float], label: str, palette: Palette) -> Spec:
    """Return the shares of the little softmax layer as one bar of length 1. `label` has {i}, {z} and {share}."""
    fills = (palette.positive_soft, palette.grid, palette.zero)
    data = [
        {"type": "bar", "orientation": "h", "x": [share], "y": [""], "hoverinfo": "skip",
         "marker": {"color": fill, "line": {"color": palette.muted, "width": 1}},
         "text": [label.format(i=i, z=numbers.short(own), share=numbers.fixed(share)) if share > _LEGIBLE else ""],
         "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
         "textfont": {"color": palette.ink, "size": _FONT}}
        for i, (share, own, fill) in enumerate(
            zip(shares(z, neighbours), (z, *neighbours), fills, strict=True), start=1
        )
    ]
    layout = _frame(palette) | {
        "barmode": "stack", "showlegend": False, "height": 100, "margin": {"l": 8, "r": 12, "t": 2, "b": 22},
        "xaxis": zero_axis(palette) | {"range": [-0.004, 1.004], "tickvals": [0, 0.5, 1], "zeroline": False},
        "yaxis": {"visible": False, "fixedrange": True},
    }
    return {"data": data, "layout": layout}


# --- parts ---------------------------------------------------------------------------------------

def _samples(
    name: str, which: int, neighbours: Sequence[float], low: float = Z_MIN, high: float = Z_MAX, n: int = _LINE_SAMPLES,
) -> tuple[list[float | None], list[float | None]]:
    """x and y of g (which = 0) or its derivative (1), broken where it jumps so that no false wall is drawn."""
    z = np.linspace(low, high, n)
    y = activation_curves(name, z, neighbours)[which]
    xs: list[float | None] = [round(float(v), 4) for v in z]
    ys = significant(y, _DIGITS)
    for kink in ACTIVATIONS[name].kinks:
        sides = np.array([np.nextafter(kink, -np.inf), np.nextafter(kink, np.inf)])
        left, right = activation_curves(name, sides, neighbours)[which]
        before, after = int(np.searchsorted(z, kink, "left")), int(np.searchsorted(z, kink, "right"))
        xs[before:after] = [kink, None, kink]
        ys[before:after] = significant((left, np.nan, right), _DIGITS)
    return xs, ys


def _function_traces(at: Point, title: str, derivative: str, i: int, palette: Palette) -> list[Spec]:
    """Curve, derivative, tangent and points of one function; the second one also carries diamonds."""
    colour, symbol = palette.series[i], _SYMBOLS[i]
    beads = {"mode": "lines+markers", "marker": {"symbol": "diamond-open", "size": 8, "maxdisplayed": 13}} if i else {
        "mode": "lines"}
    x, y = _samples(at.name, 0, at.neighbours)
    dx, dy = _samples(at.name, 1, at.neighbours)
    ends = (at.z - _TANGENT_REACH, at.z + _TANGENT_REACH)
    return [
        {"type": "scatter", "name": title, "x": x, "y": y, "line": {"color": colour, "width": 3.5, "simplify": False},
         "hoverinfo": "skip", **beads},
        {"type": "scatter", "name": derivative, "x": dx, "y": dy, "mode": "lines", "hoverinfo": "skip",
         "line": {"color": colour, "width": 2.5, "dash": _DERIVATIVE_DASHES[i], "simplify": False}},
        {"type": "scatter", "x": list(ends), "y": [at.value + at.slope * (end - at.z) for end in ends],
         "mode": "lines", "line": {"color": palette.ink, "width": 1.5}, "showlegend": False, "hoverinfo": "skip"},
        {"type": "scatter", "x": [at.z, at.z], "y": [at.value, at.slope], "mode": "markers", "showlegend": False,
         "hoverinfo": "skip",
         "marker": {"symbol": [symbol, f"{symbol}-open"], "size": [14, 12], "color": colour, "opacity": 1,
                    "line": {"color": [palette.paper, colour], "width": 2}}},
    ]


def _heights(points: Sequence[Point]) -> tuple[float, float]:
    """Return the y axis: everything that is drawn, and room for labels. It does not depend on z, so it stays put."""
    z = np.linspace(Z_MIN, Z_MAX, 121)
    drawn = np.concatenate([np.concatenate(activation_curves(at.name, z, at.neighbours)) for at in points])
    low, high = min(0.0, float(drawn.min())), max(1.0, float(drawn.max()))
    room = _ROOM * (high - low)
    return low - room, high + room


def _flat_bars(at: Point, i: int, palette: Palette) -> list[Spec]:
    """Bars below the plot, above its tick labels: faint where the slope is small, solid where it is exactly 0."""
    top = -0.012 - 0.028 * i
    return [
        {"type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": stop, "y0": top - 0.02, "y1": top,
         "fillcolor": palette.series[i], "opacity": 1.0 if dead else 0.4, "line": {"width": 0}}
        for start, stop, dead in flat_spans(at.name, at.neighbours)
    ]


def _point_labels(
    points: Sequence[Point], titles: Sequence[str], words: Mapping[str, str], palette: Palette,
) -> list[Spec]:
    """Value and slope of each point, in the room above or below the curves, where none of them ever comes.

    On a telephone a label is as wide as half the picture: beside its point it would lie on a curve. Of two points the
    higher one is labelled above, the lower one below.
    """
    low, high = _heights(points)
    room = _ROOM / (1 + 2 * _ROOM) * (high - low)
    highest = max(range(len(points)), key=lambda k: points[k].value)
    labels = []
    for i, (at, title) in enumerate(zip(points, titles, strict=True)):
        above = at.z > 0 if len(points) == 1 else i == highest
        labels.append({
            "x": at.z, "y": at.value, "axref": "x", "ayref": "y", "ax": min(max(at.z, -_LABEL_Z), _LABEL_Z),
            "ay": high - room / 2 if above else low + room / 2,
            "text": words["point"].format(name=title, z=numbers.short(at.z), value=numbers.fixed(at.value))
            + "<br>" + words["slope"].format(slope=numbers.fixed(at.slope)),
            "align": "left", "showarrow": True, "arrowhead": 0, "arrowwidth": 1.5, "arrowcolor": palette.series[i],
            "standoff": 7, "bgcolor": palette.paper, "bordercolor": palette.series[i], "borderwidth": 1,
            "borderpad": 4, "opacity": 0.94, "font": {"size": _FONT, "color": palette.ink},
        })
    return labels


def _frame(palette: Palette) -> Spec:
    return {**on_page(), "font": {"color": palette.ink, "size": _FONT}, "dragmode": False, "hovermode": False,
            "uirevision": "constant"}
