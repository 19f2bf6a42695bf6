"""Numbers as they are shown: nothing shown is false, and the two forms keep their promises."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.viz.numbers import brief, fixed, short

any_float = st.floats()
# Up to where rounding to the digits shown leaves the range of float64.
finite = st.floats(-1.79e308, 1.79e308)


def read(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))


@pytest.mark.parametrize(("value", "text"), [
    (7.0, "7"), (-0.5, "−0.5"), (1 / 3, "0.3333"), (1.2e-7, "1.2e−7"), (0.0, "0"), (-0.0, "0"), (100.0, "100"),
    (1e5, "1e5"), (-123456.0, "−1.235e5"), (1e300, "1e300"), (5e-324, "4.941e−324"),
    (0.001, "0.001"), (12.3456, "12.346"),
    (math.nan, "NaN"), (math.inf, "∞"), (-math.inf, "−∞"),
])
def test_short(value: float, text: str) -> None:
    assert short(value) == text


@pytest.mark.parametrize(("value", "text"), [
    (1.0, "1.0000"), (-0.76159, "−0.7616"), (0.0, "0.0000"), (-0.0, "0.0000"), (9.561785767770938e-25, "9.5618e−25"),
    (-4e-5, "−4.0000e−5"), (5e-5, "0.0001"), (100_000.0, "1.0000e5"), (-10.0, "−10.0000"),
    (math.nan, "NaN"), (math.inf, "∞"), (-math.inf, "−∞"),
])
def test_fixed(value: float, text: str) -> None:
    assert fixed(value) == text


@pytest.mark.parametrize("form", [short, fixed])
@given(value=any_float)
def test_only_one_minus_sign_is_used_and_nothing_is_minus_zero(form: object, value: float) -> None:
    assert callable(form)
    text = form(value)
    assert "-" not in text
    assert re.fullmatch(r"NaN|−?∞|−?\d+(\.\d+)?(e−?\d+)?", text)
    assert not re.fullmatch(r"−0(\.0*)?", text)


@given(value=finite)
def test_short_is_near_the_value_and_fits_a_node(value: float) -> None:
    # Four decimals, or four digits with an exponent.
    assert read(short(value)) == pytest.approx(value, rel=6e-4, abs=0.0 if "e" in short(value) else 5.0001e-5)
    assert len(short(value)) <= len("−1.234e−300")


@given(value=finite)
def test_fixed_shows_four_decimals_of_what_was_computed(value: float) -> None:
    text = fixed(value)
    assert read(text) == pytest.approx(value, rel=6e-5 if "e" in text else 0.0, abs=0.0 if "e" in text else 5.0001e-5)
    assert re.search(r"\.\d{4}(e|$)", text)


@given(value=finite)
def test_a_number_is_shown_as_zero_only_where_it_is(value: float) -> None:
    assert (read(short(value)) == 0.0) == (value == 0.0)
    assert (read(fixed(value)) == 0.0) == (value == 0.0)


@given(value=finite)
def test_the_negative_is_the_same_with_a_sign(value: float) -> None:
    for form in (short, fixed):
        if value > 0.0:
            assert form(-value) == f"−{form(value)}"


@pytest.mark.parametrize(("value", "text", "shorter"), [
    (0.5918, "0.59", "0.59"), (-0.4441, "−0.44", "−0.4"), (6.7e-4, "0.001", "≈0"), (-6.4e-4, "≈0", "≈0"),
    (0.0, "0", "0"), (-0.0, "0", "0"), (28.0, "28", "28"), (-12.34, "−12.3", "−12"), (9.996, "10", "10"),
    (12345.0, "12345", "1e4"), (123456.0, "1.2e5", "1e5"), (-1e12, "−1e12", "−1e12"),
    (math.nan, "NaN", "NaN"), (-math.inf, "−∞", "−∞"),
])
def test_brief(value: float, text: str, shorter: str) -> None:
    assert (brief(value), brief(value, 4)) == (text, shorter)


@given(value=st.floats(-1e9, 1e9), room=st.integers(4, 8))
def test_brief_has_the_room_it_is_given_and_is_as_exact_as_that_permits(value: float, room: int) -> None:
    text = brief(value, room)
    assert len(text) <= room
    if text == "≈0":
        assert 0.0 < abs(value) < 0.1, "of what can be written, nothing is left out"
    else:
        assert abs(read(text) - value) <= max(0.5005 if abs(value) < 10 ** (room - 1) else 0.0, 0.5 * abs(value))
        assert sign_of(read(text)) == sign_of(value)


def sign_of(value: float) -> int:
    return (value > 0) - (value < 0)
