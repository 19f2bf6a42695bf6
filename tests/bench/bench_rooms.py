"""What a room costs: a presenter, a hundred who follow, over Streamlit's own protocol.

python -m tests.bench.bench_rooms [FOLLOWERS]

How soon a step and an edit of the presenter's reach the last follower, and one who is 150 ms away each way, and how
much of the server's processor each takes; beside it what an edit costs a visitor without a room.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.server import start_server, wait_until_up
from tests.delay import delayed
from tests.ui.rooms.room_visitors import ROOM, Follower, Leader

STEPS, EDITS = 10, 5
FAR_S = 0.15
TICKS_A_SECOND = 100


def used_s(process_id: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


async def measured(what: str, process_id: int, times: int, act: Callable[[int], Awaitable[None]]) -> None:
    """Print how long `act` takes and what it costs the server."""
    waits, before = [], used_s(process_id)
    for number in range(times):
        begun = time.perf_counter()
        await act(number)
        waits.append(1000 * (time.perf_counter() - begun))
    cost = 1000 * (used_s(process_id) - before) / times
    print(f"{what:40} median {statistics.median(waits):6.0f} ms   worst {max(waits):6.0f} ms   server {cost:6.0f} ms")


async def lesson(port: int, process_id: int, many: int) -> None:
    """One lesson with so many followers."""
    async with AsyncExitStack() as stack:
        leader = await stack.enter_async_context(Leader(port, "studio"))
        code = await leader.open_room()
        followers = [Follower(port, "studio", query=f"room={code}") for _ in range(many)]
        for follower in followers:
            await stack.enter_async_context(follower)
            await follower.open()

        async def step(number: int) -> None:
            await leader.stand(float(number))
            await asyncio.gather(*(follower.hear(float(number)) for follower in followers))

        async def edit(number: int) -> None:
            await leader.edit_weight(float(number))

        async def followed_edit(number: int) -> None:
            await leader.edit_weight(10.0 + number)
            await asyncio.gather(*(follower.follow() for follower in followers))
            assert all(follower.seen(ROOM)["following"] for follower in followers)

        async def far_step(number: int) -> None:
            await leader.stand(100.0 + number)
            await far.hear(100.0 + number)

        await measured(f"a step, heard by {many}", process_id, STEPS, step)
        await measured("an edit, by itself", process_id, EDITS, edit)
        await measured(f"an edit, taken by {many}", process_id, EDITS, followed_edit)
        with delayed(port, FAR_S) as far_port:
            far = Follower(far_port, "studio", query=f"room={code}")
            async with far:
                await far.open()
                await measured("a step, heard 150 ms away", process_id, STEPS, far_step)
        before = used_s(process_id)
        await asyncio.sleep(10)
        print(f"nothing happens: {100 * (used_s(process_id) - before) / 10:.1f} % of a processor")


def main() -> None:
    """Start a server, and hold the lesson."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        server = wait_until_up(start_server(Path(folder)))
        assert server.process is not None
        try:
            asyncio.run(lesson(urlsplit(server.url).port or 0, server.process.pid, many))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
