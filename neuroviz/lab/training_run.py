"""One training run of one visitor: the epochs so far, and the state to go on from.

What is changed in the middle of it, a learning rate or a weight (`Training.turns`), holds from the epoch after which it
was changed: the document says so, and whoever opens it sees the same run. A run is stored in the session and does
nothing by itself: the canvas asks for more epochs, and gets as many as fit into a moment. Closed tabs therefore cost
nothing, and a slow connection only slows the run down.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import (
    SEEN,
    WEIGHT,
    Training,
    at_epoch,
    data_of,
    network_of,
    settings_of,
)
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
        self._before: dict[int, TrainingState] = {}
        record = next(train(self.first, self.data, settings_of(at_epoch(training, 0))))
        self.frames: list[Frame] = [frame(training, self.data, record)]
        self.state = record.event or "running"
        self.broke: int | None = None
        self.have = 0
        self.seen: int | None = None
        self._at: TrainingState = record.state
        self._turn()

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
        train, training = self.data.train, at_epoch(self.training, self.epoch)
        return trouble(
            self.network(len(self.frames) - 1), self.first, network_inputs(train.x, training.features),
            network_targets(train, training.sizes[-1], training.output), bool(training.l1 or training.l2),
        )

    @property
    def shown(self) -> Network:
        """Network under the scrubber; until the visitor moves it, the network of the final frame."""
        return self.network(self.home if self.seen is None else min(self.seen, len(self.frames) - 1))

    @property
    def epoch(self) -> int:
        """Number of finished epochs."""
        return self._at.epoch

    def follow(self, training: Training) -> bool:
        """Go on with settings that differ in their turns or epochs only; False where this run cannot become theirs.

        Turns that lie ahead, or now, are made when their time comes. Where turns that were made are undone, the run
        goes back to the moment before the first of them.
        """
        same = {name: getattr(training, name) for name in (*SEEN, "turns", "epochs")}
        if replace(self.training, **same) != training or self.state == "diverged":
            return False
        if training.epochs != self.training.epochs and (
            training.schedule != "constant" or training.epochs < self.epoch or self._at.batch
        ):
            return False
        old, new = self.training.turns, training.turns
        differ = {turn[0] for turn in set(old) ^ set(new)}
        made = [epoch for epoch in differ if epoch < self.epoch or (epoch == self.epoch and epoch in self._before)]
        if made and min(made) not in self._before:
            return False
        if any(epoch == self.epoch for epoch in differ) and self._at.batch:
            return False
        self.training = training
        if made:
            self._return_to(min(made))
        if differ or self.state == "finished":
            self.state = self.state if self.state == "early_stop" else "running"
            self._turn()
        if self.state == "running" and self.epoch >= training.epochs:
            self.state = "finished"
        return True

    def _return_to(self, epoch: int) -> None:
        self._at = self._before[epoch]
        self._before = {when: state for when, state in self._before.items() if when < epoch}
        last = max(i for i, each in enumerate(self.frames) if each.epoch <= epoch)
        # A weight that was changed there has a frame of its own, behind the epoch's.
        while last and self.frames[last - 1].epoch == epoch:
            last -= 1
        del self.frames[last + 1:]
        self.state = "running"
        self.have = min(self.have, len(self.frames))
        self.seen = None if self.seen is None else min(self.seen, last)

    def _turn(self) -> None:
        """Make the turns that are due now."""
        due = [turn for turn in self.training.turns if turn[0] == self.epoch]
        if not due or self._at.batch or self.epoch in self._before:
            return
        self._before[self.epoch] = self._at
        weights = [(int(name.removeprefix(WEIGHT)), value) for _, name, value in due if name.startswith(WEIGHT)]
        if weights:
            theta = self._at.parameters.copy()
            for place, value in weights:
                theta[place] = value
            self._at = replace(self._at, parameters=theta)
            self.frames.append(after_batch(self.training, self.data, self.first, self._at))

    def network(self, frame: int) -> Network:
        """Return the network of a frame."""
        return with_parameters(self.first, self.frames[frame].parameters)

    def epochs(self, count: int | None, until: float = math.inf) -> None:
        """Train `count` more epochs, or for None as many as fit into MOMENT_S; none after epoch `until`, and fewer if
        training ends."""
        if self.state != "running" or self.epoch >= until:
            return
        over = time.perf_counter() + MOMENT_S
        done = 0
        while self.state == "running":
            turns = [turn[0] for turn in self.training.turns if turn[0] > self.epoch]
            for record in train(self.first, self.data, settings_of(at_epoch(self.training, self.epoch)), self._at):
                self._take(record)
                done += 1
                if record.event or done == count or self.epoch >= until or (
                    count is None and time.perf_counter() > over
                ):
                    return
                if self.epoch in turns:
                    break

    def batch(self) -> None:
        """Train one more batch."""
        if self.state != "running":
            return
        settings = settings_of(at_epoch(self.training, self.epoch))
        step = next(batches(self.first, self.data, settings, self._at))
        if step.record is not None:
            self._take(step.record)
        elif step.diverged:
            self.state, self.broke = "diverged", step.epoch
        else:
            self._at = step.state
            self.frames.append(after_batch(self.training, self.data, self.first, self._at))

    def whole_epoch(self) -> None:
        """Train to the end of the epoch if it has begun: what is changed is changed between two epochs."""
        if self._at.batch:
            self.epochs(1)

    def _take(self, record: Epoch) -> None:
        self._at = record.state
        self.state = record.event or "running"
        if record.event == "diverged":
            self.broke = record.epoch
        else:
            self.frames.append(frame(self.training, self.data, record))
            if self.state == "running":
                self._turn()


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
    settings = settings_of(at_epoch(training, state.epoch))
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
