"""A training run's script learns what the app learns, epoch by epoch."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.code.learning import training_script
from neuroviz.code.network import LIBRARIES
from neuroviz.document.settings.training import RECIPE_NAMES, Training, data_of, network_of, recipe, settings_of
from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES
from neuroviz.nn.training import train
from tests.code.running import WORDS, installed, run
from tests.examples import examples
from tests.strategies import trainings

EPOCHS = 10
AS_EXACT = 1e-9
SMALL = Training(points=60, epochs=EPOCHS)

RUNS = {
    **{f"{optimizer}, {schedule}": replace(SMALL, optimizer=optimizer, schedule=schedule, learning_rate=0.01)
       for optimizer, schedule in product(OPTIMIZERS, SCHEDULES)},
    **{name: replace(SMALL, activation=name) for name in (
        "relu", "leaky_relu", "elu", "sigmoid", "softplus", "gelu", "linear")},
    **{name: replace(recipe(name), epochs=EPOCHS) for name in RECIPE_NAMES},
    **{f"{name}, squared": replace(recipe(name), epochs=EPOCHS, squared=True) for name in RECIPE_NAMES},
    "L1 and L2": replace(SMALL, l1=0.01, l2=0.02),
    "dropout": replace(SMALL, dropout=0.3, hidden=(6, 5)),
    "early stopping": replace(SMALL, patience=2, learning_rate=1.0, epochs=40),
    "no hidden layer": replace(SMALL, hidden=()),
    "all features": replace(SMALL, features=("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")),
    "one batch": replace(SMALL, batch_size=2000),
}


def losses(training: Training) -> np.ndarray:
    """(epochs + 1, 2): mean loss of training and test points."""
    return np.array([(record.train_loss, record.test_loss) for record in train(
        network_of(training), data_of(training), settings_of(training))])


def assert_the_same(training: Training, library: str) -> None:
    expected = losses(training)
    found = np.array(run(training_script(training, library, WORDS["en"]))[0]["history"])
    assert found.shape == expected.shape
    scale = np.maximum(1.0, np.abs(expected))
    np.testing.assert_allclose(found / scale, expected / scale, rtol=0.0, atol=AS_EXACT)


@pytest.mark.parametrize(("name", "library"), list(product(RUNS, installed("numpy", "torch", "jax"))))
def test_it_learns_the_same(name: str, library: str) -> None:
    assert_the_same(RUNS[name], library)


@examples(12)
@given(trainings(), st.integers(0, 5))
def test_any_run(training: Training, epochs: int) -> None:
    """As far as numbers go: what explodes ends in the script where it ends in the app, give or take an epoch."""
    small = replace(training, points=min(training.points, 80), epochs=max(1, epochs), learning_rate=0.01)
    expected = losses(small)
    found = np.array(run(training_script(small, "numpy", WORDS["zh"]))[0]["history"])
    calm = np.isfinite(expected).all(axis=1) & (np.abs(expected) < 1e6).all(axis=1)
    until = len(calm) if calm.all() else int(np.argmin(calm))
    assert len(found) >= until
    scale = np.maximum(1.0, np.abs(expected[:until]))
    np.testing.assert_allclose(found[:until] / scale, expected[:until] / scale, rtol=0.0, atol=1e-6)


def test_early_stopping_goes_back_to_the_best_epoch() -> None:
    training = RUNS["early stopping"]
    made, _ = run(training_script(training, "numpy", WORDS["en"]))
    *_, last = train(network_of(training), data_of(training), settings_of(training))
    assert last.event == "early_stop"
    best = np.concatenate([np.column_stack(pair).ravel() for pair in zip(
        made["theta"][::2], made["theta"][1::2], strict=True)])
    np.testing.assert_allclose(best, last.state.best_parameters, rtol=0.0, atol=AS_EXACT)


@pytest.mark.parametrize("language", WORDS)
def test_it_says_how_it_goes_and_what_it_has_learnt(language: str) -> None:
    _, printed = run(training_script(SMALL, "numpy", WORDS[language]))
    expected = losses(SMALL)
    first, last = (
        WORDS[language]["epoch"].format(epoch=at, train=f"{expected[at][0]:.6f}", test=f"{expected[at][1]:.6f}")
        for at in (0, EPOCHS)
    )
    assert first in printed
    assert last in printed
    assert not math.isnan(expected[-1][1])


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("hard", ["a\nimport os", '"""', "@batch@", "{x}", "x # y"])
def test_a_name_in_the_visitors_table_is_never_code(library: str, hard: str) -> None:
    training = Training(
        dataset="own", own=((0.0, 1.0, 0.0), (1.0, 0.0, 1.0), (2.0, 0.0, 1.0), (0.0, 2.0, 0.0)),
        own_classes=(hard, "b"), own_names=(hard, "b", "c"), epochs=1,
    )
    source, plain = (
        training_script(each, library, WORDS["en"]).source() for each in (training, replace(training, own_names=()))
    )
    strip = ["\n".join(line for line in text.splitlines() if not line.startswith("# ")) for text in (source, plain)]
    assert strip[0] == strip[1]
    compile(source, "script.py", "exec")
