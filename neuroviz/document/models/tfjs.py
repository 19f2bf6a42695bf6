"""TensorFlow.js: model.json describes the layers, and files of bare numbers stand beside it, or with it in a zip.

Format: https://www.tensorflow.org/js/guide/save_load, and tfjs-core's io/types.ts
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import basename
from types import MappingProxyType
from typing import Any

import numpy as np

from neuroviz.document.models.bounds import MAX_ARRAYS, MAX_MODEL_BYTES, Budget, broken, finite_array, shape_of
from neuroviz.document.models.keras_layers import Dense, from_keras
from neuroviz.document.models.model import Array, ReadModel
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_KINDS: Mapping[str, str] = MappingProxyType({"float32": "<f4", "float16": "<f2"})


def is_tfjs(raw: Any) -> bool:
    """Return whether this JSON is what TensorFlow.js writes."""
    return isinstance(raw, dict) and ("modelTopology" in raw or "weightsManifest" in raw)


def read_tfjs(raw: Any, files: Mapping[str, bytes]) -> ReadModel:
    """Read a network out of model.json and the files beside it, by their names. Raises Refusal."""
    topology = raw.get("modelTopology")
    if not isinstance(topology, dict) or raw.get("format") == "graph-model" or "node" in topology:
        raise Refusal("model_tfjs_graph")
    arrays = _arrays(raw.get("weightsManifest"), files)
    config = topology.get("model_config", topology)

    def weights(_: int, layer: Dense) -> tuple[Array, Array | None]:
        return _of(arrays, layer, "kernel"), _of(arrays, layer, "bias") if layer.biased else None

    return from_keras("tfjs", config, weights)


def _of(arrays: Mapping[str, Array], layer: Dense, role: str) -> Array:
    names = {f"{layer.name}/{role}", f"{layer.name}/{layer.name}/{role}"}
    found = next((name for name in arrays if name in names or name.endswith(f"/{layer.name}/{role}")), None)
    if found is None:
        raise broken(f"{layer.name}/{role}")
    return arrays[found]


def _arrays(manifest: Any, files: Mapping[str, bytes]) -> dict[str, Array]:
    if not isinstance(manifest, list) or len(manifest) > MAX_ARRAYS:
        raise broken("weightsManifest")
    budget = Budget()
    left = MAX_MODEL_BYTES
    arrays: dict[str, Array] = {}
    for group in manifest:
        paths = group.get("paths") if isinstance(group, dict) else None
        entries = group.get("weights") if isinstance(group, dict) else None
        if not isinstance(paths, list) or not isinstance(entries, list) or len(paths) > MAX_ARRAYS:
            raise broken("weightsManifest")
        declared = [_entry(entry, budget) for entry in entries]
        parts = [_file(path, files) for path in dict.fromkeys(map(str, paths))]
        # Several groups may name the same file: what is joined is counted too.
        left -= sum(map(len, parts))
        if left < 0:
            raise broken("weightsManifest")
        data = b"".join(parts)
        at = 0
        for name, shape, count, kind in declared:
            size = count * np.dtype(kind).itemsize
            if size > len(data) - at:
                raise broken(name)
            arrays[name] = finite_array(np.frombuffer(data, kind, count, at).reshape(shape), name)
            at += size
    return arrays


def _entry(raw: Any, budget: Budget) -> tuple[str, tuple[int, ...], int, str]:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise broken("weightsManifest.weights")
    name: str = raw["name"]
    shape = shape_of(raw.get("shape"), name)
    count = budget.take(shape)
    dtype = raw.get("dtype")
    if not isinstance(dtype, str) or dtype not in _KINDS or "quantization" in raw:
        raise Refusal("model_dtype", where=quoted(name), dtype=quoted(dtype))
    return name, shape, count, _KINDS[dtype]


def _file(path: str, files: Mapping[str, bytes]) -> bytes:
    """Return a file that model.json names, by the last part of its path: nothing is fetched."""
    found = next((data for name, data in files.items() if basename(name) == basename(path)), None)
    if found is None:
        raise Refusal("model_part_missing", where=quoted(basename(path)))
    return found
