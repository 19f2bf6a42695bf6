"""The visitor's own data: a table of numbers and words, as spreadsheets of all countries write it.

One row a point; the last column, or another that the visitor chooses, is what to learn, all others are inputs. Half of
Europe writes 1,5 for one and a half and so separates cells by semicolons; a table copied from a spreadsheet comes with
tabs; files saved by Excel begin with a byte-order mark, or are workbooks. All that is read, because its meaning is
clear. What is unclear is either refused, with the row and the column where reading stopped, so that it can be
corrected, or left to the visitor to decide (`Reading`). What was found out on the way is reported (`Note`), and no row
is left out silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from neuroviz.document.tables.cells import is_number, readings
from neuroviz.document.tables.columns import (
    MAX_VALUE,
    MAX_WORDS,
    Column,
    columns_of,
    matrix_of,
    sign_of,
    warn_of_class,
)
from neuroviz.document.tables.grid import (
    CODES,
    DELIMITERS,
    MAX_BYTES,
    DataError,
    Grid,
    Row,
    grid_of,
    grid_of_rows,
    text_of,
)
from neuroviz.document.tables.sheet import MISSING, NOTES, SHOWN, Note, Reading, Sheet
from neuroviz.document.tables.target import (
    MAX_CLASSES,
    are_counted,
    as_said,
    gaps_of,
    kind_of,
    of_flags,
    of_numbers,
    of_words,
    one_hot,
    with_rare,
)
from neuroviz.document.tables.units import measure_of, moment_of, unit_of, with_unit
from neuroviz.document.tables.workbook import is_workbook, rows_of
from neuroviz.nn.datasets import Dataset

__all__ = [
    "CODES", "DELIMITERS", "MAX_BYTES", "MAX_COLUMNS", "MAX_INPUTS", "MAX_ROWS", "MAX_VALUE", "MAX_WORDS", "NOTES",
    "DataError", "Note", "Reading", "Sheet", "look", "parse_csv", "to_csv",
]

MAX_ROWS = 5_000
MAX_COLUMNS = 50
MAX_INPUTS = 32
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
        cut = None
        if isinstance(content, bytes) and is_workbook(content):
            sheets, page, rows, count = rows_of(content, reading.sheet, most=max_rows + 9)
            grid = grid_of_rows(rows, count)
            sheet = replace(sheet, grid=grid, sheets=sheets, page=page)
        else:
            sheet = replace(sheet, text=(text := text_of(content, reading.encoding)))
            sheet = replace(sheet, grid=(grid := grid_of(text.text, reading.delimiter, most=max_rows + 9)))
            cut = text.cut
        sheet = _named(sheet, grid, reading)
        _measured(sheet, cut, grid, len(content), max_rows)
        sheet = _with_columns_chosen(_without_units(sheet), reading)
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
    header = reading.header if reading.header is not None else not labels and (years or _is_header(rows))
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


def _is_header(rows: list[Row]) -> bool:
    """Return whether a first row has no number among its inputs; a row of missing values is not a header."""
    first, below = rows[0][1], rows[min(1, len(rows) - 1)][1]
    inputs = first[:-1]
    if not inputs or any(map(is_number, inputs)) or all(cell.lower() in MISSING for cell in inputs):
        return False
    # "3P" or a date may well be a name, but not of a column that goes on with the same.
    return len(rows) == 1 or not any(map(_are_alike, first, below))


def _are_alike(cell: str, below: str) -> bool:
    """Return whether two cells are numbers with the same unit, both dates, or both times."""
    number, other = measure_of(cell), measure_of(below)
    if number is not None and number.key:
        return other is not None and other.key == number.key
    return bool(moment_of(cell)) and moment_of(cell) == moment_of(below)


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
    return bool(words) and not any(map(measure_of, second)) and all(is_number(third[i]) for i in words)


def _measured(sheet: Sheet, cut: int | None, grid: Grid, size: int, max_rows: int) -> None:
    """Raise DataError if the table is too large or too small."""
    above = len(grid.rows) - len(sheet.body)
    rows = grid.count - above if cut is None else cut - len(grid.titles) - above
    if rows > max_rows:
        raise DataError("too_many_rows", rows=rows, limit=max_rows)
    if cut is not None:
        raise DataError("too_large", size=size, limit=MAX_BYTES)
    if len(sheet.names) < 2:
        raise DataError("too_few_columns", columns=len(sheet.names))
    if len(sheet.names) > MAX_COLUMNS:
        raise DataError("too_many_columns", columns=len(sheet.names), limit=MAX_COLUMNS)


def _without_units(sheet: Sheet) -> Sheet:
    """Return the sheet with the units of its numbers in the names instead of in the cells, and a note about them."""
    columns = columns_of(sheet.body, {i: sheet.called(i) for i in range(len(sheet.names))}) if sheet.body else {}
    units = {i: unit for i, column in columns.items() if column.strays and (unit := unit_of(column.cells))}
    if not units:
        return sheet

    def bare(cell: str, column: int) -> str:
        found = measure_of(cell) if column in units else None
        return cell if found is None else found.number

    said = "; ".join(f"{columns[i].name}: {unit}" for i, unit in units.items())
    return replace(
        sheet, units=tuple(units.get(i, "") for i in range(len(sheet.names))),
        names=tuple(with_unit(name, units.get(i, "")) if name else "" for i, name in enumerate(sheet.names)),
        body=tuple((number, [bare(cell, i) for i, cell in enumerate(cells)]) for number, cells in sheet.body),
    ).noted("unit_taken", names=said[:6 * SHOWN])


def _with_columns_chosen(sheet: Sheet, reading: Reading) -> Sheet:
    """Return the sheet with its target, the columns that are left out, and the number of rows with gaps.

    Left out by itself, with a note, is what could only mislead: columns that count the rows, as in a sorted table they
    would reveal the target; columns of too many words; columns of dates; columns that are mostly empty.
    """
    width = len(sheet.names)
    chosen = reading.target is not None and 0 <= reading.target < width
    target = reading.target if chosen and reading.target is not None else width - 1
    sheet = replace(sheet, target=target)
    inputs = [i for i in range(width) if i != target]
    if reading.left_out is not None:
        out = tuple(sorted({i for i in reading.left_out if i in inputs}))
        if len(out) == len(inputs):
            raise DataError("too_few_columns", columns=1)
    columns = columns_of(sheet.body, {i: sheet.called(i) for i in range(width)}) if sheet.body else {}
    if reading.left_out is None:
        sheet, out = _with_misleading_left_out(sheet, [columns[i] for i in inputs if i in columns])
    sheet = replace(sheet, left_out=out)
    for column in columns.values():
        if column.index not in out:
            sheet = _with_units_compared(sheet, column, "mixed_units")
    if not chosen and not reading.kind and not sheet.labels:
        sheet = replace(sheet, flags=one_hot(sheet, out))
    kept = [i for i in inputs if i not in out and i not in sheet.learnt]
    gaps = {place for i in kept for place in columns[i].gaps} if columns else set()
    if columns and not sheet.flags:
        gaps |= set(gaps_of(columns[target], reading))
    sheet = replace(sheet, gaps=len(gaps))
    if gaps and reading.gaps:
        rows = len(sheet.body)
        if len(gaps) == rows:
            raise DataError("no_rows_left", rows=rows)
        left = tuple(row for place, row in enumerate(sheet.body) if place not in gaps)
        sheet = replace(sheet, body=left).noted("gaps_left_out", rows=len(gaps), all=rows)
    return sheet


def _with_misleading_left_out(sheet: Sheet, inputs: Sequence[Column]) -> tuple[Sheet, tuple[int, ...]]:
    if len(sheet.body) < MIN_ROWS:
        return sheet, ()
    # 1 kg, 2 kg, 3 kg count no rows.
    counting = [column for column in inputs if column.counts and not (sheet.units and sheet.units[column.index])]
    dated = [column for column in inputs if column.moments]
    wordy = [column for column in inputs if column.too_many_words and not column.moments]
    empty = [column for column in inputs if column not in wordy + dated and len(column.gaps) > len(column.cells) / 2]
    out = tuple(sorted(column.index for column in (*counting, *dated, *wordy, *empty)))
    if len(out) >= len(inputs):
        return sheet, ()
    for column in counting:
        sheet = sheet.noted("counter", column=column.index + 1, name=column.name)
    for column in dated:
        sheet = sheet.noted(column.moments, column=column.index + 1, name=column.name,
                            value=column.cells[column.strays[0]][:SHOWN])
    for column in wordy:
        sheet = _with_units_compared(sheet, column, "mixed_units_out")
    many = [column for column in wordy if column.other_unit is None]
    if many:
        sheet = sheet.noted("many_words", names=_listed(many), limit=many[0].most_words, rows=len(sheet.body))
    return (sheet.noted("mostly_empty", names=_listed(empty)) if empty else sheet), out


def _listed(columns: Sequence[Column]) -> str:
    return ", ".join(column.name for column in columns)[:4 * SHOWN]


def _with_units_compared(sheet: Sheet, column: Column, code: str) -> Sheet:
    """Return the sheet with a note on two cells of a column whose units differ, if they do."""
    if column.other_unit is None:
        return sheet
    first, other = column.other_unit
    return sheet.noted(code, column=column.index + 1, name=column.name, value=column.cells[first][:SHOWN],
                       row=column.rows[first], other=column.cells[other][:SHOWN], other_row=column.rows[other])


# --- numbers ---------------------------------------------------------------------------------------

def _filled(sheet: Sheet, reading: Reading, max_classes: int) -> Sheet:
    names, body = sheet.names, sheet.body
    kept = [i for i in range(len(names)) if i not in sheet.left_out and i not in sheet.learnt]
    columns = columns_of(body, {i: sheet.called(i) for i in (*kept, sheet.target)})
    inputs, target = [columns[i] for i in kept], columns[sheet.target]
    for column in inputs:
        column.refuse_gaps()
    sheet = replace(sheet, numeric=not sheet.flags and not sheet.labels and all(map(is_number, set(target.cells))))
    if len(body) < MIN_ROWS:
        raise DataError("too_few_rows", rows=len(body), limit=MIN_ROWS)
    counted = [column for column in inputs if not column.wordy] + [target] * sheet.numeric
    settled = set().union(*(column.signs for column in counted))
    table = reading.decimal or (next(iter(settled)) if len(settled) == 1 else "")
    sheet = replace(sheet, decimal=table)
    for column in inputs:
        if not column.wordy:
            column.refuse_strays()
    x, shown, coded = matrix_of(inputs, reading.decimal, table)
    if x.shape[1] > MAX_INPUTS:
        raise DataError("too_many_inputs", inputs=x.shape[1], limit=MAX_INPUTS)
    values = target.numbers(sign_of(target, reading.decimal, table)) if sheet.numeric else []
    sheet = sheet if reading.decimal else _with_grouped(sheet, counted, table)
    if coded:
        sheet = sheet.noted("coded", names="; ".join(coded)[:6 * SHOWN])
    if sheet.flags:
        sheet, kind, classes, y = of_flags(sheet, max_classes)
    elif sheet.labels:
        kind, classes, y = kind_of(len(sheet.labels)), sheet.labels, [float(cell) for cell in target.cells]
    elif are_counted(values, reading):
        kind, classes, y = of_numbers(target, values, reading, max_classes)
        sheet = as_said(sheet, target, values, classes, reading, max_classes)
    else:
        sheet, kind, classes, y = of_words(sheet, target, reading, max_classes)
    if classes:
        sheet = with_rare(sheet, classes, y)
    elif (first := warn_of_class(inputs, x)) is not None:
        sheet = sheet.noted("class_first", column=first.index + 1, name=first.name, last=target.name)
    unnamed = {sheet.called(i) for i in kept if not names[i]}
    units = {sheet.called(i): sheet.units[i] for i in kept if sheet.units}
    shown = tuple(with_unit(f"x{place}", units.get(name, "")) if name in unnamed else name
                  for place, name in enumerate(shown, start=1))
    target_name = names[sheet.target] or with_unit("y", sheet.units[sheet.target] if sheet.units else "")
    return replace(sheet, data=Dataset(x, np.array(y), kind, classes, shown, target_name))


def _with_grouped(sheet: Sheet, columns: Sequence[Column], table: str) -> Sheet:
    """Return the sheet with a note on one number whose decimal sign other cells had to settle, if there is any."""
    for column in columns:
        cell = column.ambiguous
        if cell:
            number = f"{readings(cell)[next(iter(column.signs or {table}))]:.12g}"
            return sheet.noted("grouped", column=column.index + 1, name=column.name, value=cell, number=number)
    return sheet


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
