"""A class that comes in the same second, to a real server: everybody gets his page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.Navigation_pb2 import Navigation

from neuroviz.ui.common.shell import PAGES
from tests.browser.server import start_server, wait_until_up
from tests.visitors import Visitor

CROWD = 20
PATHS = {
    "all at the studio": ["studio"] * CROWD,
    "all over the house": [PAGES[i % len(PAGES)].path for i in range(CROWD)],
}


async def crowd(port: int, paths: list[str]) -> list[Visitor]:
    """Open all these pages in the same moment."""
    async def come(path: str) -> Visitor:
        async with Visitor(port, path) as visitor:
            await visitor.open()
            return visitor

    return await asyncio.gather(*(come(path) for path in paths))


@pytest.mark.parametrize("paths", PATHS.values(), ids=PATHS)
def test_twenty_at_once_get_twenty_pages_from_a_cold_server_and_from_a_warm_one(
    paths: list[str], tmp_path: Path
) -> None:
    server = wait_until_up(start_server(tmp_path))
    try:
        port = urlsplit(server.url).port
        assert port is not None
        for state in ("cold", "warm"):
            visitors = asyncio.run(crowd(port, paths))
            assert [visitor.errors for visitor in visitors] == [[]] * len(paths), state
            assert all(visitor.elements > 5 for visitor in visitors), state
            # The files of pages/ are never listed at the side, not even before the router has run.
            assert Navigation.SIDEBAR not in {place for visitor in visitors for place in visitor.navigations}, state
            assert {visitor.navigations[-1] for visitor in visitors} == {Navigation.TOP}, state
    finally:
        server.stop()
    assert "Traceback" not in Path(server.log).read_text("utf-8", errors="replace")
