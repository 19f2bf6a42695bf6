"""The f–I curve over the activation function: how the rate follows a steady current, beside how a follows z.

Both on one axis, I = rheobase + z * unit, and the activation stretched in height alone: by the factor that brings it
as near as it gets (least squares). `mismatch` says how near that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from neuroviz.bio import SimulationError, stimuli
from neuroviz.bio.simulation import Array
from neuroviz.caching import computed_once
from neuroviz.document.settings.neuron import ELEMENTWISE, Neuron
from neuroviz.lab.comparison.models import CURVE_MS, MODELS
from neuroviz.nn import ACTIVATIONS

Z_MIN, Z_MAX = -2.0, 5.0
SAMPLES = 43
TRIALS = 4
"""Runs that a noisy rate is averaged over."""

KNEE = np.concatenate([10.0 ** np.arange(-9.0, -2.0), [0.003, 0.006, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.11, 0.14]])
"""Where the curve is looked at besides. An integrate-and-fire neuron's rate rises at its knee as 1 / ln(1 / z): steeper
than any line between points that lie evenly."""

EXACT_KNEE = np.union1d(KNEE, np.logspace(-9.0, -2.0, 22))
"""The same where a rate is a formula and costs nothing: three points a decade, between which a straight line errs by
less than 1 Hz; with one a decade it errs by 3 Hz where the membrane is quick (tau = 3 ms, no refractory period)."""

JUMP_WIDTH, JUMPS_LOOKED_AT = 0.02, 2
"""How closely another jump is looked for, in z, and how often."""

KNEE_WIDTH = 0.005
"""How close to z = 0 a cell's knee is, where its rheobase is found by trying."""

JUMP_HZ = 20.0
"""A cell that starts with less starts slowly, as far as a picture can show."""

MOST_HZ = 10_000.0
"""No curve beyond it: a run that fires as often is refused."""

FEW_SAMPLES, FEW_TRIALS, SHORT_MS = 15, 2, 250.0
"""The same for models that are simulated neuron by neuron: nobody waits ten seconds for a curve."""

_MEMBRANE = (
    "model", "pattern", "tau_ms", "r_mohm", "t_ref_ms", "c_m_uf_cm2", "temperature_c", "sodium", "potassium", "noise",
    "seed",
)


@dataclass(frozen=True, eq=False)
class Curves:
    """z (k,), currents (k,) in the model's unit, rates_hz (k,): evenly along z, what the activations are fitted to.

    line       (z, Hz), both (m,): the same curve as it is drawn, with more points where it begins or ends, and upright
               where it jumps
    hz_per_a   activation's name -> the height of a = 1 in Hz; 0 for one that never rises with the rate
    mismatch   activation's name -> root mean square distance from the rates over their root mean square; 0: the same
    """

    z: Array
    currents: Array
    rates_hz: Array
    hz_per_a: Mapping[str, float]
    mismatch: Mapping[str, float]
    line: tuple[Array, Array]

    @property
    def best(self) -> str:
        """Name of the activation with the smallest mismatch."""
        return min(self.mismatch, key=self.mismatch.__getitem__)


def curves(neuron: Neuron) -> Curves | None:
    """Return the curves of this neuron's membrane; None where it cannot be simulated, or fires at no current."""
    given = Neuron(**{name: getattr(neuron, name) for name in _MEMBRANE})
    return _curves(given)


@computed_once(32)
def _curves(neuron: Neuron) -> Curves | None:
    model = MODELS[neuron.model]
    z = np.linspace(Z_MIN, Z_MAX, SAMPLES if model.many_at_once or neuron.noise == 0.0 else FEW_SAMPLES)
    rheobase = model.rheobase(neuron)
    currents = rheobase + z * model.unit
    try:
        if neuron.noise > 0.0:
            rates = _noisy(neuron, currents)
            line = (z, rates)
        else:
            # What begins at z = 0 is looked at just above it, where the rheobase was found by trying.
            knee = 0.0 if model.exact else KNEE_WIDTH

            def at_z(z: Array) -> Array:
                return model.rates(neuron, rheobase + np.where((z >= 0.0) & (z < knee), knee, z) * model.unit)

            line = _line(np.union1d(z, EXACT_KNEE if model.exact else KNEE), at_z)
            rates = line[1][np.searchsorted(line[0], z)]
            line = _upright(*line)
    except SimulationError:
        return None
    if not rates.any() or rates.max() > MOST_HZ:
        return None
    heights, distances = {}, {}
    size = float(np.sqrt(np.mean(rates**2))) or 1.0
    for name in ELEMENTWISE:
        a = ACTIVATIONS[name].f(z)
        heights[name] = max(0.0, float(a @ rates) / (float(a @ a) or 1.0))
        distances[name] = float(np.sqrt(np.mean((heights[name] * a - rates) ** 2))) / size
    return Curves(z, currents, rates, MappingProxyType(heights), MappingProxyType(distances), line)


def _line(at: Array, rates: Callable[[Array], Array]) -> tuple[Array, Array]:
    """Return the rates at these z, and at more on either side of a jump."""
    hz = rates(at)
    for _ in range(JUMPS_LOOKED_AT):
        # The knee, and a cell that falls silent again, driven too hard or too warm.
        jumps = [
            k for k in range(len(at) - 1)
            if (hz[k] > 0.0) != (hz[k + 1] > 0.0) and max(hz[k], hz[k + 1]) > JUMP_HZ
            and at[k + 1] - at[k] > JUMP_WIDTH and not at[k] <= 0.0 <= at[k + 1]
        ]
        if not jumps:
            break
        new = np.concatenate([np.linspace(at[k], at[k + 1], 12)[1:-1] for k in jumps])
        more = rates(new)
        order = np.argsort(np.concatenate([at, new]), kind="stable")
        at, hz = np.concatenate([at, new])[order], np.concatenate([hz, more])[order]
    return at, hz


def _upright(at: Array, hz: Array) -> tuple[Array, Array]:
    """Return the line with each jump out of silence or into it made upright where it is.

    It is at z = 0, or between two points that are next to each other.
    """
    z_out, hz_out = [float(at[0])], [float(hz[0])]
    for a, b, low, high in zip(at, at[1:], hz, hz[1:], strict=False):
        if (low > 0.0) != (high > 0.0) and max(low, high) > JUMP_HZ:
            where = 0.0 if a <= 0.0 <= b else 0.5 * (a + b)
            z_out += [where, where]
            hz_out += [float(low), float(high)]
        z_out.append(float(b))
        hz_out.append(float(high))
    return np.array(z_out), np.array(hz_out)


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


