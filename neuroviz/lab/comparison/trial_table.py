"""The trials of an experiment as a table: what was set, and what the neuron made of it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.experiments import Attempt, Experiment
from neuroviz.lab.comparison.models import MODELS

YES, NO = 1.0, 0.0
"""What stands for yes and no in a column that is one of these two."""

_SYMBOLS = {"inputs": "x", "weights": "w"}
_UNITS = {"gap_ms": "ms", "temperature_c": "°C", "sodium": "%", "potassium": "%", "diameter_um": "µm"}


@dataclass(frozen=True)
class TrialColumn:
    """A column of the table.

    name     a field of the neuron, or what was measured: number, spikes, rate, first, width, speed, counts
    unit     of its numbers, "" where they have none
    place    of one of several inputs, counted from 1; else 0
    switch   whether it says yes or no
    values   a number a trial, NaN where there is nothing to say
    """

    name: str
    unit: str
    values: tuple[float, ...]
    place: int = 0
    switch: bool = False

    @property
    def symbol(self) -> str:
        """What one of several inputs is called: x and its number, w and its number; "" for what is no input."""
        return f"{_SYMBOLS[self.name]}{self.place}" if self.place else ""


def trial_columns(experiment: Experiment, trials: Sequence[Attempt]) -> list[TrialColumn]:
    """Return the table of an experiment's trials, oldest first."""
    def measured(name: str, unit: str, of: Callable[[Attempt], float]) -> TrialColumn:
        return TrialColumn(name, unit, tuple(math.nan if each.failed else of(each) for each in trials))

    found = [TrialColumn("number", "", tuple(float(k) for k in range(1, len(trials) + 1)))]
    for lever in experiment.levers:
        found += _set(lever, [each.neuron for each in trials])
    found.append(measured("spikes", "", lambda each: float(each.spikes)))
    if experiment.panel == "drive":
        # A pulse or a step brings a spike or two, of which a rate says nothing.
        found.append(measured("rate", "Hz", lambda each: 1000.0 * each.spikes / each.neuron.duration_ms))
    found.append(measured("first", "ms", lambda each: each.first_ms))
    if experiment.panel == "cell":
        found.append(measured("width", "ms", lambda each: each.width_ms))
    if experiment.panel == "axon":
        found.append(measured("speed", "m/s", lambda each: each.speed_m_s))
    counts = tuple(NO if each.failed or experiment.strange(each.neuron) else YES for each in trials)
    return [*found, TrialColumn("counts", "", counts, switch=True)]


def _set(lever: str, neurons: Sequence[Neuron]) -> Iterable[TrialColumn]:
    """Yield what was set: a column for each input where the field has one number an input."""
    if lever in _SYMBOLS:
        for i in range(max(len(each.inputs) for each in neurons)):
            row = (getattr(each, lever) for each in neurons)
            yield TrialColumn(lever, "", tuple(each[i] if i < len(each) else math.nan for each in row), place=i + 1)
        return
    unit = MODELS[neurons[0].model].current_unit if lever == "amplitude" else _UNITS.get(lever, "")
    factor = 100.0 if unit == "%" else 1.0
    values = tuple(factor * float(getattr(each, lever)) for each in neurons)
    yield TrialColumn(lever, unit, values, switch=lever == "myelin")


def plain_digits(value: float) -> str:
    """Return a number as table and file write it, in plain ASCII; "" where there is none."""
    return "" if math.isnan(value) else f"{value:.5g}"


def as_csv(table: Sequence[TrialColumn], head: Sequence[str], yes: str, no: str) -> bytes:
    """Return the table as a file that spreadsheets open in any language, with `head` as its first line."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(head)
    for k in range(len(table[0].values)):
        rows.writerow([
            ((yes if each.values[k] else no) if each.switch else plain_digits(each.values[k])) for each in table])
    return out.getvalue().encode("utf-8-sig")
