"""Which reader a file is for: by how it begins, whatever it is called."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import basename
from typing import Any

import orjson

from neuroviz.document.models.bounds import MAX_MODEL_BYTES, MAX_TEXT_BYTES, broken, model_too_large
from neuroviz.document.models.hdf5 import MAGIC
from neuroviz.document.models.keras_file import CONFIG, WEIGHTS, read_h5, read_keras
from neuroviz.document.models.model import ReadModel
from neuroviz.document.models.npz import read_npz
from neuroviz.document.models.onnx import looks_like_onnx, read_onnx
from neuroviz.document.models.safetensors import looks_like_safetensors, read_safetensors
from neuroviz.document.models.tfjs import is_tfjs, read_tfjs
from neuroviz.document.models.zipped import Archive
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_TORCH = (".pt", ".pth", ".ckpt", ".bin")
_PICKLES = (".joblib", ".pkl", ".pickle", ".sav", ".p")


def read_model(files: Mapping[str, bytes]) -> ReadModel:
    """Read the network in a file, or in the files of TensorFlow.js, by their names. Raises Refusal."""
    if sum(map(len, files.values())) > MAX_MODEL_BYTES:
        raise model_too_large()
    described = [name for name, data in files.items() if _is_json(data)]
    if len(described) == 1:
        return _described(files[described[0]], files)
    if len(files) != 1:
        raise Refusal("model_several", count=len(files))
    (name, data), = files.items()
    if not data:
        raise Refusal("file_empty")
    return _read(name, data)


def is_document(files: Mapping[str, bytes]) -> bool:
    """Return whether this is one file of JSON that is not TensorFlow.js's: one of ours, or to be read as one."""
    if len(files) != 1:
        return False
    (name, data), = files.items()
    if len(data) > MAX_TEXT_BYTES or not _is_json(data):
        return _is_json(data) or name.lower().endswith(".json")
    return not is_tfjs(_loaded(data))


def _read(name: str, data: bytes) -> ReadModel:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, Archive(data))
    if data.startswith(MAGIC):
        return read_h5(data)
    _no_pickle(name, data)
    if looks_like_safetensors(data) or name.lower().endswith(".safetensors"):
        return read_safetensors(data)
    if looks_like_onnx(data) or name.lower().endswith(".onnx"):
        return read_onnx(data)
    raise Refusal("model_unknown", name=quoted(name))


def _no_pickle(name: str, data: bytes) -> None:
    """Refuse a pickle, which is a program: by how it begins, or by what it is called."""
    lower = name.lower()
    # PROTO and a version of 2 or later; joblib compresses with zlib, gzip and others. The length of a header of
    # safetensors may begin with the same two bytes.
    pickled = len(data) > 2 and data[0] == 0x80 and 2 <= data[1] <= 5 and not looks_like_safetensors(data)
    if lower.endswith(_TORCH) and not looks_like_safetensors(data):
        raise Refusal("model_pickle_torch", name=quoted(name))
    if pickled or lower.endswith(_PICKLES):
        raise Refusal("model_pickle", name=quoted(name))


def _zipped(file: str, archive: Archive) -> ReadModel:
    names = list(archive)
    if any(basename(name) == "data.pkl" for name in names):
        raise Refusal("model_pickle_torch", name=quoted(file))
    if CONFIG in archive and WEIGHTS in archive:
        return read_keras(archive)
    if names and all(name.endswith(".npy") for name in names):
        return read_npz(archive)
    # As a folder is zipped on a Mac, a second one of notes lies beside it.
    shown = [name for name in names if not name.startswith("__MACOSX/") and not basename(name).startswith(".")]
    described = [name for name in shown if basename(name) == "model.json"]
    if len(described) == 1:
        return _described(archive.read(described[0]), {
            name: archive.read(name) for name in shown if name != described[0]
        })
    raise Refusal("model_unknown", name=quoted(file))


def _described(data: bytes, files: Mapping[str, bytes]) -> ReadModel:
    raw = _loaded(data)
    if not is_tfjs(raw):
        raise Refusal("not_neuroviz")
    return read_tfjs(raw, files)


def _is_json(data: bytes) -> bool:
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _loaded(data: bytes) -> Any:
    if len(data) > MAX_TEXT_BYTES:
        raise broken("model.json")
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError):
        return None
