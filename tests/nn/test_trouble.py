"""Why a network learns nothing: each cause is made, by training, and told from the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuroviz.document.settings.training import Training, data_of, network_of, recipe, settings_of
from neuroviz.nn import Network
from neuroviz.nn.backward import backward
from neuroviz.nn.datasets import DATASETS, network_inputs, network_targets
from neuroviz.nn.network import forward
from neuroviz.nn.parameters import with_parameters
from neuroviz.nn.training import train
from neuroviz.nn.trouble import trouble

SMALL = Training(points=60, epochs=40)


def trained(training: Training, first: Network | None = None) -> tuple[Network, Network, np.ndarray, np.ndarray]:
    """The network before and after, and the points it was trained on."""
    before, data = first or network_of(training), data_of(training)
    *_, last = train(before, data, settings_of(training))
    x = network_inputs(data.train.x, training.features)
    y = network_targets(data.train, training.sizes[-1], training.output)
    return before, with_parameters(before, last.state.parameters), x, y


def found(training: Training, first: Network | None = None) -> str:
    before, after, x, y = trained(training, first)
    return trouble(after, before, x, y, bool(training.l1 or training.l2))


@pytest.mark.parametrize("name", DATASETS)
def test_what_learns_is_in_no_trouble(name: str) -> None:
    assert found(replace(recipe(name), points=100, epochs=40)) == ""


@pytest.mark.parametrize(("changes", "expected"), [
    ({"initializer": "zeros"}, "zero"),
    ({"initializer": "zeros", "activation": "relu", "hidden": (4, 4)}, "zero"),
    ({"l1": 0.1}, "shrunk"),
    ({"l2": 1.0}, "shrunk"),
    ({"activation": "relu", "learning_rate": 3.0, "hidden": (3, 3)}, "silent"),
    ({"dataset": "sine", "features": ("x1",), "l1": 1.0, "hidden": (8, 8)}, "shrunk"),
], ids=str)
def test_each_cause_is_found(changes: dict[str, Any], expected: str) -> None:
    assert found(replace(SMALL, **changes)) == expected


def test_neurons_that_are_saturated_everywhere_are_found() -> None:
    weights, biases = [np.array([[1e-9, 0.0]] * 3), np.ones((1, 3))], [np.full(3, 40.0), np.zeros(1)]
    first = Network(weights, biases, ["tanh", "sigmoid"])
    assert found(replace(SMALL, hidden=(3,), learning_rate=1e-5, epochs=2), first) == "saturated"


@pytest.mark.parametrize("layer", [0, 1])
def test_a_hidden_layer_that_no_point_wakes_is_found_wherever_it_stands(layer: int) -> None:
    """What comes into it is not 0, nor are its weights: its own activations and slopes are."""
    x = np.array([[1.0, 2.0], [2.0, 1.0], [0.5, 3.0]])
    biases = [np.zeros(2), np.zeros(2), np.ones(1)]
    biases[layer] = np.full(2, -100.0)
    network = Network([np.eye(2), np.eye(2), np.ones((1, 2))], biases, ["relu", "relu", "sigmoid"])
    assert trouble(network, network, x, np.array([[0.0], [1.0], [0.0]]), penalised=False) == "silent"


@pytest.mark.parametrize("changes", [{"initializer": "zeros"}, {"initializer": "zeros", "hidden": (3, 3)}], ids=str)
def test_where_it_is_said_to_learn_nothing_the_hidden_gradients_are_zero(changes: dict[str, Any]) -> None:
    training = replace(SMALL, **changes)
    _, after, x, y = trained(training)
    gradients = backward(after, forward(after, x), y, "binary_cross_entropy")
    assert all(not np.any(each) for each in gradients.weights)


def test_the_same_answer_to_the_same_question_is_right() -> None:
    """Points that are all alike, or all of one target, are no trouble."""
    before, after, x, y = trained(replace(SMALL, initializer="zeros"))
    assert trouble(after, before, x, y, penalised=False) == "zero"
    assert trouble(after, before, x, np.ones_like(y), penalised=False) == ""
    assert trouble(after, before, np.ones_like(x), y, penalised=False) == ""
