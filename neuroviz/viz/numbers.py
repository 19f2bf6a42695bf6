"""How numbers look, everywhere: in figures, captions and equations."""

from __future__ import annotations

import math
from functools import lru_cache

MINUS = "−"

_REMEMBERED = 1 << 14
"""One edit changes few of a picture's numbers, and a class looks at the same networks."""


@lru_cache(maxsize=_REMEMBERED)
def short(value: float) -> str:
    """Return a number as it was given: 7, −0.5, 0.3333, 1.2e−7. At most four significant digits after the point."""
    special = _special(value)
    if special:
        return special
    magnitude = abs(value)
    if magnitude != 0.0 and not 1e-3 <= magnitude < 1e5:
        mantissa, exponent = f"{value:.3e}".split("e")
        return _signed(f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}")
    digits = 4 if magnitude < 10 else 3 if magnitude < 1000 else 2
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return _signed("0" if text == "-0" else text)


def fixed(value: float) -> str:
    """Return a number that was computed, always with four decimals: 1.0000, −0.7616."""
    special = _special(value)
    if special:
        return special
    magnitude = abs(value)
    if magnitude >= 1e5 or 0.0 < magnitude < 5e-5:
        mantissa, exponent = f"{value:.4e}".split("e")
        return _signed(f"{mantissa}e{int(exponent)}")
    return _signed(f"{value:.4f}".replace("-0.0000", "0.0000"))


@lru_cache(maxsize=_REMEMBERED)
def compact(value: float) -> str:
    """Return a number small enough to stand inside a neuron: three significant digits."""
    special = _special(value)
    if special:
        return special
    magnitude = abs(value)
    if magnitude != 0.0 and not 1e-2 <= magnitude < 1e4:
        mantissa, exponent = f"{value:.1e}".split("e")
        return _signed(f"{mantissa.removesuffix('.0')}e{int(exponent)}")
    text = f"{value:.{2 if magnitude < 10 else 1 if magnitude < 100 else 0}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return _signed("0" if text == "-0" else text)


@lru_cache(maxsize=_REMEMBERED)
def brief(value: float, room: int = 5) -> str:
    """Return a number in at most `room` (4 or more) characters, its sign included: 0.59, −0.44, −12.3, 1.2e5.

    As many digits as there is room for, three after the point at most. "≈0" is what is not 0 but too small to be
    written so. Powers of ten beyond 99 take more room.
    """
    special = _special(value)
    if special:
        return special
    magnitude = abs(value)
    if value == 0.0:
        return "0"
    for decimals in range(3 if magnitude < 0.1 else 2, -1, -1):
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        if text in {"0", "-0"}:
            break
        if len(text) <= room:
            return _signed(text)
    if magnitude < 1.0:
        return "≈0"
    for digits in (1, 0):
        mantissa, exponent = f"{value:.{digits}e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
        if len(text) <= room:
            break
    return _signed(text)


def subscript(number: int) -> str:
    """Return an index below the line: 12 -> ₁₂."""
    return str(number).translate(_SUBSCRIPTS)


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _special(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return ""


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
