"""Fewer points for the same lines: a simulation has more of them than a screen has pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Number = TypeVar("Number", bound=np.generic)

_FLAT = 0.2
"""Share of the points that go to where nothing bends, so that no stretch is without any."""


def sampled_instants(lines: Sequence[Array], points: int) -> NDArray[np.intp]:
    """Return indices of about `points` of n evenly spaced instants, the same for all `lines` (each (n,)).

    A straight piece of length h misses a curve by h² |y''| / 8, so the error is spread evenly where the density of
    points goes with the square root of |y''| (de Boor's equidistribution, 1973). Each line counts by its own height;
    the one that bends most decides. First, last, and both sides of a jump are always kept.
    """
    n = len(lines[0])
    if n <= points:
        return np.arange(n)
    density = np.zeros(n)
    for line in lines:
        height = float(np.ptp(line))
        if height > 0.0:
            bend = np.zeros(n)
            bend[1:-1] = np.abs(np.diff(line, 2)) / height
            density = np.maximum(density, np.sqrt(bend))
    total = float(density.sum())
    density = density / total if total > 0.0 else density
    density += _FLAT / n
    walked = np.cumsum(density)
    wanted = np.linspace(walked[0], walked[-1], points)
    return np.unique(np.concatenate(([0, n - 1], np.searchsorted(walked, wanted).clip(0, n - 1))))


def thinned(values: NDArray[Number], most: int) -> NDArray[Number]:
    """Return at most `most` of a row of values, evenly from first to last: every second, every third and so on."""
    step = -(-len(values) // most)
    return values if step <= 1 else values[::step]
