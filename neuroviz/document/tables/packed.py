"""The visitor's rows as one short text, so that a document of 5,000 rows and 32 inputs is still quick to compare, to
send and to keep: column by column in the fewest digits, deflated, in letters that JSON and an address may contain.
"""

from __future__ import annotations

import base64
import binascii
import zlib

import numpy as np

from neuroviz.caching import computed_once
from neuroviz.document.refusal import Refusal
from neuroviz.document.tables.columns import MAX_VALUE
from neuroviz.nn.datasets import Array

MAX_CHARS = 1_400_000
"""Characters of a packed table; 5,000 rows of 32 inputs with nine digits take about a million."""
_MAX_TEXT = 6_000_000


def pack_rows(rows: Array) -> str:
    """Return the rows, (n, d), as a text for `unpack_rows`: to the last bit, or nine digits if there are too many."""
    exact = _packed([[repr(value).removesuffix(".0") for value in column] for column in rows.T.tolist()])
    if len(exact) <= MAX_CHARS:
        return exact
    return _packed([[f"{value:.9g}" for value in column] for column in rows.T.tolist()])


def _packed(columns: list[list[str]]) -> str:
    text = "\n".join(map(",".join, columns)).encode()
    return base64.urlsafe_b64encode(zlib.compress(text, 9)).rstrip(b"=").decode()


# A table takes up to 1.3 MB.
@computed_once(16)
def unpack_rows(text: str, where: str = "learning.table") -> Array:
    """Return the rows of a packed table, (n, d), read-only. Cached.

    where  name of the field in a file, for the sentence

    Raises Refusal "field_value" for anything that `pack_rows` does not make: other letters, columns that differ in
    length, numbers that are not finite or beyond `MAX_VALUE`; and "field_length" for a text that is too long.
    """
    if len(text) > MAX_CHARS:
        raise Refusal("field_length", where=where, got=len(text), expected=f"0-{MAX_CHARS}")
    inflate = zlib.decompressobj()
    try:
        data = inflate.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), _MAX_TEXT)
        if not inflate.eof:
            raise ValueError
        columns = [line.split(",") for line in data.decode("ascii").split("\n")]
        rows = np.array(columns, dtype=np.float64).T
    except (binascii.Error, ValueError, zlib.error):
        raise Refusal("field_value", where=where, value=text[:24]) from None
    if rows.ndim != 2 or not (np.abs(rows) <= MAX_VALUE).all():
        raise Refusal("field_value", where=where, value=text[:24])
    rows = np.ascontiguousarray(rows) + 0.0
    rows.setflags(write=False)
    return rows
