"""Each experiment asks what will come of it: the choice that is called right is what the simulation shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.experiments import CHOICES, EXPERIMENTS
from neuroviz.lab.comparison.run import Comparison, fibre_rate_hz, run
from neuroviz.lab.comparison.shape import first_spike
from tests.lab.comparison.test_experiments import RIGHT, Visitor, bisected


def at(key: str, **changes: Any) -> Comparison:
    return run(replace(EXPERIMENTS[key].start, **changes))


def nearest(value: float, *choices: float) -> int:
    """Which of the numbers a value is nearest to, as a ratio; it must be far nearer than to the next."""
    off = np.abs(np.log(np.asarray(choices) / value))
    assert np.sort(off)[0] < 0.5 * np.sort(off)[1], "a choice that nobody can call right"
    return int(np.argmin(off))


def height(found: Comparison) -> float:
    shape = first_spike(found)
    assert shape is not None
    return float(shape.peak_mv - found.result.v_mv[0])


def width(found: Comparison) -> float:
    shape = first_spike(found)
    assert shape is not None
    return shape.width_ms


def how_high() -> int:
    _, done = bisected("threshold", "amplitude", 1.0, 5.0, 0.1)
    strong = height(at("threshold", amplitude=20.0 * done.figures["worked"]))
    return nearest(height(at("threshold", amplitude=done.figures["worked"])) / strong, 1 / 3, 1 / 2, 1.0)


def how_close() -> int:
    _, done = bisected("refractory", "gap_ms", 2.0, 20.0, 0.5)
    return nearest(done.figures["worked"], 2.0, 5.0, 11.0)


def how_far() -> int:
    found = at("space", inputs=(1.0, 0.0))
    assert len(found.result.spikes_ms) == 0
    rest, threshold = found.result.v_mv[0], found.model.threshold_mv(found.neuron)
    share = float(found.result.v_mv.max() - rest) / (threshold - rest)
    return 0 if share < 0.45 else 1 if share < 0.55 else 2


def how_fast() -> int:
    silent, firing = 1.0, 20.0
    while firing - silent > 0.1:
        x = 0.5 * (silent + firing)
        silent, firing = (silent, x) if len(at("time", inputs=(x,)).result.spikes_ms) else (x, firing)
    return nearest(fibre_rate_hz(at("time", inputs=(firing,)).neuron, 0), 40.0, 90.0, 300.0)


def how_low() -> int:
    runs = [at("veto", inputs=(1.0, 1.0, x)) for x in (3.0, 10.0, 100.0)]
    assert all(len(each.result.spikes_ms) == 0 for each in runs)
    assert runs[0].z > runs[1].z > runs[2].z, "z goes lower and lower"
    if min(float(each.result.v_mv.min()) for each in runs) < -70.0:
        return 1
    return 2 if float(runs[0].result.v_mv.mean()) > -57.0 else 0


def how_many() -> int:
    none, some = 0.0, 1.0
    while some - none > 0.05:
        share = 0.5 * (none + some)
        none, some = (none, share) if len(at("sodium", sodium=share).result.spikes_ms) else (share, some)
    return nearest(some, 0.9, 0.5, 0.25)


def how_wide() -> int:
    return nearest(width(at("potassium", potassium=0.5)) / width(at("potassium")), 1.0, 2.0, 5.0)


def how_warm() -> int:
    start = EXPERIMENTS["warm"].start.temperature_c
    half = 0.5 * width(at("warm"))
    too_little, enough = 0.0, 16.0
    while enough - too_little > 1.0:
        more = 0.5 * (too_little + enough)
        narrow = width(at("warm", temperature_c=start + more)) <= half
        too_little, enough = (too_little, more) if narrow else (more, enough)
    return nearest(enough, 7.0, 15.0, 30.0)


def how_thick() -> int:
    thick = Visitor("myelin").follows(RIGHT["myelin"]).figures["diameter"]
    start = EXPERIMENTS["myelin"].start.diameter_um
    # No thinner one would do: "more than two hundred times" is no matter of how far one went.
    assert at("myelin", myelin=False, diameter_um=200.0 * start).speed_m_s < at("myelin").speed_m_s
    return nearest(thick / start, 3.0, 20.0, 238.0)


def how_late() -> int:
    visitor, done = bisected("release", "amplitude", 0.0, -10.0, 0.2)
    neuron = replace(visitor.experiment.start, amplitude=done.figures["worked"])
    late = float(run(neuron).result.spikes_ms[0]) - neuron.onset_ms - neuron.width_ms
    return 0 if late < 1.0 else 1 if 5.0 <= late <= 10.0 else 2


SEEN: dict[str, Callable[[], int]] = {
    "threshold": how_high, "refractory": how_close, "space": how_far, "time": how_fast, "veto": how_low,
    "sodium": how_many, "potassium": how_wide, "warm": how_warm, "myelin": how_thick, "release": how_late,
}


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_the_choice_that_is_called_right_is_what_is_seen(key: str) -> None:
    assert SEEN[key]() == EXPERIMENTS[key].right


@pytest.mark.parametrize("key", EXPERIMENTS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_prediction_has_its_choices(code: str, key: str) -> None:
    t = LANGUAGES[code]
    choices = t(f"neuron.experiment.{key}.choices").split("|")
    assert len(set(choices)) == CHOICES
    assert all(choice == choice.strip() != "" for choice in choices)
    assert t(f"neuron.experiment.{key}.predict").endswith(("?", "？", "。"))


def test_the_right_choice_is_not_always_in_the_same_place() -> None:
    assert {each.right for each in EXPERIMENTS.values()} == set(range(CHOICES))
