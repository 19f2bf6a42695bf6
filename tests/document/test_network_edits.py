"""What each edit of the network does, and what it leaves alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Fill, Layer, Refusal, Selection, edits, limits
from tests.document.validity import bits
from tests.strategies import documents, fills, finite, moderate, selections


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


def test_what_a_growing_layer_draws_is_what_a_fill_draws_there() -> None:
    """Its own new rows, and the new columns of the layer after it: each layer has a draw of its own."""
    grown = edits.resize_layer(linear(2, 3, 2), 1, 5)
    filled = edits.fill(grown, grown.fill)
    assert grown.layers[0].weights[3:] == filled.layers[0].weights[3:]
    assert [row[3:] for row in grown.layers[1].weights] == [row[3:] for row in filled.layers[1].weights]
    # Where a layer goes, the next one has more inputs, and is counted anew.
    closed = edits.remove_layer(linear(4, 2, 3, 1), 1)
    filled = edits.fill(closed, closed.fill)
    assert [row[2:] for row in closed.layers[0].weights] == [row[2:] for row in filled.layers[0].weights]


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
