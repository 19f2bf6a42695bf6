"""Clipping, example by example by hand; noise of the size that is said; without both, plain gradient descent."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.nn import Network, forward
from neuroviz.nn.backward import backward
from neuroviz.nn.privacy.private_training import PrivateSettings, clipped_sums, train_privately

RNG = np.random.default_rng(3)
NETWORK = Network(
    [RNG.normal(size=(5, 4)), RNG.normal(size=(3, 5))], [RNG.normal(size=5), RNG.normal(size=3)], ["tanh", "softmax"])
X = RNG.normal(size=(9, 4))
Y = np.eye(3)[RNG.integers(0, 3, 9)]


@pytest.mark.parametrize("clip", [0.05, 0.7, 1e6])
def test_each_examples_gradient_is_cut_to_the_norm(clip: float) -> None:
    total: np.ndarray | float = 0.0
    for x, y in zip(X, Y, strict=True):
        found = backward(NETWORK, forward(NETWORK, x[None]), y[None], "categorical_cross_entropy")
        pairs = zip(found.weights, found.biases, strict=True)
        flat = np.concatenate([np.ravel(part) for pair in pairs for part in pair])
        total = total + flat * min(1.0, clip / np.linalg.norm(flat))
    sums = np.concatenate([np.ravel(part) for pair in clipped_sums(NETWORK, X, Y, clip) for part in pair])
    assert sums == pytest.approx(total, abs=1e-12)


def test_without_noise_and_cuts_it_is_gradient_descent() -> None:
    found = train_privately(NETWORK, X, Y, PrivateSettings(0.1, 1e9, 0.0, 1.0, 1, 0, l2=0.01))
    plain = backward(NETWORK, forward(NETWORK, X), Y, "categorical_cross_entropy", l2=0.01)
    for after, before, slope in zip(found.weights, NETWORK.weights, plain.weights, strict=True):
        assert after == pytest.approx(np.asarray(before) - 0.1 * slope, abs=1e-12)
    for after, before, slope in zip(found.biases, NETWORK.biases, plain.biases, strict=True):
        assert after == pytest.approx(np.asarray(before) - 0.1 * slope, abs=1e-12)


def test_the_noise_has_the_size_that_is_said() -> None:
    """Of an empty batch the sum is 0: what moves is noise alone, σ C / (q n) times the rate."""
    settings = PrivateSettings(1.0, 0.5, 2.0, 1e-12, 1, 0)
    moved = np.concatenate([
        np.ravel(np.asarray(train_privately(NETWORK, X, Y, PrivateSettings(
            settings.rate, settings.clip, settings.noise, settings.sampling, 1, seed)).weights[0])
            - np.asarray(NETWORK.weights[0])) for seed in range(60)
    ]) * (settings.sampling * len(X))
    assert moved.std() == pytest.approx(1.0, rel=0.06)
    assert abs(moved.mean()) < 0.1


def test_a_run_is_the_same_each_time_and_another_by_another_seed() -> None:
    runs = [train_privately(NETWORK, X, Y, PrivateSettings(0.1, 1.0, 1.0, 0.5, 5, seed)) for seed in (1, 1, 2)]
    once, twice, other = (np.asarray(run.weights[0]) for run in runs)
    assert np.array_equal(once, twice)
    assert not np.array_equal(once, other)
