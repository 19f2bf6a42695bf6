"""What all simulations share: one clock, bounds on a run, and what drives a neuron.

A run of `duration_ms` in steps of `dt_ms` has n_steps steps and n_steps + 1 instants t_k = k dt. What drives the
neuron (a current, a conductance) is constant within a step: row k applies from t_k to t_(k+1).

An impossible run (a capacitance of zero, a million years) is refused before it starts; a run whose step is too large
for the model is stopped. Both raise SimulationError, whose code and values let the app explain it in the visitor's
language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.coded_error import CodedError

Array = NDArray[np.float64]

MAX_STEPS = 1_000_000
"""Steps of one run: half a minute of work at the most."""

MAX_VALUES = 20_000_000
"""Numbers that one run may keep (steps times neurons): 160 MB at the most."""

MAX_CURRENT = 1e6
"""In the model's own unit: beyond it only overflow can follow."""


class SimulationError(CodedError):
    """A run that is impossible, or whose result cannot be trusted.

    code    duration, time_step, too_many_steps, too_many_values, parameter, current, shape, spikes, unstable
    values  values for the sentence: the parameter, the limit, the time of the failure
    """

    values: Mapping[str, str | float]


def steps(duration_ms: float, dt_ms: float, neurons: int = 1) -> int:
    """Return the number of steps of a run: duration / dt, rounded to the nearest whole number, at least 1.

    Raises SimulationError if a length is not positive and finite, or if the run is longer than MAX_STEPS or MAX_VALUES.
    """
    if not 0.0 < dt_ms < np.inf:
        raise SimulationError("time_step", value=dt_ms)
    if not 0.0 < duration_ms < np.inf:
        raise SimulationError("duration", value=duration_ms)
    if duration_ms / dt_ms > MAX_STEPS:
        raise SimulationError("too_many_steps", limit=MAX_STEPS)
    n_steps = max(1, round(duration_ms / dt_ms))
    if (n_steps + 1) * neurons > MAX_VALUES:
        raise SimulationError("too_many_values", limit=MAX_VALUES)
    return n_steps


def instants(n_steps: int, dt_ms: float) -> Array:
    """Return the instants t_k = k dt in ms, shape (n_steps + 1,)."""
    return np.arange(n_steps + 1, dtype=np.float64) * dt_ms


def current_rows(current: ArrayLike, n_steps: int) -> Array:
    """Return a current as rows over time: shape (n_steps, n), a view where nothing changes.

    current  a number; or (n,), a constant for each neuron; or (n_steps, 1) or (n_steps, n), a row for each step.

    Raises SimulationError for another shape, for NaN, and beyond MAX_CURRENT.
    """
    values = np.asarray(current, dtype=np.float64)
    if values.ndim > 2 or (values.ndim == 2 and values.shape[0] != n_steps) or values.size == 0:
        raise SimulationError("shape", got=str(values.shape), expected=f"({n_steps}, n)")
    if not np.all(np.abs(values) <= MAX_CURRENT):
        raise SimulationError("current", limit=MAX_CURRENT)
    rows = np.atleast_2d(values) if values.ndim < 2 else values
    return np.broadcast_to(rows, (n_steps, rows.shape[1]))


def positive(**parameters: float) -> None:
    """Raise SimulationError("parameter") for the first parameter that is not positive and finite."""
    for name, value in parameters.items():
        if not 0.0 < value < np.inf:
            raise SimulationError("parameter", name=name, value=value)


def row_of(values: ArrayLike) -> Array:
    """Return one number, or (n,), as (n,). Raises SimulationError("shape") for what has more dimensions."""
    row = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if row.ndim != 1:
        raise SimulationError("shape", got=str(row.shape), expected="(n,)")
    return row


def finite(**parameters: float) -> None:
    """Raise SimulationError("parameter") for the first parameter that is non-finite."""
    for name, value in parameters.items():
        if not np.isfinite(value):
            raise SimulationError("parameter", name=name, value=value)


@dataclass(frozen=True)
class SynapticDrive:
    """All synapses of a neuron together, step by step; I_syn = sum of g (V - E), positive outward.

    With G = sum of g and GE = sum of g E the current is G V - GE: many synapses cost a model no more than one.

    conductance  (n_steps, n) or (n_steps, 1): G, without NMDA
    weighted     the same shape: GE
    nmda         the same shape: the conductance that magnesium blocks in proportion to V (reversal 0 mV), or None
    magnesium_mm concentration outside the cell, mM
    Units: uS for integrate-and-fire in nA, nS for pA, mS/cm2 for Hodgkin-Huxley.
    """

    conductance: Array
    weighted: Array
    nmda: Array | None = None
    magnesium_mm: float = 1.0
