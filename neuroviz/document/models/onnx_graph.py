"""The part of an ONNX file that a network of dense layers needs: nodes, their attributes, and constants.

Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from neuroviz.document.models.bounds import Budget, broken, shape_of
from neuroviz.document.models.protobuf import FIXED32, FIXED64, LENGTH, VARINT, Entry, Messages, varint
from neuroviz.document.models.safetensors import half_to_single
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

Constant = np.ndarray[Any, np.dtype[Any]]

FLOAT, INT32, INT64, HALF, DOUBLE, BFLOAT = 1, 6, 7, 10, 11, 16
NUMBERS: Mapping[int, str] = MappingProxyType({
    FLOAT: "<f4", DOUBLE: "<f8", HALF: "<f2", BFLOAT: "<u2", INT64: "<i8", INT32: "<i4",
})
"""The kinds of numbers that are read, by their code in the file."""

_MOST_NODES = 2_000
_EXTERNAL, _TEXTS = 1, 8

ML = "ai.onnx.ml"
"""The domain of what classical machine learning adds to ONNX."""


@dataclass
class Node:
    """One operation: its kind, its name, the names of what it takes and gives, and its attributes. The domain of ONNX's
    own operations is ""."""

    op: str = ""
    name: str = ""
    domain: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """What to call it in a sentence."""
        return quoted(self.name or (self.outputs[0] if self.outputs else self.op))


@dataclass
class Graph:
    """Nodes by what they give, constants by their names, those of words, the kinds of those that are not read, and the
    names of the graph's inputs and outputs."""

    makers: dict[str, Node] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    opset: int = 0

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of what each name stands for in the order of computing."""
        return {name: place for place, name in enumerate(self.makers)}


def read_graph(data: bytes) -> Graph:
    """Read the graph of a file. Raises Refusal."""
    reader = _Reader()
    graph = Graph()
    found: memoryview | None = None
    for entry in reader.messages.entries(memoryview(data), "onnx"):
        if (entry.number, entry.wire) == (7, LENGTH):
            found = entry.data
        elif (entry.number, entry.wire) == (8, LENGTH):
            domain, version = "", 0
            for part in reader.messages.entries(entry.data, "opset_import"):
                if part.number == 1:
                    domain = part.text
                elif part.number == 2:
                    version = part.signed
            if domain in {"", "ai.onnx"}:
                graph.opset = version
    if found is None:
        raise broken("graph")
    reader.fill(graph, found)
    return graph


def constant_of(graph: Graph, name: str, depth: int = 0) -> Constant | None:
    """Return the numbers under a name, also where they are turned or copied on the way, or None.

    Raises Refusal where they are of a kind that is not read.
    """
    if name in graph.unread:
        raise Refusal("model_dtype", where=quoted(name), dtype=f"TensorProto {graph.unread[name]}")
    if name in graph.constants:
        return graph.constants[name]
    node = graph.makers.get(name)
    if node is None or depth > 8 or node.domain:
        return None
    if node.op == "Constant":
        value = next((node.attributes[key] for key in ("value", "value_float", "value_floats", "value_ints")
                      if key in node.attributes), None)
        if value is None:
            return None
        return value if isinstance(value, np.ndarray) else np.asarray(value)
    if node.op not in {"Transpose", "Identity", "Cast"} or not node.inputs:
        return None
    found = constant_of(graph, node.inputs[0], depth + 1)
    if found is None or node.op != "Transpose":
        return found
    order = node.attributes.get("perm", list(range(found.ndim))[::-1])
    if not isinstance(order, list) or sorted(order, key=str) != list(range(found.ndim)):
        raise broken(node.place)
    return found.transpose(order)


class _Reader:
    def __init__(self) -> None:
        self.messages = Messages()
        self.budget = Budget()

    def fill(self, graph: Graph, data: memoryview) -> None:
        nodes = 0
        for entry in self.messages.entries(data, "graph"):
            if entry.wire != LENGTH:
                continue
            if entry.number == 1:
                nodes += 1
                if nodes > _MOST_NODES:
                    raise Refusal("model_arrays", limit=_MOST_NODES)
                node = self.node(entry.data)
                for output in node.outputs:
                    if output in graph.makers:
                        raise broken(output)
                    graph.makers[output] = node
            elif entry.number == 5:
                self.constant(graph, entry.data)
            elif entry.number in (11, 12):
                names = graph.inputs if entry.number == 11 else graph.outputs
                names.append(next((part.text for part in self.messages.entries(entry.data, "graph")
                                   if part.number == 1), ""))
        graph.inputs = [name for name in graph.inputs if name not in graph.constants]

    def node(self, data: memoryview) -> Node:
        node = Node()
        for entry in self.messages.entries(data, "node"):
            match entry.number:
                case 1:
                    node.inputs.append(entry.text)
                case 2:
                    node.outputs.append(entry.text)
                case 3:
                    node.name = entry.text
                case 4:
                    node.op = entry.text
                case 5:
                    name, value = self.attribute(entry.data)
                    node.attributes[name] = value
                case 7:
                    node.domain = "" if entry.text == "ai.onnx" else entry.text
        return node

    def constant(self, graph: Graph, data: memoryview) -> None:
        """Keep a constant. Only what is used of it has to be of a kind that is read."""
        name, kind, value, words = self.tensor(data)
        if value is not None:
            graph.constants[name] = value
        else:
            graph.unread[name] = kind
            graph.words[name] = words

    def attribute(self, data: memoryview) -> tuple[str, Any]:
        name: str = ""
        value: Any = None
        several: list[Any] = []
        for entry in self.messages.entries(data, "attribute"):
            match (entry.number, entry.wire):
                case (1, 2):
                    name = entry.text
                case (2, 5):
                    value = float(np.frombuffer(entry.data, "<f4")[0])
                case (3, 0):
                    value = entry.signed
                case (4, 2):
                    value = entry.text
                case (5, 2):
                    _, kind, value, _ = self.tensor(entry.data)
                    if value is None:
                        raise Refusal("model_dtype", where=quoted(name), dtype=f"TensorProto {kind}")
                case (6, 2):
                    # A graph of its own, as a loop or a condition has it: no reader of ours goes into it.
                    value = None
                case (7, _):
                    several += _floats(entry)
                case (8, _):
                    several += _wholes(entry)
                case (9, 2):
                    several.append(entry.text)
        return name, several if value is None and several else value

    def tensor(self, data: memoryview) -> tuple[str, int, Constant | None, tuple[str, ...]]:
        """Return a constant's name, its kind, its numbers, or None where they are of a kind that is not read, and its
        words."""
        dims: list[int] = []
        kind, name, raw = 0, "", None
        typed: list[memoryview] = []
        wholes: list[int] = []
        words: list[str] = []
        external = False
        for entry in self.messages.entries(data, "initializer"):
            match entry.number:
                case 1:
                    dims += _wholes(entry)
                case 2:
                    kind = entry.whole
                case 4 | 10:
                    typed.append(entry.data)
                case 5 | 7:
                    wholes += _wholes(entry)
                case 6:
                    words.append(entry.text)
                case 8:
                    name = entry.text
                case 9:
                    raw = entry.data
                case 13:
                    external = True
                case 14:
                    external = external or entry.whole == _EXTERNAL
        if external:
            raise Refusal("model_external", where=quoted(name))
        shape = shape_of(dims, name)
        count = self.budget.take(shape)
        numbers = _numbers(kind, shape, count, name, raw, typed, wholes) if kind in NUMBERS else None
        return name, kind, numbers, tuple(words) if kind == _TEXTS else ()


def _numbers(
    kind: int, shape: tuple[int, ...], count: int, name: str, raw: memoryview | None, typed: list[memoryview],
    wholes: list[int],
) -> Constant:
    """Return the numbers of a constant: raw bytes, floats one by one, or whole numbers that may stand for halves."""
    dtype = np.dtype(NUMBERS[kind])
    if raw is None and kind in (FLOAT, DOUBLE):
        raw = memoryview(b"".join(typed))
    if raw is not None:
        if len(raw) != count * dtype.itemsize:
            raise broken(name)
        values: Constant = np.frombuffer(raw, dtype)
    else:
        if len(wholes) != count:
            raise broken(name)
        if kind in (HALF, BFLOAT):
            values = np.array([n & 0xFFFF for n in wholes], "<u2").view(dtype)
        else:
            low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
            values = np.array([min(max(n, low), high) for n in wholes], dtype)
    if kind == BFLOAT:
        values = half_to_single(values)
    return values.reshape(shape)


def _wholes(entry: Entry) -> list[int]:
    if entry.wire == VARINT:
        return [entry.signed]
    if entry.wire != LENGTH:
        raise broken("int")
    found: list[int] = []
    at = 0
    # Only shapes and halves are written in this way; a long row of them is none of these.
    while at < len(entry.data):
        if len(found) >= 200_000:
            raise broken("int")
        value, at = varint(entry.data, at, "int")
        found.append(value - 2**64 if value >= 2**63 else value)
    return found


def _floats(entry: Entry) -> list[float]:
    if entry.wire not in (LENGTH, FIXED32) or entry.wire == FIXED64 or len(entry.data) % 4 or len(entry.data) > 4000:
        raise broken("float")
    return [float(value) for value in np.frombuffer(entry.data, "<f4")]
