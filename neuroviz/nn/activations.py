"""Activation functions: what turns a neuron's weighted sum z into its activation a = g(z).

Without a non-linear g, stacked layers collapse into one affine map, so g is what makes depth
worth having. Each entry of `ACTIVATIONS` is one frozen record: the function, its derivative
dg/dz (what learning needs), and the facts a picture of it should show.

All functions take and return float64 arrays of any shape, element by element, except softmax,
which works along the last axis. None of them warns: an overflow gives the limit value.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 6.2-6.3; Clevert et al. 2016
(ELU, alpha = 1); Hendrycks and Gimpel 2016 (GELU, tanh form); Maas et al. 2013 (leaky ReLU).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEAKY_SLOPE = 0.01
ELU_ALPHA = 1.0
GELU_SCALE = float(np.sqrt(2.0 / np.pi))
GELU_CUBIC = 0.044715


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function g.

    f, df     z -> g(z) and z -> dg/dz, arrays of the same shape. For softmax, df is the diagonal
              of its Jacobian, da_i/dz_i = a_i (1 - a_i).
    latex     g(z) as LaTeX, for pages.
    derivative_latex   dg/dz as LaTeX.
    low, high the bounds of g's range; -inf or inf if there is none.
    saturates_low, saturates_high   whether dg/dz tends to 0 as z goes to -inf or +inf.
    kinks     the z at which g or dg/dz jumps, where a difference quotient cannot check df.
    elementwise   False where one z changes every a of its layer (softmax).
    """

    name: str
    f: Callable[[Array], Array]
    df: Callable[[Array], Array]
    latex: str
    derivative_latex: str
    low: float
    high: float
    saturates_low: bool
    saturates_high: bool
    kinks: tuple[float, ...] = ()
    elementwise: bool = True


def _sigmoid(z: Array) -> Array:
    # exp may overflow to inf, and 1 / (1 + inf) is the right limit, 0: no branch is needed.
    with np.errstate(over="ignore"):
        a: Array = np.asarray(np.exp(-np.asarray(z, dtype=np.float64)))
    a += 1.0
    return np.reciprocal(a, out=a)


def _sigmoid_df(z: Array) -> Array:
    # a(z) a(-z) rather than a (1 - a): 1 - a loses every digit once a rounds to 1.
    return _sigmoid(z) * _sigmoid(-np.asarray(z, dtype=np.float64))


def _tanh(z: Array) -> Array:
    return np.tanh(z)


def _tanh_df(z: Array) -> Array:
    # 1 / cosh^2 rather than 1 - tanh^2, which is exactly 0 from |z| of about 19 on.
    with np.errstate(over="ignore"):
        return np.square(1.0 / np.cosh(z))


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _relu_df(z: Array) -> Array:
    return _step_where(z, 1.0, 0.0)


def _leaky_relu(z: Array) -> Array:
    return np.asarray(np.maximum(z, np.multiply(LEAKY_SLOPE, z)))


def _leaky_relu_df(z: Array) -> Array:
    return _step_where(z, 1.0, LEAKY_SLOPE)


def _elu(z: Array) -> Array:
    z = np.asarray(z, dtype=np.float64)
    return np.where(z > 0.0, z, ELU_ALPHA * np.expm1(np.minimum(z, 0.0)))


def _elu_df(z: Array) -> Array:
    z = np.asarray(z, dtype=np.float64)
    return np.where(z > 0.0, 1.0, ELU_ALPHA * np.exp(np.minimum(z, 0.0)))


def _softplus(z: Array) -> Array:
    # NumPy calls NaN an invalid operand here, and here alone.
    with np.errstate(invalid="ignore"):
        return np.logaddexp(0.0, z)


def _gelu_2u(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 2.0 * GELU_SCALE * (z + GELU_CUBIC * z * z * z)


def _gelu(z: Array) -> Array:
    z = np.asarray(z, dtype=np.float64)
    # 1 + tanh(u) = 2 sigmoid(2u), and the sigmoid keeps its digits where 1 + tanh(u) cancels.
    return _times(z, _sigmoid(_gelu_2u(z)))


def _gelu_df(z: Array) -> Array:
    z = np.asarray(z, dtype=np.float64)
    two_u = _gelu_2u(z)
    with np.errstate(over="ignore"):
        slope = 2.0 * GELU_SCALE * (1.0 + 3.0 * GELU_CUBIC * z * z)
    return _sigmoid(two_u) + _times(_times(z, slope), _sigmoid_df(two_u))


def _linear(z: Array) -> Array:
    return np.array(z, dtype=np.float64)


def _linear_df(z: Array) -> Array:
    return _step_where(z, 1.0, 1.0)


def _step(z: Array) -> Array:
    return np.heaviside(z, 1.0)


def _step_df(z: Array) -> Array:
    return _step_where(z, 0.0, 0.0)


def _softmax(z: Array) -> Array:
    # Subtracting the largest z changes nothing (numerator and denominator scale alike) and keeps
    # exp from overflowing.
    z = np.asarray(z, dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        a: Array = np.exp(z - np.max(z, axis=-1, keepdims=True))
    a /= np.sum(a, axis=-1, keepdims=True)
    return a


def _softmax_df(z: Array) -> Array:
    # 1 - a is the sum of the other activations; for the largest a it is added up from them, because
    # 1 - a loses every digit once a rounds to 1.
    a = _softmax(z)
    largest = np.argmax(a, axis=-1, keepdims=True)
    others = a.copy()
    np.put_along_axis(others, largest, 0.0, axis=-1)
    rest = 1.0 - a
    np.put_along_axis(rest, largest, np.sum(others, axis=-1, keepdims=True), axis=-1)
    return a * rest


def _step_where(z: Array, above: float, below: float) -> Array:
    """`above` where z > 0, `below` elsewhere, and NaN where z is NaN."""
    z = np.asarray(z, dtype=np.float64)
    return np.where(np.isnan(z), np.nan, np.where(z > 0.0, above, below))


def _times(x: Array, factor: Array) -> Array:
    """x * factor with 0 where factor is 0, so that inf * 0 at the far tail is its limit, 0."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where((factor == 0.0) & ~np.isnan(x), 0.0, x * factor)


_INF = float("inf")

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({
    record.name: record
    for record in (
        Activation(
            "sigmoid", _sigmoid, _sigmoid_df, r"\frac{1}{1 + e^{-z}}",
            r"g(z)\,(1 - g(z))", 0.0, 1.0, True, True,
        ),
        Activation(
            "tanh", _tanh, _tanh_df, r"\tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
            r"1 - \tanh^2 z", -1.0, 1.0, True, True,
        ),
        Activation(
            "relu", _relu, _relu_df, r"\max(0, z)",
            r"\begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}", 0.0, _INF, True, False, (0.0,),
        ),
        Activation(
            "leaky_relu", _leaky_relu, _leaky_relu_df, r"\max(0.01\,z,\ z)",
            r"\begin{cases} 1 & z > 0 \\ 0.01 & z < 0 \end{cases}", -_INF, _INF, False, False, (0.0,),
        ),
        Activation(
            "elu", _elu, _elu_df,
            r"\begin{cases} z & z > 0 \\ e^{z} - 1 & z \le 0 \end{cases}",
            r"\begin{cases} 1 & z > 0 \\ e^{z} & z \le 0 \end{cases}", -ELU_ALPHA, _INF, True, False,
        ),
        Activation(
            "softplus", _softplus, _sigmoid, r"\ln(1 + e^{z})",
            r"\frac{1}{1 + e^{-z}}", 0.0, _INF, True, False,
        ),
        Activation(
            # The lowest value is at z = -0.7524614...
            "gelu", _gelu, _gelu_df,
            r"\tfrac12 z \left(1 + \tanh\!\big[\sqrt{2/\pi}\,(z + 0.044715\,z^3)\big]\right)",
            r"\sigma(2u) + 2 z\,u'\,\sigma(2u)\,\sigma(-2u),\quad u = \sqrt{2/\pi}\,(z + 0.044715\,z^3)",
            -0.1700407, _INF, True, False,
        ),
        Activation("linear", _linear, _linear_df, "z", "1", -_INF, _INF, False, False),
        Activation(
            "step", _step, _step_df,
            r"\begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}", r"0 \quad (z \ne 0)",
            0.0, 1.0, True, True, (0.0,),
        ),
        Activation(
            "softmax", _softmax, _softmax_df, r"\frac{e^{z_i}}{\sum_k e^{z_k}}",
            r"\frac{\partial a_i}{\partial z_j} = a_i\,(\delta_{ij} - a_j)",
            0.0, 1.0, True, True, elementwise=False,
        ),
    )
})
