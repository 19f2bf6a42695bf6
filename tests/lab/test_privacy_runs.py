"""What the page says of a network's leak, counted in another way; and what each remedy is known to do."""

from __future__ import annotations

import math

import numpy as np
import pytest

from neuroviz.document.settings.privacy import Privacy
from neuroviz.lab.privacy_runs import (
    BILL,
    KEPT_APART,
    SET,
    bill_of,
    epochs_of,
    guessing_of,
    inverted,
    leak_of,
    sampling_of,
    steps_of,
    trained,
)
from neuroviz.nn import forward
from neuroviz.nn.digits.images import learnt, never_seen

START = Privacy()


def test_numbers_are_those_of_the_images() -> None:
    leak, network = leak_of(START), trained(START)
    seen, new = learnt(SET), never_seen(SET)
    rows = np.arange(START.points)
    losses = -np.log(forward(network, seen.inputs[rows]).output[rows, seen.labels[rows]])
    assert leak.members == pytest.approx(losses)
    others = -np.log(forward(network, new.inputs).output[np.arange(len(new)), new.labels])
    assert leak.loss_new == pytest.approx(others.mean())
    assert leak.right_new == pytest.approx((forward(network, new.inputs).output.argmax(axis=1) == new.labels).mean())
    best = max((losses <= t).mean() - (others <= t).mean() for t in (*losses, *others))
    assert leak.attack.advantage == pytest.approx(best)


def test_a_network_too_large_for_its_few_images_gives_them_away() -> None:
    leak = leak_of(START)
    assert leak.right == 1.0
    assert leak.gap > 0.05
    assert leak.attack.advantage > 0.3
    assert math.isinf(leak.epsilon)


def test_each_remedy_helps_and_the_answer_alone_leaves_the_gap() -> None:
    found = dict(bill_of(START))
    assert list(found) == [name for name, _ in BILL]
    for name in ("points", "patience", "l2", "noise", "both", "answers"):
        assert found[name].attack.advantage < found["nothing"].attack.advantage, name
    assert found["points"].right_new > found["nothing"].right_new
    assert found["answers"].attack.advantage == pytest.approx(found["answers"].gap)
    assert found["both"].epsilon < found["noise"].epsilon < math.inf


def test_runs_are_the_same_each_time_and_ask_only_for_what_counts() -> None:
    assert trained(START) is trained(Privacy(digit=7, answers="label", clip=2.0))
    assert trained(Privacy(noise=1.0)) is trained(Privacy(noise=1.0, dropout=0.3, patience=5))
    assert trained(START) is not trained(Privacy(seed=2))


def test_what_is_kept_apart_is_never_learnt() -> None:
    assert len(learnt(SET)) >= 1400 + KEPT_APART


@pytest.mark.parametrize("points", [20, 60, 400, 1400])
def test_training_stays_short(points: int) -> None:
    privacy = Privacy(points=points, noise=1.0)
    assert epochs_of(privacy) * math.ceil(points / 20) <= 1600
    assert steps_of(privacy) <= 400
    assert 0 < sampling_of(points) <= 1


@pytest.mark.parametrize("seed", range(4))
def test_half_of_the_images_to_guess_were_in_and_the_attack_is_better_than_chance(seed: int) -> None:
    found = guessing_of(Privacy(seed=seed))
    seen = {image.tobytes() for image in learnt(SET).inputs[:60]}
    assert [image.tobytes() in seen for image in found.pixels] == found.was_in.tolist()
    assert found.was_in.sum() == 6
    assert (found.attacked == found.was_in).sum() >= 6


def test_a_class_is_drawn_out_of_the_weights() -> None:
    likes = []
    for digit in range(10):
        found = inverted(Privacy(digit=digit))
        images = learnt(SET)
        ours = images.labels[:60] == digit
        assert found.mean == pytest.approx(images.inputs[:60][ours].mean(axis=0))
        assert found.share > 0.9
        likes.append(found.alike)
    assert np.mean(likes) > 0.4
