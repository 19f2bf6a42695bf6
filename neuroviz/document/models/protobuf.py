"""Protocol buffers, as far as ONNX needs them: fields of a message in, fields of a message out.

Format: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from neuroviz.document.models.bounds import broken
from neuroviz.document.refusal import Refusal

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_MOST_FIELDS = 100_000
_WIDTHS = {FIXED64: 8, FIXED32: 4}


class Entry(NamedTuple):
    """One field of a message.

    number   which field it is
    wire     how it is written: VARINT, FIXED64, LENGTH or FIXED32
    whole    its value, for a VARINT: 0 to 2^64 - 1
    data     its bytes, for all others
    """

    number: int
    wire: int
    whole: int
    data: memoryview

    @property
    def text(self) -> str:
        """Its bytes as text; what is no text is replaced."""
        return bytes(self.data[:4000]).decode("utf-8", "replace")

    @property
    def signed(self) -> int:
        """Its value as a signed number."""
        return self.whole - 2**64 if self.whole >= 2**63 else self.whole


class Messages:
    """Reads messages. Counts their fields: a file of nothing but fields is refused before it takes long."""

    def __init__(self) -> None:
        self._left = _MOST_FIELDS

    def entries(self, data: memoryview, where: str) -> Iterator[Entry]:
        """Yield the fields of a message. Raises Refusal where it ends too early, or is no message."""
        at = 0
        while at < len(data):
            self._left -= 1
            if self._left < 0:
                raise Refusal("model_arrays", limit=_MOST_FIELDS)
            tag, at = varint(data, at, where)
            number, wire = tag >> 3, tag & 7
            if wire == VARINT:
                whole, at = varint(data, at, where)
                yield Entry(number, wire, whole, data[:0])
                continue
            if wire == LENGTH:
                width, at = varint(data, at, where)
            elif wire in _WIDTHS:
                width = _WIDTHS[wire]
            else:
                raise broken(where)
            if number == 0 or width > len(data) - at:
                raise broken(where)
            yield Entry(number, wire, 0, data[at:at + width])
            at += width


def varint(data: memoryview, at: int, where: str) -> tuple[int, int]:
    """Return the number that begins at `at`, and where it ends. Raises Refusal "model_broken"."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (2**64 - 1), at
    raise broken(where)


# --- writing -----------------------------------------------------------------------------------------

def written(number: int, value: int | str | bytes) -> bytes:
    """Return a field as bytes: a whole number, a text, or bytes, which may be a message."""
    if isinstance(value, int):
        return _as_varint(number << 3 | VARINT) + _as_varint(value & (2**64 - 1))
    data = value.encode() if isinstance(value, str) else value
    return _as_varint(number << 3 | LENGTH) + _as_varint(len(data)) + data


def written_single(number: int, value: bytes) -> bytes:
    """Return a field of four bytes."""
    return _as_varint(number << 3 | FIXED32) + value


def _as_varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
