"""One training run of one visitor: what was learnt so far, and where to go on.

It lives in the session and does nothing by itself: the canvas asks for more, and gets what fits into a moment. Closed
tabs therefore cost nothing, and a slow connection only makes it slower.
"""

from __future__ import annotations

import time

from neuroviz.document.learning import Learning, data_of, network_of, settings_of
from neuroviz.nn.datasets import network_inputs, network_targets
from neuroviz.nn.layout import with_parameters
from neuroviz.nn.network import Network
from neuroviz.nn.training import Epoch, State, batches, train
from neuroviz.nn.trouble import trouble
from neuroviz.ui import session
from neuroviz.viz.training_view import Frame, after_batch, frame

_RUN = "training.run"
MOMENT_S = 0.8
"""How long one request may compute. The browser shows what has come while the next is on its way."""


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
        """Return the network as it was in this frame."""
        return with_parameters(self.first, self.frames[frame].parameters)

    def epochs(self, count: int | None) -> None:
        """Train `count` epochs more, or for MOMENT_S without a count; fewer if training ends before."""
        if self.state != "running":
            return
        until = time.perf_counter() + MOMENT_S
        for done, record in enumerate(train(self.first, self.data, self.settings, self._at), start=1):
            self._take(record)
            if record.event or done == count or (count is None and time.perf_counter() > until):
                return

    def batch(self) -> None:
        """Train one batch more."""
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


def lesson() -> Lesson:
    """Return the visitor's run: the one under way, or a new one if the document's settings have changed."""
    learning = session.document().learning
    kept: Lesson | None = session.value(_RUN)
    if kept is None or kept.learning != learning:
        kept = Lesson(learning)
        session.keep(_RUN, kept)
    return kept


def begin_again() -> None:
    """Discard the run: the next one begins with the same first weights."""
    session.forget(_RUN)
