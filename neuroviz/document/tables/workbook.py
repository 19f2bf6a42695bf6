"""Workbooks: .xlsx and .ods, read by calamine (in Rust, 1 MB, without dependencies of its own).

Such a file is a ZIP of XML, and a file of a few kilobytes may unpack to gigabytes, or name a cell in row 1,048,576 and
so ask for a sheet of billions of cells. calamine trusts what it is given. So nothing is given to it that was not
measured before: the sizes that the ZIP declares are added up, each part is unpacked here and at most to that size,
and the cells that a sheet spans are counted in its XML. What calamine gets is a new ZIP of just those parts.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook

from neuroviz.document.tables.grid import DataError, Row

ZIP = b"PK\x03\x04"

MAX_UNPACKED = 64_000_000
"""Bytes of all parts that are read. 5,000 rows of 50 columns take some 12 MB."""
MAX_PARTS = 2_000
MAX_CELLS = 1_000_000
"""Cells that a sheet may span, empty ones included."""
MAX_SHEETS = 100
_CELL_CHARS = 1_000

# What holds cells and their names; not pictures, themes, macros or settings.
_XLSX = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/workbook\.xml|xl/sharedStrings\.xml|"
    r"xl/styles\.xml|xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ODS = re.compile(r"mimetype|content\.xml|META-INF/manifest\.xml")

_LIKE_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")
_REFERENCE = re.compile(rb'\sr\s*=\s*["\']\s*\$?([A-Za-z]{1,7})?\$?(\d{1,20})?')
_REPEATED = re.compile(rb"(number-(?:columns|rows)-repeated)\s*=\s*[\"']\s*\+?(\d{1,40})")
_SPACES = re.compile(rb"<text:s\b[^>]*?:c\s*=\s*[\"']\s*\+?(\d{1,40})")
_ROW, _CELL, _FILLED = re.compile(rb"<table:table-row\b"), re.compile(rb"<table:(?:covered-)?table-cell\b"), re.compile(
    rb"<table:table-cell\b[^>]*(?<!/)>|office:(?:value|string-value|boolean-value|date-value|time-value)")


def is_workbook(content: bytes) -> bool:
    """Return whether a file is a ZIP, as .xlsx and .ods are."""
    return content.startswith(ZIP)


def rows_of(content: bytes, name: str = "", *, most: int) -> tuple[tuple[str, ...], str, list[Row], int]:
    """Read one sheet of a workbook as (names of all sheets, name of this one, its first `most` rows, number of rows).

    name  the sheet; "" for the first that has cells

    Rows and their numbers are as in a text: blank ones are left out but counted. Numbers are written so that only a
    point can be their decimal sign. Raises DataError "spreadsheet", "too_large_unpacked", "too_many_cells",
    "no_such_sheet", "empty".
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_measured(content)))
        names = tuple(book.sheet_names[:MAX_SHEETS])
        if name and name not in names:
            raise DataError("no_such_sheet", value=name[:40])
        for each in (name,) if name else names:
            rows, count = _written(book.get_sheet_by_name(each), most)
            if count:
                return names, each, rows, count
    except DataError:
        raise
    except Exception:
        raise DataError("spreadsheet") from None
    except BaseException as panic:
        # A panic in Rust is no Exception.
        if type(panic).__name__ != "PanicException":
            raise
        raise DataError("spreadsheet") from None
    raise DataError("empty")


def _written(sheet: Any, most: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    count = 0
    above = sheet.start[0] if sheet.start else 0
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=above + 1):
        if any(cell != "" for cell in cells):
            written = [_text(cell) for cell in cells] if len(rows) < most else []
            if written and not any(written):
                continue
            count += 1
            if len(rows) < most:
                rows.append((number, written))
    return rows, count


def _text(cell: Any) -> str:
    """Return a cell as a text, a number in the shortest way that reads back to the same number."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        text = repr(int(cell)) if float(cell).is_integer() and abs(cell) < 1e16 else repr(cell)
        # 1.234 could be a German's thousand; 1.2340 cannot.
        return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return repr(cell.total_seconds())
    return str(cell)[:_CELL_CHARS].strip()


# --- before anything is unpacked ------------------------------------------------------------------------

def _measured(content: bytes) -> bytes:
    """Return the workbook's parts that hold cells as a new ZIP. Raises DataError for one that is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            found = whole.infolist()
            if len(found) > MAX_PARTS:
                raise DataError("too_large_unpacked", size=len(found), limit=MAX_UNPACKED // 1_000_000)
            parts = [part for part in found if _XLSX.fullmatch(part.filename)]
            if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
                parts = [part for part in found if _ODS.fullmatch(part.filename)]
            size = sum(part.file_size for part in parts)
            if size > MAX_UNPACKED:
                raise DataError("too_large_unpacked", size=round(size / 1_000_000), limit=MAX_UNPACKED // 1_000_000)
            texts = [(part.filename, _unpacked(whole, part)) for part in parts]
    except DataError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        raise DataError("spreadsheet") from None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name, text in dict(texts).items():
            if name == "content.xml":
                _count_repeated(text)
            elif name.lower().startswith("xl/worksheets/"):
                _count_spanned(text)
            new.writestr(name, text)
    return packed.getvalue()


def _unpacked(whole: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Unpack a part, to the size that it declares and no further; one that lies about it is refused."""
    with whole.open(part) as stream:
        text = stream.read(part.file_size + 1)
    if len(text) != part.file_size:
        raise ValueError(part.filename)
    # calamine knows UTF-8 alone, and so do the measurements below; whoever declares entities has something in mind.
    if part.filename != "mimetype" and (b"\0" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text):
        raise ValueError(part.filename)
    return text


def _count_spanned(sheet: bytes) -> None:
    """Count the cells between the sheet's outermost ones. Raises DataError "too_many_cells"."""
    rows, columns = 1, 1
    for letters, digits in set(_REFERENCE.findall(sheet)):
        if digits:
            rows = max(rows, int(digits))
        if letters:
            columns = max(columns, _column(letters.upper()))
    # Cells may stand in their places without saying which.
    rows = max(rows, sheet.count(b"<row"))
    columns = max(columns, max((line.count(b"<c ") + line.count(b"<c>") for line in sheet.split(b"</row>")), default=1))
    if rows * columns > MAX_CELLS:
        raise DataError("too_many_cells", rows=rows, columns=columns, limit=MAX_CELLS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _count_repeated(text: bytes) -> None:
    """Count the cells of all tables of an .ods, repeated ones as often. Raises DataError "too_many_cells"."""
    for spaces in _SPACES.findall(text):
        if int(spaces) > _CELL_CHARS:
            raise DataError("spreadsheet")
    cells, empty_rows = 0, 0
    for line in _ROW.split(text)[1:]:
        head, *rest = _CELL.split(line)
        times = _times(head, b"number-rows-repeated")
        if not _FILLED.search(line):
            # Rows without anything, of which LibreOffice notes a million at the end: calamine leaves those out, unless
            # something stands below them.
            empty_rows += times
            continue
        filled = max((i for i, cell in enumerate(rest) if _is_filled(cell)), default=-1)
        width = sum(_times(cell, b"number-columns-repeated") for cell in rest[: filled + 1])
        cells = max(cells, 0) + (times + empty_rows) * max(1, width)
        empty_rows = 0
        if cells > MAX_CELLS:
            raise DataError("too_many_cells", rows=times, columns=width, limit=MAX_CELLS)


def _is_filled(cell: bytes) -> bool:
    tag = cell.split(b">", 1)[0]
    return not tag.endswith(b"/") or b"office:" in tag


def _times(tag: bytes, name: bytes) -> int:
    found = [int(times) for kind, times in _REPEATED.findall(tag.split(b">", 1)[0]) if kind == name]
    return max(found, default=1)
