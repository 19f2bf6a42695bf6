"""The equations of the membrane as they stand: slopes, equilibrium, and the step that follows them closely enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.hodgkin_huxley.rates import phi, rates, steady_gates
from neuroviz.bio.hodgkin_huxley.records import MAX_DT_MS, STANDARD, Parameters, State, as_members, stacked
from neuroviz.bio.simulation import Array

TRUSTED_DT_MS = 0.12
"""The longest step that errs by no more than some 1 % of a rate at 6.3 C. See `longest_step_ms`."""


def membrane_current(p: dict[str, Array], v: Array, m: Array, h: Array, n: Array) -> Array:
    """Return the current through all channels in uA/cm2, outward positive, without synapses; shapes broadcast.

    p  the parameters, as `records.stacked` returns them
    """
    sodium = p["g_na_ms_cm2"] * m * m * m * h * (v - p["e_na_mv"])
    potassium = p["g_k_ms_cm2"] * (n * n) ** 2 * (v - p["e_k_mv"])
    result: Array = sodium + potassium + p["g_l_ms_cm2"] * (v - p["e_l_mv"])
    return result


def derivatives(state: State, current_ua_cm2: ArrayLike, parameters: Parameters = STANDARD) -> State:
    """Return dV/dt in mV/ms and dm/dt, dh/dt, dn/dt in 1/ms: the equations without synapses."""
    p = stacked((parameters,))
    v, m, h, n = state.v_mv, state.m, state.h, state.n
    alpha, beta = rates(v, parameters.temperature_c)
    dv = (np.asarray(current_ua_cm2) - membrane_current(p, v, m, h, n)) / p["c_m_uf_cm2"]
    dm, dh, dn = (a * (1.0 - x) - b * x for a, b, x in zip(alpha, beta, (m, h, n), strict=True))
    return State(dv, dm, dh, dn)


def rest(parameters: Parameters | Sequence[Parameters] = STANDARD, current_ua_cm2: float = 0.0) -> State:
    """Return the equilibrium under a constant current, dV/dt = dm/dt = ... = 0: shape (1,), or one for each Parameters.

    The equilibrium is solved for and not set to -65 mV: the true rest is -64.996 mV. Under a current the equilibrium
    may be unstable; the membrane then fires. Bisection between the reversal potentials, stretched by I / g_L, finds
    it: outside them all currents push the same way. The result is cached, since a run and a picture of it ask several
    times, and read-only.

    Raises SimulationError("parameter") for different temperatures.
    """
    return _rest(as_members(parameters), float(current_ua_cm2))


@lru_cache(maxsize=64)
def _rest(members: tuple[Parameters, ...], current_ua_cm2: float) -> State:
    p = stacked(members)
    reversals = np.stack([p["e_na_mv"], p["e_k_mv"], p["e_l_mv"]])
    push = current_ua_cm2 / p["g_l_ms_cm2"]
    low, high = reversals.min(axis=0) + np.minimum(push, 0.0), reversals.max(axis=0) + np.maximum(push, 0.0)
    for _ in range(80):
        middle = 0.5 * (low + high)
        (m, h, n), _tau = steady_gates(middle)
        outward = membrane_current(p, middle, m, h, n) > current_ua_cm2
        low, high = np.where(outward, low, middle), np.where(outward, middle, high)
    v = 0.5 * (low + high)
    (m, h, n), _tau = steady_gates(v)
    for values in (v, m, h, n):
        values.setflags(write=False)
    return State(v, m, h, n)


def upswing_speedup(parameters: Parameters = STANDARD, synaptic_ms_cm2: float = 0.0) -> float:
    """Return how many times faster than in the axon of 1952 the upswing grows: sqrt(phi (g_Na + g_syn) / 120 / C).

    In the upswing V and m lift each other, so its rate is the geometric mean of the two: of V's, which is g / C, and
    of m's, which is phi. Two steps are equally good if they are equally short against this rate; the same holds for
    the pieces of an axon.

    synaptic_ms_cm2  the largest conductance that synapses open in addition, mS/cm2
    """
    g = parameters.g_na_ms_cm2 + synaptic_ms_cm2
    return math.sqrt(phi(parameters.temperature_c) * g / STANDARD.g_na_ms_cm2 / parameters.c_m_uf_cm2)


def longest_step_ms(parameters: Parameters = STANDARD, synaptic_ms_cm2: float = 0.0) -> float:
    """Return the longest step in ms whose spikes can be trusted; `simulate` itself does not refuse a longer one.

    The step errs by 1 % of a rate, measured from 0 to 40 C, C from 0.2 to 1 uF/cm2 and up to twice the sodium channels.

    synaptic_ms_cm2  as in `upswing_speedup`
    """
    return min(MAX_DT_MS, TRUSTED_DT_MS / max(upswing_speedup(parameters, synaptic_ms_cm2), 1e-6))


def is_stable(still: State, parameters: Parameters, current_ua_cm2: float) -> bool:
    """Return whether a small push off an equilibrium dies away: all eigenvalues of the Jacobian are negative."""
    at = np.array([x[0] for x in (still.v_mv, still.m, still.h, still.n)])
    size = np.array([1e-3, 1e-6, 1e-6, 1e-6])
    columns = []
    for i, step in enumerate(size):
        ends = []
        for sign in (1.0, -1.0):
            moved = at.copy()
            moved[i] += sign * step
            slope = derivatives(State(*(np.array([x]) for x in moved)), current_ua_cm2, parameters)
            ends.append(np.array([x[0] for x in (slope.v_mv, slope.m, slope.h, slope.n)]))
        columns.append((ends[0] - ends[1]) / (2.0 * step))
    return bool(np.linalg.eigvals(np.stack(columns, axis=1)).real.max() < 0.0)
