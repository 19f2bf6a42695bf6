"""Networks that have learnt nothing but names: images whose labels were shuffled, learnt by heart.

Such a network is as sure of the images that it has seen as any other, and knows nothing of digits: on new images it is
right as often as chance is. What a lens shows of it alike cannot be what a digit looks like. Only a few hundred images
are learnt, since a network of this size has no room for thousands of names.

Sources: Zhang et al. 2017 (networks fit random labels); Adebayo et al. 2018 (the data randomisation test).
tools/train_digits.py keeps the parameters in neuroviz/nn/data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.nn.datasets import Dataset, Split
from neuroviz.nn.digits.images import FOLDER, learnt
from neuroviz.nn.digits.recipe import RECIPES, untrained
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import unpack
from neuroviz.nn.training import Epoch, Settings, train


@dataclass(frozen=True, slots=True)
class ShuffledRecipe:
    """name: of the images; how many of them are learnt; rate, batch size, epochs and seed of training."""

    name: str
    count: int
    rate: float
    batch: int
    epochs: int
    seed: int


SHUFFLED: Mapping[str, ShuffledRecipe] = MappingProxyType({
    recipe.name: recipe
    for recipe in (ShuffledRecipe("mnist", 300, 0.005, 25, 60, 0), ShuffledRecipe("optdigits", 200, 0.01, 10, 120, 0))
})


def shuffled_labels(recipe: ShuffledRecipe) -> NDArray[np.uint8]:
    """Return the labels that are learnt: those of the first images, each given to another one by chance."""
    true = learnt(recipe.name).labels[:recipe.count]
    labels: NDArray[np.uint8] = np.random.default_rng(recipe.seed).permutation(true)
    return labels


def learn_by_heart(recipe: ShuffledRecipe) -> Iterator[Epoch]:
    """Train on the shuffled labels, epoch by epoch, beginning with the untrained network of the page "Digits"."""
    images = learnt(recipe.name)
    inputs = images.inputs[:recipe.count]
    names = tuple(f"x{i}" for i in range(inputs.shape[1]))
    data = Dataset(
        inputs, shuffled_labels(recipe).astype(np.float64), "multiclass", tuple("0123456789"), names,
    )
    settings = Settings(
        loss="categorical_cross_entropy", optimizer="adam", learning_rate=recipe.rate, batch_size=recipe.batch,
        epochs=recipe.epochs, seed=recipe.seed,
    )
    return train(untrained(RECIPES[recipe.name]), Split(data, data.rows(slice(0, 0))), settings)


@computed_once(2)
def shuffled_network(name: str) -> Network:
    """Return the network that has learnt the shuffled labels of this set."""
    with np.load(FOLDER / f"{name}_shuffled.npz") as file:
        theta = file["parameters"].astype(np.float64)
    recipe = RECIPES[name]
    return unpack(theta, recipe.sizes, recipe.activations)
