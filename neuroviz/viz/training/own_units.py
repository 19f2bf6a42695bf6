"""What the visitor's own columns are called in the pictures, and where the round numbers of their units lie.

Own data is standardised before it is learnt from. The pictures are drawn on that scale, and speak the visitor's units.
"""

from __future__ import annotations

import math
from typing import Any

from neuroviz.document.settings.training import OWN, Training, input_name, target_name, units_of
from neuroviz.viz.numbers import MINUS, short
from neuroviz.viz.text import escape_html

_STEPS = 5
_LONGEST = 14


def is_own_table(training: Training) -> bool:
    """Return whether the data comes from a table of the visitor's, with names or units."""
    return training.dataset == OWN and bool(training.own_units or any(training.own_names))


def own_axis(training: Training, place: int, low: float, high: float) -> dict[str, Any]:
    """Ticks and title of an axis from `low` to `high`, for the input at `place` (−1: the target); {} for made-up data.
    """
    if not is_own_table(training):
        return {}
    offset, scale = units_of(training)[place]
    values = round_numbers(low * scale + offset, high * scale + offset)
    name = target_name(training) if place == -1 else input_name(training, place) if any(training.own_names) else ""
    found: dict[str, Any] = {
        "tickmode": "array", "tickvals": [round((value - offset) / scale, 9) for value in values],
        "ticktext": [said(value) for value in values],
    }
    return {**found, "title": {"text": escape_html(name), "standoff": 4}} if name else found


def round_numbers(low: float, high: float) -> list[float]:
    """About five numbers from low to high: multiples of 1, 2 or 5 times a power of ten."""
    if not low < high:
        return [low]
    rough = (high - low) / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((k * power for k in (1.0, 2.0, 5.0, 10.0) if k * power >= rough), 10.0 * power)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(k * step, 12 - math.floor(math.log10(step))) for k in range(first, last + 1)] or [low]


def said(value: float) -> str:
    """Return a number in the visitor's units, to five digits and written out: a price is 132600, not 1.326e5."""
    size = abs(value)
    if not 1e-3 <= size < 1e9:
        return short(value)
    text = f"{value:.{max(0, 4 - math.floor(math.log10(size)))}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", MINUS)


def short_label(name: str) -> str:
    """Return a name that a picture has room for."""
    return escape_html(name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…")
