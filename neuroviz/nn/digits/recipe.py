"""How the networks of the page "Digits" have learnt, and on from there.

A recipe and its seed determine everything: the first weights, each epoch's variations and order. Each epoch learns from
other variations of the same images (`variation`). tools/train_digits.py keeps the parameters after the epochs `STOPS`
in neuroviz/nn/data; here they are read, and training goes on from the last ones with the optimiser's memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.caching import computed_once
from neuroviz.nn.datasets import Dataset, Split
from neuroviz.nn.digits.images import FOLDER, Images, learnt, never_seen
from neuroviz.nn.digits.variation import Variation, varied
from neuroviz.nn.initializers import INITIALIZERS
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import unpack
from neuroviz.nn.training import Epoch, Settings, TrainingState, train

STOPS = (0, 1, 3, 10, 30)
"""Epochs whose parameters are kept."""

MOST_EPOCHS = 40
"""Epochs after which training on ends: each takes a second or so."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DigitRecipe:
    """name: of the images; sizes, hidden activation; how images are varied; rate, batch size and seed of training."""

    name: str
    sizes: tuple[int, ...]
    activation: str
    variation: Variation
    rate: float
    batch: int
    seed: int

    @property
    def activations(self) -> tuple[str, ...]:
        """Of each layer after the input."""
        return (*(self.activation,) * (len(self.sizes) - 2), "softmax")

    @property
    def settings(self) -> Settings:
        """As the engine wants them."""
        return Settings(
            loss="categorical_cross_entropy", optimizer="adam", learning_rate=self.rate, schedule="cosine",
            batch_size=self.batch, epochs=MOST_EPOCHS, seed=self.seed,
        )


RECIPES: Mapping[str, DigitRecipe] = MappingProxyType({
    recipe.name: recipe
    for recipe in (
        DigitRecipe("mnist", (784, 16, 16, 10), "tanh", Variation(8.0, 0.12, 0.08, 0.08, 0.5, 0.4), 0.003, 25, 0),
        DigitRecipe("optdigits", (64, 16, 10), "tanh", Variation(6.0, 0.1, 0.06, 0.3, 0.3, 0.3), 0.01, 10, 3),
    )
})


def untrained(recipe: DigitRecipe) -> Network:
    """Return the network before it has learnt anything."""
    rng = np.random.default_rng(recipe.seed)
    he = INITIALIZERS["he"].draw
    weights = [he(rng, (n_out, n_in), 1.0) for n_in, n_out in zip(recipe.sizes, recipe.sizes[1:], strict=False)]
    return Network(weights, [np.zeros(n_out) for n_out in recipe.sizes[1:]], recipe.activations)


def learn(recipe: DigitRecipe, start: TrainingState | None = None, images: Images | None = None) -> Iterator[Epoch]:
    """Train, epoch by epoch: first the untrained network, or the epoch after `start`, up to MOST_EPOCHS.

    images  to learn from; without them, all that the recipe's set has for that
    """
    network, settings = untrained(recipe), recipe.settings
    chosen = learnt(recipe.name) if images is None else images
    inputs, unseen = chosen.inputs, never_seen(recipe.name)
    test = _dataset(unseen.inputs, unseen)
    state = start
    while state is None or state.epoch < MOST_EPOCHS:
        rng = np.random.default_rng((recipe.seed, 0 if state is None else state.epoch))
        run = train(network, Split(_dataset(varied(inputs, recipe.variation, rng), chosen), test), settings, state)
        if state is None:
            record = next(run)
            yield record
        record = next(run)
        yield record
        state = record.state


def _dataset(inputs: Array, images: Images) -> Dataset:
    names = tuple(f"x{i}" for i in range(inputs.shape[1]))
    return Dataset(inputs, images.labels.astype(np.float64), "multiclass", tuple("0123456789"), names)


# --- what has been kept --------------------------------------------------------------------------

@computed_once(2)
def _kept(name: str) -> tuple[Array, TrainingState]:
    """θ at each of STOPS, (n, p), and the state after the last of them."""
    with np.load(FOLDER / f"{name}_weights.npz") as file:
        thetas = file["parameters"].astype(np.float64)
        slots = tuple(slot.astype(np.float64) for slot in file["slots"])
        steps = int(file["steps"])
    thetas.setflags(write=False)
    last = thetas[-1]
    return thetas, TrainingState(STOPS[-1], 0, last, slots, steps, math.inf, STOPS[-1], math.inf, last)


# An epoch takes about a second: what one visitor has had learnt, all have.
@computed_once(2 * (MOST_EPOCHS - STOPS[-1]))
def _state(name: str, epoch: int) -> TrainingState:
    before = _kept(name)[1] if epoch == STOPS[-1] + 1 else _state(name, epoch - 1)
    return next(learn(RECIPES[name], before)).state


def parameters_after(name: str, epoch: int) -> Array:
    """Return θ after an epoch: one of STOPS, or one from the last of them to MOST_EPOCHS, which is learnt where it has
    not been yet."""
    if epoch in STOPS:
        return np.asarray(_kept(name)[0][STOPS.index(epoch)])
    # The browser computes with four bytes a number: so does Python.
    return _state(name, epoch).parameters.astype(np.float32).astype(np.float64)


def network_after(name: str, epoch: int) -> Network:
    """Return the network after an epoch, as `parameters_after`."""
    recipe = RECIPES[name]
    return unpack(parameters_after(name, epoch), recipe.sizes, recipe.activations)
