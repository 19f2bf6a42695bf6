"""A training run as columns, and the rule of early stopping."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.training_records import Epoch

Array = NDArray[np.float64]


@dataclass(frozen=True)
class EarlyStop:
    """Where early stopping stops a run.

    best_epoch  the epoch with the smallest test loss before the stop
    epoch       the epoch in which patience ran out, or None
    """

    best_epoch: int
    epoch: int | None


def early_stop(test_losses: Sequence[float], patience: int) -> EarlyStop:
    """Return where early stopping would have stopped a run with these test losses, epoch 0 first.

    The rule is the one that `training.train` applies.

    patience  epochs without a smaller test loss after which to stop

    Raises ValueError for a patience below 1 or no losses.
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
class TrainingHistory:
    """A run as columns, one entry for each epoch, ready to be drawn.

    epochs, ..., gradient_norm  as in `training_records.Epoch`, (n,) each
    kept        epochs whose parameters are stored, (n_kept,)
    parameters  θ of these epochs, (n_kept, size)
    last        the last record, with the event and the state to go on from
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


def collect_history(records: Iterable[Epoch], every: int = 1) -> TrainingHistory:
    """Collect the records of a run; the parameters are stored every `every` epochs, and for the last one.

    A record that diverged has no parameters of its own: its row of numbers is stored, θ is not.
    Raises ValueError if there are no records.
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
    return TrainingHistory(
        table[:, 0].astype(np.intp), table[:, 1], table[:, 2], table[:, 3], table[:, 4], table[:, 5],
        np.array(kept, dtype=np.intp), stacked, last,
    )
