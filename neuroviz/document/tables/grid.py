"""From the bytes of a file to rows of cells: encoding, delimiter, lines above the table."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from neuroviz.coded_error import CodedError
from neuroviz.document.tables.cells import is_number
from neuroviz.document.tables.encodings import candidates, decoded

MAX_BYTES = 4_000_000
DELIMITERS = ("\t", ";", ",", "，", "、", "|", " ")
"""Delimiters by priority: a comma may be part of a number, a tab cannot; blanks may be anywhere."""

_OLD_BOOK = b"\xd0\xcf\x11\xe0"
"""First bytes of .xls, and of a workbook with a password."""

_MOST_LINES = 40_000
"""Of a text with more lines only the head is read: blank ones or not, it is no table of some thousand rows."""
_HEAD_CHARS = 20_000
_LOOKED_AT = 50
"""Lines from which the delimiter is found."""

CODES = (
    "empty", "spreadsheet", "encoding", "encoding_unsure", "malformed", "too_large", "too_many_rows", "too_few_rows",
    "too_few_columns", "too_many_columns", "ragged", "missing", "missing_word", "not_a_number", "words", "not_finite",
    "too_big", "mixed_decimals", "ambiguous", "one_class", "too_many_classes", "constant_target", "old_spreadsheet",
    "too_large_unpacked", "too_many_cells", "no_such_sheet", "too_many_inputs", "no_rows_left", "dates", "times",
)
"""Every code of a `DataError`."""


class DataError(CodedError):
    """An error in a table: a code of `CODES`, and the values for a sentence about it.

    row and column count from 1, as a spreadsheet does, the header included; `name` is the column's name, or "".
    """

    values: Mapping[str, int | str]


Row = tuple[int, list[str]]
"""A row: its number in the file, and its cells."""


@dataclass(frozen=True)
class Text:
    """A file as text.

    encoding   a name of `ENCODINGS`; "" for pasted text
    encodings  the encodings that can decode the file, the likeliest first
    sure       whether the encoding is certain: the file declares it, or all encodings agree
    cut        number of all lines, if only the head of a table that is too large was read; else None
    """

    text: str
    encoding: str = ""
    encodings: tuple[str, ...] = ()
    sure: bool = True
    cut: int | None = None


def text_of(content: str | bytes, encoding: str = "") -> Text:
    """Decode `content` with `encoding`, or with the one that is found.

    Raises DataError "empty", "old_spreadsheet", "encoding".
    """
    found: tuple[str, ...] = ()
    sure = True
    if isinstance(content, str):
        text: str | None = content.removeprefix("\ufeff")
        encoding = ""
    else:
        if content.startswith(_OLD_BOOK):
            raise DataError("old_spreadsheet")
        found, sure = candidates(content)
        encoding = encoding or (found[0] if found else "")
        text = decoded(content, encoding)
    if text is None or "\0" in text:
        raise DataError("encoding")
    if not text.strip():
        raise DataError("empty")
    lines = text.count("\n") + text.count("\r") - text.count("\r\n") + (not text.endswith(("\r", "\n")))
    if len(content) <= MAX_BYTES and lines <= _MOST_LINES:
        return Text(text, encoding, found, sure)
    head = text.lstrip()[:_HEAD_CHARS]
    return Text(head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head, encoding, found, sure, lines)


@dataclass(frozen=True)
class Grid:
    """The rows of a table, all of one width unless a row is `ragged`.

    rows       the rows that are kept
    count      number of all rows, including those beyond the limit
    delimiter  the sign between cells; "" in a workbook
    titles     lines above the table
    """

    rows: list[Row]
    count: int
    delimiter: str
    titles: tuple[str, ...] = ()
    ragged: DataError | None = None


def grid_of(text: str, delimiter: str = "", *, most: int) -> Grid:
    """Split a text into rows, without blank ones; at most the first `most`. Raises DataError "empty", "malformed"."""
    lines = re.split(r"\r\n|\r|\n", text)
    first = next(i for i, line in enumerate(lines) if line.strip())
    # Excel's own way to say what is between the cells.
    said = re.fullmatch(r'"?sep=(.)"?', lines[first], re.IGNORECASE)
    if said:
        lines[first] = ""
        text = "\n".join(lines)
        delimiter = delimiter or said[1]
    delimiter = delimiter or _delimiter([line for line in lines if line.strip()])
    rows, count = _rows(text, delimiter, most)
    return grid_of_rows(rows, count, delimiter)


def grid_of_rows(rows: list[Row], count: int, delimiter: str = "") -> Grid:
    """Return the grid of rows that are cells already. Raises DataError "empty"."""
    if not rows:
        raise DataError("empty")
    titles, rows = _without_titles(rows)
    rows, ragged = _of_one_width(rows)
    return Grid(rows, count - len(titles), delimiter, titles, ragged)


def _delimiter(lines: list[str]) -> str:
    """Return the first of `DELIMITERS` that most lines contain outside quotes."""
    bare = [re.sub(r'"[^"]*"', '""', line).strip(" ") for line in lines[:_LOOKED_AT]]
    return next((mark for mark in DELIMITERS if sum(mark in line for line in bare) > len(bare) / 2), ",")


def _rows(text: str, delimiter: str, most: int) -> tuple[list[Row], int]:
    if delimiter == " ":
        text = re.sub(r"(?<![ \t])[ \t]++(?=[\r\n]|\Z)", "", text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    rows: list[Row] = []
    count = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                count += 1
                if len(rows) < most:
                    rows.append((reader.line_num, cells))
    except csv.Error:
        raise DataError("malformed", row=reader.line_num) from None
    return rows, count


def _width(rows: list[Row]) -> int:
    """Return the number of cells of most rows; of two equally frequent numbers, the first one."""
    return Counter(len(cells) for _, cells in rows).most_common(1)[0][0]


def _without_titles(rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Return the lines above the table, which contain a single text, and the rows of the table."""
    width = _width(rows)
    titles: list[str] = []
    while width > 1 and len(rows) > 2:
        cells, below = rows[0][1], rows[1][1]
        alone = bool(cells[0]) and not any(cells[1:]) and not is_number(cells[0])
        # Filled up to the width of the table it could be a row with gaps, unless a header stands below.
        if not alone or (len(cells) == width and (width == 2 or any(map(is_number, below)))):
            break
        titles.append(cells[0])
        rows = rows[1:]
    return tuple(titles), rows


def _of_one_width(rows: list[Row]) -> tuple[list[Row], DataError | None]:
    """Return rows of one width, without empty columns at the right end (from a final delimiter), and the error."""
    width = _width(rows)
    even = [(number, cells[:width] if not any(cells[width:]) else cells) for number, cells in rows]
    even = _with_corner(even, width)
    for number, cells in even:
        if len(cells) != width:
            return even, DataError("ragged", row=number, columns=len(cells), expected=width)
    used = max(i for _, cells in even for i, cell in enumerate(cells) if cell) + 1
    return [(number, cells[:used]) for number, cells in even], None


def _with_corner(rows: list[Row], width: int) -> list[Row]:
    """Return the rows with the corner cell that R leaves out above its row names, if it is missing."""
    (number, first), *body = rows
    counted = all(cells[0] == str(i) for i, (_, cells) in enumerate(body, start=1))
    if body and counted and len(first) == width - 1 and not any(map(is_number, first)):
        return [(number, ["", *first]), *body]
    return rows
