"""Time courses, the magnesium block, and conductances against sums spelled out spike by spike."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import synapses
from neuroviz.bio.simulation import SimulationError
from neuroviz.bio.synapses import (
    RECEPTORS,
    Receptor,
    Synapse,
    alpha,
    biexponential,
    conductance,
    conductance_at_instants,
    current,
    drive,
    magnesium_block,
    unblocked,
)
from tests.bio.reference import REFERENCE

EXPECTED = REFERENCE["passive"]["synapses"]

trains = st.lists(st.floats(-20.0, 40.0), max_size=12)
receptors = st.one_of(
    st.sampled_from(list(RECEPTORS.values())),
    st.builds(
        lambda rise, more: Receptor("any", -50.0, rise, rise * more), st.floats(0.05, 20.0), st.floats(1.0, 50.0)
    ),
)


def test_the_alpha_function() -> None:
    tau = 2.5
    assert alpha(tau, tau) == pytest.approx(1.0, abs=1e-15)
    assert alpha(0.5 * tau, tau) == pytest.approx(EXPECTED["alpha"]["g_at_half_tau"], rel=1e-14)
    assert alpha(2.0 * tau, tau) == pytest.approx(EXPECTED["alpha"]["g_at_2tau"], rel=1e-14)
    assert alpha([-1.0, 0.0, np.inf], tau).tolist() == [0.0, 0.0, 0.0]
    # Its half-width, read off a fine grid by linear interpolation (error h^2), and its area (midpoints, h^2).
    t = np.arange(0.0, 60.0, 1e-3)
    g = alpha(t, 1.0)
    above = np.flatnonzero(g >= 0.5)
    first, last = above[0], above[-1]
    left = t[first] - 1e-3 * (g[first] - 0.5) / (g[first] - g[first - 1])
    right = t[last] + 1e-3 * (g[last] - 0.5) / (g[last] - g[last + 1])
    assert right - left == pytest.approx(EXPECTED["alpha"]["half_width_over_tau"], abs=1e-6)
    assert alpha(t + 5e-4, 1.0).sum() * 1e-3 == pytest.approx(EXPECTED["alpha"]["area_over_gmax_tau"], abs=1e-6)
    assert EXPECTED["alpha"]["t_peak"] == "tau"
    assert Receptor("", 0.0, tau, tau).peak_ms == tau


@pytest.mark.parametrize(
    ("key", "name"), [("AMPA", "ampa_biexponential"), ("NMDA", "nmda"), ("GABA_A", "gaba_a_biexponential")]
)
def test_the_biexponential(key: str, name: str) -> None:
    expected, receptor = EXPECTED["biexp"][key], RECEPTORS[name]
    rise, decay = expected["tau_rise"], expected["tau_decay"]
    assert (receptor.rise_ms, receptor.decay_ms) == (rise, decay)
    assert receptor.shape == "biexponential"
    assert receptor.peak_ms == pytest.approx(expected["t_peak_ms"], rel=1e-13)
    assert biexponential(receptor.peak_ms, rise, decay) == pytest.approx(1.0, abs=1e-14)
    t = 0.3
    plain = math.exp(-t / decay) - math.exp(-t / rise)
    assert biexponential(t, rise, decay) == pytest.approx(expected["norm"] * plain, rel=1e-13)


@given(tau=st.floats(0.1, 100.0), gap=st.floats(1e-9, 1e-3), t=st.floats(0.0, 500.0))
def test_the_biexponential_becomes_the_alpha_function(tau: float, gap: float, t: float) -> None:
    # Where it changes over, at a gap of 1e-5, neither form may have lost its digits.
    exact_to = 1e-10 + gap * gap
    mean = tau * math.sqrt(1.0 + gap)
    assert biexponential(t, tau, tau * (1.0 + gap)) == pytest.approx(float(alpha(t, mean)), abs=exact_to)


@pytest.mark.parametrize(("v", "open_"), EXPECTED["nmda_unblocked_1mM"].items())
def test_the_magnesium_block(v: str, open_: float) -> None:
    assert magnesium_block(float(v)) == pytest.approx(open_, rel=1e-14)
    assert unblocked(float(v), 1.0) == pytest.approx(open_, rel=1e-14)


def test_no_magnesium_is_no_block_and_the_extreme_does_not_warn() -> None:
    assert magnesium_block([-80.0, 0.0], 0.0).tolist() == [1.0, 1.0]
    assert magnesium_block([-1e300, 1e300]).tolist() == [pytest.approx(0.0, abs=1e-100), 1.0]
    assert unblocked(-1e300, 1e6) == pytest.approx(0.0, abs=1e-100)
    with pytest.raises(SimulationError):
        magnesium_block(0.0, -1.0)


def test_the_registry() -> None:
    assert (RECEPTORS["ampa"].reversal_mv, RECEPTORS["ampa"].peak_ms, RECEPTORS["ampa"].shape) == (0.0, 2.5, "alpha")
    assert (RECEPTORS["gaba_a"].reversal_mv, RECEPTORS["gaba_a"].peak_ms) == (-70.0, 5.0)
    assert [name for name, receptor in RECEPTORS.items() if receptor.magnesium] == ["nmda"]
    assert all(name == receptor.name for name, receptor in RECEPTORS.items())


@given(train=trains, receptor=receptors, delay=st.floats(0.0, 5.0), dt=st.sampled_from([0.05, 0.1, 0.7, 3.0]))
def test_a_conductance_is_the_sum_over_its_spikes(
    train: list[float], receptor: Receptor, delay: float, dt: float
) -> None:
    n = max(1, round(30.0 / dt))
    at = {"n_steps": n, "dt_ms": dt, "delay_ms": delay}
    values = conductance_at_instants(train, receptor, 2.0, **at)
    t = np.arange(n + 1) * dt
    each = (2.0 * biexponential(t - s - delay, receptor.rise_ms, receptor.decay_ms) for s in train)
    expected = sum(each, np.zeros(n + 1))
    np.testing.assert_allclose(values, expected, rtol=0, atol=1e-9)
    means = conductance(train, receptor, 2.0, **at)
    assert np.all(means >= 0.0)
    # The mean over a step, by a primitive of each spike's course, spelled out.
    area = sum((2.0 * np.diff(primitive(t - s - delay, receptor)) for s in train), np.zeros(n))
    np.testing.assert_allclose(means, area / dt, rtol=0, atol=1e-8)


def primitive(age: np.ndarray[Any, Any], receptor: Receptor) -> np.ndarray[Any, Any]:
    """The integral of the time course from 0 to age."""
    age = np.maximum(age, 0.0)
    rise, decay = receptor.rise_ms, receptor.decay_ms
    if receptor.shape == "alpha":
        x = age / receptor.peak_ms
        return np.asarray(math.e * receptor.peak_ms * (-np.expm1(-x) - x * np.exp(-x)))
    peak = receptor.peak_ms
    norm = 1.0 / (math.exp(-peak / decay) - math.exp(-peak / rise))
    return np.asarray(norm * (rise * np.expm1(-age / rise) - decay * np.expm1(-age / decay)))


def test_nothing_happens_before_the_spike_arrives() -> None:
    g = conductance([5.0], RECEPTORS["ampa"], 1.0, n_steps=200, dt_ms=0.1, delay_ms=1.5)
    assert np.all(g[:65] == 0.0)
    assert np.all(g[65:] > 0.0)
    assert not np.any(conductance([50.0], RECEPTORS["ampa"], 1.0, n_steps=200, dt_ms=0.1))
    assert not np.any(conductance([], RECEPTORS["ampa"], 1.0, n_steps=200, dt_ms=0.1))


def test_a_drive_is_the_sum_of_its_synapses() -> None:
    inputs = [
        Synapse([1.0, 4.0], RECEPTORS["ampa"], 2.0),
        Synapse([2.0], RECEPTORS["gaba_a"], 3.0, 1.0),
        Synapse([0.5], RECEPTORS["nmda"], 0.5),
        Synapse([0.7], RECEPTORS["nmda"], 0.25),
    ]
    at = {"n_steps": 100, "dt_ms": 0.1}
    total = drive(inputs, **at, magnesium_mm=2.0)
    single = [conductance(s.spike_times_ms, s.receptor, s.g_max, delay_ms=s.delay_ms, **at) for s in inputs]
    np.testing.assert_allclose(total.conductance[:, 0], single[0] + single[1], rtol=1e-12)
    np.testing.assert_allclose(total.weighted[:, 0], single[1] * -70.0, rtol=1e-12)
    assert total.nmda is not None
    np.testing.assert_allclose(total.nmda[:, 0], single[2] + single[3], rtol=1e-12)
    assert total.magnesium_mm == 2.0
    assert total.conductance.shape == (100, 1)
    assert drive([], **at).nmda is None
    assert not np.any(drive([], **at).conductance)


def test_a_synapses_current() -> None:
    v = np.linspace(-80.0, 20.0, 101)
    g = conductance_at_instants([1.0], RECEPTORS["gaba_a"], 2.0, n_steps=100, dt_ms=0.1)
    one = Synapse([1.0], RECEPTORS["gaba_a"], 2.0)
    np.testing.assert_allclose(current(v, one, dt_ms=0.1), g * (v + 70.0))
    both = current(np.stack([v, v + 1.0], axis=1), one, dt_ms=0.1)
    np.testing.assert_allclose(both[:, 1], g * (v + 71.0))
    blocked = Synapse([1.0], RECEPTORS["nmda"], 2.0)
    g = conductance_at_instants([1.0], RECEPTORS["nmda"], 2.0, n_steps=100, dt_ms=0.1)
    np.testing.assert_allclose(current(v, blocked, dt_ms=0.1), g * magnesium_block(v) * v)
    with pytest.raises(SimulationError):
        current(0.0, one, dt_ms=0.1)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Receptor("", 0.0, 0.0, 1.0), "parameter"),
        (lambda: Receptor("", 0.0, 1.0, math.nan), "parameter"),
        (lambda: Receptor("", 0.0, 2.0, 1.0), "parameter"),
        (lambda: Receptor("", math.inf, 1.0, 1.0), "parameter"),
        (lambda: Receptor("", -70.0, 1.0, 2.0, magnesium=True), "parameter"),
        (lambda: Synapse([0.0], RECEPTORS["ampa"], -1.0), "parameter"),
        (lambda: Synapse([0.0], RECEPTORS["ampa"], math.nan), "parameter"),
        (lambda: Synapse([0.0], RECEPTORS["ampa"], 1.0, -1.0), "parameter"),
        (lambda: Synapse([math.nan], RECEPTORS["ampa"], 1.0), "spikes"),
        (lambda: Synapse(np.zeros(1_000_001), RECEPTORS["ampa"], 1.0), "spikes"),
        (lambda: alpha(1.0, 0.0), "parameter"),
        (lambda: drive([Synapse([0.0], RECEPTORS["ampa"], 1.0)], n_steps=10, dt_ms=0.0), "time_step"),
        (lambda: drive([], n_steps=0, dt_ms=0.1), "duration"),
        (lambda: drive([Synapse([], RECEPTORS["ampa"], 1.0)] * 10_001, n_steps=10, dt_ms=0.1), "too_many_values"),
        (lambda: drive([Synapse(np.zeros(600_000), RECEPTORS["ampa"], 1.0)] * 2, n_steps=10, dt_ms=0.1), "spikes"),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(SimulationError) as refused:
        make()
    assert refused.value.code == code


@given(
    train=st.lists(st.floats(-1e9, 1e9), max_size=4),
    rise=st.floats(1e-6, 1e6), more=st.floats(1.0, 1e6), dt=st.floats(1e-3, 1e3),
)
def test_any_conductance_is_finite_and_does_not_warn(train: list[float], rise: float, more: float, dt: float) -> None:
    receptor = Receptor("any", 0.0, rise, rise * more)
    g = conductance(train, receptor, 1.0, n_steps=20, dt_ms=dt)
    assert np.all(np.isfinite(g))
    assert np.all((g >= 0.0) & (g <= len(train) * (1.0 + 1e-6) + 1e-9))


def test_a_synapse_keeps_its_own_times() -> None:
    times = np.array([1.0, 2.0])
    synapse = Synapse(times, RECEPTORS["ampa"], 1.0)
    times[0] = 9.0
    assert np.asarray(synapse.spike_times_ms).tolist() == [1.0, 2.0]
    assert synapses.RECEPTORS is RECEPTORS
