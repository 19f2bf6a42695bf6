"""The same digits in other hands: turned, slanted, larger or smaller, moved, thicker or thinner.

A network that learns from thousands of images, each a little different each time, cannot learn them by heart, and it
meets hands that the images themselves do not have. Every epoch draws its own variations, from (seed, epoch).

Source: Simard, Steinkraus and Platt 2003 (affine distortions of MNIST).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Variation:
    """How far images are varied, each by an amount drawn evenly from minus this to this.

    turn       degrees
    slant      pixels to the side for each pixel up
    size       share of the size
    width      share of the width alone
    shift      pixels, in each direction
    thickness  1: as thick as the neighbours make it, or as thin
    """

    turn: float
    slant: float
    size: float
    width: float
    shift: float
    thickness: float


def varied(images: Array, how: Variation, rng: np.random.Generator) -> Array:
    """Return images (n, side²) from 0 to 1, each varied in its own way; the same shape and range."""
    count, side = len(images), round(images.shape[1] ** 0.5)
    turn, slant, size, width, across, down, thickness = (
        reach * rng.uniform(-1.0, 1.0, count)
        for reach in (
            np.radians(how.turn), how.slant, how.size, how.width, how.shift, how.shift, how.thickness,
        )
    )
    out = np.empty_like(images)
    # A part at a time: what is computed on the way stays near the processor.
    for start in range(0, count, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        thick = _thickened(images[part].reshape(-1, side, side), thickness[part])
        out[part] = _moved(
            thick, turn[part], slant[part], 1.0 + size[part], 1.0 + width[part], across[part], down[part],
        )
    return out


def _moved(
    images: Array, turn: Array, slant: Array, scale: Array, wide: Array, across: Array, down: Array,
) -> Array:
    """Images (n, side, side) by other axes, (n, side²)."""
    side = images.shape[1]
    middle = (side - 1) / 2
    y, x = np.divmod(np.arange(side * side), side)
    u, v = x - middle, y - middle
    cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
    # Where each pixel of the new image lies in the old one, (n, side²).
    from_x = ((cos * wide)[:, None] * u + (sin + slant)[:, None] * v) + (middle + across)[:, None]
    from_y = ((-sin * wide)[:, None] * u + cos[:, None] * v) + (middle + down)[:, None]
    return _between(images, from_x, from_y)


def _thickened(images: Array, by: Array) -> Array:
    """Part of the way to the largest of each pixel's neighbours (by > 0), or to the smallest."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    side = images.shape[1]
    parts = [padded[:, 1 + i:1 + i + side, 1 + j:1 + j + side] for i, j in ((-1, 0), (1, 0), (0, -1), (0, 1))]
    largest, smallest = np.maximum.reduce([images, *parts]), np.minimum.reduce([images, *parts])
    share = by[:, None, None]
    thicker, thinner = images + share * (largest - images), images - share * (smallest - images)
    return np.asarray(np.where(share > 0, thicker, thinner))


def _between(images: Array, x: Array, y: Array) -> Array:
    """Return the images' values at places between their pixels, in straight lines; 0 outside."""
    count, side = images.shape[:2]
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    wide = side + 2
    flat = padded.reshape(-1)
    x, y = np.clip(x + 1, 0, side + 1 - 1e-9), np.clip(y + 1, 0, side + 1 - 1e-9)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, below = x - left, y - top
    at = (np.arange(count) * wide * wide)[:, None] + top * wide + left
    upper = flat[at] * (1 - right) + flat[at + 1] * right
    lower = flat[at + wide] * (1 - right) + flat[at + wide + 1] * right
    return np.asarray(upper * (1 - below) + lower * below)
