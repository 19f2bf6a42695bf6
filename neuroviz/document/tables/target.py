"""What the last column of a table is: classes, in words or few whole numbers or flags, or values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from neuroviz.document.tables.cells import is_number, readings
from neuroviz.document.tables.grid import DataError
from neuroviz.document.tables.sheet import MISSING, SHOWN, Reading, Sheet
from neuroviz.nn.datasets import Array, Kind

MAX_CLASSES = 10
_RARE = 0.1
"""A class that fewer of the rows belong to is hardly ever tested."""

Target = tuple[Sheet, Kind, tuple[str, ...], list[float]]


def kind_of(classes: int) -> Kind:
    return "regression" if not classes else "binary" if classes == 2 else "multiclass"


def are_counted(values: list[float], reading: Reading) -> bool:
    """Whether the numbers of the last column are told apart as numbers: not where they are all one, or names of
    classes that are not whole."""
    whole = all(value.is_integer() for value in values)
    return len(set(values)) > 1 and (whole or reading.kind != "classes")


def of_numbers(
    sheet: Sheet, values: list[float], reading: Reading, max_classes: int,
) -> tuple[Kind, tuple[str, ...], list[float]]:
    """Few whole numbers are classes: each of them, on the average, at least twice. A measured value is none."""
    distinct = sorted(set(values))
    few = len(distinct) <= min(max_classes, len(values) // 2) and all(value.is_integer() for value in distinct)
    if reading.kind == "values" or not (few or reading.kind == "classes"):
        return "regression", (), values
    labels = tuple(f"{value:.0f}" for value in distinct)
    if len(labels) > max_classes:
        last = len(sheet.names) - 1
        raise _too_many(last + 1, sheet.called(last), labels, max_classes)
    return kind_of(len(labels)), labels, [float(distinct.index(value)) for value in values]


def of_words(sheet: Sheet, cells: list[str], reading: Reading, max_classes: int) -> Target:
    """Names of classes; "Yes", "yes" and "YES" are one, and that is said."""
    column, name = len(sheet.names), sheet.called(len(sheet.names) - 1)
    _no_slips(sheet, cells, reading, max_classes)
    spellings: dict[str, list[str]] = {}
    for cell in cells:
        written = spellings.setdefault(_same(cell), [])
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
        raise DataError(code, column=column, name=name, value=labels[0][:SHOWN])
    if len(labels) > max_classes:
        raise _too_many(column, name, labels, max_classes)
    return sheet, kind_of(len(labels)), labels, [float(keys.index(_same(cell))) for cell in cells]


def _same(cell: str) -> str:
    return " ".join(cell.casefold().split())


def _too_many(column: int, name: str, labels: Sequence[str], limit: int) -> DataError:
    some = ", ".join(label[:12] for label in labels[:4])
    return DataError("too_many_classes", column=column, name=name, classes=len(labels), some=some, limit=limit)


def _no_slips(sheet: Sheet, cells: list[str], reading: Reading, max_classes: int) -> None:
    """Raises DataError for an empty cell, and among numbers for what stands for a missing one, or is a slip."""
    column, name = len(sheet.names), sheet.called(len(sheet.names) - 1)
    empty = [number for number, row in sheet.body if not row[-1]]
    if empty:
        raise DataError("missing", row=empty[0], column=column, name=name, gaps=len(empty))
    if reading.kind == "classes":
        return
    stray = [(number, row[-1]) for number, row in sheet.body if not is_number(row[-1])]
    if not stray or len(stray) >= len(cells) / 2:
        return
    number, value = stray[0]
    at: dict[str, int | str] = {"row": number, "column": column, "name": name, "value": value[:SHOWN]}
    if all(cell.lower() in MISSING for _, cell in stray):
        raise DataError("missing_word", **at, gaps=len(stray))
    # A stray word among many numbers is a slip of the pen, not a class.
    if len({_same(cell) for cell in cells}) > max_classes:
        raise DataError("not_a_number", **at)


def one_hot(sheet: Sheet) -> int:
    """How many columns at the end are one class, spread out: three or more flags with exactly one 1 in each row."""
    width = len(sheet.names)
    flags = 0
    for column in reversed(range(width)):
        if column in sheet.left_out or any(row[column] not in {"0", "1"} for _, row in sheet.body):
            break
        flags += 1
    # An input must be left.
    for count in range(min(flags, width - len(sheet.left_out) - 1), 2, -1):
        places = [[i for i, cell in enumerate(row[-count:]) if cell == "1"] for _, row in sheet.body]
        if all(len(found) == 1 for found in places) and len({found[0] for found in places}) == count:
            return count
    return 0


def of_flags(sheet: Sheet, count: int, max_classes: int) -> Target:
    first = len(sheet.names) - count
    labels = tuple(name or str(first + i + 1) for i, name in enumerate(sheet.names[-count:]))
    if count > max_classes:
        raise _too_many(first + 1, sheet.called(first), labels, max_classes)
    sheet = sheet.noted("one_hot", count=count, classes=", ".join(labels)[:2 * SHOWN])
    return sheet, kind_of(count), labels, [float(row[-count:].index("1")) for _, row in sheet.body]


def with_warnings(
    sheet: Sheet, kept: Sequence[int], inputs: Array, classes: tuple[str, ...], y: Sequence[float],
) -> Sheet:
    """What would go wrong in silence: a class that hardly occurs, a class in the first column."""
    rows = len(y)
    if classes:
        counts = Counter(y)
        rare, common = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
        if counts[rare] < _RARE * rows:
            return sheet.noted("rare", name=classes[int(rare)][:SHOWN], count=counts[rare], rows=rows,
                               common=classes[int(common)][:SHOWN], share=f"{100 * counts[common] / rows:.0f}")
        return sheet
    for place, i in enumerate(kept[:1]):
        found = Counter(inputs[:, place].tolist())
        if 2 <= len(found) <= 4 and min(found.values()) >= 3 and all(value.is_integer() for value in found):
            last = sheet.called(len(sheet.names) - 1)
            return sheet.noted("class_first", column=i + 1, name=sheet.called(i), last=last)
    return sheet
