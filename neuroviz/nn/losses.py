r"""Losses: one number for how wrong the network is, and which way to go to be less wrong.

For one example with outputs a and targets y, both with k entries:

    squared error               L = ½ Σ (aₖ − yₖ)²
    binary cross-entropy        L = −Σ [yₖ ln aₖ + (1 − yₖ) ln(1 − aₖ)]
    categorical cross-entropy   L = −Σ yₖ ln aₖ

The loss of a batch is the *mean* of L over its examples. The half in the squared error is kept everywhere: with it,
each loss has one output activation, its partner, with which ∂L/∂z is simply a − y (linear, sigmoid, softmax).

Cross-entropy meets ln 0 where an activation has rounded to 0 or 1. The usual remedy, clipping a, falsifies value and
gradient just where the network is most wrong. Here nothing is clipped: where it matters, ln a, ln(1 − a) and ∂L/∂z are
computed from z, where nothing is rounded away (`Fused`).

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 5.5, 6.2.2; Bishop, *Pattern Recognition and Machine
Learning* (2006), 5.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.activations import ACTIVATIONS

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fused:
    """A loss and an output activation in one, so that nothing overflows and no digit is lost on the way through a.

    value   (z, y) -> L of each example, (batch,)
    delta   (z, y) -> ∂L/∂z, (batch, k)
    """

    value: Callable[[Array, Array], Array]
    delta: Callable[[Array, Array], Array]


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss function. Arrays have shape (batch, k); y is the target of each output.

    value     (a, y) -> L of each example, shape (batch,)
    gradient  (a, y) -> ∂L/∂a, shape (batch, k); element by element, so any shape does
    partner   the output activation with which ∂L/∂z = a − y (for softmax: where the targets sum up to 1)
    fused     both at once, for the partner and for every other output activation that needs it
    bounded   whether L is defined only for activations between 0 and 1: only those of `fused` are then accepted
    latex     L of one example as LaTeX
    """

    name: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    partner: str
    fused: Mapping[str, Fused]
    bounded: bool
    latex: str

    def accepts(self, activation: str) -> bool:
        """Return whether a network with this output activation can be trained with this loss."""
        return not self.bounded or activation in self.fused


def example_losses(loss: str, activation: str, z: Array, a: Array, y: Array) -> Array:
    """Return L of each example, (batch,), for outputs a = activation(z): computed from z if that keeps more digits."""
    fused = LOSSES[loss].fused.get(activation)
    return LOSSES[loss].value(a, y) if fused is None else fused.value(z, y)


# --- from a ----------------------------------------------------------------------------------------

def _squared_value(a: Array, y: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * np.asarray(np.square(a - y).sum(axis=-1))


def _difference(a: Array, y: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return a - y


def _weighted(y: Array, term: Array) -> Array:
    """Return y · term, and 0 where y is 0, however large the term: an absent class costs nothing."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where((y == 0.0) & ~np.isnan(term), 0.0, y * term)


def _binary_value(a: Array, y: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _binary_of_logs(np.log(a), np.log1p(-a), y)


def _binary_gradient(a: Array, y: Array) -> Array:
    # Term by term: (a − y)/(a (1 − a)) would be 0/0 at a = y = 1.
    with np.errstate(divide="ignore", invalid="ignore"):
        return _weighted(1.0 - y, 1.0 / (1.0 - a)) - _weighted(y, 1.0 / a)


def _categorical_value(a: Array, y: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return _categorical_of_logs(np.log(a), np.log1p(-a), y)


def _categorical_gradient(a: Array, y: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -_weighted(y, 1.0 / a)


# --- from z ----------------------------------------------------------------------------------------

def _binary_of_logs(log_a: Array, log_rest: Array, y: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(-(_weighted(y, log_a) + _weighted(1.0 - y, log_rest)).sum(axis=-1))


def _categorical_of_logs(log_a: Array, log_rest: Array, y: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(-_weighted(y, log_a).sum(axis=-1))


def _sigmoid_logs(z: Array) -> tuple[Array, Array]:
    """ln σ(z) = −softplus(−z) and ln(1 − σ(z)) = −softplus(z)."""
    softplus = ACTIVATIONS["softplus"].f
    return -softplus(-z), -softplus(z)


def _softmax_logs(z: Array) -> tuple[Array, Array]:
    """ln aₖ and ln(1 − aₖ) for a = softmax(z).

    With m the largest z and d = ln Σ exp(z) − m over all but the largest: ln aₖ = zₖ − m − ln(1 + e^d). For the
    largest, 1 − a = e^d / (1 + e^d); any other a is ½ at most, and 1 − a loses nothing.
    """
    with np.errstate(all="ignore"):
        largest = np.argmax(z, axis=-1, keepdims=True)
        top = np.take_along_axis(z, largest, axis=-1)
        others = z - top
        np.put_along_axis(others, largest, -np.inf, axis=-1)
        d = np.logaddexp.reduce(others, axis=-1, keepdims=True)
        log_sum = np.log1p(np.exp(d))
        log_a = z - top - log_sum
        log_rest = np.log1p(-np.exp(log_a))
        np.put_along_axis(log_rest, largest, d - log_sum, axis=-1)
    return log_a, log_rest


def _sigmoid_binary_delta(z: Array, y: Array) -> Array:
    # σ(z) − y, written so that it keeps its digits where σ(z) has rounded to 1: 1 − σ(z) = σ(−z).
    sigmoid = ACTIVATIONS["sigmoid"].f
    return (1.0 - y) * sigmoid(z) - y * sigmoid(-z)


def _sigmoid_categorical_delta(z: Array, y: Array) -> Array:
    return -y * ACTIVATIONS["sigmoid"].f(-z)


def _softmax_categorical_delta(z: Array, y: Array) -> Array:
    # aₖ Σy − yₖ = (Σy − yₖ) aₖ − yₖ (1 − aₖ), where 1 − aₖ is the sum of the others: that keeps its digits where aₖ
    # rounds to 1.
    a, rest = _softmax_and_rest(z)
    return np.asarray((y.sum(axis=-1, keepdims=True) - y) * a - y * rest)


def _softmax_binary_delta(z: Array, y: Array) -> Array:
    # With tⱼ = aⱼ ∂L/∂aⱼ = (1 − yⱼ) aⱼ/(1 − aⱼ) − yⱼ it is δₖ = tₖ − aₖ Σ tⱼ. Where aⱼ rounds to 1, tⱼ is too large for
    # a number but aₖ aⱼ/(1 − aⱼ) is 1 at most: so k meets j, (batch, k, j), before anything is added up.
    log_a, log_rest = _softmax_logs(z)
    a, rest = _softmax_and_rest(z)
    with np.errstate(all="ignore"):
        odds = np.exp(log_a[..., :, None] - log_rest[..., None, :] + log_a[..., None, :])
        met = _weighted(1.0 - y[..., None, :], odds) - a[..., :, None] * y[..., None, :]
        met = np.where(np.eye(z.shape[-1], dtype=bool), 0.0, met)
        return np.asarray((1.0 - y) * a - y * rest - met.sum(axis=-1))


def _softmax_and_rest(z: Array) -> tuple[Array, Array]:
    """Return a = softmax(z), and 1 − a without cancellation."""
    a = ACTIVATIONS["softmax"].f(z)
    largest = np.argmax(a, axis=-1, keepdims=True)
    others, rest = a.copy(), 1.0 - a
    np.put_along_axis(others, largest, 0.0, axis=-1)
    np.put_along_axis(rest, largest, others.sum(axis=-1, keepdims=True), axis=-1)
    return a, rest


_BINARY = {
    "sigmoid": Fused(lambda z, y: _binary_of_logs(*_sigmoid_logs(z), y), _sigmoid_binary_delta),
    "softmax": Fused(lambda z, y: _binary_of_logs(*_softmax_logs(z), y), _softmax_binary_delta),
}
_CATEGORICAL = {
    "softmax": Fused(lambda z, y: _categorical_of_logs(*_softmax_logs(z), y), _softmax_categorical_delta),
    "sigmoid": Fused(lambda z, y: _categorical_of_logs(*_sigmoid_logs(z), y), _sigmoid_categorical_delta),
}

LOSSES: Mapping[str, Loss] = MappingProxyType({
    record.name: record
    for record in (
        Loss(
            "squared_error", _squared_value, _difference, "linear",
            MappingProxyType({"linear": Fused(_squared_value, _difference)}), False,
            r"\tfrac12 \sum_k (a_k - y_k)^2",
        ),
        Loss(
            "binary_cross_entropy", _binary_value, _binary_gradient, "sigmoid", MappingProxyType(_BINARY), True,
            r"-\sum_k \big[\, y_k \ln a_k + (1 - y_k) \ln(1 - a_k) \,\big]",
        ),
        Loss(
            "categorical_cross_entropy", _categorical_value, _categorical_gradient, "softmax",
            MappingProxyType(_CATEGORICAL), True, r"-\sum_k y_k \ln a_k",
        ),
    )
})
