"""Spike trains: a spike has no shape and no size here, only its time, which is all that reaches the next neuron.

`spike_times_ms` of a run is a tuple with one sorted array of times (ms) for each neuron.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuroviz.bio.simulation import Array, SimulationError

MAX_SPIKES = 1_000_000
"""Spikes of one run, or of one train: more is a mistake in a number."""


def bounded(count: float) -> int:
    """Return the count as an int. Raises SimulationError("spikes") beyond MAX_SPIKES, and for NaN."""
    if not count <= MAX_SPIKES:
        raise SimulationError("spikes", limit=MAX_SPIKES)
    return int(count)


def by_neuron(neurons: Sequence[NDArray[np.intp]], times: Sequence[Array], n: int) -> tuple[Array, ...]:
    """Sort spikes, given in the order in which they were found, by neuron: n arrays of times in ms.

    neurons, times  pieces of the same lengths: index of the neuron, and time (ms); within one neuron in order of time
    """
    if not neurons:
        return tuple(np.empty(0) for _ in range(n))
    who, when = np.concatenate(neurons), np.concatenate(times)
    order = np.argsort(who, kind="stable")
    return tuple(np.split(when[order], np.searchsorted(who[order], np.arange(1, n))))


def rates_hz(spike_times_ms: Sequence[Array], *, duration_ms: float, skip_ms: float = 0.0) -> Array:
    """Return the firing rate in Hz of each neuron, (n,): the count after `skip_ms` over the time after it.

    A count is whole, so a window of T ms distinguishes rates 1000/T Hz apart. Raises SimulationError("duration") if
    no time is left after `skip_ms`.
    """
    if not 0.0 <= skip_ms < duration_ms:
        raise SimulationError("duration", value=duration_ms)
    counts = [times.size - int(np.searchsorted(times, skip_ms)) for times in spike_times_ms]
    return np.array(counts, dtype=np.float64) * (1000.0 / (duration_ms - skip_ms))
