"""What a stroke becomes in the browser is what it becomes in Python, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.nn.digits.pad import PAD, PIXELS
from tests.js.test_live import node
from tests.nn.digits.hands import all_drawn


def drawings() -> list[tuple[list[list[int]], float]]:
    """Digits by every hand, and scribbles: dots, lines along an edge, strokes of one point, strokes on each other."""
    rng = np.random.default_rng(5)
    scribbles = [
        [rng.integers(0, PAD + 1, 2 * int(rng.integers(1, 12))).tolist() for _ in range(int(rng.integers(1, 5)))]
        for _ in range(60)
    ]
    odd = [[], [[500, 500]], [[0, 0, 0, 0]], [[0, 500, 1000, 500]], [[500, 0, 500, 1000]], [[0, 0], [1000, 1000]],
           [[0, 0, 1000, 1000], [0, 0, 1000, 1000]], [[1000, 0, 1000, 1000]]]
    return [
        *((strokes, hand.pen) for _, hand, strokes in all_drawn(9)),
        *((strokes, float(rng.integers(20, 200))) for strokes in [*scribbles, *odd]),
    ]


@pytest.mark.parametrize("name", PIXELS)
def test_a_drawing_has_the_same_pixels_on_both_sides(name: str) -> None:
    given = drawings()
    found = node(
        'import {PIXELS} from "./neuroviz/ui/live_plot/js/digits/pixels.js"',
        f'given.map(([strokes, width]) => PIXELS["{name}"](strokes, width))', given)
    for (strokes, width), pixels in zip(given, found, strict=True):
        assert pixels == PIXELS[name](strokes, width).tolist(), (strokes, width)
