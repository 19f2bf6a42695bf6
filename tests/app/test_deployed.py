"""A class on two processes behind the real proxy, with rooms on a real Redis server; one process dies in mid-lesson."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed

from tests.browser.server import ROOT, Server, free_port, start_server, wait_until_up
from tests.room.conftest import redis_address  # noqa: F401  a fixture
from tests.ui.rooms.room_visitors import ROOM, Follower, Guest, Leader


@dataclass
class Many:
    """Processes of the app, and the one port under which they are reached."""

    port: int
    processes: list[Server]


def proxied(config: str, port: int, servers: list[Server]) -> str:
    """The proxy's configuration as it is shipped, with these servers in the place of a compose file's."""
    backend = "\n".join(f"    server app{at} {urlsplit(server.url).netloc}" for at, server in enumerate(servers))
    lines = [
        backend if line.strip().startswith("server-template") else line.replace("bind :80", f"bind 127.0.0.1:{port}")
        for line in config.splitlines()
    ]
    assert backend in lines
    return "\n".join([*lines, ""])


@pytest.fixture
def many(
    tmp_path: Path, redis_address: str, monkeypatch: pytest.MonkeyPatch,  # noqa: F811  the fixture
) -> Iterator[Many]:
    haproxy = shutil.which("haproxy")
    if haproxy is None:
        pytest.skip("several processes behind a proxy are not tested: `python3 run.py test` installs haproxy")
    monkeypatch.setenv("NEUROVIZ_ROOMS", redis_address)
    monkeypatch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
    processes = [start_server(tmp_path) for _ in range(2)]
    port, config = free_port(), tmp_path / "haproxy.cfg"
    proxy = None
    try:
        for process in processes:
            wait_until_up(process)
        shipped = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
        config.write_text(proxied(shipped, port, processes), "utf-8")
        proxy = subprocess.Popen([haproxy, "-db", "-f", str(config)], stderr=subprocess.PIPE)
        wait_until_up(Server(f"http://127.0.0.1:{port}", str(config)))
        yield Many(port, processes)
    finally:
        for process in processes:
            process.stop()
        if proxy is not None:
            proxy.terminate()
            proxy.wait(20)


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
