"""Zip archives, unpacked no further than their members may be large."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from neuroviz.document.models.bounds import MAX_ARRAYS, MAX_MODEL_BYTES, broken
from neuroviz.document.reading import quoted
from neuroviz.document.refusal import Refusal

_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, OverflowError, RuntimeError, NotImplementedError,
    EOFError, OSError, IndexError, KeyError,
)
"""All that the library raises for archives that are none, such as a member without a name."""

_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The members of a zip archive. Raises Refusal where it is damaged, or declares more than may be unpacked."""

    def __init__(self, data: bytes) -> None:
        # Each entry of the archive's directory would become an object: the many of a hostile one are not begun with.
        if data.count(b"PK\x01\x02") > 2 * MAX_ARRAYS:
            raise Refusal("model_arrays", limit=MAX_ARRAYS)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        except _DAMAGED:
            raise broken("zip") from None
        if len(self._members) > MAX_ARRAYS:
            raise Refusal("model_arrays", limit=MAX_ARRAYS)
        total = 0
        for entry in self._members.values():
            if entry.compress_type not in _PLAIN or entry.flag_bits & 0x1:
                raise broken(entry.filename)
            total += entry.file_size
            if total > MAX_MODEL_BYTES:
                raise _bomb(entry.filename)
        self._left = MAX_MODEL_BYTES

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Return a member's bytes. What it declares is not believed: reading stops at the bound."""
        entry = self._members[name]
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(min(entry.file_size, self._left) + 1)
        except _DAMAGED:
            raise broken(name) from None
        if len(data) > self._left:
            raise _bomb(name)
        if len(data) != entry.file_size:
            raise broken(name)
        self._left -= len(data)
        return data


def _bomb(name: str) -> Refusal:
    return Refusal("model_unpacked", where=quoted(name), limit=MAX_MODEL_BYTES // 1_000_000)
