"""Training: step downhill again and again, and watch.

An *epoch* shows the network each training point once, in a new order, a few points (a *batch*) at a time; after each
batch the weights take one step. After each epoch the loss is measured on the training points, and on the test points
that the network never learns from. As long as both fall it learns; when only the first falls it learns by heart.

`train` is a generator of frozen records, one an epoch. It shows nothing and knows no page: whoever asks for the next
record drives it, and stops by not asking. A record's `state` is all that is needed to go on from there, and going on
gives the same numbers as never having stopped: the order and the dropout masks of epoch e are drawn from (seed, e), so
no generator's state has to travel.

Too large a learning rate makes the weights overshoot further each time, until a number overflows. As soon as that
happens, or the loss is `EXPLODED` times what it was at first, the record says `diverged`; its state is the one before,
in which every number still is one, and `best_parameters` are those with the smallest test loss.

*Early stopping* goes back to the epoch with the smallest test loss, once `patience` epochs brought nothing better.

Sources: Goodfellow, Bengio and Courville, *Deep Learning* (2016), 7.8 (early stopping), 8.1.3 (batches); Prechelt 1998.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn import metrics
from neuroviz.nn.backward import Gradients, backward, dropout_masks, forward_with_dropout
from neuroviz.nn.datasets import Dataset, Split, network_inputs, network_targets
from neuroviz.nn.fast import Workspace
from neuroviz.nn.losses import LOSSES, example_losses
from neuroviz.nn.network import Network
from neuroviz.nn.optimizers import MOMENTUM, OPTIMIZERS, SCHEDULES, Slots, learning_rate
from neuroviz.nn.parameters import Layout, pack, with_parameters

Array = NDArray[np.float64]
Event = Literal["", "diverged", "early_stop", "finished"]

EXPLODED = 1e9
"""A training loss so many times the first one, or 1 if that was less, will not come back."""


@dataclass(frozen=True)
class Settings:
    """How to train.

    loss           a name of `LOSSES`
    optimizer      a name of `OPTIMIZERS`
    learning_rate  η > 0
    momentum       μ, 0 <= μ < 1, for the optimisers that have one
    schedule       a name of `SCHEDULES`
    batch_size     points a step; more than there are means all of them
    epochs         where training ends
    l1, l2         λ₁ and λ₂ >= 0, of the penalty on the weights
    dropout        the share of hidden neurons that sit out a step, 0 <= share < 1
    patience       epochs without a smaller test loss after which to stop; None: never stop early
    seed           of the order and the dropout
    features       names of `FEATURES`; (): the data's inputs as they are

    Raises ValueError, naming the field, for anything else.
    """

    loss: str = "squared_error"
    optimizer: str = "sgd"
    learning_rate: float = 0.1
    momentum: float = MOMENTUM
    schedule: str = "constant"
    batch_size: int = 10
    epochs: int = 200
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    patience: int | None = None
    seed: int = 0
    features: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        legal = {
            "loss": self.loss in LOSSES,
            "optimizer": self.optimizer in OPTIMIZERS,
            "schedule": self.schedule in SCHEDULES,
            "learning_rate": 0.0 < self.learning_rate < math.inf,
            "momentum": 0.0 <= self.momentum < 1.0,
            "batch_size": self.batch_size >= 1,
            "epochs": self.epochs >= 0,
            "l1": 0.0 <= self.l1 < math.inf,
            "l2": 0.0 <= self.l2 < math.inf,
            "dropout": 0.0 <= self.dropout < 1.0,
            "patience": self.patience is None or self.patience >= 1,
            "seed": self.seed >= 0,
        }
        for name, right in legal.items():
            if not right:
                raise ValueError(f"{name}: {getattr(self, name)!r}")


@dataclass(frozen=True, eq=False)
class State:
    """All that is needed to go on.

    epoch, batch      finished epochs, and finished batches of the epoch that follows
    parameters        θ (see `layout`)
    slots, steps      what the optimiser remembers, and how many steps it has taken
    first_loss        the training loss of epoch 0
    best_epoch, best_loss, best_parameters   where the test loss was smallest so far
    """

    epoch: int
    batch: int
    parameters: Array
    slots: Slots
    steps: int
    first_loss: float
    best_epoch: int
    best_loss: float
    best_parameters: Array


@dataclass(frozen=True, eq=False)
class Epoch:
    """What one epoch led to. Epoch 0 is the network before it learnt anything.

    train_loss, test_loss      mean L without the penalty, without dropout; NaN without test points
    penalty                    Ω, what L1 and L2 add to the training loss
    train_metric, test_metric  accuracy or R²
    gradient_norm              ‖∂(train_loss + Ω)/∂θ‖: how steep the surface is where the network now stands
    learning_rate              η of the steps that led here
    test_outputs               what the network says for the test points, (n, n_out)
    event                      why this record is the last, or ""
    state                      where to go on; after `diverged` the last good one, of an earlier epoch
    """

    epoch: int
    train_loss: float
    test_loss: float
    penalty: float
    train_metric: float
    test_metric: float
    gradient_norm: float
    learning_rate: float
    test_outputs: Array = field(repr=False)
    event: Event
    state: State


@dataclass(frozen=True, eq=False)
class Step:
    """One batch, slowly.

    epoch, batch    which one: epoch counts from 1 as the records do, batch from 0
    rows            which training points, (size,)
    y               their targets, (size, n_out)
    gradients       what `backward` finds for them, dropout and penalty included
    before, state   θ before the step, and where to go on after it
    learning_rate   η of this step
    record          the epoch's record, where this was its last batch
    diverged        whether the step led to a number that is none, or its epoch diverged; the state is then the one
                    before
    """

    epoch: int
    batch: int
    rows: NDArray[np.intp]
    y: Array
    gradients: Gradients
    before: Array
    learning_rate: float
    state: State
    record: Epoch | None = None
    diverged: bool = False


def train(network: Network, data: Split, settings: Settings, start: State | None = None) -> Iterator[Epoch]:
    """Train until the epochs are over, an early stop, or divergence; the last record's `event` says which.

    Without `start` the first record is epoch 0; with it, the epoch after it. The network gives sizes and activations,
    and the first weights where there is no `start`.
    Raises ValueError at once where network, data and settings do not fit together.
    """
    return _epochs(_Run(network, data, settings), start)


def batches(network: Network, data: Split, settings: Settings, start: State | None = None) -> Iterator[Step]:
    """`train`, one batch a record, to the same numbers; ends as `train` does."""
    return _steps(_Run(network, data, settings), start)


def _epochs(run: _Run, start: State | None) -> Iterator[Epoch]:
    state = run.first_state() if start is None else start
    if start is None:
        first = run.measure(state, None)
        yield first
        if first.event:
            return
        state = first.state
    while state.epoch < run.settings.epochs:
        run.load(state)
        run.advance(state.epoch, state.batch, run.batch_count)
        record = run.measure(run.save(state, state.epoch + 1, 0), state)
        yield record
        if record.event:
            return
        state = record.state


def _steps(run: _Run, start: State | None) -> Iterator[Step]:
    state = run.measure(run.first_state(), None).state if start is None else start
    while state.epoch < run.settings.epochs:
        step = run.slow_step(state)
        yield step
        if step.diverged or (step.record is not None and step.record.event):
            return
        state = step.state


class _Run:
    """The arrays of one training run: made once, used for every step."""

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
        return len(self._batches)

    def first_state(self) -> State:
        theta = pack(self.network)
        slots = self._optimizer.fresh(theta.size)
        return State(0, 0, theta, slots, 0, math.inf, 0, math.inf, theta)

    def load(self, state: State) -> None:
        """Raises ValueError where the state belongs to another network or optimiser."""
        if state.parameters.shape != self._theta.shape or len(state.slots) != len(self._slots):
            raise ValueError("this state belongs to another network or optimiser")
        np.copyto(self._theta, state.parameters)
        for mine, given in zip(self._slots, state.slots, strict=True):
            np.copyto(mine, given)
        self._steps = state.steps

    def save(self, before: State, epoch: int, batch: int) -> State:
        return replace(
            before, epoch=epoch, batch=batch, parameters=self._theta.copy(),
            slots=tuple(slot.copy() for slot in self._slots), steps=self._steps,
        )

    def rate(self, epoch: int) -> float:
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
                self._charge(gradient)
                steps += 1
                step(theta, gradient, slots, scratch, rate, momentum, steps)
        self._steps = steps

    def measure(self, state: State, before: State | None) -> Epoch:
        """The record of `state`. Its parameters are loaded here where nothing was `before`; else they lie there."""
        if before is None:
            self.load(state)
        with np.errstate(all="ignore"):
            self._train.forward(self._x)
            self._train.backward(self._x, self._y)
            self._charge(self._full_gradient)
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
        # A test loss that is infinite is a value; one that is not a number is none.
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

    def slow_step(self, state: State) -> Step:
        """The next batch after `state`: explained by `backward`, taken by `advance`."""
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
        """Inputs with a row of ones, (n_in + 1, n), and targets, (n_out, n)."""
        x = network_inputs(data.x, self.settings.features)
        if x.shape[1] != self.network.sizes[0]:
            raise ValueError(f"the data has {x.shape[1]} inputs, the network takes {self.network.sizes[0]}")
        y = network_targets(data, self.network.sizes[-1], self._output)
        return np.vstack((x.T, np.ones(len(x)))), np.ascontiguousarray(y.T)

    def _deal(self, epoch: int) -> None:
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

    def _charge(self, gradient: Array) -> None:
        """Add the penalty's gradient."""
        if self.settings.l2:
            np.multiply(self._theta, self._l2, out=self._scratch)
            np.add(gradient, self._scratch, out=gradient)
        if self.settings.l1:
            np.sign(self._theta, out=self._scratch)
            np.multiply(self._scratch, self._l1, out=self._scratch)
            np.add(gradient, self._scratch, out=gradient)

    def _score(self, workspace: Workspace, y: Array, data: Dataset) -> tuple[float, float]:
        """Mean loss and metric of what `workspace` has just computed."""
        a = workspace.output.T
        losses = example_losses(self.settings.loss, self._output, workspace.z.T, a, y.T)
        return float(losses.mean()), metrics.metric(data, a, self._output)

    def _event(self, state: State) -> Event:
        patience = self.settings.patience
        if self._test is not None and patience is not None and state.epoch - state.best_epoch >= patience:
            return "early_stop"
        return "finished" if state.epoch >= self.settings.epochs else ""


@dataclass(frozen=True)
class EarlyStop:
    """best_epoch: where the test loss was smallest before the stop; epoch: where patience ran out, or None."""

    best_epoch: int
    epoch: int | None


def early_stop(test_losses: Sequence[float], patience: int) -> EarlyStop:
    """Where early stopping would have stopped a run with these test losses, epoch 0 first.

    The rule is `train`'s. Raises ValueError for a patience below 1 or no losses.
    """
    if patience < 1 or not len(test_losses):
        raise ValueError(f"patience {patience}, {len(test_losses)} losses")
    best, smallest = 0, math.inf
    for epoch, loss in enumerate(test_losses):
        if loss < smallest:
            best, smallest = epoch, loss
        elif epoch - best >= patience:
            return EarlyStop(best, epoch)
    return EarlyStop(best, None)


@dataclass(frozen=True, eq=False)
class History:
    """A run as columns, one entry an epoch, ready to be drawn.

    parameters  θ of the epochs in `kept`, (len(kept), size)
    last        the last record: event, and where to go on
    """

    epochs: NDArray[np.intp]
    train_loss: Array
    test_loss: Array
    train_metric: Array
    test_metric: Array
    gradient_norm: Array
    kept: NDArray[np.intp] = field(repr=False)
    parameters: Array = field(repr=False)
    last: Epoch = field(repr=False)


def collect(records: Iterable[Epoch], every: int = 1) -> History:
    """Run through `records`, keeping the parameters of every so many epochs, and of the last.

    A record that diverged has no parameters of its own: its row of numbers is kept, θ is not.
    Raises ValueError where there are no records.
    """
    rows: list[tuple[float, ...]] = []
    kept: list[int] = []
    parameters: list[Array] = []
    last: Epoch | None = None
    for record in records:
        last = record
        rows.append((
            record.epoch, record.train_loss, record.test_loss, record.train_metric, record.test_metric,
            record.gradient_norm,
        ))
        if record.event != "diverged" and (record.epoch % every == 0 or record.event):
            kept.append(record.epoch)
            parameters.append(record.state.parameters)
    if last is None:
        raise ValueError("there are no records")
    if last.event != "diverged" and kept[-1:] != [last.epoch]:
        kept.append(last.epoch)
        parameters.append(last.state.parameters)
    table = np.array(rows)
    stacked = np.stack(parameters) if parameters else np.empty((0, last.state.parameters.size))
    return History(
        table[:, 0].astype(np.intp), table[:, 1], table[:, 2], table[:, 3], table[:, 4], table[:, 5],
        np.array(kept, dtype=np.intp), stacked, last,
    )
