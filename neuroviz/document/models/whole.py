"""A model as it is, however wide: kept beside the document, which a million numbers would be too many for.

It is a value like the document: what was read never changes, and what a visitor changes stands beside it. So a step of
undo costs no second copy of the weights. Layers are counted as in `Network.sizes`: 0 is the input.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroviz.document import limits
from neuroviz.document.models.arranging import Arranged, Wish, arrange_model
from neuroviz.document.models.bounds import MAX_WEIGHTS, in_thousands
from neuroviz.document.models.model import IN_OUT, ReadModel
from neuroviz.document.parts import check_index, clean_name, finite_number
from neuroviz.document.refusal import Refusal
from neuroviz.nn import ACTIVATIONS, Network

Array = NDArray[np.float64]
Place = tuple[int, int, int | None]
"""Of a number: its layer (from 1), its neuron, and the neuron before that it is a weight from; None for a bias."""

_START = 1.0
"""What an input begins with: with 0 all that is seen would be biases."""


@dataclass(frozen=True, eq=False)
class Whole:
    """A model and its input.

    network       as it was read, or made
    input         (n_in,)
    title         of its file, or ""
    example       the name of the example that it is, or ""
    activations   one a layer after the input, which may have been chosen since
    suggested     the layers, counted from 0, whose activation the file does not say
    changed       the numbers that a visitor changed, by their places
    input_names, output_names   one a neuron, or ()
    """

    network: Network
    input: Array
    title: str = ""
    example: str = ""
    activations: tuple[str, ...] = ()
    suggested: tuple[int, ...] = ()
    changed: Mapping[Place, float] = field(default_factory=lambda: MappingProxyType({}))
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        held = np.array(self.input, dtype=np.float64)
        held.setflags(write=False)
        object.__setattr__(self, "input", held)
        if not self.activations:
            object.__setattr__(self, "activations", tuple(self.network.activations))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input first."""
        return self.network.sizes

    @property
    def count(self) -> int:
        """Weights and biases, together."""
        return sum((n_in + 1) * n_out for n_in, n_out in zip(self.sizes, self.sizes[1:], strict=False))

    @property
    def now(self) -> Network:
        """The network with what was changed."""
        if not self.changed and self.activations == self.network.activations:
            return self.network
        weights = [np.asarray(w) for w in self.network.weights]
        biases = [np.asarray(b) for b in self.network.biases]
        copied: set[tuple[int, bool]] = set()
        for (layer, neuron, source), value in self.changed.items():
            kind = weights if source is not None else biases
            if (layer, source is None) not in copied:
                copied.add((layer, source is None))
                kind[layer - 1] = kind[layer - 1].copy()
            kind[layer - 1][neuron if source is None else (neuron, source)] = value
        return Network(weights, biases, self.activations)


# --- opened --------------------------------------------------------------------------------------

def arrange_whole(model: ReadModel, wish: Wish) -> Arranged:
    """Return a model as it would be opened whole with what was chosen. Never raises."""
    return arrange_model(model, wish, widest=limits.MAX_WHOLE_NEURONS)


def whole_model(model: ReadModel, wish: Wish, title: str = "") -> Whole:
    """Return a model whole. Raises Refusal where it is beyond the bounds, or something is still to be chosen."""
    arranged = arrange_whole(model, wish)
    if arranged.problem is not None:
        raise arranged.problem
    if not arranged.ready:
        raise Refusal("model_open")
    weights = [part.weights.T if arranged.orientation == IN_OUT else part.weights for part in arranged.parts]
    biases = [np.zeros(len(w)) if part.biases is None else part.biases
              for part, w in zip(arranged.parts, weights, strict=True)]
    made = whole_of(Network(weights, biases, arranged.activations), title=title)
    n_in, n_out = made.sizes[0], made.sizes[-1]
    return replace(
        made, suggested=arranged.suggested, input_names=_names(model.input_names, n_in),
        output_names=_names(model.output_names, n_out),
    )


def whole_of(network: Network, x: ArrayLike | None = None, title: str = "", example: str = "") -> Whole:
    """Return a network whole. Raises Refusal "whole_wide", "model_layers" or "model_weights" beyond the bounds."""
    sizes = network.sizes
    if len(sizes) > limits.MAX_LAYERS:
        raise Refusal("model_layers", count=len(sizes), limit=limits.MAX_LAYERS)
    for place, size in enumerate(sizes):
        if size > limits.MAX_WHOLE_NEURONS:
            raise Refusal("whole_wide", place=place + 1, count=size, limit=limits.MAX_WHOLE_NEURONS)
    made = Whole(network, np.full(sizes[0], _START) if x is None else np.asarray(x), title, example)
    if made.count > MAX_WEIGHTS:
        raise Refusal("model_weights", count=in_thousands(made.count), limit=in_thousands(MAX_WEIGHTS))
    return made


def _names(names: Sequence[str], count: int) -> tuple[str, ...]:
    return tuple(clean_name(name[:limits.MAX_NAME_CHARS]) for name in names) if len(names) == count else ()


# --- edited --------------------------------------------------------------------------------------

def with_input(whole: Whole, values: Sequence[float]) -> Whole:
    """Return the model with another input. Raises Refusal "whole_input" or "number_too_large"."""
    if len(values) != whole.sizes[0]:
        raise Refusal("whole_input", got=len(values), expected=whole.sizes[0])
    return replace(whole, input=np.array([finite_number(value) for value in values]))


def with_input_at(whole: Whole, index: int, value: float) -> Whole:
    """Return the model with one number of its input changed. Raises Refusal."""
    check_index(index, whole.sizes[0])
    values = whole.input.copy()
    values[index] = finite_number(value)
    return replace(whole, input=values)


def with_number(whole: Whole, place: Place, value: float) -> Whole:
    """Return the model with one weight or bias changed; what is as it was read counts for nothing.

    Raises Refusal "no_such_part", "number_too_large", or "whole_changed" where too many are changed.
    """
    layer, neuron, source = place
    check_index(layer - 1, len(whole.sizes) - 1)
    check_index(neuron, whole.sizes[layer])
    if source is not None:
        check_index(source, whole.sizes[layer - 1])
    changed = {**whole.changed, place: finite_number(value)}
    if changed[place] == read_number(whole, place):
        del changed[place]
    if len(changed) > limits.MAX_WHOLE_CHANGED:
        raise Refusal("whole_changed", limit=limits.MAX_WHOLE_CHANGED)
    return replace(whole, changed=MappingProxyType(changed))


def read_number(whole: Whole, place: Place) -> float:
    """Return a weight or a bias as it was read."""
    layer, neuron, source = place
    if source is None:
        return float(np.asarray(whole.network.biases[layer - 1])[neuron])
    return float(np.asarray(whole.network.weights[layer - 1])[neuron, source])


def with_activation(whole: Whole, layer: int, name: str) -> Whole:
    """Return the model with another activation in a layer, counted from 1. Raises Refusal."""
    check_index(layer - 1, len(whole.sizes) - 1)
    if not ACTIVATIONS[name].elementwise and layer < len(whole.sizes) - 1:
        raise Refusal("softmax_last")
    chosen = list(whole.activations)
    chosen[layer - 1] = name
    return replace(whole, activations=tuple(chosen), suggested=tuple(n for n in whole.suggested if n != layer - 1))


# --- on its way to the browser -------------------------------------------------------------------

def packed(network: Network) -> tuple[str, bytes]:
    """Return all numbers as bytes, layer by layer, the matrix row by row and then the biases; and what is each: "<f4"
    where four bytes hold every number as it is, else "<f8"."""
    arrays = [np.asarray(part).ravel() for pair in zip(network.weights, network.biases, strict=True) for part in pair]
    flat = np.concatenate(arrays)
    with np.errstate(over="ignore"):
        short = flat.astype("<f4")
    kind = "<f4" if np.array_equal(short, flat) else "<f8"
    return kind, (short if kind == "<f4" else flat.astype("<f8")).tobytes()


def pack_name(kind: str, sizes: Sequence[int], data: bytes) -> str:
    """Return a name that numbers of these sizes share with no others."""
    return f"{'-'.join(map(str, sizes))}.{kind[1:]}.{zlib.crc32(data):08x}"
