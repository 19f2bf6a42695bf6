"""What may be typed or pasted where a number is wanted."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Refusal, limits
from neuroviz.document.numbers import has_decimal_comma, parse_number, parse_whole, split_block


@pytest.mark.parametrize(("text", "value"), [
    ("1.5", 1.5), ("1,5", 1.5), ("-2", -2.0), ("+2", 2.0), ("−2", -2.0), ("–0,5", -0.5), (".5", 0.5), (",5", 0.5),
    ("5.", 5.0), ("1e-3", 1e-3), ("1E3", 1000.0), ("1,5e2", 150.0), ("  7 ", 7.0), ("\u00a07\u3000", 7.0),
    ("1/3", 1 / 3), ("-1/3", -1 / 3), ("1,5 / 0,5", 3.0), ("1⁄4", 0.25), ("1/-4", -0.25), ("1e2/1e1", 10.0),
    ("１２．５", 12.5), ("－１，５", -1.5), ("１／４", 0.25), ("1。5", 1.5), ("1、5", 1.5), ("007", 7.0),
    ("5e-324", 5e-324), ("1e-400", 0.0), ("0/7", 0.0),
])
def test_a_number_is_read(text: str, value: float) -> None:
    assert parse_number(text).hex() == value.hex()


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back_exactly(value: float) -> None:
    assert parse_number(repr(value)).hex() == value.hex()
    written = repr(value).replace(".", ",").replace("-", "−")
    assert parse_number(written, comma=True).hex() == value.hex()
    if not re.fullmatch(r"−?[1-9]\d{0,2},\d{3}", written):
        assert parse_number(written).hex() == value.hex()


@pytest.mark.parametrize(("text", "decimal", "whole"), [
    ("1,234", "1.234", "1234"), ("-12,000", "-12.000", "-12000"), ("１，０００", "1.000", "1000"),
    ("1,000/3", "1.000/3", "1000/3"),
])
def test_a_comma_before_three_digits_is_not_guessed(text: str, decimal: str, whole: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_number(text)
    assert caught.value.code == "number_ambiguous"
    assert (caught.value.params["decimal"], caught.value.params["whole"]) == (decimal, whole)
    assert parse_number(text, comma=True) == parse_number(decimal)


@given(n=st.integers(-(2**53), 2**53))
def test_a_whole_number_is_read(n: int) -> None:
    for written in (f"{n}", f"{n}".replace("-", "−"), f"{n},0", f"{2 * n}/2"):
        assert parse_whole(written) == n


@given(n=st.integers(1, 999), rest=st.integers(0, 999), mark=st.sampled_from(".,．，"), sign=st.sampled_from(["", "-"]))
def test_where_a_whole_number_is_wanted_a_point_before_three_digits_is_not_guessed(
    n: int, rest: int, mark: str, sign: str,
) -> None:
    """1.000 is a thousand in Germany and one in England."""
    with pytest.raises(Refusal) as caught:
        parse_whole(f"{sign}{n}{mark}{rest:03}")
    assert caught.value.code == "number_ambiguous"
    assert caught.value.params["decimal"] == f"{sign}{n}.{rest:03}"
    assert caught.value.params["whole"] == f"{sign}{n}{rest:03}"


@pytest.mark.parametrize(("text", "code"), [
    ("2.5", "number_not_whole"), ("1/3", "number_not_whole"), ("0.125", "number_not_whole"), ("", "number_empty"),
    ("1.000.000", "number_unreadable"), ("abc", "number_unreadable"), ("1e999", "number_too_large"),
])
def test_what_is_no_whole_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_whole(text)
    assert caught.value.code == code


@pytest.mark.parametrize(("cells", "comma"), [
    (["1,234", "2,5"], True), (["1,234", "0,125"], True), (["1,234", "1234,567"], True), (["1,234"], False),
    (["1,234", "2.5"], False), (["1,234", "x,y"], False), ([], False),
])
def test_the_cells_pasted_with_it_settle_it(cells: list[str], comma: bool) -> None:
    assert has_decimal_comma(cells) is comma


@given(text=st.text(max_size=80) | st.text("0123456789.,/eE+-− ", max_size=80))
def test_a_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        assert math.isfinite(parse_number(text))
    except Refusal as refusal:
        assert refusal.code in {"number_empty", "number_unreadable", "number_ambiguous", "number_zero_division",
                                "number_too_large"}


@pytest.mark.parametrize(("text", "code"), [
    ("", "number_empty"), ("   ", "number_empty"), ("\u3000", "number_empty"),
    ("1,000.5", "number_unreadable"), ("1.000,5", "number_unreadable"), ("1 000", "number_unreadable"),
    ("1_000", "number_unreadable"), ("abc", "number_unreadable"), ("nan", "number_unreadable"),
    ("inf", "number_unreadable"), ("-Infinity", "number_unreadable"), ("0x10", "number_unreadable"),
    ("1/2/3", "number_unreadable"), ("/2", "number_unreadable"), ("1/", "number_unreadable"),
    ("--1", "number_unreadable"),
    ("1e", "number_unreadable"), ("1e99999", "number_unreadable"), ("٣", "number_unreadable"),
    ("三", "number_unreadable"), ("__import__('os')", "number_unreadable"), ("9" * 65, "number_unreadable"),
    ("1/0", "number_zero_division"), ("0/0", "number_zero_division"), ("1/-0.0", "number_zero_division"),
    ("1/1e-999", "number_zero_division"), ("1e999", "number_too_large"), ("-1e309", "number_too_large"),
    ("1e308/1e-308", "number_too_large"), ("1e999/1e999", "number_too_large"),
])
def test_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_number(text)
    assert caught.value.code == code


def test_a_refusal_quotes_what_was_typed_and_not_more() -> None:
    with pytest.raises(Refusal) as caught:
        parse_number(" １abc ")
    assert caught.value.params == {"text": "１abc"}
    with pytest.raises(Refusal) as caught:
        parse_number("x" * 1_000_000)
    assert len(str(caught.value.params["text"])) <= 64


@pytest.mark.parametrize(("text", "cells"), [
    ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
    ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
    ("1,5\t2,5", [["1,5", "2,5"]]),
    ("1;2;3\n4;5;6", [["1", "2", "3"], ["4", "5", "6"]]),
    ("1,5; 2,5", [["1,5", "2,5"]]),
    ("1；2", [["1", "2"]]),
    ("1 2  3", [["1", "2", "3"]]),
    ("1,5 2,5", [["1,5", "2,5"]]),
    ("1, 2, 3", [["1", "2", "3"]]),
    ("1,2,3", [["1", "2", "3"]]),
    ("1,2", [["1,2"]]),
    ("1/3", [["1/3"]]),
    ("7", [["7"]]),
    ("\n\n1 2\n\n3 4\n\n", [["1", "2"], ["3", "4"]]),
    ("1\t\t3", [["1", "", "3"]]),
    ("[[1, 2], [3, 4]]", [["1", "2"], ["3", "4"]]),
    ("[1, 2]", [["1", "2"]]),
    ("[[1.5, -2.0],\n [3.0, 4.0]]", [["1.5", "-2.0"], ["3.0", "4.0"]]),
    ("array([[1., 2.],\n       [3., 4.]])", [["1.", "2."], ["3.", "4."]]),
    ("[[1. 2.]\n [3. 4.]]", [["1.", "2."], ["3.", "4."]]),
    ("［［１，２］，［３，４］］", [["1", "2"], ["3", "4"]]),
    ("", []), ("\n\n", []), ("   ", []),
])
def test_a_pasted_table_is_split(text: str, cells: list[list[str]]) -> None:
    assert split_block(text) == cells


@given(rows=st.lists(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=2), min_size=1))
@pytest.mark.parametrize("write", [
    lambda rows: "\n".join("\t".join(map(repr, row)) for row in rows),
    lambda rows: "\r\n".join(";".join(map(repr, row)) for row in rows),
    lambda rows: "\n".join(" ".join(map(repr, row)) for row in rows),
    repr,
], ids=["spreadsheet", "semicolons", "blanks", "python"])
def test_a_table_comes_through_a_paste_exactly(write: object, rows: list[list[float]]) -> None:
    assert callable(write)
    read = [[parse_number(cell).hex() for cell in row] for row in split_block(write(rows))]
    assert read == [[value.hex() for value in row] for row in rows]


@given(text=st.text(max_size=200) | st.text("[]()array1,; \t\n", max_size=200))
def test_any_text_can_be_split(text: str) -> None:
    assert all(isinstance(cell, str) for row in split_block(text) for cell in row)


def test_a_paste_is_bounded() -> None:
    assert split_block("1" * limits.MAX_PASTE_CHARS) == [["1" * limits.MAX_PASTE_CHARS]]
    with pytest.raises(Refusal) as caught:
        split_block("1" * (limits.MAX_PASTE_CHARS + 1))
    assert caught.value.code == "paste_too_large"
