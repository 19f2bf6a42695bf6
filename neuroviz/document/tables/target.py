"""The target of a table, its last column or another: classes, as words, few whole numbers or flags, or values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from neuroviz.document.tables.cells import is_number, readings
from neuroviz.document.tables.columns import Column, same
from neuroviz.document.tables.grid import DataError
from neuroviz.document.tables.sheet import MISSING, SHOWN, Reading, Sheet
from neuroviz.nn.datasets import Kind

MAX_CLASSES = 10
MAX_CODES = 4
"""Different whole numbers that begin as classes: a yes or no, three species. Five and more are rather stars, marks or
counts, of which 3 lies between 2 and 4, and begin as values. What was chosen is said, and the visitor can change it."""
_RARE = 0.1
"""A class with a smaller share of the rows is hardly ever tested."""

_SET = frozenset({"1", "TRUE", "True", "true", "1.0"})
_FLAGS = _SET | {"0", "FALSE", "False", "false", "0.0"}

Target = tuple[Sheet, Kind, tuple[str, ...], list[float]]


def kind_of(classes: int) -> Kind:
    """Return the kind of a data set with this number of classes; 0: a regression."""
    return "regression" if not classes else "binary" if classes == 2 else "multiclass"


def gaps_of(column: Column, reading: Reading) -> list[int]:
    """Return the places of the cells without a target: empty ones, and among numbers the words for a missing one."""
    words = reading.kind == "classes" or column.wordy or bool(column.strays)
    return [i for i, cell in enumerate(column.cells) if not cell] if words else column.gaps


def are_counted(values: list[float], reading: Reading) -> bool:
    """Return whether the target is compared as numbers: not if all are equal, or classes that are not whole."""
    whole = all(value.is_integer() for value in values)
    return len(set(values)) > 1 and (whole or reading.kind != "classes")


def of_numbers(
    column: Column, values: list[float], reading: Reading, max_classes: int,
) -> tuple[Kind, tuple[str, ...], list[float]]:
    """Read a target of numbers as (kind, class names, y).

    Up to `MAX_CODES` whole numbers, each on average at least twice, are classes; other numbers are values.
    `reading.kind` overrules. Raises DataError "too_many_classes".
    """
    distinct = sorted(set(values))
    most = min(MAX_CODES, max_classes, len(values) // 2)
    few = len(distinct) <= most and all(value.is_integer() for value in distinct)
    if reading.kind == "values" or not (few or reading.kind == "classes"):
        return "regression", (), values
    labels = tuple(f"{value:.0f}" for value in distinct)
    if len(labels) > max_classes:
        raise _too_many(column.index + 1, column.name, labels, max_classes)
    return kind_of(len(labels)), labels, [float(distinct.index(value)) for value in values]


def as_said(
    sheet: Sheet, column: Column, values: list[float], classes: tuple[str, ...], reading: Reading, max_classes: int,
) -> Sheet:
    """Return the sheet with a note on what whole numbers were taken for, where they can be either and nobody chose."""
    distinct = sorted(set(values))
    if reading.kind or len(distinct) > max_classes or not all(value.is_integer() for value in distinct):
        return sheet
    some = ", ".join(f"{value:.0f}" for value in distinct)
    return sheet.noted("as_classes" if classes else "as_values", column=column.index + 1, name=column.name,
                       count=len(distinct), some=some[:2 * SHOWN])


def of_words(sheet: Sheet, column: Column, reading: Reading, max_classes: int) -> Target:
    """Read a target of class names; "Yes", "yes" and "YES" are one class, with a note.

    Raises DataError for a missing cell, a slip among numbers, a single class, and too many classes.
    """
    at, name = column.index + 1, column.name
    _no_slips(column, reading, max_classes)
    spellings: dict[str, list[str]] = {}
    for cell in column.cells:
        written = spellings.setdefault(same(cell), [])
        if cell not in written:
            written.append(cell)
    keys = list(spellings)
    labels = tuple(spellings[key][0] for key in keys)
    for written in spellings.values():
        if len(written) > 1:
            sheet = sheet.noted("joined", names=", ".join(f"“{each}”" for each in written[:4])[:2 * SHOWN])
    if len(labels) == 1:
        constant = sheet.numeric and not float(next(iter(readings(labels[0]).values()))).is_integer()
        code = "constant_target" if constant else "one_class"
        raise DataError(code, column=at, name=name, value=labels[0][:SHOWN])
    if len(labels) > max_classes:
        column.refuse_moments()
        raise _too_many(at, name, labels, max_classes)
    place = {key: float(i) for i, key in enumerate(keys)}
    return sheet, kind_of(len(labels)), labels, [place[same(cell)] for cell in column.cells]


def _too_many(column: int, name: str, labels: Sequence[str], limit: int) -> DataError:
    some = ", ".join(label[:12] for label in labels[:4])
    return DataError("too_many_classes", column=column, name=name, classes=len(labels), some=some, limit=limit)


def _no_slips(column: Column, reading: Reading, max_classes: int) -> None:
    """Raise DataError for an empty cell, and among numbers for a word that marks a missing one or is a slip."""
    empty = [i for i, cell in enumerate(column.cells) if not cell]
    if empty:
        raise DataError("missing", **column.at(empty[0]), gaps=len(empty))
    if reading.kind == "classes":
        return
    known = {cell: is_number(cell) for cell in set(column.cells)}
    stray = [i for i, cell in enumerate(column.cells) if not known[cell]]
    if not stray or len(stray) >= len(column.cells) / 2:
        return
    at = {**column.at(stray[0]), "value": column.cells[stray[0]][:SHOWN]}
    if all(column.cells[i].lower() in MISSING for i in stray):
        raise DataError("missing_word", **at, gaps=len(stray))
    # A stray word among many numbers is a slip of the pen, not a class.
    if len({same(cell) for cell in column.cells}) > max_classes:
        raise DataError("not_a_number", **at)


def one_hot(sheet: Sheet, left_out: Sequence[int]) -> int:
    """Return how many columns at the end are one-hot flags of one class: three or more with one 1 in each row, or 0."""
    width = len(sheet.names)
    flags = 0
    for column in reversed(range(width)):
        if column in left_out or any(row[column] not in _FLAGS for _, row in sheet.body):
            break
        flags += 1
    # An input must be left.
    for count in range(min(flags, width - len(left_out) - 1), 2, -1):
        places = [[i for i, cell in enumerate(row[-count:]) if cell in _SET] for _, row in sheet.body]
        if all(len(found) == 1 for found in places) and len({found[0] for found in places}) == count:
            return count
    return 0


def of_flags(sheet: Sheet, max_classes: int) -> Target:
    """Read the last columns as one-hot flags of a class. Raises DataError "too_many_classes"."""
    count = sheet.flags
    first = len(sheet.names) - count
    labels = tuple(name or str(first + i + 1) for i, name in enumerate(sheet.names[-count:]))
    if count > max_classes:
        raise _too_many(first + 1, sheet.called(first), labels, max_classes)
    sheet = sheet.noted("one_hot", count=count, classes=", ".join(labels)[:2 * SHOWN])
    y = [float(next(i for i, cell in enumerate(row[-count:]) if cell in _SET)) for _, row in sheet.body]
    return sheet, kind_of(count), labels, y


def with_rare(sheet: Sheet, classes: tuple[str, ...], y: Sequence[float]) -> Sheet:
    """Return the sheet with a note about a class that hardly occurs, if there is one."""
    counts, rows = Counter(y), len(y)
    rare, common = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
    # Of ten classes, a tenth is the usual share.
    if counts[rare] >= rows * min(_RARE, 0.4 / len(classes)):
        return sheet
    return sheet.noted("rare", name=classes[int(rare)][:SHOWN], count=counts[rare], rows=rows,
                       common=classes[int(common)][:SHOWN], share=f"{100 * counts[common] / rows:.0f}")
