"""NumPy's .npz: a zip archive of arrays. Objects, which are pickles, are never read.

Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
"""

from __future__ import annotations

import io
import tokenize
from typing import Any

import numpy as np
from numpy.lib import format as numpy_format

from neuroviz.document.models.arrays import from_arrays
from neuroviz.document.models.bounds import MAX_ARRAYS, Budget, broken, finite_array, shape_of
from neuroviz.document.models.model import Array, ReadModel
from neuroviz.document.models.zipped import Archive
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

ACTIVATIONS_KEY = "activations"
"""An array of words under this name says the activation of each layer."""

_MOST_HEADER = 4_000
# Older versions of NumPy describe it with fewer types, and with fewer arguments than it takes.
_npy: Any = numpy_format


def read_npz(archive: Archive) -> ReadModel:
    """Read a network. Raises Refusal."""
    budget = Budget()
    arrays: dict[str, Array] = {}
    activations: list[str] = []
    for member in archive:
        if not member.endswith(".npy"):
            raise broken(member)
        name = member.removesuffix(".npy")
        values = _read_array(archive.read(member), name, budget)
        if values.dtype.kind == "U":
            if name == ACTIVATIONS_KEY and values.ndim <= 1:
                activations = _words(values, name)
            continue
        if values.dtype.kind not in "fiub" or values.dtype.itemsize > 8:
            raise Refusal("model_dtype", where=quoted(name), dtype=quoted(values.dtype.name))
        arrays[name] = finite_array(values, name)
    return from_arrays("npz", arrays, activations)


def _words(values: np.ndarray[Any, np.dtype[Any]], name: str) -> list[str]:
    """Texts of an array. NumPy would make them of any 32 bits, and a text of what is no letter breaks Python."""
    width = values.dtype.itemsize
    if values.size > MAX_ARRAYS or width > _MOST_HEADER:
        raise broken(name)
    data = values.astype(values.dtype.newbyteorder("<")).tobytes()
    try:
        return [data[at:at + width].decode("utf-32-le").rstrip("\0") for at in range(0, len(data), width or 1)]
    except UnicodeDecodeError:
        raise broken(name) from None


def _read_array(data: bytes, name: str, budget: Budget) -> np.ndarray[Any, np.dtype[Any]]:
    stream = io.BytesIO(data)
    try:
        version = _npy.read_magic(stream)
        read = {(1, 0): _npy.read_array_header_1_0, (2, 0): _npy.read_array_header_2_0}[version]
        shape, by_columns, dtype = read(stream, max_header_size=_MOST_HEADER)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, EOFError, OverflowError,
            RecursionError, MemoryError, tokenize.TokenError):
        raise broken(name) from None
    if dtype.hasobject:
        raise Refusal("model_objects", where=quoted(name))
    count = budget.take(shape_of(shape, name))
    if dtype.itemsize == 0 or count * dtype.itemsize != len(data) - stream.tell():
        raise broken(name)
    try:
        values = np.frombuffer(data, dtype, count, stream.tell())
        return values.reshape(shape, order="F" if by_columns else "C")
    except (ValueError, TypeError, OverflowError):
        raise broken(name) from None
