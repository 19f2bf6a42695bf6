"""Izhikevich's neuron against SciPy's and Brian's runs, and against itself at other steps."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import two_variables
from neuroviz.bio.izhikevich import PATTERNS, Parameters, fi_curve, rest, simulate
from neuroviz.bio.simulation import SimulationError
from neuroviz.bio.synapses import RECEPTORS, Synapse, drive
from tests.bio.reference import REFERENCE
from tests.examples import examples

EXPECTED = REFERENCE["adex_izhikevich"]["izhikevich"]
NAMES = {
    "RS": "regular_spiking",
    "IB": "intrinsically_bursting",
    "CH": "chattering",
    "FS": "fast_spiking",
    "TC": "thalamocortical",
}


def test_every_reference_has_its_case() -> None:
    assert set(NAMES) == set(EXPECTED) == set(REFERENCE["brian"]["other"]["izhikevich"])


@pytest.mark.parametrize("dt", [0.1, 0.025, 0.5])
@pytest.mark.parametrize("key", NAMES)
def test_the_spikes_are_the_references(key: str, dt: float) -> None:
    # n, first5, isi_* come from DOP853 at 1e-12: the truth. n_published_1ms is what the paper's script makes of it,
    # n_rk4_* and n_euler_* what fixed steps with a reset on the grid do (FS: 134 at 0.1 ms).
    expected, parameters = EXPECTED[key], PATTERNS[NAMES[key]]
    (train,) = simulate(10.0, duration_ms=1000.0, dt_ms=dt, parameters=parameters, record=False).spike_times_ms
    tolerance = 5e-6 if dt <= 0.1 else 1e-3  # ms: the short steps of the upswings, and RK4 between them
    assert train.size == expected["n"] == expected["n_lsoda"]
    np.testing.assert_allclose(train[:5], expected["first5"], rtol=0, atol=tolerance)
    intervals = np.diff(train)
    assert train[0] == pytest.approx(expected["first_ms"], abs=tolerance)
    assert intervals[0] == pytest.approx(expected["isi_first"], abs=tolerance)
    assert intervals[-1] == pytest.approx(expected["isi_last"], abs=tolerance)
    brian = REFERENCE["brian"]["other"]["izhikevich"][key]
    assert train.size == brian["n"]
    assert train[0] == pytest.approx(brian["first"], abs=0.0011 + tolerance)  # on Brian's grid of 0.001 ms


@pytest.mark.parametrize("key", NAMES)
def test_where_it_rests(key: str) -> None:
    parameters = PATTERNS[NAMES[key]]
    resting = rest(parameters)
    assert resting == pytest.approx(EXPECTED[key]["rest"], abs=1e-9)
    run = simulate(0.0, duration_ms=200.0, parameters=parameters)
    np.testing.assert_allclose(run.v_mv, resting[0] if resting else math.nan, atol=1e-6)


def test_too_strong_a_current_leaves_no_rest() -> None:
    assert rest(PATTERNS["regular_spiking"], 10.0) is None
    assert rest(Parameters(b=1e200)) is None
    # A neuron without rest starts at -65 mV, and fires.
    run = simulate(0.0, duration_ms=100.0, parameters=Parameters(b=0.4))
    assert run.v_mv[0, 0] == -65.0
    assert run.spike_times_ms[0].size > 0


def test_the_published_script_is_not_the_equations() -> None:
    # Its two half steps of 0.5 ms, as printed in the paper: reproduced, to show what our counts must not be.
    for key, name in NAMES.items():
        p = PATTERNS[name]
        resting = rest(p)
        assert resting is not None
        v, u = resting
        count = 0
        for _ in range(1000):
            if v >= 30.0:
                count, v, u = count + 1, p.c_mv, u + p.d
            for _ in range(2):
                v += 0.5 * (0.04 * v * v + 5.0 * v + 140.0 - u + 10.0)
            u += p.a * (p.b * v - u)
        assert abs(count - EXPECTED[key]["n_published_1ms"]) <= 1
        assert count < EXPECTED[key]["n"]


def test_each_pattern_is_what_it_is_called() -> None:
    def intervals(name: str) -> np.ndarray[Any, Any]:
        return np.diff(simulate(10.0, duration_ms=500.0, parameters=PATTERNS[name]).spike_times_ms[0])

    assert np.ptp(intervals("regular_spiking")[2:]) < 1.0
    assert intervals("intrinsically_bursting")[0] < 5.0 < intervals("intrinsically_bursting")[-1]
    assert np.count_nonzero(intervals("chattering") > 15.0) > 5
    assert np.all(intervals("fast_spiking") < 10.0)
    assert fi_curve([2.0], parameters=PATTERNS["low_threshold_spiking"])[0] > 0.0 == fi_curve([2.0])[0]
    # A thalamocortical cell fires a burst when released from hyperpolarisation.
    release = np.where(np.arange(4000) < 2000, -10.0, 0.0)[:, np.newaxis]
    (rebound,) = simulate(release, duration_ms=400.0, parameters=PATTERNS["thalamocortical"]).spike_times_ms
    assert rebound.size >= 2
    assert rebound[0] > 200.0
    # A resonator rings below its threshold: V overshoots rest after a weak step.
    v = simulate(0.2, duration_ms=200.0, parameters=PATTERNS["resonator"]).v_mv[:, 0]
    assert v.max() > v[-1] + 0.01


def test_between_spikes_the_order_is_four() -> None:
    def end(dt: float) -> float:
        run = simulate(2.0, duration_ms=12.0, dt_ms=dt, start_mv=-75.0)
        assert run.spike_times_ms[0].size == 0
        return float(run.v_mv[-1, 0])

    truth = end(0.01)
    errors = [abs(end(dt) - truth) for dt in (0.4, 0.2, 0.1)]
    orders = [math.log2(a / b) for a, b in zip(errors, errors[1:], strict=False)]
    assert min(orders) > 3.5, (errors, orders)


@examples(10)
@given(name=st.sampled_from(list(PATTERNS)), seed=st.integers(0, 1000), synaptic=st.booleans())
def test_neurons_together_are_neurons_one_by_one(name: str, seed: int, synaptic: bool) -> None:
    rng = np.random.default_rng(seed)
    n = two_variables.FEW + 2  # beyond FEW they are walked in arrays
    currents = rng.normal(10.0, 10.0, size=(400, n))
    rows = None
    if synaptic:
        rows = drive(
            [Synapse(rng.uniform(0.0, 40.0, 3), RECEPTORS[kind], 0.2) for kind in ("ampa", "nmda", "gaba_a")],
            n_steps=400, dt_ms=0.1,
        )
    together = simulate(currents, duration_ms=40.0, parameters=PATTERNS[name], synapses=rows)
    for i in (0, n - 1):
        one = simulate(currents[:, i : i + 1], duration_ms=40.0, parameters=PATTERNS[name], synapses=rows)
        np.testing.assert_allclose(together.spike_times_ms[i], one.spike_times_ms[0], rtol=0, atol=1e-8)
        np.testing.assert_allclose(together.v_mv[:, i], one.v_mv[:, 0], rtol=0, atol=1e-6)
        np.testing.assert_allclose(together.u[:, i], one.u[:, 0], rtol=0, atol=1e-6)


def test_the_record_and_its_shapes() -> None:
    run = simulate([0.0, 10.0], duration_ms=50.0)
    assert run.time_ms.shape == (501,)
    assert run.v_mv.shape == run.u.shape == (501, 2)
    assert np.all(run.v_mv < 30.0)
    assert run.u[0].tolist() == [0.2 * v for v in run.v_mv[0]]
    bare = simulate([0.0, 10.0], duration_ms=50.0, record=False)
    assert bare.v_mv.shape == bare.u.shape == (0, 2)
    for a, b in zip(run.spike_times_ms, bare.spike_times_ms, strict=True):
        np.testing.assert_array_equal(a, b)


def test_the_curve_counts() -> None:
    rates = fi_curve(np.linspace(0.0, 30.0, 12))
    assert rates[0] == 0.0
    assert np.all(np.diff(rates) >= 0.0)
    assert fi_curve([10.0]).tolist() == [23.0]
    assert fi_curve([10.0], skip_ms=500.0)[0] == pytest.approx(1000.0 / EXPECTED["RS"]["isi_last"], abs=2.0)


@pytest.mark.parametrize("change", [{"a": math.nan}, {"b": math.inf}, {"c_mv": 30.0}, {"d": math.nan}])
def test_parameters_that_cannot_be_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(SimulationError) as refused:
        Parameters(**change)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", *change)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"current": math.inf}, "current"),
        ({"current": -1e7}, "current"),
        ({"current": 1e6}, "spikes"),
        ({"current": np.full(two_variables.FEW + 2, 1e6)}, "spikes"),
        ({"current": np.zeros((3, 1))}, "shape"),
        ({"start_mv": 30.0}, "parameter"),
        ({"dt_ms": -1.0}, "time_step"),
        ({"duration_ms": 0.0}, "duration"),
        ({"parameters": Parameters(a=1e9)}, "unstable"),
        ({"parameters": Parameters(d=1e308)}, "unstable"),
        ({"parameters": Parameters(a=1e300), "current": np.full(two_variables.FEW + 2, 10.0)}, "unstable"),
    ],
)
def test_runs_that_cannot_be_are_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(SimulationError) as refused:
        simulate(**{"current": 10.0, "duration_ms": 100.0, **change})
    assert refused.value.code == code


@examples(25)
@given(
    current=st.floats(-1e6, 1e6),
    parameters=st.builds(
        Parameters, a=st.floats(-1.0, 5.0), b=st.floats(-10.0, 10.0), c_mv=st.floats(-200.0, 29.0),
        d=st.floats(-100.0, 100.0),
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
        assert np.all(np.isfinite(run.u))
        assert all(np.all(np.diff(train) >= 0.0) for train in run.spike_times_ms)
