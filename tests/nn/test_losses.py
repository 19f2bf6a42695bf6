"""One contract for every entry of `LOSSES`, against mpmath where digits matter."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn.activations import ACTIVATIONS
from neuroviz.nn.backward import through_activation
from neuroviz.nn.losses import LOSSES, example_losses

MP = mpmath.mp.clone()
MP.dps = 60


def targets(loss: str, rng: np.random.Generator, batch: int, k: int) -> np.ndarray:
    if loss == "squared_error":
        return rng.normal(size=(batch, k))
    if loss == "binary_cross_entropy":
        return rng.integers(0, 2, (batch, k)).astype(float)
    return np.eye(k)[rng.integers(0, k, batch)]


FUSED = [(name, output) for name, record in LOSSES.items() for output in record.fused]


@pytest.mark.parametrize("name", LOSSES)
def test_contract(name: str) -> None:
    record = LOSSES[name]
    assert record.name == name
    assert record.partner in record.fused
    assert set(record.fused) <= set(ACTIVATIONS)
    assert all(record.accepts(output) for output in record.fused)
    assert record.latex


@pytest.mark.parametrize(("name", "output"), FUSED)
@given(seed=st.integers(0, 2**32), batch=st.integers(1, 5), k=st.integers(2, 4))
def test_the_two_ways_agree_where_both_hold(name: str, output: str, seed: int, batch: int, k: int) -> None:
    """From z and from a: the same loss, and ∂L/∂z = ∂L/∂a · ∂a/∂z."""
    record, rng = LOSSES[name], np.random.default_rng(seed)
    z, y = rng.normal(size=(batch, k)), targets(name, rng, batch, k)
    a = ACTIVATIONS[output].f(z)
    assert np.allclose(record.value(a, y), record.fused[output].value(z, y), rtol=1e-11)
    assert record.value(a, y).shape == (batch,)
    delta = record.fused[output].delta(z, y)
    assert np.allclose(delta, through_activation(output, z, record.gradient(a, y)), rtol=1e-10, atol=1e-13)
    if output == record.partner:
        assert np.allclose(delta, a - y, rtol=0, atol=1e-15 * max(1.0, np.abs(y).max()))


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", [-1e4, -800.0, -40.0, -1e-9, 0.0, 3.0, 37.5, 800.0, 1e4])
def test_binary_cross_entropy_keeps_its_digits(z: float, y: float) -> None:
    record = LOSSES["binary_cross_entropy"].fused["sigmoid"]
    p = 1 / (1 + MP.exp(-MP.mpf(z)))
    q = 1 / (1 + MP.exp(MP.mpf(z)))
    value = record.value(np.array([[z]]), np.array([[y]]))[0]
    delta = record.delta(np.array([[z]]), np.array([[y]]))[0, 0]
    # Below the smallest normal number digits go; 0 is then as good.
    assert value == pytest.approx(float(MP.log1p(MP.exp(-z if y else z))), rel=1e-14, abs=1e-307)
    assert delta == pytest.approx(float(-q if y else p), rel=1e-14, abs=1e-307)


@pytest.mark.parametrize("z", [[0.0, 0.0], [40.0, 0.0], [0.0, 40.0, 1.0], [1e4, -1e4], [-800.0, 0.0, 1.0]])
@pytest.mark.parametrize("true", [0, 1])
def test_categorical_cross_entropy_keeps_its_digits(z: list[float], true: int) -> None:
    record, y = LOSSES["categorical_cross_entropy"].fused["softmax"], np.eye(len(z))[[true]]
    powers = [MP.exp(v) for v in z]
    shares = [power / MP.fsum(powers) for power in powers]
    value = record.value(np.array([z]), y)[0]
    assert value == pytest.approx(float(-MP.log(shares[true])), rel=1e-13, abs=1e-300)
    for k, delta in enumerate(record.delta(np.array([z]), y)[0]):
        exact = shares[k] if k != true else -MP.fsum(s for i, s in enumerate(shares) if i != k)
        assert delta == pytest.approx(float(exact), rel=1e-13, abs=1e-300)


def test_nothing_is_clipped() -> None:
    """Sure and wrong costs infinitely much, sure and right nothing."""
    a, y = np.array([[0.0], [1.0], [1.0], [0.0]]), np.array([[1.0], [0.0], [1.0], [0.0]])
    assert LOSSES["binary_cross_entropy"].value(a, y).tolist() == [math.inf, math.inf, 0.0, 0.0]
    assert LOSSES["binary_cross_entropy"].gradient(a, y).ravel().tolist() == [-math.inf, math.inf, -1.0, 1.0]
    assert LOSSES["categorical_cross_entropy"].value(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])) == [math.inf]


@pytest.mark.parametrize("z", [[40.0, 0.0, 1.0], [100.0, -100.0, 0.0], [0.5, -0.5, 2.0], [0.0, 0.0, 0.0]])
@pytest.mark.parametrize("y", [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
def test_binary_cross_entropy_of_softmax_keeps_its_digits(z: list[float], y: list[float]) -> None:
    record = LOSSES["binary_cross_entropy"].fused["softmax"]
    powers = [MP.exp(v) for v in z]
    a = [power / MP.fsum(powers) for power in powers]
    rest = [MP.fsum(p for i, p in enumerate(powers) if i != k) / MP.fsum(powers) for k in range(len(z))]
    exact = -MP.fsum(MP.log(p) if t else MP.log(q) for p, q, t in zip(a, rest, y, strict=True))
    assert record.value(np.array([z]), np.array([y]))[0] == pytest.approx(float(exact), rel=1e-13)
    u = [-1 / p if t else 1 / q for p, q, t in zip(a, rest, y, strict=True)]
    mean = MP.fsum(p * v for p, v in zip(a, u, strict=True))
    deltas = record.delta(np.array([z]), np.array([y]))[0]
    for k in range(len(z)):
        assert deltas[k] == pytest.approx(float(a[k] * (u[k] - mean)), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("name", "output"), FUSED)
@pytest.mark.parametrize("z", [math.nan, math.inf, -math.inf, 1e308])
def test_what_is_no_number_passes_without_a_warning(name: str, output: str, z: float) -> None:
    record = LOSSES[name]
    y = np.array([[1.0, 0.0], [0.0, 1.0]])
    sums = np.array([[z, 0.0], [0.0, -z]])
    a = ACTIVATIONS[output].f(sums)
    value = record.fused[output].value(sums, y)
    for array in (value, record.fused[output].delta(sums, y), record.value(a, y), record.gradient(a, y)):
        assert array.shape[0] == 2
    if math.isnan(z):
        assert np.isnan(value).any()
        assert np.isnan(record.value(a, y)).any()


def test_the_squared_error_has_its_half() -> None:
    assert LOSSES["squared_error"].value(np.array([[3.0, 1.0]]), np.array([[1.0, 0.0]])).tolist() == [2.5]


@pytest.mark.parametrize(("name", "output"), FUSED)
def test_from_z_where_a_has_forgotten(name: str, output: str) -> None:
    """Where a rounds to 1 only z still knows the loss; an output without a fused form is judged by its a."""
    y, z = np.array([[0.0, 1.0]]), np.array([[1e3, 0.0]])
    a, half = ACTIVATIONS[output].f(z), np.full((1, 2), 0.5)
    assert np.isfinite(example_losses(name, output, z, a, y)).all()
    assert example_losses(name, "tanh", z, half, y) == LOSSES[name].value(half, y)
