"""A class on two processes behind the real proxy, with rooms on a real Redis server; one process dies in mid-lesson."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed

import run
from tests.browser.server import Server, start_door, start_server, wait_until_up
from tests.room.conftest import redis_address  # noqa: F401  a fixture
from tests.ui.rooms.room_visitors import ROOM, Follower, Guest, Leader


@dataclass
class Many:
    """Processes of the app, and the one port under which they are reached."""

    port: int
    processes: list[Server]


@pytest.fixture
def many(
    tmp_path: Path, redis_address: str, monkeypatch: pytest.MonkeyPatch,  # noqa: F811  the fixture
) -> Iterator[Many]:
    haproxy = run.find_haproxy()
    if haproxy is None:
        pytest.skip("several processes behind a proxy are not tested: `python3 run.py test` installs haproxy")
    monkeypatch.setenv("NEUROVIZ_ROOMS", redis_address)
    monkeypatch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
    processes = [start_server(tmp_path) for _ in range(2)]
    door = start_door(haproxy, tmp_path, processes)
    try:
        for server in (*processes, door):
            wait_until_up(server)
        port = urlsplit(door.url).port
        assert port is not None
        yield Many(port, processes)
    finally:
        for server in (door, *processes):
            server.stop()


def test_a_lesson_goes_on_when_a_process_dies(many: Many) -> None:
    async def lesson() -> None:
        async with AsyncExitStack() as stack:
            async def came(guest: Guest, open_it: Callable[[], object]) -> None:
                await stack.enter_async_context(guest)
                await open_it()  # type: ignore[misc]

            leader = await stack.enter_async_context(Leader(many.port, "studio"))
            code = await leader.open_room()
            secret = leader.seen(ROOM)["secret"]
            followers = [Follower(many.port, "studio", query=f"room={code}") for _ in range(3)]
            for follower in followers:
                await came(follower, follower.open)
            await leader.stand(1.0)
            for follower in followers:
                await follower.hear(1.0)
            assert all(_people(process) for process in many.processes), "both serve the class"

            many.processes[0].stop()
            again: list[Follower] = []
            for follower in followers:
                try:
                    await follower.act("look")
                except ConnectionClosed:
                    follower = Follower(many.port, "studio", query=f"room={code}")
                    await came(follower, follower.open)
                again.append(follower)
            try:
                await leader.stand(2.0)
            except ConnectionClosed:
                leader = Leader(many.port, "studio")
                await came(leader, leader.open)
                await leader.lead_again(secret)
                await leader.stand(2.0)
            for follower in again:
                await follower.hear(2.0)
            assert leader.seen(ROOM)["code"] == code

    asyncio.run(lesson())
    for process in many.processes:
        assert "Traceback" not in Path(process.log).read_text("utf-8", errors="replace")


def _people(process: Server) -> int:
    """How many lines to browsers a process has open."""
    assert process.process is not None
    port = f":{urlsplit(process.url).port:04X}"
    lines = Path(f"/proc/{process.process.pid}/net/tcp").read_text("ascii").splitlines()[1:]
    return sum(fields[1].endswith(port) and fields[3] == "01" for fields in map(str.split, lines))
