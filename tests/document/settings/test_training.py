"""The learning pages' settings: what they may be, what they stand for, and what a file may say of them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from neuroviz.document import Refusal, codec, edits, limits
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import (
    OWN,
    Training,
    checked,
    data_of,
    from_dataset,
    network_of,
    own_data,
    recipe,
    settings_of,
    units_of,
    with_changes,
)
from neuroviz.document.settings.training_network import standardised_features, training_inputs
from neuroviz.document.tables.packed import pack_rows
from neuroviz.nn import Network, forward
from neuroviz.nn.datasets import DATASETS, Dataset, Kind, network_inputs, network_targets
from tests.document.validity import bits
from tests.examples import examples
from tests.strategies import trainings

RANGES, CHOICES = ranges_of(Training), choices_of(Training)

DOCUMENT = PRESETS["xor"].document
ROWS = ((0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0))


def refused(**changes: Any) -> str:
    with pytest.raises(Refusal) as caught:
        with_changes(Training(), **changes)
    return caught.value.code


def test_every_field_is_bounded() -> None:
    assert checked(Training()) == Training()
    others = {"own", "own_classes", "own_names", "own_units", "features", "hidden", "squared", "table",
              "plane", "discrete", "show_test", "activations", "turns"}
    assert {field.name for field in fields(Training)} == {*RANGES, *CHOICES} | others


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_are_allowed_and_nothing_beyond(name: str) -> None:
    low, high = RANGES[name]
    for end in (low, high):
        assert getattr(with_changes(Training(), **{name: end}), name) == end
    for beyond in (low - 1e-3, high + 1, float("nan"), float("inf")):
        assert refused(**{name: beyond}) in {"field_range", "field_number"}


@pytest.mark.parametrize(("changes", "code"), [
    ({"dataset": "mnist"}, "field_value"),
    ({"dataset": OWN}, "training_few"),
    ({"own": ROWS * 1300, "own_classes": ("a", "b")}, "training_rows"),
    ({"own": ROWS, "own_classes": ("a",)}, "training_classes"),
    ({"own": ROWS, "own_classes": tuple("abcdefghijk")}, "training_classes"),
    ({"own": ((0.0, 1.0, 2.0),), "own_classes": ("a", "b")}, "field_value"),
    ({"own": ((0.0, 1.0), (0.0, 1.0, 1.0))}, "field_length"),
    ({"own": ((0.0, 1e9, 1.0),)}, "field_range"),
    ({"own": ROWS, "own_names": ("a", "b")}, "field_length"),
    ({"own_names": ("a", "b", "c")}, "field_length"),
    ({"own": ROWS, "own_units": ((0.0, 1.0),) * 2}, "field_length"),
    ({"own": ROWS, "own_units": ((0.0, 1.0), (0.0, 0.0), (0.0, 1.0))}, "field_value"),
    ({"own": ROWS, "own_units": ((0.0, 1.0), (0.0, -1.0), (0.0, 1.0))}, "field_range"),
    ({"own": ROWS, "own_units": ((1e13, 1.0), (0.0, 1.0), (0.0, 1.0))}, "field_range"),
    ({"own": ROWS, "own_classes": ("a", "b"), "own_units": ((0.0, 1.0), (0.0, 1.0), (0.0, 2.0))}, "field_value"),
    ({"features": ()}, "training_features"),
    ({"features": ("x33",)}, "field_value"),
    ({"features": ("x3",)}, "training_features"),
    ({"plane": (1, 1)}, "field_value"),
    ({"plane": (1,)}, "field_value"),
    ({"plane": (0, 1, 2)}, "field_value"),
    ({"plane": (0, limits.MAX_OWN_INPUTS)}, "field_value"),
    ({"plane": (-1, 0)}, "field_value"),
    ({"activations": ("softmax",)}, "field_value"),
    ({"activations": ("relu",) * 5}, "field_length"),
    ({"turns": ((1, "learning_rate", 1e9),)}, "field_range"),
    ({"turns": ((-1, "l2", 0.1),)}, "field_range"),
    ({"turns": ((RANGES["epochs"][1] + 1, "l2", 0.1),)}, "field_range"),
    ({"turns": ((1, "optimizer", 0.1),)}, "field_value"),
    ({"turns": ((1, "weight.25", 0.1),)}, "field_value"),
    ({"turns": ((1, "weight.-1", 0.1),)}, "field_value"),
    ({"turns": ((1, "weight.0", float("nan")),)}, "field_number"),
    ({"turns": ((1, "l2", 0.1),) * 201}, "too_many_turns"),
    ({"table": "<b>"}, "field_value"),
    ({"table": pack_rows(np.array([[1.0, 2.0]] * 3))}, "training_few"),
    ({"table": pack_rows(np.ones((5001, 2)))}, "training_rows"),
    ({"table": pack_rows(np.ones((4, 34)))}, "field_length"),
    ({"table": pack_rows(np.ones((4, 3)))}, "field_length"),
    ({"table": pack_rows(np.full((4, 3), 1e13))}, "field_value"),
    ({"table": pack_rows(np.ones((4, 3)) / 2), "own_classes": ("a", "b"), "own_units": ((0.0, 1.0),) * 3},
     "field_value"),
    ({"table": pack_rows(np.ones((4, 3))), "own": ROWS}, "field_length"),
    ({"dataset": "sine", "features": ("x2",)}, "training_features"),
    ({"hidden": (0,)}, "training_hidden"),
    ({"hidden": (limits.MAX_HIDDEN_NEURONS + 1,)}, "training_hidden"),
    ({"hidden": (1,) * (limits.MAX_HIDDEN_LAYERS + 1)}, "training_hidden"),
])
def test_what_does_not_fit_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refused(**changes) == code


@pytest.mark.parametrize("name", DATASETS)
def test_each_data_set_has_a_recipe_that_fits(name: str) -> None:
    training = recipe(name)
    assert checked(training) == training
    data = data_of(training)
    assert (data.train.kind == "regression") == (training.classes == 0)
    assert network_of(training).sizes == training.sizes


@given(training=trainings())
@examples(60)
def test_any_training_stands_for_data_and_a_network_that_fit(training: Training) -> None:
    data, network = data_of(training), network_of(training)
    inputs = network_inputs(data.train.x, settings_of(training).features)
    assert inputs.shape == (len(data.train), network.sizes[0])
    assert network_targets(data.train, network.sizes[-1], training.output).shape == (len(data.train), network.sizes[-1])


def test_a_table_is_learnt_from_in_standard_units_and_read_in_its_own() -> None:
    x = np.array([[1.0, 10.0, 5.0], [2.0, 30.0, 5.5], [4.0, 20.0, 9.0], [8.0, 70.0, 1.0]])
    y = np.array([3.0, 1.0, 2.0, 9.0])
    training = from_dataset(Training(), Dataset(x, y, "regression", (), ("a", "b", "c")))
    assert training.features == ("x1", "x2", "x3")
    data = own_data(training)
    assert np.allclose(data.x.mean(axis=0), 0.0)
    assert np.allclose(data.x.std(axis=0), 1.0)
    assert np.allclose(data.x * data.scale + data.offset, x)
    assert np.allclose(data.y * data.y_scale + data.y_offset, y)


def test_points_without_units_stand_as_they_are() -> None:
    training = replace(Training(), dataset=OWN, own=ROWS, own_classes=("a", "b"))
    assert units_of(training) == ((0.0, 1.0),) * 3
    data = own_data(training)
    assert np.column_stack((data.x, data.y)).tolist() == [list(row) for row in ROWS]


def test_the_same_record_gives_the_same_run() -> None:
    one, two = data_of(recipe("moons")), data_of(recipe("moons"))
    assert np.array_equal(one.train.x, two.train.x)
    assert all(map(np.array_equal, network_of(recipe("moons")).weights, network_of(recipe("moons")).weights))


def test_own_points_are_learnt_as_they_are() -> None:
    training = with_changes(Training(), dataset=OWN, own=ROWS * 3, own_classes=("no", "yes"), train_share=0.5)
    data = data_of(training)
    assert data.train.classes == ("no", "yes")
    assert sorted(map(tuple, np.vstack((data.train.x, data.test.x)).tolist())) == sorted(row[:2] for row in ROWS * 3)


def test_a_feature_without_an_input_is_left_out_when_the_data_change() -> None:
    training = with_changes(Training(features=("x1", "x2", "x1_x2")), dataset="sine")
    assert training.features == ("x1",)


@given(training=trainings())
def test_a_link_keeps_every_bit(training: Training) -> None:
    document = edits.put_training(DOCUMENT, training)
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)


@pytest.mark.parametrize(("field", "value"), [
    ("epochs", 1.5), ("epochs", True), ("noise", "much"), ("hidden", [2.5]), ("hidden", "6"), ("own", [[1.0]]),
    ("features", [1]), ("own_classes", [1, 2]), ("squared", 1), ("momentum", None), ("speed", 3),
])
def test_a_file_with_a_wrong_field_is_refused(field: str, value: Any) -> None:
    raw = json.loads(codec.to_json(DOCUMENT))
    with pytest.raises(Refusal):
        codec.from_json(json.dumps({**raw, "learning": {field: value}}))


@pytest.mark.parametrize("hidden", [(), (3,), (4, 2)])
@pytest.mark.parametrize("classes", [(), ("small", "large")])
def test_in_the_studio_the_network_speaks_the_tables_own_units(
    hidden: tuple[int, ...], classes: tuple[str, ...],
) -> None:
    """What was typed into the table goes in, and what it says of it comes out: prices of 85 cm by 3 kg, not scores."""
    rows = np.array([[85.0, 3.1], [120.0, 2.7], [64.5, 9.25], [99.0, 0.5], [71.0, 4.0], [150.0, 7.5]])
    y = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0]) if classes else 120.0 + 3.5 * rows[:, 0] - 20.0 * rows[:, 1]
    kind: Kind = "binary" if classes else "regression"
    table = Dataset(rows, y, kind, classes, inputs=("Länge (cm)", "kg"), target="Preis")
    training = from_dataset(replace(Training(), hidden=hidden), table)
    learnt = network_of(training)
    opened = edits.take_trained(replace(DOCUMENT, training=training), learnt, ["Länge (cm)", "kg"])
    assert {*opened.examples} <= {tuple(row) for row in rows.tolist()}
    assert opened.input == opened.examples[0]
    network = Network(
        [layer.weights for layer in opened.layers], [layer.biases for layer in opened.layers],
        [layer.activation for layer in opened.layers],
    )
    standard = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    said = forward(learnt, standard).activations[-1]
    wanted = said if classes else said * y.std() + y.mean()
    assert np.allclose(forward(network, rows).activations[-1], wanted, rtol=1e-10, atol=1e-10 * np.abs(wanted).max())


def test_what_has_no_unit_of_the_table_says_so() -> None:
    rows = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 1.0], [4.0, 4.0]])
    table = Dataset(rows, np.array([0.0, 1.0, 1.0, 0.0]), "binary", ("a", "b"))
    training = with_changes(from_dataset(Training(), table), features=("x1", "x2", "x1_squared", "sin_x2"))
    assert standardised_features(training) == ["x1_squared", "sin_x2"]
    assert standardised_features(Training(features=("x1", "x1_squared"))) == []
    inputs = training_inputs(training)
    assert np.allclose(inputs[:, 2], ((inputs[:, 0] - 3.75) / rows[:, 0].std()) ** 2)
