"""What the tests of the Hodgkin-Huxley membrane have in common: the reference, and how a run is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.bio import spikes
from neuroviz.bio.simulation import Array
from tests.bio.reference import REFERENCE

HH: dict[str, Any] = REFERENCE["hh"]
FIXED = {(e["method"], e["dt"]): e for e in REFERENCE["hh_fixed_step"]["I10"]}
REST = float(hh.rest().v_mv[0])


def pulses(duration_ms: float, dt_ms: float, *parts: tuple[float, float, Any]) -> Array:
    """A current of (start, stop, amplitudes) parts, (n_steps, n)."""
    t = (np.arange(round(duration_ms / dt_ms)) + 0.5) * dt_ms
    return sum(((t >= a) & (t < b))[:, None] * np.atleast_1d(amplitude) for a, b, amplitude in parts)


def threshold(fires: Callable[[Array], list[bool]], low: float, high: float) -> float:
    """Where `fires` begins between low and high: twice a row of 50 candidates, 1/2500 of the interval."""
    for _ in range(2):
        candidates = np.linspace(low, high, 51)
        answer = np.array(fires(candidates))
        assert answer[-1]
        assert not answer[0]
        first = int(np.argmax(answer))
        low, high = candidates[first - 1], candidates[first]
    return float(0.5 * (low + high))


def counts(current: Any, **given: Any) -> list[int]:
    return [len(times) for times in hh.simulate(current, record=False, **given).spike_times_ms]


def one_peak(v_mv: Array, dt_ms: float, prominence_mv: float = spikes.PROMINENCE_MV) -> tuple[float, float]:
    found = spikes.find_peaks(v_mv, dt_ms, prominence_mv)[0]
    return float(found.times_ms[0]), float(found.v_mv[0])
