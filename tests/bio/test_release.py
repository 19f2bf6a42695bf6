"""Quantal release against the reference, and the laws of probability."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.bio import SimulationError
from neuroviz.bio.release import (
    MAX_SITES,
    MAX_TRIALS,
    ReleaseSites,
    poisson_failure,
    poisson_probabilities,
    quantal_content,
)
from tests.bio.reference import REFERENCE

EXPECTED = REFERENCE["passive"]["quantal"]

synapses = st.builds(ReleaseSites, st.integers(1, MAX_SITES), st.floats(0.0, 1.0))


def test_every_figure_of_the_reference() -> None:
    synapse = ReleaseSites(EXPECTED["n"], EXPECTED["p"])
    ours = {
        "n": synapse.n, "p": synapse.p, "mean": synapse.mean, "var": synapse.variance, "P_failure": synapse.failure,
        "cv": synapse.cv, "poisson_failure": poisson_failure(synapse.mean),
        "quantal_content_from_poisson_failures": quantal_content(poisson_failure(synapse.mean)),
    }
    assert synapse.probabilities() == pytest.approx(EXPECTED["P_k"], rel=1e-14)
    assert ours == pytest.approx({key: value for key, value in EXPECTED.items() if key != "P_k"}, rel=1e-14)


@given(synapse=synapses)
def test_probabilities_sum_to_one_and_have_the_moments(synapse: ReleaseSites) -> None:
    share, k = synapse.probabilities(), np.arange(synapse.n + 1)
    assert share.min() >= 0.0
    assert share.sum() == pytest.approx(1.0, rel=1e-12)
    assert share[0] == pytest.approx(synapse.failure, rel=1e-12)
    assert share @ k == pytest.approx(synapse.mean, abs=1e-9)
    assert share @ (k - synapse.mean) ** 2 == pytest.approx(synapse.variance, abs=1e-8)


@given(mean=st.floats(0.0, 50.0))
def test_poisson_probabilities_sum_to_one(mean: float) -> None:
    share = poisson_probabilities(mean, 400)
    assert share.sum() == pytest.approx(1.0, rel=1e-12)
    assert share[0] == pytest.approx(poisson_failure(mean), rel=1e-12)
    assert share @ np.arange(401) == pytest.approx(mean, rel=1e-12, abs=1e-12)


def test_many_unlikely_sites_are_poisson() -> None:
    """Le Cam: the two laws differ by less than n p^2 in sum."""
    synapse = ReleaseSites(MAX_SITES, 1.5 / MAX_SITES)
    difference = np.abs(synapse.probabilities()[:30] - poisson_probabilities(1.5, 29)).sum()
    assert 0.0 < difference < 2 * synapse.n * synapse.p**2


def test_a_large_mean_is_no_trouble() -> None:
    assert poisson_probabilities(float(MAX_SITES), MAX_SITES)[-1] == pytest.approx(0.012614, rel=1e-4)


@given(failure=st.floats(1e-300, 1.0))
def test_quantal_content_undoes_poisson_failure(failure: float) -> None:
    assert poisson_failure(quantal_content(failure)) == pytest.approx(failure, rel=1e-12)


def test_certain_and_impossible_release() -> None:
    certain, never = ReleaseSites(3, 1.0), ReleaseSites(3, 0.0)
    assert (certain.failure, certain.variance, certain.cv) == (0.0, 0.0, 0.0)
    assert (never.failure, never.variance, never.cv) == (1.0, 0.0, math.inf)
    assert list(certain.probabilities()) == [0, 0, 0, 1]
    assert list(poisson_probabilities(0.0, 2)) == [1, 0, 0]
    assert math.copysign(1.0, quantal_content(1.0)) == 1.0


def test_draws_follow_the_law_and_the_generator() -> None:
    synapse = ReleaseSites(5, 0.3)
    drawn = synapse.draw(np.random.default_rng(1), 20_000)
    assert drawn.shape == (20_000,)
    assert drawn.dtype == np.int64
    share = np.bincount(drawn, minlength=6) / drawn.size
    # Four standard deviations of a share.
    assert np.all(np.abs(share - synapse.probabilities()) < 4 * np.sqrt(0.25 / drawn.size))
    assert np.array_equal(drawn, synapse.draw(np.random.default_rng(1), 20_000))


@pytest.mark.parametrize(("n", "p", "name"), [
    (0, 0.5, "n"), (-1, 0.5, "n"), (MAX_SITES + 1, 0.5, "n"), (5, -0.1, "p"), (5, 1.1, "p"), (5, math.nan, "p"),
])
def test_sites_that_cannot_be_are_refused(n: int, p: float, name: str) -> None:
    with pytest.raises(SimulationError) as refused:
        ReleaseSites(n, p)
    assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)


def test_other_numbers_out_of_bounds_are_refused() -> None:
    synapse, generator = ReleaseSites(5, 0.3), np.random.default_rng(1)
    for attempt, name in (
        (lambda: synapse.draw(generator, 0), "trials"), (lambda: synapse.draw(generator, MAX_TRIALS + 1), "trials"),
        (lambda: poisson_failure(-1.0), "mean"), (lambda: poisson_failure(math.nan), "mean"),
        (lambda: poisson_probabilities(math.inf, 3), "mean"), (lambda: poisson_probabilities(1.0, -1), "most"),
        (lambda: poisson_probabilities(1.0, MAX_SITES + 1), "most"),
        (lambda: quantal_content(0.0), "failure"), (lambda: quantal_content(1.5), "failure"),
    ):
        with pytest.raises(SimulationError) as refused:
            attempt()
        assert (refused.value.code, refused.value.values["name"]) == ("parameter", name)
