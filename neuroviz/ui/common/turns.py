"""Script runs take turns: one at a time computes, the others wait without holding up the server.

Streamlit runs every visitor's script in a thread of its own. Threads that compute at once gain nothing, for Python runs
one of them at a time, and they cost: the server's event loop, which reads what the browsers send and sends what they
wait for, has to wait for its turn among all of them, 5 ms for each. With 200 visitors at work the answers of all of
them then come late. A run that waits at a lock is not in its way.

Nobody waits for a long run. One that computes in steps gives way between them to whoever has come meanwhile, and goes
on when those have been served, in its turn among the long ones: ten networks that learn take slices, and an edit waits
for one slice. Of what has no steps, the turn goes to the next after `LONGEST_S`, and both go on. One thread looks after
that: did each of those who wait, two hundred would wake each other up all the time.
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

from neuroviz.giving_way import shared_by
from neuroviz.ui.common import session

LONGEST_S = 0.03
SLICE_S = 0.01
"""A long run computes for so long before it gives way again."""
STARVED_S = 0.2
"""A long run that has given way for so long is next, however many others wait."""

P = ParamSpec("P")
R = TypeVar("R")


class _Ticket(threading.Event):
    """Set when its holder's turn has come. since: when it was taken, or came back."""

    def __init__(self) -> None:
        super().__init__()
        self.since = time.monotonic()


class Turns:
    """Who may compute: one at a time, in the order of their coming; who has given way, after those who have not."""

    def __init__(self, longest_s: float = LONGEST_S, slice_s: float = SLICE_S, starved_s: float = STARVED_S) -> None:
        self._longest_s, self._slice_s, self._starved_s = longest_s, slice_s, starved_s
        self._guard = threading.Lock()
        self._waiting: deque[_Ticket] = deque()
        self._resting: deque[_Ticket] = deque()
        self._holder: _Ticket | None = None
        self._since = 0.0
        self._mine = threading.local()
        self._watched = threading.Event()
        self._watcher: threading.Thread | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end. Within a turn nothing is waited for."""
        if self._ticket is not None:
            yield
            return
        self._mine.ticket = self._wait(self._waiting)
        try:
            with shared_by(self):
                yield
        finally:
            self._give_back()
            self._mine.ticket = None

    def give_way(self) -> None:
        """Let those who wait go first, where this run has computed for a slice, or has lost its turn already."""
        if self._ticket is None or not (self._waiting or self._resting):
            return
        if self._holder is self._ticket and time.monotonic() - self._since < self._slice_s:
            return
        self._give_back()
        self._mine.ticket = self._wait(self._resting)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Give the turn back for as long as this thread waits for something else, and wait for another one then."""
        if self._ticket is None:
            yield
            return
        self._give_back()
        try:
            yield
        finally:
            self._mine.ticket = self._wait(self._waiting)

    @property
    def _ticket(self) -> _Ticket | None:
        """This thread's; None where it has no turn to lose."""
        return getattr(self._mine, "ticket", None)

    def _wait(self, queue: deque[_Ticket]) -> _Ticket:
        ticket = _Ticket()
        with self._guard:
            queue.append(ticket)
            if self._holder is None:
                self._next()
            else:
                if self._watcher is None:
                    self._watcher = threading.Thread(target=self._watch, name="neuroviz turns", daemon=True)
                    self._watcher.start()
                self._watched.set()
        ticket.wait()
        return ticket

    def _watch(self) -> None:
        """While anybody waits, hand the turn on when it has been held for too long."""
        while True:
            self._watched.wait()
            with self._guard:
                left = self._since + self._longest_s - time.monotonic()
                if not (self._waiting or self._resting):
                    self._watched.clear()
                elif left <= 0:
                    self._next()
            time.sleep(max(left, 0))

    def _give_back(self) -> None:
        with self._guard:
            if self._holder is self._ticket:
                self._next()

    def _next(self) -> None:
        """Hand the turn to whoever has waited longest, if anybody waits. Called with the guard held."""
        now = time.monotonic()
        starved = self._resting and now - self._resting[0].since >= self._starved_s
        queue = self._waiting if self._waiting and not starved else self._resting
        self._holder = queue.popleft() if queue else None
        self._since = now
        if self._holder is not None:
            self._holder.set()


_TURNS = Turns()
turn = _TURNS.turn


def fragment(function: Callable[P, R], run_every: float | None = None) -> Callable[P, R]:
    """Make a fragment as `st.fragment` does, each run of it in its turn.

    Where something else has to be drawn anew too, the whole page is run.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> R:
        with session.part(name) as whole_wanted:
            if whole_wanted:
                st.rerun()
            with turn():
                return function(*args, **kwargs)

    return st.fragment(in_turn, run_every=run_every)
