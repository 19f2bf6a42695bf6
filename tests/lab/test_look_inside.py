"""What the sceptic's tests find, computed in another way; and what is known of them beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import LENSES, TESTS, Inside
from neuroviz.lab.look_inside import hand_of, look_of, loss_of, on_other_paper
from neuroviz.nn import forward
from neuroviz.nn.digits.images import FORMATS, never_seen
from neuroviz.nn.digits.pad import PIXELS
from neuroviz.nn.digits.recipe import network_after
from neuroviz.nn.lenses.likeness import likeness
from neuroviz.nn.lenses.question import NeuronQuestion, gradient_times_input


def test_the_digit_in_hand_is_the_drawing_or_the_example() -> None:
    strokes = ((300, 200, 700, 200, 400, 900),)
    drawn = hand_of(Digits(strokes=strokes))
    assert np.array_equal(drawn.pixels, PIXELS["mnist"](strokes, Digits.width))
    assert drawn.label is None
    example = hand_of(Digits(example=7))
    assert np.array_equal(example.pixels, never_seen("mnist").pixels[7])
    assert example.label == never_seen("mnist").labels[7]


def test_the_untrained_network_is_asked_about_the_same_digit() -> None:
    look = look_of(Digits(example=5), Inside())
    x = never_seen("mnist").inputs[5]
    answer = int(forward(network_after("mnist", 30), x).output.argmax())
    expected = gradient_times_input(network_after("mnist", 0), x, NeuronQuestion(3, answer))
    assert look.rival.values == pytest.approx(expected)
    assert look.alike == likeness(look.main.values, look.rival.values)


@pytest.mark.parametrize("name", FORMATS)
def test_gradient_times_input_looks_like_the_digit_whatever_was_learnt(name: str) -> None:
    """Its strength is the ink's; its signs are not. The plain gradient passes, as Adebayo et al. 2018 report."""
    for test in ("untrained", "shuffled"):
        product, slope = (
            look_of(Digits(images=name), Inside(map=each, test=test)).usual for each in ("product", "gradient"))
        assert product is not None
        assert slope is not None
        assert product.strength > 0.7
        assert abs(product.signed) < 0.3
        assert slope.strength < 0.3


@pytest.mark.parametrize("ground", ["grey", "frame"])
def test_other_paper_changes_paper_alone(ground: str) -> None:
    x = never_seen("mnist").inputs[3]
    other = on_other_paper(x, Inside(ground=ground, dark=0.4))
    assert np.array_equal(other[x >= 0.4], x[x >= 0.4])
    assert other.max() <= 1
    assert np.array_equal(on_other_paper(x, Inside(ground=ground, dark=0.0)), x)
    inner = other.reshape(28, 28)[2:-2, 2:-2]
    assert (inner[x.reshape(28, 28)[2:-2, 2:-2] == 0] == (0.4 if ground == "grey" else 0.0)).all()


def test_the_lens_gives_white_paper_nothing_and_yet_the_answer_hangs_on_it() -> None:
    changed = 0
    for example in range(20):
        look = look_of(Digits(example=example), Inside(test="ground"))
        assert (look.main.values[look.hand.x == 0] == 0).all()
        changed += look.rival.answer != look.hand.answer
    assert changed > 5


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_lens_can_be_held_against_everything(name: str, lens: str, test: str) -> None:
    look = look_of(Digits(images=name), Inside(lens=lens, test=test))
    assert look.main.values.shape == look.rival.values.shape
    assert np.isfinite(look.main.values).all()
    assert np.isfinite(look.rival.values).all()
    assert (look.main.dream is not None) == (lens == "dream")


def test_what_lesions_cost_is_counted() -> None:
    inside = Inside(lens="lesion", silent=((1, 0), (1, 1), (1, 2), (2, 3)), cut=((3, 7, 4),))
    loss, images = loss_of(Digits(), inside), never_seen("mnist")
    network = network_after("mnist", 30)
    w, b = ([np.array(each) for each in part] for part in (network.weights, network.biases))
    w[2][7, 4] = 0
    a1 = np.tanh(images.inputs @ w[0].T + b[0])
    a1[:, [0, 1, 2]] = 0
    a2 = np.tanh(a1 @ w[1].T + b[1])
    a2[:, 3] = 0
    answers = (a2 @ w[2].T + b[2]).argmax(axis=1)
    assert loss.right_left == pytest.approx((answers == images.labels).mean())
    assert loss.answer_left == answers[0]
    assert loss.right == pytest.approx((forward(network, images.inputs).output.argmax(axis=1) == images.labels).mean())
    weakest, strongest, _ = loss.removed
    assert strongest.survived <= weakest.survived
