"""What every store does, whoever keeps the values."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from neuroviz.room import Backend, MemoryBackend, RoomError
from neuroviz.room.redis_backend import RedisBackend
from tests.room.conftest import Clock


def test_what_is_put_there_is_found_there(backend: Backend) -> None:
    assert backend.get(["a", "b"]) == [None, None]
    assert backend.change("a", lambda value: b"1", 60) == b"1"
    assert backend.change("a", lambda value: (value or b"") + b"2", 60) == b"12"
    assert backend.get(["b", "a"]) == [None, b"12"]
    assert backend.get([]) == []


def test_what_is_forgotten_is_gone(backend: Backend) -> None:
    for key in "abc":
        backend.change(key, lambda value: b"x", 60)
    backend.change("a", lambda value: None, 60)
    backend.drop(["b", "nothing"])
    backend.drop([])
    assert backend.get(["a", "b", "c"]) == [None, None, b"x"]


def test_an_edit_that_refuses_changes_nothing(backend: Backend) -> None:
    def refuse(value: bytes | None) -> bytes:
        raise RoomError("full")

    backend.change("a", lambda value: b"x", 60)
    with pytest.raises(RoomError):
        backend.change("a", refuse, 60)
    assert backend.get(["a"]) == [b"x"]


def test_many_hands_at_one_value_lose_nothing(backend: Backend) -> None:
    def add(_: int) -> None:
        backend.change("sum", lambda value: str(int(value or b"0") + 1).encode(), 60)

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(add, range(200)))
    assert backend.get(["sum"]) == [b"200"]


def test_memory_forgets_in_time_and_keeps_what_is_asked_for(clock: Clock) -> None:
    backend = MemoryBackend(clock)
    backend.change("short", lambda value: b"x", 10)
    backend.change("kept", lambda value: b"x", 10)
    clock.now += 9
    backend.keep(["kept", "nothing"], 10)
    clock.now += 2
    assert backend.get(["short", "kept", "nothing"]) == [None, b"x", None]


def test_memory_holds_nothing_that_is_over(clock: Clock) -> None:
    backend = MemoryBackend(clock)
    for number in range(50):
        backend.change(str(number), lambda value: b"x", 10)
    clock.now += 11
    backend.change("new", lambda value: b"x", 10)
    assert len(backend._values) == 1


def test_redis_forgets_in_time_and_keeps_what_is_asked_for(empty_redis: Callable[[], RedisBackend]) -> None:
    backend = empty_redis()
    for key in ("short", "kept"):
        backend.change(key, lambda value: b"x", 0.05)
    backend.keep(["kept", "nothing"], 60)
    for _ in range(1000):
        if backend.get(["short"]) == [None]:
            break
        time.sleep(0.01)
    assert backend.get(["short", "kept", "nothing"]) == [None, b"x", None]


def test_several_processes_see_the_same_in_redis(empty_redis: Callable[[], RedisBackend]) -> None:
    one, other = empty_redis(), empty_redis()
    one.change("a", lambda value: b"x", 60)
    assert other.get(["a"]) == [b"x"]


def test_a_server_that_does_not_answer_is_said(redis_address: str) -> None:
    backend = RedisBackend(redis_address + ".nowhere")
    for ask in (
        lambda: backend.get(["a"]), lambda: backend.change("a", lambda value: b"x", 1), lambda: backend.keep(["a"], 1),
        lambda: backend.drop(["a"]),
    ):
        with pytest.raises(RoomError) as refused:
            ask()
        assert refused.value.code == "away"


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match=r"requirements-rooms\.txt"):
        RedisBackend("redis://127.0.0.1")
