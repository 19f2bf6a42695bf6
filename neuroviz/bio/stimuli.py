"""The stimuli of an experiment: currents to inject, and spike trains to send.

A current comes as rows (n_steps, n), one for each step of a run (see simulation): row k is the MEAN of the current
over the step. So a pulse of 0.5 ms carries the same charge at every dt, also where its edges fall within a step.
Amplitudes are numbers or arrays (n,), one for each neuron, in the model's own unit. All functions raise SimulationError
for a run that is too long, a non-finite or too large amplitude, and a time or rate out of bounds.

A spike train is a sorted array of times in ms. Randomness comes from a generator that the caller makes:
`np.random.default_rng(seed)`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.simulation import MAX_CURRENT, MAX_STEPS, Array, SimulationError, positive, row_of, steps
from neuroviz.bio.trains import bounded

ON_GRID = 1e-9
"""An edge this close to an instant (in steps) counts as on it: 0.3 / 0.1 is not 3 in floating point."""


def zero(*, duration_ms: float, dt_ms: float, n: int = 1) -> Array:
    """Return no current, (n_steps, n)."""
    return np.zeros((steps(duration_ms, dt_ms, n), n))


def step(
    amplitude: ArrayLike, *, duration_ms: float, dt_ms: float, start_ms: float = 0.0, stop_ms: float | None = None
) -> Array:
    """Return `amplitude` from start to stop (the end if None), 0 elsewhere: (n_steps, n)."""
    height, n_steps = _amplitudes(amplitude, duration_ms, dt_ms)
    from_, to = _edges(start_ms, duration_ms if stop_ms is None else stop_ms, dt_ms)
    return _covered(n_steps, from_, to)[:, np.newaxis] * height


def ramp(
    first: ArrayLike,
    last: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float,
    start_ms: float = 0.0,
    stop_ms: float | None = None,
) -> Array:
    """Return a straight line from `first` at start to `last` at stop (the end if None), 0 elsewhere: (n_steps, n)."""
    low, high = np.broadcast_arrays(np.atleast_1d(first), np.atleast_1d(last))
    a, n_steps = _amplitudes(low, duration_ms, dt_ms)
    b, _ = _amplitudes(high, duration_ms, dt_ms)
    from_, to = _edges(start_ms, duration_ms if stop_ms is None else stop_ms, dt_ms)
    if not to > from_:
        return np.zeros((n_steps, a.size))
    k = np.arange(n_steps)
    # The mean of a line is its value in the middle, here of the part of the step that the ramp covers.
    middle = 0.5 * (np.clip(k, from_, to) + np.clip(k + 1, from_, to))
    share = ((middle - from_) / (to - from_))[:, np.newaxis]
    rows: Array = _covered(n_steps, from_, to)[:, np.newaxis] * (a + (b - a) * share)
    return rows


def pulse_pair(
    amplitude: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float,
    start_ms: float,
    width_ms: float,
    interval_ms: float,
    second: ArrayLike | None = None,
) -> Array:
    """Return two pulses of `width_ms`, (n_steps, n); overlapping pulses add up.

    interval_ms  from onset to onset
    second       amplitude of the second pulse; None: that of the first
    """
    one, two = np.broadcast_arrays(np.atleast_1d(amplitude), np.atleast_1d(amplitude if second is None else second))
    _duration("interval_ms", interval_ms)
    _duration("width_ms", width_ms)
    return step(
        one, duration_ms=duration_ms, dt_ms=dt_ms, start_ms=start_ms, stop_ms=start_ms + width_ms
    ) + step(
        two, duration_ms=duration_ms, dt_ms=dt_ms, start_ms=start_ms + interval_ms,
        stop_ms=start_ms + interval_ms + width_ms,
    )


def pulse_train(
    amplitude: ArrayLike,
    *,
    duration_ms: float,
    dt_ms: float,
    rate_hz: float,
    width_ms: float,
    start_ms: float = 0.0,
    stop_ms: float | None = None,
) -> Array:
    """Return pulses of `width_ms` at `rate_hz`, (n_steps, n); overlapping pulses add up.

    start_ms, stop_ms  the first pulse begins at start; none begins at stop (the end if None) or later
    """
    height, n_steps = _amplitudes(amplitude, duration_ms, dt_ms)
    _duration("width_ms", width_ms)
    end = duration_ms if stop_ms is None else min(stop_ms, duration_ms)
    _edges(start_ms, end, dt_ms)
    onsets = start_ms + regular(rate_hz, max(end - start_ms, 0.0))
    # The part of a step after the pulses' onsets, minus the part after their ends.
    started, ended = (_after(_on_grid(edges, dt_ms), n_steps) for edges in (onsets, onsets + width_ms))
    covered: Array = np.maximum(started - ended, 0.0)
    return covered[:, np.newaxis] * height


def sine(
    amplitude: ArrayLike,
    *,
    frequency_hz: float,
    duration_ms: float,
    dt_ms: float,
    mean: ArrayLike = 0.0,
    phase: float = 0.0,
) -> Array:
    """Return mean + amplitude sin(2 pi (frequency t + phase)), (n_steps, n); phase in periods, 0 to 1."""
    height, offset = np.broadcast_arrays(np.atleast_1d(amplitude), np.atleast_1d(mean))
    height, n_steps = _amplitudes(height, duration_ms, dt_ms)
    offset, _ = _amplitudes(offset, duration_ms, dt_ms)
    if not 0.0 <= frequency_hz <= MAX_CURRENT or not math.isfinite(phase):
        raise SimulationError("parameter", name="frequency_hz", value=frequency_hz)
    periods = frequency_hz * dt_ms / 1000.0  # in one step
    middle = (np.arange(n_steps) + 0.5) * periods + phase
    # The mean of a sine over a step is its middle times sinc.
    wave = np.sin(2.0 * np.pi * middle) * np.sinc(periods)
    rows: Array = offset + wave[:, np.newaxis] * height
    return rows


def white_noise(
    sigma: ArrayLike,
    rng: np.random.Generator,
    *,
    duration_ms: float,
    dt_ms: float,
    mean: ArrayLike = 0.0,
    tau_ms: float = 10.0,
) -> Array:
    """Return mean + sigma sqrt(2 tau / dt) N(0, 1), a new number for each step and neuron: (n_steps, n).

    Its effect does not depend on dt: a membrane with time constant tau_ms and resistance R fluctuates under it
    with a standard deviation of R sigma (a shorter dt makes the numbers larger, and the membrane averages more of
    them). Source: Gerstner et al., *Neuronal Dynamics*, 8.1.
    """
    spread, offset, n_steps = _noise(sigma, mean, tau_ms, duration_ms, dt_ms)
    rows: Array = rng.standard_normal((n_steps, offset.size))
    rows *= spread * math.sqrt(2.0 * tau_ms / dt_ms)
    rows += offset
    return rows


def coloured_noise(
    sigma: ArrayLike,
    rng: np.random.Generator,
    *,
    duration_ms: float,
    dt_ms: float,
    mean: ArrayLike = 0.0,
    tau_ms: float = 5.0,
) -> Array:
    """Return an Ornstein-Uhlenbeck process, (n_steps, n): standard deviation sigma, correlation exp(-t / tau).

    It is sampled exactly, and stationary from the first step on: its statistics at the instants do not depend on dt.
    """
    spread, offset, n_steps = _noise(sigma, mean, tau_ms, duration_ms, dt_ms)
    keep = math.exp(-dt_ms / tau_ms)
    fresh = math.sqrt(-math.expm1(-2.0 * dt_ms / tau_ms))
    rows = rng.standard_normal((n_steps, offset.size))
    rows[1:] *= fresh
    for k in range(1, n_steps):
        rows[k] += keep * rows[k - 1]
    return offset + spread * rows


def regular(rate_hz: float, duration_ms: float, phase: float = 0.0) -> Array:
    """Return spikes at equal intervals in 0 <= t < duration, in ms; the first at `phase` (0 to 1) of an interval."""
    _train(rate_hz, duration_ms)
    if not 0.0 <= phase <= 1.0:
        raise SimulationError("parameter", name="phase", value=phase)
    if rate_hz == 0.0:
        return np.empty(0)
    nth = np.arange(math.ceil(rate_hz * duration_ms / 1000.0) + 1, dtype=np.float64)
    with np.errstate(over="ignore"):
        times: Array = (nth + phase) * 1000.0 / rate_hz
    return times[times < duration_ms]


def poisson(rate_hz: float, duration_ms: float, rng: np.random.Generator, refractory_ms: float = 0.0) -> Array:
    """Return random spikes in 0 <= t < duration, ms: each interval is the refractory period plus an exponential time.

    The mean rate is rate_hz also with a refractory period (the exponential part is then shorter), and the train is
    stationary: a spike at 0 is no more likely than later.

    Raises SimulationError("parameter") if the refractory period leaves no room for the rate.
    """
    _train(rate_hz, duration_ms)
    if not (refractory_ms >= 0.0 and refractory_ms * rate_hz < 1000.0):
        raise SimulationError("parameter", name="refractory_ms", value=refractory_ms)
    if rate_hz == 0.0 or duration_ms == 0.0:
        return np.empty(0)
    mean = 1000.0 / rate_hz
    wait = mean - refractory_ms
    # The time to the first spike of a train that has always been going on: within an interval that is under way.
    spent_refractory = rng.random() * mean < refractory_ms
    first = rng.random() * refractory_ms + rng.exponential(wait) if spent_refractory else rng.exponential(wait)
    times = [np.array([first])]
    expected = duration_ms / mean
    while times[-1][-1] < duration_ms:
        more = rng.exponential(wait, size=int(expected + 5.0 * math.sqrt(expected)) + 10) + refractory_ms
        times.append(times[-1][-1] + np.cumsum(more))
    train: Array = np.concatenate(times)
    return train[train < duration_ms]


def _train(rate_hz: float, duration_ms: float) -> None:
    if not 0.0 <= rate_hz < np.inf:
        raise SimulationError("parameter", name="rate_hz", value=rate_hz)
    if not 0.0 <= duration_ms < np.inf:
        raise SimulationError("duration", value=duration_ms)
    bounded(rate_hz * duration_ms / 1000.0)


def _amplitudes(amplitude: ArrayLike, duration_ms: float, dt_ms: float) -> tuple[Array, int]:
    """Return the amplitudes (n,), and n_steps. Raises SimulationError for NaN and for too many rows."""
    values = row_of(amplitude)
    if values.size == 0:
        raise SimulationError("shape", got=str(values.shape), expected="(n,)")
    if not np.all(np.abs(values) <= MAX_CURRENT):
        raise SimulationError("current", limit=MAX_CURRENT)
    return values, steps(duration_ms, dt_ms, values.size)


def _noise(
    sigma: ArrayLike, mean: ArrayLike, tau_ms: float, duration_ms: float, dt_ms: float
) -> tuple[Array, Array, int]:
    spread, offset = np.broadcast_arrays(np.atleast_1d(sigma), np.atleast_1d(mean))
    offset, n_steps = _amplitudes(offset, duration_ms, dt_ms)
    spread, _ = _amplitudes(spread, duration_ms, dt_ms)
    positive(tau_ms=tau_ms)
    if np.any(spread < 0.0):
        raise SimulationError("parameter", name="sigma", value=float(np.min(spread)))
    return spread, offset, n_steps


def _duration(name: str, value: float) -> None:
    if not 0.0 <= value < np.inf:
        raise SimulationError("parameter", name=name, value=value)


def _edges(start_ms: float, stop_ms: float, dt_ms: float) -> tuple[float, float]:
    """Return start and stop in steps; a stop before the start means no stimulus, and is not an error."""
    for name, value in (("start_ms", start_ms), ("stop_ms", stop_ms)):
        if not math.isfinite(value):
            raise SimulationError("parameter", name=name, value=value)
    if not 0.0 < dt_ms < np.inf:
        raise SimulationError("time_step", value=dt_ms)
    from_, to = _on_grid(np.array([start_ms, max(start_ms, stop_ms)]), dt_ms).tolist()
    return from_, to


def _on_grid(times: Array, dt_ms: float) -> Array:
    """Return times in steps; a time that only rounding separates from an instant is moved onto it."""
    with np.errstate(over="ignore"):
        edges = np.clip(times / dt_ms, -2.0 * MAX_STEPS, 2.0 * MAX_STEPS)  # far outside any run is far enough
    nearest = np.round(edges)
    return np.where(np.abs(edges - nearest) < ON_GRID, nearest, edges)


def _covered(n_steps: int, from_: float, to: float) -> Array:
    """Return the share of each step that lies between from_ and to (in steps), (n_steps,)."""
    k = np.arange(n_steps, dtype=np.float64)
    covered: Array = np.clip(to - k, 0.0, 1.0) - np.clip(from_ - k, 0.0, 1.0)
    return covered


def _after(edges: Array, n_steps: int) -> Array:
    """Return the share of each step that lies after each edge (in steps), summed over the edges: (n_steps,)."""
    inside = edges[edges < n_steps]
    inside = np.maximum(inside, 0.0)
    first = inside.astype(np.intp)
    part = np.bincount(first, weights=first + 1.0 - inside, minlength=n_steps)
    earlier: Array = np.cumsum(np.bincount(first, minlength=n_steps), dtype=np.float64)
    earlier[1:] = earlier[:-1]
    earlier[0] = 0.0
    return np.asarray(part + earlier, dtype=np.float64)
