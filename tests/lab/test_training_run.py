"""A visitor's training run: it goes on from where it was, and the way it was asked for makes no difference."""

from __future__ import annotations

import numpy as np
import pytest

from neuroviz.document.settings.training import Training, data_of, network_of, settings_of
from neuroviz.lab.training_run import TrainingRun
from neuroviz.nn.parameters import pack
from neuroviz.nn.training import train

TRAINING = Training(points=60, epochs=6, batch_size=10)


def parameters(run: TrainingRun) -> np.ndarray:
    return np.array(pack(run.shown))


def test_it_begins_with_the_untrained_network() -> None:
    run = TrainingRun(TRAINING)
    assert [frame.epoch for frame in run.frames] == [0]
    assert np.array_equal(parameters(run), pack(network_of(TRAINING)))
    assert run.state == "running"


def test_however_it_is_asked_for_it_is_the_same_run() -> None:
    (*_, whole) = train(network_of(TRAINING), data_of(TRAINING), settings_of(TRAINING))
    stepped, poured = TrainingRun(TRAINING), TrainingRun(TRAINING)
    stepped.batch()
    stepped.batch()
    stepped.epochs(2)
    stepped.batch()
    stepped.epochs(10)
    while poured.state == "running":
        poured.epochs(None)
    for run in (stepped, poured):
        assert run.state == "finished"
        assert np.array_equal(parameters(run), whole.state.parameters)
    assert [frame.epoch for frame in poured.frames] == list(range(7))
    assert [frame.epoch for frame in stepped.frames] == [0, 0.333, 0.667, 1, 2, 2.333, 3, 4, 5, 6]


def test_after_its_end_nothing_is_learnt_any_more() -> None:
    run = TrainingRun(TRAINING)
    run.epochs(100)
    frames = list(run.frames)
    run.epochs(5)
    run.batch()
    assert run.frames == frames


def test_it_stops_early_where_that_is_asked_for() -> None:
    run = TrainingRun(Training(points=40, noise=1.0, hidden=(16,), epochs=400, learning_rate=0.3, patience=5))
    run.epochs(400)
    assert run.state == "early_stop"
    assert run.best is not None
    assert run.frames[-1].epoch == run.best + 5


def test_an_early_stop_gives_back_the_best_epochs_network() -> None:
    training = Training(points=40, noise=1.0, hidden=(16,), epochs=400, learning_rate=0.3, patience=5)
    run = TrainingRun(training)
    while run.state == "running":
        run.epochs(None)
    records = list(train(network_of(training), data_of(training), settings_of(training)))
    best = min(records, key=lambda record: record.test_loss)
    assert run.best == best.epoch < records[-1].epoch
    assert run.frames[run.home].epoch == best.epoch
    assert np.array_equal(parameters(run), best.state.parameters)


def test_the_network_shown_is_the_one_under_the_scrubber() -> None:
    """To the last bit, in the middle of an epoch too."""
    run = TrainingRun(TRAINING)
    run.epochs(2)
    run.batch()
    run.epochs(10)
    records = {float(r.epoch): r for r in train(network_of(TRAINING), data_of(TRAINING), settings_of(TRAINING))}
    for i, frame in enumerate(run.frames):
        run.seen = i
        assert np.array_equal(parameters(run), frame.parameters)
        if frame.epoch in records:
            assert np.array_equal(parameters(run), records[frame.epoch].state.parameters)
    run.seen = 10_000
    assert np.array_equal(parameters(run), run.frames[-1].parameters)


def test_without_test_points_there_is_no_best_epoch() -> None:
    run = TrainingRun(Training(dataset="sine", features=("x1",), points=4, train_share=0.9, epochs=5, patience=1))
    run.batch()
    run.epochs(10)
    assert run.state == "finished"
    assert run.best is None
    assert run.home == len(run.frames) - 1


def test_what_has_learnt_nothing_says_why_and_not_before_it_was_trained() -> None:
    run = TrainingRun(Training(points=60, epochs=3, initializer="zeros"))
    assert run.trouble == ""
    run.epochs(1)
    assert run.trouble == "zero"


@pytest.mark.parametrize("by", ["epochs", "batch"])
def test_an_explosion_is_said_and_good_weights_are_kept(by: str) -> None:
    run = TrainingRun(Training(dataset="sine", features=("x1",), activation="relu", points=60, learning_rate=100.0))
    for _ in range(60):
        run.epochs(1) if by == "epochs" else run.batch()
    assert run.state == "diverged"
    assert run.broke is not None
    assert np.isfinite(parameters(run)).all()
    assert all(np.isfinite(frame.parameters).all() for frame in run.frames)
