"""A question that a visitor without a room has: what was asked, what was answered, what is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from neuroviz.document import Document
from neuroviz.lab.prediction import Prediction, truth
from neuroviz.room import Question, answer_of
from neuroviz.ui.common import session

_ALONE = "rooms.alone"
_NUMBER = "rooms.asked"


@dataclass
class Alone:
    """answer: what the visitor has said; truth: what is so, once that was said."""

    asked: Prediction
    document: Document
    number: int
    answer: float | None = None
    truth: tuple[float, ...] = ()


def alone() -> Alone | None:
    """Return the question that the visitor has."""
    found: Alone | None = session.value(_ALONE)
    return found


def ask(asks: Sequence[Prediction]) -> None:
    """Ask one of these about the visitor's document: who asks again is asked the next."""
    number: int = session.value(_NUMBER, 0)
    session.keep(_NUMBER, number + 1)
    session.keep(_ALONE, Alone(asks[number % len(asks)], session.document(), number + 1))


def take_answer(number: object, value: object) -> None:
    """Take the answer to the question of this number, once."""
    own = alone()
    if own is not None and number == own.number and own.answer is None:
        own.answer = answer_of(Question(own.number, **asdict(own.asked)), value)
        own.truth = truth(own.document, own.asked)


def dismiss() -> None:
    """Have no question any more."""
    session.forget(_ALONE)
