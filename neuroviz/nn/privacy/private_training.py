"""Training that no single example can sway: each one's gradient is cut to a norm, and noise is added to their sum.

    g̃ = (Σᵢ gᵢ min(1, C/‖gᵢ‖) + N(0, σ²C² I)) / (q n),   θ ← θ − η g̃

The batch is drawn anew for each step, each example with probability q. An example's gradient need not be written down
to know its norm: of a layer it is δ aᵀ, whose norm is ‖δ‖ ‖a‖ (with the bias: ‖δ‖ √(‖a‖² + 1)).

Sources: Abadi et al. 2016, algorithm 1; Goodfellow 2015 (norms of single gradients).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.giving_way import give_way
from neuroviz.nn.backward import backward
from neuroviz.nn.network import Network, forward

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PrivateSettings:
    """rate: η; clip: C; noise: σ; sampling: q; steps; seed; l2: λ₂ of a penalty on the weights, which sees no data."""

    rate: float
    clip: float
    noise: float
    sampling: float
    steps: int
    seed: int
    l2: float = 0.0


def train_privately(network: Network, x: Array, y: Array, settings: PrivateSettings) -> Network:
    """Return the network after all steps.

    x, y  (n, n_in) inputs, (n, classes) targets of a softmax
    """
    rng = np.random.default_rng(settings.seed)
    weights, biases = [np.array(w) for w in network.weights], [np.array(b) for b in network.biases]
    count = settings.sampling * len(x)
    for _ in range(settings.steps):
        give_way()
        chosen = rng.random(len(x)) < settings.sampling
        now = Network(weights, biases, network.activations)
        sums = clipped_sums(now, x[chosen], y[chosen], settings.clip)
        spread = settings.noise * settings.clip
        for layer, (w, b) in enumerate(sums):
            noisy_w = (w + rng.normal(0.0, spread, w.shape)) / count + settings.l2 * weights[layer]
            noisy_b = (b + rng.normal(0.0, spread, b.shape)) / count
            weights[layer] = weights[layer] - settings.rate * noisy_w
            biases[layer] = biases[layer] - settings.rate * noisy_b
    return Network(weights, biases, network.activations)


def clipped_sums(network: Network, x: Array, y: Array, clip: float) -> list[tuple[Array, Array]]:
    """Return for each layer the sum over the batch of each example's clipped gradient, of weights and of biases."""
    if not len(x):
        return [(np.zeros(np.shape(w)), np.zeros(np.shape(b)))
                for w, b in zip(network.weights, network.biases, strict=True)]
    found = backward(network, forward(network, x), y, "categorical_cross_entropy")
    squares = sum(
        np.square(delta).sum(axis=1) * (np.square(a).sum(axis=1) + 1.0)
        for delta, a in zip(found.deltas, found.signals, strict=False)
    )
    share = np.minimum(1.0, clip / np.maximum(np.sqrt(squares), 1e-300))[:, None]
    return [((share * delta).T @ a, (share * delta).sum(axis=0))
            for delta, a in zip(found.deltas, found.signals, strict=False)]
