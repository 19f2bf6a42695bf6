"""Safetensors: eight bytes that say how long a JSON header is, the header, and the numbers one after the other.

Format: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import orjson

from neuroviz.document.models.arrays import from_arrays
from neuroviz.document.models.bounds import MAX_TEXT_BYTES, Budget, broken, finite_array, shape_of
from neuroviz.document.models.model import Array, ReadModel
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

METADATA = "__metadata__"
ACTIVATIONS_METADATA = "neuroviz.activations"
"""Of the file's own words, those that say the activation of each layer, separated by commas."""

_KINDS: Mapping[str, str] = MappingProxyType({"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"})


def looks_like_safetensors(data: bytes) -> bool:
    """Return whether a file begins as a safetensors file does."""
    return len(data) >= 10 and data[8:9] == b"{" and int.from_bytes(data[:8], "little") < 2**40


def read_safetensors(data: bytes) -> ReadModel:
    """Read a network. Raises Refusal."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(len(data) - 8, MAX_TEXT_BYTES):
        raise broken("header")
    try:
        header = orjson.loads(data[8:8 + length])
    except (orjson.JSONDecodeError, RecursionError):
        raise broken("header") from None
    if not isinstance(header, dict):
        raise broken("header")
    metadata = header.pop(METADATA, None)
    numbers = memoryview(data)[8 + length:]
    budget = Budget()
    # What is declared is counted first: nothing is read of a file that holds too much.
    entries = {name: _entry(name, raw, budget, len(numbers)) for name, raw in header.items()}
    arrays: dict[str, Array] = {
        name: finite_array(_values(kind, numbers[start:end], shape), name)
        for name, (kind, shape, start, end) in sorted(entries.items(), key=lambda item: item[1][2])
    }
    return from_arrays("safetensors", arrays, _activations(metadata))


def _entry(name: str, raw: Any, budget: Budget, most: int) -> tuple[str, tuple[int, ...], int, int]:
    if not isinstance(raw, dict):
        raise broken(name)
    shape = shape_of(raw.get("shape"), name)
    count = budget.take(shape)
    dtype = raw.get("dtype")
    if not isinstance(dtype, str) or dtype not in _KINDS:
        raise Refusal("model_dtype", where=quoted(name), dtype=quoted(dtype))
    kind = _KINDS[dtype]
    offsets = shape_of(raw.get("data_offsets"), name)
    if len(offsets) != 2 or not 0 <= offsets[0] <= offsets[1] <= most:
        raise broken(name)
    if offsets[1] - offsets[0] != count * np.dtype(kind).itemsize:
        raise broken(name)
    return kind, shape, *offsets


def _values(kind: str, data: memoryview, shape: tuple[int, ...]) -> Any:
    values = np.frombuffer(data, kind).reshape(shape)
    return half_to_single(values) if kind == "<u2" else values


def half_to_single(bits: Any) -> Any:
    """Return the numbers of bfloat16, given as 16 bits each: the upper half of a float32."""
    return (bits.astype("<u4") << 16).view("<f4")


def _activations(metadata: Any) -> list[str]:
    said = metadata.get(ACTIVATIONS_METADATA) if isinstance(metadata, dict) else None
    return said.split(",")[:256] if isinstance(said, str) and said else []
