"""A network's own files: read back, they are the network; what others make of them is in `answers.json`."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from neuroviz.document import Document
from neuroviz.document.models.arranging import Wish, arrange_model, opened_model
from neuroviz.document.models.onnx_graph import read_graph
from neuroviz.document.models.opening import read_model
from neuroviz.document.models.protobuf import Messages
from neuroviz.document.models.writing import WRITERS, to_npz, to_onnx, to_safetensors, to_weights_csv
from neuroviz.document.presets import PRESETS
from neuroviz.nn import ACTIVATIONS, forward
from tests.document.models.hostile import FILES
from tests.document.validity import bits
from tests.examples import examples
from tests.strategies import documents


def back(document: Document, name: str, data: bytes) -> Document:
    model = read_model({name: data})
    arranged = arrange_model(model, Wish())
    assert arranged.suggested == (), "every activation is said"
    # Which way square matrices stand is asked of everybody; the answer is ours.
    return opened_model(document, model, Wish(orientation=arranged.orientation or "out_in"))


@given(document=documents())
@examples(60)
def test_npz_and_safetensors_bring_back_every_bit(document: Document) -> None:
    for name, data in (("w.npz", to_npz(document)), ("w.safetensors", to_safetensors(document))):
        assert bits(back(document, name, data).layers) == bits(document.layers)


def test_a_header_that_begins_as_a_pickle_does_is_a_header() -> None:
    """Its length is written in eight bytes, low ones first: of 640 to 1,408 some begin with those of a pickle."""
    data = to_safetensors(PRESETS["fruit"].document)
    length = int.from_bytes(data[:8], "little")
    for first in (0x280, 0x380, 0x480, 0x580):
        padded = data[8:8 + length].ljust(first)
        again = first.to_bytes(8, "little") + padded + data[8 + length:]
        assert again[:2] == bytes([0x80, first >> 8])
        read, expected = (read_model({"w.safetensors": each}) for each in (again, data))
        assert [part.weights.tolist() for part in read.orders[0]] == [
            part.weights.tolist() for part in expected.orders[0]]


def test_arrays_without_telling_names_are_paired_as_they_come() -> None:
    arrays = {"one": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), "two": np.array([7.0, 8.0, 9.0]),
              "three": np.array([[1.5, 2.5, 3.5]]), "four": np.array([4.5])}
    file = io.BytesIO()
    np.savez(file, **arrays)
    first, last = read_model({"w.npz": file.getvalue()}).orders[0]
    assert first.biases is not None
    assert last.biases is not None
    assert [part.tolist() for part in (first.weights, first.biases, last.weights, last.biases)] == [
        each.tolist() for each in arrays.values()]


@given(document=documents())
@examples(60)
def test_onnx_brings_back_what_32_bits_hold(document: Document) -> None:
    found = back(document, "w.onnx", to_onnx(document))
    assert [layer.activation for layer in found.layers] == [layer.activation for layer in document.layers]
    numbers, kept = (
        np.concatenate([values for layer in each.layers for values in (np.ravel(layer.weights), layer.biases)])
        for each in (document, found)
    )
    fits = np.abs(numbers).max() <= np.finfo(np.float32).max
    assert np.array_equal(kept, numbers.astype(np.float32).astype(np.float64) if fits else numbers)


# Where messages stand in a file of ONNX: the graph, its nodes, numbers, inputs and outputs, and what is in these.
_MESSAGES = {(7,), (7, 1), (7, 1, 5), (7, 5), *((7, end, *inner) for end in (11, 12) for inner in (
    (), (2,), (2, 1), (2, 1, 2), (2, 1, 2, 1)))}


def fields_of(data: memoryview, place: tuple[int, ...] = ()) -> set[tuple[tuple[int, ...], int]]:
    """Which fields a file has: the numbers of the messages around each and its own, and how it is written."""
    found = set()
    for entry in Messages().entries(data, "test"):
        here = (*place, entry.number)
        found |= {(here, entry.wire)} | (fields_of(entry.data, here) if here in _MESSAGES else set())
    return found


@pytest.mark.parametrize("activation", ["relu", "tanh", "leaky_relu", "softmax"])
def test_an_onnx_file_has_the_fields_that_other_programs_write(activation: str) -> None:
    """Our own reader takes numbers in more places than others look in."""
    document = PRESETS["fruit"].document
    layers = (*document.layers[:-1], replace(document.layers[-1], activation=activation))
    others = set().union(*(fields_of(memoryview(path.read_bytes())) for path in FILES.glob("*.onnx")))
    assert fields_of(memoryview(to_onnx(replace(document, layers=layers)))) <= others


@pytest.mark.parametrize(("activation", "opset"), [("tanh", 13), ("gelu", 20)])
def test_an_onnx_file_asks_for_the_operators_that_it_uses(activation: str, opset: int) -> None:
    """Gelu came with version 20 of ONNX's own operators; all others are older than 13."""
    document = PRESETS["fruit"].document
    layers = (replace(document.layers[0], activation=activation), *document.layers[1:])
    assert read_graph(to_onnx(replace(document, layers=layers))).opset == opset


@given(document=documents())
@examples(60)
def test_csv_holds_every_bit(document: Document) -> None:
    rows = list(csv.DictReader(io.StringIO(to_weights_csv(document))))
    assert len(rows) == sum(document.sizes[1:])
    for row in rows:
        layer = document.layers[int(row["layer"]) - 1]
        neuron = int(row["neuron"]) - 1
        weights = tuple(float(row[f"w{i + 1}"]) for i in range(len(layer.weights[0])))
        assert bits((weights, float(row["b"]))) == bits((layer.weights[neuron], layer.biases[neuron]))
        assert row["activation"] == layer.activation


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_network_that_comes_back_computes_the_same(activation: str) -> None:
    document = PRESETS["fruit"].document
    document = replace(document, layers=(*document.layers[:-1], replace(document.layers[-1], activation=activation)))
    x = np.random.default_rng(0).normal(size=(50, 3))
    for name, write in WRITERS.values():
        data = write(document)
        if isinstance(data, bytes):
            # Weights of one decimal place are rounded in 32 bits: by 6e-8 of themselves.
            answers = [forward(each.network, x).output for each in (document, back(document, name, data))]
            assert np.abs(answers[0] - answers[1]).max() <= (1e-6 if name.endswith("onnx") else 0.0), name
