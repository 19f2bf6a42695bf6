"""The landscape is the loss of the network with those values, and the walk is the optimiser's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import ACTIVATIONS, Network, forward
from neuroviz.nn import surface as surface_module
from neuroviz.nn.backward import backward
from neuroviz.nn.datasets import Split, from_points
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.nn.parameters import pack, with_parameters
from neuroviz.nn.recipes import first_network
from neuroviz.nn.surface import Parameter, descend, loss_surface
from neuroviz.nn.training import Settings, train
from tests.examples import examples

SIZES = (2, 3, 2, 2)
ANY = st.integers(1, 3).flatmap(lambda layer: st.builds(
    Parameter, st.just(layer), st.integers(0, SIZES[layer] - 1), st.none() | st.integers(0, SIZES[layer - 1] - 1),
))
BOWL = Network([[[0.0]]], [[0.0]], ["linear"])
WEIGHT, BIAS = Parameter(1, 0, 0), Parameter(1, 0)


def total(network: Network, x: np.ndarray, y: np.ndarray, loss: str, l1: float, l2: float) -> float:
    found = backward(network, forward(network, x), y, loss, l1=l1, l2=l2)
    return found.loss + found.penalty


@examples(60)
@given(
    seed=st.integers(0, 1000), hidden=st.sampled_from(sorted(set(ACTIVATIONS) - {"step"})),
    loss=st.sampled_from(sorted(LOSSES)), chosen=st.lists(ANY, min_size=1, max_size=2, unique=True),
    charge=st.sampled_from([(0.0, 0.0), (0.1, 0.2)]), at_once=st.sampled_from([1, 60, 500_000]),
)
def test_each_point_is_the_loss_of_that_network(
    seed: int, hidden: str, loss: str, chosen: list[Parameter], charge: tuple[float, float], at_once: int
) -> None:
    rng = np.random.default_rng(seed)
    network = first_network(SIZES, (hidden, hidden, LOSSES[loss].partner), "normal", seed)
    x, y = rng.normal(size=(4, 2)), np.eye(2)[rng.integers(0, 2, 4)]
    axes = [rng.normal(size=n) for n in (3, 5)[: len(chosen)]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surface_module, "MAX_NUMBERS", at_once)
        found = loss_surface(network, x, y, loss, chosen, axes, l1=charge[0], l2=charge[1])
    assert found.shape == ((3,) if len(chosen) == 1 else (5, 3))
    for place in np.ndindex(found.shape):
        theta = pack(network)
        for p, axis, i in zip(chosen, axes, reversed(place), strict=True):
            theta[p.index(network)] = axis[i]
        assert found[place] == pytest.approx(total(with_parameters(network, theta), x, y, loss, *charge), rel=1e-10)


def test_a_bowl_by_hand() -> None:
    """½ (w·1 + b − 1)² and ½ (w·(−1) + b)²."""
    axes = ([0.0, 0.5], [0.0, 0.5])
    found = loss_surface(BOWL, [[1.0], [-1.0]], [[1.0], [0.0]], "squared_error", (WEIGHT, BIAS), axes)
    assert found.tolist() == [[0.25, 0.125], [0.125, 0.0]]


@pytest.mark.parametrize(("parameters", "axes"), [
    ((), ()), ((WEIGHT,), ()), ((WEIGHT, WEIGHT), ([0.0], [0.0])), ((WEIGHT, BIAS), ([0.0],)),
])
def test_a_surface_that_is_none_is_refused(parameters: tuple[Parameter, ...], axes: tuple[list[float], ...]) -> None:
    with pytest.raises(ValueError, match="one or two parameters"):
        loss_surface(BOWL, [[1.0]], [[1.0]], "squared_error", parameters, axes)


def test_a_parameter_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        loss_surface(BOWL, [[1.0]], [[1.0]], "squared_error", (Parameter(2, 0),), ([0.0],))
    with pytest.raises(IndexError):
        descend(BOWL, [[1.0]], [[1.0]], "squared_error", (Parameter(1, 0, 1),), (0.0,))
    with pytest.raises(ValueError, match="values to start from"):
        descend(BOWL, [[1.0]], [[1.0]], "squared_error", (WEIGHT,), (0.0, 0.0))


def test_overflow_is_a_height() -> None:
    found = loss_surface(BOWL, [[1.0]], [[0.0]], "squared_error", (WEIGHT,), ([1e200, np.nan, 2.0],))
    assert found[0] == np.inf
    assert np.isnan(found[1])
    assert found[2] == 2.0


# --- walks -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_walk_stands_on_its_surface(optimizer: str) -> None:
    network = first_network((2, 3, 1), ("tanh", "sigmoid"), "xavier", 2)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 2)), rng.integers(0, 2, (30, 1)).astype(float)
    chosen = (Parameter(1, 1, 0), Parameter(2, 0, 2))
    walk = descend(
        network, x, y, "binary_cross_entropy", chosen, (2.0, -2.0), optimizer=optimizer, steps=40, l2=0.01
    )
    assert walk.diverged is None
    assert walk.positions.shape == (41, 2)
    assert walk.gradients.shape == (40, 2)
    assert walk.losses[-1] < walk.losses[0]
    for (w1, w2), height in zip(walk.positions, walk.losses, strict=True):
        grid = loss_surface(network, x, y, "binary_cross_entropy", chosen, ([w1], [w2]), l2=0.01)
        assert height == pytest.approx(grid[0, 0], rel=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_walking_over_all_parameters_is_training(optimizer: str) -> None:
    points, labels = [(0.0, 1.0), (1.0, 0.0), (1.0, 2.0), (2.0, 0.5)], [0, 1, 0, 1]
    data, start = from_points(points, labels, ["A", "B"]), first_network((2, 1), ("sigmoid",), "xavier", 0)
    how = Settings("binary_cross_entropy", optimizer, 0.3, epochs=20, schedule="cosine", l1=0.01)
    trained = list(train(start, Split(data, data.rows(slice(0))), how))
    walk = descend(
        start, points, np.array(labels)[:, None], "binary_cross_entropy",
        (Parameter(1, 0, 0), Parameter(1, 0, 1), Parameter(1, 0)), pack(start).tolist(), optimizer=optimizer, rate=0.3,
        steps=20, schedule="cosine", l1=0.01,
    )
    assert np.allclose(walk.positions, [r.state.parameters for r in trained], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("rate", "happens"), [(0.5, "falls"), (1.5, "swings"), (2.5, "diverges")])
def test_the_rate_decides(rate: float, happens: str) -> None:
    """The loss is ½ (w − 1)²: each step multiplies w − 1 by 1 − η."""
    walk = descend(BOWL, [[1.0]], [[1.0]], "squared_error", (WEIGHT,), (0.0,), rate=rate, steps=2000)
    if happens == "diverges":
        assert walk.diverged is not None
        assert len(walk.positions) == walk.diverged + 1 < 2000
        assert np.isfinite(walk.losses[:-1]).all()
        assert not np.isfinite(walk.losses[-1])
    else:
        assert walk.diverged is None
        assert walk.positions[-1, 0] == pytest.approx(1.0)
        assert (walk.positions[2, 0] > walk.positions[1, 0]) == (happens == "falls")


def test_batches_make_it_stagger_by_seed() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(20, 1)), rng.normal(size=(20, 1))
    walks = [
        descend(BOWL, x, y, "squared_error", (WEIGHT, BIAS), (2.0, 2.0), batch_size=size, seed=seed, steps=30)
        for size, seed in ((3, 0), (3, 0), (3, 1), (None, 0), (50, 0))
    ]
    assert np.array_equal(walks[0].positions, walks[1].positions)
    assert not np.array_equal(walks[0].positions, walks[2].positions)
    assert np.allclose(walks[3].positions, walks[4].positions, rtol=1e-12)


def test_a_walk_that_starts_nowhere() -> None:
    walk = descend(BOWL, [[1.0]], [[1.0]], "squared_error", (WEIGHT,), (np.inf,))
    assert walk.diverged == 0
    assert walk.positions.shape == (1, 1)
    assert walk.gradients.shape == (0, 1)
