"""The leaky integrate-and-fire neuron: a passive membrane, a threshold, and a reset.

    tau dV/dt = -(V - V_rest) + R I        V reaches theta: a spike; V := V_reset, and stays there for t_ref

The smallest model that turns a current into spikes. Under a constant current it fires regularly, and its rate is
known in closed form (`rate_hz`), the biological counterpart of an activation function: nothing below the rheobase
(threshold current), then a steep rise, then a ceiling of 1/t_ref. Without a refractory period the curve runs along a
straight line, like ReLU; with noise the corner becomes soft, like softplus.

Between spikes the exact solution, an exponential, is used: V at the end of a step, and the time at which it crosses
theta within the step, are exact while the input is constant. So the spike times of a constant
current do not depend on dt. Source: Gerstner et al., *Neuronal Dynamics* (2014), 1.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.bio import stimuli
from neuroviz.bio.inputs import inputs
from neuroviz.bio.membrane import Settling
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive, finite, instants, positive, row_of, steps
from neuroviz.bio.trains import bounded, by_neuron, rates_hz


@dataclass(frozen=True)
class Parameters:
    """A neuron whose rheobase is exactly 2 nA.

    v_rest_mv   V without input
    v_reset_mv  V after a spike; below theta
    theta_mv    threshold
    r_mohm      resistance: larger = more millivolts for the same current
    tau_ms      membrane time constant: larger = slower, and remembers longer
    t_ref_ms    refractory period, 0 or more; the rate stays below 1000/t_ref Hz

    Raises SimulationError("parameter") for a value outside these bounds.
    """

    v_rest_mv: float = -70.0
    v_reset_mv: float = -65.0
    theta_mv: float = -50.0
    r_mohm: float = 10.0
    tau_ms: float = 8.0
    t_ref_ms: float = 2.0

    def __post_init__(self) -> None:
        finite(v_rest_mv=self.v_rest_mv, v_reset_mv=self.v_reset_mv, theta_mv=self.theta_mv, t_ref_ms=self.t_ref_ms)
        positive(r_mohm=self.r_mohm, tau_ms=self.tau_ms)
        if self.t_ref_ms < 0.0:
            raise SimulationError("parameter", name="t_ref_ms", value=self.t_ref_ms)
        if self.theta_mv <= self.v_reset_mv:
            raise SimulationError("parameter", name="theta_mv", value=self.theta_mv, limit=self.v_reset_mv)


@dataclass(frozen=True, eq=False)
class Run:
    """One simulation of n neurons. V never shows the spike itself, which the model leaves out: only its time.

    time_ms         (n_steps + 1,) in ms; with record=False this and the next one are empty: (0,) and (0, n)
    v_mv            (n_steps + 1, n)
    spike_times_ms  n sorted arrays, ms
    """

    time_ms: Array
    v_mv: Array
    spike_times_ms: tuple[Array, ...]


def simulate(
    current: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float = 0.1,
    parameters: Parameters = Parameters(),
    synapses: SynapticDrive | None = None,
    start_mv: float | None = None,
    record: bool = True,
) -> Run:
    """Simulate n neurons.

    current   nA, see simulation.current_rows
    synapses  conductances in uS
    start_mv  V at 0 ms, below theta; V_rest if None (V_reset if V_rest itself is not below theta)
    record    False stores only the spikes

    Raises SimulationError for what `inputs` refuses, a start not below theta, and "spikes" for too many of them.
    """
    p = parameters
    given = inputs(current, synapses, duration_ms=duration_ms, dt_ms=dt_ms)
    if start_mv is None:
        start_mv = p.v_rest_mv if p.v_rest_mv < p.theta_mv else p.v_reset_mv
    finite(start_mv=start_mv)
    if start_mv >= p.theta_mv:
        raise SimulationError("parameter", name="start_mv", value=start_mv, limit=p.theta_mv)
    # MOhm nA = mV, and MOhm uS is a pure number.
    settling = Settling(given, p.v_rest_mv, p.r_mohm, p.tau_ms, dt_ms)
    trace = np.empty((given.n_steps + 1 if record else 0, given.n))
    loop = _alone if given.n == 1 else _together
    with np.errstate(all="ignore"):
        spike_times = loop(p, settling, given.n_steps, given.n, dt_ms, start_mv, trace)
    time = instants(given.n_steps, dt_ms) if record else np.empty(0)
    return Run(time, trace, spike_times)


def rate_hz(current: ArrayLike, parameters: Parameters = Parameters()) -> Array:
    """Return the firing rate in Hz under a constant current in nA, in closed form; the shape of current.

    f = 1 / (t_ref + tau ln[(R I + V_rest - V_reset) / (R I + V_rest - theta)]), 0 up to the rheobase.
    """
    p = parameters
    with np.errstate(all="ignore"):
        above = p.v_rest_mv + p.r_mohm * np.asarray(current, dtype=np.float64) - p.theta_mv
        # ln[(above + theta - reset) / above] as log1p: far above threshold the ratio is close to 1.
        interval = p.t_ref_ms + p.tau_ms * np.log1p((p.theta_mv - p.v_reset_mv) / above)
        return np.where(above > 0.0, 1000.0 / interval, np.where(np.isnan(above), np.nan, 0.0))


def rheobase_na(parameters: Parameters = Parameters()) -> float:
    """Return the current in nA at which V settles exactly at theta; the neuron fires above it."""
    return (parameters.theta_mv - parameters.v_rest_mv) / parameters.r_mohm


def fi_curve(
    currents: ArrayLike,
    *,
    duration_ms: float = 1000.0,
    noise_na: float = 0.0,
    trials: int = 1,
    seed: int = 0,
    dt_ms: float = 0.1,
    parameters: Parameters = Parameters(),
) -> Array:
    """Return the firing rate in Hz at each of currents (n,) in nA, counted from rest and averaged over trials: (n,).

    noise_na  white noise (stimuli.white_noise): V fluctuates under it by R noise_na, whatever dt is
    trials    runs for each current, with different noise
    dt_ms     step of the noise; without noise the whole run is one exact step

    Raises SimulationError for another shape or no trial, and as `simulate` does.
    """
    means = row_of(currents)
    if trials < 1:
        raise SimulationError("shape", got=f"{trials} trials", expected="1 trial or more")
    if noise_na == 0.0:
        run = simulate(means, duration_ms=duration_ms, dt_ms=duration_ms, parameters=parameters, record=False)
        return rates_hz(run.spike_times_ms, duration_ms=duration_ms)
    repeated = np.repeat(means, trials)
    steps(duration_ms, dt_ms, repeated.size)
    rows = stimuli.white_noise(
        noise_na, np.random.default_rng(seed), mean=repeated, tau_ms=parameters.tau_ms,
        duration_ms=duration_ms, dt_ms=dt_ms,
    )
    run = simulate(rows, duration_ms=duration_ms, dt_ms=dt_ms, parameters=parameters, record=False)
    rates = rates_hz(run.spike_times_ms, duration_ms=duration_ms).reshape(means.size, trials)
    return np.asarray(np.mean(rates, axis=1))


def _together(
    p: Parameters, settling: Settling, n_steps: int, n: int, dt: float, start: float, trace: Array
) -> tuple[Array, ...]:
    """Simulate all neurons step by step. Fills the trace if it has rows; returns the spike times."""
    v, left = np.full(n, start), np.zeros(n)  # left: ms of refractoriness still to come
    who: list[NDArray[np.intp]] = []
    when: list[Array] = []
    count = 0
    trace[:1] = v
    for k in range(n_steps):
        target, tau, gain = settling.all(k, v)
        v_end = v + (target - v) * gain
        waiting = np.flatnonzero(left)
        if waiting.size:
            wait = left[waiting]
            free = np.maximum(dt - wait, 0.0)
            v_end[waiting] = v[waiting] + (target[waiting] - v[waiting]) * -np.expm1(-free / tau[waiting])
        # At the rheobase itself V creeps up to theta, and rounding may put it there: that is no crossing.
        fired = np.flatnonzero((v_end >= p.theta_mv) & (target > p.theta_mv))
        if fired.size:
            aim, slow, wait = target[fired], tau[fired], left[fired]
            first = wait + slow * np.log1p((p.theta_mv - v[fired]) / (aim - p.theta_mv))
            first = np.clip(first, wait, dt)
            # Within the step nothing changes, so the neuron is periodic from its first spike on.
            period = p.t_ref_ms + slow * np.log1p((p.theta_mv - p.v_reset_mv) / (aim - p.theta_mv))
            more = np.floor((dt - first) / period)
            count = bounded(count + fired.size + float(np.sum(more)))
            period = np.where(more > 0.0, period, 0.0)  # See `_alone`.
            since = dt - first - more * period
            free = np.maximum(since - p.t_ref_ms, 0.0)
            v_end[fired] = np.minimum(p.v_reset_mv + (aim - p.v_reset_mv) * -np.expm1(-free / slow), p.theta_mv)
            repeats = more.astype(np.intp) + 1
            nth = np.arange(int(np.sum(repeats))) - np.repeat(np.cumsum(repeats) - repeats, repeats)
            who.append(np.repeat(fired, repeats))
            when.append(k * dt + np.repeat(first, repeats) + nth * np.repeat(period, repeats))
        if waiting.size:
            left[waiting] = np.maximum(left[waiting] - dt, 0.0)
        if fired.size:
            left[fired] = np.maximum(p.t_ref_ms - since, 0.0)
        v = v_end
        if trace.size:
            trace[k + 1] = v
    return by_neuron(who, when, n)


def _alone(
    p: Parameters, settling: Settling, n_steps: int, n: int, dt: float, start: float, trace: Array
) -> tuple[Array, ...]:
    """Simulate one neuron as `_together` does, with plain floats: some ten times faster than arrays of length one."""
    v, left = start, 0.0
    values = [start]
    when: list[float] = []
    theta, reset, t_ref = p.theta_mv, p.v_reset_mv, p.t_ref_ms
    for k in range(n_steps):
        target, tau, gain = settling.one(k, v)
        wait = left
        if wait:
            gain = -math.expm1(-max(dt - wait, 0.0) / tau)
            left = max(wait - dt, 0.0)
        v_end = v + (target - v) * gain
        if v_end >= theta and target > theta:
            first = min(max(wait + tau * math.log1p((theta - v) / (target - theta)), wait), dt)
            period = t_ref + tau * math.log1p((theta - reset) / (target - theta))
            more = (dt - first) // period if period > 0.0 else math.inf
            bounded(len(when) + more + 1.0)
            # If theta is only just reached, the period is infinite, and 0 times infinity would be NaN.
            period = period if more else 0.0
            since = max(dt - first - more * period, 0.0)
            v_end = min(reset + (target - reset) * -math.expm1(-max(since - t_ref, 0.0) / tau), theta)
            left = max(t_ref - since, 0.0)
            when.extend(k * dt + first + i * period for i in range(int(more) + 1))
        v = v_end
        values.append(v)
    if trace.size:
        trace[:, 0] = values
    return (np.array(when, dtype=np.float64),)
