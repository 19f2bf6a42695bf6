"""What a cell can mean as a number: what is clear is one number, what is not has both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.tables.cells import is_ambiguous, readings, signs


@pytest.mark.parametrize(("cell", "point", "comma"), [
    ("12", 12, 12), ("1.5", 1.5, None), ("1,5", None, 1.5), ("1.", 1, None), (",5", None, 0.5), ("1e3", 1000, 1000),
    ("1,234", 1234, 1.234), ("1.234", 1.234, 1234), ("-12,345", -12345, -12.345), ("−1.234", -1.234, -1234),
    ("0.123", 0.123, None), ("0,123", None, 0.123), ("1234,567", None, 1234.567), ("1,234e5", None, 123400),
    ("1,234.5", 1234.5, None), ("1.234,50", None, 1234.5), ("1,234,567", 1234567, None), ("1.234.567", None, 1234567),
    ("1'234", 1234, 1234), ("1\u2019234.5", 1234.5, None), ("1 234", 1234, 1234), ("1\u00a0234", 1234, 1234),
    ("1\u2009234,5", None, 1234.5), ("1\u202f234\u202f567", 1234567, 1234567), ("１，２３４．５", 1234.5, None),
    ("1,23,456", None, None), ("1 23", None, None), ("1'234,567 890", None, None), ("12.5.3", None, None),
    ("0,123,456", None, None), ("", None, None), ("1,234.567,8", None, None), ("$1", None, None),
])
def test_readings(cell: str, point: float | None, comma: float | None) -> None:
    wanted = {sign: value for sign, value in ((".", point), (",", comma)) if value is not None}
    assert readings(cell) == wanted
    assert is_ambiguous(cell) is (len(set(wanted.values())) == 2)


@given(value=st.floats(-1e9, 1e9), decimals=st.integers(0, 6), mark=st.sampled_from([",", "'", " ", "\u202f", ""]))
def test_a_number_with_any_mark_has_its_value_among_its_readings(value: float, decimals: int, mark: str) -> None:
    """Python's own grouping is the oracle; with point and comma exchanged, the comma's reading is the point's."""
    written = f"{value:,.{decimals}f}".replace(",", mark)
    meant = float(f"{value:.{decimals}f}")
    assert readings(written)["."] == meant
    exchanged = written.translate(str.maketrans(".,", ",."))
    assert readings(exchanged)[","] == meant
    # Where both readings differ, the text really is one number in one country and another in the next.
    assert is_ambiguous(written) is is_ambiguous(exchanged)


def test_only_cells_that_settle_the_sign_are_heard() -> None:
    assert signs(["1,234", "12", "1'234"]) == set()
    assert signs(["1,234", "987,25"]) == {","}
    assert signs(["1,234", "987.25"]) == {"."}
    assert signs(["1.5", "1,5"]) == {".", ","}
