"""Rooms on both kinds of store: this process's memory, and a real Redis server."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from neuroviz.room import Backend, MemoryBackend
from neuroviz.room.redis_backend import RedisBackend

SERVERS = ("redis-server", "valkey-server")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def redis_address() -> Iterator[str]:
    """A server of our own, on a socket that nobody else sees."""
    server = next(filter(None, map(shutil.which, SERVERS)), None)
    if server is None or importlib.util.find_spec("redis") is None:
        pytest.skip("rooms in Redis are not tested: `python3 run.py test` installs redis-server and the package redis")
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "redis.sock"
        process = subprocess.Popen(
            [server, "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )
        try:
            for _ in range(1000):
                if socket.exists() or process.poll() is not None:
                    break
                time.sleep(0.01)
            assert process.poll() is None, "redis-server did not start"
            yield f"unix://{socket}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def empty_redis(redis_address: str) -> Callable[[], RedisBackend]:
    """Makes stores on the server, after all was forgotten that is on it."""
    import redis

    redis.Redis.from_url(redis_address).flushall()
    return lambda: RedisBackend(redis_address)


@pytest.fixture(params=["memory", "redis"])
def backend(request: pytest.FixtureRequest, clock: Clock) -> Backend:
    if request.param == "memory":
        return MemoryBackend(clock)
    store: RedisBackend = request.getfixturevalue("empty_redis")()
    return store
