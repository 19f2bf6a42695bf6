"""Ranks by counting, and what a rank correlation cannot see."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn.lenses.likeness import likeness, rank_correlation, ranks

values = st.lists(st.integers(-4, 4).map(float), min_size=2, max_size=30).map(np.array)


@given(values=values)
def test_a_rank_counts_what_is_smaller_and_half_of_what_is_equal(values: np.ndarray) -> None:
    by_counting = [(values < v).sum() + ((values == v).sum() + 1) / 2 for v in values]
    assert ranks(values) == pytest.approx(by_counting)


@given(values=values, seed=st.integers(0, 99))
def test_it_is_the_correlation_of_ranks(values: np.ndarray, seed: int) -> None:
    other = np.random.default_rng(seed).permutation(values)
    rho = rank_correlation(values, other)
    if len(set(values)) == 1:
        assert math.isnan(rho)
        return
    assert rho == pytest.approx(np.corrcoef(ranks(values), ranks(other))[0, 1])
    assert rank_correlation(values, values) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)
    assert rank_correlation(np.exp(values), other) == pytest.approx(rho)


def test_a_picture_with_its_signs_turned_is_as_strong_in_the_same_places() -> None:
    picture = np.array([1.0, -2.0, 3.0, -4.0, 0.5])
    found = likeness(picture, -picture)
    assert found.strength == pytest.approx(1)
    assert found.signed == pytest.approx(-1)
