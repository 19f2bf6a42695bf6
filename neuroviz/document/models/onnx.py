"""ONNX: a graph of operations. Read is what is a chain of dense layers: Gemm, or MatMul and Add, and activations.

The way is gone backwards, from an output to the input: what only labels an answer, such as ArgMax, lies beside it.
Scalings on the way are computed into the weights next to them.
Operators: https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from neuroviz.document.models.bounds import broken, finite_array
from neuroviz.document.models.model import OUT_IN, Array, ModelLayer, ReadModel
from neuroviz.document.models.named import activation_of, is_activation
from neuroviz.document.models.onnx_elementwise import SCALINGS, WRITTEN_OUT, Scaling, computed, scaling_of, written_out
from neuroviz.document.models.onnx_ends import answer_before, class_names
from neuroviz.document.models.onnx_graph import DOUBLE, FLOAT, ML, Constant, Graph, Node, constant_of, read_graph
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_MOST_STEPS = 400
_FLOATS = {FLOAT, DOUBLE}
_SOFTPLUS_THRESHOLD = 20.0
"""From where on PyTorch takes a softplus for its asymptote: the two differ by 2e-9 there."""

_PASSING = {"Identity", "Dropout", "Flatten", "Cast", "Reshape"}
"""What leaves a row of numbers as it is."""

_LAYERS = {("", "Gemm"), ("", "MatMul")}


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
            return _network(graph, output)
        except Refusal as refusal:
            refused = refused or refusal
    raise refused or broken("graph.output")


def _network(graph: Graph, output: str) -> ReadModel:
    """Return the network whose answer an output of the graph is made of."""
    labelled: list[str] = []
    nodes: list[tuple[Node, str]] = []
    value = answer_before(graph, output, labelled)
    while value in graph.makers:
        node, source = _step_back(graph, graph.makers[value])
        if len(nodes) >= _MOST_STEPS:
            raise Refusal("model_graph", where=node.place)
        nodes.append((node, source))
        value = source
    if value not in graph.inputs:
        raise broken(value or "graph")
    chain = _Chain(graph)
    for node, source in reversed(nodes):
        chain.step(node, source)
    parts = chain.parts()
    return ReadModel(
        "onnx", (parts,), orientation=OUT_IN, skipped=tuple(chain.skipped), folded=tuple(chain.folded),
        labelled=tuple(labelled), output_names=class_names(graph, len(parts[-1].weights)),
    )


def _step_back(graph: Graph, node: Node) -> tuple[Node, str]:
    """Return a step of the chain, as one operation, and the name of what it takes."""
    node = _step_function(graph, _softplus(graph, node))
    kind = (node.domain, node.op)
    if node.domain not in {"", ML}:
        raise Refusal("model_custom", name=quoted(f"{node.domain}.{node.op}"))
    if not node.domain and (node.op in _PASSING or is_activation(node.op)):
        return node, node.inputs[0] if node.inputs else ""
    if kind not in SCALINGS | _LAYERS:
        raise Refusal("model_operation", name=quoted(node.op), where=node.place)
    several = computed(graph, node)
    if len(several) > 1 and not node.domain and node.op not in {"Gemm", "MatMul"}:
        node = written_out(graph, node) or node
        several = {*node.inputs} if node.op == WRITTEN_OUT else several
    if len(several) != 1:
        raise Refusal("model_graph", where=node.place)
    return node, several.pop()


def _softplus(graph: Graph, node: Node) -> Node:
    """Return the softplus that PyTorch writes as Where(z > 20, z, Softplus(z)), or the node itself."""
    if node.op != "Where" or len(node.inputs) != 3:
        return node
    test, inner = graph.makers.get(node.inputs[0]), graph.makers.get(node.inputs[2])
    if test is None or inner is None or (test.op, inner.op) != ("Greater", "Softplus"):
        return node
    threshold = constant_of(graph, test.inputs[1]) if len(test.inputs) == 2 else None
    same = test.inputs[:1] == inner.inputs == [node.inputs[1]]
    return inner if same and threshold is not None and (threshold >= _SOFTPLUS_THRESHOLD).all() else node


def _step_function(graph: Graph, node: Node) -> Node:
    """Return the step that is written as Cast(z >= 0), or the node itself."""
    test = graph.makers.get(node.inputs[0]) if node.op == "Cast" and node.inputs else None
    if test is None or test.op != "GreaterOrEqual" or len(test.inputs) != 2:
        return node
    threshold = constant_of(graph, test.inputs[1])
    return replace(test, op="Step", name=node.name) if threshold is not None and not threshold.any() else node


@dataclass(eq=False)
class _Affine:
    """A step of the chain under way: x W^T + b, W of shape (n_out, n_in)."""

    weights: Array
    biases: Array | None
    name: str
    activation: str = ""
    said: str = ""
    done: bool = False


@dataclass(eq=False)
class _Chain:
    """The layers so far, step by step, and a scaling that waits for the layer that takes what it scales.

    skipped  places of what computes nothing when a network is used
    folded   places of scalings that have gone into weights
    """

    graph: Graph
    layers: list[_Affine] = field(default_factory=list)
    waiting: Scaling | None = None
    skipped: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)

    @property
    def open(self) -> _Affine | None:
        """The last layer, while it has no activation function yet."""
        return self.layers[-1] if self.layers and not self.layers[-1].done and self.waiting is None else None

    def step(self, node: Node, source: str) -> None:
        """Take the next operation in."""
        if node.op in {"Gemm", "MatMul"}:
            self._layer(_gemm(self.graph, node, source) if node.op == "Gemm" else _matmul(self.graph, node, source))
        elif (node.domain, node.op) in SCALINGS:
            self._scale(node, source)
        elif node.op in _PASSING:
            self._pass(node)
        elif self.open is None:
            raise Refusal("model_operation", name=quoted(node.op), where=node.place)
        else:
            self.open.activation, self.open.said = _activation(self.graph, node)
            self.layers[-1].done = True

    def parts(self) -> tuple[ModelLayer, ...]:
        """Return the layers. Raises Refusal where there is none, or something is left over."""
        if self.waiting is not None:
            raise Refusal("model_operation", name=quoted(self.waiting.node.op), where=self.waiting.node.place)
        if not self.layers:
            raise Refusal("model_no_layers")
        return tuple(ModelLayer(
            step.weights, step.biases, step.name, step.activation or ("" if step.said else "linear"), step.said,
        ) for step in self.layers)

    def _layer(self, layer: _Affine) -> None:
        if self.waiting is not None:
            layer.weights, layer.biases = self.waiting.of_inputs(layer.weights, layer.biases)
            self.waiting = None
        self.layers.append(layer)

    def _scale(self, node: Node, source: str) -> None:
        last = self.open
        if node.op == "Add" and last is not None:
            other = next((name for name in node.inputs if name != source), "")
            constant = constant_of(self.graph, other)
            if constant is None:
                raise Refusal("model_operation", name="Add", where=node.place)
            added = _bias(constant, len(last.weights), other)
            last.biases = added if last.biases is None else finite_array(last.biases + added, other)
            return
        scaling = scaling_of(self.graph, node, source)
        self.folded.append(node.place)
        if last is not None:
            last.weights, last.biases = scaling.of_outputs(last.weights, last.biases)
        else:
            self.waiting = scaling if self.waiting is None else self.waiting.then(scaling)

    def _pass(self, node: Node) -> None:
        if node.op == "Cast" and node.attributes.get("to") not in _FLOATS:
            raise Refusal("model_operation", name="Cast", where=node.place)
        if node.op == "Reshape":
            _flat(self.graph, node, self.layers[-1] if self.layers else None)
        if node.op == "Dropout":
            self.skipped.append(node.place)


def _activation(graph: Graph, node: Node) -> tuple[str, str]:
    if node.op == WRITTEN_OUT:
        return "", str(node.attributes["said"])
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
        constant = constant_of(graph, node.inputs[2])
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
    constant = constant_of(graph, name)
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
    sizes = _shape(graph, node.inputs[1]) if len(node.inputs) > 1 else []
    if len(sizes) != 2 or (last is not None and sizes[1] not in (-1, 0, len(last.weights))):
        raise Refusal("model_operation", name="Reshape", where=node.place)


def _shape(graph: Graph, name: str) -> list[int]:
    """Return the shape of that name; 0 where it is the number of rows, which PyTorch looks up when it is run."""
    constant = constant_of(graph, name)
    if constant is not None:
        return [int(size) for size in constant.reshape(-1).tolist()]
    node = graph.makers.get(name)
    if node is None or node.op != "Concat" or len(node.inputs) != 2:
        return []
    rows, rest = (constant_of(graph, part) for part in node.inputs)
    return [0, int(rest.reshape(-1)[0])] if rows is None and rest is not None and rest.size == 1 else []
