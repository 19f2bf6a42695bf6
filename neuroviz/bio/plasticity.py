"""Learning without a teacher: a synapse changes only by what its own two neurons do.

Backpropagation sends the error of the whole network to each weight. A synapse cannot know that error. It knows when
its own two neurons fired, and three rules live on that alone. (In the brain a third factor joins in: neuromodulators
tell many synapses at once how things went. Fremaux and Gerstner 2016, Front Neural Circuits 9:85.)

Spike-timing-dependent plasticity (STDP). With lag = t_post - t_pre, each pair of spikes adds

    A+ exp(-lag / tau+)   where the sender fired first (lag > 0): it may have been a cause,
   -A- exp( lag / tau-)   where it fired second (lag < 0): it cannot have been,

and w stays between 0 and w_max.

Hebb: dw = rate y x with y = w . x, "what fires together wires together". Left alone it grows without end.

Oja: dw = rate y (x - y w). The added decay, by y^2, keeps the length of w at 1, and w turns to the direction in which
the inputs vary most: the first principal component, found by one neuron.

Sources: Song, Miller and Abbott 2000 (Nat Neurosci 3:919); Bi and Poo 1998 (J Neurosci 18:10464) for the experiment;
Morrison, Diesmann and Gerstner 2008 (Biol Cybern 98:459) for the schemes of pairing; Oja 1982 (J Math Biol 15:267).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio.simulation import Array, SimulationError, finite, positive

MAX_SPIKES = 100_000
"""Largest number of spikes of one train in one run."""

MAX_AMPLITUDE = 1e6
"""Largest amplitude of the window, in units of w: far beyond any sensible w_max."""


@dataclass(frozen=True, slots=True)
class TimingRule:
    """The window of STDP. Depression is a little stronger, so that unrelated spikes weaken a synapse.

    a_plus, a_minus             largest increase and decrease by one pair, in units of w
    tau_plus_ms, tau_minus_ms   larger = spikes further apart still count
    w_max                       largest weight

    Raises SimulationError("parameter") for an amplitude that is negative or above MAX_AMPLITUDE, and for a tau or w_max
    that is not positive.
    """

    a_plus: float = 0.005
    a_minus: float = 0.00525
    tau_plus_ms: float = 20.0
    tau_minus_ms: float = 20.0
    w_max: float = 1.0

    def __post_init__(self) -> None:
        for name, amplitude in (("a_plus", self.a_plus), ("a_minus", self.a_minus)):
            if not 0.0 <= amplitude <= MAX_AMPLITUDE:
                raise SimulationError("parameter", name=name, value=amplitude)
        positive(tau_plus_ms=self.tau_plus_ms, tau_minus_ms=self.tau_minus_ms, w_max=self.w_max)

    def window(self, lag_ms: ArrayLike) -> Array:
        """Return the change of w by one pair, for each lag t_post - t_pre: the shape of lag_ms.

        At a lag of 0 the change is 0: neither spike can have caused the other.
        """
        lag = np.asarray(lag_ms, dtype=np.float64)
        size = np.abs(lag)
        change: Array = np.where(
            lag > 0.0, self.a_plus * np.exp(-size / self.tau_plus_ms), -self.a_minus * np.exp(-size / self.tau_minus_ms)
        )
        return np.where(lag == 0.0, 0.0, change)

    @property
    def integral_ms(self) -> float:
        """The area under the window: negative where unrelated spikes weaken the synapse."""
        return self.a_plus * self.tau_plus_ms - self.a_minus * self.tau_minus_ms


@dataclass(frozen=True, eq=False)
class WeightHistory:
    """The course of one weight.

    times_ms  (m + 1,)   0 or the first spike, whichever is earlier, and then each instant with a spike, in order
    weights   (m + 1,)   the weight from that instant on; weights[0] is the weight before any spike
    """

    times_ms: Array
    weights: Array

    @property
    def final(self) -> float:
        """Weight after the last spike."""
        return float(self.weights[-1])


def learn_from_spikes(
    pre_ms: ArrayLike, post_ms: ArrayLike, weight: float, rule: TimingRule | None = None
) -> WeightHistory:
    """Follow a weight through two spike trains. Every spike is paired with every earlier one of the other neuron.

    Such an all-to-all rule needs no memory of spikes: each neuron keeps a trace that jumps by 1 at its spikes and
    decays in between, and the other one's spike reads it. w is clipped at each spike. Spikes at the same instant do
    not see each other, as in the window.

    pre_ms, post_ms  spike times of sender and receiver in ms, each in increasing order; shapes (n,) and (m,)
    weight           weight at the start, from 0 to rule.w_max
    rule             Song, Miller and Abbott's if None

    Raises SimulationError("spikes") for times that are not finite and increasing, or too many of them, and
    SimulationError("parameter") for a weight out of bounds.
    """
    rule = rule or TimingRule()
    pre, post = _train("pre_ms", pre_ms), _train("post_ms", post_ms)
    if not 0.0 <= weight <= rule.w_max:
        raise SimulationError("parameter", name="weight", value=weight)
    instants = np.union1d(pre, post)
    sent, received = np.isin(instants, pre), np.isin(instants, post)
    times = np.concatenate([[min(0.0, float(instants[0])) if instants.size else 0.0], instants])
    weights = np.full(times.size, float(weight))
    pre_trace = post_trace = 0.0
    for k in range(1, times.size):
        elapsed = float(times[k] - times[k - 1])
        pre_trace *= exp(-elapsed / rule.tau_plus_ms)
        post_trace *= exp(-elapsed / rule.tau_minus_ms)
        change = 0.0
        if sent[k - 1]:
            change -= rule.a_minus * post_trace
        if received[k - 1]:
            change += rule.a_plus * pre_trace
        weights[k] = min(max(weights[k - 1] + change, 0.0), rule.w_max)
        pre_trace += bool(sent[k - 1])
        post_trace += bool(received[k - 1])
    return WeightHistory(times, weights)


def pairings(count: int, rate_hz: float, lag_ms: float) -> tuple[Array, Array]:
    """Make the spikes of the classical experiment: `count` pairs, one neuron always `lag_ms` before the other.

    rate_hz  pairs per second
    lag_ms   t_post - t_pre; negative: the receiver fires first

    Returns the spike times of sender and receiver in ms, shape (count,) each, the earlier one starting at 0.
    Raises SimulationError("parameter") for fewer than 1 pair or more than MAX_SPIKES, and for a rate
    that is not positive.
    """
    if not 1 <= count <= MAX_SPIKES:
        raise SimulationError("parameter", name="count", value=count)
    positive(rate_hz=rate_hz)
    finite(lag_ms=lag_ms)
    first: Array = np.arange(count, dtype=np.float64) * (1000.0 / rate_hz)
    pre: Array = first + max(0.0, -lag_ms)
    post: Array = first + max(0.0, lag_ms)
    return pre, post


def hebb(weights: ArrayLike, inputs: ArrayLike, rate: float) -> Array:
    """Return the weights after one step of Hebb's rule: w + rate * mean of y x, shape (n_in,).

    weights  (n_in,)
    inputs   (n_in,), or (batch, n_in): the step is then the mean over the batch

    Weights that overflow become infinite and are not refused: that is what the rule does.
    Raises SimulationError("shape") if weights and inputs do not fit, and "parameter" for a rate that is not positive.
    """
    with np.errstate(all="ignore"):
        w, x, y = _linear_neuron(weights, inputs, rate)
        return w + rate * (y @ x) / len(x)


def oja(weights: ArrayLike, inputs: ArrayLike, rate: float) -> Array:
    """Return the weights after one step of Oja's rule: w + rate * mean of y (x - y w), shape (n_in,).

    weights, inputs and errors as for `hebb`. The rule converges if the rate times the inputs' largest variance is well
    below 1.
    """
    with np.errstate(all="ignore"):
        w, x, y = _linear_neuron(weights, inputs, rate)
        return w + rate * (y @ x - (y @ y) * w) / len(x)


def _linear_neuron(weights: ArrayLike, inputs: ArrayLike, rate: float) -> tuple[Array, Array, Array]:
    """Return w (n_in,), x (batch, n_in) and y = x w (batch,), checked."""
    positive(rate=rate)
    w = np.asarray(weights, dtype=np.float64)
    x = np.atleast_2d(np.asarray(inputs, dtype=np.float64))
    if w.ndim != 1 or x.ndim != 2 or x.shape[1] != w.size or x.size == 0:
        raise SimulationError("shape", got=str(x.shape), expected=f"(batch, {w.size})")
    return w, x, x @ w


def _train(name: str, spikes: ArrayLike) -> Array:
    times = np.asarray(spikes, dtype=np.float64)
    ordered = times.ndim == 1 and bool(np.all(np.isfinite(times))) and bool(np.all(np.diff(times) > 0.0))
    if not ordered or times.size > MAX_SPIKES:
        raise SimulationError("spikes", name=name)
    return times
