"""Dreaming: the image that excites a neuron most.

    maximise  z(x) − λ/2 Σ x² − μ/2 Σ (x − its neighbour)²,   0 <= x <= 1

by projected gradient ascent: a step uphill, then every pixel back into its bounds. λ asks for little ink, μ for smooth
pictures; without them whatever raises z a little is inked, and the image looks like noise. A step that does not climb
is tried again half as long, one that does is followed by a longer one: so the objective never falls.

Sources: Erhan et al. 2009 (activation maximisation); Simonyan, Vedaldi and Zisserman 2014, section 2 (with λ);
Bertsekas 1976 (the step's length: the Armijo rule along the projection arc).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.giving_way import give_way
from neuroviz.nn.lenses.question import NeuronQuestion, input_gradient
from neuroviz.nn.network import Network, forward

Array = NDArray[np.float64]

_LONGER, _SHORTER, _CLIMB = 2.0, 0.5, 0.1
_SHORTEST = 1e-9


@dataclass(frozen=True, eq=False)
class Dream:
    """images: (steps + 1, n), the first is the start; scores: z of each; heights: the objective of each."""

    images: Array
    scores: Array
    heights: Array


@dataclass(frozen=True, slots=True)
class Hill:
    """The objective.

    shrink, smooth   λ and μ
    """

    network: Network
    question: NeuronQuestion
    shrink: float
    smooth: float

    def height(self, x: Array) -> float:
        """Return the objective of an image, (n,)."""
        image = _square(x)
        rough = float(np.square(np.diff(image, axis=0)).sum() + np.square(np.diff(image, axis=1)).sum())
        return self.score(x) - 0.5 * self.shrink * float(x @ x) - 0.5 * self.smooth * rough

    def score(self, x: Array) -> float:
        """Return what is asked for of an image."""
        return float(self.question.value(forward(self.network, x)))

    def slope(self, x: Array) -> Array:
        """Return the objective's gradient, (n,)."""
        uphill = input_gradient(self.network, x, self.question)
        return uphill - self.shrink * x - self.smooth * _roughness_slope(_square(x))


def dream(hill: Hill, start: Array, steps: int) -> Dream:
    """Climb from `start`, (n,) within 0 to 1; where nothing climbs any more, the last image stays."""
    x = np.array(start, dtype=np.float64)
    images, scores, heights = [x], [hill.score(x)], [hill.height(x)]
    length = 1.0
    for _ in range(steps):
        give_way()
        slope = hill.slope(x)
        while length > _SHORTEST:
            tried = np.clip(x + length * slope, 0.0, 1.0)
            gained = hill.height(tried) - heights[-1]
            if gained >= _CLIMB * float(slope @ (tried - x)):
                break
            length *= _SHORTER
        else:
            # At the top, as far as numbers go.
            tried, length = x, 1.0
        x = tried
        length = min(length * _LONGER, 1e6)
        images.append(x)
        scores.append(hill.score(x))
        heights.append(hill.height(x))
    return Dream(np.array(images), np.array(scores), np.array(heights))


def _square(x: Array) -> Array:
    side = round(len(x) ** 0.5)
    return x.reshape(side, side)


def _roughness_slope(image: Array) -> Array:
    """Return the gradient of ½ Σ (x − its neighbour)², (n,)."""
    slope = np.zeros_like(image)
    down, across = np.diff(image, axis=0), np.diff(image, axis=1)
    slope[1:] += down
    slope[:-1] -= down
    slope[:, 1:] += across
    slope[:, :-1] -= across
    return slope.reshape(-1)
