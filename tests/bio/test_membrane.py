"""The passive membrane against closed forms and independent solutions of its equation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio.membrane import Parameters, simulate
from neuroviz.bio.simulation import SimulationError, SynapticDrive
from neuroviz.bio.synapses import RECEPTORS, Receptor, Synapse, conductance, drive
from tests.bio.reference import REFERENCE

SYNAPSES = REFERENCE["passive"]["synapses"]
EXCITING = Receptor("exciting", 0.0, 2.0, 2.0)
INHIBITING = Receptor("inhibiting", -70.0, 5.0, 5.0)
SHUNTING = Receptor("shunting", -65.0, 5.0, 5.0)

# The step is of second order: halving 0.01 ms moves a peak by less than this, also for fifty inputs together.
PEAK_MV = 2e-6


def peak(synapses: list[Synapse], *, duration_ms: float = 100.0, dt_ms: float = 0.01) -> tuple[float, float]:
    """The largest deviation from rest (mV), and when (ms)."""
    rows = drive(synapses, n_steps=round(duration_ms / dt_ms), dt_ms=dt_ms)
    run = simulate(duration_ms=duration_ms, dt_ms=dt_ms, synapses=rows)
    away = run.v_mv[:, 0] + 65.0
    k = int(np.argmax(np.abs(away)))
    return float(away[k]), float(run.time_ms[k])


@pytest.mark.parametrize(
    ("receptor", "key"),
    [(EXCITING, "EPSP_1nS_alpha2ms_E0"), (INHIBITING, "IPSP_1nS_alpha5ms_E-70"), (SHUNTING, "shunt_1nS_alpha5ms_E-65")],
)
def test_one_input_moves_the_membrane_as_the_reference_says(receptor: Receptor, key: str) -> None:
    height, time = peak([Synapse([0.0], receptor, 1.0)])
    assert height == pytest.approx(SYNAPSES[key]["dV_mV"], abs=PEAK_MV)
    assert time == pytest.approx(SYNAPSES[key]["t_peak_ms"], abs=0.0051)  # found on a grid of 0.01 ms


def test_a_shunting_input_alone_moves_nothing_at_all() -> None:
    assert peak([Synapse([0.0], SHUNTING, 50.0)]) == (0.0, 0.0)


def test_a_shunting_input_weakens_an_exciting_one() -> None:
    alone, _ = peak([Synapse([0.0], EXCITING, 1.0)])
    shunted, _ = peak([Synapse([0.0], EXCITING, 1.0), Synapse([0.0], SHUNTING, 10.0)])
    assert 0.0 < shunted < 0.9 * alone


def test_brian_finds_the_same_peak() -> None:
    # Brian's run had a fixed step of 0.001 ms.
    height, time = peak([Synapse([0.0], EXCITING, 1.0)])
    assert height - 65.0 == pytest.approx(REFERENCE["brian"]["other"]["synapse"]["V_peak_mV"], abs=PEAK_MV)
    assert time == pytest.approx(REFERENCE["brian"]["other"]["synapse"]["t_peak_ms"], abs=0.006)


def test_a_current_in_place_of_the_conductance_gives_the_closed_form() -> None:
    dt = 0.01
    pulse = 65.0 * conductance([0.0], EXCITING, 1.0, n_steps=10_000, dt_ms=dt)
    run = simulate(pulse[:, np.newaxis], duration_ms=100.0, dt_ms=dt)
    k = int(np.argmax(run.v_mv))
    expected = SYNAPSES["EPSP_current_based_closed_form"]
    assert run.v_mv[k, 0] + 65.0 == pytest.approx(expected["dV_mV"], abs=PEAK_MV)
    assert run.time_ms[k] == pytest.approx(expected["t_peak_ms"], abs=0.0051)


@pytest.mark.parametrize(("count", "height"), SYNAPSES["spatial_summation_dV"].items())
def test_inputs_together_add_up_to_less_than_their_sum(count: str, height: float) -> None:
    assert peak([Synapse([0.0], EXCITING, 1.0)] * int(count))[0] == pytest.approx(height, abs=PEAK_MV)


@pytest.mark.parametrize(("gap", "height"), SYNAPSES["temporal_summation_two_EPSPs_dV"].items())
def test_inputs_after_one_another_add_up_less_the_longer_apart(gap: str, height: float) -> None:
    assert peak([Synapse([0.0, float(gap)], EXCITING, 1.0)], duration_ms=150.0)[0] == pytest.approx(height, abs=PEAK_MV)


@given(
    current=st.floats(-1e3, 1e3),
    capacitance=st.floats(1.0, 1e3),
    leak=st.floats(0.1, 100.0),
    start=st.floats(-100.0, 50.0),
    dt=st.sampled_from([0.01, 0.1, 1.0, 7.0]),
)
def test_a_constant_current_is_an_exponential_at_any_step(
    current: float, capacitance: float, leak: float, start: float, dt: float
) -> None:
    run = simulate(
        current, duration_ms=20 * dt, dt_ms=dt, parameters=Parameters(capacitance, leak, -65.0), start_mv=start
    )
    target, tau = -65.0 + current / leak, capacitance / leak
    exact = target + (start - target) * np.exp(-run.time_ms / tau)
    np.testing.assert_allclose(run.v_mv[:, 0], exact, rtol=1e-12, atol=1e-10)


def test_a_constant_conductance_is_an_exponential_too() -> None:
    ones = np.ones((10, 1))
    run = simulate(100.0, duration_ms=100.0, dt_ms=10.0, synapses=SynapticDrive(30.0 * ones, 30.0 * -20.0 * ones))
    target, tau = (10.0 * -65.0 + 100.0 + 30.0 * -20.0) / 40.0, 200.0 / 40.0
    np.testing.assert_allclose(run.v_mv[:, 0], target + (-65.0 - target) * np.exp(-run.time_ms / tau), rtol=1e-12)


@pytest.mark.parametrize("magnesium", [False, True])
def test_the_error_falls_with_the_square_of_the_step(magnesium: bool) -> None:
    receptor = RECEPTORS["nmda"] if magnesium else RECEPTORS["ampa"]

    def end(dt: float) -> float:
        # Spikes off every grid. The mean over a step keeps what they let in, whatever the step.
        rows = drive([Synapse([1.234, 9.876], receptor, 20.0)], n_steps=round(20 / dt), dt_ms=dt)
        return float(simulate(duration_ms=20.0, dt_ms=dt, synapses=rows).v_mv[-1, 0])

    truth = end(0.0025)
    errors = [abs(end(dt) - truth) for dt in (0.4, 0.2, 0.1)]
    orders = [math.log2(a / b) for a, b in zip(errors, errors[1:], strict=False)]
    assert min(orders) > 1.7, (errors, orders)
    assert errors[-1] < 2e-3


def test_neurons_together_are_neurons_one_by_one() -> None:
    rng = np.random.default_rng(3)
    currents = rng.normal(0.0, 200.0, size=(500, 3))
    rows = drive(
        [Synapse([3.3, 20.0], RECEPTORS[name], 5.0) for name in ("ampa", "nmda", "gaba_a")], n_steps=500, dt_ms=0.1
    )
    together = simulate(currents, duration_ms=50.0, synapses=rows).v_mv
    for i in range(3):
        one = simulate(currents[:, i : i + 1], duration_ms=50.0, synapses=rows).v_mv
        np.testing.assert_allclose(together[:, i : i + 1], one, rtol=0, atol=1e-10)


def test_rest_is_where_it_stays() -> None:
    run = simulate([0.0, 0.0], duration_ms=1000.0)
    assert np.all(run.v_mv == -65.0)
    assert run.v_mv.shape == (10_001, 2)
    assert run.time_ms.shape == (10_001,)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_no_capacitance_and_no_leak_are_refused(bad: float) -> None:
    for name in ("capacitance_pf", "leak_ns"):
        with pytest.raises(SimulationError) as refused:
            Parameters(**{name: bad})
        assert refused.value.code == "parameter"
        assert refused.value.values["name"] == name


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"current": math.nan}, "current"),
        ({"current": 1e7}, "current"),
        ({"current": np.zeros((3, 2))}, "shape"),
        ({"start_mv": math.nan}, "parameter"),
        ({"duration_ms": 0.0}, "duration"),
        ({"dt_ms": -0.1}, "time_step"),
        ({"duration_ms": 1e9}, "too_many_steps"),
        ({"current": np.zeros(10_000), "duration_ms": 1000.0}, "too_many_values"),
        ({"synapses": SynapticDrive(np.ones((7, 1)), np.ones((7, 1)))}, "shape"),
        ({"synapses": SynapticDrive(np.ones(100), np.ones(100))}, "shape"),
        ({"synapses": SynapticDrive(-np.ones((100, 1)), np.ones((100, 1)))}, "parameter"),
        ({"synapses": SynapticDrive(np.ones((100, 1)), np.full((100, 1), np.nan))}, "parameter"),
        ({"synapses": SynapticDrive(np.ones((100, 1)), np.ones((100, 1)), np.full((100, 1), np.inf))}, "parameter"),
        ({"synapses": SynapticDrive(np.ones((100, 1)), np.ones((100, 1)), magnesium_mm=-1.0)}, "parameter"),
        ({"current": [1.0, 2.0], "synapses": SynapticDrive(np.ones((100, 3)), np.ones((100, 3)))}, "shape"),
    ],
)
def test_what_cannot_be_run_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(SimulationError) as refused:
        simulate(**{"duration_ms": 10.0, **change})  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_extreme_membrane_does_not_warn() -> None:
    nmda = SynapticDrive(np.full((10, 1), 1e6), np.full((10, 1), -1e9), np.full((10, 1), 1e6), 1e6)
    for parameters in (Parameters(1e-300, 1e-3), Parameters(1e300, 1e-3), Parameters(1.0, 1e300)):
        assert np.all(np.isfinite(simulate(-1e6, duration_ms=1.0, parameters=parameters, synapses=nmda).v_mv))
        assert np.all(np.isfinite(simulate([-1e6, 1e6], duration_ms=1.0, parameters=parameters, synapses=nmda).v_mv))
