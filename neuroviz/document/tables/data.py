"""The visitor's own data: a table of numbers, as spreadsheets of all countries write it.

One row a point; the last column is what to learn, all others are inputs. Half of Europe writes 1,5 for one and a half
and so separates cells by semicolons; a table copied from a spreadsheet comes with tabs; files saved by Excel begin with
a byte-order mark. All that is read, because its meaning is clear. What is unclear is either refused, with the row and
the column where reading stopped, so that it can be corrected, or left to the visitor to decide (`Reading`). What was
found out on the way is reported (`Note`), and no row is left out silently.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from neuroviz.document.tables.cells import is_ambiguous, is_number, plain, readings, signs
from neuroviz.document.tables.grid import CODES, DELIMITERS, MAX_BYTES, DataError, Grid, Row, Text, grid_of, text_of
from neuroviz.document.tables.sheet import MISSING, NOTES, SHOWN, Note, Reading, Sheet
from neuroviz.document.tables.target import (
    MAX_CLASSES,
    are_counted,
    kind_of,
    of_flags,
    of_numbers,
    of_words,
    one_hot,
    with_warnings,
)
from neuroviz.nn.datasets import Dataset

__all__ = [
    "CODES", "DELIMITERS", "MAX_BYTES", "MAX_INPUTS", "MAX_ROWS", "MAX_VALUE", "NOTES", "DataError", "Note", "Reading",
    "Sheet", "look", "parse_csv", "to_csv",
]

MAX_ROWS = 5_000
MAX_INPUTS = 32
MAX_VALUE = 1e12
"""Largest absolute value of a number; the squares of larger ones start to swamp everything else."""
MIN_ROWS = 4

_YEARS = (1500, 2100)


def parse_csv(content: str | bytes, *, max_rows: int = MAX_ROWS, reading: Reading | None = None) -> Dataset:
    """Read a table of inputs and, in the last column, a class (words, or few whole numbers) or a value.

    content  the bytes of a file, or pasted text
    reading  choices of the visitor; None: everything is found out

    Raises DataError, with row and column if possible, if the table cannot be read; "encoding_unsure" for bytes that
    several encodings can decode if `reading` does not name one.
    """
    sheet = look(content, reading, max_rows=max_rows)
    if sheet.data is None:
        assert sheet.problem is not None
        raise sheet.problem
    if sheet.text is not None and not sheet.text.sure and not (reading and reading.encoding):
        raise DataError("encoding_unsure", likeliest=sheet.text.encoding)
    return sheet.data


def look(
    content: str | bytes, reading: Reading | None = None, *, max_rows: int = MAX_ROWS, max_classes: int = MAX_CLASSES,
) -> Sheet:
    """Read a table as far as possible. Never raises: an error is returned in `Sheet.problem`."""
    reading = reading or Reading()
    sheet = Sheet()
    try:
        sheet = replace(sheet, text=(text := text_of(content, reading.encoding)))
        sheet = replace(sheet, grid=(grid := grid_of(text.text, reading.delimiter, most=max_rows + 9)))
        sheet = _named(sheet, grid, reading)
        sheet = _measured(sheet, text, grid, len(content), max_rows)
        sheet = _with_inputs_chosen(sheet, reading)
        return _filled(sheet, reading, max_classes)
    except DataError as problem:
        return replace(sheet, problem=problem)


# --- header, body and columns -----------------------------------------------------------------------------

def _named(sheet: Sheet, grid: Grid, reading: Reading) -> Sheet:
    """Return the sheet with header and body separated, and notes about other lines above the numbers."""
    for title in grid.titles:
        sheet = sheet.noted("title", text=title[:SHOWN])
    rows = grid.rows
    labels = _count_line(rows, grid.count)
    if labels:
        sheet = replace(sheet, labels=labels).noted("count_line", classes=", ".join(labels)[:2 * SHOWN])
        rows = rows[1:]
    elif grid.ragged is not None:
        raise grid.ragged
    first = rows[0][1]
    years = _is_header_of_years(rows)
    header = reading.header if reading.header is not None else not labels and (years or _is_header(first))
    if not header:
        return replace(sheet, names=("",) * len(first), body=tuple(rows))
    if years and reading.header is None:
        sheet = sheet.noted("years", first=first[0], name=first[-1][:SHOWN])
    names, body = list(first), rows[1:]
    if _is_units_line(body):
        units = body[0][1]
        names = [f"{name} ({unit.strip('()[]')})" if name and unit else name or unit
                 for name, unit in zip(names, units, strict=True)]
        sheet, body = sheet.noted("units", row=body[0][0]), body[1:]
    return replace(sheet, header=True, names=tuple(names), body=tuple(body))


def _count_line(rows: list[Row], count: int) -> tuple[str, ...]:
    """Return the class names of a first line that counts rows and inputs, as in scikit-learn's files; else ()."""
    first, *body = (cells for _, cells in rows)
    while first and not first[-1]:
        first = first[:-1]
    if not body or len(first) < 4 or first[:2] != [str(count - 1), str(len(body[0]) - 1)]:
        return ()
    if any(not label or is_number(label) for label in first[2:]) or len({len(cells) for cells in body}) > 1:
        return ()
    return tuple(first[2:]) if {cells[-1] for cells in body} <= set(map(str, range(len(first) - 2))) else ()


def _is_header(first: Sequence[str]) -> bool:
    """Return whether a first row has no number among its inputs; a row of missing values is not a header."""
    inputs = first[:-1]
    return bool(inputs) and not any(map(is_number, inputs)) and any(cell.lower() not in MISSING for cell in inputs)


def _is_header_of_years(rows: list[Row]) -> bool:
    """Return whether a first row of numbers are years (2019, 2020) above columns of measured values."""
    first, *body = (cells for _, cells in rows)

    def year(cell: str) -> bool:
        return cell.isdecimal() and _YEARS[0] <= int(cell[:9]) <= _YEARS[1]

    inputs = first[:-1]
    return (
        bool(body) and bool(inputs) and len(set(inputs)) == len(inputs) and all(map(year, inputs))
        and (year(first[-1]) or not is_number(first[-1]))
        and not any(year(cell) for cells in body for cell in cells[:-1])
        and first[-1] not in {cells[-1] for cells in body}
    )


def _is_units_line(body: list[Row]) -> bool:
    """Return whether the first line of the body has words (units) where the next line has numbers."""
    if len(body) < 2:
        return False
    second, third = body[0][1][:-1], body[1][1][:-1]
    words = [i for i, cell in enumerate(second) if cell.lower() not in MISSING]
    return bool(words) and not any(map(is_number, second)) and all(is_number(third[i]) for i in words)


def _measured(sheet: Sheet, text: Text, grid: Grid, size: int, max_rows: int) -> Sheet:
    """Return the sheet. Raises DataError if the table is too large or too small."""
    above = len(grid.rows) - len(sheet.body)
    rows = grid.count - above if text.cut is None else text.cut - len(grid.titles) - above
    if rows > max_rows:
        raise DataError("too_many_rows", rows=rows, limit=max_rows)
    if text.cut is not None:
        raise DataError("too_large", size=size, limit=MAX_BYTES)
    if len(sheet.names) < 2:
        raise DataError("too_few_columns", columns=len(sheet.names))
    if len(sheet.names) > MAX_INPUTS + 1:
        raise DataError("too_many_columns", columns=len(sheet.names), limit=MAX_INPUTS + 1)
    return sheet


def _with_inputs_chosen(sheet: Sheet, reading: Reading) -> Sheet:
    """Return the sheet without columns that only count the rows: in a sorted table they would reveal the target."""
    inputs = range(len(sheet.names) - 1)
    if reading.left_out is not None:
        left_out = tuple(sorted({i for i in reading.left_out if i in inputs}))
        if len(left_out) == len(inputs):
            raise DataError("too_few_columns", columns=1)
        return replace(sheet, left_out=left_out)
    if len(sheet.body) < MIN_ROWS:
        return sheet
    counting = tuple(i for i in inputs if _counts(sheet.body, i))
    if not counting or len(counting) == len(inputs):
        return sheet
    for i in counting:
        sheet = sheet.noted("counter", column=i + 1, name=sheet.called(i))
    return replace(sheet, left_out=counting)


def _counts(body: Sequence[Row], column: int) -> bool:
    """Return whether a column is 1, 2, 3 … or 0, 1, 2 …"""
    cells = [plain(cells[column]) for _, cells in body]
    return any(all(cell == str(i) for i, cell in enumerate(cells, start)) for start in (0, 1))


# --- numbers ---------------------------------------------------------------------------------------

def _filled(sheet: Sheet, reading: Reading, max_classes: int) -> Sheet:
    names, body = sheet.names, sheet.body
    hot = 0 if reading.kind or sheet.labels else one_hot(sheet)
    kept = [i for i in range(len(names) - max(1, hot)) if i not in sheet.left_out]
    target = len(names) - 1
    for i in kept:
        _all_there(body, i, sheet.called(i))
    cells = [row[target] for _, row in body]
    sheet = replace(sheet, numeric=not hot and not sheet.labels and all(map(is_number, cells)))
    if len(body) < MIN_ROWS:
        raise DataError("too_few_rows", rows=len(body), limit=MIN_ROWS)
    columns = [*kept, *([target] if sheet.numeric else [])]
    settled = {i: signs(row[i] for _, row in body) for i in columns}
    common = set().union(*settled.values())
    table = reading.decimal or (next(iter(common)) if len(common) == 1 else "")
    sheet = replace(sheet, decimal=table)

    def numbers(column: int) -> list[float]:
        own = settled[column]
        sign = reading.decimal or (next(iter(own)) if len(own) == 1 else "" if own else table)
        return _numbers(body, column, sheet.called(column), sign)

    inputs = np.array([numbers(i) for i in kept]).T
    values = numbers(target) if sheet.numeric else []
    sheet = sheet if reading.decimal else _with_grouped(sheet, {i: settled[i] or {table} for i in columns})
    if hot:
        sheet, kind, classes, y = of_flags(sheet, hot, max_classes)
    elif sheet.labels:
        kind, classes, y = kind_of(len(sheet.labels)), sheet.labels, [float(cell) for cell in cells]
    else:
        if are_counted(values, reading):
            kind, classes, y = of_numbers(sheet, values, reading, max_classes)
        else:
            sheet, kind, classes, y = of_words(sheet, cells, reading, max_classes)
    sheet = with_warnings(sheet, kept, inputs, classes, y)
    shown = tuple(names[i] or f"x{place}" for place, i in enumerate(kept, start=1))
    return replace(sheet, data=Dataset(inputs, np.array(y), kind, classes, shown, names[target] or "y"))


def _with_grouped(sheet: Sheet, decimals: Mapping[int, set[str]]) -> Sheet:
    """Return the sheet with a note on one number whose decimal sign other cells had to settle, if there is any."""
    for i, settled in decimals.items():
        for _, row in sheet.body:
            if is_ambiguous(row[i]):
                number = readings(row[i])[next(iter(settled))]
                return sheet.noted("grouped", column=i + 1, name=sheet.called(i), value=row[i], number=f"{number:.12g}")
    return sheet


def _all_there(body: Sequence[Row], column: int, name: str) -> None:
    """Raise DataError for a cell without a value in a column of numbers."""
    gaps = [(number, cells[column]) for number, cells in body if cells[column].lower() in MISSING]
    if gaps:
        number, cell = gaps[0]
        at: dict[str, int | str] = {"row": number, "column": column + 1, "name": name, "gaps": len(gaps)}
        if not cell:
            raise DataError("missing", **at)
        raise DataError("missing_word", **at, value=cell)


def _numbers(body: Sequence[Row], column: int, name: str, sign: str) -> list[float]:
    """Return one column as numbers with one decimal sign; if that is "", no cell may depend on it.

    Raises DataError for a cell that is not a finite number, or is ambiguous.
    """
    _are_numbers(body, column, name)
    values: list[float] = []
    seen = sign
    for number, cells in body:
        at: dict[str, int | str] = {"row": number, "column": column + 1, "name": name, "value": cells[column][:SHOWN]}
        found = readings(cells[column])
        if len(found) == 1:
            seen = seen or next(iter(found))
        if seen and seen not in found:
            raise DataError("mixed_decimals", **at, sign=seen)
        value = found[seen] if seen else next(iter(found.values()))
        if not seen and len(set(found.values())) > 1:
            raise DataError("ambiguous", **at, point=f"{found['.']:.12g}", comma=f"{found[',']:.12g}")
        if not math.isfinite(value):
            raise DataError("not_finite", **at)
        if abs(value) > MAX_VALUE:
            raise DataError("too_big", **at, limit=f"{MAX_VALUE:g}")
        values.append(value)
    return values


def _are_numbers(body: Sequence[Row], column: int, name: str) -> None:
    """Raise DataError for the first cell of a column that is not a number."""
    wrong = [(number, cells[column]) for number, cells in body if not is_number(cells[column])]
    if not wrong:
        return
    number, cell = wrong[0]
    at: dict[str, int | str] = {"row": number, "column": column + 1, "name": name, "value": cell[:SHOWN]}
    if cell.lower().lstrip("+-") in {"inf", "infinity", "∞"}:
        raise DataError("not_finite", **at)
    if len(wrong) > len(body) / 2:
        raise DataError("words", column=column + 1, name=name, value=cell[:SHOWN])
    raise DataError("not_a_number", **at)


def to_csv(data: Dataset) -> str:
    """Return the data as a table that `parse_csv` reads back, in the visitor's own units."""
    x = data.x if data.offset is None or data.scale is None else data.x * data.scale + data.offset
    values = (data.y * data.y_scale + data.y_offset).tolist()
    labels = [data.classes[int(value)] for value in values] if data.classes else list(map(repr, values))
    lines = [[*data.inputs, data.target]]
    lines += [[*map(repr, row), label] for row, label in zip(x.tolist(), labels, strict=True)]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '",\n\r') else cell
