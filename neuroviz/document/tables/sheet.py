"""Records of a table: how the visitor wants it read, how it was read, and notes about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from neuroviz.document.tables.grid import DataError, Grid, Row, Text
from neuroviz.nn.datasets import Dataset

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", "#n/a"})
"""Cells that mark a missing number. Among classes all of them but the empty cell are names."""
SHOWN = 40
"""Characters of a cell that a sentence quotes."""


@dataclass(frozen=True)
class Reading:
    """How the visitor wants a table to be read; fields with their defaults are found out from the table.

    decimal   "." or ","
    header    whether the first row contains the columns' names
    kind      "classes" or "values": the meaning of a last column of numbers
    left_out  the columns, counted from 0, that are not used as inputs
    """

    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    header: bool | None = None
    kind: str = ""
    left_out: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Note:
    """A note for the visitor about the table: a code of `NOTES`, and the values for its sentence."""

    code: str
    values: Mapping[str, int | str]


NOTES = (
    "title", "units", "count_line", "years", "counter", "grouped", "joined", "one_hot", "class_first", "rare",
)


@dataclass(frozen=True)
class Sheet:
    """A table as it was read, as far as it could be.

    text, grid   text with its encoding, rows with their delimiter; None if reading stopped before
    header    whether the first row was taken for names
    names     names of all columns, "" for a column without a name
    body      the rows below the header
    decimal   the decimal sign of the table, or "" if no cell has one, or columns differ
    left_out  the columns that are not used as inputs
    numeric   whether the last column contains only numbers, so that it can be classes or values
    notes     notes for the visitor
    labels    names of the classes from a first line that counts rows and columns, or ()
    data      the data set; None if there is a `problem`
    problem   the error that stopped the reading, or None
    """

    text: Text | None = None
    grid: Grid | None = None
    header: bool = False
    names: tuple[str, ...] = ()
    body: tuple[Row, ...] = ()
    decimal: str = ""
    left_out: tuple[int, ...] = ()
    numeric: bool = False
    notes: tuple[Note, ...] = ()
    labels: tuple[str, ...] = ()
    data: Dataset | None = None
    problem: DataError | None = None

    def called(self, column: int) -> str:
        """Return a column's name for a sentence: shortened, or y, x1, x2 ... for a column without a name."""
        return self.names[column][:SHOWN] or ("y" if column == len(self.names) - 1 else f"x{column + 1}")

    def noted(self, code: str, **values: int | str) -> Sheet:
        """Return the sheet with one more note."""
        return replace(self, notes=(*self.notes, Note(code, MappingProxyType(values))))
