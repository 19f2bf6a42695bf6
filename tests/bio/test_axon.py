"""Conduction against the reference (a finite-difference axon, its limit, and Brian2) and against what must hold.

The spacing of our cosine modes is exact for a smooth front; what is left is the step, 1e-4 of a speed at the steps
chosen here. The reference's own figures carry its spacing: 1e-3 to 2e-3 below the limit that it extrapolates to.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from neuroviz.bio import axon
from neuroviz.bio.hodgkin_huxley import Parameters
from neuroviz.bio.simulation import SimulationError
from tests.bio.reference import REFERENCE

GIVEN: dict[str, Any] = REFERENCE["axon"]
AT_18: dict[str, float] = GIVEN["d476_T18.5"]
LIMIT = AT_18["richardson_order2"]


def test_the_axon_of_1952() -> None:
    ours = axon.conduct()
    assert ours.speed_m_s == pytest.approx(LIMIT, rel=3e-4)
    # Huxley by hand in 1952: 18.8.
    assert ours.speed_m_s == pytest.approx(18.8, rel=5e-3)
    for key, speed in AT_18.items():
        # Their coarsest grid, 0.5 mm and 0.002 ms, errs by 2e-3.
        assert ours.speed_m_s == pytest.approx(speed, rel=2.5e-3), key
    for key, speed in REFERENCE["brian"]["other"]["axon_velocity_m_s"].items():
        assert ours.speed_m_s == pytest.approx(speed, rel=2.5e-3), key


def test_the_error_is_of_second_order_in_the_step_and_nil_in_space() -> None:
    speeds = [axon.conduct(dt_ms=dt).speed_m_s for dt in (0.008, 0.004, 0.002)]
    errors = [LIMIT - speed for speed in speeds]
    # The shape of the front is sampled at the step, and the ratio is 4 only roughly.
    assert 3.0 < errors[0] / errors[1] < 5.5
    assert errors[2] < 2.5e-3
    assert axon.conduct(points=160).speed_m_s == pytest.approx(axon.conduct().speed_m_s, rel=5e-5)


def test_cold_axon() -> None:
    # The reference's single grid lies 2e-4 below the limit of the continuous equation, 12.3138 m/s.
    assert axon.conduct(temperature_c=6.3).speed_m_s == pytest.approx(GIVEN["T6.3_d476"], rel=5e-4)


def test_speed_grows_as_the_square_root_of_the_diameter() -> None:
    for diameter, speed in GIVEN["sqrt_d"].items():
        simulated = axon.conduct(float(diameter)).speed_m_s
        assert simulated == pytest.approx(speed, rel=1e-3)
        assert axon.unmyelinated_speed_m_s(float(diameter)) == pytest.approx(simulated, rel=1e-6)
    # A thinner core of less resistance is the same axon.
    assert axon.conduct(952.0, r_i_ohm_cm=2 * 35.4).speed_m_s == pytest.approx(axon.conduct().speed_m_s, rel=1e-6)


def test_the_spike_runs_at_one_speed() -> None:
    ours = axon.conduct()
    inner = slice(round(0.3 * axon.POINTS), round(0.85 * axon.POINTS))
    local = np.diff(ours.position_mm[inner]) / np.diff(ours.arrival_ms[inner])
    np.testing.assert_allclose(local, ours.speed_m_s, rtol=3e-3)


def test_warmth_hastens_the_spike_and_heat_stops_it() -> None:
    low, high = axon.HEAT_BLOCK_C
    speeds = [axon.unmyelinated_speed_m_s(476.0, t) for t in (6.3, 18.5, 30.0, low)]
    assert speeds[0] < speeds[1] < speeds[2]
    assert 0.0 < speeds[3] < speeds[2]
    blocked = axon.conduct(temperature_c=high)
    assert blocked.speed_m_s == 0.0
    # It starts, and dies on the way.
    assert np.isfinite(blocked.arrival_ms[0])
    assert np.isnan(blocked.arrival_ms[-1])
    assert axon.unmyelinated_speed_m_s(1.0, 37.0) == 0.0


def test_spreading_moves_charge_and_makes_none() -> None:
    points, length, diameter, dt = 40, 20.0, 476.0, 0.05
    matrix = axon.spreading(points, length, diameter, dt, 35.4, 1.0)
    np.testing.assert_allclose(matrix.sum(axis=0), 1.0, atol=1e-12)
    np.testing.assert_allclose(matrix.sum(axis=1), 1.0, atol=1e-12)
    # A Gaussian stays one, and its variance grows by 2 D t: D = d / (4 R_i C) = 0.3362 cm2/ms = 33.62 mm2/ms.
    x = (np.arange(points) + 0.5) * length / points - length / 2
    spread = matrix @ np.exp(-0.5 * (x / 1.5) ** 2)
    variance = 1.5**2 + 2 * 33.6158 * dt
    np.testing.assert_allclose(spread, 1.5 / math.sqrt(variance) * np.exp(-0.5 * x**2 / variance), atol=2e-4)


def test_myelin() -> None:
    """6 m/s for each um (Hursh 1939): 12 m/s at 2 um, 120 m/s at 20 um, nodes about 100 diameters apart."""
    assert axon.myelinated_speed_m_s(2.0) == pytest.approx(12.0)
    assert axon.myelinated_speed_m_s(20.0) == pytest.approx(120.0)
    assert axon.internode_mm(10.0) == pytest.approx(1.0)
    for diameter in (1.0, 10.0):
        assert axon.myelinated_speed_m_s(diameter) > 5 * axon.unmyelinated_speed_m_s(diameter)


def test_delays() -> None:
    np.testing.assert_allclose(axon.delays_ms([0.0, 50.0, 1000.0], 50.0), [0.0, 1.0, 20.0])
    np.testing.assert_array_equal(axon.delays_ms([0.0, 1.0], 0.0), [0.0, math.inf])


def test_refusals() -> None:
    for refused in (
        lambda: axon.conduct(0.0),
        lambda: axon.conduct(math.nan),
        lambda: axon.conduct(temperature_c=100.0),
        lambda: axon.conduct(r_i_ohm_cm=0.0),
        lambda: axon.conduct(points=3),
        lambda: axon.unmyelinated_speed_m_s(-1.0),
        lambda: axon.myelinated_speed_m_s(0.5),
        lambda: axon.myelinated_speed_m_s(50.0),
        lambda: axon.internode_mm(math.inf),
        lambda: axon.delays_ms([1.0], -1.0),
        lambda: axon.delays_ms([-1.0], 1.0),
    ):
        with pytest.raises(SimulationError) as caught:
            refused()
        assert caught.value.code == "parameter"


@pytest.mark.parametrize("row", REFERENCE["axon_membranes"]["rows"], ids=str)
def test_the_speed_follows_from_the_membrane_as_in_neuron(row: dict[str, float]) -> None:
    """Capacitance, sodium, potassium, temperature: NEURON's axon with the same membrane, started at the same rest. With
    40 % of the sodium channels at 18.5 C both still conduct a spike, of 52 mV, its peak at -13 mV."""
    membrane = Parameters(
        temperature_c=row["T"], c_m_uf_cm2=row["C"], g_na_ms_cm2=120.0 * row["na"], g_k_ms_cm2=36.0 * row["k"])
    assert axon.unmyelinated_speed_m_s(476.0, membrane=membrane) == pytest.approx(row["m_s"], rel=5e-3)


@pytest.mark.parametrize(("share", "temperature"), [(0.35, 18.5), (0.2, 18.5), (0.0, 6.3), (0.1, 6.3)])
def test_with_too_few_sodium_channels_the_spike_dies_on_the_way(share: float, temperature: float) -> None:
    membrane = Parameters(temperature_c=temperature, g_na_ms_cm2=120.0 * share)
    assert axon.unmyelinated_speed_m_s(476.0, membrane=membrane) == 0.0


@pytest.mark.parametrize("values", [{"c_m_uf_cm2": 0.3}, {"c_m_uf_cm2": 4.0}, {"g_na_ms_cm2": 200.0}], ids=str)
def test_another_membranes_speed_is_as_exact(values: dict[str, float]) -> None:
    membrane = Parameters(temperature_c=18.5, **values)
    usual = axon.conduct(membrane=membrane).speed_m_s
    assert usual > 0.0
    assert axon.conduct(membrane=membrane, points=192).speed_m_s == pytest.approx(usual, rel=1e-3)
    assert axon.conduct(membrane=membrane, dt_ms=0.001).speed_m_s == pytest.approx(usual, rel=2e-3)
