"""The view of a table of numbers."""

from __future__ import annotations

from typing import Literal, TypedDict


class NumberTable(TypedDict):
    """A table of numbers.

    cells    each number as it is shown, and with all its digits
    errors   "row,column" -> what was typed there, and why it is no number
    refused  why the last paste was refused, or ""
    current  the row that is in use
    actions  "use" and "remove" -> the words of each row's button, and its label for screen readers
    """

    label: str
    rows: list[str]
    columns: list[str]
    cells: list[list[list[str]]]
    errors: dict[str, list[str]]
    refused: str
    current: int | None
    actions: dict[str, list[str]] | None


class TableView(TypedDict):
    """A table of numbers."""

    kind: Literal["table"]
    table: NumberTable
