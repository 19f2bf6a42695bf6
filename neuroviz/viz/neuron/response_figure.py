"""The f–I curve and the activation function over one axis, with the working point of either neuron."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

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
    """A plain Plotly spec.

    words  "rate", "value", "axis" (with {unit}), "biological", "artificial" (with {name}), "here_biological" (with
    {rate}), "here_artificial" (with {a})
    """
    activation = run.neuron.activation
    height = found.hz_per_a[activation]
    low, high = float(found.z[0]), float(found.z[-1])
    z = np.linspace(low, high, 141)
    a = ACTIVATIONS[activation].f(z)
    top = 50.0 * math.ceil(1.1 * max(float(found.rates_hz.max()), run.rate_hz, 1.0) / 50.0)
    measured = (run.mean_input - run.model.rheobase(run.neuron)) / run.model.unit
    here = [
        (run.z, height * run.a, palette.series[1], "diamond", words["here_artificial"].format(a=compact(run.a))),
        (measured, run.rate_hz, palette.ink, "circle", words["here_biological"].format(rate=f"{run.rate_hz:.0f}")),
    ]
    lines = [
        (*found.line, palette.ink, "solid", 3.0, words["biological"]),
        (z, height * a, palette.series[1], "dash", 2.5, words["artificial"].format(name=names[activation])),
    ]
    data: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": decimals(x, 4), "y": decimals(y, 3),
         "name": name, "hoverinfo": "none", "line": {"color": color, "width": width, "dash": dash, "simplify": False}}
        for x, y, color, dash, width, name in lines
    ]
    shown = [point for point in here if np.isfinite(point[0]) and np.isfinite(point[1])]
    data.append({
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "showlegend": False, "cliponaxis": False,
        "text": [p[4] for p in shown],
        "x": [min(max(p[0], low), high) for p in shown], "y": [min(max(p[1], 0.0), top) for p in shown],
        "marker": {"size": 14, "color": [p[2] for p in shown], "symbol": [p[3] for p in shown], "opacity": 1,
                   "line": {"width": 2, "color": palette.paper}},
    })
    # What they say stands in the legend: beside the points, on a phone, there is no room clear of the lines.
    data += [
        {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": text, "hoverinfo": "none",
         "marker": {"size": 11, "color": color, "symbol": symbol, "opacity": 1}}
        for _, _, color, symbol, text in shown
    ]
    ticks = list(range(int(low), int(high) + 1))
    rheobase = run.model.rheobase(run.neuron)
    muted = axis(palette, zerolinecolor=palette.muted)
    layout = {
        "height": HEIGHT_PX, "margin": {"l": 60, "r": 60, "t": 56, "b": 62}, **still(palette.ink, 13),
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False,
                   "itemdoubleclick": False},
        "xaxis": {**muted, "range": [low - 0.1, high + 0.1], "tickvals": ticks,
                  "ticktext": [f"{compact(tick)}<br>{compact(rheobase + tick * run.model.unit)}" for tick in ticks],
                  "title": {"text": words["axis"].format(unit=run.model.current_unit), "standoff": 6}},
        "yaxis": {**muted, "range": [-0.05 * top, top], "title": {"text": words["rate"], "standoff": 4}, "nticks": 6},
    }
    if height > 0.0:
        # The same heights, read as a. It needs a trace of its own to be drawn: an unseen one.
        data.append({"type": "scatter", "mode": "lines", "x": [0], "y": [0], "yaxis": "y2", "hoverinfo": "none",
                     "showlegend": False, "line": {"width": 0}})
        layout["yaxis2"] = {**muted, "overlaying": "y", "side": "right", "range": [-0.05 * top / height, top / height],
                            "showgrid": False, "zeroline": False, "nticks": 6, "tickmode": "auto",
                            "title": {"text": words["value"], "standoff": 4},
                            "tickfont": {"size": 12, "color": palette.series[1]}}
    return {"data": data, "layout": layout}
