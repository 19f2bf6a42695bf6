"""The loss surface of the training page's network over one or two of its parameters, and walks on it.

All other parameters are constant, with their values before or after training. Every function here is pure, and its
last few results are cached, because a visitor who drags one thing leaves the rest alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.descent import RATES
from neuroviz.document.settings.training import Training, as_learnt, data_of, network_of, settings_of
from neuroviz.lab.learning_rates import Wish, find_rates
from neuroviz.lab.training_run import TrainingRun
from neuroviz.nn.datasets import network_inputs, network_targets
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import pack, with_parameters
from neuroviz.nn.surface import Parameter, Walk, descend, loss_surface
from neuroviz.nn.training import train

Array = NDArray[np.float64]

MOST_EPOCHS = 300
"""Most epochs for which the network is trained before its surface is drawn."""
_SEARCHED = RATES[::2]
_BUDGET = 4_000_000
_FINEST, _COARSEST = 57, 25
_CURVE_POINTS = 241


@dataclass(frozen=True, eq=False)
class Ground:
    """The surface.

    training, trained   the network, and whether it is trained
    parameters, centre  the one or two parameters, and their values in the network
    axes, heights       values of each parameter, (m,); the loss, (m,) or (m₂, m₁)
    """

    training: Training
    trained: bool
    parameters: tuple[Parameter, ...]
    centre: tuple[float, ...]
    axes: tuple[Array, ...]
    heights: Array

    @property
    def floor(self) -> float:
        """Lowest finite loss of the surface."""
        finite = self.heights[np.isfinite(self.heights)]
        return float(finite.min()) if finite.size else 0.0

    @property
    def flat(self) -> bool:
        """Whether the loss is the same everywhere, so that nothing leads downhill."""
        finite = self.heights[np.isfinite(self.heights)]
        return bool(finite.size) and float(np.ptp(finite)) <= 1e-12 * max(1.0, float(np.abs(finite).max()))


@computed_once(8)
def base_network(training: Training, trained: bool) -> tuple[Network, Array, Array]:
    """Return the network, and its inputs and targets for the training points. Cached."""
    network, data, settings = network_of(training), data_of(training), settings_of(training)
    if trained and training.turns:
        run = TrainingRun(as_learnt(training))
        while run.state == "running" and run.epoch < MOST_EPOCHS:
            run.epochs(1)
        network = run.network(len(run.frames) - 1)
    elif trained:
        *_, last = (record for record in train(network, data, settings) if record.epoch <= MOST_EPOCHS)
        network = with_parameters(network, last.state.parameters)
    x = network_inputs(data.train.x, settings.features)
    y = network_targets(data.train, network.sizes[-1], network.activations[-1])
    return network, x, y


@computed_once(16)
def ground(training: Training, trained: bool, parameters: tuple[Parameter, ...], reach: float) -> Ground:
    """Return the loss of all training points, penalty included, around the network's own values. Cached."""
    network, x, y = base_network(training, trained)
    theta = pack(network)
    centre = tuple(round(float(theta[p.index(network)]), 2) for p in parameters)
    points = _CURVE_POINTS if len(parameters) == 1 else min(
        _FINEST, max(_COARSEST, int(math.sqrt(_BUDGET / (len(x) * sum(network.sizes[1:])))))
    )
    axes = tuple(np.linspace(value - reach, value + reach, points) for value in centre)
    heights = loss_surface(
        network, x, y, settings_of(training).loss, parameters, axes, l1=training.l1, l2=training.l2,
    )
    return Ground(training, trained, parameters, centre, axes, heights)


@computed_once(256)
def walk(
    training: Training, trained: bool, parameters: tuple[Parameter, ...], start: tuple[float, ...], optimizer: str,
    rate: float, steps: int,
) -> Walk:
    """Walk `steps` steps from `start` with the gradient of all training points. Cached."""
    network, x, y = base_network(training, trained)
    return descend(
        network, x, y, settings_of(training).loss, parameters, start, optimizer=optimizer, rate=rate, steps=steps,
        momentum=training.momentum, l1=training.l1, l2=training.l2,
    )


@computed_once(32)
def wished_rates(
    training: Training, trained: bool, parameters: tuple[Parameter, ...], start: tuple[float, ...], optimizer: str,
    steps: int, floor: float,
) -> Mapping[Wish, float]:
    """Return learning rates that are too small, right, ... from this start, tried with every second of `RATES`.

    floor   the lowest loss in the picture
    """
    return find_rates(
        lambda rate: walk(training, trained, parameters, start, optimizer, rate, steps), _SEARCHED, floor,
    )


def high_start(place: Ground) -> tuple[float, ...]:
    """Return the default start: the highest of the places 0.6 of the way from the centre to the border."""
    best, height = place.centre, -math.inf
    for signs in np.ndindex(*(2,) * len(place.axes)):
        index = tuple(round((0.2 + 0.6 * s) * (len(axis) - 1)) for s, axis in zip(signs, place.axes, strict=True))
        value = float(place.heights[tuple(reversed(index))])
        if math.isfinite(value) and value > height:
            best = tuple(round(float(axis[i]), 2) for axis, i in zip(place.axes, index, strict=True))
            height = value
    return best


def all_parameters(training: Training) -> list[Parameter]:
    """Return all parameters of the network, layer by layer: each neuron's weights and then its bias."""
    sizes = training.sizes
    return [
        Parameter(layer, neuron, source)
        for layer in range(1, len(sizes)) for neuron in range(sizes[layer])
        for source in (*range(sizes[layer - 1]), None)
    ]
