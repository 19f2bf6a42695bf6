"""Training of the three networks of the page "Overfitting", as a `Trial` of the document describes it.

The trial determines everything: equal trials give equal numbers. Runs are shared by all visitors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document.settings.overfitting import MOST_POINTS, Trial, start_of
from neuroviz.document.settings.training import OWN, Training, network_of, own_data, settings_of
from neuroviz.nn import forward
from neuroviz.nn.datasets import Dataset, Split, make, network_inputs, standardised
from neuroviz.nn.parameters import Layout, with_parameters
from neuroviz.nn.training import EarlyStop, TrainingHistory, collect_history, early_stop, train

Array = NDArray[np.float64]

TEST_POINTS = 60
EVERY = 5
"""Parameters are stored every EVERY epochs."""
PATIENCE = 50
"""Patience of the early stopping that is drawn when it is switched off."""


def hidden(trial: Trial, network: str) -> tuple[int, ...]:
    """Return the neurons of each hidden layer of one of `NETWORKS`."""
    start = start_of(trial)
    return {"small": (start.small,), "right": (start.right,), "large": (trial.neurons, trial.neurons)}[network]


def training_of(trial: Trial, network: str) -> Training:
    """Return the training settings of one of `NETWORKS`."""
    flat = trial.dimension == 1
    training = Training(
        dataset=trial.dataset, points=trial.points, noise=trial.noise, data_seed=trial.seed,
        features=("x1",) if flat else ("x1", "x2"), hidden=hidden(trial, network),
        network_seed=trial.seed, optimizer=trial.optimizer, learning_rate=trial.learning_rate,
        # A curve is learnt with all points at once, classes in two batches.
        batch_size=max(8, math.ceil(trial.points / (1 if flat else 2))),
        epochs=trial.epochs, l1=trial.l1, l2=trial.l2, dropout=trial.dropout, patience=trial.patience, seed=trial.seed,
    )
    return _on_own_points(training, trial) if trial.dataset == OWN else training


def _on_own_points(training: Training, trial: Trial) -> Training:
    """Return the settings with the visitor's own points, standardised as on the training page."""
    own = trial.own
    x, y = own.rows[:, :-1], own.rows[:, -1]
    inputs = tuple(f"x{place + 1}" for place in range(own.dimension))
    done = standardised(Dataset(x, y, "binary" if own.classes else "regression", own.classes, inputs))
    assert done.offset is not None
    assert done.scale is not None
    units = [*zip(done.offset.tolist(), done.scale.tolist(), strict=True), (done.y_offset, done.y_scale)]
    return replace(
        training, table=own.table, own_names=own.names, own_classes=own.classes, own_units=tuple(units),
        # How many of them test; the others are for training.
        train_share=1.0 - trial.tested / own.count,
    )


@computed_once(32)
def points_of(dataset: str, points: int, noise: float, seed: int) -> Split:
    """Return the training points and the test points. Cached."""
    pool = make(dataset, MOST_POINTS + TEST_POINTS, noise, seed)
    return Split(pool.rows(slice(0, points)), pool.rows(slice(MOST_POINTS, None)))


def _points(training: Training) -> Split:
    """Return the training points and the test points of one of the networks."""
    if training.dataset != OWN:
        return points_of(training.dataset, training.points, training.noise, training.data_seed)
    data = own_data(training)
    order = np.random.default_rng(training.data_seed).permutation(len(data))
    tested = round((1.0 - training.train_share) * len(data))
    return Split(data.rows(order[: training.points]), data.rows(order[len(order) - tested:]))


@dataclass(frozen=True)
class TrialResult:
    """Result of one network.

    train_loss, test_loss, test_metric   at the end
    best    the epoch with the smallest test loss
    broke   the epoch in which the training diverged, or None
    """

    train_loss: float
    test_loss: float
    test_metric: float
    best: int
    broke: int | None

    @property
    def gap(self) -> float:
        """Test loss minus training loss."""
        return self.test_loss - self.train_loss


@dataclass(frozen=True, eq=False)
class TrialRun:
    """The whole training of one network. Its arrays are shared, and therefore read-only.

    history   epochs whose numbers are finite; the parameters of every EVERY-th
    best      the epoch with the smallest test loss
    stop      the epoch in which early stopping stops the training, or would have
    stopped   whether early stopping did stop it; the network is then the one of `stop.best_epoch`
    broke     the epoch in which the training diverged, or None
    """

    training: Training
    data: Split
    history: TrainingHistory = field(repr=False)
    best: int
    stop: EarlyStop
    stopped: bool
    broke: int | None

    @property
    def last(self) -> int:
        """Last epoch whose numbers are finite."""
        return len(self.history.test_loss) - 1

    @property
    def end(self) -> int:
        """Epoch of the final network."""
        return self.at(self.training.epochs)

    @property
    def parameters(self) -> int:
        """Number of parameters of the network."""
        return Layout(self.training.sizes).size

    def at(self, epoch: int) -> int:
        """Return the epoch of the network that is used at `epoch`: after its end a run no longer changes."""
        if self.stopped and epoch > self.last:
            return self.best
        return min(epoch, self.last)

    def gap(self, epoch: int) -> float:
        """Return test loss minus training loss at an epoch."""
        return float(self.history.test_loss[epoch] - self.history.train_loss[epoch])

    @property
    def result(self) -> TrialResult:
        """Result at the end of the run."""
        now, end = self.history, self.end
        return TrialResult(
            float(now.train_loss[end]), float(now.test_loss[end]), float(now.test_metric[end]), self.best, self.broke,
        )

    def theta(self, epoch: int) -> Array:
        """Return the parameters of the network of `at(epoch)`, or of the last one stored before it, (size,)."""
        here = self.at(epoch)
        state = self.history.last.state
        if here == self.best:
            return state.best_parameters
        if here == self.last:
            return state.parameters
        kept: Array = self.history.parameters[int(np.searchsorted(self.history.kept, here, side="right")) - 1]
        return kept

    def outputs(self, epoch: int, x: Array) -> Array:
        """Return the outputs of that network for the points x, (n,)."""
        network = with_parameters(network_of(self.training), self.theta(epoch))
        return np.asarray(forward(network, network_inputs(x, self.training.features)).activations[-1][:, 0])


def run_of(trial: Trial, network: str) -> TrialRun:
    """Train one of `NETWORKS`, or return the run from the cache."""
    return _run(training_of(trial, network))


# A result is a few numbers: the results of all kept runs stay cached when the runs themselves no longer are.
@computed_once(1024)
def result_of(trial: Trial, network: str) -> TrialResult:
    """Return the result of one of `NETWORKS`. Cached."""
    return run_of(trial, network).result


# One run takes up to 2 MB, so the cache up to 64 MB for all visitors.
@computed_once(32)
def _run(training: Training) -> TrialRun:
    data = _points(training)
    history = collect_history(train(network_of(training), data, settings_of(training)), EVERY)
    broke = int(history.epochs[-1]) if history.last.event == "diverged" else None
    good = slice(0, len(history.epochs) - (broke is not None)) if len(history.epochs) > 1 else slice(None)
    names = ("epochs", "train_loss", "test_loss", "train_metric", "test_metric", "gradient_norm")
    history = replace(history, **{name: getattr(history, name)[good] for name in names})
    for name in (*names, "kept", "parameters"):
        getattr(history, name).setflags(write=False)
    return TrialRun(
        training, data, history, history.last.state.best_epoch,
        early_stop(history.test_loss.tolist(), training.patience or PATIENCE),
        history.last.event == "early_stop", broke,
    )
