"""Everything the live canvas shows of a document: figure, frames, and the numbers beside them."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import numpy as np

from neuroviz.document import Document
from neuroviz.nn import ACTIVATIONS
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.equation import equation, matrix_form
from neuroviz.viz.studio.network_figure import Scene, Traces, Words, figure, neuron_name
from neuroviz.viz.studio.timeline import frames
from neuroviz.viz.style import decimals, significant, still, zero_axis

CURVE_SAMPLES = 49
"""Points of an activation's curve beside the graph."""

_REACHES = (4.0, *(step * 10.0 ** power for power in range(5) for step in (6.0, 10.0, 15.0, 25.0, 40.0)), 1e6)
"""How far a curve's axis may reach to both sides: few steps, so that it stands still under a hand that drags."""


def network_view(document: Document, palette: Palette, words: Words, captions: dict[str, str]) -> dict[str, Any]:
    """The canvas's view of `document`; a plain value, ready for JSON.

    words     of the figure; captions: a sentence a phase, as `timeline.frames` wants them
    """
    scene = Scene.of(document, palette, words)
    trace = document.trace
    layers = range(1, len(document.sizes))
    spec = figure(scene)
    return {
        "spec": spec,
        "frames": frames(scene, captions),
        "side": _curve_figure(palette),
        "colors": {"positive": palette.positive, "negative": palette.negative, "paper": palette.paper},
        "signal": zlib.crc32(repr((document.layers, document.input)).encode()),
        "network": {
            "ys": scene.layout.ys,
            "node_px": scene.layout.node_px,
            "traces": {"pulses": Traces.PULSES, "layer": Traces.FIRST_LAYER, "selected": Traces.SELECTED},
            "weights": [layer.weights for layer in document.layers],
            "biases": [layer.biases for layer in document.layers],
            "input": document.input,
            "names": [[neuron_name(document, i, j) for j in range(n)] for i, n in enumerate(document.sizes)],
            "selection": document.selection,
            "z": [_plotted(z) for z in trace.pre_activations],
            "a": [_plotted(a) for a in trace.activations[1:]],
            "equations": [
                [[e.pieces, e.partials] for e in (equation(document, i, j) for j in range(document.sizes[i]))]
                for i in layers
            ],
            "matrices": [matrix_form(document, i) for i in layers],
            "curves": [_curves(document, i) for i in layers],
        },
    }


def _plotted(values: np.ndarray) -> list[float | None]:
    """Six digits are more than a picture shows; what is no number has no place in it."""
    return significant(values.tolist(), 6)


def _curves(document: Document, layer: int) -> list[dict[str, Any]]:
    """The layer's activation over a range that holds its sums: one curve, or one a neuron for softmax."""
    zs = document.trace.pre_activations[layer - 1]
    furthest = 1.1 * float(np.abs(zs[np.isfinite(zs)]).max(initial=0.0))
    reach = next((reach for reach in _REACHES if reach >= furthest), _REACHES[-1])
    name = document.layers[layer - 1].activation
    activation = ACTIVATIONS[name]
    if activation.elementwise:
        return [_elementwise_curve(name, reach)]
    grid = np.linspace(-reach, reach, CURVE_SAMPLES)
    # [i, s]: all sums of the layer, where neuron i's own is the s-th of the grid.
    sums = np.tile(zs, (len(zs), CURVE_SAMPLES, 1))
    for neuron in range(len(zs)):
        sums[neuron, :, neuron] = grid
    x = significant(grid.tolist(), 3)
    return [
        {"x": x, "y": decimals(shares[:, neuron], 4)} for neuron, shares in enumerate(activation.f(sums))
    ]


@lru_cache(maxsize=256)
def _elementwise_curve(name: str, reach: float) -> dict[str, Any]:
    """The curve of a named activation from -reach to reach. Shared: nobody changes it."""
    grid = np.linspace(-reach, reach, CURVE_SAMPLES)
    return _curve(grid, ACTIVATIONS[name].f(grid))


def _curve(x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    return {"x": significant(x.tolist(), 3), "y": significant(y.tolist(), 3)}


def _curve_figure(palette: Palette) -> dict[str, Any]:
    """The small graph of a = g(z): the curve, dropped lines, and the point, all filled in by the player."""
    axis = zero_axis(palette, 10, nticks=5)
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": [], "y": [], "hoverinfo": "none",
             "line": {"color": palette.ink, "width": 2}},
            {"type": "scatter", "mode": "lines", "x": [], "y": [], "hoverinfo": "none",
             "line": {"color": palette.select, "width": 1.5, "dash": "dot"}},
            {"type": "scatter", "mode": "markers", "x": [], "y": [], "hoverinfo": "none", "cliponaxis": False,
             "marker": {"size": 12, "color": palette.select, "line": {"width": 2, "color": palette.paper}}},
        ],
        "layout": {
            "height": 176, "margin": {"l": 34, "r": 10, "t": 8, "b": 30}, **still(palette.muted, 11),
            "xaxis": {**axis, "title": {"text": "z", "standoff": 2}},
            "yaxis": {**axis, "title": {"text": "a", "standoff": 2}},
        },
    }
