"""What all edits share: parts of a document by their index, and values that a document may contain."""

from __future__ import annotations

import math

from neuroviz.document import limits
from neuroviz.document.refusal import Refusal
from neuroviz.document.schema import Document, Layer


def check_index(index: int, size: int) -> None:
    """Raise Refusal "no_such_part" unless 0 <= index < size."""
    if not 0 <= index < size:
        raise Refusal("no_such_part")


def layer_of(document: Document, layer: int) -> Layer:
    """Return layer `layer` >= 1 of the document. Raises Refusal "no_such_part" if it does not exist."""
    check_index(layer - 1, len(document.layers))
    return document.layers[layer - 1]


def finite_number(value: float) -> float:
    """Return `value` as a float. Raises Refusal "number_too_large" if it is non-finite."""
    value = float(value)
    if not math.isfinite(value):
        raise Refusal("number_too_large", text=str(value))
    return value


def clean_name(name: str) -> str:
    """Return `name` on one line, without characters that cannot be printed. Raises Refusal "name_too_long"."""
    name = "".join(c if c.isprintable() else " " for c in name).strip()
    if len(name) > limits.MAX_NAME_CHARS:
        raise Refusal("name_too_long", limit=limits.MAX_NAME_CHARS)
    return name
