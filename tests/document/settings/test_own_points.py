"""The visitor's own points on the overfitting page: what they may be, how they are split, what is learnt from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Refusal, codec, edits, limits
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.overfitting import MOST_POINTS, NETWORKS, Overfitting, Trial, own_start, without
from neuroviz.document.settings.own_points import OwnPoints, checked_points, points_from, telling_inputs
from neuroviz.document.settings.training import OWN
from neuroviz.document.tables.data import Sheet, look
from neuroviz.document.tables.packed import pack_rows
from neuroviz.document.tables.samples import SAMPLES, sample_table
from neuroviz.lab.overfitting_runs import run_of, training_of
from neuroviz.nn.datasets import Dataset
from tests.strategies import own_points

DOCUMENT = PRESETS["xor"].document


def curve(count: int) -> OwnPoints:
    x = np.arange(count) * 10.0 + 1900.0
    return OwnPoints(pack_rows(np.column_stack((x, 3.0 * np.sin(x / 40.0) + 70.0))), ("year", "age"))


def read(name: str, **choices: Any) -> Sheet:
    return look(sample_table(name), **choices)


@given(own=own_points())
def test_what_is_allowed_is_learnt_from_as_it_stands(own: OwnPoints) -> None:
    """The points that are seen are the table's, in its own units; none is for both, and none is made up."""
    trial = replace(own_start(own).trial, epochs=100, neurons=2)
    document = edits.open_own_trial(DOCUMENT, own)
    assert document.overfitting.trial == own_start(own).trial
    run = run_of(trial, "small")
    train, test = run.data.train, run.data.test
    assert (len(train), len(test)) == (trial.points, trial.tested)
    offset, scale = np.array(run.training.own_units).T
    found = np.vstack([np.column_stack((part.x, part.y)) for part in (train, test)]) * scale + offset
    places = np.array([np.abs(own.rows - row).sum(axis=1).argmin() for row in found])
    assert np.allclose(own.rows[places], found, rtol=1e-9, atol=1e-6)
    order = np.random.default_rng(trial.seed).permutation(own.count)
    expected = own.rows[np.concatenate((order[: trial.points], order[len(order) - trial.tested:]))]
    assert np.allclose(expected, found, rtol=1e-9, atol=1e-6)


@given(count=st.integers(limits.MIN_TRIAL_ROWS, limits.MAX_TRIAL_ROWS), points=st.integers(8, MOST_POINTS))
def test_more_data_joins_the_points_and_the_test_stays(count: int, points: int) -> None:
    start = own_start(curve(count)).trial
    assert 8 <= start.points <= start.most_points <= MOST_POINTS
    assert start.most_points + start.tested <= count
    document = edits.open_own_trial(DOCUMENT, start.own)
    few = edits.set_trial(document, points=8, epochs=100).overfitting.trial
    many = edits.set_trial(document, points=points, epochs=100).overfitting.trial
    assert many.points == min(points, many.most_points)
    one, other = (run_of(trial, "small").data for trial in (few, many))
    assert np.array_equal(one.test.x, other.test.x)
    assert np.array_equal(one.train.x, other.train.x[:8])
    assert not set(other.train.x[:, 0]) & set(other.test.x[:, 0])


def test_the_noise_lever_says_nothing_of_own_data() -> None:
    document = edits.set_trial(edits.open_own_trial(DOCUMENT, curve(30)), noise=0.7)
    assert document.overfitting.trial.noise == 0.0
    assert document.overfitting.rivals == [""]


def test_a_link_reproduces_the_run_and_made_up_data_take_nothing_along() -> None:
    document = edits.set_trial(edits.open_own_trial(DOCUMENT, curve(60)), epochs=100, l2=0.003)
    opened = codec.from_link(codec.to_link(document))
    assert opened.overfitting == document.overfitting
    for network in NETWORKS:
        assert training_of(opened.overfitting.trial, network) == training_of(document.overfitting.trial, network)
    assert without(opened.overfitting.trial) == replace(own_start(curve(60)).trial, epochs=100)
    assert edits.open_trial(document, "moons").overfitting.trial.own == OwnPoints()


def test_a_run_of_another_table_is_no_rival() -> None:
    document = edits.keep_run(edits.open_own_trial(DOCUMENT, curve(30)), "")
    other = edits.open_own_trial(document, curve(31)).overfitting
    assert (other.rivals, len(other.kept)) == ([""], 1)
    same = edits.set_trial(edits.open_own_trial(document, curve(30)), l2=0.01).overfitting
    assert "kept.1" in same.rivals


@pytest.mark.parametrize(("own", "code"), [
    (OwnPoints(), "training_few"),
    (OwnPoints(pack_rows(np.zeros((11, 2)))), "training_few"),
    (OwnPoints(pack_rows(np.zeros((1001, 2)))), "training_rows"),
    (OwnPoints(pack_rows(np.zeros((12, 3)))), "field_length"),
    (OwnPoints(pack_rows(np.zeros((12, 4))), (), ("a", "b")), "field_length"),
    (OwnPoints(pack_rows(np.full((12, 2), 2.0)), (), ("a", "b")), "field_value"),
    (OwnPoints(pack_rows(np.zeros((12, 2))), (), ("a",)), "field_length"),
    (OwnPoints(pack_rows(np.zeros((12, 2))), ("a",)), "field_length"),
    (OwnPoints("!"), "field_value"),
])
def test_what_does_not_fit_together_is_refused(own: OwnPoints, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        checked_points(own, "overfitting.trial.own")
    assert caught.value.code == code
    with pytest.raises(Refusal):
        edits.open_own_trial(DOCUMENT, own)


def test_eight_kept_runs_of_the_largest_table_fit_a_file() -> None:
    rows = np.random.default_rng(1).normal(size=(limits.MAX_TRIAL_ROWS, 2)) * 1e5
    own = OwnPoints(pack_rows(np.column_stack((rows, rows[:, 0] > 0))), ("a", "b", "c"), ("no", "yes"))
    document = edits.open_own_trial(DOCUMENT, own)
    for _ in range(limits.MAX_KEPT_RUNS):
        document = edits.keep_run(document, "")
    assert codec.from_json(codec.to_json(document)) == document


@given(st.integers(0, 2**31), st.booleans())
def test_the_inputs_that_tell_most_are_taken_first(seed: int, classes: bool) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(80, 6))
    best = sorted(rng.choice(6, 2, replace=False).tolist())
    y = x[:, best] @ (3.0, 4.0) + rng.normal(size=80) * 0.1
    data = Dataset(
        x, (y > 0).astype(float) if classes else y, "binary" if classes else "regression",
        ("no", "yes") if classes else (), tuple("abcdef"),
    )
    if classes:
        assert list(telling_inputs(data)) == best
    else:
        assert telling_inputs(data) == (best[1],)


def test_a_long_table_is_drawn_from_and_a_constant_column_does_no_harm() -> None:
    x = np.column_stack((np.full(5000, 7.0), np.arange(5000.0)))
    data = Dataset(x, np.arange(5000.0) ** 2, "regression", (), ("same", "n"), "n²")
    assert telling_inputs(data) == (1,)
    own = points_from(data, (1,), named=True)
    assert (own.count, own.names) == (limits.MAX_TRIAL_ROWS, ("n", "n²"))
    assert np.array_equal(own.rows[:, 0] ** 2, own.rows[:, 1])
    flat = points_from(data, (0,), named=True)
    assert np.isfinite(run_of(replace(own_start(flat).trial, epochs=100), "small").history.test_loss).all()


def test_of_a_real_table_the_large_network_learns_more_by_heart_than_the_small_one() -> None:
    data = read("diabetes").data
    assert data is not None
    own = points_from(data, telling_inputs(data), named=True)
    runs = [run_of(own_start(own).trial, network) for network in NETWORKS]
    assert runs[2].history.train_loss[-1] < runs[0].history.train_loss[-1]
    assert "diabetes" in SAMPLES


def test_an_old_trial_knows_nothing_of_own_points() -> None:
    assert Trial().own == OwnPoints()
    assert Overfitting().trial.dataset != OWN
