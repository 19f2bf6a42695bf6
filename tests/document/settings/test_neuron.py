"""The neuron that is compared: what it may be, how it is edited, and what a file may say of it."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Layer, Refusal, codec, edits, limits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.history import History
from neuroviz.document.settings.neuron import PATTERNS, Neuron, checked, resized, with_changes
from neuroviz.nn import ACTIVATIONS
from tests.document.validity import assert_valid, assert_valid_neuron, bits
from tests.strategies import documents, neurons

RANGES, CHOICES = ranges_of(Neuron), choices_of(Neuron)

DOCUMENT = Document(
    layers=(
        Layer(((1.0, -2.0), (0.5, 0.25), (200.0, 0.0)), (0.5, -1.0, 0.0), "tanh"),
        Layer(((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)), (7.0, 8.0), "softmax"),
    ),
    input=(3.0, -1.0),
)

OTHER = Neuron(
    inputs=(0.1, -0.0), weights=(1 / 3, -100.0), bias=5e-324, activation="gelu", names=("A", "甜"), fibres=20,
    seed=limits.MAX_SEED, model="adex", pattern="bursting", myelin=False, dt_ms=0.1, experiment="threshold",
)


def refused(document: Document, **changes: Any) -> Refusal:
    before = bits(document)
    with pytest.raises(Refusal) as caught:
        edits.set_neuron(document, **changes)
    assert bits(document) == before
    return caught.value


# --- what it may be ------------------------------------------------------------------------------

def test_the_first_neuron_is_legal_and_every_field_is_bounded() -> None:
    assert_valid_neuron(Neuron())
    words = {"myelin", "names", "experiment", "pattern"}
    assert {field.name for field in fields(Neuron)} == {*RANGES, *CHOICES, *words, "inputs", "weights", "bias"}
    assert set(CHOICES["activation"]) == set(ACTIVATIONS) - {"softmax"}


@given(neuron=neurons())
def test_every_neuron_that_is_drawn_is_legal(neuron: Neuron) -> None:
    """Of the strategy; what it draws is what the other tests are about."""
    assert_valid_neuron(neuron)


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_of_a_range_are_allowed_and_nothing_beyond(name: str) -> None:
    low, high = RANGES[name]
    for end in (low, high):
        assert getattr(edits.set_neuron(DOCUMENT, **{name: end}).neuron, name) == end
    whole = isinstance(getattr(Neuron, name), int)
    for beyond in (low - 1, high + 1) if whole else (math.nextafter(low, -math.inf), math.nextafter(high, math.inf)):
        error = refused(DOCUMENT, **{name: beyond})
        assert (error.code, error.params["where"]) == ("field_range", f"neuron.{name}")
    for nothing in (math.nan, math.inf, -math.inf):
        assert refused(DOCUMENT, **{name: nothing}).code == "field_number"


@pytest.mark.parametrize("value", [math.nan, math.inf, 100.00000000000001, -101.0])
@pytest.mark.parametrize("place", [{"bias"}, {"inputs"}, {"weights"}])
def test_inputs_weights_and_bias_are_bounded(place: set[str], value: float) -> None:
    (name,) = place
    error = refused(DOCUMENT, **{name: value if name == "bias" else (1.0, 2.0, value)})
    assert error.code == ("field_range" if math.isfinite(value) else "field_number")
    assert error.params["where"] == ("neuron.bias" if name == "bias" else f"neuron.{name}[2]")


@pytest.mark.parametrize("name", [*CHOICES, "pattern"])
def test_an_unknown_word_is_refused(name: str) -> None:
    error = refused(DOCUMENT, **{name: "no such " * 100})
    assert (error.code, error.params["where"]) == ("field_value", f"neuron.{name}")
    assert len(str(error.params["value"])) <= 24


def test_softmax_has_no_counterpart() -> None:
    assert refused(DOCUMENT, activation="softmax").code == "field_value"


@pytest.mark.parametrize("size", [0, limits.MAX_NEURONS + 1])
def test_the_number_of_inputs_is_bounded(size: int) -> None:
    values = (0.0,) * size
    assert refused(DOCUMENT, inputs=values, weights=values, names=("",) * size).code == "neuron_inputs"


@pytest.mark.parametrize("name", ["inputs", "weights", "names"])
def test_half_a_neuron_is_refused(name: str) -> None:
    error = refused(DOCUMENT, **{name: ("", "") if name == "names" else (1.0, 2.0)})
    assert error.code == "field_length"
    assert {error.params["got"], error.params["expected"]} == {2, 3}


@pytest.mark.parametrize("model", PATTERNS)
def test_a_model_begins_with_its_first_pattern_and_keeps_its_own(model: str) -> None:
    first = with_changes(OTHER, model=model)
    assert first.pattern == (OTHER.pattern if model == OTHER.model else PATTERNS[model][0])
    last = with_changes(first, pattern=PATTERNS[model][-1])
    assert with_changes(last, model=model, bias=2.0).pattern == PATTERNS[model][-1]
    with pytest.raises(Refusal):
        with_changes(first, model=model, pattern="another model's")


def test_whole_numbers_and_minus_zero_become_what_a_file_keeps() -> None:
    """A widget may hand over 50 for 50.0, or -0.0; after a save and a load it would be another value."""
    neuron = with_changes(Neuron(), duration_ms=50, noise=-0.0, fibres=3.0, inputs=(1, 0, -0.0), bias=1)
    assert bits(neuron) == bits(replace(
        Neuron(), duration_ms=50.0, noise=0.0, fibres=3, inputs=(1.0, 0.0, -0.0), bias=1.0,
    ))


# --- edits ---------------------------------------------------------------------------------------

@given(document=documents(), neuron=neurons())
def test_an_edit_of_the_neuron_leaves_the_rest_alone_and_is_undone(document: Document, neuron: Neuron) -> None:
    edited = edits.put_neuron(document, neuron)
    assert bits(edited.neuron) == bits(neuron)
    assert bits(replace(edited, neuron=document.neuron)) == bits(document)
    history = History(document).commit(edited)
    if neuron != document.neuron:
        assert bits(history.undo().present) == bits(document)
        assert bits(history.undo().redo().present) == bits(edited)
    else:
        assert history.past == ()


def test_changing_one_field_changes_no_other() -> None:
    document = edits.set_neuron(edits.put_neuron(DOCUMENT, OTHER), tau_ms=12.5)
    assert document.neuron == replace(OTHER, tau_ms=12.5)


def test_a_refused_change_among_good_ones_changes_nothing() -> None:
    assert refused(DOCUMENT, bias=1.0, tau_ms=0.0).code == "field_range"


def test_a_drag_over_the_neuron_is_one_step() -> None:
    history = History(DOCUMENT)
    for value in range(1, 20):
        history = history.commit(edits.set_neuron(history.present, bias=float(value)), "drag")
    assert history.undo().present == DOCUMENT


def test_cells_are_input_and_weight() -> None:
    edited = edits.set_neuron_cells(DOCUMENT, [(0, 0, 9.0), (2, 1, -8.0)])
    assert edited.neuron.inputs == (9.0, *Neuron.inputs[1:])
    assert edited.neuron.weights == (*Neuron.weights[:2], -8.0)


@pytest.mark.parametrize(("cell", "code"), [
    ((3, 0, 1.0), "no_such_part"), ((-1, 0, 1.0), "no_such_part"), ((0, 2, 1.0), "no_such_part"),
    ((0, -1, 1.0), "no_such_part"), ((0, 0, math.nan), "number_too_large"), ((0, 1, 101.0), "field_range"),
])
def test_a_table_with_one_wrong_cell_is_refused_whole(cell: tuple[int, int, float], code: str) -> None:
    before = bits(DOCUMENT)
    with pytest.raises(Refusal) as caught:
        edits.set_neuron_cells(DOCUMENT, [(0, 0, 9.0), cell])
    assert caught.value.code == code
    assert bits(DOCUMENT) == before


@given(neuron=neurons(), size=st.integers(1, limits.MAX_NEURONS))
def test_more_inputs_are_silent_and_fewer_are_the_first(neuron: Neuron, size: int) -> None:
    new, old = resized(neuron, size), len(neuron.inputs)
    assert_valid_neuron(new)
    kept = min(size, old)
    for name, nothing in (("inputs", 0.0), ("weights", 0.0), ("names", "")):
        assert bits(getattr(new, name)) == bits(getattr(neuron, name)[:kept] + (nothing,) * (size - kept))
    if size >= old:
        assert bits(resized(new, old)) == bits(neuron)


@pytest.mark.parametrize("size", [-1, 0, limits.MAX_NEURONS + 1])
def test_a_size_out_of_bounds_is_refused(size: int) -> None:
    with pytest.raises(Refusal) as caught:
        edits.set_neuron_size(DOCUMENT, size)
    assert caught.value.code == "neuron_inputs"


# --- taken over from the network -----------------------------------------------------------------

def test_a_neuron_of_the_network_is_taken_over_with_what_it_sees() -> None:
    busy = edits.set_neuron(DOCUMENT, stimulus="step", background=0.0, experiment="release", model="izhikevich",
                            tau_ms=20.0)
    neuron = edits.compare_neuron(busy, 1, 1, ["甜", " crunchy "]).neuron
    assert (neuron.inputs, neuron.weights, neuron.bias) == ((3.0, -1.0), (0.5, 0.25), -1.0)
    assert (neuron.activation, neuron.names) == ("tanh", ("甜", "crunchy"))
    assert (neuron.stimulus, neuron.background, neuron.experiment) == ("none", 1.0, "")
    assert (neuron.model, neuron.tau_ms) == ("izhikevich", 20.0)


def test_of_a_later_layer_the_inputs_are_what_the_layer_before_says() -> None:
    document = edits.set_activation(DOCUMENT, 2, "relu")
    neuron = edits.compare_neuron(document, 2, 0, ["", "", ""]).neuron
    # z of the first layer: 3 + 2 + 0.5, 1.5 - 0.25 - 1, 600
    assert neuron.inputs == pytest.approx((math.tanh(5.5), math.tanh(0.25), 1.0), rel=1e-15)


@pytest.mark.parametrize(("layer", "index", "names", "code"), [
    (0, 0, ["", ""], "no_such_part"), (3, 0, ["", ""], "no_such_part"), (1, 3, ["", ""], "no_such_part"),
    (1, -1, ["", ""], "no_such_part"), (2, 0, ["", "", ""], "neuron_softmax"), (1, 2, ["", ""], "field_range"),
    (1, 0, [""], "field_length"), (1, 0, ["x" * 25, ""], "name_too_long"),
])
def test_what_cannot_be_compared(layer: int, index: int, names: list[str], code: str) -> None:
    before = bits(DOCUMENT)
    with pytest.raises(Refusal) as caught:
        edits.compare_neuron(DOCUMENT, layer, index, names)
    assert caught.value.code == code
    assert bits(DOCUMENT) == before


def test_an_input_that_is_infinite_is_refused() -> None:
    huge = replace(DOCUMENT.layers[0], weights=((1e308, 1e308), (1.0, 1.0), (1.0, 1.0)), activation="linear")
    document = replace(DOCUMENT, input=(10.0, 10.0), layers=(huge, replace(DOCUMENT.layers[1], activation="linear")))
    with pytest.raises(Refusal) as caught:
        edits.compare_neuron(document, 2, 0, ["", "", ""])
    assert caught.value.code == "field_number"


# --- files and links -----------------------------------------------------------------------------

def raw(neuron: Neuron = OTHER) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(codec.to_json(edits.put_neuron(DOCUMENT, neuron)))
    return read


@given(neuron=neurons())
def test_a_file_and_a_link_keep_every_bit_of_it(neuron: Neuron) -> None:
    document = replace(DOCUMENT, neuron=neuron)
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)
    assert bits(codec.from_link(codec.to_link(document))) == bits(document)


def test_the_neuron_is_written_only_where_it_is_the_visitors_own() -> None:
    plain, own = (codec.to_json(replace(DOCUMENT, neuron=neuron)) for neuron in (Neuron(), OTHER))
    assert "neuron" not in json.loads(plain)
    assert set(json.loads(own)["neuron"]) == {field.name for field in fields(Neuron)}
    assert len(codec.to_link(DOCUMENT)) < 400


def test_the_largest_neuron_with_the_longest_numbers_and_names_is_a_link() -> None:
    n = limits.MAX_NEURONS
    inputs = tuple(math.sqrt(i + 2) * 1e-300 for i in range(n))
    neuron = checked(replace(
        OTHER, inputs=inputs, weights=tuple(-x * math.pi for x in inputs),
        names=tuple(chr(0x4E00 + 7 * i) * limits.MAX_NAME_CHARS for i in range(n)),
        **{name: low + (high - low) / 3 for name, (low, high) in RANGES.items() if name not in {"fibres", "seed"}},
    ))
    document = replace(DOCUMENT, neuron=neuron)
    assert bits(codec.from_link(codec.to_link(document))) == bits(document)


@pytest.mark.parametrize("missing", [field.name for field in fields(Neuron) if field.name not in
                                     {"inputs", "weights", "names", "model", "pattern"}])
def test_a_field_that_a_file_leaves_out_is_as_at_the_beginning(missing: str) -> None:
    spoiled = raw()
    del spoiled["neuron"][missing]
    assert codec.from_json(json.dumps(spoiled)).neuron == replace(OTHER, **{missing: getattr(Neuron, missing)})


def test_null_stands_for_the_beginning() -> None:
    spoiled = raw()
    spoiled["neuron"]["names"] = None
    assert codec.from_json(json.dumps(spoiled)).neuron.names == ("", "")
    spoiled["neuron"] = None
    assert codec.from_json(json.dumps(spoiled)).neuron == Neuron()


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("an unknown field", {"dendrites": 3}, "field_unknown", "neuron.dendrites"),
    ("inputs without weights", {"inputs": [1, 2, 3], "names": None}, "field_length", "neuron.weights"),
    ("weights without inputs", {"weights": [1]}, "field_length", "neuron.weights"),
    ("names of another length", {"names": ["A"]}, "field_length", "neuron.names"),
    ("no inputs", {"inputs": [], "weights": [], "names": []}, "field_length", "neuron.inputs"),
    ("33 inputs", {"inputs": [0] * 33, "weights": [0] * 33}, "field_length", "neuron.inputs"),
    ("an input true", {"inputs": [True, 1]}, "field_number", "neuron.inputs[0]"),
    ("a weight as text", {"weights": [1, "1"]}, "field_number", "neuron.weights[1]"),
    ("a weight too large", {"weights": [1, 100.5]}, "field_range", "neuron.weights[1]"),
    ("a bias null", {"bias": None}, "field_number", "neuron.bias"),
    ("a number true", {"tau_ms": True}, "field_number", "neuron.tau_ms"),
    ("a number as text", {"tau_ms": "8"}, "field_number", "neuron.tau_ms"),
    ("a number out of range", {"tau_ms": 0}, "field_range", "neuron.tau_ms"),
    ("a huge integer", {"tau_ms": 10**18}, "field_range", "neuron.tau_ms"),
    ("fibres a fraction", {"fibres": 2.5}, "field_value", "neuron.fibres"),
    ("fibres true", {"fibres": True}, "field_value", "neuron.fibres"),
    ("a seed as text", {"seed": "7"}, "field_value", "neuron.seed"),
    ("a seed negative", {"seed": -1}, "field_range", "neuron.seed"),
    ("myelin a number", {"myelin": 1}, "field_value", "neuron.myelin"),
    ("myelin as text", {"myelin": "true"}, "field_value", "neuron.myelin"),
    ("an unknown model", {"model": "wilson"}, "field_value", "neuron.model"),
    ("a model as a list", {"model": ["lif"]}, "field_value", "neuron.model"),
    ("another model's pattern", {"pattern": "chattering"}, "field_value", "neuron.pattern"),
    ("a model without its pattern", {"model": "lif"}, "field_value", "neuron.pattern"),
    ("softmax", {"activation": "softmax"}, "field_value", "neuron.activation"),
    ("an unknown stimulus", {"stimulus": "laser"}, "field_value", "neuron.stimulus"),
    ("an experiment with markup", {"experiment": "<b>"}, "field_value", "neuron.experiment"),
    ("an experiment a number", {"experiment": 7}, "field_value", "neuron.experiment"),
    ("a name a number", {"names": ["A", 7]}, "field_value", "neuron.names[1]"),
]


@pytest.mark.parametrize(("changes", "code", "where"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_field_is_refused_by_name(changes: dict[str, Any], code: str, where: str) -> None:
    spoiled = raw()
    spoiled["neuron"].update(changes)
    with pytest.raises(Refusal) as caught:
        codec.from_json(json.dumps(spoiled))
    assert (caught.value.code, caught.value.params["where"]) == (code, where)


@pytest.mark.parametrize("value", [[], [1], 7, "lif", True])
def test_what_is_no_neuron_at_all_is_refused(value: object) -> None:
    with pytest.raises(Refusal) as caught:
        codec.from_json(json.dumps({**raw(), "neuron": value}))
    assert (caught.value.code, caught.value.params["where"]) == ("field_value", "neuron")


def test_a_name_too_long_is_refused() -> None:
    spoiled = raw()
    spoiled["neuron"]["names"][0] = "x" * (limits.MAX_NAME_CHARS + 1)
    with pytest.raises(Refusal) as caught:
        codec.from_json(json.dumps(spoiled))
    assert caught.value.code == "name_too_long"


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "1e999", "-1e999", "0x10"])
def test_what_json_does_not_call_a_number_is_refused(literal: str) -> None:
    text = codec.to_json(replace(DOCUMENT, neuron=replace(OTHER, tau_ms=12.25))).replace("12.25", literal)
    assert literal in text
    with pytest.raises(Refusal) as caught:
        codec.from_json(text)
    assert caught.value.code == "file_not_json"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([*PATTERNS, *sum(PATTERNS.values(), ())]) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(neuron=neurons(), name=st.sampled_from([*(field.name for field in fields(Neuron)), "soma"]), value=json_values)
def test_any_value_in_any_field_is_refused_or_still_a_valid_document(neuron: Neuron, name: str, value: object) -> None:
    spoiled = raw(neuron)
    spoiled.setdefault("neuron", {})[name] = value
    try:
        read = codec.from_json(json.dumps(spoiled))
    except Refusal:
        return
    assert_valid(read)
