"""Synapses: a spike arrives, transmitter opens channels for some milliseconds, and current flows.

    I(t) = g(t) (V - E),   g(t) = g_max s(t - t_spike - delay),   positive outward

An input is not a number that is added, as in an artificial network: it opens a conductance. Its current shrinks as V
nears the reversal potential E, so inputs that arrive together add up to less than their sum; and a conductance
whose E is the resting potential moves nothing alone, but weakens every other input (shunting).

Whether a synapse excites or inhibits lies in the receptor (its E), its strength in g_max (contacts x release x
channels): the two halves of what an artificial weight is.

Time courses s(t), 0 before the spike and 1 at their peak:

    biexponential   norm (exp(-t/decay) - exp(-t/rise))       rise < decay
    alpha           (t/tau) exp(1 - t/tau)                    its limit where rise = decay = tau

NMDA's channel is also blocked by magnesium from outside, unless the membrane is depolarised: the open share is
1 / (1 + [Mg]/3.57 mM exp(-0.062 V)), V in mV.

Sources: Roth and van Rossum, "Modeling synapses", in *Computational Modeling Methods for Neuroscientists* (2009);
Jahr and Stevens 1990, J Neurosci 10:3178 (magnesium block).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.simulation import MAX_CURRENT, Array, SimulationError, SynapticDrive, finite, positive
from neuroviz.bio.trains import bounded

MG_HALF_MM = 3.57
MG_PER_MV = 0.062
"""Constants of the magnesium block (Jahr and Stevens 1990)."""
MG_LOWEST_MV = -5000.0
"""Lowest potential that the block is computed for: below it the exponential would overflow, and all is blocked."""

SAME_TIME = 1e-5
"""Rise and decay that differ by less (relative) count as equal: the difference of two almost equal exponentials loses
its digits, while the error of the alpha function at their mean is only the square of this."""

_MOST_FADING = 30.0
"""Longest block of steps whose terms are summed together, in time constants."""

MAX_CONTACTS = 10_000


@dataclass(frozen=True)
class Receptor:
    """One kind of channel that transmitter opens.

    reversal_mv         E: the potential at which its current changes sign
    rise_ms, decay_ms   time constants; equal: an alpha function whose peak is at tau = rise = decay
    magnesium           whether magnesium blocks it (E must then be 0 mV: see SynapticDrive)

    Raises SimulationError("parameter") for a time constant that is not positive, for rise > decay, and for magnesium
    with another E.
    """

    name: str
    reversal_mv: float
    rise_ms: float
    decay_ms: float
    magnesium: bool = False

    def __post_init__(self) -> None:
        finite(reversal_mv=self.reversal_mv)
        positive(rise_ms=self.rise_ms, decay_ms=self.decay_ms)
        if self.rise_ms > self.decay_ms:
            raise SimulationError("parameter", name="rise_ms", value=self.rise_ms, limit=self.decay_ms)
        if self.magnesium and self.reversal_mv != 0.0:
            raise SimulationError("parameter", name="reversal_mv", value=self.reversal_mv, limit=0.0)

    @property
    def shape(self) -> Literal["alpha", "biexponential"]:
        """The time course: alpha where rise and decay count as equal."""
        return "alpha" if self.decay_ms - self.rise_ms <= SAME_TIME * self.decay_ms else "biexponential"

    @property
    def peak_ms(self) -> float:
        """Time from the spike to the peak of the conductance, ms."""
        if self.shape == "alpha":
            return 0.5 * (self.rise_ms + self.decay_ms)
        # (decay rise / (decay - rise)) ln(decay / rise), with log1p because the ratio may be close to 1.
        gap = self.decay_ms - self.rise_ms
        return self.decay_ms * self.rise_ms / gap * math.log1p(gap / self.rise_ms)


RECEPTORS: Mapping[str, Receptor] = MappingProxyType({
    record.name: record
    for record in (
        Receptor("ampa", 0.0, 2.5, 2.5),
        Receptor("nmda", 0.0, 2.0, 100.0, magnesium=True),
        Receptor("gaba_a", -70.0, 5.0, 5.0),
        # The same two with the fast rise that recordings show.
        Receptor("ampa_biexponential", 0.0, 0.2, 2.0),
        Receptor("gaba_a_biexponential", -70.0, 0.5, 5.0),
    )
})


@dataclass(frozen=True, eq=False)
class Synapse:
    """One input of a neuron.

    spike_times_ms  spikes of the presynaptic cell, in any order; those before 0 count with what is left of them
    g_max           peak conductance of one spike, in the unit of the model that it drives (see SynapticDrive)
    delay_ms        time from the spike to the opening: axon and cleft

    Raises SimulationError: "parameter" for g_max or delay below 0 or non-finite, "spikes" for times that are
    non-finite or too many.
    """

    spike_times_ms: ArrayLike
    receptor: Receptor
    g_max: float
    delay_ms: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (("g_max", self.g_max), ("delay_ms", self.delay_ms)):
            if not 0.0 <= value <= MAX_CURRENT:
                raise SimulationError("parameter", name=name, value=value)
        times = np.array(self.spike_times_ms, dtype=np.float64).ravel()
        bounded(times.size)
        if not np.all(np.isfinite(times)):
            raise SimulationError("spikes")
        times.setflags(write=False)
        object.__setattr__(self, "spike_times_ms", times)


def alpha(t_ms: ArrayLike, tau_ms: float) -> Array:
    """Return (t/tau) exp(1 - t/tau) for t > 0, else 0; peak 1 at tau. The shape of t.

    Raises SimulationError("parameter") for a tau that is not positive.
    """
    positive(tau_ms=tau_ms)
    t = np.maximum(np.asarray(t_ms, dtype=np.float64), 0.0) / tau_ms
    # exp(-t) is 0 long before t reaches the bound, so that no inf is ever multiplied by 0.
    t = np.minimum(t, 1e4)
    return np.asarray(t * np.exp(1.0 - t))


def biexponential(t_ms: ArrayLike, rise_ms: float, decay_ms: float) -> Array:
    """Return norm (exp(-t/decay) - exp(-t/rise)) for t > 0, else 0; peak 1. The shape of t.

    If rise = decay: `alpha`. Raises SimulationError("parameter") as `Receptor` does.
    """
    receptor = Receptor("", 0.0, rise_ms, decay_ms)
    if receptor.shape == "alpha":
        return alpha(t_ms, receptor.peak_ms)
    t = np.maximum(np.asarray(t_ms, dtype=np.float64), 0.0)
    return np.asarray(_norm(receptor) * (np.exp(-t / decay_ms) - np.exp(-t / rise_ms)))


def _norm(receptor: Receptor) -> float:
    peak = receptor.peak_ms
    return 1.0 / (math.exp(-peak / receptor.decay_ms) - math.exp(-peak / receptor.rise_ms))


def magnesium_block(v_mv: ArrayLike, magnesium_mm: float = 1.0) -> Array:
    """Return the share of NMDA channels that magnesium leaves open at v_mv: 0 to 1, the shape of v_mv.

    Raises SimulationError("parameter") for a concentration that is negative or non-finite.
    """
    if not 0.0 <= magnesium_mm < np.inf:
        raise SimulationError("parameter", name="magnesium_mm", value=magnesium_mm)
    v = np.maximum(np.asarray(v_mv, dtype=np.float64), MG_LOWEST_MV)
    return np.asarray(1.0 / (1.0 + magnesium_mm / MG_HALF_MM * np.exp(-MG_PER_MV * v)))


def unblocked(v_mv: float, magnesium_mm: float) -> float:
    """Return `magnesium_block` of one number, unchecked, for loops over one neuron."""
    return 1.0 / (1.0 + magnesium_mm / MG_HALF_MM * math.exp(-MG_PER_MV * max(v_mv, MG_LOWEST_MV)))


def conductance(
    spike_times: ArrayLike, receptor: Receptor, g_max: float, *, n_steps: int, dt_ms: float, delay_ms: float = 0.0
) -> Array:
    """Return the conductance in each step, (n_steps,): its exact MEAN over the step, without the magnesium block.

    A model keeps it constant within a step. With the mean each spike contributes its whole conductance whatever dt is
    and wherever in the step it falls, and the remaining error is of second order in dt; the value at the start of the
    step would be late by dt/2 on average, an error of first order.

    Raises SimulationError as `Synapse` does, and for a step or number of steps that is not positive.
    """
    return _courses(Synapse(spike_times, receptor, g_max, delay_ms), n_steps, dt_ms)[0]


def conductance_at_instants(
    spike_times: ArrayLike, receptor: Receptor, g_max: float, *, n_steps: int, dt_ms: float, delay_ms: float = 0.0
) -> Array:
    """Return the conductance at t_0 ... t_n_steps, (n_steps + 1,), without the magnesium block, for figures.

    Raises SimulationError as `conductance` does.
    """
    return _courses(Synapse(spike_times, receptor, g_max, delay_ms), n_steps, dt_ms)[1]


def current(v_mv: ArrayLike, synapse: Synapse, *, dt_ms: float, magnesium_mm: float = 1.0) -> Array:
    """Return g (V - E) of one synapse at each instant, positive outward, the shape of v_mv.

    v_mv  (n_steps + 1,) or (n_steps + 1, n), as a run recorded it

    Raises SimulationError("shape") for another shape.
    """
    v = np.asarray(v_mv, dtype=np.float64)
    if v.ndim not in (1, 2) or v.shape[0] < 2:
        raise SimulationError("shape", got=str(v.shape), expected="(n_steps + 1,)")
    g = _courses(synapse, v.shape[0] - 1, dt_ms)[1]
    g = g if v.ndim == 1 else g[:, np.newaxis]
    if synapse.receptor.magnesium:
        g = g * magnesium_block(v, magnesium_mm)
    return np.asarray(g * (v - synapse.receptor.reversal_mv))


def drive(
    synapses: Sequence[Synapse], *, n_steps: int, dt_ms: float, magnesium_mm: float = 1.0
) -> SynapticDrive:
    """Sum all synapses of one neuron; rows of shape (n_steps, 1), which any number of neurons can share.

    Raises SimulationError for too many synapses or spikes, and for a step or number of steps that is not positive.
    """
    if len(synapses) > MAX_CONTACTS:
        raise SimulationError("too_many_values", limit=MAX_CONTACTS)
    bounded(sum(np.size(synapse.spike_times_ms) for synapse in synapses))
    positive_steps(n_steps, dt_ms)
    total, weighted, nmda = np.zeros(n_steps), np.zeros(n_steps), np.zeros(n_steps)
    for synapse in synapses:
        g = _courses(synapse, n_steps, dt_ms)[0]
        if synapse.receptor.magnesium:
            nmda += g
        else:
            total += g
            weighted += g * synapse.receptor.reversal_mv
    blocked = any(synapse.receptor.magnesium for synapse in synapses)
    return SynapticDrive(
        total[:, np.newaxis], weighted[:, np.newaxis], nmda[:, np.newaxis] if blocked else None, magnesium_mm
    )


def positive_steps(n_steps: int, dt_ms: float) -> None:
    """Raise SimulationError for a number of steps below 1, and for a step that is not positive and finite."""
    if not 0.0 < dt_ms < np.inf:
        raise SimulationError("time_step", value=dt_ms)
    if n_steps < 1:
        raise SimulationError("duration", value=n_steps * dt_ms)


def _courses(synapse: Synapse, n_steps: int, dt_ms: float) -> tuple[Array, Array]:
    """Return the mean conductance of each step (n_steps,), and its value at each instant (n_steps + 1,)."""
    positive_steps(n_steps, dt_ms)
    receptor = synapse.receptor
    onsets = np.asarray(synapse.spike_times_ms) + synapse.delay_ms
    onsets = onsets[onsets < n_steps * dt_ms]
    if onsets.size == 0 or synapse.g_max == 0.0:
        return np.zeros(n_steps), np.zeros(n_steps + 1)
    if receptor.shape == "alpha":
        area, value = _alpha_sum(onsets, receptor.peak_ms, n_steps, dt_ms)
        scale = synapse.g_max * math.e
    else:
        slow_area, slow = _exponential_sum(onsets, receptor.decay_ms, n_steps, dt_ms)
        fast_area, fast = _exponential_sum(onsets, receptor.rise_ms, n_steps, dt_ms)
        area, value = slow_area - fast_area, slow - fast
        scale = synapse.g_max * _norm(receptor)
    # Differences of positive numbers: what is 0 may come out as -1e-17, and a conductance is never negative.
    return np.maximum(area, 0.0) * (scale / dt_ms), np.maximum(value, 0.0) * scale


def _exponential_sum(onsets: Array, tau: float, n_steps: int, dt: float) -> tuple[Array, Array]:
    """Return S = sum over spikes of exp(-(t - spike)/tau): its area in each step, and its values at the instants.

    The area has two parts: what was present and decayed, and what arrived within the step. (It also follows from the
    change of S alone, but if tau is very many steps that is a difference of almost equal numbers.)
    """
    _counts, (ages, fresh) = _arrivals(
        onsets, n_steps, dt, lambda age: (np.exp(-age / tau), -np.expm1(-age / tau)))
    before = float(np.sum(np.exp(np.minimum(onsets[onsets < 0.0], 0.0) / tau)))
    value = _fading(ages, dt / tau, before)
    area: Array = tau * (value[:-1] * -math.expm1(-dt / tau) + fresh)
    return area, value


def _alpha_sum(onsets: Array, tau: float, n_steps: int, dt: float) -> tuple[Array, Array]:
    """Return B = sum over spikes of (age/tau) exp(-age/tau): its area in each step, and its values at the instants.

    With S of `_exponential_sum`: B' = (S - B)/tau, so that the area of what was present is S (1 - exp(-x)(1 + x)) and
    B (1 - exp(-x)) times tau, x = dt / tau.
    """
    _counts, (plain, aged, fresh) = _arrivals(onsets, n_steps, dt, lambda age: (
        np.exp(-age / tau), age / tau * np.exp(-age / tau), _risen(age / tau)))
    h = dt / tau
    past = np.minimum(onsets[onsets < 0.0], 0.0) / tau
    s = _fading(plain, h, float(np.sum(np.exp(past))))
    # In a step B decays as S does, and gains h of each unit of S.
    value = _fading(aged + math.exp(-h) * h * s[:-1], h, float(np.sum(-past * np.exp(past))))
    area: Array = tau * (s[:-1] * float(_risen(np.array(h))) + value[:-1] * -math.expm1(-h) + fresh)
    return area, value


def _risen(x: Array) -> Array:
    """Return 1 - exp(-x)(1 + x), the area of an alpha function up to x; for small x by the series, to lose no digit."""
    small = np.minimum(x, 1e-2)
    series = small * small * (1 / 2 - small * (1 / 3 - small * (1 / 8 - small * (1 / 30 - small / 144))))
    return np.where(x < 1e-2, series, -np.expm1(-x) - x * np.exp(-x))


def _fading(added: Array, h: float, first: float) -> Array:
    """Return y_0 = first, y_(k+1) = exp(-h) y_k + added_k: (n + 1,) from (n,), without a loop over the steps.

    Within a block, y is a sum of terms that each decay with the distance alone, exp(-h (k - j)): a running sum of
    exp(h j) added_j, divided by exp(h k). A block is short enough for exp(h k) not to grow too large.
    """
    n = len(added)
    out = np.empty(n + 1)
    out[0] = first
    if h > _MOST_FADING:
        # Of what was present two steps ago, nothing is left that a float could represent.
        out[1:] = added
        out[1:] += math.exp(-h) * out[:-1]
        return out
    length = min(n, int(_MOST_FADING / h)) if h * n > _MOST_FADING else n
    for start in range(0, n, length):
        block = added[start:start + length]
        k = np.arange(1, len(block) + 1)
        grown = np.exp(h * k)
        out[start + 1:start + 1 + len(block)] = (out[start] + np.cumsum(block * grown)) / grown
    return out


def _arrivals(
    onsets: Array, n_steps: int, dt: float, kernels: Callable[[Array], tuple[Array, ...]]
) -> tuple[Array, tuple[Array, ...]]:
    """Return the spikes in each step (n_steps,), and each kernel's sum over their ages at the step's end (n_steps,)."""
    onsets = onsets[onsets >= 0.0]
    step = np.minimum((onsets / dt).astype(np.intp), n_steps - 1)
    ages = np.maximum((step + 1) * dt - onsets, 0.0)
    counts: Array = np.bincount(step, minlength=n_steps).astype(np.float64)
    sums = (np.bincount(step, weights=kernel, minlength=n_steps) for kernel in kernels(ages))
    return counts, tuple(np.asarray(total, dtype=np.float64) for total in sums)
