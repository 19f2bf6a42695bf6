"""Currents carry the charge they should at every step; trains have the rate they should."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import stimuli
from neuroviz.bio.simulation import SimulationError
from neuroviz.bio.stimuli import (
    coloured_noise,
    poisson,
    pulse_pair,
    pulse_train,
    ramp,
    regular,
    sine,
    step,
    white_noise,
    zero,
)

DTS = st.sampled_from([0.01, 0.025, 0.1, 0.3, 1.0])
times = st.floats(-5.0, 40.0)


def test_zero_is_zero() -> None:
    assert zero(duration_ms=1.0, dt_ms=0.1, n=3).tolist() == [[0.0] * 3] * 10


@given(dt=DTS, start=times, width=st.floats(0.0, 50.0), height=st.floats(-100.0, 100.0))
def test_a_step_carries_its_charge_at_every_dt(dt: float, start: float, width: float, height: float) -> None:
    rows = step([height, 2 * height], duration_ms=30.0, dt_ms=dt, start_ms=start, stop_ms=start + width)
    inside = max(0.0, min(start + width, 30.0) - max(start, 0.0))
    np.testing.assert_allclose(rows.sum(axis=0) * dt, [height * inside, 2 * height * inside], rtol=0, atol=1e-6)
    assert rows.shape == (round(30.0 / dt), 2)


@pytest.mark.parametrize("dt", [0.1, 0.025, 0.3])
def test_a_step_on_the_grid_is_exact(dt: float) -> None:
    # 3 * 0.1 is not 0.3 in floating point, and 2.0000000000000004 nA would be above the rheobase.
    rows = step(2.0, duration_ms=300 * dt, dt_ms=dt, start_ms=3 * dt, stop_ms=7 * dt)
    assert rows[:, 0].tolist() == [0.0] * 3 + [2.0] * 4 + [0.0] * 293
    assert np.all(step(2.0, duration_ms=300 * dt, dt_ms=dt) == 2.0)


def test_a_step_that_ends_before_it_starts_is_nothing() -> None:
    assert not np.any(step(1.0, duration_ms=1.0, dt_ms=0.1, start_ms=0.5, stop_ms=0.2))


@given(dt=DTS, start=st.floats(-5.0, 20.0), width=st.floats(0.5, 20.0), a=st.floats(-5.0, 5.0), b=st.floats(-5.0, 5.0))
def test_a_ramp_is_the_mean_of_its_line(dt: float, start: float, width: float, a: float, b: float) -> None:
    rows = ramp(a, b, duration_ms=30.0, dt_ms=dt, start_ms=start, stop_ms=start + width)
    low, high = max(start, 0.0), min(start + width, 30.0)
    mean = a + (b - a) * (0.5 * (low + high) - start) / width
    np.testing.assert_allclose(rows.sum() * dt, mean * max(high - low, 0.0), rtol=0, atol=1e-6)


def test_a_ramp_step_by_step() -> None:
    rows = ramp([0.0, 1.0], [4.0, 1.0], duration_ms=5.0, dt_ms=1.0, start_ms=0.0, stop_ms=4.0)
    np.testing.assert_allclose(rows[:, 0], [0.5, 1.5, 2.5, 3.5, 0.0])
    np.testing.assert_allclose(rows[:, 1], [1.0, 1.0, 1.0, 1.0, 0.0])


def test_a_pair_of_pulses() -> None:
    rows = pulse_pair(3.0, second=5.0, duration_ms=1.0, dt_ms=0.1, start_ms=0.1, width_ms=0.2, interval_ms=0.5)
    np.testing.assert_allclose(rows[:, 0], [0, 3, 3, 0, 0, 0, 5, 5, 0, 0], atol=1e-12)
    same = pulse_pair(3.0, duration_ms=1.0, dt_ms=0.1, start_ms=0.1, width_ms=0.2, interval_ms=0.0)
    np.testing.assert_allclose(same[1:3, 0], [6.0, 6.0])


@given(dt=DTS, rate=st.floats(0.0, 500.0), width=st.floats(0.0, 10.0), start=st.floats(0.0, 10.0))
def test_a_train_of_pulses_is_the_sum_of_its_pulses(dt: float, rate: float, width: float, start: float) -> None:
    rows = pulse_train(2.0, duration_ms=30.0, dt_ms=dt, rate_hz=rate, width_ms=width, start_ms=start, stop_ms=25.0)
    one_by_one = zero(duration_ms=30.0, dt_ms=dt)
    for onset in start + regular(rate, 25.0 - start):
        one_by_one += step(2.0, duration_ms=30.0, dt_ms=dt, start_ms=onset, stop_ms=onset + width)
    np.testing.assert_allclose(rows, one_by_one, rtol=0, atol=1e-6)


@given(dt=DTS, frequency=st.floats(0.0, 2000.0), phase=st.floats(-2.0, 2.0))
def test_a_sine_is_its_mean_over_each_step(dt: float, frequency: float, phase: float) -> None:
    rows = sine(3.0, frequency_hz=frequency, duration_ms=3.0, dt_ms=dt, mean=1.0, phase=phase)
    n = rows.shape[0]
    fine = (np.arange(n)[:, np.newaxis] + (np.arange(200) + 0.5) / 200) * dt
    wave = 1.0 + 3.0 * np.sin(2 * np.pi * (frequency * fine / 1000.0 + phase))
    np.testing.assert_allclose(rows[:, 0], wave.mean(axis=1), rtol=0, atol=2e-4)


@pytest.mark.parametrize("noise", [white_noise, coloured_noise])
def test_noise_is_the_generators_and_centred(noise: Callable[..., np.ndarray[Any, Any]]) -> None:
    def rows(seed: int) -> np.ndarray[Any, Any]:
        return noise(
            [0.0, 0.5], np.random.default_rng(seed), mean=[1.0, 2.0], tau_ms=5.0, duration_ms=2000.0, dt_ms=0.1
        )

    np.testing.assert_array_equal(rows(1), rows(1))
    assert np.any(rows(1) != rows(2))
    assert np.all(rows(1)[:, 0] == 1.0)
    # Both have the same low-frequency power, 2 tau sigma^2: the mean over T has variance 2 tau sigma^2 / T.
    error = math.sqrt(2 * 5.0 * 0.25 / 2000.0)
    assert abs(rows(1)[:, 1].mean() - 2.0) < 5 * error


@pytest.mark.parametrize("dt", [0.05, 0.5, 5.0])
def test_coloured_noise_has_its_spread_and_memory_at_every_dt(dt: float) -> None:
    rows = coloured_noise(np.full(400, 0.7), np.random.default_rng(2), tau_ms=5.0, duration_ms=100 * dt, dt_ms=dt)
    # 400 independent neurons at one instant: a variance known within 1/sqrt(200) = 7 %, four times that allowed.
    for k in (0, 99):
        assert np.var(rows[k]) == pytest.approx(0.49, rel=0.28)
    lag = round(5.0 / dt) if dt < 5.0 else 1
    if lag < 100:
        correlation = np.mean(rows[lag:] * rows[:-lag]) / np.mean(rows**2)
        assert correlation == pytest.approx(math.exp(-1.0), abs=0.12)


@pytest.mark.parametrize("dt", [0.05, 0.5])
def test_white_noise_has_its_power_at_every_dt(dt: float) -> None:
    rows = white_noise(np.full(100, 0.3), np.random.default_rng(2), tau_ms=8.0, duration_ms=500 * dt, dt_ms=dt)
    assert np.var(rows) * dt == pytest.approx(2 * 8.0 * 0.09, rel=0.04)  # 50 000 numbers: 0.6 %


@given(rate=st.floats(0.0, 2000.0), duration=st.floats(0.0, 300.0), phase=st.floats(0.0, 1.0))
def test_a_regular_train(rate: float, duration: float, phase: float) -> None:
    train = regular(rate, duration, phase)
    assert np.all((train >= 0.0) & (train < duration))
    assert abs(train.size - rate * duration / 1000.0) <= 1.0 + 1e-9
    if train.size:
        assert train[0] == pytest.approx(phase * 1000.0 / rate)
        np.testing.assert_allclose(np.diff(train), 1000.0 / rate, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("refractory", [0.0, 2.0, 8.0])
def test_a_poisson_train_has_its_mean_and_variance(refractory: float) -> None:
    # 100 Hz for 400 s. A renewal process: count variance / mean = CV^2 of the intervals, CV = 1 - rate refractory.
    rng = np.random.default_rng(11)
    train = poisson(100.0, 400_000.0, rng, refractory)
    assert np.all(np.diff(train) >= refractory)
    cv = 1.0 - 0.1 * refractory
    assert abs(train.size - 40_000) < 5 * cv * 200
    intervals = np.diff(train)
    assert np.std(intervals) / np.mean(intervals) == pytest.approx(cv, rel=0.03)
    counts = np.histogram(train, bins=400, range=(0.0, 400_000.0))[0]
    # Of 400 windows a variance is known within sqrt(2/400) = 7 %; four times that is allowed.
    assert np.var(counts) / np.mean(counts) == pytest.approx(cv * cv, rel=0.28, abs=0.02)


def test_a_poisson_train_begins_in_the_middle_of_its_life() -> None:
    # The first millisecond is no richer and no poorer than any other, with a refractory period too.
    rng = np.random.default_rng(5)
    early = sum(int(np.count_nonzero(poisson(200.0, 1.0, rng, 4.0))) for _ in range(5000))
    assert abs(early - 1000) < 5 * math.sqrt(1000)


def test_a_poisson_train_is_its_generators() -> None:
    one, same, other = (poisson(50.0, 1000.0, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    assert poisson(0.0, 1000.0, np.random.default_rng(1)).size == 0
    assert poisson(50.0, 0.0, np.random.default_rng(1)).size == 0


RUN: dict[str, Any] = {"duration_ms": 10.0, "dt_ms": 0.1}
RNG = np.random.default_rng


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: step(math.nan, **RUN), "current"),
        (lambda: step(1e7, **RUN), "current"),
        (lambda: step(np.ones((2, 2)), **RUN), "shape"),
        (lambda: step([], **RUN), "shape"),
        (lambda: step(1.0, start_ms=math.nan, **RUN), "parameter"),
        (lambda: step(1.0, stop_ms=math.inf, **RUN), "parameter"),
        (lambda: step(1.0, duration_ms=10.0, dt_ms=0.0), "time_step"),
        (lambda: step(1.0, duration_ms=-1.0, dt_ms=0.1), "duration"),
        (lambda: step(1.0, duration_ms=1e7, dt_ms=0.1), "too_many_steps"),
        (lambda: step(np.ones(10_000), duration_ms=1000.0, dt_ms=0.1), "too_many_values"),
        (lambda: pulse_pair(1.0, start_ms=0.0, width_ms=-1.0, interval_ms=1.0, **RUN), "parameter"),
        (lambda: pulse_pair(1.0, start_ms=0.0, width_ms=1.0, interval_ms=math.nan, **RUN), "parameter"),
        (lambda: pulse_train(1.0, rate_hz=-1.0, width_ms=1.0, **RUN), "parameter"),
        (lambda: pulse_train(1.0, rate_hz=1e9, width_ms=1.0, **RUN), "spikes"),
        (lambda: sine(1.0, frequency_hz=math.inf, **RUN), "parameter"),
        (lambda: sine(1.0, frequency_hz=1.0, phase=math.nan, **RUN), "parameter"),
        (lambda: white_noise(-1.0, RNG(0), **RUN), "parameter"),
        (lambda: coloured_noise(1.0, RNG(0), tau_ms=0.0, **RUN), "parameter"),
        (lambda: regular(-1.0, 10.0), "parameter"),
        (lambda: regular(math.nan, 10.0), "parameter"),
        (lambda: regular(1.0, math.inf), "duration"),
        (lambda: regular(1.0, 10.0, 1.5), "parameter"),
        (lambda: regular(1e6, 1_001_000.0), "spikes"),
        (lambda: poisson(-1.0, 10.0, RNG(0)), "parameter"),
        (lambda: poisson(1e6, 1e9, RNG(0)), "spikes"),
        (lambda: poisson(100.0, 10.0, RNG(0), 10.0), "parameter"),
        (lambda: poisson(100.0, 10.0, RNG(0), -1.0), "parameter"),
        (lambda: poisson(100.0, 10.0, RNG(0), math.nan), "parameter"),
    ],
)
def test_the_absurd_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(SimulationError) as refused:
        make()
    assert refused.value.code == code


def test_the_extreme_does_not_warn() -> None:
    for rate in (5e-324, 1e-300):
        assert regular(rate, 10.0).tolist() == [0.0]
        assert regular(rate, 10.0, 0.5).size == 0
        assert poisson(rate, 10.0, RNG(0)).size == 0
        assert poisson(rate, 10.0, RNG(0), 1e300).size == 0
    assert not np.any(step(1.0, start_ms=1e308, **RUN))
    assert np.all(step(1.0, start_ms=-1e308, stop_ms=1e308, **RUN) == 1.0)
    np.testing.assert_allclose(pulse_train(1.0, rate_hz=1.0, width_ms=1e308, **RUN), 1.0)
    assert np.all(np.isfinite(ramp(1.0, 2.0, start_ms=-1e308, stop_ms=1e308, **RUN)))
    assert stimuli.zero(**RUN).shape == (100, 1)
