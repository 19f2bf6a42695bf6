"""A whole model on its way: what arrives is what was sent, bit by bit; what does not fit is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Refusal
from neuroviz.document.models.travelling import network_from_bytes, network_to_bytes, whole_from, words_of
from neuroviz.document.models.whole import Whole, whole_of, with_activation, with_input_at, with_number
from neuroviz.nn import Network
from tests.strategies import documents


def bits(network: Network) -> tuple[bytes, ...]:
    return tuple(np.asarray(part).tobytes() for part in (*network.weights, *network.biases))


@given(documents(), st.data())
def test_what_arrives_is_what_was_sent(document: Document, data: st.DataObject) -> None:
    network, numbers = document.network, st.floats(-1e6, 1e6)
    given_input = data.draw(st.lists(numbers, min_size=network.sizes[0], max_size=network.sizes[0]))
    whole = whole_of(network, given_input, "名字")
    for _ in range(data.draw(st.integers(0, 3))):
        layer = data.draw(st.integers(1, len(network.sizes) - 1))
        place = (layer, data.draw(st.integers(0, network.sizes[layer] - 1)),
                 data.draw(st.none() | st.integers(0, network.sizes[layer - 1] - 1)))
        whole = with_number(whole, place, data.draw(numbers))
    whole = with_activation(whole, 1, "tanh")
    arrived = whole_from(words_of(whole), lambda name: network_from_bytes(network_to_bytes(whole.network)))
    assert bits(arrived.network) == bits(whole.network)
    assert bits(arrived.now) == bits(whole.now)
    assert arrived.now.activations == whole.now.activations
    assert arrived.input.tobytes() == whole.input.tobytes()
    assert (arrived.title, arrived.changed, arrived.suggested) == (whole.title, whole.changed, whole.suggested)


def a_model() -> Whole:
    return with_input_at(whole_of(Network([np.ones((2, 3))], [np.zeros(2)], ["relu"])), 0, 0.5)


@pytest.mark.parametrize("data", [b"", b"{}\n", b"[]\n", b'{"kind":"<f4","sizes":[3,2],"activations":["relu"]}\n123'])
def test_numbers_that_are_none_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        network_from_bytes(data)


@pytest.mark.parametrize("wrong", [
    {"input": [1, 2]}, {"input": "abc"}, {"activations": ["nothing"]}, {"activations": ["relu", "relu"]},
    {"changed": [[1, 5, 0, 1.0]]}, {"changed": [[1, 0]]}, {"title": None, "input": None}, {"example": "no such"},
])
def test_words_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    whole = a_model()
    words = orjson.dumps({**orjson.loads(words_of(whole)), **wrong})

    def named(name: str) -> Network:
        return {"": whole.network}[name]

    with pytest.raises(Refusal):
        whole_from(words, named)
    assert whole_from(words_of(whole), named).input.tolist() == whole.input.tolist()
