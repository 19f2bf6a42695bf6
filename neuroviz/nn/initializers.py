"""Where the first weights come from.

All zeros, and every neuron of a layer computes, and learns, the same: the symmetry never breaks.
Too large, and saturating activations start out saturated. Xavier and He choose the spread from the
number of inputs (and outputs) so that signals neither fade nor explode with depth.

Sources: Glorot and Bengio 2010 (Xavier, uniform form, eq. 16); He et al. 2015 (normal form, eq. 10).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Initializer:
    """A way to fill a weight matrix.

    draw     (rng, (n_out, n_in), scale) -> weights (n_out, n_in)
    formula  the distribution, as plain text
    scaled   whether `scale` matters (the constant itself, the half-width, the standard deviation)
    random   whether the generator is used
    """

    name: str
    draw: Callable[[np.random.Generator, tuple[int, int], float], Array]
    formula: str
    scaled: bool
    random: bool


def _zeros(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Array:
    return np.zeros(shape)


def _constant(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Array:
    return np.full(shape, scale)


def _uniform(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Array:
    return rng.uniform(-abs(scale), abs(scale), shape)


def _normal(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Array:
    return rng.normal(0.0, abs(scale), shape)


def _xavier(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Array:
    limit = np.sqrt(6.0 / (shape[0] + shape[1]))
    return rng.uniform(-limit, limit, shape)


def _he(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Array:
    return rng.normal(0.0, np.sqrt(2.0 / shape[1]), shape)


INITIALIZERS: Mapping[str, Initializer] = MappingProxyType({
    record.name: record
    for record in (
        Initializer("zeros", _zeros, "w = 0", scaled=False, random=False),
        Initializer("constant", _constant, "w = c", scaled=True, random=False),
        Initializer("uniform", _uniform, "w ~ U(−s, s)", scaled=True, random=True),
        Initializer("normal", _normal, "w ~ N(0, s²)", scaled=True, random=True),
        Initializer("xavier", _xavier, "w ~ U(−√(6/(nᵢₙ+nₒᵤₜ)), √(6/(nᵢₙ+nₒᵤₜ)))", scaled=False, random=True),
        Initializer("he", _he, "w ~ N(0, 2/nᵢₙ)", scaled=False, random=True),
    )
})
