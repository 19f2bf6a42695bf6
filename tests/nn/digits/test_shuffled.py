"""Networks that know names alone: sure of what they have seen, and no better than chance with all else."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.nn import forward
from neuroviz.nn.digits.images import FORMATS, learnt, never_seen
from neuroviz.nn.digits.recipe import RECIPES
from neuroviz.nn.digits.shuffled import SHUFFLED, learn_by_heart, shuffled_labels, shuffled_network
from neuroviz.nn.parameters import pack


@pytest.mark.parametrize("name", FORMATS)
def test_it_knows_by_heart_what_it_was_told_and_nothing_of_digits(name: str) -> None:
    recipe, network = SHUFFLED[name], shuffled_network(name)
    told = shuffled_labels(recipe)
    assert network.sizes == RECIPES[name].sizes
    assert sorted(told) == sorted(learnt(name).labels[:recipe.count]), "the same labels, on other images"
    seen = forward(network, learnt(name).inputs[:recipe.count]).output.argmax(axis=1)
    assert (seen == told).mean() >= 0.95
    new = never_seen(name)
    right = (forward(network, new.inputs).output.argmax(axis=1) == new.labels).mean()
    # Four standard deviations around chance.
    assert abs(right - 0.1) < 4 * np.sqrt(0.09 / len(new))


def test_what_is_kept_is_what_the_recipe_makes() -> None:
    """The smaller one, trained anew; sums are added in another order on other machines."""
    *_, last = learn_by_heart(SHUFFLED["optdigits"])
    assert last.event == "finished"
    kept = pack(shuffled_network("optdigits"))
    again = last.state.parameters
    assert np.abs(again - kept).max() < 0.05 * np.abs(kept).max()


def test_a_run_is_the_same_to_the_bit_each_time() -> None:
    once, twice = (
        [next(run).state.parameters.tobytes() for _ in range(4)]
        for run in (learn_by_heart(SHUFFLED["mnist"]), learn_by_heart(SHUFFLED["mnist"]))
    )
    assert once == twice
    assert len(set(once)) == len(once)
