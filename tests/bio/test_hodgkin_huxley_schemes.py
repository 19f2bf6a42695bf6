"""The two schemes of the Hodgkin-Huxley membrane: how much they err, where they stop, and many neurons side by side."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.bio import spikes
from neuroviz.bio.simulation import Array, SimulationError, SynapticDrive
from tests.bio.membrane_runs import FIXED, HH, REST, one_peak
from tests.bio.reference import REFERENCE
from tests.examples import examples

# The two schemes


@pytest.fixture(scope="module")
def truth() -> Array:
    """V at 10 uA/cm2 for 50 ms on a grid of 0.0025 ms, where RK4 errs by 4e-7 mV."""
    return hh.simulate(10.0, duration_ms=50.0, dt_ms=0.0025, method="rk4").v_mv[:, 0]


def test_the_truth_is_the_references(truth: Array) -> None:
    """Else the next tests would compare our scheme with our scheme: it is tied to SciPy's first spike and period."""
    given = next(e for e in HH["first_spike_step"] if e["I"] == 10.0)
    peak = one_peak(truth, 0.0025)
    assert peak == pytest.approx((given["t_peak_ms"], given["V_peak_mV"]), abs=5e-5)
    crossings = np.flatnonzero((truth[:-1] < 0.0) & (truth[1:] >= 0.0))
    assert crossings[0] * 0.0025 == pytest.approx(given["t_cross_0mV_ms"], abs=0.0025)


@pytest.mark.parametrize("key", [k for k in FIXED if k[0] in ("rk4", "expeuler_staggered")], ids=str)
def test_errors_of_a_fixed_step_are_the_published_ones(key: tuple[str, float], truth: Array) -> None:
    """A scheme is known by its error: the same as an independent program's of the same name, to 5 %."""
    given, dt = FIXED[key], key[1]
    method: hh.Method = "rk4" if key[0] == "rk4" else "staggered"
    if given.get("unstable"):
        with pytest.raises(SimulationError) as caught:
            hh.simulate(10.0, duration_ms=50.0, dt_ms=dt, method=method)
        assert caught.value.code == "unstable"
        assert caught.value.values["dt_ms"] == dt
        return
    run = hh.simulate(10.0, duration_ms=50.0, dt_ms=dt, method=method)
    error = run.v_mv[:, 0] - truth[:: round(dt / 0.0025)]
    # The table's own error, 0.006 mV at most, shows at the smallest steps; the truth errs by 1e-6.
    floor = 1e-6 if method == "rk4" else 0.01
    assert np.max(np.abs(error)) == pytest.approx(given["max_abs_dV_mV"], rel=0.05, abs=floor)
    assert np.sqrt(np.mean(error**2)) == pytest.approx(given["rms_dV_mV"], rel=0.08, abs=floor / 10)
    assert len(run.spike_times_ms[0]) == given["n_spikes"]
    first = next(e for e in HH["first_spike_step"] if e["I"] == 10.0)
    time, height = one_peak(run.v_mv, dt)
    assert height - first["V_peak_mV"] == pytest.approx(given["dV_peak1_parabola"], abs=1e-3)
    assert time - first["t_peak_ms"] == pytest.approx(given["dt_peak1_parabola"], abs=1e-4)
    if method == "rk4" and dt >= 0.025:
        late = hh.simulate(10.0, duration_ms=150.0, dt_ms=dt, method="rk4", record=False).spike_times_ms[0]
        assert spikes.sustained_rate_hz(late, 150.0) == pytest.approx(given["f_Hz"], rel=3e-5)
    if method == "staggered":
        # Ours is a mean interval: a single one, between parabolas on a grid of 0.1 ms, is uncertain by 1e-4.
        rate = hh.fi_curve([10.0], duration_ms=400.0, dt_ms=dt, settle_ms=100.0)[0]
        assert rate == pytest.approx(given["f_Hz"], rel=1e-4 if dt == 0.1 else 3e-5)


def test_convergence_orders(truth: Array) -> None:
    """On the smooth climb to the first spike, 0 to 1.5 ms: halving dt divides the error by 2^order."""
    for method, order, dts in (("rk4", 4, (0.05, 0.025, 0.0125)), ("staggered", 2, (0.05, 0.025, 0.0125))):
        errors = [
            abs(float(hh.simulate(10.0, duration_ms=1.5, dt_ms=dt, method=method).v_mv[-1, 0] - truth[600]))
            for dt in dts
        ]
        for coarse, fine in zip(errors, errors[1:], strict=False):
            assert coarse / fine == pytest.approx(2**order, rel=0.25)


def test_gates_are_aligned_to_the_instants() -> None:
    """Half a step off would be an error of first order: 0.012 ms x dm/dt, 60 times what is allowed."""
    fine = hh.simulate(10.0, duration_ms=1.5, dt_ms=0.005, method="rk4")
    for gate in "mhn":
        errors = []
        for dt in (0.05, 0.025):
            run = hh.simulate(10.0, duration_ms=1.5, dt_ms=dt)
            errors.append(np.max(np.abs(getattr(run, gate)[:, 0] - getattr(fine, gate)[:: round(dt / 0.005), 0])))
        assert errors[1] < 2e-3
        assert errors[0] / errors[1] > 3.0


VARIANTS = {"standard": {}, "gNa=240": {"g_na_ms_cm2": 240.0}, "C=0.5": {"c_m_uf_cm2": 0.5}}


def stability_cases() -> list[tuple[hh.Parameters, float, float, bool, str]]:
    cases = []
    for name, entry in REFERENCE["rk4_stability"].items():
        values: dict[str, float] = {}
        current = 0.0
        for part in name.removeprefix("worst corner ").split(","):
            if part.startswith("I="):
                current = float(part[2:])
            elif part.startswith("T="):
                values["temperature_c"] = float(part[2:])
            else:
                values |= VARIANTS[part]
        for method, by_dt in (entry if "rk4" in entry else {"rk4": entry}).items():
            kind = "rk4" if method == "rk4" else "staggered"
            cases += [(hh.Parameters(**values), current, float(dt), good, kind) for dt, good in by_dt.items()]
    return cases


def test_a_step_too_large_is_told_and_never_plotted() -> None:
    cases = stability_cases()
    assert len(cases) == 104
    stable: dict[tuple[float, float, str], list[tuple[hh.Parameters, float]]] = {}
    for parameters, current, dt, good, method in cases:
        if good:
            stable.setdefault((dt, parameters.temperature_c, method), []).append((parameters, current))
            continue
        with pytest.raises(SimulationError) as caught:
            hh.simulate(current, duration_ms=50.0, dt_ms=dt, parameters=parameters, method="rk4")
        assert caught.value.code == "unstable", (parameters, current, dt)
        assert 0.0 < float(caught.value.values["time_ms"]) <= 50.0
    # What is stable is not called unstable: side by side, through the first spike and the next rise.
    for (dt, _, method), group in stable.items():
        kind: hh.Method = "rk4" if method == "rk4" else "staggered"
        members, currents = zip(*group, strict=True)
        run = hh.simulate(currents, duration_ms=12.0, dt_ms=dt, parameters=members, method=kind)
        assert -100.0 < run.v_mv.min() < run.v_mv.max() < 70.0


@pytest.mark.parametrize("dt", [0.1, 0.05, 0.025])
def test_the_staggered_scheme_stands_every_corner(dt: float) -> None:
    for parameters, current in {(case[0], case[1]) for case in stability_cases()}:
        run = hh.simulate([current, current], duration_ms=5.0, dt_ms=dt, parameters=parameters)
        assert -100.0 < run.v_mv.min() < run.v_mv.max() < 60.0


def test_drift_at_rest() -> None:
    given = REFERENCE["hh_fixed_step"]["rest_drift_50ms_mV"]
    run = hh.simulate(0.0, duration_ms=50.0, method="rk4")
    assert np.max(np.abs(run.v_mv - REST)) <= given["rk4"]
    # The table's rest differs from the true one by its interpolation, 1e-5 mV.
    for current in (0.0, [0.0, 0.0]):
        run = hh.simulate(current, duration_ms=50.0)
        assert np.max(np.abs(run.v_mv - REST)) < 1e-5
        assert max(np.max(np.abs(g - g[0])) for g in (run.m, run.h, run.n)) < 1e-6

# One neuron and many


def synapses(n_steps: int, dt_ms: float, peak: float = 0.1, nmda: float = 0.05) -> SynapticDrive:
    t = (np.arange(n_steps)[:, None] + 0.5) * dt_ms
    g = peak * t / 2.0 * np.exp(1.0 - t / 2.0)
    return SynapticDrive(g, 0.0 * g, nmda * np.exp(-t / 50.0), 1.0)


@pytest.mark.parametrize("with_synapses", [False, True])
def test_the_loop_over_numbers_is_the_loop_over_arrays(with_synapses: bool) -> None:
    drive = synapses(4000, 0.025) if with_synapses else None
    one = hh.simulate(8.0, duration_ms=100.0, synapses=drive)
    two = hh.simulate([8.0, 8.0], duration_ms=100.0, synapses=drive)
    for name in ("v_mv", "m", "h", "n", "i_na", "i_k", "i_l"):
        np.testing.assert_allclose(getattr(two, name)[:, :1], getattr(one, name), rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(two.spike_times_ms[1], one.spike_times_ms[0], atol=1e-11)


def test_synapses_agree_between_the_schemes_and_with_a_current() -> None:
    drive = synapses(4000, 0.0025)
    rk4 = hh.simulate(0.0, duration_ms=10.0, dt_ms=0.0025, synapses=drive, method="rk4")
    errors = []
    for every in (4, 2):
        coarse = SynapticDrive(*(
            x.reshape(-1, every, 1).mean(axis=1) for x in (drive.conductance, drive.weighted, drive.nmda)
            if x is not None
        ))
        run = hh.simulate(0.0, duration_ms=10.0, dt_ms=0.0025 * every, synapses=coarse)
        errors.append(np.max(np.abs(run.v_mv - rk4.v_mv[::every])))
    assert len(rk4.spike_times_ms[0]) >= 1
    assert errors[0] < 1.0
    # Second order also with the magnesium block, which follows V at once.
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.3)
    # A conductance whose reversal is far away is a current.
    g = np.full((800, 1), 1e-7)
    far = hh.simulate(0.0, duration_ms=20.0, synapses=SynapticDrive(g, g * 1e8))
    np.testing.assert_allclose(far.v_mv, hh.simulate(10.0, duration_ms=20.0).v_mv, atol=1e-2)


@examples(6)
@given(
    currents=st.lists(st.floats(-20.0, 150.0), min_size=2, max_size=4),
    method=st.sampled_from(["staggered", "rk4"]),
    dt=st.sampled_from([0.01, 0.025, 0.04]),
)
def test_many_neurons_are_single_neurons_side_by_side(currents: list[float], method: hh.Method, dt: float) -> None:
    together = hh.simulate(currents, duration_ms=8.0, dt_ms=dt, method=method)
    for j, current in enumerate(currents):
        alone = hh.simulate(current, duration_ms=8.0, dt_ms=dt, method=method)
        np.testing.assert_allclose(together.v_mv[:, j], alone.v_mv[:, 0], atol=1e-8)
        np.testing.assert_allclose(together.spike_times_ms[j], alone.spike_times_ms[0], atol=1e-9)


@examples(25)
@given(
    current=st.floats(-1e6, 1e6),
    temperature=st.floats(*hh.RANGES["temperature_c"]),
    capacitance=st.floats(*hh.RANGES["c_m_uf_cm2"]),
    g_na=st.floats(*hh.RANGES["g_na_ms_cm2"]),
    n=st.integers(1, 2),
    method=st.sampled_from(["staggered", "rk4"]),
    dt=st.floats(1e-3, hh.MAX_DT_MS),
)
def test_nothing_warns_and_nothing_is_not_a_number(
    current: float, temperature: float, capacitance: float, g_na: float, n: int, method: hh.Method, dt: float
) -> None:
    parameters = hh.Parameters(temperature_c=temperature, c_m_uf_cm2=capacitance, g_na_ms_cm2=g_na)
    try:
        run = hh.simulate([current] * n, duration_ms=200 * dt, dt_ms=dt, parameters=parameters, method=method)
    except SimulationError as refused:
        assert refused.code == "unstable"
        assert method == "rk4"
    else:
        assert np.all(np.isfinite(run.v_mv))
        assert np.all((run.m >= -hh.GATE_SLACK) & (run.m <= 1.0 + hh.GATE_SLACK))


def test_rest_stays_rest_for_any_membrane() -> None:
    members = [hh.Parameters(g_na_ms_cm2=g, g_k_ms_cm2=k) for g in (0.0, 60.0, 120.0) for k in (20.0, 36.0)]
    run = hh.simulate(0.0, duration_ms=30.0, parameters=members)
    assert np.max(np.abs(run.v_mv - run.v_mv[0])) < 1e-4
    assert run.v_mv.shape == (1201, 6)


def test_parameters_of_each_neuron() -> None:
    members = (hh.Parameters(), hh.Parameters(g_na_ms_cm2=0.0), hh.Parameters(g_k_ms_cm2=18.0))
    together = hh.simulate(10.0, duration_ms=30.0, parameters=members)
    for j, member in enumerate(members):
        alone = hh.simulate(10.0, duration_ms=30.0, parameters=member)
        np.testing.assert_allclose(together.v_mv[:, j], alone.v_mv[:, 0], atol=1e-8)
        np.testing.assert_allclose(together.i_k[:, j], alone.i_k[:, 0], atol=1e-8)
    # Tetrodotoxin: no sodium, no spike, however hard the push.
    assert len(hh.simulate(500.0, duration_ms=30.0, parameters=members[1]).spike_times_ms[0]) == 0


def test_a_run_can_be_continued() -> None:
    whole = hh.simulate(10.0, duration_ms=20.0)
    first = hh.simulate(10.0, duration_ms=8.0)
    second = hh.simulate(10.0, duration_ms=12.0, start=first.end)
    # The gates at the seam are a mean of two halves: an error dt^2 once more.
    assert np.max(np.abs(second.v_mv - whole.v_mv[320:])) < 1.0
    assert second.v_mv[0, 0] == first.v_mv[-1, 0]


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("method", ["staggered", "rk4"])
def test_without_a_record_the_same_spikes_and_ends(n: int, method: hh.Method) -> None:
    # 1,201 steps: more than one chunk, and no whole number of them.
    kept = hh.simulate([15.0] * n, duration_ms=30.025, method=method)
    lean = hh.simulate([15.0] * n, duration_ms=30.025, method=method, record=False)
    assert lean.v_mv.shape == (2, n)
    for name in ("time_ms", "v_mv", "m", "h", "n"):
        np.testing.assert_array_equal(getattr(lean, name), getattr(kept, name)[[0, -1]])
    for a, b in zip(lean.spike_times_ms, kept.spike_times_ms, strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(lean.settled_mv, kept.settled_mv)
    np.testing.assert_allclose(kept.settled_mv, kept.v_mv[-800:].mean(axis=0), rtol=1e-12)


def test_currents_balance_in_the_record() -> None:
    """C dV/dt = I - i_na - i_k - i_l on the record itself, up to the difference quotient's own error."""
    run = hh.simulate(10.0, duration_ms=10.0, dt_ms=0.01, method="rk4")
    slope = (run.v_mv[2:] - run.v_mv[:-2]) / 0.02
    total = (10.0 - run.i_na - run.i_k - run.i_l)[1:-1]
    assert np.max(np.abs(slope - total)) < 1.0
    assert np.max(np.abs(total)) > 300.0

# Refusals


@pytest.mark.parametrize("name", list(hh.RANGES))
def test_impossible_parameters(name: str) -> None:
    low, high = hh.RANGES[name]
    for value in (low - 1.0, high + 1.0, math.nan, math.inf):
        with pytest.raises(SimulationError) as caught:
            hh.Parameters(**{name: value})
        assert caught.value.code == "parameter"
        assert caught.value.values["name"] == name


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("time_step", {"dt_ms": 0.5}),
        ("time_step", {"dt_ms": 0.0}),
        ("time_step", {"dt_ms": math.nan}),
        ("duration", {"duration_ms": -1.0}),
        ("too_many_steps", {"duration_ms": 1e9}),
        ("too_many_values", {"duration_ms": 2e4, "current": np.zeros(100)}),
        ("current", {"current": math.nan}),
        ("shape", {"current": np.zeros((7, 2))}),
        ("shape", {"current": np.zeros(3), "parameters": (hh.STANDARD,) * 2}),
        ("shape", {"exchange": np.eye(2)}),
        ("parameter", {"method": "euler"}),
        ("parameter", {"parameters": ()}),
        ("parameter", {"parameters": (hh.STANDARD, hh.Parameters(temperature_c=20.0))}),
        ("parameter", {"start": hh.State(*(np.array([math.nan]),) * 4)}),
        ("shape", {"synapses": SynapticDrive(np.zeros((3, 1)), np.zeros((3, 1)))}),
        ("parameter", {"synapses": SynapticDrive(np.full((400, 1), -1.0), np.zeros((400, 1)))}),
    ],
)
def test_impossible_runs(code: str, given: dict[str, Any]) -> None:
    with pytest.raises(SimulationError) as caught:
        hh.simulate(**({"current": 0.0, "duration_ms": 10.0} | given))
    assert caught.value.code == code


def test_tables_are_read_only_and_cached() -> None:
    table = hh.gate_table(6.3, 0.025)
    assert hh.gate_table(6.3, 0.025) is table
    assert not table.flags.writeable
    assert hh.gate_table.cache_info().maxsize is not None
