"""The loss as a landscape, and the way down.

A loss is a function of all weights. Hold all but two of them still and it is a surface that can be drawn: valleys where
the network is right, plains where neurons are saturated and no slope says where to go, ridges where ReLUs switch. A
descent is a walk on it that knows only the slope underfoot.

The surface is the true one of the network at hand: each point of the grid is a forward pass over all the data. What
lies before the first of the two weights is computed once, and the whole grid goes through the rest together.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 4.3, 8.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.nn.activations import ACTIVATIONS
from neuroviz.nn.backward import backward, penalty
from neuroviz.nn.losses import example_losses
from neuroviz.nn.network import Network, forward
from neuroviz.nn.optimizers import MOMENTUM, OPTIMIZERS, learning_rate
from neuroviz.nn.parameters import Layout, pack, with_parameters

Array = NDArray[np.float64]

MAX_NUMBERS = 500_000
"""Numbers of one layer that are computed at once; a larger grid is computed in parts, which fit into the cache."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a network: layer >= 1, the neuron, and the source of the weight, or None for the bias."""

    layer: int
    neuron: int
    source: int | None = None

    def index(self, network: Network) -> int:
        """Return its place in θ. Raises IndexError if the network has no such parameter."""
        return Layout(network.sizes).index(self.layer, self.neuron, self.source)


def loss_surface(
    network: Network, x: ArrayLike, y: ArrayLike, loss: str, parameters: Sequence[Parameter],
    axes: Sequence[ArrayLike], *, l1: float = 0.0, l2: float = 0.0,
) -> Array:
    """Return the mean loss plus penalty for every combination of values of one or two parameters.

    x, y    (batch, n_in) and (batch, n_out)
    loss    a name of `LOSSES`
    axes    the values of each parameter, (m,) each
    l1, l2  λ₁ and λ₂ of the penalty

    The shape is (m,) for one parameter; for two (m₂, m₁), a row for each value of the second, as in an image.
    Raises ValueError for another number of parameters or axes, IndexError for a parameter that does not exist.
    """
    for parameter in parameters:
        parameter.index(network)
    if len(parameters) not in (1, 2) or len(axes) != len(parameters) or len(set(parameters)) != len(parameters):
        raise ValueError(f"a surface has one or two parameters, each with its axis: {parameters}")
    values = [np.asarray(axis, dtype=np.float64).ravel() for axis in axes]
    shape = tuple(len(v) for v in reversed(values))
    grid = [g.ravel() for g in np.meshgrid(*values)]
    inputs, targets = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    at_once = max(1, MAX_NUMBERS // max(1, len(inputs) * max(network.sizes)))
    found = [
        _losses(network, inputs, targets, loss, parameters, [g[i : i + at_once] for g in grid], l1, l2)
        for i in range(0, len(grid[0]), at_once)
    ]
    return (np.concatenate(found) if found else np.empty(0)).reshape(shape)


def _losses(
    network: Network, x: Array, y: Array, loss: str, parameters: Sequence[Parameter], values: Sequence[Array],
    l1: float, l2: float,
) -> Array:
    """Return the loss at each of g points, (g,); values: (g,) for each parameter."""
    count = len(values[0])
    a = z = x[None]
    with np.errstate(all="ignore"):
        for layer, name in enumerate(network.activations, start=1):
            w, b = np.array(network.weights[layer - 1]), np.array(network.biases[layer - 1])
            here = [(p, v) for p, v in zip(parameters, values, strict=True) if p.layer == layer]
            for p, _ in here:
                # Taken out of the product, and added below with each of its values.
                if p.source is None:
                    b[p.neuron] = 0.0
                else:
                    w[p.neuron, p.source] = 0.0
            # As one product: NumPy would multiply a stack of matrices one by one.
            z = (a.reshape(-1, w.shape[1]) @ w.T + b).reshape(*a.shape[:2], len(w))
            shared = ACTIVATIONS[name].f(z) if here and len(z) == 1 and ACTIVATIONS[name].elementwise else None
            if here and len(z) == 1:
                z = np.repeat(z, count, axis=0)
            for p, v in here:
                z[:, :, p.neuron] += v[:, None] * (1.0 if p.source is None else a[:, :, p.source])
            if shared is None:
                a = ACTIVATIONS[name].f(z)
            else:
                # All neurons without one of the parameters have the same activation at every point of the grid.
                a = np.repeat(shared, count, axis=0)
                for neuron in {p.neuron for p, _ in here}:
                    a[:, :, neuron] = ACTIVATIONS[name].f(z[:, :, neuron])
        losses = example_losses(loss, network.activations[-1], z, a, y[None]).mean(axis=-1)
        return np.asarray(losses + _penalties(network, parameters, values, l1, l2))


def _penalties(
    network: Network, parameters: Sequence[Parameter], values: Sequence[Array], l1: float, l2: float
) -> Array:
    """Return Ω at each of g points, (g,)."""
    theta = pack(network)
    total = np.zeros(len(values[0]))
    for p, v in zip(parameters, values, strict=True):
        if p.source is not None:
            theta[p.index(network)] = 0.0
            total += (l1 * np.abs(v) if l1 else 0.0) + (0.5 * l2 * np.square(v) if l2 else 0.0)
    return total + penalty(with_parameters(network, theta), l1, l2)


@dataclass(frozen=True, eq=False)
class Walk:
    """A walk over the surface of k parameters. Row 0 is the start; only the last row may be non-finite.

    positions   (steps + 1, k)
    losses      the loss of all the data plus penalty at each position, (steps + 1,)
    gradients   the gradient used by each step, (steps, k): of a batch, if there are batches
    diverged    the step whose position or loss is non-finite, or None; the walk ends there
    """

    positions: Array
    losses: Array
    gradients: Array
    diverged: int | None


def descend(
    network: Network, x: ArrayLike, y: ArrayLike, loss: str, parameters: Sequence[Parameter], start: Sequence[float],
    *, optimizer: str = "sgd", rate: float = 0.1, steps: int = 50, momentum: float = MOMENTUM,
    schedule: str = "constant", batch_size: int | None = None, seed: int = 0, l1: float = 0.0, l2: float = 0.0,
) -> Walk:
    """Walk down from `start` over these parameters; all others are constant.

    start               a value for each parameter
    optimizer, rate, momentum, schedule   as in `training_records.Settings`
    batch_size          points for each step, drawn in turn from a shuffled deck; None: all of them
    x, y, loss, l1, l2  as in `loss_surface`
    Raises ValueError if start and parameters differ in number, IndexError for a parameter that does not exist.
    """
    if len(start) != len(parameters) or not parameters:
        raise ValueError(f"{len(parameters)} parameters and {len(start)} values to start from")
    places = [p.index(network) for p in parameters]
    inputs, targets = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    theta = pack(network)
    position = np.array(start, dtype=np.float64)
    rule = OPTIMIZERS[optimizer]
    slots, scratch = rule.fresh(len(position)), np.empty(len(position))
    deck = _Deck(len(inputs), batch_size, seed)

    def look(rows: slice | NDArray[np.intp]) -> tuple[float, Array]:
        theta[places] = position
        here = with_parameters(network, theta)
        found = backward(here, forward(here, inputs[rows]), targets[rows], loss, l1=l1, l2=l2)
        matrices = [np.column_stack(pair).ravel() for pair in zip(found.weights, found.biases, strict=True)]
        with np.errstate(all="ignore"):
            return found.loss + found.penalty, np.concatenate(matrices)[places]

    everything = slice(None)
    height, slope = look(everything)
    positions, losses, gradients = [position.copy()], [height], []
    diverged = None if math.isfinite(height) and np.isfinite(position).all() else 0
    for step in range(1, steps + 1 if diverged is None else 1):
        if batch_size is not None:
            _, slope = look(deck.next())
        gradients.append(slope)
        with np.errstate(all="ignore"):
            rule.step(position, slope, slots, scratch, learning_rate(rate, schedule, step - 1, steps), momentum, step)
        height, slope = look(everything)
        positions.append(position.copy())
        losses.append(height)
        if not (math.isfinite(height) and np.isfinite(position).all()):
            diverged = step
            break
    return Walk(
        np.array(positions), np.array(losses), np.array(gradients).reshape(len(gradients), len(position)), diverged
    )


class _Deck:
    """Batches of points, drawn without replacement; the points are shuffled anew when all are used."""

    def __init__(self, count: int, batch_size: int | None, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._count, self._size = count, min(batch_size or count, count)
        self._left = np.empty(0, dtype=np.intp)

    def next(self) -> NDArray[np.intp]:
        """Return the indices of the next batch; the last of a round may be shorter."""
        if not len(self._left):
            self._left = self._rng.permutation(self._count)
        dealt, self._left = self._left[: self._size], self._left[self._size :]
        return dealt
