"""Readers for the values of a file, which may be anything. A wrong value is refused with its field's name.

`raw` is the value as JSON has it, `where` the name of its field, as in layers[0].biases[2].
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from neuroviz.document import edits
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Matrix, Vector

T = TypeVar("T")
Reader = Callable[[Any, str], Any]

_KEY = re.compile(r"[a-z0-9_]{0,40}", re.ASCII)


def record(raw: Any, where: str, kind: type[T], special: Mapping[str, Reader]) -> T:
    """Read a record of settings; fields that the file leaves out have their defaults.

    kind      the dataclass of the record
    special   readers of the fields that are not plain numbers, words or switches

    Raises Refusal for an unknown field and as the readers do.
    """
    if raw is None:
        return kind()
    known = {field.name: field.default for field in fields(kind)}  # type: ignore[arg-type]
    only(raw, where, set(), set(known))
    return kind(**{
        name: special.get(name, _PLAIN.get(type(known[name]), number))(value, f"{where}.{name}")
        for name, value in raw.items()
    })


def only(raw: Any, where: str, required: set[str], allowed: set[str]) -> None:
    """Raise Refusal unless `raw` is an object with all required fields and no field that is not allowed."""
    if not isinstance(raw, dict):
        raise Refusal("field_value", where=where, value=quoted(raw))
    dot = f"{where}." if where else ""
    for name in sorted(required - raw.keys()):
        raise Refusal("field_missing", where=f"{dot}{name}")
    for name in sorted(raw.keys() - allowed):
        raise Refusal("field_unknown", where=f"{dot}{quoted(name)}")


def number(raw: Any, where: str) -> float:
    """Read a finite number. Raises Refusal "field_number"."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise Refusal("field_number", where=where, value=quoted(raw))
    try:
        value = float(raw)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise Refusal("field_number", where=where, value=quoted(raw))
    return value


def whole(raw: Any, where: str) -> int:
    """Read a whole number. Raises Refusal "field_value"."""
    if isinstance(raw, bool):
        raise Refusal("field_value", where=where, value=quoted(raw))
    found: int = _of(int, raw, where)
    return found


def switch(raw: Any, where: str) -> bool:
    """Read true or false. Raises Refusal "field_value"."""
    found: bool = _of(bool, raw, where)
    return found


def word(raw: Any, where: str) -> str:
    """Read a text. Raises Refusal "field_value"."""
    found: str = _of(str, raw, where)
    return found


def key(raw: Any, where: str) -> str:
    """Read a name as registries have them, or "". Raises Refusal "field_value"."""
    if not isinstance(raw, str) or not _KEY.fullmatch(raw):
        raise Refusal("field_value", where=where, value=quoted(raw))
    return raw


def name(raw: Any, where: str) -> str:
    """Read a name given by a visitor, on one printable line. Raises Refusal "field_value" or "name_too_long"."""
    return edits.clean_name(word(raw, where))


def items(raw: Any, where: str, shortest: int, longest: int) -> list[Any]:
    """Read a list. Raises Refusal "field_value", or "field_length" for fewer or more items than allowed."""
    if not isinstance(raw, list):
        raise Refusal("field_value", where=where, value=quoted(raw))
    if not shortest <= len(raw) <= longest:
        expected = str(shortest) if shortest == longest else f"{shortest}-{longest}"
        raise Refusal("field_length", where=where, got=len(raw), expected=expected)
    return raw


def pair(first: Reader, second: Reader) -> Reader:
    """Return a reader of a list of two."""
    def read(raw: Any, where: str) -> tuple[Any, Any]:
        left, right = items(raw, where, 2, 2)
        return first(left, f"{where}[0]"), second(right, f"{where}[1]")
    return read


def several(reader: Callable[[Any, str], T], shortest: int, longest: int) -> Callable[[Any, str], tuple[T, ...]]:
    """Return a reader of a list, each item of which is read by `reader`."""
    def read(raw: Any, where: str) -> tuple[T, ...]:
        return tuple(reader(item, f"{where}[{i}]") for i, item in enumerate(items(raw, where, shortest, longest)))
    return read


def vector(raw: Any, where: str, longest: int, shortest: int = 1) -> Vector:
    """Read a list of finite numbers. Raises Refusal as `items` and `number` do."""
    return several(number, shortest, longest)(raw, where)


def matrix(raw: Any, where: str, n_out: int, n_in: int) -> Matrix:
    """Read n_out lists of n_in finite numbers. Raises Refusal as `items` and `number` do."""
    return several(several(number, n_in, n_in), n_out, n_out)(raw, where)


def names(raw: Any, where: str, shortest: int, longest: int) -> tuple[str, ...]:
    """Read a list of names; null becomes (). Raises Refusal as `items` and `name` do."""
    return () if raw is None else several(name, shortest, longest)(raw, where)


def quoted(raw: Any) -> str:
    """Return a short, printable piece of a wrong value, to quote in a sentence."""
    text = "{…}" if isinstance(raw, dict) else "[…]" if isinstance(raw, list) else str(raw)
    text = "".join(c if c.isprintable() else "\ufffd" for c in text[:40])
    return f"{text[:24]}…" if len(text) > 24 else text


def _of(kind: type, raw: Any, where: str) -> Any:
    if not isinstance(raw, kind):
        raise Refusal("field_value", where=where, value=quoted(raw))
    return raw


_PLAIN: Mapping[type, Reader] = {bool: switch, str: word, int: whole}
