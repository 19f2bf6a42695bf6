"""What the page makes of the engine: no spike that is none, no curve that jumps elsewhere, no run that begins with a
bang, no step that steps over what it should show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from neuroviz.bio import adex
from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.document.settings.neuron import PATTERNS, Neuron, with_changes
from neuroviz.lab.comparison.curves import curves
from neuroviz.lab.comparison.experiments import EXPERIMENTS, Attempt
from neuroviz.lab.comparison.models import MODELS, pattern_shown
from neuroviz.lab.comparison.run import MOST_SPIKES_PER_MS, run, step_ms
from neuroviz.lab.comparison.shape import first_spike
from tests.examples import examples
from tests.lab.comparison.test_run import lif_rate_hz

HH: dict[str, Any] = {"model": "hodgkin_huxley"}
QUIET: dict[str, Any] = {"inputs": (0.0,), "weights": (1.0,), "names": ("",), "bias": 0.0, "background": 0.0}
ALL = [(model, pattern) for model, patterns in PATTERNS.items() for pattern in patterns]


def spikes(**changes: Any) -> np.ndarray:
    found = run(with_changes(Neuron(), **changes))
    assert found.failed is None
    return found.result.spikes_ms


# --- a spike is a spike of that model ------------------------------------------------------------

@pytest.mark.parametrize("bias", [-10.0, -30.0, -100.0])
def test_held_far_below_rest_the_axon_does_not_fire(bias: float) -> None:
    found = run(with_changes(Neuron(), **HH, bias=bias))
    assert found.result.spikes_ms.tolist() == []
    assert first_spike(found) is None


@pytest.mark.parametrize(("sodium", "noise"), [
    (0.0, 5.0), (0.02, 1.0), (0.05, 0.5), (0.1, 0.5), (0.05, 2.0), (0.1, 2.0), (0.15, 1.0), (0.15, 5.0),
])
def test_noise_makes_no_spikes_where_sodium_cannot(sodium: float, noise: float) -> None:
    assert spikes(**HH, **QUIET, sodium=sodium, noise=noise).tolist() == []


@pytest.mark.parametrize("changes", [
    {"model": "adex", "pattern": "delayed", "weights": (-30.0,) * 3, "inputs": (5.0,) * 3},
    {"model": "adex", "pattern": "tonic", "weights": (-100.0,) * 3, "inputs": (50.0,) * 3},
    {"model": "izhikevich", "weights": (-15.0,) * 3, "inputs": (5.0,) * 3},
    {"model": "izhikevich", "pattern": "resonator", "weights": (-40.0,) * 3, "inputs": (5.0,) * 3},
], ids=str)
def test_inhibition_alone_makes_nothing_fire(changes: dict[str, Any]) -> None:
    assert spikes(**changes, bias=0.0).tolist() == []


def test_the_first_spikes_form_is_the_first_spikes() -> None:
    """After a passive swing that reaches higher than a trough: of the spike, not of the swing."""
    found = run(with_changes(Neuron(), **HH, bias=0.5))
    shape = first_spike(found)
    assert shape is not None
    at = round(float(found.result.spikes_ms[0]) / step_ms(found.neuron))
    assert shape.peak_mv == pytest.approx(float(found.result.v_mv[at - 3 : at + 4].max()), abs=0.1)
    assert 0.5 < shape.width_ms < 3.0


# --- how a run begins ----------------------------------------------------------------------------

@pytest.mark.parametrize(("model", "pattern"), ALL)
@pytest.mark.parametrize("bias", [-0.15, -0.5])
def test_below_threshold_nothing_happens_because_a_run_begins(model: str, pattern: str, bias: float) -> None:
    """a = 0 on the left, and on the right a membrane that has settled: no spike, and V does not even move."""
    found = run(with_changes(Neuron(), model=model, pattern=pattern, inputs=(0.0,) * 3, bias=bias))
    assert found.a == 0.0
    assert found.result.spikes_ms.tolist() == []
    assert float(np.ptp(found.result.v_mv)) < 0.05


@pytest.mark.parametrize("values", [
    {"temperature_c": 18.5}, {"sodium": 0.8}, {"potassium": 0.8}, {"c_m_uf_cm2": 0.5},
    {"temperature_c": 12.0, "sodium": 1.4},
], ids=str)
def test_z_0_is_the_threshold_of_any_membrane(values: dict[str, float]) -> None:
    def late(bias: float) -> int:
        times = spikes(**HH, **{**QUIET, "bias": bias, "background": 1.0}, **values, duration_ms=600.0)
        return int(np.count_nonzero(times > 400.0))

    assert late(-0.05) == 0
    assert late(0.05) > 0


@pytest.mark.parametrize("share", [0.4, 0.5])
def test_a_membrane_that_fires_by_itself_does_so_whatever_the_step(share: float) -> None:
    counts = {len(spikes(**HH, **QUIET, potassium=share, dt_ms=dt)) for dt in (0.0, 0.01, 0.05)}
    assert max(counts) - min(counts) <= 1
    assert min(counts) >= 7
    begun = run(with_changes(Neuron(), **HH, **QUIET, potassium=share)).beginning
    assert begun is not None
    assert not begun.resting


# --- steps that are too long ---------------------------------------------------------------------

@pytest.mark.parametrize("values", [
    {"temperature_c": 24.0, "dt_ms": 0.2}, {"temperature_c": 22.0, "dt_ms": 0.2},
    {"temperature_c": 35.0, "dt_ms": 0.05},
    {"c_m_uf_cm2": 0.2, "dt_ms": 0.1}, {"dt_ms": 0.5}, {"sodium": 2.0, "c_m_uf_cm2": 0.3, "dt_ms": 0.1},
    {"inputs": (100.0,) * 3, "weights": (100.0,) * 3, "dt_ms": 0.1},
], ids=str)
def test_a_step_that_steps_over_spikes_is_refused_with_one_that_does_not(values: dict[str, Any]) -> None:
    neuron = with_changes(Neuron(), **HH, inputs=(0.0,) * 3, bias=1.0)
    neuron = with_changes(neuron, **values)
    refused = run(neuron).failed
    assert refused is not None
    assert refused.code == "time_step"
    limit = float(refused.values["limit"])
    assert 0.0 < limit < neuron.dt_ms
    assert run(with_changes(neuron, dt_ms=limit, duration_ms=20.0)).failed is None


@pytest.mark.parametrize("values", [
    {"temperature_c": 24.0}, {"c_m_uf_cm2": 0.2}, {"temperature_c": 18.5, "sodium": 1.5},
], ids=str)
def test_the_models_own_step_is_short_enough(values: dict[str, float]) -> None:
    neuron = with_changes(Neuron(), **HH, inputs=(0.0,) * 3, bias=1.0, duration_ms=40.0, **values)
    own, fine = (run(with_changes(neuron, dt_ms=dt)).result.spikes_ms for dt in (0.0, 0.25 * step_ms(neuron)))
    assert abs(len(own) - len(fine)) <= 1
    assert own[:5] == pytest.approx(fine[:5], abs=0.05)


def test_a_rate_that_no_neuron_has_is_refused() -> None:
    absurd = with_changes(Neuron(), t_ref_ms=0.0, tau_ms=1.0, r_mohm=50.0, stimulus="step", amplitude=20.0,
                          onset_ms=0.0, width_ms=200.0)
    refused = run(absurd).failed
    assert refused is not None
    assert (refused.code, refused.values["limit"]) == ("spikes", MOST_SPIKES_PER_MS)
    assert run(with_changes(absurd, t_ref_ms=1.0)).failed is None


# --- the f–I curve -------------------------------------------------------------------------------

def drawn(at: float, **changes: Any) -> float:
    """What a visitor reads off the drawn line at z."""
    found = curves(with_changes(Neuron(), **changes))
    assert found is not None
    z, hz = found.line
    assert np.all(np.diff(z) >= 0.0)
    return float(np.interp(at, z, hz))


@given(
    z=st.floats(-1.0, 4.9) | st.floats(-9.0, -0.5).map(lambda exponent: 10.0**exponent),
    tau=st.sampled_from((3.0, 8.0, 30.0)), t_ref=st.sampled_from((0.0, 2.0)),
)
@example(z=0.0003, tau=3.0, t_ref=0.0)
@examples(120)
def test_the_integrate_and_fire_curve_is_exact_also_at_its_knee(z: float, tau: float, t_ref: float) -> None:
    """From a billionth of a unit on, which is far less than a pixel: nearer to 0 the rate rises as 1 / ln(1 / z), more
    steeply than numbers can say."""
    assume(not 0.0 < z < 1e-9)
    neuron = with_changes(Neuron(), tau_ms=tau, t_ref_ms=t_ref)
    truth = lif_rate_hz(2.0 + z, neuron) if z > 0.0 else 0.0
    assert drawn(z, tau_ms=tau, t_ref_ms=t_ref) == pytest.approx(truth, abs=1.0, rel=0.01)


@given(exponent=st.floats(-6.0, -0.5))
def test_the_knee_itself(exponent: float) -> None:
    z = 10.0**exponent
    assert drawn(z) == pytest.approx(lif_rate_hz(2.0 + z, Neuron()), abs=0.5)


@pytest.mark.parametrize("values", [{}, {"temperature_c": 18.5}, {"sodium": 0.8}], ids=str)
def test_the_axons_curve_jumps_where_it_jumps(values: dict[str, float]) -> None:
    """Silence up to z = 0, and at once a high rate: 50 Hz for the axon of 1952."""
    assert drawn(-0.01, **HH, **values) == 0.0
    knee = drawn(0.006, **HH, **values)
    assert knee > 40.0
    neuron = with_changes(Neuron(), **HH, **values)
    current = MODELS["hodgkin_huxley"].rheobase(neuron) + 0.6
    truth = hh.fi_curve([current], duration_ms=500.0, dt_ms=0.01, parameters=hh.Parameters(
        temperature_c=neuron.temperature_c, g_na_ms_cm2=120.0 * neuron.sodium))[0]
    assert drawn(0.06, **HH, **values) == pytest.approx(truth, rel=0.02)
    if not values:
        assert knee == pytest.approx(52.0, abs=2.0)


# --- patterns ------------------------------------------------------------------------------------

def shown(pattern: str) -> tuple[float, np.ndarray]:
    neuron = pattern_shown(with_changes(Neuron(), model="adex", pattern=pattern))
    assert neuron.amplitude == adex.PATTERNS[pattern].current_pa
    found = run(neuron)
    assert found.failed is None
    return neuron.onset_ms, found.result.spikes_ms


def test_what_a_pattern_is_called_is_what_is_shown() -> None:
    onset, delayed = shown("delayed")
    assert delayed[0] - onset == pytest.approx(148.0, abs=3.0)
    onset, transient = shown("transient")
    assert len(transient) > 0
    assert transient[-1] - onset < 200.0, "and then it is silent"
    _, tonic = shown("tonic")
    gaps = np.diff(tonic)
    assert gaps[2:] == pytest.approx(np.full(len(gaps) - 2, gaps[-1]), rel=0.02)
    _, adapting = shown("adapting")
    assert np.diff(adapting)[-1] > 1.5 * np.diff(adapting)[0]
    _, initial = shown("initial_burst")
    assert np.diff(initial)[0] < 0.5 * np.diff(initial)[-1]
    _, bursting = shown("bursting")
    gaps = np.diff(bursting)
    assert gaps.max() > 4.0 * np.median(gaps)


@pytest.mark.parametrize("pattern", PATTERNS["izhikevich"])
def test_every_pattern_of_izhikevichs_can_be_shown(pattern: str) -> None:
    neuron = pattern_shown(with_changes(Neuron(), model="izhikevich", pattern=pattern))
    assert len(run(neuron).result.spikes_ms) > 3


# --- the axon and the experiments ----------------------------------------------------------------

@pytest.mark.parametrize(("values", "speed"), [
    ({}, 18.73), ({"c_m_uf_cm2": 0.5}, 30.6), ({"c_m_uf_cm2": 2.0}, 11.0), ({"sodium": 0.6}, 15.4),
    ({"potassium": 0.5}, 19.4),
    ({"sodium": 0.3}, 0.0),
], ids=str)
def test_a_bare_axons_speed_follows_from_its_membrane(values: dict[str, float], speed: float) -> None:
    squid = with_changes(Neuron(), **HH, myelin=False, diameter_um=476.0, temperature_c=18.5, duration_ms=20.0)
    found = run(with_changes(squid, **values))
    assert found.speed_m_s == pytest.approx(speed, rel=0.01)


def test_too_few_potassium_channels_are_said_to_be_too_few() -> None:
    experiment = EXPERIMENTS["potassium"]
    few = Attempt.of(run(with_changes(experiment.start, potassium=0.05)))
    assert not few.fired
    assert experiment.check((Attempt.of(run(experiment.start)), few)).stage == "few"


def test_the_thresholds_that_the_words_name() -> None:
    """neuron.experiment.threshold.why: one spike needs about 2.3, to go on firing it needs 6.3."""
    found = MODELS["hodgkin_huxley"].thresholds(EXPERIMENTS["threshold"].start)
    assert found.once == pytest.approx(2.3, abs=0.1)
    assert found.lasting == pytest.approx(6.3, abs=0.05)
    fired = [Attempt.of(run(with_changes(EXPERIMENTS["threshold"].start, amplitude=i))).fired for i in (2.2, 2.3)]
    assert fired == [False, True]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_knows_the_panel_its_task_names(name: str) -> None:
    from neuroviz.i18n import LANGUAGES
    for t in LANGUAGES.values():
        task, own = t(f"neuron.experiment.{name}.task"), EXPERIMENTS[name].panel
        named = [each for each in ("drive", "electrode", "cell", "axon") if f"“{t(f'neuron.panel.{each}')}”" in task]
        assert named in ([own], [])
