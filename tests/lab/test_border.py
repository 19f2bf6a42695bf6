"""Where the boundary of a training will lie: the question can be answered, and the truth is the network's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neuroviz.document import edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import (
    RECIPE_NAMES,
    Training,
    base_row,
    from_dataset,
    recipe,
    steered,
    units_of,
)
from neuroviz.lab.border import border_on, names_of, way_of, way_to_ask
from neuroviz.lab.prediction import predictions, truth
from neuroviz.lab.training_run import TrainingRun
from neuroviz.nn import forward
from neuroviz.nn.datasets import Dataset, network_inputs

WITH_CLASSES = [name for name in RECIPE_NAMES if recipe(name).classes and recipe(name).dimension == 2]


def answers(training: Training, axis: int, at: float, values: np.ndarray) -> np.ndarray:
    """What the page's own run answers along a way, once it is over."""
    run = TrainingRun(training)
    while run.state == "running":
        run.epochs(50)
    points = np.array([[value, at] if axis == 0 else [at, value] for value in values])
    offset, scale = np.array(units_of(training)[:2]).T
    outputs = forward(run.network(run.home), network_inputs((points - offset) / scale, training.features)).output
    return outputs.argmax(axis=1) if outputs.shape[1] > 1 else outputs[:, 0] > 0.5


def check(training: Training) -> float:
    way = way_to_ask(training)
    assert way is not None
    assert way == way_of(training, way.axis, way.place, way.low, way.high)
    found = border_on(training, way)
    assert found is not None
    assert way.low < found < way.high
    values = np.linspace(way.low, way.high, 201)
    along = answers(training, way.axis, way.at, values)
    first, last = along[0], along[-1]
    assert first != last
    assert (along == np.where(values < found, first, last)).all()
    reach = way.high - way.low
    near = answers(training, way.axis, way.at, np.array([found - 1e-6 * reach, found + 1e-6 * reach]))
    assert near.tolist() == [first, last]
    return found


@pytest.mark.parametrize("name", WITH_CLASSES)
def test_the_boundary_lies_where_the_trained_network_changes_its_answer_and_nowhere_else_on_the_way(name: str) -> None:
    check(recipe(name))


def test_what_is_turned_on_the_way_counts_and_what_is_only_seen_does_not() -> None:
    training = replace(recipe("gaussians"), epochs=30)
    found = check(training)
    assert way_to_ask(replace(training, discrete=True)) == way_to_ask(training)
    assert check(steered(training, 10, {"learning_rate": 0.5})) != found


def test_of_a_table_it_is_asked_in_the_units_of_the_table() -> None:
    rng = np.random.default_rng(3)
    heights, weights = rng.normal(170, 10, 120), rng.normal(70, 12, 120)
    data = Dataset(
        np.column_stack((heights, weights)), (weights > 0.9 * (heights - 100)).astype(float), "binary", ("no", "yes"),
        ("height", "weight"), target="heavy",
    )
    training = from_dataset(Training(epochs=60), data)
    found, way = check(training), way_to_ask(training)
    assert way is not None
    values, other = ((heights, weights), (weights, heights))[way.axis]
    assert values.min() - 5 <= found <= values.max() + 5
    assert other.min() <= way.at <= other.max()
    assert names_of(training, way) == (("height", "weight") if way.axis == 0 else ("weight", "height"))


@pytest.mark.parametrize(("plane", "row"), [((), 0), ((2, 1), 0), ((3, 0), 7), ((3, 0), 4000)])
def test_of_more_inputs_than_two_it_is_asked_along_the_map_where_the_map_cuts(plane: tuple[int, ...], row: int) -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(150, 4)) * [1.0, 10.0, 0.1, 3.0] + [0.0, 100.0, 5.0, -2.0]
    standard = (x - x.mean(0)) / x.std(0)
    data = Dataset(x, (standard.sum(1) > 0).astype(float), "binary", ("no", "yes"), ("a", "b", "c", "d"), target="y")
    training = replace(from_dataset(Training(epochs=60), data), plane=plane, plane_row=row)
    way = way_to_ask(training)
    assert way is not None
    found = border_on(training, way)
    assert found is not None
    along, other = training.axes if way.axis == 0 else training.axes[::-1]
    assert names_of(training, way) == ("abcd"[along], "abcd"[other])
    # The page's own run answers one thing before the place and another behind it, where the map cuts.
    run = TrainingRun(training)
    run.epochs(None)
    offset, scale = np.array(units_of(training)[:4]).T
    # A row that the table does not have is none.
    assert base_row(training) == (row if row <= len(x) else 0)
    base = offset if base_row(training) == 0 else x[row - 1]
    near = 1e-4 * (way.high - way.low)
    points = np.tile(base, (4, 1))
    points[:, other], points[:, along] = way.at, [way.low, found - near, found + near, way.high]
    inputs = network_inputs((points - offset) / scale, training.features)
    before, just_before, just_after, after = forward(run.network(run.home), inputs).output[:, 0] > 0.5
    assert before == just_before
    assert just_after == after
    assert before != after


@pytest.mark.parametrize("training", [
    recipe("sine"), recipe("plane"), replace(recipe("circles"), epochs=5000, batch_size=1),
    replace(recipe("circles"), initializer="zeros", activation="relu"),
], ids=["a curve", "a plane of values", "too long", "nothing learnt"])
def test_where_no_boundary_will_lie_or_it_takes_too_long_nothing_is_asked(training: Training) -> None:
    assert way_to_ask(training) is None


def test_the_question_has_the_way_and_its_truth() -> None:
    document = edits.put_training(PRESETS["fruit"].document, recipe("moons"))
    (asked,) = predictions(document, "training")
    way = way_to_ask(document.training)
    assert way is not None
    assert (asked.kind, asked.part, asked.low, asked.high) == ("border", (way.axis, way.place), way.low, way.high)
    assert truth(document, asked) == (border_on(document.training, way),)
