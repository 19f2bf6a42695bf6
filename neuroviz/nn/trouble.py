r"""Why a trained network gives the same answer for every point.

Learning can stop without a number overflowing: the loss no longer changes, and the answer is the same everywhere. The
gradient shows why. ∂L/∂W of a layer is its δ times the activations before it, and δ is propagated back through the
weights behind it and through its own slope; so nothing is learnt where activations, weights or slopes are 0:

    zero       the weights started at 0: nothing is propagated back, and the neurons of a layer stay equal
    silent     every neuron of a hidden layer is switched off at every point: a = 0 and g′ = 0 (dead ReLUs)
    shrunk     L1 or L2 outweighs the data and has shrunk a layer's weights to almost 0
    saturated  the slopes of a hidden layer are almost 0 everywhere
    constant   none of these: the answer is the same, and yet the network may go on learning

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 6.3 (saturation, ReLUs), 7.1 (penalties), 8.4 (why
first weights must differ); Lu et al. 2020, *Dying ReLU and initialization*, Commun Comput Phys 28:1671.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.nn.activations import ACTIVATIONS
from neuroviz.nn.network import Network, forward

Array = NDArray[np.float64]
Trouble = Literal["", "zero", "silent", "shrunk", "saturated", "constant"]

SAME = 0.02
"""Answers that differ by less than this share of the targets' range are the same to the eye."""
SMALL_WEIGHT = 0.05
FLAT_SLOPE = 1e-3
"""A layer with no larger weight counts as shrunk; one with no larger slope as saturated."""


def trouble(network: Network, first: Network, x: ArrayLike, y: ArrayLike, penalised: bool) -> Trouble:
    """Return why the answers to x are all the same; "" if they differ, or if they should be the same.

    first      the network before training
    x, y       the network's inputs, (n, n_in), and targets, (n, n_out)
    penalised  whether it was trained with L1 or L2
    """
    inputs, targets = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    trace = forward(network, inputs)
    wanted, given = np.ptp(targets, axis=0).max(initial=0.0), np.ptp(trace.activations[-1], axis=0).max(initial=0.0)
    if not wanted or not np.ptp(inputs, axis=0).any() or not given <= SAME * wanted:
        return ""
    hidden = range(len(network.weights) - 1)
    weights = zip(network.weights, first.weights, strict=True)
    if len(hidden) and any(not np.any(now) and not np.any(then) for now, then in weights):
        return "zero"
    slopes = [ACTIVATIONS[network.activations[k]].df(trace.pre_activations[k]) for k in hidden]
    if any(not np.any(trace.activations[k + 1]) and not np.any(slopes[k]) for k in hidden):
        return "silent"
    if penalised and any(np.abs(w).max(initial=0.0) <= SMALL_WEIGHT for w in network.weights):
        return "shrunk"
    if any(np.abs(slope).max(initial=0.0) <= FLAT_SLOPE for slope in slopes):
        return "saturated"
    return "constant"
