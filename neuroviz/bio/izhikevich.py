"""Izhikevich's neuron: a parabola, a slow variable and four numbers make most of the cortex' firing patterns.

    dV/dt = 0.04 V^2 + 5 V + 140 - u + I
    du/dt = a (b V - u)                       V reaches 30 mV: V := c, u := u + d

V in mV, t in ms; I and u have no unit (they are in mV/ms). a: how fast u recovers; b: how far it follows V; c: where V
restarts; d: what each spike adds to u. `PATTERNS` has the seven of the paper's figure 2.

The published script steps V by 1 ms, in two halves, and its spikes are not those of these equations (regular spiking
at I = 10: 20 in a second, where the equations give 23). Here the equations themselves are solved. A synapse is
I_syn = G V - GE as in every model, on the model's own scale. Source: Izhikevich 2003, IEEE Trans. Neural Networks
14:1569.
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
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive, finite, instants, row_of
from neuroviz.bio.trains import rates_hz

CUT_MV = 30.0
CURVATURE, SLOPE, OFFSET = 0.04, 5.0, 140.0
START_MV = -65.0
"""Where the paper's script starts; here it serves neurons that have no rest."""
SCALE_MV = 10.0
"""Least distance in V over which V's speed changes: the parabola's width near its lowest point."""


@dataclass(frozen=True)
class Parameters:
    """The constants of the equations.

    a     how fast u recovers, 1/ms
    b     how far u follows V
    c_mv  V after a spike, below 30 mV
    d     increase of u at each spike

    Raises SimulationError("parameter") for a non-finite value, and for c at 30 mV or above.
    """

    a: float = 0.02
    b: float = 0.2
    c_mv: float = -65.0
    d: float = 8.0

    def __post_init__(self) -> None:
        finite(a=self.a, b=self.b, c_mv=self.c_mv, d=self.d)
        if self.c_mv >= CUT_MV:
            raise SimulationError("parameter", name="c_mv", value=self.c_mv, limit=CUT_MV)


PATTERNS: Mapping[str, Parameters] = MappingProxyType({
    "regular_spiking": Parameters(0.02, 0.2, -65.0, 8.0),
    "intrinsically_bursting": Parameters(0.02, 0.2, -55.0, 4.0),
    "chattering": Parameters(0.02, 0.2, -50.0, 2.0),
    "fast_spiking": Parameters(0.1, 0.2, -65.0, 2.0),
    "low_threshold_spiking": Parameters(0.02, 0.25, -65.0, 2.0),
    "thalamocortical": Parameters(0.02, 0.25, -65.0, 0.05),
    "resonator": Parameters(0.1, 0.26, -65.0, 2.0),
})


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation of n neurons.

    time_ms         (n_steps + 1,) in ms; with record=False this and the next two are empty: (0,) and (0, n)
    v_mv, u         (n_steps + 1, n)
    spike_times_ms  n sorted arrays, ms
    """

    time_ms: Array
    v_mv: Array
    u: Array
    spike_times_ms: tuple[Array, ...]


def rest(parameters: Parameters = PATTERNS["regular_spiking"], current: float = 0.0) -> tuple[float, float] | None:
    """Return V in mV and u of the resting state under a constant current, or None if there is none.

    Of the two fixed points it is the one with the lower V:
    0.04 V^2 + (5 - b) V + 140 + I = 0.
    """
    half = 0.5 * (SLOPE - parameters.b)
    square = half * half - CURVATURE * (OFFSET + current)
    if not 0.0 <= square < math.inf:
        return None
    v = -(half + math.sqrt(square)) / CURVATURE
    return v, parameters.b * v


def simulate(
    current: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float = 0.1,
    parameters: Parameters = PATTERNS["regular_spiking"],
    synapses: SynapticDrive | None = None,
    start_mv: float | None = None,
    record: bool = True,
) -> Run:
    """Simulate n neurons.

    current, synapses  on the model's own scale; see simulation.current_rows
    start_mv           V at 0 ms; None: the resting state without input (START_MV if there is none). u starts at b V
    record             False stores only the spikes

    Raises SimulationError for what `inputs` refuses, a start at 30 mV or above, and as `two_variables.integrate`.
    """
    given = inputs(current, synapses, duration_ms=duration_ms, dt_ms=dt_ms)
    if start_mv is None:
        start_mv = _start_mv(parameters)
    finite(start_mv=start_mv)
    if start_mv >= CUT_MV:
        raise SimulationError("parameter", name="start_mv", value=start_mv, limit=CUT_MV)
    v, u, spike_times = two_variables.integrate(
        _Neuron(parameters), given, dt_ms=dt_ms, v_mv=start_mv, w=parameters.b * start_mv, record=record
    )
    time = instants(given.n_steps, dt_ms) if record else np.empty(0)
    return Run(time, v, u, spike_times)


def fi_curve(
    currents: ArrayLike,
    *,
    duration_ms: float = 1000.0,
    skip_ms: float = 0.0,
    dt_ms: float = 0.25,
    parameters: Parameters = PATTERNS["regular_spiking"],
) -> Array:
    """Return the firing rate in Hz at each of currents (n,), counted after skip_ms in one run: (n,).

    Raises SimulationError for another shape, and as `simulate` does.
    """
    times = spikes_ms(row_of(currents), duration_ms=duration_ms, parameters=parameters)
    return rates_hz(times, duration_ms=duration_ms, skip_ms=skip_ms)


def spikes_ms(
    currents: ArrayLike, *, duration_ms: float, parameters: Parameters = PATTERNS["regular_spiking"],
) -> tuple[Array, ...]:
    """Return the spike times in ms of a neuron at rest after each of n steady currents is switched on.

    currents  (n,). Returns n sorted arrays; raises SimulationError as `two_variables.steady` does.
    """
    values = np.atleast_1d(np.asarray(currents, dtype=np.float64))
    inputs(values, None, duration_ms=duration_ms, dt_ms=two_variables.STEADY_STEP_MS)
    start = _start_mv(parameters)
    return two_variables.steady(
        _Neuron(parameters), values, duration_ms=duration_ms, v_mv=start, w=parameters.b * start)


def saddle_node(parameters: Parameters) -> float:
    """Return the current beyond which there is no resting state: the parabola's bottom has reached u's line."""
    slope = SLOPE - parameters.b
    return slope * slope / (4.0 * CURVATURE) - OFFSET


def _start_mv(parameters: Parameters) -> float:
    resting = rest(parameters)
    return START_MV if resting is None or resting[0] >= CUT_MV else resting[0]


class _Neuron:
    """The equations, for two_variables.integrate."""

    cut_mv = CUT_MV

    def __init__(self, p: Parameters) -> None:
        self.reset_mv, self.jump = p.c_mv, p.d
        self._a, self._b = p.a, p.b
        self.fastest = abs(p.a)

    def rates(self, v: Any, w: Any, current: Any, exp: Callable[[Any], Any]) -> tuple[Any, Any]:
        """Return dV/dt and dw/dt; see `two_variables.Neuron`."""
        return (CURVATURE * v + SLOPE) * v + OFFSET - w + current, self._a * (self._b * v - w)

    def hurry(self, v: Any, dv: Any, exp: Callable[[Any], Any]) -> Any:
        """Return how fast dV/dt changes; see `two_variables.Neuron`."""
        # dF/dV where V runs away, and V's speed against the distance over which F changes.
        slope = 2.0 * CURVATURE * v + SLOPE
        return 0.5 * (slope + abs(slope)) + abs(dv) / (SCALE_MV + abs(v))

    def relaxing(self, v: Any, g: Any) -> Any:
        """Return how fast V falls back; see `two_variables.Neuron`."""
        slope = 2.0 * CURVATURE * v + SLOPE
        return 0.5 * (abs(slope) - slope) + g
