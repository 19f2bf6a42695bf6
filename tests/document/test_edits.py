"""Every edit gives a valid document or a Refusal, and a Refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Fill, Refusal, Selection, edits, limits, page_edits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.settings import descent, digits, inside, overfitting, privacy
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.document.settings.training import Training
from neuroviz.nn import ACTIVATIONS, INITIALIZERS
from tests.document.validity import assert_valid, bits
from tests.examples import examples
from tests.strategies import documents, fills, neurons, trainings

RANGES, CHOICES = ranges_of(Neuron), choices_of(Neuron)

# One past each end, so that about half of the edits drawn are not allowed.
index = st.integers(-1, 5)
cell = st.tuples(index, index, st.floats())

# A neuron's fields, each drawn from more than it may be.
any_number = st.floats(-1.0, 3.0) | st.floats() | st.integers(-1, 30)
any_word = st.sampled_from([*sum(CHOICES.values(), ()), *sum(PATTERNS.values(), ()), "softmax", "swish"])
neuron_changes = st.fixed_dictionaries({}, optional={
    **dict.fromkeys((*RANGES, "bias"), any_number),
    **dict.fromkeys((*CHOICES, "pattern"), any_word),
    **{name: st.lists(st.floats(-101.0, 101.0) | st.integers(-3, 3), max_size=33).map(tuple)
       for name in ("inputs", "weights")},
    "myelin": st.booleans(),
})


def change_training(document: Document, changes: dict[str, object]) -> Document:
    return edits.set_learning(document, **changes)


training_changes = st.one_of(
    st.fixed_dictionaries({}, optional={
        "dataset": st.sampled_from(["xor", "sine", "own", "mnist"]), "noise": st.floats(),
        "hidden": st.lists(st.integers(-1, 20), max_size=6).map(tuple), "epochs": st.integers(-1, 3000),
        "features": st.lists(st.sampled_from(["x1", "x2", "sin_x2", "x3"]), max_size=3).map(tuple),
    }),
    trainings().map(lambda found: {"own": found.own, "own_classes": found.own_classes}),
)


def change_neuron(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_neuron(document, **changes)


def change_descent(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_descent(document, **changes)


def change_trial(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_trial(document, **changes)


def change_digits(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_digits(document, **changes)


def change_inside(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_inside(document, **changes)


def change_privacy(document: Document, changes: dict[str, Any]) -> Document:
    return edits.set_privacy(document, **changes)


descent_changes = st.fixed_dictionaries({}, optional={
    **{name: st.sampled_from([*allowed, "adamw", 3.0]) for name, allowed in choices_of(descent.Descent).items()},
    **{name: st.lists(st.integers(-1, 33), max_size=4).map(tuple) for name in ("first", "second")},
    **{name: st.booleans() for name in ("curve", "trained", "same", "batch")},
    "shown": st.lists(st.sampled_from(["sgd", "adam", "adamw"]), max_size=3).map(tuple),
    "start": st.lists(st.floats(), max_size=3).map(tuple), "rate": st.floats(),
    "rates": st.lists(st.tuples(st.sampled_from(["sgd", "adam", "adamw"]), st.floats(0.0, 200.0)), max_size=3)
    .map(tuple),
    "targets": st.lists(st.tuples(*(st.lists(st.floats(), max_size=2).map(tuple),) * 2), max_size=3).map(tuple),
})
trial_changes = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(ranges_of(overfitting.Trial), any_number),
    **{name: st.sampled_from([*allowed, "mnist"]) for name, allowed in choices_of(overfitting.Trial).items()},
})

digits_changes = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(ranges_of(digits.Digits), any_number),
    **{name: st.sampled_from([*allowed, "letters", 2]) for name, allowed in choices_of(digits.Digits).items()},
    "strokes": st.lists(st.lists(st.integers(-1, 1001), max_size=6).map(tuple), max_size=30).map(tuple),
})

inside_changes = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(ranges_of(inside.Inside), any_number),
    **{name: st.sampled_from([*allowed, "letters", 2]) for name, allowed in choices_of(inside.Inside).items()},
    **{name: st.lists(st.lists(st.integers(-1, 800), max_size=4).map(tuple), max_size=40).map(tuple)
       for name in ("silent", "cut")},
})

privacy_changes = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(ranges_of(privacy.Privacy), any_number),
    **{name: st.sampled_from([*allowed, "all", 2]) for name, allowed in choices_of(privacy.Privacy).items()},
})

EDITS: dict[Callable[..., Document], tuple[st.SearchStrategy[Any], ...]] = {
    edits.set_weight: (index, index, index, st.floats()),
    edits.set_bias: (index, index, st.floats()),
    edits.set_cells: (index, st.lists(cell, max_size=4)),
    edits.set_input: (index, st.floats()),
    edits.use_example: (index,),
    edits.add_example: (),
    edits.remove_example: (index,),
    edits.set_example_cells: (st.lists(cell, max_size=4),),
    edits.resize_layer: (index, st.integers(-1, limits.MAX_NEURONS + 1)),
    edits.add_layer: (index, st.integers(-1, limits.MAX_NEURONS + 1), st.sampled_from([*ACTIVATIONS, "swish"])),
    edits.remove_layer: (index,),
    edits.move_layer: (index, index),
    edits.set_activation: (index, st.sampled_from([*ACTIVATIONS, "swish"])),
    edits.fill_anew: (
        st.builds(replace, fills, layer=st.none() | st.integers(0, 4)),
    ),
    edits.fill: (
        fills | st.builds(
            Fill, st.sampled_from([*INITIALIZERS, "magic"]), st.floats(), st.integers(-1, 2**31), st.none() | index,
        ),
    ),
    edits.rename_input: (index, st.text(max_size=limits.MAX_NAME_CHARS + 2)),
    edits.rename_output: (index, st.text(max_size=limits.MAX_NAME_CHARS + 2)),
    change_neuron: (neuron_changes,),
    edits.put_neuron: (neurons() | st.builds(replace, st.just(Neuron()), dt_ms=st.floats(), bias=st.floats()),),
    edits.set_neuron_cells: (st.lists(st.tuples(index, st.integers(-1, 2), st.floats(-101.0, 101.0)), max_size=4),),
    edits.set_neuron_size: (st.integers(-1, limits.MAX_NEURONS + 1),),
    edits.compare_neuron: (index, index, st.lists(st.text(max_size=limits.MAX_NAME_CHARS + 2), max_size=5)),
    change_training: (training_changes,),
    edits.put_training: (trainings() | st.builds(replace, st.just(Training()), noise=st.floats(), batch_size=index),),
    change_descent: (descent_changes,),
    change_trial: (trial_changes,),
    change_digits: (digits_changes,),
    change_inside: (inside_changes,),
    change_privacy: (privacy_changes,),
    edits.release_remedies: (),
    edits.toggle_lesion: (index, index, st.none() | index),
    edits.open_trial: (st.sampled_from(list(overfitting.STARTS)),),
    edits.release_levers: (),
    edits.compare_trial_with: (st.sampled_from(["", "all", "l2", "kept.1", "kept.2", "kept.x", "seed"]),),
    edits.keep_run: (st.text(max_size=limits.MAX_NAME_CHARS + 2),),
    edits.remove_run: (index,),
    edits.with_pages_of: (documents(),),
    edits.select: (st.none() | st.builds(Selection, index, index, st.none() | index),),
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@examples(12)
@given(document=documents(), data=st.data())
def test_an_edit_gives_a_valid_document_or_is_refused(
    edit: Callable[..., Document], document: Document, data: st.DataObject
) -> None:
    before = bits(document)
    try:
        edited = edit(document, *(data.draw(argument) for argument in EDITS[edit]))
    except Refusal:
        edited = document
    assert bits(document) == before
    assert_valid(edited)


@given(document=documents(), data=st.data())
def test_any_sequence_of_edits_keeps_the_document_valid(document: Document, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 8))):
        edit = data.draw(st.sampled_from(sorted(EDITS, key=lambda e: e.__name__)))
        try:
            document = edit(document, *(data.draw(argument) for argument in EDITS[edit]))
        except Refusal:
            continue
    assert_valid(document)


def test_every_edit_is_covered() -> None:
    public = {
        value for name, value in vars(edits).items()
        if callable(value) and not name.startswith("_") and not isinstance(value, type)
        and getattr(value, "__module__", "") in {edits.__name__, page_edits.__name__}
    }
    assert {edit.__name__ for edit in public} == {*edits.__all__} - {"clean_name"}, "every edit is found in `edits`"
    # Fields have names of their own: `change_neuron` and its like hand them on.
    # What was trained, and the trial on a visitor's own table, are tested with their pages.
    assert public - set(EDITS) == {
        edits.set_neuron, edits.set_learning, edits.set_descent, edits.set_trial, edits.set_digits, edits.set_inside,
        edits.set_privacy, edits.take_trained, edits.steer_learning, edits.open_own_trial,
    }
