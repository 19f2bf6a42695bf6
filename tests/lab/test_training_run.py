"""A visitor's training run: it goes on from where it was, and the way it was asked for makes no difference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neuroviz.document.settings.training import (
    Training,
    data_of,
    network_of,
    settings_of,
    steered,
    without_turns,
)
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


# --- changed in the middle -----------------------------------------------------------------------------

def through(training: Training) -> TrainingRun:
    run = TrainingRun(training)
    while run.state == "running":
        run.epochs(None)
    return run


def test_a_turn_is_the_old_settings_before_it_and_the_new_ones_behind_it() -> None:
    """Against `train` itself, stopped and gone on by hand with other settings."""
    turned = steered(TRAINING, 2, {"learning_rate": 0.3, "l2": 0.01, "batch_size": 7})
    network, data, settings = network_of(TRAINING), data_of(TRAINING), settings_of(TRAINING)
    *_, half = train(network, data, replace(settings, epochs=2))
    *_, whole = train(network, data, replace(settings, learning_rate=0.3, l2=0.01, batch_size=7), half.state)
    assert np.array_equal(parameters(through(turned)), whole.state.parameters)
    assert not np.array_equal(parameters(through(TRAINING)), whole.state.parameters)


def test_a_run_that_is_steered_is_the_run_that_was_planned_so() -> None:
    run, training = TrainingRun(TRAINING), TRAINING
    turns = ((1, {"momentum": 0.2}), (2, {"weight.3": 1.5}), (1, {"learning_rate": 0.2, "dropout": 0.3}))
    for epochs, changes in turns:
        run.epochs(epochs)
        training = steered(training, run.epoch, changes)
        assert run.follow(training)
    run.epochs(100)
    planned = through(training)
    assert [frame.epoch for frame in run.frames] == [0, 1, 2, 3, 3, 4, 5, 6]
    assert [frame.epoch for frame in planned.frames] == [0, 1, 2, 3, 3, 4, 5, 6]
    assert all(map(np.array_equal, (f.parameters for f in run.frames), (f.parameters for f in planned.frames)))
    assert run.frames[4].parameters[3] == 1.5
    assert run.frames[4].train_loss != run.frames[3].train_loss


def test_what_is_undone_was_never_so() -> None:
    run = TrainingRun(TRAINING)
    run.epochs(2)
    assert run.follow(steered(TRAINING, 2, {"weight.0": 3.0}))
    run.epochs(2)
    assert run.follow(TRAINING)
    assert [frame.epoch for frame in run.frames] == [0, 1, 2]
    run.epochs(100)
    assert np.array_equal(parameters(run), parameters(through(TRAINING)))


def test_an_end_further_away_or_nearer_is_the_same_run() -> None:
    run = through(TRAINING)
    assert run.follow(replace(TRAINING, epochs=9))
    run.epochs(100)
    assert np.array_equal(parameters(run), parameters(through(replace(TRAINING, epochs=9))))
    assert not run.follow(replace(TRAINING, epochs=4)), "it has been there"
    fading = replace(TRAINING, schedule="cosine")
    assert not through(fading).follow(replace(fading, epochs=9)), "its rates depend on the end"
    assert not run.follow(replace(TRAINING, epochs=9, seed=1))


def test_without_turns_the_last_values_hold_from_the_beginning() -> None:
    turned = steered(steered(TRAINING, 2, {"l1": 0.1}), 4, {"l1": 0.2, "weight.1": 2.0})
    assert without_turns(turned) == replace(TRAINING, l1=0.2)


def test_it_learns_to_an_epoch_and_no_farther() -> None:
    run = TrainingRun(Training(points=40, epochs=30))
    run.epochs(None, 7)
    assert [frame.epoch for frame in run.frames] == list(range(8))
    run.epochs(None, 7)
    run.epochs(5, 3)
    assert run.epoch == 7
    run.epochs(None, 99)
    while run.state == "running":
        run.epochs(None, 99)
    assert (run.epoch, run.state) == (30, "finished")
