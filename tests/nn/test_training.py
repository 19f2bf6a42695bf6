"""Training: reproducible, resumable, honest about divergence, and PyTorch's numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import Network, forward, metrics
from neuroviz.nn.backward import backward
from neuroviz.nn.datasets import Dataset, Split, from_points, make, network_inputs, network_targets, split
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES
from neuroviz.nn.parameters import Layout, pack, unpack, with_parameters
from neuroviz.nn.recipes import first_network
from neuroviz.nn.training import EXPLODED, Epoch, Settings, TrainingState, batches, collect_history, early_stop, train
from tests.examples import examples
from tests.nn.oracle import ORACLE

SMALL = Settings(loss="binary_cross_entropy", learning_rate=0.1, epochs=6, batch_size=7)


def moons(n: int = 60) -> Split:
    return split(make("moons", n, 0.2, 0), 0.5, 0)


def net(*hidden: str, output: str = "sigmoid", n_in: int = 2) -> Network:
    return first_network((n_in, *(4,) * len(hidden), 1), (*hidden, output), "xavier", 1)


def same_state(a: TrainingState, b: TrainingState) -> bool:
    numbers, arrays = (
        [get(state) for state in (a, b)] for get in (
            lambda s: (s.epoch, s.batch, s.steps, s.first_loss, s.best_epoch, s.best_loss),
            lambda s: (s.parameters, s.best_parameters, *s.slots),
        )
    )
    return numbers[0] == numbers[1] and all(map(np.array_equal, *arrays))


def same(a: Epoch, b: Epoch) -> bool:
    numbers = [[getattr(r, f) for f in (
        "epoch", "train_loss", "test_loss", "penalty", "train_metric", "test_metric", "gradient_norm", "learning_rate",
    )] for r in (a, b)]
    return np.array_equal(*numbers, equal_nan=True) and a.event == b.event and same_state(a.state, b.state)


hard_settings = st.builds(
    Settings,
    loss=st.sampled_from(["squared_error", "binary_cross_entropy"]), optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    schedule=st.sampled_from(sorted(SCHEDULES)), learning_rate=st.floats(0.001, 0.2), batch_size=st.integers(1, 40),
    epochs=st.integers(2, 8), l1=st.sampled_from([0.0, 0.01]), l2=st.sampled_from([0.0, 0.1]),
    dropout=st.sampled_from([0.0, 0.3]), patience=st.none() | st.integers(1, 3), seed=st.integers(0, 2**31 - 1),
    features=st.sampled_from([(), ("x2", "x1_x2"), ("sin_x1", "x1_squared")]),
)


@pytest.mark.parametrize("batch_size", [7, 60])
def test_dropout_silences_its_share_of_every_hidden_layer_and_the_others_make_up_for_it(batch_size: int) -> None:
    start, rate = net("tanh", "tanh"), 0.25
    how = Settings(loss="binary_cross_entropy", dropout=rate, batch_size=batch_size, epochs=1)
    first, *_ = batches(start, moons(), how)
    signals = first.gradients.signals
    assert len(signals) == 4, "inputs, both hidden layers, the output"
    for k, dropped in enumerate(signals[1:-1]):
        whole = np.tanh(signals[k] @ np.asarray(start.weights[k]).T + np.asarray(start.biases[k]))
        assert np.all(np.isclose(dropped, 0.0) | np.isclose(dropped, whole / (1.0 - rate)))
        assert 0 < np.isclose(dropped, 0.0).mean() < 0.6


# --- the same numbers ------------------------------------------------------------------------------

@examples(25)
@given(how=hard_settings, cut=st.integers(0, 7))
def test_going_on_is_as_if_never_stopped(how: Settings, cut: int) -> None:
    whole = list(train(net("tanh"), moons(), how))
    again = list(train(net("tanh"), moons(), how))
    assert all(map(same, whole, again))
    assert len(whole) == len(again)
    assert [r.epoch for r in whole] == list(range(len(whole)))
    cut = min(cut, len(whole) - 1)
    # Another network in hand: the state alone counts.
    rest = list(train(net("tanh"), moons(), how, whole[cut].state)) if not whole[cut].event else []
    assert len(rest) == len(whole) - 1 - cut
    assert all(map(same, whole[cut + 1 :], rest))


@examples(25)
@given(how=hard_settings, cut=st.integers(0, 20))
def test_batch_by_batch_is_the_same(how: Settings, cut: int) -> None:
    whole = list(train(net("tanh"), moons(), how))[1:]
    steps = list(batches(net("tanh"), moons(), how))
    records = [step.record for step in steps if step.record is not None]
    assert len(records) == len(whole)
    assert all(map(same, whole, records))
    cut = min(cut, len(steps) - 2)
    rest = list(batches(net("tanh"), moons(), how, steps[cut].state))
    assert all(same_state(a.state, b.state) for a, b in zip(steps[cut + 1 :], rest, strict=True))


@examples(25)
@given(how=hard_settings)
def test_a_step_is_the_optimisers_along_the_gradient_that_is_shown(how: Settings) -> None:
    data, start = moons(), net("relu", "tanh")
    optimizer, layout = OPTIMIZERS[how.optimizer], Layout(start.sizes)
    theta, slots = pack(start), optimizer.fresh(layout.size)
    seen: list[int] = []
    for t, step in enumerate(batches(start, data, how), start=1):
        assert np.array_equal(step.before, theta)
        assert np.array_equal(step.gradients.signals[0], network_inputs(data.train.x[step.rows], how.features))
        assert np.array_equal(step.y, network_targets(data.train.rows(step.rows), 1, "sigmoid"))
        gradient = np.concatenate([
            np.column_stack(pair).ravel()
            for pair in zip(step.gradients.weights, step.gradients.biases, strict=True)
        ])
        optimizer.step(theta, gradient, slots, np.empty_like(theta), step.learning_rate, how.momentum, t)
        # Adam divides by a gradient that may be nearly 0.
        assert np.allclose(theta, step.state.parameters, rtol=1e-6, atol=1e-8)
        theta = step.state.parameters.copy()
        slots = tuple(slot.copy() for slot in step.state.slots)
        seen += step.rows.tolist()
        if step.record is not None:
            assert sorted(seen) == list(range(len(data.train))), "an epoch shows each point once"
            seen = []


@pytest.mark.parametrize("index", range(len(ORACLE["training"])))
def test_a_run_is_pytorchs(index: int) -> None:
    known = ORACLE["training"][index]
    data = from_points(known["x"], known["y"], ["A", "B"])
    start = Network(known["weights"], known["biases"], ["tanh", "sigmoid"])
    how = Settings(
        "binary_cross_entropy", known["optimizer"], known["learning_rate"], batch_size=99, epochs=40, l1=known["l1"],
        l2=known["l2"],
    )
    run = list(train(start, Split(data, data.rows(slice(0))), how))
    assert [r.train_loss for r in run] == pytest.approx(known["losses"], rel=1e-9)
    end = with_parameters(start, run[-1].state.parameters)
    final = (*known["final_weights"], *known["final_biases"])
    for got, expected in zip((*end.weights, *end.biases), final, strict=True):
        assert np.allclose(got, expected, rtol=1e-8, atol=1e-10)


def test_other_seeds_other_orders_and_the_first_record_is_before_all_learning() -> None:
    one, other = (list(train(net("tanh"), moons(), replace(SMALL, seed=seed))) for seed in (0, 1))
    assert same(one[0], other[0])
    assert one[1].train_loss != other[1].train_loss
    assert one[0].epoch == 0
    assert np.array_equal(one[0].state.parameters, pack(net("tanh")))


# --- what a record says ----------------------------------------------------------------------------

@pytest.mark.parametrize(("data", "output", "loss", "outputs"), [
    ("moons", "sigmoid", "binary_cross_entropy", 1),
    ("moons", "tanh", "squared_error", 1),
    ("moons", "softmax", "categorical_cross_entropy", 2),
    ("three_classes", "softmax", "categorical_cross_entropy", 3),
    ("three_classes", "softmax", "binary_cross_entropy", 3),
    ("three_classes", "sigmoid", "categorical_cross_entropy", 3),
    ("four_classes", "sigmoid", "binary_cross_entropy", 4),
    ("plane", "linear", "squared_error", 1),
    ("sine", "gelu", "squared_error", 1),
])
def test_a_records_numbers_are_those_of_the_readable_way(data: str, output: str, loss: str, outputs: int) -> None:
    parts = split(make(data, 40, 0.1, 0), 0.6, 0)
    start = first_network((parts.train.x.shape[1], 5, outputs), ("elu", output), "he", 3)
    how = Settings(loss=loss, epochs=4, learning_rate=0.05, l1=0.01, l2=0.02)
    for record in train(start, parts, how):
        here = with_parameters(start, record.state.parameters)
        for part, value, score in (
            (parts.train, record.train_loss, record.train_metric), (parts.test, record.test_loss, record.test_metric),
        ):
            trace = forward(here, part.x)
            found = backward(here, trace, network_targets(part, outputs, output), loss, l1=0.01, l2=0.02)
            assert value == pytest.approx(found.loss, rel=1e-12)
            assert record.penalty == pytest.approx(found.penalty, rel=1e-12)
            assert score == pytest.approx(metrics.metric(part, trace.output, output), rel=1e-10)
            if part is parts.train:
                norm = math.sqrt(sum(float(np.sum(g * g)) for g in (*found.weights, *found.biases)))
                assert record.gradient_norm == pytest.approx(norm, rel=1e-9)
            else:
                np.testing.assert_allclose(record.test_outputs, trace.output, rtol=1e-12)
    assert record.event == "finished"


def test_every_test_part_may_be_empty() -> None:
    last = list(train(net("tanh"), split(make("moons", 20, 0.1, 0), 1.0, 0), replace(SMALL, patience=1)))[-1]
    assert (last.epoch, last.event) == (6, "finished")
    assert math.isnan(last.test_loss)
    assert math.isnan(last.test_metric)


def test_who_asks_drives() -> None:
    run = train(net("tanh"), moons(), replace(SMALL, epochs=10**9))
    assert [next(run).epoch for _ in range(3)] == [0, 1, 2]
    run.close()


def test_no_epochs_is_the_first_record_alone() -> None:
    (only,) = train(net("tanh"), moons(), replace(SMALL, epochs=0))
    assert (only.epoch, only.event) == (0, "finished")


def test_what_is_charged_shrinks() -> None:
    def size(**charge: float) -> float:
        last = list(train(net("tanh"), moons(), replace(SMALL, epochs=100, **charge)))[-1]
        return float(np.sum(np.abs(last.state.parameters) * Layout((2, 4, 1)).weight_mask()))

    assert size(l1=0.02) < 0.7 * size()
    assert size(l2=0.05) < 0.7 * size()


# --- divergence ------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
def test_a_rate_that_explodes_is_noticed_and_the_last_good_weights_stay(name: str) -> None:
    parts = split(make("plane", 60, 0.1, 0), 0.5, 0)
    start = first_network((2, 1), ("linear",), "xavier", 1)
    how = Settings(optimizer=name, learning_rate=30.0, epochs=500)
    run = list(train(start, parts, how))
    last = run[-1]
    assert last.event == "diverged"
    assert 1 <= last.epoch < 500
    assert [r.event for r in run[:-1]] == [""] * (len(run) - 1)
    assert all(np.isfinite(r.state.parameters).all() and math.isfinite(r.train_loss) for r in run[:-1])
    assert same_state(last.state, run[-2].state)
    assert not last.train_loss <= EXPLODED * run[0].train_loss
    assert last.state.best_loss == min(r.test_loss for r in run[:-1])
    assert np.isfinite(last.state.best_parameters).all()
    # Going on from there with a small rate works.
    rescued = list(train(start, parts, replace(how, learning_rate=0.01, epochs=100), replace(
        last.state, parameters=last.state.best_parameters, slots=OPTIMIZERS[name].fresh(3),
    )))
    assert rescued[-1].event == "finished"
    assert rescued[-1].train_loss < 0.1
    *_, step = batches(start, parts, how)
    assert step.diverged
    assert step.epoch == last.epoch
    assert np.isfinite(step.state.parameters).all()


def test_a_bad_start_is_no_divergence() -> None:
    """Weights of a million: the first loss is beyond all measure, and falls."""
    parts = split(make("plane", 60, 0.1, 0), 0.5, 0)
    start = Network([[[1e6, -1e6]]], [[0.0]], ["linear"])
    run = list(train(start, parts, Settings(learning_rate=0.02, epochs=300)))
    assert run[0].train_loss > EXPLODED
    assert run[-1].event == "finished"
    assert run[-1].train_loss < 1.0


def test_weights_that_are_no_numbers_are_told_at_once() -> None:
    (only,) = train(Network([[[math.nan, 1.0]]], [[0.0]], ["sigmoid"]), moons(), SMALL)
    assert (only.epoch, only.event) == (0, "diverged")


@examples(40)
@given(
    how=hard_settings, rate=st.floats(-3.0, 300.0).map(lambda e: min(10.0**e, 1e300)),
    hidden=st.sampled_from(["relu", "tanh", "linear", "gelu", "softmax", "step"]),
)
def test_no_rate_leaves_weights_that_are_no_numbers(how: Settings, rate: float, hidden: str) -> None:
    for record in train(net(hidden), moons(), replace(how, learning_rate=rate)):
        assert np.isfinite(record.state.parameters).all()
        if record.event != "diverged":
            assert math.isfinite(record.train_loss)


# --- early stopping --------------------------------------------------------------------------------

def test_early_stopping_says_where_the_minimum_was() -> None:
    """Eighteen noisy points and many neurons: it learns them by heart."""
    parts = split(make("sine", 60, 0.4, 1), 0.3, 1)
    start = first_network((1, 24, 24, 1), ("tanh", "tanh", "linear"), "xavier", 0)
    how = Settings(optimizer="adam", learning_rate=0.01, batch_size=4, epochs=400)
    free = list(train(start, parts, how))
    stopped = list(train(start, parts, replace(how, patience=30)))
    last = stopped[-1]
    assert last.event == "early_stop"
    losses = [r.test_loss for r in stopped]
    assert last.state.best_epoch == int(np.argmin(losses)) == last.epoch - 30
    assert last.state.best_loss == min(losses)
    assert np.array_equal(last.state.best_parameters, stopped[last.state.best_epoch].state.parameters)
    told = early_stop([r.test_loss for r in free], 30)
    assert (told.best_epoch, told.epoch) == (last.state.best_epoch, last.epoch)
    assert free[-1].test_loss > 1.2 * last.state.best_loss
    assert free[-1].train_loss < 0.7 * last.train_loss


@pytest.mark.parametrize(("losses", "patience", "best", "stop"), [
    ([3, 2, 1], 1, 2, None), ([3, 1, 2, 0], 1, 1, 2), ([3, 1, 2, 0], 2, 3, None), ([1, 1, 1], 2, 0, 2),
    ([math.nan, 1.0, math.nan], 1, 1, 2), ([5.0], 1, 0, None),
])
def test_where_it_would_have_stopped(losses: list[float], patience: int, best: int, stop: int | None) -> None:
    told = early_stop(losses, patience)
    assert (told.best_epoch, told.epoch) == (best, stop)


def test_where_nothing_can_stop() -> None:
    for losses, patience in (([], 1), ([1.0], 0)):
        with pytest.raises(ValueError, match="patience"):
            early_stop(losses, patience)


# --- columns ---------------------------------------------------------------------------------------

def test_a_run_as_columns() -> None:
    run = list(train(net("tanh"), moons(), replace(SMALL, epochs=7)))
    history = collect_history(iter(run), every=3)
    assert history.epochs.tolist() == list(range(8))
    assert history.kept.tolist() == [0, 3, 6, 7]
    assert history.test_loss.tolist() == [r.test_loss for r in run]
    assert history.gradient_norm.tolist() == [r.gradient_norm for r in run]
    assert np.array_equal(history.parameters[1], run[3].state.parameters)
    assert history.last is run[-1]
    assert collect_history(run[:6], every=4).kept.tolist() == [0, 4, 5]
    with pytest.raises(ValueError, match="no records"):
        collect_history([])


def test_a_diverged_run_as_columns() -> None:
    history = collect_history(train(Network([[[math.nan, 1.0]]], [[0.0]], ["sigmoid"]), moons(), SMALL))
    assert history.parameters.shape == (0, 3)
    assert history.last.event == "diverged"


# --- the vector of all parameters ------------------------------------------------------------------

@given(sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5), seed=st.integers(0, 1000))
def test_packing_and_unpacking(sizes: list[int], seed: int) -> None:
    network = first_network(tuple(sizes), ("tanh",) * (len(sizes) - 1), "normal", seed)
    layout, theta = Layout(tuple(sizes)), pack(network)
    assert theta.shape == (layout.size,)
    again = unpack(theta, sizes, network.activations)
    for mine, other in zip((*network.weights, *network.biases), (*again.weights, *again.biases), strict=True):
        assert np.array_equal(mine, other)
    mask = layout.weight_mask()
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        for j in range(len(b)):
            place = layout.index(layer, j, None)
            assert (theta[place], mask[place]) == (b[j], 0.0)
            for i in range(w.shape[1]):
                place = layout.index(layer, j, i)
                assert (theta[place], mask[place]) == (w[j, i], 1.0)


@pytest.mark.parametrize("place", [(0, 0, 0), (3, 0, 0), (1, 4, 0), (1, -1, 0), (1, 0, 2), (1, 0, -1), (2, 1, None)])
def test_a_parameter_that_is_not_there(place: tuple[int, int, int | None]) -> None:
    with pytest.raises(IndexError):
        Layout((2, 4, 1)).index(*place)


# --- what does not fit -----------------------------------------------------------------------------

@pytest.mark.parametrize("wrong", [
    {"loss": "hinge"}, {"optimizer": "lbfgs"}, {"schedule": "cyclic"}, {"learning_rate": 0.0}, {"momentum": 1.0},
    {"learning_rate": math.nan}, {"learning_rate": math.inf}, {"batch_size": 0}, {"epochs": -1}, {"l1": -1.0},
    {"l2": math.nan}, {"dropout": 1.0}, {"patience": 0}, {"seed": -1},
])
def test_settings_that_are_none_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Settings(**wrong)


def test_what_does_not_fit_together_is_refused_at_once() -> None:
    data, one = moons(), make("sine", 10, 0.0, 0)
    nothing = Split(data.train.rows(slice(0)), data.test)
    for network, parts, how, message in (
        (net("tanh"), nothing, SMALL, "no points"),
        (net("tanh", output="tanh"), data, SMALL, "does not fit an output of tanh"),
        (net("tanh"), Split(one, one), replace(SMALL, loss="squared_error"), "the data has 1 inputs"),
        (net("tanh"), data, replace(SMALL, features=("x1",)), "the data has 1 inputs"),
        (net("tanh"), split(make("three_classes", 9, 0.0, 0), 0.5, 0), SMALL, "3 classes do not fit"),
    ):
        with pytest.raises(ValueError, match=message):
            train(network, parts, how)
        with pytest.raises(ValueError, match=message):
            batches(network, parts, how)
    state = next(train(net("tanh"), data, SMALL)).state
    with pytest.raises(ValueError, match="another network or optimiser"):
        next(train(net("tanh", "tanh"), data, SMALL, state))
    with pytest.raises(ValueError, match="another network or optimiser"):
        next(train(net("tanh"), data, replace(SMALL, optimizer="adam"), state))


@pytest.mark.parametrize("loss", LOSSES)
def test_one_point_is_enough_to_train_on(loss: str) -> None:
    point = Dataset(np.ones((1, 2)), np.ones(1), "binary", ("A", "B"))
    start = first_network((2, 3, 2), ("relu", "softmax"), "he", 0)
    run = list(train(start, Split(point, point), Settings(loss=loss, epochs=50)))
    assert run[-1].train_loss < run[0].train_loss
