"""The adaptive exponential integrate-and-fire neuron (AdEx): one model, many kinds of neuron.

    tau dV/dt = -(V - E) + Delta exp((V - theta)/Delta) - R w + R I
    tau_w dw/dt = a (V - E) - w                       a spike: V := V_reset, w := w + b

The exponential makes the spike's upswing; w is a current that opposes it, and grows with every spike (b) and
with V (a). How fast w is, and where V restarts, decide whether the neuron fires evenly, tires, bursts, stutters or
falls silent: `PATTERNS` has seven sets. An artificial network's units, by contrast, are all alike.

Sources: Brette and Gerstner 2005, J Neurophysiol 94:3637; Naud et al. 2008, Biol Cybern 99:335;
Gerstner et al., *Neuronal Dynamics* (2014), 6.1 and table 6.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio import two_variables
from neuroviz.bio.inputs import inputs
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive, finite, instants, positive, row_of
from neuroviz.bio.trains import rates_hz

MAX_EXPONENT = 100.0
"""Largest (cut - theta)/Delta: beyond it V's last millivolts take no time, and exp would overflow."""


@dataclass(frozen=True)
class Parameters:
    """A neuron; the defaults fire evenly ("tonic").

    tau_ms      membrane time constant
    a_ns        how strongly w follows V; a negative a amplifies every deviation of V
    tau_w_ms    time constant of w: larger = slower
    b_pa        increase of w at each spike
    v_reset_mv  V after a spike
    r_mohm, v_rest_mv, theta_mv, delta_mv   resistance, rest, threshold, and the sharpness of the threshold
    cut_mv      V at which the upswing counts as a spike; V gets there so fast that the exact value hardly matters
    current_pa  the current that shows the pattern

    Raises SimulationError("parameter") for a time constant, resistance or Delta that is not positive, a non-finite
    value, a reset or threshold not below the cut, and a threshold too sharp for MAX_EXPONENT.
    """

    tau_ms: float = 20.0
    a_ns: float = 0.0
    tau_w_ms: float = 30.0
    b_pa: float = 60.0
    v_reset_mv: float = -55.0
    current_pa: float = 65.0
    r_mohm: float = 500.0
    v_rest_mv: float = -70.0
    theta_mv: float = -50.0
    delta_mv: float = 2.0
    cut_mv: float = -30.0

    def __post_init__(self) -> None:
        positive(tau_ms=self.tau_ms, tau_w_ms=self.tau_w_ms, r_mohm=self.r_mohm, delta_mv=self.delta_mv)
        finite(
            a_ns=self.a_ns, b_pa=self.b_pa, v_reset_mv=self.v_reset_mv, current_pa=self.current_pa,
            v_rest_mv=self.v_rest_mv, theta_mv=self.theta_mv, cut_mv=self.cut_mv,
        )
        for name, value in (("v_reset_mv", self.v_reset_mv), ("theta_mv", self.theta_mv)):
            if value >= self.cut_mv:
                raise SimulationError("parameter", name=name, value=value, limit=self.cut_mv)
        if self.cut_mv - self.theta_mv > MAX_EXPONENT * self.delta_mv:
            raise SimulationError("parameter", name="delta_mv", value=self.delta_mv)


PATTERNS: Mapping[str, Parameters] = MappingProxyType({
    "tonic": Parameters(20.0, 0.0, 30.0, 60.0, -55.0),
    # Published codes disagree about its tau: 20 ms adapts visibly within half a second, 200 ms fires twice.
    "adapting": Parameters(20.0, 0.0, 100.0, 5.0, -55.0),
    "initial_burst": Parameters(5.0, 0.5, 100.0, 7.0, -51.0),
    "bursting": Parameters(5.0, -0.5, 100.0, 7.0, -46.0),
    # The table resets to -46 mV; solved accurately, that settles into bursts of five, each like the last.
    "irregular": Parameters(9.9, -0.5, 100.0, 7.0, -47.0),
    # At 65 pA it never falls silent: it does up to 55.
    "transient": Parameters(10.0, 1.0, 100.0, 10.0, -60.0, current_pa=50.0),
    "delayed": Parameters(5.0, -1.0, 100.0, 10.0, -60.0, current_pa=25.0),
})


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation of n neurons.

    time_ms         (n_steps + 1,) in ms; with record=False this and the next two are empty: (0,) and (0, n)
    v_mv, w_pa      (n_steps + 1, n)
    spike_times_ms  n sorted arrays, ms
    """

    time_ms: Array
    v_mv: Array
    w_pa: Array
    spike_times_ms: tuple[Array, ...]


def simulate(
    current: ArrayLike | None = None,
    *,
    duration_ms: float,
    dt_ms: float = 0.1,
    parameters: Parameters = PATTERNS["tonic"],
    synapses: SynapticDrive | None = None,
    start_mv: float | None = None,
    start_pa: float = 0.0,
    record: bool = True,
) -> Run:
    """Simulate n neurons.

    current   pA, see simulation.current_rows; None: the current of `parameters`
    synapses  conductances in nS
    start_mv  V at 0 ms; V_rest if None
    start_pa  w at 0 ms
    record    False stores only the spikes

    Raises SimulationError for what `inputs` refuses, a start not below the cut, and as `two_variables.integrate`.
    """
    p = parameters
    given = inputs(p.current_pa if current is None else current, synapses, duration_ms=duration_ms, dt_ms=dt_ms)
    start = p.v_rest_mv if start_mv is None else start_mv
    finite(start_mv=start, start_pa=start_pa)
    if start >= p.cut_mv:
        raise SimulationError("parameter", name="start_mv", value=start, limit=p.cut_mv)
    v, w, spike_times = two_variables.integrate(_Neuron(p), given, dt_ms=dt_ms, v_mv=start, w=start_pa, record=record)
    time = instants(given.n_steps, dt_ms) if record else np.empty(0)
    return Run(time, v, w, spike_times)


def fi_curve(
    currents: ArrayLike,
    *,
    duration_ms: float = 1000.0,
    skip_ms: float = 0.0,
    dt_ms: float = 0.25,
    parameters: Parameters = PATTERNS["tonic"],
) -> Array:
    """Return the firing rate in Hz at each of currents (n,) in pA, counted after skip_ms in one run: (n,).

    Raises SimulationError for another shape, and as `simulate` does.
    """
    times = spikes_ms(row_of(currents), duration_ms=duration_ms, parameters=parameters)
    return rates_hz(times, duration_ms=duration_ms, skip_ms=skip_ms)


def spikes_ms(
    currents: ArrayLike, *, duration_ms: float, parameters: Parameters = PATTERNS["tonic"],
) -> tuple[Array, ...]:
    """Return the spike times in ms of a neuron at rest after each of n steady currents in pA is switched on.

    currents  (n,). Returns n sorted arrays; raises SimulationError as `two_variables.steady` does.
    """
    values = np.atleast_1d(np.asarray(currents, dtype=np.float64))
    inputs(values, None, duration_ms=duration_ms, dt_ms=two_variables.STEADY_STEP_MS)
    return two_variables.steady(
        _Neuron(parameters), values, duration_ms=duration_ms, v_mv=parameters.v_rest_mv, w=0.0)


def saddle_node(parameters: Parameters) -> tuple[float, float]:
    """Return V in mV where the resting state vanishes, and the current in pA beyond which there is none.

    There dI/dV = 0 along dV/dt = dw/dt = 0: exp((V - theta)/Delta) = 1 + a R.
    Raises SimulationError("parameter") for an a so negative that 1 + a R is not positive.
    """
    p = parameters
    gigaohm = 1e-3 * p.r_mohm
    stiffer = 1.0 + p.a_ns * gigaohm
    if stiffer <= 0.0:
        raise SimulationError("parameter", name="a_ns", value=p.a_ns)
    v = p.theta_mv + p.delta_mv * math.log(stiffer)
    return v, stiffer * (v - p.v_rest_mv - p.delta_mv) / gigaohm


def rest(parameters: Parameters = PATTERNS["tonic"], current_pa: float = 0.0) -> tuple[float, float] | None:
    """Return V in mV and w in pA of the resting state under a constant current in pA, or None if there is none.

    Of the two fixed points it is the one with the lower V.
    """
    p = parameters
    high, most = saddle_node(p)
    if not current_pa < most:
        return None
    gigaohm = 1e-3 * p.r_mohm
    low = p.v_rest_mv + min(0.0, gigaohm * current_pa / (1.0 + p.a_ns * gigaohm)) - 1.0
    for _ in range(60):
        v = 0.5 * (low + high)
        inward = p.delta_mv * math.exp((v - p.theta_mv) / p.delta_mv) + gigaohm * current_pa
        low, high = (v, high) if inward > (1.0 + p.a_ns * gigaohm) * (v - p.v_rest_mv) else (low, v)
    return v, p.a_ns * (v - p.v_rest_mv)


class _Neuron:
    """The equations, for two_variables.integrate. MOhm pA is 1e-3 mV."""

    def __init__(self, p: Parameters) -> None:
        self.cut_mv, self.reset_mv, self.jump = p.cut_mv, p.v_reset_mv, p.b_pa
        self._rest, self._theta, self._delta = p.v_rest_mv, p.theta_mv, p.delta_mv
        self._per_tau, self._per_tau_w = 1.0 / p.tau_ms, 1.0 / p.tau_w_ms
        self._gigaohm, self._a = 1e-3 * p.r_mohm, p.a_ns
        self.fastest = max(self._per_tau, self._per_tau_w)

    def rates(self, v: Any, w: Any, current: Any, exp: Callable[[Any], Any]) -> tuple[Any, Any]:
        """Return dV/dt and dw/dt; see `two_variables.Neuron`."""
        away = v - self._rest
        upswing = self._delta * exp((v - self._theta) / self._delta)
        return (
            (upswing - away + self._gigaohm * (current - w)) * self._per_tau,
            (self._a * away - w) * self._per_tau_w,
        )

    def hurry(self, v: Any, dv: Any, exp: Callable[[Any], Any]) -> Any:
        """Return how fast dV/dt changes; see `two_variables.Neuron`."""
        # dF/dV of the exponential, and V's speed against the distance over which F changes: Delta near theta, more
        # with the distance from it.
        return exp((v - self._theta) / self._delta) * self._per_tau + abs(dv) / (self._delta + abs(v - self._theta))

    def relaxing(self, v: Any, g: Any) -> Any:
        """Return how fast V falls back; see `two_variables.Neuron`."""
        return (1.0 + self._gigaohm * g) * self._per_tau
