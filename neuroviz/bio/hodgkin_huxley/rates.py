"""Rates of the gates: how fast the channels open and close at a potential.

Each of the six rates is one of three functions of x = (V - V0) / width, times a factor in 1/ms:

    linear       x / (exp(x) - 1)    alpha_m, alpha_n; its limit at x = 0 is 1
    exponential  exp(x)              beta_m, alpha_h, beta_n
    sigmoid      1 / (1 + exp(x))    beta_h

Source: Hodgkin and Huxley 1952, J Physiol 117:500, equations 12, 13, 20, 21, 23 and 24, with V = -65 mV - V(1952).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.simulation import Array


class Rate(NamedTuple):
    """Constants of one rate: factor in 1/ms at 6.3 C, v0_mv and width_mv in mV."""

    factor: float
    v0_mv: float
    width_mv: float


RATES: Mapping[str, Rate] = MappingProxyType({
    "alpha_m": Rate(1.0, -40.0, -10.0),
    "beta_m": Rate(4.0, -65.0, -18.0),
    "alpha_h": Rate(0.07, -65.0, -20.0),
    "beta_h": Rate(1.0, -35.0, -10.0),
    "alpha_n": Rate(0.1, -55.0, -10.0),
    "beta_n": Rate(0.125, -65.0, -80.0),
})
"""The one table of rate constants, for `rates` and for the loops of both schemes. alpha_m = 0.1 (V + 40) / (...) is
written here as 1.0 x / (...)."""

_LARGEST_EXPONENT = 600.0
"""At exp(600) a gate is as fast as it can be, and alpha + beta stays finite, so that their ratio does as well."""

# The order of `rates`: the two linear ones first, so that they are one slice.
_ORDER = ("alpha_m", "alpha_n", "beta_m", "alpha_h", "beta_h", "beta_n")
_FACTOR, _V0, _WIDTH = (np.array(column) for column in zip(*(RATES[name] for name in _ORDER), strict=True))


def phi(temperature_c: float) -> float:
    """Return how many times faster the gates are than at 6.3 C: 3 for every 10 degrees."""
    return float(3.0 ** ((temperature_c - 6.3) / 10.0))


def rates(v_mv: ArrayLike, temperature_c: float = 6.3) -> tuple[Array, Array]:
    """Return alpha and beta of m, h and n in 1/ms: two arrays of shape (3, *v.shape).

    alpha_m and alpha_n are 0/0 at V = -40 and -55 mV; with expm1 only that single point needs its limit filled in.
    """
    v = np.asarray(v_mv, dtype=np.float64)
    column = (6,) + (1,) * v.ndim
    exponent = np.minimum((v - _V0.reshape(column)) / _WIDTH.reshape(column), _LARGEST_EXPONENT)
    grown = np.expm1(exponent)
    linear = np.divide(exponent[:2], grown[:2], out=np.ones_like(grown[:2]), where=grown[:2] != 0.0)
    grown += 1.0
    alpha = np.stack([_FACTOR[0] * linear[0], _FACTOR[3] * grown[3], _FACTOR[1] * linear[1]])
    beta = np.stack([_FACTOR[2] * grown[2], _FACTOR[4] / (1.0 + grown[4]), _FACTOR[5] * grown[5]])
    factor = phi(temperature_c)
    return alpha * factor, beta * factor


def steady_gates(v_mv: ArrayLike, temperature_c: float = 6.3) -> tuple[Array, Array]:
    """Return where m, h and n settle at V, alpha / (alpha + beta), and tau = 1 / (alpha + beta), ms: (3, ...) each."""
    alpha, beta = rates(v_mv, temperature_c)
    total = alpha + beta
    return alpha / total, 1.0 / total
