"""What is clear is read, what is not is refused with row and column, and nothing else ever happens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neuroviz.document.tables.data import CODES, MAX_BYTES, NOTES, DataError, Reading, look, parse_csv, to_csv
from neuroviz.document.tables.encodings import ENCODINGS
from neuroviz.document.tables.grid import DELIMITERS
from neuroviz.nn.datasets import DATASETS, make, standardised

PLAIN = "width,height,kind\n1.5,2,cat\n2.5,3,dog\n3.5,4,cat\n4.5,5,dog\n"


@pytest.mark.parametrize("content", [
    PLAIN,
    PLAIN.encode(),
    "\ufeff" + PLAIN,
    PLAIN.encode("utf-8-sig"),
    PLAIN.encode("utf-16"),
    PLAIN.replace("\n", "\r\n"),
    PLAIN.replace("\n", "\r"),
    PLAIN.replace("\n", "\n\n") + "\n  \n",
    PLAIN.rstrip(),
    PLAIN.replace(",", ";"),
    PLAIN.replace(",", "\t"),
    PLAIN.replace(",", ";").replace(".", ","),
    PLAIN.replace(",", "\t").replace(".", ","),
    PLAIN.replace(",", " , "),
    PLAIN.replace(",", "，"),
    PLAIN.replace("\n", ",\n"),
    PLAIN.replace("\n", ",,\n"),
    PLAIN.replace("cat", '"cat"').replace("1.5", '"1.5"'),
    PLAIN.replace("2,cat", "+2.0e0,cat"),
    PLAIN.replace("1.5", "１.５"),
])
def test_all_ways_to_write_one_table(content: str | bytes) -> None:
    data = parse_csv(content)
    assert data.x.tolist() == [[1.5, 2.0], [2.5, 3.0], [3.5, 4.0], [4.5, 5.0]]
    assert data.y.tolist() == [0.0, 1.0, 0.0, 1.0]
    assert data.classes == ("cat", "dog")
    assert data.inputs == ("width", "height")
    assert data.target == "kind"
    assert data.kind == "binary"


def test_without_a_header() -> None:
    data = parse_csv(PLAIN.split("\n", 1)[1])
    assert len(data) == 4
    assert (data.inputs, data.target) == (("x1", "x2"), "y")


def test_words_of_other_scripts() -> None:
    text = "甜度,酸度,水果\n5,2,苹果\n2,3,柠檬\n3,4,苹果\n4,5,柠檬\n"
    for content, encoding in ((text, ""), (text.encode(), ""), (text.encode("gb18030"), "gb18030")):
        data = parse_csv(content, reading=Reading(encoding=encoding))
        assert data.classes == ("苹果", "柠檬")
        assert data.inputs == ("甜度", "酸度")


@pytest.mark.parametrize(("target", "kind", "classes"), [
    ("0 1 0 1", "binary", ("0", "1")),
    ("3 1 2 1 2 3", "multiclass", ("1", "2", "3")),
    ("-1 1 1.0 -1", "binary", ("-1", "1")),
    ("0.5 1.5 0.5 1.5", "regression", ()),
    ("1 2 3 4 5 6", "regression", ()),
    ("yes no yes no", "binary", ("yes", "no")),
    ("a b c 1", "multiclass", ("a", "b", "c", "1")),
])
def test_what_the_last_column_is(target: str, kind: str, classes: tuple[str, ...]) -> None:
    data = parse_csv("".join(f"{i}.5,{y}\n" for i, y in enumerate(target.split())))
    assert (data.kind, data.classes) == (kind, classes)


def rows(*lines: str) -> str:
    return "a,b,c\n" + "\n".join(lines) + "\n1,2,x\n1,2,y\n1,2,x\n1,2,y\n"


@pytest.mark.parametrize(("content", "code", "values"), [
    ("", "empty", {}),
    (" \n\t\n", "empty", {}),
    (b"\xef\xbb\xbf", "empty", {}),
    (b"1,2\0,3", "encoding", {}),
    (b"\xff\xfe\x00\xd8\x00", "encoding", {}),
    (",,\n,,\n", "empty", {}),
    ("a,b\n", "too_few_rows", {"rows": 0, "limit": 4}),
    ("1,2,a\n1,2,b\n", "too_few_rows", {"rows": 2, "limit": 4}),
    ("a\n1\n2\n3\n4\n", "too_few_columns", {"columns": 1}),
    (rows("1,2,3,4"), "ragged", {"row": 2, "columns": 4, "expected": 3}),
    (rows("1,2,x", "", "1,x"), "ragged", {"row": 4, "columns": 2, "expected": 3}),
    (rows("1,,x"), "missing", {"row": 2, "column": 2, "name": "b", "gaps": 1}),
    (rows("1,2,x", "1,NaN,x"), "missing_word",
     {"row": 3, "column": 2, "name": "b", "gaps": 1, "value": "NaN"}),
    (rows("1,2,"), "missing", {"row": 2, "column": 3, "name": "c", "gaps": 1}),
    (rows("1,two,x"), "not_a_number", {"row": 2, "column": 2, "name": "b", "value": "two"}),
    (rows("1,1_000,x"), "not_a_number", {"row": 2, "column": 2, "name": "b", "value": "1_000"}),
    (rows("1,0x10,x"), "not_a_number", {"row": 2, "column": 2, "name": "b", "value": "0x10"}),
    (rows('1,"1,23.5",x'), "not_a_number", {"row": 2, "column": 2, "name": "b", "value": "1,23.5"}),
    (rows("1,-inf,x"), "not_finite", {"row": 2, "column": 2, "name": "b", "value": "-inf"}),
    (rows("1,1e999,x"), "not_finite", {"row": 2, "column": 2, "name": "b", "value": "1e999"}),
    (rows("1,1e30,x"), "too_big", {"row": 2, "column": 2, "name": "b", "value": "1e30", "limit": "1e+12"}),
    ("a;b\n1,5;x\n2.5;y\n1;x\n2;y\n", "mixed_decimals",
     {"row": 3, "column": 1, "name": "a", "value": "2.5", "sign": ","}),
    ("a,b\n1,x\n2,x\n3,x\n4,x\n", "one_class", {"column": 2, "name": "b", "value": "x"}),
    ("a,b\n1,7\n2,7\n3,7\n4,7\n", "one_class", {"column": 2, "name": "b", "value": "7"}),
    ("a,b\n1,.7\n2,.7\n3,.7\n4,.7\n", "constant_target", {"column": 2, "name": "b", "value": ".7"}),
    (rows('1,"2,x'), "malformed", {"row": 6}),
    ("".join(f"{i},w{i}\n" for i in range(30)), "too_many_classes",
     {"column": 2, "name": "y", "classes": 30, "some": "w0, w1, w2, w3", "limit": 10}),
    ("".join(f"{i},{i}.5\n" for i in range(30)) + "1,oops\n", "not_a_number",
     {"row": 31, "column": 2, "name": "y", "value": "oops"}),
    ("1,2\n" * 5001, "too_many_rows", {"rows": 5001, "limit": 5000}),
    ("a,b\n" + "1,2\n" * 5001, "too_many_rows", {"rows": 5001, "limit": 5000}),
    ("a,b\r" + "1,2\r" * 5001, "too_many_rows", {"rows": 5001, "limit": 5000}),
    ("a,b\r" + "1,2\r" * 1_000_000, "too_many_rows", {"rows": 1_000_000, "limit": 5000}),
    ("1,2\n" * 1_000_000, "too_many_rows", {"rows": 1_000_000, "limit": 5000}),
    (b"PK\x03\x04\x14\0\x06", "spreadsheet", {}),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_spreadsheet", {}),
    (b"1,2\n" * 1_000_000, "too_many_rows", {"rows": 1_000_000, "limit": 5000}),
    ("1" * (MAX_BYTES + 1), "too_large", {"size": MAX_BYTES + 1, "limit": MAX_BYTES}),
    (",".join("1" * 51) + "\n", "too_many_columns", {"columns": 51, "limit": 50}),
    ((",".join("1" * 40) + "\n") * 4, "too_many_inputs", {"inputs": 39, "limit": 32}),
    ("1," + "2" * 200_000, "malformed", {"row": 1}),
    ("\n" * 3_900_000 + "1;2", "too_many_rows", {"rows": 3_900_001, "limit": 5000}),
    # Each of these took for ever: there was more than one way to match a digit.
    ("a;b\n" + ("9" * 100_000 + ";1\n") * 30, "not_finite",
     {"row": 2, "column": 1, "name": "a", "value": "9" * 40}),
    ("a;b\n" + ("9" * 400 + ";1\n") * 20 + "x;1\n" * 3, "not_a_number",
     {"row": 22, "column": 1, "name": "a", "value": "x"}),
    ("a;b\n" + "1;1\n" * 20 + "9" * 100_000 + "x;1\n", "not_a_number",
     {"row": 22, "column": 1, "name": "a", "value": "9" * 40}),
])
def test_what_is_not_clear_is_refused_with_its_place(
    content: str | bytes, code: str, values: dict[str, object]
) -> None:
    with pytest.raises(DataError) as refused:
        parse_csv(content)
    assert (refused.value.code, dict(refused.value.values)) == (code, values)
    assert code in CODES


def test_five_thousand_rows_and_a_header_are_read() -> None:
    assert len(parse_csv("a,b\n" + "1,0\n2,1\n" * 2500)) == 5000


CELLS = st.one_of(
    st.sampled_from([
        "1", "2,5", "-3.25", "1e5", "", "NA", "a", "A ", '"', '"b"', "inf", "٣", "１", "1e400", "\ufeff", "1,234",
        '"1,234"', "1.234", "1'234", "1\u202f234", "0", "2", "3", "4", "2019", "x", "sep=;", "none", "+", "-", "class",
        "12 cm", "5cm", "$1.234", "3,5 %", "7 mm", "2024-01-31", "12:30",
    ]),
    st.text(max_size=6), st.floats().map(str), st.integers(0, 9).map(str),
)
READINGS = st.builds(
    Reading, encoding=st.sampled_from(("", "", *ENCODINGS)), delimiter=st.sampled_from(("", "", *DELIMITERS)),
    decimal=st.sampled_from(("", ".", ",")), header=st.sampled_from((None, True, False)),
    kind=st.sampled_from(("", "classes", "values")),
    left_out=st.none() | st.lists(st.integers(-1, 5), max_size=3).map(tuple),
)


@given(
    table=st.lists(st.lists(CELLS, max_size=4) | st.lists(CELLS, min_size=3, max_size=3), max_size=8),
    mark=st.sampled_from(["\t", ";", ",", "，", "|", " "]), end=st.sampled_from(["\n", "\r\n", "\r"]), reading=READINGS,
)
def test_any_table_is_read_or_refused(table: list[list[str]], mark: str, end: str, reading: Reading) -> None:
    read_or_refused(end.join(mark.join(row) for row in table), reading)


@given(content=st.binary(max_size=200) | st.text(max_size=200), reading=READINGS)
@example(content="\u2028", reading=Reading())
@example(content='"', reading=Reading())
@example(content=b"\xff\xfe", reading=Reading())
@example(content="0", reading=Reading(encoding="cp932"))
def test_any_content_is_read_or_refused(content: bytes | str, reading: Reading) -> None:
    read_or_refused(content, reading)


@given(content=st.binary(max_size=200), encoding=st.sampled_from(ENCODINGS))
def test_bytes_are_learnt_from_only_where_the_encoding_is_said(content: bytes, encoding: str) -> None:
    """By the file, or by the visitor: the suggestion alone is not enough."""
    sheet = look(content)
    if sheet.data is not None and sheet.text is not None and not sheet.text.sure:
        with pytest.raises(DataError):
            parse_csv(content)


def read_or_refused(content: bytes | str, reading: Reading) -> None:
    sheet = look(content, reading)
    assert (sheet.data is None) is (sheet.problem is not None)
    assert {note.code for note in sheet.notes} <= set(NOTES)
    if sheet.problem is not None:
        assert sheet.problem.code in CODES
        return
    assert sheet.data is not None
    assert 4 <= len(sheet.data) == len(sheet.body)
    assert len(sheet.data.inputs) >= 1
    assert np.isfinite(standardised(sheet.data).x).all()


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_written_is_read_back(name: str) -> None:
    data = make(name, 40, 0.2, 5)
    again = parse_csv(to_csv(data))
    assert again.x.tolist() == data.x.tolist()
    assert again.kind == data.kind
    # The order of the classes is the order of their first points, which here are A, B, C ...
    assert again.y.tolist() == data.y.tolist()
    assert (again.classes, again.inputs, again.target) == (data.classes, data.inputs, data.target)
    back = parse_csv(to_csv(standardised(data)))
    assert np.allclose(back.x, data.x, rtol=1e-12, atol=1e-12)
