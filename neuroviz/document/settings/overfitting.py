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

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from neuroviz.document import limits
from neuroviz.document.fields import check_choices, in_ranges
from neuroviz.document.refusal import Refusal
from neuroviz.document.settings import training as learnt
from neuroviz.nn.datasets import DATASETS

NETWORKS = ("small", "right", "large")
LEVERS = ("points", "noise", "neurons", "l1", "l2", "dropout", "patience")
"""The fields of a Trial that are held against where they start."""

MOST_POINTS = 200

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
