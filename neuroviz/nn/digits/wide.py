"""A network that reads digits and is as wide as such networks are: 784-128-64-10, for the page "The whole model".

tools/train_digits.py trains it with this app's own engine and keeps its parameters in 16 bits each, a quarter of a
megabyte: rounded so, it reads as well. What is shown, and computed with, are the rounded numbers.
"""

from __future__ import annotations

import numpy as np

from neuroviz.caching import computed_once
from neuroviz.nn.digits.images import FOLDER
from neuroviz.nn.digits.recipe import DigitRecipe
from neuroviz.nn.digits.variation import Variation
from neuroviz.nn.network import Network
from neuroviz.nn.parameters import unpack

WIDE = DigitRecipe(
    "mnist", (784, 128, 64, 10), "relu", Variation(8.0, 0.12, 0.08, 0.08, 0.5, 0.4), 0.001, 25, 1)
WIDE_EPOCHS = 40
_FILE = "mnist_wide.npz"


@computed_once(1)
def wide_network() -> Network:
    """Return the network as it was kept. Cached; its arrays are shared."""
    with np.load(FOLDER / _FILE) as file:
        return unpack(file["parameters"].astype(np.float64), WIDE.sizes, WIDE.activations)
