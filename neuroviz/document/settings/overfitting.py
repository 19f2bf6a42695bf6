"""The settings of the page "Overfitting": three networks learn from the same few noisy points.

One network is too small, one right, one too large. A `Trial` describes the points and the training. Its *levers* are
the settings that help against overfitting (or cause it): each has a start value, and a run with a changed lever can be
compared with the run without the change.

The points are one pool, drawn by the trial's seed: the first ones are for training, the last ones for testing. So more
data adds points to the present ones, less noise moves them closer to the curve, and the test points stay the same. The
trial determines everything: equal trials give equal numbers.

On the visitor's own table, some rows are kept for testing, drawn by the seed, and the first of the others are for
training: again more data joins the present points, and the test points stay. Its noise is what it is.

The document stores only trials (`Overfitting`): the one on the page, what it is compared with, and those that were
kept. Their results are computed anew wherever they are opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared
from neuroviz.document.refusal import Refusal
from neuroviz.document.settings.own_points import NO_POINTS, OwnPoints, checked_points
from neuroviz.document.settings.training_rules import OWN
from neuroviz.nn.datasets import DATASETS
from neuroviz.nn.optimizers import OPTIMIZERS

NETWORKS = ("small", "right", "large")
LEVERS = ("points", "noise", "neurons", "l1", "l2", "dropout", "patience")
"""The fields of a Trial that have a start value to compare with."""

MOST_POINTS = 200
MOST_TESTED = 200
"""Points of the visitor's own that test: more of them would hide the picture."""

ALL = "all"
KEPT = "kept."
"""Beginning of a comparison with a kept run; its number follows."""


@dataclass(frozen=True)
class Trial:
    """The points and the training of all three networks; the longest run takes a second or two.

    dataset        a name of `STARTS`, or "own"
    seed           seed of points, first weights and order
    points, noise  number of training points, and standard deviation of their noise; of the visitor's own data 0
    neurons        neurons in each of the two hidden layers of the network that is too large
    optimizer, learning_rate, epochs, l1, l2, dropout   as `nn.training.Settings`
    patience       epochs without a smaller test loss after which training stops and goes back to the best; 0: never
    own            the visitor's own points, where they are the data
    """

    dataset: Annotated[str, OneOf((*STARTS, OWN))] = "sine"
    seed: Annotated[int, Within(0, limits.MAX_SEED)] = 33
    optimizer: Annotated[str, OneOf(tuple(OPTIMIZERS))] = "adam"
    learning_rate: Annotated[float, Within(0.001, 3.0)] = 0.03
    epochs: Annotated[int, Within(100, 1000)] = 700
    points: Annotated[int, Within(8, MOST_POINTS)] = 24
    noise: Annotated[float, Within(0.0, 1.0)] = 0.45
    neurons: Annotated[int, Within(1, 40)] = 32
    l1: Annotated[float, Within(0.0, 0.1)] = 0.0
    l2: Annotated[float, Within(0.0, 0.1)] = 0.0
    dropout: Annotated[float, Within(0.0, 0.6)] = 0.0
    patience: Annotated[int, Within(0, 200)] = 0
    own: OwnPoints = NO_POINTS

    @property
    def classes(self) -> int:
        """Number of classes; 0 for a regression."""
        return len(self.own.classes) if self.dataset == OWN else DATASETS[self.dataset].classes

    @property
    def dimension(self) -> int:
        """Number of inputs: of one a curve is drawn, of two a map."""
        return self.own.dimension if self.dataset == OWN else DATASETS[self.dataset].dimension

    @property
    def tested(self) -> int:
        """Number of the visitor's own points that test: a third of them."""
        return min(MOST_TESTED, max(4, round(self.own.count / 3)))

    @property
    def most_points(self) -> int:
        """Number of points that there are for training."""
        return min(MOST_POINTS, self.own.count - self.tested) if self.dataset == OWN else MOST_POINTS


@dataclass(frozen=True)
class Start:
    """The start of a data set.

    trial         the first trial
    small, right  neurons in the one hidden layer of these two networks
    """

    trial: Trial
    small: int
    right: int


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


def start_of(trial: Trial) -> Start:
    """Return the start of a trial's data set."""
    return STARTS[trial.dataset] if trial.dataset != OWN else own_start(trial.own)


def own_start(own: OwnPoints) -> Start:
    """Return the start of the visitor's own data: that of made-up data of the same kind, with as few points."""
    like = STARTS["sine" if own.dimension == 1 else "moons"]
    trial = replace(like.trial, dataset=OWN, seed=0, noise=0.0, own=own)
    if own.classes:
        trial = replace(trial, learning_rate=STARTS["moons"].trial.learning_rate)
    return replace(like, trial=replace(trial, points=min(like.trial.points, trial.most_points)))


def moved_levers(trial: Trial) -> tuple[str, ...]:
    """Return the levers that differ from their start values."""
    start = start_of(trial).trial
    return tuple(name for name in LEVERS if getattr(trial, name) != getattr(start, name))


def without(trial: Trial, lever: str = "") -> Trial:
    """Return the trial with this lever, or all of them if "", set to the start value."""
    start = start_of(trial).trial
    return replace(trial, **{name: getattr(start, name) for name in ((lever,) if lever else LEVERS)})


# --- what the document holds ---------------------------------------------------------------------

@dataclass(frozen=True)
class Kept:
    """A trial that the visitor kept: its number, its name or "", and the trial."""

    number: int = 1
    name: str = ""
    trial: Trial = Trial()


@dataclass(frozen=True)
class Overfitting:
    """The trial on the page, and the trials that it can be compared with.

    trial     the trial on the page
    against   requested comparison: "" none, `ALL` the trial without all levers, a lever's name the trial without this
              lever, `KEPT` and a number a kept trial. If it is unavailable, `rival` is the fallback used
    kept      the kept trials, in the order in which they were kept
    """

    trial: Trial = Trial()
    against: str = ALL
    kept: tuple[Kept, ...] = ()

    @property
    def next_number(self) -> int:
        """Number of the trial that will be kept next."""
        return 1 + max((each.number for each in self.kept), default=0)

    @property
    def rivals(self) -> list[str]:
        """The comparisons that are available, "" first."""
        moved = moved_levers(self.trial)
        others = [
            f"{KEPT}{each.number}" for each in self.kept
            if (each.trial.dataset, each.trial.own) == (self.trial.dataset, self.trial.own)
            and each.trial != self.trial
        ]
        return ["", *([ALL] if moved else []), *(moved if len(moved) > 1 else []), *others]

    @property
    def rival(self) -> str:
        """The comparison that is used, one of `rivals`."""
        options = self.rivals
        return self.against if self.against in options else ALL if ALL in options else ""

    @property
    def base(self) -> Trial | None:
        """The trial that this one is compared with, or None."""
        name = self.rival
        if name.startswith(KEPT):
            return next(each.trial for each in self.kept if f"{KEPT}{each.number}" == name)
        return without(self.trial, "" if name == ALL else name) if name else None


def checked(overfitting: Overfitting) -> Overfitting:
    """Return `overfitting` with each number of its field's type. Raises Refusal for a field that is not allowed."""
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


def _checked_trial(trial: Trial, where: str) -> Trial:
    trial = as_declared(trial, where)
    if trial.dataset != OWN:
        return replace(trial, own=NO_POINTS)
    checked_points(trial.own, f"{where}.own")
    return replace(trial, noise=0.0, points=min(trial.points, trial.most_points))


def with_changes(overfitting: Overfitting, **changes: Any) -> Overfitting:
    """Return `overfitting` with some fields of its trial changed. Raises Refusal as `checked` does."""
    return checked(replace(overfitting, trial=replace(overfitting.trial, **changes)))


def also_kept(overfitting: Overfitting, name: str) -> Overfitting:
    """Return `overfitting` with its trial kept under `name`. Raises Refusal "too_many_runs"."""
    new = Kept(overfitting.next_number, name, overfitting.trial)
    return checked(replace(overfitting, kept=(*overfitting.kept, new)))


def no_longer_kept(overfitting: Overfitting, number: int) -> Overfitting:
    """Return `overfitting` without the kept trial of this number."""
    return replace(
        overfitting, kept=tuple(each for each in overfitting.kept if each.number != number),
        against=ALL if overfitting.against == f"{KEPT}{number}" else overfitting.against,
    )
