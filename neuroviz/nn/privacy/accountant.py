r"""The privacy of noisy training, as (ε, δ): whoever sees the network can hardly tell whether one example was in.

A step takes each example with probability q into its batch, and adds Gaussian noise of σ times the clipping norm. Its
Rényi divergence of a whole order α is

    ρ(α) = log Σₖ C(α, k) (1 − q)^(α−k) q^k exp((k² − k) / 2σ²) / (α − 1),   k = 0, …, α

T steps add up to T ρ(α), and for every α

    ε = T ρ(α) + log((α − 1)/α) − (log δ + log α)/(α − 1)

holds; the smallest over `ORDERS` is returned. It is a bound, never too small, and by at most some percent larger than
with orders between the whole ones.

What it assumes: batches by independent coin tosses (Poisson sampling), neighbours that differ by one example added or
removed, every step's network seen. What it does not count: settings that were chosen by looking at the results.

Sources: Abadi et al. 2016 (moments accountant); Mironov, Talwar and Zhang 2019, section 3.3 (the sum);
Canonne, Kamath and Steinke 2020, proposition 12 (from Rényi to ε).
"""

from __future__ import annotations

import math

ORDERS = tuple(range(2, 129))


def renyi(order: int, rate: float, noise: float) -> float:
    """Return ρ of one step, for a whole order >= 2, a sampling rate 0 <= q <= 1 and noise σ >= 0."""
    if rate == 0.0:
        return 0.0
    if noise == 0.0:
        return math.inf
    spread = 2.0 * noise * noise
    terms = [
        math.log(math.comb(order, k)) + _times(order - k, 1.0 - rate) + k * math.log(rate) + (k * k - k) / spread
        for k in range(order + 1)
    ]
    most = max(terms)
    return (most + math.log(math.fsum(math.exp(term - most) for term in terms))) / (order - 1)


def epsilon(rate: float, noise: float, steps: int, delta: float) -> float:
    """Return ε after so many steps, for 0 < δ < 1; infinity without noise."""
    if noise == 0.0 and rate > 0.0 and steps:
        return math.inf
    return max(0.0, min(
        steps * renyi(order, rate, noise) + math.log1p(-1.0 / order)
        - (math.log(delta) + math.log(order)) / (order - 1)
        for order in ORDERS
    )) if steps and rate else 0.0


def _times(power: int, base: float) -> float:
    """log(base^power), where 0⁰ is 1."""
    return 0.0 if power == 0 else power * math.log(base) if base > 0.0 else -math.inf
