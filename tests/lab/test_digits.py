"""What is said of a network's answers is what its answers are."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.lab.digits import EXCITING, HARD, findings_of, learnt_so_far, unseen
from neuroviz.nn import forward
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.recipe import STOPS, network_after


@pytest.mark.parametrize("name", FORMATS)
def test_hard_wrong_and_exciting_are_the_extremes_of_all(name: str) -> None:
    found, images = findings_of(name, STOPS[-1]), unseen(name)
    one_by_one = [forward(network_after(name, STOPS[-1]), x) for x in images.inputs]
    outputs = np.array([trace.output for trace in one_by_one])
    margins = np.array([a - b for a, b, *_ in np.sort(outputs)[:, ::-1].tolist()])
    assert len(set(found.hard.tolist())) == HARD
    assert margins[found.hard].max() <= np.sort(margins)[HARD - 1] + 1e-12
    assert (found.answers == outputs.argmax(axis=1)).all()
    sure = outputs.max(axis=1)
    wrong = found.answers != images.labels
    assert wrong[found.wrong].all()
    assert sure[found.wrong].min() >= np.sort(sure[wrong])[-len(found.wrong)] - 1e-12
    for layer, chosen in enumerate(found.exciting, start=1):
        values = np.array([trace.activations[layer] for trace in one_by_one])
        assert chosen.shape == (values.shape[1], EXCITING)
        for neuron, indices in enumerate(chosen):
            # A neuron that is full for many images has no eight largest: none of the others is larger.
            assert values[indices, neuron].min() >= np.sort(values[:, neuron])[-EXCITING] - 1e-12


def test_accuracies_are_of_the_stops_and_of_what_is_shown() -> None:
    assert [epoch for epoch, _ in learnt_so_far("optdigits", 3)] == list(STOPS)
    on = learnt_so_far("optdigits", STOPS[-1] + 1)
    assert [epoch for epoch, _ in on] == [*STOPS, STOPS[-1] + 1]
    assert on[-1][1] > 0.9
