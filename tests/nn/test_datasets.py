"""One contract for every data set and feature; splitting, scaling, targets and metrics."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.nn import metrics
from neuroviz.nn.datasets import (
    DATASETS,
    EXTENT,
    FEATURES,
    SPLITS,
    Dataset,
    from_points,
    make,
    network_inputs,
    network_targets,
    split,
    standardised,
)
from tests.examples import examples

CLASSIFIED = [name for name, source in DATASETS.items() if source.classes]
VALUED = [name for name, source in DATASETS.items() if not source.classes]


# What each set is, said once more: the class or value of a point without noise.
def moon(x: np.ndarray) -> np.ndarray:
    p = x / (2 * EXTENT / 3) + (0.5, 0.25)
    return (np.abs(np.hypot(p[:, 0] - 1, p[:, 1] - 0.5) - 1) < np.abs(np.hypot(*p.T) - 1)).astype(float)


def spiral(x: np.ndarray) -> np.ndarray:
    along = (np.hypot(*x.T) / EXTENT - 0.05) / 0.95
    turned = np.arctan2(x[:, 1], x[:, 0]) - 3.5 * np.pi * along
    return (np.cos(turned) < 0).astype(float)


def nearest(count: int, turn: float) -> object:
    """The centre that lies in the point's direction."""
    return lambda x: np.round((np.arctan2(x[:, 1], x[:, 0]) - turn) / (2 * np.pi / count)) % count


RULES = {
    "xor": lambda x: (x[:, 0] * x[:, 1] < 0).astype(float),
    "circles": lambda x: (np.hypot(*x.T) > 0.6 * EXTENT).astype(float),
    "gaussians": lambda x: (x.sum(axis=1) > 0).astype(float),
    "spirals": spiral,
    "moons": moon,
    "three_classes": nearest(3, np.pi / 2),
    "four_classes": nearest(4, np.pi / 4),
    "plane": lambda x: (x[:, 0] + 2 * x[:, 1]) / 6,
    "sine": lambda x: np.sin(2 * x[:, 0]),
    "polynomial": lambda x: x[:, 0] * (x[:, 0] ** 2 - 6) / 9,
}


@pytest.mark.parametrize("name", DATASETS)
@examples(30)
@given(seed=st.integers(0, 2**31 - 1), n=st.integers(4, 120))
def test_contract(name: str, seed: int, n: int) -> None:
    source, data = DATASETS[name], make(name, n, 0.0, seed)
    assert source.name == name
    assert data.x.shape == (n, source.dimension) == (n, len(data.inputs))
    assert data.kind == source.kind
    assert len(data.classes) == source.classes
    assert np.abs(data.x).max() <= 1.11 * EXTENT
    assert np.abs(data.y).max() <= max(3, 1.01 * EXTENT)
    assert np.allclose(data.y, RULES[name](data.x), rtol=0, atol=1e-12), "without noise it is its rule"
    again = make(name, n, 0.0, seed)
    assert np.array_equal(again.x, data.x)
    assert np.array_equal(again.y, data.y)
    assert not np.array_equal(make(name, n, 0.0, seed + 1).x, data.x)


@pytest.mark.parametrize("name", DATASETS)
def test_the_noise_that_a_page_starts_with_leaves_the_rule_to_be_learnt(name: str) -> None:
    data = make(name, 400, DATASETS[name].noise, 0)
    kept = RULES[name](data.x)
    if name in CLASSIFIED:
        assert np.mean(kept == data.y) > 0.75
    else:
        assert metrics.r_squared(data.y, kept[:, None]) > 0.6


@pytest.mark.parametrize(("name", "centres"), [
    ("gaussians", [(-1.5, -1.5), (1.5, 1.5)]),
    ("three_classes", [(1.8 * math.cos(angle), 1.8 * math.sin(angle)) for angle in np.radians((90, 210, 330))]),
])
def test_clouds_lie_round_their_centres(name: str, centres: list[tuple[float, float]]) -> None:
    data = make(name, 3000, 0.0, 0)
    for label, centre in enumerate(centres):
        away = data.x[data.y == label] - centre
        assert np.hypot(*away.T).max() <= 1.0
        assert np.allclose(away.mean(axis=0), 0.0, rtol=0, atol=0.06)


@pytest.mark.parametrize("name", CLASSIFIED)
@examples(30)
@given(n=st.integers(4, 300), noise=st.floats(0.0, 2.0))
def test_classes_are_balanced(name: str, n: int, noise: float) -> None:
    counts = np.bincount(make(name, n, noise, 1).y.astype(int), minlength=DATASETS[name].classes)
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", DATASETS)
def test_noise_moves_the_same_points_further(name: str) -> None:
    clean, little, much = (make(name, 400, noise, 3) for noise in (0.0, 0.1, 0.2))
    moved = [(d.x - clean.x if name in CLASSIFIED else d.y - clean.y) for d in (little, much)]
    assert np.allclose(moved[1], 2.0 * moved[0])
    assert moved[0].std() == pytest.approx(0.1, rel=0.15)
    if name in CLASSIFIED:
        assert np.array_equal(clean.y, much.y)


@pytest.mark.parametrize(("n", "noise"), [(1, 0.0), (0, 0.0), (10, -1.0), (10, math.nan)])
def test_what_cannot_be_made_is_refused(n: int, noise: float) -> None:
    with pytest.raises(ValueError, match="xor"):
        make("xor", n, noise, 0)


@pytest.mark.parametrize("name", DATASETS)
@examples(30)
@given(share=st.floats(0.05, 1.0), n=st.integers(8, 100), seed=st.integers(0, 1000))
def test_a_split_deals_every_point_once_and_every_class_alike(name: str, share: float, n: int, seed: int) -> None:
    data = make(name, n, 0.1, 0)
    parts = split(data, share, seed)
    together = np.concatenate([np.column_stack((part.x, part.y)) for part in (parts.train, parts.test)])
    whole = np.column_stack((data.x, data.y))
    assert np.array_equal(np.unique(together, axis=0), np.unique(whole, axis=0))
    assert len(together) == n
    for k in range(max(1, len(data.classes))):
        group, taken = (np.sum(d.y == k) if data.classes else len(d) for d in (data, parts.train))
        assert taken == max(1, round(share * group))
    assert np.array_equal(split(data, share, seed).train.x, parts.train.x)


@pytest.mark.parametrize("share", [0.0, -1.0, 1.1, math.nan])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="train share"):
        split(make("xor", 8, 0.0, 0), share, 0)


def test_data_that_does_not_fit_together_is_refused() -> None:
    x, y = np.zeros((4, 2)), np.array([0.0, 1.0, 0.0, 1.0])
    for wrong in (
        {"y": y[:3]}, {"x": x[:, 0]}, {"inputs": ("x1",)}, {"x": np.full((4, 2), math.nan)}, {"y": y + math.inf},
        {"classes": ("A",)}, {"classes": ()}, {"kind": "multiclass"}, {"kind": "regression"}, {"y": y + 1},
        {"y": y / 2},
    ):
        with pytest.raises(ValueError, match=r"fit together|finite|classes"):
            Dataset(**{"x": x, "y": y, "kind": "binary", "classes": ("A", "B"), **wrong})


def test_clicked_points() -> None:
    data = from_points([(1.0, 2.0), (3.0, 4.0), (0.0, 0.0)], [0, 2, 1], ["red", "green", "blue"])
    assert data.kind == "multiclass"
    assert data.x.tolist() == [[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]]
    with pytest.raises(ValueError, match="1 classes"):
        from_points([(1.0, 2.0)], [0], ["red"])
    assert len(from_points([], [], ["red", "blue"])) == 0


@given(seed=st.integers(0, 1000), size=st.floats(1e-6, 1e12), away=st.floats(-1e6, 1e6))
def test_standardised_data_and_the_way_back(seed: int, size: float, away: float) -> None:
    rng = np.random.default_rng(seed)
    x = np.column_stack((away + size * rng.normal(size=30), np.full(30, away)))
    data = Dataset(x, away + size * rng.normal(size=30), "regression")
    done = standardised(data)
    scale = size + abs(away)
    assert done.x[:, 1].tolist() == pytest.approx([0.0] * 30, abs=1e-3)
    assert np.allclose(done.x * done.scale + done.offset, x, rtol=1e-9, atol=1e-9 * scale)
    assert np.allclose(done.y * done.y_scale + done.y_offset, data.y, rtol=1e-9, atol=1e-9 * scale)
    if size > 1e-9 * abs(away):
        assert done.x[:, 0].mean() == pytest.approx(0.0, abs=1e-5)
        assert done.x[:, 0].std() == pytest.approx(1.0)


# --- features --------------------------------------------------------------------------------------

def test_features_by_their_formulas() -> None:
    x = np.array([[0.5, -2.0]])
    made = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")
    assert tuple(FEATURES) == (*made, *(f"x{i}" for i in range(3, 33)))
    assert network_inputs(x, made).tolist() == [
        pytest.approx([0.5, -2.0, 0.25, 4.0, -1.0, math.sin(0.5), math.sin(-2.0)])
    ]
    assert network_inputs(x).tolist() == x.tolist()
    assert network_inputs(x, ("x2", "x1")).tolist() == [[-2.0, 0.5]]


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_that_needs_more_inputs_is_refused(name: str) -> None:
    record = FEATURES[name]
    assert record.name == name
    assert record.latex
    one = np.ones((3, 1))
    if record.dimension == 1:
        assert network_inputs(one, (name,)).shape == (3, 1)
    else:
        with pytest.raises(ValueError, match=f"needs {record.dimension} inputs"):
            network_inputs(one, (name,))


def test_an_unknown_feature_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown feature 'x33'"):
        network_inputs(np.ones((1, 2)), ("x33",))


def test_a_balanced_split_learns_from_as_many_of_each_class_and_a_random_one_asks_for_none() -> None:
    y = np.repeat([0.0, 1.0, 2.0], (50, 20, 8))
    data = Dataset(np.arange(78.0)[:, None], y, "multiclass", ("a", "b", "c"), ("x",))
    for how in SPLITS:
        parts = split(data, 0.75, 3, how)
        assert sorted(np.concatenate((parts.train.x, parts.test.x))[:, 0]) == list(range(78))
    assert np.bincount(split(data, 0.75, 3, "balanced").train.y.astype(int)).tolist() == [6, 6, 6]
    assert np.bincount(split(data, 0.75, 3).train.y.astype(int)).tolist() == [38, 15, 6]
    assert len(split(data, 0.75, 3, "random").train) == 58
    with pytest.raises(ValueError, match="unknown split"):
        split(data, 0.75, 3, "best")


# --- targets and metrics ---------------------------------------------------------------------------

def test_targets() -> None:
    two = from_points([(0.0, 0.0), (1.0, 1.0)], [0, 1], ["A", "B"])
    assert network_targets(two, 1, "sigmoid").tolist() == [[0.0], [1.0]]
    assert network_targets(two, 1, "tanh").tolist() == [[-1.0], [1.0]]
    assert network_targets(two, 2, "softmax").tolist() == [[1.0, 0.0], [0.0, 1.0]]
    curve = make("sine", 3, 0.0, 0)
    assert network_targets(curve, 1, "linear")[:, 0].tolist() == curve.y.tolist()
    for data, outputs, activation in ((two, 3, "softmax"), (two, 1, "softmax"), (curve, 2, "linear"),
                                      (make("three_classes", 6, 0.0, 0), 1, "sigmoid")):
        with pytest.raises(ValueError, match="output"):
            network_targets(data, outputs, activation)


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear", "relu", "softmax"])
def test_a_network_that_hits_its_targets_scores_1(name: str, activation: str) -> None:
    data = make(name, 12, 0.1, 0)
    for outputs in {1, max(1, len(data.classes))}:
        try:
            targets = network_targets(data, outputs, activation)
        except ValueError:
            continue
        assert metrics.metric(data, targets, activation) == 1.0


def test_confusion_matrix_by_hand() -> None:
    matrix = metrics.confusion_matrix(np.array([0.0, 0.0, 1.0, 2.0]), np.array([0, 1, 1, 1]), 3)
    assert matrix.tolist() == [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
    assert metrics.accuracy(np.array([0.0, 0.0, 1.0, 2.0]), np.array([0, 1, 1, 1])) == 0.5
    assert math.isnan(metrics.accuracy(np.empty(0), np.empty(0, dtype=int)))


def test_r_squared_by_hand() -> None:
    y = np.array([0.0, 2.0, 4.0])
    assert metrics.r_squared(y, y[:, None]) == 1.0
    assert metrics.r_squared(y, np.full((3, 1), 2.0)) == 0.0
    assert metrics.r_squared(y, np.full((3, 1), 4.0)) == pytest.approx(1.0 - 20.0 / 8.0)
    assert metrics.residuals(y, np.full((3, 1), 1.0)).tolist() == [-1.0, 1.0, 3.0]
    assert math.isnan(metrics.r_squared(np.ones(3), np.ones((3, 1))))
    assert math.isnan(metrics.r_squared(np.empty(0), np.empty((0, 1))))
    assert metrics.r_squared(y, np.full((3, 1), 1e200)) == -math.inf


def test_some_inputs_alone() -> None:
    data = standardised(Dataset(np.array([[1.0, 2.0, 9.0], [3.0, 8.0, 4.0]]), np.array([0.0, 1.0]), "binary",
                                ("a", "b"), ("p", "q", "r")))
    part = data.columns((2, 0))
    assert part.inputs == ("r", "p")
    assert part.offset is not None
    assert part.scale is not None
    np.testing.assert_allclose(part.x * part.scale + part.offset, [[9.0, 1.0], [4.0, 3.0]])
