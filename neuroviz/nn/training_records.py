"""Records of a training run: how to train, where to go on, and what each epoch and each step led to."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.backward import Gradients
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.optimizers import MOMENTUM, OPTIMIZERS, SCHEDULES, Slots

Array = NDArray[np.float64]
Event = Literal["", "diverged", "early_stop", "finished"]


@dataclass(frozen=True)
class Settings:
    """How to train: the settings of `training.train`.

    loss           a name of `LOSSES`
    optimizer      a name of `OPTIMIZERS`
    learning_rate  η > 0
    momentum       μ, 0 <= μ < 1, for the optimisers that have one
    schedule       a name of `SCHEDULES`
    batch_size     points for each step; a size above the number of points means all of them
    epochs         number of epochs after which training ends
    l1, l2         λ₁ and λ₂ of the penalty on the weights, >= 0
    dropout        share of hidden neurons that are switched off in a step, 0 <= share < 1
    patience       epochs without a smaller test loss after which to stop; None: no early stopping
    seed           seed of the order of the points and of the dropout masks
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
class TrainingState:
    """Everything that training needs to go on from one point.

    epoch, batch      finished epochs, and finished batches of the epoch that follows
    parameters        θ, (size,) (see `parameters`)
    slots, steps      the optimiser's vectors, (size,) each, and the number of steps that it has taken
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
    """Result of one epoch. Epoch 0 is the network before training.

    train_loss, test_loss      mean L without the penalty, without dropout; NaN without test points
    penalty                    Ω, what L1 and L2 add to the training loss
    train_metric, test_metric  accuracy or R²
    gradient_norm              ‖∂(train_loss + Ω)/∂θ‖: how steep the surface is at the present parameters
    learning_rate              η of the steps that led here
    test_outputs               the network's outputs for the test points, (n, n_out)
    event                      the reason why this record is the last, or ""
    state                      the state to go on from; after `diverged` the last good one, of an earlier epoch
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
    state: TrainingState


@dataclass(frozen=True, eq=False)
class Step:
    """One step, with everything that explains it.

    epoch, batch    index of the step: epoch counts from 1 as in `Epoch`, batch from 0
    rows            indices of the training points in the batch, (size,)
    y               their targets, (size, n_out)
    gradients       their gradients by `backward`, dropout and penalty included
    before, state   θ before the step, (n_parameters,), and the state after it
    learning_rate   η of this step
    record          the epoch's record, if this was its last batch; else None
    diverged        True if a parameter became non-finite or the epoch diverged; `state` is then the state before the
                    step
    """

    epoch: int
    batch: int
    rows: NDArray[np.intp]
    y: Array
    gradients: Gradients
    before: Array
    learning_rate: float
    state: TrainingState
    record: Epoch | None = None
    diverged: bool = False
