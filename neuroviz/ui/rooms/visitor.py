"""What a session knows of the room that it is in."""

from __future__ import annotations

from dataclasses import dataclass

from neuroviz.document import Document
from neuroviz.document.models.whole import Whole
from neuroviz.nn import Network
from neuroviz.room import RoomError


@dataclass
class Visit:
    """A session in a room.

    person     what the room knows it by: a number that means nothing
    secret     of the presenter; "" for who follows
    following  whether the room's document is shown, and not the visitor's own
    page       the key of the page that the session is on
    goes_to    the key of the page that the room is on, as far as the session knows
    sheet      the number of the room's document that was taken last
    shown      that document, or the last that a presenter has shown, whatever is selected in it
    model      the number of the room's model that was taken last; whole: that model, or the last that a presenter has
               shown; large: the network of one that could not be shown, and why
    times      how often the visitor came back: each time is one step of undo
    kept       the number of the document that was kept last, for its address
    answers    what was answered, by the questions' numbers
    stale      whether the page has to be drawn anew
    """

    code: str
    person: str
    secret: str = ""
    following: bool = True
    page: str = ""
    goes_to: str = ""
    sheet: int = 0
    shown: Document | None = None
    model: int = 0
    whole: Whole | None = None
    large: tuple[Network, RoomError] | None = None
    times: int = 0
    kept: int = 0
    answers: dict[int, float] | None = None
    stale: bool = False

    @property
    def leads(self) -> bool:
        """Whether this is the presenter."""
        return bool(self.secret)
