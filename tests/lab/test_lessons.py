"""What a lesson says of a figure is so in what it opens, also when it is computed another way."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from neuroviz.document import Document, Selection, codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import network_of
from neuroviz.lab.lessons import LESSONS, LessonStep
from neuroviz.nn import forward

FRUIT = PRESETS["fruit"].document
STEPS = {step.key: step for lesson in LESSONS for step in lesson.steps}


def opened(step: LessonStep) -> Document:
    return step.opens(FRUIT)


@pytest.mark.parametrize("key", STEPS)
def test_what_a_step_opens_can_be_kept_and_its_figures_are_numbers(key: str) -> None:
    step = STEPS[key]
    document = opened(step)
    assert codec.from_json(codec.to_json(document)) == document
    for value in step.figures(document).values():
        assert isinstance(value, Selection) or math.isfinite(value)


def test_a_lesson_is_as_long_as_its_steps_and_fits_into_a_school_hour() -> None:
    assert len(STEPS) == sum(len(lesson.steps) for lesson in LESSONS), "no two steps have one name"
    for lesson in LESSONS:
        assert 10 <= lesson.minutes <= 45


def test_the_linear_network_is_one_connection_for_each_input() -> None:
    document = opened(STEPS["linear"])
    weight = STEPS["linear"].figures(document)["weight"]
    moved = replace(document, input=(document.input[0] + 1, *document.input[1:]))
    before, after = (forward(each.network, each.input).output[0] for each in (document, moved))
    assert after - before == pytest.approx(weight)


def test_the_sum_by_hand_is_the_sum() -> None:
    document = opened(STEPS["by_hand"])
    figures, layer = STEPS["by_hand"].figures(document), document.layers[0]
    z = math.fsum(w * x for w, x in zip(layer.weights[0], document.input, strict=True)) + layer.biases[0]
    assert (figures["z"], figures["a"]) == (pytest.approx(z), pytest.approx(math.tanh(z)))


def test_the_words_are_true() -> None:
    """What stands in the answers beside their figures."""
    higher = STEPS["higher"].figures(opened(STEPS["higher"]))
    assert higher["more"] > 6 * higher["less"]
    assert 0 < higher["high"] - higher["low"] < 5, "hardly at all: of a spike of more than 100 mV"
    rate = STEPS["rate"].figures(opened(STEPS["rate"]))
    assert rate["after"] < rate["before"] < rate["beyond"]
    vetoed = STEPS["veto"].figures(opened(STEPS["veto"]))
    assert vetoed["with_it"] < vetoed["without"]
    fires = STEPS["fires"].figures(opened(STEPS["fires"]))
    assert fires["spikes"] > 0


def test_without_a_hidden_layer_no_corner_is_left_out_of_the_count() -> None:
    """The network of the step has one layer: it parts the plane by a straight line."""
    network = network_of(opened(STEPS["straight"]).training)
    assert len(network.weights) == 1
    rng = np.random.default_rng(0)
    corners = [(1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)]
    for _ in range(200):
        w, b = rng.normal(size=2), rng.normal()
        sides = [w @ corner + b > 0 for corner in corners]
        assert sides != [True, True, False, False]
        assert sides != [False, False, True, True]
