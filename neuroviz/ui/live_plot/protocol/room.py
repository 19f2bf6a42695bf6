"""What a browser is told of a room: by a script run what concerns this visitor, by a message what concerns all."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AskedQuestion(TypedDict):
    """A question, worded for the visitor.

    number    of the question
    text      what is asked
    options   the choices; none where the answer is a number
    symbol    of the number that is asked for
    low, high the ends of the number line
    answer    what the visitor has answered, None before that
    truth     what is so, once it is known here: choices by number, or the number. A room's truth comes with its glance
    """

    number: int
    text: str
    options: list[str]
    symbol: str
    low: float
    high: float
    answer: float | None
    truth: list[float]


class RoomView(TypedDict):
    """What concerns this visitor.

    role       leads, follows, or asks a question alone
    code       of the room; "" where there is none
    secret     of the presenter, whose browser keeps it for a reload
    address    of the room, qr: the same as a picture
    sheets     where the presenter's kept document is found
    following  whether the room's document is shown
    sheet, model, page  what of the room the page shows
    asks       what can be asked here: (kind, its words)
    refused    what could not be done, as a sentence
    """

    kind: Literal["room"]
    role: Literal["leads", "follows", "alone"]
    code: str
    secret: str
    address: str
    qr: str
    sheets: str
    following: bool
    sheet: int
    model: int
    page: str
    asks: list[tuple[str, str]]
    question: AskedQuestion | None
    refused: str
    words: dict[str, str]


class GlanceView(TypedDict):
    """What concerns all in a room; see `neuroviz.room.Room`. there: whether the room is open; the rest only then."""

    kind: Literal["glance"]
    code: str
    there: bool
    people: int
    page: NotRequired[str]
    place: NotRequired[dict[str, Any]]
    sheet: NotRequired[int]
    model: NotRequired[int]
    handed: NotRequired[int]
    frozen: NotRequired[bool]
    question: NotRequired[dict[str, Any] | None]
    answered: NotRequired[int]
    counts: NotRequired[list[int]]
