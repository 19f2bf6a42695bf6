"""Rules that all records of settings share: a field is one of a list of names, or a number in a range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from neuroviz.document.refusal import Refusal


def check_choices(record: Any, choices: Mapping[str, tuple[Any, ...]], where: str) -> None:
    """Raise Refusal "field_value" for a field whose value is not among its choices.

    record   a record of settings
    choices  allowed values by field
    where    name of the record, for the sentence
    """
    for name, allowed in choices.items():
        if getattr(record, name) not in allowed:
            raise Refusal("field_value", where=f"{where}.{name}", value=str(getattr(record, name))[:24])


def in_ranges(record: Any, ranges: Mapping[str, tuple[float, float]], where: str) -> dict[str, Any]:
    """Return the numbers of `record` by field, each of its field's own type, and 0 for -0.

    ranges  lowest and highest value by field; where, as in `check_choices`

    Raises Refusal as `check_number` does.
    """
    for name, (low, high) in ranges.items():
        check_number(getattr(record, name), f"{where}.{name}", low, high)
    return {name: type(getattr(type(record), name))(getattr(record, name)) + 0 for name in ranges}


def check_number(value: float, where: str, low: float, high: float) -> None:
    """Raise Refusal "field_number" for a non-finite value, "field_range" for one outside low <= value <= high."""
    if not math.isfinite(value):
        raise Refusal("field_number", where=where, value=str(value))
    if not low <= value <= high:
        raise Refusal("field_range", where=where, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
