"""Every edit gives a valid document or a Refusal, and a Refusal changes nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Fill, Layer, Refusal, Selection, edits, limits, page_edits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.settings import descent, digits, inside, overfitting, privacy
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.document.settings.training import Training
from neuroviz.nn import ACTIVATIONS, INITIALIZERS
from tests.document.validity import assert_valid, bits
from tests.examples import examples
from tests.strategies import documents, fills, finite, moderate, neurons, selections, trainings

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


def refused(edit: Callable[..., Document], document: Document, *args: object) -> Refusal:
    before = bits(document)
    with pytest.raises(Refusal) as caught:
        edit(document, *args)
    assert bits(document) == before
    return caught.value


def linear(*sizes: int, seed: int = 0) -> Document:
    """A document of these sizes whose numbers all differ."""
    value = iter(range(1, 10_000))
    return Document(
        layers=tuple(
            Layer(
                tuple(tuple(float(next(value)) for _ in range(n_in)) for _ in range(n_out)),
                tuple(float(next(value)) for _ in range(n_out)), "linear",
            )
            for n_in, n_out in zip(sizes, sizes[1:], strict=False)
        ),
        input=tuple(float(next(value)) for _ in range(sizes[0])),
        fill=Fill("normal", 1.0, seed),
    )


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


# --- numbers -------------------------------------------------------------------------------------

@given(document=documents(), value=finite, data=st.data())
def test_a_weight_is_set_exactly_and_alone(document: Document, value: float, data: st.DataObject) -> None:
    layer = data.draw(st.integers(1, len(document.layers)))
    neuron = data.draw(st.integers(0, document.sizes[layer] - 1))
    source = data.draw(st.integers(0, document.sizes[layer - 1] - 1))
    edited = edits.set_weight(document, layer, neuron, source, value)
    assert edited.layers[layer - 1].weights[neuron][source].hex() == value.hex()
    back = edits.set_weight(edited, layer, neuron, source, document.layers[layer - 1].weights[neuron][source])
    assert bits(back) == bits(document)


@given(document=documents(), value=finite, data=st.data())
def test_a_bias_and_an_input_are_set_exactly_and_alone(document: Document, value: float, data: st.DataObject) -> None:
    layer = data.draw(st.integers(1, len(document.layers)))
    neuron = data.draw(st.integers(0, document.sizes[layer] - 1))
    edited = edits.set_bias(document, layer, neuron, value)
    assert edited.layers[layer - 1].biases[neuron].hex() == value.hex()
    assert bits(edits.set_bias(edited, layer, neuron, document.layers[layer - 1].biases[neuron])) == bits(document)
    at = data.draw(st.integers(0, document.sizes[0] - 1))
    edited = edits.set_input(document, at, value)
    assert edited.input[at].hex() == value.hex()
    assert bits(edits.set_input(edited, at, document.input[at])) == bits(document)


def test_cells_of_a_table_include_the_bias_column() -> None:
    edited = edits.set_cells(linear(2, 2), 1, [(0, 1, 50.0), (1, 2, -60.0)])
    assert edited.layers[0] == Layer(((1.0, 50.0), (3.0, 4.0)), (5.0, -60.0), "linear")


def test_a_table_with_one_wrong_cell_is_refused_whole() -> None:
    assert refused(edits.set_cells, linear(2, 2), 1, [(0, 0, 9.0), (0, 3, 9.0)]).code == "no_such_part"
    assert refused(edits.set_cells, linear(2, 2), 1, [(0, 0, 9.0), (0, 1, math.nan)]).code == "number_too_large"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers_get_in(value: float) -> None:
    document = edits.add_example(linear(2, 1))
    for edit, args in (
        (edits.set_weight, (1, 0, 0)), (edits.set_bias, (1, 0)), (edits.set_input, (0,)),
    ):
        assert refused(edit, document, *args, value).code == "number_too_large"
    assert refused(edits.set_example_cells, document, [(0, 0, value)]).code == "number_too_large"


@pytest.mark.parametrize(("edit", "args"), [
    (edits.set_weight, (0, 0, 0, 1.0)), (edits.set_weight, (3, 0, 0, 1.0)), (edits.set_weight, (1, 3, 0, 1.0)),
    (edits.set_weight, (1, 0, 2, 1.0)), (edits.set_weight, (1, 0, -1, 1.0)), (edits.set_weight, (1, -1, 0, 1.0)),
    (edits.set_bias, (0, 0, 1.0)), (edits.set_bias, (1, 3, 1.0)), (edits.set_bias, (2, -1, 1.0)),
    (edits.set_input, (2, 1.0)), (edits.set_input, (-1, 1.0)), (edits.use_example, (0,)), (edits.remove_example, (0,)),
    (edits.resize_layer, (3, 1)), (edits.resize_layer, (-1, 1)), (edits.add_layer, (0, 1, "relu")),
    (edits.add_layer, (3, 1, "relu")), (edits.set_activation, (0, "relu")), (edits.fill, (Fill(layer=0),)),
    (edits.fill, (Fill(layer=3),)), (edits.rename_input, (2, "x")), (edits.rename_output, (1, "x")),
    (edits.select, (Selection(3, 0),)), (edits.select, (Selection(0, 2),)), (edits.select, (Selection(0, 0, 0),)),
    (edits.select, (Selection(1, 0, 2),)),
])
def test_what_is_not_there_cannot_be_edited(edit: Callable[..., Document], args: tuple[object, ...]) -> None:
    assert refused(edit, linear(2, 3, 1), *args).code == "no_such_part"


# --- the table of inputs -------------------------------------------------------------------------

def test_examples_are_kept_used_and_removed() -> None:
    document = edits.add_example(linear(2, 1))
    kept = document.input
    document = edits.set_input(document, 0, 100.0)
    document = edits.add_example(document)
    assert document.examples == (kept, (100.0, kept[1]))
    assert edits.use_example(document, 0).input == kept
    assert edits.remove_example(document, 0).examples == ((100.0, kept[1]),)
    assert edits.remove_example(document, 0).input == document.input


def test_editing_the_row_in_use_changes_the_input_too() -> None:
    document = replace(linear(2, 1), input=(1.0, 2.0), examples=((1.0, 2.0), (3.0, 4.0)))
    assert edits.set_example_cells(document, [(0, 1, 9.0)]).input == (1.0, 9.0)
    assert edits.set_example_cells(document, [(1, 1, 9.0)]).input == (1.0, 2.0)


def test_the_table_is_bounded() -> None:
    document = linear(2, 1)
    for _ in range(limits.MAX_EXAMPLES):
        document = edits.add_example(document)
    assert refused(edits.add_example, document).code == "too_many_examples"


# --- architecture --------------------------------------------------------------------------------

@given(document=documents(), data=st.data())
def test_growing_a_layer_and_shrinking_it_again_changes_nothing(document: Document, data: st.DataObject) -> None:
    layer = data.draw(st.integers(0, len(document.layers)))
    size = document.sizes[layer]
    larger = data.draw(st.integers(size, limits.MAX_NEURONS))
    grown = edits.resize_layer(document, layer, larger)
    assert grown.sizes[layer] == larger
    assert bits(edits.resize_layer(grown, layer, size)) == bits(document)


def overlap(document: Document, other: Document) -> list[object]:
    """The weights and biases at the places that both documents have."""
    return [
        bits((tuple(row[:len(row_2)] for row, row_2 in zip(a.weights, b.weights, strict=False)), a.biases[:b.size]))
        for a, b in zip(document.layers, other.layers, strict=True)
    ]


@given(document=documents(), data=st.data())
def test_resizing_keeps_what_overlaps(document: Document, data: st.DataObject) -> None:
    layer = data.draw(st.integers(0, len(document.layers)))
    edited = edits.resize_layer(document, layer, data.draw(st.integers(1, limits.MAX_NEURONS)))
    assert overlap(document, edited) == overlap(edited, document)
    both = min(len(document.input), len(edited.input))
    assert bits(edited.input[:both]) == bits(document.input[:both])
    assert edited.input_names[:both] == document.input_names[:both]
    assert [bits(row[:both]) for row in edited.examples] == [bits(row[:both]) for row in document.examples]


def test_new_neurons_take_the_fills_draw_and_no_bias() -> None:
    document = linear(2, 2, 1, seed=5)
    whole = edits.fill(linear(2, 4, 1), Fill("normal", 1.0, 5))
    grown = edits.resize_layer(document, 1, 4)
    assert grown.layers[0].weights[2:] == whole.layers[0].weights[2:]
    assert grown.layers[0].biases == (*document.layers[0].biases, 0.0, 0.0)
    assert grown.layers[1].weights[0][2:] == whole.layers[1].weights[0][2:]


def test_a_new_layer_goes_in_front_of_the_one_named() -> None:
    document = linear(2, 3, 1)
    edited = edits.add_layer(document, 2, 4, "relu")
    assert edited.sizes == (2, 3, 4, 1)
    assert edited.layers[0] == document.layers[0]
    assert (edited.layers[1].activation, edited.layers[1].biases) == ("relu", (0.0,) * 4)
    assert edited.layers[2].weights[0][:3] == document.layers[1].weights[0]


def test_a_layer_that_is_taken_out_closes_the_gap() -> None:
    document = linear(2, 3, 4, 1)
    edited = edits.remove_layer(document, 1)
    assert edited.sizes == (2, 4, 1)
    assert list(edited.layers[0].weights) == [row[:2] for row in document.layers[1].weights]
    assert edited.layers[0].biases == document.layers[1].biases
    assert edited.layers[1] == document.layers[2]


@given(document=documents(moderate).filter(lambda d: len(d.layers) > 2), data=st.data())
def test_a_moved_layer_takes_its_neurons_along(document: Document, data: st.DataObject) -> None:
    hidden = st.integers(1, len(document.layers) - 1)
    layer, to = data.draw(hidden), data.draw(hidden)
    edited = edits.move_layer(document, layer, to)
    assert edited.layers[to - 1].biases == document.layers[layer - 1].biases
    assert edited.layers[to - 1].activation == document.layers[layer - 1].activation
    others = [layer_ for i, layer_ in enumerate(document.layers) if i != layer - 1]
    assert [o.biases for i, o in enumerate(edited.layers) if i != to - 1] == [o.biases for o in others]


def test_equal_layers_swap_back_and_forth() -> None:
    document = linear(3, 3, 3, 3)
    edited = edits.move_layer(document, 1, 2)
    assert edited.layers == (document.layers[1], document.layers[0], document.layers[2])
    assert edits.move_layer(edited, 1, 2) == document


@pytest.mark.parametrize("layer", [-1, 0, 2, 3])
def test_input_and_output_stay(layer: int) -> None:
    document = linear(2, 3, 1)
    assert refused(edits.remove_layer, document, layer).code == "hidden_only"
    assert refused(edits.move_layer, document, layer, 1).code == "hidden_only"
    assert refused(edits.move_layer, document, 1, layer).code == "hidden_only"


@pytest.mark.parametrize("size", [-1, 0, limits.MAX_NEURONS + 1])
def test_a_layers_size_is_bounded(size: int) -> None:
    assert refused(edits.resize_layer, linear(2, 1), 0, size).code == "layer_size"
    assert refused(edits.add_layer, linear(2, 1), 1, size, "relu").code == "layer_size"


def test_the_number_of_layers_is_bounded() -> None:
    document = linear(2, 1)
    while not document.full:
        document = edits.add_layer(document, 1, 1, "tanh")
    assert len(document.sizes) == limits.MAX_LAYERS
    assert refused(edits.add_layer, document, 1, 1, "tanh").code == "too_many_layers"


def test_softmax_goes_on_the_last_layer_only() -> None:
    document = linear(2, 3, 2)
    assert edits.set_activation(document, 2, "softmax").layers[1].activation == "softmax"
    assert refused(edits.set_activation, document, 1, "softmax").code == "softmax_last"
    assert refused(edits.add_layer, document, 2, 2, "softmax").code == "softmax_last"
    assert refused(edits.set_activation, document, 1, "swish").code == "unknown_activation"


# --- filling -------------------------------------------------------------------------------------

@given(document=documents(moderate), how=fills)
def test_same_again_draws_the_same(document: Document, how: Fill) -> None:
    filled = edits.fill(document, how)
    assert all(layer.biases == (0.0,) * layer.size for layer in filled.layers)
    changed = edits.set_weight(filled, 1, 0, 0, 123.0)
    assert bits(edits.fill(changed, changed.fill)) == bits(filled)


@given(document=documents(moderate).filter(lambda d: len(d.layers) > 1), how=fills, data=st.data())
def test_each_layer_has_a_draw_of_its_own(document: Document, how: Fill, data: st.DataObject) -> None:
    """Filling one layer gives what filling all would give it, and leaves the others alone."""
    layer = data.draw(st.integers(1, len(document.layers)))
    all_filled, one_filled = edits.fill(document, how), edits.fill(document, replace(how, layer=layer))
    for i, old in enumerate(document.layers):
        assert bits(one_filled.layers[i]) == bits(all_filled.layers[i] if i == layer - 1 else old)


def test_layers_do_not_repeat_each_other() -> None:
    filled = edits.fill(linear(3, 3, 3), Fill("normal", 1.0, 0))
    assert filled.layers[0].weights != filled.layers[1].weights


@pytest.mark.parametrize(("how", "code"), [
    (Fill("magic"), "unknown_fill"), (Fill(scale=math.nan), "fill_scale"), (Fill(scale=math.inf), "fill_scale"),
    (Fill(scale=-1.1 * limits.MAX_SCALE), "fill_scale"), (Fill(seed=-1), "seed"),
    (Fill(seed=limits.MAX_SEED + 1), "seed"),
])
def test_a_fill_outside_the_limits_is_refused(how: Fill, code: str) -> None:
    assert refused(edits.fill, linear(2, 1), how).code == code


# --- names and selection -------------------------------------------------------------------------

def test_names_belong_to_their_neurons() -> None:
    document = edits.rename_output(edits.rename_input(linear(2, 2), 1, " 甜 "), 0, "🍋")
    assert (document.input_names, document.output_names) == (("", "甜"), ("🍋", ""))
    grown = edits.resize_layer(edits.resize_layer(document, 0, 3), 1, 1)
    assert (grown.input_names, grown.output_names) == (("", "甜", ""), ("🍋",))
    assert refused(edits.rename_input, document, 0, "x" * 25).params == {"limit": 24}


@given(document=documents(), data=st.data())
def test_a_selection_survives_exactly_where_its_part_does(document: Document, data: st.DataObject) -> None:
    chosen = data.draw(selections(document.sizes).filter(lambda s: s is not None))
    layer = data.draw(st.integers(0, len(document.layers)))
    size = data.draw(st.integers(1, limits.MAX_NEURONS))
    edited = edits.resize_layer(edits.select(document, chosen), layer, size)
    gone = (chosen.layer == layer and chosen.neuron >= size) or (
        chosen.source is not None and chosen.layer - 1 == layer and chosen.source >= size
    )
    assert edited.selection == (None if gone else chosen)


def test_a_selection_in_the_last_layer_goes_with_the_layer_before_it() -> None:
    document = edits.select(linear(2, 3, 1), Selection(2, 0, 2))
    assert edits.remove_layer(document, 1).selection is None
