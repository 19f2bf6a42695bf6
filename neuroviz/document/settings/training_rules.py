"""Which settings of the training page fit together: its checks of what a file or a link may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from neuroviz.document import limits
from neuroviz.document.fields import check_number
from neuroviz.document.refusal import Refusal
from neuroviz.document.tables.columns import MAX_VALUE
from neuroviz.document.tables.packed import unpack_rows

if TYPE_CHECKING:
    from neuroviz.document.settings.training import Training

OWN = "own"
"""The data set that the visitor made."""

HIDDEN_ACTIVATIONS = ("tanh", "relu", "leaky_relu", "elu", "sigmoid", "softplus", "gelu", "linear")

STEERED = ("learning_rate", "momentum", "batch_size", "l1", "l2", "dropout")
"""Fields that can be changed in the middle of a training."""

WEIGHT = "weight."
"""Beginning of the name of a parameter that is changed there; its place follows."""


def check_own(training: Training) -> None:
    """Raise Refusal if the visitor's own rows, classes, names and units do not fit together."""
    rows, classes = training.own, training.own_classes
    if training.table:
        _table(training)
        return
    if training.dataset == OWN and len(rows) < limits.MIN_OWN_ROWS:
        raise Refusal("training_few", least=limits.MIN_OWN_ROWS)
    if len(rows) > limits.MAX_OWN_ROWS:
        raise Refusal("training_rows", limit=limits.MAX_OWN_ROWS)
    _class_count(training)
    for index, row in enumerate(rows):
        where = f"learning.own[{index}]"
        if len(row) not in {2, 3} or len(row) != len(rows[0]):
            raise Refusal("field_length", where=where, got=len(row), expected=len(rows[0]))
        for place, value in enumerate(row):
            check_number(value, f"{where}[{place}]", -limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE)
        if classes and row[-1] not in range(len(classes)):
            raise Refusal("field_value", where=f"{where}[{len(row) - 1}]", value=f"{row[-1]:g}")
    for field, given in (("own_names", training.own_names), ("own_units", training.own_units)):
        if given and (not rows or len(given) != len(rows[0])):
            expected = len(rows[0]) if rows else 0
            raise Refusal("field_length", where=f"learning.{field}", got=len(given), expected=expected)
    _units(training, len(rows[0]) if rows else 0)


def _table(training: Training) -> None:
    """Raise Refusal if the visitor's table, its classes, names and units do not fit together."""
    rows = unpack_rows(training.table)
    count, width = rows.shape
    if training.own:
        raise Refusal("field_length", where="learning.own", got=len(training.own), expected=0)
    if count < limits.MIN_OWN_ROWS:
        raise Refusal("training_few", least=limits.MIN_OWN_ROWS)
    if count > limits.MAX_OWN_ROWS:
        raise Refusal("training_rows", limit=limits.MAX_OWN_ROWS)
    if not 2 <= width <= limits.MAX_OWN_INPUTS + 1:
        raise Refusal("field_length", where="learning.table", got=width, expected=f"2-{limits.MAX_OWN_INPUTS + 1}")
    _class_count(training)
    if training.own_classes and not np.isin(rows[:, -1], np.arange(len(training.own_classes))).all():
        raise Refusal("field_value", where="learning.table", value="y")
    names = training.own_names
    if (names and len(names) != width) or len(training.own_units) != width:
        field, got = ("own_names", names) if names and len(names) != width else ("own_units", training.own_units)
        raise Refusal("field_length", where=f"learning.{field}", got=len(got), expected=width)
    _units(training, width)


def _class_count(training: Training) -> None:
    if len(training.own_classes) == 1 or len(training.own_classes) > limits.MAX_OWN_CLASSES:
        raise Refusal("training_classes", limit=limits.MAX_OWN_CLASSES)


def _units(training: Training, width: int) -> None:
    for place, (offset, scale) in enumerate(training.own_units):
        where = f"learning.own_units[{place}]"
        check_number(offset, f"{where}[0]", -MAX_VALUE, MAX_VALUE)
        check_number(scale, f"{where}[1]", 0.0, 2.0 * MAX_VALUE)
        if not scale or (training.own_classes and place == width - 1 and (offset, scale) != (0.0, 1.0)):
            raise Refusal("field_value", where=where, value=f"{scale:g}")


def check_activations(training: Training) -> None:
    """Raise Refusal if the layers' own activations are not allowed."""
    if len(training.activations) > limits.MAX_HIDDEN_LAYERS:
        raise Refusal("field_length", where="learning.activations", got=len(training.activations),
                      expected=f"0-{limits.MAX_HIDDEN_LAYERS}")
    for index, name in enumerate(training.activations):
        if name not in HIDDEN_ACTIVATIONS:
            raise Refusal("field_value", where=f"learning.activations[{index}]", value=name[:24])


def check_plane(training: Training) -> None:
    """Raise Refusal if the map's inputs are not two different ones."""
    plane = training.plane
    if plane and (len(plane) != 2 or not all(0 <= place < limits.MAX_OWN_INPUTS for place in plane)
                  or plane[0] == plane[1]):
        raise Refusal("field_value", where="learning.plane", value=str(list(plane))[:24])


def checked_turns(
    training: Training, parameters: int, ranges: Mapping[str, tuple[float, float]],
) -> tuple[tuple[int, str, float], ...]:
    """Return the turns with each number of its type. Raises Refusal for one that is not allowed.

    parameters  number of parameters of the network
    ranges      the fields' lowest and highest values
    """
    if len(training.turns) > limits.MAX_TURNS:
        raise Refusal("too_many_turns", limit=limits.MAX_TURNS)
    for index, (epoch, name, value) in enumerate(training.turns):
        where = f"learning.turns[{index}]"
        check_number(epoch, f"{where}[0]", 0, ranges["epochs"][1])
        place = name.removeprefix(WEIGHT)
        if name in STEERED:
            check_number(value, f"{where}[2]", *ranges[name])
        elif name == place or not place.isdecimal() or len(place) > 6 or int(place) >= parameters:
            raise Refusal("field_value", where=f"{where}[1]", value=name[:24])
        else:
            check_number(value, f"{where}[2]", -limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE)
    turns = sorted(training.turns, key=lambda turn: turn[0])
    return tuple((int(epoch), name, float(value) + 0.0) for epoch, name, value in turns)
