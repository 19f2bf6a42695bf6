r"""Optimisers: how far to step once the gradient is known, and learning-rate schedules: how that changes with time.

Plain gradient descent goes straight downhill, θ ← θ − η g, and pays for it in narrow valleys: it swings from wall to
wall. Momentum lets a ball roll: the swings cancel, the way along the valley adds up. Nesterov looks ahead to where the
ball is going. Adam gives each parameter its own step, of about η, whatever the size of its gradient.

All parameters lie in one vector θ, so one rule moves them all at once. Steps work in place: training takes tens of
thousands of them.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 8.3-8.5; Sutskever et al. 2013 (Nesterov, in the form
of its eq. 7 of Bengio et al. 2013 that needs the gradient only at θ); Kingma and Ba 2015 (Adam, algorithm 1);
Loshchilov and Hutter 2017 (cosine, without restarts).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Slots = tuple[Array, ...]

MOMENTUM = 0.9
"""Default share of the velocity that is kept from one step to the next."""
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
"""Adam's constants, as its paper recommends them."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One rule for a step.

    slots     number of vectors of the size of θ that it keeps between steps; all start at 0
    step      (theta, gradient, slots, scratch, learning_rate, momentum, t): changes theta and slots in place. scratch
              is a vector whose content does not matter, t counts the steps from 1.
    momentum  whether the momentum coefficient matters
    latex     the rule
    """

    name: str
    slots: int
    step: Callable[[Array, Array, Slots, Array, float, float, int], None]
    momentum: bool
    latex: str

    def fresh(self, size: int) -> Slots:
        """Return the vectors before the first step, for a θ of this size."""
        return tuple(np.zeros(size) for _ in range(self.slots))


def _sgd(theta: Array, g: Array, slots: Slots, scratch: Array, rate: float, momentum: float, t: int) -> None:
    np.multiply(g, rate, out=scratch)
    np.subtract(theta, scratch, out=theta)


def _momentum(theta: Array, g: Array, slots: Slots, scratch: Array, rate: float, momentum: float, t: int) -> None:
    (velocity,) = slots
    velocity *= momentum
    np.multiply(g, rate, out=scratch)
    velocity -= scratch
    theta += velocity


def _nesterov(theta: Array, g: Array, slots: Slots, scratch: Array, rate: float, momentum: float, t: int) -> None:
    (velocity,) = slots
    velocity *= momentum
    np.multiply(g, rate, out=scratch)
    velocity -= scratch
    theta -= scratch
    np.multiply(velocity, momentum, out=scratch)
    theta += scratch


def _adam(theta: Array, g: Array, slots: Slots, scratch: Array, rate: float, momentum: float, t: int) -> None:
    mean, square = slots
    mean *= BETA_1
    np.multiply(g, 1.0 - BETA_1, out=scratch)
    mean += scratch
    square *= BETA_2
    np.multiply(g, g, out=scratch)
    scratch *= 1.0 - BETA_2
    square += scratch
    # θ ← θ − η m̂ / (√v̂ + ε), with √v̂ = √(v / (1 − β₂ᵗ)) and m̂ = m / (1 − β₁ᵗ).
    np.multiply(square, 1.0 / (1.0 - BETA_2**t), out=scratch)
    np.sqrt(scratch, out=scratch)
    scratch += EPSILON
    np.divide(mean, scratch, out=scratch)
    scratch *= rate / (1.0 - BETA_1**t)
    theta -= scratch


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType({
    record.name: record
    for record in (
        Optimizer("sgd", 0, _sgd, False, r"\theta \leftarrow \theta - \eta\, g"),
        Optimizer("momentum", 1, _momentum, True, r"v \leftarrow \mu v - \eta\, g,\quad \theta \leftarrow \theta + v"),
        Optimizer(
            "nesterov", 1, _nesterov, True,
            r"v \leftarrow \mu v - \eta\, g,\quad \theta \leftarrow \theta + \mu v - \eta\, g",
        ),
        Optimizer(
            "adam", 2, _adam, False,
            r"m \leftarrow \beta_1 m + (1 - \beta_1) g,\quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2,\quad"
            r" \theta \leftarrow \theta - \eta\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        ),
    )
})


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the learning rate changes during training.

    factor   (progress) -> factor of η, 0 to 1; progress is epoch / epochs, from 0 to 1
    latex    the factor, with p for progress
    """

    name: str
    factor: Callable[[float], float]
    latex: str


STEPS = 4
"""Phases of the step schedule; the rate is halved STEPS − 1 times."""
DECADES = 2.0
"""The exponential schedule ends at 10^−DECADES of the rate."""


def _constant(progress: float) -> float:
    return 1.0


def _step(progress: float) -> float:
    return math.pow(0.5, min(STEPS - 1, math.floor(STEPS * progress)))


def _exponential(progress: float) -> float:
    return math.pow(10.0, -DECADES * progress)


def _cosine(progress: float) -> float:
    return 0.5 * (1.0 + math.cos(math.pi * progress))


SCHEDULES: Mapping[str, Schedule] = MappingProxyType({
    record.name: record
    for record in (
        Schedule("constant", _constant, "1"),
        Schedule("step", _step, r"2^{-\lfloor 4p \rfloor}"),
        Schedule("exponential", _exponential, r"10^{-2p}"),
        Schedule("cosine", _cosine, r"\tfrac12 (1 + \cos \pi p)"),
    )
})


def learning_rate(rate: float, schedule: str, epoch: int, epochs: int) -> float:
    """Return η during the epoch after `epoch` finished ones, of `epochs` in all; after the last it is constant."""
    return rate * SCHEDULES[schedule].factor(min(1.0, epoch / max(1, epochs)))
