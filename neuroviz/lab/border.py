"""Where the boundary of a training will lie: a straight way across its map on which the trained network changes its
answer exactly once.

The way runs along one of the map's two inputs, all of it or one half, while all others stay where they are. Which way
it is follows from the data and the trained network, and so from the document alone: whoever is asked trains the same
network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.training import (
    Training,
    as_learnt,
    base_point,
    data_of,
    input_name,
    is_slice,
    units_of,
)
from neuroviz.lab.training_run import TrainingRun
from neuroviz.nn import Network, forward
from neuroviz.nn.datasets import network_inputs
from neuroviz.nn.parameters import Layout

Array = NDArray[np.float64]

MOST_STEPS, MOST_PARAMETERS = 20_000, 2_000
"""A training that takes longer than a second or so is not foreseen."""
_SHARES = (0.5, 0.3, 0.7)
"""Where the other input may stay, as shares of what the data has of it."""
_SPANS = ((0.0, 1.0), (0.5, 1.0), (0.0, 0.5))
_LOOKED_AT = 257
_RIM = 0.04
"""A change so near to an end of the way can hardly be pointed at."""
_HALVINGS = 50


@dataclass(frozen=True)
class Way:
    """A way across the map, in the units of the data.

    axis       along which of the map's two inputs it runs, 0 or 1
    place      which of the places the other one may have
    at         where the other one stays
    low, high  where the way begins and ends
    """

    axis: int
    place: int
    at: float
    low: float
    high: float


def is_foreseeable(training: Training) -> bool:
    """Return whether the training has a map with classes and is soon over."""
    return (
        training.dimension >= 2 and training.classes > 1 and Layout(training.sizes).size <= MOST_PARAMETERS
        and training.epochs * math.ceil(len(data_of(training).train) / training.batch_size) <= MOST_STEPS
    )


def way_to_ask(training: Training) -> Way | None:
    """Return the first way on which the trained network changes its answer exactly once; None where there is none."""
    return _way_to_ask(_as_asked(training)) if is_foreseeable(training) else None


def way_of(training: Training, axis: int, place: int, low: float, high: float) -> Way:
    """Return the way that a question was about."""
    return Way(axis, place, _places(training, 1 - axis)[place], low, high)


def names_of(training: Training, way: Way) -> tuple[str, str]:
    """Return the names of the input along the way, and of the one that stays."""
    along, other = _inputs(training, way.axis)
    return input_name(training, along), input_name(training, other)


def border_on(training: Training, way: Way) -> float | None:
    """Return where the trained network changes its answer, None where it does not, or not exactly once."""
    network = _trained(as_learnt(training))
    found = _turn(training, network, way) if network is not None else None
    if found is None or network is None:
        return None
    low, high = found
    before = _answers(training, network, way, np.array([low]))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        same = _answers(training, network, way, np.array([middle])) == before
        low, high = (middle, high) if same else (low, middle)
    return (low + high) / 2


def _as_asked(training: Training) -> Training:
    """Return what the question hangs on: what is learnt, and of more inputs than two, through which the map cuts."""
    asked = as_learnt(training)
    return replace(asked, plane=training.plane, plane_row=training.plane_row) if is_slice(training) else asked


@computed_once(32)
def _way_to_ask(training: Training) -> Way | None:
    network = _trained(as_learnt(training))
    if network is None:
        return None
    for share in range(len(_SHARES)):
        for axis in (0, 1):
            low, high = _span(training, axis)
            for start, end in _SPANS:
                way = Way(axis, share, _places(training, 1 - axis)[share], *(
                    _round(low + each * (high - low), high - low) for each in (start, end)))
                found = _turn(training, network, way)
                rim = _RIM * (way.high - way.low)
                if found is not None and way.low + rim < found[0] and found[1] < way.high - rim:
                    return way
    return None


@computed_once(32)
def _trained(training: Training) -> Network | None:
    """Return the network that the page ends with; None where training diverges."""
    run = TrainingRun(training)
    while run.state == "running":
        run.epochs(None)
    return None if run.state == "diverged" else run.network(run.home)


def _turn(training: Training, network: Network, way: Way) -> tuple[float, float] | None:
    """Two neighbours on the way between which the answer becomes another; None where that is not exactly once."""
    values = np.linspace(way.low, way.high, _LOOKED_AT)
    answers = _answers(training, network, way, values)
    turns = np.flatnonzero(answers[1:] != answers[:-1])
    return (float(values[turns[0]]), float(values[turns[0] + 1])) if len(turns) == 1 else None


def _answers(training: Training, network: Network, way: Way, values: Array) -> NDArray[np.int64]:
    """Return the class at each of these places of the way."""
    points = np.tile(base_point(training), (len(values), 1))
    for place, there in zip(_inputs(training, way.axis), (values, np.full(len(values), way.at)), strict=True):
        offset, scale = units_of(training)[place]
        points[:, place] = (there - offset) / scale
    outputs = forward(network, network_inputs(points, training.features)).output
    return np.asarray(outputs.argmax(axis=1) if training.classes > 2 else (outputs[:, 0] > 0.5).astype(np.int64))


def _inputs(training: Training, axis: int) -> tuple[int, int]:
    """Return the input along a way, and the map's other one. Of two inputs a map may change the directions."""
    axes = training.axes if is_slice(training) else (0, 1)
    return axes[axis], axes[1 - axis]


def _span(training: Training, axis: int) -> tuple[float, float]:
    """Return the least and the largest value that the data has along a direction, in its own units."""
    data, place = data_of(training), _inputs(training, axis)[0]
    offset, scale = units_of(training)[place]
    values = np.concatenate((data.train.x, data.test.x))[:, place] * scale + offset
    return float(values.min()), float(values.max())


def _places(training: Training, axis: int) -> list[float]:
    low, high = _span(training, axis)
    return [_round(low + share * (high - low), high - low) for share in _SHARES]


def _round(value: float, span: float) -> float:
    """Return a number with few digits, beside how far the data reaches."""
    digits = 1 - math.floor(math.log10(span)) if span > 0 else 1
    return round(value, digits) + 0.0
