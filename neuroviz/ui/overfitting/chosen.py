"""What is chosen on the overfitting page, under keys that no widget owns, so that a change of page loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from neuroviz.document.overfitting import NETWORKS, STARTS, Run, Trial, pulled, run_of, without
from neuroviz.ui import session

_TRIAL, _EPOCH, _AGAINST, _KEPT = (f"overfitting.{name}" for name in ("trial", "epoch", "against", "kept"))
_COUNT = "overfitting.count"

MOST_KEPT = 8
ALL = "all"
KEPT = "kept."
"""How the choice to hold the run against a kept one begins; its number follows."""


@dataclass(frozen=True)
class Result:
    """What a network came to: where it ended, and the epoch with the smallest test loss."""

    train_loss: float
    test_loss: float
    train_metric: float
    test_metric: float
    best: int
    broke: int | None

    @property
    def gap(self) -> float:
        return self.test_loss - self.train_loss


@dataclass(frozen=True)
class Kept:
    """A run that the visitor kept: its number, never used twice, its name, and what each of `NETWORKS` came to."""

    number: int
    name: str
    trial: Trial
    results: tuple[Result, ...]


def result_of(run: Run) -> Result:
    now, end = run.history, run.end
    return Result(
        float(now.train_loss[end]), float(now.test_loss[end]), float(now.train_metric[end]),
        float(now.test_metric[end]), run.best, run.broke,
    )


def trial() -> Trial:
    found: Trial = session.value(_TRIAL, Trial())
    return found


def change(field: str) -> Callable[[Any], None]:
    """Puts another value into a field of the trial."""
    return lambda value: session.keep(_TRIAL, replace(trial(), **{field: value}))


def open_dataset(name: str) -> None:
    """Begin with a data set, at the end of its runs."""
    session.keep(_TRIAL, STARTS[name].trial)
    session.forget(_EPOCH)
    session.forget(_AGAINST)


def release() -> None:
    """All levers back."""
    session.keep(_TRIAL, without(trial()))


def epoch() -> int:
    """The epoch under the scrubber; the last one until it is moved."""
    return min(int(session.value(_EPOCH, trial().epochs)), trial().epochs)


def set_epoch(value: int) -> None:
    # At the end it stays there, also of a longer run.
    if value >= trial().epochs:
        session.forget(_EPOCH)
    else:
        session.keep(_EPOCH, int(value))


def rivals() -> list[str]:
    """What the run can be held against: nothing, the one without any lever, without one of several, or a kept one."""
    here = trial()
    moved = pulled(here)
    own = [ALL] if moved else []
    alone = list(moved) if len(moved) > 1 else []
    others = [f"{KEPT}{each.number}" for each in kept() if each.trial.dataset == here.dataset and each.trial != here]
    return ["", *own, *alone, *others]


def against() -> str:
    """One of `rivals`, or ""."""
    options = rivals()
    wanted: str = session.value(_AGAINST, ALL)
    if wanted in options:
        return wanted
    return ALL if ALL in options else ""


def set_against(value: str) -> None:
    session.keep(_AGAINST, value)


def base() -> Trial | None:
    """The trial that this one is held against."""
    name = against()
    if not name:
        return None
    if name.startswith(KEPT):
        return next(each.trial for each in kept() if f"{KEPT}{each.number}" == name)
    return without(trial(), "" if name == ALL else name)


def kept() -> tuple[Kept, ...]:
    found: tuple[Kept, ...] = session.value(_KEPT, ())
    return found


def keep(name: str, numbered: Callable[[int], str]) -> None:
    """Keep the run; without a name it gets one from its number."""
    if len(kept()) >= MOST_KEPT:
        return
    number = int(session.value(_COUNT, 0)) + 1
    session.keep(_COUNT, number)
    here = trial()
    results = tuple(result_of(run_of(here, network)) for network in NETWORKS)
    session.keep(_KEPT, (*kept(), Kept(number, name.strip() or numbered(number), here, results)))


def remove(number: int) -> None:
    session.keep(_KEPT, tuple(each for each in kept() if each.number != number))
