"""A network's script computes what the app computes, to the last digits, whatever the network is called."""

from __future__ import annotations

import ast
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.code.network import LIBRARIES, network_script
from neuroviz.document import Document, Layer
from neuroviz.document.presets import PRESETS
from neuroviz.nn import ACTIVATIONS
from tests.code.running import WORDS, installed, run
from tests.examples import examples
from tests.strategies import HARD_NAMES, documents, moderate

AS_EXACT = 1e-12


def assert_the_same(document: Document, library: str, language: str = "en") -> None:
    made, printed = run(network_script(document, library, WORDS[language]))
    trace = document.trace
    for ours, theirs in (
        (trace.pre_activations, made["zs"]), (trace.activations, made["activations"]),
    ):
        assert len(ours) == len(theirs)
        for expected, found in zip(ours, theirs, strict=True):
            scale = max(1.0, float(np.abs(expected).max()))
            np.testing.assert_allclose(np.asarray(found), expected, rtol=0.0, atol=AS_EXACT * scale)
    for layer in range(1, len(document.layers) + 1):
        assert WORDS[language]["layer"].format(n=layer) in printed


@pytest.mark.parametrize(("name", "library"), list(product(PRESETS, installed(*LIBRARIES))))
def test_every_preset(name: str, library: str) -> None:
    assert_the_same(PRESETS[name].document, library)


@pytest.mark.parametrize(("activation", "library"), list(product(ACTIVATIONS, installed(*LIBRARIES))))
def test_every_activation(activation: str, library: str) -> None:
    x = (-30.0, -1.5, -0.3, 0.0, 0.2, 1.0, 4.0, 25.0, 36.0, 300.0)
    diagonal = tuple(tuple(float(i == j) for j in range(len(x))) for i in range(len(x)))
    assert_the_same(Document((Layer(diagonal, (0.0,) * len(x), activation),), x), library)


@examples(30)
@given(documents(moderate), st.sampled_from(sorted(WORDS)))
def test_any_network(document: Document, language: str) -> None:
    assert_the_same(document, "numpy", language)


@examples(20)
@given(documents())
def test_numbers_read_back_as_themselves(document: Document) -> None:
    """Also those at the very ends of what a number can be."""
    made, _ = run(network_script(document, "numpy", WORDS["en"]))
    for layer, (w, b, _, ) in enumerate(made["layers"]):
        assert tuple(map(tuple, w.tolist())) == document.layers[layer].weights
        assert tuple(b.tolist()) == document.layers[layer].biases
    assert tuple(made["x"].tolist()) == document.input


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("hard", [*HARD_NAMES, '"""', "'''", "a\nimport os", "@lines@", "{x}", "\\N{DASH}"])
def test_a_name_is_never_code(library: str, language: str, hard: str) -> None:
    document = Document(
        (Layer(((1.0, 2.0),), (0.0,), "tanh"),), (1.0, 2.0), input_names=(hard, hard), output_names=(hard,))
    source = network_script(document, library, WORDS[language]).source()
    plain = network_script(Document(document.layers, document.input), library, WORDS[language]).source()
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(plain))


def test_the_visitors_names_stand_above_the_numbers() -> None:
    document = Document((Layer(((1.0, 2.0),), (0.0,), "tanh"),), (1.0, 2.0), input_names=("sweet", ""))
    assert "(sweet, 2)" in network_script(document, "numpy", WORDS["en"]).source()
