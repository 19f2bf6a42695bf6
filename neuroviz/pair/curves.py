"""The f-I curve over the activation function: how the rate follows a steady current, beside how a follows z.

Both on one axis, I = rheobase + z * unit, and the activation stretched in height alone: by the factor that brings it
as near as it gets (least squares). `mismatch` says how near that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from neuroviz.bio import SimulationError, stimuli
from neuroviz.bio.simulation import Array
from neuroviz.document.neuron import CHOICES, Neuron
from neuroviz.nn import ACTIVATIONS
from neuroviz.pair.models import CURVE_MS, MODELS

Z_MIN, Z_MAX = -2.0, 5.0
SAMPLES = 43
TRIALS = 4
"""Runs that a noisy rate is averaged over."""

FEW_SAMPLES, FEW_TRIALS, SHORT_MS = 15, 2, 250.0
"""The same for models that are simulated neuron by neuron: nobody waits ten seconds for a curve."""

_MEMBRANE = (
    "model", "pattern", "tau_ms", "r_mohm", "t_ref_ms", "c_m_uf_cm2", "temperature_c", "sodium", "potassium", "noise",
    "seed",
)


@dataclass(frozen=True, eq=False)
class Curves:
    """z (k,), currents (k,) in the model's unit, rates_hz (k,).

    hz_per_a   activation's name -> the height of a = 1 in Hz; 0 for one that never rises with the rate
    mismatch   activation's name -> root mean square distance from the rates over their root mean square; 0: the same
    """

    z: Array
    currents: Array
    rates_hz: Array
    hz_per_a: Mapping[str, float]
    mismatch: Mapping[str, float]

    @property
    def best(self) -> str:
        return min(self.mismatch, key=self.mismatch.__getitem__)


def curves(neuron: Neuron) -> Curves | None:
    """The curves of this neuron's membrane; None where it cannot be simulated, or fires at no current."""
    given = Neuron(**{name: getattr(neuron, name) for name in _MEMBRANE})
    return _curves(given)


@lru_cache(maxsize=32)
def _curves(neuron: Neuron) -> Curves | None:
    model = MODELS[neuron.model]
    z = np.linspace(Z_MIN, Z_MAX, SAMPLES if model.many_at_once or neuron.noise == 0.0 else FEW_SAMPLES)
    currents = model.rheobase(neuron) + z * model.unit
    try:
        rates = _noisy(neuron, currents) if neuron.noise > 0.0 else model.rates(neuron, currents)
    except SimulationError:
        return None
    if not rates.any():
        return None
    heights, distances = {}, {}
    size = float(np.sqrt(np.mean(rates**2))) or 1.0
    for name in CHOICES["activation"]:
        a = ACTIVATIONS[name].f(z)
        heights[name] = max(0.0, float(a @ rates) / (float(a @ a) or 1.0))
        distances[name] = float(np.sqrt(np.mean((heights[name] * a - rates) ** 2))) / size
    return Curves(z, currents, rates, MappingProxyType(heights), MappingProxyType(distances))


def _noisy(neuron: Neuron, currents: Array) -> Array:
    """Rates under a fluctuating current: all currents and trials in one run."""
    model = MODELS[neuron.model]
    trials, duration = (TRIALS, CURVE_MS) if model.many_at_once else (FEW_TRIALS, SHORT_MS)
    means = np.repeat(currents, trials)
    rows = stimuli.white_noise(
        neuron.noise * model.unit, np.random.default_rng(neuron.seed), mean=means, duration_ms=duration,
        dt_ms=model.dt_ms, tau_ms=model.noise_ms(neuron),
    )
    times = model.spikes(neuron, rows, duration, model.dt_ms)
    counts = np.array([len(train) for train in times], dtype=np.float64).reshape(len(currents), trials)
    return np.asarray(counts.mean(axis=1) * 1000.0 / duration)


