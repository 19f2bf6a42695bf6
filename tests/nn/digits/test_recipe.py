"""The networks read what they have never seen, drawings by many hands too, and can be trained anew to the last bit."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from neuroviz.nn import forward
from neuroviz.nn.digits.images import FORMATS, Images, learnt, never_seen
from neuroviz.nn.digits.pad import PIXELS
from neuroviz.nn.digits.recipe import MOST_EPOCHS, RECIPES, STOPS, learn, network_after, parameters_after, untrained
from neuroviz.nn.digits.variation import Variation, varied
from neuroviz.nn.parameters import pack
from tests.nn.digits.hands import all_drawn

LEAST_RIGHT = {"mnist": 0.94, "optdigits": 0.96}


@pytest.mark.parametrize("name", FORMATS)
def test_it_reads_images_that_it_has_never_seen(name: str) -> None:
    images = never_seen(name)
    shares = [
        float((forward(network_after(name, epoch), images.inputs).output.argmax(axis=1) == images.labels).mean())
        for epoch in STOPS
    ]
    assert shares[-1] >= LEAST_RIGHT[name]
    assert shares[0] < 0.25
    assert shares[1] > 0.8
    assert shares == sorted(shares), "each stop is better than the one before"


@pytest.mark.parametrize("name", FORMATS)
def test_it_reads_what_many_hands_draw(name: str) -> None:
    """Thin, thick, shifted, slanted, trembling: 120 drawings at a time."""
    network = network_after(name, STOPS[-1])
    right = [
        int(forward(network, PIXELS[name](strokes, hand.pen) / FORMATS[name].most).output.argmax()) == digit
        for seed in range(3) for digit, hand, strokes in all_drawn(seed)
    ]
    assert len(right) >= 300
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize("name", FORMATS)
def test_before_the_first_epoch_it_is_what_the_seed_draws(name: str) -> None:
    kept = parameters_after(name, 0)
    assert np.array_equal(kept, pack(untrained(RECIPES[name])).astype(np.float32).astype(np.float64))


def few(name: str) -> Images:
    images = learnt(name)
    return Images(images.format, images.pixels[:200], images.labels[:200])


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_is_the_same_to_the_bit_each_time_and_from_any_epoch(name: str) -> None:
    once, again = ([record.state for record in islice(learn(RECIPES[name], images=few(name)), 3)] for _ in range(2))
    assert [state.parameters.tobytes() for state in once] == [state.parameters.tobytes() for state in again]
    on = next(learn(RECIPES[name], once[1], few(name)))
    assert on.state.parameters.tobytes() == once[2].parameters.tobytes()
    other = list(islice(learn(replace(RECIPES[name], seed=77), images=few(name)), 2))
    assert other[1].state.parameters.tobytes() != once[1].parameters.tobytes()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_kept_is_what_the_recipe_makes(name: str) -> None:
    """The first epochs, trained anew. Sums are added in another order on other machines."""
    for record in islice(learn(RECIPES[name]), 4):
        if record.epoch in STOPS:
            kept = parameters_after(name, record.epoch)
            assert record.state.parameters == pytest.approx(kept, rel=1e-3, abs=1e-4)


def test_learning_goes_on_from_what_is_kept() -> None:
    last, on = (parameters_after("optdigits", epoch) for epoch in (STOPS[-1], STOPS[-1] + 1))
    assert 0 < np.abs(on - last).max() < 0.5
    assert parameters_after("optdigits", STOPS[-1] + 1) == pytest.approx(on, abs=0)
    assert STOPS[-1] + 1 < MOST_EPOCHS


STILL = Variation(0, 0, 0, 0, 0, 0)


def test_no_variation_changes_nothing_and_any_keeps_the_range() -> None:
    images = learnt("mnist").inputs[:40]
    assert varied(images, STILL, np.random.default_rng(0)) == pytest.approx(images, abs=1e-12)
    other = varied(images, RECIPES["mnist"].variation, np.random.default_rng(0))
    assert other.shape == images.shape
    assert (other.min(), other.max()) >= (0, 0)
    assert other.max() <= 1
    assert np.abs(other - images).mean() > 0.01


def test_a_shift_by_whole_pixels_moves_the_image() -> None:
    """An oracle by hand: where the shift that was drawn is known."""
    images = np.zeros((1, 49))
    images[0, 24] = 1.0
    rng = np.random.default_rng(3)
    across, down = (2 * np.random.default_rng(3).uniform(-1, 1, 7).reshape(7, 1)[4:6]).ravel()
    found = varied(images, Variation(0, 0, 0, 0, 2.0, 0), rng).reshape(7, 7)
    y, x = ((found.sum(axis=axis) * np.arange(7)).sum() for axis in (1, 0))
    assert (x, y) == pytest.approx((3 - across, 3 - down), abs=1e-9)
