"""ε against a published value, against the integral that the sum stands for, and against what must hold of it."""

from __future__ import annotations

import math

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn.privacy.accountant import epsilon, renyi


def test_it_is_the_value_of_a_known_library() -> None:
    """Opacus (opacus/tests/accountants_test.py): σ = 1.5, q = 0.04, 2250 steps, δ = 1e-5 make ε = 7.32911117143 with
    orders between the whole ones, too: with whole ones alone it is a little more, never less."""
    found = epsilon(0.04, 1.5, int(90 / 0.04), 1e-5)
    assert 7.32911117143 <= found < 1.01 * 7.32911117143


@pytest.mark.parametrize(("order", "rate", "noise"), [(2, 0.01, 1.0), (3, 0.2, 0.8), (8, 0.05, 2.0), (20, 0.3, 4.0)])
def test_the_sum_is_the_integral(order: int, rate: float, noise: float) -> None:
    """E[(1 − q + q ν/μ)^α] over μ = N(0, σ²), ν = N(1, σ²)."""
    with mpmath.workdps(30):
        whole = mpmath.quad(
            lambda z: mpmath.npdf(z, 0, noise) * (1 - rate + rate * mpmath.exp((2 * z - 1) / (2 * noise**2))) ** order,
            [-mpmath.inf, 0, order / 2, order, 2 * order, mpmath.inf],
        )
        assert renyi(order, rate, noise) == pytest.approx(float(mpmath.log(whole)) / (order - 1), rel=1e-8)


def test_with_every_example_in_every_batch_it_is_the_gaussian_mechanism() -> None:
    for order in (2, 5, 30):
        assert renyi(order, 1.0, 1.7) == pytest.approx(order / (2 * 1.7**2))


rates, noises = st.floats(0.001, 1.0), st.floats(0.3, 8.0)


@given(rate=rates, noise=noises, steps=st.integers(1, 2000))
def test_more_noise_is_more_private_and_more_steps_and_data_seen_are_less(
    rate: float, noise: float, steps: int,
) -> None:
    now = epsilon(rate, noise, steps, 1e-3)
    assert now >= 0
    assert epsilon(rate, 1.5 * noise, steps, 1e-3) <= now + 1e-9
    assert epsilon(rate, noise, 2 * steps, 1e-3) >= now - 1e-9
    assert epsilon(min(1.0, 1.5 * rate), noise, steps, 1e-3) >= now - 1e-9
    assert epsilon(rate, noise, steps, 1e-5) >= now - 1e-9


def test_without_noise_there_is_no_promise_and_without_steps_nothing_to_keep() -> None:
    assert epsilon(0.1, 0.0, 10, 1e-3) == math.inf
    assert epsilon(0.1, 1.0, 0, 1e-3) == 0
    assert epsilon(0.0, 1.0, 10, 1e-3) == 0
