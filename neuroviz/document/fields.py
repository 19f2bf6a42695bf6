"""What a field of a record of settings may be: said where the field is declared, read by widgets, loader and tests.

    points: Annotated[int, Within(4, 2000)] = 500
    model: Annotated[str, OneOf(MODELS)] = "lif"
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from neuroviz.document.refusal import Refusal

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Within:
    """The field is a number in low <= value <= high."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field has one of these values."""

    values: tuple[Any, ...]


@cache
def ranges_of(kind: type) -> Mapping[str, tuple[float, float]]:
    """Return the lowest and highest value of each field of `kind` that is declared with `Within`, by its name."""
    return MappingProxyType({name: (rule.low, rule.high) for name, rule in _rules(kind, Within)})


@cache
def choices_of(kind: type) -> Mapping[str, tuple[Any, ...]]:
    """Return the allowed values of each field of `kind` that is declared with `OneOf`, by its name."""
    return MappingProxyType({name: rule.values for name, rule in _rules(kind, OneOf)})


def _rules(kind: type, rule: type[Any]) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    return [
        (name, found) for name, hint in hints.items()
        for found in getattr(hint, "__metadata__", ()) if isinstance(found, rule)
    ]


def as_declared(record: Record, where: str) -> Record:
    """Return `record` with each number of its field's type, and 0 for -0.

    record   a record of settings: a frozen dataclass, whose defaults are of their fields' types
    where    name of the record in a file, for the sentence

    Raises Refusal "field_value" for a field whose value is not among its choices, and as `check_number` does.
    """
    kind: type = type(record)
    for name, allowed in choices_of(kind).items():
        if getattr(record, name) not in allowed:
            raise Refusal("field_value", where=f"{where}.{name}", value=str(getattr(record, name))[:24])
    ranges = ranges_of(kind)
    for name, (low, high) in ranges.items():
        check_number(getattr(record, name), f"{where}.{name}", low, high)
    numbers = {name: type(getattr(kind, name))(getattr(record, name)) + 0 for name in ranges}
    return replace(record, **numbers)  # type: ignore[type-var]


def check_number(value: float, where: str, low: float, high: float) -> None:
    """Raise Refusal "field_number" for a non-finite value, "field_range" for one outside low <= value <= high."""
    if not math.isfinite(value):
        raise Refusal("field_number", where=where, value=str(value))
    if not low <= value <= high:
        # As many digits as a person reads: 1000000 and not 1e+06.
        raise Refusal("field_range", where=where, value=f"{value:.15g}", low=f"{low:.15g}", high=f"{high:.15g}")
