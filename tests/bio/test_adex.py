"""AdEx against SciPy's and Brian's runs, and against itself at other steps."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import two_variables
from neuroviz.bio.adex import PATTERNS, Parameters, fi_curve, rest, saddle_node, simulate, spikes_ms
from neuroviz.bio.inputs import inputs
from neuroviz.bio.simulation import SimulationError, SynapticDrive
from neuroviz.bio.synapses import RECEPTORS, Synapse, drive
from tests.bio.reference import REFERENCE
from tests.examples import examples

EXPECTED = REFERENCE["adex_izhikevich"]["adex"]
CASES = {
    "tonic": PATTERNS["tonic"],
    "adapting_20": PATTERNS["adapting"],
    "adapting_200": replace(PATTERNS["adapting"], tau_ms=200.0),
    "initial_burst": PATTERNS["initial_burst"],
    "bursting": PATTERNS["bursting"],
    "delayed": PATTERNS["delayed"],
}


def test_every_reference_has_its_case() -> None:
    assert set(CASES) == set(EXPECTED) == set(REFERENCE["brian"]["other"]["adex"])


@pytest.mark.parametrize("dt", [0.1, 0.025, 0.5])
@pytest.mark.parametrize("name", CASES)
def test_the_spikes_are_the_references(name: str, dt: float) -> None:
    # n, first5, isi_* come from DOP853 at 1e-12: the truth. The n_rk4_*, n_euler_* and max_time_err_* columns are
    # what fixed steps without a located spike make of the same equations; n_rk4_dt0.025 of "bursting" is 19 539.
    expected = EXPECTED[name]
    (train,) = simulate(duration_ms=500.0, dt_ms=dt, parameters=CASES[name]).spike_times_ms
    tolerance = 5e-6 if dt <= 0.1 else 2e-4  # ms: the short steps of the upswings, and RK4 between them
    assert train.size == expected["n"]
    np.testing.assert_allclose(train[:5], expected["first5"], rtol=0, atol=tolerance)
    intervals = np.diff(train)
    assert train[0] == pytest.approx(expected["first_ms"], abs=tolerance)
    assert intervals[0] == pytest.approx(expected["isi_first"], abs=tolerance)
    assert intervals[-1] == pytest.approx(expected["isi_last"], abs=tolerance)


@pytest.mark.parametrize("name", CASES)
def test_other_solvers_count_the_same_spikes(name: str) -> None:
    for cut, count in EXPECTED[name]["n_by_cut"].items():
        parameters = replace(CASES[name], cut_mv=float(cut))
        assert simulate(duration_ms=500.0, parameters=parameters).spike_times_ms[0].size == count
    brian = REFERENCE["brian"]["other"]["adex"][name]
    (train,) = simulate(duration_ms=500.0, parameters=CASES[name]).spike_times_ms
    assert train.size == brian["n"] == EXPECTED[name]["n_lsoda"]
    # Brian stepped by 0.001 ms with its exponential and spikes on the grid: within a few of its steps.
    assert train[0] == pytest.approx(brian["first"], abs=0.006)


def intervals_of(name: str, duration_ms: float = 1000.0) -> np.ndarray[Any, Any]:
    return np.diff(simulate(duration_ms=duration_ms, parameters=PATTERNS[name]).spike_times_ms[0])


def test_each_pattern_is_what_it_is_called() -> None:
    tonic = intervals_of("tonic")
    assert np.ptp(tonic[1:]) < 0.01 * tonic[-1]
    adapting = intervals_of("adapting")
    assert adapting[-1] > 1.5 * adapting[0]
    initial = intervals_of("initial_burst")
    assert np.all(initial[:2] < 5.0)
    assert np.all(initial[5:] > 20.0)
    bursting = intervals_of("bursting")
    assert np.count_nonzero(bursting > 20.0) > 3  # pauses
    assert np.count_nonzero(bursting < 5.0) > 20  # and bursts
    irregular = intervals_of("irregular", 2000.0)[10:]
    assert np.unique(np.round(irregular, 3)).size > 0.8 * irregular.size  # it does not repeat itself
    # With the published reset it does: bursts of five, to within a microsecond.
    published = replace(PATTERNS["irregular"], v_reset_mv=-46.0)
    bursts = np.diff(simulate(duration_ms=2000.0, parameters=published).spike_times_ms[0])[-50:]
    np.testing.assert_allclose(bursts[5:], bursts[:-5], rtol=0, atol=1e-3)
    transient = simulate(duration_ms=1000.0, parameters=PATTERNS["transient"]).spike_times_ms[0]
    assert 1 <= transient.size <= 3
    assert transient[-1] < 100.0
    delayed = simulate(duration_ms=1000.0, parameters=PATTERNS["delayed"]).spike_times_ms[0]
    assert delayed[0] > 100.0


def test_between_spikes_the_order_is_four() -> None:
    # Below threshold, under a current that follows a sine: with the truth at a far shorter step.
    def end(dt: float) -> float:
        return float(simulate(20.0, duration_ms=16.0, dt_ms=dt, parameters=Parameters(5.0, 2.0, 10.0)).v_mv[-1, 0])

    truth = end(0.01)
    errors = [abs(end(dt) - truth) for dt in (1.0, 0.5, 0.25)]
    orders = [math.log2(a / b) for a, b in zip(errors, errors[1:], strict=False)]
    assert min(orders) > 3.5, (errors, orders)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_shorter_step_changes_nothing_that_is_seen(name: str) -> None:
    coarse, fine = (
        simulate(duration_ms=200.0, dt_ms=dt, parameters=PATTERNS[name]).spike_times_ms[0] for dt in (0.25, 0.05)
    )
    np.testing.assert_allclose(coarse, fine, rtol=0, atol=1e-3)


@examples(10)
@given(name=st.sampled_from(list(PATTERNS)), seed=st.integers(0, 1000), synaptic=st.booleans())
def test_neurons_together_are_neurons_one_by_one(name: str, seed: int, synaptic: bool) -> None:
    rng = np.random.default_rng(seed)
    n = two_variables.FEW + 2  # beyond FEW they are walked in arrays
    currents = rng.normal(60.0, 60.0, size=(400, n))
    rows = None
    if synaptic:
        rows = drive(
            [Synapse(rng.uniform(0.0, 40.0, 3), RECEPTORS[kind], 2.0) for kind in ("ampa", "nmda", "gaba_a")],
            n_steps=400, dt_ms=0.1,
        )
    together = simulate(currents, duration_ms=40.0, parameters=PATTERNS[name], synapses=rows)
    for i in (0, n - 1):
        one = simulate(currents[:, i : i + 1], duration_ms=40.0, parameters=PATTERNS[name], synapses=rows)
        np.testing.assert_allclose(together.spike_times_ms[i], one.spike_times_ms[0], rtol=0, atol=1e-8)
        np.testing.assert_allclose(together.v_mv[:, i], one.v_mv[:, 0], rtol=0, atol=1e-6)
        np.testing.assert_allclose(together.w_pa[:, i], one.w_pa[:, 0], rtol=0, atol=1e-6)


def test_synapses_excite_and_inhibit() -> None:
    at = {"n_steps": 1000, "dt_ms": 0.1}
    volley = Synapse([20.0], RECEPTORS["ampa"], 10.0)
    veto = Synapse([20.0], RECEPTORS["gaba_a"], 100.0)
    parameters = PATTERNS["adapting"]
    assert simulate(0.0, duration_ms=100.0, parameters=parameters).spike_times_ms[0].size == 0
    excited = simulate(0.0, duration_ms=100.0, parameters=parameters, synapses=drive([volley], **at))
    assert excited.spike_times_ms[0].size > 0
    vetoed = simulate(0.0, duration_ms=100.0, parameters=parameters, synapses=drive([volley, veto], **at))
    assert vetoed.spike_times_ms[0].size == 0


def test_the_record_and_its_shapes() -> None:
    run = simulate([0.0, 65.0], duration_ms=50.0)
    assert run.time_ms.shape == (501,)
    assert run.v_mv.shape == run.w_pa.shape == (501, 2)
    assert np.all(run.v_mv < -30.0)
    assert run.v_mv[0].tolist() == [-70.0, -70.0]
    assert run.w_pa[0].tolist() == [0.0, 0.0]
    bare = simulate([0.0, 65.0], duration_ms=50.0, record=False)
    assert bare.v_mv.shape == bare.w_pa.shape == (0, 2)
    assert bare.time_ms.shape == (0,)
    for a, b in zip(run.spike_times_ms, bare.spike_times_ms, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_spike_adds_b_to_w() -> None:
    run = simulate(duration_ms=30.0, dt_ms=0.01)
    (spike, *_) = run.spike_times_ms[0]
    after = math.ceil(spike / 0.01)
    assert run.w_pa[after, 0] == pytest.approx(60.0, rel=1e-3)  # a = 0: w was 0 until then
    assert run.w_pa[after - 1, 0] == 0.0


def test_the_curve_counts() -> None:
    rates = fi_curve(np.linspace(0.0, 120.0, 13), duration_ms=500.0)
    assert rates[0] == 0.0
    assert np.all(np.diff(rates) >= 0.0)
    assert fi_curve([65.0], duration_ms=500.0).tolist() == [18.0]  # 9 spikes in half a second
    # The onset counts unless it is skipped.
    onset, steady = (
        fi_curve([50.0], duration_ms=500.0, skip_ms=skip, parameters=PATTERNS["transient"])[0] for skip in (0.0, 250.0)
    )
    assert onset > 0.0 == steady


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"tau_ms": 0.0}, "tau_ms"), ({"tau_w_ms": -1.0}, "tau_w_ms"), ({"delta_mv": 0.0}, "delta_mv"),
        ({"delta_mv": 1e-3}, "delta_mv"), ({"r_mohm": math.nan}, "r_mohm"), ({"b_pa": math.inf}, "b_pa"),
        ({"v_reset_mv": -30.0}, "v_reset_mv"), ({"theta_mv": 0.0}, "theta_mv"), ({"a_ns": math.nan}, "a_ns"),
        ({"current_pa": math.nan}, "current_pa"),
    ],
)
def test_parameters_that_cannot_be_are_refused(change: dict[str, float], name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        Parameters(**change)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"current": math.nan}, "current"),
        ({"current": 1e7}, "current"),
        ({"current": 1e6}, "spikes"),
        ({"current": np.full(two_variables.FEW + 2, 1e6)}, "spikes"),
        ({"current": np.zeros((3, 1))}, "shape"),
        ({"start_mv": -30.0}, "parameter"),
        ({"start_mv": math.nan}, "parameter"),
        ({"dt_ms": 0.0}, "time_step"),
        ({"duration_ms": 1e9}, "too_many_steps"),
        ({"parameters": Parameters(tau_ms=1e-6)}, "unstable"),
        ({"parameters": Parameters(a_ns=-1e305)}, "spikes"),
        ({"parameters": Parameters(tau_w_ms=1e-6, a_ns=5.0)}, "unstable"),
        ({"parameters": Parameters(tau_w_ms=1e-6), "current": np.full(two_variables.FEW + 2, 50.0)}, "unstable"),
    ],
)
def test_runs_that_cannot_be_are_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(SimulationError) as refused:
        simulate(**{"duration_ms": 100.0, **change})
    assert refused.value.code == code


@examples(25)
@given(
    current=st.floats(-1e6, 1e6),
    parameters=st.builds(
        Parameters,
        tau_ms=st.floats(0.1, 1e3), a_ns=st.floats(-100.0, 100.0), tau_w_ms=st.floats(0.1, 1e4),
        b_pa=st.floats(-1e3, 1e3), v_reset_mv=st.floats(-200.0, -31.0), r_mohm=st.floats(0.1, 1e4),
        delta_mv=st.floats(0.3, 20.0),
    ),
    several=st.booleans(),
)
def test_any_run_is_finite_or_refused(current: float, parameters: Parameters, several: bool) -> None:
    try:
        run = simulate([current] * (two_variables.FEW + 2 if several else 1), duration_ms=5.0, parameters=parameters)
    except SimulationError as refused:
        assert refused.code in {"spikes", "unstable"}
    else:
        assert np.all(np.isfinite(run.v_mv))
        assert np.all(np.isfinite(run.w_pa))
        assert all(np.all(np.diff(train) >= 0.0) for train in run.spike_times_ms)


def test_the_default_current_is_the_patterns_own() -> None:
    given_rows = inputs(PATTERNS["delayed"].current_pa, None, duration_ms=1.0, dt_ms=0.1)
    assert np.all(given_rows.current == 25.0)
    own = simulate(duration_ms=160.0, parameters=PATTERNS["delayed"]).spike_times_ms[0]
    np.testing.assert_array_equal(
        own, simulate(25.0, duration_ms=160.0, parameters=PATTERNS["delayed"]).spike_times_ms[0]
    )
    assert own.size == 1


@given(g=st.floats(10.0, 5000.0), dt=st.sampled_from([0.05, 0.1, 0.5]), reversal=st.floats(-80.0, -60.0))
@examples(25)
def test_inhibition_however_strong_makes_nothing_fire(g: float, dt: float, reversal: float) -> None:
    """Open synapses make V as fast as they are many: an explicit step that is blind to it swings, and fires."""
    rows = round(10.0 / dt)
    conductance = np.full((rows, 1), g)
    with pytest.MonkeyPatch.context() as patch:
        # Three in arrays tell what thirty would, and each takes thousands of short steps.
        patch.setattr(two_variables, "FEW", 1)
        for n in (1, 3):
            run = simulate(np.zeros(n), duration_ms=10.0, dt_ms=dt, parameters=PATTERNS["delayed"],
                           synapses=SynapticDrive(conductance, conductance * reversal))
            assert all(len(train) == 0 for train in run.spike_times_ms)
            assert np.all((run.v_mv <= -59.0) & (run.v_mv >= -81.0))


@pytest.mark.parametrize("name", PATTERNS)
def test_many_under_steady_currents_are_what_they_are_alone(name: str) -> None:
    p = PATTERNS[name]
    currents = np.array([30.0, 60.0, 90.0])
    together = spikes_ms(currents, duration_ms=200.0, parameters=p)
    for current, train in zip(currents, together, strict=True):
        alone = simulate(float(current), duration_ms=200.0, dt_ms=0.05, parameters=p, record=False).spike_times_ms[0]
        assert train[:4] == pytest.approx(alone[:4], abs=2e-2)


@given(current=st.floats(-50.0, 40.0), name=st.sampled_from(list(PATTERNS)))
def test_at_rest_nothing_moves(current: float, name: str) -> None:
    p = PATTERNS[name]
    found = rest(p, current)
    assert (found is None) == (current >= saddle_node(p)[1])
    if found is not None and current < saddle_node(p)[1] - 1.0:
        run = simulate(current, duration_ms=5.0, parameters=p, start_mv=found[0], start_pa=found[1])
        assert np.max(np.abs(run.v_mv - found[0])) < 1e-3
