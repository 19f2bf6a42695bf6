"""Recipes: for each data set, a network and settings with which it can be learnt.

They are starting points for a page, not the best possible ones. Their results are measured over ten seeds of
everything: points, first weights, order (`tests/bench/bench_recipes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from neuroviz.nn.datasets import DATASETS, Split, make, split
from neuroviz.nn.initializers import INITIALIZERS
from neuroviz.nn.network import Network
from neuroviz.nn.training import Settings


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to learn one data set.

    points, train_share   number of points, and the share for training
    hidden                neurons of the hidden layers
    activation, output    activation of the hidden layers, and of the output
    initializer           initializer of the weights; biases start at 0
    settings              settings of the training
    """

    dataset: str
    points: int
    train_share: float
    hidden: tuple[int, ...]
    activation: str
    output: str
    initializer: str
    settings: Settings

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input first."""
        source = DATASETS[self.dataset]
        inputs = len(self.settings.features) or source.dimension
        return (inputs, *self.hidden, source.classes if source.classes > 2 else 1)

    def data(self, seed: int) -> Split:
        """Return the points, drawn and split with this seed."""
        return split(make(self.dataset, self.points, DATASETS[self.dataset].noise, seed), self.train_share, seed)

    def network(self, seed: int) -> Network:
        """Return the network before training, drawn with this seed."""
        return first_network(
            self.sizes, (*(self.activation,) * len(self.hidden), self.output), self.initializer, seed
        )

    def seeded(self, seed: int) -> Settings:
        """Return the settings with this seed."""
        return replace(self.settings, seed=seed)


def first_network(
    sizes: tuple[int, ...], activations: tuple[str, ...], initializer: str, seed: int, scale: float = 1.0
) -> Network:
    """Return a network with weights drawn by `INITIALIZERS[initializer]` and biases of 0; sizes: the input first."""
    rng = np.random.default_rng(seed)
    pairs = list(zip(sizes, sizes[1:], strict=False))
    draw = INITIALIZERS[initializer].draw
    return Network(
        [draw(rng, (n_out, n_in), scale) for n_in, n_out in pairs], [np.zeros(n) for n in sizes[1:]], activations
    )


def _classifier(dataset: str, hidden: tuple[int, ...], settings: Settings, points: int = 500) -> Recipe:
    many = DATASETS[dataset].classes > 2
    output = "softmax" if many else "sigmoid"
    loss = "categorical_cross_entropy" if many else "binary_cross_entropy"
    return Recipe(dataset, points, 0.5, hidden, "tanh", output, "xavier", replace(settings, loss=loss))


def _regressor(dataset: str, hidden: tuple[int, ...], settings: Settings, points: int = 200) -> Recipe:
    return Recipe(dataset, points, 0.5, hidden, "tanh", "linear", "xavier", settings)


RECIPES: Mapping[str, Recipe] = MappingProxyType({
    recipe.dataset: recipe
    for recipe in (
        _classifier("xor", (4,), Settings(optimizer="momentum", learning_rate=0.03, epochs=150)),
        _classifier("circles", (6,), Settings(optimizer="momentum", learning_rate=0.03, epochs=150)),
        _classifier("gaussians", (2,), Settings(learning_rate=0.03, epochs=100)),
        _classifier("spirals", (16, 16), Settings(optimizer="adam", learning_rate=0.01, epochs=300), 800),
        _classifier("moons", (8,), Settings(optimizer="momentum", learning_rate=0.03, epochs=150)),
        _classifier("three_classes", (4,), Settings(learning_rate=0.1, epochs=100)),
        _classifier("four_classes", (6,), Settings(learning_rate=0.1, epochs=100)),
        _regressor("plane", (), Settings(learning_rate=0.02, epochs=100)),
        _regressor("sine", (8, 8), Settings(optimizer="adam", learning_rate=0.03, schedule="cosine", epochs=250)),
        _regressor("polynomial", (8, 8), Settings(optimizer="adam", learning_rate=0.03, schedule="cosine", epochs=250)),
    )
})
"""One for each of `DATASETS`, in the same order."""
