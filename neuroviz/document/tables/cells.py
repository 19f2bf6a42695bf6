"""The number in a cell of a table: spreadsheets of all countries write it, and not all mean the same.

1.5 and 1,5 are one and a half. 1,234.5 and 1.234,50 and 1'234 and 1 234 have marks between the thousands. But "1,234"
is 1.234 in some countries and 1234 in others, and the cell itself does not tell which. So a cell has a reading for
each decimal sign that it could be written with, and the other cells of its column, or the visitor, decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

SIGNS = (".", ",")
"""Decimal signs."""

_EXPONENT = r"(?:[eE][+-]?\d+)?"
_DECIMAL, _GROUPED = (
    {sign: re.compile(pattern.format(sign=re.escape(sign), other=re.escape(other)), re.ASCII)
     for sign, other in zip(SIGNS, reversed(SIGNS), strict=True)}
    for pattern in (
        rf"[+-]?(?:\d++(?:{{sign}}\d*+)?|{{sign}}\d++){_EXPONENT}",
        # One kind of mark between all thousands; a number with them begins with no 0.
        r"[+-]?[1-9]\d{{0,2}}(?P<mark>[ '{other}])\d{{3}}(?:(?P=mark)\d{{3}})*(?:{sign}\d*)?",
    )
)


def plain(cell: str) -> str:
    """Return the cell in plain characters: ASCII digits, - as minus, ' as apostrophe, no blanks around it."""
    return unicodedata.normalize("NFKC", cell).replace("−", "-").replace("\u2019", "'").strip()


@lru_cache(maxsize=1 << 16)
def readings(cell: str) -> Mapping[str, float]:
    """Return the number that `cell` means for each decimal sign; no entry for a sign with which it is not a number.

    A number may be infinite: 1e999.
    """
    text = plain(cell)
    found: dict[str, float] = {}
    for sign, other in zip(SIGNS, reversed(SIGNS), strict=True):
        if _DECIMAL[sign].fullmatch(text):
            found[sign] = float(text.replace(sign, "."))
        elif _GROUPED[sign].fullmatch(text):
            found[sign] = float(re.sub(rf"[ '{re.escape(other)}]", "", text).replace(sign, "."))
    return MappingProxyType(found)


def is_number(cell: str) -> bool:
    """Return whether `cell` is a number with either decimal sign."""
    return bool(readings(cell))


def signs(cells: Iterable[str]) -> set[str]:
    """Return the decimal signs that single cells settle; most cells settle none."""
    return {next(iter(found)) for cell in cells if len(found := readings(cell)) == 1}


def is_ambiguous(cell: str) -> bool:
    """Return whether the number in `cell` depends on the decimal sign."""
    return len(set(readings(cell).values())) > 1
