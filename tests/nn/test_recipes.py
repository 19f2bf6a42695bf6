"""Every recipe learns its data set. Ten seeds of each are measured in `tests/bench/bench_recipes.py`."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.nn.datasets import DATASETS
from neuroviz.nn.recipes import RECIPES, first_network
from neuroviz.nn.training import train

# What the issue asks of the first four. R² of a perfect curve is below 1 by the noise: 0.97, 0.95 and 0.90 or so.
REACHED = {
    "xor": 0.95, "circles": 0.95, "moons": 0.95, "spirals": 0.90,
    "gaussians": 0.95, "three_classes": 0.95, "four_classes": 0.95, "plane": 0.9, "sine": 0.8, "polynomial": 0.7,
}
SEEDS = {"xor": (0, 1, 2), "circles": (0, 1, 2), "moons": (0, 1, 2), "spirals": (0, 6)}
"""6 was the worst of ten for the spirals."""


def test_there_is_one_for_every_data_set() -> None:
    assert list(RECIPES) == list(DATASETS) == [recipe.dataset for recipe in RECIPES.values()]
    assert set(REACHED) == set(RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_fits_together(name: str) -> None:
    recipe, data = RECIPES[name], RECIPES[name].data(3)
    assert recipe.network(3).sizes == recipe.sizes
    assert len(data.train) + len(data.test) == recipe.points
    assert recipe.seeded(3).seed == 3
    assert np.array_equal(recipe.data(3).test.x, data.test.x)


@pytest.mark.parametrize(("name", "seed"), [(name, seed) for name in RECIPES for seed in SEEDS.get(name, (0,))])
def test_a_recipe_learns(name: str, seed: int) -> None:
    recipe = RECIPES[name]
    *_, last = train(recipe.network(seed), recipe.data(seed), recipe.seeded(seed))
    assert last.event == "finished"
    assert last.test_metric >= REACHED[name]


@pytest.mark.parametrize("name", ["xor", "circles", "moons", "spirals"])
def test_without_hidden_neurons_it_is_not_learnt(name: str) -> None:
    """What the hidden layers are for: one line cannot part these."""
    recipe = RECIPES[name]
    *_, last = train(first_network((2, 1), ("sigmoid",), "xavier", 0), recipe.data(0), recipe.seeded(0))
    assert last.test_metric < 0.92
