"""Training: step downhill again and again, and watch.

An *epoch* shows the network each training point once, in a new order, a few points (a *batch*) at a time; after each
batch the weights take one step. After each epoch the loss is measured on the training points, and on the test points
that the network never learns from. As long as both fall it learns; when only the first falls it learns by heart.

`train` is a generator of frozen records, one for each epoch. It draws nothing and knows no page: the caller drives it
by asking for the next record, and stops it by not asking. A record's `state` is all that is needed to go on from there,
and a run that goes on gives the same numbers as a run that was never stopped: the order and the dropout masks of epoch
e are drawn from (seed, e), so that no generator's state has to be stored.

Too large a learning rate makes the weights overshoot further each time, until a number overflows. As soon as that
happens, or the loss is `EXPLODED` times the first one, the record's event is `diverged`; its state is then the one
before, in which all numbers are finite, and `best_parameters` are those with the smallest test loss.

*Early stopping* goes back to the epoch with the smallest test loss, once `patience` epochs brought no smaller one.

The records are in `training_records`, the run as columns and the rule of early stopping in `training_history`; their
public names can be imported from here.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 7.8 (early stopping), 8.1.3 (batches); Prechelt 1998.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from neuroviz.giving_way import give_way
from neuroviz.nn import metrics
from neuroviz.nn.backward import backward, dropout_masks, forward_with_dropout
from neuroviz.nn.datasets import Dataset, Split, network_inputs, network_targets
from neuroviz.nn.fast import Workspace
from neuroviz.nn.losses import LOSSES, example_losses
from neuroviz.nn.network import Network
from neuroviz.nn.optimizers import OPTIMIZERS, learning_rate
from neuroviz.nn.parameters import Layout, pack, with_parameters
from neuroviz.nn.training_history import EarlyStop, TrainingHistory, collect_history, early_stop
from neuroviz.nn.training_records import Epoch, Event, Settings, Step, TrainingState

__all__ = [
    "EXPLODED",
    "EarlyStop",
    "Epoch",
    "Event",
    "Settings",
    "Step",
    "TrainingHistory",
    "TrainingState",
    "batches",
    "collect_history",
    "early_stop",
    "train",
]

Array = NDArray[np.float64]

EXPLODED = 1e9
"""A run has diverged when its training loss is this many times the first one (or 1, if that was smaller)."""


def train(network: Network, data: Split, settings: Settings, start: TrainingState | None = None) -> Iterator[Epoch]:
    """Train until the last epoch, an early stop, or divergence; the last record's `event` tells which.

    network   sizes and activations; also the first weights, unless `start` is given
    data      training and test points
    start     the state to go on from: the first record is the epoch after it. Without it the first record is epoch 0

    Raises ValueError at once if network, data and settings do not fit together.
    """
    return _epochs(_Run(network, data, settings), start)


def batches(network: Network, data: Split, settings: Settings, start: TrainingState | None = None) -> Iterator[Step]:
    """Train as `train` does, with the same numbers, but return one record for each batch."""
    return _steps(_Run(network, data, settings), start)


def _epochs(run: _Run, start: TrainingState | None) -> Iterator[Epoch]:
    state = run.first_state() if start is None else start
    if start is None:
        first = run.measure(state, None)
        yield first
        if first.event:
            return
        state = first.state
    while state.epoch < run.settings.epochs:
        give_way()
        run.load(state)
        run.advance(state.epoch, state.batch, run.batch_count)
        record = run.measure(run.save(state, state.epoch + 1, 0), state)
        yield record
        if record.event:
            return
        state = record.state


def _steps(run: _Run, start: TrainingState | None) -> Iterator[Step]:
    state = run.measure(run.first_state(), None).state if start is None else start
    while state.epoch < run.settings.epochs:
        step = run.slow_step(state)
        yield step
        if step.diverged or (step.record is not None and step.record.event):
            return
        state = step.state


class _Run:
    """One training run and its arrays, which are allocated once and used for every step."""

    def __init__(self, network: Network, data: Split, settings: Settings) -> None:
        if not len(data.train):
            raise ValueError("there are no points to train on")
        if not LOSSES[settings.loss].accepts(network.activations[-1]):
            raise ValueError(f"{settings.loss} does not fit an output of {network.activations[-1]}")
        self.network, self.data, self.settings = network, data, settings
        self._output = network.activations[-1]
        layout = Layout(network.sizes)
        self._theta, self._gradient, self._scratch = (np.zeros(layout.size) for _ in range(3))
        self._optimizer = OPTIMIZERS[settings.optimizer]
        self._slots = self._optimizer.fresh(layout.size)
        self._steps = 0
        mask = layout.weight_mask()
        self._l1, self._l2 = settings.l1 * mask, settings.l2 * mask

        def workspace(batch: int, gradient: Array, *, dropout: bool) -> Workspace:
            return Workspace(
                layout, network.activations, settings.loss, batch, self._theta, gradient, dropout=dropout
            )

        self._x, self._y = self._columns(data.train)
        self._full_gradient = np.zeros(layout.size)
        self._train = workspace(len(data.train), self._full_gradient, dropout=False)
        self._test_x, self._test_y = self._columns(data.test) if len(data.test) else (np.empty((0, 0)),) * 2
        self._test = workspace(len(data.test), np.zeros(layout.size), dropout=False) if len(data.test) else None

        # The points in the epoch's order, and each batch's part of them; the last batch may be shorter.
        count, size = len(data.train), min(settings.batch_size, len(data.train))
        self._order = np.arange(count)
        self._dealt_x, self._dealt_y = self._x.copy(), self._y.copy()
        self._masks = tuple(np.ones((n, count)) for n in network.sizes[1:-1]) if settings.dropout else ()
        whole = workspace(size, self._gradient, dropout=bool(self._masks))
        rest = workspace(count % size, self._gradient, dropout=bool(self._masks)) if count % size else whole
        self._batches = tuple(
            (
                whole if stop - begin == size else rest, slice(begin, stop),
                self._dealt_x[:, begin:stop], self._dealt_y[:, begin:stop],
                tuple(m[:, begin:stop] for m in self._masks),
            )
            for begin in range(0, count, size)
            for stop in (min(begin + size, count),)
        )

    @property
    def batch_count(self) -> int:
        """Batches in one epoch."""
        return len(self._batches)

    def first_state(self) -> TrainingState:
        """Return the state before the first step; its losses are not measured yet."""
        theta = pack(self.network)
        slots = self._optimizer.fresh(theta.size)
        return TrainingState(0, 0, theta, slots, 0, math.inf, 0, math.inf, theta)

    def load(self, state: TrainingState) -> None:
        """Copy a state into the arrays. Raises ValueError if it belongs to another network or optimiser."""
        if state.parameters.shape != self._theta.shape or len(state.slots) != len(self._slots):
            raise ValueError("this state belongs to another network or optimiser")
        np.copyto(self._theta, state.parameters)
        for mine, given in zip(self._slots, state.slots, strict=True):
            np.copyto(mine, given)
        self._steps = state.steps

    def save(self, before: TrainingState, epoch: int, batch: int) -> TrainingState:
        """Return the present arrays as a state; the losses are those of `before`."""
        return replace(
            before, epoch=epoch, batch=batch, parameters=self._theta.copy(),
            slots=tuple(slot.copy() for slot in self._slots), steps=self._steps,
        )

    def rate(self, epoch: int) -> float:
        """Return η of the epoch after `epoch` finished ones."""
        return learning_rate(self.settings.learning_rate, self.settings.schedule, epoch, self.settings.epochs)

    def advance(self, epoch: int, first: int, last: int) -> None:
        """Take the steps of batches first to last - 1 of the epoch after `epoch` finished ones."""
        rate, step = self.rate(epoch), self._optimizer.step
        theta, gradient, slots, scratch = self._theta, self._gradient, self._slots, self._scratch
        momentum, steps = self.settings.momentum, self._steps
        with np.errstate(all="ignore"):
            self._deal(epoch)
            for workspace, _, x, y, masks in self._batches[first:last]:
                workspace.forward(x, masks)
                workspace.backward(x, y, masks)
                self._add_penalty(gradient)
                steps += 1
                step(theta, gradient, slots, scratch, rate, momentum, steps)
        self._steps = steps

    def measure(self, state: TrainingState, before: TrainingState | None) -> Epoch:
        """Return the record of `state`.

        before  the state before the epoch, if `state` has just been computed here: its parameters are then in the
                arrays already. None: load `state`, and take its training loss as the first loss
        """
        if before is None:
            self.load(state)
        with np.errstate(all="ignore"):
            self._train.forward(self._x)
            self._train.backward(self._x, self._y)
            self._add_penalty(self._full_gradient)
            norm = float(np.sqrt(np.dot(self._full_gradient, self._full_gradient)))
            train_loss, train_metric = self._score(self._train, self._y, self.data.train)
            test_loss = test_metric = math.nan
            test_outputs = np.empty((0, self.network.sizes[-1]))
            if self._test is not None:
                self._test.forward(self._test_x)
                test_outputs = self._test.output.T.copy()
                test_loss, test_metric = self._score(self._test, self._test_y, self.data.test)
            penalty = float(np.dot(self._l1, np.abs(self._theta)) + 0.5 * np.dot(self._l2, np.square(self._theta)))
        if before is None:
            state = replace(state, first_loss=train_loss)
        good = math.isfinite(norm) and math.isfinite(penalty) and train_loss <= EXPLODED * max(1.0, state.first_loss)
        good = good and math.isfinite(train_loss)
        # An infinite test loss is a result that can be shown; NaN is not.
        good = good and bool(np.isfinite(state.parameters).all()) and (self._test is None or not math.isnan(test_loss))
        record = Epoch(
            state.epoch, train_loss, test_loss, penalty, train_metric, test_metric, norm,
            self.rate(max(0, state.epoch - 1)), test_outputs, "", state,
        )
        if not good:
            return replace(record, event="diverged", state=before or state)
        if test_loss < state.best_loss:
            state = replace(state, best_epoch=state.epoch, best_loss=test_loss, best_parameters=state.parameters)
        return replace(record, event=self._event(state), state=state)

    def slow_step(self, state: TrainingState) -> Step:
        """Return the next step after `state`: its gradients by `backward`, the step itself by `advance`."""
        self.load(state)
        self._deal(state.epoch)
        _, part, x, y, masks = self._batches[state.batch]
        network = with_parameters(self.network, state.parameters)
        by_layer = (*(m.T for m in masks), None) if masks else (None,) * len(network.activations)
        trace = forward_with_dropout(network, x[:-1].T, by_layer)
        gradients = backward(
            network, trace, y.T, self.settings.loss, l1=self.settings.l1, l2=self.settings.l2, masks=by_layer
        )
        rows, targets = self._order[part].copy(), y.T.copy()
        self.advance(state.epoch, state.batch, state.batch + 1)
        last = state.batch + 1 == self.batch_count
        after = self.save(state, state.epoch + 1, 0) if last else self.save(state, state.epoch, state.batch + 1)
        record = self.measure(after, state) if last else None
        diverged = not np.isfinite(after.parameters).all() or (record is not None and record.event == "diverged")
        if diverged:
            after = state
        elif record is not None:
            after = record.state
        return Step(
            state.epoch + 1, state.batch, rows, targets, gradients, state.parameters, self.rate(state.epoch), after,
            record, bool(diverged),
        )

    def _columns(self, data: Dataset) -> tuple[Array, Array]:
        """Return inputs with a row of ones, (n_in + 1, n), and targets, (n_out, n)."""
        x = network_inputs(data.x, self.settings.features)
        if x.shape[1] != self.network.sizes[0]:
            raise ValueError(f"the data has {x.shape[1]} inputs, the network takes {self.network.sizes[0]}")
        y = network_targets(data, self.network.sizes[-1], self._output)
        return np.vstack((x.T, np.ones(len(x)))), np.ascontiguousarray(y.T)

    def _deal(self, epoch: int) -> None:
        """Put the points into the order of the epoch after `epoch` finished ones, and draw its dropout masks."""
        rng = np.random.default_rng((self.settings.seed, epoch))
        self._order = rng.permutation(len(self.data.train))
        # mode="clip" is the one that writes into `out` without a buffer between.
        np.take(self._x, self._order, axis=1, out=self._dealt_x, mode="clip")
        np.take(self._y, self._order, axis=1, out=self._dealt_y, mode="clip")
        if self._masks:
            drawn = dropout_masks(rng, self.network.sizes, len(self._order), self.settings.dropout)
            for mine, mask in zip(self._masks, drawn, strict=False):
                if mask is not None:
                    np.copyto(mine, mask.T)

    def _add_penalty(self, gradient: Array) -> None:
        """Add the gradient of the penalty on the weights."""
        if self.settings.l2:
            np.multiply(self._theta, self._l2, out=self._scratch)
            np.add(gradient, self._scratch, out=gradient)
        if self.settings.l1:
            np.sign(self._theta, out=self._scratch)
            np.multiply(self._scratch, self._l1, out=self._scratch)
            np.add(gradient, self._scratch, out=gradient)

    def _score(self, workspace: Workspace, y: Array, data: Dataset) -> tuple[float, float]:
        """Return mean loss and metric of the outputs that `workspace` has just computed."""
        a = workspace.output.T
        losses = example_losses(self.settings.loss, self._output, workspace.z.T, a, y.T)
        return float(losses.mean()), metrics.metric(data, a, self._output)

    def _event(self, state: TrainingState) -> Event:
        """Return the reason to end after `state`, or ""."""
        patience = self.settings.patience
        if self._test is not None and patience is not None and state.epoch - state.best_epoch >= patience:
            return "early_stop"
        return "finished" if state.epoch >= self.settings.epochs else ""
