"""A million numbers fit into a file of each format that is read, at 64 bits where the format has them; and through the
door before it."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from neuroviz.document.models.arranging import Wish
from neuroviz.document.models.bounds import MAX_MODEL_BYTES, MAX_WEIGHTS
from neuroviz.document.models.keras_file import CONFIG, WEIGHTS
from neuroviz.document.models.opening import read_model
from neuroviz.document.models.whole import whole_model
from neuroviz.document.models.writing import to_npz, to_onnx, to_safetensors
from neuroviz.document.schema import Document, Layer
from neuroviz.document.tables.data import MAX_BYTES

ROOT = Path(__file__).parents[3]
N_IN, HIDDEN = 1024, 974
_RNG = np.random.default_rng(5)
# Too large a number for 32 bits makes ONNX take 64.
ARRAYS = {
    "dense": (_RNG.normal(size=(N_IN, HIDDEN)), np.full(HIDDEN, 1e39)),
    "dense_1": (_RNG.normal(size=(HIDDEN, 1)), np.zeros(1)),
}
COUNT = sum(part.size for pair in ARRAYS.values() for part in pair)


def document() -> Document:
    layers = tuple(
        Layer(tuple(map(tuple, weights.T.tolist())), tuple(biases.tolist()), activation)
        for (weights, biases), activation in zip(ARRAYS.values(), ("relu", "linear"), strict=True))
    return Document(layers, (1.0,) * N_IN)


def description() -> dict[str, object]:
    acts = ("relu", "linear")
    layers = [{"class_name": "InputLayer", "config": {"batch_shape": [None, N_IN], "name": "input"}}]
    layers += [{"class_name": "Dense", "config": {
        "name": name, "units": len(ARRAYS[name][1]), "activation": activation, "use_bias": True}}
        for name, activation in zip(ARRAYS, acts, strict=True)]
    return {"class_name": "Sequential", "config": {"name": "model", "layers": layers}}


def hdf5(folder: str, names: tuple[str, str], optimizer: str, config: str = "") -> bytes:
    """The numbers as Keras writes them after training: beside each the two that Adam keeps."""
    held = io.BytesIO()
    with h5py.File(held, "w") as file:
        for layer, pair in ARRAYS.items():
            for name, part in zip(names, pair, strict=True):
                file[f"{folder.format(layer)}/{name}"] = part
                for moment in ("m", "v"):
                    file[f"{optimizer}/{layer}/{name}_{moment}"] = part
        if config:
            file.attrs["model_config"] = config
    return held.getvalue()


def keras() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(CONFIG, json.dumps(description()))
        archive.writestr(WEIGHTS, hdf5("layers/{}/vars", ("0", "1"), "optimizer/vars"))
    return held.getvalue()


def tfjs() -> dict[str, bytes]:
    """It has 32 bits at most."""
    short = {f"{layer}/{role}": part.clip(-9.0, 9.0).astype("<f4") for layer, pair in ARRAYS.items()
             for role, part in zip(("kernel", "bias"), pair, strict=True)}
    entries = [{"name": name, "shape": part.shape, "dtype": "float32"} for name, part in short.items()]
    described = {"format": "layers-model", "modelTopology": description(),
                 "weightsManifest": [{"paths": ["w.bin"], "weights": entries}]}
    return {"model.json": json.dumps(described).encode(), "w.bin": b"".join(part.tobytes() for part in short.values())}


FORMATS: dict[str, Callable[[], dict[str, bytes]]] = {
    "npz": lambda: {"m.npz": to_npz(document())}, "safetensors": lambda: {"m.safetensors": to_safetensors(document())},
    "onnx": lambda: {"m.onnx": to_onnx(document())}, "keras": lambda: {"m.keras": keras()},
    "h5": lambda: {"m.h5": hdf5("model_weights/{0}/{0}", ("kernel", "bias"), "optimizer_weights",
                                json.dumps(description()))},
    "tfjs": tfjs,
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_million_numbers_are_read_from_each_format(name: str) -> None:
    files = FORMATS[name]()
    whole = whole_model(read_model(files), Wish(activations=("relu", "linear")))
    assert MAX_WEIGHTS - 1_000 < whole.count == COUNT <= MAX_WEIGHTS
    weights, biases = np.asarray(whole.network.weights[0]), np.asarray(whole.network.biases[0])
    wanted, beside = ARRAYS["dense"]
    if name == "tfjs":
        wanted, beside = wanted.clip(-9.0, 9.0).astype("<f4"), beside.clip(-9.0, 9.0)
    assert np.array_equal(weights, wanted.T)
    assert np.array_equal(biases, beside)


def test_what_is_read_comes_through_streamlits_door() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    # What is a little too large gets our sentence, not Streamlit's.
    assert server["maxUploadSize"] * 2**20 > 1.2 * max(MAX_MODEL_BYTES, MAX_BYTES)
