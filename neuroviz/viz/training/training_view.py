"""What the training canvas shows: the network, the map of the data, the curves, and the numbers of each kept epoch.

The pictures come once; what an epoch adds is its weights and a few numbers. The browser draws edges and maps from the
weights, so that going back in time asks nobody.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import Training, as_learnt, base_point, feature_name, symbol_of
from neuroviz.lab.training_run import Frame
from neuroviz.nn import ACTIVATIONS
from neuroviz.nn.datasets import Dataset, Split
from neuroviz.viz import style
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.palette import Palette, rgb
from neuroviz.viz.studio.layout import arrange
from neuroviz.viz.studio.network_figure import EDGE_WIDTHS
from neuroviz.viz.style import HIDDEN_AXIS, significant, still
from neuroviz.viz.training import own_units
from neuroviz.viz.training.building import build_of
from neuroviz.viz.training.map_figure import (
    HEIGHT_PX,
    SIGNS,
    class_colors,
    domain_of,
    left_over,
    map_of,
    output_range,
)
from neuroviz.viz.training.own_units import is_own_table
from neuroviz.viz.training.sentences import legend, message, sentence, takes_points

CURVE_HEIGHT_PX = 190
MOST_WEIGHT_CURVES = 60
MOST_BELOW = 6
"""Inputs whose names stand below them; of more they stand beside them."""
Array = NDArray[np.float64]
Trace = dict[str, Any]


def said_of(training: Training, data: Split, frame: Frame) -> dict[str, Any]:
    """Return what the page says of one epoch: its numbers as they are written, and the two losses as they are drawn."""
    numbers: dict[str, Any] = {
        "epoch": frame.epoch, "train_loss": _number(frame.train_loss), "test_loss": _number(frame.test_loss),
        "gap": _number(frame.test_loss - frame.train_loss), "train_metric": _share(training, frame.train_metric),
        "test_metric": _share(training, frame.test_metric), "train_loss_value": _plain(frame.train_loss),
        "test_loss_value": _plain(frame.test_loss),
    }
    if not training.classes:
        # In the visitor's units, where the data has any.
        said = _number if data.test.y_scale == 1.0 else own_units.said
        numbers["typical"], numbers["largest"] = said(frame.typical), said(frame.largest)
    elif frame.confusion is not None:
        numbers["confusion"] = frame.confusion.tolist()
    return numbers


def run_number(training: Training) -> int:
    """Return a number for the run: other settings are another run, but for what can be changed in its middle."""
    return zlib.crc32(repr(replace(
        as_learnt(training), turns=(), epochs=0 if training.schedule == "constant" else training.epochs,
    )).encode())


def training_view(
    training: Training, data: Split, frames: Sequence[Frame], have: int, state: str, best: int | None,
    broke: int | None, words: Mapping[str, str], palette: Palette, trouble: str = "",
) -> dict[str, Any]:
    """Return the canvas's view.

    have     how many of `frames` the browser has; the rest is sent
    state    running (there is more to learn), finished, early_stop, diverged
    best     the epoch with the smallest test loss so far, None where nothing was kept back to test with
    broke    the epoch in which it diverged
    trouble  why the answer is the same everywhere, as `nn.trouble` names it, or ""
    words    everything under "training.figure" of a catalogue, and the activations' names
    """
    new = frames[have:]
    packed = np.concatenate([item.parameters for item in new]) if new else np.empty(0, np.float32)
    pictures = _pictures(training, data, words, palette)
    parameters = int(frames[0].parameters.size) if frames else 0
    return {
        "kind": "training",
        "run": run_number(training),
        "layout": zlib.crc32(repr(pictures).encode()),
        **pictures,
        "parameters": parameters,
        "shown_weights": [int(k) for k in np.unique(np.linspace(0, parameters - 1, min(
            parameters, MOST_WEIGHT_CURVES)).astype(int))],
        "from": have,
        "epochs": [item.epoch for item in new],
        "weights_b64": base64.b64encode(packed.astype("<f4").tobytes()).decode(),
        "numbers": [said_of(training, data, item) for item in new],
        "total": training.epochs,
        "state": state,
        "best": best,
        "build": build_of(training, words),
        "legend": legend(training, words),
        "sentence": sentence(training, data, words),
        "message": message(training, frames, state, best, broke, words, trouble),
        "colors": {"positive": palette.positive, "negative": palette.negative, "paper": palette.paper,
                   "select": palette.select, "ink": palette.ink, "muted": palette.muted},
    }


# --- pictures ------------------------------------------------------------------------------------

def _pictures(
    training: Training, data: Split, words: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    """Return what stays the same for all epochs of a run."""
    sizes = training.sizes
    layout = arrange(sizes)
    flat = training.dimension == 1
    return {
        "network": {
            **_network(training, layout.ys, words, palette), "sizes": sizes, "ys": layout.ys,
            "node_px": layout.node_px, "widths": EDGE_WIDTHS,
            "activations": training.layer_activations,
            "ranges": [_range(name) for name in training.layer_activations],
            "colors": {name: rgb(getattr(palette, attribute)) for name, attribute in (
                ("negative", "negative"), ("middle", "zero"), ("positive", "positive"))},
        },
        "map": map_of(training, data, words, palette),
        "losses": _losses(words, palette),
        "weights": _weights(words, palette),
        "data": {
            "domain": domain_of(training, data), "features": training.features, "flat": flat,
            "point": base_point(training), "axes": training.axes, "classes": training.classes,
            "discrete": training.discrete and bool(training.classes),
            "own": takes_points(training), "class_names": _class_names(training, data.train),
            "class_colors": [rgb(color) for color in class_colors(palette)],
            "range": output_range(training, data),
            "train": left_over(training, data.train) if flat else None,
            # Softer than the points that lie on it.
            "map_colors": {name: rgb(getattr(palette, attribute)) for name, attribute in (
                ("negative", "negative_soft"), ("middle", "paper"), ("positive", "positive_soft"))},
        },
    }


def _network(
    training: Training, ys: Sequence[Sequence[float]], words: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    """Edges that the browser fills in, neurons as squares that carry their map, names of the inputs."""
    classes = len(EDGE_WIDTHS)
    data: list[Trace] = []
    for slot in range(2 * classes + 1):
        zero, negative = slot == 2 * classes, slot >= classes
        data.append({
            "type": "scatter", "mode": "lines", "x": [0, None], "y": [ys[0][0], None], "hoverinfo": "none",
            "opacity": 0.6, "line": {
                "color": palette.grid if zero else palette.negative if negative else palette.positive,
                "width": EDGE_WIDTHS[0] if zero else EDGE_WIDTHS[slot % classes],
                "dash": "dot" if zero else "5px,4px" if negative else "solid", "simplify": False,
            },
        })
    layout = arrange(training.sizes)
    x = [layer for layer, column in enumerate(ys) for _ in column]
    y = [height for column in ys for height in column]
    own = is_own_table(training)
    beside = own and len(training.features) > MOST_BELOW
    labels = ["\u00a0" if beside else words.get(f"feature_{name}", symbol_of(name)) for name in training.features]
    data.append({
        "type": "scatter", "mode": "markers+text", "x": x, "y": y, "hoverinfo": "none", "cliponaxis": False,
        "text": [*labels, *("\u00a0" for _ in x[len(labels):])], "textposition": "middle center",
        "textfont": {"size": 12, "color": palette.ink},
        "marker": {"size": layout.node_px, "symbol": ["circle" if layer == 0 else "square" for layer in x],
                   "color": palette.zero, "opacity": 1, "line": {"width": 2, "color": palette.muted}},
    })
    axis = {**HIDDEN_AXIS, "fixedrange": True}
    return {
        "spec": {"data": data, "layout": still(palette.muted, 12) | {
            "height": HEIGHT_PX, "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "xaxis": {**axis, "range": [-0.9 if beside else -0.4, len(ys) - 0.6]},
            "yaxis": {**axis, "range": [-layout.half_height, layout.half_height]},
            "annotations": [{
                # Below its neuron, or, where many stand close together, beside it.
                "x": 0, "y": height, "showarrow": False,
                "xanchor": "right" if beside else "left", "yanchor": "middle" if beside else "top",
                "xshift": -layout.node_px / 2, "yshift": -layout.node_px / 2,
                "text": own_units.short_label(feature_name(training, name, "")),
                "font": {"size": 11, "color": palette.ink},
            } for name, height in zip(training.features, ys[0], strict=True)] if own else [],
        }},
        "title": words["title_network"], "neuron": words["title_neuron"], "label": words["label_network"],
    }


def _losses(words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    lines = [
        _line(palette.series[0], 2.5, "solid"), _line(palette.series[1], 2.5, "6px,4px"),
        {"type": "scatter", "mode": "markers", "x": [0], "y": [None], "hoverinfo": "none",
         "marker": {"size": 11, "symbol": "star", "color": palette.series[1],
                    "line": {"width": 1, "color": palette.paper}}},
    ]
    return {"spec": {"data": lines, "layout": _curve_layout(words, palette)}, "title": words["title_losses"],
            "label": words["label_losses"]}


def _weights(words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    lines = [_line(palette.positive, 1.2, "solid"), _line(palette.negative, 1.2, "5px,4px")]
    return {"spec": {"data": lines, "layout": _curve_layout(words, palette)}, "title": words["title_weights"],
            "label": words["label_weights"]}


def _line(color: str, width: float, dash: str) -> Trace:
    return {"type": "scatter", "mode": "lines", "x": [0], "y": [None], "hoverinfo": "none",
            "line": {"color": color, "width": width, "dash": dash, "simplify": False}}


def _curve_layout(words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    axis = style.axis(palette, 11, zerolinecolor=palette.muted, nticks=5)
    return still(palette.muted, 12) | {
        "height": CURVE_HEIGHT_PX, "margin": {"l": 40, "r": 16, "t": 6, "b": 46},
        "xaxis": {**axis, **style.apart(6), "title": {"text": words["epochs"], "standoff": 8}},
        "yaxis": axis,
    }


# --- numbers -------------------------------------------------------------------------------------

def _range(activation: str) -> tuple[float, float]:
    """Which activations are coloured fully: the bounds, or −1 to 1."""
    record = ACTIVATIONS[activation]
    bounded = math.isfinite(record.low) and math.isfinite(record.high)
    return (record.low, record.high) if bounded else (-1.0, 1.0)


def _class_names(training: Training, data: Dataset) -> list[str]:
    """Each with its shape in the picture: “● A”, or nobody could tell which points the table counts."""
    names = data.classes if training.classes else ()
    return [f"{sign} {name}".rstrip() for sign, name in zip(SIGNS, names, strict=False)]


def _plain(value: float) -> float | None:
    return significant((value,), 6)[0]


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return (f"{value:.4f}" if abs(value) < 1e4 else f"{value:.3e}").replace("-", MINUS)


def _share(training: Training, value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{100 * value:.1f}%" if training.classes else f"{value:.4f}".replace("-", MINUS)


