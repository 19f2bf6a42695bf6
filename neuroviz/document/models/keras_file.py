"""Keras: a .keras file (a zip with a description and an HDF5 file of weights), or an .h5 file with both in it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import orjson

from neuroviz.document.models.arrays import from_arrays
from neuroviz.document.models.bounds import MAX_TEXT_BYTES, broken
from neuroviz.document.models.hdf5 import read_hdf5
from neuroviz.document.models.keras_layers import Dense, from_keras
from neuroviz.document.models.model import Array, ReadModel
from neuroviz.document.models.zipped import Archive

CONFIG, WEIGHTS = "config.json", "model.weights.h5"
_UNSEEN: Array = np.zeros((1, 1))
"""Stands for a matrix while a description alone is checked."""


def read_keras(archive: Archive) -> ReadModel:
    """Read a .keras file. Raises Refusal."""
    config = _json(archive.read(CONFIG), CONFIG)
    # What cannot be read by its description is refused before its weights are looked at.
    from_keras("keras", config, lambda _, layer: (_UNSEEN, None))
    return _described(config, read_hdf5(archive.read(WEIGHTS)).arrays)


def read_h5(data: bytes) -> ReadModel:
    """Read an .h5 file: with a description, or weights alone. Raises Refusal."""
    found = read_hdf5(data)
    if not found.config:
        return from_arrays("keras", found.arrays)
    return _described(_json(found.config.encode("utf-8", "replace"), "model_config"), found.arrays)


def _described(config: Any, arrays: dict[str, Array]) -> ReadModel:
    def weights(place: int, layer: Dense) -> tuple[Array, Array | None]:
        folder = _folder(arrays, place, layer)
        kernel, bias = (_one(arrays, folder, role) for role in ("kernel", "bias"))
        if kernel is None or (bias is None and layer.biased):
            raise broken(f"{layer.name}/{'bias' if kernel is not None else 'kernel'}")
        return kernel, bias if layer.biased else None

    return from_keras("keras", config, weights)


def _folder(arrays: dict[str, Array], place: int, layer: Dense) -> str:
    """Where the numbers of a dense layer lie: under its name, or under its class and number."""
    folders = list(dict.fromkeys(name.rsplit("/", 1)[0] for name in arrays))
    by_name = [folder for folder in folders if layer.name in folder.split("/")]
    numbered = "dense" if place == 0 else f"dense_{place}"
    by_number = [folder for folder in folders if numbered in folder.split("/")]
    return next(iter(by_number if _numbered(folders) else by_name or by_number), layer.name)


def _numbered(folders: list[str]) -> bool:
    """Whether a file counts its layers by class, as .keras files do, whatever the layers are called."""
    return any(re.search(r"(^|/)layers/dense/vars$", folder) for folder in folders)


def _one(arrays: dict[str, Array], folder: str, role: str) -> Array | None:
    names = {f"{folder}/{role}", f"{folder}/{role}:0", f"{folder}/{'0' if role == 'kernel' else '1'}"}
    return next((arrays[name] for name in arrays if name in names), None)


def _json(data: bytes, where: str) -> Any:
    if len(data) > MAX_TEXT_BYTES:
        raise broken(where)
    try:
        return orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError):
        raise broken(where) from None


