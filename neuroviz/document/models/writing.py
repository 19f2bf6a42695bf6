"""A network into files that other programs read: npz, safetensors, ONNX, CSV. Each is read back by `opening` but CSV.

npz, safetensors and CSV hold every number to its last bit. ONNX holds 32 bits, which is what the programs that run it
compute with; only where a number is too large for that are all of them written with 64.
"""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import orjson

from neuroviz.document.models.npz import ACTIVATIONS_KEY
from neuroviz.document.models.onnx_graph import DOUBLE, FLOAT
from neuroviz.document.models.protobuf import written, written_single
from neuroviz.document.models.safetensors import ACTIVATIONS_METADATA, METADATA
from neuroviz.document.schema import Document
from neuroviz.nn.activations import ELU_ALPHA, LEAKY_SLOPE


def to_npz(document: Document) -> bytes:
    """Return the network as NumPy arrays: W1 (n_out, n_in), b1, W2, ..., and the names of the activations."""
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {}
    for number, layer in enumerate(document.layers, 1):
        arrays |= {f"W{number}": np.array(layer.weights), f"b{number}": np.array(layer.biases)}
    out = io.BytesIO()
    words = np.array([layer.activation for layer in document.layers])
    np.savez(out, **arrays, **{ACTIVATIONS_KEY: words})  # type: ignore[arg-type]
    return out.getvalue()


def to_safetensors(document: Document) -> bytes:
    """Return the network under the names that PyTorch's Sequential(Linear, activation, Linear, ...) gives it."""
    header: dict[str, object] = {METADATA: {
        "format": "pt", ACTIVATIONS_METADATA: ",".join(layer.activation for layer in document.layers),
    }}
    numbers = b""
    for place, layer in enumerate(document.layers):
        for name, values in (("weight", layer.weights), ("bias", layer.biases)):
            array = np.array(values, dtype="<f8")
            data = array.tobytes()
            header[f"{2 * place}.{name}"] = {
                "dtype": "F64", "shape": array.shape, "data_offsets": (len(numbers), len(numbers) + len(data)),
            }
            numbers += data
    text = orjson.dumps(header)
    # The numbers begin at a multiple of eight, as the format wants it.
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + numbers


def to_weights_csv(document: Document) -> str:
    """Return a table with one row a neuron: its layer, its number, its activation, its bias, and its weights."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    most = max(document.sizes[:-1])
    table.writerow(["layer", "neuron", "activation", "b", *(f"w{source}" for source in range(1, most + 1))])
    for number, layer in enumerate(document.layers, 1):
        for neuron, (row, bias) in enumerate(zip(layer.weights, layer.biases, strict=True), 1):
            table.writerow([number, neuron, layer.activation, repr(bias), *map(repr, row)])
    return out.getvalue()


# --- ONNX --------------------------------------------------------------------------------------------

_IR_VERSION = 8
_OPSET, _OPSET_OF_GELU = 13, 20
_FLOAT_ATTRIBUTE, _INT_ATTRIBUTE, _STRING_ATTRIBUTE = 1, 2, 3
_OPERATORS: Mapping[str, tuple[str, dict[str, float | int | str]]] = MappingProxyType({
    "sigmoid": ("Sigmoid", {}), "tanh": ("Tanh", {}), "relu": ("Relu", {}), "softplus": ("Softplus", {}),
    "leaky_relu": ("LeakyRelu", {"alpha": LEAKY_SLOPE}), "elu": ("Elu", {"alpha": ELU_ALPHA}),
    "gelu": ("Gelu", {"approximate": "tanh"}), "linear": ("Identity", {}), "softmax": ("Softmax", {"axis": -1}),
})
"""The operator of each activation. There is none for a step: it is written as z >= 0, made a number."""


def to_onnx(document: Document) -> bytes:
    """Return the network as a graph from "x" (rows, n_in) to "y" (rows, n_out)."""
    largest = max(abs(n) for layer in document.layers for row in (*layer.weights, layer.biases) for n in row)
    kind = FLOAT if largest <= float(np.finfo(np.float32).max) else DOUBLE
    nodes: list[bytes] = []
    constants: list[bytes] = []
    value = "x"
    for number, layer in enumerate(document.layers, 1):
        constants += [_tensor(f"W{number}", np.array(layer.weights), kind),
                      _tensor(f"b{number}", np.array(layer.biases), kind)]
        nodes.append(_node("Gemm", [value, f"W{number}", f"b{number}"], f"z{number}", {"transB": 1}))
        value = "y" if number == len(document.layers) else f"a{number}"
        if layer.activation == "step":
            constants.append(_tensor(f"zero{number}", np.array([0.0]), kind))
            nodes += [_node("GreaterOrEqual", [f"z{number}", f"zero{number}"], f"fires{number}", {}),
                      _node("Cast", [f"fires{number}"], value, {"to": kind})]
        else:
            operator, attributes = _OPERATORS[layer.activation]
            nodes.append(_node(operator, [f"z{number}"], value, attributes))
    graph = _each(1, nodes) + written(2, "neuroviz") + _each(5, constants)
    graph += written(11, _value("x", len(document.input), kind)) + written(12, _value("y", document.sizes[-1], kind))
    gelu = any(layer.activation == "gelu" for layer in document.layers)
    return (written(1, _IR_VERSION) + written(2, "neuroviz") + written(7, graph)
            + written(8, written(1, "") + written(2, _OPSET_OF_GELU if gelu else _OPSET)))


def _each(number: int, messages: list[bytes]) -> bytes:
    return b"".join(written(number, message) for message in messages)


def _node(operator: str, inputs: list[str], output: str, attributes: Mapping[str, float | int | str]) -> bytes:
    names = b"".join(written(1, name) for name in inputs)
    return names + written(2, output) + written(3, output) + written(4, operator) + _each(
        5, [_attribute(name, value) for name, value in attributes.items()])


def _attribute(name: str, value: float | int | str) -> bytes:
    if isinstance(value, str):
        return written(1, name) + written(4, value) + written(20, _STRING_ATTRIBUTE)
    if isinstance(value, int):
        return written(1, name) + written(3, value) + written(20, _INT_ATTRIBUTE)
    return written(1, name) + written_single(2, struct.pack("<f", value)) + written(20, _FLOAT_ATTRIBUTE)


def _tensor(name: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], kind: int) -> bytes:
    data = values.astype("<f4" if kind == FLOAT else "<f8").tobytes()
    dims = b"".join(written(1, size) for size in values.shape)
    return dims + written(2, kind) + written(8, name) + written(9, data)


def _value(name: str, size: int, kind: int) -> bytes:
    """Return a matrix of any number of rows."""
    shape = written(1, written(2, "rows")) + written(1, written(1, size))
    return written(1, name) + written(2, written(1, written(1, kind) + written(2, shape)))


WRITERS: Mapping[str, tuple[str, Callable[[Document], bytes | str]]] = MappingProxyType({
    "NumPy": ("weights.npz", to_npz),
    "safetensors": ("weights.safetensors", to_safetensors),
    "ONNX": ("network.onnx", to_onnx),
    "CSV": ("weights.csv", to_weights_csv),
})
"""What a network can be written as: the format's own name, the file's, and what writes it."""
