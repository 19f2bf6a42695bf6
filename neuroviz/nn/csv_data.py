"""The visitor's own data: a table of numbers, as spreadsheets of all countries write it.

One row a point; the last column is what to learn, all others are inputs. Half of Europe writes 1,5 for one and a half
and so separates cells by semicolons; a table copied from a spreadsheet comes with tabs; files saved by Excel begin with
a byte-order mark. All that is read, because its meaning is clear. What is not clear is refused with the row and the
column where reading stopped, so that it can be put right: nothing is guessed, no row is left out silently.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from neuroviz.nn.datasets import Dataset, Kind

MAX_ROWS = 5_000
MAX_INPUTS = 32
MAX_CLASSES = 10
MAX_BYTES = 2_000_000
MAX_VALUE = 1e12
"""Largest number by size; the squares of larger ones start to swallow everything else."""
MIN_ROWS = 4

DELIMITERS = ("\t", ";", ",", "，", "、", "|")
"""In the order in which they win: a comma may stand within a number, a tab cannot."""

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", "#n/a"})
_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?", re.ASCII)
_SHOWN = 40

CODES = (
    "empty", "encoding", "malformed", "too_large", "too_many_rows", "too_few_rows", "too_few_columns",
    "too_many_columns", "ragged", "missing", "not_a_number", "not_finite", "too_big", "mixed_decimals", "one_class",
    "too_many_classes", "constant_target",
)
"""Every code of a `DataError`."""


class DataError(ValueError):
    """Why a table cannot be read: a code of `CODES`, and the values that a sentence about it needs.

    row and column count from 1, as a spreadsheet does, the header included; `name` is the column's name.
    """

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(f"{code} {values}")
        self.code = code
        self.values: Mapping[str, int | str] = MappingProxyType(values)


Row = tuple[int, list[str]]
"""Its number in the file, and its cells."""


def parse_csv(content: str | bytes, *, max_rows: int = MAX_ROWS) -> Dataset:
    """Read a table of inputs and, in the last column, a class (words, or few whole numbers) or a value.

    Raises DataError where it cannot be read, with row and column where there are such.
    """
    text = _decoded(content, max_rows)
    rows = _without_empty_columns(_table(text, _delimiter(text), max_rows))
    names, body = _header(rows)
    if len(body) > max_rows:
        raise DataError("too_many_rows", rows=len(body), limit=max_rows)
    if len(names) < 2:
        raise DataError("too_few_columns", columns=len(names))
    if len(names) > MAX_INPUTS + 1:
        raise DataError("too_many_columns", columns=len(names), limit=MAX_INPUTS + 1)
    for number, cells in body:
        for column, cell in enumerate(cells):
            if cell.lower() in MISSING:
                raise DataError("missing", row=number, column=column + 1, name=names[column])
    if len(body) < MIN_ROWS:
        raise DataError("too_few_rows", rows=len(body), limit=MIN_ROWS)
    inputs = np.array([_numbers(body, column, names[column]) for column in range(len(names) - 1)]).T
    kind, classes, y = _target(body, names[-1])
    return Dataset(inputs, np.array(y), kind, classes, tuple(names[:-1]), names[-1])


def _decoded(content: str | bytes, max_rows: int) -> str:
    if len(content) > MAX_BYTES:
        # A million rows are told as rows; that they are too many bytes as well helps nobody.
        rows = content.count("\n") if isinstance(content, str) else content.count(b"\n")
        if rows > max_rows + 1:
            raise DataError("too_many_rows", rows=rows, limit=max_rows)
        raise DataError("too_large", size=len(content), limit=MAX_BYTES)
    if isinstance(content, str):
        text = content.removeprefix("\ufeff")
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _first_decoding(content, "utf-16")
    else:
        # Spreadsheets that do not write UTF-8 write the code of their country; numbers look alike in all of them.
        text = _first_decoding(content, "utf-8-sig", "gb18030", "cp1252")
    if "\0" in text:
        raise DataError("encoding")
    if not text.strip():
        raise DataError("empty")
    return text


def _first_decoding(content: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError("encoding")


def _delimiter(text: str) -> str:
    """The first of `DELIMITERS` in the first line that is not blank; within quotes it does not count."""
    line = next(line for line in text.splitlines() if line.strip())
    bare = re.sub(r'"[^"]*"', "", line)
    return next((mark for mark in DELIMITERS if mark in bare), ",")


def _table(text: str, delimiter: str, max_rows: int) -> list[Row]:
    """The rows that are not blank; all of one width."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    rows: list[Row] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((reader.line_num, cells))
            # One more than the limit, for the header.
            if len(rows) > max_rows + 1:
                raise DataError("too_many_rows", rows=text.count("\n") + (not text.endswith("\n")), limit=max_rows)
    except csv.Error:
        raise DataError("malformed", row=reader.line_num) from None
    if not rows:
        raise DataError("empty")
    width = len(rows[0][1])
    for number, cells in rows:
        if len(cells) != width:
            raise DataError("ragged", row=number, columns=len(cells), expected=width)
    return rows


def _without_empty_columns(rows: list[Row]) -> list[Row]:
    """Without the columns at the right end that are empty in every row: a delimiter ended each line."""
    used = max(i for _, cells in rows for i, cell in enumerate(cells) if cell) + 1
    return [(number, cells[:used]) for number, cells in rows]


def _number(cell: str) -> float | None:
    """The number that a cell means, or None. Full-width digits (１．５) and a true minus sign are read as well.

    A comma within a cell is a decimal comma: it can be there only where something else separates the cells, or in
    quotes.
    """
    plain = unicodedata.normalize("NFKC", cell).replace("−", "-")
    if _POINT.fullmatch(plain):
        return float(plain)
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", "."))
    return None


def _header(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The columns' names, and the rows below them. A first row without any number among its inputs is a header."""
    first = rows[0][1]
    inputs = first[:-1]
    has_header = bool(inputs) and all(_number(cell) is None for cell in inputs)
    # A row of missing values is no header.
    has_header = has_header and any(cell.lower() not in MISSING for cell in inputs)
    plain = [f"x{i}" for i in range(1, len(first))] + ["y"]
    if not has_header:
        return plain, rows
    return [cell or name for cell, name in zip(first, plain, strict=True)], rows[1:]


def _numbers(body: Sequence[Row], column: int, name: str) -> list[float]:
    """One column as numbers, all with the same decimal mark."""
    values: list[float] = []
    mark = ""
    for number, cells in body:
        cell = cells[column]
        at: dict[str, int | str] = {"row": number, "column": column + 1, "name": name, "value": cell[:_SHOWN]}
        value = _number(cell)
        if value is None:
            infinite = cell.lower().lstrip("+-") in {"inf", "infinity", "∞"}
            raise DataError("not_finite" if infinite else "not_a_number", **at)
        if not math.isfinite(value):
            raise DataError("not_finite", **at)
        if abs(value) > MAX_VALUE:
            raise DataError("too_big", **at, limit=f"{MAX_VALUE:g}")
        this = next((sign for sign in ",." if sign in unicodedata.normalize("NFKC", cell)), "")
        if this and mark and this != mark:
            raise DataError("mixed_decimals", **at)
        mark = mark or this
        values.append(value)
    return values


def _target(body: Sequence[Row], name: str) -> tuple[Kind, tuple[str, ...], list[float]]:
    """What the last column is: classes if it holds words or few whole numbers, else values."""
    cells = [row[-1] for _, row in body]
    column = len(body[0][1])
    if all(_number(cell) is not None for cell in cells):
        values = _numbers(body, column - 1, name)
        distinct = sorted(set(values))
        # Few: each of them, on the average, at least twice. 0/1 and 1/2/3 are classes, a measured value is not.
        few = len(distinct) <= min(MAX_CLASSES, len(values) // 2)
        if not (few and all(value.is_integer() for value in distinct)):
            if len(distinct) == 1:
                raise DataError("constant_target", column=column, name=name, value=cells[0][:_SHOWN])
            return "regression", (), values
        labels = [f"{value:.0f}" for value in distinct]
        places = {value: float(i) for i, value in enumerate(distinct)}
        y = [places[value] for value in values]
    else:
        labels = list(dict.fromkeys(cells))
        if len(labels) > MAX_CLASSES:
            # A stray word among numbers is a slip of the pen, not a class.
            stray = [(number, row[-1]) for number, row in body if _number(row[-1]) is None]
            if len(stray) < len(cells) / 2:
                number, value = stray[0]
                raise DataError("not_a_number", row=number, column=column, name=name, value=value[:_SHOWN])
            seen: set[str] = set()
            for (number, _), cell in zip(body, cells, strict=True):
                seen.add(cell)
                if len(seen) > MAX_CLASSES:
                    raise DataError(
                        "too_many_classes", row=number, column=column, name=name, classes=len(labels), limit=MAX_CLASSES
                    )
        y = [float(labels.index(cell)) for cell in cells]
    if len(labels) == 1:
        raise DataError("one_class", column=column, name=name, value=labels[0][:_SHOWN])
    return ("binary" if len(labels) == 2 else "multiclass"), tuple(labels), y


def to_csv(data: Dataset) -> str:
    """The data as a table that `parse_csv` reads back, in the visitor's own units."""
    x = data.x if data.offset is None or data.scale is None else data.x * data.scale + data.offset
    values = (data.y * data.y_scale + data.y_offset).tolist()
    labels = [data.classes[int(value)] for value in values] if data.classes else list(map(repr, values))
    lines = [[*data.inputs, data.target]]
    lines += [[*map(repr, row), label] for row, label in zip(x.tolist(), labels, strict=True)]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '",\n\r') else cell
