"""A visitor's training run: it goes on from where it was, and the way it was asked for makes no difference."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document.learning import Learning, data_of, network_of, settings_of
from neuroviz.nn.layout import pack
from neuroviz.nn.training import train
from neuroviz.ui.training.lesson import Lesson

LEARNING = Learning(points=60, epochs=6, batch_size=10)


def parameters(lesson: Lesson) -> np.ndarray:
    return np.array(pack(lesson.network))


def test_it_begins_with_the_untrained_network() -> None:
    lesson = Lesson(LEARNING)
    assert [frame.epoch for frame in lesson.frames] == [0]
    assert np.array_equal(parameters(lesson), pack(network_of(LEARNING)))
    assert lesson.state == "running"


def test_however_it_is_asked_for_it_is_the_same_run() -> None:
    (*_, whole) = train(network_of(LEARNING), data_of(LEARNING), settings_of(LEARNING))
    stepped, poured = Lesson(LEARNING), Lesson(LEARNING)
    stepped.batch()
    stepped.batch()
    stepped.epochs(2)
    stepped.batch()
    stepped.epochs(10)
    while poured.state == "running":
        poured.epochs(None)
    for lesson in (stepped, poured):
        assert lesson.state == "finished"
        assert np.array_equal(parameters(lesson), whole.state.parameters)
    assert [frame.epoch for frame in poured.frames] == list(range(7))
    assert [frame.epoch for frame in stepped.frames] == [0, 0.333, 0.667, 1, 2, 2.333, 3, 4, 5, 6]


def test_after_its_end_nothing_is_learnt_any_more() -> None:
    lesson = Lesson(LEARNING)
    lesson.epochs(100)
    frames = list(lesson.frames)
    lesson.epochs(5)
    lesson.batch()
    assert lesson.frames == frames


def test_it_stops_early_where_that_is_asked_for() -> None:
    lesson = Lesson(Learning(points=40, noise=1.0, hidden=(16,), epochs=400, learning_rate=0.3, patience=5))
    lesson.epochs(400)
    assert lesson.state == "early_stop"
    assert lesson.frames[-1].epoch == lesson.best + 5


@pytest.mark.parametrize("by", ["epochs", "batch"])
def test_an_explosion_is_said_and_good_weights_are_kept(by: str) -> None:
    lesson = Lesson(Learning(dataset="sine", features=("x1",), activation="relu", points=60, learning_rate=100.0))
    for _ in range(60):
        lesson.epochs(1) if by == "epochs" else lesson.batch()
    assert lesson.state == "diverged"
    assert lesson.broke is not None
    assert np.isfinite(parameters(lesson)).all()
    assert all(np.isfinite(frame.parameters).all() for frame in lesson.frames)
