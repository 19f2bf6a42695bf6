"""One thread looks at all rooms whose people are connected to this process, and tells their browsers what has changed.

It also says who is there: who is connected. So nobody has to say so, and who crashes has left a moment later.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import orjson

from neuroviz.room import Glance, RoomError, Rooms
from neuroviz.room.limits import PERSON_S
from neuroviz.ui.rooms import push
from neuroviz.ui.rooms.store import rooms

LOOK_S = 0.2
SIGN_S = PERSON_S / 3
LEAD_S = 60.0
REST_S = 1.0
FORGET_S = 300.0
"""How often rooms are looked at; how often it is said who is there, and that the presenter is; how long to wait where
the store does not answer; how long somebody who is not connected may come back."""

_LOG = logging.getLogger(__name__)


@dataclass
class Ear:
    """One who wants to hear of a room.

    line    the way to the browser, None where it asks for itself
    person  what the room knows a follower by; "" for the presenter
    secret  the presenter's
    """

    line: push.Line | None
    code: str
    person: str
    secret: str
    heard: bytes = b""
    connected: float = 0.0


class Watch:
    """See this module. `turn` is one look; a thread takes one turn after the other while anybody listens."""

    def __init__(
        self, store: Callable[[], Rooms], send: Callable[[list[push.Line], bytes], None],
        is_connected: Callable[[str], bool], clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._send, self._is_connected, self._clock = store, send, is_connected, clock
        self._ears: dict[str, Ear] = {}
        self._guard = threading.Lock()
        self._something = threading.Event()
        self._running = False
        self._signed = self._led = -LEAD_S

    def listen(self, session_id: str, ear: Ear) -> None:
        """Tell this session of its room from now on."""
        ear.connected = self._clock()
        with self._guard:
            self._ears[session_id] = ear
            start, self._running = not self._running, True
        if start:
            threading.Thread(target=self._run, name="neuroviz rooms", daemon=True).start()
        self.wake()

    def forget(self, session_id: str) -> None:
        """Tell this session nothing more."""
        with self._guard:
            self._ears.pop(session_id, None)

    def wake(self) -> None:
        """Look at once: something was changed here."""
        self._something.set()

    def turn(self) -> bool:
        """Look once, and tell what has changed. Returns whether anybody listens."""
        now = self._clock()
        with self._guard:
            for session_id, ear in list(self._ears.items()):
                if self._is_connected(session_id):
                    ear.connected = now
                elif now - ear.connected > FORGET_S:
                    del self._ears[session_id]
            ears = list(self._ears.values())
            self._running = bool(ears)
        by_code: dict[str, list[Ear]] = defaultdict(list)
        for ear in ears:
            by_code[ear.code].append(ear)
        there = [ear for ear in ears if ear.connected == now]
        self._sign(there, now)
        for code, glance in zip(by_code, self._store().glances(list(by_code)), strict=True):
            self._tell(by_code[code], heard_of(code, glance))
        return bool(ears)

    def _tell(self, ears: list[Ear], news: bytes) -> None:
        late: list[push.Line] = []
        for ear in ears:
            if ear.line is not None and (ear.heard != news or ear.line.missed):
                ear.heard, ear.line.missed = news, False
                late.append(ear.line)
        self._send(late, news)

    def _sign(self, there: list[Ear], now: float) -> None:
        """Say who is there, and now and then that the presenters are."""
        if now - self._signed >= SIGN_S:
            self._signed = now
            people: dict[str, list[str]] = defaultdict(list)
            for ear in there:
                if ear.person:
                    people[ear.code].append(ear.person)
            for code, persons in people.items():
                self._store().stay(code, persons)
        if now - self._led >= LEAD_S:
            self._led = now
            for ear in there:
                if ear.secret:
                    try:
                        self._store().sign(ear.code, ear.secret)
                    except RoomError:
                        continue  # It has ended: the next look says so.

    def _run(self) -> None:
        while True:
            self._something.wait(LOOK_S)
            self._something.clear()
            try:
                if not self.turn():
                    return
            except Exception:
                # The store does not answer: who acts is told so, and who listens hears again when it does.
                _LOG.warning("the rooms could not be looked at", exc_info=True)
                time.sleep(REST_S)


def heard_of(code: str, glance: Glance) -> bytes:
    """Return what all in a room are told of it, as a view of the kind "glance" on its way to the browser."""
    room = glance.room
    view: dict[str, object] = {"kind": "glance", "code": code, "there": room is not None, "people": glance.people}
    if room is not None:
        view |= {
            "page": room.page, "place": room.place, "sheet": room.sheet, "model": room.model, "handed": room.handed,
            "frozen": room.frozen, "question": room.question, "answered": glance.tally.answered,
            # Who could see how others answer would answer as they do.
            "counts": glance.tally.counts if room.question is not None and room.question.revealed else (),
        }
    return orjson.dumps({"rev": 0, "done": 0, "view": view})


@cache
def watch() -> Watch:
    """Return the watch of this process."""
    return Watch(rooms, push.send, push.is_connected)
