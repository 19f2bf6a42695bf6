"""The artificial neuron and the biological one, drawn so that what corresponds stands at the same height.

Two plain Plotly specs, and for each what moves in it: `glows`, points that light up, and `pulses`, points that run
along paths. The browser's clock moves them; here is said where they are and what drives them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.run import Comparison
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.numbers import compact, short, subscript
from neuroviz.viz.palette import Palette, mix, rim
from neuroviz.viz.studio.network_figure import BLANK, sign
from neuroviz.viz.style import HIDDEN_AXIS, on_page
from neuroviz.viz.text import escape

HEIGHT_PX = 290
TRAVEL_MS = 4.0
"""A drawn pulse takes this long to its synapse, before it arrives there: arrival is when the simulation says. From then
on the membrane answers, at once, for the simulated cell is one piece: nothing may be drawn to be still on its way."""

LATE = 0.9
"""Of that time a pulse of the artificial neuron needs to the middle of its connection, where the weight stands."""

MOST_PULSES = 48
"""Drawn at once, of one sign."""

MOST_NAMED = 10
"""Up to so many inputs carry their names and weights."""

DRAWN_NODES = 7
"""Nodes of Ranvier in the picture; a real axon of this length has more."""

_HALF = 2.1
_TOP, _BOTTOM = 2.75, -3.3
_EDGE_PX = (1.0, 2.0, 3.5, 5.5)

Trace = dict[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Part:
    """What corresponds: a name, and where it is on either side. Two words of explanation go with it, `pair.<name>`."""

    name: str
    index: int
    left: Point
    right: Point


@dataclass(frozen=True)
class Picture:
    """One side: the spec, and its moving traces (see `js/pair/pair.js`)."""

    spec: dict[str, Any]
    glows: list[dict[str, Any]]
    pulses: list[dict[str, Any]]


# --- where things stand --------------------------------------------------------------------------

_SUM, _CURVE, _OUT, _BIAS = (2.3, 0.0), (3.5, 0.0), (4.75, 0.0), (2.3, -2.5)
_SOMA, _HILLOCK, _AXON_END, _TIP = (2.35, 0.0), (3.25, 0.0), 6.4, (2.35, -2.5)
_SOMA_RADIUS = (0.62, 0.95)
_BOX = (0.38, 0.56)
_BESIDE_BIAS = (_BIAS[0] + 0.4, _BIAS[1])
_RIGHT_END = 7.5
# Below the glow of the soma, whose width is in pixels; and not beyond the picture's border.
_UNDER_HILLOCK, _UNDER_TERMINALS = (4.35, -1.3), (_RIGHT_END - 0.02, -1.35)
_POSITIONS = {_BESIDE_BIAS: "middle right", _UNDER_TERMINALS: "middle left"}
_INPUT_X, _BOUTON_X, _ENDING_X = 0.25, 0.42, -0.55


def heights(n: int) -> list[float]:
    """The y of each of n inputs, the first on top."""
    step = min(2 * _HALF, 2 * _HALF / max(1, n - 1)) if n > 2 else 2.2
    return [round(step * ((n - 1) / 2 - i), 4) for i in range(n)]


def parts(neuron: Neuron) -> list[Part]:
    """All pairs of parts that correspond, in the order in which the signal meets them."""
    ys = heights(len(neuron.inputs))
    inputs = [Part("input", i, (_INPUT_X, y), (-0.1, y)) for i, y in enumerate(ys)]
    weights = [Part("weight", i, _along(y, 0.5), (_BOUTON_X + 0.1, y)) for i, y in enumerate(ys)]
    return [
        *inputs, *weights, Part("bias", 0, _BIAS, _TIP), Part("sum", 0, _SUM, _SOMA),
        Part("curve", 0, _CURVE, _HILLOCK), Part("output", 0, _OUT, (6.95, 0.0)),
    ]


def _along(y: float, share: float) -> Point:
    """A point of the artificial neuron's edge from the input at height y."""
    return (round(_INPUT_X + share * (_SUM[0] - _INPUT_X), 4), round(y * (1 - share), 4))


def _above(point: Point) -> Point:
    """A little over the line, where its number can be read."""
    return (point[0], round(point[1] + 0.3, 4))


# --- the artificial neuron -----------------------------------------------------------------------

def artificial(run: Comparison, names: Sequence[str], words: Mapping[str, str], palette: Palette) -> Picture:
    """Inputs, weights, sum, activation, output.

    names  one an input; words: "title_artificial", "bias"
    """
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    named = len(ys) <= MOST_NAMED
    values = [*neuron.inputs, run.z, run.a]
    places = [*((_INPUT_X, y) for y in ys), _SUM, _OUT]
    size = 38 if named else 14
    sizes = [*(size for _ in ys), 58, 44]
    glow_at = [*((_INPUT_X, y) for y in ys), *(_along(y, 0.5) for y in ys), _BIAS, _SUM, _CURVE, _OUT]
    glow_px = [*(size + 16 for _ in ys), *(26 if named else 12 for _ in ys), 44, 78, 70, 64]
    data = [
        *_edges(neuron, ys, palette),
        _line([_BIAS, (_SUM[0], -0.6)], _stroke(palette, neuron.bias), 2.5, dash=neuron.bias < 0),
        _line([_SUM, (5.3, 0.0)], palette.muted, 2.5),
        _glow(glow_at, glow_px, palette),
        _pulse_trace(MOST_PULSES, palette.positive, "circle", 11, palette),
        _pulse_trace(MOST_PULSES, palette.negative, "diamond", 12, palette),
        _pulse_trace(4, palette.select, "circle", 14, palette),
        {
            "type": "scatter", "mode": "markers+text", "x": [p[0] for p in places], "y": [p[1] for p in places],
            "text": [*(compact(v) if named else BLANK for v in neuron.inputs), compact(run.z), compact(run.a)],
            "textposition": "middle center", "hoverinfo": "none", "cliponaxis": False,
            "textfont": {"size": 13, "color": palette.ink},
            "marker": {
                "size": sizes, "opacity": 1,
                "color": [_fill(palette, v, max(1.0, max(map(abs, values)))) for v in values],
                "line": {"width": 2, "color": [_stroke(palette, v) for v in values]},
            },
        },
        {
            "type": "scatter", "mode": "markers", "x": [_BIAS[0]], "y": [_BIAS[1]],
            "hoverinfo": "none", "cliponaxis": False,
            "marker": {"size": 30, "color": palette.zero, "opacity": 1,
                       "line": {"width": 2, "color": _stroke(palette, neuron.bias)}},
        },
        # In the units of the curve in it, so that it holds the curve whatever the size of the picture.
        {**_line(_box(_CURVE, _BOX), palette.muted, 2), "fill": "toself", "fillcolor": palette.zero},
        _curve_icon(neuron.activation, palette),
        _labels(
            [
                *([((_INPUT_X, y - 0.62), escape(name)) for y, name in zip(ys, names, strict=True)]
                  if named else []),
                *([(_above(_along(y, 0.5)), short(w)) for y, w in zip(ys, neuron.weights, strict=True)]
                  if named else []),
                ((_SUM[0], 0.92), "<b>Σ</b>  z"), ((_CURVE[0], 0.92), "g(z)"), ((_OUT[0], 0.78), "a"),
                (_BESIDE_BIAS, f"b {short(neuron.bias)}"),
            ],
            palette,
        ),
    ]
    first = len(_EDGE_PX) * 2 + 1
    n = len(ys)
    glows = [{"trace": first + 2, "of": [
        *({"train": i, "shift": -TRAVEL_MS} for i in range(n)), *({"train": i} for i in range(n)),
        {"on": 0.35}, {"line": "v"}, {"spike": 0.0}, _spike_at(run.delay_ms),
    ]}]
    paths = [_path([(_INPUT_X, y), _along(y, 0.5), _SUM], [0.0, LATE, 1.0]) for y in ys]
    sources = [{"train": i, "path": i, "before": TRAVEL_MS, "after": 0.0} for i in range(n)]
    pulses = [
        *_by_sign(neuron, first + 3, paths, sources),
        {"trace": first + 5, "paths": [_path([_SUM, (5.3, 0.0)])], "of": _travelling(run.delay_ms)},
    ]
    return Picture({"data": data, "layout": _layout([-0.45, 5.4])}, glows, pulses)


def _edges(neuron: Neuron, ys: Sequence[float], palette: Palette) -> list[Trace]:
    """One trace a sign and width, and one for weights of 0."""
    classes = len(_EDGE_PX)
    largest = max((abs(w) for w in neuron.weights), default=0.0) or 1.0
    lines: list[list[Point | None]] = [[] for _ in range(2 * classes + 1)]
    for y, w in zip(ys, neuron.weights, strict=True):
        slot = min(classes - 1, int(classes * abs(w) / largest)) + (classes if w < 0 else 0) if w else 2 * classes
        lines[slot] += [(_INPUT_X, y), _SUM, None]
    traces = []
    for slot, points in enumerate(lines):
        zero, negative = slot == 2 * classes, slot >= classes
        color = palette.grid if zero else palette.negative if negative else palette.positive
        # One unseen piece rather than none: a trace that gets its first points is drawn anew with all its figure.
        width = _EDGE_PX[0 if zero else slot % classes]
        traces.append(_line(points or [_SUM, None], color, width, dash=negative, opacity=0.6))
    return traces


def _box(middle: Point, half: Point) -> list[Point]:
    """A closed rectangle."""
    (x, y), (a, b) = middle, half
    return [(round(x + i * a, 4), round(y + j * b, 4)) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]


def _curve_icon(activation: str, palette: Palette) -> Trace:
    """The activation's own curve, small, in its box."""
    z = np.linspace(-3.0, 3.0, 41)
    a = np.clip(ACTIVATIONS[activation].f(z), -1.4, 3.0)
    low, high = float(a.min()), float(a.max())
    x = _CURVE[0] + 0.8 * _BOX[0] * z / 3.0
    y = 0.8 * _BOX[1] * (2.0 * (a - low) / (high - low) - 1.0)
    return _line(list(zip(x.round(3).tolist(), y.round(3).tolist(), strict=True)), palette.select, 2.5)


# --- the biological neuron -----------------------------------------------------------------------

def biological(run: Comparison, names: Sequence[str], words: Mapping[str, str], palette: Palette) -> Picture:
    """Presynaptic fibres, synapses on dendrites, soma, axon hillock, axon, terminals.

    names  one an input; words: "synapses", "soma", "hillock", "axon", "node", "terminals", "electrode"
    """
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    named = len(ys) <= MOST_NAMED
    cell = mix(palette.zero, palette.muted, 0.25)
    nodes = _node_positions(neuron)
    endings = [(7.0, 0.75), (7.15, 0.0), (7.0, -0.75)]
    exciting = [y for y, w in zip(ys, neuron.weights, strict=True) if w >= 0]
    vetoing = [y for y, w in zip(ys, neuron.weights, strict=True) if w < 0]
    boutons = [(_BOUTON_X, y) for y in ys]
    glow_at = [*((-0.1, y) for y in ys), *((_BOUTON_X + 0.1, y) for y in ys), _TIP, _SOMA, _HILLOCK,
               *((x, 0.0) for x in nodes), (7.05, 0.0)]
    small = 26 if named else 12
    glow_px = [*(small for _ in ys), *(small + 8 for _ in ys), 34, 104, 40, *(26 for _ in nodes), 70]
    data = [
        _line(_joined([(_ENDING_X, y), (_BOUTON_X - 0.06, y)] for y in exciting), palette.positive, 2),
        _line(_joined([(_ENDING_X, y), (_BOUTON_X - 0.06, y)] for y in vetoing), palette.negative, 2, dash=True),
        _line(_joined(_dendrite(y) for y in ys), cell, 6 if named else 3),
        _line([_TIP, (_SOMA[0], -0.7)], palette.muted, 4),
        _glow(glow_at, glow_px, palette),
        _line(_joined([(_AXON_END, 0.0), end] for end in endings), cell, 4),
        _line([(_HILLOCK[0], 0.0), (_AXON_END, 0.0)], cell, 5 if neuron.myelin else 8),
        {**_line(_joined(_sheaths(nodes) if neuron.myelin else [[(_AXON_END, 0.0)]]), palette.muted, 17),
         "opacity": 0.55},
        {**_line(_soma_outline(), palette.muted, 2), "fill": "toself", "fillcolor": cell},
        {
            "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
            "x": [*(x for x, _ in boutons), *(x for x, _ in endings)],
            "y": [*(y for _, y in boutons), *(y for _, y in endings)],
            "marker": {
                "size": [*(12 if named else 7 for _ in boutons), *(12 for _ in endings)],
                "symbol": [*("circle" if w >= 0 else "diamond" for w in neuron.weights), *("circle" for _ in endings)],
                "color": [*(_stroke(palette, w) for w in neuron.weights), *(palette.muted for _ in endings)],
                "opacity": 1, "line": {"width": 1, "color": palette.paper},
            },
        },
        _pulse_trace(MOST_PULSES, palette.positive, "circle", 9, palette),
        _pulse_trace(MOST_PULSES, palette.negative, "diamond", 10, palette),
        _pulse_trace(4, palette.select, "circle", 17, palette),
        _answers(neuron, ys, palette),
        _labels(
            [
                *([((_ENDING_X + 0.3, y + 0.4), escape(name)) for y, name in zip(ys, names, strict=True)]
                  if named else []),
                ((_SOMA[0] + 0.1, 1.6), words["soma"]), (_UNDER_HILLOCK, words["hillock"]),
                ((5.0, 0.72), words["axon_myelin" if neuron.myelin else "axon_bare"]),
                (_UNDER_TERMINALS, words["terminals"]), ((_TIP[0], _TIP[1] - 0.45), words["electrode"]),
            ],
            palette,
        ),
    ]
    n, span = len(ys), run.delay_ms
    glows = [{"trace": 4, "of": [
        *({"train": i, "shift": -TRAVEL_MS} for i in range(n)), *({"train": i} for i in range(n)),
        {"line": "electrode"}, {"line": "v"}, {"spike": 0.0},
        *(_spike_at(span * (x - _HILLOCK[0]) / (_AXON_END - _HILLOCK[0])) for x in nodes), _spike_at(span),
    ]}, {"trace": 13, "of": [
        *({"train": i} if w else {"on": 0.0} for i, w in enumerate(neuron.weights) for _ in _ALONG_DENDRITE),
        {"line": "electrode", "sign": 1}, {"line": "electrode", "sign": -1},
    ]}]
    paths = [_path([(_ENDING_X, y), (_BOUTON_X + 0.1, y)]) for y in ys]
    sources = [{"train": i, "path": i, "before": TRAVEL_MS, "after": 0.0} for i in range(n)]
    axon_path = _jumping(nodes) if neuron.myelin else _path([_HILLOCK, (_AXON_END, 0.0)])
    pulses = [
        *_by_sign(neuron, 10, paths, sources),
        {"trace": 12, "paths": [axon_path], "of": _travelling(span)},
    ]
    return Picture({"data": data, "layout": _layout([-0.75, _RIGHT_END])}, glows, pulses)


def _dendrite(y: float) -> list[Point]:
    """From the synapse at height y into the soma, as a cubic Bézier curve."""
    start, end = (_BOUTON_X + 0.1, y), (_SOMA[0] - 0.35, 0.5 * math.tanh(y))
    bend_1, bend_2 = (1.35, y), (1.3, 0.45 * y)
    points = []
    for t in np.linspace(0.0, 1.0, 10).tolist():
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, bend_1, bend_2, end)
        points.append((round(sum(w * p[0] for w, p in zip(weights, corners, strict=True)), 3),
                       round(sum(w * p[1] for w, p in zip(weights, corners, strict=True)), 3)))
    return points


_ALONG_DENDRITE = (3, 6)
"""Of the points of `_dendrite`, those that light up when its synapse opens."""


def _answers(neuron: Neuron, ys: Sequence[float], palette: Palette) -> Trace:
    """What answers at once: each dendrite to its synapse, and at the electrode an arrow into the cell or out of it."""
    places = [_dendrite(y)[k] for y in ys for k in _ALONG_DENDRITE]
    colors = [_stroke(palette, w) for w in neuron.weights for _ in _ALONG_DENDRITE]
    px = 13 if len(ys) <= MOST_NAMED else 7
    into, out = (_TIP[0] - 0.28, -1.7), (_TIP[0] + 0.28, -1.7)
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [*(p[0] for p in places), into[0], out[0]], "y": [*(p[1] for p in places), into[1], out[1]],
        "marker": {
            "size": [*(px for _ in places), 18, 18], "opacity": 1, "line": {"width": 0},
            "symbol": [*("circle" for _ in places), "triangle-up", "triangle-down"],
            "color": [*colors, palette.positive, palette.negative],
        },
    }


def _soma_outline() -> list[Point]:
    """A rounded cell body that tapers into the axon hillock."""
    angles = np.linspace(0.35, 2 * math.pi - 0.35, 40)
    points = [
        (round(_SOMA[0] + _SOMA_RADIUS[0] * math.cos(v), 3), round(_SOMA_RADIUS[1] * math.sin(v), 3))
        for v in angles.tolist()
    ]
    return [(_HILLOCK[0], 0.1), *points, (_HILLOCK[0], -0.1), (_HILLOCK[0], 0.1)]


def _node_positions(neuron: Neuron) -> list[float]:
    """Where the nodes of Ranvier are drawn; points of a bare axon to light up on the way."""
    return [round(float(x), 3) for x in np.linspace(_HILLOCK[0] + 0.25, _AXON_END, DRAWN_NODES)]


def _sheaths(nodes: Sequence[float]) -> list[list[Point]]:
    gap = 0.07
    return [[(a + gap, 0.0), (b - gap, 0.0)] for a, b in zip(nodes, nodes[1:], strict=False)]


def _jumping(nodes: Sequence[float]) -> dict[str, list[float]]:
    """From node to node: the spike is made anew at each, and little time goes by between them."""
    x, y, share = [_HILLOCK[0]], [0.0], [0.0]
    stops = [_HILLOCK[0], *nodes]
    legs = len(stops) - 1
    for i, stop in enumerate(stops[1:]):
        x += [stops[i], stop]
        y += [0.0, 0.0]
        share += [(i + 0.7) / legs, (i + 1) / legs]
    return {"x": x, "y": y, "share": [round(s, 4) for s in share]}


# --- parts of a figure ---------------------------------------------------------------------------

def _by_sign(
    neuron: Neuron, trace: int, paths: list[dict[str, list[float]]], sources: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Pulses of excitatory inputs in one trace, of inhibitory ones in the next."""
    return [
        {"trace": trace + k, "paths": paths,
         "of": [s for s, w in zip(sources, neuron.weights, strict=True) if w and (w < 0) == bool(k)]}
        for k in (0, 1)
    ]


def _spike_at(delay_ms: float) -> dict[str, float]:
    """Lights up so long after each spike; never, where the axon lets none through."""
    return {"spike": delay_ms} if math.isfinite(delay_ms) else {"on": 0.0}


def _travelling(delay_ms: float) -> list[dict[str, Any]]:
    """Each spike on its way along the only path, in that time."""
    if not math.isfinite(delay_ms):
        return []
    return [{"spike": True, "path": 0, "before": 0.0, "after": max(delay_ms, 0.2)}]


def _path(points: Sequence[Point], shares: Sequence[float] | None = None) -> dict[str, list[float]]:
    """A polyline with the share of the way at each point, by length where none is given."""
    if shares is None:
        lengths = [math.dist(a, b) for a, b in zip(points, points[1:], strict=False)]
        walked = np.concatenate(([0.0], np.cumsum(lengths)))
        shares = (walked / walked[-1]).round(4).tolist()
    return {"x": [p[0] for p in points], "y": [p[1] for p in points], "share": list(shares)}


def _joined(lines: Any) -> list[Point | None]:
    """Several lines as one, parted by None."""
    out: list[Point | None] = []
    for line in lines:
        out += [*line, None]
    return out


def _line(points: Sequence[Point | None], color: str, width: float, *, dash: bool = False, opacity: float = 1) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "none", "cliponaxis": False, "opacity": opacity,
        "x": [p[0] if p else None for p in points], "y": [p[1] if p else None for p in points],
        "line": {"color": color, "width": width, "dash": "5px,4px" if dash else "solid", "simplify": False},
    }


def _glow(points: Sequence[Point], px: Sequence[float], palette: Palette) -> Trace:
    """Points that the clock lights up; unseen at rest."""
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [p[0] for p in points], "y": [p[1] for p in points],
        "marker": {"size": list(px), "color": palette.select, "opacity": 1, "line": {"width": 0}},
        "opacity": 0.45,
    }


def _pulse_trace(slots: int, color: str, symbol: str, px: float, palette: Palette) -> Trace:
    """Places for pulses, all unseen until the clock gives them one."""
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [0] * slots, "y": [0] * slots,
        "marker": {"size": px, "color": color, "symbol": symbol, "opacity": 1,
                   "line": {"width": 1, "color": palette.paper}},
    }


def _labels(labels: Sequence[tuple[Point, str]], palette: Palette) -> Trace:
    return {
        "type": "scatter", "mode": "text", "hoverinfo": "none", "cliponaxis": False,
        "x": [p[0] for p, _ in labels], "y": [p[1] for p, _ in labels], "text": [text for _, text in labels],
        "textposition": [_POSITIONS.get(p, "middle center") for p, _ in labels],
        "textfont": {"size": 12, "color": palette.ink, "shadow": rim(palette)},
    }


def _layout(x_range: list[float]) -> dict[str, Any]:
    axis = {**HIDDEN_AXIS, "fixedrange": True}
    return {
        "height": HEIGHT_PX, "margin": {"l": 2, "r": 2, "t": 2, "b": 2}, "showlegend": False, "hovermode": False,
        "xaxis": {**axis, "range": x_range}, "yaxis": {**axis, "range": [_BOTTOM, _TOP]}, "dragmode": False,
        **on_page(),
    }


def _fill(palette: Palette, value: float, scale: float) -> str:
    soft = palette.positive_soft if value > 0 else palette.negative_soft
    return mix(palette.zero, soft, min(1.0, abs(value) / scale))


def _stroke(palette: Palette, value: float) -> str:
    return {1: palette.positive, -1: palette.negative, 0: palette.muted}[sign(value)]


def default_name(index: int, own: str) -> str:
    """Return an input's name: the visitor's own, else x₁ and so on."""
    return own or f"x{subscript(index + 1)}"
