"""One training run of one visitor: what was learnt so far, and where to go on.

It lives in the session and does nothing by itself: the canvas asks for more, and gets what fits into a moment. Closed
tabs therefore cost nothing, and a slow connection only makes it slower.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroviz.document.settings.training import Learning, data_of, network_of, settings_of
from neuroviz.nn import forward, metrics
from neuroviz.nn.datasets import Split, network_inputs, network_targets
from neuroviz.nn.losses import example_losses
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import with_parameters
from neuroviz.nn.training import Epoch, State, batches, train
from neuroviz.nn.trouble import trouble

MOMENT_S = 0.8
"""How long one request may compute. The browser shows what has come while the next is on its way."""

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Frame:
    """One kept epoch.

    epoch              its number; in the middle of an epoch with the share of its batches
    parameters         (p,)
    typical, largest   root mean square and largest error of the test points, in the table's own units; NaN for classes
    confusion          (classes, classes) counts of the test points; None for values, or where there are none
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


class Lesson:
    """A run of `learning`.

    frames  the kept epochs, the untrained network first
    state   running, finished, early_stop or diverged; broke: the epoch in which it diverged, or None
    have    how many frames the browser has, as far as it has said
    seen    the frame under the scrubber there, as far as it has said
    """

    def __init__(self, learning: Learning) -> None:
        self.learning = learning
        self.data = data_of(learning)
        self.first = network_of(learning)
        self.settings = settings_of(learning)
        record = next(train(self.first, self.data, self.settings))
        self.frames: list[Frame] = [frame(learning, self.data, record)]
        self.state = record.event or "running"
        self.broke: int | None = None
        self.have = 0
        self.seen: int | None = None
        self._at: State = record.state

    @property
    def best(self) -> int | None:
        """The epoch with the smallest test loss so far; None where there are no test points."""
        return self._at.best_epoch if len(self.data.test) else None

    @property
    def home(self) -> int:
        """The frame that one is left with: the last, or after an early stop the best."""
        last = len(self.frames) - 1
        if self.state != "early_stop":
            return last
        return next(i for i, frame in enumerate(self.frames) if frame.epoch == self.best)

    @property
    def trouble(self) -> str:
        """Why the network says the same for every point, or ""."""
        if len(self.frames) < 2:
            return ""
        train, learning = self.data.train, self.learning
        return trouble(
            self.network(len(self.frames) - 1), self.first, network_inputs(train.x, learning.features),
            network_targets(train, learning.sizes[-1], learning.output), bool(learning.l1 or learning.l2),
        )

    @property
    def shown(self) -> Network:
        """The network under the scrubber; as long as nobody has moved that, the one that one is left with."""
        return self.network(self.home if self.seen is None else min(self.seen, len(self.frames) - 1))

    def network(self, frame: int) -> Network:
        """As it was in one of the frames."""
        return with_parameters(self.first, self.frames[frame].parameters)

    def epochs(self, count: int | None) -> None:
        """Go on by `count` epochs, or by as many as a moment holds; less where training ends."""
        if self.state != "running":
            return
        until = time.perf_counter() + MOMENT_S
        for done, record in enumerate(train(self.first, self.data, self.settings, self._at), start=1):
            self._take(record)
            if record.event or done == count or (count is None and time.perf_counter() > until):
                return

    def batch(self) -> None:
        """Go on by one batch."""
        if self.state != "running":
            return
        step = next(batches(self.first, self.data, self.settings, self._at))
        if step.record is not None:
            self._take(step.record)
        elif step.diverged:
            self.state, self.broke = "diverged", step.epoch
        else:
            self._at = step.state
            self.frames.append(after_batch(self.learning, self.data, self.first, self._at))

    def _take(self, record: Epoch) -> None:
        self._at = record.state
        self.state = record.event or "running"
        if record.event == "diverged":
            self.broke = record.epoch
        else:
            self.frames.append(frame(self.learning, self.data, record))


# --- what is kept of an epoch ---------------------------------------------------------------------

def frame(learning: Learning, data: Split, record: Epoch) -> Frame:
    """One epoch as training recorded it."""
    return _frame(learning, data, record.epoch, record.state.parameters, record.test_outputs, {
        "train": (record.train_loss, record.train_metric), "test": (record.test_loss, record.test_metric),
    })


def after_batch(learning: Learning, data: Split, network: Network, state: State) -> Frame:
    """The same in the middle of an epoch: its number has a part after the point, the share of the batches done.

    network  any with the run's sizes and activations
    """
    settings = settings_of(learning)
    trained = with_parameters(network, state.parameters)
    found = {}
    for name, part in (("train", data.train), ("test", data.test)):
        trace = forward(trained, network_inputs(part.x, learning.features))
        outputs = trace.activations[-1]
        targets = network_targets(part, network.sizes[-1], learning.output)
        losses = example_losses(settings.loss, learning.output, trace.pre_activations[-1], outputs, targets)
        mean = float(losses.mean()) if len(part) else math.nan
        found[name] = (mean, metrics.metric(part, outputs, learning.output))
    done = state.batch / math.ceil(len(data.train) / settings.batch_size)
    return _frame(learning, data, round(state.epoch + done, 3), state.parameters, outputs, found)


def _frame(
    learning: Learning, data: Split, epoch: float, theta: Array, outputs: Array,
    found: Mapping[str, tuple[float, float]],
) -> Frame:
    """outputs: for the test points."""
    typical = largest = math.nan
    confusion = None
    if not learning.classes:
        left = metrics.residuals(data.test.y, outputs) * data.test.y_scale
        typical, largest = metrics.typical_and_largest(left)
    elif len(data.test):
        predicted = metrics.predicted_classes(outputs, learning.output)
        confusion = metrics.confusion_matrix(data.test.y, predicted, learning.classes)
    return Frame(epoch, theta, *found["train"], *found["test"], typical, largest, confusion)
