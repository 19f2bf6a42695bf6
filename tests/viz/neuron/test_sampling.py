"""Fewer points, the same line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neuroviz.document.settings.neuron import Neuron, with_changes
from neuroviz.lab.comparison.run import run
from neuroviz.viz.neuron.sampling import sampled_instants

lines = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 3), st.integers(1, 300)),
    elements=st.floats(-1e6, 1e6, allow_nan=False) | st.sampled_from((0.0, 1.0)),
)


def drawn(line: np.ndarray, at: np.ndarray) -> np.ndarray:
    """What the eye sees: straight pieces between the points that are left."""
    return np.interp(np.arange(len(line)), at, line[at])


@given(rows=lines, points=st.integers(2, 400))
def test_first_and_last_stay_and_there_are_not_more_than_asked_for(rows: np.ndarray, points: int) -> None:
    at = sampled_instants(list(rows), points)
    n = rows.shape[1]
    assert (at[0], at[-1]) == (0, n - 1)
    assert np.all(np.diff(at) > 0)
    assert len(at) <= max(points + 2, 2)
    if n <= points:
        assert at.tolist() == list(range(n))


def test_no_stretch_is_without_points() -> None:
    """All that bends is at the beginning; the straight rest keeps its share, a sixth."""
    line = np.zeros(10_000)
    line[:100] = np.sin(np.arange(100.0))
    at = sampled_instants([line], 600)
    assert np.diff(at).max() <= 10_000 / (600 / 6) * 1.5
    assert np.count_nonzero(at < 100) > 90


def test_both_sides_of_a_jump_stay() -> None:
    line = np.concatenate([np.zeros(5000), np.ones(3000), np.full(2000, -1.0)])
    at = set(sampled_instants([line], 200).tolist())
    assert {4999, 5000, 7999, 8000} <= at


def test_points_go_where_any_of_the_lines_bends_whatever_its_height() -> None:
    t = np.arange(10_000)
    wide = 1000.0 * np.exp(-0.5 * ((t - 2000) / 20.0) ** 2)
    small = 0.001 * np.exp(-0.5 * ((t - 8000) / 20.0) ** 2)
    at = sampled_instants([wide, small], 200)
    for line in (wide, small):
        assert np.abs(drawn(line, at) - line).max() < 0.01 * np.ptp(line)


@pytest.mark.parametrize("n", [701, 5000, 40_001])
def test_a_smooth_curve_is_kept_to_a_thousandth(n: int) -> None:
    line = np.sin(np.linspace(0.0, 20.0, n))
    assert np.abs(drawn(line, sampled_instants([line], 700)) - line).max() < 1e-3


def test_flat_lines_are_sampled_evenly() -> None:
    at = sampled_instants([np.full(1000, 7.0), np.zeros(1000)], 101)
    assert np.diff(at).max() <= 11


@pytest.mark.parametrize("changes", [
    {"model": "hodgkin_huxley", "duration_ms": 200.0}, {"model": "hodgkin_huxley", "duration_ms": 60.0},
    {"model": "adex", "pattern": "bursting"}, {"model": "izhikevich", "pattern": "chattering"}, {},
], ids=str)
def test_of_a_run_the_spikes_keep_their_height(changes: dict[str, object]) -> None:
    """At the number of points that the page draws: no spike loses more than 2 % of the height, wherever it is."""
    result = run(with_changes(Neuron(), bias=0.8, **changes)).result
    assert len(result.spikes_ms) >= 3
    v = result.v_mv
    at = sampled_instants([v], 700)
    error = np.abs(drawn(v, at) - v)
    assert len(at) <= 702
    if result.gates:
        peaks = [k for k in range(1, len(v) - 1) if v[k - 1] < v[k] >= v[k + 1] and v[k] > -20.0]
        assert peaks
        assert error[peaks].max() < 0.02 * np.ptp(v)
    assert float(np.sqrt(np.mean(error**2))) < 0.02 * np.ptp(v)
