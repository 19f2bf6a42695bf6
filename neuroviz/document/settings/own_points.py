"""The visitor's own points on the page "Overfitting": one or two inputs, and a value or one of two classes.

These are what its pictures can show: a curve, or a map with one border (a value is learnt from one input). Of a table
with more inputs the visitor chooses which; of one with very many rows some are drawn at random. What is chosen is kept
in the units of the table, so that the trial alone reproduces the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neuroviz.document import limits
from neuroviz.document.refusal import Refusal
from neuroviz.document.settings.training import short_name
from neuroviz.document.tables.packed import pack_rows, unpack_rows
from neuroviz.nn.datasets import Array, Dataset

CLASSES = 2
MOST_INPUTS = 2


@dataclass(frozen=True)
class OwnPoints:
    """The points.

    table    the rows (see `tables.packed`), one or two inputs and what is learnt from them; "" for none
    names    names of the columns, or (); "" for a column without a name
    classes  the two classes' names; () for values
    """

    table: str = ""
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def rows(self) -> Array:
        """The rows, (n, d + 1)."""
        return unpack_rows(self.table)

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.rows) if self.table else 0

    @property
    def dimension(self) -> int:
        """Number of inputs."""
        return int(self.rows.shape[1]) - 1 if self.table else 1


NO_POINTS = OwnPoints()


def checked_points(own: OwnPoints, where: str) -> None:
    """Raise Refusal if the rows, names and classes are not allowed or do not fit together."""
    if not own.table:
        raise Refusal("training_few", least=limits.MIN_TRIAL_ROWS)
    rows = unpack_rows(own.table, f"{where}.table")
    count, width = rows.shape
    if count < limits.MIN_TRIAL_ROWS:
        raise Refusal("training_few", least=limits.MIN_TRIAL_ROWS)
    if count > limits.MAX_TRIAL_ROWS:
        raise Refusal("training_rows", limit=limits.MAX_TRIAL_ROWS)
    if len(own.classes) not in {0, CLASSES}:
        raise Refusal("field_length", where=f"{where}.classes", got=len(own.classes), expected="0, 2")
    widest = 1 + (MOST_INPUTS if own.classes else 1)
    if not 2 <= width <= widest:
        raise Refusal("field_length", where=f"{where}.table", got=width, expected=f"2-{widest}")
    if own.classes and not np.isin(rows[:, -1], np.arange(CLASSES)).all():
        raise Refusal("field_value", where=f"{where}.table", value="y")
    if own.names and len(own.names) != width:
        raise Refusal("field_length", where=f"{where}.names", got=len(own.names), expected=width)


def inputs_wanted(data: Dataset) -> int:
    """Return of how many inputs a picture is drawn: two for classes, where there are two, else one."""
    return min(MOST_INPUTS, data.x.shape[1]) if data.classes else 1


def telling_inputs(data: Dataset) -> tuple[int, ...]:
    """Return the inputs that go along best with what is learnt, as many as are wanted, in the table's order."""
    y = data.y - data.y.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        x = data.x - data.x.mean(axis=0)
        strength = np.nan_to_num(np.abs(x.T @ y) / np.sqrt((x**2).sum(axis=0) * (y**2).sum()), posinf=0.0)
    best = np.argsort(-strength, kind="stable")[: inputs_wanted(data)]
    return tuple(sorted(int(place) for place in best))


def points_from(data: Dataset, chosen: Sequence[int], *, named: bool) -> OwnPoints:
    """Return the points of a table: these inputs, and of very many rows as many as there is room for.

    named   whether the table has names for its columns
    """
    data = data.columns(chosen)
    rows = np.column_stack((data.x, data.y))
    if len(rows) > limits.MAX_TRIAL_ROWS:
        drawn = np.random.default_rng(0).permutation(len(rows))[: limits.MAX_TRIAL_ROWS]
        rows = rows[np.sort(drawn)]
    return OwnPoints(
        pack_rows(rows), tuple(map(short_name, (*data.inputs, data.target))) if named else (),
        tuple(map(short_name, data.classes)),
    )
