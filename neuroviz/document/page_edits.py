"""Edits of the settings that the pages keep in a document: the neuron, the training, the descent, the overfitting, the
digits, the look inside, the
privacy.

Every public function takes a document and returns a changed one. `edits` re-exports them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from neuroviz.document import limits
from neuroviz.document.parts import check_index, clean_name, finite_number, layer_of
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Layer
from neuroviz.document.settings import descent, digits, inside, neuron, overfitting, privacy, training
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.own_points import OwnPoints, checked_points
from neuroviz.document.settings.training import Training
from neuroviz.document.settings.training_network import in_units, training_inputs
from neuroviz.nn import ACTIVATIONS, Network

# --- the neuron that is compared with a biological one -------------------------------------------

def set_neuron(document: Document, **changes: Any) -> Document:
    """Change fields of `document.neuron`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, neuron=neuron.with_changes(document.neuron, **changes))


def put_neuron(document: Document, new: Neuron) -> Document:
    """Put another neuron in place of `document.neuron`. Raises Refusal as `set_neuron` does."""
    return replace(document, neuron=neuron.checked(new))


def set_neuron_cells(document: Document, cells: Sequence[tuple[int, int, float]]) -> Document:
    """Set several numbers of the neuron's table at once: (input, 0, x) and (input, 1, w).

    Raises Refusal for a cell that does not exist and for a number that is non-finite or out of range.
    """
    columns = [list(document.neuron.inputs), list(document.neuron.weights)]
    for row, column, value in cells:
        check_index(column, 2)
        check_index(row, len(columns[0]))
        columns[column][row] = finite_number(value)
    return set_neuron(document, inputs=tuple(columns[0]), weights=tuple(columns[1]))


def set_neuron_size(document: Document, size: int) -> Document:
    """Give `document.neuron` `size` inputs; new ones are 0 and have weight 0. Raises Refusal "neuron_inputs"."""
    return replace(document, neuron=neuron.resized(document.neuron, size))


def compare_neuron(document: Document, layer: int, index: int, names: Sequence[str]) -> Document:
    """Copy weights, bias, activation and present inputs of a neuron of the network into `document.neuron`.

    layer, index  the neuron
    names         names of the neurons of the layer before

    Raises Refusal for softmax, and for a value that is too large to be a rate or a conductance.
    """
    own = layer_of(document, layer)
    check_index(index, own.size)
    if not ACTIVATIONS[own.activation].elementwise:
        raise Refusal("neuron_softmax")
    # What another experiment had set would not be this neuron's: only what drives and builds the neuron stays.
    return set_neuron(
        document, inputs=tuple(document.trace.activations[layer - 1].tolist()), weights=own.weights[index],
        bias=own.biases[index], activation=own.activation, names=tuple(clean_name(name) for name in names),
        stimulus="none", background=Neuron.background, experiment="",
    )


# --- training ------------------------------------------------------------------------------------

def set_learning(document: Document, **changes: Any) -> Document:
    """Change fields of `document.training`. Raises Refusal for what its ranges and choices do not allow."""
    return _training(document, training.with_changes(document.training, **changes))


def steer_learning(document: Document, epoch: int, changes: Mapping[str, float]) -> Document:
    """Change fields of `document.training`, or weights, from an epoch of the run on. Raises Refusal as `steered`."""
    return replace(document, training=training.steered(document.training, epoch, changes))


def take_trained(document: Document, network: Network, names: Sequence[str]) -> Document:
    """Replace the document's network by one that was trained on `document.training`; all pages' settings stay.

    network  as it was trained; the document's speaks the units of the visitor's table
    names    names of the inputs; the first training points become the table of inputs
    """
    points = training.data_of(document.training).train
    inputs = training_inputs(document.training)[: limits.MAX_EXAMPLES].tolist()
    examples = tuple(tuple(row) for row in inputs)
    found = in_units(document.training, network)
    layers = tuple(
        Layer(tuple(map(tuple, np.asarray(w).tolist())), tuple(np.asarray(b).tolist()), name)
        for w, b, name in zip(found.weights, found.biases, found.activations, strict=True)
    )
    outputs = points.classes if len(points.classes) == layers[-1].size else ("",) * layers[-1].size
    if layers[-1].size == 1:
        outputs = (training.output_name(document.training),)
    return with_pages_of(document, Document(
        layers=layers, input=examples[0], input_names=tuple(training.short_name(name) for name in names),
        output_names=tuple(clean_name(name) for name in outputs), examples=examples,
    ))


def put_training(document: Document, new: Training) -> Document:
    """Put other settings in place of `document.training`. Raises Refusal as `set_learning` does."""
    return _training(document, training.checked(new))


# --- gradient descent and overfitting ------------------------------------------------------------

def set_descent(document: Document, **changes: Any) -> Document:
    """Change fields of `document.descent`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, descent=descent.with_changes(document.descent, **changes))


def set_trial(document: Document, **changes: Any) -> Document:
    """Change fields of `document.overfitting.trial`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, overfitting=overfitting.with_changes(document.overfitting, **changes))


def open_trial(document: Document, dataset: str) -> Document:
    """Start a trial on a data set, with all levers at their start values and compared with the trial without levers."""
    opened = replace(document.overfitting, trial=overfitting.STARTS[dataset].trial, against=overfitting.ALL)
    return replace(document, overfitting=opened)


def open_own_trial(document: Document, own: OwnPoints) -> Document:
    """Start a trial on the visitor's own points, as `open_trial` does. Raises Refusal for points that are not allowed.
    """
    checked_points(own, "overfitting.trial.own")
    opened = replace(document.overfitting, trial=overfitting.own_start(own).trial, against=overfitting.ALL)
    return replace(document, overfitting=overfitting.checked(opened))


def release_levers(document: Document) -> Document:
    """Put all levers of the trial back to their start values."""
    now = document.overfitting
    return replace(document, overfitting=replace(now, trial=overfitting.without(now.trial)))


def compare_trial_with(document: Document, rival: str) -> Document:
    """Choose what the trial is compared with, as in `Overfitting.against`. Raises Refusal for an unknown name."""
    changed = replace(document.overfitting, against=rival)
    return replace(document, overfitting=overfitting.checked(changed))


def keep_run(document: Document, name: str) -> Document:
    """Keep the trial under a name; "" stands for its number. Raises Refusal "too_many_runs" and "name_too_long"."""
    return replace(document, overfitting=overfitting.also_kept(document.overfitting, clean_name(name)))


def remove_run(document: Document, number: int) -> Document:
    """Remove the kept run with this number."""
    return replace(document, overfitting=overfitting.no_longer_kept(document.overfitting, number))


# --- digits --------------------------------------------------------------------------------------

def set_digits(document: Document, **changes: Any) -> Document:
    """Change fields of `document.digits`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, digits=digits.with_changes(document.digits, **changes))


def set_inside(document: Document, **changes: Any) -> Document:
    """Change fields of `document.inside`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, inside=inside.with_changes(document.inside, **changes))


def toggle_lesion(document: Document, layer: int, neuron: int, source: int | None = None) -> Document:
    """Silence a neuron, or cut the connection into it from `source`; what is already so is mended.

    Raises Refusal "too_many_lesions", and for what no network of the page has.
    """
    return replace(document, inside=inside.toggled(document.inside, layer, neuron, source))


def set_privacy(document: Document, **changes: Any) -> Document:
    """Change fields of `document.privacy`. Raises Refusal for what its ranges and choices do not allow."""
    return replace(document, privacy=privacy.with_changes(document.privacy, **changes))


def release_remedies(document: Document) -> Document:
    """Put every remedy of `document.privacy` back to its start."""
    return replace(document, privacy=privacy.without_remedies(document.privacy))


def with_pages_of(document: Document, new: Document) -> Document:
    """Return `new` with the settings of all pages taken from `document`: opening a network does not change them."""
    return replace(
        new, neuron=document.neuron, training=document.training, descent=document.descent,
        overfitting=document.overfitting, digits=document.digits, inside=document.inside, privacy=document.privacy,
    )


def _training(document: Document, new: Training) -> Document:
    """Set `document.training`. What was chosen on the old loss surface is dropped, as it does not fit the new one."""
    if training.as_learnt(new) == training.as_learnt(document.training):
        return replace(document, training=new)
    return replace(document, training=new, descent=descent.on_new_ground(document.descent))
