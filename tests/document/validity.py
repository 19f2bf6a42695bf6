"""What must hold of every document, wherever it came from."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

from neuroviz.document import Document, codec, limits
from neuroviz.document.edits import clean_name, select
from neuroviz.document.fields import ranges_of
from neuroviz.document.settings import descent, digits, inside, overfitting, privacy, training
from neuroviz.document.settings.neuron import Neuron, checked
from neuroviz.nn import ACTIVATIONS


def bits(value: Any) -> Any:
    """`value` with every float as its hexadecimal form: 0.0 and -0.0 differ, as they do not under ==."""
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, tuple):
        return tuple(bits(item) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        return tuple((field.name, bits(getattr(value, field.name))) for field in fields(value))
    return value


def numbers(value: Any) -> list[float]:
    if isinstance(value, tuple):
        return [number for item in value for number in numbers(item)]
    return [value]


def assert_valid_neuron(neuron: Neuron) -> None:
    """Every field is allowed and of its own type, and for each input there are a weight and a name."""
    assert bits(checked(neuron)) == bits(neuron)
    assert 1 <= len(neuron.inputs) == len(neuron.weights) == len(neuron.names) <= limits.MAX_NEURONS
    assert all(type(n) is float and math.isfinite(n) for n in (*neuron.inputs, *neuron.weights, neuron.bias))
    assert all(type(getattr(neuron, name)) is type(getattr(Neuron, name)) for name in ranges_of(Neuron))
    assert all(clean_name(name) == name for name in neuron.names)


def assert_valid(document: Document) -> None:
    """Shapes fit together, limits hold, every number is an ordinary float, and a file keeps all of it."""
    sizes = document.sizes
    assert 2 <= len(sizes) <= limits.MAX_LAYERS
    assert all(1 <= size <= limits.MAX_NEURONS for size in sizes)
    for index, layer in enumerate(document.layers):
        assert len(layer.weights) == len(layer.biases) == sizes[index + 1]
        assert {len(row) for row in layer.weights} == {sizes[index]}
        assert ACTIVATIONS[layer.activation].elementwise or index == len(document.layers) - 1
        assert all(type(n) is float and math.isfinite(n) for n in numbers((layer.weights, layer.biases)))
    assert all(type(n) is float and math.isfinite(n) for n in numbers((document.input, document.examples)))
    assert {len(row) for row in document.examples} <= {sizes[0]}
    assert len(document.examples) <= limits.MAX_EXAMPLES
    assert (len(document.input_names), len(document.output_names)) == (sizes[0], sizes[-1])
    assert all(clean_name(name) == name for name in (*document.input_names, *document.output_names))
    assert select(document, document.selection) == document
    assert document.network.sizes == sizes
    assert_valid_neuron(document.neuron)
    assert bits(training.checked(document.training)) == bits(document.training)
    assert bits(descent.checked(document.descent)) == bits(document.descent)
    assert bits(overfitting.checked(document.overfitting)) == bits(document.overfitting)
    assert bits(digits.checked(document.digits)) == bits(document.digits)
    assert bits(inside.checked(document.inside)) == bits(document.inside)
    assert bits(privacy.checked(document.privacy)) == bits(document.privacy)
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)
