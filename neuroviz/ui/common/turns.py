"""Script runs take turns: one at a time computes, the others wait without holding up the server.

Streamlit runs every visitor's script in a thread of its own. Threads that compute at once gain nothing, for Python runs
one of them at a time, and they cost: the server's event loop, which reads what the browsers send and sends what they
wait for, has to wait for its turn among all of them, 5 ms for each. With 200 visitors at work the answers of all of
them then come late. A run that waits at a lock is not in its way.

Nobody waits for a long run: who has had a turn for `LONGEST_S` loses it to the next, and both go on.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

LONGEST_S = 0.03

P = ParamSpec("P")
R = TypeVar("R")


class Turns:
    """Who may compute: in the order of their coming, one at a time, each for at most `longest_s` before the next."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: threading.Event | None = None
        self._since = 0.0
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end. Within a turn nothing is waited for."""
        if getattr(self._mine, "inside", False):
            yield
            return
        ticket = self._wait()
        self._mine.inside = True
        try:
            yield
        finally:
            self._mine.inside = False
            with self._guard:
                if self._holder is ticket:
                    self._next()

    def _wait(self) -> threading.Event:
        ticket = threading.Event()
        with self._guard:
            self._waiting.append(ticket)
            if self._holder is None:
                self._next()
        while not ticket.wait(self._longest_s):
            with self._guard:
                over = time.monotonic() - self._since >= self._longest_s
                if over and self._waiting and self._waiting[0] is ticket:
                    self._next()
        return ticket

    def _next(self) -> None:
        """Hand the turn to whoever has waited longest, if anybody waits. Called with the guard held."""
        self._holder = self._waiting.popleft() if self._waiting else None
        self._since = time.monotonic()
        if self._holder is not None:
            self._holder.set()


_TURNS = Turns()
turn = _TURNS.turn


def fragment(function: Callable[P, R], run_every: float | None = None) -> Callable[P, R]:
    """As `st.fragment`, each run of it in its turn."""
    @wraps(function)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> R:
        with turn():
            return function(*args, **kwargs)

    return st.fragment(in_turn, run_every=run_every)
