"""Overfitting: three networks learn from the same few noisy points: one too small, one right, one too large.

A `Trial` says on which points and how. Its *levers* are what helps against overfitting (or causes it): each has a place
where it starts, and a run with it can be held against the run without it.

The points lie in one pool, drawn by the trial's seed: the first so many are trained on, the last ones are for testing.
So more data adds points to those that were there, less noise moves them closer to the curve, and the test stays the
same test. Everything follows from the trial: the same one gives the same numbers.

The document holds trials only, `Overfitting`: the one on the page, what it is held against, and those that were kept.
What they came to is computed anew wherever they are opened.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.document import learning as learnt
from neuroviz.document import limits
from neuroviz.document.fields import check_choices, in_ranges
from neuroviz.document.learning import Learning, network_of, settings_of
from neuroviz.document.refusal import Refusal
from neuroviz.nn import forward
from neuroviz.nn.datasets import DATASETS, Split, make, network_inputs
from neuroviz.nn.layout import Layout, with_parameters
from neuroviz.nn.training import EarlyStop, History, collect, early_stop, train

Array = NDArray[np.float64]

NETWORKS = ("small", "right", "large")
LEVERS = ("points", "noise", "neurons", "l1", "l2", "dropout", "patience")
"""The fields of a Trial that are held against where they start."""

MOST_POINTS = 200
TEST_POINTS = 60
EVERY = 5
"""Of every so many epochs the parameters are kept."""
PATIENCE = 50
"""Of the early stopping that is drawn where it is not switched on."""

ALL = "all"
KEPT = "kept."
"""How the choice to hold the run against a kept one begins; its number follows."""


@dataclass(frozen=True)
class Trial:
    """What all three learn from, and how.

    dataset        a name of `STARTS`; seed of points, first weights and order
    points, noise  how many are trained on, and how far they are off
    neurons        in each of the two hidden layers of the network that is too large
    optimizer, learning_rate, epochs, l1, l2, dropout   as `nn.training.Settings`
    patience       epochs without a smaller test loss after which it stops and goes back to the best; 0: never
    """

    dataset: str = "sine"
    seed: int = 33
    optimizer: str = "adam"
    learning_rate: float = 0.03
    epochs: int = 700
    points: int = 24
    noise: float = 0.45
    neurons: int = 32
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    patience: int = 0


@dataclass(frozen=True)
class Start:
    """Where a data set begins; small, right: neurons of those networks' one hidden layer."""

    trial: Trial
    small: int
    right: int

    @property
    def classes(self) -> int:
        """How many; 0 where values are learnt."""
        return DATASETS[self.trial.dataset].classes


STARTS: Mapping[str, Start] = MappingProxyType({
    start.trial.dataset: start
    for start in (
        Start(Trial(), 1, 5),
        Start(Trial("polynomial", 4, points=16, noise=0.4), 1, 3),
        Start(Trial("moons", 59, learning_rate=0.01, epochs=300, points=40, noise=0.6, neurons=24), 1, 3),
        Start(Trial("circles", 81, learning_rate=0.01, epochs=300, points=60, noise=0.5, neurons=24), 1, 4),
    )
})
"""Seeds that were picked, out of some hundred, because with them the story can be seen clearly: the small network is
equally poor on both parts, the right one good on both, the large one good on its own points alone. With others it is
told less clearly, as in life; the page says so."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "dataset": tuple(STARTS), "optimizer": learnt.CHOICES["optimizer"],
})

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType({
    "seed": (0, limits.MAX_SEED),
    "learning_rate": (0.001, 3.0),
    "epochs": (100, 1000),
    "points": (8, MOST_POINTS),
    "noise": (0.0, 1.0),
    "neurons": (1, 40),
    "l1": (0.0, 0.1),
    "l2": (0.0, 0.1),
    "dropout": (0.0, 0.6),
    "patience": (0, 200),
})
"""What a trial's numbers may be: its longest run takes a second or two."""


def pulled(trial: Trial) -> tuple[str, ...]:
    """The levers that are not where they start."""
    start = STARTS[trial.dataset].trial
    return tuple(name for name in LEVERS if getattr(trial, name) != getattr(start, name))


def without(trial: Trial, lever: str = "") -> Trial:
    """The trial with this lever, or all of them, back where they start."""
    start = STARTS[trial.dataset].trial
    return replace(trial, **{name: getattr(start, name) for name in ((lever,) if lever else LEVERS)})


# --- what the document holds ---------------------------------------------------------------------

@dataclass(frozen=True)
class Kept:
    """A trial that the visitor kept: its number, its name or "", and what it was."""

    number: int = 1
    name: str = ""
    trial: Trial = Trial()


@dataclass(frozen=True)
class Overfitting:
    """trial     the one on the page
    against   what it is held against: "" nothing, `ALL` the one without any lever, a lever the one without that,
              `KEPT` and a number a kept one. Where that is not to be had just now, `rival` says what is in its place
    kept      in the order in which they were kept
    """

    trial: Trial = Trial()
    against: str = ALL
    kept: tuple[Kept, ...] = ()

    @property
    def next_number(self) -> int:
        """Of the run that will be kept next."""
        return 1 + max((each.number for each in self.kept), default=0)

    @property
    def rivals(self) -> list[str]:
        """What `against` can be now, "" first."""
        moved = pulled(self.trial)
        others = [
            f"{KEPT}{each.number}" for each in self.kept
            if each.trial.dataset == self.trial.dataset and each.trial != self.trial
        ]
        return ["", *([ALL] if moved else []), *(moved if len(moved) > 1 else []), *others]

    @property
    def rival(self) -> str:
        """One of `rivals`: what the trial is held against."""
        options = self.rivals
        return self.against if self.against in options else ALL if ALL in options else ""

    @property
    def base(self) -> Trial | None:
        """The trial that this one is held against."""
        name = self.rival
        if name.startswith(KEPT):
            return next(each.trial for each in self.kept if f"{KEPT}{each.number}" == name)
        return without(self.trial, "" if name == ALL else name) if name else None


def checked(overfitting: Overfitting) -> Overfitting:
    """`overfitting` where every field is allowed, whole numbers as whole numbers. Raises Refusal."""
    kept = overfitting.kept
    if len(kept) > limits.MAX_KEPT_RUNS:
        raise Refusal("too_many_runs", limit=limits.MAX_KEPT_RUNS)
    numbers = [each.number for each in kept]
    for index, number in enumerate(numbers):
        if not 1 <= number <= limits.MAX_SEED or number in numbers[:index]:
            raise Refusal("field_value", where=f"overfitting.kept[{index}].number", value=str(number)[:24])
    if overfitting.against not in {"", ALL, *LEVERS, *(f"{KEPT}{number}" for number in numbers)}:
        raise Refusal("field_value", where="overfitting.against", value=overfitting.against[:24])
    return replace(
        overfitting, trial=_checked_trial(overfitting.trial, "overfitting.trial"), kept=tuple(
            replace(each, trial=_checked_trial(each.trial, f"overfitting.kept[{index}].trial"))
            for index, each in enumerate(kept)
        ),
    )


def with_changes(overfitting: Overfitting, **changes: Any) -> Overfitting:
    """`overfitting` with some fields of its trial changed, every rule kept."""
    return checked(replace(overfitting, trial=replace(overfitting.trial, **changes)))


def also_kept(overfitting: Overfitting, name: str) -> Overfitting:
    """`overfitting` where its trial is kept too. Raises Refusal "too_many_runs"."""
    new = Kept(overfitting.next_number, name, overfitting.trial)
    return checked(replace(overfitting, kept=(*overfitting.kept, new)))


def no_longer_kept(overfitting: Overfitting, number: int) -> Overfitting:
    """`overfitting` without the run of this number."""
    return replace(
        overfitting, kept=tuple(each for each in overfitting.kept if each.number != number),
        against=ALL if overfitting.against == f"{KEPT}{number}" else overfitting.against,
    )


def _checked_trial(trial: Trial, where: str) -> Trial:
    check_choices(trial, CHOICES, where)
    return replace(trial, **in_ranges(trial, RANGES, where))


# --- what it stands for --------------------------------------------------------------------------

def hidden(trial: Trial, network: str) -> tuple[int, ...]:
    """Neurons of each hidden layer of one of `NETWORKS`."""
    start = STARTS[trial.dataset]
    return {"small": (start.small,), "right": (start.right,), "large": (trial.neurons, trial.neurons)}[network]


def learning_of(trial: Trial, network: str) -> Learning:
    """The settings of one of the three."""
    return Learning(
        dataset=trial.dataset, points=trial.points, noise=trial.noise, data_seed=trial.seed,
        features=("x1",) if DATASETS[trial.dataset].dimension == 1 else ("x1", "x2"), hidden=hidden(trial, network),
        network_seed=trial.seed, optimizer=trial.optimizer, learning_rate=trial.learning_rate,
        # A curve is learnt with all points at once, classes in two batches.
        batch_size=max(8, math.ceil(trial.points / (1 if DATASETS[trial.dataset].dimension == 1 else 2))),
        epochs=trial.epochs, l1=trial.l1, l2=trial.l2, dropout=trial.dropout, patience=trial.patience, seed=trial.seed,
    )


@computed_once(maxsize=32)
def points_of(dataset: str, points: int, noise: float, seed: int) -> Split:
    """The points trained on, and those kept back."""
    pool = make(dataset, MOST_POINTS + TEST_POINTS, noise, seed)
    return Split(pool.rows(slice(0, points)), pool.rows(slice(MOST_POINTS, None)))


@dataclass(frozen=True)
class Result:
    """What a network came to: where it ended, the epoch with the smallest test loss, and that in which it diverged."""

    train_loss: float
    test_loss: float
    test_metric: float
    best: int
    broke: int | None

    @property
    def gap(self) -> float:
        return self.test_loss - self.train_loss


@dataclass(frozen=True, eq=False)
class Run:
    """One network's whole training. Its arrays are read-only: they are shared.

    history   epochs whose numbers are numbers; the parameters of every `EVERY`-th
    best      the epoch with the smallest test loss
    stop      where early stopping stops it, or would have
    stopped   whether it did; the network is then the one of `stop.best_epoch`
    broke     the epoch in which it diverged, or None
    """

    learning: Learning
    data: Split
    history: History = field(repr=False)
    best: int
    stop: EarlyStop
    stopped: bool
    broke: int | None

    @property
    def last(self) -> int:
        """The last epoch whose numbers are numbers."""
        return len(self.history.test_loss) - 1

    @property
    def end(self) -> int:
        """The epoch of the network that one is left with."""
        return self.at(self.learning.epochs)

    @property
    def parameters(self) -> int:
        """How many numbers training has to set."""
        return Layout(self.learning.sizes).size

    def at(self, epoch: int) -> int:
        """The epoch of the network that there is at `epoch`: a run that is over does not change any more."""
        if self.stopped and epoch > self.last:
            return self.best
        return min(epoch, self.last)

    def gap(self, epoch: int) -> float:
        """Test loss minus training loss."""
        return float(self.history.test_loss[epoch] - self.history.train_loss[epoch])

    @property
    def result(self) -> Result:
        now, end = self.history, self.end
        return Result(
            float(now.train_loss[end]), float(now.test_loss[end]), float(now.test_metric[end]), self.best, self.broke,
        )

    def theta(self, epoch: int) -> Array:
        """The parameters of the network of `at(epoch)`, or of the one kept just before it."""
        here = self.at(epoch)
        state = self.history.last.state
        if here == self.best:
            return state.best_parameters
        if here == self.last:
            return state.parameters
        kept: Array = self.history.parameters[int(np.searchsorted(self.history.kept, here, side="right")) - 1]
        return kept

    def outputs(self, epoch: int, x: Array) -> Array:
        """What that network says for the points x, (n,)."""
        network = with_parameters(network_of(self.learning), self.theta(epoch))
        return np.asarray(forward(network, network_inputs(x, self.learning.features)).activations[-1][:, 0])


def run_of(trial: Trial, network: str) -> Run:
    """Train one of the three, or take it from the runs that were trained last."""
    return _run(learning_of(trial, network))


# A result is a few numbers: those of all kept runs stay when their runs have made room for others.
@lru_cache(maxsize=1024)
def result_of(trial: Trial, network: str) -> Result:
    """What one of the three comes to."""
    return run_of(trial, network).result


# Of one run up to 2 MB are kept, so 64 MB for all visitors.
@computed_once(maxsize=32)
def _run(learning: Learning) -> Run:
    data = points_of(learning.dataset, learning.points, learning.noise, learning.data_seed)
    history = collect(train(network_of(learning), data, settings_of(learning)), EVERY)
    broke = int(history.epochs[-1]) if history.last.event == "diverged" else None
    good = slice(0, len(history.epochs) - (broke is not None)) if len(history.epochs) > 1 else slice(None)
    names = ("epochs", "train_loss", "test_loss", "train_metric", "test_metric", "gradient_norm")
    history = replace(history, **{name: getattr(history, name)[good] for name in names})
    for name in (*names, "kept", "parameters"):
        getattr(history, name).setflags(write=False)
    return Run(
        learning, data, history, history.last.state.best_epoch,
        early_stop(history.test_loss.tolist(), learning.patience or PATIENCE),
        history.last.event == "early_stop", broke,
    )
