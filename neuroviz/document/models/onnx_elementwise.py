"""Operations that treat each number of a row by itself: scalings, which go into the weights beside them, and activation
functions that are written out, term by term.

A scaling x·s + t before a matrix W is the layer x·(W·s) + (b + W t); behind it, the layer x·(s·W) + (s·b + t).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neuroviz.document.models.bounds import broken, finite_array
from neuroviz.document.models.model import Array
from neuroviz.document.models.onnx_graph import ML, Constant, Graph, Node, constant_of
from neuroviz.document.refusal import Refusal

SCALINGS = {("", "Mul"), ("", "Div"), ("", "Add"), ("", "Sub"), ("", "BatchNormalization"), (ML, "Scaler")}
WRITTEN_OUT = "written out"
"""The operation that stands for an activation function made of several; its attribute "said" names it."""

_NORM_EPSILON = 1e-5
_TERMS = {
    "Add", "Sub", "Mul", "Div", "Neg", "Abs", "Pow", "Sqrt", "Exp", "Log", "Erf", "Erfc", "Tanh", "Sigmoid", "Softplus",
    "Relu", "Clip", "Min", "Max", "Where", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "HardSigmoid",
    "Reciprocal", "Cast",
}
_MOST_TERMS = 32
_MOST_NAMED = 4


@dataclass(frozen=True, eq=False)
class Scaling:
    """x·factor + shift, each one number for all, or one for each number of a row; node: the last that it is made of."""

    factor: Array
    shift: Array
    node: Node

    def then(self, after: Scaling) -> Scaling:
        """Return this scaling followed by another one."""
        with np.errstate(all="ignore"):
            factor = _beside(self.factor, after.factor, after.node, np.multiply)
            shift = _beside(_beside(self.shift, after.factor, after.node, np.multiply), after.shift, after.node, np.add)
        return Scaling(factor, shift, after.node)

    def of_inputs(self, weights: Array, biases: Array | None) -> tuple[Array, Array]:
        """Return weights and biases of the layer that takes what has not been scaled."""
        factor, shift = (self._row(part, weights.shape[1]) for part in (self.factor, self.shift))
        with np.errstate(all="ignore"):
            moved = weights @ shift if biases is None else biases + weights @ shift
            return finite_array(weights * factor, self.node.place), finite_array(moved, self.node.place)

    def of_outputs(self, weights: Array, biases: Array | None) -> tuple[Array, Array]:
        """Return weights and biases of the layer that gives what is scaled."""
        factor, shift = (self._row(part, len(weights)) for part in (self.factor, self.shift))
        with np.errstate(all="ignore"):
            moved = shift if biases is None else factor * biases + shift
            return finite_array(factor[:, None] * weights, self.node.place), finite_array(moved, self.node.place)

    def _row(self, part: Array, size: int) -> Array:
        if part.size not in (1, size):
            raise Refusal("model_operation", name=self.node.op, where=self.node.place)
        return np.broadcast_to(part, (size,))


def _beside(one: Array, other: Array, node: Node, by: np.ufunc) -> Array:
    if 1 not in (one.size, other.size) and one.size != other.size:
        raise Refusal("model_operation", name=node.op, where=node.place)
    made: Array = by(one, other)
    return made


def scaling_of(graph: Graph, node: Node, source: str) -> Scaling:
    """Return what a scaling does to its one input that is computed. Raises Refusal where it treats no row alone."""
    kind = (node.domain, node.op)
    with np.errstate(all="ignore"):
        if kind == ("", "BatchNormalization"):
            return _normalising(graph, node)
        if kind == (ML, "Scaler"):
            offset, scale = (np.array(node.attributes.get(name) or [1.0 * (name == "scale")], dtype=np.float64)
                             for name in ("offset", "scale"))
            return Scaling(scale, _beside(-offset, scale, node, np.multiply), node)
        if len(node.inputs) != 2:
            raise broken(node.place)
        first = node.inputs[0] == source
        number = _row(constant_of(graph, node.inputs[first]), node)
        one, none = np.ones(1), np.zeros(1)
        match node.op, first:
            case "Mul", _:
                return Scaling(number, none, node)
            case "Div", True:
                return Scaling(1.0 / number, none, node)
            case "Sub", True:
                return Scaling(one, -number, node)
            case "Sub", False:
                return Scaling(-one, number, node)
            case "Add", _:
                return Scaling(one, number, node)
    # A number divided by what is computed scales nothing.
    raise Refusal("model_operation", name=node.op, where=node.place)


def _normalising(graph: Graph, node: Node) -> Scaling:
    """(x − mean) / √(variance + ε) · scale + shift, as it is when a network is used."""
    if len(node.inputs) != 5 or node.attributes.get("training_mode"):
        raise Refusal("model_operation", name=node.op, where=node.place)
    scale, shift, mean, variance = (_row(constant_of(graph, name), node) for name in node.inputs[1:])
    epsilon = node.attributes.get("epsilon", _NORM_EPSILON)
    if not isinstance(epsilon, int | float) or len({part.size for part in (scale, shift, mean, variance)}) != 1:
        raise broken(node.place)
    factor = scale / np.sqrt(variance + epsilon)
    return Scaling(factor, shift - mean * factor, node)


def _row(constant: Constant | None, node: Node) -> Array:
    """Return a constant as one number for all, or one for each number of a row."""
    if constant is None or not constant.size or (constant.size > 1 and constant.shape[-1] != constant.size):
        raise Refusal("model_operation", name=node.op, where=node.place)
    return np.asarray(constant, dtype=np.float64).reshape(-1)


# --- activation functions that are written out ---------------------------------------------------

def written_out(graph: Graph, node: Node) -> Node | None:
    """Return one operation for an activation function that is written as several, or None where it is none: where the
    ways from a node back do not meet again before any matrix."""
    order = graph.order
    names = computed(graph, node)
    ops = [node.op]
    while len(names) > 1:
        last = max(names, key=lambda name: order.get(name, -1))
        maker = graph.makers.get(last)
        if maker is None or maker.domain or maker.op not in _TERMS or len(ops) > _MOST_TERMS:
            return None
        ops.append(maker.op)
        names = (names - {last}) | computed(graph, maker)
    if not names:
        return None
    return Node(WRITTEN_OUT, node.name, "", [*names], node.outputs, {"said": _said(ops)})


def computed(graph: Graph, node: Node) -> set[str]:
    """Return the names of a node's inputs that are no constants."""
    return {name for name in node.inputs if name and constant_of(graph, name) is None}


def _said(ops: list[str]) -> str:
    if sorted(ops) == ["Mul", "Sigmoid"]:
        return "SiLU"
    if {"Erf", "Erfc"} & {*ops}:
        return "GELU (erf)"
    named = list(dict.fromkeys(ops))
    return ", ".join(named[:_MOST_NAMED]) + ("…" if len(named) > _MOST_NAMED else "")
