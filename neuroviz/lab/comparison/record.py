"""What a visitor has done in the experiments, and how it goes through a reload: as a text that the browser's tab keeps.

What comes back may be anything: what is not of its kind is left out, and nothing of it is ever refused or said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import orjson

from neuroviz.document import Refusal, codec, limits
from neuroviz.document.reading import number, whole
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.experiments import CHOICES, EXPERIMENTS, MOST_TRIALS, Attempt

MOST_KEPT = 30
"""Trials that go through a reload. The text travels with every view of the document."""

_MOST_SPIKES, _MOST_MS, _MOST_M_S = 1_000_000, 1000.0, 10_000.0


@dataclass(frozen=True)
class Record:
    """done: the experiments that have been done; name: the one whose `trials` these are, "" where none is open;
    predicted: which choice was made before it, if any."""

    done: frozenset[str] = frozenset()
    name: str = ""
    trials: tuple[Attempt, ...] = ()
    predicted: int | None = None

    def then(self, trial: Attempt) -> Record:
        """Return the record with one trial more; of too many, the oldest goes."""
        return replace(self, trials=(*self.trials, trial)[-MOST_TRIALS:])

    def of(self, name: str) -> Record:
        """Return the record where an experiment begins anew, or, "", where none is open."""
        return Record(self.done, name)

    def expecting(self, choice: int | None) -> Record:
        """Return the record with another choice made before the experiment that is open."""
        return replace(self, predicted=choice)

    def joined(self, kept: Record) -> Record:
        """Return the record together with the one that the browser has `kept`: of two about the same experiment, or
        where none is open here, the trials of the one that has come further."""
        further = kept.name and self.name in {"", kept.name} and len(kept.trials) >= len(self.trials)
        return replace(kept if further else self, done=self.done | kept.done)


def to_text(record: Record) -> str:
    """Return the record as JSON; of its trials the first and the last ones, "" for one that says nothing."""
    if record == Record():
        return ""
    trials = record.trials if len(record.trials) <= MOST_KEPT else (
        record.trials[0], *record.trials[1 - MOST_KEPT :])
    text = _text(record, trials)
    # Names and numbers of many inputs, trial after trial: better the last ones than none.
    return text if len(text) <= limits.MAX_BESIDE_CHARS else _text(record, trials[-3:])


def from_text(text: str) -> Record:
    """Return what of `text` is a record. Never raises."""
    raw = _object(text)
    done, name = raw.get("done"), _known(raw.get("name"))
    found = Record(frozenset(_known(each) for each in done) - {""} if isinstance(done, list) else frozenset())
    if not name or not isinstance(raw.get("trials"), list):
        return found
    trials = [trial for each in raw["trials"][:MOST_KEPT] if (trial := _trial(each, EXPERIMENTS[name].start))]
    predicted = raw.get("predicted")
    fits = type(predicted) is int and 0 <= predicted < CHOICES
    return replace(found, name=name, trials=tuple(trials), predicted=predicted if fits else None) if trials else found


def _text(record: Record, trials: tuple[Attempt, ...]) -> str:
    start = EXPERIMENTS[record.name].start if record.name else Neuron()
    return orjson.dumps({
        "done": sorted(record.done), "name": record.name, "predicted": record.predicted,
        "trials": [{
            "neuron": {
                each.name: value for each in fields(Neuron)
                if (value := getattr(trial.neuron, each.name)) != getattr(start, each.name)
            },
            # What is no number (no spike, no width) is null in JSON.
            "spikes": trial.spikes, "first": trial.first_ms, "width": trial.width_ms, "speed": trial.speed_m_s,
            "failed": trial.failed,
        } for trial in trials],
    }).decode()


def _object(text: str) -> Mapping[str, Any]:
    if len(text) > limits.MAX_BESIDE_CHARS:
        return {}
    try:
        raw = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _known(raw: Any) -> str:
    """Return the name of an experiment; "" for anything else."""
    return raw if isinstance(raw, str) and raw in EXPERIMENTS else ""


def _trial(raw: Any, start: Neuron) -> Attempt | None:
    """Return the trial, None where anything of it is not what it must be."""
    if not isinstance(raw, dict) or not isinstance(raw.get("neuron"), dict) or type(raw.get("failed")) is not bool:
        return None
    plain = {each.name: getattr(start, each.name) for each in fields(Neuron)}
    lists = {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}
    try:
        neuron = codec.read_neuron({**lists, **raw["neuron"]})
        spikes = whole(raw.get("spikes"), "spikes")
        first, width = (_within(raw.get(name), _MOST_MS) for name in ("first", "width"))
        speed = _within(raw.get("speed"), _MOST_M_S)
    except Refusal:
        return None
    # A spike has its moment, and silence has none.
    if not 0 <= spikes <= _MOST_SPIKES or math.isnan(speed) or math.isnan(first) != (spikes == 0):
        return None
    return Attempt(neuron, spikes, first, width, speed, raw["failed"])


def _within(raw: Any, most: float) -> float:
    """Return a number from 0 to `most`, NaN for null. Raises Refusal."""
    if raw is None:
        return math.nan
    found = number(raw, "")
    if not 0.0 <= found <= most:
        raise Refusal("field_range", where="", value=f"{found:g}", low="0", high=f"{most:g}")
    return found
