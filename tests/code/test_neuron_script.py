"""The neuron's script fires when the neuron on the page does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neuroviz.code.neuron import SIMULATORS, neuron_script
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.run import run as compared
from tests.code.running import WORDS, run

SHORT = Neuron(duration_ms=100.0)
LONG_PULSE = {"amplitude": 2.0, "onset_ms": 10.3, "width_ms": 13.7, "gap_ms": 33.3}

NEURONS = {
    **{f"{model}, {pattern}": replace(SHORT, model=model, pattern=pattern)
       for model, patterns in PATTERNS.items() for pattern in patterns},
    **{f"experiment {name}": experiment.start for name, experiment in EXPERIMENTS.items()},
    **{f"a {stimulus}": replace(SHORT, stimulus=stimulus, **LONG_PULSE)
       for stimulus in ("step", "ramp", "pulses", "train", "sine")},
    **{f"NMDA, {model}": replace(SHORT, receptor="nmda", model=model, pattern=PATTERNS[model][0])
       for model in PATTERNS},
    "noise": replace(SHORT, noise=0.5),
    "no refractory period": replace(SHORT, t_ref_ms=0.0, bias=3.0),
    "warm": replace(SHORT, model="hodgkin_huxley", temperature_c=22.0, bias=1.0),
    "no threshold": replace(SHORT, model="hodgkin_huxley", sodium=0.1, bias=2.0),
    "half a step at the end": replace(SHORT, duration_ms=99.97),
}

TOLERANCE_MS = {"hodgkin_huxley": 1e-3}
"""The page looks its gates up in a table; for all other models the two take the same steps."""


@pytest.mark.parametrize("name", NEURONS)
def test_it_fires_when_the_page_does(name: str) -> None:
    now = compared(NEURONS[name])
    made, printed = run(neuron_script(now, "numpy", WORDS["en"]))
    assert len(made["spikes"]) == len(now.result.spikes_ms)
    tolerance = TOLERANCE_MS.get(now.neuron.model, 1e-9)
    np.testing.assert_allclose(made["spikes"], now.result.spikes_ms, rtol=0.0, atol=tolerance)
    assert str(len(now.result.spikes_ms)) in printed


@pytest.mark.parametrize("simulator", SIMULATORS)
@pytest.mark.parametrize("language", WORDS)
def test_it_can_be_read_in_every_language(simulator: str, language: str) -> None:
    source = neuron_script(compared(SHORT), simulator, WORDS[language]).source()
    compile(source, "script.py", "exec")
    assert WORDS[language]["clock"] in source


def test_a_run_that_failed_has_no_script() -> None:
    """It is refused here; the page offers none."""
    failed = compared(replace(SHORT, dt_ms=1.0, model="hodgkin_huxley"))
    assert failed.failed is not None
    with pytest.raises(ValueError, match="failed"):
        neuron_script(failed, "numpy", WORDS["en"])
