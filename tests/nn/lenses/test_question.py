"""The slopes are those that differences show, and those of 40 digits."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given

from neuroviz.nn import Network, forward
from neuroviz.nn.digits.images import FORMATS, never_seen
from neuroviz.nn.digits.recipe import STOPS, network_after
from neuroviz.nn.lenses.question import NeuronQuestion, gradient_times_input, input_gradient
from tests.nn.lenses.networks import cases, value_by_mpmath

Case = tuple[Network, np.ndarray, NeuronQuestion]


def central(network: Network, x: np.ndarray, question: NeuronQuestion, h: float = 1e-5) -> np.ndarray:
    """The slopes by differences, all pixels at once."""
    steps = h * np.eye(len(x))
    up, down = (question.value(forward(network, x + sign * steps)) for sign in (1, -1))
    return (up - down) / (2 * h)


@given(case=cases())
def test_a_slope_is_the_central_difference(case: Case) -> None:
    network, x, question = case
    assert input_gradient(network, x, question) == pytest.approx(central(network, x, question), rel=1e-6, abs=1e-8)
    assert gradient_times_input(network, x, question) == pytest.approx(
        x * central(network, x, question), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("measure", ["z", "a"])
@pytest.mark.parametrize("name", FORMATS)
def test_so_are_those_of_the_digits(name: str, measure: str) -> None:
    network = network_after(name, STOPS[-1])
    for x in never_seen(name).inputs[:3]:
        for layer, neuron in ((len(network.sizes) - 1, 3), (1, 5)):
            question = NeuronQuestion(layer, neuron, measure)  # type: ignore[arg-type]
            assert np.abs(input_gradient(network, x, question) - central(network, x, question)).max() <= 1e-6


def test_of_a_nearly_certain_answer_the_slopes_keep_their_digits() -> None:
    """Where a share is 1 to fifteen digits, differences in float64 say nothing; mpmath differentiates with 40."""
    rng = np.random.default_rng(5)
    network = Network(
        [rng.normal(0, 1, (3, 4)), [[9.0, -8.0, 7.0], [-9.0, 8.0, -7.0], [0.5, 0.1, -0.3]]],
        [np.zeros(3), [12.0, -12.0, 0.0]], ["tanh", "softmax"],
    )
    x = rng.uniform(0, 1, 4)
    with mpmath.workdps(40):
        for asked in ((2, 0, "a"), (2, 1, "a"), (2, 2, "z"), (1, 1, "a")):
            question = NeuronQuestion(*asked)  # type: ignore[arg-type]
            slopes = [
                float(mpmath.diff(
                    lambda v, i=i, q=question: value_by_mpmath(
                        network, [mpmath.mpf(float(u)) if k != i else v for k, u in enumerate(x)], q),
                    mpmath.mpf(float(x[i])),
                ))
                for i in range(4)
            ]
            assert input_gradient(network, x, question) == pytest.approx(slopes, rel=1e-9)


@given(case=cases())
def test_a_batch_is_its_images_one_by_one(case: Case) -> None:
    network, x, question = case
    images = np.array([x, x[::-1], 0 * x])
    together = input_gradient(network, images, question)
    alone = np.array([input_gradient(network, image, question) for image in images])
    assert together == pytest.approx(alone, abs=1e-12)


def test_of_a_straight_line_gradient_times_input_is_what_each_pixel_adds() -> None:
    rng = np.random.default_rng(1)
    network = Network([rng.normal(size=(3, 9)), rng.normal(size=(2, 3))], [np.zeros(3), np.zeros(2)], ["linear"] * 2)
    x = rng.uniform(size=9)
    question = NeuronQuestion(2, 1)
    parts = gradient_times_input(network, x, question)
    assert parts.sum() == pytest.approx(float(question.value(forward(network, x))))
