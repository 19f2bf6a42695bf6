"""The ground of a walk as hills: what the browser needs to draw the loss over two weights in three dimensions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.lab.loss_landscape import Ground
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.viz.palette import ON_DARK, Palette, mix

LEVELS = 14
"""Contour lines from the lowest ground to the highest, on the map and on the hills."""

CELLS = 44
"""Of the hills along each side, at most: more than a slope needs, and few enough to be drawn in each frame."""

_LOG_FROM = 20.0
_DASHES = {"sgd": [], "momentum": [8, 4], "nesterov": [2, 3], "adam": [8, 3, 2, 3]}
_CORNERS = {"sgd": 0, "momentum": 4, "nesterov": -4, "adam": 3}


def color(optimizer: str, palette: Palette) -> str:
    """Return the colour of an optimiser's walk."""
    return dict(zip(OPTIMIZERS, palette.series, strict=True))[optimizer]


def by_logarithm(low: float, high: float) -> bool:
    """Return whether heights from `low` to `high` differ by so much that their logarithm is drawn."""
    return low > 0.0 and high / low > _LOG_FROM


def levels(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Heights as they are drawn, from 0 at the lowest ground to 1 at the highest; what is not finite stands at 1."""
    finite = heights[np.isfinite(heights)]
    if not finite.size:
        return np.ones_like(heights)
    low, high = float(finite.min()), float(finite.max())
    if high <= low:
        return np.where(np.isfinite(heights), 0.0, 1.0)
    kept = np.where(np.isfinite(heights), heights, high)
    if by_logarithm(low, high):
        kept, low, high = np.log10(kept), math.log10(low), math.log10(high)
    shares: NDArray[np.float64] = (kept - low) / (high - low)
    return shares


def hills(
    place: Ground, paths: Sequence[Mapping[str, Any]], optimizers: Sequence[str], palette: Palette,
) -> dict[str, Any]:
    """Return the ground and the walks on it, in a square from −1 to 1.

    paths       x and y of each walk's points
    optimizers  whose walk each is
    """
    across, up = place.axes[0], place.axes[1]
    rows, columns = (np.linspace(0, len(axis) - 1, min(len(axis), CELLS + 1)).round().astype(int)
                     for axis in (up, across))
    side = min(len(rows), len(columns))
    z = levels(place.heights)[np.ix_(rows[:side], columns[:side])]

    def inside(values: Sequence[float], axis: NDArray[np.float64]) -> list[float]:
        low, high = float(axis[0]), float(axis[-1])
        return [round(2.0 * (value - low) / (high - low) - 1.0, 4) for value in values]

    return {
        "z": [[round(value, 3) for value in row] for row in z.tolist()], "steps": LEVELS,
        "low": mix(palette.zero, palette.muted, 0.04), "high": mix(palette.zero, palette.muted, 0.9),
        "line": mix(palette.muted, palette.ink, 0.3), "paper": palette.paper, "shine": ON_DARK,
        "paths": [
            {"x": inside(path["x"], across), "y": inside(path["y"], up), "color": color(name, palette),
             "dash": _DASHES[name], "corners": _CORNERS[name]}
            for name, path in zip(optimizers, paths, strict=True)
        ],
    }
