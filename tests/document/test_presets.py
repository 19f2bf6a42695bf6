"""Each preset shows what its name says, computed through `forward`."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document import Document
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.nn import ACTIVATIONS, Trace, forward
from tests.document.validity import assert_valid


def over_examples(document: Document) -> Trace:
    return forward(document.network, document.examples)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_valid_document_that_knows_its_name(name: str) -> None:
    preset = PRESETS[name]
    assert (preset.name, preset.document.preset) == (name, name)
    assert_valid(preset.document)
    assert all(np.isfinite(a).all() for a in preset.document.trace.activations)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_explained_in_every_language(name: str, code: str) -> None:
    preset, t = PRESETS[name], LANGUAGES[code]
    assert t(f"preset.{name}.title")
    assert t(f"preset.{name}.why")
    if preset.named:
        assert len(t(f"preset.{name}.inputs").split("|")) == len(preset.document.input)
        assert len(t(f"preset.{name}.outputs").split("|")) == preset.document.layers[-1].size


def test_the_first_is_there() -> None:
    assert FIRST in PRESETS


@pytest.mark.parametrize(("name", "column"), [
    ("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("nand", [1, 1, 1, 0]), ("xor", [0, 1, 1, 0]), ("not", [1, 0]),
])
def test_a_gate_has_its_truth_table(name: str, column: list[int]) -> None:
    document = PRESETS[name].document
    assert list(document.examples) == sorted(document.examples), "rows count upwards in binary"
    assert len(document.examples) == 2 ** len(document.input)
    assert over_examples(document).output[:, 0].tolist() == column


def test_xor_is_made_of_or_nand_and_and() -> None:
    document = PRESETS["xor"].document
    hidden = over_examples(document).activations[1]
    for neuron, gate in enumerate(("or", "nand")):
        assert hidden[:, neuron].tolist() == over_examples(PRESETS[gate].document).output[:, 0].tolist()


def test_the_articles_numbers() -> None:
    trace = PRESETS["article"].document.trace
    assert trace.pre_activations[0].tolist() == [28.0, 59.0]
    assert trace.output.tolist() == [1.0, 1.0]


def test_saturated_hardly_learns() -> None:
    """Every hidden neuron sits where tanh is flat, for the input that is shown."""
    document = PRESETS["saturated"].document
    z = document.trace.pre_activations[0]
    assert document.layers[0].activation == "tanh"
    assert np.all(np.abs(ACTIVATIONS["tanh"].f(z)) > 0.99)
    assert np.all(ACTIVATIONS["tanh"].df(z) < 0.01)


def test_dead_relu_has_a_neuron_that_nothing_wakes() -> None:
    document = PRESETS["dead_relu"].document
    assert document.layers[0].activation == "relu"
    z = over_examples(document).pre_activations[0]
    dead = np.all(z < 0, axis=0)
    assert dead.tolist() == [False, True, False]
    assert np.all(np.any(z[:, ~dead] > 0, axis=0)), "the others are alive"


def test_fruit_names_the_fruit() -> None:
    """Sweet and crunchy: an apple; sour: a lemon; crunchy alone: bread."""
    output = over_examples(PRESETS["fruit"].document).output
    assert output.argmax(axis=1)[:3].tolist() == [1, 0, 2]
    assert output.sum(axis=1) == pytest.approx(np.ones(len(output)))


def test_softmax3_lets_each_class_win() -> None:
    output = over_examples(PRESETS["softmax3"].document).output
    assert set(output.argmax(axis=1).tolist()) == {0, 1, 2}


def test_deep_and_wide_are() -> None:
    assert len(PRESETS["deep"].document.sizes) >= 8
    assert max(PRESETS["wide"].document.sizes) >= 16
