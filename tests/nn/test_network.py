"""`forward` against plain Python loops, and the contract of the trace it leaves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import Network, forward
from tests.strategies import activation, architectures

# math, not NumPy: nothing is shared with what is tested.
LOOPS = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "elu": lambda z: z if z > 0 else math.expm1(z),
    "softplus": lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))),
    "gelu": lambda z: 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "linear": lambda z: z,
    "step": lambda z: 1.0 if z >= 0 else 0.0,
}


def loops(network: Network, x: list[float]) -> tuple[list[list[float]], list[list[float]]]:
    """Every z and a, one multiplication at a time."""
    zs, activations = [], [x]
    for w, b, name in zip(network.weights, network.biases, network.activations, strict=True):
        z = [
            math.fsum([bias, *(weight * a for weight, a in zip(row, activations[-1], strict=True))])
            for row, bias in zip(np.asarray(w).tolist(), np.asarray(b).tolist(), strict=True)
        ]
        if name == "softmax":
            powers = [math.exp(v - max(z)) for v in z]
            a = [power / math.fsum(powers) for power in powers]
        else:
            a = [LOOPS[name](v) for v in z]
        zs.append(z)
        activations.append(a)
    return zs, activations


@st.composite
def networks(draw: st.DrawFn) -> tuple[Network, list[float]]:
    """A network of any legal size, scaled so that signals stay moderate, and an input for it.

    Without step: the two ways of adding up may round to different sides of its edge.
    """
    widths = draw(architectures())
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    pairs = list(zip(widths, widths[1:], strict=False))
    continuous = [activation(last=i == len(pairs) - 1).filter(lambda name: name != "step") for i in range(len(pairs))]
    network = Network(
        [rng.normal(size=(n_out, n_in)) / math.sqrt(n_in) for n_in, n_out in pairs],
        [rng.normal(size=n_out) for _, n_out in pairs],
        [draw(names) for names in continuous],
    )
    return network, rng.normal(size=widths[0]).tolist()


def assert_same(got: np.ndarray, expected: list[float]) -> None:
    scale = max(1.0, *(abs(v) for v in expected))
    assert np.max(np.abs(got - np.array(expected))) <= 1e-11 * scale


@given(case=networks())
def test_forward_matches_plain_loops(case: tuple[Network, list[float]]) -> None:
    network, x = case
    trace = forward(network, x)
    zs, activations = loops(network, x)
    for got, expected in zip((*trace.pre_activations, *trace.activations), (*zs, *activations), strict=True):
        assert got.shape == (len(expected),)
        assert_same(got, expected)


def test_step_network_by_hand() -> None:
    """Exact numbers, so that the edge z = 0 counts: step(0) is 1."""
    network = Network([[[1.0, 1.0], [-1.0, 0.5]], [[1.0, -2.0]]], [[-1.0, 0.0], [0.5]], ["step", "step"])
    trace = forward(network, [1.0, 0.0])
    assert [z.tolist() for z in trace.pre_activations] == [[0.0, -1.0], [1.5]]
    assert [a.tolist() for a in trace.activations] == [[1.0, 0.0], [1.0, 0.0], [1.0]]


@given(case=networks(), batch=st.integers(1, 5), seed=st.integers(0, 2**32))
def test_a_batch_is_its_rows_one_by_one(case: tuple[Network, list[float]], batch: int, seed: int) -> None:
    network, _ = case
    x = np.random.default_rng(seed).normal(size=(batch, network.sizes[0]))
    together = forward(network, x)
    for index, row in enumerate(x):
        alone = forward(network, row)
        for got, expected in zip(
            (*together.pre_activations, *together.activations),
            (*alone.pre_activations, *alone.activations),
            strict=True,
        ):
            assert_same(got[index], expected.tolist())


@given(case=networks())
def test_the_trace_holds_every_layer(case: tuple[Network, list[float]]) -> None:
    network, x = case
    trace = forward(network, x)
    assert trace.activations[0].tolist() == x
    assert len(trace.activations) == len(trace.pre_activations) + 1 == len(network.sizes)
    assert tuple(a.size for a in trace.activations) == network.sizes
    assert trace.output is trace.activations[-1]
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        z = np.einsum("ij,j->i", np.asarray(w), trace.activations[layer - 1]) + np.asarray(b)
        assert_same(trace.pre_activations[layer - 1], z.tolist())


def test_z_and_a_are_separate_arrays() -> None:
    """A linear layer's a equals its z, and changing one must not change the other."""
    trace = forward(Network([[[1.0]]], [[0.0]], ["linear"]), [2.0])
    assert not np.shares_memory(trace.pre_activations[0], trace.activations[1])


@given(widths=st.lists(st.integers(1, 6), min_size=2, max_size=6), seed=st.integers(0, 2**32))
def test_linear_layers_collapse_into_one_affine_map(widths: list[int], seed: int) -> None:
    """Why g must not be linear: however deep, W_n ... W_1 x + c is one layer."""
    rng = np.random.default_rng(seed)
    pairs = list(zip(widths, widths[1:], strict=False))
    weights = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairs]
    biases = [rng.normal(size=n_out) for _, n_out in pairs]
    slope, offset = np.eye(widths[0]), np.zeros(widths[0])
    for w, b in zip(weights, biases, strict=True):
        slope, offset = w @ slope, w @ offset + b
    x = rng.normal(size=(7, widths[0]))
    deep = forward(Network(weights, biases, ["linear"] * len(pairs)), x).output
    one = forward(Network([slope], [offset], ["linear"]), x).output
    assert np.allclose(deep, one, rtol=1e-10, atol=1e-9)


def test_the_articles_example() -> None:
    trace = forward(Network([[[1, 2], [3, 4]]], [[5, 6]], ["tanh"]), [7, 8])
    assert trace.pre_activations[0].tolist() == [28.0, 59.0]
    assert trace.output.tolist() == [1.0, 1.0]


def test_overflow_and_nan_are_values() -> None:
    network = Network([[[1e308, 1e308]], [[1.0]]], [[0.0], [0.0]], ["linear", "tanh"])
    assert forward(network, [10.0, 10.0]).pre_activations[0].tolist() == [math.inf]
    assert forward(network, [10.0, 10.0]).output.tolist() == [1.0]
    assert math.isnan(forward(network, [math.inf, -math.inf]).output[0])
    assert math.isnan(forward(network, [math.nan, 0.0]).output[0])


def test_nothing_can_change_a_network_from_outside() -> None:
    weights = np.ones((1, 2))
    network = Network([weights], [[0.0]], ["linear"])
    weights[0, 0] = 5.0
    assert forward(network, [1.0, 1.0]).output.tolist() == [2.0]
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(network.weights[0])[0, 0] = 5.0


@pytest.mark.parametrize("x", [1.0, [], [1.0], [1.0, 2.0, 3.0], [[1.0], [2.0]], [[[1.0, 2.0]]]])
def test_an_input_that_does_not_fit_is_refused(x: object) -> None:
    network = Network([[[1.0, 2.0]]], [[0.0]], ["linear"])
    with pytest.raises(ValueError, match=r"must have shape \(2,\) or \(batch, 2\)"):
        forward(network, x)


@pytest.mark.parametrize(("weights", "biases", "activations", "message"), [
    ([], [], [], "at least one"),
    ([[[1.0]]], [], ["linear"], "as many weight matrices"),
    ([[[1.0]]], [[0.0]], [], "as many weight matrices"),
    ([[1.0]], [[0.0]], ["linear"], "layer 1: weights must have shape"),
    ([np.empty((0, 2))], [[]], ["linear"], "layer 1: weights must have shape"),
    ([[[1.0, 2.0]]], [[0.0, 0.0]], ["linear"], r"layer 1: biases must have shape \(1,\)"),
    ([[[1.0]], [[1.0, 2.0]]], [[0.0], [0.0]], ["linear", "linear"], "layer 2: .* take 2 inputs"),
    ([[[1.0]]], [[0.0]], ["swish"], "layer 1: unknown activation 'swish'"),
    ([[[1.0], [1.0, 2.0]]], [[0.0, 0.0]], ["linear"], "inhomogeneous"),
])
def test_a_network_that_does_not_fit_together_is_refused(
    weights: list[object], biases: list[object], activations: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Network(weights, biases, activations)


def test_sizes_name_the_input_first() -> None:
    network = Network([np.zeros((3, 2)), np.zeros((1, 3))], [np.zeros(3), np.zeros(1)], ["relu", "linear"])
    assert network.sizes == (2, 3, 1)
