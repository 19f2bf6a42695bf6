"""The equation on the screen is the computation: it is read back, worked out with plain Python, and compared.

A shown number stands for all numbers that round to it. So what is read is an interval, and what is
worked out from intervals is one too: the computed value must lie in it.
"""

from __future__ import annotations

import itertools
import math
import re
import sys
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Layer
from neuroviz.viz.numbers import fixed, short
from neuroviz.viz.studio.equation import MOST_TERMS, A, Equation, Z, equation, matrix_form
from tests.viz.studio.scenes import LARGEST, OVERFLOWING, PRESET_DOCUMENTS, any_document

each_preset = pytest.mark.parametrize("document", PRESET_DOCUMENTS.values(), ids=PRESET_DOCUMENTS)

Interval = tuple[float, float]


# --- the activations, by the names that are shown, in plain Python ---------------------------------

def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > -700 else math.exp(max(z, -745))


def softplus(z: float) -> float:
    return z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(max(z, -745)))


def gelu(z: float) -> float:
    if abs(z) > 1e3:
        return max(z, 0.0)
    # (1 + tanh u) / 2 is the sigmoid of 2 u, which loses no digits far on the left.
    return z * sigmoid(2 * math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))


HEADS: dict[str, tuple[str, Callable[[float], float]]] = {
    "sigmoid": ("σ", sigmoid),
    "tanh": ("tanh", math.tanh),
    "relu": ("ReLU", lambda z: max(z, 0.0)),
    "leaky_relu": ("LeakyReLU", lambda z: z if z > 0 else 0.01 * z),
    "elu": ("ELU", lambda z: z if z > 0 else math.expm1(max(z, -745))),
    "softplus": ("softplus", softplus),
    "gelu": ("GELU", gelu),
    "step": ("step", lambda z: 1.0 if z >= 0 else 0.0),
}
GELU_LOWEST = -0.7524613
"""Where GELU turns; everywhere else the functions above only rise."""


# --- reading what is shown -------------------------------------------------------------------------

def read(text: str) -> Interval:
    """All numbers that `text` may stand for."""
    plain = text.strip("()").replace("−", "-").replace("∞", "inf")
    if plain in {"inf", "-inf"}:
        return float(plain), float(plain)
    mantissa, _, exponent = plain.partition("e")
    decimals = len(mantissa.partition(".")[2])
    # A trailing zero is not written, so as many digits count as could have been shown.
    value = real(plain)
    magnitude = abs(value)
    shown = 4 if "e" in plain or magnitude < 10 else 3 if magnitude < 1000 else 2
    half = 0.5000001 * 10.0 ** (int(exponent or 0) - max(decimals, 3 if "e" in plain else shown))
    return value - half, value + half


def real(text: str) -> float:
    """The finite number that `text` shows; the largest ones round up to what no float can hold."""
    return min(max(float(text.replace("−", "-")), -sys.float_info.max), sys.float_info.max)


def times(a: Interval, b: Interval) -> Interval:
    corners = [x * y if x and y else 0.0 for x in a for y in b]
    return min(corners), max(corners)


def plus(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], a[1] + b[1]


def holds(interval: Interval, value: float, slack: float = 0.0) -> bool:
    low, high = interval
    return low - slack <= value <= high + slack


TERM = re.compile(r"(?P<sign>^−| − | \+ |)(?P<w>[\d.e−∞]+)·(?P<x>\([^()]+\)|[\d.e−∞NaN]+)")
BIAS = re.compile(r" (?P<sign>[−+]) (?P<b>[\d.e−∞]+)")


def read_term(text: str) -> tuple[Interval, str]:
    """(weight, the value's text) of a piece such as " − 0.5·(−2)"."""
    found = TERM.fullmatch(text)
    assert found, text
    low, high = read(found["w"])
    return ((-high, -low) if "−" in found["sign"] else (low, high)), found["x"]


def read_bias(text: str) -> Interval:
    found = BIAS.fullmatch(text)
    assert found, text
    low, high = read(found["b"])
    return (-high, -low) if found["sign"] == "−" else (low, high)


def numbers_of(shown: Equation) -> list[str]:
    """The pieces that are terms, and the bias's, last."""
    return [str(text) for text, when, _ in shown.pieces if 0 < int(when) < Z]


def tail_of(shown: Equation, when: int) -> str:
    return "".join(str(text) for text, moment, _ in shown.pieces if moment == when)


# --- what is shown against what was computed --------------------------------------------------------

def assert_equation_is_the_computation(document: Document, layer: int, neuron: int) -> None:
    shown = equation(document, layer, neuron)
    part = document.layers[layer - 1]
    weights, bias = part.weights[neuron], part.biases[neuron]
    sources = document.trace.activations[layer - 1].tolist()
    z = float(document.trace.pre_activations[layer - 1][neuron])
    a = float(document.trace.activations[layer][neuron])
    *terms, bias_text = numbers_of(shown)
    indices = list(range(len(weights)))
    if len(weights) > MOST_TERMS:
        assert terms[3].strip() == "+ ⋯"
        indices, terms = [0, 1, 2, len(weights) - 1], [*terms[:3], terms[4]]
    assert len(terms) == len(indices)

    total, size = (0.0, 0.0), abs(bias)
    for index, text in zip(indices, terms, strict=True):
        weight, value_text = read_term(text)
        assert holds(weight, weights[index], abs(weights[index]) * 1e-6)
        if value_text.strip("()") == "NaN":
            assert math.isnan(sources[index])
            continue
        value = read(value_text)
        assert holds(value, sources[index], abs(sources[index]) * 1e-6 if math.isfinite(sources[index]) else 0.0)
        total = plus(total, times(weight, value))
        size += abs(weights[index] * sources[index])
    assert holds(read_bias(bias_text), bias, abs(bias) * 1e-6)
    total = plus(total, read_bias(bias_text))
    # The numeric part as it stands, worked out, is the trace's z, within what rounding took away.
    if len(indices) == len(weights) and math.isfinite(z) and math.isfinite(size):
        assert holds(total, z, 1e-6 * size), (shown.text, z)

    assert_activation_is_shown(document, layer, neuron, shown, z, a)


def assert_activation_is_shown(
    document: Document, layer: int, neuron: int, shown: Equation, z: float, a: float,
) -> None:
    part = document.layers[layer - 1]
    result = tail_of(shown, A)
    assert result == f" = {fixed(a)}"
    if math.isnan(a):
        assert result == " = NaN"
    elif math.isinf(a):
        assert "∞" in result
    else:
        assert real(result[3:]) == pytest.approx(a, rel=6e-5, abs=6e-5)
    if part.activation == "linear":
        assert a == z or math.isnan(a)
        assert shown.text.startswith("a = z = ")
        return
    if part.activation == "softmax":
        assert_softmax_is_shown(document, layer, neuron, shown, a)
        return
    head, g = HEADS[part.activation]
    assert shown.text.startswith(f"a = {head}(")
    inside = re.fullmatch(rf" = {head}\((.*)\)", tail_of(shown, Z))
    assert inside, shown.text
    assert inside[1] == short(z)
    if not math.isfinite(z):
        return
    # z is shown to a few digits; of the numbers that look the same, one gives this a.
    low, high = read(inside[1])
    span = [z, *(edge for edge in (low, high) if math.isfinite(edge))]
    if part.activation == "gelu" and min(span) < GELU_LOWEST < max(span):
        span.append(GELU_LOWEST)
    images = [g(edge) for edge in span]
    assert holds((min(images), max(images)), a, 1e-9 * max(1.0, abs(a)))
    assert g(z) == pytest.approx(a, rel=1e-9, abs=1e-300)


def assert_softmax_is_shown(document: Document, layer: int, neuron: int, shown: Equation, a: float) -> None:
    zs = document.trace.pre_activations[layer - 1].tolist()
    index = str(neuron + 1).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    tail = re.fullmatch(rf" = (.*),  a{index} = softmax{index}\((.*)\)", tail_of(shown, Z))
    assert tail, shown.text
    assert tail[1] == short(zs[neuron])
    listed = tail[2].split(", ")
    assert listed == [short(z) for z in zs[:MOST_TERMS]] + (["⋯"] if len(zs) > MOST_TERMS else [])
    if all(map(math.isfinite, zs)):
        top = max(zs)
        powers = [math.exp(max(z - top, -745.0)) for z in zs]
        assert a == pytest.approx(powers[neuron] / math.fsum(powers), rel=1e-9, abs=1e-300)


@each_preset
def test_every_presets_equations(document: Document) -> None:
    for layer, part in enumerate(document.layers, start=1):
        for neuron in range(part.size):
            assert_equation_is_the_computation(document, layer, neuron)


@given(any_document, st.data())
def test_any_documents_equations(document: Document, data: st.DataObject) -> None:
    for layer, part in enumerate(document.layers, start=1):
        neuron = data.draw(st.integers(0, part.size - 1))
        assert_equation_is_the_computation(document, layer, neuron)


def test_the_articles_example() -> None:
    assert equation(PRESET_DOCUMENTS["article"], 1, 0).text == (
        "a = tanh(w₁x₁ + w₂x₂ + b) = tanh(1·7 + 2·8 + 5) = tanh(28) = 1.0000"
    )


def test_signs_stand_where_they_are_read() -> None:
    document = Document(layers=(Layer(((-1.5, 2.0, -0.25),), (-3.0,), "linear"),), input=(2.0, -4.0, -1.0))
    assert equation(document, 1, 0).text == (
        "a = z = w₁x₁ + w₂x₂ + w₃x₃ + b = −1.5·2 + 2·(−4) − 0.25·(−1) − 3 = −13.7500"
    )


def test_a_hidden_layers_sources_are_called_a() -> None:
    assert equation(PRESET_DOCUMENTS["xor"], 1, 0).text.startswith("a = step(w₁x₁ + w₂x₂ + b)")
    assert equation(PRESET_DOCUMENTS["xor"], 2, 0).text.startswith("a = step(w₁a₁ + w₂a₂ + b)")


def test_a_long_sum_shows_its_first_terms_and_its_last() -> None:
    shown = equation(LARGEST, 3, 5)
    assert "w₁a₁ + w₂a₂ + w₃a₃ + ⋯ + w₃₂a₃₂ + b" in shown.text
    assert shown.partials == []
    assert_equation_is_the_computation(LARGEST, 3, 5)


@given(any_document)
def test_pieces_light_up_from_left_to_right(document: Document) -> None:
    for layer, part in enumerate(document.layers, start=1):
        terms = len(part.weights[0])
        for neuron in range(part.size):
            pieces = equation(document, layer, neuron).pieces
            moments = [int(when) for _, when, _ in pieces if when]
            assert moments == sorted(moments)
            assert moments[-1] == A
            assert {m for m in moments if m < Z} <= set(range(1, terms + 2))
            assert terms + 1 in moments, "the bias has its moment"
            # What is there from the start are symbols, never a number that is not known yet.
            assert not any(re.search(r"[0-9]", str(text)) for text, when, _ in pieces if not when)


@given(any_document)
def test_a_terms_colour_is_the_sign_of_what_it_carries(document: Document) -> None:
    for layer, part in enumerate(document.layers, start=1):
        sources = document.trace.activations[layer - 1].tolist()
        for neuron, row in enumerate(part.weights):
            pieces = equation(document, layer, neuron).pieces
            signs = {int(when): sign for text, when, sign in pieces if "·" in str(text)}
            for moment, sign in signs.items():
                if 0 < moment <= len(row):
                    value = row[moment - 1] * sources[moment - 1]
                    assert sign == (value > 0) - (value < 0)


@given(any_document)
def test_partial_sums_are_the_true_running_sums(document: Document) -> None:
    for layer, part in enumerate(document.layers, start=1):
        sources = document.trace.activations[layer - 1].tolist()
        for neuron, (row, bias) in enumerate(zip(part.weights, part.biases, strict=True)):
            terms = [*(w * a for w, a in zip(row, sources, strict=True)), bias]
            wanted = [short(total) for total in itertools.accumulate(terms, initial=0.0)][1:]
            assert equation(document, layer, neuron).partials == (wanted if len(row) <= MOST_TERMS else [])


@each_preset
def test_the_last_partial_sum_is_z(document: Document) -> None:
    for layer, part in enumerate(document.layers, start=1):
        for neuron in range(part.size):
            partials = equation(document, layer, neuron).partials
            if partials:
                assert partials[-1] == short(float(document.trace.pre_activations[layer - 1][neuron]))


def test_what_is_no_number_is_said_so() -> None:
    texts = [
        equation(OVERFLOWING, layer, neuron).text
        for layer, part in enumerate(OVERFLOWING.layers, start=1) for neuron in range(part.size)
    ]
    assert any("∞" in text for text in texts)
    assert any("NaN" in text for text in texts)


# --- the matrix form --------------------------------------------------------------------------------

def cut(values: Sequence[float]) -> list[str]:
    """As a column shows them: all, or the first three and the last."""
    if len(values) <= MOST_TERMS:
        return [short(v) for v in values]
    return [*(short(v) for v in values[:3]), "⋯", short(values[-1])]


@given(any_document)
def test_the_matrix_form_has_numpys_shapes_and_the_documents_numbers(document: Document) -> None:
    trace, network = document.trace, document.network
    for layer, part in enumerate(document.layers, start=1):
        form = matrix_form(document, layer)
        w = np.asarray(network.weights[layer - 1])
        x, z, b = trace.activations[layer - 1], trace.pre_activations[layer - 1], np.asarray(part.biases)
        symbol = "x" if layer == 1 else "a"
        assert form["shape"] == (
            f"z ({z.shape[0]}) = W ({w.shape[0]}×{w.shape[1]}) · {symbol} ({x.shape[0]}) + b ({b.shape[0]})"
        )
        assert form["z"] == cut(z.tolist())
        assert form["x"] == cut(x.tolist())
        assert form["b"] == cut(part.biases)
        rows = list(part.weights) if part.size <= MOST_TERMS else [*part.weights[:3], None, part.weights[-1]]
        assert form["W"] == [["⋯"] * len(cut(part.weights[0])) if row is None else cut(row) for row in rows]
