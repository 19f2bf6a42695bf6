r"""Backpropagation: who is to blame for the loss, and by how much.

The chain rule, from the output back to the input. δ is the blame of a neuron's sum z:

    δ⁽ᴸ⁾ = ∂L/∂a⁽ᴸ⁾ · g′(z⁽ᴸ⁾)                       at the output
    ∂L/∂a⁽ˡ⁾ = W⁽ˡ⁺¹⁾ᵀ δ⁽ˡ⁺¹⁾                        a neuron collects what it caused in the next layer
    δ⁽ˡ⁾ = ∂L/∂a⁽ˡ⁾ · g′(z⁽ˡ⁾)                       and passes it through its own slope
    ∂L/∂wⱼᵢ = δⱼ aᵢ,   ∂L/∂bⱼ = δⱼ                    a weight's share: the blame behind it times the signal through it

Softmax ties its layer together, so there g′ is a matrix: δᵢ = aᵢ (uᵢ − Σₖ uₖ aₖ) with u = ∂L/∂a. Where output
activation and loss are partners, δ⁽ᴸ⁾ = a − y is taken at once, because the two factors of the chain rule may be
infinity and zero (see `losses`).

Dropout multiplies a hidden layer's activations by a mask that is 0, or 1/keep with probability `keep` (*inverted*
dropout: the mean stays, so nothing changes when the network is used). L1 and L2 charge for the weights, never for the
biases:

    Ω = λ₁ Σ|w| + ½ λ₂ Σw²,   ∂Ω/∂w = λ₁ sign(w) + λ₂ w

Sources: Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville, *Deep Learning* (2016), 6.5, 7.1, 7.12;
Srivastava et al. 2014 (dropout).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.nn.activations import ACTIVATIONS
from neuroviz.nn.losses import LOSSES, example_losses
from neuroviz.nn.network import Network, Trace, forward

Array = NDArray[np.float64]
Masks = Sequence[Array | None]
"""One entry for each layer after the input: factors (batch, n), or None if nothing is dropped."""


@dataclass(frozen=True, eq=False)
class Gradients:
    """Result of one backward pass. Layer l >= 1 is entry l - 1; a batch of one has batch = 1.

    losses    L of each example, (batch,)
    penalty   Ω, what L1 and L2 add to the mean loss
    signals   the activations that the weights received, masks included: entry 0 is the input; (batch, n) each
    upstream  ∂L/∂a of each layer, example by example, (batch, n). Infinite if the a of a cross-entropy rounded to 0.
    deltas    δ = ∂L/∂z of each layer, example by example, (batch, n)
    weights   ∂(mean L + Ω)/∂W of each layer, (n_out, n_in)
    biases    ∂(mean L)/∂b of each layer, (n_out,)
    inputs    ∂L/∂x of each example, (batch, n_in)
    """

    losses: Array
    penalty: float
    signals: tuple[Array, ...]
    upstream: tuple[Array, ...]
    deltas: tuple[Array, ...]
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    inputs: Array

    @property
    def loss(self) -> float:
        """Mean of L over the batch, without the penalty."""
        return float(np.mean(self.losses))

    def edges(self, layer: int, example: int) -> Array:
        """Return ∂L/∂W of layer >= 1 for one example, (n_out, n_in): entry [j, i] is δⱼ aᵢ."""
        return np.outer(self.deltas[layer - 1][example], self.signals[layer - 1][example])


def backward(
    network: Network, trace: Trace, y: ArrayLike, loss: str, *, l1: float = 0.0, l2: float = 0.0,
    masks: Masks | None = None,
) -> Gradients:
    """Propagate the loss of `trace` against the targets y back through the network.

    y       (batch, n_out) or (n_out,)
    loss    a name of `LOSSES`
    l1, l2  λ₁ and λ₂ of the penalty
    masks   the masks with which the trace was made (see `forward_with_dropout`)

    Overflow and NaN pass silently, as in `forward`. Raises ValueError if y does not fit the output.
    """
    record = LOSSES[loss]
    zs = [np.atleast_2d(z) for z in trace.pre_activations]
    signals = tuple(np.atleast_2d(a) for a in trace.activations)
    target = np.atleast_2d(np.asarray(y, dtype=np.float64))
    if target.shape != signals[-1].shape:
        raise ValueError(f"the targets must have shape {signals[-1].shape}, got {target.shape}")
    weights = [np.asarray(w) for w in network.weights]
    upstream: list[Array] = []
    deltas: list[Array] = []
    with np.errstate(all="ignore"):
        u = record.gradient(signals[-1], target)
        for layer in range(len(zs) - 1, -1, -1):
            name = network.activations[layer]
            if layer == len(zs) - 1 and name in record.fused:
                delta = record.fused[name].delta(zs[layer], target)
            else:
                mask = None if masks is None else masks[layer]
                delta = through_activation(name, zs[layer], u if mask is None else u * mask)
            upstream.append(u)
            deltas.append(delta)
            u = delta @ weights[layer]
        upstream.reverse()
        deltas.reverse()
        batch = len(target)
        return Gradients(
            losses=example_losses(loss, network.activations[-1], zs[-1], signals[-1], target),
            penalty=penalty(network, l1, l2),
            signals=signals,
            upstream=tuple(upstream),
            deltas=tuple(deltas),
            weights=tuple(
                delta.T @ a / batch + l1 * np.sign(w) + l2 * w
                for delta, a, w in zip(deltas, signals, weights, strict=False)
            ),
            biases=tuple(delta.mean(axis=0) for delta in deltas),
            inputs=u,
        )


def through_activation(name: str, z: Array, upstream: Array) -> Array:
    """Return δ = ∂L/∂z from ∂L/∂a, both (batch, n), for the activation `name`."""
    activation = ACTIVATIONS[name]
    if activation.elementwise:
        return upstream * activation.df(z)
    a = activation.f(z)
    return np.asarray(a * (upstream - (upstream * a).sum(axis=-1, keepdims=True)))


def penalty(network: Network, l1: float, l2: float) -> float:
    """Return Ω = λ₁ Σ|w| + ½ λ₂ Σw² over the weights of all layers, without the biases."""
    with np.errstate(all="ignore"):
        w = np.concatenate([np.ravel(w) for w in network.weights])
        # A λ of 0 stays 0 even beside a sum that has overflowed.
        return (l1 * float(np.abs(w).sum()) if l1 else 0.0) + (0.5 * l2 * float(np.square(w).sum()) if l2 else 0.0)


def dropout_masks(
    rng: np.random.Generator, sizes: Sequence[int], batch: int, rate: float
) -> tuple[Array | None, ...]:
    """Draw masks (batch, n) for every hidden layer of a network with these sizes (input first), None for the output.

    Each neuron of each example is dropped with probability `rate`. Raises ValueError unless 0 <= rate < 1.
    """
    if not 0.0 <= rate < 1.0:
        raise ValueError(f"a dropout rate lies in 0 <= rate < 1, got {rate}")
    keep = 1.0 - rate
    hidden = (np.asarray((rng.random((batch, n)) < keep) / keep) for n in sizes[1:-1])
    return (*hidden, None)


def forward_with_dropout(network: Network, x: ArrayLike, masks: Masks) -> Trace:
    """Run `forward` for x, (batch, n_in), with each layer's activations multiplied by its mask."""
    if all(mask is None for mask in masks):
        return forward(network, x)
    a = np.atleast_2d(np.asarray(x, dtype=np.float64))
    zs, activations = [], [a]
    with np.errstate(all="ignore"):
        for w, b, name, mask in zip(network.weights, network.biases, network.activations, masks, strict=True):
            z = a @ np.asarray(w).T + np.asarray(b)
            a = ACTIVATIONS[name].f(z)
            if mask is not None:
                a = a * mask
            zs.append(z)
            activations.append(a)
    return Trace(tuple(zs), tuple(activations))
