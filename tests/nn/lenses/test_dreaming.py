"""A dream climbs, stays within its bounds, and where the best image is known by hand, finds it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import Network
from neuroviz.nn.digits.recipe import STOPS, network_after
from neuroviz.nn.lenses.dreaming import Hill, dream
from neuroviz.nn.lenses.question import NeuronQuestion
from tests.nn.lenses.networks import cases

Case = tuple[Network, np.ndarray, NeuronQuestion]
strengths = st.sampled_from((0.0, 0.1, 1.0))


@given(case=cases(), shrink=strengths, smooth=strengths)
def test_the_slope_is_the_central_difference(case: Case, shrink: float, smooth: float) -> None:
    network, x, question = case
    hill, h = Hill(network, question, shrink, smooth), 1e-5
    differences = [(hill.height(x + step) - hill.height(x - step)) / (2 * h) for step in h * np.eye(len(x))]
    assert hill.slope(x) == pytest.approx(differences, rel=1e-6, abs=1e-8)


@given(case=cases(), shrink=strengths, smooth=strengths)
def test_it_never_falls_and_stays_within_its_bounds(case: Case, shrink: float, smooth: float) -> None:
    network, x, question = case
    found = dream(Hill(network, question, shrink, smooth), x, 12)
    assert found.images.shape == (13, len(x))
    assert (np.diff(found.heights) >= 0).all()
    assert found.images.min() >= 0
    assert found.images.max() <= 1
    assert np.array_equal(found.images[0], x)
    assert found.scores[-1] == Hill(network, question, shrink, smooth).score(found.images[-1])


@pytest.mark.parametrize("shrink", [0.0, 0.5, 2.0])
def test_of_one_layer_it_is_the_image_that_can_be_written_down(shrink: float) -> None:
    """w · x − λ/2 Σ x² within 0 and 1 is largest at w/λ, cut off; without λ, at 1 wherever w is positive."""
    network = network_after("optdigits", STOPS[-1])
    w = np.asarray(network.weights[0])[4]
    best = np.clip(w / shrink, 0, 1) if shrink else (w > 0).astype(float)
    found = dream(Hill(network, NeuronQuestion(1, 4), shrink, 0.0), np.full(64, 0.5), 60)
    assert found.images[-1] == pytest.approx(best, abs=1e-6)


def test_smoothness_is_paid_for_with_the_score() -> None:
    network = network_after("mnist", STOPS[-1])
    rough, smooth = (dream(Hill(network, NeuronQuestion(1, 0), 0.0, mu), np.zeros(784), 60) for mu in (0.0, 1.0))
    roughness = [np.square(np.diff(found.images[-1].reshape(28, 28), axis=0)).sum() for found in (rough, smooth)]
    assert roughness[1] < roughness[0] / 2
    assert smooth.scores[-1] < rough.scores[-1]
