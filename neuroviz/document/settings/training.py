"""The settings of the training page: the data, the network before training, and the settings of its training.

One flat record, like `neuron.Neuron`: each field is declared with what it may be. Everything random
is drawn from the seeds in it, so the record alone reproduces a whole run: points, first weights, order, every epoch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared, check_number
from neuroviz.document.refusal import Refusal
from neuroviz.document.tables.data import MAX_INPUTS, MAX_VALUE
from neuroviz.nn.datasets import DATASETS, FEATURES, Dataset, Split, make, split, standardised
from neuroviz.nn.network import Network
from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES
from neuroviz.nn.recipes import RECIPES, first_network
from neuroviz.nn.training import Settings

RECIPE_NAMES = tuple(RECIPES)

_HIDDEN_ACTIVATIONS = ("tanh", "relu", "leaky_relu", "elu", "sigmoid", "softplus", "gelu", "linear")

OWN = "own"
"""The data set that the visitor made."""


@dataclass(frozen=True)
class Training:
    """The settings of the learning pages.

    dataset        a name of `DATASETS`, or "own"
    points, noise, train_share, data_seed   generation and split; for the visitor's own data only the split matters
    own, own_classes   the visitor's rows (inputs..., y), y a class's index or a value; the classes' names, or ()
    own_names   names of the columns of `own`, or (); "" for a column without a name
    own_units   (offset, scale) of each column, or (): value · scale + offset is the value in the visitor's table
    own_inputs  number of inputs in that table, one or two of which are used; 0 if there was no table
    features       names of `FEATURES`: the inputs of the network for a point
    hidden         neurons of each hidden layer; activation of all of them
    initializer, network_seed   of the first weights; biases start at 0
    squared        whether classes are learnt with the squared error instead of cross-entropy
    optimizer, learning_rate, momentum, schedule, batch_size, epochs, l1, l2, dropout, seed   as `nn.training.Settings`
    patience       epochs without a smaller test loss after which to stop; 0: no early stopping
    """

    dataset: Annotated[str, OneOf((*DATASETS, OWN))] = "circles"
    points: Annotated[int, Within(4, 2000)] = 500
    noise: Annotated[float, Within(0.0, 2.0)] = 0.1
    train_share: Annotated[float, Within(0.1, 0.9)] = 0.5
    data_seed: Annotated[int, Within(0, limits.MAX_SEED)] = 0
    own: tuple[tuple[float, ...], ...] = ()
    own_classes: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    own_units: tuple[tuple[float, float], ...] = ()
    own_inputs: Annotated[int, Within(0, MAX_INPUTS)] = 0
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (6,)
    activation: Annotated[str, OneOf(_HIDDEN_ACTIVATIONS)] = "tanh"
    initializer: Annotated[str, OneOf(("xavier", "he", "normal", "uniform", "zeros"))] = "xavier"
    network_seed: Annotated[int, Within(0, limits.MAX_SEED)] = 0
    squared: bool = False
    optimizer: Annotated[str, OneOf(tuple(OPTIMIZERS))] = "momentum"
    learning_rate: Annotated[float, Within(1e-5, 100.0)] = 0.03
    momentum: Annotated[float, Within(0.0, 0.99)] = 0.9
    schedule: Annotated[str, OneOf(tuple(SCHEDULES))] = "constant"
    batch_size: Annotated[int, Within(1, 2000)] = 10
    epochs: Annotated[int, Within(1, 2000)] = 150
    l1: Annotated[float, Within(0.0, 1.0)] = 0.0
    l2: Annotated[float, Within(0.0, 1.0)] = 0.0
    dropout: Annotated[float, Within(0.0, 0.9)] = 0.0
    patience: Annotated[int, Within(0, 1000)] = 0
    seed: Annotated[int, Within(0, limits.MAX_SEED)] = 0

    @property
    def dimension(self) -> int:
        """Number of coordinates of a point, 1 or 2."""
        if self.dataset == OWN:
            return len(self.own[0]) - 1 if self.own else 2
        return DATASETS[self.dataset].dimension

    @property
    def classes(self) -> int:
        """Number of classes; 0 for a regression."""
        return len(self.own_classes) if self.dataset == OWN else DATASETS[self.dataset].classes

    @property
    def output(self) -> str:
        """Activation of the output, which follows from the number of classes."""
        return "linear" if not self.classes else "sigmoid" if self.classes == 2 else "softmax"

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input first."""
        return (len(self.features), *self.hidden, self.classes if self.classes > 2 else 1)



def recipe(dataset: str) -> Training:
    """Where a data set begins: a network and settings that learn it."""
    found = RECIPES[dataset]
    own = found.settings
    return Training(
        dataset=dataset, points=found.points, noise=DATASETS[dataset].noise, train_share=found.train_share,
        features=tuple(name for name in ("x1", "x2") if FEATURES[name].dimension <= DATASETS[dataset].dimension),
        hidden=found.hidden, activation=found.activation, initializer=found.initializer, optimizer=own.optimizer,
        learning_rate=own.learning_rate, momentum=own.momentum, schedule=own.schedule, batch_size=own.batch_size,
        epochs=own.epochs,
    )


def checked(training: Training) -> Training:
    """Return `training` with each number of its field's type. Raises Refusal for a field that is not allowed."""
    training = as_declared(training, "learning")
    _own(training)
    unknown = [name for name in training.features if name not in FEATURES]
    if unknown:
        raise Refusal("field_value", where="learning.features", value=str(unknown[0])[:24])
    fitting = tuple(name for name in FEATURES if name in training.features
                    and FEATURES[name].dimension <= training.dimension)
    if not fitting:
        raise Refusal("training_features")
    if len(training.hidden) > limits.MAX_HIDDEN_LAYERS or not all(
        1 <= size <= limits.MAX_HIDDEN_NEURONS for size in training.hidden
    ):
        raise Refusal("training_hidden", layers=limits.MAX_HIDDEN_LAYERS, neurons=limits.MAX_HIDDEN_NEURONS)
    own = tuple(tuple(float(value) + 0.0 for value in row) for row in training.own)
    units = tuple((float(offset) + 0.0, float(scale)) for offset, scale in training.own_units)
    return replace(training, features=fitting, own=own, own_units=units)


def with_changes(training: Training, **changes: Any) -> Training:
    """Return `training` with some fields changed, without features that the data has no input for.

    Raises Refusal as `checked` does.
    """
    return checked(replace(training, **changes))


def from_dataset(training: Training, data: Dataset, *, named: bool = True, inputs: int = 0) -> Training:
    """Return `training` on the visitor's own table of one or two inputs, each standardised.

    named   whether the table has names for its columns
    inputs  number of inputs that the whole table had; 0: those of `data`
    """
    found = standardised(data)
    rows = tuple((*x, y) for x, y in zip(found.x.round(6).tolist(), found.y.tolist(), strict=True))
    features = ("x1", "x2")[: found.x.shape[1]]
    assert found.offset is not None
    assert found.scale is not None
    units = [*zip(found.offset.tolist(), found.scale.tolist(), strict=True), (found.y_offset, found.y_scale)]
    return replace(
        training, dataset=OWN, own=rows, own_classes=tuple(map(short_name, found.classes)), features=features,
        own_names=tuple(map(short_name, (*found.inputs, found.target))) if named else (), own_units=tuple(units),
        own_inputs=inputs or found.x.shape[1],
    )


def short_name(name: str) -> str:
    """Return a visitor's name on one printable line, shortened to `limits.MAX_NAME_CHARS`."""
    name = "".join(c if c.isprintable() else " " for c in name).strip()
    return name if len(name) <= limits.MAX_NAME_CHARS else name[: limits.MAX_NAME_CHARS - 1].rstrip() + "…"


def feature_name(training: Training, name: str, symbol: str) -> str:
    """Return the name of a feature: made from the visitor's own column names, else its `symbol`."""
    own = training.own_names if training.dataset == OWN else ()
    if not any(own):
        return symbol
    first, second = own[0] or "x₁", (own[1] if len(own) > 2 else "") or "x₂"
    return {
        "x1": first, "x2": second, "x1_squared": f"{first}²", "x2_squared": f"{second}²",
        "x1_x2": f"{first} · {second}", "sin_x1": f"sin {first}", "sin_x2": f"sin {second}",
    }[name]


def target_name(training: Training) -> str:
    """Return the visitor's name of the target column, or ""."""
    return training.own_names[-1] if training.dataset == OWN and training.own_names else ""


def output_name(training: Training) -> str:
    """Return the name of a single output: the target, or the second of two classes; "" if it has no name."""
    if training.classes == 2:
        return training.own_classes[1] if training.dataset == OWN else ""
    return target_name(training)


def units_of(training: Training) -> tuple[tuple[float, float], ...]:
    """Return (offset, scale) of each input and of the target: value · scale + offset is in the units of the data."""
    if training.dataset == OWN and training.own_units:
        return training.own_units
    return ((0.0, 1.0),) * (training.dimension + 1)


# --- what the record means --------------------------------------------------------------------------

def data_of(training: Training) -> Split:
    """Return the points, split into training and test points."""
    if training.dataset == OWN:
        inputs = ("x",) if training.dimension == 1 else ("x1", "x2")
        offset, scale = np.array(units_of(training)).T
        data = Dataset(
            np.array([row[:-1] for row in training.own]), np.array([row[-1] for row in training.own]),
            "regression" if not training.own_classes else "binary" if training.classes == 2 else "multiclass",
            training.own_classes, inputs, offset=offset[:-1], scale=scale[:-1], y_offset=float(offset[-1]),
            y_scale=float(scale[-1]),
        )
    else:
        data = make(training.dataset, training.points, training.noise, training.data_seed)
    return split(data, training.train_share, training.data_seed)


def network_of(training: Training) -> Network:
    """Return the network before training."""
    activations = (*(training.activation,) * len(training.hidden), training.output)
    return first_network(training.sizes, activations, training.initializer, training.network_seed)


def settings_of(training: Training) -> Settings:
    """Return the settings of `nn.training.train`."""
    loss = "squared_error" if training.squared or not training.classes else (
        "binary_cross_entropy" if training.classes == 2 else "categorical_cross_entropy"
    )
    return Settings(
        loss=loss, optimizer=training.optimizer, learning_rate=training.learning_rate, momentum=training.momentum,
        schedule=training.schedule, batch_size=training.batch_size, epochs=training.epochs, l1=training.l1,
        l2=training.l2, dropout=training.dropout, patience=training.patience or None, seed=training.seed,
        features=training.features,
    )


def _own(training: Training) -> None:
    """Raise Refusal if the visitor's own rows, classes, names and units do not fit together."""
    rows, classes = training.own, training.own_classes
    if training.dataset == OWN and len(rows) < limits.MIN_OWN_ROWS:
        raise Refusal("training_few", least=limits.MIN_OWN_ROWS)
    if len(rows) > limits.MAX_OWN_ROWS:
        raise Refusal("training_rows", limit=limits.MAX_OWN_ROWS)
    if len(classes) == 1 or len(classes) > limits.MAX_OWN_CLASSES:
        raise Refusal("training_classes", limit=limits.MAX_OWN_CLASSES)
    for index, row in enumerate(rows):
        where = f"learning.own[{index}]"
        if len(row) not in {2, 3} or len(row) != len(rows[0]):
            raise Refusal("field_length", where=where, got=len(row), expected=len(rows[0]))
        for place, value in enumerate(row):
            check_number(value, f"{where}[{place}]", -limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE)
        if classes and row[-1] not in range(len(classes)):
            raise Refusal("field_value", where=f"{where}[{len(row) - 1}]", value=f"{row[-1]:g}")
    for field, given in (("own_names", training.own_names), ("own_units", training.own_units)):
        if given and (not rows or len(given) != len(rows[0])):
            expected = len(rows[0]) if rows else 0
            raise Refusal("field_length", where=f"learning.{field}", got=len(given), expected=expected)
    for place, (offset, scale) in enumerate(training.own_units):
        where = f"learning.own_units[{place}]"
        check_number(offset, f"{where}[0]", -MAX_VALUE, MAX_VALUE)
        check_number(scale, f"{where}[1]", 0.0, 2.0 * MAX_VALUE)
        if not scale or (classes and place == len(rows[0]) - 1 and (offset, scale) != (0.0, 1.0)):
            raise Refusal("field_value", where=where, value=f"{scale:g}")
