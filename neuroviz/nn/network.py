"""A feed-forward network and its forward pass.

    z⁽ˡ⁾ = W⁽ˡ⁾ a⁽ˡ⁻¹⁾ + b⁽ˡ⁾,   a⁽ˡ⁾ = g⁽ˡ⁾(z⁽ˡ⁾),   a⁽⁰⁾ = x

W has one row for each neuron of its layer and one column for each neuron of the layer before:
shape (n_out, n_in). `forward` returns every z and a on the way, because they are what this app shows.
Nothing is stored on the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.nn.activations import ACTIVATIONS

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Network:
    """W, b and g for each layer after the input.

    weights      one array (n_out, n_in) for each layer
    biases       one array (n_out,) for each layer
    activations  one name of `ACTIVATIONS` for each layer

    Raises ValueError if the shapes do not fit together or an activation is unknown.
    """

    weights: Sequence[ArrayLike]
    biases: Sequence[ArrayLike]
    activations: Sequence[str]

    def __post_init__(self) -> None:
        weights = tuple(np.array(w, dtype=np.float64) for w in self.weights)
        biases = tuple(np.array(b, dtype=np.float64) for b in self.biases)
        activations = tuple(self.activations)
        if not len(weights) == len(biases) == len(activations) or not weights:
            raise ValueError(
                "a network needs as many weight matrices as biases and activations, and at least one: "
                f"got {len(weights)}, {len(biases)} and {len(activations)}"
            )
        for layer, (w, b, name) in enumerate(zip(weights, biases, activations, strict=True), start=1):
            if w.ndim != 2 or 0 in w.shape:
                raise ValueError(f"layer {layer}: weights must have shape (n_out, n_in), got {w.shape}")
            if b.shape != (w.shape[0],):
                raise ValueError(f"layer {layer}: biases must have shape ({w.shape[0]},), got {b.shape}")
            if layer > 1 and w.shape[1] != weights[layer - 2].shape[0]:
                raise ValueError(
                    f"layer {layer}: weights {w.shape} take {w.shape[1]} inputs, "
                    f"but the layer before has {weights[layer - 2].shape[0]} neurons"
                )
            if name not in ACTIVATIONS:
                raise ValueError(f"layer {layer}: unknown activation {name!r}")
        for array in (*weights, *biases):
            array.setflags(write=False)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "biases", biases)
        object.__setattr__(self, "activations", activations)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input layer first."""
        return (np.shape(self.weights[0])[1], *(np.shape(w)[0] for w in self.weights))


@dataclass(frozen=True, eq=False)
class Trace:
    """All values of one forward pass.

    pre_activations  z of each layer after the input: (n_out,), or (batch, n_out)
    activations      a of each layer; activations[0] is the input, and that of layer l >= 1 belongs to
                     pre_activations[l - 1]
    """

    pre_activations: tuple[Array, ...]
    activations: tuple[Array, ...]

    @property
    def output(self) -> Array:
        """Activation of the last layer, (n_out,) or (batch, n_out)."""
        return self.activations[-1]


def forward(network: Network, x: ArrayLike) -> Trace:
    """Send x, shape (n_in,) or (batch, n_in), through the network.

    Overflow and NaN pass through silently: they are values to show, not errors.
    Raises ValueError if x does not fit the input layer.
    """
    a = np.asarray(x, dtype=np.float64)
    if a.ndim not in (1, 2) or a.shape[-1] != network.sizes[0]:
        raise ValueError(
            f"the input must have shape ({network.sizes[0]},) or (batch, {network.sizes[0]}), got {a.shape}"
        )
    zs, activations = [], [a]
    with np.errstate(all="ignore"):
        for w, b, name in zip(network.weights, network.biases, network.activations, strict=True):
            z = a @ np.asarray(w).T
            z += b
            a = ACTIVATIONS[name].f(z)
            zs.append(z)
            activations.append(a)
    return Trace(tuple(zs), tuple(activations))
