"""What is learnt, and how: the data, the network that begins, and the settings of its training.

One flat record, as `neuron.Neuron` is: `RANGES` and `CHOICES` say what each field may be. Everything random is drawn
from the seeds in it, so the record alone reproduces a whole run: points, first weights, order, every epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from neuroviz.document import limits
from neuroviz.document.fields import check_choices, check_number, in_ranges
from neuroviz.document.refusal import Refusal
from neuroviz.document.tables.data import MAX_INPUTS, MAX_VALUE
from neuroviz.nn.datasets import DATASETS, FEATURES, Dataset, Split, make, split, standardised
from neuroviz.nn.network import Network
from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES
from neuroviz.nn.recipes import RECIPES, first_network
from neuroviz.nn.training import Settings

RECIPE_NAMES = tuple(RECIPES)

OWN = "own"
"""The data set that the visitor made."""


@dataclass(frozen=True)
class Learning:
    """The settings of the learning pages.

    dataset        a name of `DATASETS`, or "own"
    points, noise, train_share, data_seed   how it is drawn and split; of the visitor's own data only the split counts
    own, own_classes   the visitor's rows (inputs..., y), y a class's index or a value; the classes' names, or ()
    own_names   what the columns of `own` are called, or (); "" where one has no name
    own_units   (offset, scale) of each column, or (): value · scale + offset is what the visitor's table said
    own_inputs  how many inputs that table had, of which one or two are learnt from; 0 where there was none
    features       names of `FEATURES`: what the network is given of a point
    hidden         neurons of each hidden layer; activation of all of them
    initializer, network_seed   of the first weights; biases begin at 0
    squared        whether classes are learnt by squared error too, rather than by cross-entropy
    optimizer, learning_rate, momentum, schedule, batch_size, epochs, l1, l2, dropout, seed   as `nn.training.Settings`
    patience       epochs without a smaller test loss after which to stop; 0: never early
    """

    dataset: str = "circles"
    points: int = 500
    noise: float = 0.1
    train_share: float = 0.5
    data_seed: int = 0
    own: tuple[tuple[float, ...], ...] = ()
    own_classes: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    own_units: tuple[tuple[float, float], ...] = ()
    own_inputs: int = 0
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (6,)
    activation: str = "tanh"
    initializer: str = "xavier"
    network_seed: int = 0
    squared: bool = False
    optimizer: str = "momentum"
    learning_rate: float = 0.03
    momentum: float = 0.9
    schedule: str = "constant"
    batch_size: int = 10
    epochs: int = 150
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    patience: int = 0
    seed: int = 0

    @property
    def dimension(self) -> int:
        """Coordinates of a point: 1 or 2."""
        if self.dataset == OWN:
            return len(self.own[0]) - 1 if self.own else 2
        return DATASETS[self.dataset].dimension

    @property
    def classes(self) -> int:
        """How many; 0 where values are learnt."""
        return len(self.own_classes) if self.dataset == OWN else DATASETS[self.dataset].classes

    @property
    def output(self) -> str:
        """The output's activation: it follows from what is learnt."""
        return "linear" if not self.classes else "sigmoid" if self.classes == 2 else "softmax"

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input first."""
        return (len(self.features), *self.hidden, self.classes if self.classes > 2 else 1)


CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "dataset": (*DATASETS, OWN),
    "activation": ("tanh", "relu", "leaky_relu", "elu", "sigmoid", "softplus", "gelu", "linear"),
    "initializer": ("xavier", "he", "normal", "uniform", "zeros"),
    "optimizer": tuple(OPTIMIZERS),
    "schedule": tuple(SCHEDULES),
})

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType({
    "points": (4, 2000),
    "noise": (0.0, 2.0),
    "train_share": (0.1, 0.9),
    "data_seed": (0, limits.MAX_SEED),
    "network_seed": (0, limits.MAX_SEED),
    "learning_rate": (1e-5, 100.0),
    "momentum": (0.0, 0.99),
    "batch_size": (1, 2000),
    "epochs": (1, 2000),
    "own_inputs": (0, MAX_INPUTS),
    "l1": (0.0, 1.0),
    "l2": (0.0, 1.0),
    "dropout": (0.0, 0.9),
    "patience": (0, 1000),
    "seed": (0, limits.MAX_SEED),
})


def recipe(dataset: str) -> Learning:
    """Where a data set begins: a network and settings that learn it."""
    found = RECIPES[dataset]
    own = found.settings
    return Learning(
        dataset=dataset, points=found.points, noise=DATASETS[dataset].noise, train_share=found.train_share,
        features=tuple(name for name in ("x1", "x2") if FEATURES[name].dimension <= DATASETS[dataset].dimension),
        hidden=found.hidden, activation=found.activation, initializer=found.initializer, optimizer=own.optimizer,
        learning_rate=own.learning_rate, momentum=own.momentum, schedule=own.schedule, batch_size=own.batch_size,
        epochs=own.epochs,
    )


def checked(learning: Learning) -> Learning:
    """`learning` where every field is allowed, whole numbers as whole numbers. Raises Refusal that names the field."""
    check_choices(learning, CHOICES, "learning")
    learning = replace(learning, **in_ranges(learning, RANGES, "learning"))
    _own(learning)
    unknown = [name for name in learning.features if name not in FEATURES]
    if unknown:
        raise Refusal("field_value", where="learning.features", value=str(unknown[0])[:24])
    fitting = tuple(name for name in FEATURES if name in learning.features
                    and FEATURES[name].dimension <= learning.dimension)
    if not fitting:
        raise Refusal("learning_features")
    if len(learning.hidden) > limits.MAX_LEARNING_LAYERS or not all(
        1 <= size <= limits.MAX_LEARNING_NEURONS for size in learning.hidden
    ):
        raise Refusal("learning_hidden", layers=limits.MAX_LEARNING_LAYERS, neurons=limits.MAX_LEARNING_NEURONS)
    own = tuple(tuple(float(value) + 0.0 for value in row) for row in learning.own)
    units = tuple((float(offset) + 0.0, float(scale)) for offset, scale in learning.own_units)
    return replace(learning, features=fitting, own=own, own_units=units)


def with_changes(learning: Learning, **changes: Any) -> Learning:
    """`learning` with some fields changed, every rule kept. A feature that the data has no input for is left out."""
    return checked(replace(learning, **changes))


def from_dataset(learning: Learning, data: Dataset, *, named: bool = True, inputs: int = 0) -> Learning:
    """`learning` on the visitor's own table of one or two inputs; each input is brought to a common scale.

    named   whether the table has names for its columns; inputs: how many it had, these among them
    """
    found = standardised(data)
    rows = tuple((*x, y) for x, y in zip(found.x.round(6).tolist(), found.y.tolist(), strict=True))
    features = ("x1", "x2")[: found.x.shape[1]]
    assert found.offset is not None
    assert found.scale is not None
    units = [*zip(found.offset.tolist(), found.scale.tolist(), strict=True), (found.y_offset, found.y_scale)]
    return replace(
        learning, dataset=OWN, own=rows, own_classes=tuple(map(short_name, found.classes)), features=features,
        own_names=tuple(map(short_name, (*found.inputs, found.target))) if named else (), own_units=tuple(units),
        own_inputs=inputs or found.x.shape[1],
    )


def short_name(name: str) -> str:
    """A name of the visitor's, on one printable line and no longer than names may be."""
    name = "".join(c if c.isprintable() else " " for c in name).strip()
    return name if len(name) <= limits.MAX_NAME_CHARS else name[: limits.MAX_NAME_CHARS - 1].rstrip() + "…"


def feature_name(learning: Learning, name: str, symbol: str) -> str:
    """What a feature is called: by the visitor's own columns, else by its `symbol`."""
    own = learning.own_names if learning.dataset == OWN else ()
    if not any(own):
        return symbol
    first, second = own[0] or "x₁", (own[1] if len(own) > 2 else "") or "x₂"
    return {
        "x1": first, "x2": second, "x1_squared": f"{first}²", "x2_squared": f"{second}²",
        "x1_x2": f"{first} · {second}", "sin_x1": f"sin {first}", "sin_x2": f"sin {second}",
    }[name]


def target_name(learning: Learning) -> str:
    """What is learnt, in the visitor's own word, or ""."""
    return learning.own_names[-1] if learning.dataset == OWN and learning.own_names else ""


def output_name(learning: Learning) -> str:
    """What one output says: the value, or how far it is the second of two classes; "" where that has no name."""
    if learning.classes == 2:
        return learning.own_classes[1] if learning.dataset == OWN else ""
    return target_name(learning)


def units_of(learning: Learning) -> tuple[tuple[float, float], ...]:
    """(offset, scale) of each input and of the target: value · scale + offset is in the units of the data."""
    if learning.dataset == OWN and learning.own_units:
        return learning.own_units
    return ((0.0, 1.0),) * (learning.dimension + 1)


# --- what it stands for --------------------------------------------------------------------------

def data_of(learning: Learning) -> Split:
    """The points, split."""
    if learning.dataset == OWN:
        inputs = ("x",) if learning.dimension == 1 else ("x1", "x2")
        offset, scale = np.array(units_of(learning)).T
        data = Dataset(
            np.array([row[:-1] for row in learning.own]), np.array([row[-1] for row in learning.own]),
            "regression" if not learning.own_classes else "binary" if learning.classes == 2 else "multiclass",
            learning.own_classes, inputs, offset=offset[:-1], scale=scale[:-1], y_offset=float(offset[-1]),
            y_scale=float(scale[-1]),
        )
    else:
        data = make(learning.dataset, learning.points, learning.noise, learning.data_seed)
    return split(data, learning.train_share, learning.data_seed)


def network_of(learning: Learning) -> Network:
    """The network before it learnt anything."""
    activations = (*(learning.activation,) * len(learning.hidden), learning.output)
    return first_network(learning.sizes, activations, learning.initializer, learning.network_seed)


def settings_of(learning: Learning) -> Settings:
    """How it is trained."""
    loss = "squared_error" if learning.squared or not learning.classes else (
        "binary_cross_entropy" if learning.classes == 2 else "categorical_cross_entropy"
    )
    return Settings(
        loss=loss, optimizer=learning.optimizer, learning_rate=learning.learning_rate, momentum=learning.momentum,
        schedule=learning.schedule, batch_size=learning.batch_size, epochs=learning.epochs, l1=learning.l1,
        l2=learning.l2, dropout=learning.dropout, patience=learning.patience or None, seed=learning.seed,
        features=learning.features,
    )


def _own(learning: Learning) -> None:
    """Raises Refusal where the visitor's own rows do not fit together."""
    rows, classes = learning.own, learning.own_classes
    if learning.dataset == OWN and len(rows) < limits.MIN_OWN_ROWS:
        raise Refusal("learning_few", least=limits.MIN_OWN_ROWS)
    if len(rows) > limits.MAX_OWN_ROWS:
        raise Refusal("learning_rows", limit=limits.MAX_OWN_ROWS)
    if len(classes) == 1 or len(classes) > limits.MAX_OWN_CLASSES:
        raise Refusal("learning_classes", limit=limits.MAX_OWN_CLASSES)
    for index, row in enumerate(rows):
        where = f"learning.own[{index}]"
        if len(row) not in {2, 3} or len(row) != len(rows[0]):
            raise Refusal("field_length", where=where, got=len(row), expected=len(rows[0]))
        for place, value in enumerate(row):
            check_number(value, f"{where}[{place}]", -limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE)
        if classes and row[-1] not in range(len(classes)):
            raise Refusal("field_value", where=f"{where}[{len(row) - 1}]", value=f"{row[-1]:g}")
    for field, given in (("own_names", learning.own_names), ("own_units", learning.own_units)):
        if given and (not rows or len(given) != len(rows[0])):
            expected = len(rows[0]) if rows else 0
            raise Refusal("field_length", where=f"learning.{field}", got=len(given), expected=expected)
    for place, (offset, scale) in enumerate(learning.own_units):
        where = f"learning.own_units[{place}]"
        check_number(offset, f"{where}[0]", -MAX_VALUE, MAX_VALUE)
        check_number(scale, f"{where}[1]", 0.0, 2.0 * MAX_VALUE)
        if not scale or (classes and place == len(rows[0]) - 1 and (offset, scale) != (0.0, 1.0)):
            raise Refusal("field_value", where=where, value=f"{scale:g}")
