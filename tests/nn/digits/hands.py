"""Digits as different hands write them: strokes on the pad, drawn by a seed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from neuroviz.nn.digits.pad import PAD

Point = tuple[float, float]


def _arc(cx: float, cy: float, rx: float, ry: float, start: float, stop: float, n: int = 14) -> list[Point]:
    """Part of an ellipse, degrees clockwise from the right."""
    return [(cx + rx * math.cos(math.radians(a)), cy + ry * math.sin(math.radians(a)))
            for a in np.linspace(start, stop, n)]


# Each digit in one or more ways of writing it: strokes in a box of 0.66 by 1, y down.
SHAPES: dict[int, list[list[list[Point]]]] = {
    0: [[_arc(.33, .5, .3, .48, -90, 270, 28)], [_arc(.33, .5, .24, .5, -60, 300, 28)]],
    1: [[[(.33, 0), (.33, 1)]], [[(.16, .2), (.36, 0), (.36, 1)]]],
    2: [[[*_arc(0.33, 0.28, 0.28, 0.28, -170, 40, 16), (0.03, 1), (0.63, 0.98)]],
        [[*_arc(0.33, 0.27, 0.27, 0.27, -160, 60), (0.06, 0.96), (0.2, 0.86), (0.4, 0.96), (0.64, 0.93)]]],
    3: [[_arc(.3, .25, .27, .25, -150, 90) + _arc(.3, .74, .31, .25, -90, 150)],
        [_arc(.3, .27, .25, .25, -140, 80) + _arc(.3, .75, .29, .26, -80, 140)]],
    4: [[[(.22, .02), (.03, .58), (.64, .56)], [(.5, .2), (.44, 1)]],
        [[(.12, .05), (.02, .5), (.25, .56), (.58, .48)], [(.6, .02), (.5, 1)]]],
    5: [[[(0.6, 0.02), (0.14, 0.02), (0.1, 0.44), *_arc(0.3, 0.7, 0.3, 0.29, -125, 150)]],
        [[(0.14, 0.03), (0.11, 0.42), *_arc(0.3, 0.69, 0.28, 0.29, -120, 140)], [(.14, .03), (.62, .02)]]],
    6: [[[(0.5, 0.02), (0.25, 0.25), (0.08, 0.6), *_arc(0.33, 0.73, 0.27, 0.26, 180, -180, 24)]],
        [_arc(.52, .62, .48, .6, -100, -180, 10) + _arc(.32, .75, .27, .25, 190, -170, 24)]],
    7: [[[(.03, .03), (.62, .02), (.28, 1)]], [[(.02, .06), (.3, .03), (.63, .05), (.42, .5), (.3, 1)]]],
    8: [[_arc(.33, .25, .24, .24, 80, -270, 22) + _arc(.33, .74, .29, .26, -90, 270, 26)],
        [[(0.55, 0.14), *_arc(0.34, 0.2, 0.2, 0.2, -40, -200, 12), (0.2, 0.34), (0.42, 0.55),
           *_arc(0.32, 0.76, 0.22, 0.24, -40, 200, 14), (0.2, 0.62), (0.42, 0.42), (0.55, 0.14)]]],
    9: [[[*_arc(0.32, 0.28, 0.27, 0.27, -20, -380, 24), (0.58, 0.3), (0.55, 0.65), (0.48, 1)]],
        [[*_arc(0.33, 0.28, 0.27, 0.26, 0, -360, 24), (0.6, 0.3), (0.56, 1)]]],
}


@dataclass(frozen=True)
class Hand:
    """How a hand writes: pen in units of the pad, size as a share of the pad's height, slant, place, tremble."""

    name: str
    pen: float
    size: float
    slant: float
    across: float
    down: float
    tremble: float
    wide: float


HANDS = (
    Hand("plain", 70, .7, 0, .5, .5, 0, 1), Hand("thin", 45, .7, 0, .5, .5, .004, 1),
    Hand("thick", 110, .75, 0, .5, .5, .004, 1), Hand("small", 60, .42, .05, .5, .5, .004, 1),
    Hand("left above", 60, .5, 0, .27, .3, .006, .95), Hand("right below", 70, .5, .1, .72, .72, .006, 1),
    Hand("slanted", 70, .7, .25, .5, .5, .006, 1), Hand("leaning back", 70, .7, -.12, .5, .5, .006, 1),
    Hand("trembling", 70, .72, .05, .5, .5, .016, 1), Hand("wide", 80, .7, .05, .5, .5, .006, 1.2),
    Hand("narrow", 65, .8, .1, .5, .5, .006, .8), Hand("large", 90, .9, 0, .5, .5, .008, 1),
)


def drawn(digit: int, hand: Hand, seed: int) -> list[list[int]]:
    """The strokes of a digit by a hand; another seed is another time."""
    rng = np.random.default_rng((seed, digit, sum(map(ord, hand.name))))
    shape = SHAPES[digit][int(rng.integers(len(SHAPES[digit])))]
    tall = hand.size * PAD
    strokes = []
    for stroke in shape:
        tremble = rng.normal(0, hand.tremble, (len(stroke), 2))
        places = []
        for (x, y), (tx, ty) in zip(stroke, tremble, strict=True):
            u = (x - .33) * hand.wide + hand.slant * (.5 - y) + tx
            places += [round(PAD * hand.across + tall * u), round(PAD * hand.down + tall * (y - .5 + ty))]
        strokes.append([min(PAD, max(0, place)) for place in places])
    return strokes


def all_drawn(seed: int) -> Iterator[tuple[int, Hand, list[list[int]]]]:
    """Every digit by every hand."""
    for hand in HANDS:
        for digit in range(10):
            yield digit, hand, drawn(digit, hand, seed)
