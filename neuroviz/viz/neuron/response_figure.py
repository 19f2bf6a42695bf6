"""The f–I curve and the activation function over one axis, with the working point of either neuron."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from neuroviz.lab.comparison.curves import Curves
from neuroviz.lab.comparison.run import Comparison
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.numbers import compact
from neuroviz.viz.palette import Palette
from neuroviz.viz.style import axis, decimals, still

HEIGHT_PX = 330


def response_figure(
    run: Comparison, found: Curves, names: Mapping[str, str], words: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    """Return a plain Plotly spec.

    words  "rate", "value", "axis" (with {unit}), "biological", "artificial" (with {name}), "here_biological" (with
    {rate}), "here_artificial" (with {a})
    """
    height = found.hz_per_a[run.neuron.activation]
    top = 50.0 * math.ceil(1.1 * max(float(found.rates_hz.max()), run.rate_hz, 1.0) / 50.0)
    points = _points(run, height, words, palette)
    data = [*_lines(run, found, height, names, words, palette), *_marks(points, found, top, palette)]
    layout = _layout(run, found, top, words, palette)
    if height > 0.0:
        # The same heights, read as a. It needs a trace of its own to be drawn: an unseen one.
        data.append({"type": "scatter", "mode": "lines", "x": [0], "y": [0], "yaxis": "y2", "hoverinfo": "none",
                     "showlegend": False, "line": {"width": 0}})
        layout["yaxis2"] = {**axis(palette, zerolinecolor=palette.muted), "overlaying": "y", "side": "right",
                            "range": [-0.05 * top / height, top / height],
                            "showgrid": False, "zeroline": False, "nticks": 6, "tickmode": "auto",
                            "title": {"text": words["value"], "standoff": 4},
                            "tickfont": {"size": 12, "color": palette.series[1]}}
    return {"data": data, "layout": layout}


class _Point(NamedTuple):
    """Where one of the two neurons works, and how it is marked."""

    x: float
    y: float
    color: str
    symbol: str
    text: str


def _points(run: Comparison, height: float, words: Mapping[str, str], palette: Palette) -> list[_Point]:
    """Where the two neurons work, as far as that can be shown. height: Hz that a = 1 is drawn at."""
    measured = (run.mean_input - run.model.rheobase(run.neuron)) / run.model.unit
    here = (
        _Point(run.z, height * run.a, palette.series[1], "diamond", words["here_artificial"].format(a=compact(run.a))),
        _Point(measured, run.rate_hz, palette.ink, "circle",
               words["here_biological"].format(rate=f"{run.rate_hz:.0f}")),
    )
    return [point for point in here if np.isfinite(point.x) and np.isfinite(point.y)]


def _lines(
    run: Comparison, found: Curves, height: float, names: Mapping[str, str], words: Mapping[str, str], palette: Palette,
) -> list[dict[str, Any]]:
    activation = run.neuron.activation
    z = np.linspace(float(found.z[0]), float(found.z[-1]), 141)
    lines = (
        (*found.line, palette.ink, "solid", 3.0, words["biological"]),
        (z, height * ACTIVATIONS[activation].f(z), palette.series[1], "dash", 2.5,
         words["artificial"].format(name=names[activation])),
    )
    return [
        {"type": "scatter", "mode": "lines", "x": decimals(x, 4), "y": decimals(y, 3),
         "name": name, "hoverinfo": "none", "line": {"color": color, "width": width, "dash": dash, "simplify": False}}
        for x, y, color, dash, width, name in lines
    ]


def _marks(points: Sequence[_Point], found: Curves, top: float, palette: Palette) -> list[dict[str, Any]]:
    """Return the points, and in the legend what they say.

    Beside the points, on a phone, there is no room clear of the lines.
    """
    low, high = float(found.z[0]), float(found.z[-1])
    marks: dict[str, Any] = {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "showlegend": False, "cliponaxis": False,
        "text": [point.text for point in points],
        "x": [min(max(point.x, low), high) for point in points],
        "y": [min(max(point.y, 0.0), top) for point in points],
        "marker": {"size": 14, "color": [point.color for point in points],
                   "symbol": [point.symbol for point in points], "opacity": 1,
                   "line": {"width": 2, "color": palette.paper}},
    }
    return [marks, *(
        {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": point.text, "hoverinfo": "none",
         "marker": {"size": 11, "color": point.color, "symbol": point.symbol, "opacity": 1}}
        for point in points
    )]


def _layout(
    run: Comparison, found: Curves, top: float, words: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    low, high = float(found.z[0]), float(found.z[-1])
    ticks, rheobase = list(range(int(low), int(high) + 1)), run.model.rheobase(run.neuron)
    muted = axis(palette, zerolinecolor=palette.muted)
    return {
        "height": HEIGHT_PX, "margin": {"l": 60, "r": 60, "t": 56, "b": 62}, **still(palette.ink, 13),
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False,
                   "itemdoubleclick": False},
        "xaxis": {**muted, "range": [low - 0.1, high + 0.1], "tickvals": ticks,
                  "ticktext": [f"{compact(tick)}<br>{compact(rheobase + tick * run.model.unit)}" for tick in ticks],
                  "title": {"text": words["axis"].format(unit=run.model.current_unit), "standoff": 6}},
        "yaxis": {**muted, "range": [-0.05 * top, top], "title": {"text": words["rate"], "standoff": 4}, "nticks": 6},
    }
