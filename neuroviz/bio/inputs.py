"""The inputs of a neuron during a run, checked and laid out as rows over time.

A model takes a current (a number, one for each neuron, or a row for each step) and, if there are any, synapses.
Here both become rows of the same n columns, so that a model reads row k whatever form it was given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.simulation import MAX_CURRENT, Array, SimulationError, SynapticDrive, current_rows, steps

MAX_WEIGHTED = 1e3 * MAX_CURRENT
"""Largest G E: MAX_CURRENT times a reversal potential of 1 V."""


@dataclass(frozen=True, eq=False)
class Inputs:
    """Rows of inputs: row k applies from t_k to t_(k+1). Every array is (n_steps, n); a view where nothing changes.

    current                                     in the model's own unit
    conductance, weighted, nmda, magnesium_mm   as in SynapticDrive; None if there are no synapses of the kind
    """

    n_steps: int
    n: int
    current: Array
    conductance: Array | None = None
    weighted: Array | None = None
    nmda: Array | None = None
    magnesium_mm: float = 1.0


def inputs(current: ArrayLike, synapses: SynapticDrive | None, *, duration_ms: float, dt_ms: float) -> Inputs:
    """Lay out current and synapses of a run as rows.

    Raises SimulationError for a run, a current or a shape out of bounds, and for a conductance that is negative,
    non-finite, or beyond MAX_CURRENT.
    """
    n_steps = steps(duration_ms, dt_ms)
    rows = current_rows(current, n_steps)
    if synapses is None:
        n = rows.shape[1]
        steps(duration_ms, dt_ms, n)
        return Inputs(n_steps, n, rows)

    given = {"conductance": synapses.conductance, "weighted": synapses.weighted}
    if synapses.nmda is not None:
        given["nmda"] = synapses.nmda
    limits = {"conductance": MAX_CURRENT, "weighted": MAX_WEIGHTED, "nmda": MAX_CURRENT}
    for name, values in given.items():
        if values.ndim != 2 or values.shape[0] != n_steps or values.shape[1] == 0:
            raise SimulationError("shape", got=str(values.shape), expected=f"({n_steps}, n)")
        lowest = -limits[name] if name == "weighted" else 0.0
        if not np.all((values >= lowest) & (values <= limits[name])):
            raise SimulationError("parameter", name=name, limit=limits[name])
    if not 0.0 <= synapses.magnesium_mm <= MAX_CURRENT:
        raise SimulationError("parameter", name="magnesium_mm", value=synapses.magnesium_mm)

    widths = {rows.shape[1], *(values.shape[1] for values in given.values())}
    n = max(widths)
    if not widths <= {1, n}:
        raise SimulationError("shape", got=str(tuple(sorted(widths))), expected=f"({n_steps}, {n})")
    steps(duration_ms, dt_ms, n)
    wide = {name: np.broadcast_to(values, (n_steps, n)) for name, values in given.items()}
    return Inputs(n_steps, n, np.broadcast_to(rows, (n_steps, n)), **wide, magnesium_mm=synapses.magnesium_mm)
