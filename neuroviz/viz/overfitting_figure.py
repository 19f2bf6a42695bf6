"""One network that learns: what it makes of the points above, its losses over the epochs below, the gap between them.

Training is ink and filled, the test is violet and hollow, in both pictures. A second run, the one without the levers,
is thin and dashed. All axes are fixed for as long as the runs are the same, so that moving through the epochs changes
traces only.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.overfitting import Run
from neuroviz.viz.numbers import fixed
from neuroviz.viz.palette import Palette, rim
from neuroviz.viz.training_view import MARKS, class_colors

HEIGHT_PX = 500
CURVE_POINTS = 121
MAP_CELLS = 36
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


def scale_of(runs: Sequence[Run]) -> Scale:
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
        max(run.learning.epochs for run in runs), _above(min(1.08 * max(later), TOP * max(first, 0.1))),
    )


def overfitting_figure(
    run: Run, base: Run | None, epoch: int, scale: Scale, words: Mapping[str, str], palette: Palette,
) -> dict[str, Any]:
    """A plain Plotly spec.

    base   the run that this one is held against, or None
    words  "epochs", "loss", "gap" (with {gap})
    """
    flat = run.data.train.x.shape[1] == 1
    picture = _curves(run, base, epoch, scale, palette) if flat else _maps(run, base, epoch, scale, palette)
    axis = {"fixedrange": True, "gridcolor": palette.grid, "zeroline": False, "nticks": 5,
            "tickfont": {"size": 11, "color": palette.muted}}
    layout: dict[str, Any] = {
        "height": HEIGHT_PX, "margin": {"l": 44, "r": 8, "t": 8, "b": 40}, "showlegend": False, "hovermode": False,
        "dragmode": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": palette.muted, "size": 12},
        "xaxis": {**axis, "range": list(scale.x), "anchor": "y", "showgrid": False},
        "yaxis": {**axis, "range": list(scale.y), "domain": [0.5, 1.0], "anchor": "x", "showgrid": False},
        "xaxis2": {**axis, "range": [0, scale.epochs], "anchor": "y2",
                   "title": {"text": words["epochs"], "standoff": 2}},
        "yaxis2": {**axis, "range": [0, scale.loss], "domain": [0.0, 0.39], "anchor": "x2",
                   "title": {"text": words["loss"], "standoff": 2}},
    }
    data = [*picture, *_losses(run, base, epoch, scale, words, palette)]
    if not flat:
        # Plotly moves lines and points one by one, but a map only in a whole figure: so the frame says when it differs.
        layout["datarevision"] = zlib.crc32(repr(data).encode())
    return {"data": data, "layout": layout}


# --- what it makes of the points -----------------------------------------------------------------

def _curves(run: Run, base: Run | None, epoch: int, scale: Scale, palette: Palette) -> list[Trace]:
    """Points, and the curve that the network draws through them."""
    grid = np.linspace(*scale.x, CURVE_POINTS)

    def curve(of: Run | None, line: dict[str, Any]) -> Trace:
        y = of.outputs(epoch, grid[:, None]) if _true(of, epoch) else np.full(len(grid), np.nan)
        return _line(grid, y, line)

    return [
        _points(run.data.test.x[:, 0], run.data.test.y, "circle-open", palette.select, palette, size=6),
        _points(run.data.train.x[:, 0], run.data.train.y, "circle", palette.ink, palette, size=9),
        curve(base, {"color": palette.muted, "width": 1.8, "dash": "5px,4px"}),
        curve(run, {"color": palette.positive, "width": 3}),
    ]


def _maps(run: Run, base: Run | None, epoch: int, scale: Scale, palette: Palette) -> list[Trace]:
    """What the network says everywhere, the border between the classes, and the points."""
    x, y = np.linspace(*scale.x, MAP_CELLS), np.linspace(*scale.y, MAP_CELLS)
    cells = np.column_stack([part.ravel() for part in np.meshgrid(x, y)])
    places = {"x": x.round(4).tolist(), "y": y.round(4).tolist(), "hoverinfo": "none", "showscale": False}

    def answers(of: Run | None) -> list[list[float]]:
        values = of.outputs(epoch, cells) if _true(of, epoch) else np.full(len(cells), 0.5)
        found: list[list[float]] = values.reshape(MAP_CELLS, MAP_CELLS).round(3).tolist()
        return found

    def border(z: list[list[float]], line: dict[str, Any]) -> Trace:
        return {"type": "contour", **places, "z": z, "autocontour": False, "line": line,
                "contours": {"start": 0.5, "end": 0.5, "size": 1, "coloring": "none"}}

    now = answers(run)
    traces: list[Trace] = [
        {"type": "heatmap", **places, "z": now, "zmin": 0, "zmax": 1, "zsmooth": "best",
         "colorscale": [[0, palette.negative_soft], [0.5, palette.paper], [1, palette.positive_soft]]},
        border(answers(base), {"color": palette.muted, "width": 1.8, "dash": "5px,4px"}),
        border(now, {"color": palette.ink, "width": 2.5}),
    ]
    colors = class_colors(palette)
    for part, end, size in ((run.data.test, "-open", 6), (run.data.train, "", 9)):
        for k in range(len(part.classes)):
            chosen = part.rows(part.y == k)
            traces.append(_points(chosen.x[:, 0], chosen.x[:, 1], MARKS[k] + end, colors[k], palette, size=size))
    return traces


def _true(of: Run | None, epoch: int) -> TypeGuard[Run]:
    """Whether there is a network to be drawn: a run that diverged has none any more."""
    return of is not None and (of.broke is None or epoch < of.broke)


def _points(x: Array, y: Array, symbol: str, color: str, palette: Palette, *, size: int) -> Trace:
    hollow = symbol.endswith("-open")
    return {"type": "scatter", "mode": "markers", "hoverinfo": "none", "x": x.round(4).tolist() or [None],
            "y": y.round(4).tolist() or [None],
            "marker": {"size": size, "symbol": symbol, "color": color, "opacity": 0.85 if hollow else 1,
                       "line": {"width": 1.4 if hollow else 1, "color": color if hollow else palette.paper}}}


# --- the losses ----------------------------------------------------------------------------------

def _losses(
    run: Run, base: Run | None, epoch: int, scale: Scale, words: Mapping[str, str], palette: Palette,
) -> list[Trace]:
    """Both losses, of both runs; the epoch looked at, with the gap; the smallest test loss; the early stop."""
    here = run.at(epoch)
    train, test = float(run.history.train_loss[here]), float(run.history.test_loss[here])
    low, high = (min(max(value, 0.0), scale.loss) for value in sorted((train, test)))
    stop = run.stop.epoch
    # Where there is room: to the side, and above the bar unless that is where the picture ends.
    side = ("middle" if high > 0.85 * scale.loss else "top") + (" right" if here < 0.55 * scale.epochs else " left")
    gap = f"\u2002{words['gap'].format(gap=fixed(test - train))}\u2002"
    traces = [
        _loss(base, "train_loss", {"color": palette.ink, "width": 1.2, "dash": "5px,4px"}),
        _loss(base, "test_loss", {"color": palette.select, "width": 1.2, "dash": "5px,4px"}),
        _loss(run, "train_loss", {"color": palette.ink, "width": 2.5}),
        _loss(run, "test_loss", {"color": palette.select, "width": 2.5}),
        _line(np.array([stop, stop] if stop else [math.nan] * 2, dtype=np.float64), np.array([0.0, scale.loss]),
              {"color": palette.alarm, "width": 1.6, "dash": "dot"}),
        {**_line(np.full(3, float(here)), np.array([low, (low + high) / 2.0, high]),
                 {"color": palette.positive, "width": 4}), "mode": "lines+text",
         "text": ["", gap, ""] if side.startswith("middle") else ["", "", gap], "textposition": side,
         "textfont": {"size": 13, "color": palette.positive, "shadow": rim(palette)}},
        _mark([here], [train], "circle", palette.ink, palette.paper, scale),
        _mark([here], [test], "circle", palette.paper, palette.select, scale),
        _mark([run.best], [float(run.history.test_loss[run.best])], "star", palette.select, palette.paper, scale, 14),
    ]
    return [{**trace, "xaxis": "x2", "yaxis": "y2"} for trace in traces]


def _loss(of: Run | None, name: str, line: dict[str, Any]) -> Trace:
    if of is None:
        return _line(np.zeros(1), np.full(1, np.nan), line)
    values: Array = getattr(of.history, name)
    shown = np.unique(np.concatenate((
        np.arange(0, len(values), max(1, len(values) // LOSS_POINTS)), [of.best, len(values) - 1],
    )))
    return _line(shown.astype(np.float64), values[shown], line)


def _line(x: Array, y: Array, line: dict[str, Any]) -> Trace:
    def plain(values: Array) -> list[float | None]:
        return [float(f"{value:.5g}") if math.isfinite(value) else None for value in values]

    return {"type": "scatter", "mode": "lines", "x": plain(x), "y": plain(y), "hoverinfo": "none",
            "line": {**line, "simplify": False}}


def _mark(
    x: list[int], y: list[float], symbol: str, color: str, edge: str, scale: Scale, size: int = 10,
) -> Trace:
    """One point; where its value lies above the picture, nothing is drawn in its place."""
    shown = [value if math.isfinite(value) and value <= scale.loss else None for value in y]
    return {"type": "scatter", "mode": "markers", "x": x, "y": shown, "hoverinfo": "none", "cliponaxis": False,
            "marker": {"size": size, "symbol": symbol, "color": color, "opacity": 1,
                       "line": {"width": 2 if color != edge and symbol == "circle" else 1, "color": edge}}}


# --- axes ----------------------------------------------------------------------------------------

def _around(values: Array) -> Span:
    low, high = float(values.min()), float(values.max())
    width = 0.06 * (high - low) or 1.0
    return round(low - width, 3), round(high + width, 3)


def _above(value: float) -> float:
    """A round number not below `value`: two digits."""
    if not value > 0.0:
        return 1.0
    power = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.ceil(value / power - 1e-9) * power:.4g}")

