"""The columns of a table that are learnt from: numbers as they are, words as one or several columns of 0 and 1."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from neuroviz.document.tables.cells import is_ambiguous, is_number, plain, readings
from neuroviz.document.tables.grid import DataError, Row
from neuroviz.document.tables.sheet import MISSING, SHOWN
from neuroviz.document.tables.units import moments_of, other_unit
from neuroviz.nn.datasets import Array

MAX_VALUE = 1e12
"""Largest absolute value of a number; the squares of larger ones start to swamp everything else."""
MAX_WORDS = 10
"""Different words of a column that is learnt from."""

_MISSING_WORDS = MISSING - {"none", "-"}
_TRUE = frozenset({"true", "yes", "y", "t", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "是", "真", "有"})

# The way in which programs write numbers: its meaning is clear but for three digits behind a point.
# There is one way to match each line: with two, a column of long ones would take for ever not to match.
_PLAIN = re.compile(r"(?:[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?\n)++", re.ASCII)
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$", re.ASCII | re.MULTILINE)
_SETTLED = re.compile(r"\.(?!\d{3}$)|^[+-]?(?:0\d*+|\d{4,}+)\.|\.\d*[eE]", re.ASCII | re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Column:
    """One column below the header.

    index  its place in the table, from 0; name: for sentences
    cells  its cells; rows: the number of each one's row in the file
    """

    index: int
    name: str
    cells: Sequence[str]
    rows: Sequence[int]

    @cached_property
    def _mark(self) -> str:
        """The decimal sign that the cells may be written with: a comma where there is one, and no point."""
        return "," if any("," in cell for cell in self.cells) and not any("." in cell for cell in self.cells) else "."

    @cached_property
    def _lines(self) -> str:
        """All cells with a decimal point, one a line, if all are plain numbers; else ""."""
        text = ("\n".join(self.cells) + "\n").replace(self._mark, ".")
        return text if text.count("\n") == len(self.cells) and _PLAIN.fullmatch(text) else ""

    @cached_property
    def strays(self) -> list[int]:
        """Places of the cells that are neither numbers nor gaps."""
        if self._lines:
            return []
        known = {cell: is_number(cell) or cell.lower() in MISSING for cell in set(self.cells)}
        return [i for i, cell in enumerate(self.cells) if not known[cell]]

    @cached_property
    def wordy(self) -> bool:
        """Whether most cells, gaps aside, are words."""
        if not self.strays:
            return False
        there = sum(cell.lower() not in MISSING for cell in self.cells)
        return len(self.strays) > there / 2

    @cached_property
    def gaps(self) -> list[int]:
        """Places of the cells without a value."""
        missing = _MISSING_WORDS if self.wordy else MISSING
        return [] if self._lines else [i for i, cell in enumerate(self.cells) if cell.lower() in missing]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The different words, the first spelling of each, in the order in which they come."""
        missing = _MISSING_WORDS
        found = {same(cell): cell for cell in reversed(self.cells) if cell.lower() not in missing}
        return tuple(dict.fromkeys(found[same(cell)] for cell in self.cells if same(cell) in found))

    @property
    def most_words(self) -> int:
        """How many different words it may hold to be an input: fewer in a short table, whose rows they would number."""
        return min(MAX_WORDS, max(2, len(self.cells) // 2))

    @cached_property
    def too_many_words(self) -> bool:
        """Whether a column of words has too many different ones: a name, a number of a ticket."""
        return self.wordy and len(self.words) > self.most_words

    @cached_property
    def moments(self) -> str:
        """What most cells are, if they are "dates" or "times" of day; else ""."""
        return moments_of(self.cells) if self.wordy else ""

    @cached_property
    def other_unit(self) -> tuple[int, int] | None:
        """Places of two cells whose units differ, in a column of numbers with units; else None."""
        return other_unit(self.cells) if self.wordy else None

    @property
    def counts(self) -> bool:
        """Whether it only counts the rows: 1, 2, 3 … or 0, 1, 2 …"""
        if plain(self.cells[0]) not in {"0", "1"}:
            return False
        start = int(plain(self.cells[0]))
        return all(plain(cell) == str(i) for i, cell in enumerate(self.cells, start))

    @cached_property
    def signs(self) -> set[str]:
        """The decimal signs that single cells settle; most cells settle none."""
        if self._lines:
            return {self._mark} if _SETTLED.search(self._lines) else set()
        return {next(iter(found)) for cell in set(self.cells) if len(found := readings(cell)) == 1}

    @property
    def ambiguous(self) -> str:
        """The first cell whose number depends on the decimal sign, or ""."""
        if self._lines:
            found = _THOUSANDS.search(self._lines)
            return found[0].replace(".", self._mark) if found else ""
        return next((cell for cell in self.cells if is_ambiguous(cell)), "")

    def at(self, place: int) -> dict[str, int | str]:
        """Return where a cell is, for a sentence."""
        return {"row": self.rows[place], "column": self.index + 1, "name": self.name}

    def refuse_gaps(self) -> None:
        """Raise DataError for the first cell without a value."""
        if self.gaps:
            place = self.gaps[0]
            cell = self.cells[place]
            if not cell:
                raise DataError("missing", **self.at(place), gaps=len(self.gaps))
            raise DataError("missing_word", **self.at(place), gaps=len(self.gaps), value=cell)

    # --- numbers -----------------------------------------------------------------------------------

    def numbers(self, sign: str) -> list[float]:
        """Return the cells as numbers with one decimal sign; if that is "", no cell may depend on it.

        Raises DataError for a cell that is not a finite number, or is ambiguous.
        """
        self.refuse_strays()
        if self._lines and (sign == self._mark or (not self.ambiguous and (not sign or "." not in self._lines))):
            values: list[float] = [*map(float, self._lines.split())]
            if all(-MAX_VALUE <= value <= MAX_VALUE for value in values):
                return values
        values = []
        seen = sign
        for place, cell in enumerate(self.cells):
            at = {**self.at(place), "value": cell[:SHOWN]}
            found = readings(cell)
            if len(found) == 1:
                seen = seen or next(iter(found))
            if seen and seen not in found:
                raise DataError("mixed_decimals", **at, sign=seen)
            value = found[seen] if seen else next(iter(found.values()))
            if not seen and len(set(found.values())) > 1:
                raise DataError("ambiguous", **at, point=f"{found['.']:.12g}", comma=f"{found[',']:.12g}")
            if not math.isfinite(value):
                raise DataError("not_finite", **at)
            if abs(value) > MAX_VALUE:
                raise DataError("too_big", **at, limit=f"{MAX_VALUE:g}")
            values.append(value)
        return values

    def refuse_strays(self) -> None:
        """Raise DataError for the first cell that is not a number, in a column of numbers."""
        if self.strays:
            place = self.strays[0]
            cell = self.cells[place]
            infinite = cell.lower().lstrip("+-") in {"inf", "infinity", "∞"}
            raise DataError("not_finite" if infinite else "not_a_number", **self.at(place), value=cell[:SHOWN])

    def refuse_moments(self) -> None:
        """Raise DataError "dates" or "times" for a column of them: neither numbers nor words."""
        if self.moments:
            value = self.cells[self.strays[0]][:SHOWN]
            raise DataError(self.moments, column=self.index + 1, name=self.name, value=value)

    # --- words -------------------------------------------------------------------------------------

    def flags(self) -> dict[str, list[float]]:
        """Return a column of words as columns of 0 and 1 by their names: one for two words, else one for each.

        Raises DataError "words" for too many different ones, and "dates" or "times" for what is no word.
        """
        self.refuse_moments()
        if self.too_many_words:
            raise DataError("words", column=self.index + 1, name=self.name, value=self.cells[self.strays[0]][:SHOWN],
                            words=len(self.words), limit=self.most_words, rows=len(self.cells))
        words = self.words
        if len(words) == 2:
            words = words[:1] if words[0].casefold() in _TRUE else words[1:]
        cells = [same(cell) for cell in self.cells]
        return {f"{self.name}: {word}": [float(cell == same(word)) for cell in cells] for word in words}


def same(cell: str) -> str:
    """Return what "Yes", "yes" and "YES" have in common."""
    return " ".join(cell.casefold().split())


def columns_of(body: Sequence[Row], names: Mapping[int, str]) -> dict[int, Column]:
    """Return the columns at these places, with these names."""
    rows = [number for number, _ in body]
    return {i: Column(i, name, [cells[i] for _, cells in body], rows) for i, name in names.items()}


def matrix_of(columns: Sequence[Column], decimal: str, common: str) -> tuple[Array, tuple[str, ...], list[str]]:
    """Return the inputs, (n, d), their names, and for each column of words what became of it.

    decimal  the visitor's choice of the decimal sign; common: the one of the table, "" if none is known
    """
    found: list[tuple[str, list[float]]] = []
    said: list[str] = []
    for column in columns:
        if column.wordy:
            flags = column.flags()
            said.append(f"{column.name} ({', '.join(column.words)})"[:2 * SHOWN])
            found += flags.items()
        else:
            found.append((column.name, column.numbers(sign_of(column, decimal, common))))
    return np.array([values for _, values in found]).T, tuple(name for name, _ in found), said


def sign_of(column: Column, decimal: str, common: str) -> str:
    """Return the decimal sign of a column: the visitor's choice, its own, or the table's; "" if its own differ."""
    own = column.signs
    return decimal or (next(iter(own)) if len(own) == 1 else "" if own else common)


def warn_of_class(columns: Sequence[Column], inputs: Array) -> Column | None:
    """Return the first column if its few whole numbers look like a class."""
    if not columns or columns[0].wordy:
        return None
    found = Counter(inputs[:, 0].tolist())
    few = 2 <= len(found) <= 4 and min(found.values()) >= 3 and all(value.is_integer() for value in found)
    return columns[0] if few else None
