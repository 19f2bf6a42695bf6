"""Layers as Keras describes them, in a .keras or .h5 file and in TensorFlow.js.

Description: https://keras.io/guides/serialization_and_saving/. A class of somebody's own (Lambda, or a registered one)
would be code to run; it is refused by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from neuroviz.document.models.bounds import MAX_ARRAYS, broken
from neuroviz.document.models.model import IN_OUT, Array, ModelLayer, ReadModel
from neuroviz.document.models.named import activation_of
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_SKIPPED = {"Dropout", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization"}
_PASSING = {"InputLayer", "Flatten", *_SKIPPED}
_ACTING = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax", "PReLU": "prelu"}
_CUSTOM = {"Lambda", "TFSMLayer", "TFOpLambda", "SlicingOpLambda"}


class Dense(NamedTuple):
    """A dense layer: its name, whether it has biases, its activation, or what a foreign one is called."""

    name: str
    biased: bool
    activation: str
    said: str


Weights = Callable[[int, Dense], tuple[Array, Array | None]]
"""Hands out the kernel and the biases of a dense layer, by its place among the dense layers and its description."""


def from_keras(kind: str, config: Any, weights: Weights) -> ReadModel:
    """Return the network of a model's description. Raises Refusal."""
    dense, skipped = _walk(config)
    parts = []
    for place, layer in enumerate(dense):
        kernel, biases = weights(place, layer)
        if kernel.ndim != 2 or 0 in kernel.shape:
            raise Refusal("model_shape", where=quoted(layer.name), shape="×".join(map(str, kernel.shape)) or "1")
        if biases is not None and biases.ndim != 1:
            raise Refusal("model_shape", where=quoted(layer.name), shape="×".join(map(str, biases.shape)) or "1")
        parts.append(ModelLayer(kernel, biases, layer.name, layer.activation, layer.said))
    if not parts:
        raise Refusal("model_no_layers")
    return ReadModel(kind, (tuple(parts),), orientation=IN_OUT, skipped=tuple(skipped))


def _walk(config: Any) -> tuple[list[Dense], list[str]]:
    dense: list[Dense] = []
    skipped: list[str] = []
    open_ = False
    for kind, name, settings in _layers(config):
        if kind == "Dense":
            ours, said = _activation(settings.get("activation", "linear"))
            dense.append(Dense(name, settings.get("use_bias") is not False, ours, said))
            # What stands in the layer itself is done; "linear" leaves the place to an Activation layer behind it.
            open_ = ours == "linear"
        elif kind == "Activation" or kind in _ACTING:
            if not open_:
                raise Refusal("model_operation", name=quoted(kind), where=quoted(name))
            ours, said = _activation(settings.get("activation")) if kind == "Activation" else _acting(kind, settings)
            dense[-1] = dense[-1]._replace(activation=ours, said=said)
            open_ = ours == "linear"
        elif kind in _SKIPPED:
            skipped.append(quoted(name))
        elif kind not in _PASSING:
            raise Refusal("model_operation", name=quoted(kind), where=quoted(name))
    return dense, skipped


def _layers(config: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield class, name and settings of each layer, in the order of the signal."""
    kind = _class_of(config)
    inner = config.get("config")
    # Keras 1 wrote the layers of a Sequential without a name around them.
    layers = inner if isinstance(inner, list) else inner.get("layers") if isinstance(inner, dict) else None
    if not isinstance(layers, list):
        raise broken("config.layers")
    if kind not in {"Sequential", "Functional", "Model"}:
        raise Refusal("model_custom", name=quoted(kind))
    if len(layers) > MAX_ARRAYS:
        raise Refusal("model_arrays", limit=MAX_ARRAYS)
    before = ""
    for raw in layers:
        kind_of_layer = _class_of(raw)
        settings = raw.get("config")
        if not isinstance(settings, dict):
            raise broken(kind_of_layer)
        name = raw.get("name") if isinstance(raw.get("name"), str) else settings.get("name")
        name = name if isinstance(name, str) else kind_of_layer
        if kind != "Sequential" and before and sources(raw.get("inbound_nodes")) != {before}:
            raise Refusal("model_graph", where=quoted(name))
        before = name
        yield kind_of_layer, name, settings


def _class_of(raw: Any) -> str:
    if not isinstance(raw, dict) or not isinstance(raw.get("class_name"), str):
        raise broken("class_name")
    kind: str = raw["class_name"]
    module, registered = raw.get("module"), raw.get("registered_name")
    foreign = isinstance(module, str) and module.split(".")[0] not in {"keras", "tensorflow", "tf_keras"}
    if kind in _CUSTOM or ">" in kind or foreign or (isinstance(registered, str) and ">" in registered):
        raise Refusal("model_custom", name=quoted(kind))
    return kind


def sources(raw: Any) -> set[str]:
    """Return the names of the layers that a layer of a functional model takes its input from."""
    found: set[str] = set()
    waiting = [raw]
    for _ in range(2_000):
        if not waiting:
            return found
        item = waiting.pop()
        if isinstance(item, dict):
            history = item.get("keras_history")
            waiting += [history] if history is not None else list(item.values())
        elif isinstance(item, list):
            if len(item) >= 3 and isinstance(item[0], str) and all(type(n) is int for n in item[1:3]):
                found.add(item[0])
            else:
                waiting += item
    return set()


def _activation(raw: Any) -> tuple[str, str]:
    if raw is None:
        return "linear", ""
    settings: dict[str, Any] = {}
    if isinstance(raw, dict):
        kind = raw.get("class_name")
        if kind == "function":
            module = raw.get("module")
            if module != "builtins" or raw.get("registered_name") not in (None, "function"):
                raise Refusal("model_custom", name=quoted(raw.get("config")))
            raw = raw.get("config")
        else:
            _class_of(raw)
            settings = raw["config"] if isinstance(raw.get("config"), dict) else {}
            raw = kind
    if not isinstance(raw, str):
        raise broken("activation")
    if raw in _ACTING:
        return _acting(raw, settings)
    # Keras's own function of this name has a slope of 0.2.
    return activation_of(raw, slope=_number(settings.get("negative_slope"), 0.2))


def _acting(kind: str, settings: dict[str, Any]) -> tuple[str, str]:
    """Return an activation that is a layer of its own."""
    if kind == "ReLU" and (
        settings.get("max_value") is not None or _number(settings.get("threshold"), 0.0)
        or _number(settings.get("negative_slope"), 0.0)
    ):
        return "", "ReLU (max_value, threshold, negative_slope)"
    if kind == "Softmax" and settings.get("axis", -1) not in (-1, 1, [-1], [1]):
        return "", "softmax (axis)"
    slope = settings.get("negative_slope", settings.get("alpha"))
    return activation_of(_ACTING[kind], slope=_number(slope, 0.3), alpha=_number(settings.get("alpha"), 1.0))


def _number(raw: Any, default: float) -> float:
    if isinstance(raw, dict):
        raw = raw.get("config", raw.get("value"))
    return float(raw) if isinstance(raw, int | float) and abs(raw) < 1e30 else default
