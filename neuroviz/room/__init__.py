"""A room: one presenter, and those who follow. What is shown, asked and answered there; no names, no Streamlit."""

from neuroviz.room.backend import Backend, MemoryBackend
from neuroviz.room.error import RoomError
from neuroviz.room.rooms import Glance, Rooms
from neuroviz.room.state import Place, Question, Room, Tally, answer_of, place_of

__all__ = [
    "Backend", "Glance", "MemoryBackend", "Place", "Question", "Room", "RoomError", "Rooms", "Tally", "answer_of",
    "place_of",
]
