"""What can be asked about any document, and that the truth is what the page then shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Selection, edits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.gradient_step import gradient_step_of
from neuroviz.lab.prediction import NO, YES, predictions, truth
from neuroviz.nn import ACTIVATIONS, forward
from neuroviz.nn.backward import backward
from neuroviz.room.state import Question, answer_of, checked_question
from tests import strategies

FRUIT = PRESETS["fruit"].document
PAGES = ["home", "studio", "neuron", "descent", "training", "article"]


@given(strategies.documents(), st.sampled_from(["studio", "descent", "training"]))
def test_whatever_is_asked_has_an_answer_that_a_visitor_can_give(document: Document, page: str) -> None:
    for asked in predictions(document, page):
        found = truth(document, asked)
        question = checked_question(Question(1, asked.kind, asked.part, asked.options, asked.low, asked.high))
        assert found
        for value in found:
            answer_of(question, int(value) if asked.options else value)


@given(strategies.documents())
def test_the_winner_has_the_largest_output(document: Document) -> None:
    asked = next((each for each in predictions(document, "studio") if each.kind == "winner"), None)
    a = forward(document.network, document.input).output
    if asked is None:
        assert len(a) < 2 or not np.isfinite(a).all()
        return
    assert [k for k in range(len(a)) if all(a[k] >= other for other in a)] == [int(k) for k in truth(document, asked)]


@pytest.mark.parametrize("name", PRESETS)
def test_the_number_line_does_not_say_where_the_number_lies(name: str) -> None:
    """It is the same whatever signs weights and inputs have: so it follows from no sum."""
    document = PRESETS[name].document
    asked = next((each for each in predictions(document, "studio") if each.kind == "value"), None)
    assert asked is not None
    assert asked.low <= truth(document, asked)[0] <= asked.high
    turned = replace(document, input=tuple(-x for x in document.input))
    other = next(each for each in predictions(turned, "studio") if each.kind == "value")
    if len(document.layers) == 1:
        assert (other.low, other.high) == (asked.low, asked.high)


def test_the_selected_neuron_is_asked_about() -> None:
    document = edits.select(FRUIT, Selection(1, 2))
    asked = next(each for each in predictions(document, "studio") if each.kind == "value")
    assert asked.part == (1, 2)
    assert truth(document, asked) == (FRUIT.trace.activations[1][2],)


def answer_at(document: Document, i: int, value: float) -> object:
    a = forward(document.network, [value if k == i else x for k, x in enumerate(document.input)]).output
    kind = ACTIVATIONS[document.layers[-1].activation]
    return int(np.argmax(a)) if len(a) > 1 else bool(a[0] > (kind.low + kind.high) / 2)


@pytest.mark.parametrize("seed", range(40))
def test_the_answer_changes_where_it_is_said_to_and_nowhere_else_on_the_line(seed: int) -> None:
    rng = np.random.default_rng(seed)
    document = PRESETS[list(PRESETS)[seed % len(PRESETS)]].document
    document = replace(
        document, input=tuple(rng.uniform(-2, 2, document.sizes[0])), layers=tuple(replace(
            layer, weights=tuple(map(tuple, rng.normal(size=np.shape(layer.weights)))),
            biases=tuple(rng.normal(size=layer.size))) for layer in document.layers))
    asked = next((each for each in predictions(document, "studio") if each.kind == "boundary"), None)
    if asked is None:
        return
    (at,) = truth(document, asked)
    layer, i = asked.part
    assert layer == 0
    left, right = answer_at(document, i, asked.low), answer_at(document, i, asked.high)
    assert left != right
    assert answer_at(document, i, at - 1e-9) == left
    assert answer_at(document, i, at + 1e-9) != left
    for value in np.linspace(asked.low, asked.high, 65):
        assert answer_at(document, i, value) == (left if value < at else right)


def test_on_some_line_of_most_networks_the_answer_changes_once() -> None:
    assert sum(any(each.kind == "boundary" for each in predictions(preset.document, "studio"))
               for preset in PRESETS.values()) >= len(PRESETS) / 2


def test_the_input_in_hand_is_asked_about_and_a_straight_line_is_solved_exactly() -> None:
    layer = replace(FRUIT.layers[0], weights=((2.0, -4.0, 1.0),), biases=(0.5,), activation="sigmoid")
    document = Document(layers=(layer,), input=(0.25, 0.5, 0.0))
    asked = [each for i in range(3) for each in predictions(edits.select(document, Selection(0, i)), "studio")
             if each.kind == "boundary"]
    assert [each.part for each in asked] == [(0, 0), (0, 1), (0, 2)]
    assert [truth(document, each)[0] for each in asked] == pytest.approx([0.75, 0.25, 1.0], abs=1e-12)


@pytest.mark.parametrize("rate", [0.01, 0.5, 30.0, 100.0])
def test_whether_the_loss_rises_is_what_the_next_step_finds(rate: float) -> None:
    document = replace(FRUIT, descent=replace(FRUIT.descent, part="network", rate=rate))
    (asked,) = predictions(document, "descent")
    now = gradient_step_of(document)
    after = backward(now.updated, forward(now.updated, now.inputs), now.targets, now.loss).loss
    assert truth(document, asked) == ((YES if after > now.gradients.loss else NO),)


def test_the_loss_can_fall_and_rise() -> None:
    found = set()
    for rate in (0.01, 1.0, 10.0, 100.0):
        for name in PRESETS:
            document = replace(PRESETS[name].document, descent=replace(FRUIT.descent, part="network", rate=rate))
            found |= {truth(document, asked) for asked in predictions(document, "descent")}
    assert found == {(YES,), (NO,)}


def test_a_neuron_fires_or_it_does_not() -> None:
    silent = replace(FRUIT, neuron=replace(Neuron(), weights=(0.0, 0.0), inputs=(0.0, 0.0), bias=-5.0, names=()))
    (asked,) = predictions(silent, "neuron")
    assert truth(silent, asked) == (NO,)
    firing = replace(silent, neuron=replace(silent.neuron, bias=5.0))
    assert truth(firing, asked) == (YES,)
    for experiment in EXPERIMENTS.values():
        document = replace(FRUIT, neuron=experiment.start)
        for each in predictions(document, "neuron"):
            assert truth(document, each) in {(YES,), (NO,)}


@pytest.mark.parametrize("page", PAGES)
def test_where_nothing_can_be_foreseen_nothing_is_asked(page: str) -> None:
    kinds = [asked.kind for asked in predictions(FRUIT, page)]
    assert len(set(kinds)) == len(kinds)
    assert bool(kinds) == (page in {"home", "studio", "neuron", "training"}) or page == "descent"
