"""Gradients against central differences, against PyTorch, and by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import ACTIVATIONS, Network, forward
from neuroviz.nn.backward import backward, dropout_masks, forward_with_dropout, penalty
from neuroviz.nn.fast import Workspace
from neuroviz.nn.losses import LOSSES, example_losses
from neuroviz.nn.parameters import Layout, pack, with_parameters
from tests.examples import examples
from tests.nn.oracle import ORACLE

PAIRS = [(loss, output) for loss in LOSSES for output in ACTIVATIONS if LOSSES[loss].accepts(output)]
HIDDEN = tuple(ACTIVATIONS)
PENALTIES = ((0.0, 0.0), (0.03, 0.0), (0.0, 0.2), (0.03, 0.2))
H = 2e-4


def flat(weights: tuple[np.ndarray, ...], biases: tuple[np.ndarray, ...]) -> np.ndarray:
    return np.concatenate([np.column_stack(pair).ravel() for pair in zip(weights, biases, strict=True)])


def case(loss: str, output: str, hidden: str, seed: int) -> tuple[Network, np.ndarray, np.ndarray]:
    """A network 2-3-2-2 and a batch of three, drawn again until no z is near a kink."""
    rng = np.random.default_rng(seed)
    sizes, names = (2, 3, 2, 2), (hidden, hidden, output)
    # Differences of fourth order need more than a slope: that of ELU bends at 0.
    kinks = [np.array((0.0,) if name == "elu" else ACTIVATIONS[name].kinks) for name in names]
    while True:
        network = Network(
            [rng.normal(size=(n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:], strict=False)],
            [rng.normal(size=n) for n in sizes[1:]], names,
        )
        x = rng.normal(size=(3, 2))
        zs = forward(network, x).pre_activations
        gaps = [np.abs(z[..., None] - edges).min() for z, edges in zip(zs, kinks, strict=True) if len(edges)]
        # |w| has its own kink at 0.
        if min(gaps, default=1.0) > 0.02 and np.abs(pack(network)).min() > 3 * H:
            break
    y = rng.normal(size=(3, 2)) if loss == "squared_error" else np.eye(2)[rng.integers(0, 2, 3)]
    return network, x, y


def differences(f: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    """∂f/∂θ by central differences over four points: the error is of order h⁴."""
    found = []
    for i in range(at.size):
        step = np.zeros_like(at)
        step.flat[i] = H
        found.append((8 * (f(at + step) - f(at - step)) - (f(at + 2 * step) - f(at - 2 * step))) / (12 * H))
    return np.reshape(found, at.shape)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("loss", "output"), PAIRS)
@examples(2)
@given(seed=st.integers(0, 2**32))
def test_gradients_are_central_differences(loss: str, output: str, hidden: str, seed: int) -> None:
    network, x, y = case(loss, output, hidden, seed)
    theta = pack(network)
    layout, weights = Layout(network.sizes), Layout(network.sizes).weight_mask()

    def data_loss(theta: np.ndarray) -> float:
        a = z = x
        for matrix, name in zip(layout.views(theta), network.activations, strict=True):
            z = a @ matrix[:, :-1].T + matrix[:, -1]
            a = ACTIVATIONS[name].f(z)
        return float(example_losses(loss, output, z, a, y).mean())

    slope = differences(data_loss, theta)
    slope_1 = differences(lambda t: float(np.sum(weights * np.abs(t))), theta)
    slope_2 = differences(lambda t: 0.5 * float(np.sum(weights * t * t)), theta)
    for l1, l2 in PENALTIES:
        found = backward(network, forward(network, x), y, loss, l1=l1, l2=l2)
        assert found.loss == pytest.approx(data_loss(theta), rel=1e-14)
        expected = slope + l1 * slope_1 + l2 * slope_2
        got = flat(found.weights, found.biases)
        # Differences cannot see below the rounding of the loss itself.
        floor = 1e-11 * (1.0 + abs(found.loss) + found.penalty) / 1e-6
        assert np.all(np.abs(got - expected) <= 1e-6 * np.maximum(np.abs(expected), floor)), (got, expected)


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_input_gradients_are_central_differences(loss: str, output: str) -> None:
    network, x, y = case(loss, output, "tanh", 5)
    found = backward(network, forward(network, x), y, loss)
    expected = differences(lambda x: backward(network, forward(network, x), y, loss).losses.sum(), x)
    assert np.allclose(found.inputs, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("index", range(len(ORACLE["gradients"])))
def test_gradients_are_pytorchs(index: int) -> None:
    known = ORACLE["gradients"][index]
    network = Network(known["weights"], known["biases"], known["activations"])
    found = backward(
        network, forward(network, known["x"]), known["y"], known["loss"], l1=known["l1"], l2=known["l2"]
    )
    assert found.loss == pytest.approx(known["value"], rel=1e-12)
    assert found.loss + found.penalty == pytest.approx(known["total"], rel=1e-12)
    for got, expected in zip(
        (*found.weights, *found.biases, found.inputs / len(known["x"])),
        (*known["d_weights"], *known["d_biases"], known["d_x_of_mean"]), strict=True,
    ):
        assert np.allclose(got, expected, rtol=1e-10, atol=1e-13)


def test_the_oracle_has_every_activation_loss_and_penalty() -> None:
    cases = ORACLE["gradients"]
    assert {name for known in cases for name in known["activations"]} == set(ACTIVATIONS) - {"step"}
    assert {known["activations"][0] for known in cases} == set(ACTIVATIONS) - {"step", "softmax"}
    assert {(known["loss"], known["activations"][-1]) for known in cases} == {p for p in PAIRS if p[1] != "step"}
    assert {(known["l1"] > 0, known["l2"] > 0) for known in cases} == {
        (a, b) for a in (True, False) for b in (True, False)
    }


@pytest.mark.parametrize(("loss", "output"), PAIRS)
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("dropout", [False, True])
def test_the_fast_way_finds_the_same(loss: str, output: str, hidden: str, dropout: bool) -> None:
    network, x, y = case(loss, output, hidden, 11)
    layout = Layout(network.sizes)
    gradient = np.full(layout.size, np.nan)
    space = Workspace(layout, network.activations, loss, len(x), pack(network), gradient, dropout=dropout)
    masks = dropout_masks(np.random.default_rng(1), network.sizes, len(x), 0.4) if dropout else (None,) * 3
    trace = forward_with_dropout(network, x, masks)
    slow = backward(network, trace, y, loss, masks=masks)
    columns = np.vstack((x.T, np.ones(len(x))))
    given_masks = tuple(np.ascontiguousarray(m.T) for m in masks if m is not None)
    for _ in range(2):  # nothing is left over from the first time
        space.forward(columns, given_masks)
        space.backward(columns, np.ascontiguousarray(y.T), given_masks)
        assert np.allclose(space.output.T, trace.output, rtol=1e-13, atol=1e-15)
        assert np.allclose(gradient, flat(slow.weights, slow.biases), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("hidden", ["tanh", "gelu", "softmax"])
def test_gradients_with_dropout_are_central_differences(hidden: str) -> None:
    network, x, y = case("squared_error", "linear", hidden, 3)
    masks = dropout_masks(np.random.default_rng(2), network.sizes, len(x), 0.5)

    def loss(theta: np.ndarray) -> float:
        here = with_parameters(network, theta)
        return backward(here, forward_with_dropout(here, x, masks), y, "squared_error").loss

    found = backward(network, forward_with_dropout(network, x, masks), y, "squared_error", masks=masks)
    assert np.allclose(flat(found.weights, found.biases), differences(loss, pack(network)), rtol=1e-6, atol=1e-10)


@given(seed=st.integers(0, 2**32), rate=st.floats(0.0, 0.9))
def test_dropout_keeps_the_mean(seed: int, rate: float) -> None:
    first, second, last = dropout_masks(np.random.default_rng(seed), (3, 40, 20, 1), 200, rate)
    assert last is None
    assert first is not None
    assert second is not None
    assert first.shape == (200, 40)
    assert set(np.unique(first)) <= {0.0, 1.0 / (1.0 - rate)}
    # Five standard errors of a mean of 8000, and one neuron more or less where hardly any sits out.
    assert abs(first.mean() - 1.0) < 5.0 * np.sqrt(rate / (1.0 - rate) / first.size) + 5.0 / first.size


@pytest.mark.parametrize("rate", [-0.1, 1.0, float("nan")])
def test_a_dropout_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="dropout rate"):
        dropout_masks(np.random.default_rng(0), (1, 1, 1), 1, rate)


def test_one_edge_of_one_example_by_hand() -> None:
    """2-1-1: x = (1, 2), w = (0.5, -0.25), b = 0.1: z = 0.1, a = 0.1; then w = 3, b = 0: the output is 0.3."""
    network = Network([[[0.5, -0.25]], [[3.0]]], [[0.1], [0.0]], ["linear", "linear"])
    found = backward(network, forward(network, [1.0, 2.0]), [1.3], "squared_error")
    assert found.losses.tolist() == pytest.approx([0.5])
    assert found.deltas[1].tolist() == [[pytest.approx(-1.0)]]
    assert found.deltas[0].tolist() == [[pytest.approx(-3.0)]]
    assert found.edges(1, 0).tolist() == [[pytest.approx(-3.0), pytest.approx(-6.0)]]
    assert found.edges(2, 0).tolist() == [[pytest.approx(-0.1)]]
    assert found.inputs.tolist() == [[pytest.approx(-1.5), pytest.approx(0.75)]]


@given(seed=st.integers(0, 2**32))
def test_a_weights_gradient_is_the_mean_of_delta_times_a(seed: int) -> None:
    network, x, y = case("squared_error", "softmax", "gelu", seed)
    found = backward(network, forward(network, x), y, "squared_error")
    for layer in (1, 2, 3):
        alone = [found.edges(layer, example) for example in range(len(x))]
        assert np.allclose(found.weights[layer - 1], np.mean(alone, axis=0), rtol=1e-12, atol=1e-15)
        assert np.allclose(found.biases[layer - 1], found.deltas[layer - 1].mean(axis=0))


def test_a_saturated_output_still_learns_with_its_partner() -> None:
    """The product of an infinite slope of the loss and a slope 0 of the sigmoid is −1, and is said to be."""
    network = Network([[[1.0]]], [[0.0]], ["sigmoid"])
    found = backward(network, forward(network, [-1000.0]), [1.0], "binary_cross_entropy")
    assert found.deltas[0].tolist() == [[-1.0]]
    assert found.loss == 1000.0


def test_biases_are_not_charged() -> None:
    network = Network([[[2.0, -3.0]]], [[100.0]], ["linear"])
    assert penalty(network, 1.0, 0.0) == 5.0
    assert penalty(network, 0.0, 1.0) == 6.5


def test_overflow_and_nan_are_values() -> None:
    network = Network([[[1e308, 1e308]], [[1.0]]], [[0.0], [0.0]], ["linear", "linear"])
    found = backward(network, forward(network, [10.0, 10.0]), [0.0], "squared_error", l2=1.0)
    assert found.loss == np.inf
    assert found.penalty == np.inf


@pytest.mark.parametrize("y", [[1.0, 2.0], [[1.0], [2.0]], []])
def test_targets_that_do_not_fit_are_refused(y: list[float]) -> None:
    network = Network([[[1.0]]], [[0.0]], ["linear"])
    with pytest.raises(ValueError, match="the targets must have shape"):
        backward(network, forward(network, [1.0]), y, "squared_error")
