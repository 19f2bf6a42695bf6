"""From a pen's strokes to an image, in the way in which the images that a network has learnt from were made.

A stroke is a chain of points, its ink all that lies within the pen's radius of the chain. Places are whole numbers on a
pad of `PAD` by `PAD`, x to the right and y down.

*mnist*: the ink's box is scaled, as it is, so that its longer side measures 20 pixels; grey is the share of a pixel
that ink covers; then the image is moved by whole pixels until its centre of mass lies in the middle one of 28 by 28.
In every image of the set it lies between 14 and 15 pixels from the left and from the top: so it does here.

*optdigits*: the ink is scaled until it is 32 dots high, and to 20 dots where it is wider; its rows are moved
sideways until the first dots of the uppermost and the lowest stand in line, which takes the slant out of most hands;
its strokes are as thick as lets about `DOTS_OF_INK` of the 32 by 32 dots be black, for the set's own bitmaps had been
made equally thick; of each block of 4 by 4 dots the black ones are counted.

js/digits/pixels.js does the same in the browser, in the same order of the same operations, so that both get the same
numbers to the last bit: tests/js/test_pixels.py holds them together.

Sources: LeCun, Bottou, Bengio and Haffner 1998, section III.A; Garris et al. 1994 (NISTIR 5469), whose programs made
the bitmaps of the other set. What their papers leave open is measured on the images (tests/nn/digits/test_pad.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PAD = 1000
"""The pad's sides, in units of a stroke's places."""

SAMPLES = 8
"""Along each side of a pixel, ink is looked for at so many places."""

BOX, FIELD, MIDDLE = 20, 28, 14
DOTS, BLOCK, DOTS_OF_INK, WIDE = 32, 4, 312, 20
MOST_LEAN = 0.5
_LEAN_SEEN_AT = 4.0
_HALVINGS = 7

Stroke = Sequence[float]
"""x, y, x, y, ..."""

Grid = NDArray[np.float64]


def mnist_pixels(strokes: Sequence[Stroke], width: float) -> NDArray[np.uint8]:
    """Return the image of strokes by a pen of this width: (784,) grey levels from 0 to 255; all 0 without strokes."""
    image = np.zeros((FIELD, FIELD), np.int64)
    if strokes:
        radius = width / 2
        left, top, right, bottom = _box(strokes)
        x, y = left - radius, top - radius
        step = max(right - left + width, bottom - top + width) / (BOX * SAMPLES)
        inked = _inked(strokes, radius, x, y, step, BOX * SAMPLES)
        counts = inked.reshape(BOX, SAMPLES, BOX, SAMPLES).sum(axis=(1, 3), dtype=np.int64)
        _place(image, counts)
    # Halves go up, as in the browser.
    levels: NDArray[np.uint8] = np.floor(image * 255 / SAMPLES**2 + 0.5).astype(np.uint8).reshape(-1)
    return levels


def optdigits_pixels(strokes: Sequence[Stroke], width: float) -> NDArray[np.uint8]:
    """Return the image of strokes: (64,) counts from 0 to 16. The pen's width plays no part: see above."""
    if not strokes:
        return np.zeros(64, np.uint8)
    lean = _lean(_bitmap(strokes, _LEAN_SEEN_AT, 0.0))
    low, high = 1.0, float(WIDE)
    for _ in range(_HALVINGS):
        thick = (low + high) / 2
        if _bitmap(strokes, thick, lean).sum() < DOTS_OF_INK:
            low = thick
        else:
            high = thick
    dots = _bitmap(strokes, high, lean)
    blocks: NDArray[np.uint8] = dots.reshape(8, BLOCK, 8, BLOCK).sum(axis=(1, 3)).astype(np.uint8).reshape(-1)
    return blocks


PIXELS = {"mnist": mnist_pixels, "optdigits": optdigits_pixels}
"""Name of a set -> what makes its images of (strokes, width)."""


def _box(strokes: Sequence[Stroke]) -> tuple[float, float, float, float]:
    xs = [x for stroke in strokes for x in stroke[::2]]
    ys = [y for stroke in strokes for y in stroke[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _bitmap(strokes: Sequence[Stroke], thick: float, lean: float) -> NDArray[np.bool_]:
    """32 by 32 dots with strokes `thick` dots wide: as high as all dots, not wider than `WIDE`, and then put upright:
    moved to the side by `lean` dots for each dot down."""
    left, top, right, bottom = _box(strokes)
    tall, wide = max(bottom - top, 1), max(right - left, 1)
    down = (DOTS - thick) / tall
    across = min(down, max(WIDE - thick, 1.0) / wide)
    middle, half = (left + right) / 2, (top + bottom) / 2
    chains = []
    for stroke in strokes:
        ys = [(y - half) * down for y in stroke[1::2]]
        xs = [(x - middle) * across + lean * y for x, y in zip(stroke[::2], ys, strict=True)]
        chains.append([place for point in zip(xs, ys, strict=True) for place in point])
    shift = (min(min(chain[::2]) for chain in chains) + max(max(chain[::2]) for chain in chains)) / 2
    return _inked(chains, thick / 2, shift - DOTS / 2, -DOTS / 2, 1.0, DOTS)


def _lean(dots: NDArray[np.bool_]) -> float:
    """By how much each row is to be moved so that the first dots of the uppermost and the lowest row stand in line."""
    rows = np.flatnonzero(dots.any(axis=1))
    if not len(rows) or rows[0] == rows[-1]:
        return 0.0
    first, last = int(dots[rows[0]].argmax()), int(dots[rows[-1]].argmax())
    return min(MOST_LEAN, max(-MOST_LEAN, (first - last) / int(rows[-1] - rows[0])))


def _place(image: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Put counts into the image so that their centre of mass lies in its middle pixel; what lies outside is cut."""
    total = int(counts.sum())
    if not total:
        return
    twice = 2 * np.arange(BOX) + 1
    across, down = int((counts.sum(axis=0) * twice).sum()), int((counts.sum(axis=1) * twice).sum())
    # The least whole number of pixels after which the centre is not before the middle: ceil(14 - centre).
    right, lower = (-((moment - 2 * MIDDLE * total) // (2 * total)) for moment in (across, down))
    for row in range(BOX):
        for column in range(BOX):
            if 0 <= row + lower < FIELD and 0 <= column + right < FIELD:
                image[row + lower, column + right] = counts[row, column]


def _inked(
    strokes: Sequence[Stroke], radius: float, x: float, y: float, step: float, count: int,
) -> NDArray[np.bool_]:
    """Whether ink lies at the middle of each of count × count squares with sides of `step`, the first one's corner at
    (x, y)."""
    ink = np.zeros((count, count), np.bool_)
    across, down = x + (np.arange(count) + 0.5) * step, y + (np.arange(count) + 0.5) * step
    reach = radius * radius
    for stroke in strokes:
        points = list(zip(stroke[::2], stroke[1::2], strict=True))
        for (ax, ay), (bx, by) in zip(points, points[1:] or points, strict=False):
            columns = slice(*np.searchsorted(across, [min(ax, bx) - radius, max(ax, bx) + radius + step]))
            rows = slice(*np.searchsorted(down, [min(ay, by) - radius, max(ay, by) + radius + step]))
            dx, dy = float(bx - ax), float(by - ay)
            length = dx * dx + dy * dy
            u, v = across[columns][None, :] - ax, down[rows][:, None] - ay
            along = np.clip((u * dx + v * dy) / length, 0.0, 1.0) if length else np.zeros((1, 1))
            off_x, off_y = u - along * dx, v - along * dy
            ink[rows, columns] |= off_x * off_x + off_y * off_y <= reach
    return ink
