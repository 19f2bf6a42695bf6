"""Numbers as a visitor may type or paste them.

Read: 1.5, 1,5 (decimal comma), 1/3, -2, −2 (a real minus sign), 1e-3, and the full-width forms a
Chinese keyboard makes. A point is the decimal point, as this app writes it. A comma is a decimal comma
too, but 1,000 is one in some countries and a thousand in others: guessing would be wrong half of the time, so
it is refused, as is a text that has both a comma and a point, unless the cells pasted with it settle it. Where a whole
number is wanted, 1.000 is as open to doubt, and is refused as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from neuroviz.document import limits
from neuroviz.document.refusal import Refusal

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = str.maketrans({
    **{chr(k): chr(v) for k, v in _FULL_WIDTH.items()},
    "−": "-", "–": "-", "。": ".", "、": ",", "⁄": "/", "∕": "/", "\u00a0": " ", "\u3000": " ",
})
_DECIMAL = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_LONGEST = 64


def has_decimal_comma(cells: Iterable[str]) -> bool:
    """Return whether any cell can only be a number with a decimal comma: then all commas of the table are decimal."""
    texts = [cell.translate(_LOOKALIKES).strip() for cell in cells]
    return any("," in text and _DECIMAL.fullmatch(text) and not _EITHER.fullmatch(text) for text in texts)


def parse_number(text: str, *, comma: bool = False) -> float:
    """Return the finite float that `text` denotes.

    comma   whether a comma is known to be the decimal sign: see `has_decimal_comma`

    Raises Refusal: "number_empty", "number_unreadable", "number_ambiguous", "number_zero_division",
    "number_too_large".
    """
    shown = text.strip()[:_LONGEST]
    text = text.translate(_LOOKALIKES).strip()
    if not text:
        raise Refusal("number_empty")
    parts = [part.strip() for part in text.split("/")]
    if len(text) > _LONGEST or len(parts) > 2 or not all(_DECIMAL.fullmatch(part) for part in parts):
        raise Refusal("number_unreadable", text=shown)
    if not comma and any(_EITHER.fullmatch(part) for part in parts):
        raise _ambiguous(shown, text)
    values = [float(part.replace(",", ".")) for part in parts]
    if len(values) == 2 and values[1] == 0.0:
        raise Refusal("number_zero_division", text=shown)
    value = values[0] / values[1] if len(values) == 2 else values[0]
    if not math.isfinite(value):
        raise Refusal("number_too_large", text=shown)
    return value


def parse_whole(text: str) -> int:
    """Return the whole number that `text` denotes; 2.0 and 6/3 are whole numbers too.

    Raises Refusal as `parse_number` does, "number_ambiguous" also for 1.000, and "number_not_whole".
    """
    plain = text.translate(_LOOKALIKES).strip()
    if _GROUPED.fullmatch(plain):
        raise _ambiguous(text.strip()[:_LONGEST], plain, ",.")
    value = parse_number(text)
    if not value.is_integer():
        raise Refusal("number_not_whole", text=text.strip()[:_LONGEST])
    return int(value)


def _ambiguous(shown: str, text: str, marks: str = ",") -> Refusal:
    """Return the refusal of a number in which each of `marks` may stand for thousands or for the decimal point."""
    whole = re.sub(f"[{marks}]", "", text)
    return Refusal("number_ambiguous", text=shown, decimal=text.replace(",", "."), whole=whole)


def split_block(text: str) -> list[list[str]]:
    """Return the cells of a pasted table, row by row; their content is not checked here.

    Rows end with a line break. Cells are separated by tabs (as spreadsheets copy them), else by
    semicolons, else by blanks, else by commas if a row has more than one. A Python or NumPy
    list, [[1, 2], [3, 4]], is read too; there a comma separates cells.

    Raises Refusal: "paste_too_large".
    """
    if len(text) > limits.MAX_PASTE_CHARS:
        raise Refusal("paste_too_large", limit=limits.MAX_PASTE_CHARS)
    text = text.translate(_LOOKALIKES).strip("\r\n")
    if "[" in text:
        inner = text.replace("array(", "").replace(")", "").strip().removeprefix("[").removesuffix("]")
        rows = re.findall(r"\[([^\[\]]*)\]", inner) or [inner.strip("[]")]
        return [re.split(r"\s*,\s*|\s+", row.strip().strip(",")) for row in rows if row.strip()]
    return [_split_row(line) for line in text.splitlines() if line.strip()]


def _split_row(line: str) -> list[str]:
    for mark in ("\t", ";"):
        if mark in line:
            return [cell.strip() for cell in line.split(mark)]
    cells = re.split(r",\s+|\s+", line.strip())
    if len(cells) == 1 and line.count(",") > 1:
        return [cell.strip() for cell in line.split(",")]
    return cells
