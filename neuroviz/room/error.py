"""The one error with which a room refuses."""

from __future__ import annotations

from neuroviz.coded_error import CodedError


class RoomError(CodedError):
    """What was asked of a room is not possible; nothing has changed.

    code    key of the sentence for the visitor: the catalogues have it under "room.refused.<code>"
    values  values for that sentence
    """
