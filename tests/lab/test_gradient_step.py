"""A step on the visitor's network: the engine's numbers, committed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neuroviz.document import Refusal, edits
from neuroviz.document.presets import PRESETS
from neuroviz.lab.gradient_step import (
    GradientStep,
    can_learn,
    first_target,
    fitted_target,
    gradient_step_of,
    losses_for,
    set_target,
    with_step,
    with_steps,
    without_steps,
)
from neuroviz.nn import ACTIVATIONS, forward
from neuroviz.nn.backward import backward

FRUIT = PRESETS["fruit"].document


def gradient_step(rate: float = 0.1, *, batch: bool = False) -> GradientStep:
    inputs = FRUIT.examples if batch else (FRUIT.input,)
    return GradientStep(
        FRUIT, inputs, tuple(first_target(FRUIT, x) for x in inputs), "categorical_cross_entropy", rate
    )


@pytest.mark.parametrize("batch", [False, True])
def test_a_step_is_w_minus_eta_gradient(batch: bool) -> None:
    now = gradient_step(batch=batch)
    found = backward(FRUIT.network, forward(FRUIT.network, now.inputs), now.targets, now.loss)
    after = with_step(FRUIT, now)
    for layer, part in enumerate(FRUIT.layers):
        assert np.allclose(after.layers[layer].weights, np.array(part.weights) - 0.1 * found.weights[layer], rtol=1e-15)
        assert np.allclose(after.layers[layer].biases, np.array(part.biases) - 0.1 * found.biases[layer], rtol=1e-15)
    again = backward(after.network, forward(after.network, now.inputs), now.targets, now.loss)
    assert again.loss == pytest.approx(now.loss_after)
    assert again.loss < found.loss


def test_many_steps_are_as_many_single_ones() -> None:
    now = gradient_step()
    document = FRUIT
    for _ in range(3):
        document = with_step(document, GradientStep(document, now.inputs, now.targets, now.loss, now.rate))
    assert with_steps(now, 3) == document


def test_a_step_into_infinity_is_refused() -> None:
    huge = edits.set_input(PRESETS["dead_relu"].document, 0, 1e200)
    with pytest.raises(Refusal):
        with_step(huge, GradientStep(huge, (huge.input,), ((0.0,),), "squared_error", 1e200))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_output_has_a_loss_and_its_partner_comes_first(activation: str) -> None:
    partner = {"softmax": "categorical_cross_entropy", "sigmoid": "binary_cross_entropy"}
    assert losses_for(activation)[0] == partner.get(activation, "squared_error")


def test_first_targets_are_what_the_opened_network_means() -> None:
    assert first_target(FRUIT, FRUIT.input) == (0.0, 1.0, 0.0)
    xor = PRESETS["xor"].document
    assert [first_target(xor, x) for x in xor.examples] == [(0.0,), (1.0,), (1.0,), (0.0,)]
    # What the preset means stays so, whatever is done to its weights; of another shape it means nothing.
    turned = edits.set_bias(edits.set_weight(xor, 2, 0, 0, -9.0), 2, 0, 9.0)
    assert [first_target(turned, x) for x in xor.examples] == [(0.0,), (1.0,), (1.0,), (0.0,)]
    assert first_target(edits.resize_layer(FRUIT, 0, 2), (1.0, 2.0)) == (1.0, 0.0, 0.0)
    # A network of one's own means what it answers.
    assert first_target(replace(turned, preset=""), (0.0, 0.0)) == (1.0,)


def test_what_a_network_of_ones_own_was_meant_to_answer_is_held_on_to() -> None:
    own = replace(FRUIT, preset="")
    own = edits.set_descent(own, rate=100.0)
    first = gradient_step_of(own)
    assert first.targets == ((0.0, 1.0, 0.0),)
    after = with_steps(first, 1)
    assert gradient_step_of(after).targets == first.targets
    turned = edits.set_bias(after, 2, 0, 1e3)
    assert first_target(turned, own.input) == (1.0, 0.0, 0.0)
    assert gradient_step_of(turned).targets == first.targets
    assert with_steps(gradient_step_of(FRUIT), 1).descent == FRUIT.descent, "a preset's meaning needs no holding"


def test_the_settings_say_what_is_learnt() -> None:
    assert gradient_step_of(FRUIT).inputs == (FRUIT.input,)
    all_rows = edits.set_descent(FRUIT, batch=True, rate=0.3, loss="squared_error")
    said = set_target(all_rows, FRUIT.examples[1], (0.25, -2.0, 0.75))
    now = gradient_step_of(said)
    assert (now.inputs, now.rate, now.loss) == (FRUIT.examples, 0.3, "squared_error")
    assert now.targets[1] == (0.25, -2.0, 0.75)
    assert now.targets[0] == first_target(FRUIT, FRUIT.examples[0])
    # Shares for a cross-entropy; a loss that does not fit the output gives way to one that does.
    assert gradient_step_of(edits.set_descent(said, loss="binary_cross_entropy")).targets[1] == (0.25, 0.0, 0.75)
    linear = edits.set_descent(PRESETS["dead_relu"].document, loss="categorical_cross_entropy")
    assert gradient_step_of(linear).loss == "squared_error"
    assert gradient_step_of(replace(said, examples=())).inputs == (FRUIT.input,)


def test_targets_of_cross_entropies_are_shares() -> None:
    assert fitted_target((-2.0, 0.5, 7.0), "binary_cross_entropy") == (0.0, 0.5, 1.0)
    assert fitted_target((-2.0, 7.0), "squared_error") == (-2.0, 7.0)


def test_steps_cannot_learn_and_sigmoids_can() -> None:
    xor = PRESETS["xor"].document
    assert not can_learn(xor)
    assert GradientStep(xor, (xor.input,), ((0.0,),), "squared_error", 0.1).stuck
    smooth = without_steps(xor)
    assert can_learn(smooth)
    assert [layer.weights for layer in smooth.layers] == [layer.weights for layer in xor.layers]
    assert without_steps(FRUIT) is FRUIT
