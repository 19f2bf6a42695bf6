"""A table of numbers that takes typing and pasting, and says in the cell what is no number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neuroviz.document import Refusal
from neuroviz.document.numbers import has_decimal_comma, parse_number, split_block
from neuroviz.i18n import Language
from neuroviz.ui import live_plot
from neuroviz.ui.common import session
from neuroviz.ui.common.shell import say_plainly
from neuroviz.ui.live_plot.protocol import Event, NumberTable
from neuroviz.viz.numbers import short

Cells = list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What was typed into a cell, why it is no number, and the number over which it was typed."""

    text: str
    refusal: Refusal
    over: float


def number_table(
    values: Sequence[Sequence[float]],
    *,
    key: str,
    label: str,
    rows: Sequence[str],
    columns: Sequence[str],
    t: Language,
    on_cells: Callable[[Cells], object],
    on_row: Callable[[str, int], object] | None = None,
    current: int | None = None,
) -> None:
    """Show `values`; `on_cells` gets what was typed or pasted and could be read, as (row, column, value).

    What could not be read stays in its cell, marked, with the reason, until it is typed again. A block that is larger
    than the table is refused whole, in words below it.
    on_row   where given, each row has "use" and "remove", which come here with the row's index
    current  the row that is in use
    """
    errors = {
        (row, column): wrong for (row, column), wrong in _errors(key).items()
        if row < len(rows) and column < len(columns) and values[row][column] == wrong.over
    }
    # Said of the table that it was pasted into, until that is another.
    refused, then = session.value(f"{key}.refused", (None, ()))
    table: NumberTable = {
        "label": label,
        "rows": list(rows),
        "columns": list(columns),
        "cells": [[[short(v), repr(v).removesuffix(".0")] for v in row] for row in values],
        "errors": {
            f"{row},{column}": [wrong.text, say_plainly(wrong.refusal, t)] for (row, column), wrong in errors.items()
        },
        "refused": say_plainly(refused, t) if refused is not None and then == values else "",
        "current": current,
        "actions": {
            kind: [t(f"table.{kind}"), t(f"table.{kind}.label")] for kind in ("use", "remove")
        } if on_row else None,
    }
    live_plot.live_plot(
        {"kind": "table", "table": table}, key=key,
        on_event=lambda event: _take(event, key, values, on_cells, on_row), edits=True,
    )


def _errors(key: str) -> dict[tuple[int, int], _Wrong]:
    errors: dict[tuple[int, int], _Wrong] = session.value(f"{key}.errors", {})
    return errors


def _take(
    event: Event, key: str, values: Sequence[Sequence[float]],
    on_cells: Callable[[Cells], object], on_row: Callable[[str, int], object] | None,
) -> None:
    kind, row = event["kind"], int(event["row"])
    if kind in {"use", "remove"}:
        session.forget(f"{key}.refused")
        if kind == "remove":
            session.forget(f"{key}.errors")
        if on_row is not None:
            on_row(kind, row)
        return
    column = int(event["column"])
    try:
        block = _block(event, len(values) - row, len(values[row]) - column if row < len(values) else 0)
    except Refusal as refusal:
        session.keep(f"{key}.refused", (refusal, values))
        return
    session.forget(f"{key}.refused")
    errors = dict(_errors(key))
    errors.pop((row, column), None)
    cells: Cells = []
    comma = has_decimal_comma(text for line in block for text in line)
    for r, line in enumerate(block, start=row):
        for c, text in enumerate(line, start=column):
            errors.pop((r, c), None)
            try:
                cells.append((r, c, parse_number(text, comma=comma)))
            except Refusal as refusal:
                errors[r, c] = _Wrong(text, refusal, values[r][c])
    session.keep(f"{key}.errors", errors)
    if cells:
        on_cells(cells)


def _block(event: Event, rows: int, columns: int) -> list[list[str]]:
    """Return what was typed or pasted into a cell, from which the table has so many rows and columns more.

    Raises Refusal for what does not fit: of a block, all is taken or nothing.
    """
    if event["kind"] == "clear":
        return []
    block = split_block(str(event["text"])) if event["kind"] == "paste" else [[str(event.get("text", ""))]]
    for line in block:
        # A spreadsheet may end its rows with empty cells.
        while len(line) > max(columns, 1) and not line[-1]:
            line.pop()
    wide = max(map(len, block), default=0)
    if len(block) > rows or wide > columns:
        raise Refusal(
            "paste_does_not_fit", rows=len(block), columns=wide, room_rows=max(rows, 0), room_columns=max(columns, 0),
        )
    return block
