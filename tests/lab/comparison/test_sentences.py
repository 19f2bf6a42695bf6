"""What an experiment says of a visitor's runs is so, whatever was pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.lab.comparison.experiments import EXPERIMENTS, Attempt, Progress
from neuroviz.lab.comparison.run import run
from tests.lab.comparison.test_experiments import RIGHT, Visitor

HANDS: dict[str, dict[str, list[Any]]] = {
    "threshold": {"amplitude": [-20.0, -5.0, -1.0, 0.0, 1.0, 2.2, 2.25, 2.3, 20.0, 500.0], "duration_ms": [20.0, 60.0],
                  "onset_ms": [5.0, 50.0]},
    "refractory": {"gap_ms": [0.5, 5.0, 10.5, 11.0, 14.0, 20.0, 56.0], "duration_ms": [20.0, 60.0]},
    "space": {"inputs": [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (-1.0, 1.0), (50.0, 0.0)], "duration_ms": [20.0, 200.0]},
    "time": {"inputs": [(-1.0,), (0.0,), (1.0,), (4.0,), (5.0,), (50.0,)], "duration_ms": [20.0, 200.0]},
    "veto": {"inputs": [(1.0, 1.0, 0.0), (0.0, 0.0, 0.0), (0.1, 0.0, 3.0), (1.0, 1.0, 1.0), (1.0, 1.0, 3.0)],
             "weights": [(0.5, 0.5, -1.0), (-0.5, 0.5, -1.0), (0.5, 0.5, 1.0)]},
    "sodium": {"sodium": [0.0, 0.2, 0.3, 0.9, 1.0, 2.0]},
    "potassium": {"potassium": [0.0, 0.05, 0.15, 0.5, 0.65, 1.0, 2.0]},
    "warm": {"temperature_c": [0.0, 6.3, 10.0, 18.0, 34.0, 40.0], "duration_ms": [20.0, 30.0]},
    "myelin": {"myelin": [True, False], "diameter_um": [0.2, 2.0, 10.0, 400.0, 500.0], "sodium": [0.0, 1.0]},
    "release": {"amplitude": [-500.0, -20.0, -2.8, -2.6, -1.0, 0.0, 5.0], "onset_ms": [5.0, 50.0]},
}
"""What a student who presses everything sets the levers to, and what else is at hand."""


def limits_are_seen(fired: Callable[[Attempt], bool], lever: str) -> Callable[[Sequence[Attempt], Progress], bool]:
    """Whether of the runs those with the two values of the sentence have done what it says."""
    def seen(trials: Sequence[Attempt], said: Progress) -> bool:
        return all(
            any(getattr(trial.neuron, lever) == said.figures[name] and fired(trial) == (name == "worked")
                for trial in trials)
            for name in ("worked", "failed") if name in said.figures
        )
    return seen


def let_go(trial: Attempt) -> bool:
    """Fired by a step out of the cell, when it was over."""
    neuron = trial.neuron
    return neuron.amplitude < 0.0 and trial.fired and trial.first_ms > neuron.onset_ms + neuron.width_ms


def spikes_counted(trials: Sequence[Attempt], said: Progress) -> bool:
    return said.figures["spikes"] == trials[-1].spikes


Claim = Callable[[Sequence[Attempt], Progress], bool]
by_a_step_in = limits_are_seen(lambda trial: trial.fired and trial.neuron.amplitude > 0.0, "amplitude")
both_fired = limits_are_seen(lambda trial: trial.spikes >= 2, "gap_ms")
released = limits_are_seen(let_go, "amplitude")
CLAIMS: dict[tuple[str, str], Claim] = {
    ("threshold", "none"): lambda trials, _: not any(trial.fired for trial in trials[-1:]),
    ("threshold", "release"): lambda trials, _: let_go(trials[-1]),
    **dict.fromkeys([("threshold", stage) for stage in ("only", "between", "done")], by_a_step_in),
    ("refractory", "none"): lambda trials, _: trials[-1].spikes <= 1,
    **dict.fromkeys([("refractory", stage) for stage in ("only", "between", "done")], both_fired),
    ("time", "none"): lambda trials, _: not trials[-1].fired,
    ("time", "only"): lambda trials, _: any(trial.fired for trial in trials),
    ("veto", "none"): lambda trials, said: trials[-1].fired and spikes_counted(trials, said),
    ("veto", "some"): lambda trials, said: trials[-1].fired and spikes_counted(trials, said),
    ("veto", "weaker"): lambda trials, _: not trials[-1].fired,
    ("sodium", "none"): lambda trials, _: trials[-1].fired,
    ("potassium", "none"): lambda trials, said: trials[-1].fired and spikes_counted(trials, said),
    ("potassium", "few"): lambda trials, _: not trials[-1].fired and run(trials[-1].neuron).result.v_mv[-1] > -50.0,
    ("warm", "none"): lambda trials, said: said.figures["width"] == trials[-1].width_ms,
    ("warm", "failed"): lambda trials, _: not trials[-1].fired and trials[-1].neuron.temperature_c > 6.3,
    ("myelin", "none"): lambda trials, said: trials[-1].neuron.myelin and said.figures["speed"] == trials[-1].speed_m_s,
    ("myelin", "bare"): lambda trials, said: not trials[-1].neuron.myelin and (
        said.figures["speed"] == trials[-1].speed_m_s < said.figures["target"] == trials[0].speed_m_s),
    ("release", "none"): lambda trials, _: not any(map(let_go, trials)),
    **dict.fromkeys([("release", stage) for stage in ("only", "between", "done")], released),
}
"""What the sentence of a stage says of the runs that count; the other stages are held by `RIGHT` and `WRONG`."""


@pytest.mark.parametrize("key", EXPERIMENTS)
@given(data=st.data())
def test_whatever_is_pressed_the_sentence_is_true(key: str, data: st.DataObject) -> None:
    """Of the runs that count; where the last one does not, the page says so instead."""
    visitor = Visitor(key)
    field = st.sampled_from(sorted(HANDS[key]))
    for _ in range(data.draw(st.integers(1, 5))):
        name = data.draw(field)
        visitor.changes(**{name: data.draw(st.sampled_from(HANDS[key][name]))})
        if visitor.experiment.strange(visitor.document.neuron) and not visitor.progress.done:
            continue
        own = [trial for trial in visitor.trials if not visitor.experiment.strange(trial.neuron)]
        claim = CLAIMS.get((key, visitor.progress.stage), lambda *_: True)
        assert claim(own, visitor.progress), (visitor.progress, own[-1])


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_what_does_not_count_is_named(key: str) -> None:
    experiment = EXPERIMENTS[key]
    assert experiment.strange(experiment.start) == ()
    levers = {name: value for changes in RIGHT[key] for name, value in changes.items()}
    assert experiment.strange(replace(experiment.start, **levers)) == ()
    assert experiment.strange(replace(experiment.start, noise=1.0, seed=5)) == ("noise",)
    short = replace(experiment.start, duration_ms=20.0)
    assert experiment.strange(short) == ("duration_ms",)
    longer = replace(experiment.start, duration_ms=experiment.start.duration_ms + 10.0)
    assert experiment.strange(longer) == ()
