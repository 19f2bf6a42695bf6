"""Covering, done pixel by pixel by hand, gives the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import Network, forward
from neuroviz.nn.lenses.occlusion import occlusion, places_of
from neuroviz.nn.lenses.question import NeuronQuestion
from tests.nn.lenses.networks import cases

Case = tuple[Network, np.ndarray, NeuronQuestion]


@given(case=cases(), data=st.data())
def test_each_fall_is_that_of_the_covered_image(case: Case, data: st.DataObject) -> None:
    network, x, question = case
    side = round(len(x) ** 0.5)
    patch = data.draw(st.integers(1, side))
    stride = data.draw(st.integers(1, patch))
    cover = data.draw(st.sampled_from((0.0, 0.5, 1.0)))
    found = occlusion(network, x, question, patch, stride, cover)
    whole = float(question.value(forward(network, x)))
    of_pixel: list[list[float]] = [[] for _ in x]
    for i, top in enumerate(found.places):
        for j, left in enumerate(found.places):
            covered = x.copy()
            for row in range(top, top + patch):
                for column in range(left, left + patch):
                    covered[row * side + column] = cover
            fall = whole - float(question.value(forward(network, covered)))
            assert found.falls[i, j] == pytest.approx(fall, abs=1e-12)
            for row in range(top, top + patch):
                for column in range(left, left + patch):
                    of_pixel[row * side + column].append(fall)
    assert found.map == pytest.approx([np.mean(falls) for falls in of_pixel], abs=1e-12)


@given(side=st.integers(1, 40), patch=st.integers(1, 40), stride=st.integers(1, 40))
def test_patches_cover_every_pixel_and_stay_inside(side: int, patch: int, stride: int) -> None:
    if patch > side or stride > patch:
        with pytest.raises(ValueError, match="does not cover"):
            places_of(side, patch, stride)
        return
    places = places_of(side, patch, stride)
    covered = {pixel for place in places for pixel in range(place, place + patch)}
    assert covered == set(range(side))


def test_paper_on_paper_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    network = Network([rng.normal(size=(2, 36))], [np.zeros(2)], ["softmax"])
    x = np.zeros(36)
    x[14] = 1.0
    found = occlusion(network, x, NeuronQuestion(1, 0), 2)
    ink = {(row, column) for row in (1, 2) for column in (1, 2)}
    assert {(int(r), int(c)) for r, c in np.argwhere(found.falls != 0)} == ink
