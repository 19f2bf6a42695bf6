"""The settings of the training page: the data, the network before training, and the settings of its training.

One flat record, like `neuron.Neuron`: each field is declared with what it may be. Everything random
is drawn from the seeds in it, so the record alone reproduces a whole run: points, first weights, order, every epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared, ranges_of
from neuroviz.document.refusal import Refusal
from neuroviz.document.settings.training_rules import (
    HIDDEN_ACTIVATIONS,
    OWN,
    STEERED,
    WEIGHT,
    check_activations,
    check_own,
    check_plane,
    checked_turns,
)
from neuroviz.document.tables.data import MAX_INPUTS
from neuroviz.document.tables.packed import pack_rows, unpack_rows
from neuroviz.nn.datasets import DATASETS, FEATURES, SPLITS, Array, Dataset, Split, make, split, standardised
from neuroviz.nn.network import Network
from neuroviz.nn.optimizers import OPTIMIZERS, SCHEDULES
from neuroviz.nn.parameters import Layout
from neuroviz.nn.recipes import RECIPES, first_network
from neuroviz.nn.training import Settings

__all__ = [
    "HIDDEN_ACTIVATIONS", "OWN", "RECIPE_NAMES", "SEEN", "STEERED", "WEIGHT", "Training", "as_learnt", "at_epoch",
    "base_point", "base_row", "checked", "data_of", "feature_name", "from_dataset", "input_name", "is_slice",
    "network_of", "output_name", "own_data", "recipe", "settings_of", "short_name", "steered", "symbol_of",
    "target_name", "units_of", "with_changes", "with_point", "without_last_point", "without_turns",
]

RECIPE_NAMES = tuple(RECIPES)

SEEN = ("plane", "plane_row", "discrete", "show_test")
"""Fields that change what is seen of a training, and nothing in it."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Training:
    """The settings of the learning pages.

    dataset        a name of `DATASETS`, or "own"
    points, noise, train_share, data_seed   generation and split; for the visitor's own data only the split matters
    own, own_classes   the visitor's rows (inputs..., y), y a class's index or a value; the classes' names, or ()
    own_names   names of the columns of `own`, or (); "" for a column without a name
    own_units   (offset, scale) of each column, or (): value · scale + offset is the value in the visitor's table
    own_inputs  number of inputs in the table of an older document, which kept two of them; 0 if there was none
    table       the visitor's table in place of `own`, in its own units (see `tables.packed`); "" for points put into
                the plot, and in older documents
    split       one of `nn.datasets.SPLITS`
    plane, plane_row   the two inputs that the map shows, () for the first two, and the row of the table from which it
                has all others; 0: their means
    discrete, show_test   whether the map shows the decision alone, and whether the test points are drawn
    features       names of `FEATURES`: the inputs of the network for a point
    hidden         neurons of each hidden layer; activation of all of them
    activations    of each hidden layer its own, or ()
    initializer, network_seed   of the first weights; biases start at 0
    squared        whether classes are learnt with the squared error instead of cross-entropy
    optimizer, learning_rate, momentum, schedule, batch_size, epochs, l1, l2, dropout, seed   as `nn.training.Settings`
    patience       epochs without a smaller test loss after which to stop; 0: no early stopping
    turns          (epoch, name, value): what was changed in the middle of the training, after so many epochs; a name is
                   one of `STEERED`, or "weight." and the place of a parameter
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
    table: str = ""
    split: Annotated[str, OneOf(SPLITS)] = "stratified"
    plane: tuple[int, ...] = ()
    plane_row: Annotated[int, Within(0, limits.MAX_OWN_ROWS)] = 0
    discrete: bool = False
    show_test: bool = True
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (6,)
    activation: Annotated[str, OneOf(HIDDEN_ACTIVATIONS)] = "tanh"
    activations: tuple[str, ...] = ()
    initializer: Annotated[str, OneOf(("xavier", "he", "normal", "uniform", "zeros"))] = "xavier"
    network_seed: Annotated[int, Within(0, limits.MAX_SEED)] = 0
    squared: bool = False
    optimizer: Annotated[str, OneOf(tuple(OPTIMIZERS))] = "momentum"
    learning_rate: Annotated[float, Within(1e-5, 100.0)] = 0.03
    momentum: Annotated[float, Within(0.0, 0.99)] = 0.9
    schedule: Annotated[str, OneOf(tuple(SCHEDULES))] = "constant"
    batch_size: Annotated[int, Within(1, 2000)] = 10
    epochs: Annotated[int, Within(1, 5000)] = 150
    l1: Annotated[float, Within(0.0, 1.0)] = 0.0
    l2: Annotated[float, Within(0.0, 1.0)] = 0.0
    dropout: Annotated[float, Within(0.0, 0.9)] = 0.0
    patience: Annotated[int, Within(0, 1000)] = 0
    seed: Annotated[int, Within(0, limits.MAX_SEED)] = 0
    turns: tuple[tuple[int, str, float], ...] = ()

    @property
    def dimension(self) -> int:
        """Number of coordinates of a point."""
        if self.dataset == OWN:
            if self.table:
                return len(self.own_units) - 1
            return len(self.own[0]) - 1 if self.own else 2
        return DATASETS[self.dataset].dimension

    @property
    def classes(self) -> int:
        """Number of classes; 0 for a regression."""
        return len(self.own_classes) if self.dataset == OWN else DATASETS[self.dataset].classes

    @property
    def own_count(self) -> int:
        """Number of the visitor's own points."""
        return len(unpack_rows(self.table)) if self.table else len(self.own)

    @property
    def axes(self) -> tuple[int, int]:
        """The two inputs that the map shows, counted from 0; of a single input (0, 0)."""
        if len(self.plane) == 2 and max(self.plane) < self.dimension:
            return self.plane[0], self.plane[1]
        return 0, min(1, self.dimension - 1)

    @property
    def layer_activations(self) -> tuple[str, ...]:
        """Activation of each layer after the input."""
        each = (*self.activations, *(self.activation,) * len(self.hidden))[: len(self.hidden)]
        return (*each, self.output)

    @property
    def output(self) -> str:
        """Activation of the output, which follows from the number of classes."""
        return "linear" if not self.classes else "sigmoid" if self.classes == 2 else "softmax"

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons in each layer, the input first."""
        return (len(self.features), *self.hidden, self.classes if self.classes > 2 else 1)


def recipe(dataset: str) -> Training:
    """Return what a data set begins with: a network and settings that learn it."""
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
    check_own(training)
    check_activations(training)
    check_plane(training)
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
    parameters = Layout(replace(training, features=fitting).sizes).size
    turns = checked_turns(training, parameters, ranges_of(Training))
    return replace(training, features=fitting, own=own, own_units=units, turns=turns)


def with_changes(training: Training, **changes: Any) -> Training:
    """Return `training` with some fields changed, without features that the data has no input for.

    What was changed in the middle of the old training is left behind, and the values that it ended with are those that
    the new one begins with. Raises Refusal as `checked` does.
    """
    if not changes.keys() <= {*SEEN, "epochs", "turns"}:
        training = without_turns(training)
    return checked(replace(training, **changes))


def steered(training: Training, epoch: int, changes: Mapping[str, float]) -> Training:
    """Return `training` with fields of `STEERED`, or parameters as `WEIGHT` and their place, changed after `epoch`.

    Raises Refusal as `checked` does, and "too_many_turns".
    """
    kept = [turn for turn in training.turns if (turn[0], turn[1]) not in {(epoch, name) for name in changes}]
    turns = sorted((*kept, *((epoch, name, float(value)) for name, value in changes.items())), key=lambda turn: turn[0])
    if len(turns) > limits.MAX_TURNS:
        raise Refusal("too_many_turns", limit=limits.MAX_TURNS)
    return checked(replace(training, turns=tuple(turns)))


def at_epoch(training: Training, epoch: int) -> Training:
    """Return `training` with the values that its fields have after `epoch` epochs."""
    found = {name: value for when, name, value in training.turns if when <= epoch and name in STEERED}
    return replace(training, **{name: type(getattr(Training, name))(value) for name, value in found.items()})


def without_turns(training: Training) -> Training:
    """Return `training` with the values that its fields have at the end, as if they had been so from the beginning."""
    return replace(at_epoch(training, training.epochs), turns=()) if training.turns else training


def as_learnt(training: Training) -> Training:
    """Return `training` with the fields of `SEEN` as they begin: what it has in common with all that learn the same."""
    return replace(training, **{name: getattr(Training, name) for name in SEEN})



def from_dataset(training: Training, data: Dataset, *, named: bool = True) -> Training:
    """Return `training` on the visitor's own table, each column of which is standardised for learning.

    named   whether the table has names for its columns
    """
    found = standardised(data)
    assert found.offset is not None
    assert found.scale is not None
    units = [*zip(found.offset.tolist(), found.scale.tolist(), strict=True), (found.y_offset, found.y_scale)]
    count = data.x.shape[1]
    return replace(
        without_turns(training), dataset=OWN, own=(), table=pack_rows(np.column_stack((data.x, data.y))),
        own_classes=tuple(map(short_name, found.classes)), features=tuple(f"x{i}" for i in range(1, count + 1)),
        own_names=tuple(map(short_name, (*found.inputs, found.target))) if named else (),
        own_units=tuple((offset + 0.0, scale) for offset, scale in units),
        own_inputs=0, plane=_first_plane(data.x), plane_row=0,
    )


def _first_plane(x: Array) -> tuple[int, ...]:
    """Return the first two inputs that are more than a yes and a no, where these are not the first two of all."""
    scales = [i for i, column in enumerate(x.T) if len(np.unique(column)) > 2]
    found = tuple((scales + [i for i in range(x.shape[1]) if i not in scales])[:2])
    return found if found != (0, 1) and len(found) == 2 else ()


def with_point(training: Training, x: float, y: float, kind: int) -> Training:
    """Return `training` with one more point of two inputs, where it stands in the map. Raises Refusal as `checked`."""
    if not training.table:
        return with_changes(training, own=(*training.own, (x, y, float(kind))))
    row = [value * scale + offset for value, (offset, scale) in zip((x, y), training.own_units, strict=False)]
    # No more digits than a hand has put there.
    point = np.array([[*(float(f"{value:.4g}") for value in row), float(kind)]])
    return with_changes(training, table=pack_rows(np.vstack((unpack_rows(training.table), point))))


def without_last_point(training: Training) -> Training:
    """Return `training` without its last own point. Raises Refusal as `checked` does."""
    if not training.table:
        return with_changes(training, own=training.own[:-1])
    return with_changes(training, table=pack_rows(unpack_rows(training.table)[:-1]))


def short_name(name: str) -> str:
    """Return a visitor's name on one printable line, shortened to `limits.MAX_NAME_CHARS`."""
    name = "".join(c if c.isprintable() else " " for c in name).strip()
    return name if len(name) <= limits.MAX_NAME_CHARS else name[: limits.MAX_NAME_CHARS - 1].rstrip() + "…"


def feature_name(training: Training, name: str, symbol: str) -> str:
    """Return the name of a feature: made from the visitor's own column names, else its `symbol`."""
    own = training.own_names[:-1] if training.dataset == OWN else ()
    if not any(own):
        return symbol
    inputs = [*own, ""] if len(own) == 1 else own
    first, second = (name or f"x{sub}" for name, sub in zip(inputs[:2], "₁₂", strict=True))
    made = {
        "x1": first, "x2": second, "x1_squared": f"{first}²", "x2_squared": f"{second}²",
        "x1_x2": f"{first} · {second}", "sin_x1": f"sin {first}", "sin_x2": f"sin {second}",
    }
    return made[name] if name in made else input_name(training, int(name[1:]) - 1)


def input_name(training: Training, place: int) -> str:
    """Return the name of an input, counted from 0: the visitor's, else its symbol."""
    own = training.own_names[:-1] if training.dataset == OWN else ()
    return own[place] if place < len(own) and own[place] else symbol_of(f"x{place + 1}")


def symbol_of(name: str) -> str:
    """Return x₁₂ for "x12"; other features' names as they are."""
    return "x" + name[1:].translate(_SUBSCRIPTS) if name[1:].isdecimal() else name


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
        data = own_data(training)
    else:
        data = make(training.dataset, training.points, training.noise, training.data_seed)
    return split(data, training.train_share, training.data_seed, training.split)


def own_data(training: Training) -> Dataset:
    """Return the visitor's own points, standardised."""
    offset, scale = np.array(units_of(training)).T
    # Older documents hold standardised rows.
    rows = (unpack_rows(training.table) - offset) / scale if training.table else np.array(training.own)
    inputs = ("x",) if training.dimension == 1 else tuple(f"x{i + 1}" for i in range(training.dimension))
    return Dataset(
        rows[:, :-1], rows[:, -1],
        "regression" if not training.own_classes else "binary" if training.classes == 2 else "multiclass",
        training.own_classes, inputs, offset=offset[:-1], scale=scale[:-1], y_offset=float(offset[-1]),
        y_scale=float(scale[-1]),
    )


def network_of(training: Training) -> Network:
    """Return the network before training."""
    return first_network(training.sizes, training.layer_activations, training.initializer, training.network_seed)


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


def is_slice(training: Training) -> bool:
    """Return whether there are more inputs than the map has directions."""
    return training.dimension > 2


def base_row(training: Training) -> int:
    """Return the row of the table, counted from 1, at which the map's other inputs stay; 0: at their means."""
    return training.plane_row if is_slice(training) and training.plane_row <= training.own_count else 0


def base_point(training: Training) -> list[float]:
    """Return where the map's other inputs stay, (d,), standardised: at their means, which are 0, or at a row's."""
    row = base_row(training)
    point: list[float] = own_data(training).x[row - 1].round(6).tolist() if row else [0.0] * training.dimension
    return point
