"""Space between Chinese and Latin writing, where a sentence is filled in.

Chinese sets no space between its own characters, and a narrow one beside Latin letters and numerals. Which of the two a
value is shows only when it is filled in: an optimiser is called "SGD" or "动量法", an input "x₁" or "苹果". So what
stands at a value's two borders is decided then, whichever way the catalogue has written it.
"""

from __future__ import annotations

import re
from functools import cached_property
from string import Formatter

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
LATIN = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff₀-₉ᵢⱼ′%°"
"""Letters, numerals, and what is written close behind them."""

_HAN_ENDS, _LATIN_ENDS = re.compile(f"[{HAN}]\\Z"), re.compile(f"[{LATIN}]\\Z")
_HAN_BEGINS, _LATIN_BEGINS = re.compile(f"[{HAN}]"), re.compile(f"[{LATIN}+−-]")


class Sentence(str):
    """A Chinese sentence: `format` sees to the space at the borders of what it fills in."""

    @cached_property
    def _pieces(self) -> tuple[tuple[str, str | None, str], ...]:
        """(text, name of the value behind it or None, how the value is formatted), ..."""
        return tuple((text, name, spec or "") for text, name, spec, _ in Formatter().parse(self))

    def format(self, *args: object, **values: object) -> str:
        """Return the sentence with `values` filled in. Raises KeyError for one that is missing."""
        said, behind_value = "", False
        for text, name, spec in self._pieces:
            said = _joined(said, text) if behind_value else said + text
            behind_value = name is not None
            if name is not None:
                said = _joined(said, format(values[name], spec))
        return said


def _joined(before: str, behind: str) -> str:
    """Two pieces of a sentence one behind the other, with a space between Chinese and Latin and none between Chinese.

    Markdown's asterisks between them belong to neither side: the space goes before those that begin what is bold, and
    behind those that end it.
    """
    left = before.rstrip("*")
    right = behind.lstrip("*")
    marks = before[len(left):] + behind[: len(behind) - len(right)]
    near_left, near_right = left.removesuffix(" "), right.removeprefix(" ")
    if _HAN_ENDS.search(near_left) and _HAN_BEGINS.match(near_right):
        return near_left + marks + near_right
    into_latin = _HAN_ENDS.search(left) and _LATIN_BEGINS.match(right)
    into_chinese = _LATIN_ENDS.search(left) and _HAN_BEGINS.match(right)
    if into_latin or into_chinese:
        ends = bool(marks) and left.count(marks) % 2 == 1
        return f"{left}{marks} {right}" if ends else f"{left} {marks}{right}"
    return before + behind
