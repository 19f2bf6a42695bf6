"""The ground that a descent walks on: the learning network's loss over one or two of its numbers.

All other numbers of the network stay as they are: as drawn at first, or as training leaves them. Every function here is
pure, and remembers its last few results because a visitor who drags one thing leaves the rest alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.descent import RATES
from neuroviz.document.settings.training import Learning, data_of, network_of, settings_of
from neuroviz.lab.learning_rates import Wish, find_rates
from neuroviz.nn.datasets import network_inputs, network_targets
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import pack, with_parameters
from neuroviz.nn.surface import Descent, Parameter, descend, loss_surface
from neuroviz.nn.training import train

Array = NDArray[np.float64]

MOST_EPOCHS = 300
"""So long is the network trained, at most, before its surface is drawn."""
_SEARCHED = RATES[::2]
_BUDGET = 4_000_000
_FINEST, _COARSEST = 57, 25
_CURVE_POINTS = 241


@dataclass(frozen=True, eq=False)
class Ground:
    """parameters: one or two; centre: their values in the network; axes: (m,) each; heights: (m,) or (m₂, m₁)."""

    learning: Learning
    trained: bool
    parameters: tuple[Parameter, ...]
    centre: tuple[float, ...]
    axes: tuple[Array, ...]
    heights: Array

    @property
    def floor(self) -> float:
        """The lowest loss in the picture."""
        finite = self.heights[np.isfinite(self.heights)]
        return float(finite.min()) if finite.size else 0.0

    @property
    def flat(self) -> bool:
        """Whether the one or two numbers make no difference at all: nothing leads downhill."""
        finite = self.heights[np.isfinite(self.heights)]
        return bool(finite.size) and float(np.ptp(finite)) <= 1e-12 * max(1.0, float(np.abs(finite).max()))


@computed_once(8)
def base(learning: Learning, trained: bool) -> tuple[Network, Array, Array]:
    """The network, and the training points as it is given them: inputs and targets."""
    network, data, settings = network_of(learning), data_of(learning), settings_of(learning)
    if trained:
        *_, last = (record for record in train(network, data, settings) if record.epoch <= MOST_EPOCHS)
        network = with_parameters(network, last.state.parameters)
    x = network_inputs(data.train.x, settings.features)
    y = network_targets(data.train, network.sizes[-1], network.activations[-1])
    return network, x, y


@computed_once(16)
def ground(learning: Learning, trained: bool, parameters: tuple[Parameter, ...], reach: float) -> Ground:
    """The true loss of all training points, penalty included, around the network's own values."""
    network, x, y = base(learning, trained)
    theta = pack(network)
    centre = tuple(round(float(theta[p.index(network)]), 2) for p in parameters)
    points = _CURVE_POINTS if len(parameters) == 1 else min(
        _FINEST, max(_COARSEST, int(math.sqrt(_BUDGET / (len(x) * sum(network.sizes[1:])))))
    )
    axes = tuple(np.linspace(value - reach, value + reach, points) for value in centre)
    heights = loss_surface(
        network, x, y, settings_of(learning).loss, parameters, axes, l1=learning.l1, l2=learning.l2,
    )
    return Ground(learning, trained, parameters, centre, axes, heights)


@computed_once(256)
def walk(
    learning: Learning, trained: bool, parameters: tuple[Parameter, ...], start: tuple[float, ...], optimizer: str,
    rate: float, steps: int,
) -> Descent:
    """So many steps from `start` by the slope of all training points."""
    network, x, y = base(learning, trained)
    return descend(
        network, x, y, settings_of(learning).loss, parameters, start, optimizer=optimizer, rate=rate, steps=steps,
        momentum=learning.momentum, l1=learning.l1, l2=learning.l2,
    )


@computed_once(32)
def rates(
    learning: Learning, trained: bool, parameters: tuple[Parameter, ...], start: tuple[float, ...], optimizer: str,
    steps: int, floor: float,
) -> Mapping[Wish, float]:
    """Learning rates that are too small, right, ... from this start, found by walking with every second of `RATES`.

    floor   the lowest loss in the picture
    """
    return find_rates(
        lambda rate: walk(learning, trained, parameters, start, optimizer, rate, steps), _SEARCHED, floor,
    )


def uphill(place: Ground) -> tuple[float, ...]:
    """Where to start, until the visitor chooses: the highest of the places 0.6 of the way out."""
    best, height = place.centre, -math.inf
    for signs in np.ndindex(*(2,) * len(place.axes)):
        index = tuple(round((0.2 + 0.6 * s) * (len(axis) - 1)) for s, axis in zip(signs, place.axes, strict=True))
        value = float(place.heights[tuple(reversed(index))])
        if math.isfinite(value) and value > height:
            best = tuple(round(float(axis[i]), 2) for axis, i in zip(place.axes, index, strict=True))
            height = value
    return best


def all_parameters(learning: Learning) -> list[Parameter]:
    """Every weight and bias of the learning network: layer by layer, a neuron's weights and then its bias."""
    sizes = learning.sizes
    return [
        Parameter(layer, neuron, source)
        for layer in range(1, len(sizes)) for neuron in range(sizes[layer])
        for source in (*range(sizes[layer - 1]), None)
    ]
