"""What is asked about: one neuron, its sum z or its activation a; and the slope of that with respect to the input.

    ∂z/∂x    how much the neuron's sum would rise if a pixel rose a little
    x · ∂z/∂x    the same, weighted with how much ink there is: of a linear network, exactly what each pixel adds

A slope is true of small changes alone. For an output of softmax, a is the share of a digit: where it is nearly 1, its
slope is nearly 0 everywhere, although the answer hangs on the picture; z still has a slope there. That is why class
saliency maps are usually drawn of z, the "unnormalised class score".

Source: Simonyan, Vedaldi and Zisserman 2014, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.nn.activations import ACTIVATIONS
from neuroviz.nn.backward import through_activation
from neuroviz.nn.network import Network, Trace, forward

Array = NDArray[np.float64]
Measure = Literal["z", "a"]


@dataclass(frozen=True, slots=True)
class NeuronQuestion:
    """layer: 1 or more; neuron: of that layer; measure: its sum z, or its activation a."""

    layer: int
    neuron: int
    measure: Measure = "z"

    def value(self, trace: Trace) -> Array:
        """Return what is asked for: (batch,), or () for a single input."""
        values = trace.pre_activations[self.layer - 1] if self.measure == "z" else trace.activations[self.layer]
        return np.asarray(values[..., self.neuron])


def input_gradient(network: Network, x: ArrayLike, question: NeuronQuestion) -> Array:
    """Return the slope of what is asked for with respect to the input; the shape of x: (n_in,) or (batch, n_in)."""
    return np.asarray(blame(network, forward(network, x), question)[0] @ np.asarray(network.weights[0])).reshape(
        np.shape(x))


def blame(network: Network, trace: Trace, question: NeuronQuestion) -> list[Array]:
    """Return the slope of what is asked for with respect to the sums z of each layer up to its own, (batch, n) each."""
    at = question.layer - 1
    z = np.atleast_2d(trace.pre_activations[at])
    one = np.zeros_like(z)
    one[:, question.neuron] = 1.0
    delta = one if question.measure == "z" else through_activation(network.activations[at], z, one)
    deltas = [delta]
    for layer in range(at, 0, -1):
        deltas.append(through_activation(
            network.activations[layer - 1], np.atleast_2d(trace.pre_activations[layer - 1]),
            deltas[-1] @ np.asarray(network.weights[layer]),
        ))
    return deltas[::-1]


def gradient_times_input(network: Network, x: ArrayLike, question: NeuronQuestion) -> Array:
    """Return x · slope, pixel by pixel, in the shape of x. Where a pixel is 0 it is 0, whatever hangs on that pixel."""
    return np.asarray(np.asarray(x, dtype=np.float64) * input_gradient(network, x, question))


def onward(network: Network, layer: int, z: Array) -> Trace:
    """Return the trace from the sums z, (batch, n), of a layer on (0: the first after the input).

    Earlier layers are not known; the trace has z in their places.
    """
    zs, activations = [z] * (layer + 1), [z] * (layer + 1)
    a = ACTIVATIONS[network.activations[layer]].f(z)
    activations.append(a)
    for w, b, name in zip(
        network.weights[layer + 1:], network.biases[layer + 1:], network.activations[layer + 1:], strict=True,
    ):
        z = a @ np.asarray(w).T + np.asarray(b)
        a = ACTIVATIONS[name].f(z)
        zs.append(z)
        activations.append(a)
    return Trace(tuple(zs), tuple(activations))
