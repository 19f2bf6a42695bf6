"""One stimulus, two neurons: what is translated into what, and that any legal neuron can be run."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neuroviz.bio import synapses
from neuroviz.bio.synapses import RECEPTORS, Synapse
from neuroviz.document.settings.neuron import PATTERNS, Neuron, with_changes
from neuroviz.lab.comparison.models import MODELS
from neuroviz.lab.comparison.run import (
    MAX_FIBRE_HZ,
    MOST_STEPS,
    Run,
    electrode_current,
    fibre_conductance,
    presynaptic_trains,
    receptor,
    run,
    step_ms,
)
from neuroviz.nn import ACTIVATIONS
from tests.bio.reference import REFERENCE
from tests.examples import examples
from tests.strategies import neurons

QUIET = Neuron(inputs=(1.0,), weights=(0.0,), bias=0.0, background=0.0)
TEMPERATURES = st.sampled_from((0.0, 6.3, 20.0, 40.0))
"""A few: for each new one an axon is simulated."""

ALL_MODELS = [(model, pattern) for model, patterns in PATTERNS.items() for pattern in patterns]


def lif_rate_hz(current_na: float, neuron: Neuron) -> float:
    """Neuronal Dynamics 1.3, written out: rest -70, reset -65, threshold -50 mV."""
    drive = neuron.r_mohm * current_na
    if drive <= 20.0:
        return 0.0
    return 1000.0 / (neuron.t_ref_ms + neuron.tau_ms * math.log((drive - 5.0) / (drive - 20.0)))


def area_ms(kind: str) -> float:
    """The integral of one spike's conductance of peak 1, by hand; NMDA's with the share open at the potential."""
    if kind == "nmda":
        rise, decay = 2.0, 100.0
        peak = math.log(decay / rise) * rise * decay / (decay - rise)
        return (decay - rise) / (math.exp(-peak / decay) - math.exp(-peak / rise))
    return math.e * {"ampa": 2.5, "gaba_a": 5.0}[kind]


# --- a weight becomes a conductance --------------------------------------------------------------

@pytest.mark.parametrize("kind", ["ampa", "nmda"])
@pytest.mark.parametrize("model", PATTERNS)
@given(w=st.floats(-5.0, 5.0), rate=st.floats(1.0, 300.0), fibres=st.integers(1, 20))
def test_at_the_reference_potential_the_mean_current_is_w_units(
    kind: str, model: str, w: float, rate: float, fibres: int
) -> None:
    neuron = with_changes(QUIET, model=model, weights=(w,), receptor=kind, rate_hz=rate, fibres=fibres)
    v = MODELS[model].reference_mv
    used = "gaba_a" if w < 0 else kind
    reversal = -70.0 if w < 0 else 0.0
    unblocked = 1.0 / (1.0 + math.exp(-0.062 * v) / 3.57) if used == "nmda" else 1.0
    spikes_per_ms = fibres * rate / 1000.0
    current = fibre_conductance(neuron, w) * spikes_per_ms * area_ms(used) * unblocked * (reversal - v)
    assert current == pytest.approx(w * MODELS[model].unit, rel=1e-3)


@pytest.mark.parametrize("w", [0.8, -0.8])
@pytest.mark.parametrize("x", [0.5, 2.0])
@pytest.mark.parametrize("model", PATTERNS)
def test_held_at_the_reference_potential_the_trains_bring_w_x_units(model: str, x: float, w: float) -> None:
    """The same through everything that comes between: fibres, their trains, and the sum of their conductances."""
    neuron = with_changes(QUIET, model=model, inputs=(x,), weights=(w,), trains="regular", duration_ms=1000.0)
    synapse = Synapse(presynaptic_trains(neuron)[0], receptor(neuron, w), fibre_conductance(neuron, w))
    held = np.full(10_001, MODELS[model].reference_mv)
    inward = -synapses.current(held, synapse, dt_ms=0.1)
    # The first 100 ms, until the conductances have settled, are left out.
    assert float(inward[1000:].mean()) == pytest.approx(w * x * MODELS[model].unit, rel=0.01)


def test_the_sign_chooses_the_receptor() -> None:
    neuron = replace(QUIET, receptor="nmda")
    assert receptor(neuron, 0.1) is RECEPTORS["nmda"]
    assert receptor(neuron, -0.1) is RECEPTORS["gaba_a"]
    found = run(with_changes(Neuron(), weights=(0.9, 0.6, -0.5)))
    assert found.lines["excitatory"].max() > 0.0
    assert found.lines["inhibitory"].min() < 0.0
    alone = run(with_changes(Neuron(), weights=(0.9, 0.6, 0.5)))
    assert not alone.lines["inhibitory"].any()


def test_a_weight_of_zero_does_nothing() -> None:
    with_input, without = (run(with_changes(QUIET, inputs=(x,), bias=0.7, background=1.0)) for x in (3.0, 0.0))
    assert len(with_input.trains[0]) > 0
    assert with_input.result.v_mv.tolist() == without.result.v_mv.tolist()


# --- an input becomes spikes ---------------------------------------------------------------------

@given(neuron=neurons())
def test_trains_are_sorted_within_the_window_and_never_faster_than_a_fibre(neuron: Neuron) -> None:
    neuron = replace(neuron, duration_ms=min(neuron.duration_ms, 300.0))
    for x, train in zip(neuron.inputs, presynaptic_trains(neuron), strict=True):
        assert np.all(np.diff(train) >= 0.0)
        assert np.all((train >= 0.0) & (train < neuron.duration_ms))
        if x <= 0.0:
            assert len(train) == 0
        if neuron.trains != "poisson":
            rate = min(max(x, 0.0) * neuron.rate_hz, 500.0)
            expected = neuron.fibres * rate * neuron.duration_ms / 1000.0
            assert abs(len(train) - expected) <= neuron.fibres


def test_no_fibre_fires_faster_than_it_can() -> None:
    neuron = with_changes(QUIET, inputs=(100.0,), rate_hz=300.0, fibres=1, trains="regular", duration_ms=1000.0)
    assert len(presynaptic_trains(neuron)[0]) == MAX_FIBRE_HZ == 500


def test_poisson_trains_have_the_rate_and_its_spread() -> None:
    neuron = with_changes(QUIET, inputs=(0.5,) * 32, weights=(0.0,) * 32, names=(), rate_hz=200.0, duration_ms=1000.0)
    counts = np.array([len(train) for train in presynaptic_trains(neuron)])
    # 4 fibres at 100 Hz for a second: 400 each, with a variance of 400.
    assert counts.mean() == pytest.approx(400.0, abs=5.0 * 20.0 / math.sqrt(32))
    assert 150.0 < counts.var(ddof=1) < 900.0


def test_the_same_seed_gives_the_same_trains_and_another_one_others() -> None:
    one, again, other = (presynaptic_trains(with_changes(Neuron(), seed=seed)) for seed in (7, 7, 8))
    assert [train.tolist() for train in one] == [train.tolist() for train in again]
    assert all(a.tolist() != b.tolist() for a, b in zip(one, other, strict=True))
    assert run(with_changes(Neuron(), seed=7)).result.spikes_ms.tolist() != run(
        with_changes(Neuron(), seed=8)).result.spikes_ms.tolist()


def test_an_inputs_train_stays_when_another_input_changes() -> None:
    a = presynaptic_trains(with_changes(Neuron(), inputs=(1.0, 0.6, 0.8)))
    b = presynaptic_trains(with_changes(Neuron(), inputs=(1.0, 2.0, 0.8)))
    assert a[0].tolist() == b[0].tolist()
    assert a[2].tolist() == b[2].tolist()


def test_regular_trains_are_even_and_two_inputs_out_of_step() -> None:
    neuron = with_changes(QUIET, inputs=(1.0, 1.0), weights=(0.0, 0.0), names=(), trains="regular", rate_hz=50.0,
                          fibres=4)
    first, second = presynaptic_trains(neuron)
    # Four fibres at 50 Hz, evenly between each other: a spike every 5 ms.
    assert np.diff(first) == pytest.approx(np.full(len(first) - 1, 5.0))
    assert first[0] != second[0]


def test_together_all_inputs_arrive_at_the_same_times() -> None:
    neuron = with_changes(QUIET, inputs=(1.0, 1.0, 0.5), weights=(0.0,) * 3, names=(), trains="together",
                          rate_hz=50.0, fibres=1)
    first, second, slower = (train.tolist() for train in presynaptic_trains(neuron))
    assert first == second == pytest.approx([10.0 + 20.0 * k for k in range(10)])
    assert slower == pytest.approx([20.0 + 40.0 * k for k in range(5)])


# --- a bias becomes a steady current -------------------------------------------------------------

@pytest.mark.parametrize(("model", "unit", "rheobase"), [("lif", 1.0, 2.0), ("hodgkin_huxley", 10.0, 6.2603)])
def test_background_and_bias_are_a_steady_current(model: str, unit: float, rheobase: float) -> None:
    neuron = with_changes(QUIET, model=model, bias=-0.3, background=1.5)
    current = electrode_current(neuron)
    assert len(current) == round(neuron.duration_ms / step_ms(neuron))
    assert current == pytest.approx(np.full(len(current), 1.5 * rheobase - 0.3 * unit))


@pytest.mark.parametrize("model", ALL_MODELS, ids="-".join)
def test_a_little_above_the_rheobase_it_fires_for_good_and_below_it_does_not(model: tuple[str, str]) -> None:
    """What `background` is measured in, tried: a tenth of a unit to either side, in the last third of a second."""
    def late(side: float) -> int:
        neuron = replace(QUIET, model=model[0], pattern=model[1], background=1.0, bias=side, duration_ms=1000.0)
        return int(np.count_nonzero(run(neuron).result.spikes_ms > 667.0))

    assert late(-0.1) == 0
    if model != ("adex", "transient"):  # What it fires, it fires at the beginning: that is its pattern.
        assert late(0.1) > 0


@pytest.mark.parametrize(("stimulus", "mean"), [
    ("none", 0.0), ("step", 3.0 * 50 / 200), ("ramp", 3.0 * 25 / 200), ("pulses", 3.0 * 100 / 200),
    ("train", 3.0 * 130 / 200), ("sine", 0.0),
])
def test_a_stimulus_brings_its_charge(stimulus: str, mean: float) -> None:
    """Of 3 units for 50 ms from 20 ms on, in a window of 200 ms. A train of pulses every 100 ms: 50 ms, and 50 ms of
    the second; one every 60 ms: 20 to 70, 80 to 130, 140 to 190."""
    gap = 60.0 if stimulus in {"pulses", "train"} else 20.0
    neuron = with_changes(QUIET, stimulus=stimulus, amplitude=3.0, onset_ms=20.0, width_ms=50.0, gap_ms=gap)
    expected = 3.0 * 150 / 200 if stimulus == "train" else mean
    assert float(electrode_current(neuron).mean()) == pytest.approx(expected, abs=1e-9)


# --- what comes out ------------------------------------------------------------------------------

@given(bias=st.floats(-1.0, 4.0), tau=st.floats(2.0, 30.0), t_ref=st.floats(0.0, 5.0), r=st.floats(2.0, 40.0))
@examples(25)
def test_under_a_steady_current_lif_fires_at_the_analytic_rate(bias: float, tau: float, t_ref: float, r: float) -> None:
    # At the rheobase itself the last bit of R I decides whether it ever fires, in the formula and in the run.
    assume(abs(r * bias) > 1e-9)
    neuron = with_changes(QUIET, bias=bias, background=1.0, tau_ms=tau, t_ref_ms=t_ref, r_mohm=r, dt_ms=0.5)
    spikes = len(run(neuron).result.spikes_ms)
    expected = lif_rate_hz(20.0 / r + bias, neuron) * neuron.duration_ms / 1000.0
    # The first spike starts from rest instead of reset, which takes longer: by less than tau ln(20/15) and a spike.
    late = tau * math.log((r * bias + 20.0) / (r * bias + 15.0)) if bias > 0.0 else 0.0
    assert expected * (1.0 - late / neuron.duration_ms) - 1.0 - 1e-6 <= spikes <= expected + 1.0


def test_the_rate_counts_spikes() -> None:
    found = run(with_changes(Neuron(), duration_ms=250.0))
    assert found.rate_hz == pytest.approx(len(found.result.spikes_ms) * 4.0)
    assert found.rate_hz > 0.0


@given(neuron=neurons(
    duration_ms=st.just(20.0), dt_ms=st.just(0.0), method=st.just("staggered"), temperature_c=TEMPERATURES,
))
@examples(30)
def test_the_artificial_neuron_is_the_sum_and_its_activation(neuron: Neuron) -> None:
    found = run(neuron)
    total = np.dot(neuron.weights, neuron.inputs) + neuron.bias
    scale = float(np.abs(np.multiply(neuron.weights, neuron.inputs)).sum()) + abs(neuron.bias)
    assert found.z == pytest.approx(total, abs=1e-14 * scale)
    assert found.a == float(ACTIVATIONS[neuron.activation].f(np.array([found.z]))[0])
    assert found.products == tuple(w * x for w, x in zip(neuron.weights, neuron.inputs, strict=True))


def test_the_input_is_the_sum_of_its_lines_and_z_and_a_follow_the_electrode() -> None:
    neuron = with_changes(Neuron(), stimulus="step", amplitude=2.0, onset_ms=50.0, width_ms=100.0, background=0.5)
    found = run(neuron)
    lines = found.lines
    assert lines["input"] == pytest.approx(lines["excitatory"] + lines["inhibitory"] + lines["electrode"])
    assert found.mean_input == pytest.approx(float(lines["input"].mean()))
    # Half a rheobase of 2 nA is missing; the step brings 2 nA.
    assert lines["z"][0] == pytest.approx(found.z - 1.0)
    assert lines["z"][round(100.0 / 0.05)] == pytest.approx(found.z + 1.0)
    assert lines["a"] == pytest.approx(np.maximum(lines["z"], 0.0))


def test_inhibition_lowers_the_rate_and_excitation_raises_it() -> None:
    low, middle, high = (
        run(with_changes(Neuron(), weights=(0.9, 0.6, w), duration_ms=500.0)).rate_hz for w in (-2.0, 0.0, 2.0)
    )
    assert low < middle < high


# --- the axon ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("diameter", "speed"), [(2.0, 12.0), (10.0, 60.0), (0.2, 6.0), (1000.0, 120.0)])
def test_myelin_brings_6_m_s_for_each_um_as_far_as_there_is_such_an_axon(diameter: float, speed: float) -> None:
    """Out of a bare giant axon a visitor may make one in myelin, with a click: that is a run, not an error."""
    found = run(with_changes(QUIET, myelin=True, diameter_um=diameter, length_mm=30.0))
    assert found.speed_m_s == pytest.approx(speed)
    assert found.delay_ms == pytest.approx(30.0 / speed)


def test_a_bare_axon_is_the_squids_and_heat_blocks_it() -> None:
    squid = with_changes(QUIET, myelin=False, diameter_um=476.0, temperature_c=6.3)
    assert run(squid).speed_m_s == pytest.approx(REFERENCE["axon"]["T6.3_d476"], rel=0.005)
    thin = run(with_changes(squid, diameter_um=119.0))
    assert thin.speed_m_s == pytest.approx(0.5 * run(squid).speed_m_s)
    blocked = run(with_changes(squid, temperature_c=40.0))
    assert (blocked.speed_m_s, blocked.delay_ms) == (0.0, math.inf)
    assert blocked.failed is None


# --- what cannot be run --------------------------------------------------------------------------

def nothing_is_drawn(found: Run) -> None:
    assert found.result.time_ms.tolist() == [0.0, found.neuron.duration_ms]
    for line in (found.result.v_mv, *found.lines.values()):
        assert line.shape == (2,)
        assert np.isnan(line).all()
    assert len(found.result.spikes_ms) == 0
    assert [len(train) for train in found.trains] == [0] * len(found.neuron.inputs)
    assert math.isfinite(found.z)


def test_a_step_too_long_for_runge_kutta_is_told_and_nothing_drawn() -> None:
    neuron = with_changes(QUIET, model="hodgkin_huxley", method="rk4", dt_ms=0.1, background=1.0, bias=0.4)
    found = run(neuron)
    assert found.failed is not None
    assert found.failed.code == "unstable"
    nothing_is_drawn(found)
    assert run(with_changes(neuron, method="staggered")).failed is None
    assert run(with_changes(neuron, dt_ms=0.05)).failed is None


@pytest.mark.parametrize(("changes", "limit"), [
    ({"dt_ms": 1e-9}, 1_000_000), ({"dt_ms": 200.0 / (MOST_STEPS + 2)}, MOST_STEPS),
    ({"dt_ms": 200.0 / (MOST_STEPS + 2), "method": "rk4", "model": "hodgkin_huxley"}, MOST_STEPS),
])
def test_a_run_is_bounded(changes: dict[str, object], limit: int) -> None:
    found = run(with_changes(QUIET, **changes))
    assert found.failed is not None
    assert (found.failed.code, found.failed.values) == ("too_many_steps", {"limit": limit})
    nothing_is_drawn(found)


def test_every_model_can_run_the_longest_window_with_its_own_step() -> None:
    for model in PATTERNS:
        neuron = with_changes(QUIET, model=model, method="rk4" if model != "hodgkin_huxley" else "staggered")
        assert run(with_changes(neuron, duration_ms=1000.0)).failed is None


@given(neuron=neurons(
    duration_ms=st.sampled_from((20.0, 20.0, 33.3, 60.0)),
    dt_ms=st.one_of(st.just(0.0), st.just(0.0), st.sampled_from((5e-324, 0.01, 0.3, 1.0)), st.floats(0.0, 1.0)),
    temperature_c=TEMPERATURES,
))
@examples(120)
def test_any_legal_neuron_is_run_or_told_why_not(neuron: Neuron) -> None:
    """Never an exception, never a warning of NumPy's (the suite turns those into errors), never half a result."""
    found = run(neuron)
    assert len(found.trains) == len(found.conductances) == len(neuron.inputs)
    assert all(math.isfinite(g) and g >= 0.0 for g in found.conductances)
    assert found.speed_m_s >= 0.0
    if found.failed is not None:
        nothing_is_drawn(found)
        return
    k = len(found.result.time_ms)
    end = float(found.result.time_ms[-1])
    assert end == pytest.approx(neuron.duration_ms, abs=0.5 * step_ms(neuron) + 1e-9)
    for line in (found.result.v_mv, *found.lines.values(), *found.result.gates.values(), *found.result.ionic.values()):
        assert line.shape == (k,)
        assert np.isfinite(line).all()
    assert np.all(np.diff(found.result.spikes_ms) >= 0.0)
    assert np.all((found.result.spikes_ms >= 0.0) & (found.result.spikes_ms <= neuron.duration_ms))
    assert bool(found.result.gates) == (neuron.model == "hodgkin_huxley")
