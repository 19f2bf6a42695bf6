"""The passive membrane: a capacitor with a leak, which every neuron is as long as it does not fire.

    C dV/dt = -g_L (V - E_L) - I_syn + I,      tau = C / g_L,   R = 1 / g_L

With a constant current it relaxes exponentially to E_L + R I, with the time constant tau: it adds up what arrives
(integrates) and forgets it (leaks). Synapses are conductances: they pull V towards their own potential, and make tau
shorter while they are open.

While current and conductance are constant, as they are within a step, the exponential is the exact solution; so a
step of any length is exact (`Settling`), and only changes within a step are smoothed. Source: Gerstner et al.,
*Neuronal Dynamics* (2014), 1.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.inputs import Inputs, inputs
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive, finite, instants, positive
from neuroviz.bio.synapses import magnesium_block, unblocked


@dataclass(frozen=True)
class Parameters:
    """A passive cell.

    capacitance_pf  C: larger = slower
    leak_ns         g_L: larger = faster and less excitable
    e_leak_mv       E_L: the resting potential

    Raises SimulationError("parameter") where C or g_L is not positive.
    """

    capacitance_pf: float = 200.0
    leak_ns: float = 10.0
    e_leak_mv: float = -65.0

    def __post_init__(self) -> None:
        positive(capacitance_pf=self.capacitance_pf, leak_ns=self.leak_ns)
        finite(e_leak_mv=self.e_leak_mv)

    @property
    def tau_ms(self) -> float:
        """Time constant C / g_L, ms."""
        return self.capacitance_pf / self.leak_ns


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation of n membranes: time_ms (n_steps + 1,), v_mv (n_steps + 1, n)."""

    time_ms: Array
    v_mv: Array


def simulate(
    current: ArrayLike = 0.0,
    *,
    duration_ms: float,
    dt_ms: float = 0.1,
    parameters: Parameters = Parameters(),
    synapses: SynapticDrive | None = None,
    start_mv: float | None = None,
) -> Run:
    """Simulate n passive membranes.

    current   pA, see simulation.current_rows
    synapses  conductances in nS
    start_mv  V at 0 ms; E_L if None

    Raises SimulationError for what `inputs` refuses, and "unstable" where V would overflow.
    """
    given = inputs(current, synapses, duration_ms=duration_ms, dt_ms=dt_ms)
    start = parameters.e_leak_mv if start_mv is None else start_mv
    finite(start_mv=start)
    # pA / nS = mV, and nS / nS is a pure number: 1/g_L is the resistance in the drive's own units.
    settling = Settling(given, parameters.e_leak_mv, 1.0 / parameters.leak_ns, parameters.tau_ms, dt_ms)
    trace = np.empty((given.n_steps + 1, given.n))
    trace[0] = start
    with np.errstate(all="ignore"):
        if given.n == 1:
            v, values = start, [start]
            for k in range(given.n_steps):
                target, _, gain = settling.one(k, v)
                v += (target - v) * gain
                values.append(v)
            trace[:, 0] = values
        else:
            for k in range(given.n_steps):
                target_row, _, gain_row = settling.all(k, trace[k])
                trace[k + 1] = trace[k] + (target_row - trace[k]) * gain_row
    return Run(instants(given.n_steps, dt_ms), trace)


class Settling:
    """The target of V in each step, and how fast V approaches it: V(s) = V + (target - V) (1 - exp(-s / tau)).

        target = (rest + R (I + GE)) / (1 + R G),    tau = tau_m / (1 + R G)

    `one` and `all` return (target, tau, gain) of step k for one neuron (floats) or for all (rows), with
    gain = 1 - exp(-dt/tau). NMDA's conductance depends on V, so V at the middle of the step is predicted from V at its
    start: second order in dt, like everything else here.

    given, rest_mv, tau_ms, dt_ms  input, resting potential, time constant and step
    resistance                     R such that R times a current is in mV, R times a conductance a pure number

    Raises SimulationError("unstable") if a target is non-finite.
    """

    def __init__(self, given: Inputs, rest_mv: float, resistance: float, tau_ms: float, dt_ms: float) -> None:
        self._n_steps, self._n, self._dt, self._r = given.n_steps, given.n, dt_ms, resistance
        self._magnesium_mm = given.magnesium_mm
        self._tau_m = tau_ms
        with np.errstate(all="ignore"):
            self._pull = self._wide(rest_mv + resistance * _once(given.current))
            self._load: Array | None = None
            self._blocked: Array | None = None
            if given.conductance is not None and given.weighted is not None:
                self._pull = self._pull + resistance * given.weighted
                self._load = 1.0 + resistance * given.conductance
            if given.nmda is not None:
                self._blocked = resistance * given.nmda
            load = np.ones((1, 1)) if self._load is None else self._load
            target = self._pull if self._load is None else self._pull / load
            tau = tau_ms / load
            gain = -np.expm1(-dt_ms / tau)
        if not np.all(np.isfinite(target)):
            raise SimulationError("unstable", time_ms=0.0)
        self._target, self._tau, self._gain = self._wide(target), self._wide(tau), self._wide(gain)
        if given.n == 1:
            self._columns = [rows[:, 0].tolist() for rows in (self._target, self._tau, self._gain)]
            if self._blocked is not None and self._load is not None:
                self._nmda_columns = [rows[:, 0].tolist() for rows in (self._pull, self._load, self._blocked)]

    def _wide(self, rows: Array) -> Array:
        return np.broadcast_to(rows, (self._n_steps, self._n))

    def all(self, k: int, v: Array) -> tuple[Array, Array, Array]:
        """Return (target, tau, gain) of step k, each (n,); v is V at its start (n,)."""
        if self._blocked is None or self._load is None:
            return self._target[k], self._tau[k], self._gain[k]
        pull, load = self._pull[k], self._load[k] + self._blocked[k] * magnesium_block(v, self._magnesium_mm)
        middle = v + (pull / load - v) * -np.expm1(-0.5 * self._dt * load / self._tau_m)
        load = self._load[k] + self._blocked[k] * magnesium_block(middle, self._magnesium_mm)
        tau = self._tau_m / load
        return pull / load, tau, -np.expm1(-self._dt / tau)

    def one(self, k: int, v: float) -> tuple[float, float, float]:
        """Return (target, tau, gain) of step k for the only neuron; v is V at its start."""
        if self._blocked is None:
            target, tau, gain = self._columns
            return target[k], tau[k], gain[k]
        pulls, loads, blocked = self._nmda_columns
        pull, load = pulls[k], loads[k] + blocked[k] * unblocked(v, self._magnesium_mm)
        middle = v + (pull / load - v) * -math.expm1(-0.5 * self._dt * load / self._tau_m)
        load = loads[k] + blocked[k] * unblocked(middle, self._magnesium_mm)
        tau = self._tau_m / load
        return pull / load, tau, -math.expm1(-self._dt / tau)


def _once(rows: Array) -> Array:
    """Return one row of rows that are all the same, so that they are computed once and not n_steps times."""
    return rows[:1] if rows.strides[0] == 0 else rows
