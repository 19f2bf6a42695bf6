"""A synapse is a lottery: each spike releases a whole number of packets, and often none.

An edge of a network hands on exactly w times a. A synapse has n places where a vesicle may be let go, and each of them
does so with probability p. So the number of packets is binomial,

    P(k) = C(n, k) p^k (1 - p)^(n - k),   mean n p,   failure (1 - p)^n

and what arrives is k times the effect of one packet. Where there are very many places and each is very unlikely only
the mean m = n p matters: P(k) = e^-m m^k / k!, the Poisson law. Del Castillo and Katz read m from the failures alone,
m = ln(1 / share of failures), and it agreed with m read from the mean size. That is how quanta were found.

Source: del Castillo and Katz 1954 (J Physiol 124:560).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, exp, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from neuroviz.bio.simulation import Array, SimulationError

MAX_SITES = 1000
"""Release sites: up to here C(n, k) is a float64. A neuromuscular junction has some hundreds, most synapses fewer."""

MAX_TRIALS = 1_000_000
"""Spikes in one draw."""


@dataclass(frozen=True, slots=True)
class ReleaseSites:
    """n places, each of which releases a packet with probability p at a spike, independently of the others.

    Raises SimulationError("parameter") for n below 1 or above MAX_SITES, and for p outside 0 to 1.
    """

    n: int
    p: float

    def __post_init__(self) -> None:
        if not 1 <= self.n <= MAX_SITES:
            raise SimulationError("parameter", name="n", value=self.n)
        if not 0.0 <= self.p <= 1.0:
            raise SimulationError("parameter", name="p", value=self.p)

    @property
    def mean(self) -> float:
        """Mean number of packets per spike: the quantal content."""
        return self.n * self.p

    @property
    def variance(self) -> float:
        """n p (1 - p): largest for p = 1/2, and 0 if release is certain."""
        return self.mean * (1.0 - self.p)

    @property
    def failure(self) -> float:
        """Share of spikes that release nothing."""
        return float((1.0 - self.p) ** self.n)

    @property
    def cv(self) -> float:
        """Standard deviation over mean: how unreliable the synapse is. Infinite if nothing is ever released."""
        return sqrt(self.variance) / self.mean if self.mean > 0.0 else inf

    def probabilities(self) -> Array:
        """Return P(k) for k = 0 to n, shape (n + 1,)."""
        return np.array([comb(self.n, k) * self.p**k * (1.0 - self.p) ** (self.n - k) for k in range(self.n + 1)])

    def draw(self, generator: np.random.Generator, trials: int) -> NDArray[np.int64]:
        """Draw the number of packets that each of `trials` spikes releases, shape (trials,).

        Raises SimulationError("parameter") for fewer than 1 trial and more than MAX_TRIALS.
        """
        if not 1 <= trials <= MAX_TRIALS:
            raise SimulationError("parameter", name="trials", value=trials)
        return generator.binomial(self.n, self.p, size=trials).astype(np.int64)


def poisson_probabilities(mean: float, most: int) -> Array:
    """Return P(k) for k = 0 to `most`, (most + 1,), for very many sites that are each very unlikely to release.

    mean  mean number of packets per spike

    Raises SimulationError("parameter") if the mean or `most` is not between 0 and MAX_SITES.
    """
    _mean(mean)
    if not 0 <= most <= MAX_SITES:
        raise SimulationError("parameter", name="most", value=most)
    k = np.arange(most + 1)
    if mean == 0.0:
        return np.where(k == 0, 1.0, 0.0)
    # By logarithms: e^-m alone is 0 long before its product with m^k / k! is.
    log_factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    probabilities: Array = np.exp(k * log(mean) - mean - log_factorials)
    return probabilities


def poisson_failure(mean: float) -> float:
    """Return e^-m: the share of spikes that release nothing, for the mean m.

    Raises SimulationError("parameter") if the mean is not between 0 and MAX_SITES.
    """
    _mean(mean)
    return exp(-mean)


def quantal_content(failure: float) -> float:
    """Return m = ln(1 / failure): the mean number of packets, computed from the share of failures alone.

    Raises SimulationError("parameter") if the share is not above 0 and at most 1: without a failure m is unknown.
    """
    if not 0.0 < failure <= 1.0:
        raise SimulationError("parameter", name="failure", value=failure)
    # Not -log(failure), which is minus zero where every spike fails.
    return 0.0 - log(failure)


def _mean(mean: float) -> None:
    if not 0.0 <= mean <= MAX_SITES:
        raise SimulationError("parameter", name="mean", value=mean)
