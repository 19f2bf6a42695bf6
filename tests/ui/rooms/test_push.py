"""What is relied upon in Streamlit to tell a browser something without a script run, at a real server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

from neuroviz.ui.rooms import push
from tests.browser.server import start_server, wait_until_up
from tests.ui.rooms.room_visitors import Follower, Leader


def test_this_streamlit_has_all_that_is_relied_upon() -> None:
    assert push.available()


def test_outside_a_script_run_nothing_is_caught_and_nothing_is_sent() -> None:
    mounted = []
    assert push.caught(lambda: mounted.append(1)) is None
    assert mounted == [1]
    assert push.session_id() == ""
    assert not push.is_connected("nobody")
    push.send([], b"")


def test_a_step_reaches_followers_without_a_run_of_their_scripts(tmp_path: Path) -> None:
    server = wait_until_up(start_server(tmp_path))
    port = urlsplit(server.url).port
    assert port is not None

    async def lesson() -> None:
        async with Leader(port, "studio") as leader:
            code = await leader.open_room()
            async with Follower(port, "studio", query=f"room={code}") as one, Follower(
                port, "studio", query=f"room={code}",
            ) as other:
                await one.open()
                await other.open()
                for at in (1.0, 2.0, 3.0):
                    await leader.stand(at)
                    assert [await each.hear(at) for each in (one, other)] == [0, 0], "script runs"

    try:
        asyncio.run(lesson())
    finally:
        server.stop()
    assert "Traceback" not in Path(server.log).read_text("utf-8", errors="replace")
