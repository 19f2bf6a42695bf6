"""What the two neurons' pictures share: where things stand, what corresponds, and the parts that both are made of.

Lengths are in units: both pictures have the same ones, so what corresponds stands at the same height. Sizes that
Plotly wants in pixels are given for `UNIT_PX` pixels a unit; the browser takes them to the size of its canvas.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuroviz.document.settings.neuron import Neuron
from neuroviz.viz.numbers import subscript
from neuroviz.viz.palette import MEMBRANE, SPIKE, Palette, rim
from neuroviz.viz.studio.network_figure import sign
from neuroviz.viz.style import HIDDEN_AXIS, on_page

UNIT_PX = 50
"""Pixels of a unit that sizes are given for."""

TEXT = 0.29
"""The height of a label's letters, in units."""

TRAVEL_MS = 4.0
"""A drawn pulse takes this long to its synapse, before it arrives there: arrival is when the simulation says. From then
on the membrane answers, at once, for the simulated cell is one piece: nothing may be drawn to be still on its way."""

MOST_PULSES = 48
"""Drawn at once, of one sign."""

MOST_NAMED = 10
"""Up to so many inputs carry their names and weights."""

DRAWN_NODES = 7
"""Nodes of Ranvier in the picture; a real axon of this length has more."""

HALF = 2.1
TOP, BOTTOM = 2.8, -2.8

SUM, CURVE, OUT, BIAS = (2.55, 0.0), (4.0, 0.0), (5.35, 0.0), (2.55, -2.2)
SOMA, HILLOCK, AXON_END, TIP = (2.75, 0.0), (3.85, 0.0), 6.9, (2.75, -2.2)
INPUT_X, BOUTON_X, FIBRE_X = 0.0, 0.35, -1.3
WEIGHT_AT = 0.42
"""Where a weight stands, as a share of the way to the sum: nearer to the inputs, where edges are further apart."""

Trace = dict[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Part:
    """What corresponds: a name, and where it is on either side. Two words that explain it are under `neuron.<name>`."""

    name: str
    index: int
    left: Point
    right: Point


@dataclass(frozen=True)
class Picture:
    """One side: the spec, its moving traces (see `js/neuron/neuron.js`), and what lives in it: `vessels` that a value
    fills, `branches` that brighten with a current, a `body` in the colour of its potential (`js/neuron/living.js`)."""

    spec: dict[str, Any]
    glows: list[dict[str, Any]]
    pulses: list[dict[str, Any]]
    living: dict[str, Any]


def heights(n: int) -> list[float]:
    """Return the y of each of n inputs, the first on top."""
    step = min(2 * HALF, 2 * HALF / max(1, n - 1)) if n > 2 else 2.2
    return [round(step * ((n - 1) / 2 - i), 4) for i in range(n)]


def spacing(n: int) -> float:
    """Return how far apart n inputs stand."""
    return 2 * HALF / (n - 1) if n > 2 else 2.2


def parts(neuron: Neuron) -> list[Part]:
    """Return all pairs of parts that correspond, in the order in which the signal meets them."""
    ys = heights(len(neuron.inputs))
    inputs = [Part("input", i, (INPUT_X, y), (FIBRE_X + 0.5, y)) for i, y in enumerate(ys)]
    weights = [Part("weight", i, along(y, WEIGHT_AT), (BOUTON_X + 0.12, y)) for i, y in enumerate(ys)]
    return [
        *inputs, *weights, Part("bias", 0, BIAS, TIP), Part("sum", 0, SUM, SOMA),
        Part("curve", 0, CURVE, HILLOCK), Part("output", 0, OUT, (7.45, 0.0)),
    ]


def along(y: float, share: float) -> Point:
    """Return a point of the artificial neuron's edge from the input at height y."""
    return (round(INPUT_X + share * (SUM[0] - INPUT_X), 4), round(y * (1 - share), 4))


def default_name(index: int, own: str) -> str:
    """Return an input's name: the visitor's own, else x₁ and so on."""
    return own or f"x{subscript(index + 1)}"


def shortened(name: str, room: float) -> str:
    """Return `name` in at most `room` letters' width, cut with an ellipsis; a Chinese character is two letters wide."""
    widths = [2 if ord(letter) > 0x2E80 else 1 for letter in name]
    if sum(widths) <= room:
        return name
    kept, width = "", 1.0
    for letter, own in zip(name, widths, strict=True):
        width += own
        if width > room:
            break
        kept += letter
    return f"{kept}…"


def px(units: float) -> float:
    """Return pixels of a length, at `UNIT_PX`."""
    return round(units * UNIT_PX, 2)


def membrane_scale() -> list[list[Any]]:
    """Return [mV, colour] of the colours that a membrane's potential has."""
    return [[mv, color] for mv, color in MEMBRANE]


# --- movements -----------------------------------------------------------------------------------

def by_sign(
    neuron: Neuron, trace: int, paths: list[dict[str, list[float]]], sources: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return pulses of excitatory inputs in one trace, of inhibitory ones in the next."""
    return [
        {"trace": trace + k, "paths": paths,
         "of": [s for s, w in zip(sources, neuron.weights, strict=True) if w and (w < 0) == bool(k)]}
        for k in (0, 1)
    ]


def spike_at(delay_ms: float) -> dict[str, float]:
    """Return a light so long after each spike; none where the axon lets no spike through."""
    return {"spike": delay_ms} if math.isfinite(delay_ms) else {"on": 0.0}


def travelling(delay_ms: float) -> list[dict[str, Any]]:
    """Return each spike on its way along the only path, in that time."""
    if not math.isfinite(delay_ms):
        return []
    return [{"spike": True, "path": 0, "before": 0.0, "after": max(delay_ms, 0.2)}]


def path_of(points: Sequence[Point], shares: Sequence[float] | None = None) -> dict[str, list[float]]:
    """Return a polyline with the share of the way at each point, by length where none is given."""
    if shares is None:
        lengths = [math.dist(a, b) for a, b in zip(points, points[1:], strict=False)]
        walked = np.concatenate(([0.0], np.cumsum(lengths)))
        shares = (walked / walked[-1]).round(4).tolist()
    return {"x": [p[0] for p in points], "y": [p[1] for p in points], "share": list(shares)}


# --- parts of a figure ---------------------------------------------------------------------------

def joined(lines: Iterable[Sequence[Point]]) -> list[Point | None]:
    """Return several lines as one, parted by None."""
    out: list[Point | None] = []
    for each in lines:
        out += [*each, None]
    return out


def line(points: Sequence[Point | None], color: str, width: float, *, dash: bool = False, opacity: float = 1) -> Trace:
    """Return a trace of lines; `width` in pixels."""
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "none", "cliponaxis": False, "opacity": opacity,
        "x": [p[0] if p else None for p in points], "y": [p[1] if p else None for p in points],
        "line": {"color": color, "width": width, "dash": "5px,4px" if dash else "solid", "simplify": False},
    }


def glow(points: Sequence[Point], sizes: Sequence[float], colors: Sequence[str]) -> Trace:
    """Return points that the clock lights up; unseen at rest."""
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [p[0] for p in points], "y": [p[1] for p in points],
        "marker": {"size": list(sizes), "color": list(colors), "opacity": 1, "line": {"width": 0}},
        "opacity": 0.5,
    }


def pulse_trace(slots: int, color: str, symbol: str, size: float, edge: str) -> Trace:
    """Return places for pulses, all unseen until the clock gives them one."""
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [0] * slots, "y": [0] * slots,
        "marker": {"size": size, "color": color, "symbol": symbol, "opacity": 1, "line": {"width": 1, "color": edge}},
    }


def pulse_traces(palette: Palette) -> list[Trace]:
    """Three: excitatory and inhibitory pulses, told apart by shape as well, and the neuron's own spikes."""
    return [
        pulse_trace(MOST_PULSES, palette.positive, "circle", px(0.23), palette.paper),
        pulse_trace(MOST_PULSES, palette.negative, "diamond", px(0.25), palette.paper),
        pulse_trace(4, SPIKE, "circle", px(0.36), palette.ink),
    ]


def labels(texts: Sequence[tuple[Point, str, str]], palette: Palette) -> Trace:
    """Words: where, what, and on which side of the place."""
    return {
        "type": "scatter", "mode": "text", "hoverinfo": "none", "cliponaxis": False,
        "x": [p[0] for p, _, _ in texts], "y": [p[1] for p, _, _ in texts], "text": [text for _, text, _ in texts],
        "textposition": [side for _, _, side in texts],
        "textfont": {"size": px(TEXT), "color": palette.ink, "shadow": rim(palette)},
    }


def layout(x_range: list[float]) -> dict[str, Any]:
    """Return the layout; both axes have the same unit."""
    hidden = {**HIDDEN_AXIS, "fixedrange": True}
    return {
        "height": round(px(TOP - BOTTOM)), "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False,
        "hovermode": False, "dragmode": False, "xaxis": {**hidden, "range": x_range},
        "yaxis": {**hidden, "range": [BOTTOM, TOP]}, **on_page(),
    }


def stroke(palette: Palette, value: float) -> str:
    """Return the colour of a value's sign."""
    return {1: palette.positive, -1: palette.negative, 0: palette.muted}[sign(value)]
