"""Every way to change a document: functions Document -> Document.

Here are the edits of the network; those of the pages' settings are in `page_edits` and can be imported from here too.
Indices follow the graph: layer 0 is the input, layer l >= 1 is `document.layers[l - 1]`. What the limits do not allow
raises Refusal and changes nothing; an index of something that does not exist raises Refusal "no_such_part", a
non-finite number "number_too_large".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from neuroviz.document import limits
from neuroviz.document.page_edits import (
    compare_neuron,
    compare_trial_with,
    keep_run,
    open_own_trial,
    open_trial,
    put_neuron,
    put_training,
    release_levers,
    release_remedies,
    remove_run,
    set_descent,
    set_digits,
    set_inside,
    set_learning,
    set_neuron,
    set_neuron_cells,
    set_neuron_size,
    set_privacy,
    set_trial,
    steer_learning,
    take_trained,
    toggle_lesion,
    with_pages_of,
)
from neuroviz.document.parts import check_index, clean_name, finite_number, layer_of
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Fill, Layer, Matrix, Selection
from neuroviz.nn import ACTIVATIONS, INITIALIZERS

__all__ = [
    "add_example",
    "add_layer",
    "clean_name",
    "compare_neuron",
    "compare_trial_with",
    "fill",
    "fill_anew",
    "keep_run",
    "move_layer",
    "open_own_trial",
    "open_trial",
    "put_neuron",
    "put_training",
    "release_levers",
    "release_remedies",
    "remove_example",
    "remove_layer",
    "remove_run",
    "rename_input",
    "rename_output",
    "resize_layer",
    "select",
    "set_activation",
    "set_bias",
    "set_cells",
    "set_descent",
    "set_digits",
    "set_example_cells",
    "set_input",
    "set_inside",
    "set_learning",
    "set_neuron",
    "set_neuron_cells",
    "set_neuron_size",
    "set_privacy",
    "set_trial",
    "set_weight",
    "steer_learning",
    "take_trained",
    "toggle_lesion",
    "use_example",
    "with_pages_of",
]

T = TypeVar("T")


# --- numbers -------------------------------------------------------------------------------------

def set_weight(document: Document, layer: int, neuron: int, source: int, value: float) -> Document:
    """Set the weight from neuron `source` of the layer before into `neuron` of `layer`."""
    old = layer_of(document, layer)
    check_index(neuron, old.size)
    row = _put(old.weights[neuron], source, finite_number(value))
    return _with_layer(document, layer, replace(old, weights=_put(old.weights, neuron, row)))


def set_bias(document: Document, layer: int, neuron: int, value: float) -> Document:
    """Set the bias of `neuron` of `layer`."""
    old = layer_of(document, layer)
    return _with_layer(document, layer, replace(old, biases=_put(old.biases, neuron, finite_number(value))))


def set_cells(document: Document, layer: int, cells: Sequence[tuple[int, int, float]]) -> Document:
    """Set several numbers of one layer's table at once: (row, column, value); column n_in is the bias."""
    old = layer_of(document, layer)
    table = [[*row, bias] for row, bias in zip(old.weights, old.biases, strict=True)]
    for row, column, value in cells:
        check_index(row, len(table))
        check_index(column, len(table[row]))
        table[row][column] = finite_number(value)
    return _with_layer(document, layer, replace(
        old, weights=tuple(tuple(row[:-1]) for row in table), biases=tuple(row[-1] for row in table),
    ))


def set_input(document: Document, index: int, value: float) -> Document:
    """Set one number of the present input."""
    return replace(document, input=_put(document.input, index, finite_number(value)))


# --- the table of inputs -------------------------------------------------------------------------

def use_example(document: Document, row: int) -> Document:
    """Make a row of the table the present input."""
    check_index(row, len(document.examples))
    return replace(document, input=document.examples[row])


def add_example(document: Document) -> Document:
    """Append the present input to the table. Raises Refusal "too_many_examples"."""
    if len(document.examples) >= limits.MAX_EXAMPLES:
        raise Refusal("too_many_examples", limit=limits.MAX_EXAMPLES)
    return replace(document, examples=(*document.examples, document.input))


def remove_example(document: Document, row: int) -> Document:
    """Remove a row of the table; the present input stays."""
    check_index(row, len(document.examples))
    return replace(document, examples=document.examples[:row] + document.examples[row + 1:])


def set_example_cells(document: Document, cells: Sequence[tuple[int, int, float]]) -> Document:
    """Set several numbers of the table at once: (row, column, value).

    If a row is the present input, the present input changes with it.
    """
    rows = [list(row) for row in document.examples]
    for row, column, value in cells:
        check_index(row, len(rows))
        check_index(column, len(rows[row]))
        rows[row][column] = finite_number(value)
    examples = tuple(tuple(row) for row in rows)
    current = document.examples.index(document.input) if document.input in document.examples else None
    return replace(
        document, examples=examples, input=document.input if current is None else examples[current],
    )


# --- architecture --------------------------------------------------------------------------------

def resize_layer(document: Document, layer: int, size: int) -> Document:
    """Give a layer `size` neurons. Present weights stay; new ones are drawn with the seed of `document.fill`.

    Raises Refusal "layer_size".
    """
    if not 1 <= size <= limits.MAX_NEURONS:
        raise Refusal("layer_size", limit=limits.MAX_NEURONS)
    check_index(layer, len(document.sizes))
    layers = list(document.layers)
    if layer == 0:
        document = replace(
            document,
            input=_resized(document.input, size, 0.0),
            input_names=_resized(document.input_names, size, ""),
            examples=tuple(_resized(row, size, 0.0) for row in document.examples),
        )
    else:
        layers[layer - 1] = _fitted(document, layer, layers[layer - 1], size, document.sizes[layer - 1])
        if layer == len(layers):
            document = replace(document, output_names=_resized(document.output_names, size, ""))
    if layer < len(layers):
        layers[layer] = _fitted(document, layer + 1, layers[layer], layers[layer].size, size)
    return _cleared(replace(document, layers=tuple(layers)))


def add_layer(document: Document, position: int, size: int, activation: str) -> Document:
    """Insert a hidden layer in front of layer `position` (1 to the output's index).

    Raises Refusal "too_many_layers", "layer_size", or one for the activation.
    """
    if document.full:
        raise Refusal("too_many_layers", limit=limits.MAX_LAYERS)
    if not 1 <= size <= limits.MAX_NEURONS:
        raise Refusal("layer_size", limit=limits.MAX_NEURONS)
    check_index(position - 1, len(document.layers))
    _activation(activation, last=False)
    fan_in = document.sizes[position - 1]
    new = Layer(_drawn(document, position, size, fan_in), (0.0,) * size, activation)
    layers = [*document.layers[: position - 1], new, *document.layers[position - 1:]]
    return _cleared(replace(document, layers=_refitted(document, layers)))


def remove_layer(document: Document, layer: int) -> Document:
    """Remove a hidden layer. Raises Refusal "hidden_only" for another layer."""
    _hidden(document, layer)
    layers = [*document.layers[: layer - 1], *document.layers[layer:]]
    return _cleared(replace(document, layers=_refitted(document, layers)))


def move_layer(document: Document, layer: int, to: int) -> Document:
    """Move a hidden layer to index `to`, with its biases, activation and incoming weights.

    Raises Refusal "hidden_only" if either index is not a hidden layer's.
    """
    _hidden(document, layer)
    _hidden(document, to)
    layers = list(document.layers)
    layers.insert(to - 1, layers.pop(layer - 1))
    return _cleared(replace(document, layers=_refitted(document, layers)))


def set_activation(document: Document, layer: int, activation: str) -> Document:
    """Set the activation of a layer. Raises Refusal "unknown_activation" and, for a hidden layer, "softmax_last"."""
    old = layer_of(document, layer)
    _activation(activation, last=layer == len(document.layers))
    return _with_layer(document, layer, replace(old, activation=activation))


def fill(document: Document, how: Fill) -> Document:
    """Draw the weights of `how.layer`, or of all layers; biases become 0. The same `how` draws the same weights.

    Raises Refusal "unknown_fill", "fill_scale" or "seed".
    """
    if how.kind not in INITIALIZERS:
        raise Refusal("unknown_fill", name=how.kind)
    if not math.isfinite(how.scale) or abs(how.scale) > limits.MAX_SCALE:
        raise Refusal("fill_scale", limit=f"{limits.MAX_SCALE:,.0f}")
    if not 0 <= how.seed <= limits.MAX_SEED:
        raise Refusal("seed", limit=limits.MAX_SEED)
    document = replace(document, fill=how)
    layers = list(document.layers)
    for index in range(1, len(layers) + 1) if how.layer is None else (how.layer,):
        old = layer_of(document, index)
        weights = _drawn(document, index, old.size, document.sizes[index - 1])
        layers[index - 1] = replace(old, weights=weights, biases=(0.0,) * old.size)
    return replace(document, layers=tuple(layers))


def fill_anew(document: Document, how: Fill) -> Document:
    """Fill as `fill` does, but with the next seed if the same weights would be drawn again."""
    filled = fill(document, how)
    if filled.layers != document.layers or not INITIALIZERS[how.kind].random:
        return filled
    return fill(document, replace(how, seed=0 if how.seed == limits.MAX_SEED else how.seed + 1))


# --- names and selection -------------------------------------------------------------------------

def rename_input(document: Document, index: int, name: str) -> Document:
    """Name an input; "" means its default symbol. Raises Refusal "name_too_long"."""
    return replace(document, input_names=_put(document.input_names, index, clean_name(name)))


def rename_output(document: Document, index: int, name: str) -> Document:
    """Name an output; "" means its default symbol. Raises Refusal "name_too_long"."""
    return replace(document, output_names=_put(document.output_names, index, clean_name(name)))


def select(document: Document, selection: Selection | None) -> Document:
    """Select a neuron or an edge, or nothing. Raises Refusal "no_such_part" for one that does not exist."""
    if selection is not None:
        check_index(selection.layer, len(document.sizes))
        check_index(selection.neuron, document.sizes[selection.layer])
        if selection.source is not None:
            check_index(selection.layer - 1, len(document.layers))
            check_index(selection.source, document.sizes[selection.layer - 1])
    return replace(document, selection=selection)


# --- helpers -------------------------------------------------------------------------------------

def _hidden(document: Document, layer: int) -> None:
    if not 1 <= layer < len(document.layers):
        raise Refusal("hidden_only")


def _activation(name: str, *, last: bool) -> None:
    if name not in ACTIVATIONS:
        raise Refusal("unknown_activation", name=name)
    if not ACTIVATIONS[name].elementwise and not last:
        raise Refusal("softmax_last")


def _put(row: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    check_index(index, len(row))
    return (*row[:index], value, *row[index + 1:])


def _with_layer(document: Document, layer: int, new: Layer) -> Document:
    return replace(document, layers=_put(document.layers, layer - 1, new))


def _resized(row: tuple[T, ...], size: int, filler: T) -> tuple[T, ...]:
    return row[:size] + (filler,) * (size - len(row))


def _drawn(document: Document, layer: int, n_out: int, n_in: int) -> Matrix:
    # Each layer has a stream of its own, so that changing one layer leaves the others' draw alone.
    rng = np.random.default_rng([document.fill.seed, layer])
    weights = INITIALIZERS[document.fill.kind].draw(rng, (n_out, n_in), document.fill.scale)
    return tuple(map(tuple, weights.tolist()))


def _fitted(document: Document, layer: int, old: Layer, n_out: int, n_in: int) -> Layer:
    """Return `old` with n_out neurons of n_in inputs: weights in the overlap stay, the others are drawn."""
    if (old.size, len(old.weights[0])) == (n_out, n_in):
        return old
    drawn = _drawn(document, layer, n_out, n_in)
    kept = [row[:n_in] for row in old.weights[:n_out]]
    rows = tuple(row + new[len(row):] for row, new in zip(kept, drawn, strict=False)) + drawn[len(kept):]
    return replace(old, weights=rows, biases=_resized(old.biases, n_out, 0.0))


def _refitted(document: Document, layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return `layers`, the weights of each fitted to the size of the layer in front of it."""
    fan_ins = (len(document.input), *(layer.size for layer in layers))
    return tuple(
        _fitted(document, index + 1, layer, layer.size, fan_ins[index]) for index, layer in enumerate(layers)
    )


def _cleared(document: Document) -> Document:
    """Return `document` without a selection of something that no longer exists."""
    try:
        return select(document, document.selection)
    except Refusal:
        return replace(document, selection=None)
