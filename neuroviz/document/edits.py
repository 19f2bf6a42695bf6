"""Every way to change a document: functions Document -> Document.

Indices follow the graph: layer 0 is the input, layer l >= 1 is `document.layers[l - 1]`. What the
limits do not allow raises Refusal and changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from neuroviz.document import limits
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Fill, Layer, Matrix, Selection
from neuroviz.document.settings import descent, neuron, overfitting, training
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.training import Learning
from neuroviz.nn import ACTIVATIONS, INITIALIZERS, Network
from neuroviz.nn.datasets import network_inputs

T = TypeVar("T")


# --- numbers -------------------------------------------------------------------------------------

def set_weight(document: Document, layer: int, neuron: int, source: int, value: float) -> Document:
    """w from neuron `source` of the layer before into `neuron` of `layer`."""
    old = _layer(document, layer)
    _index(neuron, old.size)
    row = _put(old.weights[neuron], source, _finite(value))
    return _with_layer(document, layer, replace(old, weights=_put(old.weights, neuron, row)))


def set_bias(document: Document, layer: int, neuron: int, value: float) -> Document:
    old = _layer(document, layer)
    return _with_layer(document, layer, replace(old, biases=_put(old.biases, neuron, _finite(value))))


def set_cells(document: Document, layer: int, cells: Sequence[tuple[int, int, float]]) -> Document:
    """Several numbers of one layer's table at once: (row, column, value), column n_in being the bias."""
    old = _layer(document, layer)
    table = [[*row, bias] for row, bias in zip(old.weights, old.biases, strict=True)]
    for row, column, value in cells:
        _index(row, len(table))
        _index(column, len(table[row]))
        table[row][column] = _finite(value)
    return _with_layer(document, layer, replace(
        old, weights=tuple(tuple(row[:-1]) for row in table), biases=tuple(row[-1] for row in table),
    ))


def set_input(document: Document, index: int, value: float) -> Document:
    return replace(document, input=_put(document.input, index, _finite(value)))


# --- the table of inputs -------------------------------------------------------------------------

def use_example(document: Document, row: int) -> Document:
    """Take the input from a row of the table."""
    _index(row, len(document.examples))
    return replace(document, input=document.examples[row])


def add_example(document: Document) -> Document:
    """Keep the present input as a new row."""
    if len(document.examples) >= limits.MAX_EXAMPLES:
        raise Refusal("too_many_examples", limit=limits.MAX_EXAMPLES)
    return replace(document, examples=(*document.examples, document.input))


def remove_example(document: Document, row: int) -> Document:
    _index(row, len(document.examples))
    return replace(document, examples=document.examples[:row] + document.examples[row + 1:])


def set_example_cells(document: Document, cells: Sequence[tuple[int, int, float]]) -> Document:
    """Several numbers of the table at once; a row that is the present input stays the present input."""
    rows = [list(row) for row in document.examples]
    for row, column, value in cells:
        _index(row, len(rows))
        _index(column, len(rows[row]))
        rows[row][column] = _finite(value)
    examples = tuple(tuple(row) for row in rows)
    current = document.examples.index(document.input) if document.input in document.examples else None
    return replace(
        document, examples=examples, input=document.input if current is None else examples[current],
    )


# --- architecture --------------------------------------------------------------------------------

def resize_layer(document: Document, layer: int, size: int) -> Document:
    """Give a layer `size` neurons. The weights that were there stay; new ones are drawn by the fill's seed."""
    if not 1 <= size <= limits.MAX_NEURONS:
        raise Refusal("layer_size", limit=limits.MAX_NEURONS)
    _index(layer, len(document.sizes))
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
    """Put a new hidden layer in front of layer `position` (1 to the output's index)."""
    if document.full:
        raise Refusal("too_many_layers", limit=limits.MAX_LAYERS)
    if not 1 <= size <= limits.MAX_NEURONS:
        raise Refusal("layer_size", limit=limits.MAX_NEURONS)
    _index(position - 1, len(document.layers))
    _activation(activation, last=False)
    fan_in = document.sizes[position - 1]
    new = Layer(_drawn(document, position, size, fan_in), (0.0,) * size, activation)
    layers = [*document.layers[: position - 1], new, *document.layers[position - 1:]]
    return _cleared(replace(document, layers=_refitted(document, layers)))


def remove_layer(document: Document, layer: int) -> Document:
    """Take out a hidden layer."""
    _hidden(document, layer)
    layers = [*document.layers[: layer - 1], *document.layers[layer:]]
    return _cleared(replace(document, layers=_refitted(document, layers)))


def move_layer(document: Document, layer: int, to: int) -> Document:
    """Move a hidden layer to index `to`. It takes its neurons along: biases, activation, incoming weights."""
    _hidden(document, layer)
    _hidden(document, to)
    layers = list(document.layers)
    layers.insert(to - 1, layers.pop(layer - 1))
    return _cleared(replace(document, layers=_refitted(document, layers)))


def set_activation(document: Document, layer: int, activation: str) -> Document:
    old = _layer(document, layer)
    _activation(activation, last=layer == len(document.layers))
    return _with_layer(document, layer, replace(old, activation=activation))


def fill(document: Document, how: Fill) -> Document:
    """Draw the weights of `how.layer`, or of all; biases become 0. The same `how` draws the same weights."""
    if how.kind not in INITIALIZERS:
        raise Refusal("unknown_fill", name=how.kind)
    if not math.isfinite(how.scale) or abs(how.scale) > limits.MAX_SCALE:
        raise Refusal("fill_scale", limit=f"{limits.MAX_SCALE:,.0f}")
    if not 0 <= how.seed <= limits.MAX_SEED:
        raise Refusal("seed", limit=limits.MAX_SEED)
    document = replace(document, fill=how)
    layers = list(document.layers)
    for index in range(1, len(layers) + 1) if how.layer is None else (how.layer,):
        old = _layer(document, index)
        weights = _drawn(document, index, old.size, document.sizes[index - 1])
        layers[index - 1] = replace(old, weights=weights, biases=(0.0,) * old.size)
    return replace(document, layers=tuple(layers))


def fill_anew(document: Document, how: Fill) -> Document:
    """`fill`, but with the next seed where it would draw what is there already."""
    filled = fill(document, how)
    if filled.layers != document.layers or not INITIALIZERS[how.kind].random:
        return filled
    return fill(document, replace(how, seed=0 if how.seed == limits.MAX_SEED else how.seed + 1))


# --- the neuron that is compared with a biological one -------------------------------------------

def set_neuron(document: Document, **changes: Any) -> Document:
    """Change fields of `document.neuron`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, neuron=neuron.with_changes(document.neuron, **changes))


def put_neuron(document: Document, new: Neuron) -> Document:
    """Put another one in its place."""
    return replace(document, neuron=neuron.checked(new))


def set_neuron_cells(document: Document, cells: Sequence[tuple[int, int, float]]) -> Document:
    """Several numbers of its table at once: (input, 0, x) and (input, 1, w)."""
    columns = [list(document.neuron.inputs), list(document.neuron.weights)]
    for row, column, value in cells:
        _index(column, 2)
        _index(row, len(columns[0]))
        columns[column][row] = _finite(value)
    return set_neuron(document, inputs=tuple(columns[0]), weights=tuple(columns[1]))


def set_neuron_size(document: Document, size: int) -> Document:
    """Give it `size` inputs."""
    return replace(document, neuron=neuron.resized(document.neuron, size))


def compare_neuron(document: Document, layer: int, index: int, names: Sequence[str]) -> Document:
    """Take weights, bias, activation and present inputs of a neuron of the network over into `document.neuron`.

    names  of the neurons of the layer before. Raises Refusal where a value is too large to be a rate or a conductance.
    """
    own = _layer(document, layer)
    _index(index, own.size)
    if not ACTIVATIONS[own.activation].elementwise:
        raise Refusal("neuron_softmax")
    # What another experiment had set would not be this neuron's: only what drives and builds the neuron stays.
    return set_neuron(
        document, inputs=tuple(document.trace.activations[layer - 1].tolist()), weights=own.weights[index],
        bias=own.biases[index], activation=own.activation, names=tuple(clean_name(name) for name in names),
        stimulus="none", background=Neuron.background, experiment="",
    )


# --- learning ------------------------------------------------------------------------------------

def set_learning(document: Document, **changes: Any) -> Document:
    """Change fields of `document.learning`. Raises Refusal for what its ranges and choices do not allow."""
    return _learning(document, training.with_changes(document.learning, **changes))


def take_trained(document: Document, network: Network, names: Sequence[str]) -> Document:
    """Put a network that was trained on `document.learning` in the place of the document's, with inputs named `names`
    and training points to take the input from. The settings of learning stay."""
    points = training.data_of(document.learning).train
    inputs = network_inputs(points.x, document.learning.features)[: limits.MAX_EXAMPLES].tolist()
    examples = tuple(tuple(row) for row in inputs)
    layers = tuple(
        Layer(tuple(map(tuple, np.asarray(w).tolist())), tuple(np.asarray(b).tolist()), name)
        for w, b, name in zip(network.weights, network.biases, network.activations, strict=True)
    )
    outputs = points.classes if len(points.classes) == layers[-1].size else ("",) * layers[-1].size
    if layers[-1].size == 1:
        outputs = (training.output_name(document.learning),)
    return with_pages_of(document, Document(
        layers=layers, input=examples[0], input_names=tuple(training.short_name(name) for name in names),
        output_names=tuple(clean_name(name) for name in outputs), examples=examples,
    ))


def put_learning(document: Document, new: Learning) -> Document:
    """Put another one in its place."""
    return _learning(document, training.checked(new))


# --- gradient descent and overfitting ------------------------------------------------------------

def set_descent(document: Document, **changes: Any) -> Document:
    """Change fields of `document.descent`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, descent=descent.with_changes(document.descent, **changes))


def set_trial(document: Document, **changes: Any) -> Document:
    """Change fields of the trial that is held against others."""
    return replace(document, overfitting=overfitting.with_changes(document.overfitting, **changes))


def open_trial(document: Document, dataset: str) -> Document:
    """Begin with a data set, all levers where they start."""
    begun = replace(document.overfitting, trial=overfitting.STARTS[dataset].trial, against=overfitting.ALL)
    return replace(document, overfitting=begun)


def release_levers(document: Document) -> Document:
    """Put all levers of the trial back where they start."""
    now = document.overfitting
    return replace(document, overfitting=replace(now, trial=overfitting.without(now.trial)))


def hold_against(document: Document, rival: str) -> Document:
    """Hold the trial against another: a name as `Overfitting.against` has it."""
    held = replace(document.overfitting, against=rival)
    return replace(document, overfitting=overfitting.checked(held))


def keep_run(document: Document, name: str) -> Document:
    """Keep the trial under a name; "" stands for its number. Raises Refusal where there is no room for more."""
    return replace(document, overfitting=overfitting.also_kept(document.overfitting, clean_name(name)))


def remove_run(document: Document, number: int) -> Document:
    """Keep the run of this number no longer."""
    return replace(document, overfitting=overfitting.no_longer_kept(document.overfitting, number))


def with_pages_of(document: Document, new: Document) -> Document:
    """`new` with what was made of `document` on the other pages: a network that is opened leaves that alone."""
    return replace(
        new, neuron=document.neuron, learning=document.learning, descent=document.descent,
        overfitting=document.overfitting,
    )


# --- names and selection -------------------------------------------------------------------------

def rename_input(document: Document, index: int, name: str) -> Document:
    return replace(document, input_names=_put(document.input_names, index, clean_name(name)))


def rename_output(document: Document, index: int, name: str) -> Document:
    return replace(document, output_names=_put(document.output_names, index, clean_name(name)))


def clean_name(name: str) -> str:
    """`name` on one line, without what cannot be printed. Raises Refusal "name_too_long"."""
    name = "".join(c if c.isprintable() else " " for c in name).strip()
    if len(name) > limits.MAX_NAME_CHARS:
        raise Refusal("name_too_long", limit=limits.MAX_NAME_CHARS)
    return name


def select(document: Document, selection: Selection | None) -> Document:
    """Select a neuron or an edge, or nothing. Raises Refusal "no_such_part" for one that is not there."""
    if selection is not None:
        _index(selection.layer, len(document.sizes))
        _index(selection.neuron, document.sizes[selection.layer])
        if selection.source is not None:
            _index(selection.layer - 1, len(document.layers))
            _index(selection.source, document.sizes[selection.layer - 1])
    return replace(document, selection=selection)


# --- helpers -------------------------------------------------------------------------------------

def _index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise Refusal("no_such_part")


def _learning(document: Document, new: Learning) -> Document:
    """`document` where `new` is learnt. What was chosen on another ground does not count on this one."""
    if new == document.learning:
        return document
    return replace(document, learning=new, descent=descent.on_new_ground(document.descent))


def _layer(document: Document, layer: int) -> Layer:
    _index(layer - 1, len(document.layers))
    return document.layers[layer - 1]


def _hidden(document: Document, layer: int) -> None:
    if not 1 <= layer < len(document.layers):
        raise Refusal("hidden_only")


def _activation(name: str, *, last: bool) -> None:
    if name not in ACTIVATIONS:
        raise Refusal("unknown_activation", name=name)
    if not ACTIVATIONS[name].elementwise and not last:
        raise Refusal("softmax_last")


def _finite(value: float) -> float:
    value = float(value)
    if not math.isfinite(value):
        raise Refusal("number_too_large", text=str(value))
    return value


def _put(row: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    _index(index, len(row))
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
    """`old` with n_out neurons of n_in inputs: what overlaps stays, the rest is drawn."""
    if (old.size, len(old.weights[0])) == (n_out, n_in):
        return old
    drawn = _drawn(document, layer, n_out, n_in)
    kept = [row[:n_in] for row in old.weights[:n_out]]
    rows = tuple(row + new[len(row):] for row, new in zip(kept, drawn, strict=False)) + drawn[len(kept):]
    return replace(old, weights=rows, biases=_resized(old.biases, n_out, 0.0))


def _refitted(document: Document, layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """`layers` with each one's weights made to fit the layer in front of it."""
    fan_ins = (len(document.input), *(layer.size for layer in layers))
    return tuple(
        _fitted(document, index + 1, layer, layer.size, fan_ins[index]) for index, layer in enumerate(layers)
    )


def _cleared(document: Document) -> Document:
    """`document` without a selection of something that is gone."""
    try:
        return select(document, document.selection)
    except Refusal:
        return replace(document, selection=None)
