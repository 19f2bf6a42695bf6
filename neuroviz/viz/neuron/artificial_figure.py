"""The artificial neuron: inputs, weights, sum, activation, output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from neuroviz.lab.comparison.run import Comparison
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.neuron.comparison_figure import (
    BIAS,
    CURVE,
    INPUT_X,
    MOST_NAMED,
    OUT,
    SUM,
    TEXT,
    TRAVEL_MS,
    WEIGHT_AT,
    Picture,
    Point,
    Trace,
    along,
    by_sign,
    glow,
    heights,
    joined,
    labels,
    layout,
    line,
    path_of,
    pulse_traces,
    px,
    shortened,
    spacing,
    spike_at,
    stroke,
    travelling,
)
from neuroviz.viz.numbers import compact
from neuroviz.viz.palette import SPIKE, Palette
from neuroviz.viz.studio.network_figure import BLANK
from neuroviz.viz.style import CLEAR
from neuroviz.viz.text import escape_html

MOST_INSIDE = 6
"""Up to so many inputs are large enough to hold their values; of more, the values stand beside the names."""

_RADIUS, _SUM_RADIUS, _OUT_RADIUS, _BIAS_RADIUS = 0.46, 0.64, 0.5, 0.42
_BOX = (0.44, 0.44)
_RANGE = [-1.5, 5.95]
_NAME_ROOM = 6
_PILL = 0.2
_PILL_LETTERS = 5
_HALO = 0.1
"""How far the light around a neuron stands from its middle, beyond its rim, twice over."""

_RING_PX = 4
_LETTER = 0.5 * TEXT
"""How wide a figure is, about, in units."""

_EDGE_PX = (1.0, 2.0, 3.5, 5.5)
_END = (5.9, 0.0)


def artificial(run: Comparison, names: Sequence[str], words: Mapping[str, str], palette: Palette) -> Picture:
    """Return the picture of the artificial neuron of `run`.

    names  one an input; words: "activation_<name>"
    """
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    n, named = len(ys), len(ys) <= MOST_NAMED
    weights = [(along(y, WEIGHT_AT), compact(w)) for y, w in zip(ys, neuron.weights, strict=True)] if named else []
    data = [
        *_edges(run, palette),
        line([(BIAS[0], BIAS[1] + _BIAS_RADIUS), (SUM[0], -_SUM_RADIUS)], stroke(palette, neuron.bias), 2.5,
             dash=neuron.bias < 0),
        line(joined([[(SUM[0] + _SUM_RADIUS, 0.0), (CURVE[0] - _BOX[0], 0.0)],
                     [(CURVE[0] + _BOX[0], 0.0), (OUT[0] - _OUT_RADIUS, 0.0)]]), palette.muted, 2.5),
        _lights(run, palette),
        *pulse_traces(palette),
        _pills(weights, palette),
        _nodes(run, palette),
        line(_box(CURVE, _BOX), palette.muted, 2),
        curve_icon(neuron.activation, palette),
        labels(
            [
                *_names(run, names),
                *(((p[0], p[1]), text, "middle center") for p, text in weights),
                ((SUM[0], _SUM_RADIUS + 0.27), "z = Σ", "middle center"),
                ((CURVE[0], _BOX[1] + 0.27), "g(z)", "middle center"),
                ((CURVE[0], -_BOX[1] - 0.27),
                 escape_html(shortened(words[f"activation_{neuron.activation}"], 10)), "middle center"),
                ((OUT[0], _OUT_RADIUS + 0.27), "a = g(z)", "middle center"),
                ((BIAS[0] + _BIAS_RADIUS + 0.12, BIAS[1]), "b", "middle right"),
            ],
            palette,
        ),
    ]
    first = 2 * len(_EDGE_PX) + 1
    paths = [path_of([_rim(y, n), along(y, WEIGHT_AT), _end(y)], [0.0, 0.5, 1.0]) for y in ys]
    sources = [{"train": i, "path": i, "before": TRAVEL_MS, "after": 0.0} for i in range(n)]
    glows = [{"trace": first + 2, "of": [
        *({"train": i, "shift": -TRAVEL_MS} for i in range(n)), *({"train": i} for i in range(n)),
        {"on": 0.0}, {"on": 0.0}, {"spike": 0.0}, spike_at(run.delay_ms),
    ]}]
    pulses = [
        *by_sign(neuron, first + 3, paths, sources),
        {"trace": first + 5, "paths": [path_of([(SUM[0] + _SUM_RADIUS, 0.0), (OUT[0] - _OUT_RADIUS, 0.0)])],
         "of": travelling(run.delay_ms)},
    ]
    return Picture({"data": data, "layout": layout(_RANGE)}, glows, pulses, {"vessels": _vessels(run)})


def _radius(n: int) -> float:
    """Of an input among n."""
    return round(min(_RADIUS, 0.46 * spacing(n)), 4)


def _rim(y: float, n: int) -> Point:
    """Where the edge from the input at height y begins, one of n."""
    return along(y, _radius(n) / float(np.hypot(SUM[0] - INPUT_X, y)))


def _end(y: float) -> Point:
    """Where it reaches the sum's rim."""
    length = float(np.hypot(SUM[0] - INPUT_X, y))
    return along(y, 1.0 - _SUM_RADIUS / length)


def _edges(run: Comparison, palette: Palette) -> list[Trace]:
    """One trace a sign and width, and one for weights of 0."""
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    classes = len(_EDGE_PX)
    largest = max((abs(w) for w in neuron.weights), default=0.0) or 1.0
    lines: list[list[Point | None]] = [[] for _ in range(2 * classes + 1)]
    for y, w in zip(ys, neuron.weights, strict=True):
        slot = min(classes - 1, int(classes * abs(w) / largest)) + (classes if w < 0 else 0) if w else 2 * classes
        lines[slot] += [_rim(y, len(ys)), _end(y), None]
    traces = []
    for slot, points in enumerate(lines):
        zero, negative = slot == 2 * classes, slot >= classes
        color = palette.grid if zero else palette.negative if negative else palette.positive
        # One unseen piece rather than none: a trace that gets its first points is drawn anew with all its figure.
        width = _EDGE_PX[0 if zero else slot % classes]
        traces.append(line(points or [SUM, None], color, width, dash=negative, opacity=0.75))
    return traces


def _lights(run: Comparison, palette: Palette) -> Trace:
    """Return the glow of an input that sends a pulse and of the weight that it reaches, in the sign's colour."""
    ys = heights(len(run.neuron.inputs))
    radius = _radius(len(ys))
    signs = [stroke(palette, w) for w in run.neuron.weights]
    n = len(ys)
    lights = glow(
        [*((INPUT_X, y) for y in ys), *(along(y, WEIGHT_AT) for y in ys), BIAS, SUM, CURVE, OUT],
        [*(px(2 * radius + _HALO) for _ in ys), *(px(0.7) for _ in ys), 1, 1, px(1.3), px(2 * _OUT_RADIUS + _HALO)],
        [*signs, *signs, palette.muted, palette.muted, SPIKE, SPIKE],
    )
    # Rings: what a value fills keeps its own colour.
    lights["marker"] |= {
        "symbol": [*("circle-open" for _ in ys), *("circle" for _ in ys), *["circle"] * 3, "circle-open"],
        "line": {"width": [*([_RING_PX] * n), *([0] * (n + 3)), _RING_PX]},
    }
    return lights


def _nodes(run: Comparison, palette: Palette) -> Trace:
    """Rims with the values in them; what fills them lies below."""
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    n, inside = len(ys), len(ys) <= MOST_INSIDE
    places = [*((INPUT_X, y) for y in ys), SUM, OUT, BIAS]
    values = [*neuron.inputs, run.z, run.a, neuron.bias]
    radii = [_radius(n)] * n + [_SUM_RADIUS, _OUT_RADIUS, _BIAS_RADIUS]
    return {
        "type": "scatter", "mode": "markers+text", "x": [p[0] for p in places], "y": [p[1] for p in places],
        "text": [*(compact(v) if inside else BLANK for v in neuron.inputs),
                 *(compact(v) for v in (run.z, run.a, neuron.bias))],
        "textposition": "middle center", "hoverinfo": "none", "cliponaxis": False,
        "textfont": {"size": px(TEXT), "color": palette.ink, "weight": 600},
        "marker": {
            "size": [px(2 * r) for r in radii], "opacity": 1, "color": CLEAR,
            "line": {"width": 2, "color": [stroke(palette, v) for v in values]},
        },
    }


def _vessels(run: Comparison) -> list[dict[str, Any]]:
    """How full each neuron is: its value against the largest one that is shown, or 1."""
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    values = [*neuron.inputs, run.z, run.a, neuron.bias]
    finite = [abs(v) for v in values if np.isfinite(v)]
    most = max(1.0, *finite)
    radii = [_radius(len(ys))] * len(ys) + [_SUM_RADIUS, _OUT_RADIUS, _BIAS_RADIUS]
    places = [*((INPUT_X, y) for y in ys), SUM, OUT, BIAS]
    return [
        {"at": list(place), "radius": radius, "sign": int(np.sign(value)) if np.isfinite(value) else 0,
         "share": round(min(1.0, abs(value) / most), 4) if np.isfinite(value) else 1.0}
        for place, radius, value in zip(places, radii, values, strict=True)
    ]


def _pills(weights: Sequence[tuple[Point, str]], palette: Palette) -> Trace:
    """Return the pill on its edge that a weight's number stands on, as long as the number. Pulses pass below it.

    A shorter number has as long a pill, so that none changes while the weight is moved.
    """
    found = [_pill(place, 0.5 * _LETTER * max(_PILL_LETTERS, len(text))) for place, text in weights]
    pills = line(joined(found) or [SUM, None], palette.muted, 1)
    return {**pills, "fill": "toself", "fillcolor": palette.paper}


def _pill(middle: Point, half: float) -> list[Point]:
    """Return a closed line with round ends around what is 2 `half` long."""
    (x, y), angles = middle, np.linspace(-0.5 * np.pi, 0.5 * np.pi, 9)
    right = [(half + _PILL * np.cos(v), _PILL * np.sin(v)) for v in angles]
    points = [*right, *((-a, -b) for a, b in right), right[0]]
    return [(round(x + float(a), 3), round(y + float(b), 3)) for a, b in points]


def _names(run: Comparison, names: Sequence[str]) -> list[tuple[Point, str, str]]:
    """Each input's name, outside on the left; with its value where the neuron is too small for it."""
    ys = heights(len(names))
    if len(ys) > MOST_NAMED:
        return []
    place = INPUT_X - _radius(len(ys)) - 0.16
    found = []
    for y, name, x in zip(ys, names, run.neuron.inputs, strict=True):
        value = "" if len(ys) <= MOST_INSIDE else f" {compact(x)}"
        room = _NAME_ROOM if not value else 2 + _NAME_ROOM - len(value)
        found.append(((place, y), escape_html(shortened(name, max(2, room))) + value, "middle left"))
    return found


def _box(middle: Point, half: Point) -> list[Point]:
    """Return a closed rectangle."""
    (x, y), (a, b) = middle, half
    return [(round(x + i * a, 4), round(y + j * b, 4)) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]


def curve_icon(activation: str, palette: Palette) -> Trace:
    """Return the activation's own curve, small, in its box."""
    z = np.linspace(-3.0, 3.0, 41)
    a = np.clip(ACTIVATIONS[activation].f(z), -1.4, 3.0)
    low, high = float(a.min()), float(a.max())
    x = CURVE[0] + 0.8 * _BOX[0] * z / 3.0
    y = 0.8 * _BOX[1] * (2.0 * (a - low) / (high - low) - 1.0)
    return line(list(zip(x.round(3).tolist(), y.round(3).tolist(), strict=True)), palette.ink, 2.5)
