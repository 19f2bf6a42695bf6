"""What the training canvas shows: the network, the map of the data, the curves, and the numbers of each kept epoch.

The pictures come once; what an epoch adds is its weights and a few numbers. The browser draws edges and maps from the
weights, so that going back in time asks nobody.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import OWN, Training, feature_name
from neuroviz.lab.training_run import Frame
from neuroviz.nn import ACTIVATIONS
from neuroviz.nn.datasets import EXTENT, Dataset, Split
from neuroviz.viz import style
from neuroviz.viz.numbers import MINUS
from neuroviz.viz.palette import Palette, mix, rgb
from neuroviz.viz.studio.layout import arrange
from neuroviz.viz.studio.network_figure import EDGE_WIDTHS
from neuroviz.viz.style import HIDDEN_AXIS, decimals, significant, still
from neuroviz.viz.training import own_units
from neuroviz.viz.training.own_units import is_own_table
from neuroviz.viz.training.sentences import legend, message, sentence, takes_points

HEIGHT_PX = 380
CURVE_HEIGHT_PX = 190
MAP_CELLS = 44
"""Cells along each side of a map, as in forward.js; a curve has twice as many points."""

MOST_WEIGHT_CURVES = 60
MARKS = ("circle", "diamond", "square", "triangle-up")
"""A class's shape, beside its colour."""
SIGNS = ("●", "◆", "■", "▲")
"""The same shapes in writing."""

Array = NDArray[np.float64]
Trace = dict[str, Any]


def class_colors(palette: Palette) -> tuple[str, ...]:
    """Of up to four classes; the first two are the signs' pair."""
    return (palette.negative, palette.positive, palette.series[1], palette.series[3])


def said_of(training: Training, data: Split, frame: Frame) -> dict[str, Any]:
    """What the page says of one epoch: its numbers as they are written, and the two losses as they are drawn."""
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
    """Of a run: other settings are another run."""
    return zlib.crc32(repr(training).encode())


def training_view(
    training: Training, data: Split, frames: Sequence[Frame], have: int, state: str, best: int | None,
    broke: int | None, words: Mapping[str, str], palette: Palette, trouble: str = "",
) -> dict[str, Any]:
    """The canvas's view.

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
    """What stays the same for all epochs of a run."""
    sizes = training.sizes
    layout = arrange(sizes)
    flat = training.dimension == 1
    return {
        "network": {
            **_network(training, layout.ys, words, palette), "sizes": sizes, "ys": layout.ys,
            "node_px": layout.node_px, "widths": EDGE_WIDTHS,
            "activations": [*(training.activation,) * len(training.hidden), training.output],
            "ranges": [_range(name) for name in (*(training.activation,) * len(training.hidden), training.output)],
            "colors": {name: rgb(getattr(palette, attribute)) for name, attribute in (
                ("negative", "negative"), ("middle", "zero"), ("positive", "positive"))},
        },
        "map": _map(training, data, words, palette),
        "losses": _losses(words, palette),
        "weights": _weights(words, palette),
        "data": {
            "domain": _domain(training, data), "features": training.features, "flat": flat, "classes": training.classes,
            "own": takes_points(training), "class_names": _class_names(training, data.train),
            "class_colors": [rgb(color) for color in class_colors(palette)],
            "range": _output_range(training, data),
            "train": _left_over(training, data.train) if flat else None,
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
    labels = [words[f"feature_{name}"] for name in training.features]
    own = is_own_table(training)
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
            "xaxis": {**axis, "range": [-0.4, len(ys) - 0.6]},
            "yaxis": {**axis, "range": [-layout.half_height, layout.half_height]},
            "annotations": [{
                "x": 0, "y": height, "xanchor": "left", "yanchor": "top", "showarrow": False,
                "xshift": -layout.node_px / 2, "yshift": -layout.node_px / 2,
                "text": own_units.short_label(feature_name(training, name, "")),
                "font": {"size": 11, "color": palette.ink},
            } for name, height in zip(training.features, ys[0], strict=True)] if own else [],
        }},
        "title": words["title_network"], "label": words["label_network"],
    }


def _map(training: Training, data: Split, words: Mapping[str, str], palette: Palette) -> dict[str, Any]:
    """The points over the output's map; for one input, the curve through them. Test points are hollow."""
    (low, high), (bottom, top) = _domain(training, data)
    flat = training.dimension == 1
    traces: list[Trace] = []
    lines, sticks = 0, None
    colors = class_colors(palette)
    if flat:
        # Of three classes and more each has its curve; of two the one curve says how likely the second is.
        grid = np.linspace(low, high, 2 * MAP_CELLS)
        lines = sticks = training.classes if training.classes > 2 else 1
        traces += [{"type": "scatter", "mode": "lines", "x": grid.round(4).tolist(), "y": [0.0] * len(grid),
                    "hoverinfo": "none", "line": {"color": color, "width": 3, "simplify": False}}
                   for color in (colors[:lines] if lines > 1 else (palette.ink,))]
        traces.append({"type": "scatter", "mode": "lines", "x": [0, None], "y": [0, None], "hoverinfo": "none",
                       "line": {"color": palette.negative, "width": 1.2, "simplify": False}})
    for part, hollow in ((data.train, False), (data.test, True)):
        traces += _values(part, hollow, _output_range(training, data), palette) if not (training.classes or flat) else [
            _points(part, k, hollow, training, palette) for k in range(max(1, training.classes))
        ]
    titled = is_own_table(training) or (flat and bool(training.classes))
    axis = {"fixedrange": True, "zeroline": False, "showgrid": False, "nticks": 5,
            "tickfont": {"size": 11, "color": palette.muted}}
    return {
        "spec": {"data": traces, "layout": still(palette.muted, 12) | {
            "height": HEIGHT_PX, "margin": {"l": 56, "r": 8, "t": 8, "b": 44} if titled else
            {"l": 32, "r": 8, "t": 8, "b": 30},
            "xaxis": {**axis, "range": [low, high], **own_units.own_axis(training, 0, low, high)},
            "yaxis": {**axis, "range": [bottom, top], **_up(training, bottom, top, words)},
        }},
        # A unit is as long up as across: a circle is round.
        "isometric": not flat,
        "title": words["title_map"], "label": words["label_map"], "lines": lines, "sticks": sticks,
    }


def _up(training: Training, bottom: float, top: float, words: Mapping[str, str]) -> dict[str, Any]:
    """The upright axis: the second input, the value that is learnt, or how likely a class is."""
    if training.dimension == 2:
        return own_units.own_axis(training, 1, bottom, top)
    if not training.classes:
        return own_units.own_axis(training, -1, bottom, top)
    if training.classes > 2:
        return {"title": {"text": words["probability"], "standoff": 4}}
    name = own_units.short_label(training.own_classes[1])
    return {"title": {"text": words["probability_of"].format(name=name), "standoff": 4}}


def _height(training: Training, data: Dataset) -> Array:
    """Where the points of one input stand: at their value; at what their class's own curve should reach, which of
    three classes and more is 1 for each."""
    return np.ones(len(data)) if training.classes > 2 else data.y


def _left_over(training: Training, data: Dataset) -> dict[str, Any]:
    """The training points, and which curve a stick joins each to."""
    curve = data.y.astype(int).tolist() if training.classes > 2 else [0] * len(data)
    return {"x": decimals(data.x[:, 0], 4), "y": decimals(_height(training, data), 4), "curve": curve}


def _points(part: Dataset, k: int, hollow: bool, training: Training, palette: Palette) -> Trace:
    """Those of one class, or all of a curve."""
    rows = part.y == k if training.classes else np.ones(len(part), dtype=bool)
    color = class_colors(palette)[k] if training.classes else palette.positive
    y = _height(training, part)[rows] if training.dimension == 1 else part.x[rows, 1]
    return _marks(part.x[rows, 0], y, MARKS[k] + ("-open" if hollow else ""), 7, {
        "color": color, "line": {"width": 1.6 if hollow else 1, "color": color if hollow else palette.paper},
    })


def _values(part: Dataset, hollow: bool, span: tuple[float, float], palette: Palette) -> list[Trace]:
    """Points with values, each in the colour that the map has where it says the same: one that fits is hard to see."""
    low, high = span
    share = np.clip((part.y - low) / (high - low), 0.0, 1.0) if high > low else np.full(len(part), 0.5)
    colors = [
        mix(palette.paper, palette.positive_soft, 2 * s - 1) if s > 0.5 else
        mix(palette.negative_soft, palette.paper, 2 * s) for s in share.tolist()
    ] or [palette.paper]
    x, y = part.x[:, 0], part.x[:, 1]
    if not hollow:
        return [_marks(x, y, "circle", 9, {"color": colors, "line": {"width": 1.2, "color": palette.ink}})]
    # A ring in its colour, and a thin line around it.
    return [
        _marks(x, y, "circle-open", 10, {"color": palette.ink, "line": {"width": 1, "color": palette.ink}}),
        _marks(x, y, "circle-open", 7, {"color": colors, "line": {"width": 2.5, "color": colors}}),
    ]


def _marks(x: Array, y: Array, symbol: str, size: float, marker: Mapping[str, Any]) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "none",
        "x": decimals(x, 4) or [None], "y": decimals(y, 4) or [None],
        "marker": {"size": size, "symbol": symbol, "opacity": 0.95, **marker},
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
        "height": CURVE_HEIGHT_PX, "margin": {"l": 40, "r": 8, "t": 6, "b": 46},
        # Ticks that are not seen keep the two axes' first numbers apart.
        "xaxis": {**axis, "title": {"text": words["epochs"], "standoff": 8}, "ticks": "outside", "ticklen": 6,
                  "tickcolor": style.CLEAR},
        "yaxis": axis,
    }


# --- numbers -------------------------------------------------------------------------------------

def _domain(training: Training, data: Split) -> tuple[tuple[float, float], tuple[float, float]]:
    """What the map shows: all points, and a rim; where points are clicked, room for more of them. A map is square."""
    if training.dataset == OWN and training.dimension == 2 and np.abs(training.own)[:, :2].max() <= EXTENT:
        return (-EXTENT, EXTENT), (-EXTENT, EXTENT)
    everything = np.vstack((data.train.x, data.test.x))
    second = np.concatenate((data.train.y, data.test.y)) if everything.shape[1] == 1 else everything[:, 1]
    if everything.shape[1] == 1 and training.classes:
        # Probabilities.
        second = np.array((0.0, 1.0))

    def around(values: Array, least: float) -> tuple[float, float]:
        low, high = float(values.min()), float(values.max())
        half, middle = 0.56 * max(high - low, least) or 1.0, (low + high) / 2
        return round(middle - half, 3), round(middle + half, 3)

    longest = 0.0 if everything.shape[1] == 1 else float(np.ptp(everything, axis=0).max())
    return around(everything[:, 0], longest), around(second, longest)


def _range(activation: str) -> tuple[float, float]:
    """Which activations are coloured fully: the bounds, or −1 to 1."""
    record = ACTIVATIONS[activation]
    bounded = math.isfinite(record.low) and math.isfinite(record.high)
    return (record.low, record.high) if bounded else (-1.0, 1.0)


def _output_range(training: Training, data: Split) -> tuple[float, float]:
    if training.classes:
        return (0.0, 1.0)
    reach = float(np.abs(data.train.y).max()) or 1.0
    return (-reach, reach)


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


