"""The wide model in a room: what a presenter shows of it, and what a follower takes."""

from __future__ import annotations

from neuroviz.caching import computed_once
from neuroviz.document import Refusal
from neuroviz.document.models.travelling import network_from_bytes, network_to_bytes, whole_from, words_of
from neuroviz.document.models.whole import Whole
from neuroviz.lab.whole import example
from neuroviz.nn import Network
from neuroviz.room import Room, RoomError
from neuroviz.ui.rooms.store import rooms
from neuroviz.ui.rooms.visitor import Visit
from neuroviz.ui.rooms.watch import watch

_MODELS = 4
"""Models of rooms whose numbers this process keeps: all who follow share them."""


def show_model(now: Visit, whole: Whole) -> RoomError | None:
    """Show the room the presenter's model, and return why not: of one that is too large nothing is shown.

    Raises RoomError as `Rooms.lead` does.
    """
    if now.large is not None and whole.network is now.large[0]:
        return now.large[1]
    if whole is now.whole:
        return None
    numbers = None
    if now.whole is None or now.whole.network is not whole.network:
        numbers = b"" if whole.example else network_to_bytes(whole.network)
    try:
        rooms().lead(now.code, now.secret, model=words_of(whole), numbers=numbers)
    except RoomError as error:
        if error.code != "too_large":
            raise
        rooms().lead(now.code, now.secret, model=b"", numbers=b"")
        now.whole, now.large = None, (whole.network, error)
        return error
    now.whole, now.large = whole, None
    watch().wake()
    return None


def model_of(room: Room) -> Whole:
    """Return the model that a room shows. Raises RoomError "no_sheet" where it is no longer kept."""
    words = rooms().sheet(room.code, room.model)
    try:
        return whole_from(
            words, lambda name: example(name).network if name else _network(room.code, room.numbers))
    except (Refusal, KeyError):
        raise RoomError("no_sheet") from None


@computed_once(_MODELS)
def _network(code: str, number: int) -> Network:
    return network_from_bytes(rooms().sheet(code, number))
