"""A visitor's training run: it goes on from where it was, and the way it was asked for makes no difference."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document.settings.training import Learning, data_of, network_of, settings_of
from neuroviz.lab.training_run import Lesson
from neuroviz.nn.parameters import pack
from neuroviz.nn.training import train

LEARNING = Learning(points=60, epochs=6, batch_size=10)


def parameters(lesson: Lesson) -> np.ndarray:
    return np.array(pack(lesson.shown))


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
    assert lesson.best is not None
    assert lesson.frames[-1].epoch == lesson.best + 5


def test_an_early_stop_gives_back_the_best_epochs_network() -> None:
    learning = Learning(points=40, noise=1.0, hidden=(16,), epochs=400, learning_rate=0.3, patience=5)
    lesson = Lesson(learning)
    while lesson.state == "running":
        lesson.epochs(None)
    records = list(train(network_of(learning), data_of(learning), settings_of(learning)))
    best = min(records, key=lambda record: record.test_loss)
    assert lesson.best == best.epoch < records[-1].epoch
    assert lesson.frames[lesson.home].epoch == best.epoch
    assert np.array_equal(parameters(lesson), best.state.parameters)


def test_the_network_shown_is_the_one_under_the_scrubber() -> None:
    """To the last bit, in the middle of an epoch too."""
    lesson = Lesson(LEARNING)
    lesson.epochs(2)
    lesson.batch()
    lesson.epochs(10)
    records = {float(r.epoch): r for r in train(network_of(LEARNING), data_of(LEARNING), settings_of(LEARNING))}
    for i, frame in enumerate(lesson.frames):
        lesson.seen = i
        assert np.array_equal(parameters(lesson), frame.parameters)
        if frame.epoch in records:
            assert np.array_equal(parameters(lesson), records[frame.epoch].state.parameters)
    lesson.seen = 10_000
    assert np.array_equal(parameters(lesson), lesson.frames[-1].parameters)


def test_without_test_points_there_is_no_best_epoch() -> None:
    lesson = Lesson(Learning(dataset="sine", features=("x1",), points=4, train_share=0.9, epochs=5, patience=1))
    lesson.batch()
    lesson.epochs(10)
    assert lesson.state == "finished"
    assert lesson.best is None
    assert lesson.home == len(lesson.frames) - 1


def test_what_has_learnt_nothing_says_why_and_not_before_it_was_trained() -> None:
    lesson = Lesson(Learning(points=60, epochs=3, initializer="zeros"))
    assert lesson.trouble == ""
    lesson.epochs(1)
    assert lesson.trouble == "zero"


@pytest.mark.parametrize("by", ["epochs", "batch"])
def test_an_explosion_is_said_and_good_weights_are_kept(by: str) -> None:
    lesson = Lesson(Learning(dataset="sine", features=("x1",), activation="relu", points=60, learning_rate=100.0))
    for _ in range(60):
        lesson.epochs(1) if by == "epochs" else lesson.batch()
    assert lesson.state == "diverged"
    assert lesson.broke is not None
    assert np.isfinite(parameters(lesson)).all()
    assert all(np.isfinite(frame.parameters).all() for frame in lesson.frames)
