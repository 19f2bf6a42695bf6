"""The watch: who is told what, when, and who is there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, cast

import orjson
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from neuroviz.room import MemoryBackend, Place, Question, RoomError, Rooms, limits
from neuroviz.ui.rooms import watch as module
from neuroviz.ui.rooms.push import Line
from neuroviz.ui.rooms.watch import FORGET_S, SIGN_S, Ear, Watch, heard_of


class Class:
    """A room with its people: their lines, what each was told, and whether each is connected."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.rooms = Rooms(MemoryBackend(lambda: self.now), lambda: self.now)
        self.code, self.secret = self.rooms.open()
        self.told: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.away: set[str] = set()
        self.watch = Watch(lambda: self.rooms, self.send, lambda name: name not in self.away, lambda: self.now)
        # The turns are taken by hand.
        self.watch._running = True

    def send(self, lines: list[Line], data: bytes) -> None:
        for line in lines:
            self.told[line.session_id].append(orjson.loads(data)["view"])

    def come(self, *names: str) -> None:
        for name in names:
            self.watch.listen(name, Ear(Line(name, ForwardMsg()), self.code, f"person {name}", ""))

    def turn(self, seconds: float = 0.2) -> bool:
        self.now += seconds
        self.told.clear()
        return self.watch.turn()

    @property
    def people(self) -> int:
        return self.rooms.glances([self.code])[0].people


@pytest.fixture
def room() -> Class:
    return Class()


def test_everybody_is_told_once_of_what_has_changed(room: Class) -> None:
    room.come("a", "b")
    room.turn()
    room.turn()
    assert not room.told, "nothing has changed"
    room.rooms.lead(room.code, room.secret, place=Place(4.0, "layer"))
    room.turn()
    places = {name: [view["place"]["at"] for view in views] for name, views in room.told.items()}
    assert places == {"a": [4.0], "b": [4.0]}
    room.turn()
    assert not room.told


def test_who_missed_it_is_told_again(room: Class) -> None:
    room.come("a", "b")
    room.turn()
    line = room.watch._ears["a"].line
    assert line is not None
    line.missed = True
    room.turn()
    assert set(room.told) == {"a"}
    room.turn()
    assert not room.told


def test_who_has_seen_it_in_a_script_run_is_not_told_again(room: Class) -> None:
    seen = heard_of(room.code, room.rooms.glances([room.code])[0])
    room.watch.listen("a", Ear(Line("a", ForwardMsg()), room.code, "", "", heard=seen))
    room.turn()
    assert not room.told


def test_those_who_are_connected_are_there_and_who_crashes_has_left(room: Class) -> None:
    room.come("a", "b", "c")
    room.turn()
    assert room.people == 3
    room.away = {"b"}
    for _ in range(10):
        room.turn(SIGN_S)
    assert room.people == 2
    room.away.clear()
    room.turn(SIGN_S)
    assert room.people == 3


def test_who_does_not_come_back_is_forgotten_and_the_watch_rests(room: Class) -> None:
    room.come("a")
    assert room.turn()
    room.away = {"a"}
    room.turn(FORGET_S + 1)
    assert not room.turn()
    room.come("b")
    room.watch.forget("b")
    assert not room.turn()


def test_a_presenter_who_is_there_keeps_the_room(room: Class) -> None:
    room.watch.listen("wall", Ear(Line("wall", ForwardMsg()), room.code, "", room.secret))
    for _ in range(4):
        room.turn(limits.LIFE_S - 1)
    assert room.rooms.glances([room.code])[0].room is not None
    room.away = {"wall"}
    room.turn(limits.LIFE_S + 1)
    assert room.rooms.glances([room.code])[0].room is None


def test_the_end_is_told_too(room: Class) -> None:
    room.come("a")
    room.turn()
    room.rooms.close(room.code, room.secret)
    room.turn()
    assert [view["there"] for view in room.told["a"]] == [False]


def test_how_others_answer_is_told_when_it_is_revealed(room: Class) -> None:
    room.come("a", "b")
    room.turn()
    number = cast(Question, room.rooms.ask(room.code, room.secret, Question(0, "winner", options=2)).question).number
    room.rooms.answer(room.code, "person a", number, 1)
    room.turn()
    assert room.told["b"][-1]["answered"] == 1
    assert room.told["b"][-1]["counts"] == []
    room.rooms.reveal(room.code, room.secret, (1.0,))
    room.turn()
    assert room.told["b"][-1]["counts"] == [0, 1]


def test_nothing_secret_is_told(room: Class) -> None:
    told = heard_of(room.code, room.rooms.glances([room.code])[0])
    room_now = room.rooms.glances([room.code])[0].room
    assert room_now is not None
    assert room.secret.encode() not in told
    assert room_now.mark.encode() not in told


def test_the_watch_outlives_a_store_that_does_not_answer(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.001)
    monkeypatch.setattr(module, "REST_S", 0.001)
    turns = iter([RoomError("away"), ValueError("a fault"), True, True])

    def turn() -> bool:
        came = next(turns, False)
        if isinstance(came, Exception):
            raise came
        return bool(came)

    monkeypatch.setattr(room.watch, "turn", turn)
    room.watch._run()
    assert next(turns, None) is None


def test_a_thread_takes_the_turns_and_ends_when_nobody_listens(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.001)
    room.watch._running = False
    room.come("a")
    for thread in module.threading.enumerate():
        if thread.name == "neuroviz rooms":
            room.watch.forget("a")
            room.watch.wake()
            thread.join(20)
            assert not thread.is_alive()
            break
    else:
        pytest.fail("no thread was started")
