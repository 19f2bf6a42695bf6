"""The rooms of this process, in its memory or where NEUROVIZ_ROOMS says."""

from __future__ import annotations

import os
from functools import cache

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from neuroviz.room import MemoryBackend, Rooms
from neuroviz.room.redis_backend import RedisBackend

_NAME = "NEUROVIZ_ROOMS"


@cache
def rooms() -> Rooms:
    """Return the rooms. NEUROVIZ_ROOMS, from the environment or Streamlit's secrets, is a Redis or Valkey address."""
    address = os.environ.get(_NAME) or _secret()
    return Rooms(RedisBackend(address) if address else MemoryBackend())


def _secret() -> str:
    try:
        return str(st.secrets.get(_NAME, ""))
    except StreamlitSecretNotFoundError:
        return ""
