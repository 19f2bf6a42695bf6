"""The network that learns, changed in its parts: which inputs it gets, how many layers it has, how many neurons."""

from __future__ import annotations

from neuroviz.document.refusal import Refusal
from neuroviz.document.settings.training import Training, with_changes
from neuroviz.nn.datasets import FEATURES

_FIRST_NEURONS = 4
"""Of a hidden layer where there was none."""


def fitting_features(training: Training) -> list[str]:
    """Return the names of all inputs that the network could get: of a table of more than two, the columns alone, and
    what of the others it gets already."""
    wide = training.dimension > 2
    return [
        name for name, feature in FEATURES.items()
        if feature.dimension <= training.dimension and (not wide or name[1:].isdecimal() or name in training.features)
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
