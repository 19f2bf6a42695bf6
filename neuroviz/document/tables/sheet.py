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

    sheet     name of the sheet of a workbook
    decimal   "." or ","
    header    whether the first row contains the columns' names
    target    the column, counted from 0, that is learnt
    kind      "classes" or "values": the meaning of a target of numbers
    left_out  the columns, counted from 0, that are not used as inputs
    gaps      whether rows with gaps are left out
    """

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    header: bool | None = None
    target: int | None = None
    kind: str = ""
    left_out: tuple[int, ...] | None = None
    gaps: bool = False


@dataclass(frozen=True)
class Note:
    """A note for the visitor about the table: a code of `NOTES`, and the values for its sentence."""

    code: str
    values: Mapping[str, int | str]


NOTES = (
    "title", "units", "count_line", "years", "counter", "grouped", "joined", "one_hot", "class_first", "rare",
    "many_words", "mostly_empty", "coded", "gaps_left_out", "unit_taken", "mixed_units", "mixed_units_out", "dates",
    "times", "as_classes", "as_values",
)


@dataclass(frozen=True)
class Sheet:
    """A table as it was read, as far as it could be.

    text, grid   text with its encoding, rows with their delimiter; None if reading stopped before
    sheets, page   names of the sheets of a workbook, and of the one that was read; () and "" for a text
    header    whether the first row was taken for names
    names     names of all columns, "" for a column without a name
    body      the rows below the header, numbers without their unit
    units     the unit that was taken off the numbers of each column, or ""
    decimal   the decimal sign of the table, or "" if no cell has one, or columns differ
    target    the column that is learnt; if `flags`, the last of them
    flags     number of columns that are one-hot flags of the class that is learnt, or 0
    left_out  the columns that are not used as inputs
    gaps      number of rows with a gap in an input or in the target
    numeric   whether the target contains only numbers, so that it can be classes or values
    notes     notes for the visitor
    labels    names of the classes from a first line that counts rows and columns, or ()
    data      the data set; None if there is a `problem`
    problem   the error that stopped the reading, or None
    """

    text: Text | None = None
    grid: Grid | None = None
    sheets: tuple[str, ...] = ()
    page: str = ""
    header: bool = False
    names: tuple[str, ...] = ()
    body: tuple[Row, ...] = ()
    units: tuple[str, ...] = ()
    decimal: str = ""
    target: int = -1
    flags: int = 0
    left_out: tuple[int, ...] = ()
    gaps: int = 0
    numeric: bool = False
    notes: tuple[Note, ...] = ()
    labels: tuple[str, ...] = ()
    data: Dataset | None = None
    problem: DataError | None = None

    def called(self, column: int) -> str:
        """Return a column's name for a sentence: shortened, or y, x1, x2 ... for a column without a name."""
        return self.names[column][:SHOWN] or ("y" if column == self.target else f"x{column + 1}")

    @property
    def named(self) -> bool:
        """Whether columns have names worth keeping: from a header, or with a unit."""
        return self.header or any(self.units)

    @property
    def learnt(self) -> range:
        """The columns of the target: one, or its flags."""
        return range(self.target + 1 - max(1, self.flags), self.target + 1)

    def noted(self, code: str, **values: int | str) -> Sheet:
        """Return the sheet with one more note."""
        return replace(self, notes=(*self.notes, Note(code, MappingProxyType(values))))
