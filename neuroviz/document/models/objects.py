"""A network that is an object in somebody's Python: of PyTorch, Keras or scikit-learn, or plain arrays.

None of these is imported: an object is known by what it has, and asked for its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import orjson

from neuroviz.document.models.arrays import from_arrays
from neuroviz.document.models.bounds import Budget, finite_array
from neuroviz.document.models.keras_layers import Dense, from_keras
from neuroviz.document.models.model import IN_OUT, OUT_IN, Array, ModelLayer, ReadModel
from neuroviz.document.models.named import activation_of, is_activation
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_PASSING = {"Identity", "Flatten", "Dropout", "AlphaDropout"}


def from_object(model: Any, activations: Sequence[str] = ()) -> ReadModel:
    """Return the network of an object.

    model        a `torch.nn.Sequential`, a Keras `Sequential`, a scikit-learn `MLPClassifier` or `MLPRegressor`; a
                 list of matrices, of (matrix, biases), or of both in turn; or arrays by their names
    activations  names, one a layer, of what arrays do not say

    Raises Refusal.
    """
    if hasattr(model, "coefs_") and hasattr(model, "intercepts_"):
        return _sklearn(model)
    if hasattr(model, "to_json") and hasattr(model, "get_layer"):
        return _keras(model)
    if hasattr(model, "state_dict"):
        return _torch(model)
    if isinstance(model, Mapping):
        return from_arrays("npz", _arrays(model), activations)
    if isinstance(model, Sequence) and not isinstance(model, str | bytes):
        flat = [part for item in model for part in (item if isinstance(item, tuple) else (item,))]
        return from_arrays("npz", _arrays({f"arr_{place}": part for place, part in enumerate(flat)}), activations)
    raise Refusal("model_custom", name=quoted(type(model).__name__))


def _arrays(named: Mapping[Any, Any]) -> dict[str, Array]:
    budget = Budget()
    return {str(name): _array(value, str(name), budget) for name, value in named.items()}


def _array(value: Any, where: str, budget: Budget) -> Array:
    # A tensor may lie on a graphics card, and be followed by what computes gradients.
    for step in ("detach", "cpu"):
        value = getattr(value, step)() if hasattr(value, step) else value
    if str(getattr(value, "dtype", "")) == "torch.bfloat16":
        value = value.float()
    try:
        array = np.asarray(value)
        budget.take(array.shape)
        return finite_array(array, where)
    except (TypeError, ValueError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("model_dtype", where=quoted(where), dtype=quoted(type(value).__name__)) from None


def _sklearn(model: Any) -> ReadModel:
    budget = Budget()
    last = len(model.coefs_) - 1
    parts = []
    for place, (weights, biases) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        ours, said = activation_of(str(model.out_activation_ if place == last else model.activation))
        parts.append(ModelLayer(_array(weights, f"coefs_[{place}]", budget),
                                _array(biases, f"intercepts_[{place}]", budget), f"coefs_[{place}]", ours, said))
    names = getattr(model, "feature_names_in_", ())
    classes = getattr(model, "classes_", ())
    # Of two classes, the one output is the share of the second.
    outputs = classes if len(classes) != 2 else classes[1:]
    return ReadModel("npz", (tuple(parts),), orientation=IN_OUT, input_names=tuple(map(str, names)),
                     output_names=tuple(map(str, outputs)))


def _keras(model: Any) -> ReadModel:
    budget = Budget()

    def weights(_: int, layer: Dense) -> tuple[Array, Array | None]:
        kernel, *biases = model.get_layer(layer.name).get_weights()
        return (_array(kernel, layer.name, budget),
                _array(biases[0], layer.name, budget) if layer.biased and biases else None)

    return from_keras("keras", orjson.loads(model.to_json()), weights)


def _torch(model: Any) -> ReadModel:
    budget = Budget()
    parts: list[ModelLayer] = []
    skipped: list[str] = []
    open_ = False
    for name, module in _modules(model, ""):
        kind = type(module).__name__
        if kind in {"Linear", "LazyLinear"}:
            bias = module.bias
            parts.append(ModelLayer(_array(module.weight, f"{name}.weight", budget),
                                    None if bias is None else _array(bias, f"{name}.bias", budget), name, "linear"))
            open_ = True
        elif kind in _PASSING:
            skipped += [name] if "Dropout" in kind else []
        elif is_activation(kind) and parts and open_:
            ours, said = _activation(module, kind)
            last = parts[-1]
            parts[-1] = ModelLayer(last.weights, last.biases, last.name, ours, said)
            open_ = False
        else:
            raise Refusal("model_operation", name=quoted(kind), where=quoted(name or kind))
    if not parts:
        raise Refusal("model_no_layers")
    return ReadModel("safetensors", (tuple(parts),), orientation=OUT_IN, skipped=tuple(skipped))


def _modules(module: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield the modules of a Sequential, those within Sequentials of their own too."""
    kind = type(module).__name__
    if kind != "Sequential":
        yield prefix, module
        return
    for name, inner in module.named_children():
        yield from _modules(inner, f"{prefix}.{name}" if prefix else name)


def _activation(module: Any, kind: str) -> tuple[str, str]:
    if kind == "Softmax" and getattr(module, "dim", None) == 0:
        return "", "Softmax(dim=0)"
    if kind == "Softplus" and (getattr(module, "beta", 1) != 1 or getattr(module, "threshold", 20) < 20):
        return "", f"Softplus(beta={module.beta}, threshold={module.threshold})"
    return activation_of(
        kind, slope=getattr(module, "negative_slope", None), alpha=getattr(module, "alpha", None),
        approximate=getattr(module, "approximate", "none") == "tanh",
    )
