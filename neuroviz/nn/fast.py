"""Forward and backward pass, written for speed.

`network.forward` and `backward.backward` are written to be read, and return all intermediate values. Training needs
only the gradient, tens of thousands of times, for batches so small that making arrays and calling functions costs more
than the arithmetic. So here every array is made once and written into, and a layer's bias is one more column of its
weights (see `parameters`): one product forward, one for the gradient, one back.

The batch is in columns, (n, batch), because then the n rows above the row of ones are one contiguous block of memory
that a product can be written into. The tests compare this module with `backward`, number by number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.activations import ACTIVATIONS
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.parameters import Layout

Array = NDArray[np.float64]

# For small arrays, looking up a function costs a tenth of its work, and so does a keyword argument, or a number that
# has to become an array.
_ONE = np.ones(())
add, subtract, multiply, negative, reciprocal = np.add, np.subtract, np.multiply, np.negative, np.reciprocal
dot, exp, sign, tanh, maximum, copyto = np.dot, np.exp, np.sign, np.tanh, np.maximum, np.copyto


@dataclass(frozen=True, slots=True)
class Kernel:
    """An activation without new arrays.

    forward   (z, a): writes a = g(z)
    backward  (z, a, delta, scratch): turns delta from ∂L/∂a into ∂L/∂z
    """

    forward: Callable[[Array, Array], object]
    backward: Callable[[Array, Array, Array, Array], None]


def _sigmoid(z: Array, a: Array) -> None:
    negative(z, a)
    exp(a, a)
    add(a, _ONE, a)
    reciprocal(a, a)


def _sigmoid_back(z: Array, a: Array, delta: Array, scratch: Array) -> None:
    # δ a (1 − a)
    multiply(delta, a, delta)
    multiply(delta, a, scratch)
    subtract(delta, scratch, delta)


def _tanh_back(z: Array, a: Array, delta: Array, scratch: Array) -> None:
    # δ (1 − a²)
    multiply(a, a, scratch)
    multiply(delta, scratch, scratch)
    subtract(delta, scratch, delta)


def _relu_back(z: Array, a: Array, delta: Array, scratch: Array) -> None:
    # sign(a) is relu's slope, and NaN stays NaN.
    sign(a, scratch)
    multiply(delta, scratch, delta)


def _softmax(z: Array, a: Array) -> None:
    np.subtract(z, z.max(axis=0), out=a)
    np.exp(a, out=a)
    np.divide(a, a.sum(axis=0), out=a)


def _softmax_back(z: Array, a: Array, delta: Array, scratch: Array) -> None:
    np.multiply(delta, a, out=scratch)
    np.subtract(delta, scratch.sum(axis=0), out=delta)
    np.multiply(delta, a, out=delta)


def _of_record(name: str) -> Kernel:
    """Return a kernel for any element-by-element activation from its record: slower, but general."""
    record = ACTIVATIONS[name]

    def back(z: Array, a: Array, delta: Array, scratch: Array) -> None:
        np.multiply(delta, record.df(z), out=delta)

    return Kernel(lambda z, a: np.copyto(a, record.f(z)), back)


KERNELS: Mapping[str, Kernel] = MappingProxyType({
    **{name: _of_record(name) for name, record in ACTIVATIONS.items() if record.elementwise},
    "sigmoid": Kernel(_sigmoid, _sigmoid_back),
    "tanh": Kernel(tanh, _tanh_back),
    "relu": Kernel(lambda z, a: maximum(z, 0.0, out=a), _relu_back),
    "softmax": Kernel(_softmax, _softmax_back),
})


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer's arrays. `matrix` [W | b] and `gradient` are parts of θ and of its gradient.

    forward, backward   of its kernel
    """

    forward: Callable[[Array, Array], object]
    backward: Callable[[Array, Array, Array, Array], None]
    matrix: Array
    weights_t: Array    # Wᵀ, (n_in, n_out)
    gradient: Array
    z: Array            # (n, batch)
    a: Array            # (n, batch)
    signal: Array       # (n + 1, batch): a, masked, and a row of ones
    signal_t: Array
    delta: Array        # (n, batch)
    scratch: Array      # (n, batch)


class Workspace:
    """Arrays for forward and backward passes of batches of one size.

    theta, gradient  the parameters to read and the gradient to write, both (layout.size,); several workspaces may
                     share them
    loss, batch      a name of `LOSSES`, and the number of points in a batch
    dropout          whether masks will be given to both `forward` and `backward`

    Overflow raises NumPy's warnings: callers switch them off once, outside their loop.
    """

    def __init__(
        self, layout: Layout, activations: Sequence[str], loss: str, batch: int, theta: Array, gradient: Array,
        *, dropout: bool = False,
    ) -> None:
        layers = []
        for name, matrix, grad in zip(activations, layout.views(theta), layout.views(gradient), strict=True):
            n = len(matrix)
            signal = np.ones((n + 1, batch))
            layers.append(_Layer(
                KERNELS[name].forward, KERNELS[name].backward, matrix, matrix[:, :-1].T, grad, np.empty((n, batch)),
                np.empty((n, batch)) if dropout else signal[:-1],
                signal, signal.T, np.empty((n, batch)), np.empty((n, batch)),
            ))
        self._layers = tuple(layers)
        # Each layer with the one before it, from the output back to the second.
        self._back = tuple(zip(reversed(layers[1:]), reversed(layers[:-1]), strict=True))
        record = LOSSES[loss]
        self._loss_gradient = record.gradient
        self._partners = record.partner == activations[-1]
        self._fused = record.fused.get(activations[-1])
        self._share = np.array(1.0 / batch)

    @property
    def z(self) -> Array:
        """Pre-activations of the output layer, (n_out, batch); overwritten by the next `forward`."""
        return self._layers[-1].z

    @property
    def output(self) -> Array:
        """Activations of the output layer, (n_out, batch); overwritten by the next `forward`."""
        return self._layers[-1].a

    def forward(self, x: Array, masks: Sequence[Array] = ()) -> None:
        """Compute `z` and `output` for x, (n_in + 1, batch), whose last row is ones.

        masks  (n, batch) for each hidden layer, or ()
        """
        signal = x
        for index, layer in enumerate(self._layers):
            dot(layer.matrix, signal, layer.z)
            layer.forward(layer.z, layer.a)
            if index < len(masks):
                multiply(layer.a, masks[index], layer.signal[:-1])
            signal = layer.signal

    def backward(self, x: Array, y: Array, masks: Sequence[Array] = ()) -> None:
        """After `forward(x, masks)`: write the gradient of the mean loss against y, (n_out, batch)."""
        last = self._layers[-1]
        if self._partners:
            subtract(last.a, y, last.delta)
        elif self._fused is not None:
            copyto(last.delta, self._fused.delta(last.z.T, y.T).T)
        else:
            copyto(last.delta, self._loss_gradient(last.a, y))
            last.backward(last.z, last.a, last.delta, last.scratch)
        multiply(last.delta, self._share, last.delta)
        hidden = len(self._back)
        for layer, before in self._back:
            dot(layer.delta, before.signal_t, layer.gradient)
            dot(layer.weights_t, layer.delta, before.delta)
            if masks:
                hidden -= 1
                multiply(before.delta, masks[hidden], before.delta)
            before.backward(before.z, before.a, before.delta, before.scratch)
        first = self._layers[0]
        dot(first.delta, x.T, first.gradient)
