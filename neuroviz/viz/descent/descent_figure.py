"""Walks downhill on a loss surface, as a picture that can be played: contours and paths, or a curve and its points.

Contours are drawn in greys, low ground in the colour of the paper, so that the paths stand out; each optimiser has a
colour, a dash and a symbol of its own. Where the heights differ by much, the contours are spaced by their logarithm, as
on maps of mountains; the colour bar gives the true loss.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import Training, symbol_of
from neuroviz.lab.loss_landscape import Ground
from neuroviz.nn.optimizers import BETA_1, BETA_2, EPSILON
from neuroviz.nn.surface import Walk
from neuroviz.viz.descent.hills_view import LEVELS, by_logarithm, color, hills
from neuroviz.viz.numbers import MINUS, compact, fixed, short, subscript
from neuroviz.viz.palette import Palette, mix
from neuroviz.viz.style import axis, bracketed, rounded, significant, still

Array = NDArray[np.float64]
Spec = dict[str, Any]

HEIGHT = 460
_DIGITS = 6  # significant ones: more than a picture shows
_MS = 320
_SYMBOLS = {"sgd": "circle", "momentum": "square", "nesterov": "diamond", "adam": "triangle-up"}
_DASHES = {"sgd": "solid", "momentum": "dash", "nesterov": "dot", "adam": "dashdot"}


def surface_view(
    place: Ground, walks: Mapping[str, Walk], rates: Mapping[str, float], follow: str, words: Mapping[str, str],
    palette: Palette, titles: Sequence[str],
) -> dict[str, Any]:
    """Return the canvas's view: figure, and frames for the player.

    walks    optimiser -> its walk; rates: optimiser -> its learning rate; follow: whose numbers are shown
    titles   of the axes, one a parameter
    words    "loss"; "name.<optimiser>"; "step", "over", "ended" (captions), "legend"
    """
    two = len(place.parameters) == 2
    data: list[Spec] = [_contour(place, words["loss"], palette) if two else _curve(place, palette)]
    paths: list[dict[str, Any]] = []
    low, high = _range(place, walks)
    for name, walk in walks.items():
        x, y = _points(walk, two)
        title = words["legend"].format(name=words[f"name.{name}"], rate=short(rates[name]))
        tail, head = _path(name, title, x, y, palette)
        paths.append({"tail": len(data), "head": len(data) + 1, "x": x, "y": y})
        data += [tail, head]
    view: dict[str, Any] = {"paths": paths, "hills": hills(place, paths, list(walks), palette) if two else None}
    if not two:
        view["segments"] = {"trace": len(data), **_tangents(walks[follow], place)}
        data.append({
            "type": "scatter", "mode": "lines", "x": view["segments"]["x"][-1], "y": view["segments"]["y"][-1],
            "line": {"color": color(follow, palette), "width": 2}, "hoverinfo": "skip", "showlegend": False,
        })
    longest = max(len(path["x"]) for path in paths)
    layout = _layout(place, titles, words["loss"], (low, high), palette)
    return {
        "kind": "figure",
        "spec": {"data": data, "layout": layout},
        "walk": view,
        "frames": [
            _frame(k, walks[follow], follow, rates[follow], words, place.training.momentum) for k in range(longest)
        ],
        "signal": zlib.crc32(repr((follow, [(n, w.positions.tobytes()) for n, w in walks.items()])).encode()),
    }


# --- the ground ----------------------------------------------------------------------------------

def _contour(place: Ground, title: str, palette: Palette) -> Spec:
    heights = place.heights
    finite = heights[np.isfinite(heights)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    logarithmic = by_logarithm(low, high)
    shown = np.log10(np.where(heights > 0, heights, np.nan)) if logarithmic else heights
    bottom, top = (math.log10(low), math.log10(high)) if logarithmic else (low, high)
    ticks = np.linspace(bottom, top, 5)
    return {
        "type": "contour", "x": _plain(place.axes[0]), "y": _plain(place.axes[1]),
        "z": [_plain(row) for row in shown], "hoverinfo": "skip", "showlegend": False,
        "colorscale": [[0, palette.paper], [1, mix(palette.paper, palette.muted, 0.72)]],
        "contours": {"start": bottom, "end": top, "size": (top - bottom) / LEVELS or 1.0},
        "line": {"color": palette.muted, "width": 0.7, "smoothing": 0.6},
        "colorbar": {
            "thickness": 10, "outlinewidth": 0, "xpad": 4, "title": {"text": title, "side": "top"},
            "tickvals": ticks.tolist(), "tickfont": {"size": 11, "color": palette.muted},
            "ticktext": [compact(10**v if logarithmic else v) for v in ticks.tolist()],
        },
    }


def _curve(place: Ground, palette: Palette) -> Spec:
    return {
        "type": "scatter", "mode": "lines", "x": _plain(place.axes[0]), "y": _plain(place.heights),
        "line": {"color": palette.muted, "width": 3, "simplify": False}, "hoverinfo": "skip", "showlegend": False,
    }


def _plain(values: Array) -> list[float | None]:
    return significant(values.tolist(), _DIGITS)


def _range(place: Ground, walks: Mapping[str, Walk]) -> tuple[float, float]:
    """Return the heights of the curve, with some air; where it is far steeper than high, its lower part."""
    finite = place.heights[np.isfinite(place.heights)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    for walk in walks.values():
        high = max(high, float(walk.losses[0])) if math.isfinite(walk.losses[0]) else high
    air = 0.08 * (high - low) or 0.5
    return low - air, high + air


# --- the walks -----------------------------------------------------------------------------------

def _points(walk: Walk, two: bool) -> tuple[list[float], list[float]]:
    """Return the walk's points as far as they are finite."""
    good = np.isfinite(walk.positions).all(axis=1) & np.isfinite(walk.losses)
    count = int(np.argmin(good)) if not good.all() else len(good)
    count = max(1, count)
    x, y = walk.positions[:count, 0], walk.positions[:count, 1] if two else walk.losses[:count]
    return [rounded(v, _DIGITS) for v in x.tolist()], [rounded(v, _DIGITS) for v in y.tolist()]


def _path(name: str, title: str, x: list[float], y: list[float], palette: Palette) -> tuple[Spec, Spec]:
    own = color(name, palette)
    tail = {
        "type": "scatter", "mode": "lines+markers", "x": x, "y": y, "name": title, "hoverinfo": "skip",
        "line": {"color": own, "width": 2, "dash": _DASHES[name], "simplify": False},
        "marker": {"symbol": _SYMBOLS[name], "size": 6, "color": own, "opacity": 1},
    }
    head = {
        "type": "scatter", "mode": "markers", "x": x[-1:], "y": y[-1:], "hoverinfo": "skip", "showlegend": False,
        "marker": {
            "symbol": _SYMBOLS[name], "size": 16, "color": own, "line": {"width": 2, "color": palette.paper},
        },
    }
    return tail, head


def _tangents(walk: Walk, place: Ground) -> dict[str, list[list[float]]]:
    """For each step of a walk along a curve, the slope that it goes by, as a short line."""
    reach = 0.12 * float(np.ptp(place.axes[0]))
    xs, ys = _points(walk, two=False)
    slopes = [*walk.gradients[:, 0].tolist(), *([0.0] if not len(walk.gradients) else [])]
    out: dict[str, list[list[float]]] = {"x": [], "y": []}
    for k, (x, y) in enumerate(zip(xs, ys, strict=True)):
        slope = slopes[min(k, len(slopes) - 1)]
        # Behind the last step no slope was asked for: the line shrinks to its point.
        half = reach / math.hypot(1.0, slope) if k < len(walk.gradients) and math.isfinite(slope) else 0.0
        out["x"].append([x - half, x + half])
        out["y"].append([y - half * slope, y + half * slope] if half else [y, y])
    return out


def _layout(
    place: Ground, titles: Sequence[str], loss: str, heights: tuple[float, float], palette: Palette
) -> Spec:
    two = len(place.parameters) == 2
    plain = axis(palette, zeroline=False, ticks="outside", nticks=7, tickcolor=palette.grid)

    def span(k: int) -> list[float]:
        return [float(place.axes[k][0]), float(place.axes[k][-1])]

    return {
        "height": HEIGHT, "margin": {"l": 52, "r": 8, "t": 8, "b": 50}, **still(palette.ink, 13),
        "xaxis": {**plain, "range": span(0), "title": {"text": titles[0], "standoff": 6}},
        "yaxis": {
            **plain, "range": span(1) if two else list(heights),
            "title": {"text": titles[1] if two else loss, "standoff": 4},
        },
        "legend": {
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False,
            "font": {"size": 13, "color": palette.ink},
        },
        "showlegend": True,
        # Another ground is another picture, drawn as a whole.
        "datarevision": zlib.crc32(place.heights.tobytes()),
    }


# --- the numbers of a step -----------------------------------------------------------------------

def _frame(
    k: int, walk: Walk, follow: str, rate: float, words: Mapping[str, str], momentum: float,
) -> dict[str, Any]:
    last = len(walk.losses) - 1
    name, loss = words[f"name.{follow}"], fixed(float(walk.losses[min(k, last)]))
    if walk.diverged is not None and k >= walk.diverged - 1:
        caption = words["over"].format(name=name, step=walk.diverged)
    elif k >= last:
        caption = words["ended"].format(name=name, k=last, loss=loss)
    else:
        caption = words["step"].format(name=name, k=k, last=last, loss=loss)
    lines = step_lines(walk, k, follow, rate, momentum) if k < len(walk.gradients) else []
    return {"layer": 0, "phase": "walk", "ms": _MS, "moment": 0, "k": k, "caption": caption, "lines": lines}


def step_lines(walk: Walk, k: int, optimizer: str, rate: float, momentum: float) -> list[str]:
    """Return the step from position k to k + 1 in symbols and digits, a line or two for each parameter."""
    out: list[str] = []
    names = ["w"] if walk.positions.shape[1] == 1 else ["w₁", "w₂"]
    eta = short(rate)
    for i, w in enumerate(names):
        old, new = float(walk.positions[k, i]), float(walk.positions[k + 1, i])
        g, slope = float(walk.gradients[k, i]), f"∂L/∂{w}"
        if optimizer == "sgd":
            out.append(f"{w} ← {w} {MINUS} η {slope} = {short(old)} {MINUS} {eta}·{bracketed(g)} = {short(new)}")
        elif optimizer in {"momentum", "nesterov"}:
            before, after = _velocities(walk, k, i, rate, momentum)
            mu = short(momentum)
            out.append(
                f"v ← μ v {MINUS} η {slope} = {mu}·{bracketed(before)} {MINUS} {eta}·{bracketed(g)} = {short(after)}"
            )
            if optimizer == "momentum":
                out.append(f"{w} ← {w} + v = {short(old)} + {bracketed(after)} = {short(new)}")
            else:
                out.append(
                    f"{w} ← {w} + μ v {MINUS} η {slope} = {short(old)} + {mu}·{bracketed(after)} {MINUS}"
                    f" {eta}·{bracketed(g)} = {short(new)}"
                )
        else:
            mean, root = _moments(walk, k, i)
            out.append(f"{slope} = {short(g)},  m̂ = {short(mean)},  √v̂ = {short(root)}")
            out.append(
                f"{w} ← {w} {MINUS} η m̂/(√v̂ + ε) = {short(old)} {MINUS} {eta}·{bracketed(mean)}/{short(root)}"
                f" = {short(new)}"
            )
    return out


def _velocities(walk: Walk, k: int, i: int, rate: float, momentum: float) -> tuple[float, float]:
    """v before and after step k."""
    before = after = 0.0
    for g in walk.gradients[: k + 1, i].tolist():
        before, after = after, momentum * after - rate * g
    return before, after


def _moments(walk: Walk, k: int, i: int) -> tuple[float, float]:
    """Adam's corrected mean m̂ and root √v̂ + ε in step k."""
    mean = square = 0.0
    for g in walk.gradients[: k + 1, i].tolist():
        mean, square = BETA_1 * mean + (1 - BETA_1) * g, BETA_2 * square + (1 - BETA_2) * g * g
    t = k + 1
    return mean / (1 - BETA_1**t), math.sqrt(square / (1 - BETA_2**t)) + EPSILON



def symbol(training: Training, layer: int, neuron: int) -> str:
    """Return x₁, h₂ or y₁; features other than the coordinates as what they are."""
    if layer == 0:
        return _FEATURES.get(training.features[neuron], symbol_of(training.features[neuron]))
    return f"{'y' if layer == len(training.sizes) - 1 else 'h'}{subscript(neuron + 1)}"


_FEATURES = {
    "x1": "x₁", "x2": "x₂", "x1_squared": "x₁²", "x2_squared": "x₂²", "x1_x2": "x₁·x₂", "sin_x1": "sin x₁",
    "sin_x2": "sin x₂",
}
