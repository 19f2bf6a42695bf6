"""What a file says may be anything. Here each value is looked at, and what is wrong is refused with its field's name.

`where` is that name, as in layers[0].biases[2].
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
    """A flat record of settings; a field that the file leaves out is as at the beginning.

    special   how a field is read that is no plain number, word or switch
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
    """Raises Refusal for what is no object with these fields."""
    if not isinstance(raw, dict):
        raise Refusal("field_value", where=where, value=shown(raw))
    dot = f"{where}." if where else ""
    for name in sorted(required - raw.keys()):
        raise Refusal("field_missing", where=f"{dot}{name}")
    for name in sorted(raw.keys() - allowed):
        raise Refusal("field_unknown", where=f"{dot}{shown(name)}")


def number(raw: Any, where: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise Refusal("field_number", where=where, value=shown(raw))
    try:
        value = float(raw)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise Refusal("field_number", where=where, value=shown(raw))
    return value


def whole(raw: Any, where: str) -> int:
    if isinstance(raw, bool):
        raise Refusal("field_value", where=where, value=shown(raw))
    found: int = _of(int, raw, where)
    return found


def switch(raw: Any, where: str) -> bool:
    found: bool = _of(bool, raw, where)
    return found


def word(raw: Any, where: str) -> str:
    found: str = _of(str, raw, where)
    return found


def key(raw: Any, where: str) -> str:
    """A word that a registry may know, or an empty one."""
    if not isinstance(raw, str) or not _KEY.fullmatch(raw):
        raise Refusal("field_value", where=where, value=shown(raw))
    return raw


def name(raw: Any, where: str) -> str:
    """What a visitor has called something, on one printable line."""
    return edits.clean_name(word(raw, where))


def items(raw: Any, where: str, shortest: int, longest: int) -> list[Any]:
    if not isinstance(raw, list):
        raise Refusal("field_value", where=where, value=shown(raw))
    if not shortest <= len(raw) <= longest:
        expected = str(shortest) if shortest == longest else f"{shortest}-{longest}"
        raise Refusal("field_length", where=where, got=len(raw), expected=expected)
    return raw


def pair(first: Reader, second: Reader) -> Reader:
    """Reads a list of two."""
    def read(raw: Any, where: str) -> tuple[Any, Any]:
        left, right = items(raw, where, 2, 2)
        return first(left, f"{where}[0]"), second(right, f"{where}[1]")
    return read


def several(reader: Callable[[Any, str], T], shortest: int, longest: int) -> Callable[[Any, str], tuple[T, ...]]:
    """Reads a list of what `reader` reads."""
    def read(raw: Any, where: str) -> tuple[T, ...]:
        return tuple(reader(item, f"{where}[{i}]") for i, item in enumerate(items(raw, where, shortest, longest)))
    return read


def vector(raw: Any, where: str, longest: int, shortest: int = 1) -> Vector:
    return several(number, shortest, longest)(raw, where)


def matrix(raw: Any, where: str, n_out: int, n_in: int) -> Matrix:
    return several(several(number, n_in, n_in), n_out, n_out)(raw, where)


def names(raw: Any, where: str, shortest: int, longest: int) -> tuple[str, ...]:
    """Names, or () for none."""
    return () if raw is None else several(name, shortest, longest)(raw, where)


def shown(raw: Any) -> str:
    """A short piece of a bad value, to say what was found."""
    text = "{…}" if isinstance(raw, dict) else "[…]" if isinstance(raw, list) else str(raw)
    text = "".join(c if c.isprintable() else "\ufffd" for c in text[:40])
    return f"{text[:24]}…" if len(text) > 24 else text


def _of(kind: type, raw: Any, where: str) -> Any:
    if not isinstance(raw, kind):
        raise Refusal("field_value", where=where, value=shown(raw))
    return raw


_PLAIN: Mapping[type, Reader] = {bool: switch, str: word, int: whole}
