"""Rules that flat records of settings share: a field is one of some names, or a number between two ends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from neuroviz.document.refusal import Refusal


def check_choices(record: Any, choices: Mapping[str, tuple[Any, ...]], where: str) -> None:
    """Raises Refusal for a field that is none of its names."""
    for name, allowed in choices.items():
        if getattr(record, name) not in allowed:
            raise Refusal("field_value", where=f"{where}.{name}", value=str(getattr(record, name))[:24])


def in_ranges(record: Any, ranges: Mapping[str, tuple[float, float]], where: str) -> dict[str, Any]:
    """The numbers of `record`, each of its field's own type and no -0. Raises Refusal for one out of its range."""
    for name, (low, high) in ranges.items():
        check_number(getattr(record, name), f"{where}.{name}", low, high)
    return {name: type(getattr(type(record), name))(getattr(record, name)) + 0 for name in ranges}


def check_number(value: float, where: str, low: float, high: float) -> None:
    """Raises Refusal for what is no number between the two."""
    if not math.isfinite(value):
        raise Refusal("field_number", where=where, value=str(value))
    if not low <= value <= high:
        raise Refusal("field_range", where=where, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
