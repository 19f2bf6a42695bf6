"""Hostile files: refused in words with the place, whatever they declare.

`tests/bench/bench_models.py` tries a hundred thousand of each format.
"""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from collections import Counter

import numpy as np
import orjson
import pytest

from neuroviz.document import Refusal
from neuroviz.document.models.arranging import Wish, arrange_model, opened_model
from neuroviz.document.models.bounds import MAX_ARRAYS, MAX_MODEL_BYTES
from neuroviz.document.models.opening import is_document, read_model
from neuroviz.document.models.protobuf import written
from neuroviz.document.models.writing import to_onnx, to_safetensors
from tests.document.models.hostile import HERE, SEEDS, hostile_file, outcome
from tests.document.validity import assert_valid
from tests.examples import share_of


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files_are_opened_or_refused_and_nothing_else(kind: str) -> None:
    found: Counter[str] = Counter()
    # HDF5 is read in a process for each file: some are enough here.
    for seed in range(max(8, share_of(12 if kind in {"keras", "h5"} else 400))):
        found[outcome(hostile_file(kind, random.Random(f"{kind} {seed}")))] += 1
    assert len(found) > 1, "the damages reach different parts of the reader"


def refused(name: str, data: bytes, **more: bytes) -> Refusal:
    """The refusal of a file."""
    try:
        problem = arrange_model(read_model({name: data, **more}), Wish()).problem
    except Refusal as refusal:
        return refusal
    assert problem is not None, "it was read"
    return problem


def refused_in_little_memory(name: str, data: bytes) -> Refusal:
    """The refusal of a file, for which no memory was taken beyond the bounds."""
    tracemalloc.start()
    try:
        found = refused(name, data)
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()
    return found


def safetensors(header: object, numbers: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else orjson.dumps(header)
    return len(text).to_bytes(8, "little") + text + numbers


def entry(*shape: int, dtype: str = "F32", **more: object) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [0, 4], **more}


@pytest.mark.parametrize(("data", "code", "values"), [
    (safetensors({"w": entry(10**9, 1)}), "model_weights", {"count": "1\u202f000\u202f000\u202f000"}),
    (safetensors({"w": entry(2**62, 2**62)}), "model_weights", {"count": "10^37"}),
    (safetensors({f"w{i}": entry(1, 1) for i in range(MAX_ARRAYS + 1)}, bytes(4)), "model_arrays", {}),
    (safetensors({"w": entry(1, 1, data_offsets=[2, 6])}, bytes(4)), "model_broken", {"where": "w"}),
    (safetensors({"w": entry(1, 1, data_offsets=[-4, 0])}, bytes(4)), "model_broken", {"where": "w"}),
    (safetensors({"w": entry(1, 1, dtype="I64")}, bytes(4)), "model_dtype", {"dtype": "I64"}),
    (safetensors({"w": entry(1, 1, 1)}, bytes(4)), "model_shape", {"shape": "1×1×1"}),
    (safetensors({"w": entry(1, 1)}, struct.pack("<f", float("nan"))), "model_not_finite", {"where": "w"}),
    (safetensors({"b": entry(1)}, bytes(4)), "model_no_matrix", {"where": "b"}),
    (safetensors({}), "model_no_layers", {}),
    (safetensors(b'{"a":' * 50_000), "model_broken", {"where": "header"}),
    (struct.pack("<Q", 2**39) + b"{}", "model_broken", {"where": "header"}),
    (safetensors({"x" * 9_000 + "<b>": entry(1, 1, data_offsets=None)}), "model_broken", {"where": "x" * 24 + "…"}),
], ids=range(13))
def test_safetensors_that_declare_what_is_not_so(data: bytes, code: str, values: dict[str, str]) -> None:
    found = refused_in_little_memory("m.safetensors", data)
    assert (found.code, {name: found.values[name] for name in values}) == (code, values)


def npy(header: str, body: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + body


def zipped(level: int = zipfile.ZIP_DEFLATED, **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, claimed: int) -> bytes:
    """A zip whose only member says that it is of another size, in both places where it says so."""
    at, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    out = bytearray(data)
    out[at + 22:at + 26] = out[central + 24:central + 28] = claimed.to_bytes(4, "little")
    return bytes(out)


@pytest.mark.parametrize(("data", "code", "where"), [
    (zipped(**{"w.npy": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }")}),
     "model_weights", ""),
    (zipped(**{"w.npy": npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"\x80\x04.")}),
     "model_objects", "w"),
    (zipped(**{"w.npy": npy("__import__('os').system('true')")}), "model_broken", "w"),
    (zipped(**{"w.npy": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }")}), "model_broken", "w"),
    (zipped(**{"w.npy": npy("(" * 3_000)}), "model_broken", "w"),
    (zipped(**{"w.npy": npy("{'descr': '<c16', 'fortran_order': False, 'shape': (1,1), }", bytes(16))}),
     "model_dtype", "w"),
    (zipped(**{"w.npy": bytes(30_000_000)}), "model_unpacked", "w.npy"),
    (lying(zipped(**{"w.npy": bytes(60_000_000)}), 1_000), "model_broken", "w.npy"),
    (zipped(**{f"w{i}.npy": b"" for i in range(3_000)}), "model_arrays", ""),
    (zipped(level=zipfile.ZIP_LZMA, **{"w.npy": b"1"}), "model_broken", "w.npy"),
    (zipped(**{"readme.txt": b"1"}), "model_unknown", ""),
    (zipped(**{"a/data.pkl": b"\x80\x02."}), "model_pickle_torch", ""),
    (b"PK\x03\x04" + bytes(100), "model_broken", "zip"),
], ids=range(13))
def test_archives_that_are_not_what_they_say(data: bytes, code: str, where: str) -> None:
    found = refused_in_little_memory("m.npz", data)
    assert (found.code, found.values.get("where", "")) == (code, where)


def tensor(dims: tuple[int, ...], *more: bytes, kind: int = 1) -> bytes:
    return b"".join(written(1, n) for n in dims) + written(2, kind) + written(8, "W") + b"".join(more)


def onnx(*nodes: bytes, constants: tuple[bytes, ...] = ()) -> bytes:
    graph = b"".join(written(1, node) for node in nodes) + b"".join(written(5, each) for each in constants)
    graph += written(11, written(1, "x")) + written(12, written(1, "y"))
    return written(1, 8) + written(7, graph)


def node(op: str, inputs: str, output: str = "y", *more: bytes) -> bytes:
    return b"".join(written(1, name) for name in inputs.split()) + written(2, output) + written(4, op) + b"".join(more)


ONE = tensor((1, 1), written(9, struct.pack("<f", 2.0)))


@pytest.mark.parametrize(("data", "code", "value"), [
    (onnx(node("MatMul", "x W"), constants=(tensor((10**9, 1)),)), "model_weights", "1\u202f000\u202f000\u202f000"),
    (onnx(node("MatMul", "x W"), constants=(tensor((2, 2), written(9, b"123")),)), "model_broken", "W"),
    (onnx(node("MatMul", "x W"), constants=(tensor((1, 1), written(14, 1)),)), "model_external", "W"),
    (onnx(node("MatMul", "x W"), constants=(tensor((1, 1), kind=8),)), "model_dtype", "W"),
    (onnx(node("If", "x"), constants=(ONE,)), "model_operation", "If"),
    (onnx(node("Relu", "x")), "model_operation", "Relu"),
    (onnx(node("Softmax", "x", "y", written(7, "com.evil"))), "model_custom", "com.evil.Softmax"),
    (onnx(node("MatMul", "x x")), "model_graph", "y"),
    (onnx(node("Identity", "y")), "model_graph", "y"),
    (onnx(node("MatMul", "x W", "a"), node("Add", "a x"), constants=(ONE,)), "model_graph", "y"),
    (onnx(*[node("MatMul", f"a{i} W", f"a{i + 1}") for i in range(3_000)]), "model_arrays", 2000),
    (written(1, 8) + b"".join(b"\x10\x00" for _ in range(100_001)), "model_arrays", 100_000),
    (b"\x08\x08\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "model_broken", "onnx"),
    (b"\x08\x08\x3b\x01\x3c", "model_broken", "onnx"),
], ids=range(14))
def test_graphs_that_are_no_chain_of_layers(data: bytes, code: str, value: object) -> None:
    found = refused("m.onnx", data)
    assert found.code == code
    assert value in found.values.values()


def numbers(name: str, *values: float) -> bytes:
    data = struct.pack(f"<{len(values)}f", *values)
    return written(1, len(values)) + written(2, 1) + written(8, name) + written(9, data)


ML = written(7, "ai.onnx.ml")
LAYER = node("MatMul", "a W", "y")


@pytest.mark.parametrize(("data", "code", "value"), [
    (onnx(node("Div", "x c", "a"), LAYER, constants=(ONE, numbers("c", 0.0))), "model_not_finite", "a"),
    (onnx(node("Div", "c x", "a"), LAYER, constants=(ONE, numbers("c", 1.0))), "model_operation", "Div"),
    (onnx(node("Mul", "x c", "a"), LAYER, constants=(ONE, numbers("c", 1.0, 2.0))), "model_operation", "Mul"),
    (onnx(node("Mul", "x c", "a"), LAYER, constants=(ONE, numbers("c"))), "model_operation", "Mul"),
    (onnx(node("Mul", "x c", "b"), node("Add", "b d", "a"), LAYER, constants=(
        ONE, numbers("c", 1.0, 2.0), numbers("d", 1.0, 2.0, 3.0))), "model_operation", "Add"),
    (onnx(node("MatMul", "x W", "a"), node("Relu", "a", "b"), node("Mul", "b c"), constants=(ONE, numbers("c", 2.0))),
     "model_operation", "Mul"),
    (onnx(node("BatchNormalization", "x c c c d", "a"), LAYER, constants=(ONE, numbers("c", 1.0), numbers("d", -9.0))),
     "model_not_finite", "a"),
    (onnx(node("BatchNormalization", "x c", "a"), LAYER, constants=(ONE, numbers("c", 1.0))),
     "model_operation", "BatchNormalization"),
    (onnx(node("TreeEnsembleClassifier", "x", "y", ML)), "model_operation", "TreeEnsembleClassifier"),
    (onnx(node("Scaler", "x", "y", ML)), "model_operation", "Scaler"),
    (onnx(node("MatMul", "x W", "a"), node("LayerNormalization", "a W")), "model_operation", "LayerNormalization"),
    (onnx(node("ArgMax", "y")), "model_operation", "ArgMax"),
    (onnx(node("Concat", "x x")), "model_operation", "Concat"),
], ids=range(13))
def test_scalings_and_ends_that_are_none(data: bytes, code: str, value: object) -> None:
    found = refused("m.onnx", data)
    assert found.code == code
    assert value in found.values.values()


def test_ways_that_part_and_meet_again_are_followed_in_little_time() -> None:
    """A chain of nodes that each take their predecessor twice: as many ways as 2 to the power of its length."""
    doubling = [node("Add", f"a{i} a{i}", f"a{i + 1}") for i in range(1_500)]
    crossing = [node("Mul", f"a{i} a{max(0, i - 1)}", f"a{i + 1}") for i in range(1_500)]
    for nodes in (doubling, crossing):
        refused("m.onnx", onnx(node("MatMul", "x W", "a0"), *nodes, node("Identity", "a1500"), constants=(ONE,)))


@pytest.mark.parametrize("way", [
    node("Transpose", "C", "W"),
    node("Transpose", "C", "W", written(5, written(1, "perm") + written(8, 1) + written(8, 0))),
    node("Identity", "C", "D"), node("Cast", "C", "D"),
], ids=["turned", "turned as said", "copied", "made of another kind"])
def test_numbers_may_be_a_node_of_their_own_and_be_handed_on(way: bytes) -> None:
    """As exporters write them that do not fold constants: read as if they stood in the graph."""
    numbers = tensor((3, 2), written(9, struct.pack("<6f", 1, 2, 3, 4, 5, 6)))
    constant = written(2, "C") + written(4, "Constant") + written(5, written(1, "value") + written(5, numbers))
    turned = b"W" in way
    steps = [constant, way] if turned else [constant, way, node("Transpose", "D", "W")]
    model = read_model({"m.onnx": onnx(*steps, node("MatMul", "x W"))})
    document = opened_model(HERE, model, Wish())
    assert document.layers[0].weights == ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0))


def test_a_chain_of_our_own_making_is_read() -> None:
    """What the refusals above leave out one by one."""
    model = read_model({"m.onnx": onnx(node("MatMul", "x W", "a"), node("Relu", "a"), constants=(ONE,))})
    document = opened_model(HERE, model, Wish())
    assert_valid(document)
    assert (document.layers[0].weights, document.layers[0].activation) == (((2.0,),), "relu")


@pytest.mark.parametrize(("name", "data", "code"), [
    ("m.pt", b"\x80\x02}q\x00.", "model_pickle_torch"),
    ("m.joblib", b"\x78\x9c123", "model_pickle"),
    ("m.anything", b"\x80\x04\x95\x00.", "model_pickle"),
    ("m.npy", b"\x93NUMPY\x01\x00", "model_unknown"),
    ("m.npz", b"", "file_empty"),
    ("m.npz", bytes(MAX_MODEL_BYTES + 1), "model_file_too_large"),
    ("model.json", b'{"modelTopology": {"node": []}, "format": "graph-model"}', "model_tfjs_graph"),
    ("model.json", b'{"modelTopology": {}, "weightsManifest": [{"paths": ["a.bin"], "weights": []}]}',
     "model_part_missing"),
])
def test_what_is_no_model_is_refused_by_what_it_is(name: str, data: bytes, code: str) -> None:
    assert refused(name, data).code == code


def test_json_of_ours_is_no_model() -> None:
    assert is_document({"a.json": b" \n{}"})
    assert is_document({"a.json": b"[1]"})
    assert not is_document({"a.json": b'{"modelTopology": 1}'})
    assert not is_document({"a.npz": b"PK\x03\x04"})
    assert not is_document({"a.json": b"{}", "b.json": b"{}"})


def test_several_files_are_those_of_tensorflowjs() -> None:
    whole = to_safetensors(HERE)
    assert refused("a.safetensors", whole, **{"b.safetensors": whole}).code == "model_several"


def test_layers_that_do_not_fit_together_are_named() -> None:
    arrays = {"first.weight": np.ones((3, 2)), "second.weight": np.ones((5, 4))}
    out = io.BytesIO()
    np.savez(out, **arrays)
    found = refused("m.npz", out.getvalue())
    assert (found.code, dict(found.values)) == ("model_chain", {
        "first": "first.weight", "gives": 3, "second": "second.weight", "takes": 4})


def test_an_onnx_file_is_known_by_its_bytes() -> None:
    assert outcome({"renamed.txt": to_onnx(HERE)}) == "opened"
