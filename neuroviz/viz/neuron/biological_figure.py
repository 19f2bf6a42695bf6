"""The biological neuron: presynaptic fibres, synapses on branched dendrites, soma, axon hillock, axon, terminals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.run import Comparison, fibre_rate_hz
from neuroviz.viz.neuron.comparison_figure import (
    AXON_END,
    BOUTON_X,
    DRAWN_NODES,
    FIBRE_X,
    HILLOCK,
    MOST_NAMED,
    SOMA,
    TIP,
    TRAVEL_MS,
    Picture,
    Point,
    Trace,
    by_sign,
    glow,
    heights,
    joined,
    labels,
    layout,
    line,
    membrane_scale,
    path_of,
    pulse_traces,
    px,
    shortened,
    spacing,
    spike_at,
    stroke,
    travelling,
)
from neuroviz.viz.palette import MEMBRANE, SPIKE, Palette, mix
from neuroviz.viz.text import escape_html

_RADIUS = 0.8
_RANGE = [-1.45, 8.2]
_ENDINGS: list[Point] = [(7.5, 0.8), (7.75, 0.0), (7.5, -0.8)]
_SYNAPSE_X = BOUTON_X + 0.12
_NAME_ROOM = 10
_ALONG_DENDRITE = (4, 7)
"""Of the points of a dendrite's stem, those that light up when its synapse opens."""

PEAK_MV = 20.0
"""How hot a soma is at a spike that its model leaves out."""


def biological(run: Comparison, names: Sequence[str], words: Mapping[str, str], palette: Palette) -> Picture:
    """Return the picture of the biological neuron of `run`.

    names  one an input; words: "soma", "hillock", "axon_myelin", "axon_bare", "terminals", "electrode"
    """
    neuron, ys = run.neuron, heights(len(run.neuron.inputs))
    n, span, cell = len(ys), run.delay_ms, mix(palette.zero, palette.muted, 0.35)
    nodes = _nodes()
    fibres = [([(FIBRE_X, y), (BOUTON_X - 0.06, y)], w) for y, w in zip(ys, neuron.weights, strict=True)]
    trees = [_tree(y, spacing(n)) for y in ys]
    thick = 1.0 if n <= MOST_NAMED else 0.5
    data = [
        line(joined(f for f, w in fibres if w >= 0), palette.positive, 2),
        line(joined(f for f, w in fibres if w < 0), palette.negative, 2, dash=True),
        line(joined(tree[0] for tree in trees), cell, px(0.15 * thick)),
        line([TIP, (SOMA[0], -_RADIUS)], palette.muted, px(0.08)),
        _lights(neuron, nodes, palette),
        line(joined([(AXON_END, 0.0), end] for end in _ENDINGS), cell, px(0.09)),
        line([(HILLOCK[0], 0.0), (AXON_END, 0.0)], cell, px(0.1 if neuron.myelin else 0.18)),
        line(joined(_sheaths(nodes) if neuron.myelin else [[(AXON_END, 0.0)]]), palette.muted, px(0.36), opacity=0.45),
        {**line(_body(), palette.muted, 2), "fill": "toself", "fillcolor": MEMBRANE[1][1]},
        _boutons(neuron, ys, palette),
        *pulse_traces(palette),
        _answers(neuron, trees, palette),
        line(joined(twig for tree in trees for twig in tree[1:]), cell, px(0.07 * thick)),
        labels(_labels(run, names, words), palette),
    ]
    glows = [{"trace": 4, "of": [
        *({"train": i, "shift": -TRAVEL_MS} for i in range(n)), *({"train": i} for i in range(n)),
        {"line": "electrode"}, {"line": "v"}, {"spike": 0.0},
        *(spike_at(span * (x - HILLOCK[0]) / (AXON_END - HILLOCK[0])) for x in nodes),
        *(spike_at(span) for _ in _ENDINGS),
    ]}, {"trace": 13, "of": [
        *({"train": i} if w else {"on": 0.0} for i, w in enumerate(neuron.weights) for _ in _ALONG_DENDRITE),
        {"line": "electrode", "sign": 1}, {"line": "electrode", "sign": -1},
    ]}]
    paths = [path_of([(FIBRE_X, y), (_SYNAPSE_X, y)]) for y in ys]
    sources = [{"train": i, "path": i, "before": TRAVEL_MS, "after": 0.0} for i in range(n)]
    axon = _jumping(nodes) if neuron.myelin else path_of([HILLOCK, (AXON_END, 0.0)])
    pulses = [*by_sign(neuron, 10, paths, sources), {"trace": 12, "paths": [axon], "of": travelling(span)}]
    return Picture({"data": data, "layout": layout(_RANGE)}, glows, pulses, _living(run, trees, thick))


def _living(run: Comparison, trees: list[list[list[Point]]], thick: float) -> dict[str, Any]:
    """Return what changes all the time: the branches of each input, and the body.

    `currents` has a row an input: which of 255 steps of the largest current flows, at the instants of the rows below
    """
    drawn = run.model.threshold_mv(run.neuron) is not None
    return {
        "branches": [
            {"lines": [[coordinate for point in points for coordinate in point] for points in tree],
             "width": 0.15 * thick, "sign": int(np.sign(w))}
            for tree, w in zip(trees, run.neuron.weights, strict=True)
        ],
        "body": {"at": list(SOMA), "radius": _RADIUS, "outline": [c for point in _body() for c in point],
                 "scale": membrane_scale(), "peak": PEAK_MV if drawn else None},
    }


def current_steps(run: Comparison, time_ms: Sequence[float]) -> list[list[int]]:
    """Return for each input and each instant, which of 255 steps of the largest synaptic current flows; its size."""
    size = np.abs(run.currents)
    most = float(size.max(initial=0.0))
    if run.failed or most <= 0.0:
        return [[0] * len(time_ms) for _ in run.currents]
    at = np.linspace(0.0, float(run.result.time_ms[-1]), size.shape[1])
    return [np.interp(time_ms, at, 255.0 * row / most).round().astype(int).tolist() for row in size]


# --- where things stand --------------------------------------------------------------------------

def _tree(y: float, room: float) -> list[list[Point]]:
    """Return the dendrite of the synapse at height y: its stem from the synapse into the soma, and twigs off it."""
    start, end = (_SYNAPSE_X, y), (SOMA[0] - 0.72 * _RADIUS, 0.68 * _RADIUS * math.tanh(0.7 * y))
    stem = _bezier([start, (1.15, y), (1.45, 0.55 * y), end], 12)
    spread = min(0.42, 0.36 * room)
    twigs = []
    for k, way in ((3, 1.0), (3, -1.0), (5, 1.0 if y >= 0 else -1.0), (6, -1.0 if y >= 0 else 1.0)):
        x0, y0 = stem[k]
        fork = (round(x0 - 0.28, 3), round(y0 + 0.6 * way * spread, 3))
        twigs.append([(x0, y0), fork, (round(fork[0] - 0.3, 3), round(fork[1] + 0.3 * way * spread, 3))])
        twigs.append([fork, (round(fork[0] - 0.06, 3), round(fork[1] + 0.65 * way * spread, 3))])
    return [stem, *twigs]


def _bezier(corners: Sequence[Point], points: int) -> list[Point]:
    """Return a cubic Bézier curve."""
    out = []
    for t in np.linspace(0.0, 1.0, points).tolist():
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        out.append((round(sum(w * p[0] for w, p in zip(weights, corners, strict=True)), 3),
                    round(sum(w * p[1] for w, p in zip(weights, corners, strict=True)), 3)))
    return out


def _body() -> list[Point]:
    """Return a round cell body that tapers into the axon hillock."""
    angles = np.linspace(0.4, 2 * math.pi - 0.4, 40)
    points = [
        (round(SOMA[0] + _RADIUS * math.cos(v), 3), round(_RADIUS * math.sin(v), 3)) for v in angles.tolist()
    ]
    return [(HILLOCK[0], 0.09), *points, (HILLOCK[0], -0.09), (HILLOCK[0], 0.09)]


def _nodes() -> list[float]:
    """Where the nodes of Ranvier are drawn; points of a bare axon to light up on the way."""
    return [round(float(x), 3) for x in np.linspace(HILLOCK[0] + 0.25, AXON_END, DRAWN_NODES)]


def _sheaths(nodes: Sequence[float]) -> list[list[Point]]:
    gap = 0.07
    return [[(a + gap, 0.0), (b - gap, 0.0)] for a, b in zip(nodes, nodes[1:], strict=False)]


def _jumping(nodes: Sequence[float]) -> dict[str, list[float]]:
    """From node to node: the spike is made anew at each, and little time goes by between them."""
    x, y, share = [HILLOCK[0]], [0.0], [0.0]
    stops = [HILLOCK[0], *nodes]
    legs = len(stops) - 1
    for i, stop in enumerate(stops[1:]):
        x += [stops[i], stop]
        y += [0.0, 0.0]
        share += [(i + 0.7) / legs, (i + 1) / legs]
    return {"x": x, "y": y, "share": [round(s, 4) for s in share]}


# --- traces --------------------------------------------------------------------------------------

def _lights(neuron: Neuron, nodes: Sequence[float], palette: Palette) -> Trace:
    """Fibres and synapses in the colour of their sign; what the spike lights up is as hot as the spike."""
    ys = heights(len(neuron.inputs))
    small = 1.0 if len(ys) <= MOST_NAMED else 0.5
    signs = [stroke(palette, w) for w in neuron.weights]
    return glow(
        [*((FIBRE_X + 0.5, y) for y in ys), *((_SYNAPSE_X, y) for y in ys), TIP, SOMA, HILLOCK,
         *((x, 0.0) for x in nodes), *_ENDINGS],
        [*(px(0.3 * small) for _ in ys), *(px(0.5 * small) for _ in ys), px(0.4), px(2 * _RADIUS + 0.4), px(0.5),
         *(px(0.5) for _ in nodes), *(px(0.6) for _ in _ENDINGS)],
        [*signs, *signs, palette.muted, *(SPIKE for _ in range(2 + len(nodes) + len(_ENDINGS)))],
    )


def _boutons(neuron: Neuron, ys: Sequence[float], palette: Palette) -> Trace:
    """Return the ends of the fibres, their shape by sign, and the neuron's own."""
    size = px(0.22 if len(ys) <= MOST_NAMED else 0.13)
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [*(BOUTON_X for _ in ys), *(x for x, _ in _ENDINGS)], "y": [*ys, *(y for _, y in _ENDINGS)],
        "marker": {
            "size": [*(size for _ in ys), *(px(0.24) for _ in _ENDINGS)],
            "symbol": [*("circle" if w >= 0 else "diamond" for w in neuron.weights), *("circle" for _ in _ENDINGS)],
            "color": [*(stroke(palette, w) for w in neuron.weights), *(palette.muted for _ in _ENDINGS)],
            "opacity": 1, "line": {"width": 1, "color": palette.paper},
        },
    }


def _answers(neuron: Neuron, trees: Sequence[list[list[Point]]], palette: Palette) -> Trace:
    """Return what answers at once: each dendrite to its synapse, and the electrode's arrow into the cell or out."""
    places = [tree[0][k] for tree in trees for k in _ALONG_DENDRITE]
    colors = [stroke(palette, w) for w in neuron.weights for _ in _ALONG_DENDRITE]
    size = px(0.2 if len(trees) <= MOST_NAMED else 0.12)
    into, out = (TIP[0] - 0.3, -1.45), (TIP[0] + 0.3, -1.45)
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False,
        "x": [*(p[0] for p in places), into[0], out[0]], "y": [*(p[1] for p in places), into[1], out[1]],
        "marker": {
            "size": [*(size for _ in places), px(0.34), px(0.34)], "opacity": 1, "line": {"width": 0},
            "symbol": [*("circle" for _ in places), "triangle-up", "triangle-down"],
            "color": [*colors, palette.positive, palette.negative],
        },
    }


def _labels(run: Comparison, names: Sequence[str], words: Mapping[str, str]) -> list[tuple[Point, str, str]]:
    neuron, ys = run.neuron, heights(len(names))
    fibres = []
    if len(ys) <= MOST_NAMED:
        for i, (y, name) in enumerate(zip(ys, names, strict=True)):
            rate = f" {fibre_rate_hz(neuron, i):.0f}/s"
            whole = name if len(name) + len(rate) > _NAME_ROOM else name + rate
            fibres.append(((FIBRE_X - 0.08, y + 0.27), escape_html(shortened(whole, _NAME_ROOM)), "middle right"))
    return [
        *fibres,
        ((SOMA[0] + 0.1, _RADIUS + 0.3), words["soma"], "middle center"),
        ((HILLOCK[0] - 0.35, -0.85), words["hillock"], "middle right"),
        ((5.45, 0.5), words["axon_myelin" if neuron.myelin else "axon_bare"], "middle center"),
        ((_RANGE[1] - 0.04, -1.25), words["terminals"], "middle left"),
        ((TIP[0] + 0.25, TIP[1]), words["electrode"], "middle right"),
    ]
