"""One training run of one visitor: the epochs so far, and the state to go on from.

A run is stored in the session and does nothing by itself: the canvas asks for more epochs, and gets as many as fit into
a moment. Closed tabs therefore cost nothing, and a slow connection only slows the run down.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import Training, data_of, network_of, settings_of
from neuroviz.nn import forward, metrics
from neuroviz.nn.datasets import Split, network_inputs, network_targets
from neuroviz.nn.losses import example_losses
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import with_parameters
from neuroviz.nn.training import Epoch, TrainingState, batches, train
from neuroviz.nn.trouble import trouble

MOMENT_S = 0.8
"""Longest computing time of one request, s. The browser shows the received epochs while the next are on their way."""

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Frame:
    """One stored epoch.

    epoch              its number; in the middle of an epoch with the share of its batches as a fraction
    parameters         (p,)
    typical, largest   root mean square and largest error of the test points, in the table's own units; NaN for classes
    confusion          (classes, classes) counts of the test points; None for a regression, or without test points
    """

    epoch: float
    parameters: Array
    train_loss: float
    train_metric: float
    test_loss: float
    test_metric: float
    typical: float
    largest: float
    confusion: NDArray[np.int64] | None


class TrainingRun:
    """A run of `training`.

    frames  the stored epochs, the untrained network first
    state   running, finished, early_stop or diverged; broke: the epoch in which it diverged, or None
    have    number of frames that the browser has, by its last message
    seen    the frame under the scrubber, by its last message
    """

    def __init__(self, training: Training) -> None:
        self.training = training
        self.data = data_of(training)
        self.first = network_of(training)
        self.settings = settings_of(training)
        record = next(train(self.first, self.data, self.settings))
        self.frames: list[Frame] = [frame(training, self.data, record)]
        self.state = record.event or "running"
        self.broke: int | None = None
        self.have = 0
        self.seen: int | None = None
        self._at: TrainingState = record.state

    @property
    def best(self) -> int | None:
        """Epoch with the smallest test loss so far; None without test points."""
        return self._at.best_epoch if len(self.data.test) else None

    @property
    def home(self) -> int:
        """Index of the final frame: the last, or after an early stop the best."""
        last = len(self.frames) - 1
        if self.state != "early_stop":
            return last
        return next(i for i, frame in enumerate(self.frames) if frame.epoch == self.best)

    @property
    def trouble(self) -> str:
        """Reason why the network gives the same answer for every point, or ""."""
        if len(self.frames) < 2:
            return ""
        train, training = self.data.train, self.training
        return trouble(
            self.network(len(self.frames) - 1), self.first, network_inputs(train.x, training.features),
            network_targets(train, training.sizes[-1], training.output), bool(training.l1 or training.l2),
        )

    @property
    def shown(self) -> Network:
        """Network under the scrubber; until the visitor moves it, the network of the final frame."""
        return self.network(self.home if self.seen is None else min(self.seen, len(self.frames) - 1))

    def network(self, frame: int) -> Network:
        """Return the network of a frame."""
        return with_parameters(self.first, self.frames[frame].parameters)

    def epochs(self, count: int | None) -> None:
        """Train `count` more epochs, or for None as many as fit into MOMENT_S; fewer if training ends."""
        if self.state != "running":
            return
        until = time.perf_counter() + MOMENT_S
        for done, record in enumerate(train(self.first, self.data, self.settings, self._at), start=1):
            self._take(record)
            if record.event or done == count or (count is None and time.perf_counter() > until):
                return

    def batch(self) -> None:
        """Train one more batch."""
        if self.state != "running":
            return
        step = next(batches(self.first, self.data, self.settings, self._at))
        if step.record is not None:
            self._take(step.record)
        elif step.diverged:
            self.state, self.broke = "diverged", step.epoch
        else:
            self._at = step.state
            self.frames.append(after_batch(self.training, self.data, self.first, self._at))

    def _take(self, record: Epoch) -> None:
        self._at = record.state
        self.state = record.event or "running"
        if record.event == "diverged":
            self.broke = record.epoch
        else:
            self.frames.append(frame(self.training, self.data, record))


# --- frames ---------------------------------------------------------------------

def frame(training: Training, data: Split, record: Epoch) -> Frame:
    """Return the frame of an epoch that training recorded."""
    return _frame(training, data, record.epoch, record.state.parameters, record.test_outputs, {
        "train": (record.train_loss, record.train_metric), "test": (record.test_loss, record.test_metric),
    })


def after_batch(training: Training, data: Split, network: Network, state: TrainingState) -> Frame:
    """Return the frame of a state in the middle of an epoch: the fraction of its number is the share of batches done.

    network  any network with the run's sizes and activations
    """
    settings = settings_of(training)
    trained = with_parameters(network, state.parameters)
    found = {}
    for name, part in (("train", data.train), ("test", data.test)):
        trace = forward(trained, network_inputs(part.x, training.features))
        outputs = trace.activations[-1]
        targets = network_targets(part, network.sizes[-1], training.output)
        losses = example_losses(settings.loss, training.output, trace.pre_activations[-1], outputs, targets)
        mean = float(losses.mean()) if len(part) else math.nan
        found[name] = (mean, metrics.metric(part, outputs, training.output))
    done = state.batch / math.ceil(len(data.train) / settings.batch_size)
    return _frame(training, data, round(state.epoch + done, 3), state.parameters, outputs, found)


def _frame(
    training: Training, data: Split, epoch: float, theta: Array, outputs: Array,
    found: Mapping[str, tuple[float, float]],
) -> Frame:
    """Return a frame. outputs: of the test points; found: (loss, metric) of 'train' and 'test'."""
    typical = largest = math.nan
    confusion = None
    if not training.classes:
        left = metrics.residuals(data.test.y, outputs) * data.test.y_scale
        typical, largest = metrics.typical_and_largest(left)
    elif len(data.test):
        predicted = metrics.predicted_classes(outputs, training.output)
        confusion = metrics.confusion_matrix(data.test.y, predicted, training.classes)
    return Frame(epoch, theta, *found["train"], *found["test"], typical, largest, confusion)
