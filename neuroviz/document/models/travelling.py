"""A whole model on its way to others: its words as JSON, and the numbers that were read as bytes beside them.

The numbers travel once; an edit of the input, of a weight or of an activation is in the words alone. An example's
numbers do not travel at all: its name leads to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import orjson

from neuroviz.document.models.whole import Whole, packed, whole_of, with_activation, with_input, with_number
from neuroviz.document.refusal import Refusal
from neuroviz.nn import Network


def words_of(whole: Whole) -> bytes:
    """Return all of a model but the numbers that were read."""
    return orjson.dumps({
        "example": whole.example, "title": whole.title, "input": whole.input.tolist(),
        "activations": whole.activations, "suggested": whole.suggested,
        "changed": [[*place, value] for place, value in whole.changed.items()],
        "input_names": whole.input_names, "output_names": whole.output_names,
    })


def network_to_bytes(network: Network) -> bytes:
    """Return the numbers that were read, as bytes."""
    kind, data = packed(network)
    head = {"kind": kind, "sizes": network.sizes, "activations": network.activations}
    return orjson.dumps(head) + b"\n" + data


def network_from_bytes(data: bytes) -> Network:
    """Return the network of `network_to_bytes`. Raises Refusal "whole_gone" where it is none."""
    try:
        head, _, body = data.partition(b"\n")
        said = orjson.loads(head)
        flat, sizes = np.frombuffer(body, said["kind"]), said["sizes"]
        weights, biases, at = [], [], 0
        for n_in, n_out in zip(sizes, sizes[1:], strict=False):
            weights.append(flat[at:at + n_in * n_out].reshape(n_out, n_in))
            biases.append(flat[at + n_in * n_out:at + (n_in + 1) * n_out])
            at += (n_in + 1) * n_out
        return Network(weights, biases, said["activations"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("whole_gone") from error


def whole_from(words: bytes, network_named: Callable[[str], Network]) -> Whole:
    """Return the model of `words_of`.

    network_named  returns the network of an example by its name, or, for "", the one whose numbers have travelled
    Raises Refusal where the words do not fit the network, or are none.
    """
    try:
        said: dict[str, Any] = orjson.loads(words)
        whole = whole_of(network_named(said["example"]), title=said["title"], example=said["example"])
        for layer, name in enumerate(said["activations"], start=1):
            whole = with_activation(whole, layer, name)
        whole = with_input(whole, said["input"])
        for layer, neuron, source, value in said["changed"]:
            whole = with_number(whole, (layer, neuron, source), value)
        return replace(whole, suggested=tuple(said["suggested"]), input_names=tuple(said["input_names"]),
                       output_names=tuple(said["output_names"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("whole_gone") from error
