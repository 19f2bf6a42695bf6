"""Everything the live canvas shows of a document: figure, frames, and the numbers beside them."""

from __future__ import annotations

import sys
import zlib
from array import array
from typing import Any

import numpy as np

from neuroviz.document import Document
from neuroviz.viz.palette import Palette
from neuroviz.viz.studio.equation import HEADS, MOST_TERMS, A, Z, layer_equations, matrix_form
from neuroviz.viz.studio.layout import CANVAS_PX, GRAPH_HEIGHT_PX
from neuroviz.viz.studio.network_figure import (
    EDGE_WIDTHS,
    Scene,
    Traces,
    Words,
    figure,
    has_bounds,
    labelled,
    neuron_name,
    room,
)
from neuroviz.viz.studio.timeline import frames
from neuroviz.viz.style import significant, still, zero_axis

_SEEN = ("positive", "negative", "positive_soft", "negative_soft", "muted", "ink", "paper")
_COLORS = ("positive", "negative", "positive_soft", "negative_soft", "zero", "muted", "alarm")


def network_view(document: Document, palette: Palette, words: Words, captions: dict[str, str]) -> dict[str, Any]:
    """Return the canvas's view of `document`; a plain value, ready for JSON.

    words     of the figure; captions: a sentence a phase, as `timeline.frames` wants them
    """
    scene = Scene.of(document, palette, words)
    trace = document.trace
    layers = range(1, len(document.sizes))
    spec = figure(scene)
    return {
        "kind": "figure",
        "spec": spec,
        "frames": frames(scene, captions),
        "side": _curve_figure(palette),
        "colors": {name.replace("_", "-"): getattr(palette, name) for name in _SEEN},
        "signal": signal_sum(document),
        "network": {
            "ys": scene.layout.ys,
            "node_px": scene.layout.node_px,
            "traces": {"pulses": Traces.PULSES, "layer": Traces.FIRST_LAYER, "selected": Traces.SELECTED},
            "paper": palette.paper,
            "weights": [layer.weights for layer in document.layers],
            "biases": [layer.biases for layer in document.layers],
            "input": document.input,
            "layers": [scene.layer_name(i) for i in range(len(document.sizes))],
            "names": [[neuron_name(document, i, j) for j in range(n)] for i, n in enumerate(document.sizes)],
            "selection": document.selection,
            "z": [_plotted(z) for z in trace.pre_activations],
            "a": [_plotted(a) for a in trace.activations[1:]],
            "equations": [[[e.pieces, e.partials] for e in layer_equations(document, i)] for i in layers],
            "matrices": [matrix_form(document, i) for i in layers],
            "live": _live(scene),
        },
    }


def signal_sum(document: Document) -> int:
    """Return a number that is another one where another signal runs through the network."""
    activations = ",".join(layer.activation for layer in document.layers)
    return zlib.crc32(activations.encode(), numbers_sum(document))


def numbers_sum(document: Document) -> int:
    """Return the CRC-32 of the network's numbers as 64-bit floats: each layer's weights and biases, then the input.

    The browser makes the same of what it shows: `js/network/known.js`.
    """
    numbers = array("d")
    for layer in document.layers:
        for row in layer.weights:
            numbers.extend(row)
        numbers.extend(layer.biases)
    numbers.extend(document.input)
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.crc32(numbers)


def _plotted(values: np.ndarray) -> list[float | None]:
    """Six digits are more than a picture shows; what is no number has no place in it."""
    return significant(values.tolist(), 6)


def _live(scene: Scene) -> dict[str, Any]:
    """Return what the browser needs to compute the network itself, as `js/network/live.js` names it."""
    document, palette = scene.document, scene.palette
    activations = [layer.activation for layer in document.layers]
    return {
        "follows": True,
        "drawn_for": [CANVAS_PX, GRAPH_HEIGHT_PX],
        "activations": activations,
        "heads": [HEADS.get(name, "") for name in activations],
        "bounded": [has_bounds(name) for name in activations],
        "colors": {name: getattr(palette, name) for name in _COLORS},
        "room": room(scene.layout) if scene.layout.roomy else 0,
        "widths": len(EDGE_WIDTHS),
        "labelled": [labelled(layer) for layer in document.layers],
        "traces": {"weights": Traces.EDGE_LABELS, "names": Traces.NAMES, "halo": Traces.HALO, "focus": Traces.FOCUS},
        "moments": {"most_terms": MOST_TERMS, "sum": Z, "activated": A},
    }


def _curve_figure(palette: Palette) -> dict[str, Any]:
    """Return the small graph of a = g(z): the curve, dropped lines, and the point, all filled in by the player."""
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
