"""ONNX: a graph of operations. Read is what is a chain of dense layers: Gemm, or MatMul and Add, and activations.

The way is gone backwards, from an output to the input: what only labels an answer, such as ArgMax, lies beside it.
Operators: https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from neuroviz.document.models.bounds import broken, finite_array
from neuroviz.document.models.model import OUT_IN, Array, ModelLayer, ReadModel
from neuroviz.document.models.named import activation_of, is_activation
from neuroviz.document.models.onnx_graph import DOUBLE, FLOAT, Constant, Graph, Node, read_graph
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_MOST_STEPS = 400
_DOMAINS = {"", "ai.onnx"}
_FLOATS = {FLOAT, DOUBLE}
_SOFTPLUS_THRESHOLD = 20.0
"""From where on PyTorch takes a softplus for its asymptote: the two differ by 2e-9 there."""

_PASSING = {"Identity", "Dropout", "Flatten", "Cast", "Reshape"}
"""What leaves a row of numbers as it is."""


def looks_like_onnx(data: bytes) -> bool:
    """Return whether a file begins as a ModelProto does: with the version of its format."""
    after = (0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42)
    return len(data) > 4 and data[0] == 0x08 and data[1] < 0x40 and data[2] in after


def read_onnx(data: bytes) -> ReadModel:
    """Read a network. Raises Refusal, with the name of an operation that is not a part of a chain of dense layers."""
    graph = read_graph(data)
    refused: Refusal | None = None
    # An output that says shares is preferred to one that labels them.
    for output in sorted(graph.outputs, key=lambda name: "prob" not in name.lower()):
        try:
            return _chain(graph, output)
        except Refusal as refusal:
            refused = refused or refusal
    raise refused or broken("graph.output")


@dataclass(eq=False)
class _Affine:
    """A step of the chain under way: x W^T + b, W of shape (n_out, n_in)."""

    weights: Array
    biases: Array | None
    name: str
    activation: str = ""
    said: str = ""
    done: bool = False


def _chain(graph: Graph, output: str) -> ReadModel:
    nodes: list[tuple[Node, str]] = []
    value = output
    while value in graph.makers:
        node = _step_function(graph, _softplus(graph, graph.makers[value]))
        if len(nodes) >= _MOST_STEPS:
            raise Refusal("model_graph", where=node.place)
        source = _source(graph, node)
        nodes.append((node, source))
        value = source
    if value not in graph.inputs:
        raise broken(value or "graph")
    layers: list[_Affine] = []
    skipped: list[str] = []
    for node, source in reversed(nodes):
        _step(graph, node, source, layers, skipped)
    if not layers:
        raise Refusal("model_no_layers")
    parts = tuple(ModelLayer(step.weights, step.biases, step.name, step.activation or ("" if step.said else "linear"),
                       step.said) for step in layers)
    return ReadModel("onnx", (parts,), orientation=OUT_IN, skipped=tuple(skipped))


def _softplus(graph: Graph, node: Node) -> Node:
    """Return the softplus that PyTorch writes as Where(z > 20, z, Softplus(z)), or the node itself."""
    if node.op != "Where" or len(node.inputs) != 3:
        return node
    test, inner = graph.makers.get(node.inputs[0]), graph.makers.get(node.inputs[2])
    if test is None or inner is None or (test.op, inner.op) != ("Greater", "Softplus"):
        return node
    threshold = _constant(graph, test.inputs[1]) if len(test.inputs) == 2 else None
    same = test.inputs[:1] == inner.inputs == [node.inputs[1]]
    return inner if same and threshold is not None and (threshold >= _SOFTPLUS_THRESHOLD).all() else node


def _step_function(graph: Graph, node: Node) -> Node:
    """Return the step that is written as Cast(z >= 0), or the node itself."""
    test = graph.makers.get(node.inputs[0]) if node.op == "Cast" and node.inputs else None
    if test is None or test.op != "GreaterOrEqual" or len(test.inputs) != 2:
        return node
    threshold = _constant(graph, test.inputs[1])
    return replace(test, op="Step", name=node.name) if threshold is not None and not threshold.any() else node


def _source(graph: Graph, node: Node) -> str:
    """Return the name of the one input of a node that is no constant."""
    if node.domain not in _DOMAINS:
        raise Refusal("model_custom", name=quoted(f"{node.domain}.{node.op}"))
    if node.op in _PASSING or is_activation(node.op):
        return node.inputs[0] if node.inputs else ""
    if node.op not in {"Gemm", "MatMul", "Add"}:
        raise Refusal("model_operation", name=quoted(node.op), where=node.place)
    computed = [name for name in node.inputs if name and _constant(graph, name) is None]
    if len(computed) != 1:
        raise Refusal("model_graph", where=node.place)
    return computed[0]


def _step(graph: Graph, node: Node, source: str, layers: list[_Affine], skipped: list[str]) -> None:
    last = layers[-1] if layers else None
    if node.op in {"Gemm", "MatMul"}:
        layers.append(_gemm(graph, node, source) if node.op == "Gemm" else _matmul(graph, node, source))
    elif node.op == "Add":
        other = next((name for name in node.inputs if name != source), "")
        constant = _constant(graph, other)
        if constant is None or last is None or last.done:
            raise Refusal("model_operation", name="Add", where=node.place)
        added = _bias(constant, len(last.weights), other)
        last.biases = added if last.biases is None else finite_array(last.biases + added, other)
    elif node.op in _PASSING:
        if node.op == "Cast" and node.attributes.get("to") not in _FLOATS:
            raise Refusal("model_operation", name="Cast", where=node.place)
        if node.op == "Reshape":
            _flat(graph, node, last)
        if node.op == "Dropout":
            skipped.append(node.place)
    else:
        if last is None or last.done:
            raise Refusal("model_operation", name=quoted(node.op), where=node.place)
        last.done = True
        last.activation, last.said = _activation(graph, node)


def _activation(graph: Graph, node: Node) -> tuple[str, str]:
    if node.op == "Softmax" and node.attributes.get("axis", -1 if graph.opset >= 13 else 1) not in (-1, 1):
        raise Refusal("model_operation", name="Softmax", where=node.place)
    alpha = node.attributes.get("alpha")
    alpha = float(alpha) if isinstance(alpha, int | float) else None
    return activation_of(
        node.op, slope=0.01 if alpha is None else alpha, alpha=alpha,
        approximate=node.attributes.get("approximate") == "tanh",
    )


def _gemm(graph: Graph, node: Node, source: str) -> _Affine:
    """Y = alpha A' B' + beta C, where A is what comes and B the matrix."""
    if len(node.inputs) < 2 or node.inputs[0] != source or node.attributes.get("transA", 0) != 0:
        raise Refusal("model_operation", name="Gemm (transA)", where=node.place)
    matrix = _matrix(graph, node.inputs[1], node)
    alpha, beta = (node.attributes.get(name, 1.0) for name in ("alpha", "beta"))
    if not isinstance(alpha, int | float) or not isinstance(beta, int | float):
        raise broken(node.place)
    weights = matrix if node.attributes.get("transB", 0) else matrix.T
    with np.errstate(all="ignore"):
        weights = finite_array(weights * float(alpha), node.inputs[1])
    biases = None
    if len(node.inputs) > 2 and node.inputs[2]:
        constant = _constant(graph, node.inputs[2])
        if constant is None:
            raise Refusal("model_graph", where=node.place)
        with np.errstate(all="ignore"):
            biases = finite_array(_bias(constant, len(weights), node.inputs[2]) * float(beta), node.inputs[2])
    return _Affine(weights, biases, node.inputs[1])


def _matmul(graph: Graph, node: Node, source: str) -> _Affine:
    if len(node.inputs) != 2:
        raise broken(node.place)
    # x W, as exporters write it, or W x, with the input as a column.
    if node.inputs[0] == source:
        return _Affine(finite_array(_matrix(graph, node.inputs[1], node).T, node.inputs[1]), None, node.inputs[1])
    return _Affine(finite_array(_matrix(graph, node.inputs[0], node), node.inputs[0]), None, node.inputs[0])


def _matrix(graph: Graph, name: str, node: Node) -> Constant:
    constant = _constant(graph, name)
    if constant is None:
        raise Refusal("model_graph", where=node.place)
    if constant.ndim != 2 or 0 in constant.shape:
        raise Refusal("model_shape", where=quoted(name), shape="×".join(map(str, constant.shape)) or "1")
    return constant


def _bias(constant: Constant, size: int, name: str) -> Array:
    """Return a vector, a row, a column, or one number for all, as a row of `size` numbers."""
    if constant.size not in (1, size):
        raise Refusal("model_bias", where=quoted(name), got=constant.size, expected=size)
    return finite_array(np.broadcast_to(constant.reshape(-1), (size,)), name)


def _flat(graph: Graph, node: Node, last: _Affine | None) -> None:
    """Let a Reshape pass that leaves rows of numbers as they are, or makes such rows of the input."""
    shape = _constant(graph, node.inputs[1]) if len(node.inputs) > 1 else None
    sizes = [] if shape is None else shape.reshape(-1).tolist()
    if len(sizes) != 2 or (last is not None and sizes[1] not in (-1, 0, len(last.weights))):
        raise Refusal("model_operation", name="Reshape", where=node.place)


def _constant(graph: Graph, name: str, depth: int = 0) -> Constant | None:
    """Return the numbers under a name, also where they are turned or copied on the way, or None."""
    if name in graph.constants:
        return graph.constants[name]
    node = graph.makers.get(name)
    if node is None or depth > 8 or node.domain not in _DOMAINS:
        return None
    if node.op == "Constant":
        value = next((node.attributes[key] for key in ("value", "value_float", "value_floats", "value_ints")
                      if key in node.attributes), None)
        if value is None:
            return None
        return value if isinstance(value, np.ndarray) else np.asarray(value)
    if node.op not in {"Transpose", "Identity", "Cast"} or not node.inputs:
        return None
    found = _constant(graph, node.inputs[0], depth + 1)
    if found is None or node.op != "Transpose":
        return found
    order = node.attributes.get("perm", list(range(found.ndim))[::-1])
    if not isinstance(order, list) or sorted(order, key=str) != list(range(found.ndim)):
        raise broken(node.place)
    return found.transpose(order)
