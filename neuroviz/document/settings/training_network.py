"""The network that learns, changed in its parts: which inputs it gets, how many layers it has, how many neurons; and in
the units of the visitor's table."""

from __future__ import annotations

import numpy as np

from neuroviz.document.refusal import Refusal
from neuroviz.document.settings.training import Training, data_of, units_of, with_changes
from neuroviz.nn import Network
from neuroviz.nn.datasets import FEATURES, Array, network_inputs

_FIRST_NEURONS = 4
"""Of a hidden layer where there was none."""


def fitting_features(training: Training) -> list[str]:
    """Return the names of all inputs that the network could get: of a table of more than two, the columns alone, and
    what of the others it gets already."""
    wide = training.dimension > 2
    return [
        name for name, feature in FEATURES.items()
        if feature.dimension <= training.dimension and (not wide or _is_column(name) or name in training.features)
    ]


def with_input_switched(training: Training, name: str, on: bool) -> Training:
    """Return `training` with an input that the network gets, or does not get. Raises Refusal as `checked` does."""
    names = (*training.features, name) if on else tuple(each for each in training.features if each != name)
    return with_changes(training, features=tuple(dict.fromkeys(names)))


def with_hidden_layers(training: Training, count: int) -> Training:
    """Return `training` with so many hidden layers; new ones are as large as the last one.

    Raises Refusal as `checked` does.
    """
    hidden = training.hidden
    last = hidden[-1] if hidden else _FIRST_NEURONS
    return with_changes(training, hidden=(*hidden[:max(0, count)], *(last,) * (count - len(hidden))))


def with_hidden_size(training: Training, layer: int, size: int) -> Training:
    """Return `training` with so many neurons in a hidden layer, counted from 1. Raises Refusal as `checked` does."""
    if not 1 <= layer <= len(training.hidden):
        raise Refusal("no_such_part")
    return with_changes(training, hidden=(*training.hidden[:layer - 1], size, *training.hidden[layer:]))


def standardised_features(training: Training) -> list[str]:
    """Return the names of the inputs that stay as they are learnt from: what is made of standardised columns by more
    than a scale, in no unit of the table."""
    scaled = any(unit != (0.0, 1.0) for unit in units_of(training)[:-1])
    return [name for name in training.features if scaled and not _is_column(name)]


def in_units(training: Training, network: Network) -> Network:
    """Return the network that does with the table's own numbers what `network` does with standardised ones.

    The first layer takes in offset and scale of the inputs, W' = W / scale and b' = b − W' offset; the output of a
    value gives the target in its own unit. Of inputs without a scale, and of yes or no, nothing changes.
    """
    offset, scale = np.array(_feature_units(training)).T
    y_offset, y_scale = units_of(training)[-1]
    weights, biases = [np.array(w) for w in network.weights], [np.array(b) for b in network.biases]
    weights[0] = weights[0] / scale
    biases[0] = biases[0] - weights[0] @ offset
    weights[-1], biases[-1] = weights[-1] * y_scale, biases[-1] * y_scale + y_offset
    return Network(weights, biases, network.activations)


def training_inputs(training: Training) -> Array:
    """Return the training points as `in_units` takes them: (n, number of features)."""
    points = data_of(training).train.x
    made = network_inputs(points, training.features)
    for place, (offset, scale) in enumerate(_feature_units(training)):
        if (offset, scale) != (0.0, 1.0):
            # The way there and back leaves the last digits of a number such as 85 in disorder.
            made[:, place] = [float(f"{value:.12g}") for value in made[:, place] * scale + offset]
    return made


def _feature_units(training: Training) -> list[tuple[float, float]]:
    """Return (offset, scale) of each input of the network; what is no column has none."""
    units = units_of(training)
    return [units[int(name[1:]) - 1] if _is_column(name) else (0.0, 1.0) for name in training.features]


def _is_column(name: str) -> bool:
    return name[1:].isdecimal()
