"""What a room is: frozen values, how they are written and read, and what may be put into them from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import orjson

from neuroviz.room.error import RoomError
from neuroviz.room.limits import BINS, MAX_OPTIONS, MAX_PART

Part = tuple[int, ...]
"""A part of a network: layer and neuron, and for a connection the neuron that it comes from."""

Kind = Literal["winner", "value", "boundary", "border", "fires", "loss"]
KINDS: tuple[Kind, ...] = ("winner", "value", "boundary", "border", "fires", "loss")
"""What can be asked: which output wins, what a neuron's a is, where the answer changes, now or when training is over,
whether a neuron fires, whether the loss will rise."""

_UNITS = ("", "layer", "neuron")
_MOST_PLACE = 1e9


@dataclass(frozen=True)
class Place:
    """Where the presenter's picture stands.

    at        the player's place on its line, None where the page has no player
    unit      what a step of a network's player is: "layer", "neuron", or "" for other players
    pointed   the part under the presenter's pointer
    selected  the part that is selected
    """

    at: float | None = None
    unit: str = ""
    pointed: Part | None = None
    selected: Part | None = None


@dataclass(frozen=True)
class Question:
    """A question to the room.

    number     of the questions that the room has had
    kind       one of `KINDS`
    part       what it is about: layer and neuron, or which way across a map
    options    how many choices there are; 0 for a number line
    low, high  the ends of the number line
    sheet      the document that it is about, by its number
    revealed   whether answers are no longer taken, and the truth is told
    truth      of choices, all that are right; of a number line, the number
    """

    number: int
    kind: Kind
    part: Part = ()
    options: int = 0
    low: float = 0.0
    high: float = 0.0
    sheet: int = 0
    revealed: bool = False
    truth: tuple[float, ...] = ()


@dataclass(frozen=True)
class Room:
    """All of a room but its people, their answers, and its documents.

    code     what lets one look
    mark     what is kept of the secret that lets one lead
    opened   in seconds of the clock; seen: when its presenter gave the last sign; tended: when its documents were last
             kept for longer
    page     the key of the page that is shown
    place    where the picture on it stands
    sheet    the number of the document that is shown, 0 before there is one
    model    the number of the wide model that is shown, 0 before there is one: all of it but its numbers as they were
             read; numbers: under which number these are, 0 where the model's own words name them
    last     the number that the newest document has
    kept     the numbers of those that live as long as the room
    handed   the one that was handed out last, 0 where none was
    frozen   whether the others' pictures stay as they are
    asked    how many questions there have been
    question the one on the screens
    """

    code: str
    mark: str
    opened: float
    seen: float
    tended: float = 0.0
    page: str = "home"
    place: Place = field(default_factory=Place)
    sheet: int = 0
    model: int = 0
    numbers: int = 0
    last: int = 0
    kept: tuple[int, ...] = ()
    handed: int = 0
    frozen: bool = False
    asked: int = 0
    question: Question | None = None


@dataclass(frozen=True)
class Tally:
    """How a question was answered: how many did, and how many in each choice or column of the histogram."""

    answered: int = 0
    counts: tuple[int, ...] = ()


NOBODY = Tally()
"""Where nobody has answered, or nothing is asked."""


def dump(room: Room) -> bytes:
    """Return the room as a store keeps it."""
    return orjson.dumps(asdict(room))


def load(data: bytes) -> Room:
    """Return the room that `dump` wrote."""
    raw = orjson.loads(data)
    question = raw.pop("question")
    place = raw.pop("place")
    return Room(**{
        **raw, "kept": tuple(raw["kept"]),
        "place": Place(**{**place, "pointed": _tuple(place["pointed"]), "selected": _tuple(place["selected"])}),
        "question": None if question is None else Question(**{
            **question, "part": tuple(question["part"]), "truth": tuple(question["truth"]),
        }),
    })


def _tuple(values: Sequence[int] | None) -> Part | None:
    return None if values is None else tuple(values)


# --- what comes from outside ---------------------------------------------------------------------

def place_of(raw: object) -> Place:
    """Read a place that a browser has sent. Raises RoomError "unreadable"."""
    if not isinstance(raw, Mapping):
        raise RoomError("unreadable")
    at, unit = raw.get("at"), raw.get("unit", "")
    if at is not None and not _is_number(at, 0.0, _MOST_PLACE):
        raise RoomError("unreadable")
    if not isinstance(unit, str) or unit not in _UNITS:
        raise RoomError("unreadable")
    return Place(None if at is None else float(at), unit, _part_of(raw.get("pointed")), _part_of(raw.get("selected")))


def _part_of(raw: Any) -> Part | None:
    if raw is None:
        return None
    if not isinstance(raw, Sequence) or isinstance(raw, str) or len(raw) not in {2, 3}:
        raise RoomError("unreadable")
    if not all(_is_whole(each) and 0 <= each < MAX_PART for each in raw):
        raise RoomError("unreadable")
    return tuple(raw)


def checked_question(question: Question) -> Question:
    """Return `question` where it can be asked. Raises RoomError "unreadable"."""
    fits = question.kind in KINDS and (
        2 <= question.options <= MAX_OPTIONS if question.options
        else math.isfinite(question.low) and math.isfinite(question.high) and question.low < question.high
    )
    if not fits:
        raise RoomError("unreadable")
    return question


def answer_of(question: Question, raw: object) -> float:
    """Read an answer to `question`: a choice by its number, or a number on the line. Raises RoomError "unreadable"."""
    if question.options:
        if not _is_whole(raw) or not 0 <= raw < question.options:  # type: ignore[operator]
            raise RoomError("unreadable")
    elif not _is_number(raw, question.low, question.high):
        raise RoomError("unreadable")
    return float(raw)  # type: ignore[arg-type]


def _is_whole(raw: object) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool)


def _is_number(raw: object, low: float, high: float) -> bool:
    return isinstance(raw, (int, float)) and not isinstance(raw, bool) and low <= raw <= high


def tally_of(question: Question, answers: Sequence[float]) -> Tally:
    """Count answers: of choices each, of a number line in `BINS` columns of one width."""
    counts = [0] * (question.options or BINS)
    for value in answers:
        share = (value - question.low) / (question.high - question.low) if not question.options else 0.0
        counts[int(value) if question.options else min(BINS - 1, int(share * BINS))] += 1
    return Tally(len(answers), tuple(counts))
