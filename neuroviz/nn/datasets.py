r"""Data to learn from: small, drawn by seed, and hard in different ways.

A network that only draws a straight line solves *gaussians* and *plane*. *xor*, *circles* and *moons* need hidden
neurons, *spirals* needs many. *sine* and *polynomial* are curves, where a network that is too large starts to draw the
noise: that is overfitting, and it can be seen only on points that were not used for training. So every set is split
into a part to train on and a part to test with.

The points lie in about −3 to 3 in each direction, so that sin x makes about one full wave. Noise moves a point after it
got its class (0.1 is a little, 1 hides the classes), or is added to the value y of a curve.

Sources: the set of TensorFlow Playground (Smilkov et al. 2017) for circles, xor, gaussians, spirals and plane; "two
moons" after scikit-learn's `make_moons`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.activations import ACTIVATIONS

Array = NDArray[np.float64]
Kind = Literal["binary", "multiclass", "regression"]

EXTENT = 3.0
"""Points without noise lie in −EXTENT to EXTENT."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points and their targets.

    x        (n, d): d inputs of n points
    y        (n,): the index of the class, or the value
    kind     binary (two classes), multiclass, or regression
    classes  the classes' names; () for a regression
    inputs   the inputs' names, d of them
    target   name of y
    offset, scale       (d,): x · scale + offset is the input in the visitor's own units (see `standardised`)
    y_offset, y_scale   the same for the value y of a regression

    Raises ValueError if these do not fit together or a number is non-finite.
    """

    x: Array
    y: Array
    kind: Kind
    classes: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ("x1", "x2")
    target: str = "y"
    offset: Array | None = None
    scale: Array | None = None
    y_offset: float = 0.0
    y_scale: float = 1.0

    def __post_init__(self) -> None:
        x, y = np.array(self.x, dtype=np.float64), np.array(self.y, dtype=np.float64)
        if x.ndim != 2 or y.shape != (len(x),) or len(self.inputs) != x.shape[1]:
            raise ValueError(f"x {x.shape}, y {y.shape} and {len(self.inputs)} inputs do not fit together")
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise ValueError("every number of a data set must be finite")
        fits = {"binary": len(self.classes) == 2, "multiclass": len(self.classes) > 2, "regression": not self.classes}
        if not fits[self.kind]:
            raise ValueError(f"{len(self.classes)} classes are not {self.kind}")
        if self.classes and not np.isin(y, np.arange(len(self.classes))).all():
            raise ValueError(f"y must be an index of the {len(self.classes)} classes")
        x.setflags(write=False)
        y.setflags(write=False)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)

    def __len__(self) -> int:
        return len(self.y)

    def rows(self, chosen: slice | NDArray[np.intp] | NDArray[np.bool_]) -> Dataset:
        """Return the data set with these points only."""
        return replace(self, x=self.x[chosen], y=self.y[chosen])

    def columns(self, chosen: Sequence[int]) -> Dataset:
        """Return the data set with these inputs only, in this order."""
        def of(values: Array | None) -> Array | None:
            return None if values is None else values[list(chosen)]

        return replace(
            self, x=self.x[:, list(chosen)], inputs=tuple(self.inputs[i] for i in chosen), offset=of(self.offset),
            scale=of(self.scale),
        )


@dataclass(frozen=True, eq=False)
class Split:
    """Points for training and points for testing. The test part may be empty."""

    train: Dataset
    test: Dataset


# --- generators ------------------------------------------------------------------------------------

Points = tuple[Array, Array]


def _classes_of(n: int, count: int) -> Array:
    """Return n class indices in turn, so that the sizes of the classes differ by at most one point."""
    return (np.arange(n) % count).astype(np.float64)


def _polar(radius: Array, angle: Array) -> Array:
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def _jitter(rng: np.random.Generator, x: Array, noise: float) -> Array:
    # Drawn even if the noise is 0, so that more noise moves the same points.
    return x + noise * rng.normal(size=x.shape)


def _xor(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Four quadrants, with an aisle between them; the class says whether the signs of x1 and x2 differ."""
    y = _classes_of(n, 2)
    right = np.where(np.arange(n) // 2 % 2 == 0, 1.0, -1.0)
    signs = np.column_stack((right, np.where(y == 0.0, right, -right)))
    return _jitter(rng, signs * rng.uniform(0.1 * EXTENT, EXTENT, (n, 2)), noise), y


def _circles(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Return a disc inside a ring."""
    y = _classes_of(n, 2)
    inner, outer = np.where(y == 0.0, 0.0, 0.7), np.where(y == 0.0, 0.5, 1.0)
    # The root spreads the points evenly over the area.
    radius = EXTENT * np.sqrt(rng.uniform(inner**2, outer**2))
    return _jitter(rng, _polar(radius, rng.uniform(0.0, 2.0 * np.pi, n)), noise), y


def _clouds(rng: np.random.Generator, n: int, noise: float, centres: Array) -> Points:
    """Round clouds, each cut off at radius 1 so that without noise they do not touch."""
    y = _classes_of(n, len(centres))
    radius = np.sqrt(rng.uniform(0.0, 1.0, n))
    return _jitter(rng, centres[y.astype(np.intp)] + _polar(radius, rng.uniform(0.0, 2.0 * np.pi, n)), noise), y


def _gaussians(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Two clouds; more noise makes them wider, and overlap."""
    return _clouds(rng, n, noise, np.array([(-1.5, -1.5), (1.5, 1.5)]))


def _three_classes(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Three clouds on a triangle."""
    return _clouds(rng, n, noise, _polar(np.full(3, 1.8), np.pi * np.array((1 / 2, 7 / 6, 11 / 6))))


def _four_classes(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Four clouds, one in each quadrant."""
    return _clouds(rng, n, noise, _polar(np.full(4, 2.0), np.pi * np.array((1 / 4, 3 / 4, 5 / 4, 7 / 4))))


def _spirals(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Two arms, a turn and three quarters each."""
    y = _classes_of(n, 2)
    along = np.sqrt(rng.uniform(0.0, 1.0, n))
    angle = 1.75 * 2.0 * np.pi * along + np.pi * y
    return _jitter(rng, _polar(EXTENT * (0.05 + 0.95 * along), angle), noise), y


def _moons(rng: np.random.Generator, n: int, noise: float) -> Points:
    """Two half circles, each with its end in the other's arms."""
    y = _classes_of(n, 2)
    angle = rng.uniform(0.0, np.pi, n)
    upper = np.column_stack((np.cos(angle), np.sin(angle)))
    lower = np.column_stack((1.0 - np.cos(angle), 0.5 - np.sin(angle)))
    x = np.where((y == 0.0)[:, None], upper, lower)
    # About the middle (1/2, 1/4), and as wide as the other sets.
    return _jitter(rng, (x - (0.5, 0.25)) * (2.0 * EXTENT / 3.0), noise), y


def _plane(rng: np.random.Generator, n: int, noise: float) -> Points:
    """y = (x1 + 2 x2) / 6: what one linear neuron can learn."""
    x = rng.uniform(-EXTENT, EXTENT, (n, 2))
    return x, x @ np.array((1.0, 2.0)) / 6.0 + noise * rng.normal(size=n)


def _sine(rng: np.random.Generator, n: int, noise: float) -> Points:
    """y = sin 2x: nearly two waves."""
    x = rng.uniform(-EXTENT, EXTENT, (n, 1))
    return x, np.sin(2.0 * x[:, 0]) + noise * rng.normal(size=n)


def _polynomial(rng: np.random.Generator, n: int, noise: float) -> Points:
    """y = (x³ − 6x) / 9: a cubic with both its bends in sight."""
    x = rng.uniform(-EXTENT, EXTENT, (n, 1))
    return x, (x[:, 0] ** 3 - 6.0 * x[:, 0]) / 9.0 + noise * rng.normal(size=n)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of data set.

    points     (rng, n, noise) -> x (n, dimension) and y (n,)
    classes    number of classes; 0 for a regression
    dimension  number of coordinates
    noise      a noise that leaves the set learnable, for a page to start with
    """

    name: str
    points: Callable[[np.random.Generator, int, float], Points]
    classes: int
    dimension: int
    noise: float

    @property
    def kind(self) -> Kind:
        """Kind of the data sets: binary, multiclass or regression."""
        return "regression" if not self.classes else "binary" if self.classes == 2 else "multiclass"


DATASETS: Mapping[str, Source] = MappingProxyType({
    record.name: record
    for record in (
        Source("xor", _xor, 2, 2, 0.1),
        Source("circles", _circles, 2, 2, 0.1),
        Source("gaussians", _gaussians, 2, 2, 0.4),
        Source("spirals", _spirals, 2, 2, 0.05),
        Source("moons", _moons, 2, 2, 0.2),
        Source("three_classes", _three_classes, 3, 2, 0.3),
        Source("four_classes", _four_classes, 4, 2, 0.3),
        Source("plane", _plane, 0, 2, 0.1),
        Source("sine", _sine, 0, 1, 0.15),
        Source("polynomial", _polynomial, 0, 1, 0.15),
    )
})

# The classes have no meaning here; what a page calls them is its own matter.
LETTERS = "ABCDEFGHIJ"


def make(name: str, n: int, noise: float, seed: int) -> Dataset:
    """Make n points of `DATASETS[name]`; the same seed gives the same points, moved further as the noise grows.

    Raises ValueError for fewer points than classes or a noise below 0.
    """
    source = DATASETS[name]
    if n < max(2, source.classes) or not noise >= 0.0:
        raise ValueError(f"{name}: {n} points with noise {noise}")
    x, y = source.points(np.random.default_rng(seed), n, noise)
    inputs = ("x1", "x2") if source.dimension == 2 else ("x",)
    return Dataset(x, y, source.kind, tuple(LETTERS[: source.classes]), inputs)


def from_points(points: Sequence[tuple[float, float]], labels: Sequence[int], classes: Sequence[str]) -> Dataset:
    """Return the visitor's own points, as clicked into the plot. Raises ValueError for fewer than two classes."""
    kind: Kind = "binary" if len(classes) == 2 else "multiclass"
    return Dataset(np.reshape(np.asarray(points, dtype=np.float64), (-1, 2)), np.asarray(labels), kind, tuple(classes))


# --- preparing -------------------------------------------------------------------------------------

SPLITS = ("stratified", "balanced", "random")


def split(data: Dataset, train_share: float, seed: int, how: str = "stratified") -> Split:
    """Split the points at random: one of `SPLITS`.

    stratified  the same share of each class, and at least one point, is for training
    balanced    as many points of each class are for training: the share of the rarest one
    random      whatever class they have

    Raises ValueError unless 0 < train_share <= 1, and for an unknown way.
    """
    if how not in SPLITS:
        raise ValueError(f"unknown split {how!r}")
    if not 0.0 < train_share <= 1.0:
        raise ValueError(f"the train share lies in 0 < share <= 1, got {train_share}")
    rng = np.random.default_rng(seed)
    train = np.zeros(len(data), dtype=bool)
    groups = [np.flatnonzero(data.y == k) for k in range(len(data.classes))] if how != "random" else []
    groups = [group for group in groups if len(group)] or [np.arange(len(data))]
    fewest = min(map(len, groups))
    for group in groups:
        taken = max(1, round(train_share * (fewest if how == "balanced" else len(group))))
        train[rng.permutation(group)[:taken]] = True
    return Split(data.rows(train), data.rows(~train))


def standardised(data: Dataset) -> Dataset:
    """Return the data with mean 0 and standard deviation 1 of each input; `offset` and `scale` lead back.

    For data from outside: with an input in the thousands no learning rate suits all weights. The value of a regression
    is treated likewise. A constant column is only moved. All points count, test points too: this is a choice of units.
    """
    x, offset, scale = _standard(data.x)
    done = replace(data, x=x, offset=offset, scale=scale)
    if data.kind != "regression":
        return done
    y, (y_offset,), (y_scale,) = _standard(data.y[:, None])
    return replace(done, y=y[:, 0], y_offset=float(y_offset), y_scale=float(y_scale))


def _standard(columns: Array) -> tuple[Array, Array, Array]:
    offset, spread = columns.mean(axis=0), columns.std(axis=0)
    # A column that never changes has a spread of 0, or of rounding.
    scale = np.where(spread > 1e-12 * np.abs(offset), spread, 1.0)
    return (columns - offset) / scale, offset, scale


MAX_COORDINATES = 32
"""Coordinates of a point, at most."""


def _column(x: Array, place: int) -> Array:
    return x[:, place]


@dataclass(frozen=True, slots=True)
class Feature:
    """An input made from the coordinates.

    f          x (n, d) -> (n,)
    dimension  the least number of coordinates that it needs
    """

    name: str
    f: Callable[[Array], Array]
    dimension: int
    latex: str


FEATURES: Mapping[str, Feature] = MappingProxyType({
    record.name: record
    for record in (
        Feature("x1", lambda x: x[:, 0], 1, "x_1"),
        Feature("x2", lambda x: x[:, 1], 2, "x_2"),
        Feature("x1_squared", lambda x: x[:, 0] ** 2, 1, "x_1^2"),
        Feature("x2_squared", lambda x: x[:, 1] ** 2, 2, "x_2^2"),
        Feature("x1_x2", lambda x: x[:, 0] * x[:, 1], 2, "x_1 x_2"),
        Feature("sin_x1", lambda x: np.sin(x[:, 0]), 1, r"\sin x_1"),
        Feature("sin_x2", lambda x: np.sin(x[:, 1]), 2, r"\sin x_2"),
        # Further columns of a table.
        *(Feature(f"x{i}", partial(_column, place=i - 1), i, f"x_{{{i}}}") for i in range(3, MAX_COORDINATES + 1)),
    )
})


def network_inputs(x: Array, features: Sequence[str] = ()) -> Array:
    """Return the network's inputs for the points x, (n, d): (n, number of features); without features, a copy of x.

    Raises ValueError for a feature that is unknown or needs more coordinates than x has.
    """
    if not features:
        return np.array(x, dtype=np.float64)
    for name in features:
        if name not in FEATURES:
            raise ValueError(f"unknown feature {name!r}")
        if FEATURES[name].dimension > x.shape[1]:
            raise ValueError(f"feature {name} needs {FEATURES[name].dimension} inputs, the data has {x.shape[1]}")
    with np.errstate(over="ignore"):
        return np.column_stack([FEATURES[name].f(x) for name in features])


def target_levels(activation: str) -> tuple[float, float]:
    """Return the targets of an output for "no" and "yes": −1 and 1 if the activation has these bounds, else 0 and 1."""
    return (-1.0, 1.0) if ACTIVATIONS[activation].low == -1.0 and ACTIVATIONS[activation].high == 1.0 else (0.0, 1.0)


def network_targets(data: Dataset, outputs: int, activation: str) -> Array:
    """Return the targets of the network's outputs, (n, outputs).

    One output: the value of a regression, or yes for class 1 of two. Otherwise one output for each class.
    Raises ValueError if the outputs do not fit the data.
    """
    if data.kind == "regression":
        if outputs != 1:
            raise ValueError(f"a regression needs 1 output, the network has {outputs}")
        return np.array(data.y[:, None])
    if outputs == 1 and data.kind == "binary" and ACTIVATIONS[activation].elementwise:
        chosen = data.y[:, None] == 1.0
    elif outputs == len(data.classes):
        chosen = data.y[:, None] == np.arange(outputs)
    else:
        raise ValueError(f"{len(data.classes)} classes do not fit {outputs} outputs with {activation}")
    no, yes = target_levels(activation)
    return np.where(chosen, yes, no)
