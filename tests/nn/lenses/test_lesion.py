"""A lesion is what the network does without the part: computed anew, part by part, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import ACTIVATIONS, Network, forward
from neuroviz.nn.lenses import lesion
from neuroviz.nn.lenses.question import NeuronQuestion
from tests.nn.lenses.networks import cases

Case = tuple[Network, np.ndarray, NeuronQuestion]


def by_hand(network: Network, x: np.ndarray, question: NeuronQuestion, silent: set[tuple[int, int]]) -> float:
    a = x
    for layer, (w, b, name) in enumerate(zip(network.weights, network.biases, network.activations, strict=True), 1):
        z = np.asarray(w) @ a + np.asarray(b)
        a = ACTIVATIONS[name].f(z)
        if layer < len(network.weights):
            a = np.array([0.0 if (layer, i) in silent else v for i, v in enumerate(a)])
        if layer == question.layer:
            return float((z if question.measure == "z" else a)[question.neuron])
    raise AssertionError


def of_the_output(case: Case) -> Case:
    network, x, question = case
    last = len(network.sizes) - 1
    return network, x, NeuronQuestion(last, question.neuron % network.sizes[-1], question.measure)


outputs = cases().map(of_the_output)


@given(case=outputs, data=st.data())
def test_a_neurons_fall_is_what_is_lost_without_it(case: Case, data: st.DataObject) -> None:
    network, x, question = case
    everyone = lesion.hidden_neurons(network)
    silent = set(data.draw(st.lists(st.sampled_from(everyone), unique=True))) if everyone else set()
    falls = lesion.neuron_falls(network, x, question, silent)
    for neuron, fall in zip(everyone, falls, strict=True):
        spoken, mute = (by_hand(network, x, question, each) for each in (silent - {neuron}, silent | {neuron}))
        assert fall == pytest.approx(spoken - mute, abs=1e-12)


@given(case=outputs)
def test_a_connections_fall_is_what_is_lost_without_it(case: Case) -> None:
    network, x, question = case
    whole = float(question.value(forward(network, x)))
    for layer, falls in enumerate(lesion.connection_falls(network, x, question), start=1):
        assert falls.shape == np.shape(network.weights[layer - 1])
        for neuron, source in np.ndindex(falls.shape):
            cut = lesion.without_connections(network, [(layer, neuron, source)])
            assert np.asarray(cut.weights[layer - 1])[neuron, source] == 0
            assert falls[neuron, source] == pytest.approx(whole - float(question.value(forward(cut, x))), abs=1e-12)


@given(case=outputs)
def test_of_straight_lines_the_estimate_is_the_lesion(case: Case) -> None:
    network, x, question = case
    straight = Network(network.weights, network.biases, ["linear"] * len(network.weights))
    estimates = lesion.neuron_estimates(straight, x, question)
    assert estimates == pytest.approx(lesion.neuron_falls(straight, x, question), abs=1e-9)
    for estimate, falls in zip(
        lesion.connection_estimates(straight, x, question), lesion.connection_falls(straight, x, question), strict=True,
    ):
        assert estimate == pytest.approx(falls, abs=1e-9)


@given(case=outputs, data=st.data())
def test_neurons_taken_away_one_after_the_other(case: Case, data: st.DataObject) -> None:
    network, x, _ = case
    order = data.draw(st.permutations(lesion.hidden_neurons(network)))
    found = lesion.removed_neurons(network, x, order)
    outputs = [lesion.without_neurons(network, x, order[:count]).output[0] for count in range(len(order) + 1)]
    first = int(outputs[0].argmax())
    assert found.counts == tuple(range(len(order) + 1))
    assert found.total == len(order)
    assert found.shares == pytest.approx([output[first] for output in outputs], abs=1e-12)
    assert all(int(outputs[count].argmax()) == first for count in range(found.survived + 1))
    assert found.survived == len(order) or int(outputs[found.survived + 1].argmax()) != first


@given(case=outputs, seed=st.integers(0, 99))
def test_connections_cut_one_after_the_other(case: Case, seed: int) -> None:
    network, x, _ = case
    places = [(layer, j, i) for layer, w in enumerate(network.weights, 1) for j, i in np.ndindex(np.shape(w))]
    order = np.random.default_rng(seed).permutation(len(places))
    found = lesion.removed_connections(network, x, order, steps=7)
    assert (found.counts[0], found.counts[-1], found.total) == (0, len(places), len(places))
    first = int(forward(network, x).output.argmax())
    for count, share in zip(found.counts, found.shares, strict=True):
        cut = lesion.without_connections(network, [places[k] for k in order[:count]])
        assert share == pytest.approx(float(forward(cut, x).output[first]), abs=1e-12)
