"""Experiments: what to try, and how it is seen from the visitor's own runs that it was done.

An experiment begins with a neuron of its own. Every run that follows is an `Attempt`; the check reads all trials since
the beginning and says how far they have come. It measures; it never looks at which button was pressed. Only runs of
the experiment's own neuron count: one with another stimulus, or another cell, shows something else, and so does one
that ends before what is to be seen would come. `strange` says in what such a run differs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType

import numpy as np

from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.run import Comparison, fibre_rate_hz
from neuroviz.lab.comparison.shape import first_spike

MOST_TRIALS = 200
CHOICES = 3
"""Of each experiment's prediction."""


@dataclass(frozen=True)
class Attempt:
    """What one run showed: how many spikes; when the first came and how wide it was at half height, in ms (NaN: none);
    speed along the axon. `failed`: it could not be simulated, so that its silence says nothing."""

    neuron: Neuron
    spikes: int
    first_ms: float
    width_ms: float
    speed_m_s: float
    failed: bool = False

    @classmethod
    def of(cls, run: Comparison) -> Attempt:
        """Return the trial that a run shows."""
        shape = first_spike(run)
        width = shape.width_ms if shape is not None else math.nan
        times = run.result.spikes_ms
        first = float(times[0]) if len(times) else math.nan
        return cls(run.neuron, len(times), first, width, run.speed_m_s, run.failed is not None)

    def __eq__(self, other: object) -> bool:
        """Compare as tuples do, in which `math.nan`, for no spike, equals itself: from Python 3.13 on a data class
        compares number by number, and no silent run would be like another."""
        return isinstance(other, Attempt) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    @property
    def fired(self) -> bool:
        """Whether there was a spike."""
        return self.spikes > 0

    def alike(self, other: Attempt, *free: str) -> bool:
        """Return whether the two runs differ in nothing but the fields `free`."""
        return replace(self.neuron, **{name: getattr(other.neuron, name) for name in free}) == other.neuron


@dataclass(frozen=True)
class Progress:
    """done: whether the goal is reached; stage: which sentence says how far it is (`neuron.experiment.<key>.<stage>`);
    figures: the numbers in it, with one decimal or two as the sentence wants them."""

    done: bool
    stage: str
    figures: Mapping[str, float] = field(default_factory=dict)


Check = Callable[[Sequence[Attempt]], Progress]

_FREE = (
    "names", "activation", "seed", "diameter_um", "length_mm", "myelin", "onset_ms", "duration_ms", "dt_ms", "method",
    "experiment",
)
"""Fields that may differ from the start in any experiment: they are no part of what it shows."""

_SPAN = ("onset_ms", "duration_ms")


def _span(neuron: Neuron) -> float:
    """How long the run lasts from where its stimulus begins, in ms."""
    return neuron.duration_ms - (neuron.onset_ms if neuron.stimulus != "none" else 0.0)


def _values(attempt: Attempt) -> tuple[object, ...]:
    return tuple(getattr(attempt, each.name) for each in fields(attempt))


@dataclass(frozen=True)
class Experiment:
    """start: the neuron it begins with; levers: the fields that the task speaks of; judge: its trials -> Progress;
    panel: where those fields are, as the task says ("drive", "electrode", "cell" or "axon");
    right: which of the choices of its prediction comes true (`neuron.experiment.<key>.choices`)."""

    start: Neuron
    levers: tuple[str, ...]
    judge: Check
    panel: str
    right: int

    def check(self, trials: Sequence[Attempt]) -> Progress:
        """Return how far `trials` have come, at least one, oldest first. Those of another neuron are passed over."""
        own = [trial for trial in trials if not trial.failed and not self.strange(trial.neuron)]
        return self.judge(own or trials[-1:])

    def strange(self, neuron: Neuron) -> tuple[str, ...]:
        """Return the fields for which a run of `neuron` does not count in this experiment; none where it does."""
        free = {*_FREE, *self.levers}
        other = [each.name for each in fields(Neuron) if getattr(neuron, each.name) != getattr(self.start, each.name)]
        # A late stimulus in a short run: what it would bring is not seen, and its silence says nothing.
        cut = _SPAN if _span(neuron) < _span(self.start) else ()
        return tuple(name for name in other if name not in free or name in cut)


# --- checks --------------------------------------------------------------------------------------

def _bracket(
    trials: Sequence[Attempt], lever: str, *, sign: float, fired: Callable[[Attempt], bool],
) -> tuple[float, float]:
    """Return the strongest that failed and the weakest that worked of runs that differ from the last in `lever` alone.

    sign  +1 where more of the lever is stronger. Infinite where there is none yet.
    """
    same = [trial for trial in trials if trial.alike(trials[-1], lever)]
    worked = [sign * getattr(trial.neuron, lever) for trial in same if fired(trial)]
    weakest = min(worked, default=np.inf)
    failed = [sign * getattr(trial.neuron, lever) for trial in same if not fired(trial)]
    return max((value for value in failed if value < weakest), default=-np.inf), weakest


def _smallest(lever: str, near: float, sign: float, fired: Callable[[Attempt], bool]) -> Check:
    """Close in on a limit from both sides until the two are no further than `near` apart."""
    def check(trials: Sequence[Attempt]) -> Progress:
        failed, worked = _bracket(trials, lever, sign=sign, fired=fired)
        if np.isinf(worked):
            return Progress(False, "none")
        if np.isinf(failed):
            return Progress(False, "only", {"worked": sign * worked})
        done = worked - failed <= near * 1.0001
        return Progress(done, "done" if done else "between", {"worked": sign * worked, "failed": sign * failed})
    return check


def _threshold(trials: Sequence[Attempt]) -> Progress:
    """Return a step into the cell that is just enough. One out of it may bring a spike too, but when it ends."""
    by_steps_in = _smallest("amplitude", 0.1, 1.0, lambda trial: trial.fired and trial.neuron.amplitude > 0.0)
    found, last = by_steps_in(trials), trials[-1]
    return found if found.done or not last.fired or last.neuron.amplitude > 0.0 else Progress(False, "release")


def _space(trials: Sequence[Attempt]) -> Progress:
    """Each input alone (x = 1) is silent, both together fire."""
    same = [trial for trial in trials if trial.alike(trials[-1], "inputs")]
    first = any(trial.neuron.inputs == (1.0, 0.0) and not trial.fired for trial in same)
    second = any(trial.neuron.inputs == (0.0, 1.0) and not trial.fired for trial in same)
    both = any(trial.neuron.inputs == (1.0, 1.0) and trial.fired for trial in same)
    if first and second and both:
        return Progress(True, "done")
    return Progress(False, "some" if first or second or both else "none", {"seen": float(first + second + both)})


def _in_time(trials: Sequence[Attempt]) -> Progress:
    """One input, silent when its spikes come far apart, firing when they come close together."""
    same = [trial for trial in trials if trial.alike(trials[-1], "inputs")]
    firing = min((fibre_rate_hz(trial.neuron, 0) for trial in same if trial.fired), default=np.inf)
    silent = [fibre_rate_hz(trial.neuron, 0) for trial in same if not trial.fired]
    slower = [rate for rate in silent if 0.0 < rate < firing]
    if np.isinf(firing) or not slower:
        return Progress(False, "none" if np.isinf(firing) else "only")
    return Progress(True, "done", {"silent": max(slower), "firing": firing})


def _veto(trials: Sequence[Attempt]) -> Progress:
    """Return the same excitation: firing without inhibition, silent with it."""
    def excitation(trial: Attempt) -> tuple[tuple[float, float], ...]:
        return tuple((x, w) for x, w in zip(trial.neuron.inputs, trial.neuron.weights, strict=True) if w > 0)

    def inhibition(trial: Attempt) -> float:
        return -sum(x * w for x, w in zip(trial.neuron.inputs, trial.neuron.weights, strict=True) if w < 0 < x)

    fired = [trial for trial in trials if trial.fired and inhibition(trial) == 0.0]
    for trial in reversed(trials):
        if not trial.fired and inhibition(trial) > 0.0:
            for free in fired:
                if excitation(free) == excitation(trial) and free.alike(trial, "inputs", "weights"):
                    return Progress(True, "done", {"spikes": float(free.spikes)})
    last = trials[-1]
    # Silent, but with an excitation that is not known to make it fire.
    stage = "weaker" if not last.fired else "some" if inhibition(last) > 0.0 else "none"
    return Progress(False, stage, {"spikes": float(last.spikes)})


def _without_sodium(trials: Sequence[Attempt]) -> Progress:
    """Return a neuron that fires with all sodium channels, silent with fewer."""
    return _channel(trials, "sodium", lambda before, now: before.fired and not now.fired)


def _without_potassium(trials: Sequence[Attempt]) -> Progress:
    """More than one spike from a pulse that brought one, with fewer potassium channels.

    Not a much wider spike: this membrane's sodium channels inactivate so fast that it ends nearly as soon without them.
    """
    found = _channel(trials, "potassium", lambda before, now: before.spikes == 1 < now.spikes)
    # So few that V stays up: sodium cannot recover from its inactivation.
    return replace(found, stage="few") if not found.done and not trials[-1].fired else found


def _channel(trials: Sequence[Attempt], lever: str, seen: Callable[[Attempt, Attempt], bool]) -> Progress:
    now = trials[-1]
    figures = {"percent": 100.0 * getattr(now.neuron, lever), "spikes": float(now.spikes)}
    for trial in trials:
        for other in trials:
            # More channels than there are by nature are not where one begins.
            fewer = getattr(other.neuron, lever) < getattr(trial.neuron, lever) <= 1.0
            if fewer and trial.alike(other, lever) and seen(trial, other):
                return Progress(True, "done", {
                    "percent": 100.0 * getattr(other.neuron, lever), "spikes": float(other.spikes),
                    "width": other.width_ms, "before": trial.width_ms,
                })
    return Progress(False, "none", figures)


def _warm(trials: Sequence[Attempt]) -> Progress:
    """Return a spike at most half as wide when it is warmer."""
    same = [trial for trial in trials if trial.alike(trials[-1], "temperature_c")]
    widths = {trial.neuron.temperature_c: trial.width_ms for trial in same if trial.fired}
    for cold, wide in sorted(widths.items()):
        for warm, narrow in sorted(widths.items()):
            if warm > cold and narrow <= 0.5 * wide:
                return Progress(True, "done", {"cold": cold, "warm": warm, "wide": wide, "narrow": narrow})
    return Progress(False, "none" if trials[-1].fired else "failed", {"width": trials[-1].width_ms})


def _bare(trials: Sequence[Attempt]) -> Progress:
    """Return an axon without myelin that is as fast as the first one with it was."""
    sheathed = [trial for trial in trials if trial.neuron.myelin]
    now = trials[-1]
    target = sheathed[0].speed_m_s if sheathed else 0.0
    bare = [trial for trial in trials if not trial.neuron.myelin and trial.speed_m_s >= target]
    if sheathed and bare:
        return Progress(True, "done", {"speed": bare[0].speed_m_s, "diameter": bare[0].neuron.diameter_um})
    return Progress(
        False, "none" if now.neuron.myelin else "bare",
        {"speed": now.speed_m_s, "target": target, "diameter": now.neuron.diameter_um},
    )


def _after_release(trial: Attempt) -> bool:
    end = trial.neuron.onset_ms + trial.neuron.width_ms
    return trial.neuron.amplitude < 0.0 and trial.fired and trial.first_ms > end


# --- the registry --------------------------------------------------------------------------------

_HH = Neuron(
    inputs=(0.0,), weights=(1.0,), bias=0.0, background=0.0, model="hodgkin_huxley", duration_ms=60.0,
    stimulus="step", onset_ms=5.0, myelin=False, diameter_um=476.0, length_mm=60.0,
)
_LIF = Neuron(
    inputs=(0.0,), weights=(1.0,), bias=0.0, background=0.0, trains="together", fibres=1, rate_hz=20.0,
    duration_ms=200.0,
)

EXPERIMENTS: Mapping[str, Experiment] = MappingProxyType({
    "threshold": Experiment(
        replace(_HH, amplitude=1.0, width_ms=40.0, experiment="threshold"), ("amplitude",),
        _threshold, "electrode", 2,
    ),
    "refractory": Experiment(
        replace(_HH, stimulus="pulses", amplitude=20.0, width_ms=1.0, gap_ms=20.0, experiment="refractory"),
        ("gap_ms",),
        _smallest("gap_ms", 0.5, 1.0, lambda trial: trial.spikes >= 2), "electrode", 2,
    ),
    "space": Experiment(
        replace(_LIF, inputs=(0.0, 0.0), weights=(0.4, 0.4), names=(), experiment="space"),
        ("inputs",), _space, "drive", 2,
    ),
    "time": Experiment(
        replace(_LIF, inputs=(1.0,), weights=(0.4,), experiment="time"), ("inputs",), _in_time, "drive", 1,
    ),
    "veto": Experiment(
        Neuron(inputs=(1.0, 1.0, 0.0), weights=(0.5, 0.5, -1.0), bias=0.0, rate_hz=100.0, background=0.8,
               experiment="veto"),
        ("inputs", "weights"), _veto, "drive", 0,
    ),
    "sodium": Experiment(
        replace(_HH, amplitude=10.0, width_ms=50.0, experiment="sodium"), ("sodium",), _without_sodium, "cell", 2,
    ),
    "potassium": Experiment(
        replace(_HH, amplitude=20.0, width_ms=1.0, experiment="potassium"), ("potassium",),
        _without_potassium, "cell", 0,
    ),
    "warm": Experiment(
        replace(_HH, amplitude=40.0, width_ms=0.5, duration_ms=30.0, experiment="warm"),
        ("temperature_c",), _warm, "cell", 0,
    ),
    "myelin": Experiment(
        replace(_HH, amplitude=10.0, width_ms=50.0, diameter_um=2.0, length_mm=20.0, myelin=True, experiment="myelin"),
        ("myelin", "diameter_um"), _bare, "axon", 2,
    ),
    "release": Experiment(
        replace(_HH, amplitude=-1.0, width_ms=20.0, experiment="release"), ("amplitude",),
        _smallest("amplitude", 0.2, -1.0, _after_release), "electrode", 1,
    ),
})
