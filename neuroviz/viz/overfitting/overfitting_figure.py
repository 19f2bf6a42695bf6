"""One network that learns, as far as it stands still: its points above, its losses over all epochs below.

Training is ink and filled, the test is teal and hollow, in both pictures. A second run, the one without the levers,
is thin and dashed. What depends on the epoch is drawn over this by the browser (live_plot/js/overfitting): the curve
or the map and its border, the two dots on the losses and the gap between them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import Training
from neuroviz.lab.overfitting_runs import TrialRun
from neuroviz.viz.palette import Palette
from neuroviz.viz.style import apart, axis, decimals, significant, still
from neuroviz.viz.training.map_figure import MARKS, class_colors
from neuroviz.viz.training.own_units import own_axis, short_label

HEIGHT_PX = 500
LOSS_POINTS = 160
"""Of a loss curve at most about so many points are drawn; a screen has not many more."""
TOP = 10.0
"""A loss that is more than so many times larger than the largest first one goes out of the picture."""

Array = NDArray[np.float64]
Span = tuple[float, float]
Trace = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """The axes that several runs share: x and y of the points, the epochs, the losses from 0 to `loss`."""

    x: Span
    y: Span
    epochs: int
    loss: float


def scale_of(runs: Sequence[TrialRun]) -> Scale:
    """Axes in which all of these runs can be compared."""
    data = runs[0].data
    flat = data.train.x.shape[1] == 1
    parts = [part for run in runs for part in (run.data.train, run.data.test)]
    first = max(float(run.history.test_loss[0]) for run in runs)
    # The first jumps are soon over; what matters is where the curves stay.
    later = [float(curve[len(curve) // 10:].max()) for run in runs
             for curve in (run.history.train_loss, run.history.test_loss)]
    return Scale(
        _around(np.concatenate([part.x[:, 0] for part in parts])),
        _around(np.concatenate([part.y if flat else part.x[:, 1] for part in parts])),
        max(run.training.epochs for run in runs), _above(min(1.08 * max(later), TOP * max(first, 0.1))),
    )


def overfitting_figure(
    run: TrialRun, base: TrialRun | None, scale: Scale, stops: Sequence[int], words: Mapping[str, str],
    palette: Palette,
) -> dict[str, Any]:
    """Return a plain Plotly spec, and in "lines" which of its traces are the run's losses.

    base   the run that this one is held against, or None
    stops  epochs at which the loss must be on the line
    words  "epochs", "loss"
    """
    plain = axis(palette, 11, zeroline=False, nticks=5)
    points = _all_points(run, palette)
    return {
        "data": [*points, *_losses(run, base, scale, stops, palette)],
        "layout": {
            "height": HEIGHT_PX, "margin": {"l": 44, "r": 8, "t": 8, "b": 44}, **still(palette.muted, 12),
            "xaxis": {**plain, "range": list(scale.x), "anchor": "y", "showgrid": False,
                      **own_axis(run.training, 0, *scale.x)},
            "yaxis": {**plain, "range": list(scale.y), "domain": [0.5, 1.0], "anchor": "x", "showgrid": False,
                      **_up(run.training, scale.y)},
            "xaxis2": {**plain, **apart(6), "range": [0, scale.epochs], "anchor": "y2",
                       "title": {"text": words["epochs"], "standoff": 2}},
            "yaxis2": {**plain, "range": [0, scale.loss], "domain": [0.0, 0.39], "anchor": "x2",
                       "title": {"text": words["loss"], "standoff": 2}},
        },
        "lines": {"train": len(points) + 2, "test": len(points) + 3},
    }


def _up(training: Training, span: Span) -> dict[str, Any]:
    """Return the words at the upright axis of the visitor's own points: the second input, value, or classes."""
    if training.dimension > 1 or not training.own_classes:
        return own_axis(training, 1 if training.dimension > 1 else -1, *span)
    return {"tickmode": "array", "tickvals": [0, 1], "ticktext": [short_label(name) for name in training.own_classes]}


# --- the points ----------------------------------------------------------------------------------

def _all_points(run: TrialRun, palette: Palette) -> list[Trace]:
    """Those for the test below those for training; of classes each with its own mark."""
    test, train = run.data.test, run.data.train
    if test.x.shape[1] == 1:
        return [
            _points(test.x[:, 0], test.y, "circle-open", palette.series[1], palette, size=6),
            _points(train.x[:, 0], train.y, "circle", palette.series[0], palette, size=9),
        ]
    traces, colors = [], class_colors(palette)
    for part, end, size in ((test, "-open", 6), (train, "", 9)):
        for k in range(len(part.classes)):
            chosen = part.rows(part.y == k)
            traces.append(_points(chosen.x[:, 0], chosen.x[:, 1], MARKS[k] + end, colors[k], palette, size=size))
    return traces


def _points(x: Array, y: Array, symbol: str, color: str, palette: Palette, *, size: int) -> Trace:
    hollow = symbol.endswith("-open")
    return {"type": "scatter", "mode": "markers", "hoverinfo": "none", "x": decimals(x, 4) or [None],
            "y": decimals(y, 4) or [None],
            "marker": {"size": size, "symbol": symbol, "color": color, "opacity": 0.85 if hollow else 1,
                       "line": {"width": 1.4 if hollow else 1, "color": color if hollow else palette.paper}}}


# --- the losses ----------------------------------------------------------------------------------

def _losses(run: TrialRun, base: TrialRun | None, scale: Scale, stops: Sequence[int], palette: Palette) -> list[Trace]:
    """Both losses, of both runs; the early stop; the smallest test loss."""
    stop = run.stop.epoch
    thin = {"width": 1.2, "dash": "5px,4px"}
    best = float(run.history.test_loss[run.best])
    traces = [
        _loss(base, "train_loss", stops, {"color": palette.series[0], **thin}),
        _loss(base, "test_loss", stops, {"color": palette.series[1], **thin}),
        _loss(run, "train_loss", stops, {"color": palette.series[0], "width": 2.5}),
        _loss(run, "test_loss", stops, {"color": palette.series[1], "width": 2.5}),
        _line(np.array([stop, stop] if stop else [math.nan] * 2, dtype=np.float64), np.array([0.0, scale.loss]),
              {"color": palette.muted, "width": 1.6, "dash": "dot"}),
        # Above the picture's upper end nothing is drawn in its place.
        {"type": "scatter", "mode": "markers", "x": [run.best], "y": [best if best <= scale.loss else None],
         "hoverinfo": "none", "cliponaxis": False,
         "marker": {"size": 14, "symbol": "star", "color": palette.series[1], "opacity": 1,
                    "line": {"width": 1, "color": palette.paper}}},
    ]
    return [{**trace, "xaxis": "x2", "yaxis": "y2"} for trace in traces]


def _loss(of: TrialRun | None, name: str, stops: Sequence[int], line: dict[str, Any]) -> Trace:
    if of is None:
        return _line(np.zeros(1), np.full(1, np.nan), line)
    values: Array = getattr(of.history, name)
    shown = np.unique(np.concatenate((
        np.arange(0, len(values), max(1, len(values) // LOSS_POINTS)), [of.best, of.last],
        [stop for stop in stops if stop <= of.last],
    )))
    return _line(shown.astype(np.float64), values[shown], line)


def _line(x: Array, y: Array, line: dict[str, Any]) -> Trace:
    return {"type": "scatter", "mode": "lines", "x": significant(x, 5), "y": significant(y, 5), "hoverinfo": "none",
            "line": {**line, "simplify": False}}


# --- axes ----------------------------------------------------------------------------------------

def _around(values: Array) -> Span:
    low, high = float(values.min()), float(values.max())
    width = 0.06 * (high - low) or 1.0
    return round(low - width, 3), round(high + width, 3)


def _above(value: float) -> float:
    """Return a round number not below `value`: two digits."""
    if not value > 0.0:
        return 1.0
    power = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.ceil(value / power - 1e-9) * power:.4g}")

