"""How alike two pictures are: Spearman's rank correlation of their pixels.

Adebayo et al. 2018 compare saliency maps in this way, once with their signs and once without: what the eye takes in
first is where a map is strong, and that may stay the same where every sign is another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Rank correlations, −1 to 1; NaN where a picture is the same everywhere.

    signed    of the values
    strength  of their sizes
    """

    signed: float
    strength: float


def likeness(one: Array, other: Array) -> Likeness:
    """Return how alike two pictures of the same shape are."""
    return Likeness(rank_correlation(one, other), rank_correlation(np.abs(one), np.abs(other)))


def rank_correlation(one: Array, other: Array) -> float:
    """Return Spearman's ρ of two arrays of the same size; equal values share their mean rank."""
    a, b = ranks(np.ravel(one)), ranks(np.ravel(other))
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / spread if spread else float("nan")


def ranks(values: Array) -> Array:
    """Return the place of each value among all, from 1; equal values share the mean of their places."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[which])
