"""A table as it was read, how the visitor wants it read, and what should be known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from neuroviz.document.tables.grid import DataError, Grid, Row, Text
from neuroviz.nn.datasets import Dataset

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", "#n/a"})
"""What stands among numbers where there is none. Among classes all but the empty cell are names."""
SHOWN = 40
"""Characters of a cell that a sentence quotes."""


@dataclass(frozen=True)
class Reading:
    """How the visitor wants a table to be read; what is left as it is here is found out.

    decimal   "." or ","
    header    whether the first row holds the columns' names
    kind      "classes" or "values": what a last column of numbers is
    left_out  the columns, counted from 0, that are no inputs
    """

    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    header: bool | None = None
    kind: str = ""
    left_out: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Note:
    """Something about the table that should be known: a code of `NOTES`, and the values for a sentence about it."""

    code: str
    values: Mapping[str, int | str]


NOTES = (
    "title", "units", "count_line", "years", "counter", "grouped", "joined", "one_hot", "class_first", "rare",
)


@dataclass(frozen=True)
class Sheet:
    """A table as it was read, as far as it could be.

    text, grid   encoding and delimiter are in these; None where reading stopped before
    header    whether the first row was taken for names; names of all columns then, "" where there is none
    body      the rows below the header
    decimal   the decimal sign of the table, or "" where no cell has one, or columns differ
    left_out  the columns that are no inputs
    numeric   whether the last column holds nothing but numbers, so that it can be classes or values
    data      what is learnt from it; None where there is a `problem`
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
        """A column's name in a sentence."""
        return self.names[column][:SHOWN] or ("y" if column == len(self.names) - 1 else f"x{column + 1}")

    def noted(self, code: str, **values: int | str) -> Sheet:
        return replace(self, notes=(*self.notes, Note(code, MappingProxyType(values))))
