"""Two replicas behind the proxy that deploy/ ships: one of them is killed in mid-class, and nobody loses anything."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

import run
from tests.browser.conftest import Tabs
from tests.browser.server import Server, start_door, start_server, wait_until_up
from tests.browser.studio_driver import Studio

pytestmark = pytest.mark.thorough


@dataclass
class Class:
    """A door, and the replicas behind it."""

    door: Server
    replicas: list[Server]


@pytest.fixture
def a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Class]:
    haproxy = run.find_haproxy()
    if haproxy is None:
        pytest.skip("HAProxy is not installed (on Debian: apt install haproxy)")
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "a class's secret")
    replicas = [start_server(tmp_path) for _ in range(2)]
    door = start_door(haproxy, tmp_path, replicas)
    try:
        for server in (*replicas, door):
            wait_until_up(server)
        yield Class(door, replicas)
    finally:
        for server in (door, *replicas):
            server.stop()


def sit_down(tabs: Tabs, door: Server) -> Studio:
    page = tabs.new()
    page.goto(f"{door.url}/studio?lang=en")
    studio = Studio(page)
    studio.quiet()
    return studio


def cookie(page: Page) -> str:
    return next(each["value"] for each in page.context.cookies() if each["name"] == "NEUROVIZ")


def raise_weight(studio: Studio) -> None:
    studio.stage.focus()
    studio.page.keyboard.press("ArrowUp")
    studio.ready()


def test_one_of_two_replicas_dies(a_class: Class, tabs: Tabs) -> None:
    desks = [sit_down(tabs, a_class.door) for _ in range(2)]
    assert cookie(desks[0].page) != cookie(desks[1].page), "one at each replica"
    for studio in desks:
        studio.click_edge(1, 0, 0, 0.3)
        raise_weight(studio)
    first = [studio.document().layers[0].weights[0][0] for studio in desks]
    for studio in desks:
        # Idle: nothing has been asked for when the connection breaks.
        studio.settled()
    killed = a_class.replicas[0].process
    assert killed is not None
    killed.kill()
    killed.wait()
    for studio, before in zip(desks, first, strict=True):
        # At the other replica too there is what was made at the first, and the work goes on.
        raise_weight(studio)
        assert studio.document().layers[0].weights[0][0] == pytest.approx(before + 0.1)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{a_class.door.url}/healthz") as answer:
        assert answer.status == 200
    for studio in desks:
        studio.page.context.close()
