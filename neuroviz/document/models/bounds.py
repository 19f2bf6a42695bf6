"""How much of a file is read. Everything is held to these numbers before memory is taken for it."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from neuroviz.document.models.model import Array
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

MAX_WEIGHTS = 1_000_000
"""Numbers in a network that is read: weights and biases together."""

MAX_MODEL_BYTES = 25 * MAX_WEIGHTS
"""Bytes of a model's file, or of its files together, and of what is packed in it: as many numbers of 64 bits as are
read, beside each the two that an optimiser of Keras keeps, and what describes them. Streamlit's `maxUploadSize` is
larger."""

MAX_ARRAYS = 256
"""Arrays in a file, or layers."""

MAX_TEXT_BYTES = 2_000_000
"""Bytes of JSON in a file: what describes a network of the size above stays far below."""


class Budget:
    """Counts the numbers of a file as they are declared, before any of them is read."""

    def __init__(self) -> None:
        self.left = MAX_WEIGHTS
        self.arrays = MAX_ARRAYS

    def take(self, shape: tuple[int, ...]) -> int:
        """Return how many numbers an array of this shape has. Raises Refusal if the file declares too many."""
        self.arrays -= 1
        if self.arrays < 0:
            raise Refusal("model_arrays", limit=MAX_ARRAYS)
        count = prod(shape)
        if count > self.left:
            taken = MAX_WEIGHTS - self.left
            raise Refusal("model_weights", count=in_thousands(taken + count), limit=in_thousands(MAX_WEIGHTS))
        self.left -= count
        return count


def in_thousands(count: int) -> str:
    """Return a count with blanks between its thousands; of what nobody can read, its power of ten."""
    return f"{count:,}".replace(",", "\u202f") if count < 10**15 else f"10^{len(str(count)) - 1}"


def model_too_large() -> Refusal:
    """Return the refusal of a file that is larger than a model may be."""
    return Refusal("model_file_too_large", limit=MAX_MODEL_BYTES // 1_000_000)


def shape_of(raw: Any, where: str) -> tuple[int, ...]:
    """Read a shape: a list of at most 8 whole numbers of reasonable length. Raises Refusal "model_broken"."""
    if not isinstance(raw, list | tuple) or len(raw) > 8:
        raise broken(where)
    if not all(type(n) is int and 0 <= n < 2**63 for n in raw):
        raise broken(where)
    return tuple(raw)


def finite_array(values: Any, where: str) -> Array:
    """Return numbers as finite float64, unchangeable. Raises Refusal "model_not_finite"."""
    with np.errstate(all="ignore"):
        array = np.array(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise Refusal("model_not_finite", where=quoted(where))
    array.setflags(write=False)
    return array


def broken(where: str) -> Refusal:
    """Return the refusal of a file that ends too early, or contradicts itself, at a place in it."""
    return Refusal("model_broken", where=quoted(where))
