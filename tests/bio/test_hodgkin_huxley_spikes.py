"""What counts as a spike of the Hodgkin-Huxley membrane, and where a run begins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.bio import spikes, stimuli
from neuroviz.bio.simulation import SynapticDrive
from tests.examples import examples

# What is a spike, and what only looks like one


@examples(12)
@given(
    current=st.floats(-300.0, -100.0), peak=st.floats(0.2, 1.0), gap=st.floats(4.0, 15.0), record=st.booleans(),
)
def test_a_passive_swing_is_no_spike(current: float, peak: float, gap: float, record: bool) -> None:
    """Held far below rest, excitatory synapses lift V by tens of millivolts, and no sodium channel opens."""
    t = np.arange(4000) * 0.025
    g = (peak * (t % gap) * np.exp(1.0 - t % gap))[:, None]
    for n in (1, 2):
        run = hh.simulate([current] * n, duration_ms=100.0, synapses=SynapticDrive(g, 0.0 * g), record=record)
        assert [len(times) for times in run.spike_times_ms] == [0] * n
        if record:
            assert len(spikes.find_peaks(run.v_mv[:, 0], 0.025)[0].times_ms) > 0 or np.ptp(run.v_mv) < 60.0


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize(("share", "sigma"), [
    (0.02, 10.0), (0.05, 5.0), (0.0, 20.0), (0.05, 20.0), (0.08, 10.0), (0.1, 20.0), (0.15, 10.0), (0.15, 50.0),
])
def test_noise_on_a_membrane_without_excitability_is_no_spike(share: float, sigma: float, n: int) -> None:
    rows = stimuli.white_noise(sigma, np.random.default_rng(1), duration_ms=200.0, dt_ms=0.025, tau_ms=1.0)
    membrane = hh.Parameters(g_na_ms_cm2=120.0 * share)
    run = hh.simulate(np.repeat(rows, n, axis=1), duration_ms=200.0, parameters=membrane)
    assert len(spikes.find_peaks(run.v_mv[:, 0], 0.025, 15.0)[0].times_ms) > 10
    assert [len(times) for times in run.spike_times_ms] == [0] * n


@pytest.mark.parametrize(("values", "rises"), [
    # How far V rises by itself after the shock that brings most, by Runge and Kutta's method in fine steps.
    ({"g_na_ms_cm2": 6.0}, 0.0), ({"g_na_ms_cm2": 12.0}, 4.5), ({"g_na_ms_cm2": 18.0}, 22.9),
    ({"g_na_ms_cm2": 24.0}, 37.6), ({}, 95.4), ({"g_na_ms_cm2": 24.0, "temperature_c": 18.5}, 20.5),
    ({"g_na_ms_cm2": 30.0, "temperature_c": 18.5}, 29.1), ({"temperature_c": 36.0}, 40.0),
])
def test_a_membrane_has_a_threshold_where_it_goes_on_by_itself(values: dict[str, float], rises: float) -> None:
    p = hh.Parameters(**values)
    rest, shocks = hh.rest(p), np.arange(2.0, 80.0, 1.0)
    quick = max(0.5, hh.upswing_speedup(p))
    start = hh.State(rest.v_mv + shocks, *(np.repeat(x, len(shocks)) for x in (rest.m, rest.h, rest.n)))
    run = hh.simulate(0.0, duration_ms=15.0 / quick, dt_ms=0.02 / quick, parameters=p, method="rk4", start=start)
    own = float((run.v_mv.max(axis=0) - start.v_mv).max())
    assert own == pytest.approx(rises, abs=0.5)
    assert hh.excitable(p) == (own >= spikes.PROMINENCE_MV)


@pytest.mark.parametrize("values", [
    {"g_k_ms_cm2": 10.8, "g_na_ms_cm2": 240.0}, {"g_k_ms_cm2": 18.0}, {"g_k_ms_cm2": 1.8, "g_na_ms_cm2": 24.0},
], ids=str)
def test_a_membrane_that_fires_by_itself_is_excitable(values: dict[str, float]) -> None:
    """Its equilibrium may be so high that no shock from there brings much."""
    p = hh.Parameters(**values)
    assert hh.excitable(p)
    run = hh.simulate(0.0, duration_ms=200.0, parameters=p, start=hh.settled(p).state)
    assert spikes.sustained_rate_hz(run.spike_times_ms[0], 200.0) > 0.0


def test_of_a_noisy_axons_swings_those_that_sodium_made_are_spikes() -> None:
    """At twice a unit of z of noise: some 400 swings of 25 mV, a quarter of them spikes: the high ones."""
    rows = stimuli.white_noise(20.0, np.random.default_rng(0), duration_ms=1000.0, dt_ms=0.025, tau_ms=1.0)
    run = hh.simulate(rows, duration_ms=1000.0)
    swings = spikes.find_peaks(run.v_mv[:, 0], 0.025)[0]
    assert len(swings.times_ms) > 300
    fired = np.isin(swings.times_ms, run.spike_times_ms[0])
    assert fired.sum() == len(run.spike_times_ms[0])
    assert swings.v_mv[fired].min() > -20.0
    assert np.mean(fired[swings.v_mv > 10.0]) > 0.9


@pytest.mark.parametrize("current", [7.0, 30.0, 62.0, 80.0, 100.0, 118.0])
@pytest.mark.parametrize("record", [True, False])
def test_the_small_spikes_of_a_strong_current_are_spikes(current: float, record: bool) -> None:
    run = hh.simulate(current, duration_ms=200.0, record=record)
    assert spikes.sustained_rate_hz(run.spike_times_ms[0], 200.0) > 50.0


def test_a_pulse_too_strong_to_see_the_upswing_still_brings_a_spike() -> None:
    rows = stimuli.step([200.0, 500.0, 500.0], start_ms=5.0, stop_ms=6.0, duration_ms=30.0, dt_ms=0.025)
    whole = hh.simulate(rows, duration_ms=30.0)
    fifth = hh.simulate(rows, duration_ms=30.0, parameters=hh.Parameters(g_na_ms_cm2=18.0))
    assert [len(times) for times in whole.spike_times_ms] == [1, 1, 1]
    assert [len(times) for times in fifth.spike_times_ms] == [0, 0, 0]

# Where a run begins, and the longest step


@pytest.mark.parametrize("share", [0.3, 0.4, 0.5])
def test_a_membrane_that_cannot_rest_begins_in_its_own_firing(share: float) -> None:
    """On the unstable equilibrium nothing but rounding would decide when it fires, and with it the step."""
    membrane = hh.Parameters(g_k_ms_cm2=36.0 * share)
    begun = hh.settled(membrane)
    assert not begun.resting
    firsts = []
    for dt, method in ((0.025, "staggered"), (0.0125, "staggered"), (0.01, "rk4")):
        run = hh.simulate(0.0, duration_ms=100.0, dt_ms=dt, parameters=membrane, start=begun.state, method=method)
        times = run.spike_times_ms[0]
        assert spikes.sustained_rate_hz(times, 100.0, 0.0) > 30.0
        assert np.diff(times) == pytest.approx(np.full(len(times) - 1, np.diff(times).mean()), rel=0.02)
        firsts.append(times[0])
    assert firsts == pytest.approx([firsts[-1]] * 3, abs=0.1)


@pytest.mark.parametrize("current", [-20.0, 0.0, 5.0, 9.7])
def test_what_is_stable_is_where_it_settles(current: float) -> None:
    """The Hopf point is at 9.7754: below it a small push dies away, above it it grows."""
    found = hh.settled(hh.STANDARD, current)
    assert found.resting
    assert found.state.v_mv == pytest.approx(hh.rest(hh.STANDARD, current).v_mv)
    assert hh.settled(hh.STANDARD, 9.85).resting is False


@pytest.mark.parametrize("values", [
    {}, {"temperature_c": 18.5}, {"temperature_c": 24.0}, {"c_m_uf_cm2": 0.2}, {"g_na_ms_cm2": 240.0},
    {"temperature_c": 24.0, "c_m_uf_cm2": 0.3},
], ids=str)
def test_the_longest_step_errs_by_little_and_twice_it_by_more(values: dict[str, float]) -> None:
    membrane = hh.Parameters(**values)
    longest, end = hh.longest_step_ms(membrane), 150.0

    def rate(dt: float) -> float:
        return float(hh.fi_curve([16.0], duration_ms=end, dt_ms=dt, parameters=membrane)[0])

    truth = rate(0.05 * longest)
    assert truth > 50.0
    assert rate(longest) == pytest.approx(truth, rel=0.02)
    assert abs(rate(1.6 * longest) - truth) > 1.5 * abs(rate(longest) - truth)
