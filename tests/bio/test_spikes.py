"""Spikes: found where they are, on made-up traces whose peaks are known, and not found where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import hodgkin_huxley as hh
from neuroviz.bio import spikes
from neuroviz.bio.simulation import Array
from tests.examples import examples

DT = 0.025


def bumps(times: list[float], heights: list[float], rest: float = -65.0, duration: float = 100.0) -> Array:
    """Gaussian bumps of 0.5 ms on a flat line."""
    t = np.arange(round(duration / DT) + 1) * DT
    return rest + sum(h * np.exp(-0.5 * ((t - at) / 0.5) ** 2) for at, h in zip(times, heights, strict=True))


def test_peaks_between_samples() -> None:
    found = spikes.find_peaks(bumps([10.0071, 40.0189, 90.0], [100.0, 60.0, 30.0]), DT)[0]
    # A parabola through a Gaussian errs by its fourth derivative: 1e-5 of the width, 1e-6 of the height.
    np.testing.assert_allclose(found.times_ms, [10.0071, 40.0189, 90.0], atol=2e-5)
    np.testing.assert_allclose(found.v_mv, [35.0, -5.0, -35.0], atol=2e-3)


def test_a_peak_needs_both_sides() -> None:
    t = np.arange(401) * DT
    rise_only = np.where(t < 5.0, -65.0 + 20.0 * t, 35.0 + 1e-3 * np.sin(t))
    assert len(spikes.find_peaks(rise_only, DT)[0].times_ms) == 0
    assert len(spikes.find_peaks(rise_only[::-1], DT)[0].times_ms) == 0
    small = bumps([20.0, 60.0], [spikes.PROMINENCE_MV - 0.1, spikes.PROMINENCE_MV + 0.1])
    np.testing.assert_allclose(spikes.find_peaks(small, DT)[0].times_ms, [60.0], atol=1e-3)
    assert len(spikes.find_peaks(small, DT, prominence_mv=5.0)[0].times_ms) == 2


def test_a_notched_peak_is_one_peak_at_its_top() -> None:
    trace = bumps([20.0, 21.6, 23.2], [80.0, 90.0, 70.0])
    found = spikes.find_peaks(trace, DT)[0]
    # Three bumps stand apart by notches of more than the prominence.
    assert len(found.times_ms) == 3
    trace = bumps([20.0, 21.2], [80.0, 90.0])
    found = spikes.find_peaks(trace, DT)[0]
    assert len(found.times_ms) == 1
    assert found.times_ms[0] == pytest.approx(21.2, abs=0.1)


def test_flat_tops_and_flat_traces() -> None:
    trace = np.full(100, -65.0)
    assert len(spikes.find_peaks(trace, DT)[0].times_ms) == 0
    assert len(spikes.find_peaks(trace[:1], DT)[0].times_ms) == 0
    trace[40:43] = 0.0
    found = spikes.find_peaks(trace, DT)[0]
    assert len(found.times_ms) == 1
    assert 39.5 * DT <= found.times_ms[0] <= 43 * DT


def test_ringing_below_threshold_does_not_count_and_peaks_below_0_mv_do() -> None:
    quiet = hh.simulate([2.2, 6.0, -10.0], duration_ms=120.0)
    assert [len(t) for t in quiet.spike_times_ms] == [0, 2, 0]
    # The ring after the spikes at 6 uA/cm2 is seen with a smaller prominence.
    assert len(spikes.find_peaks(quiet.v_mv[:, 1], DT, 2.0)[0].times_ms) > 3
    loud = hh.simulate(100.0, duration_ms=120.0)
    late = spikes.find_peaks(loud.v_mv, DT)[0]
    assert np.all(late.v_mv[3:] < -15.0)
    assert len(late.times_ms) == 18


@examples(40)
@given(st.data())
def test_pieces_give_what_the_whole_gives(data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    trace = np.cumsum(rng.normal(0.0, 8.0, (200, 3)), axis=0)
    whole = spikes.find_peaks(trace, DT)
    cuts = sorted(data.draw(st.sets(st.integers(2, 199), max_size=6)))
    finder = spikes.PeakFinder(trace[0], DT)
    for a, b in zip([1, *cuts], [*cuts, 200], strict=True):
        finder.take(trace[a:b])
    for ours, theirs in zip(finder.finish(), whole, strict=True):
        np.testing.assert_allclose(ours.times_ms, theirs.times_ms)
        np.testing.assert_allclose(ours.v_mv, theirs.v_mv)


@examples(40)
@given(st.integers(0, 2**32 - 1))
def test_peaks_by_definition(seed: int) -> None:
    """Between two neighbouring peaks, and on the outer sides, V falls by the prominence below each; and none is left.

    Checked on the samples: at every peak, by a search that knows nothing of turning points.
    """
    rng = np.random.default_rng(seed)
    trace = np.cumsum(rng.normal(0.0, 8.0, 300))
    times = spikes.find_peaks(trace, 1.0)[0].times_ms
    at = [int(np.clip(round(t), 0, 299)) for t in times]
    # A refined peak lies within half a step of its sample.
    edges = [0, *at, 299]
    for before, here, after in zip(edges, edges[1:], edges[2:], strict=False):
        top = max(trace[max(here - 1, 0) : here + 2])
        # The parabola stands above its samples by an eighth of a step or so: a few mV in this noise.
        slack = np.abs(np.diff(trace)).max()
        assert top - trace[before : here + 1].min() >= spikes.PROMINENCE_MV - slack
        assert top - trace[here : after + 1].min() >= spikes.PROMINENCE_MV - slack


def test_width_and_after_hyperpolarisation() -> None:
    trace = bumps([30.0], [100.0]) + bumps([34.0], [-10.0], rest=0.0)
    found = spikes.find_peaks(trace, DT)[0]
    peak = (float(found.times_ms[0]), float(found.v_mv[0]))
    assert spikes.half_level_mv(peak[1], -65.0) == pytest.approx(-15.0, abs=1e-3)
    # A Gaussian is 2.3548 sigma wide at half height.
    assert spikes.width_ms(trace, DT, peak, -65.0) == pytest.approx(2.354820 * 0.5, abs=1e-3)
    depth, when = spikes.after_hyperpolarisation_mv(trace, DT, peak[0], -65.0)
    assert (depth, when) == pytest.approx((10.0, 34.0), abs=1e-3)
    assert spikes.after_hyperpolarisation_mv(trace, DT, peak[0], -65.0, until_ms=31.0)[0] < 0.0
    assert np.isnan(spikes.width_ms(trace[: round(30.1 / DT)], DT, peak, -65.0))
    assert np.isnan(spikes.width_ms(trace[round(29.9 / DT) :], DT, (0.1, peak[1]), -65.0))


def test_counts_and_rates_of_spike_times() -> None:
    times = np.array([5.0, 10.0, 20.0, 40.0])
    assert spikes.count(times, 5.0, 20.0) == 2
    assert spikes.count([], 0.0, 10.0) == 0
    assert spikes.rate_hz(times, 0.0, 50.0) == pytest.approx(80.0)
    assert spikes.rate_hz(times, 50.0, 50.0) == 0.0
    assert list(spikes.intervals(times)) == [5.0, 10.0, 20.0]
    assert len(spikes.intervals([])) == 0


def test_sustained_rate() -> None:
    train = np.arange(0.0, 500.0, 8.0)
    assert spikes.sustained_rate_hz(train, 500.0) == pytest.approx(125.0)
    # Adapting at first, steady later: only the late intervals count.
    early = np.concatenate([[1.0, 3.0, 7.0], train[train > 100.0]])
    assert spikes.sustained_rate_hz(early, 500.0, 100.0) == pytest.approx(125.0)
    assert spikes.sustained_rate_hz(train[train < 480.0], 500.0) == 0.0
    assert spikes.sustained_rate_hz([450.0, 460.0], 500.0) == 0.0
    assert spikes.sustained_rate_hz([], 500.0) == 0.0
