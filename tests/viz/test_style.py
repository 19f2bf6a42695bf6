"""What figures share is said in one place."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz import viz
from neuroviz.viz import numbers, style
from neuroviz.viz.palette import PALETTES


@pytest.mark.parametrize("pattern", [
    r"rgba\(0, ?0, ?0, ?0\)", r'"fixedrange": True, "gridcolor"',
])
def test_what_is_shared_stands_in_the_style_alone(pattern: str) -> None:
    """A copy of a shared part is a second place to change, and the one that is forgotten."""
    root = Path(viz.__file__).parent
    assert [path.name for path in root.rglob("*.py") if re.search(pattern, path.read_text("utf-8"))] == ["style.py"]


@given(st.floats(), st.integers(1, 8))
def test_significant_digits_are_near_and_none_where_there_is_no_number(value: float, digits: int) -> None:
    [rounded] = style.significant([value], digits)
    if not math.isfinite(value):
        assert rounded is None
    else:
        assert rounded is not None
        assert math.isclose(rounded, value, rel_tol=10.0 ** (1 - digits), abs_tol=5e-324)


@given(st.lists(st.floats(-1e6, 1e6) | st.just(math.nan)), st.integers(0, 6))
def test_decimals_are_near_and_none_where_there_is_no_number(values: list[float], places: int) -> None:
    for value, rounded in zip(values, style.decimals(np.array(values), places), strict=True):
        if math.isnan(value):
            assert rounded is None
        else:
            assert rounded is not None
            assert abs(rounded - value) <= 0.51 * 10.0**-places


@given(st.floats(allow_nan=False))
def test_a_factor_never_begins_with_a_minus(value: float) -> None:
    text = style.bracketed(value)
    assert not text.startswith(numbers.MINUS)
    assert text.strip("()") == numbers.short(value)


def test_an_axis_takes_what_is_given_in_the_place_of_what_is_usual() -> None:
    palette = PALETTES["light"]
    assert style.axis(palette, 9, gridcolor="red")["gridcolor"] == "red"
    assert style.zero_axis(palette, zerolinewidth=3)["zerolinewidth"] == 3
