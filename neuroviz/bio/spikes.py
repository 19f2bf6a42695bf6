"""Spikes and their measures: when, how high, how wide, how often.

A spike is a *peak* of V, not a crossing of 0 mV: driven hard, a Hodgkin-Huxley membrane fires with peaks that stay
below 0 mV (above 62.87 uA/cm2), and a detector at 0 mV would call it silent.

Which peaks count is decided by their prominence on both sides: V must have risen by PROMINENCE_MV since the last
trough and fall by as much before it rises above the peak again. Both sides are needed. After a spike V climbs some
17 mV out of the after-hyperpolarisation and rings around rest: a rise alone would count that ringing; it falls by a
few mV only. A slope would not do: the sustained oscillation at 100 uA/cm2 is slower than a passive answer to a
strong pulse. V alone cannot tell a passive swing of more than PROMINENCE_MV, forced by a strong pulse, from a spike.

Sampled at dt, a peak is found between samples by a parabola through three of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.bio.simulation import Array

PROMINENCE_MV = 25.0
"""Above all ringing below threshold (under 10 mV) and the failed spike at 37 C (24 mV); below the sustained peaks at
100 uA/cm2 (40 mV). Further up the oscillation shrinks, through this height between 120 and 125 uA/cm2 and to nothing
at 154.5 (the Hopf point): from there on the membrane counts as blocked; it no longer spikes."""

SAME_INTERVAL = 1.5
"""Firing counts as sustained if the silence at the end is no longer than this multiple of the last interval."""


class Peaks(NamedTuple):
    """The spikes of one neuron: times_ms and the potential at the peak, v_mv, both of shape (k,)."""

    times_ms: Array
    v_mv: Array


class PeakFinder:
    """Finds peaks in a trace that comes in pieces, and stores only its turning points.

    start          (n,) the potential at the first instant, mV; the pieces that follow have shape (rows, n)
    prominence_mv  least rise before and fall after a peak
    """

    def __init__(self, start: Array, dt_ms: float, prominence_mv: float = PROMINENCE_MV) -> None:
        self._dt_ms, self._prominence = dt_ms, prominence_mv
        self._first = np.array(start, dtype=np.float64)
        self._overlap = self._first[None]
        self._row = 0
        self._found: list[tuple[NDArray[np.intp], Array, Array, NDArray[np.bool_]]] = []

    def take(self, v_mv: Array) -> None:
        """Take the next piece, (rows, n), in mV."""
        joined = np.concatenate([self._overlap, v_mv])
        if len(joined) > 2:
            self._found.append(_turning_points(joined, self._row))
        self._row += len(joined) - 2
        self._overlap = joined[-2:].copy()

    def finish(self) -> tuple[Peaks, ...]:
        """Return the peaks of each neuron. A last peak counts if V has fallen far enough from it."""
        n = len(self._first)
        if not self._found:
            return (Peaks(np.empty(0), np.empty(0)),) * n
        column, position, value, is_top = (np.concatenate(parts) for parts in zip(*self._found, strict=True))
        # One stable sort instead of a search for each neuron: time order is kept within a neuron.
        order = np.argsort(column, kind="stable")
        bounds = np.searchsorted(column[order], np.arange(n + 1))
        last = self._overlap[-1]
        return tuple(
            _prominent(
                position[order[a:b]], value[order[a:b]], is_top[order[a:b]],
                float(self._first[j]), float(last[j]), self._dt_ms, self._prominence,
            )
            for j, (a, b) in enumerate(zip(bounds[:-1], bounds[1:], strict=True))
        )


def find_peaks(v_mv: ArrayLike, dt_ms: float, prominence_mv: float = PROMINENCE_MV) -> tuple[Peaks, ...]:
    """Return the spikes of each neuron in a trace (instants,) or (instants, n) whose first instant is 0 ms."""
    v = np.asarray(v_mv, dtype=np.float64)
    v = v[:, None] if v.ndim == 1 else v
    finder = PeakFinder(v[0], dt_ms, prominence_mv)
    if len(v) > 1:
        finder.take(v[1:])
    return finder.finish()


def _turning_points(v: Array, first: int) -> tuple[NDArray[np.intp], Array, Array, NDArray[np.bool_]]:
    """Return column, position in samples, value, and whether it is a top, of each inner turning point, by time."""
    step = np.diff(v, axis=0)
    before, after = step[:-1], step[1:]
    top = (before > 0.0) & (after <= 0.0)
    row, column = np.nonzero(top | ((before < 0.0) & (after >= 0.0)))
    b, a = before[row, column], after[row, column]
    # The vertex of the parabola through three samples; b - a is not 0 at a turning point.
    offset = 0.5 * (b + a) / (b - a)
    value = v[row + 1, column] + 0.25 * (b + a) * offset
    return column, first + row + 1 + offset, value, top[row, column]


def _prominent(
    position: Array, value: Array, is_top: NDArray[np.bool_], first: float, last: float, dt_ms: float, rise: float
) -> Peaks:
    """Return the tops to which V has risen by `rise` and from which it has fallen by `rise`."""
    times: list[float] = []
    heights: list[float] = []
    low, top, where = first, -np.inf, 0.0
    points = zip([*position.tolist(), 0.0], [*value.tolist(), last], [*is_top.tolist(), False], strict=True)
    for at, v, high in points:
        if high:
            if v - low >= rise and v > top:
                top, where = v, at
        elif top - v >= rise:
            times.append(where * dt_ms)
            heights.append(top)
            low, top = v, -np.inf
        elif top == -np.inf and v < low:
            low = v
    return Peaks(np.array(times), np.array(heights))


# The shape of a spike


def half_level_mv(peak_mv: float, rest_mv: float) -> float:
    """Return the potential half way between rest and the peak, mV."""
    return 0.5 * (peak_mv + rest_mv)


def width_ms(v_mv: ArrayLike, dt_ms: float, peak: tuple[float, float], rest_mv: float) -> float:
    """Return how long in ms V stays above half its height around one peak (time in ms, mV) of a trace (instants,).

    NaN if the trace begins or ends above the half level.
    """
    v = np.asarray(v_mv, dtype=np.float64)
    time, height = peak
    level = half_level_mv(height, rest_mv)
    middle = min(len(v) - 1, max(0, round(time / dt_ms)))
    rising = np.flatnonzero(v[: middle + 1] < level)
    falling = np.flatnonzero(v[middle:] < level)
    if len(rising) == 0 or len(falling) == 0 or v[middle] < level:
        return float("nan")
    up, down = int(rising[-1]), middle + int(falling[0])
    start = up + (level - v[up]) / (v[up + 1] - v[up])
    stop = down - (level - v[down]) / (v[down - 1] - v[down])
    return float((stop - start) * dt_ms)


def after_hyperpolarisation_mv(
    v_mv: ArrayLike, dt_ms: float, peak_time_ms: float, rest_mv: float, until_ms: float | None = None
) -> tuple[float, float]:
    """Return how far V dips below rest after a peak, in mV (negative if it does not), and when, in ms.

    until_ms  end of the search, such as the next peak; the end of the trace (instants,) unless given
    """
    v = np.asarray(v_mv, dtype=np.float64)
    begin = min(len(v) - 1, max(0, round(peak_time_ms / dt_ms)))
    end = len(v) if until_ms is None else min(len(v), max(begin + 1, round(until_ms / dt_ms) + 1))
    k = begin + int(np.argmin(v[begin:end]))
    if not begin < k < end - 1:
        return float(rest_mv - v[k]), float(k * dt_ms)
    b, a = v[k] - v[k - 1], v[k + 1] - v[k]
    offset = 0.5 * (b + a) / (b - a) if b != a else 0.0
    return float(rest_mv - (v[k] + 0.25 * (b + a) * offset)), float((k + offset) * dt_ms)


# Spike times, of any model


def intervals(times_ms: ArrayLike) -> Array:
    """Return the times between one spike and the next in ms, shape (k - 1,)."""
    return np.diff(np.asarray(times_ms, dtype=np.float64))


def count(times_ms: ArrayLike, start_ms: float, stop_ms: float) -> int:
    """Return the number of spikes with start <= t < stop."""
    times = np.asarray(times_ms, dtype=np.float64)
    return int(np.count_nonzero((times >= start_ms) & (times < stop_ms)))


def rate_hz(times_ms: ArrayLike, start_ms: float, stop_ms: float) -> float:
    """Return the spikes per second between start and stop; 0 for an empty span.

    The rate is a count over a time, so it changes in steps of 1 / (stop - start).
    """
    if stop_ms <= start_ms:
        return 0.0
    return 1e3 * count(times_ms, start_ms, stop_ms) / (stop_ms - start_ms)


def sustained_rate_hz(times_ms: ArrayLike, end_ms: float, settle_ms: float | None = None) -> float:
    """Return the rate in Hz that firing settles to, from the intervals after settle_ms (half of end_ms unless given).

    0 if fewer than two intervals are left, or if the silence before end_ms shows that firing has stopped.
    """
    times = np.asarray(times_ms, dtype=np.float64)
    late = times[times >= (0.5 * end_ms if settle_ms is None else settle_ms)]
    if len(late) < 3 or end_ms - late[-1] > SAME_INTERVAL * (late[-1] - late[-2]):
        return 0.0
    return float(1e3 * (len(late) - 1) / (late[-1] - late[0]))
