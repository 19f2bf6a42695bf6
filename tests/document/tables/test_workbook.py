"""Workbooks: read as the same table in text, and nothing is unpacked that was not measured before."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.tables.data import Reading, look
from neuroviz.document.tables.workbook import MAX_CELLS, MAX_UNPACKED, rows_of
from tests.bench.fuzz_tables import KINDS, tried
from tests.document.tables.books import ods, ods_parts, packed, xlsx, xlsx_parts
from tests.examples import share_of

ROWS = [["width", "height", "kind"], [1.5, 2, "cat"], [2.5, 3.125, "dog"], [1.234, 4, "cat"], [1e-7, -5, "dog"]]
MAKERS = {"xlsx": xlsx, "ods": ods}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_workbook_is_its_table(make: object) -> None:
    data = look(make(ROWS)).data  # type: ignore[operator]
    assert data.x.tolist() == [row[:2] for row in ROWS[1:]]
    assert (data.inputs, data.target, data.classes) == (("width", "height"), "kind", ("cat", "dog"))


@given(table=st.lists(
    st.tuples(st.floats(-1e12, 1e12), st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), st.sampled_from("ab")),
    min_size=6, max_size=12), make=st.sampled_from(list(MAKERS.values())))
def test_every_number_is_read_as_it_is(table: list[tuple[float, float, str]], make: object) -> None:
    """Also 1.234, which in a text could be a thousand."""
    sheet = look(make([["u", "v", "w"], *table]), Reading(left_out=()))  # type: ignore[operator]
    if len({row[2] for row in table}) < 2:
        assert sheet.problem is not None
        assert sheet.problem.code == "one_class"
        return
    assert sheet.data is not None, sheet.problem
    assert sheet.data.x.tolist() == [list(row[:2]) for row in table]


def test_of_several_sheets_the_first_with_cells_is_read_or_the_chosen_one() -> None:
    other = [["a", "b"], [1.5, 2], [2.5, 3], [3.5, 1], [4.5, 7]]
    book = xlsx([], Other=other, Third=ROWS)
    sheet = look(book)
    assert (sheet.sheets, sheet.page) == (("Data", "Other", "Third"), "Other")
    assert sheet.data.inputs == ("a",)
    assert look(book, Reading(sheet="Third")).data.inputs == ("width", "height")
    assert look(book, Reading(sheet="<b>")).problem.code == "no_such_sheet"
    assert look(xlsx([])).problem.code == "empty"


def test_rows_are_counted_as_the_spreadsheet_counts_them() -> None:
    book = xlsx([[], [], ["a", "b"], [1.5, "x"], [], ["oops", "y"], [2, "x"], [3, "y"], [4, "x"]])
    problem = look(book).problem
    assert (problem.code, problem.values["row"], problem.values["column"]) == ("not_a_number", 6, 1)


def test_booleans_are_words_and_dates_are_written_out() -> None:
    rows = [["a", "ill", "kind"], [1.5, True, "x"], [2.5, False, "y"], [3.5, True, "x"], [1.0, False, "y"]]
    data = look(xlsx(rows)).data
    assert data.inputs == ("a", "ill: TRUE")
    assert data.x[:, 1].tolist() == [1, 0, 1, 0]
    day = ('<table:table-row><table:table-cell office:value-type="date" office:date-value="2020-03-01"/>'
           "</table:table-row>")
    *_, rows_found, _ = rows_of(ods([], day), most=9)
    assert rows_found == [(1, [date(2020, 3, 1).isoformat()])]


# --- what is too large, damaged, or lies ----------------------------------------------------------------

def with_sheet(xml: str) -> bytes:
    return packed({**xlsx_parts([]), "xl/worksheets/sheet1.xml": xml})


def lying(book: bytes, size: int) -> bytes:
    """The same, but each part says that it is so large."""
    data = bytearray(book)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        while at >= 0:
            data[at + place: at + place + 4] = struct.pack("<I", size)
            at = data.find(mark, at + 4)
    return bytes(data)


FAR = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
MANY_ROWS = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
FEW: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: packed({**xlsx_parts([]), "xl/worksheets/sheet1.xml": b" " * (MAX_UNPACKED + 1)}),
    "in shared strings": lambda: packed({**xlsx_parts([]), "xl/sharedStrings.xml": b" " * (MAX_UNPACKED + 1)}),
    "in ods": lambda: packed({**ods_parts([]), "content.xml": b" " * (MAX_UNPACKED + 1)}),
}
CELLS = {
    "far cell": with_sheet(FAR.format(1048576, "XFD")), "far row": with_sheet(FAR.format(10**18, "A")),
    "far column": with_sheet(FAR.format(2, "ZZZZZZZ")),
    "repeated": ods([], MANY_ROWS + 'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'),
    "repeated columns": ods([], '<table:table-row><table:table-cell table:number-columns-repeated="99999999999" '
                                'office:value="1" office:value-type="float"/></table:table-row>'),
    "empty ones between": ods([[1]], MANY_ROWS.replace('office:value-type="float" ', "/>") + "</table:table-row>"
                              '<table:table-row><table:table-cell office:value-type="float" office:value="1"/>'
                              "</table:table-row>"),
}
DAMAGED = {
    "cut": xlsx(ROWS)[:-30], "no workbook": packed({"a.txt": "b"}), "a document": packed({"word/document.xml": "<a/>"}),
    "no XML": with_sheet("\x01\x02"), "declares entities": with_sheet('<!DOCTYPE a [<!ENTITY b "cc">]><worksheet/>'),
    "smaller than it says": lying(xlsx(ROWS), 60_000), "larger than it says": lying(xlsx(ROWS), 10),
    "spaces": packed({**ods_parts([]), "content.xml": str(ods_parts([["x"]])["content.xml"]).replace(
        "<text:p>", '<text:p><text:s text:c="4294967295"/>')}),
}


@pytest.mark.parametrize(("book", "code"), [
    *((book, "too_large_unpacked") for book in FEW.values()), *((book, "too_many_cells") for book in CELLS.values()),
    *((book, "spreadsheet") for book in DAMAGED.values()),
], ids=[*FEW, *CELLS, *DAMAGED])
def test_it_is_refused_before_it_is_unpacked(
    book: bytes | Callable[[], bytes], code: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = book() if callable(book) else book
    opened: list[int] = []
    whole = zipfile.ZipFile.open
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda self, part, *args, **more: (
        opened.append(getattr(part, "file_size", 0)), whole(self, part, *args, **more))[1])
    problem = look(made).problem
    assert problem is not None
    assert problem.code == code
    assert sum(opened) <= MAX_UNPACKED
    if code == "too_large_unpacked":
        assert not opened


def test_rows_without_cells_at_the_end_are_no_matter() -> None:
    """LibreOffice writes that a million rows are empty."""
    end = ('<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
           'table:number-columns-repeated="16384"/></table:table-row>')
    assert len(look(ods(ROWS, end)).data) == 4


def test_pictures_and_macros_are_not_unpacked() -> None:
    parts = {**xlsx_parts(ROWS), "xl/media/image1.png": b"\0" * (MAX_UNPACKED + 1), "xl/vbaProject.bin": b"x"}
    assert len(look(packed(parts)).data) == 4


def test_as_many_cells_as_are_read_are_few_enough_for_a_large_table() -> None:
    table = xlsx([["w", *range(49)], *([i / 7, *([1.5] * 48), "xy"[i % 2]] for i in range(1000))])
    assert look(table, Reading(left_out=tuple(range(20)))).data is not None
    assert MAX_CELLS >= 5_000 * 50


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_brings_the_reader_down(kind: str) -> None:
    """A sample of what the bench tries a hundred thousand times."""
    found, _ = tried(kind, share_of(400), int(time.time()))
    assert found


def test_a_zip_within_a_zip_is_no_table() -> None:
    inner = BytesIO(xlsx(ROWS)).getvalue()
    assert look(packed({"book.xlsx": inner})).problem.code == "spreadsheet"
