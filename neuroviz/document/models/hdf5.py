"""HDF5, read by h5py in a process of its own: see `hdf5_process`, which says why."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

from neuroviz.document.models.bounds import (
    MAX_ARRAYS,
    MAX_TEXT_BYTES,
    MAX_WEIGHTS,
    Budget,
    broken,
    finite_array,
    in_thousands,
)
from neuroviz.document.models.model import Array
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

MAGIC = b"\x89HDF\r\n\x1a\n"
_SECONDS = 15


class Hdf5(NamedTuple):
    """The arrays of a file by their paths, and the description of the model, or ""."""

    arrays: dict[str, Array]
    config: str


def is_installed() -> bool:
    """Return whether HDF5 files can be read here."""
    return importlib.util.find_spec("h5py") is not None


def read_hdf5(data: bytes) -> Hdf5:
    """Read a file. Raises Refusal; "model_needs_h5py" where the reader is not installed."""
    if not is_installed():
        raise Refusal("model_needs_h5py")
    command = [
        sys.executable, "-P", str(Path(__file__).with_name("hdf5_process.py")), str(MAX_WEIGHTS), str(MAX_ARRAYS),
    ]
    # No filters from elsewhere: a file may ask for a plug-in, and would be given code.
    environment = {**os.environ, "HDF5_PLUGIN_PRELOAD": "::", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=False, timeout=_SECONDS, env=environment,
        )
    except subprocess.TimeoutExpired:
        raise broken("HDF5") from None
    if done.returncode != 0 or len(done.stdout) < 8:
        raise broken("HDF5")
    return _taken(done.stdout)


def _taken(output: bytes) -> Hdf5:
    """Return what the other process found; it is believed no more than a file."""
    length = int.from_bytes(output[:8], "little")
    try:
        header = orjson.loads(output[8:8 + length])
    except orjson.JSONDecodeError:
        raise broken("HDF5") from None
    where = str(header.get("where", "HDF5"))
    match header.get("error"):
        case "external":
            raise Refusal("model_external", where=quoted(where))
        case "arrays":
            raise Refusal("model_arrays", limit=MAX_ARRAYS)
        case "weights":
            raise Refusal(
                "model_weights", count=in_thousands(int(header["count"])), limit=in_thousands(MAX_WEIGHTS))
        case "dtype":
            raise Refusal("model_dtype", where=quoted(where), dtype=quoted(header.get("dtype")))
        case str():
            raise broken("HDF5")
    config = header.get("config") or ""
    if len(config) > MAX_TEXT_BYTES:
        raise broken("model_config")
    arrays: dict[str, Array] = {}
    budget, at = Budget(), 8 + length
    for name, shape in header["arrays"]:
        count = budget.take(tuple(shape))
        if 8 * count > len(output) - at:
            raise broken("HDF5")
        arrays[name] = finite_array(np.frombuffer(output, "<f8", count, at).reshape(shape), name)
        at += 8 * count
    return Hdf5(arrays, config)
