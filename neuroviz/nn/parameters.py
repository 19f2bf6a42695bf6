"""All parameters of a network in one vector θ.

An optimiser does not care which number is a weight and which a bias: it moves one long vector. So each layer lies in θ
as a matrix of shape (n_out, n_in + 1), row by row: the weights, and the bias as one more column, the weight of an input
that is always 1. With it z = W a + b is one product, and so is its gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.network import Network

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Layout:
    """The places of all parameters in θ, for layers of these sizes, the input first."""

    sizes: tuple[int, ...]

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """Shape (n_out, n_in + 1) of each layer after the input."""
        return tuple((n_out, n_in + 1) for n_in, n_out in zip(self.sizes, self.sizes[1:], strict=False))

    @property
    def size(self) -> int:
        """Number of parameters."""
        return sum(rows * columns for rows, columns in self.shapes)

    def views(self, theta: Array) -> tuple[Array, ...]:
        """Return each layer's matrix [W | b], (n_out, n_in + 1), as a view of θ."""
        found, start = [], 0
        for rows, columns in self.shapes:
            found.append(theta[start : start + rows * columns].reshape(rows, columns))
            start += rows * columns
        return tuple(found)

    def index(self, layer: int, neuron: int, source: int | None) -> int:
        """Return the place in θ of the weight from `source` into a neuron of layer >= 1, or of its bias for None.

        Raises IndexError if there is no such parameter.
        """
        if not 1 <= layer < len(self.sizes):
            raise IndexError(f"layer {layer}")
        rows, columns = self.shapes[layer - 1]
        column = columns - 1 if source is None else source
        if not 0 <= neuron < rows or not 0 <= column < columns - (source is not None):
            raise IndexError(f"layer {layer}, neuron {neuron}, source {source}")
        return sum(r * c for r, c in self.shapes[: layer - 1]) + neuron * columns + column

    def weight_mask(self) -> Array:
        """Return a mask of θ, (size,): 1 for a weight, 0 for a bias."""
        mask = np.ones(self.size)
        for view in self.views(mask):
            view[:, -1] = 0.0
        return mask


def pack(network: Network) -> Array:
    """Return θ of this network, (size,)."""
    return np.concatenate([
        np.column_stack((np.asarray(w), np.asarray(b))).ravel()
        for w, b in zip(network.weights, network.biases, strict=True)
    ])


def unpack(theta: Array, sizes: Sequence[int], activations: Sequence[str]) -> Network:
    """Return the network with parameters θ, these sizes (input first) and activations."""
    layers = Layout(tuple(sizes)).views(theta)
    return Network([m[:, :-1] for m in layers], [m[:, -1] for m in layers], activations)


def with_parameters(network: Network, theta: Array) -> Network:
    """Return this network with other parameters, (size,)."""
    return unpack(theta, network.sizes, network.activations)
