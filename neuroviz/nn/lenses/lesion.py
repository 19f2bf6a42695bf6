"""Silence a neuron, or cut a connection, and see what is lost.

A silenced neuron sends 0, whatever reaches it; of a cut connection the weight is 0. Both are done, not estimated: the
rest of the network is computed anew. What is lost is the fall of what is asked for: positive where the part was for
it, negative where it was against it.

A single lesion says little about two: parts can stand in for each other, and `removed` shows it, by taking one after
the other away until the answer is another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.backward import forward_with_dropout
from neuroviz.nn.lenses.question import NeuronQuestion, blame, onward
from neuroviz.nn.network import Network, Trace, forward

Array = NDArray[np.float64]
Neuron = tuple[int, int]
"""Layer (1 or more, not the last) and neuron."""
Connection = tuple[int, int, int]
"""Layer and neuron that it leads to, and the neuron of the layer before that it comes from."""


def hidden_neurons(network: Network) -> list[Neuron]:
    """Return every neuron between input and output, layer by layer."""
    return [(layer, neuron) for layer, size in enumerate(network.sizes[1:-1], start=1) for neuron in range(size)]


def masks_of(network: Network, silent: Sequence[Collection[Neuron]]) -> tuple[Array | None, ...]:
    """Return factors for `forward_with_dropout`: one row for each collection of silenced neurons, 0 where silent."""
    masks = [np.ones((len(silent), size)) for size in network.sizes[1:-1]]
    for row, neurons in enumerate(silent):
        for layer, neuron in neurons:
            masks[layer - 1][row, neuron] = 0.0
    return (*masks, None)


def without_neurons(network: Network, x: Array, silent: Collection[Neuron]) -> Trace:
    """Send x, (n_in,) or (batch, n_in), through the network with some neurons silenced; the trace has a batch."""
    return forward_with_dropout(network, np.atleast_2d(x), masks_of(network, [silent]))


def without_connections(network: Network, cut: Collection[Connection]) -> Network:
    """Return the network with these weights set to 0."""
    weights = [np.array(w) for w in network.weights]
    for layer, neuron, source in cut:
        weights[layer - 1][neuron, source] = 0.0
    return Network(weights, network.biases, network.activations)


def neuron_falls(network: Network, x: Array, question: NeuronQuestion, silent: Collection[Neuron] = ()) -> Array:
    """Return how far what is asked for falls when each of `hidden_neurons` is silenced beside those that are already.

    Of a neuron that is silenced already it is the rise when it alone speaks again.
    """
    now = set(silent)
    each = [now ^ {neuron} for neuron in hidden_neurons(network)]
    whole = question.value(without_neurons(network, x, now))[0]
    inputs = np.broadcast_to(x, (len(each), len(x)))
    one_less = question.value(forward_with_dropout(network, inputs, masks_of(network, each)))
    sign = np.array([-1.0 if neuron in now else 1.0 for neuron in hidden_neurons(network)])
    return np.asarray(sign * (whole - one_less))


def neuron_estimates(network: Network, x: Array, question: NeuronQuestion) -> Array:
    """Return the same without a lesion: a · ∂/∂a, exact if all were straight lines."""
    trace = forward(network, x)
    deltas = blame(network, trace, question)
    return np.concatenate([np.empty(0), *(
        trace.activations[layer] * (deltas[layer][0] @ np.asarray(network.weights[layer]))
        for layer in range(1, len(network.sizes) - 1)
    )])


def connection_falls(network: Network, x: Array, question: NeuronQuestion) -> tuple[Array, ...]:
    """Return for each layer (n_out, n_in): how far what is asked for falls when a connection alone is cut."""
    trace = forward(network, x)
    whole = float(question.value(trace))
    found = []
    for layer, w in enumerate(np.asarray(w) for w in network.weights):
        carried = w * trace.activations[layer]
        falls = np.zeros(w.shape)
        # What carries nothing can be cut without a loss.
        rows, columns = np.nonzero(carried)
        z = np.repeat(trace.pre_activations[layer][None], len(rows), axis=0)
        z[np.arange(len(rows)), rows] -= carried[rows, columns]
        falls[rows, columns] = whole - question.value(onward(network, layer, z))
        found.append(falls)
    return tuple(found)


def connection_estimates(network: Network, x: Array, question: NeuronQuestion) -> tuple[Array, ...]:
    """Return the same without a lesion: w · a · ∂/∂z, exact if all were straight lines."""
    trace = forward(network, x)
    return tuple(
        delta[0][:, None] * np.asarray(w) * a
        for delta, w, a in zip(blame(network, trace, question), network.weights, trace.activations, strict=False)
    )


@dataclass(frozen=True, eq=False)
class Removed:
    """Parts taken away one after the other.

    counts   how many were gone at each step, from 0 to all
    shares   the share of the first answer then
    survived the largest count up to which every step left the answer the same
    total    how many parts there are
    """

    counts: tuple[int, ...]
    shares: Array
    survived: int
    total: int


def removed_neurons(network: Network, x: Array, order: Sequence[Neuron]) -> Removed:
    """Silence neurons in this order, one after the other."""
    steps = [set(order[:count]) for count in range(len(order) + 1)]
    inputs = np.broadcast_to(x, (len(steps), len(x)))
    outputs = forward_with_dropout(network, inputs, masks_of(network, steps)).output
    return _removed(outputs, range(len(steps)), len(order))


def removed_connections(network: Network, x: Array, order: NDArray[np.intp], steps: int = 60) -> Removed:
    """Cut connections in this order, at so many steps.

    order  (connections,): of all weights, layer by layer and row by row, which comes when (a permutation)
    """
    counts = sorted({round(share * len(order)) for share in np.linspace(0.0, 1.0, steps + 1)})
    flat = np.concatenate([np.ravel(w) for w in network.weights])
    splits = np.cumsum([np.size(w) for w in network.weights])[:-1]
    outputs = []
    for count in counts:
        kept = flat.copy()
        kept[order[:count]] = 0.0
        weights = [part.reshape(np.shape(w)) for part, w in zip(np.split(kept, splits), network.weights, strict=True)]
        outputs.append(forward(Network(weights, network.biases, network.activations), x).output)
    return _removed(np.array(outputs), counts, len(order))


def _removed(outputs: Array, counts: Sequence[int], total: int) -> Removed:
    answers = outputs.argmax(axis=1)
    changed = np.flatnonzero(answers != answers[0])
    last = int(changed[0]) - 1 if len(changed) else len(counts) - 1
    return Removed(tuple(counts), outputs[:, answers[0]].copy(), counts[last], total)
