"""The settings of the page "Digits": which network, after how many epochs, and what it is shown.

What it is shown is a drawing or, where there is none, an image that training never saw. A drawing is stored as strokes:
whole numbers x, y, x, y, ... on a pad of `nn.digits.pad.PAD` by as many, so that it travels in a link.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared
from neuroviz.document.refusal import Refusal
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.pad import PAD
from neuroviz.nn.digits.recipe import MOST_EPOCHS, STOPS

EPOCHS = (*STOPS, *range(STOPS[-1] + 1, MOST_EPOCHS + 1))
"""Epochs whose network can be looked at."""

Strokes = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Digits:
    """The settings of the page.

    images   the network's set: a name of `FORMATS`
    epochs   how long it has learnt, one of `EPOCHS`
    strokes  the drawing
    width    of the pen, in units of the pad
    example  which of the images that training never saw is shown while there are no strokes
    """

    images: Annotated[str, OneOf(tuple(FORMATS))] = "mnist"
    epochs: Annotated[int, OneOf(EPOCHS)] = STOPS[-1]
    strokes: Strokes = ()
    width: Annotated[int, Within(20, 200)] = 90
    example: Annotated[int, Within(0, max(record.spare for record in FORMATS.values()) - 1)] = 0


def with_changes(digits: Digits, **changes: Any) -> Digits:
    """Return `digits` with some fields changed. Raises Refusal as `checked` does."""
    return checked(replace(digits, **changes))


def checked(digits: Digits) -> Digits:
    """Return `digits` with each number of its field's type. Raises Refusal for a field that is not allowed."""
    digits = as_declared(digits, "digits")
    if digits.example >= FORMATS[digits.images].spare:
        raise Refusal(
            "field_range", where="digits.example", value=digits.example, low=0, high=FORMATS[digits.images].spare - 1,
        )
    if len(digits.strokes) > limits.MAX_STROKES or sum(map(len, digits.strokes)) > 2 * limits.MAX_STROKE_POINTS:
        raise Refusal("drawing_too_long", strokes=limits.MAX_STROKES, points=limits.MAX_STROKE_POINTS)
    for index, stroke in enumerate(digits.strokes):
        if len(stroke) < 2 or len(stroke) % 2 or not all(0 <= place <= PAD for place in stroke):
            raise Refusal("field_value", where=f"digits.strokes[{index}]", value=str(list(stroke[:4]))[:24])
    return digits
