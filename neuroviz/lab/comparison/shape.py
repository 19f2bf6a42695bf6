"""The form of a spike, where the model has one: how high, how wide, how deep the dip after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neuroviz.bio import spikes
from neuroviz.lab.comparison.run import Comparison


@dataclass(frozen=True)
class SpikeShape:
    """peak_mv; width_ms at half height; dip_mv: how far V goes below rest before the next spike."""

    peak_mv: float
    width_ms: float
    dip_mv: float


def first_spike(run: Comparison) -> SpikeShape | None:
    """Return the first spike's form; None without one, and for models that leave the form out."""
    result = run.result
    if run.failed is not None or not result.gates or len(result.spikes_ms) == 0:
        return None
    dt, rest = float(result.time_ms[1] - result.time_ms[0]), run.model.rest_mv(run.neuron)
    # Not every peak of V is a spike: the first spike's own.
    found = spikes.find_peaks(result.v_mv, dt)[0]
    own = int(np.argmin(np.abs(found.times_ms - result.spikes_ms[0])))
    peak = (float(found.times_ms[own]), float(found.v_mv[own]))
    following = float(result.spikes_ms[1]) if len(result.spikes_ms) > 1 else None
    dip, _ = spikes.after_hyperpolarisation_mv(result.v_mv, dt, peak[0], rest, following)
    return SpikeShape(peak[1], spikes.width_ms(result.v_mv, dt, peak, rest), dip)
